"""What conditional rules are written against: exact numbers, times, lists, and nothing that raises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgbridge.rules import View, number

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=15,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1000, 1000),
        (0, 0),
        (10.12, Decimal("10.12")),
        ("10.12", Decimal("10.12")),
        ("1000", Decimal(1000)),
        (True, None),
        ("1e9", None),
        ("", None),
        ("\uff11\uff10", None),
        (float("nan"), None),
        (float("inf"), None),
        (10**30, None),
        ([1], None),
        (None, None),
    ],
)
def test_numbers_are_exact_or_none(value: object, expected: object) -> None:
    assert number(value) == expected


def test_tenths_add_up_as_the_merchant_wrote_them() -> None:
    view = View({"a": 0.1, "b": 0.2}, api="v1")
    assert (view.number("a") or 0) + (view.number("b") or 0) == Decimal("0.3")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2030-01-01T00:00:00+09:00", datetime(2029, 12, 31, 15, tzinfo=UTC)),
        ("2030-01-01T00:00:00Z", datetime(2030, 1, 1, tzinfo=UTC)),
        ("2030-01-01t00:00:00z", datetime(2030, 1, 1, tzinfo=UTC)),
        ("2030-01-01T00:00:00", datetime(2029, 12, 31, 15, tzinfo=UTC)),
        ("tomorrow", None),
        (1893456000, None),
        (None, None),
    ],
)
def test_times_are_aware_and_korean_unless_they_say_otherwise(
    value: object, expected: datetime | None
) -> None:
    assert View({"at": value}, api="v2").time("at") == expected


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"amount": 5}, 5),
        ({"amount": 5, "currency": ""}, 5),
        ({"amount": 5, "currency": "KRW"}, 5),
        ({"amount": 5, "currency": "CURRENCY_KRW"}, 5),
        ({"amount": 5, "currency": "USD"}, None),
        ({"amount": 5, "currency": ["KRW"]}, None),
    ],
)
def test_an_amount_counts_as_won_only_in_won(request_: object, expected: int | None) -> None:
    assert View(request_, api="v1").won("amount") == expected


def test_the_time_of_a_check_can_be_given() -> None:
    then = datetime(2030, 1, 1, tzinfo=UTC)
    assert View({}, api="v2", now=then).now == then
    assert abs(View({}, api="v2").now - datetime.now(UTC)) < timedelta(minutes=1)


@given(request=JSON, path=st.sampled_from(["a", "a.b", "a.b.c", "", "0"]))
def test_reading_never_raises(request: object, path: str) -> None:
    view = View(request, api="v2")
    assert view.get(path) != ""
    assert isinstance(view.has(path), bool)
    assert isinstance(view.list(path), (list, tuple))
    assert view.number(path) is None or view.has(path)
    assert view.time(path) is None or view.has(path)
    assert view.won(path) is None or view.has(path)
