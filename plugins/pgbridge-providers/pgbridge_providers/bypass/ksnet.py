"""KSNET, the same on both APIs."""

from __future__ import annotations

from typing import Literal, TypedDict

from pgbridge_providers.bypass.shared import V1


class Options(TypedDict, total=False):
    """`tcode` is the buyer's carrier (lgt, ktf, skt), `url` the shop's address: some card companies open for them only."""

    sndQpayType: Literal["0", "1", 0, 1]
    sndKakaopayType: Literal["CARD", "MONEY"]
    easyPayDirect: bool
    tcode: str
    url: str


class PaymentV1(V1, total=False):
    """Paying on V1."""

    ksnet: Options


class Payment(TypedDict, total=False):
    """Paying on V2."""

    ksnet: Options
