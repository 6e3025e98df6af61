"""Webhooks lost, doubled and shuffled: at rest the ledger equals the vendor, and each change was told once."""

import random
from collections import Counter
from typing import Any

import pytest

from pgbridge import CancelPayment, Declined, IssueVirtualAccount
from pgbridge.simulator import LOST_ANSWER, Plan

CHANNELS = {"v1": "inicis-v1", "v2": "inicis"}


@pytest.mark.parametrize("seed", range(3))
def test_lost_doubled_and_shuffled(shop: Any, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - it shuffles
    other, hooks, expected = shop.other(), list[Any](), Counter[tuple[str, str]]()
    for number in range(8):
        order_id, api = f"order{number}", dice.choice(["v1", "v2"])
        host = dice.choice([shop, other])
        try:
            paid = host.charge(
                order_id, api, number=dice.choice(["4111-1111-1111-1111"] * 3 + ["4000-0000-0000-0101"])
            )
        except Declined as declined:
            expected[order_id, "payment_failed"] += 1
            if api == "v2":
                hooks.append((declined.payment, api, "failed"))
            continue
        hooks.append((paid, api, "paid"))
        expected[order_id, "payment_paid"] += 1
        for part in range(dice.randrange(3)):
            cancel = CancelPayment(order_id=order_id, amount=1_000, cancel_id=f"c{part}", reason="r")
            dice.choice([shop, other] if host is shop else [other]).run_cancel(cancel, CHANNELS[api])
            hooks.append((paid, api, "cancelled"))
            expected[order_id, "partially_cancelled"] += 1
    kept = [hook for hook in hooks if dice.random() > 0.3]
    kept += [hook for hook in hooks if dice.random() < 0.3]
    dice.shuffle(kept)
    for number, (payment, api, kind) in enumerate(kept):
        shop.deliver(payment, api, kind, id=f"wh-{payment.order_id}-{kind}")
        if dice.random() < 0.3:
            shop.process(limit=dice.randrange(1, 4))
        assert number < 100
    shop.pass_time(400.0)
    shop.heal()
    while not shop.process().idle:
        pass
    assert Counter((order, kind) for kind, order, _ in shop.told) == expected
    assert len({event.event_id for event in shop.events}) == len(shop.events)
    shop.pass_time()
    result = shop.run(shop.bridge.reconcile())
    assert [(d.vendor_id, d.field, d.ledger, d.vendor) for d in result.differences] == []


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_a_deposit_into_an_account(shop: Any, api: str) -> None:
    from tests.inbox.conftest import BUYER, krw

    issue = IssueVirtualAccount(
        order_id="order1",
        order_name="Plan",
        amount=krw(10_000),
        bank="SHINHAN",
        expires_at=at(shop, 86_400.0),
        customer=BUYER,
    )
    channel = {"v1": "nice-v1", "v2": "nice"}[api]
    issued = shop.run(shop.bridge.execute(issue, channel=channel))
    shop.deliver(issued, api, "ready" if api == "v1" else "VirtualAccountIssued")
    shop.process()
    shop.simulator.deposit("order1")
    for _ in range(2):
        shop.deliver(issued, api, "paid")
        shop.process()
    shop.run(shop.bridge.execute(refund(), channel=channel))
    shop.deliver(issued, api, "cancelled")
    shop.process()
    assert [kind for kind, _, _ in shop.told] == ["virtual_account_issued", "payment_paid", "cancelled"]


def refund() -> CancelPayment:
    from pgbridge import RefundAccount

    account = RefundAccount(bank="SHINHAN", number="110123456789", holder="홍길동", phone="010-1234-5678")
    return CancelPayment(order_id="order1", reason="r", refund_account=account)


def at(shop: Any, seconds: float) -> Any:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(shop.simulator.now() + seconds, UTC)


def test_a_cancel_that_died_is_settled_by_its_webhook_and_not_taken_for_somebody_elses(shop: Any) -> None:
    paid = shop.charge("order1")
    for method, nth in (("POST", 1), ("GET", 2)):
        shop.simulator.inject(Plan(fault=LOST_ANSWER, method=method, path="/v2/*", nth=nth, times=10_000))
    cancel = CancelPayment(order_id="order1", amount=4_000, cancel_id="a", reason="r")
    with pytest.raises(Exception, match="not known"):
        shop.run(shop.bridge.execute(cancel, deadline=30.0))
    shop.simulator.faults = type(shop.simulator.faults)()
    shop.deliver(paid, "v2", "PartialCancelled")
    shop.process()
    assert [kind for kind, _, _ in shop.told] == ["payment_paid", "partially_cancelled"]
    (row,) = shop.ledger.attempts(family="cancel")
    assert (row.state, row.identity.endswith("a")) == ("done", True)
    assert shop.run(shop.bridge.execute(cancel)).replayed
