"""PayPal Reference Transaction on V1: the risk data."""

from __future__ import annotations

from typing import Any

import pytest
from pgbridge_providers.v1.rt import PROVIDER

from pgbridge.rules import check

COUNTRY_KEYS = ("sender_country_code", "receiver_address_country_code", "ota_start_country")
DATE_KEYS = (
    *("sender_create_date", "receiver_create_date", "first_interaction_date"),
    *("ota_service_start_date", "ota_service_end_date"),
)
TEXT, COUNTRY, DATE = "stc-string-values", "stc-country-code", "stc-date"


def broken(*rows: object) -> set[str]:
    request: dict[str, Any] = {"bypass": {"paypal_v2": {"additional_data": list(rows)}}}
    found = check(PROVIDER, "browser_billing_key_ui", request)
    return {each.rule.removeprefix("rt.browser_billing_key_ui.") for each in found}


def row(key: object, value: object) -> dict[str, object]:
    return {"key": key, "value": value}


@pytest.mark.parametrize("value", [3, 0, True, 1.5, ["3"], {"n": 1}])
def test_values_that_are_no_text(value: object) -> None:
    assert TEXT in broken(row("a", "b"), row("txn_count_total", value))


@pytest.mark.parametrize("value", ["3", "", None])
def test_values_that_are_text_or_absent(value: object) -> None:
    assert TEXT not in broken(row("txn_count_total", value), "x", None)


@pytest.mark.parametrize("key", COUNTRY_KEYS)
def test_countries(key: str) -> None:
    assert COUNTRY in broken(row("a", "b"), row(key, "KOR"))
    assert COUNTRY in broken(row(key, "Korea"))
    assert COUNTRY not in broken(row(key, "KR"), row("sender_first_name", "KOR"), row(key, ""), row([], "x"))


@pytest.mark.parametrize("key", DATE_KEYS)
@pytest.mark.parametrize("value", ["2023/10/10", "10 October 2023", "yesterday"])
def test_dates_that_are_not_iso(key: str, value: str) -> None:
    assert DATE in broken(row(key, value))


@pytest.mark.parametrize("key", DATE_KEYS)
@pytest.mark.parametrize("value", ["2023-10-10", "2023-10-10T23:59:59+09:00", "2023-10-10T14:59:59Z", ""])
def test_dates_that_are(key: str, value: str) -> None:
    assert DATE not in broken(row(key, value), row("sender_first_name", "yesterday"))
