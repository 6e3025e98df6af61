"""Triple-A: payments in crypto currencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import Capability, Provider, conditional, given, one_of, pattern, required
from pgbridge_providers import common_overseas as overseas
from pgbridge_providers.bypass import others as bypass

if TYPE_CHECKING:
    from pgbridge.rules import View

LOCALES = (
    *("EN_US", "ZH_CN", "ZH_TW", "JA_JP", "RU_RU", "VI_VN", "ID_ID", "FR_FR", "NL_NL", "ES_ES", "PT_PT"),
    *("DE_DE", "IT_IT", "PL_PL", "AR_001"),
)
BYPASS = "bypass.triple_a"


def product_id_twice(view: View) -> bool:
    """Two products have one id."""
    ids = [product.get("id") for product in view.list("products") if isinstance(product, dict)]
    known = [each for each in ids if isinstance(each, (str, int)) and each != ""]
    return len(set(known)) < len(known)


PROVIDER = Provider(
    slug="triple-a",
    api="v2",
    codes=("TRIPLE_A",),
    name_en="Triple-A",
    name_ko="Triple-A",
    source="opi/ko/integration/pg/v2/triple-a.mdx",
    operations={"browser_payment": Capability(locales=LOCALES), "cancel": Capability()},
    unsupported=("browser_payment_ui", "browser_billing_key_ui", "browser_identity"),
    rules=(
        one_of(
            "browser_payment.locale",
            "locale",
            LOCALES,
            severity="warning",
            fact="Korean is not among the window's languages; ZH_TW stands in the SDK's schema only.",
        ),
        *overseas.two_part_name("browser_payment", on=("browser_payment",), full_name_wins=False),
        pattern(
            "browser_payment.phone-number-e164",
            "customer.phoneNumber",
            r"\+[1-9]\d{1,14}",
            severity="warning",
            fact="It is written E.164, +6591234567; what another form does is open.",
        ),
        required(
            "browser_payment.product-code-required",
            "products[].code",
            fact="Triple-A wants a code for each product.",
        ),
        conditional(
            "browser_payment.product-id-unique",
            "products",
            product_id_twice,
            breaks={
                "products": [{"id": "p1", "name": "Tea", "code": "GENERAL", "amount": 100, "quantity": 1}] * 2
            },
            severity="warning",
            fact="Ids tell the products of an order apart; codes may repeat.",
        ),
        *(
            required(
                f"browser_payment.{name.replace('_', '-')}-needs-products",
                "products",
                when=given(f"{BYPASS}.{name}"),
                severity="warning",
                fact="It is shown beside the products only.",
            )
            for name in ("shipping_cost", "shipping_discount", "tax_cost")
        ),
        pattern(
            "browser_payment.payer-poi-url",
            f"{BYPASS}.payer_poi",
            r"https?://\S+",
            fact="The proof of identity lies at a URL.",
        ),
        required(
            "cancel.refund-email-required",
            "refundEmail",
            fact="The buyer is asked by e-mail for the wallet that gets the refund.",
        ),
    ),
    bypass={"browser_payment": bypass.TripleA},
    notes=(
        "Triple-A's own list of currencies counts. orderName stays with PortOne.",
        "A missing customerId is made up by PortOne.",
        "payer_poi spares larger payments (from 1,500 SGD) a check of identity.",
        "A refund's crypto amount is fixed when the buyer names the wallet.",
        "Until then POST /payments/{paymentId}/cancellations/{cancellationId}/stop withdraws it.",
        "Payments of a sub-store are cancelled and stopped naming storeId.",
        "The SDK's schema types payMethod as mandatory; the guide's sample sends none.",
    ),
)
