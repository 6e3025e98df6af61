"""What the wallets that are a PG of their own (Kakao Pay, Naver Pay, Toss Pay) share on V2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import ON_MOBILE, ON_PC, ignored, one_of, required, unsupported_method

if TYPE_CHECKING:
    from pgbridge.rules import Rule

SDK_SCHEMA: Final = "schema/browser-sdk.yml"
WINDOWS: Final = ("browser_payment", "browser_billing_key")
UNSUPPORTED: Final = (
    "browser_billing_key_and_pay",
    "browser_payment_ui",
    "browser_billing_key_ui",
    "browser_identity",
    "instant",
    "issue_billing_key",
)


def easy_pay_only() -> tuple[Rule, ...]:
    """Payments and keys are of the kind EASY_PAY."""
    fact = "The buyer picks card, account or money inside the wallet; the request says EASY_PAY."
    return (
        unsupported_method("browser_payment.pay-method", "payMethod", fact=fact),
        unsupported_method("browser_billing_key.method", "billingKeyMethod", fact=fact),
    )


def window(pc: str) -> tuple[Rule, ...]:
    """Demand the one way the window opens in, `pc` or by redirect on mobile; it is in Korean."""
    return (
        one_of(
            "any.window-type-pc",
            "windowType.pc",
            (pc,),
            on=WINDOWS,
            when=ON_PC,
            fact="It is also what comes when windowType is left out.",
        ),
        one_of(
            "any.window-type-mobile",
            "windowType.mobile",
            ("REDIRECTION",),
            on=WINDOWS,
            when=ON_MOBILE,
            fact="It is also what comes when windowType is left out.",
        ),
        required(
            "any.redirect-url-mobile",
            "redirectUrl",
            on=WINDOWS,
            when=ON_MOBILE,
            fact="Mobile works by redirect, and the redirect needs a place to return to.",
            source=f"{SDK_SCHEMA} RedirectUrl",
        ),
        one_of(
            "any.locale",
            "locale",
            ("KO_KR",),
            on=WINDOWS,
            severity="warning",
            fact="The window is in Korean, whatever else is asked for.",
        ),
    )


def own_wallet(provider: str, *, source: str = "") -> Rule:
    """No other wallet can be named."""
    return one_of(
        "any.easy-pay-provider",
        "easyPay.easyPayProvider",
        (provider,),
        on=WINDOWS,
        severity="warning",
        fact="The PG is the wallet itself, so there is nothing to choose.",
        source=source,
    )


def read_by_others() -> tuple[Rule, ...]:
    """Fields of easy payments that belong to other PGs."""
    return (
        ignored(
            "browser_payment.card-point-ignored",
            "easyPay.useCardPoint",
            only=True,
            fact="By the SDK's schema it acts with Toss Brandpay only, though the quick guide has it here.",
            source=SDK_SCHEMA,
        ),
        ignored(
            "browser_payment.cash-receipt-type-ignored",
            "easyPay.cashReceiptType",
            fact="By the SDK's schema it acts with NICE and Toss Brandpay only.",
            source=SDK_SCHEMA,
        ),
        ignored(
            "browser_payment.available-pay-methods-ignored",
            "easyPay.availablePayMethods",
            fact="By the SDK's schema it acts with NICE, NHN KCP and KSNET only; the quick guide has it here.",
            source=SDK_SCHEMA,
        ),
    )
