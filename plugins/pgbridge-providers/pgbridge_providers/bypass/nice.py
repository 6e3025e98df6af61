"""NICE Payments, both modules."""

from __future__ import annotations

from typing import Literal, TypedDict

from pgbridge_providers.bypass.shared import V1, Switch


class Options(TypedDict, total=False):
    """Options of the new module's window, the same on both APIs; `SamsungPayType` is the quick guide's name of `SamPayMallType`."""

    LogoImage: str
    NPDisableScroll: Switch
    SkinType: Literal["red", "green", "purple", "gray", "dark"]
    UserCI: str
    MallUserID: str
    DirectCouponYN: Switch
    DirectShowOpt: Literal["BANK", "CELLPHONE"]
    CardShowOpt: str
    PaycoClientId: str
    PaycoAccessToken: str
    SamPayMallType: Literal["01", "99"]
    SamsungPayType: Literal["01", "99"]


class PaymentV1(V1, total=False):
    """Paying on V1."""

    nice_v2: Options


class Payment(TypedDict, total=False):
    """Paying on V2."""

    nice_v2: Options


class OldPayment(V1, total=False):
    """Paying with the old module (V1): which kind of window each card opens, `card:kind|card:kind`."""

    CardShowOpt: str
