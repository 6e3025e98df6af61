"""V2's words and the neutral ones, both ways. A word that no table holds passes through as the vendor's own text."""

from __future__ import annotations

from collections.abc import Mapping


def lowered(*words: str) -> Mapping[str, str]:
    """Return a table of words that differ in case only."""
    return {word: word.lower() for word in words}


def turned(table: Mapping[str, str]) -> Mapping[str, str]:
    """Return a table the other way round."""
    return {neutral: word for word, neutral in table.items()}


PAYMENT_STATUS: Mapping[str, str] = {
    "READY": "ready",
    "PENDING": "pending",  # the filters and the objects spell it differently; the last one is written
    "PAY_PENDING": "pending",
    "VIRTUAL_ACCOUNT_ISSUED": "virtual_account_issued",
    "PAID": "paid",
    "FAILED": "failed",
    "PARTIAL_CANCELLED": "partially_cancelled",
    "CANCELLED": "cancelled",
}
PAYMENT_STATUS_OUT = turned(PAYMENT_STATUS)

# A neutral status names what V1's does too: there a payment without an end is `ready`, and a partly cancelled one may
# be listed as paid or as cancelled.
FILTER_STATUS: Mapping[str, tuple[str, ...]] = {
    "ready": ("READY", "PENDING", "VIRTUAL_ACCOUNT_ISSUED"),
    "pending": ("PENDING",),
    "virtual_account_issued": ("VIRTUAL_ACCOUNT_ISSUED",),
    "paid": ("PAID", "PARTIAL_CANCELLED"),
    "partially_cancelled": ("PARTIAL_CANCELLED",),
    "cancelled": ("CANCELLED", "PARTIAL_CANCELLED"),
    "failed": ("FAILED",),
}
FILTER_STATUS_IN: Mapping[frozenset[str], str] = {
    frozenset(("READY",)): "ready",
    frozenset(("PAID",)): "paid",
    frozenset(("CANCELLED",)): "cancelled",
    **{frozenset(words): neutral for neutral, words in FILTER_STATUS.items()},
}

SCHEDULE_STATUS = lowered("SCHEDULED", "STARTED", "SUCCEEDED", "FAILED", "REVOKED", "PENDING")
SCHEDULE_STATUS_OUT = turned(SCHEDULE_STATUS)
KEY_STATUS = lowered("ISSUED", "DELETED")
KEY_STATUS_OUT = turned(KEY_STATUS)
CANCELLATION_STATUS = lowered("SUCCEEDED", "REQUESTED", "FAILED")
CANCELLATION_STATUS_OUT = turned(CANCELLATION_STATUS)
TRIGGER = lowered("CONSOLE", "API", "PORTONE_ADMIN", "CHARGEBACK")
TRIGGER_OUT = turned(TRIGGER)
ESCROW = lowered(
    "BEFORE_REGISTERED",
    "REGISTERED",
    "DELIVERED",
    "CONFIRMED",
    "REJECTED",
    "REJECT_CONFIRMED",
    "CANCELLED",
)
ESCROW_OUT = turned(ESCROW)
CARD_TYPE = lowered("CREDIT", "DEBIT", "GIFT")
CARD_TYPE_OUT = turned(CARD_TYPE)
OWNER_TYPE = lowered("PERSONAL", "CORPORATE")
OWNER_TYPE_OUT = turned(OWNER_TYPE)
ACCOUNT_TYPE = lowered("NORMAL", "FIXED")
ACCOUNT_TYPE_OUT = turned(ACCOUNT_TYPE)
REFUND_STATUS = lowered("PENDING", "PARTIAL_REFUND_FAILED", "FAILED", "COMPLETED")
REFUND_STATUS_OUT = turned(REFUND_STATUS)
PLATFORM = lowered("PC", "MOBILE", "API")
PLATFORM_OUT = turned(PLATFORM)
GENDER = lowered("MALE", "FEMALE", "OTHER")
GENDER_OUT = turned(GENDER)
PRODUCT_TYPE = lowered("PHYSICAL", "DIGITAL")
PRODUCT_TYPE_OUT = turned(PRODUCT_TYPE)
REQUESTER = lowered("CUSTOMER", "ADMIN")
REQUESTER_OUT = turned(REQUESTER)
CASH_RECEIPT_TYPE: Mapping[str, str] = {
    "PERSONAL": "personal",
    "CORPORATE": "corporate",
    "NO_RECEIPT": "none",
}
CASH_RECEIPT_TYPE_OUT = turned(CASH_RECEIPT_TYPE)
RECEIPT_TYPE = lowered("PERSONAL", "CORPORATE")
RECEIPT_TYPE_OUT = turned(RECEIPT_TYPE)
RECEIPT_STATUS = lowered("ISSUED", "CANCELLED", "ISSUE_FAILED")
RECEIPT_STATUS_OUT = turned(RECEIPT_STATUS)
# The filter of the list spells one of them otherwise.
RECEIPT_FILTER: Mapping[str, str] = {"ISSUED": "issued", "CANCELLED": "cancelled", "FAILED": "issue_failed"}
RECEIPT_FILTER_OUT = turned(RECEIPT_FILTER)
IDENTITY_TYPE = lowered("PHONE", "CARD", "BUSINESS")
# V2 has no word for a resident number: the type is left out then, for most PGs tell it from the number.
RESIDENT = "resident"
IDENTITY_TYPE_OUT = turned(IDENTITY_TYPE)
CASH_METHOD = lowered("TRANSFER", "VIRTUAL_ACCOUNT")
CASH_METHOD_OUT = turned(CASH_METHOD)
CARRIERS = frozenset(
    [
        "LOTTE",
        "LOGEN",
        "DONGWON",
        "POST",
        "CJ",
        "HANJIN",
        "DAESIN",
        "ILYANG",
        "KYUNGDONG",
        "CHUNIL",
        "POST_REGISTERED",
        "GS",
        "WOORI",
        "HAPDONG",
        "FEDEX",
        "UPS",
        "GSM_NTON",
        "SUNGWON",
        "LX_PANTOS",
        "ACI",
        "CJ_INTL",
        "USPS",
        "EMS",
        "DHL",
        "KGL",
        "GOODSTOLUCK",
        "KUNYOUNG",
        "SLX",
        "SF",
        "ETC",
    ]
)
OTHER_CARRIER = "ETC"
OPERATORS = ("SKT", "KT", "LGU", "SKT_MVNO", "KT_MVNO", "LGU_MVNO")
OTP_METHOD = lowered("SMS", "APP")
OTP_METHOD_OUT = turned(OTP_METHOD)
IDENTITY_STATUS = lowered("READY", "VERIFIED", "FAILED")
IDENTITY_STATUS_OUT = turned(IDENTITY_STATUS)
LOCALE: Mapping[str, str] = {
    "KO_KR": "ko-KR",
    "EN_US": "en-US",
    "ZH_CN": "zh-CN",
    "ZH_TW": "zh-TW",
    "JA_JP": "ja-JP",
    "RU_RU": "ru-RU",
    "TH_TH": "th-TH",
    "VI_VN": "vi-VN",
}
LOCALE_OUT = turned(LOCALE)

