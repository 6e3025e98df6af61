"""`reconciliation.vat_transactions`."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pgbridge.model.report import PgMerchant, VatReport
from pgbridge.operations.base import Operation


class ReportTransactionVat(Operation[VatReport], frozen=True, kw_only=True):
    """Sum up VAT by the day of the payment or cancel.

    V2 `GET /payment-reconciliations/transactions/vat-report` (unstable API).

    :ivar since: first day
    :ivar until: last day
    :ivar merchants: only these merchant IDs
    :ivar store_ids: only these stores
    :ivar statuses: only `matched`, `not_matched`, `incomparable` or `not_collected` ones
    """

    name: ClassVar[str] = "reconciliation.vat_transactions"

    since: date
    until: date
    merchants: tuple[PgMerchant, ...] = ()
    store_ids: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
