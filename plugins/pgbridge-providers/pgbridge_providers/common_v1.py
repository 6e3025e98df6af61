"""What several PGs share on V1: fields of the payment window, amounts, contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import (
    ON_MOBILE,
    conditional,
    each,
    elements,
    given,
    ignored,
    number,
    pattern,
    paying,
    required,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from pgbridge.rules import Options, Rule, View

SDK_PAY: Final = "sdk/ko/v1-sdk/javascript-sdk/payrq.mdx"
SDK_IDENTITY: Final = "sdk/ko/v1-sdk/javascript-sdk/cft.mdx"
OPENAPI: Final = "OpenAPI v1"

# What PGs cannot do that have a payment window and nothing else, and those whose window issues billing keys as well.
WINDOW_KEYS: Final = (
    *("browser_identity", "onetime", "issue_billing_key", "vbank", "cvs", "escrow_logistics"),
    *("store_receipt", "cash_receipt"),
)
WINDOW_ALONE: Final = ("browser_billing_key", "again", "schedule", *WINDOW_KEYS)

DAY: Final = r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
DAY_OR_TIME: Final = r"\d{4}-?\d{2}-?\d{2}( ?\d{2}:?\d{2}(:?\d{2})?)?"
INSTALMENTS_FROM: Final = 50_000  # won


def parts_exceed_amount(view: View) -> bool:
    """VAT and tax-free part together are more than the amount; a cancel of 0 means everything."""
    amount, tax_free, vat = view.number("amount"), view.number("tax_free"), view.number("vat_amount")
    if amount is None or (view.operation == "cancel" and not amount):
        return False
    return (tax_free or 0) + (vat or 0) > amount


def parts_within_amount(*operations: str) -> Rule:
    """VAT and tax-free part lie within the amount."""
    return conditional(
        "any.vat-and-tax-free-within-amount",
        "vat_amount",
        parts_exceed_amount,
        breaks={"amount": 1_000, "tax_free": 500, "vat_amount": 600},
        on=operations,
        fact="vat_amount and tax_free are shares of amount, so their sum cannot exceed it.",
        source=f"{OPENAPI}: POST /subscribe/payments/onetime, POST /payments/cancel",
    )


def below_instalments(view: View) -> bool:
    """The amount is in won and too small for instalments."""
    amount = view.won("amount")
    return amount is not None and amount < INSTALMENTS_FROM


def fixed_months(view: View) -> int:
    """Give the fixed months of a card company opened directly; 0 is a lump sum."""
    return int(number(view.get("card.direct.quota")) or 0)


def listed_months(view: View) -> list[int]:
    """Give the months offered to the buyer."""
    return [
        int(month) for month in map(number, elements(view.get("display.card_quota"))) if month is not None
    ]


def fixed_instalments_too_small(view: View) -> bool:
    """Two or more fixed months for an amount that has no instalments."""
    return fixed_months(view) > 1 and below_instalments(view)


def listed_instalments_too_small(view: View) -> bool:
    """A choice of months for an amount that has no instalments."""
    return below_instalments(view) and any(month > 1 for month in listed_months(view))


def instalments(**options: Unpack[Options]) -> tuple[Rule, Rule]:
    """Months, fixed with a card company or offered to the buyer, need an amount that has instalments."""
    return (
        conditional(
            "browser_payment.direct-quota-min-amount",
            "card.direct.quota",
            fixed_instalments_too_small,
            breaks={"amount": 49_999, "card.direct": {"code": "361", "quota": 3}},
            fact="There are no instalments below 50,000 KRW; 0 is the lump sum.",
            **options,
        ),
        listed_instalments(),
    )


def listed_instalments() -> Rule:
    """Months offered below the instalment minimum do nothing."""
    return conditional(
        "browser_payment.card-quota-min-amount",
        "display.card_quota",
        listed_instalments_too_small,
        breaks={"amount": 49_999, "display.card_quota": [2, 3]},
        severity="warning",
        fact="Below 50,000 KRW there is only the lump sum, whatever months are listed.",
    )


def service_period(*, complete: bool) -> tuple[Rule, ...]:
    """Days of the service period; `complete`: neither may be missing."""
    days = {"from": "period.from", "to": "period.to"}
    written = each(
        pattern, "browser_payment.period-{}", days, regex=DAY, fact="It is a day written YYYYMMDD."
    )
    if not complete:
        return written
    both = "A service period has a first and a last day."
    return written + each(
        required, "browser_payment.period-{}-required", days, when=given("period"), fact=both
    )


def deposit_deadline() -> Rule:
    """The deposit deadline of a virtual account is a day or a time."""
    return pattern(
        "browser_payment.vbank-due-form",
        "vbank_due",
        DAY_OR_TIME,
        when=paying("vbank"),
        fact="A deposit deadline is a day, or a day and a time, with or without separators.",
        source=SDK_PAY,
    )


def phone_goods_or_content() -> Rule:
    """A phone payment says what is sold, or ought to."""
    return required(
        "browser_payment.phone-digital",
        "digital",
        when=paying("phone"),
        severity="warning",
        fact="digital (true for content, false for goods) decides the fee of a phone payment; "
        "the SDK reference demands it, the PG's guide does not.",
        source=SDK_PAY,
    )


def redirect_on_mobile(id: str, *, on: tuple[str, ...]) -> Rule:
    """The mobile window comes back by redirect."""
    return required(
        id,
        "m_redirect_url",
        on=on,
        when=ON_MOBILE,
        severity="warning",
        fact="The mobile window hands its result over by redirect; without this URL it is lost.",
        source=SDK_PAY,
    )


def receipt_number_kind_ignored() -> Rule:
    """The PG tells the kind of cash receipt number by itself."""
    return ignored(
        "cash_receipt.identifier-type-ignored",
        "identifier_type",
        fact="The number itself shows of what kind it is.",
        source=f"{OPENAPI}: POST /receipts/{{imp_uid}}",
    )


def also_scheduled(
    kind: Callable[..., Rule], name: str, field: str, *, on: tuple[str, ...], **arguments: object
) -> tuple[Rule, Rule]:
    """Make a rule for direct calls and the same for each row of a schedule."""
    return (
        kind(f"any.{name}", field, on=on, **arguments),
        kind(f"schedule.{name}", f"schedules[].{field}", **arguments),
    )
