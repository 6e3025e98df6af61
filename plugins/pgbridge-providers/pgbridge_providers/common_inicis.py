"""What KG Inicis and Welcome Payments, whose module is made after that of Inicis, ask alike on V2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import (
    ON_MOBILE,
    ON_PC,
    conditional,
    each,
    forbidden,
    given,
    ignored,
    is_,
    one_of,
    paying,
    required,
    required_any,
)
from pgbridge_providers.common_v2 import FULL_OR_SPLIT_NAME

if TYPE_CHECKING:
    from typing import Unpack

    from pgbridge.rules import Options, Rule, View

PAID_WINDOWS: Final = ("browser_payment", "browser_billing_key_and_pay")
KEY_WINDOWS: Final = ("browser_billing_key", "browser_billing_key_and_pay")
WINDOWS: Final = ("browser_payment", *KEY_WINDOWS)
REST_CHARGES: Final = ("instant", "issue_billing_key", "pay_with_billing_key")
VBANK: Final = "method.virtualAccount"


def range_reversed(view: View) -> bool:
    """The offer ends before it begins, or as it begins."""
    start, end = view.time("offerPeriod.range.from"), view.time("offerPeriod.range.to")
    return start is not None and end is not None and start >= end


def buyer(prefix: str, fact: str, *, suffix: str = "", **options: Unpack[Options]) -> tuple[Rule, ...]:
    """Demand the buyer's name, phone and e-mail of a window."""
    contact = {"phone": "customer.phoneNumber", "email": "customer.email"}
    return (
        required_any(f"{prefix}.customer-name-required{suffix}", *FULL_OR_SPLIT_NAME, fact=fact, **options),
        *each(required, f"{prefix}.customer-{{}}-required{suffix}", contact, fact=fact, **options),
    )


def easy_pay_ignored(fact: str) -> tuple[Rule, ...]:
    """Fields of easy payments that do nothing here."""
    return (
        *each(
            ignored,
            "browser_payment.easy-pay-{}-ignored",
            {
                "card-point": "easyPay.useCardPoint",
                "free-interest-from-mall": "easyPay.useFreeInterestFromMall",
            },
            only=True,
            when=paying("EASY_PAY"),
            fact=fact,
        ),
        *each(
            ignored,
            "browser_payment.easy-pay-{}-ignored",
            {
                "customer-identifier": "easyPay.customerIdentifier",
                "available-pay-methods": "easyPay.availablePayMethods",
                "available-cards": "easyPay.availableCards",
                "use-installment": "easyPay.useInstallment",
            },
            when=paying("EASY_PAY"),
            fact=fact,
        ),
    )


def bank_in_window() -> tuple[Rule, ...]:
    """The buyer picks bank and cash receipt in the window; only ANONYMOUS acts, it hides the form."""
    return (
        *(
            rule
            for short, name, method in (
                ("transfer", "transfer", "TRANSFER"),
                ("vbank", "virtualAccount", "VIRTUAL_ACCOUNT"),
            )
            for rule in (
                *each(
                    ignored,
                    f"browser_payment.{short}-{{}}-ignored",
                    {"bank-code": f"{name}.bankCode", "customer-identifier": f"{name}.customerIdentifier"},
                    when=paying(method),
                    fact="The buyer enters it in the window.",
                ),
                ignored(
                    f"browser_payment.{short}-cash-receipt-type-ignored",
                    f"{name}.cashReceiptType",
                    only=("PERSONAL", "CORPORATE"),
                    when=paying(method),
                    fact="The buyer picks the type in the window; ANONYMOUS alone acts, it hides the form.",
                ),
            )
        ),
        ignored(
            "browser_payment.vbank-fixed-option-ignored",
            "virtualAccount.fixedOption",
            when=paying("VIRTUAL_ACCOUNT"),
            fact="Fixed accounts are issued by REST only.",
        ),
    )


def gift(certificates: tuple[str, ...], fact: str) -> tuple[Rule, ...]:
    """Gift certificates are chosen before the mobile window opens, among these."""
    return (
        required(
            "browser_payment.gift-type-required-mobile",
            "giftCertificate.giftCertificateType",
            when=paying("GIFT_CERTIFICATE") & ON_MOBILE,
            fact="On PC the buyer may choose the certificate in the window, on mobile not.",
        ),
        one_of(
            "browser_payment.gift-type",
            "giftCertificate.giftCertificateType",
            certificates,
            when=paying("GIFT_CERTIFICATE"),
            fact=fact,
        ),
    )


def phone_bill(carrier: str) -> tuple[Rule, ...]:
    """A phone payment says what is sold; carriers cannot be chosen, which `carrier` says in a sentence."""
    return (
        required(
            "browser_payment.mobile-product-type-required",
            "productType",
            when=paying("MOBILE"),
            fact="A phone payment says whether goods or content are sold.",
        ),
        one_of(
            "browser_payment.mobile-product-type",
            "productType",
            ("REAL", "DIGITAL"),
            on=PAID_WINDOWS,
            when=paying("MOBILE", "PHONE"),
            fact="REAL is for goods, DIGITAL for content.",
        ),
        ignored(
            "browser_payment.mobile-carrier-ignored", "mobile.carrier", when=paying("MOBILE"), fact=carrier
        ),
        # The guide and the SDK's types spell the field differently.
        *each(
            ignored,
            "browser_payment.mobile-{}-carriers-pc",
            {"available": "mobile.availableCarriers", "avaliable": "mobile.avaliableCarriers"},
            when=paying("MOBILE") & ON_PC,
            fact="The carriers to show can be chosen on mobile only.",
        ),
    )


