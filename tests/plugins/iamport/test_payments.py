"""Payments read from V1's fields and written back."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from pgbridge_iamport import codes
from pgbridge_iamport.payments import decode_payment
from pgbridge_iamport.written import answer_payment

from pgbridge.errors import ApiError, BadAnswer, NotFound, RuleViolation, Unauthorized
from pgbridge.model.payment import (
    Cancellation,
    Payment,
    PaymentAmount,
    PaymentCard,
    PaymentChannel,
    PayMethod,
)


def read(inside):
    return decode_payment(json.dumps({"code": 0, "message": None, "response": inside}).encode())


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"status": "ready", "paid_at": 0}, "ready"),
        ({"status": "ready", "paid_at": 0, "pay_method": "vbank"}, "ready"),
        (
            {"status": "ready", "paid_at": 0, "pay_method": "vbank", "vbank_num": "1"},
            "virtual_account_issued",
        ),
        ({"status": "ready", "paid_at": 0, "vbank_num": "1"}, "ready"),
        ({}, "paid"),
        ({"cancel_amount": 1}, "partially_cancelled"),
        ({"status": "cancelled", "cancel_amount": 999}, "partially_cancelled"),
        ({"cancel_amount": 1000}, "cancelled"),
        ({"status": "cancelled", "cancel_amount": 1000}, "cancelled"),
        ({"status": "cancelled", "cancel_amount": 0, "paid_at": 0}, "cancelled"),
        ({"status": "cancelled", "cancel_amount": None}, "cancelled"),
        ({"status": "failed"}, "failed"),
        ({"status": "suspended"}, "suspended"),
    ],
)
def test_status(paid, changes, status):
    assert read(paid(**changes)).status == status


CARD = {
    "card_code": "366",
    "card_name": "신한카드",
    "card_number": "1***",
    "apply_num": "77",
    "card_quota": 3,
}


@pytest.mark.parametrize(
    ("fields", "kind", "provider", "nested"),
    [
        ({"pay_method": "card", **CARD}, "card", None, None),
        ({"pay_method": None, **CARD}, "card", None, None),
        ({"pay_method": "trans", "bank_code": "011"}, "transfer", None, None),
        ({"pay_method": "phone"}, "mobile", None, None),
        ({"pay_method": "point"}, "point", None, None),
        ({"pay_method": "kakaopay"}, "easy_pay", "KAKAOPAY", None),
        ({"pay_method": "samsung", **CARD}, "easy_pay", "SAMSUNGPAY", "card"),
        ({"pay_method": "naverpay_point"}, "easy_pay", "NAVERPAY", "easy_pay_charge"),
        ({"pay_method": "tosspay_card"}, "easy_pay", "TOSSPAY", "card"),
        ({"pay_method": "ssgpay_bank", "bank_code": "004"}, "easy_pay", "SSGPAY", "transfer"),
        ({"pay_method": "trans", "emb_pg_provider": "ssgpay"}, "easy_pay", "SSGPAY", "transfer"),
        ({"pay_method": "card", "emb_pg_provider": "payco"}, "easy_pay", "PAYCO", "card"),
        ({"pay_method": "naverpay", "emb_pg_provider": "naverpay", **CARD}, "easy_pay", "NAVERPAY", "card"),
        ({"pay_method": "newpay", "emb_pg_provider": "newpay"}, "easy_pay", "NEWPAY", None),
        ({"pay_method": "paypal"}, "easy_pay", "PAYPAL", None),
        ({"pay_method": "cultureland"}, "gift_certificate", None, None),
        ({"pay_method": "unionpay"}, "unionpay", None, None),
    ],
)
def test_method(paid, fields, kind, provider, nested):
    method = read(paid(**fields)).method
    assert (method.type, method.provider) == (kind, provider)
    assert (method.nested.type if method.nested is not None else None) == nested


def test_no_method_before_the_buyer_chose(paid):
    assert read(paid(status="ready", pay_method=None, paid_at=0)).method is None


def test_card(paid):
    method = read(paid(**CARD, card_type="1", card_publisher_code="381", card_issuer_code="367")).method
    card = method.card
    assert (method.approval_number, method.installment_months) == ("77", 3)
    assert (card.issuer, card.publisher, card.type, card.brand) == (
        "HYUNDAI_CARD",
        "KOOKMIN_CARD",
        "debit",
        None,
    )
    foreign = read(paid(card_code="10005", card_type=None)).method.card
    assert (foreign.issuer, foreign.brand, foreign.type) == (None, "VISA", None)
    assert read(paid(card_code="999")).method.card.issuer == "999"
    assert "1***" not in repr(card)


def test_virtual_account(paid):
    account = read(
        paid(
            pay_method="vbank",
            status="ready",
            paid_at=0,
            vbank_code="088",
            vbank_num="110",
            vbank_holder="가게",
            vbank_date=1700100000,
            vbank_issued_at=1700000300,
            deposit_history=[{"depositor_name": "a", "amount": 1, "pg_tid": "t", "deposited_at": 1}],
        )
    )
    found = account.method.virtual_account
    assert (found.bank, found.number, found.remittee, found.remitter) == ("SHINHAN", "110", "가게", "a")
    assert found.expires_at == datetime.fromtimestamp(1700100000, UTC)
    assert account.updated_at == datetime.fromtimestamp(1700000300, UTC)
    assert "110" not in repr(found)


def test_money_is_exact(paid):
    usd = read(paid(amount=6.5, cancel_amount=0.05, currency="USD"))
    assert (usd.amount.total, usd.amount.cancelled, usd.cancellable) == (650, 5, 645)
    assert read(paid(amount="1000.00")).amount.total == 1000
    assert read(paid(amount=1234.567, currency="KWD")).amount.total == 1234567
    for broken in ({"amount": 0.5}, {"amount": 6.555, "currency": "USD"}, {"currency": "KRWX"}):
        with pytest.raises(BadAnswer):
            read(paid(**broken))


def test_times(paid):
    it = read(paid(cancel_amount=10, cancelled_at=1700000009))
    assert it.requested_at == datetime.fromtimestamp(1700000000, UTC)
    assert it.paid_at == datetime.fromtimestamp(1700000001, UTC)
    assert it.failed_at is None
    assert it.updated_at == it.status_changed_at == it.cancelled_at == datetime.fromtimestamp(1700000009, UTC)


def test_discount_lowers_what_was_paid(paid):
    it = read(paid(promotion={"id": "promotion-1", "discount": 100}))
    assert (it.promotion_id, it.amount.discount, it.amount.paid, it.amount.total) == (
        "promotion-1",
        100,
        900,
        1000,
    )
    assert read(paid()).amount.discount == 0


def test_refunds_oldest_first(paid):
    rows = [
        {"pg_tid": "p2", "amount": 20, "cancelled_at": 20, "reason": "b", "cancellation_id": "c2"},
        {"pg_tid": "p1", "amount": 10, "cancelled_at": 10, "reason": "a", "cancellation_id": "c1"},
        {"pg_tid": "p3", "amount": 30, "cancelled_at": 30, "reason": "c"},
    ]
    found = read(paid(cancel_amount=60, cancel_history=rows)).cancellations
    assert [c.id for c in found] == ["c1", "c2", "p3"]
    assert [c.status for c in found] == ["succeeded"] * 3
    assert found[0].cancelled_at == found[0].requested_at == datetime.fromtimestamp(10, UTC)
    assert (found[0].order_id, found[0].attempt_id) == ("order-1", "imp_1")


def test_fields_of_another_type_do_not_hide_the_payment(paid):
    odd = read(
        paid(
            amount="1000",
            card_quota="3",
            custom_data={"cart": 7},
            buyer_tel=1012345678,
            promotion=[],
            escrow="Y",
            paid_at="1700000001",
            cancel_history=[{"amount": 1, "cancelled_at": "x", "cancellation_id": 5}, "nonsense"],
            new_field={"a": 1},
        )
    )
    assert (odd.status, odd.amount.total, odd.method.installment_months) == ("paid", 1000, 3)
    assert (odd.custom_data, odd.customer.phone) == ('{"cart": 7}', "1012345678")
    assert (odd.cancellations[0].id, odd.cancellations[0].cancelled_at) == ("5", None)
    assert odd.raw["response"]["new_field"] == {"a": 1}


def test_the_other_key_for_response(paid):
    assert decode_payment(json.dumps({"code": 0, "data": paid()}).encode()).order_id == "order-1"


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"response": 7}', b'{"code": 0, "response": null}', b"\xff\xfe"]
)
def test_nothing_to_read(body):
    with pytest.raises(BadAnswer):
        decode_payment(body)


def test_reads_what_it_wrote(paid):
    full = read(
        paid(
            **CARD,
            card_type=0,
            pg_provider="nice_v2",
            card_issuer_code="366",
            name="상품",
            buyer_name="a",
            buyer_addr="b",
            custom_data="{}",
            cancel_amount=10,
            cancelled_at=1700000009,
            cancel_history=[
                {
                    "pg_tid": "p",
                    "amount": 10,
                    "cancelled_at": 1700000009,
                    "reason": "r",
                    "cancellation_id": "c",
                }
            ],
            customer_uid="key-1",
            customer_uid_usage="payment.scheduled",
            promotion={"id": "p", "discount": 5},
            escrow=True,
            receipt_url="https://r.example",
            user_agent="UA",
            cash_receipt_issued=False,
        )
    )
    again = decode_payment(answer_payment(full).body)
    assert msgspec.structs.replace(again, wire=full.wire) == full


@pytest.mark.parametrize(
    "fields",
    [
        {"pay_method": "trans", "bank_code": "011", "bank_name": "농협"},
        {"pay_method": "trans", "bank_code": "268"},
        {"pay_method": "phone"},
        {"pay_method": "point"},
        {"pay_method": "cultureland", "apply_num": "7"},
        {"pay_method": "unionpay"},
        {"pay_method": "kakaopay", "pg_provider": "kakaopay"},
        {"pay_method": "samsung", "emb_pg_provider": "samsungpay", **CARD},
        {"pay_method": "ssgpay", "emb_pg_provider": "ssgpay", "bank_code": "088"},
        {"pay_method": "vbank", "vbank_num": "1", "vbank_code": "005", "vbank_date": 1700100000},
        {"pay_method": "vbank"},
        {"card_code": "10003"},
        {"card_code": "10003", "card_name": None, "pay_method": None, "status": "ready", "paid_at": 0},
        {"pay_method": None, "status": "ready", "paid_at": 0},
        {"amount": 6.5, "currency": "USD", "pay_method": "paypal", "pg_provider": "paypal_v2"},
    ],
)
def test_methods_come_back(paid, fields):
    first = read(paid(**fields))
    again = decode_payment(answer_payment(first).body)
    assert msgspec.structs.replace(again, wire=first.wire) == first


def test_a_wallet_inside_another_pgs_window_is_named_twice():
    def written(pg):
        method = PayMethod(type="easy_pay", provider="NAVERPAY")
        payment = Payment(
            order_id="o",
            status="paid",
            amount=PaymentAmount(total=1),
            method=method,
            channel=PaymentChannel(pg_provider=pg),
        )
        return json.loads(answer_payment(payment).body)["response"]

    assert (written("NICE_V2")["pay_method"], written("NICE_V2")["emb_pg_provider"]) == (
        "naverpay",
        "naverpay",
    )
    assert (written("NAVERPAY")["pay_method"], written("NAVERPAY")["emb_pg_provider"]) == ("naverpay", None)


def test_what_a_key_was_used_for():
    def written(**fields):
        payment = Payment(order_id="o", status="paid", amount=PaymentAmount(total=1), **fields)
        return json.loads(answer_payment(payment).body)["response"]["customer_uid_usage"]

    assert written() is None
    assert written(billing_key="k") == "payment"
    assert written(billing_key="k", schedule_id="s") == "payment.scheduled"
    assert written(billing_key="k", billing_usage="billing_key_issue") == "issue"


def test_issuer_is_told_only_where_v1_tells_it():
    card = PaymentCard(issuer="SHINHAN_CARD", publisher="BC_CARD")

    def written(pg):
        payment = Payment(
            order_id="o",
            status="paid",
            amount=PaymentAmount(total=1),
            channel=PaymentChannel(pg_provider=pg),
            method=PayMethod(type="card", card=card),
        )
        return json.loads(answer_payment(payment).body)["response"]

    assert written("TOSSPAYMENTS")["card_issuer_code"] == "366"
    assert written("TOSSPAYMENTS")["card_publisher_code"] == "361"
    assert (written("KCP")["card_code"], written("KCP")["card_issuer_code"]) == ("366", None)


def test_only_done_refunds_enter_the_history():
    payment = Payment(
        order_id="o",
        status="paid",
        amount=PaymentAmount(total=100, cancelled=70),
        cancellations=(
            Cancellation(id="a", status="succeeded", amount=30),
            Cancellation(id="b", status="requested", amount=40),
        ),
    )
    inside = json.loads(answer_payment(payment).body)["response"]
    assert [row["cancellation_id"] for row in inside["cancel_history"]] == ["a"]
    assert inside["cancel_amount"] == 30


def test_what_did_not_happen_is_0_and_what_is_not_there_is_null():
    inside = json.loads(
        answer_payment(Payment(order_id="o", status="pending", amount=PaymentAmount(total=1))).body
    )["response"]
    assert (inside["status"], inside["paid_at"], inside["failed_at"], inside["cancelled_at"]) == (
        "ready",
        0,
        0,
        0,
    )
    assert inside["fail_reason"] is None
    assert inside["sandbox"] is False


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (ApiError("m", http_status=409, pg_message="이미"), 200, "이미"),
        (ApiError("m", http_status=502), 200, "m"),
        (ApiError("m", http_status=400), 400, "m"),
        (Unauthorized("m", http_status=403), 200, "m"),
        (Unauthorized("m"), 401, "m"),
        (NotFound("m"), 404, "m"),
        (RuleViolation([]), 400, None),
    ],
)
def test_errors_as_v1_writes_them(error, status, message):
    answer = answer_payment(error)
    body = json.loads(answer.body)
    assert (answer.status, body["code"], body["response"]) == (status, -1, None)
    assert message is None or body["message"] == message


def test_code_tables_go_both_ways():
    for back, table in (
        (codes.BANK_CODES, codes.BANKS),
        (codes.CARD_CODES, codes.CARDS),
        (codes.EASY_PAY_CODES, codes.EASY_PAYS),
        (codes.GIFT_CERTIFICATE_CODES, codes.GIFT_CERTIFICATES),
        (codes.METHOD_CODES, codes.METHODS),
    ):
        assert set(back) == set(table.values())
        assert all(table[code] == name for name, code in back.items())
    assert len(set(codes.BANKS.values())) == 79
