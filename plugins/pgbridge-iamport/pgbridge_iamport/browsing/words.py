"""The browser SDK's words, where they are not those of the REST API."""

from __future__ import annotations

from types import MappingProxyType

from pgbridge_iamport import codes


def turned(table: MappingProxyType[str, str]) -> MappingProxyType[str, str]:
    """Return a table the other way round."""
    return MappingProxyType({neutral: word for word, neutral in table.items()})


# Methods that only V1 opens; they have no other name.
V1_ONLY = ("unionpay", "tenpay", "molpay", "paysbuy")
METHOD = MappingProxyType(
    {
        "card": "card",
        "trans": "transfer",
        "vbank": "virtual_account",
        "phone": "mobile",
        "point": "point",
        "paypal": "paypal",
        "alipay": "alipay",
        "alipay_plus": "alipay_plus",
        "econtext": "convenience_store",
        "cvs": "convenience_store",
        **{word: word for word in V1_ONLY},
    }
)
METHOD_OUT = turned(METHOD)
GIFT = MappingProxyType({**codes.GIFT_CERTIFICATES, "happymoney": "HAPPYMONEY"})
GIFT_OUT = turned(GIFT)
# Galaxia's and Japan's wallets, which no answer of the REST API names.
MORE_WALLETS = MappingProxyType(
    {
        word: word.upper()
        for word in ["moneytree", "paypay", "amazonpay", "rakutenpay", "merpay", "aupay", "dbarai"]
    }
)
WALLET = MappingProxyType(
    {**{k: v for k, v in codes.EASY_PAYS.items() if v not in ("PAYPAL", "ALIPAY")}, **MORE_WALLETS}
)
# `samsung` is what answers say, and what the windows of these PGs want; the others want `samsungpay`.
SAYS_SAMSUNG = frozenset(("inicis", "daou", "kg-mobilians-v2", "nhn-kcp", "toss"))
WALLET_OUT = MappingProxyType(
    {
        **{name: code for name, code in codes.EASY_PAY_CODES.items() if name not in ("PAYPAL", "ALIPAY")},
        **turned(MORE_WALLETS),
        "SAMSUNGPAY": "samsungpay",
    }
)
# Words that also say what the wallet takes the money from.
FROM_WALLET = MappingProxyType(
    {
        "naverpay_card": ("NAVERPAY", "card"),
        "naverpay_point": ("NAVERPAY", "charge"),
        "tosspay_card": ("TOSSPAY", "card"),
        "tosspay_money": ("TOSSPAY", "money"),
        "ssgpay_bank": ("SSGPAY", "transfer"),
    }
)
FROM_WALLET_OUT = MappingProxyType({pair: word for word, pair in FROM_WALLET.items()})

LANGUAGE = MappingProxyType({"ko": "ko-KR", "en": "en-US", "zh": "zh-CN"})
LANGUAGE_OUT = turned(LANGUAGE)
# Eximbay's window speaks Japanese, under a name of its own.
EXIMBAY_LANGUAGE_OUT = MappingProxyType({**LANGUAGE_OUT, "ja-JP": "jp"})
LANGUAGE_IN = MappingProxyType({**LANGUAGE, "jp": "ja-JP"})
CARRIER = MappingProxyType(
    {"SKT": "SKT", "KTF": "KT", "LGT": "LGU", "CJH": "HELLO", "KCT": "KCT", "SKL": "SK7"}
)
CARRIER_OUT = turned(CARRIER)
IDENTITY_CARRIER = MappingProxyType({"SKT": "SKT", "KTF": "KT", "LGT": "LGU", "MVNO": "MVNO"})
IDENTITY_CARRIER_OUT = turned(IDENTITY_CARRIER)
PAYMENT_UI = ("paypal-spb", "toss-brandpay-widget")
KEY_UI = ("paypal-rt",)
# The service period's interval, where a PG has one.
INTERVALS = MappingProxyType(
    {
        "nice": {"1m": "month", "1y": "year"},
        "nice-v2": {"1m": "month", "1y": "year"},
        "welcome": {"1m": "1m", "1y": "1y"},
    }
)
INTERVAL = MappingProxyType({"month": "1m", "year": "1y"})
