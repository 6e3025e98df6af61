"""What NHN KCP and KPN share on V2: the payment id, what their windows ignore, charges by API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import (
    charset,
    each,
    given,
    ignored,
    is_not,
    max_length,
    needs_contract,
    one_of,
    paying,
    unsupported_method,
)
from pgbridge_providers.common_days import to_come
from pgbridge_providers.common_v2 import CARD_COMPANIES, QUICK_GUIDE

if TYPE_CHECKING:
    from pgbridge.rules import Rule
    from pgbridge.rules.model import RuleValue

ACCOUNT: Final = "method.virtualAccount"


def payment_id() -> Rule:
    """A payment id of letters and digits."""
    return charset(
        "browser_payment.payment-id-alphanumeric",
        "paymentId",
        "[A-Za-z0-9]+",
        fact="Letters and digits only; with a hyphen or an underscore the payment fails.",
    )


def buyer_name(longest: int) -> Rule:
    """A buyer's name of so many characters."""
    return max_length(
        "browser_payment.customer-name-length",
        "customer.fullName",
        longest,
        on=("browser_payment", "browser_billing_key"),
        fact="The SDK's schema sets this limit.",
    )


def interest_paid_by_shop() -> tuple[Rule, Rule]:
    """Interest paid by the merchant goes by plans, under a contract."""
    return (
        ignored(
            "browser_payment.card-free-interest-from-mall-ignored",
            "card.useFreeInterestFromMall",
            only=True,
            when=paying("CARD"),
            fact="Interest paid by the merchant goes into card.installment.freeInstallmentPlans.",
        ),
        needs_contract(
            "browser_payment.free-installment-contract",
            "card.installment.freeInstallmentPlans",
            when=paying("CARD"),
            contract="free-installment",
            fact="Interest paid by the merchant is agreed with the PG beforehand.",
        ),
    )


def cards_to_show(*without: str) -> Rule:
    """Cards outside the quick guide's list may not be shown."""
    return one_of(
        "browser_payment.card-available-cards-known",
        "card.availableCards",
        tuple(company for company in CARD_COMPANIES if company not in without),
        when=paying("CARD"),
        severity="warning",
        fact="PortOne's quick guide does not list it, so what it does is open.",
        source=QUICK_GUIDE,
    )


def easy_pay_ignored(**more: str) -> tuple[Rule, ...]:
    """What the PG does not read of an easy payment; `more` names further fields."""
    fact = "The PG does not read it for easy payments."
    fields = {
        "customer-identifier": "customerIdentifier",
        "available-pay-methods": "availablePayMethods",
        "available-cards": "availableCards",
        "use-installment": "useInstallment",
    } | {name.replace("_", "-"): field for name, field in more.items()}
    switches = {"card-point": "useCardPoint", "free-interest-from-mall": "useFreeInterestFromMall"}
    return (
        *each(
            ignored,
            "browser_payment.easy-pay-{}-ignored",
            {name: f"easyPay.{field}" for name, field in fields.items()},
            when=paying("EASY_PAY"),
            fact=fact,
        ),
        *each(
            ignored,
            "browser_payment.easy-pay-{}-ignored",
            {name: f"easyPay.{field}" for name, field in switches.items()},
            only=True,
            when=paying("EASY_PAY"),
            fact=fact,
        ),
    )


def buyer_chooses(receipt: str, *, only: RuleValue = None) -> tuple[Rule, ...]:
    """Bank and cash receipt are the buyer's choice in the window; `only` are the receipt types that do nothing."""
    rules: list[Rule] = []
    for short, name, method in (
        ("transfer", "transfer", "TRANSFER"),
        ("vbank", "virtualAccount", "VIRTUAL_ACCOUNT"),
    ):
        rules += [
            *each(
                ignored,
                f"browser_payment.{short}-{{}}-ignored",
                {"bank-code": f"{name}.bankCode", "customer-identifier": f"{name}.customerIdentifier"},
                when=paying(method),
                fact="By the PG's guide the buyer enters it in the window.",
            ),
            ignored(
                f"browser_payment.{short}-cash-receipt-type-ignored",
                f"{name}.cashReceiptType",
                only=only,
                when=paying(method),
                fact=receipt,
            ),
        ]
    return (
        *rules,
        ignored(
            "browser_payment.vbank-fixed-option-ignored",
            "virtualAccount.fixedOption",
            when=paying("VIRTUAL_ACCOUNT") & given("virtualAccount.fixedOption"),
            fact="The PG has no fixed virtual accounts.",
            source=QUICK_GUIDE,
        ),
    )


def billing_key_window() -> tuple[Rule, Rule]:
    """Keys of cards, and no card company opened directly."""
    return (
        unsupported_method(
            "browser_billing_key.method", "billingKeyMethod", fact="The window issues keys of cards only."
        ),
        ignored(
            "browser_billing_key.card-company-ignored",
            "card.cardCompany",
            fact="No card company opens directly for a billing key.",
        ),
    )


def account_by_api(banks: tuple[str, ...]) -> tuple[Rule, ...]:
    """Virtual accounts by API: new numbers only, at `banks`, with a deadline to come."""
    return (
        unsupported_method("instant.method", "method", fact="By API there are cards and virtual accounts."),
        one_of(
            "instant.fixed-unsupported",
            f"{ACCOUNT}.option.type",
            ("NORMAL",),
            when=paying("virtualAccount"),
            fact="The PG has no fixed virtual accounts.",
        ),
        one_of(
            "instant.bank",
            f"{ACCOUNT}.bank",
            banks,
            when=paying("virtualAccount"),
            fact="Accounts are issued at these banks; DAEGU is today's iM Bank.",
        ),
        to_come("instant.due-date-future", f"{ACCOUNT}.expiry.dueDate", when=paying("virtualAccount")),
    )


def charges_by_api() -> tuple[Rule, ...]:
    """What charges by API take a contract for."""
    rules = [
        needs_contract("instant.contract", contract="key-in", fact="Charges by API are agreed beforehand."),
        needs_contract(
            "issue_billing_key.contract", contract="billing-key", fact="Keys by API are agreed beforehand."
        ),
    ]
    for scope, root, on in (
        ("any", "", ("instant", "pay_with_billing_key")),
        ("schedule", "payment.", ("schedule",)),
    ):
        rules.append(
            needs_contract(
                f"{scope}.tax-free-contract",
                f"{root}amount.taxFree",
                on=on,
                when=is_not(f"{root}amount.taxFree", 0),
                contract="tax-free",
                fact="The merchant states the tax-free part itself only if that was agreed beforehand.",
            )
        )
    for operation, root in (("pay_with_billing_key", ""), ("schedule", "payment.")):
        rules.append(
            needs_contract(
                f"{operation}.free-interest-contract",
                f"{root}useFreeInterestFromMerchant",
                only=True,
                contract="free-installment",
                fact="Interest paid by the merchant is agreed with the PG beforehand.",
            )
        )
    return tuple(rules)
