"""KICC's payments from abroad on V2: WeChat Pay and Alipay+."""

from __future__ import annotations

from pgbridge.rules import Capability, Provider, charset, one_of, paying, required, unsupported_method
from pgbridge_providers import common_overseas as overseas
from pgbridge_providers.common_v2 import WINDOW_ALONE

CURRENCIES = ("KRW", "USD")
LOCALES = ("ZH_CN", "KO_KR", "EN_US", "ZH_TW")
WALLETS = (
    *("ALIPAY", "TRUE_MONEY", "ALIPAY_HK", "TOUCH_N_GO", "G_CASH", "DANA", "RABBIT_LINE_PAY", "BPI"),
    *("BOOST", "BILL_EASE", "TINABA", "MPAY", "KREDIVO"),
)
ENGLISH = r"[\x20-\x7E]*"

PROVIDER = Provider(
    slug="kicc-v2",
    api="v2",
    codes=("KICC_V2",),
    name_en="KICC EasyPay (overseas payments)",
    name_ko="이지페이(KICC) 해외결제",
    counterpart="kicc-v2",
    source="opi/ko/integration/pg/v2/kicc-v2.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("EASY_PAY", "ALIPAY_PLUS"),
            currencies=CURRENCIES,
            locales=LOCALES,
            easy_pay_providers=("WECHAT", *WALLETS),
        )
    },
    unsupported=WINDOW_ALONE,
    rules=(
        unsupported_method(
            "browser_payment.pay-method",
            "payMethod",
            fact="EASY_PAY is WeChat Pay, ALIPAY_PLUS the wallets of Alipay+.",
        ),
        one_of("browser_payment.currency", "currency", CURRENCIES, fact="KICC charges these two."),
        one_of(
            "browser_payment.easy-pay-provider",
            "easyPay.easyPayProvider",
            ("WECHAT",),
            when=paying("EASY_PAY"),
            fact="The wallets of Alipay+ go by payMethod ALIPAY_PLUS.",
        ),
        one_of(
            "browser_payment.alipay-plus-provider",
            "alipayPlus.easyPayProvider",
            (*WALLETS, "GCASH"),
            when=paying("ALIPAY_PLUS"),
            fact="Alipay+ stands for these; GCash is G_CASH in the guide, GCASH in the SDK's schema.",
        ),
        required(
            "browser_payment.order-description-required",
            "orderDescription",
            when=paying("ALIPAY_PLUS"),
            fact="Alipay+ wants the order described; the SDK's schema lacks the field.",
        ),
        one_of(
            "browser_payment.locale",
            "locale",
            LOCALES,
            when=paying("EASY_PAY"),
            severity="warning",
            fact="WeChat Pay's window speaks these; what another does is open.",
        ),
        *overseas.two_part_name("browser_payment", on=("browser_payment",)),
        charset(
            "browser_payment.order-name-english",
            "orderName",
            ENGLISH,
            severity="warning",
            fact="KICC and both wallets advise English only.",
        ),
        charset(
            "browser_payment.order-description-english",
            "orderDescription",
            ENGLISH,
            when=paying("ALIPAY_PLUS"),
            severity="warning",
            fact="KICC and Alipay+ advise English only.",
        ),
        overseas.no_confirmation(),
    ),
    notes=(
        "Without alipayPlus.easyPayProvider the buyer picks on a page of all wallets.",
        "The SDK's schema lacks WECHAT among the services.",
        "A scanned QR code can be approved after the window was closed: only the webhook is final.",
        "Cancels of WeChat Pay are done when the webhook comes.",
        "For WeChat Pay the shop's domain is registered with KICC, else mobile ends on an error page.",
        "The test merchant ID of WeChat Pay works on PC only.",
    ),
)
