"""Escrow deliveries and sales slips, on both APIs and both drivers."""

from datetime import datetime, timedelta, timezone

import msgspec
import pytest

from pgbridge import (
    ConfirmEscrow,
    Conflict,
    Customer,
    GetEscrow,
    IssueVirtualAccount,
    NotFound,
    OutcomeUnknown,
    Party,
    RegisterEscrow,
    RegisterStoreReceipt,
    RuleViolation,
    Secret,
    StoreReceiptItem,
    UpdateEscrow,
    krw,
)
from pgbridge.simulator import Fault, Plan

BUYER = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")
SENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
PARTIES = {
    "sender": Party(name="판매자", phone="02"),
    "receiver": Party(name="김하늘", address="서울 마포구"),
}


@pytest.fixture(autouse=True)
def unchecked(shop):
    """The PG's own demands are tested with its module."""
    channels = shop.bridge.config.channels
    for name, channel in list(channels.items()):
        channels[name] = msgspec.structs.replace(channel, pg_api_key=Secret("inicis-api-key"), check="off")


def paid(shop, order_id="order1"):
    due = datetime.fromtimestamp(int(shop.simulator.now()), timezone.utc) + timedelta(days=3)
    more = {"escrow_password": "1234"} if shop.api == "v1" else {"escrow": True}
    shop.do(
        IssueVirtualAccount(
            order_id=order_id, order_name="n", amount=krw(55_000), bank="SHINHAN", expires_at=due, remittee="Shop",
            customer=BUYER, **more,
        )
    )  # fmt: skip
    shop.simulator.deposit(order_id)


def parcel(**more):
    return {"order_id": "order1", "carrier": "CJ", "invoice": "6001", "sent_at": SENT, **PARTIES, **more}


def test_register_change_confirm(shop):
    paid(shop)
    assert shop.do(GetEscrow(order_id="order1")).status == "before_registered"
    made = shop.do(RegisterEscrow(**parcel()))
    assert (made.order_id, made.status, made.carrier, made.invoice) == ("order1", "registered", "CJ", "6001")
    assert (made.sent_at, made.applied_at is not None) == (SENT, True)
    assert shop.do(RegisterEscrow(**parcel())).replayed
    shop.simulator.advance(60)
    changed = shop.do(UpdateEscrow(**parcel(carrier="LOGEN", invoice="7")))
    assert (changed.carrier, changed.invoice) == ("LOGEN", "7")
    assert shop.do(GetEscrow(order_id="order1")).invoice == "7"
    if shop.api == "v2":
        done = shop.do(ConfirmEscrow(order_id="order1"))
        assert (done.status, done.completed_at is not None) == ("confirmed", True)
        assert shop.do(GetEscrow(order_id="order1")).status == "confirmed"


def test_what_v1_has_no_word_for_is_said(shop):
    paid(shop)
    shop.do(RegisterEscrow(**parcel(carrier="DHL", received_at=SENT)))
    told = " ".join(shop.kinds("warning"))
    assert ("carrier" in told, "received_at" in told) == (
        (True, True) if shop.api == "v1" else (False, False)
    )
    assert shop.do(GetEscrow(order_id="order1")).carrier == ("ETC" if shop.api == "v1" else "DHL")


def test_v1_needs_both_parties(shop):
    paid(shop)
    alone = RegisterEscrow(order_id="order1", carrier="CJ", invoice="1", sent_at=SENT)
    if shop.api == "v1":
        with pytest.raises(RuleViolation, match="receiver"):
            shop.do(alone)
        return
    assert shop.do(alone).status == "registered"


def test_orders_that_take_no_delivery(shop):
    shop.charge("order1")
    with pytest.raises((NotFound, Conflict)):
        shop.do(RegisterEscrow(**parcel()))
    with pytest.raises(NotFound):
        shop.do(GetEscrow(order_id="nothing"))


def test_a_lost_answer_is_found_again(shop):
    paid(shop)
    shop.simulator.inject(Plan(fault=Fault(answer="lost"), method="POST", path=f"/{shop.api}/*", times=1))
    assert shop.do(RegisterEscrow(**parcel()), deadline=60).status == "registered"


def items(*amounts):
    return tuple(
        StoreReceiptItem(business_number=f"123-45-6789{n}", name=f"s{n}", amount=it, vat=it // 11)
        for n, it in enumerate(amounts)
    )


def test_sales_slips_are_registered_once(shop):
    shop.charge("order1")
    wish = RegisterStoreReceipt(order_id="order1", items=items(4_000, 2_000))
    made = shop.do(wish)
    assert made.order_id == "order1"
    assert made.url
    again = shop.do(wish)
    assert (again.replayed, again.partial) == (True, True)
    assert list(shop.simulator.world.slips.values()) == [6_000]
    shop.do(RegisterStoreReceipt(order_id="order1", items=items(3_000)))
    assert list(shop.simulator.world.slips.values()) == [9_000]
    with pytest.raises(NotFound):
        shop.do(RegisterStoreReceipt(order_id="nothing", items=items(1)))
    with pytest.raises(RuleViolation):
        shop.do(RegisterStoreReceipt(order_id="order1", items=()))


def test_a_slip_whose_answer_never_came_is_not_sent_again_at_once(shop):
    shop.charge("order1")
    fault = Fault(answer="lost", processed=False)
    shop.simulator.inject(Plan(fault=fault, method="POST", path=f"/{shop.api}/pa*", times=1_000))
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            shop.do(RegisterStoreReceipt(order_id="order1", items=items(1)), deadline=40)
