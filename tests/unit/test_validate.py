"""Bad input: one error that lists every fault, names field and fix, shows no value, before any traffic."""

from datetime import datetime

import msgspec
import pytest

from pgbridge import (
    Bridge,
    CancelPayment,
    Card,
    ChargeCard,
    CreateSchedule,
    Customer,
    GetPayment,
    IssueVirtualAccount,
    Product,
    RuleViolation,
    ScheduledCharge,
    krw,
    money,
)
from pgbridge.model.money import Amount
from pgbridge.validate import problems

GOOD = ChargeCard(
    order_id="o1",
    order_name="x",
    amount=krw(1000),
    card=Card(
        number="4111-1111-1111-1111",
        expiry="2030-12",
        birth_or_business_number="900101",
        password_digits="12",
    ),
    customer=Customer(name="n", email="e@shop.example", phone="010-1234-5678", birth="1990-01-31"),
)


def fields(op):
    return [problem.field for problem in problems(op)]


def change(**changes):
    return msgspec.structs.replace(GOOD, **changes)


def card(**changes):
    return change(card=msgspec.structs.replace(GOOD.card, **changes))


def test_a_good_charge_has_no_problem():
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("op", "field"),
    [
        (change(amount=krw(-1)), "amount.total"),
        (change(amount=krw(0)), "amount.total"),
        (change(amount=krw(100, tax_free=-1)), "amount.tax_free"),
        (change(amount=krw(100, tax_free=60, vat=41)), "amount.tax_free"),
        (change(amount=Amount(total=1, currency="XAU")), "amount.currency"),
        (change(amount=Amount(total=1, currency="won")), "amount.currency"),
        (change(amount=Amount(total=True)), "amount.total"),
        (change(amount=Amount(total=1.5)), "amount.total"),
        (change(amount=Amount(total=10.0)), "amount.total"),
        (change(amount=Amount(total="1000")), "amount.total"),
        (change(order_id=" "), "order_id"),
        (change(order_id="a\nb"), "order_id"),
        (change(order_id=7), "order_id"),
        (change(installment_months=1), "installment_months"),
        (change(installment_months=-3), "installment_months"),
        (change(products=(Product(id="p", name="n", amount=1, quantity=0),)), "products[0].quantity"),
        (change(customer=Customer(birth="900101")), "customer.birth"),
        (change(bypass={"x": object()}), "ChargeCard"),
        (card(number="4111"), "card.number"),
        (card(number="4111-1111-1111-111x"), "card.number"),
        (card(number="٤١١١١١١١١١١١١١١١"), "card.number"),
        (card(expiry="12/30"), "card.expiry"),
        (card(expiry="2030-13"), "card.expiry"),
        (card(birth_or_business_number="19900101"), "card.birth_or_business_number"),
        (card(birth_or_business_number="901301"), "card.birth_or_business_number"),
        (card(password_digits="1"), "card.password_digits"),
        (card(cvc="12"), "card.cvc"),
        (CancelPayment(), "order_id"),
        (CancelPayment(order_id="o", amount=0, cancel_id="c"), "amount"),
        (CancelPayment(order_id="o", amount=-5, cancel_id="c"), "amount"),
        (CancelPayment(order_id="o", amount=5), "cancel_id"),
        (CancelPayment(order_id="o", amount=5, cancel_id="c", tax_free=6), "tax_free"),
        (CreateSchedule(billing_key="k", rows=()), "rows"),
        (
            CreateSchedule(
                billing_key="k",
                rows=(ScheduledCharge(order_id="a", due_at=datetime(2030, 1, 1), amount=krw(1)),),
            ),
            "rows[0].due_at",
        ),
        (
            IssueVirtualAccount(order_id="o", amount=krw(1), bank="SHINHAN", expires_at=datetime(2030, 1, 1)),
            "expires_at",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_each_fault_names_its_field(op, field):
    assert field in fields(op)


@pytest.mark.parametrize("birth", ["000000", "1234567890", "900101", None])
def test_births_and_business_numbers(birth):
    assert problems(card(birth_or_business_number=birth)) == []


def test_other_currencies_are_fine():
    assert problems(change(amount=money("6.50", "USD"))) == []


def test_all_faults_come_in_one_error_without_any_value():
    bad = msgspec.structs.replace(
        card(
            number="4242-4242-4242-424x",
            expiry="99/99",
            birth_or_business_number="9999999",
            password_digits="abc",
        ),
        amount=krw(-7),
        order_id="",
    )
    with Bridge.simulated() as bridge, pytest.raises(RuleViolation) as caught:
        bridge.execute(bad)
    error = caught.value
    assert {v.field for v in error.violations} == {
        "card.number",
        "card.expiry",
        "card.birth_or_business_number",
        "card.password_digits",
        "amount.total",
        "order_id",
    }
    assert all(v.field in str(error) for v in error.violations)
    for secret in ("4242", "99/99", "9999999", "abc"):
        assert secret not in str(error)
        assert secret not in repr(error.violations)


def test_nothing_reaches_the_simulator():
    with Bridge.simulated() as bridge:
        with pytest.raises(RuleViolation):
            bridge.execute(change(amount=krw(-1)))
        assert bridge.simulator.attempts() == []


def test_reads_are_checked_too():
    assert fields(GetPayment(order_id="")) == ["order_id"]
