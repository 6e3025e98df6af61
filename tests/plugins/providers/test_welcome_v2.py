"""Welcome Payments on V2: offer periods, deposit deadlines, module options, and full requests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pgbridge_providers.v2.welcome import PROVIDER

from pgbridge.rules import check

NOW = datetime(2026, 6, 1, tzinfo=UTC)  # 09:00 in Korea
OPTIONS = {
    "acceptmethod": ["SKIN(#fc6b2d)", "paypopup", "SLIMQUOTA(11-2:3^34-2:3)", "onlyeasypaycode(lpay:npay)"],
    "P_RESERVED": ["below1000=Y", "hpp_nofix=N", "hpp_default_corp=KTF"],
    "P_CARD_OPTION": "selcode=14:onlycard=visa3d",
    "P_ONLY_EASYPAYCODE": "KAKAOPAY:LPAY",
    "logo_url": "https://shop.example/logo.png",
}
WINDOW: dict[str, Any] = {
    "storeId": "store-1",
    "channelKey": "channel-key-1",
    "paymentId": "order-2030-0001",
    "orderName": "책 3권",
    "totalAmount": 55_000,
    "taxFreeAmount": 11_000,
    "vatAmount": 4_000,
    "currency": "CURRENCY_KRW",
    "payMethod": "CARD",
    "productType": "PRODUCT_TYPE_REAL",
    "isEscrow": True,
    "redirectUrl": "https://shop.example/done",
    "noticeUrls": ["https://shop.example/hook"],
    "locale": "EN_US",
    "customData": {"cart": [1, 2, 3]},
    "customer": {"fullName": "홍길동", "phoneNumber": "010-1234-5678", "email": "buyer@shop.example"},
    "products": [{"id": "p1", "name": "책", "amount": 55_000, "quantity": 1}],
    "offerPeriod": {"range": {"from": "2030-01-01T00:00:00+09:00", "to": "2030-12-31T00:00:00+09:00"}},
    "bypass": {"welcome": OPTIONS},
}
BUYER = {"name": {"full": "홍길동"}, "phoneNumber": "010-1234-5678", "email": "b@shop.example"}


def found(operation: str, request: object, platform: str | None = None) -> set[str]:
    violations = check(PROVIDER, operation, request, platform=platform, now=NOW)
    return {each.rule.removeprefix("welcome.") for each in violations}


def refused(operation: str, request: object, platform: str | None = None) -> list[str]:
    violations = check(PROVIDER, operation, request, platform=platform, now=NOW)
    return [each.rule for each in violations if each.severity == "error"]


@pytest.mark.parametrize("operation", ["browser_billing_key", "browser_billing_key_and_pay"])
@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("2026-12-31T00:00:00+09:00", "2026-01-01T00:00:00+09:00", True),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", True),
        ("2026-01-01T00:00:00Z", "2026-01-01T08:59:00+09:00", True),
        ("2026-01-02", "2026-01-01T23:00:00", True),
        ("2026-01-01T00:00:00+09:00", "2026-01-01T00:00:00Z", False),
        ("2026-01-01", "2026-12-31", False),
        ("soon", "2026-12-31", False),
        ("2026-12-31", None, False),
        (20261231, 20260101, False),
    ],
)
def test_an_offer_begins_before_it_ends(operation: str, start: object, end: object, wrong: bool) -> None:
    request = {"offerPeriod": {"range": {"from": start, "to": end}}}
    assert ("browser_billing_key.offer-period-range-order" in found(operation, request)) is wrong


@pytest.mark.parametrize(
    ("due", "past"),
    [
        ("2020-01-01T00:00:00+09:00", True),
        ("2026-06-01T00:00:00Z", True),
        ("2026-06-01T09:00:00", True),
        ("2026-05-31", True),
        ("2026-06-01T00:00:01Z", False),
        ("2026-06-01", False),
        ("2024-11-12T00:00:00+09+00", False),
        (None, False),
    ],
)
def test_a_deposit_deadline_lies_in_the_future(due: object, past: bool) -> None:
    request = {"method": {"virtualAccount": {"expiry": {"dueDate": due}}}}
    assert ("instant.due-date-future" in found("instant", request)) is past


@pytest.mark.parametrize("platform", ["pc", "mobile"])
@pytest.mark.parametrize(
    "more",
    [
        {"card": {"cardCompany": "BC_CARD", "installment": {"monthOption": {"fixedMonth": 3}}}},
        {
            "card": {
                "useCardPoint": True,
                "installment": {
                    "monthOption": {"availableMonthList": [2, 3]},
                    "freeInstallmentPlans": [{"cardCompany": "BC_CARD", "months": [2, 3]}],
                },
            }
        },
        {"payMethod": "TRANSFER", "transfer": {"cashReceiptType": "ANONYMOUS"}},
        {"payMethod": "VIRTUAL_ACCOUNT", "virtualAccount": {"accountExpiry": {"validHours": 24}}},
        {"payMethod": "MOBILE", "mobile": {"availableCarriers": ["SKT"]}},
        {"payMethod": "GIFT_CERTIFICATE", "giftCertificate": {"giftCertificateType": "CULTURELAND"}},
        {"payMethod": "EASY_PAY", "easyPay": {"easyPayProvider": "EASY_PAY_PROVIDER_NAVERPAY"}},
    ],
)
def test_full_window_requests_are_taken(more: dict[str, Any], platform: str) -> None:
    assert not refused("browser_payment", {**WINDOW, **more}, platform)


@pytest.mark.parametrize("platform", ["pc", "mobile"])
def test_full_billing_key_windows_are_taken(platform: str) -> None:
    issue = {"issueId": "issue-1", "issueName": "구독", "displayAmount": 9_900, "billingKeyMethod": "CARD"}
    assert not refused("browser_billing_key", {**WINDOW, **issue, "payMethod": None}, platform)
    for method in ("MOBILE", "PHONE"):
        both = {
            **WINDOW,
            "billingKeyAndPayMethod": method,
            "offerPeriod": {"interval": "1m"},
            "payMethod": None,
        }
        assert not refused("browser_billing_key_and_pay", both, platform)


def test_full_rest_requests_are_taken() -> None:
    order = {
        "orderName": "책 3권",
        "amount": {"total": 55_000, "taxFree": 11_000, "vat": 4_000},
        "currency": "KRW",
        "customer": BUYER,
        "customData": "{}",
        "products": WINDOW["products"],
        "productCount": 3,
        "isEscrow": True,
    }
    credential = {
        "number": "4111111111111111",
        "expiryYear": "30",
        "expiryMonth": "12",
        "birthOrBusinessRegistrationNumber": "900101",
        "passwordTwoDigits": "12",
    }
    months = {"installmentMonth": 3, "useFreeInterestFromMerchant": True, "useCardPoint": True}
    account = {
        "bank": "SHINHAN",
        "expiry": {"validHours": 24},
        "option": {"type": "NORMAL"},
        "remitteeName": "x",
    }
    fixed = {**account, "option": {"type": "FIXED", "fixed": {"accountNumber": "110"}}}
    card = {"card": {"credential": credential, **months}}
    for method in (card, {"virtualAccount": account}, {"virtualAccount": fixed}):
        assert not refused("instant", {**order, "paymentId": "o-1", "method": method})
    assert not refused(
        "issue_billing_key", {"method": {"card": {"credential": credential}}, "customer": BUYER}
    )
    key = {**order, **months, "billingKey": "k"}
    assert not refused("pay_with_billing_key", {**key, "paymentId": "o-1"})
    split = {**key, "customer": {**BUYER, "name": {"separated": {"first": "길동", "last": "홍"}}}}
    assert not refused(
        "schedule", {"paymentId": "o-1", "payment": split, "timeToPay": "2030-01-01T00:00:00Z"}
    )


@pytest.mark.parametrize(
    ("option", "rules"),
    [
        ("SKIN(red)", {"bypass-skin"}),
        ("SLIMQUOTA(11-)", {"bypass-slimquota"}),
        ("hppdefaultcorp(KT)", {"bypass-hppdefaultcorp"}),
        ("hppnofix(X)", {"bypass-hppnofix"}),
        ("onlyeasypaycode(naverpay)", {"bypass-onlyeasypaycode"}),
        ("ocb", {"bypass-acceptmethod-known"}),
        ("va_ckprice", set()),
    ],
)
def test_a_misspelt_option_trips_its_own_rule_alone(option: str, rules: set[str]) -> None:
    request = {**WINDOW, "bypass": {"welcome": {"acceptmethod": ["below1000", option]}}}
    tripped = found("browser_payment", request) - found("browser_payment", {**WINDOW, "bypass": {}})
    assert {rule.removeprefix("browser_payment.") for rule in tripped} == rules


@pytest.mark.parametrize(("method", "on_pc", "on_mobile"), [("CARD", True, True), ("EASY_PAY", False, True)])
def test_less_than_a_thousand_takes_an_option(method: str, on_pc: bool, on_mobile: bool) -> None:
    request = {**WINDOW, "payMethod": method, "totalAmount": 999, "taxFreeAmount": 0, "vatAmount": 0}
    for platform, expected in (("pc", on_pc), ("mobile", on_mobile)):
        rule = f"browser_payment.min-amount-{platform}"
        assert (rule in found("browser_payment", {**request, "bypass": {}}, platform)) is expected
        options = {"acceptmethod": ["below1000"], "P_RESERVED": ["below1000=Y"]}
        assert rule not in found("browser_payment", {**request, "bypass": {"welcome": options}}, platform)
