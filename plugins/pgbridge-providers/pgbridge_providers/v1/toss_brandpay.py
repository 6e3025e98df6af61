"""Toss Payments BrandPay (`toss_brandpay`) on V1: the shop's own wallet, as a window or a widget."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    forbidden,
    given,
    ignored,
    is_,
    minimum,
    needs_contract,
    one_of,
    pattern,
    required,
    unsupported_method,
)
from pgbridge_providers.bypass import toss as bypass
from pgbridge_providers.common_v1 import WINDOW_ALONE

CURRENCIES = ("KRW",)
BOTH = ("browser_payment", "browser_payment_ui")
OPTIONS = "bypass.toss_brandpay"
# What makes sense for one registered card or account only, so with its methodId and never in the widget.
PER_METHOD = {
    "card-point": "useCardPoint",
    "card-quota": "display.card_quota",
    "cash-receipt-type": "bypass.cashReceiptType",
    "customer-identifier": "bypass.customerIdentifier",
}

ORDER = (
    unsupported_method("any.pay-method", "pay_method", on=BOTH, fact="BrandPay has this one method."),
    one_of("any.currency", "currency", CURRENCIES, on=BOTH, fact="BrandPay charges in won."),
    required("any.customer-id-required", "customer_id", on=BOTH, fact="The wallet belongs to a customer."),
    pattern(
        "any.customer-id-not-numeric",
        "customer_id",
        r"(?!\d+$)[\s\S]*",
        on=BOTH,
        severity="warning",
        fact="It must not be guessable, as a running number is; a UUID is good.",
    ),
    one_of(
        "any.button-style",
        f"{OPTIONS}.brandpayOptions.ui.buttonStyle",
        ("default", "full"),
        on=BOTH,
        fact="The button has these two styles.",
    ),
)

METHOD_ID = (
    *(
        required(
            f"browser_payment.{name}-method-id-required",
            f"{OPTIONS}.methodId",
            when=given(field),
            severity="warning",
            fact=f"{field} is about one registered card or account, and methodId says which.",
        )
        for name, field in {**PER_METHOD, "discount-code": f"{OPTIONS}.discountCode"}.items()
    ),
    *(
        forbidden(
            f"browser_payment_ui.widget-{name}",
            field,
            severity="warning",
            fact="In the widget the buyer has yet to pick the card or account.",
        )
        for name, field in PER_METHOD.items()
    ),
)

WINDOW = (
    needs_contract(
        "browser_payment.card-point-contract",
        "useCardPoint",
        only=True,
        contract="card-point",
        fact="Card points are agreed with Toss Payments beforehand.",
    ),
    minimum(
        "browser_payment.installment-minimum",
        "amount",
        50_000,
        when=is_("display.card_quota[]", *range(2, 37)),
        severity="warning",
        fact="Instalments begin at 50,000 KRW.",
    ),
    one_of(
        "browser_payment.cash-receipt-type",
        "bypass.cashReceiptType",
        ("unable", "personal", "corporate", "anonymous"),
        fact="unable (the default) is none, anonymous one without a name.",
    ),
    ignored("browser_payment.widget-options-ignored", f"{OPTIONS}.widgetOptions", fact="It is the widget's."),
)

WIDGET = (
    one_of(
        "browser_payment_ui.ui-type",
        "uiType",
        ("toss-brandpay-widget",),
        fact="IMP.loadUI draws the widget under this name.",
    ),
    one_of(
        "browser_payment_ui.widget-method-type",
        f"{OPTIONS}.widgetOptions.methodType",
        ("카드", "계좌"),
        fact="The widget shows cards or accounts, named in Korean.",
    ),
)

PROVIDER = Provider(
    slug="toss-brandpay",
    api="v1",
    codes=("toss_brandpay",),
    name_en="Toss Payments BrandPay",
    name_ko="토스페이먼츠 브랜드페이",
    source="opi/ko/integration/pg/v1/toss-brandpay/readme.mdx",
    operations={
        "browser_payment": Capability(pay_methods=("toss_brandpay",), currencies=CURRENCIES),
        "browser_payment_ui": Capability(pay_methods=("toss_brandpay",), currencies=CURRENCIES),
    },
    unsupported=WINDOW_ALONE,
    rules=(*ORDER, *METHOD_ID, *WINDOW, *WIDGET),
    bypass={"browser_payment": bypass.Brandpay, "browser_payment_ui": bypass.Brandpay},
    notes=(
        "The page's button is portone-toss-brandpay-widget-button; call IMP.updateLoadUIRequest after changes.",
        "display.card_quota is a choice of months in the guide, the very months charged in its cautions.",
        "The pages put the UI options in three places; that of the sample, brandpayOptions.ui, is checked.",
        "IMP.loadModule's getPaymentMethods() lists the methodIds; discountCode is asked of Toss Payments.",
        "A buyer who picks no receipt gets an anonymous one.",
        "PortOne cancels; for receipts and look-ups ask Toss Payments directly.",
        "Every cancel states the tax-free amount that is left, exactly.",
        "With test keys the data are dummies. The callback brings the result, on mobile too.",
    ),
)
