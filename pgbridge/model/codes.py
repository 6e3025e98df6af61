"""PortOne's names of banks and card companies, and the 3-digit codes that V1 and the PGs go by.

A code that no table holds passes through as the vendor's own text. Sources: PortOne's code pages and the common list
of KFTC (금융결제원 표준코드).
"""

from __future__ import annotations

from types import MappingProxyType

from msgspec import Struct

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
# What people call them.
CARD_NAMES = MappingProxyType(
    {
        "361": "BC카드",
        "381": "KB국민카드",
        "367": "현대카드",
        "365": "삼성카드",
        "368": "롯데카드",
        "371": "NH카드",
        "041": "우리카드",
        "374": "하나카드",
        "045": "MG새마을금고",
        "373": "제주은행",
        "364": "광주은행",
        "366": "신한카드",
        "002": "KDB산업은행",
        "369": "수협은행",
        "048": "신협",
        "370": "씨티카드",
        "071": "우체국",
        "089": "케이뱅크",
        "372": "전북은행",
        "090": "카카오뱅크",
        "050": "저축은행중앙회",
        "092": "토스뱅크",
        "238": "미래에셋증권",
    }
)
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


class CodeName(Struct, frozen=True, kw_only=True):
    """A bank or a card company.

    :ivar value: PortOne's name of it, such as `SHINHAN` or `SHINHAN_CARD`; None when no table knows the code
    :ivar code: its standard code, such as `088`; None when no table knows the name
    :ivar name: what people call it, in Korean
    """

    name: str
    value: str | None = None
    code: str | None = None
