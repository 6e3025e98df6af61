"""The browser SDK's words, which are not always those of the REST API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgbridge_portone.words import LOCALE, turned

if TYPE_CHECKING:
    from collections.abc import Mapping

METHOD: Mapping[str, str] = {
    "CARD": "card",
    "VIRTUAL_ACCOUNT": "virtual_account",
    "TRANSFER": "transfer",
    "MOBILE": "mobile",
    "GIFT_CERTIFICATE": "gift_certificate",
    "EASY_PAY": "easy_pay",
    "PAYPAL": "paypal",
    "ALIPAY": "alipay",
    "ALIPAY_PLUS": "alipay_plus",
    "CONVENIENCE_STORE": "convenience_store",
}
METHOD_OUT = turned(METHOD)
KEY_METHOD: Mapping[str, str] = {word: METHOD[word] for word in ("CARD", "MOBILE", "EASY_PAY", "PAYPAL")}
KEY_METHOD_OUT = turned(KEY_METHOD)
KEY_AND_PAY_METHOD: Mapping[str, str] = {"MOBILE": "mobile"}
KEY_AND_PAY_METHOD_OUT = turned(KEY_AND_PAY_METHOD)

PROVIDERS = frozenset(
    [
        "NAVERPAY",
        "KAKAOPAY",
        "TOSSPAY",
        "PAYCO",
        "LPAY",
        "SSGPAY",
        "SAMSUNGPAY",
        "APPLEPAY",
        "GOOGLE_PAY",
        "LGPAY",
        "SKPAY",
        "PINPAY",
        "LINEPAY",
        "TMONEY",
        "PAYPAY",
        "AMAZONPAY",
        "RAKUTENPAY",
        "DBARAI",
        "AUPAY",
        "MERPAY",
        "ALIPAY",
        "ALIPAY_HK",
        "TRUE_MONEY",
        "TOUCH_N_GO",
        "G_CASH",
        "DANA",
        "RABBIT_LINE_PAY",
        "BPI",
        "BOOST",
        "BILL_EASE",
        "TINABA",
        "MPAY",
        "KREDIVO",
    ]
)
# The guides of KICC, Toss Payments and Galaxia name these; the SDK's schema has not caught up.
GUIDES_PROVIDERS = frozenset(("WECHAT", "PAYPAL", "MONEYTREE"))
PROVIDER_IN: Mapping[str, str] = {"GCASH": "G_CASH"}
PROVIDER_OUT: Mapping[str, str] = {
    **{name: name for name in PROVIDERS | GUIDES_PROVIDERS},
    **turned(PROVIDER_IN),
}
# A channel of Toss BrandPay opens this wallet and no other, and the SDK has no word for it.
BY_CHANNEL = frozenset(("TOSS_BRANDPAY",))

EASY_PAY_METHOD: Mapping[str, str] = {
    "CARD": "card",
    "CHARGE": "charge",
    "TRANSFER": "transfer",
    "MONEY": "money",
}
EASY_PAY_METHOD_OUT = turned(EASY_PAY_METHOD)
GIFT: Mapping[str, str] = {
    "BOOKNLIFE": "BOOKNLIFE",
    "SMART_MUNSANG": "SMART_MUNSANG",
    "CULTURELAND": "CULTURELAND",
    "CULTURE_GIFT": "CULTUREGIFT",
    "HAPPYMONEY": "HAPPYMONEY",  # in Galaxia's guide, not in the SDK's schema
}
GIFT_OUT = turned(GIFT)
CARDS = frozenset(
    [
        "KOREA_DEVELOPMENT_BANK",
        "KFCC",
        "SHINHYUP",
        "EPOST",
        "SAVINGS_BANK_KOREA",
        "KAKAO_BANK",
        "WOORI_CARD",
        "BC_CARD",
        "GWANGJU_CARD",
        "SAMSUNG_CARD",
        "SHINHAN_CARD",
        "HYUNDAI_CARD",
        "LOTTE_CARD",
        "SUHYUP_CARD",
        "CITI_CARD",
        "NH_CARD",
        "JEONBUK_CARD",
        "JEJU_CARD",
        "HANA_CARD",
        "KOOKMIN_CARD",
        "K_BANK",
        "TOSS_BANK",
        "MIRAE_ASSET_SECURITIES",
    ]
)
CARD_OUT: Mapping[str, str] = {name: name for name in CARDS}
BANK: Mapping[str, str] = {
    "INDUSTRIAL_BANK_OF_KOREA": "IBK",
    "KOOKMIN_BANK": "KOOKMIN",
    "SUHYUP_BANK": "SUHYUP",
    "NH_NONGHYUP_BANK": "NONGHYUP",
    "WOORI_BANK": "WOORI",
    "SC_BANK_KOREA": "STANDARD_CHARTERED",
    "DAEGU_BANK": "DAEGU",
    "BUSAN_BANK": "BUSAN",
    "GWANGJU_BANK": "KWANGJU",
    "JEONBUK_BANK": "JEONBUK",
    "KYONGNAM_BANK": "KYONGNAM",
    "EPOST": "POST",
    "HANA_BANK": "HANA",
    "SHINHAN_BANK": "SHINHAN",
    "K_BANK": "K_BANK",
}
BANK_OUT = turned(BANK)
CARRIER_OUT: Mapping[str, str] = {name: name for name in ("SKT", "KT", "LGU", "HELLO", "KCT", "SK7")}
CASH_RECEIPT: Mapping[str, str] = {"PERSONAL": "personal", "CORPORATE": "corporate", "ANONYMOUS": "none"}
CASH_RECEIPT_OUT = turned(CASH_RECEIPT)
PRODUCT_TYPE: Mapping[str, str] = {"REAL": "physical", "DIGITAL": "digital"}
PRODUCT_TYPE_OUT = turned(PRODUCT_TYPE)
WINDOW: Mapping[str, str] = {"IFRAME": "iframe", "POPUP": "popup", "REDIRECTION": "redirection", "UI": "ui"}
WINDOW_OUT = turned(WINDOW)
PAYMENT_UI: Mapping[str, str] = {"PAYPAL_SPB": "paypal-spb"}
PAYMENT_UI_OUT = turned(PAYMENT_UI)
KEY_UI: Mapping[str, str] = {"PAYPAL_RT": "paypal-rt"}
KEY_UI_OUT = turned(KEY_UI)
# The SDK speaks more languages than the REST API; those go by the language alone.
MORE_LOCALES: Mapping[str, str] = {
    **{
        word: word[:2].lower()
        for word in ["ID_ID", "FR_FR", "NL_NL", "ES_ES", "PT_PT", "DE_DE", "IT_IT", "PL_PL", "TR_TR"]
    },
    **{
        word: word[:2].lower()
        for word in ["SV_SE", "FI_FI", "UK_UA", "EL_GR", "TL_PH", "HI_IN", "HR_HR", "LT_LT", "SL_SI"]
    },
    "SR_RS": "sr",
    "BG_BG": "bg",
    "AR_001": "ar-001",
    "PT_BR": "pt-BR",
}
WINDOW_LOCALE: Mapping[str, str] = {**LOCALE, **MORE_LOCALES}
WINDOW_LOCALE_OUT: Mapping[str, str] = {
    **{f"{word[:2].lower()}-{word[3:]}": word for word in WINDOW_LOCALE},
    **turned(WINDOW_LOCALE),
}

# Guides of long ago write these in front of the value: `CURRENCY_KRW`.
PREFIX: Mapping[str, str] = {
    "currency": "CURRENCY_",
    "easyPayProvider": "EASY_PAY_PROVIDER_",
    "cardCompany": "CARD_COMPANY_",
    "availableCards": "CARD_COMPANY_",
    "productType": "PRODUCT_TYPE_",
    "giftCertificateType": "GIFT_CERTIFICATE_TYPE_",
    "cashReceiptType": "CASH_RECEIPT_TYPE_",
    "carrier": "CARRIER_",
    "avaliableCarriers": "CARRIER_",
    "availableCarriers": "CARRIER_",
    "bankCode": "BANK_",
    "availableBanks": "BANK_",
    "country": "COUNTRY_",
    "gender": "GENDER_",
}
# What is inside belongs to the shop or the PG, not to the SDK.
FOREIGN = frozenset(("bypass", "customData"))


def bare(data: Any) -> Any:
    """Return parameters with plain words, and with the carriers where the schema has them."""
    if isinstance(data, list):
        return [bare(item) for item in data]
    if not isinstance(data, dict):
        return data
    found: dict[str, Any] = {}
    for name, value in data.items():
        if name in FOREIGN:
            found[name] = value
        else:
            found[name] = plain(value, PREFIX[name]) if name in PREFIX else bare(value)
    if "availableCarriers" in found:
        found.setdefault("avaliableCarriers", found.pop("availableCarriers"))
    return found


def plain(value: Any, prefix: str) -> Any:
    """Return a word, or each of several, without what older guides write in front."""
    if isinstance(value, str):
        return value.removeprefix(prefix)
    return [plain(item, prefix) for item in value] if isinstance(value, list) else value
