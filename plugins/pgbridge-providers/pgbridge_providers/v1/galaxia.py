"""Galaxia Moneytree on V1, the PG of convenience-store payments."""

from __future__ import annotations

from pgbridge.rules import (
    ON_MOBILE,
    Capability,
    Provider,
    each,
    forbidden,
    ignored,
    max_length,
    maximum,
    not_paying,
    one_of,
    pattern,
    paying,
    required,
    required_any,
    unsupported_method,
    unsupported_operation,
)
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.common_v1 import OPENAPI

WINDOWS = ("browser_payment", "browser_billing_key")
EASY_PAY = ("kakaopay", "naverpay", "tosspay", "samsungpay", "applepay", "payco", "moneytree")
GIFT_CERTIFICATES = ("cultureland", "smartculture", "booknlife", "happymoney")
CARRIERS = ("SKT", "KTF", "LGT", "CJH", "KCT", "SKL")
CVS_API = f"{OPENAPI}: POST /cvs"
SUPPORTED_PGS = f"{OPENAPI}: x-portone-supported-pgs"

WINDOW = (
    unsupported_method(
        "browser_payment.pay-method",
        "pay_method",
        fact="Of these the guide lists moneytree as a method, but not as a value of pay_method.",
    ),
    *each(
        required,
        "any.{}",
        {"customer-id": "customer_id", "name": "name"},
        on=WINDOWS,
        fact="Galaxia demands the shop's id of the buyer and an order name.",
    ),
    max_length("any.customer-id-length", "customer_id", 20, on=WINDOWS, fact="Galaxia keeps 20 characters."),
    max_length(
        "any.merchant-uid-length",
        "merchant_uid",
        64,
        on=WINDOWS,
        fact="That is Galaxia's limit; the SDK reference has 40 for every PG.",
    ),
    required(
        "any.m-redirect-url",
        "m_redirect_url",
        on=WINDOWS,
        when=ON_MOBILE,
        fact="The mobile window comes back by redirect.",
    ),
    one_of("browser_payment.currency", "currency", ("KRW",), fact="Galaxia settles in won only."),
    *(
        one_of(
            f"{operation}.carrier",
            "phone.carrier",
            CARRIERS,
            fact="Carriers have their old names: KTF is KT, LGT is LG U+.",
        )
        for operation in WINDOWS
    ),
    required(
        "browser_payment.trans-buyer-name",
        "buyer_name",
        when=paying("trans"),
        fact="A transfer names its buyer.",
    ),
    forbidden(
        "browser_payment.escrow-methods",
        "escrow",
        only=True,
        when=not_paying("trans", "vbank"),
        fact="Escrow is for transfers and virtual accounts.",
    ),
    required(
        "browser_payment.vbank-due-required",
        "vbank_due",
        when=paying("vbank"),
        fact="A virtual account needs a deposit deadline.",
    ),
    pattern(
        "browser_payment.vbank-due-format",
        "vbank_due",
        r"\d{4}(-?)(0[1-9]|1[0-2])\1(0[1-9]|[12]\d|3[01])",
        when=paying("vbank"),
        severity="warning",
        fact="Galaxia's guide knows days only, the SDK reference times as well.",
    ),
    common.deposit_deadline(),
)

BILLING_KEY_WINDOW = (
    unsupported_method(
        "browser_billing_key.pay-method",
        "pay_method",
        fact="card issues a key alone, phone a key with a payment.",
    ),
    required(
        "browser_billing_key.pay-method-required",
        "pay_method",
        fact="card issues a key alone, phone a key with a payment.",
    ),
    required("browser_billing_key.customer-uid", "customer_uid", fact="It names the billing key."),
    maximum(
        "browser_billing_key.phone-billing-charges",
        "amount",
        0,
        when=paying("phone"),
        severity="warning",
        fact="By phone the amount is really charged; for a card the window only shows it.",
    ),
)

CONVENIENCE_STORE = (
    required_any(
        "cvs.channel-key",
        "channel_key",
        "pg",
        fact="The channel goes by its key, in the older API by pg galaxia.{MID}.",
        source=CVS_API,
    ),
    *each(
        required,
        "cvs.{}",
        {"merchant-uid": "merchant_uid", "amount": "amount"},
        fact="A receipt number is for one order and one amount.",
        source=CVS_API,
    ),
    *(
        max_length(
            f"cvs.{field.replace('_', '-')}-length",
            field,
            longest,
            fact="Whether characters or bytes are meant is not said.",
            source=CVS_API,
        )
        for field, longest in (
            ("merchant_uid", 40),
            ("name", 40),
            ("buyer_name", 16),
            ("buyer_email", 64),
            ("buyer_tel", 16),
            ("buyer_addr", 128),
            ("buyer_postcode", 8),
        )
    ),
    pattern(
        "cvs.expired-at",
        "expired_at",
        r"\d{10}",
        fact="It is a Unix time in seconds; without one the time of the contract counts.",
        source=CVS_API,
    ),
)

PROVIDER = Provider(
    slug="galaxia",
    api="v1",
    codes=("galaxia",),
    name_en="Galaxia Moneytree",
    name_ko="갤럭시아머니트리",
    counterpart="galaxia",
    source="opi/ko/integration/pg/v1/galaxia.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "trans", "vbank", "phone", *GIFT_CERTIFICATES, *EASY_PAY),
            currencies=("KRW",),
            easy_pay_providers=EASY_PAY,
            gift_certificates=GIFT_CERTIFICATES,
            escrow_pay_methods=("trans", "vbank"),
        ),
        "browser_billing_key": Capability(pay_methods=("card", "phone")),
        "again": Capability(),
        "cancel": Capability(),
        "cvs": Capability(),
    },
    unsupported=(
        *("browser_identity", "onetime", "issue_billing_key", "vbank", "escrow_logistics"),
        *("store_receipt", "cash_receipt"),
    ),
    rules=(
        *unread.unread_by_charges("again", scheduled=False),
        *WINDOW,
        *BILLING_KEY_WINDOW,
        *CONVENIENCE_STORE,
        ignored(
            "cancel.vat-amount-ignored",
            "vat_amount",
            fact="PortOne hands the VAT of a cancel to NICE, Inicis and Welcome only.",
            source=SUPPORTED_PGS,
        ),
        *(
            unsupported_operation(
                f"{operation}.unsupported",
                fact="Card numbers are not taken by API; keys come from the window.",
                source=SUPPORTED_PGS,
            )
            for operation in ("onetime", "issue_billing_key")
        ),
    ),
    notes=(
        "Convenience stores are paid with a receipt number; barcode registers the shop's own one.",
        "An order number once paid gets no further receipt number.",
        "confirm_url is asked before the store takes the money (200 is yes), notice_url told afterwards.",
        "The older cvs page has pg for channel_key and a list for custom_data, which is a text now.",
        "Keys of the window are charged by API, says the guide; the API's schema does not list Galaxia there.",
        "display.card_quota [3] means 3 months only here, without the lump sum.",
        "Escrow can be paid, but its delivery not be reported by API.",
        "app_scheme belongs in an iOS app and must be missing in a mobile browser.",
        "vat_amount left out is an eleventh of the taxed part. A notice_url replaces the console's webhook.",
    ),
)
