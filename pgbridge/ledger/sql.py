"""The ledger in plain SQL: which transaction each call is, and what it holds; the statements are in the modules beside it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import msgspec

from pgbridge.errors import LedgerUnusable
from pgbridge.ledger import changing, inbox, links, observing, outbox, plans, rows
from pgbridge.ledger.database import Database, Execute, Raced, subject_of
from pgbridge.ledger.decide import CHARGING, decide, decide_clear
from pgbridge.ledger.inbox import Stale
from pgbridge.ledger.protocol import (
    Backlog,
    Change,
    Decision,
    Effect,
    Entry,
    Finding,
    Intent,
    Link,
    Plan,
    Wish,
)
from pgbridge.ledger.seal import key_of, sealed
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.model.attempt import Attempt

# How often a write is decided anew when other hosts were faster.
MOST_RACES = 10
P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def anew(method: Callable[Concatenate[SqlLedger, P], R]) -> Callable[Concatenate[SqlLedger, P], R]:
    """Run a write again from its first read when another host was faster: unique keys decide, nobody crashes."""

    @wraps(method)
    def again(ledger: SqlLedger, /, *args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(MOST_RACES):
            try:
                return method(ledger, *args, **kwargs)
            except Raced as error:
                raced = error
        raise LedgerUnusable(
            f"ledger: {method.__name__} lost {MOST_RACES} races in a row ({raced}); no payment is sent without it: "
            "repeat the call"
        )

    return again


def tried(work: Callable[[], object]) -> object:
    """Return what a call returns or raises."""
    try:
        return work()
    except Exception as error:
        return error


class SqlLedger:
    """The `Ledger` protocol over a `Database`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.durable, self.remote = database.durable, database.remote
        self._key = b""

    def _sealed(self, run: Execute, wish: Wish) -> str:
        """Return the fingerprint of a wish as it is kept."""
        if not self._key:
            self._key = key_of(run)
        return sealed(self._key, wish.fingerprint)

    def now(self) -> float:
        """Return the database's clock."""
        return self.database.now()

    @anew
    def transact(self, work: Callable[[Execute], T]) -> T:
        """Run statements on tables that are not the ledger's own in one write transaction, committed safely.

        :param work: gets a function that runs SQL with `?` marks; it may be run more than once, and must do nothing else
        :raises LedgerUnusable: nothing was written
        """
        with self.database.transaction() as run:
            return work(run)

    @anew
    def consult(self, work: Callable[[Execute], T]) -> T:
        """Run reads on any table within one snapshot; as `transact`, but it locks nobody out."""
        with self.database.reading() as run:
            return work(run)

    def together(self, works: Sequence[Callable[[], object]]) -> list[object]:
        """Do several calls' writes at once: one commit, which is what takes long, makes all of them safe.

        :return: what each returned, or the exception that it raised, which undid it alone
        """
        gather = getattr(self.database, "together", None)
        if gather is None or len(works) == 1:
            return [tried(work) for work in works]
        try:
            with gather():
                return [tried(work) for work in works]
        except LedgerUnusable as error:
            return [LedgerUnusable(str(error)) for _ in works]

    def peek(self, wish: Wish) -> Decision:
        """Decide without writing anything."""
        with self.database.glance() as run:
            is_clear = rows.is_clear(run, wish)
        if is_clear:
            return decide_clear(wish)
        with self.database.reading() as run:
            return self._decide(run, wish, self.database.now(run))[0]

    @anew
    def take_over(self, wish: Wish) -> Decision:
        """Decide, and take over what is to be settled."""
        with self.database.transaction() as run:
            self.database.hold_wish(run, wish)
            decision = self._decide(run, wish, self.database.now(run))[0]
            if decision.verdict == "settle":
                for attempt in decision.attempts:
                    run("UPDATE attempts SET owner = ? WHERE id = ?", (wish.owner, attempt.id))
        return decision

    @anew
    def begin(self, wish: Wish) -> Decision:
        """Decide, and store a new attempt with its first send when that is what to do."""
        # What a cancel is about mostly stands here, in the way of the short way.
        begun = None if wish.family == "cancel" else self._begin_clear(wish)
        return begun or self._begin(wish)

    def _begin_clear(self, wish: Wish) -> Decision | None:
        """Begin what nothing stands in the way of, in one statement; None, and nothing written, when something may."""
        decision = decide_clear(wish)
        if changed(wish, decision):
            return None
        with self.database.stroke() as run:
            self.database.hold_wish(run, wish)
            attempt = new_attempt(wish, decision, None, self.database.now(run))
            if not rows.insert_if_clear(run, wish, attempt, self._sealed(run, wish)):
                return None
        return msgspec.structs.replace(decision, attempt=attempt)

    def _begin(self, wish: Wish) -> Decision:
        with self.database.transaction() as run:
            self.database.hold_wish(run, wish)
            now = self.database.now(run)
            decision, intent = self._decide(run, wish, now)
            if decision.verdict != "new":
                return decision
            if changed(wish, decision):
                return msgspec.structs.replace(decision, verdict="changed")
            if intent is not None:
                changing.make_way(run, wish)
            attempt = new_attempt(wish, decision, intent, now)
            rows.insert(run, attempt, self._sealed(run, wish))
        return msgspec.structs.replace(decision, attempt=attempt)

    def held(self, attempt: str, owner: str) -> bool:
        """Tell whether a send of this attempt may leave now."""
        with self.database.glance() as run:
            return self._held(run, attempt, owner)

    def _held(self, run: Execute, attempt: str, owner: str) -> bool:
        found = run(
            "SELECT 1 FROM attempts WHERE id = ? AND owner = ? AND state = 'open' AND lease_until > ?",
            (attempt, owner, self.database.now(run)),
        )
        return bool(found)

    @anew
    def resend(self, attempt: str, owner: str) -> int | None:
        """Record one more send, if the attempt is still open and held."""
        with self.database.transaction() as run:
            self.database.hold_attempt(run, attempt)
            if not self._held(run, attempt, owner):
                return None
            return rows.insert_send(run, attempt, self.database.now(run))

    @anew
    def answered(self, attempt: str, number: int, outcome: str) -> None:
        """Record how a send was answered; the first word stands."""
        with self.database.transaction() as run:
            changing.answered(run, attempt, number, outcome, self.database.now(run))

    @anew
    def take(self, attempt: str, owner: str) -> bool:
        """Take over an unresolved attempt, unless another call still holds it."""
        with self.database.transaction() as run:
            self.database.hold_attempt(run, attempt)
            found = rows.attempt_of(run, attempt)
            if found is None or found.state not in UNRESOLVED:
                return False
            if found.state == "open" and found.owner != owner and found.lease_until > self.database.now(run):
                return False
            run("UPDATE attempts SET owner = ? WHERE id = ?", (owner, attempt))
            return True

    @anew
    def finish(self, change: Change) -> bool:
        """Write a state by compare-and-set."""
        if changing.is_plain(change):
            with self.database.stroke() as run:
                self.database.hold_attempt(run, change.attempt)
                if changing.finish_plainly(run, change, self.database.now(run)):
                    return True
        with self.database.transaction() as run:
            self.database.hold_attempt(run, change.attempt)
            return changing.finish(run, change, self.database.now(run))

    def attempt(self, attempt: str) -> Attempt | None:
        """Return one attempt."""
        with self.database.reading() as run:
            return rows.attempt_of(run, attempt)

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
        """Return attempts by when they began; `after` goes on behind an attempt."""
        equal = {"family": family, "order_id": order_id, "vendor_id": vendor_id}
        with self.database.reading() as run:
            return rows.find_attempts(
                run,
                equal=equal,
                since=since,
                until=until,
                states=states,
                after=after,
                newest=newest,
                limit=limit,
            )

    def intents(
        self,
        *,
        family: str | None = None,
        order_id: str | None = None,
        states: Sequence[str] = (),
        limit: int = 100,
    ) -> list[Intent]:
        """Return intents, newest first."""
        with self.database.reading() as run:
            return rows.find_intents(run, family=family, order_id=order_id, states=states, limit=limit)

    def intent(self, family: str, identity: str) -> Intent | None:
        """Return one intent."""
        with self.database.reading() as run:
            return rows.intent_of(run, family, identity)

    def order_of(self, vendor_ref: str) -> str | None:
        """Return the order behind a payment."""
        with self.database.reading() as run:
            return rows.order_of(run, vendor_ref)

    def made(
        self, family: str, *, identities: Sequence[str] = (), vendor_refs: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Return the ids of done attempts."""
        with self.database.reading() as run:
            return rows.made(run, family, identities, vendor_refs)

    @anew
    def release(self, attempts: Sequence[str]) -> None:
        """Let go what these attempts made."""
        with self.database.transaction() as run:
            for attempt in attempts:
                changing.let_go(run, "id = ?", (attempt,), "release")

    def claimed(self, connection: str, family: str, refs: Sequence[str]) -> frozenset[str]:
        """Return which vendor refs belong to done attempts."""
        with self.database.reading() as run:
            return rows.claimed(run, connection, family, refs)

    @anew
    def link(self, link: Link) -> None:
        """Make this the one active link of its alias."""
        with self.database.transaction() as run:
            self.database.hold(run, f"link/{link.group}/{link.alias}")
            links.insert(run, link, self.database.now(run))

    def links(self, alias: str, group: str = "") -> list[Link]:
        """Return the links of an alias, the active one first."""
        with self.database.reading() as run:
            return links.of_alias(run, alias, group)

    @anew
    def unlink(self, vendor_key: str, connection: str) -> None:
        """Make a key's link inactive."""
        with self.database.transaction() as run:
            links.end(run, vendor_key, connection)

    @anew
    def plan(self, plan: Plan) -> Plan:
        """Store a plan, or return the one stored before."""
        with self.database.transaction() as run:
            self.database.hold(run, f"plan/{plan.kind}/{plan.identity}")
            return plans.insert(run, plan, self.database.now(run))

    @anew
    def step_done(self, plan: str, name: str) -> None:
        """Tick off a step."""
        with self.database.transaction() as run:
            plans.tick(run, plan, name)

    def plans(self, *, kind: str | None = None) -> list[Plan]:
        """Return plans with open steps."""
        with self.database.reading() as run:
            return plans.with_open_steps(run, kind)

    @anew
    def receive(self, entry: Entry) -> bool:
        """Store what PortOne told."""
        with self.database.transaction() as run:
            return inbox.insert(run, entry, self.database.now(run))

    @anew
    def due(self, owner: str, *, lease: float, limit: int) -> list[Entry]:
        """Take entries that wait."""
        with self.database.transaction() as run:
            return inbox.take(run, owner, self.database.now(run), lease, limit)

    @anew
    def conclude(self, finding: Finding, *, entry: str | None = None, owner: str = "") -> bool:
        """Write what a read showed, and end the entry."""
        subjects = {subject_of(o.order_id, o.order_id) for o in finding.observed}
        with suppress(Stale), self.database.transaction() as run:
            self.database.hold(run, *subjects)
            now = self.database.now(run)
            if entry is not None:
                inbox.end(run, entry, owner)
            for change in finding.changes:
                self.database.hold_attempt(run, change.attempt)
                if not changing.finish(run, change, now):
                    row = rows.attempt_of(run, change.attempt)
                    if row is None or row.state in UNRESOLVED:
                        raise Stale
            for each in finding.observed:
                observing.observe(run, each, now)
            outbox.insert(run, finding.effects, now)
            return True
        return False

    @anew
    def postpone(self, entry: str, owner: str, *, wait: float, note: str, drop: bool = False) -> None:
        """Let an entry wait some seconds more, or give it up."""
        with self.database.transaction() as run:
            inbox.postpone(run, entry, owner, self.database.now(run) + wait, note, drop=drop)

    def told(self, effects: Sequence[str]) -> frozenset[str]:
        """Return which of these effects are in the outbox."""
        with self.database.reading() as run:
            return frozenset(e for e in effects if run("SELECT 1 FROM outbox WHERE id = ?", (e,)))

    @anew
    def take_effect(self, owner: str, *, lease: float) -> Effect | None:
        """Take the next effect."""
        with self.database.transaction() as run:
            return outbox.take(run, owner, self.database.now(run), lease)

    @anew
    def end_effect(self, effect: str, owner: str, write: Callable[[Execute], None] | None = None) -> bool:
        """Note that the handler was told, in one transaction with what it writes."""
        with self.database.transaction() as run:
            if not outbox.end(run, effect, owner):
                return False
            if write is not None:
                write(run)
            return True

    @anew
    def postpone_effect(self, effect: str, owner: str, *, wait: float, note: str) -> None:
        """Let an effect wait some seconds more."""
        with self.database.transaction() as run:
            outbox.postpone(run, effect, owner, self.database.now(run) + wait, note)

    def backlog(self) -> Backlog:
        """Count what waits."""
        with self.database.reading() as run:
            entries = run("SELECT count(*) FROM inbox WHERE state IN ('waiting', 'working')")
            effects = run("SELECT count(*) FROM outbox WHERE state = 'waiting'")
        return Backlog(entries=int(entries[0][0]), effects=int(effects[0][0]))

    @anew
    def prune(self, before: float, *, limit: int) -> tuple[int, int]:
        """Let go of what ended before."""
        with self.database.transaction() as run:
            return inbox.prune(run, before, limit), outbox.prune(run, before, limit)

    @anew
    def verified(self, attempt: str) -> bool:
        """Note that an observed payment was compared with its order."""
        with self.database.transaction() as run:
            return bool(
                run.count(
                    "UPDATE attempts SET proof = 'verified' WHERE id = ? AND proof = 'unverified'",
                    (attempt,),
                )
            )

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def _decide(self, run: Execute, wish: Wish, now: float) -> tuple[Decision, Intent | None]:
        intent, others = rows.intent_among(run, wish, beside(wish))
        taken = rows.taken(run, wish) if wish.family in CHARGING else frozenset[str]()
        if intent is not None:
            wish = msgspec.structs.replace(wish, fingerprint=self._sealed(run, wish))
        decision = decide(wish, intent, others, now=now, durable=self.durable, taken=taken)
        count = sum(len(other.attempts) for other in others if other.family == wish.family)
        return msgspec.structs.replace(decision, beside=count) if count else decision, intent


def beside(wish: Wish) -> tuple[str, ...]:
    """Return the families of which other intents of the same order matter to a wish."""
    if wish.order_id is None:
        return ()
    return (*wish.other_families, "cancel") if wish.family == "cancel" else wish.other_families


def changed(wish: Wish, decision: Decision) -> bool:
    """Tell whether what was read before the begin does not fit any more: see `Wish.sending_as` and `Wish.beside`."""
    elsewhere = wish.sending_as and wish.sending_as != decision.vendor_id
    return bool(elsewhere) or wish.beside not in (None, decision.beside)


def new_attempt(wish: Wish, decision: Decision, intent: Intent | None, now: float) -> Attempt:
    """Return the attempt that a wish begins."""
    # What an earlier send of a cancel froze stays frozen, for it may still be on its way.
    first = decision.pinned if wish.family == "cancel" else None
    return Attempt(
        id=wish.attempt_id or uuid.uuid4().hex,
        intent=rows.intent_id(wish.family, wish.identity),
        family=wish.family,
        operation=wish.operation,
        identity=wish.identity,
        number=1 if intent is None else len(intent.attempts) + 1,
        connection=wish.connection,
        channel=wish.channel,
        api=wish.api,
        vendor_id=decision.vendor_id,
        order_id=wish.order_id if intent is None else intent.order_id,
        store=wish.store,
        amount=wish.amount,
        currency=wish.currency,
        tax_free=wish.tax_free,
        vat=wish.vat,
        due_at=wish.due_at,
        target=first.target if first else wish.target,
        seen=first.seen if first else wish.seen,
        expected=first.expected if first else wish.expected,
        owner=wish.owner,
        lease_until=now + wish.lease,
        begun_at=now,
        sends=(rows.first_send(now),),
    )
