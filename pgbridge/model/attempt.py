"""What the ledger remembers of one attempt, and what a look-up sees of it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

MARK_LENGTH = 10


class SendRecord(Struct, frozen=True, kw_only=True):
    """One request that left, or may have left; times are POSIX seconds.

    :ivar outcome: `open` (no answer known), `not_sent`, `refused` (answered before processing), `error` (answered,
        may have been processed) or `answered`
    """

    number: int
    sent_at: float
    outcome: str = "open"
    answered_at: float | None = None


#: Among what was seen before the first send: it could not be read.
UNREAD = "*"


class Attempt(Struct, frozen=True, kw_only=True):
    """One numbered try at an intent: ids, amounts and times, nothing about card or buyer.

    :ivar state: `open`, `unknown`, `done`, `failed`, `superseded` (another send of the same thing was the one), or
        `released` (done once, and since taken back: a revoked schedule, a closed account, a deleted key)
    :ivar vendor_id: `merchant_uid`, `paymentId` or `customer_uid` it went out under
    :ivar vendor_ref: what the vendor calls the result (attempt, cancellation, billing key or schedule id), once known
    :ivar target: the vendor's id of what the write is about: the paid attempt, the billing key, the buyer's id
    :ivar seen: vendor refs that existed before the first send, so cannot be ours; `UNREAD` where nobody could tell
    :ivar expected: cancellable amount that every send of a cancel states
    :ivar due_at: when a schedule is to run, POSIX seconds
    :ivar decided_by: the person who decided how it ended, because no look-up could; `note` says why
    """

    id: str
    intent: str
    family: str
    operation: str
    identity: str
    number: int
    connection: str
    channel: str
    api: str
    vendor_id: str
    order_id: str | None = None
    store: str | None = None
    state: str = "open"
    amount: int | None = None
    currency: str | None = None
    tax_free: int | None = None
    vat: int | None = None
    due_at: float | None = None
    target: str | None = None
    vendor_ref: str | None = None
    seen: tuple[str, ...] = ()
    expected: int | None = None
    owner: str = ""
    lease_until: float = 0.0
    begun_at: float = 0.0
    proof: str | None = None
    note: str | None = None
    decided_by: str | None = None
    decided_at: float | None = None
    sends: tuple[SendRecord, ...] = ()

    @property
    def mark(self) -> str:
        """What the request carries, where the API gives it back, so that a look-up tells ours from others."""
        return mark_of(self.id)

    def predated_by(self, ref: str) -> bool:
        """Tell whether something may have existed before the first send, so that its being there proves nothing."""
        return ref in self.seen or UNREAD in self.seen

    @property
    def last_sent_at(self) -> float:
        """When it was sent last, as far as is recorded."""
        return max((send.sent_at for send in self.sends), default=self.begun_at)


def mark_of(attempt: str) -> str:
    """Return the mark of an attempt by its id: short, for PGs cut what carries it."""
    return f"#{attempt[:MARK_LENGTH]}"


class Seen(Struct, frozen=True, kw_only=True):
    """One thing a look-up found.

    :ivar state: `done`, `pending` or `failed`
    :ivar result: the neutral object, when the look-up holds it
    """

    id: str
    state: str
    amount: int | None = None
    currency: str | None = None
    marked: bool = False
    at: float | None = None
    result: Any = None


class Sighting(Struct, frozen=True, kw_only=True):
    """What a look-up shows under one vendor id, without judging it.

    :ivar items: every transaction, cancellation, key or schedule there is
    :ivar cancellable: what the vendor would still give back, for cancels
    :ivar absence_counts: False where not being listed proves nothing (V1 test channels)
    """

    items: tuple[Seen, ...] = ()
    cancellable: int | None = None
    absence_counts: bool = True
