"""The seam between the receiver of webhooks and an API plugin: deliveries, replies, and what a plugin's module holds."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from pgbridge.errors import BadWebhook
from pgbridge.model.webhook import Approve, Reject, WebhookEvent

DECODER = msgspec.json.Decoder(float_hook=Decimal)


class Delivery(Struct, frozen=True, kw_only=True):
    """One webhook as it came in; header names are in lower case."""

    body: bytes
    headers: Mapping[str, str] = {}

    def __repr__(self) -> str:
        return f"Delivery({len(self.body)} bytes)"

    def fields(self) -> dict[str, Any]:
        """Return the fields of the body, JSON or form; decimals as `Decimal`.

        :raises BadWebhook: it is neither a JSON object nor a form
        """
        start = self.body.lstrip()[:1]
        if start in (b"{", b"[") or "json" in self.headers.get("content-type", "").lower():
            try:
                found = DECODER.decode(self.body)
            except (msgspec.MsgspecError, ValueError, ArithmeticError, RecursionError):
                raise unreadable("body", "is not JSON") from None
            if not isinstance(found, dict):
                raise unreadable("body", "must be a JSON object")
            return found
        try:
            pairs = parse_qsl(
                self.body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=100
            )
        except ValueError:
            raise unreadable("body", "is neither JSON nor a form") from None
        fields = dict(pairs)
        if not fields:
            raise unreadable("body", "is empty")
        if len(pairs) != len(fields):
            raise unreadable("body", "names a field twice")
        return fields


class Reply(Struct, frozen=True, kw_only=True):
    """What to answer a confirm callback with; the body is JSON."""

    status: int
    body: bytes = b""

    @property
    def headers(self) -> dict[str, str]:
        """The headers that go with the body."""
        return {"content-type": "application/json"}


class WebhookModule(Protocol):
    """What `webhook.py` of an API plugin holds; all of it is pure.

    :cvar SIGNED: whether the API signs what it sends
    :cvar SOURCES: the addresses it sends from, as its pages have them
    :cvar VERSIONS: of the body, newest first; empty where there is only one
    """

    SIGNED: bool
    VERSIONS: tuple[str, ...]
    SOURCES: tuple[str, ...]

    def read(self, delivery: Delivery, currency: str = "KRW") -> WebhookEvent:
        """Turn a delivery into an event, unverified; raises `BadWebhook`."""

    def write(self, event: WebhookEvent, version: str = "") -> dict[str, Any]:
        """Turn an event into this API's body; raises `UnsupportedOperation` where it sends no such thing."""

    def reply(self, decision: Approve | Reject) -> Reply:
        """Write the answer to a confirm callback."""

    def decision(self, reply: Reply) -> Approve | Reject:
        """Read the answer to a confirm callback."""


def unreadable(field: str, problem: str) -> BadWebhook:
    """Return the error for a field that is not what the API promises."""
    return BadWebhook(f"{field}: {problem}", reason="unreadable")


def text_of(fields: Mapping[str, Any], *names: str, need: bool = False) -> str | None:
    """Return the first of these fields that holds a text; whole numbers count as their digits.

    :raises BadWebhook: it is needed, and none does
    """
    for name in names:
        value = fields.get(name)
        if type(value) is int:
            value = str(value)
        if isinstance(value, str) and value:
            if len(value) > 1_000 or not value.isprintable():
                raise unreadable(name, "is too long or holds control characters")
            return value
    if need:
        raise unreadable(names[0], "is missing or not a text")
    return None


def reason_of(reply: Reply, name: str) -> Reject:
    """Return the refusal that a reply states under this name."""
    try:
        body = msgspec.json.decode(reply.body) if reply.body else {}
    except (msgspec.MsgspecError, ValueError, RecursionError):
        body = {}
    reason = body.get(name) if isinstance(body, dict) else None
    return Reject(reason=reason if isinstance(reason, str) else "")


def refusal(decision: Approve | Reject, name: str) -> Reply:
    """Write a decision: 200 lets the payment through, any other status stops it."""
    if isinstance(decision, Approve):
        return Reply(status=200, body=b"{}")
    body = {name: decision.reason} if decision.reason else {}
    return Reply(status=409, body=msgspec.json.encode(body))
