"""Kakao Pay."""

from __future__ import annotations

from typing import Literal, TypedDict

from pgbridge_providers.bypass.shared import V1


class OptionsV1(TypedDict, total=False):
    """One kind of payment only, and a text of the shop's in the window."""

    payment_method_type: Literal["CARD", "MONEY"]
    custom_message: str


class PaymentV1(V1, total=False):
    """Paying, or issuing a key, on V1."""

    kakaopay: OptionsV1


class Options(TypedDict, total=False):
    """A text of the shop's in the window."""

    custom_message: str


class Payment(TypedDict, total=False):
    """Paying, or issuing a key, on V2."""

    kakaopay: Options
