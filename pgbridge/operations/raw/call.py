"""`raw.call`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from pgbridge.model.raw import RawAnswer
from pgbridge.operations.base import Operation

LONG_NUMBER = re.compile(r"\d{6,}")


class RawCall(Operation[RawAnswer], frozen=True, kw_only=True):
    """Make one call that has no operation of its own: B2B tax invoices, partner settlement, what PortOne adds tomorrow.

    It is authorised, its errors are those of every other call, and on V2 a write has an Idempotency-Key. Writes are in
    the ledger, without their bodies. A lost answer is resent on V2 within the call; afterwards nothing can look it up,
    so it stays unknown. Payments have operations: a raw call knows nothing of what it does to them.

    :ivar method: `GET`, `POST`, `PUT`, `PATCH` or `DELETE`
    :ivar path: from the API's root on, ids percent-encoded, such as `/platform/partners/partner-1`
    :ivar query: a list gives one parameter several values
    :ivar body: sent as JSON; with `GET` and `DELETE` put V2's JSON into the query parameter `requestBody`
    :ivar call_id: a name of yours for a write: what is done under it is not done again, and what may have happened is
        not repeated before the quiet time is over; without it every call is a new one
    """

    name: ClassVar[str] = "raw.call"
    family: ClassVar[str] = "raw"

    method: str
    path: str
    query: Mapping[str, Any] | None = None
    body: Mapping[str, Any] | None = None
    call_id: str | None = None

    def __repr__(self) -> str:
        return f"RawCall({self.method} {LONG_NUMBER.sub('***', self.path)})"
