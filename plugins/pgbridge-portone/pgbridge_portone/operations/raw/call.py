"""Any call of V2 that has no operation of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.raw import RawAnswer
from pgbridge.operations.raw.call import RawCall
from pgbridge.wire import Accepted, Judgement, WireRequest, WireResponse
from pgbridge_portone import judge as judging
from pgbridge_portone.answering import refused
from pgbridge_portone.asking import flag, problem, refuse
from pgbridge_portone.fields import fields

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation
    from pgbridge.wire import Flow

OPERATION = RawCall
ENDPOINTS: tuple[str, ...] = ()
FIELDS = fields({"method": "method", "path": "path", "query": "query", "body": "body", "call_id": None})
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
JSON, HTML = "json", "html"


def encode(op: RawCall, channel: Channel) -> WireRequest:
    """Turn the operation into its request; nothing is added to it.

    :raises RuleViolation: that is no request
    """
    del channel
    if problems := problems_of(op):
        raise refuse(*problems, subject="raw call")
    return WireRequest(method=op.method, path=op.path, query=pairs(op.query), body=op.body)


def problems_of(op: Any) -> list[Violation]:
    """Return what makes it no request."""
    found = []
    if op.method not in METHODS:
        found.append(problem("method", "method", f"method: must be one of {', '.join(METHODS)}", kind="enum"))
    path = op.path
    if not (path.startswith("/") and path.isascii() and path.isprintable()) or any(
        c in path for c in " ?#\\"
    ):
        message = "path: must begin with /, percent-encoded, with neither query nor host"
        found.append(problem("path", "path", message, kind="format"))
    elif path.startswith("//") or ".." in path.split("/"):
        found.append(problem("path", "path", "path: must lead to one place of the API", kind="format"))
    return found


def pairs(query: Any) -> tuple[tuple[str, str], ...]:
    """Return query parameters: lists as several of one name, objects as JSON."""
    found: list[tuple[str, str]] = []
    for name, value in (query or {}).items():
        values = value if isinstance(value, (list, tuple)) else [value]
        found += [(str(name), text(each)) for each in values if each is not None]
    return tuple(found)


def text(value: Any) -> str:
    """Return one value as a query has it."""
    if isinstance(value, bool):
        return flag(value)
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def judge(response: WireResponse) -> Judgement | None:
    """Return None for a success: here also an empty one, a list, or what is no JSON at all, such as a sheet."""
    if response.status in judging.SUCCESS:
        kind = response.headers.get("content-type", "")
        if not response.body or (kind and JSON not in kind and HTML not in kind):
            return None
        try:
            msgspec.json.decode(response.body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return judging.unreadable(response)
        return None
    return judging.judge(response)


def decode(op: RawCall | None, response: WireResponse) -> RawAnswer:
    """Return the answer as it is."""
    del op
    return RawAnswer(
        status=response.status,
        content=response.body,
        content_type=response.headers.get("content-type", ""),
    )


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Nobody knows what to read: only what the ledger has as done can be told, without its answer."""
    del channel
    yield from ()
    if attempt.state != "done":
        return Sighting(absence_counts=False)
    seen = Seen(id=attempt.identity, state="done", result=RawAnswer(status=0))
    return Sighting(items=(seen,), absence_counts=False)


def accept(*requests: WireRequest) -> Accepted:
    """Refuse: a path means what it means on one API only.

    :raises RuleViolation: always
    """
    message = f"{requests[0].method} {requests[0].path}: a raw call belongs to one API and has no translation"
    raise refuse(problem("raw", "path", message, kind="forbidden"), subject="raw call")


def answer(op: RawCall | None, result: RawAnswer | PgbridgeError) -> WireResponse:
    """Write the answer as it came."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    kind = result.content_type or "application/json"
    return WireResponse(status=result.status or 200, body=result.content, headers={"content-type": kind})
