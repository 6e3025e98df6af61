"""Neutral fields of an order and where V1 takes them; None is what V1 cannot carry.

Each operation starts from these tables and adds its own fields.
"""

from __future__ import annotations

from collections.abc import Mapping

Fields = Mapping[str, str | None]

AMOUNT: Fields = {
    "amount.total": "amount",
    "amount.currency": "currency",
    "amount.tax_free": "tax_free",
    "amount.vat": "vat_amount",
}
BUYER: Fields = {
    "customer.id": None,
    "customer.name": "buyer_name",
    "customer.email": "buyer_email",
    "customer.phone": "buyer_tel",
    "customer.address": "buyer_addr",
    "customer.postcode": "buyer_postcode",
    "customer.birth": None,
    "customer.gender": None,
    "customer.country": None,
    "customer.business_number": None,
}
CARD: Fields = {
    "card.number": "card_number",
    "card.expiry": "expiry",
    "card.birth_or_business_number": "birth",
    "card.password_digits": "pwd_2digit",
    "card.cvc": "cvc",
}
TERMS: Fields = {
    **AMOUNT,
    **BUYER,
    "order_name": "name",
    "custom_data": "custom_data",
    "notice_urls": "notice_url",
    "products": None,
    "product_type": "product_type",
    "product_count": None,
    "promotion_id": None,
    "shipping_address": None,
    "country": None,
    "locale": None,
    "escrow": None,
    "cultural_expense": None,
    "notify": None,
    "bypass": None,
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
}
CARD_TERMS: Fields = {
    **TERMS,
    "promotion_id": "promotion_id",
    "bypass": "bypass",
    "installment_months": "card_quota",
    "interest_free_by_merchant": "interest_free_by_merchant",
    "use_card_point": "use_card_point",
    "browser_ip": "browser_ip",
}
KEY_TERMS: Fields = {
    **CARD_TERMS,
    "product_count": "product_count",
    "cash_receipt": "cash_receipt_type",
    "cash_receipt.type": "cash_receipt_type",
    "extra": "extra",
}
# The shop's own id of the buyer is only a label here: V1 files payments by order id alone.
HARMLESS = frozenset(("customer.id",))