METHOD: Mapping[str, str] = {
    "PaymentMethodCard": "card",
    "PaymentMethodTransfer": "transfer",
    "PaymentMethodVirtualAccount": "virtual_account",
    "PaymentMethodMobile": "mobile",
    "PaymentMethodGiftCertificate": "gift_certificate",
    "PaymentMethodEasyPay": "easy_pay",
    "PaymentMethodEasyPayMethodCharge": "easy_pay_charge",
    "PaymentMethodConvenienceStore": "convenience_store",
    "PaymentMethodCrypto": "crypto",
}
METHOD_OUT = turned(METHOD)
KEY_METHOD: Mapping[str, str] = {
    "BillingKeyPaymentMethodCard": "card",
    "BillingKeyPaymentMethodTransfer": "transfer",
    "BillingKeyPaymentMethodMobile": "mobile",
    "BillingKeyPaymentMethodEasyPay": "easy_pay",
    "BillingKeyPaymentMethodEasyPayCharge": "easy_pay_charge",
}
KEY_METHOD_OUT = turned(KEY_METHOD)
PAYPAL_KEY = "BillingKeyPaymentMethodPaypal"

BANKS = frozenset(
    [
        "BANK_OF_KOREA",
        "KDB",
        "IBK",
        "KOOKMIN",
        "SUHYUP",
        "KEXIM",
        "NONGHYUP",
        "LOCAL_NONGHYUP",
        "WOORI",
        "STANDARD_CHARTERED",
        "CITI",
        "SUHYUP_FEDERATION",
        "DAEGU",
        "BUSAN",
        "KWANGJU",
        "JEJU",
        "JEONBUK",
        "KYONGNAM",
        "KFCC",
        "SHINHYUP",
        "SAVINGS_BANK",
        "MORGAN_STANLEY",
        "HSBC",
        "DEUTSCHE",
        "JPMC",
        "MIZUHO",
        "MUFG",
        "BANK_OF_AMERICA",
        "BNP_PARIBAS",
        "ICBC",
        "BANK_OF_CHINA",
        "NFCF",
        "UOB",
        "BOCOM",
        "CCB",
        "POST",
        "KODIT",
        "KIBO",
        "HANA",
        "SHINHAN",
        "K_BANK",
        "KAKAO",
        "TOSS",
        "MISC_FOREIGN",
        "SGI",
        "KCIS",
        "YUANTA_SECURITIES",
        "KB_SECURITIES",
        "SANGSANGIN_SECURITIES",
        "HANYANG_SECURITIES",
        "LEADING_SECURITIES",
        "BNK_SECURITIES",
        "IBK_SECURITIES",
        "DAOL_SECURITIES",
        "MIRAE_ASSET_SECURITIES",
        "SAMSUNG_SECURITIES",
        "KOREA_SECURITIES",
        "NH_SECURITIES",
        "KYOBO_SECURITIES",
        "HI_SECURITIES",
        "HYUNDAI_MOTOR_SECURITIES",
        "KIWOOM_SECURITIES",
        "EBEST_SECURITIES",
        "SK_SECURITIES",
        "DAISHIN_SECURITIES",
        "HANHWA_SECURITIES",
        "HANA_SECURITIES",
        "TOSS_SECURITIES",
        "SHINHAN_SECURITIES",
        "DB_SECURITIES",
        "EUGENE_SECURITIES",
        "MERITZ_SECURITIES",
        "KAKAO_PAY_SECURITIES",
        "BOOKOOK_SECURITIES",
        "SHINYOUNG_SECURITIES",
        "CAPE_SECURITIES",
        "KOREA_SECURITIES_FINANCE",
        "KOREA_FOSS_SECURITIES",
        "WOORI_INVESTMENT_BANK",
    ]
)
