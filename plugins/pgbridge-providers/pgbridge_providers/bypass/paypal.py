"""PayPal (`paypal_v2`), the same on both APIs."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from pgbridge_providers.bypass.shared import V1


class Style(TypedDict, total=False):
    """Looks of PayPal's buttons; `period` is a code of PayPal's, `height` counts pixels."""

    color: Literal["gold", "blue", "silver", "white", "black"]
    height: int
    label: str
    layout: Literal["vertical", "horizontal"]
    shape: Literal["rect", "pill"]
    period: str | int
    tagline: bool


class Risk(TypedDict, total=False):
    """A field of the risk data (STC); numbers and flags are texts too."""

    key: str
    value: str


class Address(TypedDict, total=False):
    """An address; `admin_area_1` is the state, `admin_area_2` the city."""

    address_line_1: str
    address_line_2: str
    admin_area_1: str
    admin_area_2: str
    postal_code: str
    country_code: str


class Shipping(TypedDict, total=False):
    """Where the goods go."""

    address: Address


class Unit(TypedDict, total=False):
    """An order has one of these."""

    shipping: Shipping


class TaxInfo(TypedDict, total=False):
    """The buyer's tax number and its kind."""

    tax_id: str
    tax_id_type: str


class Payer(TypedDict, total=False):
    """Who pays."""

    tax_info: TaxInfo
    address: Address


# Two names are no words of Python.
Funding = TypedDict("Funding", {"enable-funding": str, "disable-funding": str}, total=False)


class Options(Funding, total=False):
    """A payment with PayPal's buttons."""

    style: Style
    purchase_units: list[Unit]
    payer: Payer
    additional_data: list[Risk]
    payment_source: dict[str, Any]


class Payment(TypedDict, total=False):
    """Paying."""

    paypal_v2: Options


class PaymentV1(V1, total=False):
    """Paying on V1."""

    paypal_v2: Options


class KeyAddress(TypedDict, total=False):
    """Where the goods of a subscription go."""

    recipient_name: str
    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country_code: str


class KeyOptions(TypedDict, total=False):
    """A billing key with PayPal's buttons."""

    style: Style
    shipping_address: KeyAddress
    additional_data: list[Risk]


class BillingKey(TypedDict, total=False):
    """Issuing a billing key."""

    paypal_v2: KeyOptions


class BillingKeyV1(V1, total=False):
    """Issuing a billing key on V1."""

    paypal_v2: KeyOptions
