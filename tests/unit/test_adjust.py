"""The four VAT contracts, at pay and at cancel; any sequence of cancels ends at exactly zero in every part."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgbridge import CancelPayment, Channel, Connection, RuleViolation, krw
from pgbridge.adjust import at_cancel, at_pay
from pgbridge.tax import Parts, share, vat_of

CONNECTION = Connection(name="c", api="v2", environment="test")
ROUNDINGS = ["down", "half-up", "up"]


def channel(vat, rounding="down"):
    return Channel(name="n", connection=CONNECTION, provider="nice-v2", vat=vat, vat_rounding=rounding)


@pytest.mark.parametrize(
    ("contract", "given_amount", "tax_free", "vat"),
    [
        ("automatic", krw(11_000), None, None),
        ("automatic", krw(11_000, tax_free=1_000), 1_000, None),
        ("automatic", krw(11_000, tax_free=0), 0, None),
        ("designated", krw(11_000), 0, 1_000),
        ("designated", krw(12_000, tax_free=1_000), 1_000, 1_000),
        ("designated", krw(12_000, tax_free=1_000, vat=7), 1_000, 7),
        ("zero-rated", krw(11_000), 0, 0),
        ("zero-rated", krw(11_000, tax_free=0, vat=0), 0, 0),
        ("exempt", krw(11_000), 11_000, None),
        ("exempt", krw(11_000, tax_free=11_000), 11_000, None),
    ],
)
def test_at_pay(contract, given_amount, tax_free, vat):
    amount = at_pay(given_amount, channel(contract))
    assert (amount.total, amount.tax_free, amount.vat) == (given_amount.total, tax_free, vat)


@pytest.mark.parametrize(
    ("contract", "given_amount"),
    [
        ("automatic", krw(11_000, vat=1_000)),
        ("automatic", krw(11_000, vat=0)),
        ("zero-rated", krw(11_000, vat=1)),
        ("zero-rated", krw(11_000, tax_free=1)),
        ("exempt", krw(11_000, tax_free=1)),
        ("exempt", krw(11_000, vat=1)),
    ],
)
def test_parts_that_contradict_the_contract_are_refused(contract, given_amount):
    with pytest.raises(RuleViolation, match="channel.vat"):
        at_pay(given_amount, channel(contract))


@pytest.mark.parametrize(
    ("taxable", "rounding", "vat"),
    [(100, "down", 9), (100, "half-up", 9), (100, "up", 10), (105, "half-up", 10), (110, "up", 10)],
)
def test_rounding(taxable, rounding, vat):
    assert vat_of(taxable, rounding) == vat


@settings(max_examples=300)
@given(st.data())
def test_any_sequence_of_cancels_ends_at_zero(data):
    rounding = data.draw(st.sampled_from(ROUNDINGS))
    total = data.draw(st.integers(1, 1_000_000))
    tax_free = data.draw(st.integers(0, total))
    vat = data.draw(st.integers(0, total - tax_free))
    left = Parts(total=total, tax_free=tax_free, vat=vat)
    for step in range(12):
        if not left.total:
            break
        amount = left.total if step == 11 else data.draw(st.integers(1, left.total))
        op = at_cancel(
            CancelPayment(order_id="o", amount=amount, cancel_id="c"), channel("designated", rounding), left
        )
        assert 0 <= op.tax_free <= left.tax_free
        assert 0 <= op.vat <= left.vat
        assert op.tax_free + op.vat <= amount
        left = Parts(total=left.total - amount, tax_free=left.tax_free - op.tax_free, vat=left.vat - op.vat)
        assert left.tax_free + left.vat <= left.total
    assert left == Parts(total=0, tax_free=0, vat=0)


def test_a_designated_cancel_without_known_parts_names_both_fields():
    with pytest.raises(RuleViolation, match=r"tax_free and vat"):
        at_cancel(CancelPayment(order_id="o", amount=10, cancel_id="c"), channel("designated"), None)


def test_parts_given_by_the_caller_stand():
    op = CancelPayment(order_id="o", amount=10, cancel_id="c", tax_free=3, vat=1)
    assert at_cancel(op, channel("designated"), None) == op


def test_a_tax_free_part_given_alone_sets_the_vat_of_the_rest():
    op = CancelPayment(order_id="o", amount=1_210, cancel_id="c", tax_free=110)
    done = at_cancel(op, channel("designated"), Parts(total=12_000, tax_free=1_000, vat=1_000))
    assert (done.tax_free, done.vat) == (110, 100)


@pytest.mark.parametrize(("contract", "tax_free", "vat"), [("zero-rated", 0, 0), ("exempt", 500, None)])
def test_flat_contracts_at_cancel(contract, tax_free, vat):
    done = at_cancel(CancelPayment(order_id="o", amount=500, cancel_id="c"), channel(contract), None)
    assert (done.tax_free, done.vat) == (tax_free, vat)


def test_automatic_states_the_tax_free_part_it_knows_and_no_vat():
    op = CancelPayment(order_id="o", amount=600, cancel_id="c")
    done = at_cancel(op, channel("automatic"), Parts(total=1_000, tax_free=500, vat=None))
    assert (done.tax_free, done.vat) == (300, None)
    assert at_cancel(op, channel("automatic"), None) == op


def test_automatic_refuses_vat_at_cancel():
    with pytest.raises(RuleViolation, match="vat"):
        at_cancel(CancelPayment(order_id="o", amount=6, cancel_id="c", vat=1), channel("automatic"), None)


def test_the_last_cancel_takes_everything():
    assert share(700, Parts(total=700, tax_free=123, vat=45), None, "down") == (123, 45)
