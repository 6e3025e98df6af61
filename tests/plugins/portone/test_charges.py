"""Charges: the request, the short answer, and the look-ups around them."""

import json

import msgspec
import pytest

from pgbridge.errors import ApiError, BadAnswer, Declined, RuleViolation
from pgbridge.model.attempt import Attempt
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.card import Card
from pgbridge.model.customer import Address, Customer, Name, Product
from pgbridge.model.money import Amount, krw
from pgbridge.model.payment import Failure, Payment, PaymentAmount
from pgbridge.operations.base import CashReceiptRequest
from pgbridge.operations.payments.charge_billing_key import ChargeBillingKey
from pgbridge.operations.payments.charge_card import ChargeCard
from pgbridge.wire import WireRequest, WireResponse
from pgbridge_portone.operations.payments import charge_billing_key, charge_card
from pgbridge_portone.operations.schedules import retry

replace = msgspec.structs.replace


@pytest.fixture
def charge(card, customer):
    return ChargeCard(
        order_id="order0001", order_name="월간 이용권", amount=krw(10_000), card=card, customer=customer
    )


def body(request):
    return json.loads(request.content)


def test_the_smallest_request(charge, channel):
    request = charge_card.encode(charge, channel)
    assert (request.name, request.method, request.path) == ("instant", "POST", "/payments/order0001/instant")
    assert request.params == {"paymentId": "order0001"}
    assert body(request) == {
        "channelKey": "channel-key-1",
        "method": {
            "card": {
                "credential": {
                    "number": "4111111111111111",
                    "expiryYear": "30",
                    "expiryMonth": "12",
                    "birthOrBusinessRegistrationNumber": "900101",
                    "passwordTwoDigits": "12",
                }
            }
        },
        "orderName": "월간 이용권",
        "customer": {
            "name": {"full": "홍길동"},
            "email": "hong@shop.example",
            "phoneNumber": "010-1234-5678",
        },
        "amount": {"total": 10_000},
        "currency": "KRW",
    }


def test_everything_that_can_be_said(charge, channel):
    op = replace(
        charge,
        amount=Amount(total=999, currency="USD", tax_free=0, vat=0),
        customer=Customer(
            id="member-7",
            name=Name(first="길동", last="홍"),
            address=Address(line1="세종대로 1", line2="2층", city="서울", province="서울", country="KR"),
            postcode="03991",
            birth="1990-01-02",
            gender="female",
            country="KR",
            business_number="1234567890",
        ),
        installment_months=0,
        interest_free_by_merchant=False,
        free_installment_plan=True,
        use_card_point=False,
        escrow=False,
        cultural_expense=True,
        custom_data="",
        notice_urls=("https://a.example", "https://b.example"),
        products=(Product(id="p1", name="꽃", amount=500, quantity=2, tag="t", code="c", link="l"),),
        product_type="digital",
        product_count=0,
        promotion_id="promotion-1",
        shipping_address="월드컵로 10",
        country="KR",
        bypass={"inicis_v2": {"a": [1]}},
        notify=False,
    )
    sent = body(charge_card.encode(op, channel))
    assert sent["amount"] == {"total": 999, "taxFree": 0, "vat": 0}
    assert sent["method"]["card"]["installmentMonth"] == 0
    assert sent["method"]["card"]["useFreeInterestFromMerchant"] is False
    assert sent["method"]["card"]["useFreeInstallmentPlan"] is True
    assert sent["method"]["card"]["useCardPoint"] is False
    assert (sent["isEscrow"], sent["isCulturalExpense"], sent["customData"]) == (False, True, "")
    assert (sent["productCount"], sent["productType"], sent["skipWebhook"]) == (0, "DIGITAL", True)
    assert sent["shippingAddress"] == {"addressLine1": "월드컵로 10", "addressLine2": ""}
    assert sent["customer"] == {
        "id": "member-7",
        "name": {"separated": {"first": "길동", "last": "홍"}},
        "birthYear": "1990",
        "birthMonth": "01",
        "birthDay": "02",
        "country": "KR",
        "gender": "FEMALE",
        "address": {
            "addressLine1": "세종대로 1",
            "addressLine2": "2층",
            "city": "서울",
            "province": "서울",
            "country": "KR",
        },
        "zipcode": "03991",
        "businessRegistrationNumber": "1234567890",
    }
    assert sent["products"] == [
        {"id": "p1", "name": "꽃", "amount": 500, "quantity": 2, "tag": "t", "code": "c", "link": "l"}
    ]
    assert sent["bypass"] == {"inicis_v2": {"a": [1]}}


def test_it_reads_back_as_it_was(charge, channel):
    accepted = charge_card.accept(charge_card.encode(charge, channel))
    assert accepted.channel_key == "channel-key-1"
    assert accepted.op == replace(charge, card=replace(charge.card, number="4111111111111111"))
    assert accepted.unknown == ()


