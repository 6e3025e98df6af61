"""Virtual accounts on V1."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from pgbridge_iamport.operations.virtual_accounts import close, issue

from pgbridge.errors import ApiError, Conflict, NotFound, RuleViolation
from pgbridge.model.attempt import Attempt
from pgbridge.model.channel import Secret
from pgbridge.model.customer import Customer
from pgbridge.model.money import Amount, krw
from pgbridge.operations.virtual_accounts.close import CloseVirtualAccount
from pgbridge.operations.virtual_accounts.issue import IssueVirtualAccount

DUE = datetime(2026, 5, 4, tzinfo=UTC)
WAITING = {"status": "ready", "pay_method": "vbank", "vbank_num": "110", "paid_at": 0}


@pytest.fixture
def op():
    return IssueVirtualAccount(
        order_id="V1",
        order_name="n",
        amount=krw(55_000, tax_free=0),
        bank="SHINHAN",
        expires_at=DUE,
        remittee="가게",
        fixed_key="cust0000012",
        unlimited=True,
        customer=Customer(name="a", business_number="1234567890"),
        notice_urls=("https://a.example",),
        product_count=1,
    )


def test_issue(op, channel):
    request = issue.encode(op, channel)
    assert (request.method, request.path, request.name, request.query) == ("POST", "/vbanks", "vbank", ())
    assert json.loads(request.content) == {
        "channel_key": "channel-key-1",
        "merchant_uid": "V1",
        "amount": 55000,
        "tax_free": 0,
        "vbank_code": "088",
        "vbank_due": int(DUE.timestamp()),
        "vbank_holder": "가게",
        "vbank_key": "cust0000012",
        "fixed_unlimited_vbank": True,
        "name": "n",
        "buyer_name": "a",
        "business_registration_number": "1234567890",
        "notice_url": ["https://a.example"],
        "product_count": 1,
    }


def test_inicis_wants_the_merchants_own_key(op, channel):
    inicis = msgspec.structs.replace(channel, pg_api_key=Secret("pg-secret"))
    request = issue.encode(op, inicis)
    assert request.query == (("pg_api_key", "pg-secret"),)
    assert "pg_api_key" in request.for_rules()
    assert "pg-secret" not in repr(request)
    assert close.encode(CloseVirtualAccount(attempt_id="imp_1"), inicis).query == (
        ("pg_api_key", "pg-secret"),
    )


def test_issue_refuses_everything_at_once(op, channel):
    wrong = msgspec.structs.replace(
        op,
        amount=Amount(total=1, currency="USD"),
        bank="NOWHERE",
        expires_at=None,
        remittee="r" * 17,
        fixed_key="k" * 14,
        notice_urls=("a", "b"),
    )
    with pytest.raises(RuleViolation) as caught:
        issue.encode(wrong, msgspec.structs.replace(channel, key=None))
    assert {v.field for v in caught.value.violations} == {
        "channel_key", "amount", "vbank_code", "vbank_due", "vbank_holder", "vbank_key", "notice_url",
    }  # fmt: skip


def test_round_trip(op, channel):
    assert issue.accept(issue.encode(op, channel)).op == op


def test_an_issued_account_counts_as_done(op, channel, drive, paid, respond):
    rows = [
        paid(imp_uid="imp_4", **WAITING),
        paid(imp_uid="imp_3", status="cancelled", paid_at=0, pay_method="vbank"),
        paid(imp_uid="imp_2", status="ready", paid_at=0),
        paid(imp_uid="imp_1", status="failed", paid_at=0),
    ]
    page = respond({"next": 0, "list": [{**row, "merchant_uid": "V1"} for row in rows]})
    found = drive(issue.prior(op, channel), page).result.sighting
    assert [s.state for s in found.items] == ["done", "done", "pending", "failed"]
    attempt = Attempt(
        id="a", intent="i", family="virtual_account", operation=op.name, identity="V1", number=1,
        connection="v1", channel="nice", api="v1", vendor_id="V1",
    )  # fmt: skip
    assert (
        drive(issue.settle(attempt, channel), page).result.items[0].result.status == "virtual_account_issued"
    )


def test_close(channel, paid, respond):
    op = CloseVirtualAccount(attempt_id="imp_1")
    request = close.encode(op, channel)
    assert (request.method, request.path) == ("DELETE", "/vbanks/imp_1")
    assert close.accept(request).op == op
    found = close.decode(op, respond(paid(status="cancelled", paid_at=0, cancelled_at=1700000009)))
    assert (found.order_id, found.closed_at.timestamp()) == ("order-1", 1700000009)
    inside = json.loads(close.answer(op, found).body)["response"]
    assert (inside["imp_uid"], inside["status"], inside["cancelled_at"]) == ("imp_1", "cancelled", 1700000009)
    with pytest.raises(RuleViolation):
        close.encode(CloseVirtualAccount(order_id="o"), channel)


def test_close_answers_400_where_v1s_page_does():
    error = ApiError("m", reason="invalid_state", http_status=409, pg_message="입금 대기 상태가 아닙니다.")
    assert close.answer(None, error).status == 400
    assert close.answer(None, ApiError("m", http_status=502)).status == 200


def test_close_finds_what_waits(channel, drive, paid, respond):
    rows = [paid(imp_uid="imp_2", status="failed", paid_at=0), paid(**WAITING)]
    done = drive(
        close.prior(CloseVirtualAccount(order_id="order-1"), channel), respond({"next": 0, "list": rows})
    )
    assert (done.result.op, done.result.target) == (CloseVirtualAccount(attempt_id="imp_1"), "imp_1")
    by_id = drive(close.prior(CloseVirtualAccount(attempt_id="imp_1"), channel), respond(paid(**WAITING)))
    assert by_id.sent[0].path == "/payments/imp_1"


def test_close_of_what_does_not_wait(channel, drive, paid, respond):
    with pytest.raises(Conflict) as caught:
        drive(
            close.prior(CloseVirtualAccount(order_id="order-1"), channel),
            respond({"next": 0, "list": [paid()]}),
        )
    assert caught.value.reason == "payment_not_waiting_for_deposit"
    with pytest.raises(NotFound):
        drive(close.prior(CloseVirtualAccount(order_id="order-1"), channel), respond(status=404, code=-1))


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"status": "cancelled", "paid_at": 0}, 1),
        ({"status": "cancelled", "cancel_amount": 1000}, 0),
        (WAITING, 0),
    ],
)
def test_close_is_settled_by_a_cancel_that_gave_nothing_back(channel, drive, paid, respond, changes, count):
    attempt = Attempt(
        id="a", intent="i", family="virtual_account_close", operation="virtual_accounts.close", identity="o", number=1,
        connection="v1", channel="nice", api="v1", vendor_id="o", target="imp_1",
    )  # fmt: skip
    assert len(drive(close.settle(attempt, channel), respond(paid(**changes))).result.items) == count
    assert drive(close.settle(attempt, channel), respond(status=404, code=-1)).result.items == ()
