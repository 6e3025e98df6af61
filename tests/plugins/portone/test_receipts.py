"""Cash receipts on V2."""

import json

import msgspec
import pytest

from pgbridge.errors import Conflict, NotFound, RuleViolation
from pgbridge.model.attempt import Attempt
from pgbridge.model.money import krw
from pgbridge.operations.cash_receipts.cancel import CancelCashReceipt
from pgbridge.operations.cash_receipts.external_issue import IssueExternalCashReceipt
from pgbridge.operations.cash_receipts.issue import IssueCashReceipt
from pgbridge.operations.cash_receipts.list import ListCashReceipts
from pgbridge.wire import WireRequest
from pgbridge_portone.operations.cash_receipts import cancel, external_issue, issue
from pgbridge_portone.operations.cash_receipts import list as listing

PAYMENT = {
    "status": "PARTIAL_CANCELLED",
    "id": "order-1",
    "transactionId": "tx-1",
    "amount": {"total": 11_000, "taxFree": 3_000, "vat": 700, "cancelled": 1_000, "cancelledTaxFree": 1_000},
    "currency": "KRW",
    "orderName": "주문",
    "channel": {"type": "TEST", "key": "its-own-key", "pgProvider": "NICE_V2", "pgMerchantId": "m"},
    "cancellations": [
        {"status": "SUCCEEDED", "id": "c", "totalAmount": 1_000, "vatAmount": 60, "reason": "r"}
    ],
}
RECEIPT = {
    "status": "ISSUED",
    "paymentId": "order-1",
    "amount": 10_000,
    "currency": "KRW",
    "issueNumber": "G1",
    "issuedAt": "2024-05-02T00:01:40Z",
}
OP = IssueCashReceipt(order_id="order-1", identity="01012345678", identity_type="phone")


def attempt(**more):
    known = {"id": "a", "intent": "i", "family": "cash_receipt", "operation": "cash_receipts.issue"}
    known |= {"identity": "order-1", "number": 1, "connection": "v2", "channel": "inicis", "api": "v2"}
    return Attempt(**{**known, "vendor_id": "order-1", **more})


def test_the_payment_tells_what_v2_wants_stated(channel, tools):
    none = tools.error("CASH_RECEIPT_NOT_FOUND", 404)
    prior, sent = tools.drive(issue.prior(OP, channel), tools.answer(PAYMENT), none)
    assert [request.path for request in sent] == ["/payments/order-1", "/payments/order-1/cash-receipt"]
    assert json.loads(issue.encode(prior.op, channel).content) == {
        "paymentId": "order-1",
        "channelKey": "its-own-key",
        "type": "PERSONAL",
        "orderName": "주문",
        "currency": "KRW",
        "amount": {"total": 10_000, "taxFree": 2_000},
        "customer": {"identityNumber": "01012345678", "identityNumberType": "PHONE"},
    }
    designated = msgspec.structs.replace(channel, vat="designated")
    prior, _ = tools.drive(issue.prior(OP, designated), tools.answer(PAYMENT), none)
    assert prior.op.vat == 640
    given = msgspec.structs.replace(OP, amount=5_000)
    prior, _ = tools.drive(issue.prior(given, channel), tools.answer(PAYMENT), none)
    assert (prior.op.amount, prior.op.tax_free) == (5_000, None)


def test_what_stands_in_the_way(channel, tools):
    with pytest.raises(Conflict, match="failed"):
        tools.drive(issue.prior(OP, channel), tools.answer({**PAYMENT, "status": "FAILED"}))
    with pytest.raises(Conflict, match="G1"):
        tools.drive(issue.prior(OP, channel), tools.answer(PAYMENT), tools.answer(RECEIPT))
    with pytest.raises(NotFound):
        tools.drive(issue.prior(OP, channel), tools.error("PAYMENT_NOT_FOUND", 404))
    with pytest.raises(RuleViolation) as found:
        issue.encode(msgspec.structs.replace(OP, type="none", identity_type="x"), channel)
    assert {v.field for v in found.value.violations} == {
        "amount.total", "currency", "orderName", "type", "customer.identityNumberType",
    }  # fmt: skip


