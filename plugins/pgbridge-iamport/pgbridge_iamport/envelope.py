"""V1's envelope `{code, message, response}`: reading answers, however loosely typed, and writing them.

V1 answers HTTP 200 also for failures: only `code` 0 is a success. Fields may be null, numbers may be texts, and
new fields appear without notice, so reading goes in two steps: all at once, and only if that fails field by
field, where a field of an unexpected type counts as absent.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar, get_args, get_origin

import msgspec
from msgspec import Raw, Struct

from pgbridge.errors import ApiError, BadAnswer, Declined, NotFound, Pending, PgbridgeError, Unauthorized
from pgbridge.wire import ENCODER, WireResponse

T = TypeVar("T")
UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)
# A V2 answer keeps its status where V1's pages list that status too; everything else is told inside HTTP 200.
KEPT_STATUSES = (400, 401, 404)


class Envelope(Struct, Generic[T], frozen=True, kw_only=True):
    """The whole answer; one of the vendor's samples says `data` for `response`."""

    response: T | None = None
    data: T | None = None


class Head(Struct, frozen=True, kw_only=True):
    """What tells a success from a failure."""

    code: Any = None
    message: Any = None


class Outgoing(Struct, frozen=True, kw_only=True):
    """An answer to write; null is written as V1 does."""

    code: int = 0
    message: str | None = None
    response: Any = None


HEAD = msgspec.json.Decoder(Head)


class Reader(Generic[T]):
    """Reads one shape out of answers."""

    def __init__(self, shape: type[T]) -> None:
        self.shape = shape
        self.inside = msgspec.json.Decoder(shape, strict=False)
        self.whole: msgspec.json.Decoder[Envelope[T]] = msgspec.json.Decoder(
            Envelope[shape],  # type: ignore[valid-type]
            strict=False,
        )
        self.listed = msgspec.json.Decoder(Envelope[list[Raw]])

    def one(self, body: bytes) -> T:
        """Return what the envelope holds.

        :raises BadAnswer: nothing of this shape is in it
        """
        try:
            answer = self.whole.decode(body)
            found = answer.response if answer.response is not None else answer.data
        except UNREADABLE:
            found = salvaged(content(body), self.shape)
        if found is None:
            raise BadAnswer(
                "PortOne V1 answered nothing where there should be something", reason="bad_answer"
            )
        return found

    def several(self, body: bytes) -> list[tuple[T, bytes]]:
        """Return each item of a plain array in the envelope, with its own JSON.

        :raises BadAnswer: there is no array
        """
        try:
            answer = self.listed.decode(body)
        except UNREADABLE:
            raise BadAnswer(
                "PortOne V1 did not answer a list where one should be", reason="bad_answer"
            ) from None
        items = answer.response if answer.response is not None else answer.data
        return [(self.item(raw), bytes(raw)) for raw in items or ()]

    def item(self, raw: bytes | Raw) -> T:
        """Return one item of a listing.

        :raises BadAnswer: it is not of this shape at all
        """
        try:
            return self.inside.decode(raw)
        except UNREADABLE:
            found = salvaged(raw, self.shape)
        if found is None:
            raise BadAnswer("PortOne V1 listed something unreadable", reason="bad_answer")
        return found


def head(body: bytes) -> Head | None:
    """Return code and message; None when this is not V1's envelope."""
    try:
        return HEAD.decode(body)
    except UNREADABLE:
        return None


def content(body: bytes) -> Raw | None:
    """Return the JSON inside the envelope; None when there is none."""
    try:
        parts = msgspec.json.decode(body, type=dict[str, Raw])
    except UNREADABLE:
        return None
    found = parts.get("response", parts.get("data"))
    return None if found is None or bytes(found) == b"null" else found


def salvaged(raw: bytes | Raw | None, shape: type[T]) -> T | None:
    """Return the shape with every field that can be read; None when it is not even an object."""
    if raw is None:
        return None
    try:
        parts = msgspec.json.decode(raw, type=dict[str, Raw])
    except UNREADABLE:
        return None
    fields = msgspec.structs.fields(shape)  # type: ignore[arg-type]
    return shape(**{f.name: loosely(parts[f.encode_name], f.type) for f in fields if f.encode_name in parts})


def loosely(part: Raw, wanted: Any) -> Any:
    """Read one value leniently; None when it is of another kind altogether."""
    try:
        return msgspec.json.decode(part, type=wanted, strict=False)
    except UNREADABLE:
        pass
    for kind in get_args(wanted):
        if kind is str:  # `custom_data` given as an object, or a code given as a number
            return bytes(part).decode("utf-8", "replace")
        origin = get_origin(kind) or kind
        if origin is list:
            return listed(part, get_args(kind)[0])
        if isinstance(origin, type) and issubclass(origin, Struct):
            return salvaged(part, kind)
    return None


def listed(part: Raw, kind: Any) -> list[Any] | None:
    """Read the readable elements of an array."""
    try:
        elements = msgspec.json.decode(part, type=list[Raw])
    except UNREADABLE:
        return None
    return [found for element in elements if (found := loosely(element, kind | None)) is not None]


def success(response: Any, status: int = 200) -> WireResponse:
    """Write a result as V1 answers it."""
    return WireResponse(status=status, body=ENCODER.encode(Outgoing(response=response)))


def failure(error: PgbridgeError, status: int | None = None) -> WireResponse:
    """Write an error as V1 answers it: code -1, and a text where V2 has a type.

    :param status: the HTTP status, where V1's page of the call lists one for the case
    """
    message = (error.pg_message if isinstance(error, ApiError) else None) or str(error)
    status = status or status_of(error)
    return WireResponse(status=status, body=ENCODER.encode(Outgoing(code=-1, message=message)))


def status_of(error: PgbridgeError) -> int:
    """Return the HTTP status that V1 gives an error."""
    if not isinstance(error, ApiError):
        return 200 if isinstance(error, (Declined, Pending)) else 400
    if error.http_status is not None:
        return error.http_status if error.http_status in KEPT_STATUSES else 200
    if isinstance(error, Unauthorized):
        return 401
    return 404 if isinstance(error, NotFound) else 200
