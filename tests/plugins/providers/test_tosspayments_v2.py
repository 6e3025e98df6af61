"""Toss Payments on V2: PayPal's sums, months that widen, deposits that wait too long, full requests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pgbridge_providers.v2.tosspayments import PROVIDER

from pgbridge.rules import check

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SUM = "browser_payment.paypal-products-sum"
DUE = "browser_payment.vbank-due-date-max"
WIDENED = {
    "card": "browser_payment.available-month-list-widened",
    "easyPay": "browser_payment.easy-pay-available-month-list-widened",
}
METHODS = {"card": "CARD", "easyPay": "EASY_PAY"}


def broken(request: dict[str, Any], operation: str = "browser_payment") -> set[str]:
    found = check(PROVIDER, operation, request, now=NOW)
    return {each.rule.removeprefix("tosspayments.") for each in found}


def paypal(products: object, total: object = 1000, service: str = "PAYPAL") -> dict[str, Any]:
    return {
        "payMethod": "EASY_PAY",
        "easyPay": {"easyPayProvider": service},
        "totalAmount": total,
        "products": products,
    }


def priced(*rows: tuple[object, object]) -> list[dict[str, object]]:
    return [{"name": "Widget", "amount": amount, "quantity": quantity} for amount, quantity in rows]


@pytest.mark.parametrize("products", [priced((500, 1)), priced((500, 2), (1, 1)), priced((0, 5))])
def test_paypal_products_that_miss_the_total(products: object) -> None:
    assert SUM in broken(paypal(products))


@pytest.mark.parametrize(
    "products",
    [priced((500, 2)), priced((300, 3), (100, 1)), priced((500, None)), [], None, [{}], ["x"], {"amount": 1}],
)
def test_paypal_products_that_add_up_or_tell_nothing(products: object) -> None:
    assert SUM not in broken(paypal(products))


def test_only_paypal_adds_products_up() -> None:
    assert SUM not in broken(paypal(priced((1, 1)), service="KAKAOPAY"))
    assert SUM in broken(paypal(priced((1, 1)), service="EASY_PAY_PROVIDER_PAYPAL"))
    assert SUM not in broken(paypal(priced((1, 1)), total=None))


def months(place: str, listed: object) -> dict[str, Any]:
    option = {"installment": {"monthOption": {"availableMonthList": listed}}}
    return {"payMethod": METHODS[place], place: option, "totalAmount": 50_000}


@pytest.mark.parametrize("place", METHODS)
@pytest.mark.parametrize("listed", [[5], [0, 3], [0, 2, 4], [2, 3], [0, 10**17], ["0", "6"]])
def test_months_that_the_window_widens(place: str, listed: object) -> None:
    assert WIDENED[place] in broken(months(place, listed))


@pytest.mark.parametrize("place", METHODS)
@pytest.mark.parametrize("listed", [[0], [1], [], [0, 2], [0, 2, 3, 4, 5], [3, 2, 1], None, 5, [{}]])
def test_months_that_come_as_listed(place: str, listed: object) -> None:
    assert WIDENED[place] not in broken(months(place, listed))


def account(due: object, method: str = "VIRTUAL_ACCOUNT") -> dict[str, Any]:
    return {"payMethod": method, "virtualAccount": {"accountExpiry": {"dueDate": due}}}


@pytest.mark.parametrize("due", ["20260901", "2026-09-01", "2099-12-31 23:59:59", "20260901000000"])
def test_a_deposit_waits_no_longer_than_90_days(due: str) -> None:
    assert DUE in broken(account(due))


@pytest.mark.parametrize(
    "due", ["20260831", "2026-08-30 10:00:00", "20260831235959", "2020-01-01", "soon", "20269999", None, {}]
)
def test_a_deposit_within_90_days_and_a_day_of_leeway(due: object) -> None:
    assert DUE not in broken(account(due))


def test_other_methods_have_no_deposit() -> None:
    assert DUE not in broken(account("2099-12-31", "CARD"))


FULL: dict[str, Any] = {
    "storeId": "store",
    "channelKey": "channel",
    "paymentId": "Order-0001_a",
    "orderName": "여름 셔츠 외 2건",
    "totalAmount": 55_000,
    "taxFreeAmount": 5_000,
    "vatAmount": 4_545,
    "currency": "CURRENCY_KRW",
    "locale": "KO_KR",
    "redirectUrl": "https://shop.example/done",
    "appScheme": "shop://",
    "productType": "PRODUCT_TYPE_REAL",
    "windowType": {"pc": "IFRAME", "mobile": "REDIRECTION"},
    "customer": {
        "customerId": "member-1",
        "fullName": "홍길동",
        "email": "a@b.kr",
        "phoneNumber": "010-1234-5678",
    },
    "products": [{"id": "p1", "name": "셔츠", "code": "S", "amount": 27_500, "quantity": 2}],
    "customData": {"cart": 1},
}
METHOD_PARTS: dict[str, dict[str, Any]] = {
    "CARD": {"card": {"cardCompany": "HYUNDAI_CARD", "installment": {"monthOption": {"fixedMonth": 3}}}},
    "TRANSFER": {"transfer": {"cashReceiptType": "PERSONAL"}},
    "VIRTUAL_ACCOUNT": {
        "virtualAccount": {"accountExpiry": {"validHours": 24}, "cashReceiptType": "ANONYMOUS"}
    },
    "MOBILE": {},
    "EASY_PAY": {"easyPay": {"easyPayProvider": "EASY_PAY_PROVIDER_NAVERPAY"}},
    "GIFT_CERTIFICATE": {
        "giftCertificate": {"giftCertificateType": "GIFT_CERTIFICATE_TYPE_CULTURELAND"},
    },
}


@pytest.mark.parametrize("method", METHOD_PARTS)
@pytest.mark.parametrize("platform", ["pc", "mobile"])
def test_a_full_request_is_not_refused(method: str, platform: str) -> None:
    request = FULL | {"payMethod": method} | METHOD_PARTS[method]
    found = check(PROVIDER, "browser_payment", request, platform=platform, now=NOW)
    assert [each.rule for each in found if each.severity == "error"] == []


def test_toss_agrees_to_no_vat() -> None:
    assert not {rule for rule in broken({"amount": {"total": 1000, "vat": 90}}, "instant") if "vat" in rule}
