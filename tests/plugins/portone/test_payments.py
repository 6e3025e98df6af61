"""Payments as V2 shows them: states, methods, times, unknown things; listings, cursors, several at once."""

import json
from datetime import UTC, datetime

import msgspec
import pytest

from pgbridge.errors import ApiError, BadAnswer, NotFound, RuleViolation
from pgbridge.model.page import Found
from pgbridge.model.payment import Cancellation, Failure, Payment, PaymentAmount, PaymentChannel, PayMethod
from pgbridge.operations.payments.attempts import ListAttempts
from pgbridge.operations.payments.get import GetPayment
from pgbridge.operations.payments.get_many import GetPayments
from pgbridge.operations.payments.iterate import IteratePayments
from pgbridge.operations.payments.list import ListPayments
from pgbridge.operations.payments.prepare import PreparePayment
from pgbridge.operations.payments.prepare_update import UpdatePreparedPayment
from pgbridge.wire import WireRequest, WireResponse
from pgbridge_portone.convert.payment_written import payment_shape
from pgbridge_portone.operations.payments import (
    attempts,
    get,
    get_many,
    iterate,
    prepare,
    prepare_update,
)
from pgbridge_portone.operations.payments import list as listing

replace = msgspec.structs.replace
MAY = datetime(2024, 5, 1, tzinfo=UTC)
JUNE = datetime(2024, 6, 1, tzinfo=UTC)


def shown(status="PAID", order="order-1", tx="tx-1", **more):
    return {
        "status": status,
        "id": order,
        "transactionId": tx,
        "amount": {"total": 10_000},
        "currency": "KRW",
        "requestedAt": "2024-05-01T00:00:00Z",
        **more,
    }


def read(tools, told):
    return get.decode(None, tools.answer(told))