def test_unread_fields_are_named(charge, channel):
    sent = body(charge_card.encode(charge, channel))
    sent["newField"] = 1
    sent["customer"]["mood"] = "good"
    accepted = charge_card.accept(WireRequest(method="POST", path="/payments/a/instant", body=sent))
    assert set(accepted.unknown) == {"body.newField", "body.customer.mood"}


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"orderName": None}, "orderName"),
        ({"amount": {"total": "10000"}}, "amount.total"),
        ({"amount": None}, "amount"),
        ({"method": {}}, "method.card"),
    ],
)
def test_requests_that_cannot_be_read(charge, channel, change, at):
    sent = body(charge_card.encode(charge, channel)) | change
    with pytest.raises(RuleViolation) as caught:
        charge_card.accept(WireRequest(method="POST", path="/payments/a/instant", body=sent))
    assert caught.value.violations[0].field == at
    assert "4111" not in str(caught.value)


def test_every_problem_at_once(charge, channel):
    op = replace(
        charge,
        order_name=None,
        amount=Amount(total=1, currency="krw"),
        product_type="solid",
        locale="xx-XX",
        card=Card(number="4111111111111111", expiry="12/30", cvc="123"),
    )
    with pytest.raises(RuleViolation) as caught:
        charge_card.encode(op, replace(channel, key=None))
    rules = {v.rule.removeprefix("portone.") for v in caught.value.violations}
    assert rules == {
        "order-name",
        "currency",
        "product-type",
        "locale",
        "expiry",
        "cvc",
        "channel-key",
    }
    assert "123" not in str(caught.value)
    assert "12/30" not in str(caught.value)


def test_a_group_takes_the_place_of_a_channel(charge, channel):
    grouped = body(charge_card.encode(charge, replace(channel, group="group-1")))
    assert "channelKey" not in grouped
    assert grouped["channelGroupId"] == "group-1"
    named = body(charge_card.encode(replace(charge, channel_group="group-2"), channel))
    assert named["channelGroupId"] == "group-2"


def test_the_store_goes_along(charge, channel):
    assert body(charge_card.encode(charge, replace(channel, store_id="store-1")))["storeId"] == "store-1"


@pytest.mark.parametrize(
    ("order_id", "path"),
    [
        ("a/b", "/payments/a%2Fb/instant"),
        ("주문 1", "/payments/%EC%A3%BC%EB%AC%B8%201/instant"),
        ("a?b#c", "/payments/a%3Fb%23c/instant"),
        ("a-b_c", "/payments/a-b_c/instant"),
    ],
)
def test_order_ids_in_paths(charge, channel, order_id, path):
    request = charge_card.encode(replace(charge, order_id=order_id), channel)
    assert request.path == path
    assert charge_card.accept(request).op.order_id == order_id


def test_the_short_answer(charge, tools):
    found = charge_card.decode(
        charge, tools.answer({"payment": {"pgTxId": "tx-1", "paidAt": "2024-05-01T09:00:04+09:00", "new": 1}})
    )
    assert (found.status, found.partial, found.pg_tx_id) == ("paid", True, "tx-1")
    assert found.paid_at.isoformat() == "2024-05-01T00:00:04+00:00"
    assert (found.order_id, found.amount.total, found.currency) == ("order0001", 10_000, "KRW")


@pytest.mark.parametrize(
    "text", [b"{}", b'{"payment": 1}', b'{"payment": {"paidAt": "gestern"}}', b"[", b"\xff"]
)
def test_short_answers_that_cannot_be_read(charge, text):
    with pytest.raises(BadAnswer):
        charge_card.decode(charge, WireResponse(status=200, body=text))


def test_an_answer_alone_says_too_little(tools):
    with pytest.raises(RuleViolation, match="request"):
        charge_card.decode(None, tools.answer({"payment": {"pgTxId": "t", "paidAt": "2024-05-01T00:00:04Z"}}))


def payment(**more):
    return Payment(order_id="order0001", amount=PaymentAmount(total=10_000), **more)


def test_how_results_are_answered(charge):
    failed = payment(status="failed", failure=Failure(reason="한도 초과", pg_code="8037"))
    told = charge_card.answer(charge, failed)
    assert told.status == 502
    assert json.loads(told.body)["type"] == "PG_PROVIDER"
    assert json.loads(told.body)["pgCode"] == "8037"
    assert json.loads(told.body)["pgMessage"] == "한도 초과"
    declined = charge_card.answer(charge, Declined("no", payment=failed))
    assert json.loads(declined.body) == json.loads(told.body)
    again = charge_card.answer(charge, ApiError("x", code="ALREADY_PAID", http_status=409, pg_message="이미"))
    assert (again.status, json.loads(again.body)) == (409, {"type": "ALREADY_PAID", "message": "이미"})


