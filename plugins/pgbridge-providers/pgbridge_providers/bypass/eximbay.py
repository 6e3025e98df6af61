"""Eximbay."""

from __future__ import annotations

from typing import TypedDict

from pgbridge_providers.bypass.shared import V1, Switch


class OptionsV1(TypedDict, total=False):
    """Options on V1: `issuercountry` KR opens the window for cards issued in Korea."""

    issuercountry: str
    siteforeigncur: str
    shipTo_city: str
    shipTo_country: str
    shipTo_firstName: str
    shipTo_lastName: str
    shipTo_phoneNumber: str
    shipTo_postalCode: str
    shipTo_state: str
    shipTo_street1: str
    billTo_city: str
    billTo_country: str
    billTo_firstName: str
    billTo_lastName: str
    billTo_phoneNumber: str
    billTo_postalCode: str
    billTo_state: str
    billTo_street1: str


class PaymentV1(V1, total=False):
    """Paying on V1."""

    eximbay: OptionsV1


class Method(TypedDict, total=False):
    """The pay methods to offer, by Eximbay's codes."""

    payment_method: str
    multi_payment_method: list[str]


class Merchant(TypedDict, total=False):
    """The shop's name, and its partner."""

    shop: str
    partner_code: str


class Tax(TypedDict, total=False):
    """Whether a cash receipt is issued."""

    receipt_status: Switch


class Surcharge(TypedDict, total=False):
    """A fee or a discount on top; numbers are texts."""

    name: str
    quantity: str
    unit_price: str


class Party(TypedDict, total=False):
    """Who gets the goods, or the bill."""

    city: str
    country: str
    first_name: str
    last_name: str
    phone_number: str
    postal_code: str
    state: str
    street1: str


class Settings(TypedDict, total=False):
    """Whether an app calls, the country of the cards, and the deposit deadline of a virtual account."""

    call_from_app: Switch
    issuer_country: str
    virtualaccount_expiry_date: str


class Options(TypedDict, total=False):
    """Options on V2; the schema also spells the parties in camel case."""

    payment: Method
    merchant: Merchant
    tax: Tax
    surcharge: list[Surcharge]
    ship_to: Party
    bill_to: Party
    shipTo: Party
    billTo: Party
    settings: Settings


class Payment(TypedDict, total=False):
    """Paying on V2, also while a key is issued."""

    eximbay_v2: Options
