"""Reading answers: strict where money is, forgiving where only words are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from pgbridge.errors import BadAnswer
from pgbridge_portone.shapes.answers import (
    ChannelShape,
    CustomerShape,
    FailedChannel,
    GroupShape,
    MethodShape,
    OriginShape,
    ProductShape,
    StatusShape,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

# Fields that describe. When PortOne gives one of them a form that nobody knew, the rest is still read.
SOFT: Mapping[str, Any] = {
    "method": MethodShape,
    "methods": tuple[MethodShape, ...],
    "channel": ChannelShape,
    "channels": tuple[ChannelShape, ...],
    "channelGroup": GroupShape,
    "customer": CustomerShape,
    "origin": OriginShape,
    "cashReceipt": StatusShape,
    "cashReceiptIssuanceStatus": str,
    "escrow": StatusShape,
    "products": tuple[ProductShape, ...],
    "pgBillingKeyIssueResponses": tuple[FailedChannel, ...],
    "channelSpecificFailures": tuple[FailedChannel, ...],
}


def parse(body: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[T]) -> T:
    """Decode an answer.

    :raises BadAnswer: it is not JSON, or lacks what everything else hangs on
    """
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        try:
            return msgspec.convert(softened(msgspec.json.decode(body)), decoder.type)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise bad(error) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise bad(error) from None


def softened(data: Any) -> Any:
    """Return the JSON without the describing fields that cannot be read; a union member keeps its type."""
    if not isinstance(data, dict):
        return data
    kept = {}
    for name, value in data.items():
        if name in SOFT and value is not None:
            try:
                msgspec.convert(value, SOFT[name])
            except (msgspec.MsgspecError, RecursionError):
                word = value.get("type") if isinstance(value, dict) else None
                if name == "method" and isinstance(word, str):
                    kept[name] = {"type": word}
                continue
        kept[name] = value
    return kept


def bad(error: Exception) -> BadAnswer:
    """Return the error for an answer that cannot be read; msgspec tells places and types, no values."""
    return BadAnswer(f"PortOne V2: the answer cannot be read: {error}", reason="protocol_error")