def test_all_of_a_paid_payment(tools):
    found = read(
        tools,
        shown(
            merchantId="m",
            storeId="s",
            version="V2",
            orderName="꽃",
            amount={
                "total": 10_000,
                "taxFree": 0,
                "vat": 909,
                "supply": 9_091,
                "discount": 100,
                "paid": 9_900,
                "cancelled": 0,
                "cancelledTaxFree": 0,
            },
            channel={
                "type": "TEST",
                "id": "c",
                "key": "k",
                "name": "n",
                "pgProvider": "INICIS_V2",
                "pgMerchantId": "mid",
            },
            channelGroup={"id": "g", "name": "x", "isForTest": True},
            customer={
                "id": "me",
                "name": "홍길동",
                "birthYear": "1990",
                "birthMonth": "1",
                "birthDay": "2",
                "gender": "MALE",
                "email": "e",
                "phoneNumber": "p",
                "zipcode": "z",
                "address": {
                    "type": "SEPARATED",
                    "oneLine": "a b",
                    "addressLine1": "a",
                    "addressLine2": "b",
                    "city": "c",
                    "country": "KR",
                },
            },
            origin={"platformType": "MOBILE", "userAgent": "ua", "ipAddress": "1.2.3.4"},
            method={
                "type": "PaymentMethodCard",
                "card": {
                    "publisher": "P",
                    "issuer": "SHINHAN_CARD",
                    "brand": "LOCAL",
                    "type": "DEBIT",
                    "ownerType": "CORPORATE",
                    "bin": "532087",
                    "name": "신한",
                    "number": "5320****",
                },
                "approvalNumber": "300",
                "installment": {"month": 3, "isInterestFree": True},
                "pointUsed": False,
            },
            paidAt="2024-05-01T09:00:01.5+09:00",
            updatedAt="2024-05-01T00:00:02Z",
            statusChangedAt="2024-05-01T00:00:02Z",
            pgTxId="pg",
            pgResponse="{}",
            receiptUrl="https://r.example",
            cashReceiptIssuanceStatus="NOT_ISSUED",
            billingKey="bk",
            scheduleId="sch",
            promotionId="pr",
            escrow={"status": "DELIVERED", "company": "x", "invoiceNumber": "1"},
            isCulturalExpense=True,
            products=[{"id": "1", "name": "n", "amount": 5, "quantity": 2}],
            productCount=2,
            country="KR",
            customData="{}",
            disputes=[],
            webhooks=[{"id": "w"}],
        ),
    )
    assert (found.status, found.currency, found.order_id, found.attempt_id) == (
        "paid",
        "KRW",
        "order-1",
        "tx-1",
    )
    assert found.amount == PaymentAmount(
        total=10_000,
        paid=9_900,
        cancelled=0,
        tax_free=0,
        vat=909,
        supply=9_091,
        discount=100,
        cancelled_tax_free=0,
    )
    assert found.channel == PaymentChannel(
        pg_provider="INICIS_V2", pg_merchant_id="mid", live=False, id="c", key="k", name="n"
    )
    assert (found.channel_group, found.platform, found.user_agent) == ("g", "mobile", "ua")
    assert (found.customer.birth, found.customer.gender, found.customer.address.line2) == (
        "1990-01-02",
        "male",
        "b",
    )
    assert (found.method.type, found.method.installment_months, found.method.interest_free) == (
        "card",
        3,
        True,
    )
    assert (found.method.card.type, found.method.card.owner_type, found.method.point_used) == (
        "debit",
        "corporate",
        False,
    )
    assert found.paid_at == datetime(2024, 5, 1, 0, 0, 1, 500_000, tzinfo=UTC)
    assert found.paid_at.tzinfo is UTC
    assert (found.billing_usage, found.escrow, found.cash_receipt_issued) == (
        "scheduled_charge",
        "delivered",
        False,
    )
    assert (found.cultural_expense, found.products[0].quantity, found.pg_response) == (True, 2, "{}")
    assert found.raw["webhooks"] == [{"id": "w"}]
    again = get.decode(None, get.answer(None, found))
    assert replace(again, wire=b"") == replace(found, wire=b"")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("READY", "ready"),
        ("PAY_PENDING", "pending"),
        ("PENDING", "pending"),
        ("VIRTUAL_ACCOUNT_ISSUED", "virtual_account_issued"),
        ("PAID", "paid"),
        ("FAILED", "failed"),
        ("PARTIAL_CANCELLED", "partially_cancelled"),
        ("CANCELLED", "cancelled"),
        ("FROZEN", "FROZEN"),
    ],
)
def test_states(tools, word, status):
    assert read(tools, shown(word)).status == status


@pytest.mark.parametrize(
    ("told", "method"),
    [
        (
            {"type": "PaymentMethodEasyPay", "provider": "KAKAOPAY"},
            PayMethod(type="easy_pay", provider="KAKAOPAY"),
        ),
        (
            {
                "type": "PaymentMethodEasyPay",
                "provider": "NAVERPAY",
                "easyPayMethod": {"type": "PaymentMethodEasyPayMethodCharge", "bank": "SHINHAN"},
            },
            PayMethod(
                type="easy_pay", provider="NAVERPAY", nested=PayMethod(type="easy_pay_charge", bank="SHINHAN")
            ),
        ),
        (
            {"type": "PaymentMethodTransfer", "bank": "SHINHAN", "accountNumber": "1"},
            PayMethod(type="transfer", bank="SHINHAN", account_number="1"),
        ),
        (
            {"type": "PaymentMethodMobile", "phoneNumber": "010"},
            PayMethod(type="mobile", phone="010"),
        ),
        (
            {
                "type": "PaymentMethodGiftCertificate",
                "giftCertificateType": "CULTURELAND",
                "approvalNumber": "7",
            },
            PayMethod(type="gift_certificate", gift_certificate_type="CULTURELAND", approval_number="7"),
        ),
        ({"type": "PaymentMethodCrypto"}, PayMethod(type="crypto")),
        ({"type": "PaymentMethodMoon", "rocket": {"a": 1}}, PayMethod(type="PaymentMethodMoon")),
        ({"type": "PaymentMethodMoon", "card": "no object"}, PayMethod(type="PaymentMethodMoon")),
    ],
    ids=lambda value: value.get("type") if isinstance(value, dict) else "",
)
def test_methods(tools, told, method):
    assert read(tools, shown(method=told)).method == method


