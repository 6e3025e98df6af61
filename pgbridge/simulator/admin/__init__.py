"""The simulator's own API, in JSON below `/_sim`: looking at the world, and doing to it what a merchant does not.

Times are RFC 3339 in UTC with milliseconds, amounts integers in the minor unit, ids those of the APIs. Nothing here shows
a secret or a buyer's data. Errors are `{"message": ...}`: 400 what was sent is wrong, 404 there is no such thing, 409 it
cannot be done now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.simulator.admin import control, faults, state, traffic, world
from pgbridge.simulator.admin.call import Call, Missing, Route, Wrong
from pgbridge.simulator.http import Answer, Request
from pgbridge.simulator.routes import Router

if TYPE_CHECKING:
    from pgbridge.simulator.service import Simulator

PREFIX = "/_sim"
ROUTES: tuple[Route, ...] = (
    *control.ROUTES,
    *world.ROUTES,
    *traffic.ROUTES,
    *faults.ROUTES,
    *state.ROUTES,
)
WAITING = Router([(each.method, PREFIX + each.path, each.handler) for each in ROUTES if each.waits])
ROUTER = Router([(each.method, PREFIX + each.path, each.handler) for each in ROUTES])


def waits(request: Request) -> bool:
    """Tell whether a request asks the shop, so that it must not be answered where others are."""
    return WAITING.find(request.method, request.path.rstrip("/")) is not None


def answer(simulator: Simulator, request: Request) -> Answer:
    """Answer a request for the simulator itself."""
    match = ROUTER.find(request.method, request.path.rstrip("/") or "/")
    if match is None:
        known = ROUTER.known(request.path)
        return Answer.of(
            {"message": "there is nothing here" if not known else "another method"}, 405 if known else 404
        )
    try:
        return Answer.of(match.handler(simulator, Call(request=request, params=match.params)))
    except Wrong as error:
        return Answer.of({"message": str(error)}, 400)
    except (Missing, LookupError) as error:
        return Answer.of({"message": str(error.args[0])}, 404)
    except ValueError as error:
        return Answer.of({"message": str(error)}, 409)
