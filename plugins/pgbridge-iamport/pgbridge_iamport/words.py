"""V1's words in receipts, deliveries and verifications, and their neutral ones, both ways. A word that no table holds passes through."""

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

# Parcel carriers. What V1 has no code for is ETC; of its own old ones V2 knows none.
CARRIERS = MappingProxyType(
    {
        "HYUNDAI": "LOTTE",
        "KGB": "LOGEN",
        "EPOST": "POST",
        "CJGLS": "CJ",
        "HANJIN": "HANJIN",
        "DAESIN": "DAESIN",
        "ETC": "ETC",
    }
)
CARRIER_CODES = MappingProxyType({name: code for code, name in CARRIERS.items()})
OTHER_CARRIER = "ETC"

# Mobile carriers of a one-time password; a virtual operator is a flag beside its network.
OPERATORS = MappingProxyType({"SKT": "SKT", "KT": "KT", "LGT": "LGU"})
OPERATOR_CODES = MappingProxyType({name: code for code, name in OPERATORS.items()})
VIRTUAL = "_MVNO"
GENDERS = frozenset(("male", "female"))
