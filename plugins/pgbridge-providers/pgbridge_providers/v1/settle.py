"""Hecto Financial, formerly Settlebank, on V1 (`settle`)."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    absent,
    each,
    forbidden,
    given,
    ignored,
    is_,
    is_not,
    needs_contract,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
    unsupported_operation,
)
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import others as bypass
from pgbridge_providers.common_v1 import OPENAPI

RECEIPTS = ("cash_receipt", "external_cash_receipt")
UNLIMITED, LIMITED = is_("fixed_unlimited_vbank"), is_not("fixed_unlimited_vbank")
VBANK_API = f"{OPENAPI}: POST /vbanks"

WINDOW = (
    unsupported_method(
        "browser_payment.pay-method", "pay_method", fact="Hecto's window has no easy payments on V1."
    ),
    required("browser_payment.buyer-tel", "buyer_tel", fact="Hecto's window fails without it."),
    *each(
        required,
        "browser_payment.{}",
        {"phone-name": "name", "company": "company", "phone-company-en": "company_en"},
        when=paying("phone"),
        fact="A phone payment says what is sold and by whom, in Korean and in English.",
    ),
    required(
        "browser_payment.vbank-company",
        "company",
        when=paying("vbank"),
        severity="warning",
        fact="Hecto's guide calls the shop's name mandatory here, and its sample advisable.",
    ),
    pattern(
        "browser_payment.vbank-due",
        "vbank_due",
        common.DAY,
        when=paying("vbank"),
        severity="warning",
        fact="Hecto's guide writes YYYYMMDD.",
    ),
    common.deposit_deadline(),
    needs_contract(
        "browser_payment.vbank010-contract",
        "bypass.settle.vbank010",
        only=True,
        contract="pg-option",
        fact="Account numbers made of a phone number are agreed with Hecto.",
    ),
    common.redirect_on_mobile("any.m-redirect-url-mobile", on=("browser_payment",)),
    *unread.unread_by_window(),
)

BILLING_KEYS = (
    unsupported_operation(
        "browser_billing_key.no-billing-key-window",
        field="customer_uid",
        fact="Hecto issues billing keys by API only.",
    ),
    needs_contract(
        "issue_billing_key.issue-contract",
        "customer_uid",
        contract="billing-key",
        fact="A key without a payment is agreed with Hecto; the OpenAPI does not list Hecto for it.",
    ),
)

# A fixed account: one of the numbers that Hecto handed out, for one amount or (unlimited) for any.
FIXED_ACCOUNT = (
    required("vbank.holder", "vbank_holder", fact="The account carries a holder's name."),
    required(
        "vbank.unlimited-num",
        "vbank_num",
        when=UNLIMITED,
        fact="An unlimited account is one of the numbers that Hecto handed out.",
    ),
    required(
        "vbank.fixed-num",
        "vbank_num",
        when=LIMITED,
        severity="warning",
        fact="The guide demands it; the OpenAPI only for fixed accounts, and nothing else shows which it is.",
    ),
    required(
        "vbank.pg",
        "pg",
        when=absent("channel_key"),
        fact="Without channel_key the merchant ID stands in pg.",
    ),
    pattern(
        "vbank.pg-format",
        "pg",
        r"settle\.\S+",
        when=absent("channel_key"),
        fact="Where pg stands for the channel, it names the merchant ID: settle.{MID}.",
    ),
    required("vbank.amount", "amount", when=LIMITED, fact="Only an unlimited account waits for any amount."),
    ignored(
        "vbank.unlimited-amount-ignored", "amount", when=UNLIMITED, fact="An unlimited account has none."
    ),
    *(
        rule
        for name, field in (("tax-free", "tax_free"), ("vat-amount", "vat_amount"))
        for rule in (
            forbidden(
                f"vbank.unlimited-no-{name}",
                field,
                when=UNLIMITED & is_not(field, 0),
                fact="An unlimited account has no tax parts.",
            ),
            ignored(
                f"vbank.{name}-ignored",
                field,
                when=LIMITED,
                fact="By the OpenAPI it reaches NICE and Welcome only; the guide is silent.",
                source=VBANK_API,
            ),
        )
    ),
    forbidden(
        "vbank.unlimited-no-escrow",
        "escrow_password",
        when=UNLIMITED & given("escrow_password"),
        fact="An unlimited account has no escrow.",
    ),
    required(
        "vbank.escrow-buyer-email",
        "buyer_email",
        when=given("escrow_password"),
        fact="escrow_password asks for escrow, which writes to the buyer.",
    ),
)

CASH_RECEIPTS = (
    required(
        "cash_receipt.identifier-type",
        "identifier_type",
        on=RECEIPTS,
        fact="Hecto derives nothing from the number itself.",
        source=f"{OPENAPI}: POST /receipts/{{imp_uid}}, POST /receipts/external/{{merchant_uid}}",
    ),
    one_of(
        "cash_receipt.identifier-type-values",
        "identifier_type",
        ("person", "business", "phone", "taxcard"),
        on=RECEIPTS,
        fact="A receipt goes to a resident, business, phone or receipt card number.",
        source=f"{OPENAPI}: POST /receipts/{{imp_uid}}",
    ),
)

PROVIDER = Provider(
    slug="settle",
    api="v1",
    codes=("settle",),
    name_en="Hecto Financial (formerly Settlebank)",
    name_ko="헥토파이낸셜 (구 세틀뱅크)",
    source="opi/ko/integration/pg/v1/settle/readme.mdx",
    operations={
        "browser_payment": Capability(pay_methods=("card", "trans", "vbank", "phone")),
        "onetime": Capability(),
        "issue_billing_key": Capability(),
        "again": Capability(),
        "schedule": Capability(),
        "cancel": Capability(),
        "vbank": Capability(),
        "cash_receipt": Capability(),
        "external_cash_receipt": Capability(),
    },
    unsupported=("browser_billing_key", "browser_identity", "cvs", "escrow_logistics", "store_receipt"),
    rules=(
        *WINDOW,
        *BILLING_KEYS,
        *FIXED_ACCOUNT,
        *CASH_RECEIPTS,
        *unread.unread_by_charges("onetime", "again"),
        unread.unread_by_cancel(),
    ),
    bypass={"browser_payment": bypass.Settle},
    notes=(
        "Fixed accounts: once there is a merchant ID, Hecto sets the deposit notices up by mail.",
        "Hecto alone changes an account before its deposit (PUT /vbanks): vbank_due, and maybe amount.",
        "Accounts with tax-free parts cannot be changed; the amount of an unlimited one stays.",
        "Deposits to unlimited accounts are in deposit_history; after a cancel the status stays cancelled.",
        "The guide demands pg for POST /vbanks, the OpenAPI channel_key and vbank_code.",
        "The result comes to the callback on PC, by redirect on mobile.",
    ),
)
