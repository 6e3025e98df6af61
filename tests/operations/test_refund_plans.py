"""Plans executed on both APIs against the simulated PG: the last won comes back, and a stale plan does nothing."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
from pgbridge.simulator.money import NOTHING, vat_of

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


def planned(bridge, done, order_id="order1", paid=PAID, **wish):
    read = bridge.execute(GetPayment(order_id=order_id))
    told = {} if bridge.config.channels["main"].api == "v2" else {"paid": paid, "cancels": done}
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


def given_back(bridge, order_id, paid, amounts):
    """Pay, give back so much at a time, and return what the PG then has left of each part.

    The simulated PG refuses a cancel whose parts do not add up or exceed what is left of one.
    """
    bridge.execute(
        ChargeCard(order_id=order_id, order_name="n", amount=paid, card=CARD, customer=BUYER), channel="main"
    )
    done = []
    for number, amount in enumerate(amounts):
        plan = planned(bridge, done, order_id, paid, amount=amount)
        bridge.execute(plan.operation(cancel_id=f"c{number}"))
        done.append(plan)
    (attempt,) = bridge.simulator.attempts(order_id)
    return attempt


def splits(total):
    """Yield every way to give a total back, one part after the other."""
    if total == 0:
        yield ()
    for first in range(1, total + 1):
        for rest in splits(total - first):
            yield (first, *rest)


def test_every_sequence_of_small_cancels_ends_at_zero(bridge):
    tried = 0
    for total in range(1, 7):
        for tax_free in {0} if total == 6 else {0, total // 2}:
            paid = krw(total, tax_free=tax_free, vat=vat_of(total - tax_free))
            for amounts in splits(total):
                tried += 1
                attempt = given_back(bridge, f"small{tried}", paid, amounts)
                assert attempt.remaining == NOTHING, (paid, amounts)
                assert len(attempt.cancellations) == len(amounts)
    assert tried > 80


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_sequence_of_large_cancels_ends_at_zero(bridge, data):
    total = data.draw(st.integers(1_000, 900_000_000))
    tax_free = data.draw(st.integers(0, total - 100))
    paid = krw(total, tax_free=tax_free, vat=vat_of(total - tax_free))
    cuts = sorted(data.draw(st.sets(st.integers(1, total - 1), max_size=5)))
    amounts = [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]
    attempt = given_back(bridge, f"large{uuid4().hex}", paid, amounts)
    assert attempt.remaining == NOTHING, (paid, amounts)
