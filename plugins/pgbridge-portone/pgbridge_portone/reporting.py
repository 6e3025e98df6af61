"""VAT reports of reconciliation (unstable API): by settlement and by transaction they are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.report import PgMerchant, VatLine, VatReport
from pgbridge.wire import WireRequest, WireResponse
from pgbridge_portone.accepting import asked
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import in_query, problem, refuse
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.reports import (
    MerchantInput,
    RangeInput,
    ReportBody,
    ReportFilter,
    VatItemShape,
    VatReportShape,
    VatSummaryShape,
)

if TYPE_CHECKING:
    from pgbridge_portone.fields import Fields

REPORT = msgspec.json.Decoder(VatReportShape)
FIELDS: Fields = {  # type: ignore[assignment]
    "since": "dateRange.from",
    "until": "dateRange.until",
    "merchants": "filter.pgSpecifiers",
    "store_ids": "filter.storeIds",
}


def report_request(path: str, op: Any, statuses: tuple[str, ...] = ()) -> WireRequest:
    """Return the request of a report.

    :raises RuleViolation: the period ends before it begins
    """
    if op.until < op.since:
        message = "must not lie before since"
        raise refuse(
            problem("period", "dateRange.until", message, neutral="until", kind="min"), subject="report"
        )
    merchants = tuple(
        MerchantInput(pg_merchant_id=it.merchant_id, pg_provider=it.pg_provider) for it in op.merchants
    )
    wanted = ReportFilter(
        pg_specifiers=merchants or None,
        store_ids=op.store_ids or None,
        reconciliation_statuses=statuses or None,
    )
    body = ReportBody(
        date_range=RangeInput(from_=op.since, until=op.until),
        filter=wanted if merchants or op.store_ids or statuses else None,
    )
    return WireRequest(method="GET", path=path, query=in_query(body))


def decode(op: Any, response: WireResponse) -> VatReport:
    """Return the sums."""
    del op
    it = parse(response.body, REPORT)
    return VatReport(
        supply=it.summary.total_supply_amount,
        vat=it.summary.total_vat_amount,
        tax_free=it.summary.total_tax_free_amount,
        total=it.summary.total_amount,
        lines=tuple(
            VatLine(
                method=line.payment_method,
                supply=line.supply_amount,
                vat=line.vat_amount,
                tax_free=line.tax_free_amount,
                total=line.total_amount,
            )
            for line in it.items or ()
        ),
        merchants=merchants_of(it.pg_specifiers),
        wire=response.body,
    )


def merchants_of(given: tuple[MerchantInput, ...] | None) -> tuple[PgMerchant, ...]:
    """Return merchant IDs."""
    return tuple(PgMerchant(pg_provider=it.pg_provider, merchant_id=it.pg_merchant_id) for it in given or ())


def arguments(request: WireRequest) -> tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]]:
    """Return what a request asks for, the statuses it wants, and what nobody reads."""
    body, unknown = asked(request, ReportBody)
    wanted = body.filter or ReportFilter()
    given = {
        "since": body.date_range.from_,
        "until": body.date_range.until,
        "merchants": merchants_of(wanted.pg_specifiers),
        "store_ids": wanted.store_ids or (),
    }
    return given, tuple(s.lower() for s in wanted.reconciliation_statuses or ()), unknown


def answer(op: Any, result: VatReport | PgbridgeError) -> WireResponse:
    """Write the sums as V2 answers them."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    return answered(
        VatReportShape(
            summary=VatSummaryShape(
                total_supply_amount=result.supply,
                total_vat_amount=result.vat,
                total_tax_free_amount=result.tax_free,
                total_amount=result.total,
            ),
            items=tuple(
                VatItemShape(
                    payment_method=it.method,
                    supply_amount=it.supply,
                    vat_amount=it.vat,
                    tax_free_amount=it.tax_free,
                    total_amount=it.total,
                )
                for it in result.lines
            ),
            pg_specifiers=tuple(
                MerchantInput(pg_merchant_id=it.merchant_id, pg_provider=it.pg_provider)
                for it in result.merchants
            ),
        )
    )
