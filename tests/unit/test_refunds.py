"""The refund planner: whatever the sequence of refunds, each part ends at exactly zero, by the PG's own rule too."""

import json
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgbridge import (
    Amount,
    Cancellation,
    CancelPayment,
    Channel,
    Connection,
    Payment,
    RefundImpossible,
    RefundLine,
    RefundPlan,
    krw,
    plan_refund,
)
from pgbridge.model.payment import PaymentAmount
from pgbridge.simulator import cancels as pg
from pgbridge.simulator.money import Money
from pgbridge.tax import Parts, vat_of

CONNECTION = Connection(name="c", api="v2", environment="test")
ROUNDINGS = ("down", "half-up", "up")


def channel(vat, rounding="down"):
    return Channel(name="n", connection=CONNECTION, provider="nice-v2", vat=vat, vat_rounding=rounding)


def payment(total, tax_free=None, vat=None, cancelled=0, cancellations=(), status="paid", currency="KRW"):
    amount = PaymentAmount(total=total, tax_free=tax_free, vat=vat, cancelled=cancelled)
    return Payment(
        order_id="order1", status=status, amount=amount, cancellations=cancellations, currency=currency
    )


def cancel(amount, tax_free=None, vat=None, status="succeeded"):
    return Cancellation(id=f"c{amount}", status=status, amount=amount, tax_free=tax_free, vat=vat)


def at_the_pg(left, plan):
    """Cancel as the simulated PG does, which shares no code with the planner; it refuses what is not left."""
    taken = pg.parts(pg.Wish(amount=plan.amount, tax_free=plan.tax_free, vat=plan.vat), left)
    rest = left.minus(taken)
    assert min(rest.total, rest.tax_free, rest.vat, rest.supply) >= 0
    return rest


def checked(plan, left):
    """Check what holds of every plan whose parts are known."""
    before, after = plan.before, plan.after
    assert 0 < plan.amount <= plan.cancellable == before.total
    assert before.total - after.total == plan.amount
    assert (before.tax_free, before.vat) == (left.tax_free, left.vat)
    assert 0 <= after.tax_free <= before.tax_free
    assert 0 <= after.vat <= before.vat
    assert 0 <= plan.taxable == plan.amount - plan.tax_free
    assert plan.vat <= plan.taxable
    assert after.tax_free + after.vat <= after.total
    assert plan.full == (after == Parts(total=0, tax_free=0, vat=0))


def compositions(total):
    """Every way to give an amount back in parts, in every order."""
    for cuts in product((False, True), repeat=total - 1):
        parts, run = [], 1
        for cut in cuts:
            if cut:
                parts.append(run)
                run = 0
            run += 1
        yield [*parts, run]


@pytest.mark.parametrize("rounding", ROUNDINGS)
@pytest.mark.parametrize("total", range(1, 8))
def test_every_sequence_of_small_refunds_ends_at_zero(total, rounding):
    shop = channel("designated", rounding)
    for tax_free in range(total + 1):
        for vat in range(total - tax_free + 1):
            for amounts in compositions(total):
                left, done = Money(total=total, tax_free=tax_free, vat=vat), []
                for amount in amounts:
                    plan = plan_refund(
                        payment(total, tax_free, vat), channel=shop, amount=amount, cancels=done
                    )
                    checked(plan, left)
                    left = at_the_pg(left, plan)
                    done.append(plan)
                assert left == Money(total=0, tax_free=0, vat=0)


