"""KG Financial (Mobilians), the old module (`mobilians`), on V1."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    needs_contract,
    not_paying,
    pattern,
    required,
    unsupported_method,
)
from pgbridge_providers import common_plain_v1 as plain
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.common_v1 import WINDOW_KEYS

UNCLEAR = ("trans", "vbank")  # not in the guide's list, but elsewhere in the pages

PROVIDER = Provider(
    slug="kg",
    api="v1",
    codes=("mobilians",),
    name_en="KG Financial (Mobilians, old module)",
    name_ko="KG파이낸셜 (구모듈)",
    source="opi/ko/integration/pg/v1/kg.mdx",
    operations={
        "browser_payment": Capability(pay_methods=("card", "phone")),
        "browser_billing_key": Capability(pay_methods=("phone",)),
        "again": Capability(),
        "schedule": Capability(),
    },
    unsupported=WINDOW_KEYS,
    rules=(
        *unread.unread_by_charges("again"),
        unsupported_method(
            "browser_payment.pay-method",
            "pay_method",
            when=not_paying(*UNCLEAR),
            fact="The window pays by card or by the phone bill.",
        ),
        unsupported_method(
            "browser_payment.pay-method-unclear",
            "pay_method",
            only=UNCLEAR,
            severity="warning",
            fact="The guide lists neither but explains vbank_due, and the smart-routing page has them.",
            source="opi/ko/extra/smart-routing/intro.mdx",
        ),
        unsupported_method(
            "browser_billing_key.pay-method",
            "pay_method",
            fact="Keys are for the phone bill.",
            source="opi/ko/integration/start/v1/non-auth.mdx",
        ),
        required(
            "browser_payment.buyer-tel-required",
            "buyer_tel",
            severity="warning",
            fact="The guide's sample calls it mandatory, its table optional.",
        ),
        common.redirect_on_mobile("any.m-redirect-url-mobile", on=("browser_payment", "browser_billing_key")),
        pattern(
            "browser_payment.vbank-due-format",
            "vbank_due",
            r"\d{8}",
            severity="warning",
            fact="The deadline is written YYYYMMDD; left out it is in five days.",
        ),
        needs_contract(
            "browser_billing_key.contract",
            "customer_uid",
            contract="billing-key",
            fact="The window opens for merchant IDs that may charge without the buyer.",
        ),
        plain.no_card_in_schedule("card-data"),
    ),
    notes=(
        "The amount is charged along with the issue, though the sample denies it once.",
        "A key is charged the same amount each month, on the day of the first approval.",
        "Cards cannot be charged or registered by API.",
        "The guide's charge of a key has no name, which the API demands.",
        "The SDK reference wants digital with each phone payment, the guide is silent.",
        "On PC the callback brings the result, on mobile the redirect.",
    ),
)
