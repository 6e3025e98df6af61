"""Welcome Payments; its module is made after that of Inicis."""

from __future__ import annotations

from typing import Literal, TypedDict

from pgbridge_providers.bypass.shared import V1


class Options(TypedDict, total=False):
    """Options of the window, the same on both APIs; the names with `P_` are those of the mobile module."""

    logo_url: str
    logo_2nd: str
    acceptmethod: list[str]
    P_CARD_OPTION: str
    P_ONLY_EASYPAYCODE: str
    P_RESERVED: list[str]


class PaymentV1(V1, total=False):
    """Paying on V1."""

    welcome: Options


class Payment(TypedDict, total=False):
    """Paying on V2."""

    welcome: Options


class KeyOptions(Options, total=False):
    """Personal or corporate cards (mobile) beside what the window takes anyway."""

    carduse: Literal["percard", "cocard"]


class BillingKeyV1(V1, total=False):
    """Issuing a billing key on V1."""

    welcome: KeyOptions


class BillingKey(TypedDict, total=False):
    """Issuing a billing key on V2."""

    welcome: KeyOptions
