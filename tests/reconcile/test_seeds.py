"""Shops under seeded trouble whose workers die and never repeat a call: one reconciliation afterwards knows it all."""

from collections import Counter
from random import Random
from typing import Any

import httpx
import pytest

from pgbridge import Bridge, CancelPayment
from pgbridge.simulator.transport import SimulatorTransport
from pgbridge.testing import Simulation, Trouble
from tests.reconcile.conftest import make_charge
from tests.closing import keep

DECLINED = "4000-0000-0000-0101"
ORDERS = 8


def troubled(seed: int) -> Simulation:
    """Play a shop: charges on both APIs, some declined, some given back, nothing repeated."""
    random = Random(seed)
    trouble = Trouble(lost_answer=0.25, lost_request=0.15, server_error=0.1, until=3000.0)
    simulation = keep(Simulation(seed, trouble=trouble, live=True))
    for number in range(ORDERS):
        name, channel = f"order{number}", random.choice(("inicis", "nice", "inicis-v1", "nice-v1"))
        card = random.choice(("4111-1111-1111-1111",) * 4 + (DECLINED,))
        dies = random.choice(("", "", "begin", "send", "answered", "finish"))
        charge = make_charge(name, 1_000 * (number + 1), number=card)
        simulation.start(charge, channel=channel, at=20.0 * number, dies_after=dies)
        if random.random() < 0.5:
            cancel = CancelPayment(order_id=name, amount=300, cancel_id="a", reason="part")
            simulation.start(
                cancel, at=900.0 + 20.0 * number, dies_after=random.choice(("", "begin", "send"))
            )
    simulation.run()
    return simulation


def bridge_on(simulation: Simulation) -> Any:
    return Bridge.of(
        simulation.registry,
        simulation.config,
        ledger=simulation.ledger,
        client=httpx.Client(transport=SimulatorTransport(simulation.simulator)),
        context=simulation.context,
        sleep=simulation.simulator.advance,
    )


@pytest.mark.parametrize("part", range(4))
def test_afterwards_the_ledger_and_the_vendor_agree(part: int) -> None:
    outcomes: Counter[str] = Counter()
    for seed in range(part * 15, part * 15 + 15):
        simulation = troubled(seed)
        simulation.simulator.advance(3000.0)
        with bridge_on(simulation) as bridge:
            began = bridge.ledger.now()
            found = bridge.reconcile()
        outcomes.update(each.outcome for each in found.settled)
        assert found.complete, f"seed {seed}: {found.unreachable}"
        left = {a.id for a in simulation.ledger.attempts(states=("open", "unknown"))}
        assert left == {each.attempt.id for each in found.open}, f"seed {seed}"
        waiting = {each.attempt.order_id for each in found.open}
        for number in range(ORDERS):
            name = f"order{number}"
            rows = simulation.ledger.attempts(order_id=name)
            paid = simulation.paid(name)
            done = [row for row in rows if row.family == "charge" and row.state == "done"]
            assert len(paid) <= 1, f"seed {seed}"
            if name not in waiting:
                assert len(done) == len(paid), f"seed {seed}: {name}"
                given = sum(row.amount or 0 for row in rows if row.family == "cancel" and row.state == "done")
                assert given == sum(each.cancelled.total for each in paid), f"seed {seed}: {name}"
        # What was failed, done or never tried by the ledger is the same at the vendor.
        assert [d for d in found.differences if d.order_id not in waiting] == [], f"seed {seed}"
        assert began <= simulation.ledger.now()
    assert min(outcomes[each] for each in ("done", "failed", "unknown")) >= 3, outcomes
