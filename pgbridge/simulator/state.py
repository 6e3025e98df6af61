"""What the world consists of: immutable records, replaced when something happens."""

from datetime import date
from typing import Any

from msgspec import Struct

from pgbridge.simulator.cards import Card
from pgbridge.simulator.codes import Bank
from pgbridge.simulator.money import Money, summed
from pgbridge.simulator.settings import Channel

Moment = float


class Address(Struct, frozen=True, kw_only=True):
    """An address: one line, or also its parts as V2 takes them."""

    one_line: str
    parts: dict[str, str] | None = None


class Buyer(Struct, frozen=True, kw_only=True):
    """Whoever pays."""

    id: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    address: Address | None = None
    postcode: str | None = None
    birth: tuple[str | None, str | None, str | None] = (None, None, None)
    gender: str | None = None

    def __repr__(self) -> str:
        """Personal data stays out of logs."""
        return "Buyer(...)"


class Bill(Struct, frozen=True, kw_only=True):
    """What the merchant wants paid: the part that charges, schedules and accounts have in common."""

    version: str
    store_id: str
    order_id: str
    order_name: str | None
    money: Money
    currency: str
    buyer: Buyer = Buyer()
    custom_data: str | None = None
    installment: int = 0
    free_interest: bool = False
    card_point: bool = False
    promotion_id: str | None = None
    country: str | None = None
    products: tuple[dict[str, Any], ...] = ()
    product_count: int | None = None
    cultural: bool = False
    escrow: bool = False
    notice_urls: tuple[str, ...] = ()


class Account(Struct, frozen=True, kw_only=True):
    """A virtual account waiting for one deposit."""

    bank: Bank
    number: str
    holder: str | None
    fixed: bool
    expires_at: Moment
    issued_at: Moment
    remitter: str | None = None


class Barcode(Struct, frozen=True, kw_only=True):
    """A barcode that the buyer takes to the till of a convenience store.

    :ivar confirm_url: asked before a till takes it
    :ivar pay_type: how the buyer pays there, `cash` or `card`
    """

    number: str
    expires_at: Moment
    issued_at: Moment
    confirm_url: str | None = None
    pay_type: str = "cash"


class Method(Struct, frozen=True, kw_only=True):
    """How a buyer pays in a window.

    :ivar kind: as V2 calls it, without its prefix: `CARD`, `TRANSFER`, `EASY_PAY` ...
    :ivar provider: the wallet or the kind of gift certificate, as V2 calls it
    :ivar word: V1's word for all of it
    """

    kind: str = "CARD"
    provider: str | None = None
    word: str = "card"
    bank: Bank | None = None


class Failure(Struct, frozen=True, kw_only=True):
    """Why an attempt failed: the PG's code and text."""

    code: str
    reason: str


class Cancellation(Struct, frozen=True, kw_only=True):
    """One cancellation: `SUCCEEDED` at once, or `REQUESTED` where the PG takes its time over it, then `SUCCEEDED` or `FAILED`.

    :ivar at: when its state last changed
    :ivar by: who wanted it, `api` or `console`
    """

    id: str
    pg_id: str
    money: Money
    reason: str
    at: Moment
    requested_at: Moment
    status: str = "SUCCEEDED"
    by: str = "api"


class Attempt(Struct, frozen=True, kw_only=True):
    """One attempt to have a bill paid: V1 `imp_uid`, V2 `transactionId`."""

    serial: int
    id: str
    bill: Bill
    channel: Channel
    status: str
    requested_at: Moment
    changed_at: Moment
    group: str | None = None
    card: Card | None = None
    account: Account | None = None
    barcode: Barcode | None = None
    pg_tx_id: str | None = None
    approval_number: str | None = None
    paid_at: Moment | None = None
    failed_at: Moment | None = None
    cancelled_at: Moment | None = None
    failure: Failure | None = None
    cancellations: tuple[Cancellation, ...] = ()
    billing_key: str | None = None
    usage: str | None = None
    schedule_id: str | None = None
    method: Method | None = None
    platform: str = "API"
    page: str | None = None
    user_agent: str | None = None

    @property
    def cancelled(self) -> Money:
        """The sum of the cancellations that succeeded."""
        return summed(each.money for each in self.cancellations if each.status == "SUCCEEDED")

    @property
    def remaining(self) -> Money:
        """What can still be cancelled; what is asked for already cannot (inferred)."""
        return self.bill.money.minus(
            summed(each.money for each in self.cancellations if each.status != "FAILED")
        )

    def waits(self, now: Moment) -> bool:
        """Whether a deposit would still be taken."""
        return (
            self.status == "VIRTUAL_ACCOUNT_ISSUED"
            and self.account is not None
            and now < self.account.expires_at
        )


