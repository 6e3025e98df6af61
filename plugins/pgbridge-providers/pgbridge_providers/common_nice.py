"""What the new NICE module demands on both APIs: the order name and its own window options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import ON_MOBILE, charset, ignored, max_length, needs_contract, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgbridge.rules import Rule, Severity

YES_NO: Final = ("Y", "N")
OPTIONS: Final = {
    "DirectShowOpt": (
        ("BANK", "CELLPHONE"),
        "BANK opens the transfer directly, CELLPHONE the phone payment.",
    ),
    "NPDisableScroll": (YES_NO, "Y (the default) keeps the shop's page from scrolling."),
    "SkinType": (("red", "green", "purple", "gray", "dark"), "NICE has these colours for its window."),
    "DirectCouponYN": (YES_NO, "Y applies the registered coupon."),
    "SamPayMallType": (("01", "99"), "01 is a shop inside Samsung Pay, 99 any other."),
}
CONTRACT_OF: Final = {
    "UserCI": "member-id",
    "MallUserID": "member-id",
    "DirectCouponYN": "coupon",
    "PaycoClientId": "payco-login",
    "PaycoAccessToken": "payco-login",
    "SamPayMallType": "samsung-pay-mall",
}


def bypass(name: str) -> str:
    """Give the path of one of NICE's own window options."""
    return f"bypass.nice_v2.{name}"


def option(rule: str, name: str, *, severity: Severity = "error") -> Rule:
    """Allow an option its own values only."""
    values, fact = OPTIONS[name]
    return one_of(f"browser_payment.{rule}", bypass(name), values, severity=severity, fact=fact)


def scroll_on_pc_only(rule: str) -> Rule:
    """Scrolling is a matter of the PC window."""
    return ignored(
        f"browser_payment.{rule}", bypass("NPDisableScroll"), when=ON_MOBILE, fact="It is for the PC window."
    )


def agreed(options: Mapping[str, str]) -> tuple[Rule, ...]:
    """Some options work once NICE has agreed to them; `options` maps rule names to them."""
    return tuple(
        needs_contract(
            f"browser_payment.{rule}",
            bypass(name),
            contract=CONTRACT_OF[name],
            fact="NICE allows this option after agreeing to it.",
        )
        for rule, name in options.items()
    )


def order_name(
    field: str, *, on: tuple[str, ...], length: str, signs: str, brackets: str
) -> tuple[Rule, ...]:
    """Demand a short order name without certain signs; `length`, `signs` and `brackets` are the rules' ids.

    The pages count bytes and do not say in which encoding: EUC-KR, the shorter one, refuses nothing wrongly.
    """
    return (
        max_length(
            length,
            field,
            40,
            unit="bytes",
            encoding="euc-kr",
            on=on,
            fact="A Hangul syllable counts as two bytes.",
        ),
        charset(
            signs,
            field,
            r"[^%&|$\-+=\[\]]*",
            on=on,
            fact="NICE refuses % & | $ - + = [ and ] in the order name.",
        ),
        charset(
            brackets, field, "[^()]*", on=on, severity="warning", fact="NICE advises against round brackets."
        ),
    )