def test_settling(channel, tools):
    none = tools.error("CASH_RECEIPT_NOT_FOUND", 404)
    assert tools.drive(issue.settle(attempt(), channel), none)[0].items == ()
    seen = tools.drive(issue.settle(attempt(amount=10_000), channel), tools.answer(RECEIPT))[0].items[0]
    assert (seen.id, seen.state, seen.amount) == ("G1", "done", 10_000)
    failed = tools.answer({"status": "ISSUE_FAILED", "paymentId": "order-1"})
    assert tools.drive(issue.settle(attempt(), channel), failed)[0].items[0].state == "failed"
    with pytest.raises(NotFound):
        tools.drive(issue.settle(attempt(), channel), tools.error("SOMETHING_NOT_FOUND", 404))
    assert tools.drive(cancel.settle(attempt(), channel), tools.answer(RECEIPT))[0].items == ()
    gone = tools.answer({**RECEIPT, "status": "CANCELLED", "cancelledAt": "2024-05-03T00:00:00Z"})
    assert tools.drive(cancel.settle(attempt(), channel), gone)[0].items[0].result.status == "cancelled"


def test_a_short_answer_is_filled_in_unless_it_is_about_another(channel, tools):
    short = issue.decode(
        OP, tools.answer({"cashReceipt": {"issueNumber": "G1", "url": "u", "pgReceiptId": "p"}})
    )
    assert (short.partial, short.issue_number, short.status) == (True, "G1", "issued")
    full, _ = tools.drive(issue.complete(OP, short, channel), tools.answer(RECEIPT))
    assert (full.partial, full.amount) == (False, 10_000)
    other = tools.answer({**RECEIPT, "issueNumber": "G2"})
    assert tools.drive(issue.complete(OP, short, channel), other)[0] is short
    done = cancel.decode(CancelCashReceipt(order_id="order-1"), tools.answer({"cancelledAmount": 5}))
    assert (
        tools.drive(cancel.complete(CancelCashReceipt(order_id="order-1"), done, channel), other)[0] is done
    )


def test_a_resident_number_has_no_type(channel):
    op = IssueExternalCashReceipt(
        order_id="C1", order_name="n", amount=krw(1), identity="1", identity_type="resident"
    )
    assert external_issue.unsaid(op) == ("identity_type",)
    assert json.loads(external_issue.encode(op, channel).content)["customer"] == {"identityNumber": "1"}


def test_the_list_and_its_filters(channel, tools):
    op = ListCashReceipts(order_id="o", status="issue_failed", type="corporate", manual=True, size=1)
    request = listing.encode(op, channel)
    assert tools.asked(request)["filter"] == {
        "timeRangeField": "ISSUED_AT", "paymentId": "o", "statuses": ["FAILED"], "types": ["CORPORATE"],
        "isManual": True,
    }  # fmt: skip
    assert listing.accept(request).op == op
    page = listing.decode(
        op, tools.answer({"items": [RECEIPT], "page": {"number": 0, "size": 1, "totalCount": 9}})
    )
    assert (page.items[0].issue_number, page.more) == ("G1", True)
    assert listing.following(op, page).page == 1
    assert json.loads(listing.answer(op, page).body)["items"][0]["issueNumber"] == "G1"
    for wrong in ({"sort": {"by": "ISSUED_AT"}}, {"filter": {"statuses": ["ISSUED", "CANCELLED"]}}):
        with pytest.raises(RuleViolation):
            listing.accept(WireRequest(method="GET", path="/cash-receipts", body=wrong))
    with pytest.raises(RuleViolation):
        listing.encode(ListCashReceipts(status="x", version="V3", page=-1), channel)