@pytest.mark.parametrize(
    ("error", "status", "word"),
    [
        (ApiError("x", http_status=400, pg_message="no"), 400, "INVALID_REQUEST"),
        (ApiError("x", http_status=401), 401, "UNAUTHORIZED"),
        (ApiError("x", http_status=404), 404, "PAYMENT_NOT_FOUND"),
        (ApiError("x", http_status=404, reason="billing_key_not_found"), 404, "BILLING_KEY_NOT_FOUND"),
        (ApiError("x", http_status=200, code="-1"), 502, "PG_PROVIDER"),
        (ApiError("x", http_status=200, reason="already_cancelled"), 409, "PAYMENT_ALREADY_CANCELLED"),
        (
            ApiError("x", http_status=200, reason="cancellable_amount_mismatch"),
            409,
            "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN",
        ),
    ],
)
def test_how_foreign_errors_are_answered(error, status, word):
    told = charge_card.answer(None, error)
    assert (told.status, json.loads(told.body)["type"]) == (status, word)


KEYED = ChargeBillingKey(
    order_id="sub-1",
    order_name="구독",
    amount=krw(8_900, tax_free=900),
    billing_key=VendorKey(id="billing-key-1"),
    pin_channel="channel-key-2",
    installment_months=3,
    interest_free_by_merchant=True,
    use_card_point=False,
    cash_receipt=CashReceiptRequest(type="none"),
    locale="ko-KR",
    product_type="physical",
    notify=True,
)


def test_a_billing_key_charge(channel):
    request = charge_billing_key.encode(KEYED, channel)
    assert (request.name, request.path) == ("pay_with_billing_key", "/payments/sub-1/billing-key")
    assert body(request) == {
        "billingKey": "billing-key-1",
        "channelKey": "channel-key-2",
        "orderName": "구독",
        "amount": {"total": 8_900, "taxFree": 900},
        "currency": "KRW",
        "installmentMonth": 3,
        "useFreeInterestFromMerchant": True,
        "useCardPoint": False,
        "cashReceipt": {"type": "NO_RECEIPT"},
        "locale": "KO_KR",
        "productType": "PHYSICAL",
        "skipWebhook": False,
    }
    assert charge_billing_key.accept(request).op == KEYED


def test_the_key_knows_its_channel(channel):
    assert "channelKey" not in body(charge_billing_key.encode(replace(KEYED, pin_channel=None), channel))


def test_billing_key_problems(channel):
    op = replace(KEYED, billing_key=VendorKey(id=""), cash_receipt=CashReceiptRequest(type="both"))
    with pytest.raises(RuleViolation) as caught:
        charge_billing_key.encode(op, channel)
    assert {v.neutral_field for v in caught.value.violations} == {"billing_key", "cash_receipt.type"}


def shown(status, tx="tx-1", **more):
    return {
        "status": status,
        "id": "order0001",
        "transactionId": tx,
        "amount": {"total": 10_000, "cancelled": 0},
        "currency": "KRW",
        **more,
    }


def transaction(status, tx, **more):
    told = shown(status, **more)
    del told["transactionId"]
    return told | {"id": tx, "paymentId": "order0001"}


ATTEMPT = Attempt(
    id="a1b2c3d4e5f6",
    intent="i",
    family="charge",
    operation="payments.charge_card",
    identity="order0001",
    number=1,
    connection="v2",
    channel="inicis",
    api="v2",
    vendor_id="order0001",
)


def test_what_is_there_before(charge, channel, tools):
    found, requests = tools.drive(
        charge_card.prior(charge, channel),
        tools.answer({"items": [transaction("FAILED", "tx-1"), transaction("PAID", "tx-2")]}),
    )
    assert requests[0].path == "/payments/order0001/transactions"
    assert [(i.id, i.state) for i in found.sighting.items] == [("tx-1", "failed"), ("tx-2", "done")]
    assert found.op is charge


def test_nothing_is_there_before(charge, channel, tools):
    found, _ = tools.drive(charge_card.prior(charge, channel), tools.error("PAYMENT_NOT_FOUND", 404))
    assert found.sighting.items == ()