def test_a_virtual_account(tools):
    told = {
        "type": "PaymentMethodVirtualAccount",
        "bank": "KOOKMIN",
        "accountNumber": "790",
        "accountType": "FIXED",
        "remitteeName": "가게",
        "remitterName": "홍",
        "expiredAt": "2024-05-04T00:00:00Z",
        "issuedAt": "2024-05-01T00:00:05Z",
        "refundStatus": "COMPLETED",
    }
    found = read(tools, shown("VIRTUAL_ACCOUNT_ISSUED", method=told))
    account = found.method.virtual_account
    assert (account.bank, account.number, account.type, account.refund_status) == (
        "KOOKMIN",
        "790",
        "fixed",
        "completed",
    )
    assert account.expires_at == datetime(2024, 5, 4, tzinfo=UTC)
    told_again = json.loads(get.answer(None, found).body)
    assert told_again["method"] == told
    assert told_again["statusChangedAt"] == "2024-05-01T00:00:05Z"


def test_a_convenience_store(tools):
    told = {
        "type": "PaymentMethodConvenienceStore",
        "convenienceStoreBrand": "LAWSON",
        "confirmationNumber": "1",
        "receiptNumber": "2",
        "paymentDeadline": "2024-05-04T00:00:00Z",
    }
    found = read(tools, shown("PAY_PENDING", method=told))
    assert found.method.convenience_store.brand == "LAWSON"
    assert json.loads(get.answer(None, found).body)["method"] == told


def test_a_failed_payment(tools):
    found = read(
        tools,
        shown(
            "FAILED",
            failedAt="2024-05-01T00:00:09Z",
            failure={"reason": "한도", "pgCode": "1", "pgMessage": "m"},
        ),
    )
    assert found.failure == Failure(reason="한도", pg_code="1", pg_message="m")
    assert found.failed_at == datetime(2024, 5, 1, 0, 0, 9, tzinfo=UTC)


def test_cancellations(tools):
    told = {
        "status": "SUCCEEDED",
        "id": "can-1",
        "pgCancellationId": "p",
        "totalAmount": 1_000,
        "taxFreeAmount": 0,
        "vatAmount": 91,
        "easyPayDiscountAmount": 5,
        "reason": "r",
        "cancelledAt": "2024-05-02T00:00:00Z",
        "requestedAt": "2024-05-02T00:00:00Z",
        "receiptUrl": "u",
        "trigger": "CONSOLE",
    }
    amount = {"total": 10_000, "cancelled": 1_000}
    found = read(
        tools,
        shown(
            "PARTIAL_CANCELLED",
            amount=amount,
            cancellations=[told, {"status": "REQUESTED", "id": "can-2", "totalAmount": 2}],
            cancelledAt="2024-05-02T00:00:00Z",
        ),
    )
    first, second = found.cancellations
    assert first == Cancellation(
        id="can-1",
        status="succeeded",
        amount=1_000,
        order_id="order-1",
        attempt_id="tx-1",
        tax_free=0,
        vat=91,
        easy_pay_discount=5,
        reason="r",
        pg_id="p",
        requested_at=datetime(2024, 5, 2, tzinfo=UTC),
        cancelled_at=datetime(2024, 5, 2, tzinfo=UTC),
        receipt_url="u",
        trigger="console",
    )
    assert (second.status, second.tax_free) == ("requested", None)
    assert found.cancellable == 9_000
    assert json.loads(get.answer(None, found).body)["cancellations"][0] == told


