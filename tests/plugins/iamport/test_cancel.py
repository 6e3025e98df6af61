"""`payments.cancel` on V1."""

import json

import msgspec
import pytest
from pgbridge_iamport.operations.payments import cancel

from pgbridge.errors import Conflict, IntentConflict, NotFound, RuleViolation
from pgbridge.model.attempt import Attempt
from pgbridge.operations.payments.cancel import CancelPayment, RefundAccount
from pgbridge.wire import WireRequest


def body_of(op, channel):
    return json.loads(cancel.encode(op, channel).content)


def row(number, amount, reason="r"):
    return {
        "pg_tid": f"p{number}", "amount": amount, "cancelled_at": 1700000100 + number,
        "reason": reason, "cancellation_id": f"c{number}",
    }  # fmt: skip


def test_the_attempt_wins_and_amount_and_checksum_are_written_out(channel):
    op = CancelPayment(
        attempt_id="imp_1", order_id="o", amount=300, expected_cancellable=1000, tax_free=0, vat=0, reason="r"
    )
    assert body_of(op, channel) == {
        "imp_uid": "imp_1",
        "merchant_uid": "o",
        "amount": 300,
        "tax_free": 0,
        "vat_amount": 0,
        "checksum": 1000,
        "reason": "r",
        "enable_webhook": True,
    }
    assert body_of(CancelPayment(order_id="o", reason="r", notify=False), channel) == {
        "merchant_uid": "o",
        "reason": "r",
        "enable_webhook": False,
    }


@pytest.mark.parametrize("amount", [0, -1])
def test_0_would_give_everything_back(channel, amount):
    with pytest.raises(RuleViolation, match="more than 0"):
        cancel.encode(CancelPayment(attempt_id="imp_1", amount=amount), channel)


def test_the_requester_is_one_of_two(channel):
    with pytest.raises(RuleViolation, match="requester"):
        cancel.encode(CancelPayment(attempt_id="i", requester="shop"), channel)


def test_no_payment_named(channel):
    with pytest.raises(RuleViolation, match="attempt_id"):
        cancel.encode(CancelPayment(), channel)


def test_amounts_in_the_payments_currency(channel):
    op = CancelPayment(attempt_id="i", amount=1050, expected_cancellable=2000, currency="USD")
    content = cancel.encode(op, channel).content
    assert b'"amount":10.50' in content
    assert b'"checksum":20' in content


@pytest.mark.parametrize(
    ("provider", "bank", "code"),
    [
        ("newtoss", "SHINHAN", "088"),
        ("inicis", "SHINHAN", "88"),
        ("inicis", "KOOKMIN", "04"),
        ("nhn-kcp", "KOOKMIN", "BK04"),
        ("kcp-quickpay", "SHINHAN", "BK88"),
        ("daou", "KOOKMIN", "04"),
        ("daou", "SHINHAN", "10"),
        ("nice", "MIRAE_ASSET_SECURITIES", "238"),
    ],
)
def test_refund_bank_as_the_pg_writes_it(channel, provider, bank, code):
    at = msgspec.structs.replace(channel, provider=provider)
    account = RefundAccount(bank=bank, number="110", holder="h", phone="010")
    body = body_of(CancelPayment(attempt_id="i", refund_account=account), at)
    assert body["refund_bank"] == code
    assert (body["refund_account"], body["refund_holder"], body["refund_tel"]) == ("110", "h", "010")


@pytest.mark.parametrize(
    ("provider", "bank"), [("nice", "NOWHERE"), ("inicis", "SAMSUNG_SECURITIES"), ("daou", "CITI")]
)
def test_a_bank_without_code(channel, provider, bank):
    at = msgspec.structs.replace(channel, provider=provider)
    op = CancelPayment(attempt_id="i", refund_account=RefundAccount(bank=bank, number="1", holder="h"))
    with pytest.raises(RuleViolation, match=r"refund_account\.bank"):
        cancel.encode(op, at)


@pytest.mark.parametrize(
    ("code", "bank"),
    [("088", "SHINHAN"), ("88", "SHINHAN"), ("BK04", "KOOKMIN"), ("4", "KOOKMIN"), ("zz", "zz")],
)
def test_accepts_every_form_of_a_bank(code, bank):
    body = {"imp_uid": "i", "refund_bank": code, "refund_account": "1", "refund_holder": "h"}
    found = cancel.accept(WireRequest(method="POST", path="/payments/cancel", body=body))
    assert found.op.refund_account.bank == bank


def test_accepts_form_fields(channel):
    body = {"merchant_uid": "o", "amount": "0", "checksum": "9.99", "extra[requester]": "admin"}
    request = WireRequest(method="POST", path="/payments/cancel", body=body, params={"currency": "USD"})
    op = cancel.accept(request).op
    assert (op.order_id, op.attempt_id, op.amount, op.expected_cancellable) == ("o", None, None, 999)
    assert (op.requester, op.notify, op.currency) == ("admin", False, "USD")