def test_a_404_of_somebody_else_is_no_absence(charge, channel):
    flow = charge_card.prior(charge, channel)
    next(flow)
    with pytest.raises(ApiError):
        flow.send(WireResponse(status=404, body=b"<html>no such route</html>"))


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("PAID", "done"),
        ("PARTIAL_CANCELLED", "done"),
        ("CANCELLED", "done"),
        ("FAILED", "failed"),
        ("READY", "pending"),
        ("PAY_PENDING", "pending"),
        ("VIRTUAL_ACCOUNT_ISSUED", "pending"),
        ("SOMETHING_NEW", "pending"),
    ],
)
def test_what_a_send_left(channel, tools, status, state):
    told = shown(status, requestedAt="2024-05-01T00:00:00Z", customData=f"x {ATTEMPT.mark}")
    found, requests = tools.drive(
        charge_card.settle(ATTEMPT, channel),
        tools.answer({"items": [transaction("FAILED", "tx-0")]}),
        tools.answer(told),
    )
    assert [r.path for r in requests] == ["/payments/order0001/transactions", "/payments/order0001"]
    first, second = found.items
    assert (first.id, first.state, first.amount, first.currency) == ("tx-1", state, 10_000, "KRW")
    assert (first.marked, first.at) == (True, 1_714_521_600.0)
    assert (second.id, second.state) == ("tx-0", "failed")
    assert first.result.attempt_id == "tx-1"


def test_the_payment_settles_alone_when_the_list_is_gone(channel, tools):
    found, _ = tools.drive(
        charge_card.settle(ATTEMPT, channel),
        WireResponse(status=404, body=b"<html>"),
        tools.answer(shown("PAID")),
    )
    assert [i.state for i in found.items] == ["done"]


def test_no_trace_at_all(channel, tools):
    found, _ = tools.drive(
        charge_card.settle(ATTEMPT, channel),
        tools.error("PAYMENT_NOT_FOUND", 404),
        tools.error("PAYMENT_NOT_FOUND", 404),
    )
    assert found.items == ()


def test_one_missing_read_is_no_absence(channel, tools):
    flow = charge_card.settle(ATTEMPT, channel)
    next(flow)
    flow.send(WireResponse(status=404, body=b"<html>"))
    with pytest.raises(ApiError):
        flow.send(tools.error("PAYMENT_NOT_FOUND", 404))


PARTIAL = payment(status="paid", pg_tx_id="pg-1", partial=True)


@pytest.mark.parametrize(
    ("told", "whole"),
    [
        (shown("PAID", pgTxId="pg-1"), True),
        (shown("PARTIAL_CANCELLED", pgTxId="pg-1"), True),
        (shown("PAID", pgTxId="pg-0"), False),
        (shown("FAILED"), False),
        (shown("READY"), False),
    ],
    ids=["paid", "cancelled since", "another attempt", "an older failure", "not yet seen"],
)
def test_filling_the_short_answer(charge, channel, tools, told, whole):
    found, _ = tools.drive(charge_card.complete(charge, PARTIAL, channel), tools.answer(told))
    assert (found is PARTIAL) is not whole
    assert found.partial is not whole


def test_a_retry_reads_the_schedule(channel, tools):
    from pgbridge.operations.schedules.retry import RetrySchedule

    schedule = {
        "status": "FAILED",
        "id": "sch-1",
        "paymentId": "order0001",
        "billingKey": "billing-key-1",
        "orderName": "구독",
        "totalAmount": 8_900,
        "taxFreeAmount": 900,
        "currency": "KRW",
        "timeToPay": "2024-05-01T00:00:00Z",
        "customer": {"name": "홍길동"},
        "customData": "",
    }
    op = RetrySchedule(order_id="order0001", schedule_id="sch-1")
    found, requests = tools.drive(
        retry.prior(op, channel), tools.answer(schedule), tools.error("PAYMENT_NOT_FOUND", 404)
    )
    assert [r.path for r in requests] == ["/payment-schedules/sch-1", "/payments/order0001/transactions"]
    assert found.target == "billing-key-1"
    request = retry.encode(found.op, channel)
    assert request.path == "/payments/order0001/billing-key"
    assert body(request) == {
        "billingKey": "billing-key-1",
        "orderName": "구독",
        "amount": {"total": 8_900, "taxFree": 900},
        "currency": "KRW",
        "customer": {"name": {"full": "홍길동"}},
    }
    with pytest.raises(RuleViolation, match="terms"):
        retry.encode(op, channel)
    assert retry.accept(request).op.order_id == "order0001"


def test_the_simulator_takes_it(shop, charge, channel):
    short = shop.do(charge_card, charge, channel)
    whole = shop.run(charge_card.complete(charge, short, channel))
    assert (whole.status, whole.partial, whole.amount.total) == ("paid", False, 10_000)
    assert whole.pg_tx_id == short.pg_tx_id
    sighting = shop.run(charge_card.settle(ATTEMPT, channel))
    assert [(i.id, i.state) for i in sighting.items] == [(whole.attempt_id, "done")]
    with pytest.raises(ApiError) as caught:
        shop.do(charge_card, charge, channel)
    assert caught.value.reason == "already_paid"
