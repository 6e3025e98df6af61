"""What Payletter's payments from abroad demand on both APIs: a method's name, its currencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import ON_MOBILE, ON_PC, forbidden, is_, one_of, required

if TYPE_CHECKING:
    from pgbridge.rules import Rule

PGINFO: Final = "bypass.payletter_global.pginfo"
CURRENCIES: Final = ("KRW", "USD", "JPY", "CNY")
CARDS: Final = ("PLCreditCard", "PLCreditCardMpi")
UNIONPAY: Final = "PLUnionPay_HC"
WECHAT_PC, WECHAT_MOBILE = "WeChatPayQRCodePayment", "WeChatPayH5Payment"
WECHAT: Final = (WECHAT_PC, WECHAT_MOBILE)
ALIPAY: Final = ("ICBAlipay",)
ALIPAY_PLUS: Final = (
    *("AlipayPlusAlipayHK", "AlipayPlusBPI", "AlipayPlusDana", "AlipayPlusGcash"),
    *("AlipayPlusRabbitLinePay", "AlipayPlusTNG", "AlipayPlusTrueMoney"),
)
KEY_METHODS: Final = (*CARDS, UNIONPAY)
CURRENCIES_OF: Final = {
    CARDS: ("KRW", "USD", "JPY"),
    ALIPAY: ("USD", "CNY"),
    ALIPAY_PLUS: ("USD",),
    WECHAT: ("KRW", "USD", "CNY"),
}
NO_PAY_METHOD: Final = "The window shows what the contract has, or the one method that pginfo names."
KEYS_OF_CARDS: Final = "Billing keys exist for cards, with or without 3DS, and UnionPay."


def currencies_of(id: str, methods: tuple[str, ...], *, on: tuple[str, ...] = ("browser_payment",)) -> Rule:
    """Allow a kind of method its own currencies only."""
    return one_of(
        id,
        "currency",
        CURRENCIES_OF[methods],
        on=on,
        when=is_(PGINFO, *methods),
        fact="Payletter approves this method in no other currency.",
    )


def service_name(methods: tuple[str, ...]) -> Rule:
    """Wallets show the name of the service."""
    return required(
        "browser_payment.servicename-required",
        "bypass.payletter_global.servicename",
        when=is_(PGINFO, *methods),
        fact="Wallets show the buyer whom he pays.",
    )


def wechat_by_device(*, pc: str, mobile: str) -> tuple[Rule, Rule]:
    """WeChat Pay is a QR code on PC and a page on mobile; the arguments are the rules' ids."""
    return (
        forbidden(
            pc,
            PGINFO,
            only=WECHAT_MOBILE,
            on=("browser_payment",),
            when=ON_PC,
            severity="warning",
            fact="On PC WeChat Pay is a QR code, WeChatPayQRCodePayment.",
        ),
        forbidden(
            mobile,
            PGINFO,
            only=WECHAT_PC,
            on=("browser_payment",),
            when=ON_MOBILE,
            severity="warning",
            fact="On mobile WeChat Pay is a page, WeChatPayH5Payment.",
        ),
    )
