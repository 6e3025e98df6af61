"""Cash receipts, on both APIs and both drivers."""

from datetime import datetime, timedelta, timezone

import msgspec
import pytest

from pgbridge import (
    CancelCashReceipt,
    CancelExternalCashReceipt,
    CancelPayment,
    Conflict,
    Customer,
    GetCashReceipt,
    GetExternalCashReceipt,
    IntentConflict,
    IssueCashReceipt,
    IssueExternalCashReceipt,
    IssueVirtualAccount,
    ListCashReceipts,
    NotFound,
    OutcomeUnknown,
    RefundAccount,
    RuleViolation,
    Secret,
    UnsupportedOperation,
    krw,
)
from pgbridge.simulator import Fault, Plan

BUYER = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")
IDENTITY = "01012345678"


@pytest.fixture(autouse=True)
def pg_api_key(shop):
    """Inicis on V1 wants the merchant's key at the PG."""
    channels = shop.bridge.config.channels
    for name, channel in list(channels.items()):
        channels[name] = msgspec.structs.replace(channel, pg_api_key=Secret("inicis-api-key"))


def deposited(shop, order_id="order1", amount=55_000, **more):
    expires = datetime.fromtimestamp(int(shop.simulator.now()), timezone.utc) + timedelta(days=3)
    issued = IssueVirtualAccount(
        order_id=order_id,
        order_name="Order",
        amount=krw(amount, **more),
        bank="SHINHAN",
        expires_at=expires,
        remittee="Shop",
        customer=BUYER,
    )
    shop.do(issued)
    shop.simulator.deposit(order_id)


def wish(order_id="order1", **more):
    return IssueCashReceipt(order_id=order_id, identity=IDENTITY, identity_type="phone", **more)


def sale(order_id="cash1", amount=11_000):
    return IssueExternalCashReceipt(
        order_id=order_id, order_name="Sale", amount=krw(amount), identity=IDENTITY, customer=BUYER
    )


def test_issue_read_cancel_issue_again(shop):
    deposited(shop)
    with pytest.raises(NotFound) as none:
        shop.do(GetCashReceipt(order_id="order1"))
    assert none.value.reason == "cash_receipt_not_found"
    made = shop.do(wish())
    assert (made.order_id, made.status, made.amount, made.vat) == ("order1", "issued", 55_000, 5_000)
    assert made.issue_number
    assert not made.partial
    read = shop.do(GetCashReceipt(order_id="order1"))
    assert (read.issue_number, read.type, read.issued_at) == (made.issue_number, "personal", made.issued_at)
    again = shop.do(wish())
    assert again.replayed
    assert again.issue_number == made.issue_number
    gone = shop.do(CancelCashReceipt(order_id="order1"))
    assert (gone.status, gone.amount, gone.order_id) == ("cancelled", 55_000, "order1")
    assert gone.cancelled_at is not None
    fresh = shop.do(wish(type="corporate"))
    assert not fresh.replayed
    assert fresh.issue_number != made.issue_number
    assert fresh.type == "corporate"


def test_what_is_left_is_the_amount(shop):
    deposited(shop)
    account = RefundAccount(bank="SHINHAN", number="110123456789", holder="홍길동")
    shop.do(CancelPayment(order_id="order1", amount=5_000, cancel_id="c1", refund_account=account))
    assert shop.do(wish()).amount == 50_000


def test_another_amount_is_refused_on_v1_and_sent_on_v2(shop):
    deposited(shop)
    if shop.api == "v1":
        with pytest.raises(RuleViolation, match="55000"):
            shop.do(wish(amount=50_000))
        made = shop.do(wish("order1", amount=55_000))
        assert made.amount == 55_000
        assert any("amount" in detail for detail in shop.kinds("warning"))
        return
    assert shop.do(wish(amount=50_000)).amount == 50_000
    with pytest.raises(IntentConflict, match="another amount"):
        shop.do(wish(amount=40_000))


