"""`raw.call`: any call of V1 that has no operation of its own."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.raw import RawAnswer
from pgbridge.operations.raw.call import RawCall
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.envelope import failure
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.refusal import Problems, problem, refuse

OPERATION = RawCall
ENDPOINTS: tuple[str, ...] = ()
FIELDS = {"method": "method", "path": "path", "query": "query", "body": "body", "call_id": None}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def encode(op: RawCall, channel: Channel) -> WireRequest:
    """Write the request; only the sub-merchant is added to it.

    :raises RuleViolation: that is no request
    """
    refuse(problems_of(op.method, op.path), op.name)
    return WireRequest(
        method=op.method, path=op.path, query=pairs(op.query), body=op.body, headers=headers(channel)
    )


def problems_of(method: str, path: str) -> Problems:
    """Return what makes it no request."""
    problems: Problems = []
    if method not in METHODS:
        message = f"method: must be one of {', '.join(METHODS)}"
        problems.append(problem("method", "enum", message, neutral="method", value=METHODS))
    plain = path.startswith("/") and path.isascii() and path.isprintable()
    if not plain or any(c in path for c in " ?#\\"):
        message = "path: must begin with /, percent-encoded, with neither query nor host"
        problems.append(problem("path", "format", message, neutral="path"))
    elif path.startswith("//") or ".." in path.split("/"):
        message = "path: must lead to one place of the API"
        problems.append(problem("path", "format", message, neutral="path"))
    return problems


def pairs(query: Any) -> tuple[tuple[str, str], ...]:
    """Return query parameters; lists as several of one name."""
    found: list[tuple[str, str]] = []
    for name, value in (query or {}).items():
        values = value if isinstance(value, (list, tuple)) else [value]
        found += [(str(name), text(each)) for each in values if each is not None]
    return tuple(found)


def text(value: Any) -> str:
    """Return one value as a query has it."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def decode(op: RawCall | None, response: WireResponse) -> RawAnswer:  # noqa: ARG001
    """Return the answer as it is, envelope included."""
    kind = response.headers.get("content-type", "")
    return RawAnswer(status=response.status, content=response.body, content_type=kind)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:  # noqa: ARG001
    """Nobody knows what to read: only what the ledger has as done can be told, without its answer."""
    yield from ()
    if attempt.state != "done":
        return Sighting(absence_counts=False)
    seen = Seen(id=attempt.identity, state="done", result=RawAnswer(status=0))
    return Sighting(items=(seen,), absence_counts=False)


def accept(*requests: WireRequest) -> Accepted:
    """Refuse: a path means what it means on one API only.

    :raises RuleViolation: always
    """
    message = f"{requests[0].path}: a raw call belongs to one API and has no translation"
    refuse([problem("path", "forbidden", message, neutral="path")], RawCall.name)
    raise AssertionError  # pragma: no cover - refused above


def answer(op: RawCall | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write the answer as it came."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return WireResponse(status=result.status or 200, body=result.content)
