"""No request that a PG would take is refused: full ones of every PG, and what is drawn from the capabilities."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pgbridge_providers.plugin import pgbridge_register_providers

from pgbridge.rules import Provider, Violation, check
from tests.plugins.providers.full import V1, V2, full

PROVIDERS = [ref.load() for ref in pgbridge_register_providers()]
MAIN = {"v1": V1, "v2": V2}
CASES = [
    (provider, operation)
    for provider in PROVIDERS
    for operation in provider.operations
    if operation in MAIN[provider.api]
]
Case = tuple[Provider, str, str | None, dict[str, Any]]


def of(case: tuple[Provider, str]) -> str:
    return f"{case[0].api}-{case[0].slug}-{case[1]}"


def platforms(operation: str) -> tuple[str | None, ...]:
    return ("pc", "mobile") if operation.startswith("browser") else (None,)


def locales(provider: Provider, operation: str, platform: str | None) -> tuple[str | None, ...]:
    capability = provider.operations[operation]
    on_mobile = platform == "mobile" and capability.mobile_locales is not None
    return ((capability.mobile_locales if on_mobile else capability.locales) or ()) or (None,)


def refusals(provider: Provider, operation: str, request: Any, platform: str | None) -> list[Violation]:
    return [v for v in check(provider, operation, request, platform=platform) if v.severity == "error"]


def test_every_pg_with_payments_is_tried() -> None:
    tried = {(provider.api, provider.slug) for provider, _ in CASES}
    left = {p.slug for p in PROVIDERS if (p.api, p.slug) not in tried}
    # These identify people, or draw PayPal's buttons.
    assert left == {
        "kcp-v2-identity-verification",
        "danal-identity-verification",
        "inicis-unified-identity-verification",
        "spb",
        "paypal-v2",
    }


@pytest.mark.parametrize("case", CASES, ids=of)
def test_a_full_request_is_taken(case: tuple[Provider, str]) -> None:
    provider, operation = case
    capability = provider.operations[operation]
    for method in capability.pay_methods or (None,):
        for currency in ("KRW",) if "KRW" in capability.currencies else (capability.currencies or (None,)):
            for platform in platforms(operation):
                request = full(
                    provider, operation, method, currency, locales(provider, operation, platform)[0]
                )
                found = refusals(provider, operation, request, platform)
                assert not found, (method, currency, platform, [v.rule for v in found])


NAMES = st.text("가나다라마 abcdefgXYZ0123456789", min_size=1, max_size=12).map(str.strip).filter(bool)
LATIN = st.text("abcdefgXYZ0123456789", min_size=1, max_size=12)  # Inicis Japan reads no Hangul
IDS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFG0123456789", min_size=8, max_size=20)


@st.composite
def requests(draw: st.DrawFn) -> Case:
    """A request with method, currency, language and service of the capabilities, and as much beside it as is drawn."""
    provider, operation = draw(st.sampled_from(CASES))
    capability = provider.operations[operation]
    platform = draw(st.sampled_from(platforms(operation)))
    method = draw(st.sampled_from(capability.pay_methods or (None,)))
    won = [c for c in capability.currencies if c.endswith("KRW")]
    currency = draw(st.sampled_from(won or capability.currencies or (None,)))
    request = copy.deepcopy(
        full(
            provider,
            operation,
            method,
            currency,
            draw(st.sampled_from(locales(provider, operation, platform))),
        )
    )
    names = NAMES if won or not capability.currencies else LATIN
    for name, values in (("orderName", names), ("name", names), ("paymentId", IDS), ("merchant_uid", IDS)):
        if name in request and draw(st.booleans()):
            request[name] = draw(values)
    if draw(st.booleans()):
        vary_amounts(draw, request)
    if method == "CARD" and capability.card_companies and draw(st.booleans()):
        request["card"] = {
            "cardCompany": draw(st.sampled_from(capability.card_companies)),
            "installment": {"monthOption": {"fixedMonth": draw(st.sampled_from((0, 2, 3, 6, 12)))}},
        }
    if "card_quota" in request:
        request["card_quota"] = draw(st.sampled_from((0, 2, 3, 6, 12)))
    return provider, operation, platform, lean(draw, provider, operation, platform, request)


def vary_amounts(draw: st.DrawFn, request: dict[str, Any]) -> None:
    """Another amount, above what instalments need, with parts that lie in it."""
    total = draw(st.integers(60_000, 900_000))
    tax_free = draw(st.integers(0, total // 2))
    vat = (total - tax_free) // 11
    products = request.get("products", [])
    for one in products:
        one["amount"], one["quantity"] = total, 1
    places = [request, *request.get("schedules", ()), request.get("payment", {})]
    for place in places:
        nested = place.get("amount")
        if isinstance(nested, dict):
            place["amount"] = {"total": total, "taxFree": tax_free, "vat": vat}
        parts = {"amount": total, "totalAmount": total, "tax_free": tax_free, "vat_amount": vat}
        parts |= {
            "taxFreeAmount": tax_free,
            "vatAmount": vat,
            "checksum": total,
            "currentCancellableAmount": total,
        }
        for name, value in parts.items():
            if name in place and not isinstance(place[name], dict):
                place[name] = value


def lean(
    draw: st.DrawFn, provider: Provider, operation: str, platform: str | None, request: dict[str, Any]
) -> dict[str, Any]:
    """Leave out what is drawn, but for what the PG's `required` rules ask back."""
    # Inicis Japan tells its two kinds of channel apart by storeDetails.
    fewer = {
        name: value for name, value in request.items() if name == "storeDetails" or draw(st.integers(0, 2))
    }
    for _ in request:
        missing = [
            v
            for v in refusals(provider, operation, fewer, platform)
            if v.kind in ("required", "required_any")
        ]
        asked = {
            name.partition(".")[0].removesuffix("[]")
            for v in missing
            for choice in (v.field, *(v.value if isinstance(v.value, tuple) else ()))
            for name in str(choice).split("+")
        }
        back = {name: request[name] for name in asked if name in request and name not in fewer}
        if not back:
            break
        fewer |= back
    return fewer


