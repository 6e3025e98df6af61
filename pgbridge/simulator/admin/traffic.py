"""What went in and out: requests and webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from pgbridge.simulator.admin import views
from pgbridge.simulator.admin.call import Call, Json, Missing, Route, Wrong, page

if TYPE_CHECKING:
    from pgbridge.simulator.service import Simulator


class Resend(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to send a webhook again.

    :ivar url: another address; the webhook's own by default
    """

    url: str | None = None


def list_requests(simulator: Simulator, call: Call) -> Json:
    """List the requests that arrived, the newest first; the newest 500 are kept."""
    kept = simulator.requests
    return page(call, [] if kept is None else kept.all(), views.entry)


def get_request(simulator: Simulator, call: Call) -> Json:
    """Read a request and its answer; what is secret or about a person is covered."""
    number = call.params["serial"]
    found = simulator.requests.find(int(number)) if simulator.requests and number.isdigit() else None
    if found is None:
        raise Missing(f"request {number} is not kept")
    return views.whole_entry(found)


def list_webhooks(simulator: Simulator, call: Call) -> Json:
    """List webhooks with bodies and tries, the newest first; of a state, or of an order."""
    state, order = call.text("state"), call.text("order_id")
    rows = [
        each
        for each in simulator.webhooks()
        if state in (None, each.state) and order in (None, each.order_id)
    ]
    return page(call, rows, views.webhook)


def get_webhook(simulator: Simulator, call: Call) -> Json:
    """Read a webhook."""
    found = simulator.outbox.find(numbered(call))
    if found is None:
        raise Missing(f"webhook {call.params['serial']} is not kept")
    return views.webhook(found)


def resend(simulator: Simulator, call: Call) -> Json:
    """Send a webhook once more, now."""
    wish = call.body(Resend)
    if wish.url is not None and not wish.url.startswith(("http://", "https://")):
        raise Wrong("url: must start with http:// or https://")
    number = numbered(call)
    return views.webhook(
        simulator.within(lambda world: simulator.outbox.again(number, world.now(), wish.url))
    )


def numbered(call: Call) -> int:
    """Return the number in the path."""
    if not call.params["serial"].isdigit():
        raise Missing(f"webhook {call.params['serial']} is not kept")
    return int(call.params["serial"])


def log(simulator: Simulator, call: Call) -> Json:
    """Tell what was asked and what came of it, one line each, without times: the same seed gives the same bytes."""
    del call
    return {"lines": [] if simulator.requests is None else list(simulator.requests.log)}


ROUTES = (
    Route(method="GET", path="/requests", handler=list_requests, query=("limit", "before")),
    Route(method="GET", path="/requests/{serial}", handler=get_request),
    Route(method="GET", path="/log", handler=log),
    Route(
        method="GET", path="/webhooks", handler=list_webhooks, query=("state", "order_id", "limit", "before")
    ),
    Route(method="GET", path="/webhooks/{serial}", handler=get_webhook),
    Route(method="POST", path="/webhooks/{serial}/resend", handler=resend, body=Resend),
)
