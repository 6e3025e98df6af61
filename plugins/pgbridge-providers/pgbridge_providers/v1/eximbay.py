"""Eximbay on V1."""

from __future__ import annotations

from pgbridge.rules import Capability, Provider, each, forbidden, one_of, required, unsupported_method
from pgbridge_providers.bypass import eximbay as bypass
from pgbridge_providers.common_v1 import WINDOW_ALONE

CURRENCIES = ("KRW", "USD", "EUR", "GBP", "JPY", "THB", "SGD", "RUB", "HKD", "CAD", "AUD")
LOCALES = ("ko", "en", "zh", "jp")

PROVIDER = Provider(
    slug="eximbay",
    api="v1",
    codes=("eximbay",),
    name_en="Eximbay",
    name_ko="엑심베이",
    counterpart="eximbay-v2",
    source="opi/ko/integration/pg/v1/eximbay.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "alipay", "unionpay", "tenpay", "econtext", "wechat", "molpay"),
            currencies=CURRENCIES,
            locales=LOCALES,
        )
    },
    unsupported=WINDOW_ALONE,
    rules=(
        unsupported_method(
            "browser_payment.pay-method",
            "pay_method",
            fact="econtext is the Japanese convenience store; alipay opens Alipay+ where so set up.",
        ),
        *each(
            required,
            "browser_payment.{}-required",
            {"buyer-name": "buyer_name", "buyer-tel": "buyer_tel"},
            fact="Eximbay demands the buyer's name and phone number.",
        ),
        one_of(
            "browser_payment.currency",
            "currency",
            CURRENCIES,
            fact="Without one it is USD, so a payment in won says KRW.",
        ),
        one_of(
            "browser_payment.language",
            "language",
            LOCALES,
            severity="warning",
            fact="Japanese is jp here, not ja.",
        ),
        forbidden(
            "browser_payment.no-billing-key",
            "customer_uid",
            fact="On V1 there are no billing keys of Eximbay.",
        ),
    ),
    bypass={"browser_payment": bypass.PaymentV1},
    notes=(
        "The general SDK page calls KRW the default currency; Eximbay's guide, the newer one, USD.",
        "bypass.eximbay.issuercountry KR opens domestic cards, settled in KRW (AMEX and UnionPay in USD).",
        "bypass.eximbay also takes siteforeigncur, shipTo_* and billTo_*.",
        "Street and postcode of shipTo are buyer_addr and buyer_postcode unless given.",
        "The result comes to the callback on every device.",
        "econtext is kept as vbank with vbank_num unknown; a webhook makes it paid.",
        "PortOne cancels a payment that was approved with another amount than asked.",
    ),
)
