"""Paymentwall on V1: test methods."""

from __future__ import annotations

import pytest
from pgbridge_providers.v1.paymentwall import PROVIDER

from pgbridge.rules import check

RULE = "paymentwall.browser_payment.test-method-ps"


@pytest.mark.parametrize(
    ("request_", "trips"),
    [
        ({"use_test_method": True, "bypass": {"ps": "all"}}, True),
        ({"use_test_method": True, "bypass": {"ps": "cc"}}, True),
        ({"use_test_method": True, "bypass": {"ps": ["test"]}}, True),
        ({"use_test_method": True, "bypass": {"widget_code": "t3_1"}}, True),
        ({"use_test_method": True}, True),
        ({"use_test_method": True, "bypass": {"ps": "test"}}, False),
        ({"use_test_method": False, "bypass": {"ps": "all"}}, False),
        ({"use_test_method": None}, False),
        ({"bypass": {"ps": "all"}}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("platform", ["pc", "mobile"])
def test_test_methods_need_ps_test(request_: dict[str, object], trips: bool, platform: str) -> None:
    found = check(PROVIDER, "browser_payment", request_, platform=platform)
    assert [each.severity for each in found if each.rule == RULE] == (["warning"] if trips else [])
