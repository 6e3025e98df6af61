"""Cash receipts on V1."""

import json

import pytest
from pgbridge_iamport.operations.cash_receipts import cancel, external_issue, get, issue

from pgbridge.errors import BadAnswer, Conflict, NotFound, RuleViolation
from pgbridge.model.attempt import Attempt
from pgbridge.model.customer import Customer
from pgbridge.model.money import Amount, krw
from pgbridge.operations.cash_receipts.cancel import CancelCashReceipt
from pgbridge.operations.cash_receipts.external_issue import IssueExternalCashReceipt
from pgbridge.operations.cash_receipts.get import GetCashReceipt
from pgbridge.operations.cash_receipts.issue import IssueCashReceipt

RECEIPT = {
    "imp_uid": "imp_1",
    "receipt_tid": "rc-1",
    "apply_num": "G1",
    "type": "company",
    "amount": 1000,
    "vat": 91,
    "applied_at": 1714608100,
    "cancelled_at": 0,
}


def attempt(**more):
    known = {"id": "a", "intent": "i", "family": "cash_receipt", "operation": "cash_receipts.issue"}
    known |= {"identity": "order-1", "number": 1, "connection": "v1", "channel": "nice", "api": "v1"}
    return Attempt(**{**known, "vendor_id": "order-1", "target": "imp_1", **more})


def test_issue(channel):
    op = IssueCashReceipt(
        attempt_id="imp_1",
        identity="1234567890",
        identity_type="business",
        type="corporate",
        tax_free=0,
        company_name="Shop",
        business_number="1112233333",
        customer=Customer(name="a", phone="010"),
    )
    request = issue.encode(op, channel)
    assert (request.method, request.path, request.name) == ("POST", "/receipts/imp_1", "cash_receipt")
    assert json.loads(request.content) == {
        "identifier": "1234567890",
        "identifier_type": "business",
        "type": "company",
        "tax_free": 0,
        "company_name": "Shop",
        "corp_reg_no": "1112233333",
        "buyer_name": "a",
        "buyer_tel": "010",
    }


def test_prior_finds_the_paid_attempt_and_what_is_left(channel, drive, respond, paid):
    listed = respond({"total": 1, "next": 0, "list": [paid(amount=1000, cancel_amount=100)]})
    absent = respond(status=404, code=-1)
    done = drive(issue.prior(IssueCashReceipt(order_id="order-1", identity="1"), channel), listed, absent)
    assert (done.result.op.attempt_id, done.result.op.order_id, done.result.target) == (
        "imp_1",
        None,
        "imp_1",
    )
    wrong = IssueCashReceipt(attempt_id="imp_1", identity="1", amount=1000)
    with pytest.raises(RuleViolation, match="900"):
        drive(issue.prior(wrong, channel), respond(paid(amount=1000, cancel_amount=100)))
    with pytest.raises(Conflict, match="G1"):
        drive(issue.prior(IssueCashReceipt(attempt_id="imp_1", identity="1"), channel), respond(RECEIPT))


def test_one_that_was_taken_back_is_not_ours(channel, drive, respond):
    gone = respond({**RECEIPT, "cancelled_at": 1714611600})
    op = IssueCashReceipt(attempt_id="imp_1", identity="1")
    assert drive(issue.prior(op, channel), gone).result.sighting.items[0].id == "G1"
    seen = drive(issue.settle(attempt(), channel), gone).result.items[0]
    assert (seen.id, seen.state, seen.amount) == ("G1", "done", None)
    assert drive(issue.settle(attempt(amount=1000), channel), gone).result.items[0].amount == 1000


def test_cancel_is_settled_by_a_read(channel, drive, respond):
    op = CancelCashReceipt(attempt_id="imp_1")
    assert drive(cancel.prior(op, channel), respond(RECEIPT)).result.target == "imp_1"
    assert drive(cancel.settle(attempt(), channel), respond(RECEIPT)).result.items == ()
    gone = respond({**RECEIPT, "cancelled_at": 1714611600})
    assert drive(cancel.settle(attempt(), channel), gone).result.items[0].result.status == "cancelled"
    with pytest.raises(NotFound, match="cash receipt"):
        drive(cancel.prior(op, channel), respond(status=404, code=-1))


def test_absence_of_test_payments_proves_nothing(test_channel, drive, respond):
    absent = respond(status=404, code=-1)
    assert not drive(issue.settle(attempt(), test_channel), absent).result.absence_counts


def test_external_refuses_everything_at_once(channel):
    import msgspec

    keyless = msgspec.structs.replace(channel, key=None)
    wrong = IssueExternalCashReceipt(
        order_id="o" * 41,
        order_name="n",
        amount=Amount(total=1, currency="USD"),
        identity="1",
        identity_type="passport",
        type="none",
        method="card",
    )
    with pytest.raises(RuleViolation) as found:
        external_issue.encode(wrong, keyless)
    assert {v.field for v in found.value.violations} == {
        "channel_key", "amount", "merchant_uid", "identifier_type", "type", "pay_method",
    }  # fmt: skip
    assert "passport" not in str(found.value)


def test_a_foreign_request_in_a_form(channel):
    from pgbridge.wire import WireRequest

    body = {
        "name": "n",
        "amount": "11000",
        "identifier": "010",
        "channel_key": "k",
        "tax_free": "0",
        "odd": "1",
    }
    found = external_issue.accept(WireRequest(method="POST", path="/receipts/external/C%2F1", body=body))
    assert found.op == IssueExternalCashReceipt(
        order_id="C/1", order_name="n", amount=krw(11_000, tax_free=0), identity="010"
    )
    assert (found.channel_key, found.unknown) == ("k", ("odd",))


def test_an_empty_answer_is_no_receipt(respond):
    with pytest.raises(BadAnswer):
        get.decode(None, respond({"type": "person"}))


def test_reads_and_writes_name_the_attempt(channel):
    for module, op in ((get, GetCashReceipt(order_id="o")), (cancel, CancelCashReceipt(order_id="o"))):
        with pytest.raises(RuleViolation, match="attempt_id"):
            module.encode(op, channel)
