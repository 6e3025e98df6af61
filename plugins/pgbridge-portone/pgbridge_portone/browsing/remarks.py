"""What a caller should know of a call that is written without being complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgbridge_portone.asking import store_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgbridge.model.channel import Channel


def store_remark(op: Any, channel: Channel) -> Iterator[str]:
    """Tell that the store is missing; the page must add it."""
    del op
    if not store_of(channel):
        yield "storeId: V2 needs the store in every call, and it is not known here: name it as store_id"