def test_a_cancellation_that_cannot_be_read_is_not_left_out(tools):
    with pytest.raises(BadAnswer):
        read(
            tools, shown("CANCELLED", cancellations=[{"status": "SUCCEEDED", "id": "c", "totalAmount": "1"}])
        )


@pytest.mark.parametrize(
    "change",
    [{"amount": None}, {"amount": {}}, {"amount": {"total": 1.5}}, {"id": None}, {"paidAt": "later"}],
    ids=["no amount", "no total", "fraction", "no id", "no time"],
)
def test_what_everything_hangs_on_must_be_there(tools, change):
    with pytest.raises(BadAnswer):
        read(tools, shown() | change)


@pytest.mark.parametrize(
    "name", ["method", "customer", "channel", "origin", "escrow", "products", "cashReceipt"]
)
@pytest.mark.parametrize("value", [7, "x", [1], {"type": 7}, {"card": 1}, None])
def test_describing_fields_of_a_new_form_do_no_harm(tools, name, value):
    assert read(tools, shown(**{name: value})).amount.total == 10_000


def payment(status, **more):
    return Payment(order_id="o", attempt_id="imp_1", status=status, amount=PaymentAmount(total=100), **more)


def test_what_v2_requires_is_derived(tools):
    told = json.loads(
        get.answer(
            None, payment("paid", requested_at=MAY, paid_at=JUNE, pg_tx_id="p", failed_at=None, version="V1")
        ).body
    )
    assert told["amount"] == {"total": 100, "discount": 0, "paid": 100, "cancelled": 0, "cancelledTaxFree": 0}
    assert told["updatedAt"] == told["statusChangedAt"] == told["paidAt"] == "2024-06-01T00:00:00Z"
    assert (told["customer"], told["pgTxId"], told["version"]) == ({}, "p", "V1")


@pytest.mark.parametrize("status", ["ready", "failed"])
def test_these_states_show_no_pg_id_and_nothing_paid(status):
    told = msgspec.to_builtins(payment_shape(payment(status, pg_tx_id="p", receipt_url="u")))
    assert "pgTxId" not in told
    assert "receiptUrl" not in told
    assert told["amount"]["paid"] == 0
    assert ("failure" in told) == (status == "failed")


def test_a_cancelled_payment_tells_no_parts_that_nobody_knows():
    told = msgspec.to_builtins(
        payment_shape(
            Payment(
                order_id="o",
                status="cancelled",
                amount=PaymentAmount(total=100, cancelled=100),
                cancelled_at=MAY,
                cancellations=(Cancellation(id="c", status="succeeded", amount=100, cancelled_at=MAY),),
            )
        )
    )
    assert told["amount"] == {"total": 100, "discount": 0, "cancelled": 100}
    assert told["cancellations"][0]["requestedAt"] == told["cancellations"][0]["cancelledAt"]


def test_a_method_that_v2_lacks_stays_away():
    assert "method" not in msgspec.to_builtins(payment_shape(payment("paid", method=PayMethod(type="point"))))


def test_get_by_order(channel):
    request = get.encode(GetPayment(order_id="주문/1"), replace(channel, store_id="store-1"))
    assert (request.method, request.path) == ("GET", "/payments/%EC%A3%BC%EB%AC%B8%2F1")
    assert request.query == (("storeId", "store-1"),)
    accepted = get.accept(request)
    assert (accepted.op.order_id, accepted.store_id) == ("주문/1", "store-1")


@pytest.mark.parametrize("order_id", ["", ".", ".."])
def test_ids_that_no_path_can_hold(channel, order_id):
    with pytest.raises(RuleViolation):
        get.encode(GetPayment(order_id=order_id), channel)


def test_an_attempt_alone_is_refused(channel):
    with pytest.raises(RuleViolation, match="order_id"):
        get.encode(GetPayment(attempt_id="imp_1"), channel)


