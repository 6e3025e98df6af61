"""Naver Pay on V2: a delivery fee is a number."""

from __future__ import annotations

import pytest
from pgbridge_providers.v2.naverpay import PROVIDER

from pgbridge.rules import check


def broken(fee: object) -> set[str]:
    request = {"bypass": {"naverpay": {"deliveryFee": fee}}}
    return {each.rule for each in check(PROVIDER, "browser_payment", request)}


@pytest.mark.parametrize("fee", ["3000", "0", True, [3000], {}])
def test_a_fee_that_is_no_number(fee: object) -> None:
    assert "naverpay.browser_payment.delivery-fee-number" in broken(fee)


@pytest.mark.parametrize("fee", [3000, 0, 2500.0, None, ""])
def test_a_fee_that_is_one_or_absent(fee: object) -> None:
    assert "naverpay.browser_payment.delivery-fee-number" not in broken(fee)
