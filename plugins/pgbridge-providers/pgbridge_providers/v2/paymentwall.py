"""Paymentwall on V2."""

from __future__ import annotations

from pgbridge.rules import Capability, Provider, each, ignored, is_, one_of, pattern, required
from pgbridge_providers.bypass import others as bypass
from pgbridge_providers.common_overseas import COUNTRY
from pgbridge_providers.common_v2 import WINDOW_ALONE

LOCALES = (
    *("KO_KR", "EN_US", "JA_JP", "ZH_CN", "ZH_TW", "TH_TH", "RU_RU", "VI_VN", "FR_FR", "NL_NL", "ES_ES"),
    *("PT_PT", "DE_DE", "IT_IT", "PL_PL", "TR_TR", "SV_SE", "FI_FI", "UK_UA", "EL_GR", "TL_PH", "HI_IN"),
    *("HR_HR", "LT_LT", "SL_SI", "SR_RS", "BG_BG", "PT_BR"),
)
BYPASS = "bypass.paymentwall"

WINDOW = (
    ignored(
        "browser_payment.pay-method",
        "payMethod",
        fact="The window shows the methods of the buyer's country, or the one that bypass.paymentwall.ps names.",
    ),
    *each(
        required,
        "browser_payment.{}-required",
        {"customer-id": "customer.customerId", "email": "customer.email"},
        fact="Paymentwall demands the shop's id of the buyer and an e-mail.",
    ),
    one_of(
        "browser_payment.locale",
        "locale",
        LOCALES,
        severity="warning",
        fact="The window speaks these; what another does is open.",
    ),
    one_of(
        "browser_payment.widget",
        f"{BYPASS}.widget",
        ("pw_1", "t3_1"),
        fact="pw_1 is the default, t3_1 Terminal 3.",
    ),
    pattern(
        "browser_payment.country-code",
        f"{BYPASS}.country_code",
        COUNTRY,
        fact="A country is its ISO code of two letters.",
    ),
)

DELIVERY = each(
    required,
    "paymentwall_delivery.physical-{}-required",
    {
        "tracking-id": "carrierTrackingId",
        "carrier": "carrierType",
        "country": "shippingAddressCountry",
        "city": "shippingAddressCity",
        "zip": "shippingAddressZip",
        "state": "shippingAddressState",
        "street": "shippingAddressStreet",
        "phone": "shippingAddressPhone",
        "first-name": "shippingAddressFirstname",
        "last-name": "shippingAddressLastname",
    },
    when=is_("deliveryType", "PHYSICAL"),
    fact="A parcel has a carrier and a whole address.",
    source="OpenAPI v2: POST /paymentwall/delivery/confirm",
)

PROVIDER = Provider(
    slug="paymentwall",
    api="v2",
    codes=("PAYMENTWALL",),
    name_en="Paymentwall",
    name_ko="페이먼트월",
    counterpart="paymentwall",
    source="opi/ko/integration/pg/v2/paymentwall.mdx",
    operations={
        "browser_payment": Capability(locales=LOCALES),
        "paymentwall_delivery": Capability(),
        "cancel": Capability(partial=True),
    },
    unsupported=WINDOW_ALONE,
    rules=(*WINDOW, *DELIVERY),
    bypass={"browser_payment": bypass.Paymentwall},
    same_bypass={
        "bypass.widget_code": "bypass.paymentwall.widget",
        "bypass.ps": "bypass.paymentwall.ps",
        "bypass.country_code": "bypass.paymentwall.country_code",
    },
    notes=(
        "Every shop records its deliveries: they are the proof in a chargeback.",
        "For DIGITAL goods both estimated times may be now.",
        "ps takes Paymentwall's own short codes; country_code decides which methods show.",
        "Where the currency asked for is not the one processed, only the whole amount can be cancelled.",
        "Korean virtual accounts are not supported.",
        "Projects are made through Paymentwall's link for PortOne; a right one shows [import].",
        "The SDK's schema types payMethod as mandatory though nothing reads it.",
    ),
)
