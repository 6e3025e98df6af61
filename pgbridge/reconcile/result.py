"""What a reconciliation found. Everything can be written as JSON and read back, to go on later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from pgbridge.ledger.protocol import Plan
from pgbridge.model.attempt import Attempt

ENDED = ("done", "failed")


class Settled(Struct, frozen=True, kw_only=True):
    """What became of one attempt that was open past its lease, or unknown.

    :ivar attempt: its row as it is now
    :ivar outcome: `done`, `failed`, `pending` (accepted, undecided), `foreign` (somebody else's success is in the way),
        `unknown`, `busy` (another call is at it) or `unreachable` (it could not be looked up; `detail` says why)
    """

    attempt: Attempt
    outcome: str
    detail: str = ""

    @property
    def ended(self) -> bool:
        """Whether it is known how it ended."""
        return self.outcome in ENDED


class Difference(Struct, frozen=True, kw_only=True):
    """Where ledger and vendor do not agree; amounts in minor units.

    :ivar kind: `missing` (the ledger has it done, the vendor does not show it), `extra` (the vendor shows a payment that
        the ledger did not make) or `different`
    :ivar field: of what is different: `status`, `amount`, `currency` or `cancelled`
    :ivar vendor_id: `merchant_uid` or `paymentId`
    :ivar attempt_id: PortOne's id of the attempt, where it is known
    :ivar recorded: a late truth that was written: what had failed or was let go is done in the ledger from now on
    """

    kind: str
    connection: str
    vendor_id: str
    order_id: str | None = None
    attempt_id: str | None = None
    field: str = ""
    ledger: str | int | None = None
    vendor: str | int | None = None
    recorded: bool = False


class Unreachable(Struct, frozen=True, kw_only=True):
    """A connection (and store) whose payments could not all be listed, and why."""

    place: str
    reason: str


class Reconciliation(Struct, frozen=True, kw_only=True):
    """What was found in a period; times are aware UTC.

    :ivar settled: every attempt that was unresolved when it began
    :ivar plans: several writes that belong together and are not all done: repeat the call that began them
    :ivar compared: how many payments were compared
    :ivar unproven: rows that the vendor does not list but cannot be missed either (V1 test channels show no lists)
    :ivar reached: per connection (and store), until when it is compared
    :ivar complete: whether every connection is compared until the end; else pass this as `earlier` to go on
    """

    since: datetime
    until: datetime
    settled: tuple[Settled, ...] = ()
    plans: tuple[Plan, ...] = ()
    differences: tuple[Difference, ...] = ()
    compared: int = 0
    unproven: int = 0
    reached: Mapping[str, datetime] = {}
    unreachable: tuple[Unreachable, ...] = ()
    complete: bool = False

    @property
    def open(self) -> tuple[Settled, ...]:
        """What is still not known to have ended."""
        return tuple(each for each in self.settled if not each.ended)

    @property
    def clean(self) -> bool:
        """Whether everything was compared, and nothing is open or differs."""
        return self.complete and not (self.open or self.plans or self.differences)


class Progress(Struct, frozen=True, kw_only=True):
    """How far a reconciliation is.

    :ivar done: of `total` steps: one for each unresolved attempt, and for each day of each connection
    :ivar so_far: what is found until now; pass it as `earlier` to go on from here
    """

    done: int
    total: int
    doing: str
    so_far: Reconciliation
