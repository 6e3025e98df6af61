"""PGs with an option or two."""

from __future__ import annotations

from typing import Literal, TypedDict

from pgbridge_providers.bypass.shared import V1, Switch


class DanalOptions(TypedDict, total=False):
    """Colour of the window, and N to hide the form for a cash receipt."""

    COLOR: str
    ISCASHRECEIPTUI: str


class Danal(V1, total=False):
    """Danal on V1, but for the phone bill."""

    danal: DanalOptions


class DanalIdentityOptions(TypedDict, total=False):
    """Name of the service, least age, and the carriers to offer, joined by semicolons."""

    CPTITLE: str
    AGELIMIT: int | str
    IsCarrier: str


class DanalIdentity(TypedDict, total=False):
    """Danal's identity verification on V2."""

    danal: DanalIdentityOptions


class DaouOptions(TypedDict, total=False):
    """Number of the product, cash receipt, and cards with their months."""

    PRODUCTCODE: str
    CASHRECEIPTFLAG: int | str
    DIRECT_YN: Switch
    CARDQUOTA: str


class Daou(V1, total=False):
    """Kiwoom Pay (Daou) on V1."""

    daou: DaouOptions


class KiccOptions(TypedDict, total=False):
    """Whether the cash receipt is shown."""

    disp_cash_yn: str


class Kicc(V1, total=False):
    """KICC's old module on V1."""

    kicc: KiccOptions


class KpnOptions(TypedDict, total=False):
    """The kinds of card payment to offer."""

    CardSelect: list[Literal["GLOBAL", "11PAY", "LEGACY_AUTH", "KEY_IN"]]


class Kpn(TypedDict, total=False):
    """KPN on V2."""

    kpn: KpnOptions


class PayletterOptions(TypedDict, total=False):
    """The one pay method to offer, and the shop's name, which WeChat Pay and Alipay demand."""

    pginfo: str
    servicename: str


class PayletterV1(V1, total=False):
    """Payletter on V1."""

    payletter_global: PayletterOptions


class Payletter(TypedDict, total=False):
    """Payletter on V2."""

    payletter_global: PayletterOptions


class PaymentwallV1(V1, total=False):
    """Paymentwall on V1: kind of window, pay methods, country, looks and parts of the price."""

    widget_code: str
    ps: str
    country_code: str
    logo_url: str
    project_name: str
    product_price_without_tax: float
    sales_tax: float


class PaymentwallOptions(TypedDict, total=False):
    """Kind of window, pay methods and country."""

    widget: str
    ps: str
    country_code: str


class Paymentwall(TypedDict, total=False):
    """Paymentwall on V2."""

    paymentwall: PaymentwallOptions


class SettleOptions(TypedDict, total=False):
    """Virtual accounts whose numbers begin with 010."""

    vbank010: bool


class Settle(V1, total=False):
    """Hecto Financial on V1."""

    settle: SettleOptions


class MybankOptions(TypedDict, total=False):
    """The buyer's CI, encrypted; what the cash receipt is for, and whether there is one."""

    custCi: str
    addDeductionYn: str
    criPsblYn: str
    payLimitCd: str


class Mybank(V1, total=False):
    """Hecto Financial's My Bank Account Pay on V1."""

    settle: MybankOptions


class TripleAOptions(TypedDict, total=False):
    """Address of a paper that proves the buyer's identity; costs in the smallest unit of the currency."""

    payer_poi: str
    shipping_cost: int
    shipping_discount: int
    tax_cost: int


class TripleA(TypedDict, total=False):
    """Triple-A on V2."""

    triple_a: TripleAOptions
