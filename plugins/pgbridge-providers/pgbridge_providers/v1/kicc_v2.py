"""KICC's payments from abroad on V1: WeChat Pay and Alipay+."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    charset,
    each,
    one_of,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers import common_v1 as common
from pgbridge_providers.common_v1 import WINDOW_ALONE

CURRENCIES = ("KRW", "USD")
LOCALES = ("ko", "en", "zh")
WALLETS = (
    *("alipay", "true_money", "alipay_hk", "touch_n_go", "gcash", "dana", "rabbit_line_pay", "bpi"),
    *("boost", "bill_ease", "tinaba", "mpay", "kredivo"),
)
DOUBTFUL = "V1's guide calls it mandatory, as it does fields with a default; V2's guide of this PG does not."

PROVIDER = Provider(
    slug="kicc-v2",
    api="v1",
    codes=("kicc_v2",),
    name_en="KICC Easypay foreign payment",
    name_ko="이지페이(KICC) 해외결제",
    counterpart="kicc-v2",
    source="opi/ko/integration/pg/v1/kicc-v2.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("wechat", "alipay_plus"),
            currencies=CURRENCIES,
            locales=LOCALES,
            easy_pay_providers=WALLETS,
        )
    },
    unsupported=WINDOW_ALONE,
    rules=(
        unsupported_method(
            "browser_payment.pay-method",
            "pay_method",
            fact="Domestic methods are for the other module, kicc.",
        ),
        *each(
            required,
            "browser_payment.{}-required",
            {"buyer-name": "buyer_name", "buyer-tel": "buyer_tel"},
            severity="warning",
            fact=DOUBTFUL,
        ),
        required(
            "browser_payment.buyer-email-required",
            "buyer_email",
            when=paying("wechat"),
            severity="warning",
            fact=DOUBTFUL,
        ),
        required(
            "browser_payment.order-description-required",
            "order_description",
            when=paying("alipay_plus"),
            fact="Alipay+ wants the order described.",
        ),
        charset(
            "browser_payment.order-description-charset",
            "order_description",
            "[ -~]*",
            severity="warning",
            fact="KICC and Alipay+ advise English only.",
        ),
        one_of(
            "browser_payment.currency",
            "currency",
            CURRENCIES,
            fact="Any other value is charged in won.",
        ),
        one_of(
            "browser_payment.language",
            "language",
            LOCALES,
            severity="warning",
            fact="The window speaks these; zh is mainland Chinese.",
        ),
        common.redirect_on_mobile("browser_payment.m-redirect-url-mobile", on=("browser_payment",)),
        one_of(
            "browser_payment.wallet",
            "alipay_plus.wallet",
            WALLETS,
            fact="Alipay+ stands for these wallets; without one the buyer picks on a page of all.",
        ),
    ),
    notes=(
        "The guide does not name the pg code; kicc_v2 is the provider's name.",
        "Without a currency it is KRW.",
        "A scanned QR code can be approved after the window was closed, so webhooks are a must.",
        "Cancels of WeChat Pay are done when the webhook comes.",
        "For WeChat Pay the shop's domain is registered with KICC; its test merchant ID works on PC only.",
    ),
)
