"""`reconciliation.vat_settlements`."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pgbridge.model.report import PgMerchant, VatReport
from pgbridge.operations.base import Operation


class ReportSettlementVat(Operation[VatReport], frozen=True, kw_only=True):
    """Sum up VAT by the day on which the PGs settled.

    V2 `GET /payment-reconciliations/settlements/vat-report` (unstable API).

    :ivar since: first day
    :ivar until: last day
    :ivar merchants: only these merchant IDs
    :ivar store_ids: only these stores
    """

    name: ClassVar[str] = "reconciliation.vat_settlements"

    since: date
    until: date
    merchants: tuple[PgMerchant, ...] = ()
    store_ids: tuple[str, ...] = ()
