"""Virtual accounts on V2: issued by the charge's call, shown by the read that follows, closed."""

import json
from datetime import UTC, datetime

import msgspec
import pytest

from pgbridge.errors import ApiError, RuleViolation
from pgbridge.model.attempt import Attempt
from pgbridge.model.customer import Customer
from pgbridge.model.money import krw
from pgbridge.operations.base import CashReceiptRequest
from pgbridge.operations.virtual_accounts.close import CloseVirtualAccount
from pgbridge.operations.virtual_accounts.issue import IssueVirtualAccount
from pgbridge.wire import WireRequest
from pgbridge_portone.operations.virtual_accounts import close, issue

replace = msgspec.structs.replace
DUE = datetime(2030, 2, 1, tzinfo=UTC)
OP = IssueVirtualAccount(
    order_id="va-1",
    order_name="주문",
    amount=krw(55_000),
    bank="SHINHAN",
    expires_at=DUE,
    remittee="가게",
    customer=Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678"),
)
ATTEMPT = Attempt(
    id="a1b2c3d4e5f6",
    intent="i",
    family="virtual_account",
    operation="virtual_accounts.issue",
    identity="va-1",
    number=1,
    connection="v2",
    channel="inicis",
    api="v2",
    vendor_id="va-1",
)


def method(request):
    return json.loads(request.content)["method"]["virtualAccount"]


def test_a_common_account(channel):
    request = issue.encode(OP, channel)
    assert (request.name, request.path) == ("instant", "/payments/va-1/instant")
    assert method(request) == {
        "bank": "SHINHAN",
        "expiry": {"dueDate": "2030-02-01T00:00:00Z"},
        "option": {"type": "NORMAL"},
        "remitteeName": "가게",
    }
    assert issue.accept(request).op == OP


def test_a_fixed_account(channel):
    op = replace(
        OP,
        expires_at=None,
        valid_hours=0,
        account_number="790",
        fixed_key="cust1",
        cash_receipt=CashReceiptRequest(type="personal", identity="01012345678"),
        escrow=True,
    )
    request = issue.encode(op, channel)
    assert method(request) == {
        "bank": "SHINHAN",
        "expiry": {"validHours": 0},
        "option": {"type": "FIXED", "fixed": {"pgAccountId": "cust1", "accountNumber": "790"}},
        "cashReceipt": {"type": "PERSONAL", "customerIdentityNumber": "01012345678"},
        "remitteeName": "가게",
    }
    assert issue.accept(request).op == op


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"bank": "088"}, "bank"),
        ({"expires_at": None}, "expires_at"),
        ({"valid_hours": 3}, "expires_at"),
        ({"cash_receipt": CashReceiptRequest(type="both", identity="1")}, "cash_receipt.type"),
        ({"cash_receipt": CashReceiptRequest(type="personal")}, "cash_receipt.identity"),
        ({"order_name": None}, "order_name"),
    ],
)
def test_accounts_that_v2_cannot_open(channel, change, field):
    with pytest.raises(RuleViolation) as caught:
        issue.encode(replace(OP, **change), channel)
    assert [v.neutral_field for v in caught.value.violations] == [field]


def test_a_request_for_something_else():
    sent = {"method": {}, "orderName": "x", "amount": {"total": 1}, "currency": "KRW"}
    with pytest.raises(RuleViolation, match="virtual account"):
        issue.accept(WireRequest(method="POST", path="/payments/a/instant", body=sent))


def test_the_answer_and_the_read_that_follows(channel, tools):
    short = issue.decode(OP, tools.answer({"payment": {"pgTxId": "pg-1", "paidAt": "2030-01-01T00:00:00Z"}}))
    assert (short.status, short.paid_at, short.partial, short.amount.paid) == (
        "virtual_account_issued",
        None,
        True,
        0,
    )
    told = {
        "status": "VIRTUAL_ACCOUNT_ISSUED",
        "id": "va-1",
        "transactionId": "tx-1",
        "amount": {"total": 55_000},
        "currency": "KRW",
        "pgTxId": "pg-1",
        "method": {"type": "PaymentMethodVirtualAccount", "bank": "SHINHAN", "accountNumber": "562"},
    }
    whole, _ = tools.drive(issue.complete(OP, short, channel), tools.answer(told))
    assert whole.method.virtual_account.number == "562"
    sighting, _ = tools.drive(issue.settle(ATTEMPT, channel), tools.answer({"items": []}), tools.answer(told))
    assert [(i.id, i.state) for i in sighting.items] == [("tx-1", "done")]
    charge = replace(ATTEMPT, family="charge", operation="payments.charge_card")
    sighting, _ = tools.drive(issue.settle(charge, channel), tools.answer({"items": []}), tools.answer(told))
    assert [i.state for i in sighting.items] == ["pending"]


def test_closing(channel, tools):
    op = CloseVirtualAccount(order_id="va-1")
    request = close.encode(op, replace(channel, store_id="s"))
    assert (request.method, request.path) == ("POST", "/payments/va-1/virtual-account/close")
    assert (request.query, request.body) == ((("storeId", "s"),), None)
    assert close.accept(request).op == op
    found = close.decode(op, tools.answer({"closedAt": "2030-02-01T00:00:00Z"}))
    assert (found.order_id, found.closed_at) == ("va-1", DUE)
    assert json.loads(close.answer(op, found).body) == {"closedAt": "2030-02-01T00:00:00Z"}
    with pytest.raises(RuleViolation):
        close.encode(CloseVirtualAccount(attempt_id="imp_1"), channel)


@pytest.mark.parametrize(
    ("told", "closed"),
    [
        ({"status": "CANCELLED", "cancelledAt": "2030-02-01T00:00:00Z"}, True),
        ({"status": "CANCELLED", "paidAt": "2030-01-01T00:00:00Z"}, False),
        ({"status": "VIRTUAL_ACCOUNT_ISSUED"}, False),
        ({"status": "PAID", "paidAt": "2030-01-01T00:00:00Z"}, False),
    ],
)
def test_is_it_closed(channel, tools, told, closed):
    payment = {"id": "va-1", "transactionId": "t", "amount": {"total": 1}, "currency": "KRW", **told}
    found, _ = tools.drive(close.settle(ATTEMPT, channel), tools.answer(payment))
    assert bool(found.items) is closed
    assert [i.result.closed_at for i in found.items] == ([DUE] if closed else [])


def test_the_simulator_opens_and_closes(shop, channel):
    short = shop.do(issue, OP, channel)
    whole = shop.run(issue.complete(OP, short, channel))
    assert whole.status == "virtual_account_issued"
    assert whole.method.virtual_account.bank == "SHINHAN"
    assert [i.state for i in shop.run(issue.settle(ATTEMPT, channel)).items] == ["done"]
    assert shop.run(close.settle(ATTEMPT, channel)).items == ()
    shop.do(close, CloseVirtualAccount(order_id="va-1"), channel)
    assert [i.state for i in shop.run(close.settle(ATTEMPT, channel)).items] == ["done"]
    with pytest.raises(ApiError) as caught:
        shop.do(close, CloseVirtualAccount(order_id="va-1"), channel)
    assert caught.value.reason == "invalid_state"
