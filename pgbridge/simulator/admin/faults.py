"""The faults in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from pgbridge.simulator.admin import views
from pgbridge.simulator.admin.call import Call, Json, Missing, Route, Wrong

if TYPE_CHECKING:
    from pgbridge.simulator.service import Simulator


class NewFault(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to go wrong.

    :ivar fault: in words, such as `instant: commit then drop 5%`
    """

    fault: str


def list_faults(simulator: Simulator, call: Call) -> Json:
    """List the faults in force, and how often each was met and struck."""
    del call
    return {"items": [views.fault(each) for each in simulator.faults.plans], "lag": simulator.faults.lag}


def add(simulator: Simulator, call: Call) -> Json:
    """Put a fault in force."""
    try:
        number = simulator.inject(call.body(NewFault).fault)
    except ValueError as error:
        raise Wrong(str(error)) from None
    return next(views.fault(each) for each in simulator.faults.plans if each.number == number)


def remove(simulator: Simulator, call: Call) -> Json:
    """Take a fault out of force."""
    if not call.params["number"].isdigit():
        raise Missing(f"there is no fault {call.params['number']}")
    simulator.faults.remove(int(call.params["number"]))
    return list_faults(simulator, call)


def clear(simulator: Simulator, call: Call) -> Json:
    """Take every fault out of force."""
    simulator.faults.clear()
    return list_faults(simulator, call)


ROUTES = (
    Route(method="GET", path="/faults", handler=list_faults),
    Route(method="POST", path="/faults", handler=add, body=NewFault),
    Route(method="DELETE", path="/faults", handler=clear),
    Route(method="DELETE", path="/faults/{number}", handler=remove),
)
