"""Cancels: the request, the amount that is frozen before it, and what became of it."""

import json

import msgspec
import pytest

from pgbridge.errors import Conflict, NotFound, RuleViolation
from pgbridge.model.attempt import Attempt
from pgbridge.operations.payments.cancel import CancelPayment, RefundAccount
from pgbridge.operations.payments.charge_card import ChargeCard
from pgbridge.model.money import krw
from pgbridge.wire import WireRequest
from pgbridge_portone.operations.payments import cancel, charge_card

replace = msgspec.structs.replace
ATTEMPT = Attempt(
    id="a1b2c3d4e5f6a7b8",
    intent="i",
    family="cancel",
    operation="payments.cancel",
    identity="order-1/part-1",
    number=1,
    connection="v2",
    channel="inicis",
    api="v2",
    vendor_id="order-1",
    amount=1_000,
    expected=10_000,
)


def body(request):
    return json.loads(request.content)


def paid(**more):
    return {
        "status": "PAID",
        "id": "order-1",
        "transactionId": "tx-1",
        "amount": {"total": 10_000, "taxFree": 3_000, "cancelled": 0},
        "currency": "USD",
        **more,
    }


def test_the_whole(channel):
    request = cancel.encode(CancelPayment(order_id="order-1", reason="고객 요청"), channel)
    assert (request.name, request.path) == ("cancel", "/payments/order-1/cancel")
    assert body(request) == {"reason": "고객 요청", "skipWebhook": False}


def test_a_part_with_everything(channel):
    op = CancelPayment(
        order_id="order-1",
        amount=1_000,
        tax_free=0,
        vat=91,
        expected_cancellable=10_000,
        reason="r",
        refund_account=RefundAccount(bank="SHINHAN", number="110", holder="홍", phone="010"),
        refund_email="e",
        requester="customer",
        keep_promotion=False,
        notify=False,
    )
    request = cancel.encode(op, channel)
    assert body(request) == {
        "amount": 1_000,
        "taxFreeAmount": 0,
        "vatAmount": 91,
        "reason": "r",
        "requester": "CUSTOMER",
        "promotionDiscountRetainOption": "RELEASE",
        "currentCancellableAmount": 10_000,
        "refundAccount": {
            "bank": "SHINHAN",
            "number": "110",
            "holderName": "홍",
            "holderPhoneNumber": "010",
        },
        "refundEmail": "e",
        "skipWebhook": True,
    }
    assert cancel.accept(request).op == op


@pytest.mark.parametrize(("told", "notify"), [(None, True), (False, True), (True, False)])
def test_v2_sends_a_webhook_unless_told_not_to(told, notify):
    sent = {"reason": "r"} | ({} if told is None else {"skipWebhook": told})
    accepted = cancel.accept(WireRequest(method="POST", path="/payments/o/cancel", body=sent))
    assert accepted.op.notify is notify


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"reason": ""}, "reason"),
        ({"requester": "me"}, "requester"),
        ({"refund_account": RefundAccount(bank="088", number="1", holder="h")}, "refund_account.bank"),
        ({"order_id": None, "attempt_id": "imp_1"}, "order_id"),
    ],
)
def test_cancels_that_v2_cannot_do(channel, change, field):
    op = replace(CancelPayment(order_id="order-1"), **change)
    with pytest.raises(RuleViolation) as caught:
        cancel.encode(op, channel)
    assert [v.neutral_field for v in caught.value.violations] == [field]


@pytest.mark.parametrize(
    ("word", "status"), [("SUCCEEDED", "succeeded"), ("REQUESTED", "requested"), ("FAILED", "failed")]
)
def test_the_answer(tools, word, status):
    op = CancelPayment(order_id="order-1", attempt_id="tx-1", amount=1_000)
    told = {
        "status": word,
        "id": "can-1",
        "totalAmount": 1_000,
        "taxFreeAmount": 0,
        "vatAmount": 91,
        "reason": "r",
    }
    found = cancel.decode(op, tools.answer({"cancellation": told}))
    assert (found.id, found.status, found.amount, found.order_id) == ("can-1", status, 1_000, "order-1")
    assert json.loads(cancel.answer(op, found).body) == {"cancellation": told}


