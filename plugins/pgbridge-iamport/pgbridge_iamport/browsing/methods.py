"""`pay_method`: V1 names the wallet or the gift certificate in it."""

from __future__ import annotations

from typing import Any

from pgbridge.model.channel import Channel
from pgbridge.operations.browser.billing_key import BrowserBillingKey
from pgbridge.operations.browser.payment import BrowserPayment
from pgbridge_iamport import codes
from pgbridge_iamport.browsing import words
from pgbridge_iamport.refusal import Problems, coded, problem


def pay_method(op: BrowserPayment | BrowserBillingKey, channel: Channel, problems: Problems) -> str | None:
    """Return V1's word for the method and what goes with it."""
    gift = getattr(op, "gift_certificate", None)
    provider = op.easy_pay_provider
    if op.method is None and (op.ui or "").startswith("paypal-"):
        return "paypal"  # the button says it, and V1 wants it said twice
    if op.method == "alipay_plus":
        return "alipay_plus"
    if op.method == "easy_pay":
        misfit(gift, "gift_certificate", problems)
        return wallet(op, channel, problems)
    misfit(provider, "easy_pay_provider", problems)
    misfit(op.easy_pay_methods or None, "easy_pay_methods", problems)
    if op.method == "gift_certificate":
        if gift is None:
            message = "gift_certificate: V1 opens the window of one kind: name it"
            problems.append(problem("pay_method", "required", message, neutral="gift_certificate"))
        return coded(words.GIFT_OUT, gift, "pay_method", "gift_certificate", problems)
    misfit(gift, "gift_certificate", problems)
    if op.method == "convenience_store":
        return "econtext" if channel.provider == "eximbay" else "cvs"
    return coded(words.METHOD_OUT, op.method, "pay_method", "method", problems)


def misfit(value: Any, neutral: str, problems: Problems) -> None:
    """Note something that V1 would have to say in `pay_method`, which says something else."""
    if value is not None:
        message = f"{neutral}: V1 says it in pay_method, so it goes with its own method only"
        problems.append(problem("pay_method", "forbidden", message, neutral=neutral))


def wallet(op: BrowserPayment | BrowserBillingKey, channel: Channel, problems: Problems) -> str | None:
    """Return V1's word for a wallet; where the PG is one itself, it need not be named."""
    code = (channel.pg or "").partition(".")[0].upper()
    provider = op.easy_pay_provider or codes.WALLET_PGS.get(code)
    if provider is None:
        message = "easy_pay_provider: V1 opens the window of one wallet: name it, such as KAKAOPAY"
        problems.append(problem("pay_method", "required", message, neutral="easy_pay_provider"))
        return None
    if op.easy_pay_methods:
        found = words.FROM_WALLET_OUT.get((provider, op.easy_pay_methods[0]))
        if found is None or len(op.easy_pay_methods) > 1:
            message = "easy_pay_methods: V1 can ask NAVERPAY for card or charge, TOSSPAY for card or money, SSGPAY for transfer"
            problems.append(problem("pay_method", "enum", message, neutral="easy_pay_methods"))
        return found
    if provider == "SAMSUNGPAY" and channel.provider in words.SAYS_SAMSUNG:
        return "samsung"
    return coded(words.WALLET_OUT, provider, "pay_method", "easy_pay_provider", problems)
