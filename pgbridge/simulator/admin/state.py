"""The whole state as JSON, and the file it is kept in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgbridge.simulator import saving
from pgbridge.simulator.admin.call import Call, Json, Route, Wrong

if TYPE_CHECKING:
    from pgbridge.simulator.service import Simulator


def get_state(simulator: Simulator, call: Call) -> Any:
    """Read the whole state. Beside what `/_sim` shows it holds the buyers' data that the APIs would return."""
    del call
    return saving.state_of(simulator)


def put_state(simulator: Simulator, call: Call) -> Json:
    """Replace the whole state by one that was read before."""
    try:
        saving.restore(simulator, call.request.body)
    except saving.BadState as error:
        raise Wrong(str(error)) from None
    return {"counts": simulator.counts()}


def save(simulator: Simulator, call: Call) -> Json:
    """Write the state to the file that the server was started with."""
    del call
    return {"file": str(saving.save(simulator)), "counts": simulator.counts()}


def load(simulator: Simulator, call: Call) -> Json:
    """Read the state from the file that the server was started with."""
    del call
    path = saving.load(simulator)
    return {"file": str(path), "counts": simulator.counts()}


ROUTES = (
    Route(method="GET", path="/state", handler=get_state),
    Route(method="PUT", path="/state", handler=put_state),
    Route(method="POST", path="/state/save", handler=save),
    Route(method="POST", path="/state/load", handler=load),
)
