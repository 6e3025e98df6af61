"""`payments.get_many`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.page import Found
from pgbridge.model.payment import Payment
from pgbridge.operations.base import Operation


class GetPayments(Operation[Found[Payment]], frozen=True, kw_only=True):
    """Read several payments; what does not exist is listed in `missing`.

    V1 `GET /payments` (100 ids a call), V2 one `GET /payments/{paymentId}` each.
    """

    name: ClassVar[str] = "payments.get_many"

    order_ids: tuple[str, ...] = ()
    attempt_ids: tuple[str, ...] = ()
