"""KG Inicis Japan on V1. Its channels are of two kinds: JPPG, and SBPS with fewer pay methods."""

from __future__ import annotations

from pgbridge.rules import (
    ON_PC,
    Capability,
    Provider,
    absent,
    charset,
    each,
    forbidden,
    given,
    max_length,
    maximum,
    minimum,
    one_of,
    pattern,
    paying,
    required,
    required_any,
    unsupported_method,
)
from pgbridge_providers import common_inicis_jp as japan
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import inicis as bypass
from pgbridge_providers.common_v1 import WINDOW_ALONE

JPPG_METHODS = ("cvs", "amazonpay", "rakutenpay", "merpay", "aupay", "dbarai")
WALLETS = ("paypay", "amazonpay", "rakutenpay", "merpay", "aupay", "dbarai")
KATAKANA = "[゠-ヿｦ-ﾟ]*"
JAPANESE_OR_ENGLISH = (
    r"[ -~\u00A0-\u00FF\u2000-\u27BF\u3000-\u30FF\u31F0-\u33FF\u3400-\u4DBF\u4E00-\u9FFF"
    r"\uF900-\uFAFF\uFF00-\uFFEF\U00020000-\U0002FFFF]*"
)
KANA_NAMES = {"first": "buyer_first_name_kana", "last": "buyer_last_name_kana"}
DUE_DATE = "cvs.payment_deadline.due_date"
VALID_HOURS = "cvs.payment_deadline.valid_hours"
SBPS = absent("storeDetails")

WINDOW = (
    unsupported_method(
        "browser_payment.pay-method",
        "pay_method",
        fact="There are cards, convenience stores and six wallets; d Barai is spelt `dbarai`.",
    ),
    required("browser_payment.currency-required", "currency", fact="Inicis Japan assumes no currency."),
    one_of("browser_payment.currency", "currency", ("JPY",), fact="Inicis Japan settles in yen only."),
    required(
        "browser_payment.popup-required",
        "popup",
        when=ON_PC,
        fact="On PC the window is a popup, which has to be asked for with true.",
    ),
    forbidden(
        "browser_payment.no-iframe", "popup", only=False, when=ON_PC, fact="The window is no iframe on PC."
    ),
    common.redirect_on_mobile("browser_payment.m-redirect-url-mobile", on=("browser_payment",)),
    charset(
        "browser_payment.name-charset",
        "name",
        JAPANESE_OR_ENGLISH,
        fact="An order is named in Japanese or English.",
    ),
    charset(
        "browser_payment.merchant-uid-charset",
        "merchant_uid",
        "[!-'*-~]*",
        fact="An order number has letters, digits and signs, but no brackets.",
    ),
    one_of(
        "browser_payment.card-quota",
        "display.card_quota",
        (0, 3, 5, 6, 10, 12),
        fact="Japanese cards have these months; 0 is the lump sum.",
    ),
    japan.color_theme(severity="error"),
)

CHANNEL_KINDS = (
    required_any(
        "browser_payment.channel-kind",
        "storeDetails",
        "customer_id",
        fact="A JPPG channel takes storeDetails, an SBPS channel customer_id.",
    ),
    unsupported_method(
        "browser_payment.sbps-pay-method",
        "pay_method",
        only=JPPG_METHODS,
        when=SBPS,
        fact="Without storeDetails it is an SBPS channel, which has cards and PayPay.",
    ),
    max_length(
        "browser_payment.customer-id-length",
        "customer_id",
        30,
        when=SBPS,
        fact="It is the limit of SBPS channels.",
    ),
)

BUYER = (
    required("browser_payment.buyer-name-required", "buyer_name", fact="Inicis Japan demands it."),
    *each(
        required,
        "browser_payment.buyer-{}-name-kana-required",
        KANA_NAMES,
        when=paying("cvs"),
        fact="Convenience stores know the buyer by his name in katakana.",
    ),
    *each(
        charset,
        "browser_payment.buyer-{}-name-kana-charset",
        KANA_NAMES,
        regex=KATAKANA,
        fact="It is written in katakana.",
    ),
)

STORE = (
    *japan.store(when=given("storeDetails")),
    *each(
        required,
        "browser_payment.store-hours-{}-required",
        japan.HOURS,
        when=given("storeDetails.openingHours"),
        fact="Opening hours have a beginning and an end.",
    ),
    *japan.opening_hours("browser_payment.store-hours-{}-format"),
    charset(
        "browser_payment.store-kana-charset",
        "storeDetails.storeNameKana",
        KATAKANA,
        fact="It is written in katakana.",
    ),
    charset(
        "browser_payment.store-en-charset",
        "storeDetails.storeNameEn",
        "[ -~]*",
        fact="It is written in English.",
    ),
)

CONVENIENCE_STORES = (
    required_any(
        "browser_payment.cvs-deadline",
        VALID_HOURS,
        DUE_DATE,
        when=paying("cvs"),
        fact="A convenience store takes the money until a deadline.",
    ),
    pattern(
        "browser_payment.cvs-due-date-format",
        DUE_DATE,
        r"\d{4}-?\d{2}-?\d{2}(T\d{2}(:?\d{2}(:?\d{2}([.,]\d+)?)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?",
        fact="The deadline is ISO 8601, 2030-04-01T23:59:59+09:00.",
    ),
    *(
        limit(
            f"browser_payment.cvs-valid-hours-{name}",
            VALID_HOURS,
            hours,
            severity="warning",
            fact="Hours become whole days, from 1 to 30.",
        )
        for limit, name, hours in ((maximum, "max", 720), (minimum, "min", 24))
    ),
)

PROVIDER = Provider(
    slug="inicis-jp",
    api="v1",
    codes=("inicis_jp",),
    name_en="KG Inicis Japan",
    name_ko="KG이니시스 일본결제",
    counterpart="inicis-jp",
    source="opi/ko/integration/pg/v1/inicis-jp.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "cvs", *WALLETS), currencies=("JPY",), easy_pay_providers=WALLETS
        ),
        "cancel": Capability(partial=True),
    },
    unsupported=WINDOW_ALONE,
    rules=(*WINDOW, *CHANNEL_KINDS, *BUYER, *STORE, *CONVENIENCE_STORES),
    bypass={"browser_payment": bypass.Japan},
    notes=(
        "No page says what storeDetails do on an SBPS channel.",
        "The guide names no pg code; inicis_jp is the bypass key and the PG's name elsewhere.",
        "valid_hours count from now; the V2 guide refuses deadlines outside 1 to 30 days.",
        "It takes the new V1 SDK, whose callback has imp_uid and merchant_uid only.",
        "Cards and wallets can be cancelled in part; at a convenience store nothing after the deposit.",
        "The logo (paymentUI.logoUrl) is 69 by 20 pixels.",
        "A convenience store payment is mailed to buyer_email.",
    ),
)
