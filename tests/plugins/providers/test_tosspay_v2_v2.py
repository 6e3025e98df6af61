"""Toss Pay on V2: how long a payment may stay open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pgbridge_providers.v2.tosspay_v2 import PROVIDER

from pgbridge.rules import check

NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)  # noon in Korea
RULE = "tosspay-v2.browser_payment.expired-time-max"


def broken(expiry: object) -> set[str]:
    request = {"bypass": {"tosspay_v2": {"expiredTime": expiry}}}
    return {each.rule for each in check(PROVIDER, "browser_payment", request, now=NOW)}


@pytest.mark.parametrize("expiry", ["2026-06-01 13:00:01", "2026-06-02 00:00:00", "2099-12-31 23:59:59"])
def test_an_hour_is_the_most(expiry: str) -> None:
    assert RULE in broken(expiry)


@pytest.mark.parametrize(
    "expiry",
    ["2026-06-01 13:00:00", "2026-06-01 12:15:00", "0001-01-01 00:00:00", "soon", None, 20991231, {}],
)
def test_within_the_hour_or_unreadable(expiry: object) -> None:
    assert RULE not in broken(expiry)