@settings(max_examples=400)
@given(st.data())
def test_any_sequence_of_amounts_and_lines_ends_at_zero(data):
    rounding = data.draw(st.sampled_from(ROUNDINGS))
    shop = channel("designated", rounding)
    total = data.draw(st.integers(1, 10_000_000))
    tax_free = data.draw(st.integers(0, total))
    vat = data.draw(
        st.one_of(
            st.just(min(vat_of(total - tax_free, rounding), total - tax_free)),
            st.integers(0, total - tax_free),
        )
    )
    left, done = Money(total=total, tax_free=tax_free, vat=vat), []
    for step in range(10):
        if not left.total:
            break
        wish = {}
        if step < 9 and data.draw(st.booleans()):
            lines = [
                RefundLine(amount=data.draw(st.integers(1, part)), tax_free=free)
                for part, free in ((left.tax_free, True), (left.taxable, False))
                if part and data.draw(st.booleans())
            ]
            wish = {"lines": lines}
        elif step < 9:
            wish = {"amount": data.draw(st.integers(1, left.total))}
        plan = plan_refund(payment(total, tax_free, vat), channel=shop, cancels=done, **wish)
        checked(plan, left)
        if wish.get("lines"):
            assert plan.tax_free == sum(line.amount for line in wish["lines"] if line.tax_free)
        left = at_the_pg(left, plan)
        done.append(plan)
    assert left == Money(total=0, tax_free=0, vat=0)


@settings(max_examples=200)
@given(st.sampled_from(["automatic", "zero-rated", "exempt"]), st.data())
def test_any_sequence_ends_at_zero_under_the_other_contracts(contract, data):
    total = data.draw(st.integers(1, 1_000_000))
    parts = {
        "automatic": (data.draw(st.integers(0, total)), None),
        "zero-rated": (0, 0),
        "exempt": (total, None),
    }[contract]
    done, tax_free = [], 0
    for step in range(8):
        gone = sum(plan.amount for plan in done)
        if gone == total:
            break
        amount = None if step == 7 else data.draw(st.integers(1, total - gone))
        plan = plan_refund(payment(total, *parts), channel=channel(contract), amount=amount, cancels=done)
        assert 0 <= plan.after.tax_free <= plan.after.total == total - gone - plan.amount
        assert (plan.vat, plan.after.vat) == {
            "automatic": (None, None),
            "zero-rated": (0, 0),
            "exempt": (None, 0),
        }[contract]
        tax_free += plan.tax_free or 0
        done.append(plan)
    assert tax_free == parts[0]
    assert plan.full and not plan.after.total and not plan.after.tax_free


@pytest.mark.parametrize(
    ("contract", "lines", "tax_free", "vat"),
    [
        ("designated", [RefundLine(amount=600, quantity=2, tax_free=True)], 1_200, 0),
        ("designated", [RefundLine(amount=1_100, quantity=2)], 0, 200),
        ("designated", [RefundLine(amount=1_100), RefundLine(amount=100, tax_free=True)], 100, 100),
        ("automatic", [RefundLine(amount=1_100)], 0, None),
        ("automatic", [RefundLine(amount=100, tax_free=True)], 100, None),
        ("zero-rated", [RefundLine(amount=1_100)], 0, 0),
        ("exempt", [RefundLine(amount=1_100, tax_free=True)], 1_100, None),
    ],
)
def test_lines_decide_the_parts(contract, lines, tax_free, vat):
    plan = plan_refund(payment(10_000, 1_200, 800), channel=channel(contract), lines=lines)
    assert (plan.amount, plan.tax_free, plan.vat) == (
        sum(x.amount * x.quantity for x in lines),
        tax_free,
        vat,
    )


def test_without_amount_and_lines_everything_goes_back():
    done = (cancel(4_000, 1_000, 272),)
    plan = plan_refund(payment(10_000, 1_200, 800, 4_000, done), channel=channel("designated"))
    assert (plan.amount, plan.tax_free, plan.vat, plan.full) == (6_000, 200, 528, True)


def test_the_operation_states_the_parts_and_what_must_be_left():
    plan = plan_refund(payment(10_000, 1_200, 800), channel=channel("designated"), amount=3_333)
    assert plan.operation(cancel_id="refund-1", reason="damaged") == CancelPayment(
        order_id="order1",
        amount=3_333,
        tax_free=399,
        vat=266,
        cancel_id="refund-1",
        expected_cancellable=10_000,
        reason="damaged",
    )


