"""The simulator's own code tables: banks, card companies, PG modules."""

from msgspec import Struct


class Bank(Struct, frozen=True, kw_only=True):
    """A bank: the 3-digit code that V1 speaks, the name that V2 speaks, and what people read."""

    code: str
    enum: str
    name: str


class CardCompany(Struct, frozen=True, kw_only=True):
    """A card company: V1's code, V2's name, and what people read."""

    code: str
    enum: str
    name: str


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


_BANKS = """
001 BANK_OF_KOREA 한국은행|002 KDB KDB산업은행|003 IBK IBK기업은행|004 KOOKMIN KB국민은행|007 SUHYUP 수협은행
008 KEXIM 한국수출입은행|011 NONGHYUP NH농협은행|012 LOCAL_NONGHYUP 지역농축협|020 WOORI 우리은행
023 STANDARD_CHARTERED SC제일은행|027 CITI 한국씨티은행|030 SUHYUP_FEDERATION 수협중앙회|031 DAEGU iM뱅크
032 BUSAN BNK부산은행|034 KWANGJU 광주은행|035 JEJU 제주은행|037 JEONBUK 전북은행|039 KYONGNAM BNK경남은행
045 KFCC 새마을금고|048 SHINHYUP 신협|050 SAVINGS_BANK 저축은행|052 MORGAN_STANLEY 모간스탠리은행|054 HSBC HSBC은행
055 DEUTSCHE 도이치은행|057 JPMC 제이피모간체이스은행|058 MIZUHO 미즈호은행|059 MUFG 엠유에프지은행
060 BANK_OF_AMERICA BOA은행|061 BNP_PARIBAS 비엔피파리바은행|062 ICBC 중국공상은행|063 BANK_OF_CHINA 중국은행
064 NFCF 산림조합중앙회|065 UOB 대화은행|066 BOCOM 교통은행|067 CCB 중국건설은행|071 POST 우체국|076 KODIT 신용보증기금
077 KIBO 기술보증기금|081 HANA 하나은행|088 SHINHAN 신한은행|089 K_BANK 케이뱅크|090 KAKAO 카카오뱅크
091 MISC_FOREIGN 기타외국계은행|092 TOSS 토스뱅크|094 SGI 서울보증보험|101 KCIS 한국신용정보원
209 YUANTA_SECURITIES 유안타증권|218 KB_SECURITIES KB증권|221 SANGSANGIN_SECURITIES 상상인증권
222 HANYANG_SECURITIES 한양증권|223 LEADING_SECURITIES 리딩투자증권|224 BNK_SECURITIES BNK투자증권
225 IBK_SECURITIES IBK투자증권|227 DAOL_SECURITIES 다올투자증권|238 MIRAE_ASSET_SECURITIES 미래에셋증권
240 SAMSUNG_SECURITIES 삼성증권|243 KOREA_SECURITIES 한국투자증권|247 NH_SECURITIES NH투자증권
261 KYOBO_SECURITIES 교보증권|262 HI_SECURITIES iM증권|263 HYUNDAI_MOTOR_SECURITIES 현대차증권
264 KIWOOM_SECURITIES 키움증권|265 EBEST_SECURITIES LS증권|266 SK_SECURITIES SK증권|267 DAISHIN_SECURITIES 대신증권
269 HANHWA_SECURITIES 한화투자증권|270 HANA_SECURITIES 하나증권|271 TOSS_SECURITIES 토스증권
278 SHINHAN_SECURITIES 신한투자증권|279 DB_SECURITIES DB증권|280 EUGENE_SECURITIES 유진투자증권
287 MERITZ_SECURITIES 메리츠증권|288 KAKAO_PAY_SECURITIES 카카오페이증권|290 BOOKOOK_SECURITIES 부국증권
291 SHINYOUNG_SECURITIES 신영증권|292 CAPE_SECURITIES 케이프투자증권|293 KOREA_SECURITIES_FINANCE 한국증권금융
294 KOREA_FOSS_SECURITIES 한국포스증권|295 WOORI_INVESTMENT_BANK 우리종합금융
"""
BANKS = tuple(
    Bank(code=code, enum=enum, name=name)
    for code, enum, name in (row.split(" ", 2) for row in _BANKS.strip().replace("\n", "|").split("|"))
)
BANK_BY_CODE = {bank.code: bank for bank in BANKS}
BANK_BY_ENUM = {bank.enum: bank for bank in BANKS}

CARD_COMPANIES = tuple(
    CardCompany(code=code, enum=enum, name=name)
    for code, enum, name in (
        ("361", "BC_CARD", "BC카드"),
        ("381", "KOOKMIN_CARD", "KB국민카드"),
        ("367", "HYUNDAI_CARD", "현대카드"),
        ("365", "SAMSUNG_CARD", "삼성카드"),
        ("368", "LOTTE_CARD", "롯데카드"),
        ("371", "NH_CARD", "NH카드"),
        ("041", "WOORI_CARD", "우리카드"),
        ("374", "HANA_CARD", "하나카드"),
        ("366", "SHINHAN_CARD", "신한카드"),
        ("370", "CITI_CARD", "씨티카드"),
        ("090", "KAKAO_BANK", "카카오뱅크"),
        ("089", "K_BANK", "케이뱅크"),
    )
)

PROVIDERS = words(
    "HTML5_INICIS PAYPAL PAYPAL_V2 INICIS DANAL NICE DANAL_TPAY JTNET UPLUS NAVERPAY KAKAO SETTLE KCP MOBILIANS "
    "KAKAOPAY NAVERCO SYRUP KICC EXIMBAY SMILEPAY PAYCO KCP_BILLING ALIPAY PAYPLE CHAI BLUEWALNUT SMARTRO "
    "SMARTRO_V2 PAYMENTWALL TOSSPAYMENTS KCP_QUICK DAOU GALAXIA TOSSPAY KCP_DIRECT SETTLE_ACC SETTLE_FIRM "
    "INICIS_UNIFIED KSNET PINPAY NICE_V2 TOSS_BRANDPAY WELCOME TOSSPAY_V2 INICIS_V2 KPN KCP_V2 HYPHEN EXIMBAY_V2 "
    "INICIS_JP PAYLETTER_GLOBAL MOBILIANS_V2 TRIPLE_A KICC_V2 INNOPAY HECTO_GLOBAL"
)
# V1 tells issuer and publisher apart for these PGs only.
ISSUER_KNOWN = words("TOSSPAYMENTS KSNET PAYPAL_V2 SMARTRO_V2 NICE_V2 TOSS_BRANDPAY WELCOME TOSSPAY_V2")