def test_reads_the_newest_refund_of_its_amount(channel, paid, respond):
    history = [row(1, 100), row(2, 200), row(3, 100)]
    answer = respond(paid(cancel_amount=400, cancel_history=history))
    op = CancelPayment(attempt_id="imp_1", amount=100, expected_cancellable=700, tax_free=0, vat=9)
    found = cancel.decode(op, answer)
    assert (found.id, found.amount, found.status, found.tax_free, found.vat) == ("c3", 100, "succeeded", 0, 9)
    assert cancel.decode(None, answer).id == "c3"
    assert cancel.decode(CancelPayment(attempt_id="i", amount=200), answer).id == "c2"


def test_accepted_but_not_done_yet(paid, respond):
    waiting = cancel.decode(CancelPayment(attempt_id="i", amount=100), respond(paid()))
    assert (waiting.status, waiting.amount, waiting.partial) == ("requested", 100, True)
    old = respond(paid(cancel_amount=100, cancel_history=[row(1, 100)]))
    op = CancelPayment(attempt_id="i", amount=100, expected_cancellable=900)
    assert cancel.decode(op, old).status == "requested"


def test_prior_fills_in_what_v1_must_be_told(channel, drive, paid, respond):
    inside = paid(amount=10.0, cancel_amount=2.5, currency="USD", cancel_history=[row(1, 2.5)])
    done = drive(cancel.prior(CancelPayment(attempt_id="imp_1"), channel), respond(inside)).result
    assert (done.op.amount, done.op.expected_cancellable, done.op.currency) == (750, 750, "USD")
    assert (done.op.attempt_id, done.op.order_id, done.target) == ("imp_1", "order-1", "imp_1")
    assert [(s.id, s.amount, s.state) for s in done.sighting.items] == [("c1", 250, "done")]
    assert done.sighting.cancellable == 750
    kept = drive(
        cancel.prior(CancelPayment(attempt_id="imp_1", expected_cancellable=800), channel), respond(inside)
    )
    assert kept.result.op.expected_cancellable == 800


def test_prior_finds_the_paid_attempt(channel, drive, paid, respond):
    listed = {"next": 0, "list": [paid(imp_uid="imp_2", status="failed", paid_at=0), paid()]}
    done = drive(cancel.prior(CancelPayment(order_id="order-1"), channel), respond(listed))
    assert done.result.op.attempt_id == "imp_1"
    assert done.sent[0].path == "/payments/findAll/order-1"


def test_prior_on_a_test_connection_asks_for_test_payments(test_channel, drive, paid, respond):
    done = drive(cancel.prior(CancelPayment(attempt_id="imps_1"), test_channel), respond(paid()))
    assert done.sent[0].query == (("include_sandbox", "true"),)


@pytest.mark.parametrize(
    ("changes", "op", "error", "reason"),
    [
        ({"status": "ready", "paid_at": 0}, {}, Conflict, "invalid_state"),
        ({"status": "cancelled", "cancel_amount": 1000}, {}, Conflict, "already_cancelled"),
        ({"cancel_amount": 600}, {"amount": 500}, Conflict, "cancel_amount_exceeded"),
        ({}, {"order_id": "other"}, IntentConflict, "other_order"),
    ],
)
def test_prior_stops_what_cannot_succeed(channel, drive, paid, respond, changes, op, error, reason):
    with pytest.raises(error) as caught:
        drive(cancel.prior(CancelPayment(attempt_id="imp_1", **op), channel), respond(paid(**changes)))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("listed", "error", "reason"),
    [
        ([], NotFound, "payment_not_found"),
        ([{"status": "failed", "paid_at": 0}], Conflict, "invalid_state"),
        ([{"imp_uid": "imp_1"}, {"imp_uid": "imp_2"}], IntentConflict, "paid_twice"),
    ],
)
def test_prior_by_order(channel, drive, paid, respond, listed, error, reason):
    page = respond({"next": 0, "list": [paid(**each) for each in listed]})
    with pytest.raises(error) as caught:
        drive(cancel.prior(CancelPayment(order_id="order-1"), channel), page)
    assert caught.value.reason == reason


def test_settle_lists_refunds_and_what_is_left(test_channel, drive, paid, respond):
    attempt = Attempt(
        id="a-9", intent="i", family="cancel", operation="payments.cancel", identity="o/full", number=1,
        connection="v1", channel="nice", api="v1", vendor_id="order-1", target="imp_1",
    )  # fmt: skip
    history = [row(1, 100), row(2, 200, reason="return a-9")]
    done = drive(
        cancel.settle(attempt, test_channel), respond(paid(cancel_amount=300, cancel_history=history))
    )
    assert [(s.id, s.marked) for s in done.result.items] == [("c1", False), ("c2", True)]
    assert (done.result.cancellable, done.result.absence_counts) == (700, True)
    assert done.sent[0].path == "/payments/imp_1"


def test_answers_a_cancellation_as_far_as_it_goes(paid, respond):
    op = CancelPayment(attempt_id="imp_1", order_id="order-1", amount=100)
    found = cancel.decode(op, respond(paid(cancel_amount=100, cancel_history=[row(1, 100)])))
    inside = json.loads(cancel.answer(op, found).body)["response"]
    assert inside["imp_uid"] == "imp_1"
    assert inside["cancel_history"][0]["cancellation_id"] == "c1"
