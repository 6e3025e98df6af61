"""Paymentwall on V1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    Capability,
    Provider,
    conditional,
    each,
    forbidden,
    given,
    ignored,
    is_,
    one_of,
    pattern,
    required,
    unsupported_method,
)
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import others as bypass
from pgbridge_providers.common_overseas import COUNTRY
from pgbridge_providers.common_v1 import OPENAPI

if TYPE_CHECKING:
    from pgbridge.rules import View

WINDOWS = ("browser_payment", "browser_billing_key")
TWO_NAMES = r"\S+ \S.*"
NAME_FACT = "First and last name stand in it, with a blank between them."
IP_FACT = "Paymentwall judges the buyer by the IP address."
SAME_EMAIL = "It is the e-mail with which the key was issued."
CARD_API = f"{OPENAPI}: POST /subscribe/payments/onetime, again, schedule"
DELIVERY_API = f"{OPENAPI}: POST /paymentwall/delivery"


def other_than_test(view: View) -> bool:
    """The methods asked for are not the test ones."""
    return view.get("bypass.ps") != "test"


WINDOW = (
    ignored(
        "browser_payment.pay-method-ignored",
        "pay_method",
        fact="The project's settings and the country of the buyer's IP choose the methods.",
    ),
    *each(
        required,
        "any.{}-required",
        {"name": "name", "buyer-name": "buyer_name", "buyer-email": "buyer_email"},
        on=WINDOWS,
        fact="Paymentwall opens no window without it.",
    ),
    common.redirect_on_mobile("any.m-redirect-url-mobile", on=WINDOWS),
    required(
        "any.currency-required",
        "currency",
        on=WINDOWS,
        severity="warning",
        fact="The guide calls it mandatory; without one it is KRW.",
    ),
    pattern(
        "any.amount-integer",
        "amount",
        r"\d+",
        on=WINDOWS,
        severity="warning",
        fact="The guide wants a whole number and does not say how cents are sent.",
    ),
    pattern(
        "browser_payment.country-code",
        "bypass.country_code",
        COUNTRY,
        fact="A country is its ISO code of two letters.",
    ),
    conditional(
        "browser_payment.test-method-ps",
        "bypass.ps",
        other_than_test,
        breaks={"use_test_method": True, "bypass.ps": "all"},
        when=is_("use_test_method"),
        severity="warning",
        fact="Before the project goes live, test methods show only under ps test.",
    ),
)

BILLING_KEY_WINDOW = (
    unsupported_method("browser_billing_key.pay-method", "pay_method", fact="Keys exist for cards only."),
    forbidden(
        "browser_billing_key.no-issue-only",
        "amount",
        only=0,
        fact="A key comes with a first payment, which is really charged.",
    ),
)

REST = (
    pattern(
        "any.buyer-name-format", "buyer_name", TWO_NAMES, on=(*WINDOWS, "onetime", "again"), fact=NAME_FACT
    ),
    pattern(
        "schedule.buyer-name-format", "schedules[].buyer_name", TWO_NAMES, fact=NAME_FACT, source=CARD_API
    ),
    required(
        "onetime.cvc-required", "cvc", fact="Paymentwall charges no card without its CVC.", source=CARD_API
    ),
    required(
        "schedule.cvc-required",
        "cvc",
        when=given("card_number"),
        fact="A key made along with the schedule takes the card's CVC.",
        source=CARD_API,
    ),
    required("any.browser-ip-required", "browser_ip", on=("onetime", "again"), fact=IP_FACT, source=CARD_API),
    required(
        "schedule.browser-ip-required",
        "schedules[].browser_ip",
        severity="warning",
        fact=IP_FACT,
        source=CARD_API,
    ),
    required("again.buyer-email-required", "buyer_email", fact=SAME_EMAIL, source=CARD_API),
    required("schedule.buyer-email-required", "schedules[].buyer_email", fact=SAME_EMAIL, source=CARD_API),
)

DELIVERY = (
    *each(
        required,
        "paymentwall_delivery.{}-required",
        {
            "imp-uid": "imp_uid",
            "merchant-uid": "merchant_uid",
            "type": "type",
            "status": "status",
            "estimated-delivery-datetime": "estimated_delivery_datetime",
            "estimated-update-datetime": "estimated_update_datetime",
            "refundable": "refundable",
            "shipping-email": "shipping_address_email",
        },
        fact="Every record of a delivery states it.",
        source=DELIVERY_API,
    ),
    *each(
        required,
        "paymentwall_delivery.physical-{}-required",
        {
            "carrier-tracking-id": "carrier_tracking_id",
            "carrier-type": "carrier_type",
            **{
                name: f"shipping_address_{name}"
                for name in ("country", "city", "zip", "state", "street", "phone", "firstname", "lastname")
            },
        },
        when=is_("type", "physical"),
        fact="A parcel has a carrier and a whole address; the state is N/A outside the US.",
        source=DELIVERY_API,
    ),
    one_of(
        "paymentwall_delivery.type",
        "type",
        ("physical", "digital"),
        fact="Goods are physical or digital.",
        source=DELIVERY_API,
    ),
    one_of(
        "paymentwall_delivery.status",
        "status",
        ("order_placed", "order_shipped", "delivering", "delivered"),
        fact="A delivery goes through these steps.",
        source=DELIVERY_API,
    ),
    one_of(
        "paymentwall_delivery.refundable",
        "refundable",
        ("yes", "no"),
        fact="It is said in words.",
        source=DELIVERY_API,
    ),
)

PROVIDER = Provider(
    slug="paymentwall",
    api="v1",
    codes=("paymentwall",),
    name_en="Paymentwall",
    name_ko="페이먼트월",
    counterpart="paymentwall",
    source="opi/ko/integration/pg/v1/paymentwall.mdx",
    operations={
        "browser_payment": Capability(),
        "browser_billing_key": Capability(pay_methods=("card",)),
        "onetime": Capability(),
        "again": Capability(),
        "schedule": Capability(),
        "paymentwall_delivery": Capability(),
    },
    unsupported=(
        *("browser_identity", "issue_billing_key", "vbank", "cvs", "escrow_logistics", "store_receipt"),
        "cash_receipt",
    ),
    rules=(*unread.unread_by_charges("onetime", "again"), *WINDOW, *BILLING_KEY_WINDOW, *REST, *DELIVERY),
    bypass={"browser_payment": bypass.PaymentwallV1},
    notes=(
        "widget_code (t3_1 opens Terminal 3, pw_1 is the default), ps and the like stand right under bypass.",
        "Paying and cancelling at once just to get a key can cost the merchant its account.",
        "Goods that are sent must be recorded by the delivery call, or the settlement fails.",
        "The API's schema wants a CVC to issue keys alone, which the guide calls impossible.",
        "birth may be 000000 or missing here; only the older page of key-in payments demands it.",
        "A cancel is done when Paymentwall calls back.",
    ),
)
