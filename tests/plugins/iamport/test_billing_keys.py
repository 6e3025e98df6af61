"""Billing keys on V1."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from pgbridge_iamport.operations.billing_keys import delete, get, get_many, issue
from pgbridge_iamport.operations.payments import charge_billing_key

from pgbridge.errors import BadAnswer, IntentConflict, NotFound, RuleViolation
from pgbridge.model.attempt import Attempt
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.customer import Customer
from pgbridge.model.money import krw
from pgbridge.operations.base import CashReceiptRequest
from pgbridge.operations.billing_keys.delete import DeleteBillingKey
from pgbridge.operations.billing_keys.get import GetBillingKey
from pgbridge.operations.billing_keys.get_many import GetBillingKeys
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.operations.payments.charge_billing_key import ChargeBillingKey
from pgbridge.wire import WireRequest

KEY = {
    "customer_uid": "key 1",
    "pg_provider": "nice_v2",
    "pg_id": "MID1",
    "sandbox": True,
    "card_name": "우리카드",
    "card_code": "041",
    "card_number": "5365****",
    "card_type": 0,
    "customer_name": "a",
    "inserted": 1714520600,
    "updated": 1714520700,
}
SUPER = {
    "customer_uid": "key 1",
    "channelGroupId": "group-1",
    "succeededChannels": [
        {"pg_provider": "nice_v2", "pg_id": "M", "card_code": "366", "inserted": 20, "updated": 30},
        {"pg_provider": "ksnet", "pg_id": "K", "card_code": "366", "inserted": 10, "updated": 40},
    ],
    "failedChannels": [{"type": "PG_PROVIDER", "message": "등록 실패", "pg_provider": "kcp", "pg_id": "T"}],
}


@pytest.fixture
def op(card):
    customer = Customer(
        id="member-1", name="김하늘", phone="010", email="a@b.kr", address="길 1", postcode="03991"
    )
    return IssueBillingKey(alias="key 1", card=card, customer=customer)


@pytest.fixture
def attempt():
    return Attempt(
        id="a", intent="i", family="billing_key", operation="billing_keys.issue", identity="key 1", number=1,
        connection="v1", channel="nice", api="v1", vendor_id="key 1", target="key 1",
    )  # fmt: skip


def test_issue(op, channel):
    request = issue.encode(op, channel)
    assert (request.method, request.path, request.name) == (
        "POST",
        "/subscribe/customers/key%201",
        "issue_billing_key",
    )
    assert request.for_rules()["customer_uid"] == "key 1"
    assert json.loads(request.content) == {
        "channel_key": "channel-key-1",
        "card_number": "4111-1111-1111-1111",
        "expiry": "2030-12",
        "birth": "900101",
        "pwd_2digit": "12",
        "customer_id": "member-1",
        "customer_name": "김하늘",
        "customer_tel": "010",
        "customer_email": "a@b.kr",
        "customer_addr": "길 1",
        "customer_postcode": "03991",
    }


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"key": None}, "pg", "nice.MID1"),
        ({"group": "group-1"}, "channel_group_id", "group-1"),
        ({}, "channel_key", "channel-key-1"),
    ],
)
def test_exactly_one_way_to_the_pg(op, channel, changes, field, value):
    body = json.loads(issue.encode(op, msgspec.structs.replace(channel, **changes)).content)
    assert {k: v for k, v in body.items() if k in ("pg", "channel_group_id", "channel_key")} == {field: value}


def test_issue_refuses(op, channel):
    with pytest.raises(RuleViolation, match="set `key`"):
        issue.encode(op, msgspec.structs.replace(channel, key=None, pg=None))
    long = msgspec.structs.replace(op, alias="a" * 81, customer=Customer(name="n" * 21, phone="0" * 21))
    with pytest.raises(RuleViolation) as caught:
        issue.encode(long, channel)
    assert {v.field for v in caught.value.violations} == {"customer_uid", "customer_name", "customer_tel"}


def test_reads_a_key(respond):
    key = get.decode(None, respond(KEY))
    assert (key.id, key.status, key.channels[0].pg_provider, key.channels[0].live) == (
        "key 1",
        "issued",
        "NICE_V2",
        False,
    )
    assert (key.methods[0].card.issuer, key.methods[0].card.type) == ("WOORI_CARD", "credit")
    assert key.issued_at == datetime.fromtimestamp(1714520600, UTC)
    assert key.updated_at == datetime.fromtimestamp(1714520700, UTC)
    assert "5365" not in repr(key)


def test_reads_a_super_key(op, respond):
    key = issue.decode(op, respond(SUPER))
    assert [c.pg_provider for c in key.channels] == ["NICE_V2", "KSNET"]
    assert (key.channel_group, len(key.methods), key.issued_at.timestamp(), key.updated_at.timestamp()) == (
        "group-1", 1, 10, 40,
    )  # fmt: skip
    (failed,) = key.failures
    assert (failed.type, failed.channel.pg_provider, failed.pg_message) == ("PG_PROVIDER", "KCP", "등록 실패")
    again = issue.decode(op, issue.answer(op, key))
    assert [c.pg_provider for c in again.channels] == ["NICE_V2", "KSNET"]
    assert again.failures == key.failures


def test_a_key_of_no_name_takes_that_of_the_question(op, respond):
    assert issue.decode(op, respond({**KEY, "customer_uid": None})).id == "key 1"
    with pytest.raises(BadAnswer):
        get.decode(None, respond({**KEY, "customer_uid": None}))


def test_reads_what_it_wrote(respond):
    key = get.decode(None, respond({**KEY, "card_issuer_code": "041"}))
    again = get.decode(None, get.answer(None, key))
    assert msgspec.structs.replace(again, wire=key.wire) == key


def test_an_alias_in_use_is_not_replaced_unasked(op, channel, drive, respond):
    with pytest.raises(IntentConflict) as caught:
        drive(issue.prior(op, channel), respond(KEY))
    assert caught.value.reason == "billing_key_exists"
    done = drive(issue.prior(msgspec.structs.replace(op, replace=True), channel), respond(KEY)).result
    assert [s.id for s in done.sighting.items] == ["key 1@1714520700"]
    free = drive(issue.prior(op, channel), respond(status=404, code=-1)).result
    assert (free.sighting.items, free.target) == ((), "key 1")


def test_a_replaced_card_is_another_thing(attempt, channel, test_channel, drive, respond):
    before = drive(issue.settle(attempt, channel), respond(KEY)).result
    after = drive(issue.settle(attempt, channel), respond({**KEY, "updated": 1714529999})).result
    assert before.items[0].id != after.items[0].id
    nothing = drive(issue.settle(attempt, test_channel), respond(status=404, code=-1)).result
    assert (nothing.items, nothing.absence_counts) == ((), False)


def test_get_and_get_many(channel, drive, respond):
    with pytest.raises(NotFound) as caught:
        drive(get.flow(GetBillingKey(billing_key=VendorKey(id="k/1")), channel), respond(status=404, code=-1))
    assert caught.value.reason == "billing_key_not_found"
    op = GetBillingKeys(billing_keys=("key 1", VendorKey(id="key 2")))
    request = get_many.encode(op, channel)
    assert request.query == (("customer_uid[]", "key 1"), ("customer_uid[]", "key 2"))
    found = drive(get_many.flow(op, channel), respond([KEY], status=207)).result
    assert ([k.id for k in found.items], found.missing) == (["key 1"], ("key 2",))
    assert get_many.answer(op, found).status == 207
    assert drive(get_many.flow(op, channel), respond(status=404, code=-1)).result.missing == (
        "key 1",
        "key 2",
    )


def test_delete(attempt, channel, drive, respond):
    op = DeleteBillingKey(billing_key="key 1", reason="회원 탈퇴", requester="customer")
    request = delete.encode(op, channel)
    assert (request.method, request.path) == ("DELETE", "/subscribe/customers/key%201")
    assert request.query == (("reason", "회원 탈퇴"), ("extra[requester]", "customer"))
    assert delete.decode(op, respond(KEY)).id == "key 1"
    assert delete.accept(request).op == op
    assert (
        drive(delete.settle(attempt, channel), respond(status=404, code=-1)).result.items[0].state == "done"
    )
    assert drive(delete.settle(attempt, channel), respond(KEY)).result.items == ()


@pytest.mark.parametrize("requester", ["shop", ""])
def test_delete_knows_two_requesters(channel, requester):
    with pytest.raises(RuleViolation, match="requester"):
        delete.encode(DeleteBillingKey(billing_key="k", requester=requester), channel)


def test_charge(channel):
    op = ChargeBillingKey(
        order_id="o",
        order_name="n",
        amount=krw(60_000, tax_free=10_000),
        billing_key=VendorKey(id="key 1"),
        product_count=2,
        cash_receipt=CashReceiptRequest(type="none"),
        extra={"naverUseCfm": "20261231"},
        pin_channel="channel-key-9",
        installment_months=2,
    )
    request = charge_billing_key.encode(op, channel)
    assert (request.path, request.name) == ("/subscribe/payments/again", "again")
    assert json.loads(request.content) == {
        "customer_uid": "key 1",
        "merchant_uid": "o",
        "name": "n",
        "amount": 60000,
        "currency": "KRW",
        "tax_free": 10000,
        "card_quota": 2,
        "product_count": 2,
        "cash_receipt_type": "anonymous",
        "extra": {"naverUseCfm": "20261231"},
        "channel_key": "channel-key-9",
    }


def test_charge_needs_a_name_and_a_known_receipt(channel):
    op = ChargeBillingKey(
        order_id="o", amount=krw(1), billing_key="k", cash_receipt=CashReceiptRequest(type="odd")
    )
    with pytest.raises(RuleViolation) as caught:
        charge_billing_key.encode(op, channel)
    assert {v.field for v in caught.value.violations} == {"name", "cash_receipt_type"}


def test_charge_is_settled_by_its_attempts(channel, attempt, drive, paid, respond):
    rows = [
        paid(imp_uid="imp_3", status="ready", paid_at=0),
        paid(imp_uid="imp_2", cancel_amount=1000, status="cancelled", custom_data="a"),
        paid(imp_uid="imp_1", status="cancelled", paid_at=0),
    ]
    at = msgspec.structs.replace(attempt, vendor_id="order-1")
    done = drive(charge_billing_key.settle(at, channel), respond({"next": 0, "list": rows})).result
    assert [(s.id, s.state, s.marked) for s in done.items] == [
        ("imp_3", "pending", False),
        ("imp_2", "done", True),
        ("imp_1", "failed", False),
    ]
    assert done.items[1].amount == 1000
    assert done.absence_counts


def test_accepts_form_fields():
    body = {
        "customer_uid": "k",
        "merchant_uid": "o",
        "amount": "1",
        "name": "n",
        "extra[naverUseCfm]": "20261231",
    }
    found = charge_billing_key.accept(WireRequest(method="POST", path="/subscribe/payments/again", body=body))
    assert found.op.extra == {"naverUseCfm": "20261231"}
