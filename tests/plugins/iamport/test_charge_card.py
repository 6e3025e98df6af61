"""`payments.charge_card` on V1."""

import json

import msgspec
import pytest
from pgbridge_iamport.operations.payments import charge_card

from pgbridge.errors import BadAnswer, Declined, RuleViolation
from pgbridge.model.card import Card
from pgbridge.model.customer import Address, Customer, Name
from pgbridge.model.money import Amount, krw
from pgbridge.operations.base import ThreeDSecure
from pgbridge.operations.payments.charge_card import ChargeCard
from pgbridge.wire import WireRequest


@pytest.fixture
def op(card, buyer):
    return ChargeCard(
        order_id="order-1", order_name="Monthly plan", amount=krw(10_000), card=card, customer=buyer
    )


def body_of(op, channel):
    return json.loads(charge_card.encode(op, channel).content)


def change(op, **fields):
    return msgspec.structs.replace(op, **fields)


def test_the_whole_request(op, channel):
    request = charge_card.encode(op, channel)
    assert (request.method, request.path, request.name) == ("POST", "/subscribe/payments/onetime", "onetime")
    assert request.headers == ()
    assert json.loads(request.content) == {
        "merchant_uid": "order-1",
        "amount": 10000,
        "currency": "KRW",
        "card_number": "4111-1111-1111-1111",
        "expiry": "2030-12",
        "birth": "900101",
        "pwd_2digit": "12",
        "pg": "nice.MID1",
        "name": "Monthly plan",
        "buyer_name": "홍길동",
        "buyer_email": "hong@shop.example",
        "buyer_tel": "010-1234-5678",
    }


@pytest.mark.parametrize(
    ("number", "wire"),
    [
        ("378282246310005", "3782-8224-6310-005"),
        ("4111 1111 1111 1111", "4111-1111-1111-1111"),
        ("6212345678901234567", "6212-3456-7890-1234-567"),
        ("4222222222222", "4222-2222-2222-2"),
    ],
)
def test_number_in_groups_of_four(op, channel, number, wire):
    assert body_of(change(op, card=Card(number=number, expiry="2031-01")), channel)["card_number"] == wire


def test_zero_is_sent_and_absent_is_not(op, channel):
    zero = body_of(
        change(
            op, amount=krw(100, tax_free=0, vat=0), installment_months=0, use_card_point=False, custom_data=""
        ),
        channel,
    )
    assert (zero["tax_free"], zero["vat_amount"], zero["card_quota"]) == (0, 0, 0)
    assert zero["use_card_point"] is False
    assert zero["custom_data"] == ""
    assert not {"tax_free", "vat_amount", "card_quota", "use_card_point"} & set(body_of(op, channel))


def test_amounts_in_major_units(op, channel):
    request = charge_card.encode(
        change(op, amount=Amount(total=1050, currency="USD", tax_free=5, vat=100)), channel
    )
    assert b'"amount":10.50' in request.content
    assert b'"tax_free":0.05' in request.content
    assert b'"vat_amount":1' in request.content


def test_everything_else_it_carries(op, channel):
    full = change(
        op,
        customer=Customer(
            name=Name(first="Gildong", last="Hong"),
            address=Address(line1="1 Road", line2="Flat 2"),
            postcode="03991",
        ),
        card=Card(number="4111111111111111", expiry="2030-12", cvc="123"),
        notice_urls=("https://shop.example/hook",),
        product_type="physical",
        promotion_id="promotion-1",
        bypass={"a": {"b": "값"}},
        browser_ip="203.0.113.9",
        three_d_secure=ThreeDSecure(charge_id="c", token="t"),
        save_as="key-1",
        interest_free_by_merchant=True,
    )
    body = body_of(full, channel)
    assert body["buyer_name"] == "Hong Gildong"
    assert (body["buyer_addr"], body["buyer_postcode"]) == ("1 Road Flat 2", "03991")
    assert body["notice_url"] == "https://shop.example/hook"
    assert body["product_type"] == "real"
    assert body["bypass"] == '{"a":{"b":"값"}}'
    assert (body["secure_3d_charge_id"], body["secure_3d_token"]) == ("c", "t")
    assert (body["customer_uid"], body["cvc"], body["browser_ip"]) == ("key-1", "123", "203.0.113.9")


def test_paymentwall_wants_the_given_name_first(op, channel):
    named = change(op, customer=Customer(name=Name(first="Jane", last="Roe")))
    wall = msgspec.structs.replace(channel, provider="paymentwall")
    assert body_of(named, wall)["buyer_name"] == "Jane Roe"
    assert body_of(named, channel)["buyer_name"] == "Roe Jane"


def test_a_channel_group_takes_the_place_of_pg(op, channel):
    body = body_of(change(op, channel_group="channel-group-1"), channel)
    assert body["channelGroupId"] == "channel-group-1"
    assert "pg" not in body
    grouped = msgspec.structs.replace(channel, group="channel-group-2")
    assert body_of(op, grouped)["channelGroupId"] == "channel-group-2"


@pytest.mark.parametrize("key", ["channel-key-1", None], ids=["key alone", "nothing"])
def test_without_pg_v1_would_use_its_default_one(op, channel, key):
    blind = msgspec.structs.replace(channel, pg=None, key=key)
    with pytest.raises(RuleViolation, match="set `pg`"):
        charge_card.encode(op, blind)


