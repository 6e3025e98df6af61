"""What every ledger can do. Each method is one transaction, and none does anything but read and write rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from msgspec import Struct

from pgbridge.model.attempt import Attempt


class Wish(Struct, frozen=True, kw_only=True):
    """What a caller wants to begin.

    :ivar family: what kind of thing; with `identity` it names the intent
    :ivar fingerprint: what must be the same for it to be the same thing
    :ivar attempt_id: the id a new attempt gets; its request may carry it
    :ivar sending_as: the vendor id its request is encoded under; `begin` begins nothing under another
    :ivar renew: what was done before is to be done again (a billing key with another card)
    :ivar repeatable: doing it twice is harmless (delete, revoke, register an amount), so nothing is replayed
    :ivar new_id_each: the API takes one attempt per vendor id (V1)
    :ivar id_given: the vendor knows the thing under `vendor_id` already, so no later id can take its place
    :ivar owner: the caller's token, new for every call
    :ivar lease: seconds from now during which nobody else may touch the attempt
    :ivar quiet: seconds without a send after which an explicit repeat may send once more
    :ivar looked: attempts that this call has looked up and could not settle
    :ivar beside: for a cancel, what `Decision.beside` said before the payment was read; with another cancel since, what is
        left of it may be stale, and `begin` begins nothing
    :ivar other_families: families whose live intents on the same order forbid this one
    """

    family: str
    identity: str
    fingerprint: str
    operation: str
    owner: str
    lease: float
    attempt_id: str = ""
    sending_as: str = ""
    quiet: float = 600.0
    order_id: str | None = None
    vendor_id: str = ""
    connection: str = ""
    channel: str = ""
    api: str = ""
    store: str | None = None
    amount: int | None = None
    currency: str | None = None
    tax_free: int | None = None
    vat: int | None = None
    due_at: float | None = None
    target: str | None = None
    seen: tuple[str, ...] = ()
    expected: int | None = None
    repeatable: bool = False
    renew: bool = False
    new_id_each: bool = False
    id_given: bool = False
    looked: frozenset[str] = frozenset()
    beside: int | None = None
    other_families: tuple[str, ...] = ()


class Intent(Struct, frozen=True, kw_only=True):
    """One thing the shop wants done once, with everything that was tried for it."""

    id: str
    family: str
    identity: str
    fingerprint: str
    order_id: str | None = None
    created_at: float = 0.0
    attempts: tuple[Attempt, ...] = ()


class Decision(Struct, frozen=True, kw_only=True):
    """What a caller may do now.

    :ivar verdict: `new`: send, as `attempt` says;
        `replay`: it is done, `attempt` says how;
        `busy`: another call holds it;
        `conflict`: the id means something else, `reason` says what;
        `settle`: look up `attempts` first;
        `unknown`: looked up in vain, and too early (or the wrong place) to send again;
        `changed`: `begin` began nothing, for it would have to send under another vendor id than `sending_as`, or another
        cancel of the payment began since `beside` was told
    :ivar attempts: those to look up first; with `new`, all that were tried before
    :ivar beside: how many attempts the order's other cancels have
    :ivar pinned: the attempt whose connection, store and vendor id a further send must use
    """

    verdict: str
    attempt: Attempt | None = None
    attempts: tuple[Attempt, ...] = ()
    reason: str = ""
    message: str = ""
    retry_after: float | None = None
    pinned: Attempt | None = None
    vendor_id: str = ""
    beside: int = 0


class Change(Struct, frozen=True, kw_only=True):
    """How an attempt ended, or what was found out about it.

    What is written `done` closes, at the same moment, what is unresolved of its intent under its vendor id.

    :ivar owner: whoever writes `failed` or `unknown` must hold the attempt; `done` may be written by anyone who knows
    :ivar attempts: for what a look-up found, how many attempts the intent had then; with more, it is stale
    :ivar late: a read shows done what was written as failed or let go: only so may `done` come after that
    :ivar by: the person who decided it, where no look-up could
    :ivar answered: the number of a send, and how it was answered as `Ledger.answered` has it: recorded with the state,
        and also when the state must not be written
    """

    attempt: str
    state: str
    owner: str = ""
    proof: str | None = None
    vendor_ref: str | None = None
    note: str | None = None
    attempts: int | None = None
    late: bool = False
    by: str | None = None
    answered: tuple[int, str] | None = None


class Link(Struct, frozen=True, kw_only=True):
    """Where the billing key behind an alias lives."""

    alias: str
    connection: str
    channel: str
    vendor_key: str
    group: str = ""
    active: bool = True
    created_at: float = 0.0


class Step(Struct, frozen=True, kw_only=True):
    """One write of a plan; `state` is `open` or `done`."""

    name: str
    identity: str
    state: str = "open"


class Plan(Struct, frozen=True, kw_only=True):
    """Several writes that belong together, stored before the first of them."""

    id: str
    kind: str
    identity: str
    steps: tuple[Step, ...]
    created_at: float = 0.0


class Entry(Struct, frozen=True, kw_only=True):
    """One thing PortOne told, as it waits in the inbox.

    :ivar dedupe: of an event that is told under one id however often it comes (V2): a second one is dropped
    :ivar poke: of a hint to look (V1): one that waits stands for all that come meanwhile, none is dropped after that
    :ivar event: ids and words, as JSON
    """

    id: str
    connection: str
    event: str
    dedupe: str | None = None
    poke: str | None = None
    tries: int = 0
    received_at: float = 0.0


class Effect(Struct, frozen=True, kw_only=True):
    """One thing to tell the shop's handler, once.

    :ivar id: made from what a read shows, so the same change has the same id whoever told of it; the handler's token
    :ivar subject: effects of one subject are told in their order
    :ivar event: the neutral event, as JSON
    """

    id: str
    subject: str
    connection: str
    event: str
    tries: int = 0
    created_at: float = 0.0


class Observed(Struct, frozen=True, kw_only=True):
    """Something done that the ledger did not begin: paid in a browser, given back in the console."""

    family: str
    identity: str
    operation: str
    order_id: str
    vendor_id: str
    connection: str
    channel: str
    api: str
    vendor_ref: str
    amount: int
    currency: str
    store: str | None = None
    tax_free: int | None = None
    vat: int | None = None
    target: str | None = None
    proof: str = "unverified"


class Finding(Struct, frozen=True, kw_only=True):
    """What a read showed: written in one transaction, or not at all.

    :ivar changes: by compare-and-set; a row that ended meanwhile is left as it is
    :ivar observed: written only where nothing of ours may be meant
    """

    changes: tuple[Change, ...] = ()
    observed: tuple[Observed, ...] = ()
    effects: tuple[Effect, ...] = ()


class Backlog(Struct, frozen=True, kw_only=True):
    """How much waits in inbox and outbox."""

    entries: int
    effects: int


# Runs a statement with `?` marks in the transaction of the ledger's database and returns its rows.
Run = Callable[..., Sequence[tuple[Any, ...]]]


class Ledger(Protocol):
    """The memory that keeps money safe. See `docs/explanation/outcomes.md`. Methods raise `LedgerUnusable`.

    :ivar durable: survives the process, so later attempts may get vendor ids of their own
    :ivar remote: behind a network, so that the async driver never asks it on its loop
    """

    durable: bool
    remote: bool

    def now(self) -> float:
        """Return the ledger's clock, POSIX seconds."""

    def peek(self, wish: Wish) -> Decision:
        """Decide without writing anything."""

    def take_over(self, wish: Wish) -> Decision:
        """Decide, and take over what is to be settled: who looks it up must be the one who may write `failed`."""

    def begin(self, wish: Wish) -> Decision:
        """Decide, and on `new` store the attempt and its first send, safely, before returning."""

    def held(self, attempt: str, owner: str) -> bool:
        """Tell whether an attempt is open, and `owner` and its lease still hold it: asked before every send."""

    def resend(self, attempt: str, owner: str) -> int | None:
        """Record one more send of an attempt that `owner` still holds and return its number, else None."""

    def answered(self, attempt: str, number: int, outcome: str) -> None:
        """Record how one send was answered: `not_sent`, `refused`, `error` or `answered`; the first word stands."""

    def take(self, attempt: str, owner: str) -> bool:
        """Take over an unresolved attempt to settle it; False when it ended, or its lease still holds."""

    def finish(self, change: Change) -> bool:
        """Write a state if the rules of transition allow it; False when they do not."""

    def attempt(self, attempt: str) -> Attempt | None:
        """Return one attempt as it is now."""

    def attempts(
        self,
        *,
        since: float | None = None,
        until: float | None = None,
        family: str | None = None,
        order_id: str | None = None,
        vendor_id: str | None = None,
        states: Sequence[str] = (),
        after: str | None = None,
        newest: bool = False,
        limit: int = 500,
    ) -> list[Attempt]:
        """Return attempts by when they began, oldest first unless `newest`.

        :param since: POSIX seconds, inclusive
        :param until: POSIX seconds, exclusive
        :param after: go on behind the attempt with this id, for page after page
        """

    def intents(
        self,
        *,
        family: str | None = None,
        order_id: str | None = None,
        states: Sequence[str] = (),
        limit: int = 100,
    ) -> list[Intent]:
        """Return intents, newest first; `states` keeps those with an attempt in one of them."""

    def intent(self, family: str, identity: str) -> Intent | None:
        """Return one intent."""

    def order_of(self, vendor_ref: str) -> str | None:
        """Return the order that was paid by what the vendor calls so, if this ledger knows it."""

    def made(
        self, family: str, *, identities: Sequence[str] = (), vendor_refs: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Return the ids of done attempts, by the identity of their intent or by what the vendor calls their result."""

    def release(self, attempts: Sequence[str]) -> None:
        """Let go what these attempts made: a schedule is revoked, an account closed, a key deleted.

        By attempt, for another call may have made another one of the same name meanwhile. Only what is done is let go.
        """

    def claimed(self, connection: str, family: str, refs: Sequence[str]) -> frozenset[str]:
        """Return those of the vendor refs that belong to done attempts."""

    def link(self, link: Link) -> None:
        """Make this the one active link of its alias."""

    def links(self, alias: str, group: str = "") -> list[Link]:
        """Return the links of an alias, the active one first."""

    def unlink(self, vendor_key: str, connection: str) -> None:
        """Make a key's link inactive."""

    def plan(self, plan: Plan) -> Plan:
        """Store a plan, or return the stored one of the same kind and identity."""

    def step_done(self, plan: str, name: str) -> None:
        """Tick off a step."""

    def plans(self, *, kind: str | None = None) -> list[Plan]:
        """Return plans with open steps."""

    def receive(self, entry: Entry) -> bool:
        """Store what PortOne told, safely; False when it is known, or stands for one that waits."""

    def due(self, owner: str, *, lease: float, limit: int) -> list[Entry]:
        """Take entries that wait, oldest first, for so many seconds."""

    def conclude(self, finding: Finding, *, entry: str | None = None, owner: str = "") -> bool:
        """Write what a read showed and end the entry, all in one transaction.

        False, and nothing is written, when `owner` holds the entry no more, or something began since the look-up.
        """

    def postpone(self, entry: str, owner: str, *, wait: float, note: str, drop: bool = False) -> None:
        """Let an entry wait some seconds more, or give it up."""

    def told(self, effects: Sequence[str]) -> frozenset[str]:
        """Return which of these effects are in the outbox, told or not."""

    def take_effect(self, owner: str, *, lease: float) -> Effect | None:
        """Take the next effect whose subject has no earlier one waiting, for so many seconds."""

    def end_effect(self, effect: str, owner: str, write: Callable[[Run], None] | None = None) -> bool:
        """Note that the handler was told; `write` runs in the same transaction. False when it is not held any more."""

    def postpone_effect(self, effect: str, owner: str, *, wait: float, note: str) -> None:
        """Let an effect wait some seconds more."""

    def backlog(self) -> Backlog:
        """Count what waits."""

    def prune(self, before: float, *, limit: int) -> tuple[int, int]:
        """Let go of so much that ended before: delete inbox rows, empty the events of outbox rows; return how many each.

        The ids in the outbox stay: they are how a change is known to be told.
        """

    def verified(self, attempt: str) -> bool:
        """Note that an observed payment was compared with its order; False when it was not one to verify."""

    def close(self) -> None:
        """Close files and connections."""
