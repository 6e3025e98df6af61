"""Rules that are code: each one's edges, as a table of what trips and what passes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pgbridge_providers.plugin import pgbridge_register_providers

from pgbridge.rules import Provider, check

PROVIDERS: dict[tuple[str, str], Provider] = {
    (ref.api, ref.slug): ref.load() for ref in pgbridge_register_providers()
}
NOW = datetime(2026, 6, 1, tzinfo=UTC)

INICIS = ("v1", "inicis")
NICE = ("v1", "nice")
NICE_NEW = ("v1", "nice-v2")
INICIS_V2 = ("v2", "inicis-v2")
NICE_V2 = ("v2", "nice-v2")


def direct(quota: object, amount: object, **more: object) -> dict[str, Any]:
    return {
        "pay_method": "card",
        "amount": amount,
        "card": {"direct": {"code": "361", "quota": quota}},
        **more,
    }


def listed(months: object, amount: object = 49_999, **more: object) -> dict[str, Any]:
    return {"pay_method": "card", "amount": amount, "display": {"card_quota": months}, **more}


def reserved(text: object, method: str = "card") -> dict[str, Any]:
    return {"pay_method": method, "bypass": {"P_RESERVED": text}}


def account(due: object) -> dict[str, Any]:
    return {"method": {"virtualAccount": {"expiry": {"dueDate": due}}}}


def offer(start: object, end: object) -> dict[str, Any]:
    return {"offerPeriod": {"range": {"from": start, "to": end}}}


def naver(months: object, service: str = "NAVERPAY") -> dict[str, Any]:
    easy = {"easyPayProvider": service, "installment": {"monthOption": {"availableMonthList": months}}}
    return {"payMethod": "EASY_PAY", "easyPay": easy}


PARTS = "any.vat-and-tax-free-within-amount"
DIRECT = "browser_payment.direct-quota-min-amount"
LISTED = "browser_payment.card-quota-min-amount"
SINGLE = "browser_payment.single-quota-needs-direct"
SCHEME = "browser_payment.p-reserved-apprun-or-scheme"
TWOTRS = "browser_payment.mobile-trans-twotrs-bank"
MOBILE_USD = "browser_payment.usd-mobile-needs-mobile-v2"
INTERVAL = "browser_payment.period-dates-or-interval"
ORDER = "browser_billing_key.offer-period-range-order"
DUE = "instant.due-date-future"
LUMP_SUM = "browser_payment.naverpay-month-list-lump-sum"

TABLE: list[tuple[tuple[str, str], str, str, str | None, dict[str, Any], bool]] = []


def rows(
    who: tuple[str, str],
    operation: str,
    rule: str,
    *,
    trip: tuple[dict[str, Any], ...],
    keep: tuple[dict[str, Any], ...],
    on: str | None = None,
) -> None:
    TABLE.extend((who, operation, rule, on, request, True) for request in trip)
    TABLE.extend((who, operation, rule, on, request, False) for request in keep)


for who in (INICIS, NICE, NICE_NEW):
    for operation in ("browser_payment", "onetime", "again", *(["vbank"] if who is not INICIS else [])):
        rows(
            who,
            operation,
            PARTS,
            trip=(
                {"amount": 1000, "tax_free": 500, "vat_amount": 501},
                {"amount": 1000, "tax_free": 1001},
                {"amount": 1000, "vat_amount": 1001},
                {"amount": 0, "vat_amount": 1},
                {"amount": "1000", "tax_free": "1000", "vat_amount": "1"},
            ),
            keep=(
                {"amount": 1000, "tax_free": 500, "vat_amount": 500},
                {"amount": 0, "tax_free": 0, "vat_amount": 0},
                {"amount": 0.3, "tax_free": 0.1, "vat_amount": 0.2},
                {"amount": 1000},
                {"tax_free": 5, "vat_amount": 5},
                {"amount": "much", "tax_free": 5},
                {"amount": 1000, "tax_free": {}, "vat_amount": [5000]},
            ),
        )
    rows(
        who,
        "cancel",
        PARTS,
        trip=({"amount": 100, "tax_free": 100, "vat_amount": 1},),
        keep=(
            {"tax_free": 100, "vat_amount": 10},
            {"amount": 0, "vat_amount": 10},
            {"amount": 110, "vat_amount": 10},
        ),
    )

for who in (INICIS, NICE):
    rows(
        who,
        "browser_payment",
        DIRECT,
        trip=(direct(2, 49_999), direct("3", 1), direct(36, 49_999, currency="KRW")),
        keep=(
            direct(2, 50_000),
            direct(0, 1),
            direct(1, 1),
            direct(None, 1),
            direct(12, 40, currency="USD"),
            direct([3], 1),
            {"amount": 1},
        ),
    )
    rows(
        who,
        "browser_payment",
        LISTED,
        trip=(listed([2, 3]), listed([0, 6]), listed(["3"]), listed([6], 1, currency="KRW")),
        keep=(
            listed([2, 3], 50_000),
            listed([]),
            listed([0]),
            listed([1]),
            listed(None),
            listed([3], 30, currency="USD"),
            listed([{}]),
        ),
    )
rows(
    NICE_NEW,
    "browser_payment",
    DIRECT,
    trip=(direct(1, 49_999), direct(5, 49_999)),
    keep=(direct(0, 1), direct(5, 50_000), direct(5, 40, currency="USD"), direct(None, 1)),
)
rows(
    NICE_NEW,
    "browser_payment",
    SINGLE,
    trip=(
        listed([3], 50_000, pay_method="naverpay_card"),
        listed([2], 50_000, pay_method="payco"),
        listed([3], 50_000, pay_method="payco", card={"direct": {"quota": 3}}),
    ),
    keep=(
        listed([2, 3], 50_000, pay_method="payco"),
        listed([0], 50_000, pay_method="payco"),
        listed([], 50_000, pay_method="payco"),
        listed([3], 50_000, pay_method="card"),
        listed([3], 50_000, pay_method="payco", card={"direct": {"code": "361", "quota": 3}}),
        {"pay_method": "payco"},
    ),
)
rows(
    INICIS,
    "browser_payment",
    SCHEME,
    on="mobile",
    trip=(
        reserved("apprun_check=Y&app_scheme=shop://"),
        reserved("app_scheme=shop://&noeasypay=Y&apprun_check=Y"),
        reserved(["apprun_check=Y", "app_scheme=shop://"]),
    ),
    keep=(
        reserved("apprun_check=Y"),
        reserved("app_scheme=shop://"),
        reserved("apprun_check=N&app_scheme=shop://"),
        reserved("apprun_check=Y&app_scheme="),
        reserved({"apprun_check": "Y"}),
        reserved(""),
    ),
)
rows(
    INICIS, "browser_payment", SCHEME, on="pc", trip=(), keep=(reserved("apprun_check=Y&app_scheme=shop://"),)
)
rows(
    INICIS,
    "browser_payment",
    TWOTRS,
    on="mobile",
    trip=({"pay_method": "trans"}, reserved("noeasypay=Y", "trans"), reserved("twotrs_bank=N", "trans")),
    keep=(reserved("twotrs_bank=Y", "trans"), reserved("a=b&twotrs_bank=Y", "trans"), {"pay_method": "card"}),
)
rows(
    NICE,
    "browser_payment",
    MOBILE_USD,
    on="mobile",
    trip=({"currency": "USD"}, {"currency": "USD", "niceMobileV2": False}),
    keep=({"currency": "USD", "niceMobileV2": True}, {"currency": "KRW"}, {}),
)
rows(
    NICE,
    "browser_payment",
    INTERVAL,
    trip=(
        {"period": {"from": "20300101", "to": "20301231", "interval": "month"}},
        {"period": {"to": "20301231", "interval": "year"}},
    ),
    keep=(
        {"period": {"interval": "month"}},
        {"period": {"from": "20300101", "to": "20301231"}},
        {"period": "month"},
    ),
)
for operation in ("browser_billing_key", "browser_billing_key_and_pay"):
    rows(
        INICIS_V2,
        operation,
        ORDER,
        trip=(
            offer("2026-12-31T00:00:00+09:00", "2026-01-01T00:00:00+09:00"),
            offer("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
            offer("2026-01-01T00:00:00Z", "2026-01-01T08:59:00+09:00"),
            offer("2026-01-02", "2026-01-01T23:00:00"),
        ),
        keep=(
            offer("2026-01-01T00:00:00+09:00", "2026-01-01T00:00:00Z"),
            offer("2026-01-01", "2026-12-31"),
            offer("soon", "2026-12-31"),
            offer("2026-12-31", None),
            offer(20261231, 20260101),
            {"offerPeriod": {"interval": "1m"}},
        ),
    )
rows(
    INICIS_V2,
    "instant",
    DUE,
    trip=(
        account("2020-01-01T00:00:00+09:00"),
        account("2026-06-01T00:00:00Z"),
        account("2026-06-01T09:00:00"),
        account("2026-06-01T08:59:59+09:00"),
    ),
    keep=(
        account("2026-06-01T00:00:01Z"),
        account("2026-06-01T09:00:01"),
        account("2099-01-01T00:00:00+09:00"),
        account("next week"),
        account(None),
        {"method": {"card": {}}, "dueDate": "2020-01-01T00:00:00Z"},
    ),
)
rows(
    NICE_V2,
    "browser_payment",
    LUMP_SUM,
    trip=(naver([3, 6]), naver([12]), naver([3], "EASY_PAY_PROVIDER_NAVERPAY")),
    keep=(naver([0, 3]), naver([]), naver(3), naver([3, 6], "PAYCO"), naver([0])),
)


@pytest.mark.parametrize(
    ("who", "operation", "rule", "platform", "request_", "expected"),
    TABLE,
    ids=[
        f"{who[1]}-{operation}-{rule.partition('.')[2]}-{n}"
        for n, (who, operation, rule, *_) in enumerate(TABLE)
    ],
)
def test_edges(
    who: tuple[str, str],
    operation: str,
    rule: str,
    platform: str | None,
    request_: dict[str, Any],
    expected: bool,
) -> None:
    found = {each.rule for each in check(PROVIDERS[who], operation, request_, platform=platform, now=NOW)}
    assert (f"{who[1]}.{rule}" in found) is expected


def test_every_rule_of_inicis_and_nice_that_is_code_has_its_edges_here() -> None:
    tested = {(who, operation, rule) for who, operation, rule, *_ in TABLE}
    code = {
        (who, operation, rule.id)
        for who in (INICIS, NICE, NICE_NEW, INICIS_V2, NICE_V2)
        for rule in PROVIDERS[who].rules
        if rule.kind == "conditional"
        for operation in rule.on
    }
    assert tested == code
