"""VAT reports: what V2 takes and answers."""

from __future__ import annotations

from datetime import date

from msgspec import field

from pgbridge_portone.shapes.answers import Answer
from pgbridge_portone.shapes.requests import Body


class RangeInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`DateRange`."""

    from_: date = field(name="from")
    until: date


class MerchantInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ReconciliationPgSpecifier`."""

    pg_merchant_id: str
    pg_provider: str


class ReportFilter(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentReconciliationTransactionSummaryFilterInput`; settlements lack the statuses."""

    pg_specifiers: tuple[MerchantInput, ...] | None = None
    store_ids: tuple[str, ...] | None = None
    reconciliation_statuses: tuple[str, ...] | None = None


class ReportBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GetPaymentReconciliation(Settlement|Transaction)VatReportBody`."""

    date_range: RangeInput
    filter: ReportFilter | None = None


class VatItemShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentReconciliationVatReportItem`."""

    payment_method: str
    supply_amount: int
    vat_amount: int
    tax_free_amount: int
    total_amount: int


class VatSummaryShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentReconciliationVatReportSummary`."""

    total_supply_amount: int
    total_vat_amount: int
    total_tax_free_amount: int
    total_amount: int


class VatReportShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GetPaymentReconciliation(Settlement|Transaction)VatReportResponse`."""

    summary: VatSummaryShape
    items: tuple[VatItemShape, ...] | None = None
    pg_specifiers: tuple[MerchantInput, ...] | None = None


class HolderShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PlatformAccountHolder`."""

    holder_name: str
    account_verification_id: str | None = None
