"""NHN KCP on V1: months of instalments, and the card points hidden in them."""

from __future__ import annotations

from typing import Any

import pytest
from pgbridge_providers.v1.nhn_kcp import PROVIDER

from pgbridge.rules import check

POINTS = "nhn-kcp.browser_payment.direct-quota-points"
NEVER = "nhn-kcp.browser_payment.direct-quota-min-amount"
RARELY = "nhn-kcp.browser_payment.quota-usual-min-amount"
GAPS = "nhn-kcp.browser_payment.card-quota-up-to-max"
SIXTY = ("381", "361", "365", "374", "368", "366", "371", "041", "370")


def direct(code: object, quota: object, amount: object = 100_000, **more: object) -> dict[str, Any]:
    return {
        "pay_method": "card",
        "amount": amount,
        "card": {"direct": {"code": code, "quota": quota}},
        **more,
    }


def listed(months: object, amount: object = 100_000, **more: object) -> dict[str, Any]:
    return {"pay_method": "card", "amount": amount, "display": {"card_quota": months}, **more}


def found(request: dict[str, Any]) -> set[str]:
    return {each.rule for each in check(PROVIDER, "browser_payment", request)}


@pytest.mark.parametrize(
    "request_",
    [
        *(direct("367", quota) for quota in (60, 63, 79, "72")),
        *(direct(code, 80) for code in SIXTY),
        direct("381", 83),
        direct("365", "92"),
        direct(367, 60),
        direct(41, 80),
    ],
)
def test_points_that_the_card_does_not_have_are_refused(request_: dict[str, Any]) -> None:
    assert POINTS in found(request_)


@pytest.mark.parametrize(
    "request_",
    [
        *(direct("367", quota) for quota in (0, 3, 59, 80, 83, 92)),
        *(direct(code, quota) for code in SIXTY for quota in (0, 12, 60, 63, 79)),
        *(direct("364", quota) for quota in (60, 80, 83)),
        direct(None, 83),
        direct(["367"], 63),
        direct(True, 80),
        direct(10**30, 80),
        direct("367", None),
        direct("367", {}),
        {"amount": 1000},
    ],
)
def test_points_that_it_has_or_may_have_are_not(request_: dict[str, Any]) -> None:
    assert POINTS not in found(request_)


@pytest.mark.parametrize(
    "request_",
    [
        direct("367", 2, 9_999),
        direct("367", "3", 1, currency="KRW"),
        direct("381", 62, 9_999),
        direct("367", 82, 9_999),
        direct("364", 36, 9_999),
    ],
)
def test_instalments_below_every_minimum_are_refused(request_: dict[str, Any]) -> None:
    assert {NEVER, RARELY} <= found(request_)


@pytest.mark.parametrize(
    "request_",
    [
        direct("367", 0, 1),
        direct("367", 1, 1),
        direct("381", 60, 1),
        direct("381", 61, 1),
        direct("367", 80, 1),
        direct("367", 81, 1),
        direct("367", 3, 50, currency="USD"),
        direct("367", 3, None),
        direct("367", [3], 1),
        {"amount": 1},
    ],
)
def test_a_lump_sum_goes_with_any_amount(request_: dict[str, Any]) -> None:
    assert not {NEVER, RARELY} & found(request_)


@pytest.mark.parametrize(
    "request_",
    [direct("367", 2, 10_000), direct("381", 63, 49_999), listed([2, 3], 49_999), listed([0, 2], 1)],
)
def test_instalments_below_the_usual_minimum_are_only_warned_of(request_: dict[str, Any]) -> None:
    assert RARELY in found(request_)
    assert NEVER not in found(request_)


@pytest.mark.parametrize(
    "request_",
    [direct("367", 2, 50_000), listed([2, 3], 50_000), listed([0], 1), listed([], 1), listed(None, 1)],
)
def test_from_50000_won_on_there_are_instalments(request_: dict[str, Any]) -> None:
    assert not {NEVER, RARELY} & found(request_)


@pytest.mark.parametrize("months", [[3], [3, 6], [2, 4], [0, 6], [1, 3], [12, 2, 3], ["2", "5"]])
def test_a_list_with_gaps_is_warned_of(months: list[object]) -> None:
    assert GAPS in found(listed(months))


@pytest.mark.parametrize(
    "months",
    [
        [],
        [0],
        [1],
        [2],
        [2, 3],
        [3, 2],
        [0, 2, 3],
        [1, 2, 2, 3],
        [2, 3, 4, 5, 6],
        ["2", "3"],
        None,
        [{}],
        "all",
    ],
)
def test_a_list_without_gaps_is_not(months: object) -> None:
    assert GAPS not in found(listed(months))


def test_a_full_request_is_not_refused() -> None:
    request = direct(
        "381",
        63,
        merchant_uid="order_0001",
        name="여름 셔츠 외 2건",
        tax_free=10_000,
        buyer_name="홍길동",
        buyer_tel="010-0000-1234",
        buyer_email="a@b.example",
        buyer_addr="서울",
        buyer_postcode="04524",
        company="상점",
        language="ko",
        escrow=True,
        kcpProducts=[{"orderNumber": "A1", "name": "셔츠", "quantity": 1, "amount": 100_000}],
        custom_data={"cart": 7},
        m_redirect_url="https://shop.example/done",
        notice_url="https://shop.example/hook",
        bypass={"app_flag": "Y", "shop_user_id": "member-1", "site_logo": "https://shop.example/logo.png"},
    )
    for platform in ("pc", "mobile"):
        violations = check(PROVIDER, "browser_payment", request, platform=platform)
        assert [each.rule for each in violations if each.severity == "error"] == []
