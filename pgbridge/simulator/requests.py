"""The requests that arrived, for whoever wants to look at them. Secrets and buyers' data are covered when they are shown."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from pgbridge.simulator.codes import words
from pgbridge.simulator.faults import Plan
from pgbridge.simulator.http import Answer, Request

KEPT, LOGGED = 500, 10_000
COVER = "***"
# Names of both APIs, without case, underscores and hyphens. What PGs get beyond them goes by
# `SECRET_WORDS`.
SECRET_NAMES = words(
    """
    accesstoken refreshtoken apisecret impkey impsecret token pgapikey authorization
    cardnumber number expiry expiryyear expirymonth birth pwd2digit passwordtwodigits cvc
    birthorbusinessregistrationnumber businessnumber identitynumber identifier residentnumber
    otp password benepiapassword benepiauser paymenttoken billingissuetoken fidokey
    buyername buyertel buyeremail buyeraddr buyerpostcode customername customertel customeremail customeraddr
    customerpostcode fullname firstname lastname first last full phonenumber phone email zipcode postcode addr address
    addressline1 addressline2 oneline birthyear birthmonth birthday gender vbanknum vbankholder accountnumber
    remitteename remittername holdername refundaccount refundholder refundtel holder name ci di uniquekey uniqueinsite
    carrier receivername tel
    """
)
SECRET_WORDS = re.compile(r"secret|passw|pwd|token|card_?num|cvc|ssn|jumin", re.IGNORECASE)
# Names of things, not of people.
PLAIN_PARENTS = frozenset(
    ("channel", "channels", "products", "product", "bank", "card", "company", "channelgroup", "response")
)
DIGITS = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")


class Entry(Struct, frozen=True, kw_only=True):
    """One request and its answer."""

    serial: int
    at: float
    api: str
    operation: str
    request: Request
    answer: Answer
    fault: str | None = None

    def __repr__(self) -> str:
        """Show what was asked only."""
        return f"Entry({self.serial}, {self.operation!r})"


class Requests:
    """The newest requests."""

    def __init__(self, keep: int = KEPT) -> None:
        self._kept: deque[Entry] = deque(maxlen=keep)
        self.log: deque[str] = deque(maxlen=LOGGED)
        self._count = 0

    def add(
        self, at: float, api: str, operation: str, request: Request, answer: Answer, plan: Plan | None
    ) -> None:
        """Keep a request."""
        self._count += 1
        fault = None if plan is None else plan.text or "a plan"
        end = "no answer" if answer.dropped else str(answer.status)
        trouble = "" if fault is None else f" ({fault})"
        self.log.append(f"{self._count} {request.method} {request.path} {end}{trouble}")
        self._kept.append(
            Entry(
                serial=self._count,
                at=at,
                api=api,
                operation=operation.partition(" ")[2],
                request=request,
                answer=answer,
                fault=fault,
            )
        )

    def all(self) -> list[Entry]:
        """Return what is kept, oldest first."""
        return list(self._kept)

    def find(self, serial: int) -> Entry | None:
        """Return the request of a number."""
        return next((each for each in self._kept if each.serial == serial), None)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self.log.clear()
        self._count = 0


def shown(body: bytes) -> Any:
    """Return a body with everything covered that is secret or about a person; None for none."""
    if not body:
        return None
    try:
        found = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return form(body)
    return covered(found)


def form(body: bytes) -> Any:
    """Return a form with everything covered; a body that is none is not shown."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True)
    except ValueError:
        return f"{len(body)} bytes that are neither JSON nor a form"
    return dict(shown_pairs(pairs))


def shown_pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Return the pairs of a query or form, with what is secret covered."""
    for key, value in pairs:
        inner = re.findall(r"\w+", key)
        name = inner[-1] if inner else key
        if key == "requestBody":
            yield key, msgspec.json.encode(shown(value.encode())).decode()
        else:
            yield key, COVER if secret(name, inner[-2] if len(inner) > 1 else "") else digits(value)


def covered(value: Any, parent: str = "") -> Any:
    """Return JSON with everything covered that is secret or about a person, and numbers long enough for a card's."""
    if isinstance(value, dict):
        return {
            key: COVER if isinstance(each, (str, int, float)) and secret(key, parent) else covered(each, key)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [covered(each, parent) for each in value]
    return digits(value) if isinstance(value, str) else value


def secret(name: str, parent: str) -> bool:
    """Whether a field's value must not be shown."""
    plain = name.lower().replace("_", "").replace("-", "")
    if plain == "name" and parent.lower().replace("_", "") in (*PLAIN_PARENTS, ""):
        return False
    if plain == "number" and parent == "page":
        return False
    return plain in SECRET_NAMES or SECRET_WORDS.search(name) is not None


def digits(text: str) -> str:
    """Cover what looks like a card number."""
    return DIGITS.sub(COVER, text)
