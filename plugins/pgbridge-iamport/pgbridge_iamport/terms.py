"""Order terms written as V1's fields, and read back from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from pgbridge.model.channel import Channel
from pgbridge.model.customer import Customer, Name
from pgbridge.operations.base import CashReceiptRequest, OrderTerms
from pgbridge_iamport import codes
from pgbridge_iamport.form import Form
from pgbridge_iamport.refusal import Problems, coded, major, one_url, total


def buyer_name(customer: Customer, channel: Channel) -> str | None:
    """Return the name in one line; Paymentwall wants the given name first."""
    name = customer.name
    if isinstance(name, Name):
        return f"{name.first} {name.last}" if channel.provider == "paymentwall" else name.full
    return name


def json_text(value: Mapping[str, Any] | None) -> str | None:
    """Return an object as the JSON text that V1 takes it as."""
    return None if value is None else msgspec.json.encode(value).decode()


def order_fields(op: OrderTerms, channel: Channel, problems: Problems) -> dict[str, Any]:
    """Return the fields that every V1 order has in common."""
    amount, customer = op.amount, op.customer
    currency = amount.currency
    return {
        "amount": total(amount, problems),
        "tax_free": major(amount.tax_free, currency, "tax_free", "amount.tax_free", problems),
        "vat_amount": major(amount.vat, currency, "vat_amount", "amount.vat", problems),
        "name": op.order_name,
        "buyer_name": buyer_name(customer, channel),
        "buyer_email": customer.email,
        "buyer_tel": customer.phone,
        "buyer_addr": customer.one_line_address,
        "buyer_postcode": customer.postcode,
        "custom_data": op.custom_data,
        "product_type": coded(
            codes.PRODUCT_TYPE_CODES, op.product_type, "product_type", "product_type", problems
        ),
    }


def key_fields(op: OrderTerms, channel: Channel, problems: Problems) -> dict[str, Any]:
    """Return the fields of a charge of a billing key, now or later."""
    receipt = op.cash_receipt
    return {
        **order_fields(op, channel, problems),
        "currency": op.amount.currency,
        "notice_url": one_url(op.notice_urls, problems),
        "card_quota": op.installment_months,
        "interest_free_by_merchant": op.interest_free_by_merchant,
        "use_card_point": op.use_card_point,
        "browser_ip": op.browser_ip,
        "product_count": op.product_count,
        "cash_receipt_type": coded(
            codes.CASH_RECEIPT_CODES,
            receipt.type if receipt is not None else None,
            "cash_receipt_type",
            "cash_receipt.type",
            problems,
        ),
        "bypass": json_text(op.bypass),
        "extra": op.extra,
        "promotion_id": op.promotion_id,
    }


def accepted_terms(form: Form) -> dict[str, Any]:
    """Read order terms from a foreign request."""
    url = form.fields.get("notice_url")
    urls = form.items("notice_url") if isinstance(url, list) else [u for u in (form.text("notice_url"),) if u]
    word, receipt = form.text("product_type"), form.text("cash_receipt_type")
    return {
        "amount": form.amount(),
        "order_name": form.text("name"),
        "customer": Customer(
            name=form.text("buyer_name"),
            email=form.text("buyer_email"),
            phone=form.text("buyer_tel"),
            address=form.text("buyer_addr"),
            postcode=form.text("buyer_postcode"),
            business_number=form.text("business_registration_number"),
        ),
        "custom_data": form.text("custom_data"),
        "notice_urls": tuple(str(url) for url in urls),
        "product_type": codes.PRODUCT_TYPES.get(word, word) if word else None,
        "product_count": form.integer("product_count"),
        "promotion_id": form.text("promotion_id"),
        "bypass": form.mapping("bypass"),
        "extra": form.mapping("extra"),
        "installment_months": form.integer("card_quota"),
        "interest_free_by_merchant": form.flag("interest_free_by_merchant"),
        "use_card_point": form.flag("use_card_point"),
        "browser_ip": form.text("browser_ip"),
        "cash_receipt": CashReceiptRequest(type=codes.CASH_RECEIPTS.get(receipt, receipt))
        if receipt
        else None,
    }
