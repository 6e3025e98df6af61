"""What happens at the vendor without the ledger: by the console, by a buyer at a bank, by another system of the shop's."""

from __future__ import annotations

from contextlib import suppress

from msgspec.structs import replace

from pgbridge.simulator import cancels
from pgbridge.simulator.http import Refusal, Request
from pgbridge.testing.proof import shop
from pgbridge.testing.proof.schedule import Planned
from pgbridge.testing.simulation import Simulation

CONSOLE = "by the console"


def console_cancels(simulation: Simulation, planned: Planned) -> None:
    """Give money back by hand."""
    for attempt in simulation.paid(planned.order)[:1]:
        with suppress(Refusal):
            wish = cancels.Wish(amount=planned.amount, reason=CONSOLE if planned.reason else "")
            cancels.cancel(simulation.simulator.world, attempt, wish)


def deposits(simulation: Simulation, planned: Planned) -> None:
    """Pay into an account of the order, if one waits."""
    with suppress(ValueError):
        simulation.simulator.deposit(planned.order)


def pays(simulation: Simulation, planned: Planned) -> None:
    """Charge the same order id from elsewhere."""
    channel = simulation.planner.named(planned.channel or "", None)
    api = simulation.registry.api(channel.api)
    op = shop.DEEDS["charge"](replace(planned, card="good"))
    wire = api.module(op.name).encode(op, channel)
    access = simulation.simulator.world.shared_token.ask(simulation.now()).value if api.login else None
    request = Request(
        method=wire.method,
        path=f"/{channel.api}{wire.path}",
        query=wire.query,
        headers=dict((*wire.headers, *api.authorise(channel.connection, access))),
        body=wire.content,
    )
    simulation.simulator.handle(request)


DEEDS = {"console cancels": console_cancels, "deposit": deposits, "stranger pays": pays}
