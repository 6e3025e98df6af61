"""Payco on V1."""

from __future__ import annotations

from pgbridge.rules import Capability, Provider, required, unsupported_method, unsupported_operation
from pgbridge_providers import common_plain_v1 as plain
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common

BY_CARD_DATA = ("onetime", "issue_billing_key")

PROVIDER = Provider(
    slug="payco",
    api="v1",
    codes=("payco",),
    name_en="Payco",
    name_ko="페이코",
    source="opi/ko/integration/pg/v1/payco.mdx",
    operations={
        "browser_payment": Capability(pay_methods=("card", "trans", "vbank")),
        "browser_billing_key": Capability(),
        "again": Capability(),
        "schedule": Capability(),
        "cancel": Capability(),
    },
    unsupported=(
        *BY_CARD_DATA,
        "browser_identity",
        "vbank",
        "cvs",
        "escrow_logistics",
        "store_receipt",
        "cash_receipt",
    ),
    rules=(
        unsupported_method("browser_payment.pay-method", "pay_method", fact="Payco pays in these ways."),
        required("browser_payment.buyer-tel", "buyer_tel", fact="Payco demands the buyer's phone number."),
        common.deposit_deadline(),
        plain.window_vat_ignored(),
        plain.key_name_required(),
        plain.no_card_in_schedule(),
        *(
            unsupported_operation(
                f"{operation}.unsupported", fact="Payco takes no card data; its keys come from the window."
            )
            for operation in BY_CARD_DATA
        ),
        *unread.unread_by_charges("again"),
        unread.unread_by_cancel(),
    ),
    notes=(
        "A cancel without tax_free is not one of 0: state it for payments with a tax-free part.",
        "On mobile the window is an iframe, with popup true a popup; WebViews without popups take false.",
        "The callback brings the result, on mobile too.",
        "Registering a key charges nothing.",
        "The guide demands pay_method and leaves it out of its sample; a key needs no phone number.",
        "POST /payco/orders/status tells Payco of delivery, purchase and cancel.",
    ),
)
