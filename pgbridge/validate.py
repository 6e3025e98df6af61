"""What no API and no PG would take: checked on the neutral operation, before anything else."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec

from pgbridge.model.billing_key import VendorKey
from pgbridge.model.browser import OfferPeriod, StoreDetails
from pgbridge.model.card import Card
from pgbridge.model.customer import Customer
from pgbridge.model.money import Amount, exponent
from pgbridge.operations.base import Listing, Operation, OrderTerms, ScheduledCharge
from pgbridge.operations.browser.base import BrowserOperation
from pgbridge.operations.browser.billing_key import BrowserBillingKey
from pgbridge.operations.payments.cancel import CancelPayment
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.rules import Violation

EXPIRY = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
BIRTH = re.compile(r"\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])|000000|\d{10}")
DATE = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
# How fields end that name something at the vendor, and so may stand in a path.
NAMES_SOMETHING = ("_id", "_ids", "alias", "billing_key", "billing_keys", "number", "profile", "code")
NOT_EMPTY = ("order_id", "attempt_id", "alias", "identity_id")


def problems(op: Operation[Any]) -> list[Violation]:
    """Return everything that is wrong with the operation itself. No value of a field is in any message."""
    found = Problems()
    found.typed(op)
    if found.list:
        return found.list
    for field in op.__struct_fields__:
        if field.endswith(NAMES_SOMETHING):
            found.names(getattr(op, field), field)
    if op.family or isinstance(op, (Listing, BrowserOperation)):
        found.rest(op)
    return found.list


class Problems:
    """Collects violations, so that one error can list them all."""

    def __init__(self) -> None:
        self.list: list[Violation] = []

    def rest(self, op: Operation[Any]) -> None:
        """Check what only writes and listings have."""
        if isinstance(op, OrderTerms):
            self.terms(op, "")
        elif isinstance(op, BrowserOperation):
            self.window(op)
        elif isinstance(amount := getattr(op, "amount", None), Amount):
            self.amount(amount, "amount")
        if isinstance(op, CreateSchedule):
            self.need(op.rows, "rows", "name at least one payment to schedule")
            for index, row in enumerate(op.rows):
                self.terms(row, f"rows[{index}].")
                self.identifier(row.order_id, f"rows[{index}].order_id")
                self.aware(row.due_at, f"rows[{index}].due_at")
        if isinstance(op, CancelPayment):
            self.cancel(op)
        if isinstance(terms := getattr(op, "terms", None), ScheduledCharge):
            self.terms(terms, "terms.")
            for name in ("order_id", "due_at"):
                if getattr(terms, name) != getattr(op, name, getattr(terms, name)):
                    self.add(f"terms.{name}", "terms", f"must be the {name} of the operation itself")
        if isinstance(card := getattr(op, "card", None), Card):
            self.card(card)
        for field in ("due_at", "expires_at", "since", "until"):
            self.aware(getattr(op, field, None), field)
        if isinstance(customer := getattr(op, "customer", None), Customer):
            self.customer(customer, "customer.")

    def add(self, field: str, rule: str, message: str) -> None:
        """Note one problem."""
        self.list.append(
            Violation(
                rule=f"input.{rule}",
                severity="error",
                field=field,
                neutral_field=field,
                message=f"{field}: {message}",
                kind="format",
                value=None,
                source="",
            )
        )

    def need(self, value: object, field: str, message: str) -> None:
        """Note an empty value."""
        if not value:
            self.add(field, "required", message)

    def typed(self, op: Operation[Any]) -> None:
        """Check every field's type: Struct constructors take anything."""
        try:
            msgspec.json.decode(msgspec.json.encode(op), type=type(op))
        except msgspec.ValidationError as error:
            text, _, path = str(error).partition(" - at `$")
            self.add(path.strip("`.") or type(op).__name__, "type", text.lower())
        except (TypeError, ValueError, msgspec.MsgspecError):
            self.add(type(op).__name__, "type", "holds something that cannot be written as JSON")

    def names(self, value: Any, field: str) -> None:
        """Check what a field names: one thing or several, by the shop's id or the vendor's."""
        if isinstance(value, tuple):
            for index, each in enumerate(value):
                self.names(each, f"{field}[{index}]")
        elif isinstance(value, VendorKey):
            self.names(value.id, field)
        elif isinstance(value, str) and (value or field in NOT_EMPTY):
            self.identifier(value, field)

    def identifier(self, value: str, field: str) -> None:
        """Check an id."""
        if value in (".", ".."):
            # No encoding helps: in a path they are a folder and the one above, for clients, proxies and servers.
            self.add(field, "id", "must not be . or .., for those change the path of the request")
        elif value.isprintable() and value.strip():
            return
        elif not value.strip():
            self.add(field, "id", "must not be empty")
        elif any(ord(c) < 32 for c in value):
            self.add(field, "id", "must not hold control characters")

    def aware(self, value: datetime | None, field: str) -> None:
        """Check a time."""
        if value is not None and value.tzinfo is None:
            self.add(
                field, "time", "give the datetime a time zone, such as timezone.utc or ZoneInfo('Asia/Seoul')"
            )

    def terms(self, terms: OrderTerms, prefix: str) -> None:
        """Check what every order has."""
        self.amount(terms.amount, f"{prefix}amount")
        months = terms.installment_months
        if months is not None and (months < 0 or months == 1):
            self.add(
                f"{prefix}installment_months", "installment", "0 pays at once; instalments start at 2 months"
            )
        for index, product in enumerate(terms.products):
            if product.quantity < 1:
                self.add(f"{prefix}products[{index}].quantity", "quantity", "must be at least 1")

    def window(self, op: BrowserOperation) -> None:
        """Check what a payment window is told."""
        if isinstance(amount := getattr(op, "amount", None), Amount):
            self.amount(amount, "amount", free=isinstance(op, BrowserBillingKey))
        months = getattr(op, "installment_months", None)
        for field, values in (
            ("installment_months", () if months in (None, 0) else (months,)),
            ("available_installments", getattr(op, "available_installments", ())),
        ):
            if any(value < 2 for value in values):
                self.add(field, "installment", "0 pays at once; instalments start at 2 months")
        for index, product in enumerate(getattr(op, "products", ())):
            if product.quantity < 1:
                self.add(f"products[{index}].quantity", "quantity", "must be at least 1")
        if isinstance(period := getattr(op, "offer_period", None), OfferPeriod):
            self.aware(period.since, "offer_period.since")
            self.aware(period.until, "offer_period.until")
        if getattr(op, "store", None) == StoreDetails():
            self.add("store", "required", "says nothing: name what the window should show")

    def amount(self, amount: Amount, field: str, *, free: bool = False) -> None:
        """Check money; `free` allows 0."""
        try:
            exponent(amount.currency)
        except ValueError:
            self.add(
                f"{field}.currency", "currency", "must be an ISO 4217 code that can be paid in, such as KRW"
            )
        for name in ("total", "tax_free", "vat"):
            value = getattr(amount, name)
            if isinstance(value, (bool, float)):
                self.add(f"{field}.{name}", "amount", "must be a whole number of minor units (won, cents)")
                return
            if value is not None and value < 0:
                self.add(f"{field}.{name}", "amount", "must not be negative")
        if amount.total == 0 and not free:
            self.add(f"{field}.total", "amount", "must be more than 0")
        if (amount.tax_free or 0) + (amount.vat or 0) > max(amount.total, 0):
            self.add(
                f"{field}.tax_free", "tax-parts", "tax_free and vat together must not be more than the total"
            )

    def card(self, card: Card) -> None:
        """Check the form of card data; whether the card is good is the issuer's business."""
        if not (card.digits.isascii() and card.digits.isdigit() and 13 <= len(card.digits) <= 19):
            self.add(
                "card.number", "card-number", "must be 13 to 19 digits, with or without spaces and hyphens"
            )
        if not EXPIRY.fullmatch(card.expiry):
            self.add("card.expiry", "card-expiry", "must be written YYYY-MM, such as 2030-12")
        birth, password, cvc = card.birth_or_business_number, card.password_digits, card.cvc
        if birth is not None and not (birth.isascii() and BIRTH.fullmatch(birth)):
            message = "must be the birth date as YYMMDD, or a 10-digit business number"
            self.add("card.birth_or_business_number", "card-holder", message)
        if password is not None and not (password.isascii() and password.isdigit() and len(password) == 2):
            self.add("card.password_digits", "card-password", "must be the first two digits of the password")
        if cvc is not None and not (cvc.isascii() and cvc.isdigit() and len(cvc) in (3, 4)):
            self.add("card.cvc", "card-cvc", "must be 3 or 4 digits")

    def customer(self, customer: Customer, prefix: str) -> None:
        """Check the form of buyer data that has only one."""
        if customer.birth is not None and not DATE.fullmatch(customer.birth):
            self.add(f"{prefix}birth", "birth", "must be written YYYY-MM-DD")

    def cancel(self, op: CancelPayment) -> None:
        """Check a cancel."""
        if op.order_id is None and op.attempt_id is None:
            self.add("order_id", "required", "name the payment by order_id or attempt_id")
        for name in ("amount", "tax_free", "vat", "expected_cancellable"):
            value = getattr(op, name)
            if isinstance(value, (bool, float)):
                self.add(name, "amount", "must be a whole number of minor units (won, cents)")
            elif value is not None and value < 0:
                self.add(name, "amount", "must not be negative")
        if op.amount == 0:
            self.add("amount", "amount", "must be more than 0; leave it out to give everything back")
        if op.amount is not None and not op.cancel_id:
            self.add(
                "cancel_id",
                "required",
                "a partial cancel needs a cancel_id of yours, so that it happens once",
            )
        if op.amount is not None and (op.tax_free or 0) + (op.vat or 0) > op.amount:
            self.add("tax_free", "tax-parts", "tax_free and vat together must not be more than the amount")
