"""NHN KCP Quick Pay on V1 (`kcp_quick`): the shop's own easy payment, one window for many actions."""

from __future__ import annotations

from pgbridge.rules import (
    ON_MOBILE,
    Capability,
    Provider,
    charset,
    each,
    forbidden,
    ignored,
    is_,
    is_not,
    max_length,
    needs_contract,
    one_of,
    pattern,
    required,
    unsupported_method,
)
from pgbridge_providers import common_unread as unread
from pgbridge_providers.bypass import kcp as bypass
from pgbridge_providers.common_v1 import SDK_PAY

PREPAID = (
    *("SignUp", "Leave", "PrepaidRefundAccount", "PrepaidRefund", "PrepaidLimitRaise", "PrepaidKYC"),
    "PrepaidAuth",
)
OFFLINE_INFO = "PrepaidOfflinePaymentInfo"
ACTIONS = (
    *(
        "Register",
        "UserRegister",
        "RegisterAutoPay",
        "Deregister",
        "Pay",
        "PinChange",
        "PinReset",
        "PinCheck",
    ),
    *("PhoneChange", "Terminate", "RegisterFido", *PREPAID, "PrepaidOfflineUse", OFFLINE_INFO),
)
WINDOWS = ("browser_payment", "browser_billing_key")
METHODS = ("card", "trans")

BYPASS = "bypass.kcpQuick"
ACTION = f"{BYPASS}.actionType"
SDK_VERSION = f"{BYPASS}.sdkVersion"

USER = (
    required(
        "any.encrypted-ci",
        f"{BYPASS}.encryptedCI",
        on=WINDOWS,
        when=is_not(ACTION, OFFLINE_INFO),
        fact="KCP knows the user by the encrypted CI.",
    ),
    pattern(
        "any.encrypted-ci-base64",
        f"{BYPASS}.encryptedCI",
        "[A-Za-z0-9+/]+={0,2}",
        on=WINDOWS,
        fact="It is base64 of AES-256-ECB, with SHA-256 of the REST API secret as the key.",
    ),
    forbidden(
        "any.member-ci-withdrawn",
        f"{BYPASS}.memberCI",
        on=WINDOWS,
        severity="warning",
        fact="KCP no longer takes the CI in the clear.",
    ),
    required(
        "any.member-id",
        f"{BYPASS}.memberID",
        on=WINDOWS,
        fact="The shop's own id of the user is the same for all of his payment methods.",
    ),
    max_length("any.member-id-length", f"{BYPASS}.memberID", 16, on=WINDOWS, fact="KCP's own limit."),
)

ACTION_RULES = (
    required("any.action-type-required", ACTION, on=WINDOWS, fact="Every call says what it is for."),
    one_of("any.action-type", ACTION, ACTIONS, on=WINDOWS, fact="KCP knows these actions."),
    needs_contract(
        "browser_payment.prepaid-contract",
        ACTION,
        only=PREPAID,
        contract="pg-option",
        fact="Prepaid money is agreed with KCP, and announced to it first (POST /kcpquick/prepare).",
    ),
    needs_contract(
        "browser_payment.phone-change-contract",
        ACTION,
        only="PhoneChange",
        contract="pg-option",
        fact="Changing the phone number is agreed with KCP.",
    ),
    required(
        "any.m-redirect-url-mobile",
        "m_redirect_url",
        on=WINDOWS,
        when=ON_MOBILE & is_not(ACTION, OFFLINE_INFO),
        severity="warning",
        fact="The mobile window hands its result over by redirect; without this URL it is lost.",
        source=SDK_PAY,
    ),
)

