"""What the merchant approves by hand, cancels that take their time, and logging in, through a bridge onto the simulator."""

import pytest

from pgbridge import (
    CancelPayment,
    ConfirmBillingKey,
    ConfirmKeyAndCharge,
    ConfirmPayment,
    Conflict,
    Declined,
    GetBillingKey,
    GetPayment,
    GetToken,
    RefreshToken,
    StopCancellation,
    Unauthorized,
    krw,
)
from pgbridge.simulator.cards import card_of
from pgbridge.simulator.money import priced
from pgbridge.simulator.payments import Source
from pgbridge.simulator.settings import Channel as Seen
from pgbridge.simulator.state import Bill, Buyer

GOOD, DECLINED = "4111111111111111", "4000000000000101"


@pytest.fixture
def api():
    """V1 approves nothing by hand."""
    return "v2"


def agreed(shop, order="order1", number=GOOD, **more):
    world = shop.simulator.world
    bill = Bill(
        version="V2",
        store_id=world.settings.store_id,
        order_id=order,
        order_name="n",
        money=priced(1_000, None, None),
        currency="KRW",
        buyer=Buyer(id="member1"),
    )
    channel = world.channel("channel-key-inicis")
    return shop.simulator.authenticate(bill, Source(card=card_of(number, None), channel=channel), **more)


def test_a_payment_is_approved_once(shop):
    op = ConfirmPayment(order_id="order1", token=agreed(shop), amount=krw(1_000))
    paid = shop.do(op)
    assert (paid.status, paid.partial, paid.amount.total) == ("paid", False, 1_000)
    assert shop.do(op).replayed
    assert shop.do(GetPayment(order_id="order1")).status == "paid"


def test_another_amount_is_not_approved(shop):
    token = agreed(shop)
    with pytest.raises(Conflict):
        shop.do(ConfirmPayment(order_id="order1", token=token, amount=krw(999)))
    assert shop.do(GetPayment(order_id="order1")).status == "ready"


def test_a_declined_approval_is_a_decline(shop):
    token = agreed(shop, number=DECLINED)
    with pytest.raises(Declined):
        shop.do(ConfirmPayment(order_id="order1", token=token, amount=krw(1_000)))
    assert shop.do(GetPayment(order_id="order1")).status == "failed"


def test_a_key_and_its_first_payment(shop):
    key = shop.do(ConfirmBillingKey(alias="key1", token=agreed(shop, charge=False, key=True)))
    assert key.status == "issued"
    assert shop.do(GetBillingKey(billing_key="key1")).id == key.id
    op = ConfirmKeyAndCharge(
        alias="key2", token=agreed(shop, "order2", key=True), order_id="order2", amount=krw(1_000)
    )
    paid = shop.do(op)
    assert (paid.status, paid.order_id) == ("paid", "order2")
    assert paid.billing_key


def test_a_cancel_that_waits_can_be_stopped(shop, monkeypatch):
    monkeypatch.setattr("pgbridge.simulator.cancels.SLOW", frozenset(("INICIS_V2",)))
    shop.charge("order1")
    asked = shop.do(CancelPayment(order_id="order1"))
    assert asked.status == "requested"
    stop = StopCancellation(order_id="order1", cancellation_id=asked.id)
    assert shop.do(stop).id == asked.id
    assert shop.do(GetPayment(order_id="order1")).amount.cancelled in (None, 0)


@pytest.mark.parametrize("channel", ["inicis", "inicis-v1"])
def test_tokens(shop, channel):
    token = shop.do(GetToken(), channel=channel)
    assert token.lifetime == 1_800
    assert token.token not in repr(token)
    again = shop.do(RefreshToken(refresh_token=token.refresh_token), channel=channel)
    assert (again.token == token.token) is (channel == "inicis-v1")
    if channel == "inicis":
        with pytest.raises(Unauthorized):
            shop.do(RefreshToken(refresh_token="of-nobody"), channel=channel)
