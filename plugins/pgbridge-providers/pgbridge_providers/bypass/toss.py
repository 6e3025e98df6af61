"""Toss Payments, its Brandpay, and Toss Pay."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from pgbridge_providers.bypass.shared import V1


class PayPalAddress(TypedDict, total=False):
    """Where PayPal sends the goods."""

    country: str
    line1: str
    line2: str
    area1: str
    area2: str
    postalCode: str


class PayPalShipping(TypedDict, total=False):
    """Whom PayPal sends the goods to."""

    fullName: str
    address: PayPalAddress


class PayPal(TypedDict, total=False):
    """PayPal inside Toss Payments; `setTransactionContext` is risk data (STC)."""

    shipping: PayPalShipping
    setTransactionContext: dict[str, Any]


class Options(TypedDict, total=False):
    """`useInternationalCardOnly` opens the English window for foreign cards; PayPal is there on V2."""

    discountCode: str
    useInternationalCardOnly: bool
    paypal: PayPal


class PaymentV1(V1, total=False):
    """Paying on V1."""

    tosspayments: Options


class Payment(TypedDict, total=False):
    """Paying on V2."""

    tosspayments: Options


class Labels(TypedDict, total=False):
    """Texts of Brandpay's window."""

    oneTouchPay: str


class NavigationBar(TypedDict, total=False):
    """The bar above Brandpay's window."""

    visible: bool
    paddingTop: int


class BrandpayLook(TypedDict, total=False):
    """Looks of Brandpay's window."""

    highlightColor: str
    buttonStyle: Literal["default", "full"]
    labels: Labels
    navigationBar: NavigationBar


class BrandpayUi(TypedDict, total=False):
    """Options of Brandpay itself."""

    ui: BrandpayLook


class Widget(TypedDict, total=False):
    """Options of Brandpay's widget."""

    methodType: str
    methodId: str
    ui: dict[str, Any]


class BrandpayOptions(TypedDict, total=False):
    """`methodId` pays with one of the buyer's methods, past the window."""

    brandpayOptions: BrandpayUi
    widgetOptions: Widget
    discountCode: str
    methodId: str


class Brandpay(V1, total=False):
    """Brandpay (V1)."""

    toss_brandpay: BrandpayOptions


class TossPayOptions(TypedDict, total=False):
    """`expiredTime` is written 2030-01-01 23:59:59 and lies an hour away at most."""

    expiredTime: str
    cashReceiptTradeOption: Literal["GENERAL", "CULTURE", "PUBLIC_TP"]


class TossPayV1(V1, total=False):
    """Toss Pay on V1."""

    tosspay_v2: TossPayOptions


class TossPay(TypedDict, total=False):
    """Toss Pay on V2."""

    tosspay_v2: TossPayOptions


class TossPayKeyOptions(TypedDict, total=False):
    """The buyer's CI, encrypted."""

    encryptedUserCi: str


class TossPayKeyV1(V1, total=False):
    """Issuing a billing key on V1."""

    tosspay_v2: TossPayKeyOptions


class TossPayKey(TypedDict, total=False):
    """Issuing a billing key on V2."""

    tosspay_v2: TossPayKeyOptions


class OldOptions(TypedDict, total=False):
    """Whether the card's promotion is applied by itself."""

    LGD_AUTO_DISCOUNT: str


class OldPayment(V1, total=False):
    """The old module (V1)."""

    uplus: OldOptions
