"""The agreements with a PG that no request shows, by the names a channel's settings use for them."""

from __future__ import annotations

from typing import Final

CONTRACTS: Final[dict[str, str]] = {
    "billing-key": "issue billing keys",
    "card-direct": "open one card company directly, past the window's own choice",
    "card-point": "let the buyer pay with card points",
    "cash-receipt": "issue cash receipts by API",
    "coupon": "apply the PG's discount coupons or codes",
    "easy-pay": "offer easy-pay services",
    "easy-pay-direct": "open one easy-pay service directly",
    "escrow": "take escrow payments",
    "fixed-account": "issue fixed virtual accounts",
    "foreign-currency": "take payments in a foreign currency",
    "free-installment": "pay the interest of instalments for the buyer",
    "gift-certificate": "take gift certificates",
    "installment": "offer instalments",
    "key-in": "charge keyed-in cards or issue virtual accounts by API",
    "member-id": "hand the PG the shop's member id or the buyer's CI",
    "partial-cancel": "cancel a part of a payment",
    "partly-free-installment": "pay a part of the interest of instalments",
    "pay-method": "use the pay method at all",
    "payco-login": "hand over the buyer's Payco login",
    "pg-option": "use an option that the PG switches on per merchant",
    "point-saving": "let the buyer earn or spend points of the shop or OK Cashbag",
    "samsung-pay-mall": "be a shop inside Samsung Pay",
    "sub-merchant": "sell for sub-merchants",
    "tax-free": "state a tax-free part (tax-free or mixed taxation)",
    "vat": "state the VAT (designated amounts or zero rate)",
    "vbank-refund": "refund a paid virtual account to a bank account",
}