def test_tier_of_channel_then_of_connection(op, channel):
    connection = msgspec.structs.replace(channel.connection, tier="ABC")
    agency = msgspec.structs.replace(channel, connection=connection)
    assert charge_card.encode(op, agency).headers == (("Tier", "ABC"),)
    own = msgspec.structs.replace(agency, tier="XYZ")
    assert charge_card.encode(op, own).headers == (("Tier", "XYZ"),)


def test_every_problem_at_once_and_no_data_in_the_message(op, channel):
    wrong = change(
        op,
        order_id="x" * 41,
        order_name="n" * 41,
        customer=Customer(name="n" * 17, phone="0" * 17, email="e" * 65, postcode="9" * 9, address="a" * 129),
        notice_urls=("https://a.example", "https://b.example"),
        product_type="service",
        save_as="k" * 81,
        amount=Amount(total=100, currency="XAU"),
    )
    with pytest.raises(RuleViolation) as caught:
        charge_card.encode(wrong, channel)
    fields = {v.field for v in caught.value.violations}
    assert fields == {
        "merchant_uid", "name", "buyer_name", "buyer_tel", "buyer_email", "buyer_postcode", "buyer_addr",
        "notice_url", "product_type", "customer_uid", "amount",
    }  # fmt: skip
    assert {v.neutral_field for v in caught.value.violations} >= {"order_id", "customer.name", "notice_urls"}
    assert "x" * 41 not in str(caught.value)


def test_forty_characters_fit(op, channel):
    assert body_of(change(op, order_id="x" * 40), channel)["merchant_uid"] == "x" * 40


def test_nothing_secret_in_reprs(op, channel):
    request = charge_card.encode(op, channel)
    shown = f"{request!r} {request.body!r} {op!r}"
    assert not any(secret in shown for secret in ("4111", "2030", "900101", "홍길동", "hong@"))


def test_a_failed_payment_is_read_as_one(channel, op, paid, respond):
    inside = paid(status="failed", paid_at=0, failed_at=1700000002, fail_reason="한도 초과")
    payment = charge_card.decode(op, respond(inside))
    assert (payment.status, payment.failure.reason, payment.amount.paid) == ("failed", "한도 초과", 0)
    assert "한도" not in repr(payment.failure)


@pytest.mark.parametrize("missing", ["merchant_uid", "status", "amount"])
def test_an_answer_without_the_point_is_no_answer(op, paid, respond, missing):
    with pytest.raises(BadAnswer):
        charge_card.decode(op, respond(paid(**{missing: None})))


def test_accepts_form_fields_written_as_texts():
    form = {
        "merchant_uid": "order-1",
        "amount": "10000",
        "tax_free": "0",
        "card_number": "4111-1111-1111-1111",
        "expiry": "2030-12",
        "card_quota": "3",
        "use_card_point": "true",
        "pg": "nice.MID1",
        "bypass": '{"a": 1}',
        "customer_uid": "key-1",
    }
    request = WireRequest(
        method="POST", path="/subscribe/payments/onetime", body=form, headers=(("tier", "ABC"),)
    )
    found = charge_card.accept(request)
    assert (found.pg, found.tier, found.channel_key) == ("nice.MID1", "ABC", None)
    assert found.op.amount == krw(10_000, tax_free=0)
    assert (found.op.installment_months, found.op.use_card_point) == (3, True)
    assert (found.op.bypass, found.op.save_as) == ({"a": 1}, "key-1")
    assert found.op.card.digits == "4111111111111111"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "ten"}, "amount"),
        ({"amount": None}, "amount"),
        ({"amount": 0.5}, "amount"),
        ({"card_quota": 1.5}, "card_quota"),
        ({"use_card_point": "maybe"}, "use_card_point"),
        ({"bypass": "{"}, "bypass"),
        ({"merchant_uid": ""}, "merchant_uid"),
        ({"card_number": None, "expiry": None}, "card_number"),
    ],
)
def test_bad_foreign_requests_name_the_field(changes, field):
    body = {
        "merchant_uid": "o",
        "amount": 1,
        "card_number": "4111111111111111",
        "expiry": "2030-12",
        **changes,
    }
    with pytest.raises(RuleViolation) as caught:
        charge_card.accept(WireRequest(method="POST", path="/subscribe/payments/onetime", body=body))
    assert caught.value.violations[0].field == field


def test_a_decline_is_answered_as_a_failed_payment(op, paid, respond):
    failed = charge_card.decode(op, respond(paid(status="failed", paid_at=0, fail_reason="no")))
    answer = charge_card.answer(op, Declined("declined", payment=failed))
    assert answer.status == 200
    inside = json.loads(answer.body)
    assert (inside["code"], inside["response"]["status"], inside["response"]["fail_reason"]) == (
        0,
        "failed",
        "no",
    )


def test_prior_and_settle_list_every_attempt(op, channel, drive, paid, respond):
    first = paid(imp_uid="imp_1", status="failed", paid_at=0, failed_at=5)
    second = paid(imp_uid="imp_2", custom_data="attempt-7")
    pages = (
        respond({"total": 2, "previous": 0, "next": 2, "list": [second]}),
        respond({"total": 2, "previous": 1, "next": 0, "list": [first]}),
    )
    before = drive(charge_card.prior(op, channel), *pages)
    assert [s.id for s in before.result.sighting.items] == ["imp_2", "imp_1"]
    assert before.result.op is op
    assert [dict(r.query)["page"] for r in before.sent] == ["1", "2"]
    assert before.sent[0].path == "/payments/findAll/order-1"
