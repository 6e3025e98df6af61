"""Payletter's payments from abroad on V2."""

from __future__ import annotations

from pgbridge.rules import Capability, Provider, charset, ignored, one_of, required
from pgbridge_providers import common_overseas as overseas
from pgbridge_providers import common_payletter as payletter
from pgbridge_providers.bypass import others as bypass
from pgbridge_providers.common_payletter import (
    ALIPAY,
    ALIPAY_PLUS,
    CARDS,
    CURRENCIES,
    KEY_METHODS,
    PGINFO,
    UNIONPAY,
    WECHAT,
)

WINDOWS = ("browser_payment", "browser_billing_key_and_pay")

PROVIDER = Provider(
    slug="payletter-global",
    api="v2",
    codes=("PAYLETTER_GLOBAL",),
    name_en="Payletter (overseas payments)",
    name_ko="페이레터 해외결제",
    counterpart="payletter-global",
    source="opi/ko/integration/pg/v2/payletter-global.mdx",
    operations={
        "browser_payment": Capability(currencies=CURRENCIES),
        "browser_billing_key_and_pay": Capability(currencies=CURRENCIES),
    },
    unsupported=("browser_payment_ui", "browser_billing_key_ui", "browser_identity"),
    rules=(
        ignored("browser_payment.pay-method", "payMethod", fact=payletter.NO_PAY_METHOD),
        ignored("browser_billing_key_and_pay.method", "billingKeyAndPayMethod", fact=payletter.NO_PAY_METHOD),
        charset(
            "any.payment-id-charset",
            "paymentId",
            "[A-Za-z0-9]+",
            on=WINDOWS,
            fact="Payletter takes Latin letters and digits only.",
        ),
        required(
            "any.email-required", "customer.email", on=WINDOWS, fact="Payletter demands the buyer's e-mail."
        ),
        one_of(
            "any.currency",
            "currency",
            CURRENCIES,
            on=WINDOWS,
            severity="warning",
            fact="No listed method takes another; what UnionPay takes is not said.",
        ),
        payletter.currencies_of("any.currency-card", CARDS, on=WINDOWS),
        payletter.currencies_of("browser_payment.currency-alipay", ALIPAY),
        payletter.currencies_of("browser_payment.currency-alipay-plus", ALIPAY_PLUS),
        payletter.currencies_of("browser_payment.currency-wechat", WECHAT),
        one_of(
            "browser_payment.pginfo",
            PGINFO,
            (*CARDS, UNIONPAY, *WECHAT, *ALIPAY, *ALIPAY_PLUS),
            severity="warning",
            fact="The guide knows these, the SDK's schema no Alipay+ yet, so the list grows.",
        ),
        one_of("browser_billing_key_and_pay.pginfo", PGINFO, KEY_METHODS, fact=payletter.KEYS_OF_CARDS),
        payletter.service_name((*WECHAT, *ALIPAY, *ALIPAY_PLUS)),
        *payletter.wechat_by_device(
            pc="browser_payment.wechat-code-on-pc", mobile="browser_payment.wechat-code-on-mobile"
        ),
        overseas.no_confirmation(),
    ),
    bypass={"browser_payment": bypass.Payletter, "browser_billing_key_and_pay": bypass.Payletter},
    notes=(
        "The guide has PLCreditCard without 3DS and PLCreditCardMpi with it, the SDK's schema the reverse.",
        "The SDK's schema types payMethod and billingKeyAndPayMethod as mandatory though nothing reads them.",
        "A payment can succeed after its window was closed, so the webhook may turn failed into paid.",
        "The overview names recurring payments by API; the guide says nothing about them.",
    ),
)
