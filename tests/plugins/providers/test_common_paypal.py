"""PayPal's rules that are code, the same on both APIs: products, risk data."""

from __future__ import annotations

from typing import Any

import pytest
from pgbridge_providers.v1 import spb
from pgbridge_providers.v2 import paypal_v2

from pgbridge.rules import Provider, check

V1, V2 = spb.PROVIDER, paypal_v2.PROVIDER
BUY, KEY = "browser_payment_ui", "browser_billing_key_ui"


def rules(provider: Provider, operation: str, request: object) -> set[str]:
    return {each.rule.removeprefix(f"{provider.slug}.") for each in check(provider, operation, request)}


def sold(provider: Provider, total: object, *products: tuple[object, object]) -> dict[str, Any]:
    """An order of (price, quantity) rows."""
    price, amount = ("unitPrice", "amount") if provider is V1 else ("amount", "totalAmount")
    rows = [{"id": str(n), price: each, "quantity": count} for n, (each, count) in enumerate(products)]
    return {amount: total, "products": rows}


@pytest.mark.parametrize("provider", [V1, V2])
@pytest.mark.parametrize(
    ("total", "products", "differ"),
    [
        (1000, [(500, 2)], False),
        (1000, [(500, 1), (250, 2)], False),
        (1000, [(500, 1)], True),
        (1000, [(500, 3)], True),
        (0.3, [(0.1, 3)], False),
        (25.8, [(5.7, 2), (4.8, 3)], False),
        ("25.80", [("5.70", 2), (4.8, "3")], False),
        (25.8, [(5.7, 2)], True),
        (0, [(0, 5)], False),
        (1000, [], False),
        (1000, [(500, None)], False),
        (1000, [(None, 2), (1, 1)], False),
        (None, [(500, 2)], False),
        ("much", [(500, 2)], False),
        (1000, [({}, 2)], False),
    ],
)
def test_products_add_up(provider: Provider, total: object, products: Any, differ: bool) -> None:
    found = rules(provider, BUY, sold(provider, total, *products))
    assert (f"{BUY}.products-total" in found) is differ


@pytest.mark.parametrize("products", ["a", [1, "a"], {"amount": 1}, None])
def test_products_of_another_shape_are_left_alone(products: object) -> None:
    assert f"{BUY}.products-total" not in rules(V1, BUY, {"amount": 1, "products": products})
    assert f"{BUY}.products-total" not in rules(V2, BUY, {"totalAmount": 1, "products": products})


RULES = {
    "text": ("stc-string-values", "additional-data-strings"),
    "country": ("stc-country-code", "additional-data-country"),
    "date": ("stc-date", "additional-data-dates"),
    "delivery": ("stc-delivery-method", "additional-data-delivery-method"),
    "popularity": ("stc-popularity", "additional-data-popularity"),
    "flag": ("stc-flags", "additional-data-flags"),
}
ALL_OF_A_KIND = {
    "country": ("sender_country_code", "receiver_address_country_code", "ota_start_country"),
    "date": (
        *("sender_create_date", "receiver_create_date", "first_interaction_date"),
        *("ota_service_start_date", "ota_service_end_date"),
    ),
    "delivery": ("dg_delivery_method",),
    "popularity": ("sender_popularity_score", "recipient_popularity_score"),
    "flag": ("transaction_is_tangible", "ota_service_guest_t_f", "highrisk_txn_flag"),
}
WRONG: dict[str, tuple[object, ...]] = {
    "country": ("KOR", "K", "82", "K1", 410, {"code": "KR"}),
    "date": ("2023/10/10", "10.10.2023", "2023-13-01", "yesterday", 20),
    "delivery": ("post", "Email", "pickup"),
    "popularity": ("5", "High", "very high", 5),
    "flag": ("yes", "true", "2", "Y", True),
}
RIGHT: dict[str, tuple[object, ...]] = {
    "country": ("KR", "US"),
    "date": ("2023-10-10", "2023-10-10T23:59:59+09:00", "2023-10-10T14:59:59Z", "2023-10-10T14:59:59.123Z"),
    "delivery": ("email", "phone", "venue_pickup", "kiosk_pickup"),
    "popularity": ("high", "medium", "low"),
    "flag": ("0", "1", 1, 0),
}
CASES = [
    (kind, key, value, bad)
    for kind, keys in ALL_OF_A_KIND.items()
    for bad, values in ((True, WRONG[kind]), (False, (*RIGHT[kind], "", None)))
    for key in keys
    for value in values
]


