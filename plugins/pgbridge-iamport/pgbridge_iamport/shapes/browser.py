"""What the functions of V1's browser SDK take; fields in the order of the vendor's pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from pgbridge_iamport.shapes.payment import Number
from pgbridge_iamport.shapes.requests import Body


class DirectCard(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`card.direct`: one card company's window."""

    code: str | None = None
    quota: int | None = None


class OfferedCard(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`card.detail[]`; `*` is every company."""

    card_code: str
    enabled: bool


class CardObject(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`card`."""

    direct: DirectCard | None = None
    detail: tuple[OfferedCard, ...] | None = None
    useInstallment: bool | None = None  # noqa: N815 - spelt so on the wire


class OfferedCarrier(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`phone.detail[]`; `*` is every carrier."""

    carrier: str
    enabled: bool


class PhoneObject(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`phone`."""

    carrier: str | None = None
    detail: tuple[OfferedCarrier, ...] | None = None


class Display(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`display`: the months to offer; an empty list leaves only a single payment."""

    card_quota: tuple[int, ...] | None = None


class PeriodObject(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`period`: days as `YYYYMMDD`, or how often where a PG knows it."""

    since: str | None = field(default=None, name="from")
    to: str | None = None
    interval: str | None = None


class Deadline(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`cvs.payment_deadline`."""

    due_date: str | None = None
    valid_hours: int | None = None


class ConvenienceObject(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`cvs`."""

    payment_deadline: Deadline | None = None


class WalletObject(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`alipay_plus`."""

    wallet: str | None = None


class ProductObject(Body, frozen=True, kw_only=True, omit_defaults=True, rename={"unit_price": "unitPrice"}):
    """`products[]`; the price of one in major units."""

    id: str
    name: str
    unit_price: Number
    quantity: int
    code: str | None = None


class OpeningHours(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`storeDetails.openingHours`."""

    open: str | None = None
    close: str | None = None


class StoreObject(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`storeDetails`, spelt as V2 does."""

    ceo_full_name: str | None = None
    phone_number: str | None = None
    address: str | None = None
    zipcode: str | None = None
    email: str | None = None
    business_name: str | None = None
    business_registration_number: str | None = None
    store_name: str | None = None
    store_name_short: str | None = None
    store_name_en: str | None = None
    store_name_kana: str | None = None
    opening_hours: OpeningHours | None = None
    contact_name: str | None = None


class PayParams(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`IMP.request_pay`, and `IMP.loadUI` behind the kind of button."""

    channelKey: str | None = None  # noqa: N815 - spelt so on the wire
    pg: str | None = None
    channelGroupId: str | None = None  # noqa: N815 - spelt so on the wire
    pay_method: str | None = None
    merchant_uid: str
    name: str | None = None
    amount: Number | None = None
    currency: str | None = None
    tax_free: Number | None = None
    vat_amount: Number | None = None
    customer_uid: str | None = None
    customer_id: str | None = None
    buyer_name: str | None = None
    buyer_tel: str | None = None
    buyer_email: str | None = None
    buyer_addr: str | None = None
    buyer_postcode: str | None = None
    buyer_first_name_kana: str | None = None
    buyer_last_name_kana: str | None = None
    m_redirect_url: str | None = None
    notice_url: str | None = None
    confirm_url: str | None = None
    app_scheme: str | None = None
    custom_data: Any = None
    escrow: bool | None = None
    products: tuple[ProductObject, ...] | None = None
    digital: bool | None = None
    language: str | None = None
    country: str | None = None
    popup: bool | None = None
    display: Display | None = None
    card: CardObject | None = None
    phone: PhoneObject | None = None
    cvs: ConvenienceObject | None = None
    alipay_plus: WalletObject | None = None
    useFreeInterestFromMall: bool | None = None  # noqa: N815 - spelt so on the wire
    useCardPoint: bool | None = None  # noqa: N815 - spelt so on the wire
    appCard: bool | None = None  # noqa: N815 - spelt so on the wire
    vbank_due: str | None = None
    biz_num: str | None = None
    storeDetails: StoreObject | None = None  # noqa: N815 - spelt so on the wire
    period: PeriodObject | None = None
    promotion_id: str | None = None
    order_description: str | None = None
    bypass: Mapping[str, Any] | None = None


class CertifyParams(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`IMP.certification`."""

    channelKey: str | None = None  # noqa: N815 - spelt so on the wire
    pg: str | None = None
    merchant_uid: str
    m_redirect_url: str | None = None
    popup: bool | None = None
    name: str | None = None
    phone: str | None = None
    carrier: str | None = None
    min_age: int | None = None
    company: str | None = None
    bypass: Mapping[str, Any] | None = None


class ResultShape(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the callback gets, and what a redirect has in its query."""

    success: Any = None
    imp_success: Any = None
    imp_uid: str | None = None
    merchant_uid: str | None = None
    customer_uid: str | None = None
    error_code: str | None = None
    error_msg: str | None = None
