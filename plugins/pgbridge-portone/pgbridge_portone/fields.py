"""Neutral field paths and the wire paths they are sent in; None where V2 has no place. Operation modules join these."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Fields = MappingProxyType[str, str | None]


def fields(*tables: Mapping[str, str | None], **own: str | None) -> Fields:
    """Join tables; later ones win."""
    joined: dict[str, str | None] = {}
    for table in tables:
        joined |= table
    return MappingProxyType(joined | own)


def inside(neutral: str, wire: str, table: Mapping[str, str | None]) -> Fields:
    """Put a table below another path."""
    return MappingProxyType(
        {f"{neutral}.{path}": None if to is None else f"{wire}.{to}" for path, to in table.items()}
    )


ADDRESS: Fields = MappingProxyType(
    {
        "line1": "addressLine1",
        "line2": "addressLine2",
        "city": "city",
        "province": "province",
        "country": "country",
    }
)
CUSTOMER: Fields = fields(
    {
        "id": "id",
        "name": "name.full",
        "name.first": "name.separated.first",
        "name.last": "name.separated.last",
        "email": "email",
        "phone": "phoneNumber",
        "address": "address",
        "postcode": "zipcode",
        "birth": "birthYear",
        "gender": "gender",
        "country": "country",
        "business_number": "businessRegistrationNumber",
    },
    inside("address", "address", ADDRESS),
)
PRODUCT: Fields = MappingProxyType(
    {name: name for name in ("id", "name", "amount", "quantity", "code", "tag", "link")}
)
CARD: Fields = MappingProxyType(
    {
        "card.number": "method.card.credential.number",
        "card.expiry": "method.card.credential.expiryYear",
        "card.birth_or_business_number": "method.card.credential.birthOrBusinessRegistrationNumber",
        "card.password_digits": "method.card.credential.passwordTwoDigits",
        "card.cvc": None,
    }
)
TERMS: Fields = fields(
    {
        "amount.total": "amount.total",
        "amount.currency": "currency",
        "amount.tax_free": "amount.taxFree",
        "amount.vat": "amount.vat",
        "order_name": "orderName",
        "custom_data": "customData",
        "notice_urls": "noticeUrls",
        "products": "products",
        "product_type": "productType",
        "product_count": "productCount",
        "promotion_id": "promotionId",
        "shipping_address": "shippingAddress",
        "country": "country",
        "locale": None,
        "escrow": None,
        "cultural_expense": None,
        "notify": "skipWebhook",
        "bypass": "bypass",
        "channel_group": None,
        "installment_months": None,
        "interest_free_by_merchant": None,
        "free_installment_plan": None,
        "use_card_point": None,
        "cash_receipt": None,
        "cash_receipt.type": None,
        "cash_receipt.identity": None,
        "browser_ip": None,
        "extra": None,
    },
    inside("customer", "customer", CUSTOMER),
    inside("products", "products", PRODUCT),
    inside("shipping_address", "shippingAddress", ADDRESS),
)
INSTANT: Fields = fields(
    TERMS,
    {
        "order_id": "path.paymentId",
        "escrow": "isEscrow",
        "cultural_expense": "isCulturalExpense",
        "channel_group": "channelGroupId",
    },
)
BILLING_TERMS: Fields = fields(
    TERMS,
    {
        "locale": "locale",
        "installment_months": "installmentMonth",
        "interest_free_by_merchant": "useFreeInterestFromMerchant",
        "use_card_point": "useCardPoint",
        "cash_receipt": "cashReceipt",
        "cash_receipt.type": "cashReceipt.type",
        "cash_receipt.identity": "cashReceipt.customerIdentityNumber",
    },
)
