"""Toss Pay, the new module (`tosspay_v2`), on V1."""

from __future__ import annotations

from pgbridge.rules import (
    ON_MOBILE,
    Capability,
    Provider,
    ignored,
    max_length,
    needs_contract,
    one_of,
    required,
    unsupported_method,
)
from pgbridge_providers import common_plain_v1 as plain
from pgbridge_providers import common_tosspay as tosspay
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import toss as bypass
from pgbridge_providers.common_v1 import OPENAPI, WINDOW_KEYS

CAUTION = "opi/ko/integration/pg/v1/tosspay-v2/caution.mdx"
RECEIPT_TYPES = ("person", "company", "anonymous")

WINDOW = (
    unsupported_method(
        "browser_payment.pay-method",
        "pay_method",
        fact="tosspay is both, tosspay_card the card only, tosspay_money the account only.",
    ),
    common.redirect_on_mobile("browser_payment.m-redirect-url-mobile", on=("browser_payment",)),
    required(
        "browser_payment.use-installment-required",
        "card.useInstallment",
        severity="warning",
        fact="The guide lists it as mandatory; false closes instalments.",
    ),
    *tosspay.expiry(),
    tosspay.receipt_option("any.cash-receipt-trade-option", on=("browser_payment", "again")),
    ignored(
        "browser_payment.cash-receipt-type-unreliable",
        "bypass.cashReceiptType",
        only=("personal", "corporate"),
        fact="The receipt goes by what the buyer keeps in the Toss app.",
        source=CAUTION,
    ),
)

BILLING_KEYS = (
    unsupported_method(
        "browser_billing_key.pay-method", "pay_method", fact="A key is not for card or money alone."
    ),
    required(
        "browser_billing_key.customer-id-required",
        "customer_id",
        fact="Toss Pay wants the shop's id of the buyer.",
    ),
    max_length("browser_billing_key.customer-id-max", "customer_id", 50, fact="The guide sets this limit."),
    required(
        "browser_billing_key.m-redirect-url-required",
        "m_redirect_url",
        when=ON_MOBILE,
        fact="The mobile window comes back by redirect.",
    ),
    required(
        "browser_billing_key.notice-url-required",
        "notice_url",
        severity="warning",
        fact="Callbacks get lost; a webhook, set here or in the console, tells of the key for sure.",
    ),
    needs_contract(
        "browser_billing_key.contract",
        "customer_uid",
        contract="billing-key",
        fact="Billing keys are agreed with Toss Pay beforehand.",
        source=CAUTION,
    ),
)

REST = (
    one_of(
        "again.cash-receipt-type",
        "cash_receipt_type",
        RECEIPT_TYPES,
        fact="anonymous is no receipt; the others bring one by themselves.",
        source=f"{OPENAPI}: POST /subscribe/payments/again",
    ),
    one_of(
        "schedule.cash-receipt-type",
        "schedules[].cash_receipt_type",
        RECEIPT_TYPES,
        severity="warning",
        fact="anonymous is no receipt, all else brings one; the API lists the values for single charges only.",
        source=OPENAPI,
    ),
    plain.no_card_in_schedule("card-data"),
)

PROVIDER = Provider(
    slug="tosspay-v2",
    api="v1",
    codes=("tosspay_v2",),
    name_en="Toss Pay (new module)",
    name_ko="토스페이(tosspay_v2)",
    counterpart="tosspay-v2",
    source="opi/ko/integration/pg/v1/tosspay-v2/readme.mdx",
    operations={
        "browser_payment": Capability(pay_methods=("tosspay", "tosspay_card", "tosspay_money")),
        "browser_billing_key": Capability(pay_methods=("tosspay",)),
        "again": Capability(),
        "schedule": Capability(),
        "cancel": Capability(partial=True),
    },
    unsupported=WINDOW_KEYS,
    rules=(
        *unread.unread_by_charges("again", names=("interest-free-by-merchant", "use-card-point")),
        *WINDOW,
        *BILLING_KEYS,
        *REST,
    ),
    bypass={"browser_payment": bypass.TossPayV1, "browser_billing_key": bypass.TossPayKeyV1},
    notes=(
        "A payment that named its VAT is cancelled in part naming vat_amount; else later cancels may fail.",
        "bypass of a single charge: an object in the guide, a text in the API; with cashReceipt, sendFailPush.",
        "bypass.tosspay_v2.encryptedUserCi may go along when a key is issued.",
        "A customer_uid serves once. Buyers swap the card of a key in the app: read the key before showing it.",
        "The webhook of a new key has imp_uid, merchant_uid and status paid, but no customer_uid.",
        "Only card payments have sales slips.",
        "Changing or retrying a schedule is not listed for tosspay_v2.",
        "On PC the callback brings the result, on mobile the redirect.",
    ),
)
