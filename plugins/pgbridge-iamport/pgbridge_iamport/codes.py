"""V1's code lists and their neutral values, which are PortOne V2's names.

A code that no table holds passes through as the vendor's own text, both ways; only a bank that a write names
must be known. Source: PortOne's code pages.
"""

from __future__ import annotations

from types import MappingProxyType

from pgbridge.model import codes as standard

BANKS = standard.BANKS
BANK_CODES = standard.BANK_CODES

# Kiwoom Pay (daou) numbers its refund banks by a list of its own.
DAOU_REFUND_BANKS = MappingProxyType(
    {
        "KOOKMIN": "04",
        "STANDARD_CHARTERED": "11",
        "IBK": "03",
        "NONGHYUP": "08",
        "BUSAN": "15",
        "SHINHAN": "10",
        "WOORI": "09",
        "POST": "31",
        "HANA": "12",
    }
)

CARDS = standard.CARDS
CARD_CODES = standard.CARD_CODES
BRANDS = standard.BRANDS
BRAND_CODES = standard.BRAND_CODES
# Only these PGs tell issuer and publisher apart from `card_code`.
ISSUER_PGS = frozenset(
    (
        "TOSSPAYMENTS",
        "KSNET",
        "PAYPAL_V2",
        "SMARTRO_V2",
        "NICE_V2",
        "TOSS_BRANDPAY",
        "WELCOME",
        "TOSSPAY_V2",
    )
)
CARD_TYPES = MappingProxyType({"0": "credit", "1": "debit"})

METHODS = MappingProxyType(
    {
        "card": "card",
        "trans": "transfer",
        "vbank": "virtual_account",
        "phone": "mobile",
        "point": "point",
        "econtext": "convenience_store",
    }
)
METHOD_CODES = MappingProxyType({name: code for code, name in METHODS.items()})
GIFT_CERTIFICATES = MappingProxyType(
    {
        "booknlife": "BOOKNLIFE",
        "smartculture": "SMART_MUNSANG",
        "cultureland": "CULTURELAND",
        "culturegift": "CULTUREGIFT",
    }
)
GIFT_CERTIFICATE_CODES = MappingProxyType({name: code for code, name in GIFT_CERTIFICATES.items()})

EASY_PAYS = MappingProxyType(
    {
        "samsung": "SAMSUNGPAY",
        "samsungpay": "SAMSUNGPAY",
        "kakaopay": "KAKAOPAY",
        "naverpay": "NAVERPAY",
        "naverpay_card": "NAVERPAY",
        "naverpay_point": "NAVERPAY",
        "payco": "PAYCO",
        "ssgpay": "SSGPAY",
        "ssgpay_bank": "SSGPAY",
        "lpay": "LPAY",
        "kpay": "KPAY",
        "tosspay": "TOSSPAY",
        "tosspay_card": "TOSSPAY",
        "tosspay_money": "TOSSPAY",
        "applepay": "APPLEPAY",
        "pinpay": "PINPAY",
        "skpay": "SKPAY",
        "toss_brandpay": "TOSS_BRANDPAY",
        "paypal": "PAYPAL",
        "alipay": "ALIPAY",
        "wechat": "WECHAT",
        "smilepay": "SMILEPAY",
        "chai": "CHAI",
    }
)
# `pay_method` values that also say what the wallet took the money from.
EASY_PAY_SOURCES = MappingProxyType(
    {
        "naverpay_card": "card",
        "naverpay_point": "easy_pay_charge",
        "tosspay_card": "card",
        "tosspay_money": "easy_pay_charge",
        "ssgpay_bank": "transfer",
    }
)
EASY_PAY_CODES = MappingProxyType(
    {name: code for code, name in EASY_PAYS.items() if code not in EASY_PAY_SOURCES and code != "samsungpay"}
)
# PGs that are themselves a wallet: V1 then names it in `pay_method` alone.
WALLET_PGS = MappingProxyType(
    {
        "KAKAOPAY": "KAKAOPAY",
        "KAKAO": "KAKAOPAY",
        "NAVERPAY": "NAVERPAY",
        "NAVERCO": "NAVERPAY",
        "PAYCO": "PAYCO",
        "TOSSPAY": "TOSSPAY",
        "TOSSPAY_V2": "TOSSPAY",
        "TOSS_BRANDPAY": "TOSS_BRANDPAY",
        "PAYPAL": "PAYPAL",
        "PAYPAL_V2": "PAYPAL",
        "ALIPAY": "ALIPAY",
        "SMILEPAY": "SMILEPAY",
        "CHAI": "CHAI",
        "PINPAY": "PINPAY",
    }
)

PRODUCT_TYPES = MappingProxyType({"real": "physical", "digital": "digital"})
PRODUCT_TYPE_CODES = MappingProxyType({name: code for code, name in PRODUCT_TYPES.items()})
CASH_RECEIPTS = MappingProxyType({"person": "personal", "company": "corporate", "anonymous": "none"})
CASH_RECEIPT_CODES = MappingProxyType({name: code for code, name in CASH_RECEIPTS.items()})
# Naver Pay: who asked for a cancel or a deletion.
REQUESTERS = MappingProxyType({"customer": "customer", "admin": "admin"})
USAGES = MappingProxyType(
    {"issue": "billing_key_issue", "payment": "billing_key_charge", "payment.scheduled": "scheduled_charge"}
)
USAGE_CODES = MappingProxyType({name: code for code, name in USAGES.items()})


def refund_bank(bank: str, provider: str) -> str | None:
    """Return `refund_bank` as the PG of `provider` writes it; None when it has no code for the bank."""
    code = BANK_CODES.get(bank, bank if bank in BANKS else None)
    if code is None:
        return None
    if provider == "daou":
        return DAOU_REFUND_BANKS.get(bank)
    if provider in ("inicis", "nhn-kcp", "kcp-quickpay"):
        if code[0] != "0":  # two digits hold no code of a securities firm
            return None
        return code[1:] if provider == "inicis" else f"BK{code[1:]}"
    return code


def bank_of_refund(code: str) -> str:
    """Return the bank of a `refund_bank` in any of its forms but Kiwoom's; the text itself when unknown."""
    digits = code.upper().removeprefix("BK").zfill(3)
    return BANKS.get(digits, code)
