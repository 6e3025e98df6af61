"""Plans executed on both APIs against the simulated PG: the last won comes back, and a stale plan does nothing."""

import pytest

from pgbridge import (
    Bridge,
    CancelPayment,
    Card,
    ChargeCard,
    Conflict,
    Customer,
    GetPayment,
    RefundLine,
    config,
    krw,
    plan_refund,
)

CARD = Card(
    number="4111111111111111", expiry="2030-12", birth_or_business_number="900101", password_digits="12"
)
BUYER = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")
PAID = krw(10_007, tax_free=1_203, vat=800)


@pytest.fixture(params=["v1", "v2"])
def bridge(request, monkeypatch):
    for name in ("KEY", "SECRET"):
        monkeypatch.setenv(name, "of the tests")
    secret = {"secret": {"env": "SECRET"}}
    connection = {"api": request.param, "environment": "test", **secret}
    channel = {"connection": "main", "key": "channel-key-main", "vat": "designated", "provider": "nice-v2"}
    if request.param == "v1":
        connection["key"] = {"env": "KEY"}
        channel |= {"provider": "nice", "pg": "nice.MID1", "contracts": ["key-in"]}
        del channel["key"]
    entries = {"connections": {"main": connection}, "channels": {"main": channel}}
    with Bridge.simulated(config.parse(entries)) as bridge:
        op = ChargeCard(order_id="order1", order_name="n", amount=PAID, card=CARD, customer=BUYER)
        bridge.execute(op)
        yield bridge


def planned(bridge, done, **wish):
    read = bridge.execute(GetPayment(order_id="order1"))
    told = {} if bridge.config.channels["main"].api == "v2" else {"paid": PAID, "cancels": done}
    return plan_refund(read, channel=bridge.config.channels["main"], **told, **wish)


def test_plans_end_at_zero(bridge):
    done = []
    for number, wish in enumerate(
        (
            {"amount": 3_333},
            {"lines": [RefundLine(amount=101, tax_free=True), RefundLine(amount=1_111, quantity=2)]},
            {"amount": 1},
            {"amount": 3_333},
            {},
        )
    ):
        plan = planned(bridge, done, **wish)
        back = bridge.execute(plan.operation(cancel_id=f"c{number}"))
        assert (back.amount, back.status) == (plan.amount, "succeeded")
        done.append(plan)
    assert done[-1].full
    for part, paid in (("amount", 10_007), ("tax_free", 1_203), ("vat", 800)):
        assert sum(getattr(plan, part) for plan in done) == paid
    assert bridge.execute(GetPayment(order_id="order1")).status == "cancelled"


def test_a_plan_that_something_else_overtook_does_nothing(bridge):
    plan = planned(bridge, [], amount=5_000)
    bridge.execute(CancelPayment(order_id="order1", amount=100, cancel_id="first"))
    with pytest.raises(Conflict):
        bridge.execute(plan.operation(cancel_id="second"))
    assert bridge.execute(GetPayment(order_id="order1")).amount.cancelled == 100
