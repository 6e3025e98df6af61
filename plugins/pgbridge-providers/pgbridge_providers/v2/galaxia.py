"""Galaxia Moneytree on V2."""

from __future__ import annotations

from pgbridge.rules import (
    ON_MOBILE,
    ON_PC,
    Capability,
    Provider,
    forbidden,
    max_length,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
)

WINDOWS = ("browser_payment", "browser_billing_key", "browser_billing_key_and_pay")
PAID_WINDOWS = ("browser_payment", "browser_billing_key_and_pay")
CURRENCIES = ("KRW",)
EASY_PAY = ("KAKAOPAY", "NAVERPAY", "TOSSPAY", "SAMSUNGPAY", "APPLEPAY", "PAYCO", "MONEYTREE")
GIFT_CERTIFICATES = ("CULTURELAND", "SMART_MUNSANG", "BOOKNLIFE", "HAPPYMONEY")

METHODS = (
    unsupported_method(
        "browser_payment.pay-method", "payMethod", fact="Galaxia's window has these six kinds of payment."
    ),
    unsupported_method(
        "browser_billing_key.method", "billingKeyMethod", fact="A key alone is issued for cards."
    ),
    unsupported_method(
        "browser_billing_key_and_pay.method",
        "billingKeyAndPayMethod",
        fact="A key with a first payment is issued for phone bills.",
    ),
    required(
        "browser_billing_key_and_pay.method-required", "billingKeyAndPayMethod", fact="It is always MOBILE."
    ),
)

WINDOW = (
    one_of("any.currency", "currency", CURRENCIES, on=WINDOWS, fact="Galaxia settles in won only."),
    required(
        "any.customer-id-required",
        "customer.customerId",
        on=WINDOWS,
        fact="Galaxia demands the shop's own id of the buyer.",
    ),
    max_length(
        "any.customer-id-length",
        "customer.customerId",
        20,
        on=WINDOWS,
        fact="Galaxia keeps 20 characters; the section on keys alone does not repeat it.",
    ),
    required(
        "any.order-name-required", "orderName", on=PAID_WINDOWS, fact="Galaxia sells nothing without a name."
    ),
    required("browser_billing_key.issue-name-required", "issueName", fact="It is the title of the window."),
    max_length("browser_payment.payment-id-length", "paymentId", 64, fact="Galaxia keeps 64 characters."),
    required(
        "any.redirect-url-mobile",
        "redirectUrl",
        on=WINDOWS,
        when=ON_MOBILE,
        fact="The mobile window comes back by redirect.",
    ),
    *(
        one_of(
            f"browser_payment.window-type-{device}",
            f"windowType.{device}",
            (window,),
            when=when,
            severity="warning",
            fact="It is the only kind of window that the guide names for this device.",
        )
        for device, window, when in (("pc", "IFRAME", ON_PC), ("mobile", "REDIRECTION", ON_MOBILE))
    ),
)

BY_METHOD = (
    required(
        "browser_payment.phone-number-for-transfer",
        "customer.phoneNumber",
        when=paying("TRANSFER"),
        fact="A transfer states the buyer's phone number.",
    ),
    forbidden(
        "browser_payment.escrow-methods",
        "isEscrow",
        only=True,
        when=paying("CARD", "MOBILE", "GIFT_CERTIFICATE", "EASY_PAY"),
        fact="Escrow is for transfers and virtual accounts.",
    ),
    required(
        "browser_payment.account-expiry-required",
        "virtualAccount.accountExpiry",
        when=paying("VIRTUAL_ACCOUNT"),
        fact="A virtual account needs a deposit deadline.",
    ),
    pattern(
        "browser_payment.account-expiry-due-date",
        "virtualAccount.accountExpiry.dueDate",
        r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})",
        when=paying("VIRTUAL_ACCOUNT"),
        severity="warning",
        fact="The guide wants RFC 3339, the SDK's schema other forms such as YYYYMMDD.",
    ),
    one_of(
        "any.carrier",
        "mobile.carrier",
        ("SKT", "KT", "LGU", "HELLO", "KCT", "SK7"),
        on=PAID_WINDOWS,
        fact="Phone bills are those of three carriers and three resellers.",
    ),
    one_of(
        "browser_payment.gift-certificate-type",
        "giftCertificate.giftCertificateType",
        GIFT_CERTIFICATES,
        fact="HAPPYMONEY is one of them, though the SDK's schema lacks it.",
    ),
    one_of(
        "browser_payment.easy-pay-provider",
        "easyPay.easyPayProvider",
        EASY_PAY,
        fact="MONEYTREE is one of them, though the SDK's schema lacks it.",
    ),
)

PROVIDER = Provider(
    slug="galaxia",
    api="v2",
    codes=("GALAXIA",),
    name_en="Galaxia Moneytree",
    name_ko="갤럭시아머니트리",
    counterpart="galaxia",
    source="opi/ko/integration/pg/v2/galaxia.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("CARD", "TRANSFER", "VIRTUAL_ACCOUNT", "MOBILE", "GIFT_CERTIFICATE", "EASY_PAY"),
            currencies=CURRENCIES,
            easy_pay_providers=EASY_PAY,
            gift_certificates=GIFT_CERTIFICATES,
            escrow_pay_methods=("TRANSFER", "VIRTUAL_ACCOUNT"),
        ),
        "browser_billing_key": Capability(pay_methods=("CARD",), currencies=CURRENCIES),
        "browser_billing_key_and_pay": Capability(pay_methods=("MOBILE",), currencies=CURRENCIES),
        "cash_receipt": Capability(currencies=CURRENCIES),
    },
    unsupported=("browser_payment_ui", "browser_billing_key_ui", "browser_identity"),
    rules=(
        *METHODS,
        *WINDOW,
        *BY_METHOD,
        required(
            "cash_receipt.identity-number-type-required",
            "customer.identityNumberType",
            fact="The number of a cash receipt says of what kind it is: PHONE, CARD or BUSINESS.",
            source="OpenAPI v2: IssueCashReceiptCustomerInput",
        ),
    ),
    notes=(
        "appScheme belongs in an iOS app and must be missing on the mobile web.",
        "The window of a key shows 1,000 won for a displayAmount of 0 or none; it charges nothing.",
        "A key with a first payment really charges totalAmount.",
        "vatAmount left out is an eleventh of the taxed part, taxFreeAmount left out is 0.",
        "fixedMonth 0 is the lump sum; a list of months with 0 offers it.",
        "The overview does not list this PG, and its guide says nothing about charges by API.",
        "The SDK's schema has no bypass for it.",
    ),
)
