"""Smartro's new module."""

from __future__ import annotations

from typing import Literal, TypedDict

from pgbridge_providers.bypass.shared import V1, Switch

Colour = Literal["RED", "GREEN", "BLUE", "PURPLE"]


class Options(TypedDict, total=False):
    """Number of goods, colour and language of the window, the same on both APIs."""

    GoodsCnt: int
    SkinColor: Colour
    OpenType: Literal["KR", "EN"]


class PaymentV1(V1, total=False):
    """Paying on V1."""

    smartro_v2: Options


class Payment(TypedDict, total=False):
    """Paying on V2."""

    smartro_v2: Options


class KeyOptions(TypedDict, total=False):
    """`IsPwdPass` Y leaves the buyer's payment password out."""

    SkinColor: Colour
    IsPwdPass: Switch


class BillingKeyV1(V1, total=False):
    """Issuing a billing key on V1."""

    smartro_v2: KeyOptions


class BillingKey(TypedDict, total=False):
    """Issuing a billing key on V2."""

    smartro_v2: KeyOptions
