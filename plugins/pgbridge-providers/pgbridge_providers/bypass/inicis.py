"""KG Inicis."""

from __future__ import annotations

from typing import Literal, TypedDict

from pgbridge_providers.bypass.shared import V1, Switch


class PaymentV1(V1, total=False):
    """Options of the PC module joined by colons, those of the mobile module by `&`; PAYSHOT is a payment by text message."""

    acceptmethod: str
    P_RESERVED: str
    ini_PAYSHOT_KEY: str  # noqa: N815 - the PG spells it so
    P_PAYSHOT_KEY: str


class BillingKeyOptionsV1(TypedDict, total=False):
    """`authtype` 01 asks for card number, expiry and birth date only (mobile)."""

    authtype: str


class BillingKeyV1(V1, total=False):
    """Issuing a billing key on V1."""

    acceptmethod: str
    P_RESERVED: str
    inicis: BillingKeyOptionsV1


class Options(TypedDict, total=False):
    """Options of the window on V2; the names with `P_` are those of the mobile module."""

    logo_url: str
    logo_2nd: str
    parentemail: str
    Ini_SSGPAY_MDN: str
    acceptmethod: list[str]
    P_CARD_OPTION: str
    P_MNAME: str
    P_RESERVED: list[str]


class Payment(TypedDict, total=False):
    """Paying on V2."""

    inicis_v2: Options


class BillingKeyOptions(TypedDict, total=False):
    """Personal or corporate cards (mobile)."""

    carduse: Literal["percard", "cocard"]


class BillingKey(TypedDict, total=False):
    """Issuing a billing key on V2."""

    inicis_v2: BillingKeyOptions


class IdentityOptions(TypedDict, total=False):
    """`directAgency` opens one agency at once; `flgFixedUser` fixes the person to be verified."""

    directAgency: str
    flgFixedUser: Switch
    logoUrl: str
    DI_CODE: str
    FRGNDInfo: Switch


class Identity(TypedDict, total=False):
    """Identity verification on V2."""

    inicisUnified: IdentityOptions


class Look(TypedDict, total=False):
    """Colours and logo of the Japanese window."""

    colorTheme: str
    logoUrl: str


class JapanOptions(TypedDict, total=False):
    """Options of the Japanese window."""

    paymentUI: Look


class Japan(TypedDict, total=False):
    """Paying in Japan, on both APIs."""

    inicis_jp: JapanOptions
