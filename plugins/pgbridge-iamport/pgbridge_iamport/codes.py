"""V1's code lists and their neutral values, which are PortOne V2's names.

A code that no table holds passes through as the vendor's own text, both ways; only a bank that a write names
must be known. Sources: PortOne's code pages and the common list of KFTC (금융결제원 표준코드).
"""

from __future__ import annotations

from types import MappingProxyType

BANKS = MappingProxyType(
    {
        "001": "BANK_OF_KOREA",
        "002": "KDB",
        "003": "IBK",
        "004": "KOOKMIN",
        "005": "HANA",
        "007": "SUHYUP",
        "008": "KEXIM",
        "011": "NONGHYUP",
        "012": "LOCAL_NONGHYUP",
        "020": "WOORI",
        "023": "STANDARD_CHARTERED",
        "027": "CITI",
        "030": "SUHYUP_FEDERATION",
        "031": "DAEGU",
        "032": "BUSAN",
        "034": "KWANGJU",
        "035": "JEJU",
        "037": "JEONBUK",
        "039": "KYONGNAM",
        "045": "KFCC",
        "048": "SHINHYUP",
        "050": "SAVINGS_BANK",
        "052": "MORGAN_STANLEY",
        "054": "HSBC",
        "055": "DEUTSCHE",
        "057": "JPMC",
        "058": "MIZUHO",
        "059": "MUFG",
        "060": "BANK_OF_AMERICA",
        "061": "BNP_PARIBAS",
        "062": "ICBC",
        "063": "BANK_OF_CHINA",
        "064": "NFCF",
        "065": "UOB",
        "066": "BOCOM",
        "067": "CCB",
        "071": "POST",
        "076": "KODIT",
        "077": "KIBO",
        "081": "HANA",
        "088": "SHINHAN",
        "089": "K_BANK",
        "090": "KAKAO",
        "091": "MISC_FOREIGN",
        "092": "TOSS",
        "094": "SGI",
        "101": "KCIS",
        "209": "YUANTA_SECURITIES",
        "218": "KB_SECURITIES",
        "221": "SANGSANGIN_SECURITIES",
        "222": "HANYANG_SECURITIES",
        "223": "LEADING_SECURITIES",
        "224": "BNK_SECURITIES",
        "225": "IBK_SECURITIES",
        "227": "DAOL_SECURITIES",
        "230": "MIRAE_ASSET_SECURITIES",
        "238": "MIRAE_ASSET_SECURITIES",
        "240": "SAMSUNG_SECURITIES",
        "243": "KOREA_SECURITIES",
        "247": "NH_SECURITIES",
        "261": "KYOBO_SECURITIES",
        "262": "HI_SECURITIES",
        "263": "HYUNDAI_MOTOR_SECURITIES",
        "264": "KIWOOM_SECURITIES",
        "265": "EBEST_SECURITIES",
        "266": "SK_SECURITIES",
        "267": "DAISHIN_SECURITIES",
        "269": "HANHWA_SECURITIES",
        "270": "HANA_SECURITIES",
        "271": "TOSS_SECURITIES",
        "278": "SHINHAN_SECURITIES",
        "279": "DB_SECURITIES",
        "280": "EUGENE_SECURITIES",
        "287": "MERITZ_SECURITIES",
        "288": "KAKAO_PAY_SECURITIES",
        "289": "NH_SECURITIES",
        "290": "BOOKOOK_SECURITIES",
        "291": "SHINYOUNG_SECURITIES",
        "292": "CAPE_SECURITIES",
        "293": "KOREA_SECURITIES_FINANCE",
        "294": "KOREA_FOSS_SECURITIES",
        "295": "WOORI_INVESTMENT_BANK",
    }
)
# Codes of companies that have merged away: they are read, but no longer written.
READ_ONLY_BANKS = frozenset(("005", "230", "289"))
BANK_CODES = MappingProxyType({name: code for code, name in BANKS.items() if code not in READ_ONLY_BANKS})

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

CARDS = MappingProxyType(
    {
        "361": "BC_CARD",
        "381": "KOOKMIN_CARD",
        "367": "HYUNDAI_CARD",
        "365": "SAMSUNG_CARD",
        "368": "LOTTE_CARD",
        "371": "NH_CARD",
        "041": "WOORI_CARD",
        "374": "HANA_CARD",
        "045": "KFCC",
        "373": "JEJU_CARD",
        "364": "GWANGJU_CARD",
        "366": "SHINHAN_CARD",
        "002": "KOREA_DEVELOPMENT_BANK",
        "369": "SUHYUP_CARD",
        "048": "SHINHYUP",
        "370": "CITI_CARD",
        "071": "EPOST",
        "089": "K_BANK",
        "372": "JEONBUK_CARD",
        "090": "KAKAO_BANK",
        "050": "SAVINGS_BANK_KOREA",
        "092": "TOSS_BANK",
        "238": "MIRAE_ASSET_SECURITIES",
    }
)
CARD_CODES = MappingProxyType({name: code for code, name in CARDS.items()})
# Cards from abroad: V1 puts the brand where a Korean card's company stands.
BRANDS = MappingProxyType(
    {
        "10001": "UNIONPAY",
        "10002": "DINERS",
        "10003": "AMEX",
        "10004": "MASTER",
        "10005": "VISA",
        "10006": "JCB",
    }
)
BRAND_CODES = MappingProxyType({name: code for code, name in BRANDS.items()})
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