class BillingKey(Struct, frozen=True, kw_only=True):
    """A stored card: V1 `customer_uid`, V2 `billingKey`."""

    serial: int
    id: str
    version: str
    store_id: str
    channels: tuple[Channel, ...]
    card: Card
    buyer: Buyer
    issued_at: Moment
    updated_at: Moment
    group: str | None = None
    custom_data: str | None = None
    deleted_at: Moment | None = None
    notice_urls: tuple[str, ...] = ()
    method: Method | None = None


class Schedule(Struct, frozen=True, kw_only=True):
    """A charge that will happen by itself."""

    serial: int
    id: str
    bill: Bill
    billing_key: str
    channel_key: str | None
    due_at: Moment
    created_at: Moment
    status: str = "SCHEDULED"
    executed_at: Moment | None = None
    revoked_at: Moment | None = None
    attempt_id: str | None = None


class Receipt(Struct, frozen=True, kw_only=True):
    """A cash receipt; `attempt_id` is None for money taken elsewhere."""

    serial: int
    version: str
    store_id: str
    order_id: str
    attempt_id: str | None
    channel: Channel
    type: str
    order_name: str
    money: Money
    currency: str
    issue_number: str
    pg_id: str
    issued_at: Moment
    cancelled_at: Moment | None = None


class Delivery(Struct, frozen=True, kw_only=True):
    """The parcel of an escrow payment; the carrier as V2 calls it."""

    carrier: str
    invoice: str
    sent_at: Moment
    applied_at: Moment
    confirmed_at: Moment | None = None


class Identity(Struct, frozen=True, kw_only=True):
    """An identity verification: V1 `imp_uid`, V2 the shop's own id."""

    serial: int
    id: str
    version: str
    store_id: str
    order_id: str
    channel: Channel
    name: str
    phone: str
    operator: str
    birth: str | None
    gender: str | None
    method: str
    pg_tx_id: str
    requested_at: Moment
    custom_data: str | None = None
    customer_id: str | None = None
    sends: int = 1
    verified_at: Moment | None = None
    failed_at: Moment | None = None
    failure: Failure | None = None

    def __repr__(self) -> str:
        """Personal data stays out of logs."""
        return f"Identity({self.id!r})"


class Prepared(Struct, frozen=True, kw_only=True):
    """The amount that a payment window must ask for."""

    order_id: str
    total: int | None
    tax_free: int | None
    currency: str | None


class Approval(Struct, frozen=True, kw_only=True):
    """What a buyer has agreed to in the window and the merchant has not approved yet.

    `attempt_id` where money is to be taken, `key` where a billing key is to be issued: its channels.
    """

    token: str
    store_id: str
    card: Card
    channel: Channel
    buyer: Buyer
    attempt_id: str | None = None
    key: bool = False
    used: bool = False


class Transfer(Struct, frozen=True, kw_only=True):
    """What a partner gets of an order, or gives back of it: then with the id of the cancellation.

    :ivar lines: (product id, name, price of one, tax-free part of it, quantity) of each line
    :ivar discounts: (id of the policy, amount, tax-free part)
    :ivar of: the transfer that is taken back
    """

    serial: int
    id: str
    store_id: str
    partner_id: str
    order_id: str
    money: Money
    currency: str
    starts_on: date
    settles_on: date
    made_at: Moment
    memo: str | None = None
    contract_id: str | None = None
    test: bool = False
    attempt_id: str | None = None
    lines: tuple[tuple[str, str, int, int, int], ...] = ()
    discounts: tuple[tuple[str, int, int], ...] = ()
    properties: tuple[dict[str, Any], ...] = ()
    parameters: dict[str, Any] = {}
    of: str | None = None
    cancellation_id: str | None = None
    cancelled_at: Moment | None = None
