"""Kakao Pay on V2: fixed months keep check cards out."""

from __future__ import annotations

import pytest
from pgbridge_providers.v2.kakaopay import PROVIDER

from pgbridge.rules import check

RULE = "kakaopay.browser_payment.fixed-month-excludes-check-cards"


def broken(amount: int, option: object) -> set[str]:
    request = {"totalAmount": amount, "easyPay": {"installment": {"monthOption": option}}}
    return {each.rule for each in check(PROVIDER, "browser_payment", request)}


@pytest.mark.parametrize("amount", [100, 49_999, 50_000])
@pytest.mark.parametrize("month", [0, 3])
def test_any_fixed_month_at_any_amount(amount: int, month: int) -> None:
    assert RULE in broken(amount, {"fixedMonth": month})


@pytest.mark.parametrize("option", [{}, None, {"fixedMonth": None}, {"availableMonthList": [2]}, "x"])
def test_no_fixed_month(option: object) -> None:
    assert RULE not in broken(10_000, option)