def test_a_certain_attempt(channel, tools):
    op = GetPayment(order_id="order-1", attempt_id="tx-0")
    first = shown(tx="tx-0")
    assert tools.drive(get.flow(op, channel), tools.answer(first))[0].attempt_id == "tx-0"
    other = {**shown("FAILED"), "id": "tx-0", "paymentId": "order-1"}
    found, _ = tools.drive(get.flow(op, channel), tools.answer(shown()), tools.answer({"items": [other]}))
    assert (found.attempt_id, found.order_id, found.status) == ("tx-0", "order-1", "failed")
    flow = get.flow(op, channel)
    next(flow)
    flow.send(tools.answer(shown()))
    with pytest.raises(NotFound):
        flow.send(tools.answer({"items": []}))


def test_several_at_once(channel, tools):
    op = GetPayments(order_ids=("order-1", "nope", "order-2"))
    replies = (
        tools.answer(shown()),
        tools.error("PAYMENT_NOT_FOUND", 404),
        tools.answer(shown(order="order-2")),
    )
    found, requests = tools.drive(get_many.flow(op, channel), *replies)
    assert [r.path for r in requests] == ["/payments/order-1", "/payments/nope", "/payments/order-2"]
    assert [p.order_id for p in found.items] == ["order-1", "order-2"]
    assert found.missing == ("nope",)
    assert get_many.decode_all(op, replies) == found
    told = get_many.answer_all(op, found)
    assert [a.status for a in told] == [200, 404, 200]
    assert get_many.accept(*get_many.encode_all(op, channel)).op == op
    with pytest.raises(ApiError):
        get_many.decode_all(op, (tools.error("UNAUTHORIZED", 401),))
    with pytest.raises(RuleViolation):
        get_many.encode(op, channel)
    with pytest.raises(RuleViolation):
        get_many.encode_all(GetPayments(attempt_ids=("imp_1",)), channel)


def test_what_was_missing_is_answered_without_the_question():
    told = get_many.answer_all(None, Found(items=(payment("paid"),), missing=("imp_9",)))
    assert [a.status for a in told] == [200, 404]


def test_attempts_newest_first(channel, tools):
    def one(tx, status, day):
        return {**shown(status), "id": tx, "paymentId": "order-1", "requestedAt": f"2024-05-0{day}T00:00:00Z"}

    listed = {"items": [one("a", "FAILED", 1), one("b", "PAID", 2), one("c", "PARTIAL_CANCELLED", 3)]}
    op = ListAttempts(order_id="order-1")
    found, _ = tools.drive(attempts.flow(op, channel), tools.answer(listed))
    assert [p.attempt_id for p in found] == ["c", "b", "a"]
    assert {p.order_id for p in found} == {"order-1"}
    assert attempts.decode(op, attempts.answer(op, found))[0].attempt_id == "c"
    paid = attempts.decode(replace(op, status="paid"), tools.answer(listed))
    assert [p.attempt_id for p in paid] == ["c", "b"]
    none, _ = tools.drive(attempts.flow(op, channel), tools.error("PAYMENT_NOT_FOUND", 404))
    assert none == ()


def test_a_listing(channel, tools):
    op = ListPayments(status="paid", since=MAY, until=JUNE, page=2, size=50, live=True)
    request = listing.encode(op, replace(channel, store_id="store-1"))
    assert tools.asked(request) == {
        "page": {"number": 2, "size": 50},
        "filter": {
            "storeId": "store-1",
            "timestampType": "STATUS_CHANGED_AT",
            "from": "2024-05-01T00:00:00Z",
            "until": "2024-06-01T00:00:00Z",
            "status": ["PAID", "PARTIAL_CANCELLED"],
            "isTest": False,
            "sortBy": "STATUS_CHANGED_AT",
            "sortOrder": "DESC",
        },
    }
    assert " " not in dict(request.query)["requestBody"]
    assert request.body is None
    accepted = listing.accept(request)
    assert (accepted.op, accepted.store_id) == (op, "store-1")


