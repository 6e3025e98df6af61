"""What PGs can do, in words that V1 and V2 share: operations, pay methods, services, languages. Pure.

An ability is there (the PG's module lists the operation), is not (the module says so), or is not stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from msgspec import Struct

from pgbridge.rules.model import Capability, Provider
from pgbridge.rules.view import bare

State = Literal["yes", "no", "not stated"]

# Ability: the wire operations behind it, by API.
ABILITIES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "payment window": {"v1": ("browser_payment",), "v2": ("browser_payment",)},
    "payment UI": {"v1": ("browser_payment_ui",), "v2": ("browser_payment_ui",)},
    "key-in": {"v1": ("onetime",), "v2": ("instant",)},
    "virtual account by API": {"v1": ("vbank",), "v2": ("instant",)},
    "convenience store by API": {"v1": ("cvs",), "v2": ()},
    "billing key window": {"v1": ("browser_billing_key",), "v2": ("browser_billing_key",)},
    "billing key UI": {"v1": ("browser_billing_key_ui",), "v2": ("browser_billing_key_ui",)},
    "billing key by API": {"v1": ("issue_billing_key",), "v2": ("issue_billing_key",)},
    "billing key with payment": {"v1": (), "v2": ("browser_billing_key_and_pay",)},
    "billing key charge": {"v1": ("again",), "v2": ("pay_with_billing_key",)},
    "billing key deletion": {"v1": (), "v2": ("delete_billing_key",)},
    "schedule": {"v1": ("schedule",), "v2": ("schedule",)},
    "cancel": {"v1": ("cancel",), "v2": ("cancel",)},
    "pre-registration": {"v1": ("prepare",), "v2": ("pre_register",)},
    "escrow delivery": {
        "v1": ("escrow_logistics", "escrow_logistics_update"),
        "v2": ("escrow_logistics",),
    },
    "cash receipt": {"v1": ("cash_receipt", "external_cash_receipt"), "v2": ("cash_receipt",)},
    "store receipt": {"v1": ("store_receipt",), "v2": ("store_receipt",)},
    "identity window": {"v1": ("browser_identity",), "v2": ("browser_identity",)},
    "identity by API": {"v1": ("otp_request", "otp_confirm"), "v2": ("identity_send",)},
    "delivery notice": {"v1": ("paymentwall_delivery",), "v2": ("paymentwall_delivery",)},
}
# V2's one request for two abilities is told apart by the methods it takes.
INSTANT: Final = {"key-in": "card", "virtual account by API": "virtual account"}
METHODS: Final = {
    "trans": "transfer",
    "vbank": "virtual account",
    "virtualAccount": "virtual account",
    "phone": "mobile",
    "cvs": "convenience store",
    "unionpay": "card",
    "econtext": "convenience store",
}
GIFTS: Final = {
    "smartculture": "smart munsang",
    "culturegift": "culturegift",
    "cultureland": "cultureland",
    "booknlife": "booknlife",
    "happymoney": "happymoney",
}
V1_LANGUAGES: Final = {"ko": "ko-kr", "en": "en-us", "zh": "zh-cn", "jp": "ja-jp"}
# Parts of one service that V1 has pay methods of their own for.
SERVICE_PARTS: Final = ("bank", "card", "money", "point", "bridge")
PLAIN: Final = frozenset(
    (
        *("card", "transfer", "virtual account", "mobile", "gift certificate", "easy pay"),
        *("convenience store", "crypto", "point"),
    )
)


class Ability(Struct, frozen=True, kw_only=True):
    """One ability of a PG; a list that is empty is not stated.

    :ivar operations: the wire operations behind it
    :ivar partial: of `cancel`: whether a part of a payment can be cancelled
    """

    state: State
    operations: tuple[str, ...] = ()
    methods: frozenset[str] = frozenset()
    currencies: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    gifts: frozenset[str] = frozenset()
    cards: frozenset[str] = frozenset()
    partial: bool | None = None


def abilities(provider: Provider) -> dict[str, Ability]:
    """Return every ability of a PG by its name."""
    return {name: ability(provider, name) for name in ABILITIES}


def ability(provider: Provider, name: str) -> Ability:
    """Return one ability of a PG."""
    names = ABILITIES[name][provider.api]
    listed = [operation for operation in names if operation in provider.operations]
    if not names or (not listed and any(operation in provider.unsupported for operation in names)):
        return Ability(state="no")
    if not listed:
        return Ability(state="not stated")
    found = [provider.operations[operation] for operation in listed]
    methods = frozenset(method_of(m, provider.api) for c in found for m in c.pay_methods)
    if listed == ["instant"] and methods:
        if INSTANT[name] not in methods:
            return Ability(state="no")
        methods = frozenset((INSTANT[name],))
    return Ability(
        state="yes",
        operations=tuple(listed),
        methods=methods,
        currencies=frozenset(bare(c) for each in found for c in each.currencies),
        languages=frozenset(
            language_of(each) for c in found for each in (*c.locales, *(c.mobile_locales or ()))
        ),
        services=services_of(found, provider.api),
        gifts=frozenset(
            gift_of(each)
            for c in found
            for each in (*c.gift_certificates, *(m for m in c.pay_methods if m in GIFTS))
        ),
        cards=frozenset(bare(each) for c in found for each in c.card_companies),
        partial=next((c.partial for c in found if c.partial is not None), None),
    )


def services_of(found: Iterable[Capability], api: str) -> frozenset[str]:
    """Return the easy-pay services: those listed, and on V1 those that are pay methods."""
    listed = {service_of(each) for c in found for each in c.easy_pay_providers}
    if api == "v1":
        listed |= {service_of(m) for c in found for m in c.pay_methods if method_of(m, api) == "easy pay"}
    return frozenset(listed)


def method_of(wire: str, api: str) -> str:
    """Return a pay method in common words: V1's `vbank` and V2's `VIRTUAL_ACCOUNT` are `virtual account`."""
    plain = METHODS.get(wire) or wire.lower().replace("_", " ")
    if plain == "phone":
        return "mobile"
    if wire in GIFTS:
        return "gift certificate"
    # V1 names each wallet as a pay method.
    return plain if plain in PLAIN or (api == "v2" and plain != "alipay plus") else "easy pay"


def service_of(wire: str) -> str:
    """Return an easy-pay service in common words: `NAVERPAY`, `naverpay_point` are `naverpay`."""
    name, _, part = bare(wire).lower().rpartition("_")
    plain = name if name and part in SERVICE_PARTS else bare(wire).lower()
    return {"samsung": "samsungpay", "toss_brandpay": "tossbrandpay"}.get(plain, plain).replace("_", "")


def gift_of(wire: str) -> str:
    """Return a gift certificate in common words."""
    return GIFTS.get(wire) or bare(wire).lower().replace("_", " ")


def language_of(wire: str) -> str:
    """Return a language in common words: V1's `ko` and V2's `KO_KR` are `ko-kr`."""
    return V1_LANGUAGES.get(wire) or wire.lower().replace("_", "-")
