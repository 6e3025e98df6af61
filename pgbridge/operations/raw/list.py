"""`raw.list`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pgbridge.model.page import Page
from pgbridge.operations.base import Listing


class ListRaw(Listing[Page[Any]], frozen=True, kw_only=True):
    """Walk a listing that has no operation of its own; `Bridge.iterate` yields its items as plain JSON.

    V1 pages by the query parameter `page`; V2 by `page.number` and `page.size` in the query parameter `requestBody`.

    :ivar path: from the API's root on, such as `/platform/partners`
    :ivar filter: further query parameters on V1; further fields of `requestBody` on V2, such as `{"filter": {...}}`
    :ivar page: counted from 0
    """

    name: ClassVar[str] = "raw.list"

    path: str
    filter: Mapping[str, Any] | None = None
    page: int = 0
    size: int = 20

    def __repr__(self) -> str:
        return f"ListRaw({self.path}, page={self.page})"