def test_cancels_that_failed_took_nothing():
    done = (cancel(4_000, 1_000, 272, status="failed"),)
    plan = plan_refund(payment(10_000, 1_200, 800, 0, done), channel=channel("designated"), cancels=done)
    assert (plan.amount, plan.tax_free, plan.vat) == (10_000, 1_200, 800)


def test_cancels_newer_than_the_read_count():
    earlier = [CancelPayment(order_id="order1", amount=3_333, cancel_id="a", tax_free=399, vat=266)]
    plan = plan_refund(payment(10_000, 1_200, 800), channel=channel("designated"), cancels=earlier)
    assert (plan.amount, plan.tax_free, plan.vat) == (6_667, 801, 534)


def test_a_v1_read_tells_no_parts_so_the_shop_does():
    read = payment(10_000, cancelled=3_333, cancellations=(cancel(3_333),))
    shop, paid = channel("designated"), krw(10_000, tax_free=1_200, vat=800)
    with pytest.raises(RefundImpossible, match="cancels=") as found:
        plan_refund(read, channel=shop, paid=paid)
    assert found.value.reason == "parts_unknown"
    plan = plan_refund(read, channel=shop, paid=paid, cancels=[cancel(3_333, 399, 266)])
    assert (plan.amount, plan.tax_free, plan.vat) == (6_667, 801, 534)


def test_a_pg_that_works_out_vat_needs_no_parts():
    plan = plan_refund(payment(10_000), channel=channel("automatic"), amount=100)
    assert (plan.tax_free, plan.vat, plan.before, plan.taxable) == (None, None, None, None)
    assert "not known here" in plan.explain()
    lines = [RefundLine(amount=60, tax_free=True), RefundLine(amount=40)]
    plan = plan_refund(payment(10_000), channel=channel("automatic"), lines=lines)
    assert (plan.tax_free, plan.vat, plan.taxable) == (60, None, 40)


DESIGNATED = channel("designated")
IMPOSSIBLE = {
    "more than is left": ("too_much", dict(amount=10_001), "Only 10,000 KRW of 10,000 KRW is left"),
    "more tax-free goods": (
        "too_much_tax_free",
        dict(lines=[RefundLine(amount=1_201, tax_free=True)]),
        "only 1,200 KRW of the payment's tax-free part is left",
    ),
    "more taxable goods": (
        "too_much_taxable",
        dict(lines=[RefundLine(amount=8_801)]),
        "only 8,800 KRW of the payment's taxable part is left",
    ),
    "nothing left": ("nothing_left", dict(cancels=[cancel(10_000, 1_200, 800)]), "given back already"),
    "everything went": (
        "nothing_left",
        dict(cancels=[CancelPayment(order_id="order1")]),
        "given back already",
    ),
    "a cancel in the air": (
        "cancel_pending",
        dict(cancels=[cancel(1, 0, 0, "requested")]),
        "not decided yet",
    ),
    "both": ("bad_amount", dict(amount=1, lines=[RefundLine(amount=1)]), "not both"),
    "a float": ("bad_amount", dict(amount=1.0), "amount: must be a whole number"),
    "a bool": ("bad_amount", dict(amount=True), "amount: must be a whole number"),
    "nothing": ("bad_amount", dict(amount=0), "more than 0"),
    "a negative line": ("bad_amount", dict(lines=[RefundLine(amount=-5)]), r"lines\[0\].amount"),
    "no pieces": ("bad_amount", dict(lines=[RefundLine(amount=5, quantity=0)]), r"lines\[0\].quantity"),
    "other total": ("parts_inconsistent", dict(paid=krw(9_999)), "is not the payment's total"),
    "other currency": ("parts_inconsistent", dict(paid=Amount(total=10_000, currency="JPY")), "JPY"),
    "parts that do not fit": (
        "parts_inconsistent",
        dict(cancels=[cancel(9_900, 0, 0)], amount=50),
        "do not fit together",
    ),
    "zero-rated": (
        "wrong_contract",
        dict(channel=channel("zero-rated"), lines=[RefundLine(amount=5, tax_free=True)]),
        "zero-rated",
    ),
    "exempt": (
        "wrong_contract",
        dict(channel=channel("exempt"), lines=[RefundLine(amount=5)]),
        "tax-free goods",
    ),
    "unpaid": ("not_paid", dict(payment=payment(10_000, 1_200, 800, status="virtual_account_issued")), "not"),
    "unknown parts": ("parts_unknown", dict(payment=payment(10_000)), "give paid= with both"),
}