PAYMENT = (
    unsupported_method(
        "any.pay-method", "pay_method", on=WINDOWS, fact="Quick Pay takes cards and bank accounts."
    ),
    required(
        "any.pay-method-required",
        "pay_method",
        on=WINDOWS,
        when=is_(ACTION, "Pay", "Register"),
        fact="Paying and registering are for a card or a bank account.",
    ),
    required(
        "any.customer-uid",
        "customer_uid",
        on=("browser_billing_key", "browser_payment"),
        when=is_(ACTION, "Register", "Deregister"),
        fact="It names the payment method that is registered or removed.",
    ),
    required(
        "browser_payment.pay-customer-uid",
        "customer_uid",
        when=is_(ACTION, "Pay"),
        severity="warning",
        fact="It names the payment method; without it the user first picks one.",
    ),
    required("browser_payment.amount", "amount", when=is_(ACTION, "Pay"), fact="Paying takes an amount."),
    ignored(
        "any.register-auto-pay-only-register",
        f"{BYPASS}.registerAutoPay",
        on=WINDOWS,
        when=is_not(ACTION, "Register"),
        fact="It acts when a payment method is registered.",
    ),
    *each(
        required,
        "browser_payment.offline-info-{}",
        {
            name.lower(): f"{BYPASS}.prepaidOfflinePaymentInfoRequest.{name}"
            for name in ("tradeId", "tradeNo", "point", "useDt", "btid")
        },
        when=is_(ACTION, OFFLINE_INFO),
        fact="A prepaid payment on site is looked up by all five of its data.",
    ),
)

SDK = (
    charset(
        "any.sdk-version",
        SDK_VERSION,
        "[A-Za-z0-9_-]+",
        on=WINDOWS,
        fact="The version's token has letters, digits, _ and - only; else the request fails.",
    ),
    pattern(
        "any.sdk-version-bare",
        SDK_VERSION,
        "[A-Za-z0-9].*",
        on=WINDOWS,
        severity="warning",
        fact="The token stands bare, with no separator in front.",
    ),
    needs_contract(
        "any.sdk-version-contract",
        SDK_VERSION,
        on=WINDOWS,
        contract="pg-option",
        fact="KCP hands the tokens out.",
    ),
    required(
        "any.register-fido-sdk-version",
        SDK_VERSION,
        on=WINDOWS,
        when=is_(ACTION, "RegisterFido"),
        severity="warning",
        fact="Only certain versions of KCP's SDK register a fingerprint or a face.",
    ),
)

PROVIDER = Provider(
    slug="kcp-quickpay",
    api="v1",
    codes=("kcp_quick",),
    name_en="NHN KCP Quick Pay",
    name_ko="KCP 퀵페이 (자체 간편결제)",
    source="opi/ko/integration/pg/v1/nhn-kcp/kcp-quickpay.mdx",
    operations={
        "browser_payment": Capability(pay_methods=METHODS),
        "browser_billing_key": Capability(pay_methods=METHODS),
        "cancel": Capability(),
    },
    unsupported=(
        *("browser_identity", "onetime", "issue_billing_key", "again", "schedule", "vbank", "cvs"),
        *("escrow_logistics", "store_receipt", "cash_receipt"),
    ),
    rules=(*USER, *ACTION_RULES, *PAYMENT, *SDK, unread.unread_by_cancel()),
    bypass={"browser_payment": bypass.QuickPay, "browser_billing_key": bypass.QuickPay},
    notes=(
        "Deregister repeats customer_uid, encryptedCI, memberID, deviceID and noAuth of the registration.",
        "noAuth true, when registering or checking the PIN, makes a key that pays without PIN.",
        "Left out, installment is the lump sum, useCardPoint no points, deviceID the User-Agent.",
        "From 300,000 KRW on a call to the registered number confirms the payment.",
        "PinReset, Terminate and Leave remove every payment method; delete their billing keys too.",
        "Before a PIN is reset, deleting the billing keys fails; do it afterwards.",
        "Coming back by redirect, kcp_action is the actionType; the ids and imp_status are beside it.",
        "PrepaidOfflinePaymentInfo leaves no payment at PortOne and calls back only when it fails.",
        "REST: /kcpquick/payment/money, /kcpquick/payment/autopay and /kcpquick/prepare.",
        "A cancel without tax_free does not mean 0.",
    ),
)
