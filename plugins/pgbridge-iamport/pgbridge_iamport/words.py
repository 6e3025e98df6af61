"""V1's words in receipts and their neutral ones, both ways. A word that no table holds passes through."""

from __future__ import annotations

from types import MappingProxyType

RECEIPT_TYPES = MappingProxyType({"person": "personal", "company": "corporate"})
RECEIPT_TYPE_CODES = MappingProxyType({name: code for code, name in RECEIPT_TYPES.items()})
IDENTITY_TYPES = MappingProxyType(
    {"phone": "phone", "taxcard": "card", "business": "business", "person": "resident"}
)
IDENTITY_TYPE_CODES = MappingProxyType({name: code for code, name in IDENTITY_TYPES.items()})
CASH_METHODS = MappingProxyType({"trans": "transfer", "vbank": "virtual_account"})
CASH_METHOD_CODES = MappingProxyType({name: code for code, name in CASH_METHODS.items()})
