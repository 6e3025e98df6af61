"""Wire Structs beside the core of paying, against the vendor's schema: no field that V2 lacks, none missing."""

import json
import os
from pathlib import Path

import msgspec
import pytest

from pgbridge_portone.shapes import approvals, checkout, events, promotions, reports, transfers

SHARED = Path(os.environ.get("PGBRIDGE_SHARED") or Path(__file__).parents[4] / "shared")
FILE = SHARED / "schema" / "v2.openapi.json"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the vendor's schema is not there")
REQUESTS = {
    approvals.StoreBody: "CapturePaymentBody",
    approvals.ConfirmBody: "ConfirmPaymentBody",
    approvals.ConfirmKeyBody: "ConfirmBillingKeyBody",
    approvals.ConfirmKeyPayBody: "ConfirmBillingKeyIssueAndPayBody",
    approvals.ResendBody: "ResendWebhookBody",
    checkout.SessionBody: "CreatePaymentSessionBody",
    checkout.ProductInput: "PaymentSessionProduct",
    checkout.AgreementInput: "PaymentSessionAgreement",
    checkout.ColorsInput: "PaymentSessionColors",
    reports.RangeInput: "DateRange",
    reports.MerchantInput: "ReconciliationPgSpecifier",
    reports.ReportFilter: "PaymentReconciliationTransactionSummaryFilterInput",
    reports.ReportBody: "GetPaymentReconciliationSettlementVatReportBody",
    transfers.TransferBody: "CreatePlatformOrderTransferBody",
    transfers.DetailInput: "CreatePlatformOrderTransferBodyOrderDetail",
    transfers.LineInput: "CreatePlatformOrderTransferBodyOrderLine",
    transfers.ProductInput: "CreatePlatformOrderTransferBodyProduct",
    transfers.DiscountInput: "CreatePlatformOrderTransferBodyDiscount",
    transfers.FeeInput: "CreatePlatformOrderTransferBodyAdditionalFee",
    transfers.ExternalInput: "CreatePlatformOrderTransferBodyExternalPaymentDetail",
    transfers.MethodInput: "PlatformPaymentMethodInput",
    transfers.PropertyInput: "PlatformUserDefinedPropertyKeyValue",
    transfers.CancelTransferBody: "CreatePlatformOrderCancelTransferBody",
    transfers.CancelDetailInput: "CreatePlatformOrderCancelTransferBodyOrderDetail",
    transfers.CancelLineInput: "CreatePlatformOrderCancelTransferBodyOrderLine",
    transfers.ExternalCancelInput: "CreatePlatformOrderCancelTransferBodyExternalCancellationDetail",
}
ANSWERS = {
    approvals.StoppedShape: "StopPaymentCancellationResponse",
    approvals.ConfirmedKeyShape: "ConfirmedBillingKeySummary",
    approvals.ConfirmedKeyPayShape: "ConfirmedBillingKeyIssueAndPaySummary",
    approvals.WebhookShape: "PaymentWebhook",
    approvals.ResentShape: "ResendWebhookResponse",
    checkout.OpenedShape: "CreatePaymentSessionResponse",
    checkout.SessionShape: "PaymentSession",
    checkout.ClosedShape: "ClosePaymentSessionResponse",
    checkout.MethodShape: "EvaluatedCheckoutMethod",
    checkout.MethodsShape: "EvaluateCheckoutProfileResponse",
    events.EventShape: "CancelledPaymentEvent",
    events.EventItem: "PaymentEventWithCursor",
    events.EventsShape: "GetAllPaymentEventsByCursorResponse",
    promotions.PromotionShape: "CardPromotion",
    promotions.PgPromotionShape: "PgCardPromotion",
    promotions.PgPromotionsShape: "GetPgCardPromotionsResponse",
    reports.VatItemShape: "PaymentReconciliationVatReportItem",
    reports.VatSummaryShape: "PaymentReconciliationVatReportSummary",
    reports.VatReportShape: "GetPaymentReconciliationTransactionVatReportResponse",
    reports.HolderShape: "PlatformAccountHolder",
    transfers.MadeShape: "CreateOrderTransferResponse",
    transfers.TransferShape: "PlatformOrderCancelTransfer",
}


@pytest.fixture(scope="module")
def schemas():
    return json.loads(FILE.read_text(encoding="utf-8"))["components"]["schemas"]


def fields(kind):
    return {f.encode_name: f.required for f in msgspec.structs.fields(kind)}


@pytest.mark.parametrize("kind", REQUESTS, ids=lambda kind: kind.__name__)
def test_requests_have_every_field_and_no_other(schemas, kind):
    node = schemas[REQUESTS[kind]]
    assert set(fields(kind)) == set(node["properties"])
    assert set(node.get("required", ())) - set(fields(kind)) == set()


@pytest.mark.parametrize("kind", ANSWERS, ids=lambda kind: kind.__name__)
def test_answers_read_what_there_is(schemas, kind):
    node = schemas[ANSWERS[kind]]
    assert set(fields(kind)) - set(node["properties"]) == set()
    assert {name for name, needed in fields(kind).items() if needed} <= set(node.get("required", ()))