@pytest.mark.parametrize(("reason", "wish", "words"), IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_what_is_impossible_is_explained(reason, wish, words):
    wish = {"payment": payment(10_000, 1_200, 800), "channel": DESIGNATED, **wish}
    with pytest.raises(RefundImpossible, match=words) as found:
        plan_refund(wish.pop("payment"), **wish)
    assert found.value.reason == reason
    assert found.value.explain() == str(found.value)


def test_a_plan_is_explained():
    plan = plan_refund(payment(10_000, 1_200, 800), channel=DESIGNATED, amount=3_333)
    assert plan.explain() == (
        "3,333 KRW of the 10,000 KRW that can be given back goes back. Taxable 2,934 KRW, tax-free 399 KRW. VAT 266 KRW. "
        "6,667 KRW is left, 801 KRW of it tax-free, 534 KRW of it VAT."
    )


def test_an_odd_won_of_vat_is_explained():
    done = [cancel(3_333, 399, 266), cancel(3_333, 400, 266)]
    plan = plan_refund(payment(10_000, 1_200, 800), channel=DESIGNATED, cancels=done)
    assert (plan.tax_free, plan.vat) == (401, 268)
    assert "One eleventh would be 266 KRW; it is 268 KRW so that" in plan.explain()
    assert plan.explain().endswith("Nothing is left afterwards.")


def test_minor_units_are_written_as_people_do():
    plan = plan_refund(payment(1_050, currency="USD"), channel=channel("automatic"), amount=650)
    assert plan.explain().startswith("6.50 USD of the 10.50 USD")


def test_a_plan_can_be_stored_and_read_back():
    import msgspec

    plan = plan_refund(payment(10_000, 1_200, 800), channel=DESIGNATED, amount=3_333)
    assert msgspec.json.decode(msgspec.json.encode(plan), type=RefundPlan) == plan
    assert json.loads(msgspec.json.encode(plan))["vat"] == 266


def test_it_is_the_cancel_that_would_have_been_sent_anyway():
    """The planner and a plain cancel of the same amount state the same parts."""
    from pgbridge.adjust import at_cancel

    plan = plan_refund(payment(10_000, 1_200, 800), channel=DESIGNATED, amount=3_333)
    op = CancelPayment(order_id="order1", amount=3_333, cancel_id="a")
    sent = at_cancel(op, DESIGNATED, Parts(total=10_000, tax_free=1_200, vat=800))
    assert (plan.tax_free, plan.vat) == (sent.tax_free, sent.vat)


def test_a_contract_that_states_no_vat_is_explained():
    plan = plan_refund(payment(10_000, 1_200), channel=channel("automatic"), amount=5_000)
    assert plan.tax_free == 600
    assert plan.explain().endswith(
        "VAT is not stated under this channel's contract. 5,000 KRW is left, 600 KRW of it tax-free."
    )


def test_cancels_that_the_read_does_not_add_up_to_leave_the_parts_unknown():
    read = payment(10_000, 1_200, 800, cancelled=5_000, cancellations=(cancel(3_333, 399, 266),))
    with pytest.raises(RefundImpossible) as found:
        plan_refund(read, channel=DESIGNATED)
    assert found.value.reason == "parts_unknown"