def key_window(locales: tuple[str, ...], bypass: str) -> tuple[Rule, ...]:
    """The window for billing keys: title, language, and the kind of card in `bypass`."""
    return (
        required(
            "browser_billing_key.issue-name-required", "issueName", fact="It is the title of the window."
        ),
        one_of(
            "browser_billing_key.locale-pc",
            "locale",
            locales,
            when=ON_PC,
            severity="warning",
            fact="These are the languages of the PC window; what another does is open.",
        ),
        ignored(
            "browser_billing_key.locale-mobile-ignored",
            "locale",
            when=ON_MOBILE,
            fact="The mobile window is always Korean.",
        ),
        ignored(
            "browser_billing_key.card-company-ignored",
            "card.cardCompany",
            fact="No card company opens directly for a billing key.",
        ),
        one_of(
            "browser_billing_key.bypass-carduse",
            f"{bypass}.carduse",
            ("percard", "cocard"),
            fact="percard is for personal cards, cocard for corporate ones.",
        ),
        ignored(
            "browser_billing_key.bypass-carduse-mobile-only",
            f"{bypass}.carduse",
            when=ON_PC,
            fact="The kind of card can be chosen on mobile only.",
        ),
    )


def offer_period() -> tuple[Rule, ...]:
    """How long the service is offered: an interval, or a range with both ends."""
    return (
        required(
            "browser_billing_key.offer-period-required",
            "offerPeriod",
            on=KEY_WINDOWS,
            when=ON_MOBILE,
            fact="The mobile window shows for how long the service is offered.",
        ),
        one_of(
            "browser_billing_key.offer-period-interval",
            "offerPeriod.interval",
            ("1m", "1y"),
            on=KEY_WINDOWS,
            fact="The window knows monthly and yearly subscriptions.",
        ),
        *each(
            required,
            "browser_billing_key.offer-period-range-{}",
            {"from": "offerPeriod.range.from", "to": "offerPeriod.range.to"},
            on=KEY_WINDOWS,
            when=given("offerPeriod.range"),
            fact="A range has a beginning and an end.",
        ),
        conditional(
            "browser_billing_key.offer-period-range-order",
            "offerPeriod.range",
            range_reversed,
            breaks={
                "offerPeriod": {
                    "range": {"from": "2030-12-31T00:00:00+09:00", "to": "2030-01-01T00:00:00+09:00"}
                }
            },
            on=KEY_WINDOWS,
            fact="The range begins before it ends.",
        ),
    )


def key_and_pay(unread: str) -> tuple[Rule, ...]:
    """Key and payment in one window, on the phone bill; `unread` says of fields that they do nothing."""
    return (
        one_of(
            "browser_billing_key_and_pay.method",
            "billingKeyAndPayMethod",
            ("MOBILE", "PHONE"),
            fact="Key and payment in one exist for the phone bill only; the schema says MOBILE, the guide PHONE.",
        ),
        *each(
            required,
            "browser_billing_key_and_pay.{}-required",
            {"payment-id": "paymentId", "order-name": "orderName", "product-type": "productType"},
            fact="A key with a first payment cannot do without it.",
        ),
        *each(
            ignored,
            "browser_billing_key_and_pay.{}-ignored",
            {
                "locale": "locale",
                "carrier": "mobile.carrier",
                "available-carriers": "mobile.availableCarriers",
                "avaliable-carriers": "mobile.avaliableCarriers",
            },
            fact=unread,
        ),
    )


def rest_buyer(*, name: str, contact: str) -> tuple[Rule, ...]:
    """Demand name, phone and e-mail of a buyer charged by API, with the reasons given."""
    return tuple(
        rule
        for prefix, root, on in (("any", "", REST_CHARGES), ("schedule", "payment.", ("schedule",)))
        for rule in (
            required_any(
                f"{prefix}.customer-name-required",
                f"{root}customer.name.full",
                f"{root}customer.name.separated",
                field=f"{root}customer.name",
                on=on,
                fact=name,
            ),
            *each(
                required,
                f"{prefix}.customer-{{}}-required",
                {"phone": f"{root}customer.phoneNumber", "email": f"{root}customer.email"},
                on=on,
                fact=contact,
            ),
        )
    )


def fixed_account(*, number: str, no_id: str) -> tuple[Rule, ...]:
    """A fixed account is named by its number; the reasons are the PG's."""
    fixed = f"{VBANK}.option.fixed"
    return (
        required(
            "instant.fixed-account-number-required",
            f"{fixed}.accountNumber",
            when=paying("virtualAccount") & is_(f"{VBANK}.option.type", "FIXED"),
            fact=number,
        ),
        forbidden(
            "instant.fixed-pg-account-id-unsupported",
            f"{fixed}.pgAccountId",
            when=paying("virtualAccount"),
            fact=no_id,
        ),
    )


def delivery(fact: str) -> tuple[Rule, ...]:
    """Demand an escrow delivery complete."""
    parts = (("name", "name"), ("phone", "phoneNumber"), ("zipcode", "zipcode"), ("address", "address"))
    return each(
        required,
        "escrow_logistics.{}-required",
        {
            **{
                f"{party}-{name}": f"{party}.{field}"
                for party in ("sender", "receiver")
                for name, field in parts
            },
            "products": "products",
        },
        fact=fact,
    )
