"""Amounts convert exactly or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgbridge import ConfigError, krw, money
from pgbridge.model.money import exponent, to_major, to_minor

CURRENCIES = ["KRW", "JPY", "USD", "EUR", "KWD", "CLF", "VND"]


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(CURRENCIES))
def test_there_and_back(minor, currency):
    assert to_minor(to_major(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("6.50", "USD", 650),
        ("6.5", "USD", 650),
        ("1000", "KRW", 1000),
        ("1.234", "KWD", 1234),
        (Decimal("0.1"), "USD", 10),
        (7, "USD", 700),
    ],
)
def test_major_units(text, currency, minor):
    assert money(text, currency).total == minor


@pytest.mark.parametrize(
    ("value", "currency"),
    [
        ("0.5", "KRW"),
        ("1.001", "USD"),
        ("x", "USD"),
        ("NaN", "USD"),
        ("Infinity", "USD"),
        ("1", "XAU"),
        ("1", "won"),
    ],
)
def test_what_does_not_fit_is_refused(value, currency):
    with pytest.raises(ValueError, match=r"amount|currency"):
        money(value, currency)


def test_floats_are_refused():
    with pytest.raises(ConfigError, match="float"):
        money(6.5, "USD")


def test_zero_is_not_absent():
    assert krw(10, tax_free=0).tax_free == 0
    assert krw(10).tax_free is None


@pytest.mark.parametrize(("currency", "places"), [("KRW", 0), ("USD", 2), ("BHD", 3), ("UYW", 4), ("ABC", 2)])
def test_exponents(currency, places):
    assert exponent(currency) == places


def test_text_form():
    assert str(money("6.5", "USD")) == "6.50 USD"
    assert str(krw(1000)) == "1000 KRW"
