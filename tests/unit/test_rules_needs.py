"""Abilities in common words, the grammar of needs, and what a PG answers."""

from __future__ import annotations

from typing import Any

import pytest

from pgbridge.errors import ConfigError
from pgbridge.rules import Capability, Provider, needs_contract, one_of, paying
from pgbridge.rules.abilities import ability, gift_of, language_of, method_of, service_of
from pgbridge.rules.needs import Answer, parse, who


def provider(slug: str, api: Any = "v2", **changes: Any) -> Provider:
    values: dict[str, Any] = {
        "slug": slug,
        "api": api,
        "codes": (slug.upper(),),
        "name_en": slug.title(),
        "name_ko": "피지",
        "source": "page.mdx",
        "operations": {},
    }
    return Provider(**values | changes)


WIDE = provider(
    "wide",
    operations={
        "browser_payment": Capability(
            pay_methods=("CARD", "TRANSFER", "EASY_PAY", "MOBILE"),
            currencies=("CURRENCY_KRW", "USD"),
            locales=("KO_KR", "ZH_TW"),
            easy_pay_providers=("NAVERPAY", "KAKAOPAY"),
            card_companies=("BC_CARD",),
        ),
        "browser_billing_key": Capability(pay_methods=("CARD",), currencies=("KRW", "USD")),
        "instant": Capability(pay_methods=("card",)),
        "cancel": Capability(partial=True),
    },
    unsupported=("schedule",),
    rules=(
        one_of(
            "browser_payment.won", "currency", ("KRW",), when=paying("TRANSFER"), fact="Dollars by card only."
        ),
        needs_contract("browser_billing_key.contract", contract="billing-key", fact="Agreed beforehand."),
        needs_contract(
            "cancel.partial-contract", "amount", contract="partial-cancel", fact="Agreed beforehand."
        ),
        needs_contract(
            "browser_payment.usd",
            "currency",
            only="USD",
            contract="foreign-currency",
            fact="Agreed beforehand.",
        ),
    ),
)
OLD = provider(
    "old",
    "v1",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "vbank", "naverpay_point", "booknlife"), locales=("ko",)
        ),
        "cancel": Capability(partial=False),
        "again": Capability(),
    },
    unsupported=("browser_billing_key", "issue_billing_key"),
)
QUIET = provider("quiet", operations={"browser_payment": Capability(), "cancel": Capability()})
ALL = (WIDE, OLD, QUIET)


def states(text: str) -> dict[str, str]:
    return {each.slug: each.state for each in who(text, ALL)}


def answer(text: str, slug: str) -> Answer:
    return next(each for each in who(text, ALL) if each.slug == slug)


@pytest.mark.parametrize(
    ("wire", "api", "word"),
    [
        ("vbank", "v1", "virtual account"),
        ("VIRTUAL_ACCOUNT", "v2", "virtual account"),
        ("virtualAccount", "v2", "virtual account"),
        ("phone", "v1", "mobile"),
        ("PHONE", "v2", "mobile"),
        ("trans", "v1", "transfer"),
        ("booknlife", "v1", "gift certificate"),
        ("kakaopay", "v1", "easy pay"),
        ("ALIPAY_PLUS", "v2", "easy pay"),
        ("GIFT_CERTIFICATE", "v2", "gift certificate"),
        ("NEW_THING", "v2", "new thing"),
    ],
)
def test_methods_have_one_word_on_both_apis(wire: str, api: str, word: str) -> None:
    assert method_of(wire, api) == word


def test_services_gifts_and_languages_too() -> None:
    assert {service_of(each) for each in ("NAVERPAY", "naverpay_point", "EASY_PAY_PROVIDER_NAVERPAY")} == {
        "naverpay"
    }
    assert service_of("samsung") == service_of("SAMSUNGPAY")
    assert service_of("G_CASH") == service_of("gcash")
    assert gift_of("smartculture") == gift_of("SMART_MUNSANG")
    assert (language_of("jp"), language_of("ZH_CN")) == ("ja-jp", "zh-cn")


def test_instant_is_key_in_or_accounts_by_its_methods() -> None:
    assert ability(WIDE, "key-in").methods == {"card"}
    assert ability(WIDE, "virtual account by API").state == "no"
    assert ability(QUIET, "key-in").state == "not stated"
    assert ability(WIDE, "schedule").state == "no"
    assert ability(OLD, "billing key with payment").state == "no"
    assert ability(OLD, "payment window").services == {"naverpay"}


@pytest.mark.parametrize(
    ("text", "wide", "old", "quiet"),
    [
        ("card", "yes", "yes", "not stated"),
        ("Card + USD", "yes", "not stated", "not stated"),
        ("transfer and USD", "no", "no", "not stated"),
        ("transfer, KRW", "yes", "no", "not stated"),
        ("card + transfer", "yes", "no", "not stated"),
        ("billing key", "yes", "no", "not stated"),
        ("mobile + billing key", "not stated", "no", "not stated"),
        ("card + mobile + billing key", "yes", "no", "not stated"),
        ("USD + billing key", "yes", "no", "not stated"),
        ("partial cancel", "yes", "no", "not stated"),
        ("cancel", "yes", "yes", "yes"),
        ("not cancel", "no", "no", "no"),
        ("no schedule", "yes", "not stated", "not stated"),
        ("Naver Pay", "yes", "yes", "not stated"),
        ("kakao-pay", "yes", "no", "not stated"),
        ("kakaopay or naverpay", "yes", "yes", "not stated"),
        ("virtual account | key-in", "yes", "yes", "not stated"),
        ("booknlife", "no", "yes", "not stated"),
        ("zh", "yes", "no", "not stated"),
        ("zh-tw", "yes", "no", "not stated"),
        ("ko_kr", "yes", "yes", "not stated"),
        ("bc card", "yes", "not stated", "not stated"),
        ("v1", "no", "yes", "no"),
        ("!v1 & card", "yes", "no", "not stated"),
        ("vbank", "no", "yes", "not stated"),
    ],
)
def test_needs(text: str, wide: str, old: str, quiet: str) -> None:
    assert states(text) == {"wide": wide, "old": old, "quiet": quiet}


def test_those_that_can_stand_first_and_tell_what_is_open() -> None:
    found = who("card + USD", ALL)
    assert [each.slug for each in found] == ["wide", "old", "quiet"]
    assert found[1].needs == (("card", "not stated"), ("USD", "not stated"))


def test_contracts_are_those_of_the_needs() -> None:
    assert answer("card", "wide").contracts == ()
    assert answer("card + USD + billing key + partial cancel", "wide").contracts == (
        "billing-key",
        "foreign-currency",
        "partial-cancel",
    )
    assert answer("not billing key", "wide").contracts == ()


@pytest.mark.parametrize("text", ["", " + ", "unicorn", "card + ", "card or unicorn", "not"])
def test_what_is_no_need(text: str) -> None:
    if text == "card + ":
        assert len(parse(text, ALL)) == 1
        return
    with pytest.raises(ConfigError, match="NEEDS"):
        parse(text, ALL)