def test_what_is_left_is_frozen(channel, tools):
    cancelled = {"status": "SUCCEEDED", "id": "can-0", "totalAmount": 4_000}
    told = paid(
        status="PARTIAL_CANCELLED", amount={"total": 10_000, "cancelled": 4_000}, cancellations=[cancelled]
    )
    found, requests = tools.drive(
        cancel.prior(CancelPayment(order_id="order-1"), channel), tools.answer(told)
    )
    assert requests[0].path == "/payments/order-1"
    op = found.op
    assert (op.amount, op.expected_cancellable, op.currency, op.attempt_id) == (6_000, 6_000, "USD", "tx-1")
    assert [(i.id, i.state, i.amount) for i in found.sighting.items] == [("can-0", "done", 4_000)]
    assert (found.sighting.cancellable, found.target, found.payment.order_id) == (6_000, "tx-1", "order-1")
    assert body(cancel.encode(op, channel))["currentCancellableAmount"] == 6_000


def test_what_is_given_stays(channel, tools):
    op = CancelPayment(order_id="order-1", amount=1_000, expected_cancellable=9_000)
    found, _ = tools.drive(cancel.prior(op, channel), tools.answer(paid()))
    assert (found.op.amount, found.op.expected_cancellable) == (1_000, 9_000)


def test_another_attempt_was_paid(channel, tools):
    flow = cancel.prior(CancelPayment(order_id="order-1", attempt_id="tx-9"), channel)
    next(flow)
    with pytest.raises(NotFound):
        flow.send(tools.answer(paid()))


def test_a_payment_of_v1_is_not_cancelled_here(channel, tools):
    flow = cancel.prior(CancelPayment(order_id="order-1"), channel)
    next(flow)
    with pytest.raises(RuleViolation, match="V1"):
        flow.send(tools.answer(paid(version="V1")))


def test_nothing_is_left(channel, tools):
    flow = cancel.prior(CancelPayment(order_id="order-1"), channel)
    next(flow)
    with pytest.raises(Conflict) as caught:
        flow.send(tools.answer(paid(status="CANCELLED", amount={"total": 10, "cancelled": 10})))
    assert caught.value.reason == "already_cancelled"


def test_what_became_of_it(channel, tools):
    listed = [
        {"status": "SUCCEEDED", "id": "c1", "totalAmount": 1_000, "reason": f"r {ATTEMPT.mark}"},
        {"status": "REQUESTED", "id": "c2", "totalAmount": 1_000, "requestedAt": "2024-05-01T00:00:00Z"},
        {"status": "FAILED", "id": "c3", "totalAmount": 1_000},
        {"status": "LIMBO", "id": "c4", "totalAmount": 1_000},
    ]
    told = paid(amount={"total": 10_000, "cancelled": 1_000}, cancellations=listed)
    found, _ = tools.drive(cancel.settle(ATTEMPT, channel), tools.answer(told))
    assert [(i.id, i.state) for i in found.items] == [
        ("c1", "done"),
        ("c2", "pending"),
        ("c3", "failed"),
        ("c4", "pending"),
    ]
    assert [i.marked for i in found.items] == [True, False, False, False]
    assert (found.cancellable, found.items[0].currency) == (9_000, "USD")
    assert found.items[0].result.id == "c1"


def test_the_simulator_gives_it_back(shop, channel, card, customer):
    charge = ChargeCard(order_id="order-1", order_name="꽃", amount=krw(10_000), card=card, customer=customer)
    shop.do(charge_card, charge, channel)
    part = CancelPayment(order_id="order-1", cancel_id="part-1", amount=1_000, reason=f"일부 {ATTEMPT.mark}")
    ready = shop.run(cancel.prior(part, channel))
    first = shop.do(cancel, ready.op, channel)
    assert (first.status, first.amount) == ("succeeded", 1_000)
    with pytest.raises(Conflict) as caught:
        shop.do(cancel, ready.op, channel)
    assert caught.value.reason == "cancellable_amount_mismatch"
    seen = shop.run(cancel.settle(ATTEMPT, channel))
    assert [(i.id, i.state, i.marked) for i in seen.items] == [(first.id, "done", True)]
    rest = shop.run(cancel.prior(CancelPayment(order_id="order-1"), channel))
    assert shop.do(cancel, rest.op, channel).amount == 9_000
    with pytest.raises(Conflict):
        shop.run(cancel.prior(CancelPayment(order_id="order-1"), channel))