def risk(*fields: object) -> dict[str, Any]:
    return {"bypass": {"paypal_v2": {"additional_data": list(fields)}}}


def trips(kind: str, request: object) -> set[tuple[str, bool]]:
    """Ask both providers, each operation, whether the rule is broken."""
    v1, v2 = RULES[kind]
    return {
        ("spb", f"{BUY}.{v1}" in rules(V1, BUY, request)),
        *(("paypal-v2", f"any.{v2}" in rules(V2, name, request)) for name in (BUY, KEY)),
    }


@pytest.mark.parametrize(("kind", "key", "value", "bad"), CASES)
def test_risk_data(kind: str, key: str, value: object, bad: bool) -> None:
    fine = {"key": "sender_email", "value": "x"}
    assert trips(kind, risk(fine, {"key": key, "value": value})) == {("spb", bad), ("paypal-v2", bad)}
    assert trips(kind, risk({"key": "cd_string_one", "value": value})) == {
        ("spb", False),
        ("paypal-v2", False),
    }


@pytest.mark.parametrize(
    ("value", "bad"),
    [("3", False), ("", False), (None, False), (3, True), (0, True), (True, True), (False, True), ([], True)],
)
def test_risk_data_is_text(value: object, bad: bool) -> None:
    assert trips("text", risk({"key": "txn_count_total", "value": value})) == {
        ("spb", bad),
        ("paypal-v2", bad),
    }


@pytest.mark.parametrize("entry", [None, "a", 7, [], {}, {"key": "highrisk_txn_flag"}, {"value": "x"}])
def test_a_risk_field_of_another_shape_is_left_alone(entry: object) -> None:
    for kind in RULES:
        assert trips(kind, risk(entry)) == {("spb", False), ("paypal-v2", False)}


@pytest.mark.parametrize(
    ("provider", "rule", "severity"),
    [(V1, f"{BUY}.stc-delivery-method", "error"), (V2, "any.additional-data-delivery-method", "warning")],
)
def test_only_v1_refuses_an_unknown_way_of_delivery(provider: Provider, rule: str, severity: str) -> None:
    found = check(provider, BUY, risk({"key": "dg_delivery_method", "value": "post"}))
    assert {each.rule: each.severity for each in found}[f"{provider.slug}.{rule}"] == severity


def test_a_full_order_is_taken() -> None:
    """An order that uses all that PayPal reads."""
    address = {
        "address_line_1": "1 Main St",
        "admin_area_2": "San Jose",
        "admin_area_1": "CA",
        "country_code": "US",
    }
    bypass = {
        "style": {"layout": "horizontal", "tagline": True, "height": 40, "label": "pay"},
        "enable-funding": "paylater,card",
        "disable-funding": "mybank",
        "purchase_units": [{"shipping": {"address": address}}],
        "payer": {"address": address, "tax_info": {"tax_id": "1", "tax_id_type": "BR_CPF"}},
        "additional_data": [{"key": "sender_country_code", "value": "US"}],
    }
    v2 = {
        **sold(V2, 1150, (500, 2), (150, 1)),
        "uiType": "PAYPAL_SPB",
        "currency": "USD",
        "customer": {
            "customerId": "c1",
            "firstName": "A",
            "lastName": "B",
            "email": "a@b.kr",
            "phoneNumber": "14085550100",
        },
        "customData": {"a": 1},
        "noticeUrls": ["https://shop.example/hook"],
        "taxFreeAmount": 0,
        "bypass": {"paypal_v2": bypass},
    }
    v1 = {
        **sold(V1, 11.5, (5, 2), (1.5, 1)),
        "uiType": "paypal-spb",
        "pay_method": "paypal",
        "currency": "USD",
        "name": "Order",
        "buyer_first_name": "A",
        "buyer_last_name": "B",
        "buyer_email": "a@b.kr",
        "buyer_tel": "4085550100",
        "custom_data": {"a": 1},
        "notice_url": "https://shop.example/hook",
        "tax_free": 0,
        "bypass": {"paypal_v2": {**bypass, "style": {"layout": "vertical"}}},
    }
    assert not rules(V2, BUY, v2)
    assert not rules(V1, BUY, v1)
