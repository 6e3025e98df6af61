"""The clock, what there is, and starting afresh."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from pgbridge.simulator.admin import views
from pgbridge.simulator.admin.call import Call, Json, Route, Wrong

if TYPE_CHECKING:
    from pgbridge.simulator.service import Simulator


class SetClock(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to do with the clock.

    :ivar advance: seconds to move it forward
    :ivar set: a moment to move it forward to, in RFC 3339
    :ivar freeze: let it stand still
    :ivar run: let it follow the real clock
    """

    advance: float | None = None
    set: datetime | None = None
    freeze: bool = False
    run: bool = False


def overview(simulator: Simulator, call: Call) -> Json:
    """Tell what there is: clock, faces, how many of everything, where webhooks go, which calls there are."""
    del call
    from pgbridge.simulator.admin import PREFIX, ROUTES  # noqa: PLC0415 - it lists this module's routes too

    settings = simulator.world.settings
    return {
        **clock_view(simulator),
        "apis": list(simulator.faces),
        "seed": simulator.seed,
        "keep": simulator.keep,
        "counts": simulator.counts(),
        "channels": None
        if settings.channels is None
        else [views.channel(each) for each in settings.channels],
        "webhook_urls": {"v1": settings.v1_notices.url, "v2": settings.v2_notices.url},
        "routes": [f"{each.method} {PREFIX}{each.path}" for each in ROUTES],
    }


def clock(simulator: Simulator, call: Call) -> Json:
    """Tell the time."""
    del call
    return clock_view(simulator)


def set_clock(simulator: Simulator, call: Call) -> Json:
    """Move the clock forward, stop it or let it run; what falls due meanwhile happens."""
    wish = call.body(SetClock)
    if wish == SetClock():
        raise Wrong('body: needs one of {"advance": seconds}, {"set": time}, {"freeze": true}, {"run": true}')
    if wish.set is not None and wish.set.tzinfo is None:
        raise Wrong("set: needs a time zone, such as 2026-01-01T00:00:00Z")
    if wish.freeze and wish.run:
        raise Wrong("freeze, run: only one of them")
    if wish.advance is not None and wish.set is not None:
        raise Wrong("advance, set: only one of them")
    if wish.freeze:
        simulator.world.clock.freeze()
    try:
        if wish.advance is not None:
            simulator.advance(wish.advance)
        if wish.set is not None:
            simulator.set(wish.set.timestamp())
    except ValueError as error:
        raise Wrong(str(error)) from None
    if wish.run:
        simulator.world.clock.run()
    return clock_view(simulator)


def clock_view(simulator: Simulator) -> Json:
    """Write the clock. `now` is UNIX seconds, as V1 writes times."""
    now = simulator.now()
    return {"now": now, "time": views.time(now), "running": simulator.world.clock.running}


def reset(simulator: Simulator, call: Call) -> Json:
    """Forget every payment, key, schedule, webhook, request and fault. Clock and settings stay."""
    del call
    simulator.reset()
    return clock_view(simulator)


def events(simulator: Simulator, call: Call) -> Json:
    """List what happened, oldest first, after the event of the number `after`; the newest thousand are kept."""
    return {"items": [views.event(each) for each in simulator.events(call.integer("after", 0))]}


ROUTES = (
    Route(method="GET", path="", handler=overview),
    Route(method="GET", path="/clock", handler=clock),
    Route(method="POST", path="/clock", handler=set_clock, body=SetClock),
    Route(method="POST", path="/reset", handler=reset),
    Route(method="GET", path="/events", handler=events, query=("after",)),
)
