"""My Bank Account Pay by Hecto Financial on V1 (`settle_acc`)."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    absent,
    forbidden,
    given,
    maximum,
    needs_contract,
    one_of,
    pattern,
    required,
    unsupported_method,
)
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import others as bypass
from pgbridge_providers.common_v1 import OPENAPI, WINDOW_KEYS

WINDOWS = ("browser_payment", "browser_billing_key")
BYPASS = "bypass.settle"
DEDUCTION = f"{BYPASS}.addDeductionYn"

WINDOW = (
    unsupported_method("any.pay-method", "pay_method", on=WINDOWS, fact="It takes bank accounts only."),
    required("browser_payment.buyer-tel", "buyer_tel", fact="Hecto demands the buyer's phone number."),
    pattern(
        "browser_payment.pg-with-mid",
        "pg",
        r"settle_acc\.\S+",
        when=absent("channelKey"),
        fact="Where pg stands for the channel, it names the merchant ID: settle_acc.{MID}.",
    ),
    common.redirect_on_mobile("any.m-redirect-url-mobile", on=WINDOWS),
    one_of(
        "any.add-deduction-yn",
        DEDUCTION,
        ("Y", "C", "N"),
        on=WINDOWS,
        fact="Y deducts public transport, C books and performances, N nothing.",
    ),
    needs_contract(
        "any.add-deduction-contract",
        DEDUCTION,
        only=("Y", "C"),
        on=WINDOWS,
        contract="pg-option",
        fact="Extra tax deductions are agreed with Hecto.",
    ),
    one_of(
        "any.cri-psbl-yn",
        f"{BYPASS}.criPsblYn",
        ("Y", "N", ""),
        on=WINDOWS,
        fact="It says whether a cash receipt may be issued; empty is Y.",
    ),
    pattern(
        "any.cust-ci-hex",
        f"{BYPASS}.custCi",
        "(?:[0-9A-Fa-f]{32})+",
        on=WINDOWS,
        fact="The CI is AES-256-ECB under the channel's key, in hexadecimal; another person cannot pay.",
    ),
)

BILLING_KEYS = (
    required(
        "browser_billing_key.customer-uid",
        "customer_uid",
        fact="It names the billing key; without it the window takes a payment.",
    ),
    needs_contract(
        "browser_billing_key.billing-contract",
        "customer_uid",
        contract="billing-key",
        fact="Recurring payments are agreed with Hecto.",
    ),
    maximum(
        "browser_billing_key.billing-amount-charges",
        "amount",
        0,
        severity="warning",
        fact="Hecto charges this amount together with the key; 0 issues the key alone.",
    ),
    forbidden(
        "schedule.no-new-card",
        "card_number",
        when=given("card_number"),
        fact="A schedule cannot register a card; the customer_uid must hold a key from the window.",
        source=f"{OPENAPI}: POST /subscribe/payments/schedule",
    ),
)

PROVIDER = Provider(
    slug="settle-mybank",
    api="v1",
    codes=("settle_acc",),
    name_en="Hecto Financial My Bank Account Pay",
    name_ko="내통장결제 (헥토파이낸셜)",
    source="opi/ko/integration/pg/v1/settle/mybank.mdx",
    operations={
        "browser_payment": Capability(pay_methods=("trans",)),
        "browser_billing_key": Capability(pay_methods=("trans",)),
        "again": Capability(),
        "schedule": Capability(),
        "cancel": Capability(),
    },
    unsupported=WINDOW_KEYS,
    rules=(*WINDOW, *BILLING_KEYS, *unread.unread_by_charges("again"), unread.unread_by_cancel()),
    bypass={"browser_payment": bypass.Mybank, "browser_billing_key": bypass.Mybank},
    notes=(
        "The window is always a popup, and there is no sales slip.",
        "A payment made of prepaid money alone has no bank code.",
        "The window takes tax_free and vat_amount, charges by billing key no vat_amount.",
        "bypass.settle.payLimitCd is a limit whose values are not public.",
        "The result comes to the callback on PC, by redirect on mobile.",
    ),
)