@settings(max_examples=600, deadline=None)
@given(case=requests())
def test_what_the_capabilities_allow_is_taken(case: Case) -> None:
    provider, operation, platform, request = case
    found = refusals(provider, operation, request, platform)
    assert not found, (provider.api, operation, platform, [(v.rule, v.field) for v in found])


@pytest.mark.parametrize("case", [case for case in CASES if case[0].api == "v2"], ids=of)
def test_every_service_and_certificate_of_the_capabilities_may_be_named(case: tuple[Provider, str]) -> None:
    """What a service asks for beside its name is for its own rules; its name itself is never refused."""
    provider, operation = case
    capability = provider.operations[operation]
    won = "KRW" if "KRW" in capability.currencies else (capability.currencies or (None,))[0]
    for method, values, where, field in (
        ("EASY_PAY", capability.easy_pay_providers, "easyPay", "easyPayProvider"),
        ("GIFT_CERTIFICATE", capability.gift_certificates, "giftCertificate", "giftCertificateType"),
    ):
        for value in values if method in capability.pay_methods else ():
            alipay_plus = provider.slug == "kicc-v2" and value != "WECHAT"
            for platform in platforms(operation):
                request = full(provider, operation, method, "USD" if value == "PAYPAL" else won, None)
                request[where] = {field: value}
                if alipay_plus:
                    request |= {"payMethod": "ALIPAY_PLUS", "alipayPlus": request.pop("easyPay")}
                found = refusals(provider, operation, request, platform)
                assert {v.kind for v in found} <= {"required", "required_any"}, (
                    value,
                    [v.rule for v in found],
                )