def test_unpaid_orders_take_none(shop):
    with pytest.raises(NotFound):
        shop.do(wish("nothing"))
    expires = datetime.fromtimestamp(int(shop.simulator.now()), timezone.utc) + timedelta(days=3)
    waiting = IssueVirtualAccount(
        order_id="w1", order_name="n", amount=krw(100), bank="SHINHAN", expires_at=expires, remittee="S",
        customer=BUYER,
    )  # fmt: skip
    shop.do(waiting)
    with pytest.raises(Conflict, match="not paid|is virtual_account_issued"):
        shop.do(wish("w1"))


def test_a_receipt_of_somebody_else_is_a_conflict(shop):
    deposited(shop)
    shop.do(wish())
    other = type(shop)(shop.api, "sync")
    try:
        other.simulator.world.__dict__.update(shop.simulator.world.__dict__)
        with pytest.raises(Conflict) as found:
            other.do(wish())
        assert found.value.reason == "already_issued"
    finally:
        other.close()


def test_money_taken_elsewhere(shop):
    made = shop.do(sale())
    assert (made.order_id, made.status, made.amount) == ("cash1", "issued", 11_000)
    assert shop.do(sale()).replayed
    with pytest.raises(IntentConflict):
        shop.do(sale(amount=12_000))
    assert shop.do(GetExternalCashReceipt(order_id="cash1")).issue_number == made.issue_number
    gone = shop.do(CancelExternalCashReceipt(order_id="cash1"))
    assert (gone.status, gone.amount) == ("cancelled", 11_000)
    assert shop.do(sale()).issue_number != made.issue_number


def test_money_taken_elsewhere_is_routed_and_then_bound(shop):
    made = shop.do(sale(), channel=None)
    assert shop.do(GetExternalCashReceipt(order_id="cash1"), channel=None).issue_number == made.issue_number
    assert shop.do(CancelExternalCashReceipt(order_id="cash1"), channel=None).status == "cancelled"


def test_a_lost_answer_is_found_again(shop):
    prefix = {"v1": "/v1/receipts/*", "v2": "/v2/cash-receipts"}[shop.api]
    shop.simulator.inject(Plan(fault=Fault(answer="lost"), method="POST", path=prefix, times=1))
    made = shop.do(sale(), deadline=40)
    assert made.status == "issued"
    assert len(shop.simulator.world.receipts) == 1


def test_what_never_arrived_stays_unknown_and_is_not_sent_twice_at_once(shop):
    prefix = {"v1": "/v1/receipts/*", "v2": "/v2/cash-receipts"}[shop.api]
    fault = Fault(processed=False, answer="lost")
    shop.simulator.inject(Plan(fault=fault, method="POST", path=prefix, times=1_000))
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            shop.do(sale(), deadline=40)
    assert not shop.simulator.world.receipts


def test_list(shop):
    shop.do(sale("cash1"))
    shop.do(sale("cash2"))
    if shop.api == "v1":
        with pytest.raises(UnsupportedOperation, match="cash_receipts.get"):
            shop.do(ListCashReceipts())
        return
    shop.do(CancelExternalCashReceipt(order_id="cash2"))
    until = datetime.fromtimestamp(shop.simulator.now() + 1, timezone.utc)
    found = shop.all(ListCashReceipts(until=until, size=1))
    assert {it.order_id: it.status for it in found} == {"cash1": "issued", "cash2": "cancelled"}
    assert [it.order_id for it in shop.all(ListCashReceipts(until=until, status="cancelled"))] == ["cash2"]


def test_tax_free_goods_stay_tax_free(shop):
    deposited(shop, tax_free=55_000)
    made = shop.do(wish(tax_free=55_000 if shop.api == "v1" else None))
    assert made.vat == 0


def test_a_resident_number_has_no_type_on_v2(shop):
    made = shop.do(msgspec.structs.replace(sale(), identity="9001011234567", identity_type="resident"))
    assert made.status == "issued"
    assert any("identity_type" in it for it in shop.kinds("warning")) == (shop.api == "v2")
