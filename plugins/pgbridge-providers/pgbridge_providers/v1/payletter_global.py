"""Payletter's payments from abroad on V1."""

from __future__ import annotations

from pgbridge.rules import Capability, Provider, charset, ignored, one_of, required
from pgbridge_providers import common_payletter as payletter
from pgbridge_providers.bypass import others as bypass
from pgbridge_providers.common_payletter import (
    ALIPAY,
    CARDS,
    CURRENCIES,
    KEY_METHODS,
    PGINFO,
    UNIONPAY,
    WECHAT,
)
from pgbridge_providers.common_v1 import WINDOW_KEYS

WINDOWS = ("browser_payment", "browser_billing_key")

PROVIDER = Provider(
    slug="payletter-global",
    api="v1",
    codes=("payletter_global",),
    name_en="Payletter foreign payment",
    name_ko="페이레터 해외결제",
    counterpart="payletter-global",
    source="opi/ko/integration/pg/v1/payletter-global.mdx",
    operations={
        "browser_payment": Capability(currencies=CURRENCIES),
        "browser_billing_key": Capability(currencies=CURRENCIES),
    },
    unsupported=WINDOW_KEYS,
    rules=(
        ignored("any.pay-method-ignored", "pay_method", on=WINDOWS, fact=payletter.NO_PAY_METHOD),
        charset(
            "any.merchant-uid-charset",
            "merchant_uid",
            "[A-Za-z0-9]*",
            on=WINDOWS,
            fact="Payletter takes Latin letters and digits only.",
        ),
        required(
            "any.buyer-email-required",
            "buyer_email",
            on=WINDOWS,
            fact="Payletter demands the buyer's e-mail.",
        ),
        required(
            "any.currency-required",
            "currency",
            on=WINDOWS,
            severity="warning",
            fact="The guide calls it mandatory; the SDK page takes KRW without one.",
        ),
        *(
            one_of(
                f"{operation}.currency",
                "currency",
                CURRENCIES,
                fact="No method of Payletter's takes another; what UnionPay takes is not said.",
            )
            for operation in WINDOWS
        ),
        *(
            payletter.currencies_of(f"{operation}.currency-card", CARDS, on=(operation,))
            for operation in WINDOWS
        ),
        payletter.currencies_of("browser_payment.currency-alipay", ALIPAY),
        payletter.currencies_of("browser_payment.currency-wechat", WECHAT),
        one_of(
            "browser_payment.pginfo",
            PGINFO,
            (*CARDS, UNIONPAY, *WECHAT, *ALIPAY),
            fact="These are Payletter's names of its methods.",
        ),
        one_of("browser_billing_key.pginfo", PGINFO, KEY_METHODS, fact=payletter.KEYS_OF_CARDS),
        payletter.service_name((*WECHAT, *ALIPAY)),
        *payletter.wechat_by_device(pc="browser_payment.wechat-pc", mobile="browser_payment.wechat-mobile"),
    ),
    bypass={"browser_payment": bypass.PayletterV1, "browser_billing_key": bypass.PayletterV1},
    notes=(
        "The guide does not name the pg code; payletter_global is the bypass key and the provider's name.",
        "The API's schema does not list Payletter among those that charge billing keys.",
        "Payments and keys may stay pending: read them after the callback and use webhooks.",
        "The callback has imp_uid and merchant_uid only.",
    ),
)