@pytest.mark.parametrize(
    "status", ["ready", "pending", "virtual_account_issued", "partially_cancelled", "failed", None]
)
@pytest.mark.parametrize("sort", ["started", "-started", "updated", "-updated"])
def test_filters_read_back(channel, status, sort):
    op = ListPayments(status=status, sort=sort)
    assert listing.accept(listing.encode(op, channel)).op == op


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": "lost"}, "status"),
        ({"sort": "-paid"}, "sort"),
        ({"page": 3_000, "size": 20}, "page"),
        ({"size": 0}, "page"),
        ({"since": datetime(2024, 5, 1)}, "since"),  # noqa: DTZ001
    ],
)
def test_listings_that_v2_cannot_give(channel, change, field):
    with pytest.raises(RuleViolation) as caught:
        listing.encode(ListPayments(**change), channel)
    assert [v.neutral_field for v in caught.value.violations] == [field]


@pytest.mark.parametrize(
    "wanted", [{"status": ["PAID", "FAILED"]}, {"timestampType": "CREATED_AT"}], ids=["mix", "creation"]
)
def test_foreign_filters_that_have_no_name_here(wanted):
    with pytest.raises(RuleViolation):
        listing.accept(WireRequest(method="GET", path="/payments", body={"filter": wanted}))


@pytest.mark.parametrize(("count", "size", "more"), [(2, 2, True), (1, 2, False), (0, 2, False)])
def test_a_short_page_is_the_last(tools, count, size, more):
    op = ListPayments(size=size)
    told = {"items": [shown()] * count, "page": {"number": 0, "size": size, "totalCount": 99}}
    found = listing.decode(op, tools.answer(told))
    assert (len(found.items), found.total, found.more) == (count, 99, more)
    following = listing.following(op, found)
    assert (following is not None) is more
    if following is not None:
        assert following.page == 1
    assert listing.decode(op, listing.answer(op, found)).total == 99


def test_walking_by_cursor(channel, tools):
    op = IteratePayments(since=MAY, until=JUNE, size=2)
    request = iterate.encode(op, channel)
    assert tools.asked(request) == {
        "from": "2024-05-01T00:00:00Z",
        "until": "2024-06-01T00:00:00Z",
        "size": 2,
    }
    assert iterate.accept(request).op == op
    told = {"items": [{"payment": shown(), "cursor": "c1"}, {"payment": shown(order="b"), "cursor": "c2"}]}
    page = iterate.decode(op, tools.answer(told))
    assert ([p.order_id for p in page.items], page.cursor, page.more) == (["order-1", "b"], "c2", True)
    again = iterate.following(op, page)
    assert again.cursor == "c2"
    assert iterate.following(again, iterate.decode(again, tools.answer({"items": []}))) is None
    assert iterate.decode(None, iterate.answer(op, page)).cursor == "c2"
    with pytest.raises(RuleViolation):
        iterate.encode(replace(op, size=1_001), channel)


@pytest.mark.parametrize(
    ("module", "kind"), [(prepare, PreparePayment), (prepare_update, UpdatePreparedPayment)]
)
def test_registering_an_amount(channel, module, kind):
    op = kind(order_id="o", amount=999, tax_free=0, currency="USD")
    request = module.encode(op, channel)
    assert (request.name, request.path) == ("pre_register", "/payments/o/pre-register")
    assert json.loads(request.content) == {"totalAmount": 999, "taxFreeAmount": 0, "currency": "USD"}
    assert module.accept(request).op == op
    made = module.decode(op, WireResponse(status=200, body=b"{}"))
    assert (made.order_id, made.amount, made.tax_free, made.currency) == ("o", 999, 0, "USD")
    assert module.answer(op, made).body == b"{}"
    with pytest.raises(RuleViolation):
        module.encode(replace(op, currency="XXX"), channel)
