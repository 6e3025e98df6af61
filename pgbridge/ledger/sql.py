"""The ledger in plain SQL over one database connection, written for any database that gives a `Database`."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import msgspec

from pgbridge.errors import LedgerUnusable
from pgbridge.ledger import inbox, observing, outbox
from pgbridge.ledger.decide import CHARGING, TRANSITIONS, UNRESOLVED, decide
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
    Step,
    Wish,
)
from pgbridge.ledger.seal import key_of, sealed
from pgbridge.model.attempt import Attempt, SendRecord

Row = tuple[Any, ...]
Execute = Callable[..., Sequence[Row]]
ATTEMPT = (
    "a.id, a.intent, a.operation, a.number, a.connection, a.channel, a.api, a.store, a.vendor_id, a.state, a.amount, "
    "a.currency, a.tax_free, a.vat, a.due_at, a.target, a.vendor_ref, a.seen, a.expected, a.owner, a.lease_until, "
    "a.begun_at, a.proof, a.note, a.decided_by, a.decided_at, i.family, i.identity, i.order_id"
)
NAMES = tuple(name.split(".")[1] for name in ATTEMPT.split(", "))
INTENT = ("id", "family", "identity", "fingerprint", "order_id", "created_at")
LINK = ("alias", "connection", "channel", "vendor_key", "group", "active", "created_at")
# How often a write is decided anew when other hosts were faster.
MOST_RACES = 10
LATER = re.compile(r"(R[0-9]+)+$")
P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class Raced(Exception):
    """Another host wrote first: nothing was written here, so decide anew."""


class Database(Protocol):
    """What the SQL ledger needs of a database: safe write transactions and `?` parameters.

    Both kinds of transaction give a function that runs a statement and returns its rows, and raise `LedgerUnusable`, or
    `Raced` where doing it again will see what another host wrote.

    :ivar remote: behind a network, so asking it takes a while
    """

    durable: bool
    remote: bool

    def transaction(self) -> AbstractContextManager[Execute]:
        """Run a write transaction, committed safely at the end."""

    def reading(self) -> AbstractContextManager[Execute]:
        """Run reads that see one state of the database, and lock nobody out."""

    def hold(self, run: Execute, *subjects: str) -> None:
        """Wait until no other transaction holds one of these subjects, and hold them until the end of this one."""

    def hold_attempt(self, run: Execute, attempt: str) -> None:
        """Hold the subject of an attempt's intent, as `hold` does: see `subject_of`."""

    def now(self, run: Execute | None = None) -> float:
        """Return the time on the database's clock, POSIX seconds; with a `run`, within its transaction."""

    def close(self) -> None:
        """Close it."""


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


class SqlLedger:
    """The `Ledger` protocol over a `Database`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.durable, self.remote = database.durable, database.remote
        self._key = b""

    def _sealed(self, wish: Wish) -> Wish:
        """Return a wish with its fingerprint as it is kept."""
        if not self._key:
            with self.database.reading() as run:
                self._key = key_of(run)
        return msgspec.structs.replace(wish, fingerprint=sealed(self._key, wish.fingerprint))

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

    @anew
    def peek(self, wish: Wish) -> Decision:
        """Decide without beginning anything."""
        wish = self._sealed(wish)
        with self.database.reading() as run:
            decision = self._decide(run, wish, self.database.now(run))[0]
        if decision.verdict != "settle":
            return decision
        with self.database.transaction() as run:
            self.database.hold(run, *subjects_of(wish))
            return self._taking_over(run, wish, self.database.now(run))[0]

    @anew
    def begin(self, wish: Wish) -> Decision:
        """Decide, and store a new attempt with its first send when that is what to do."""
        wish = self._sealed(wish)
        with self.database.transaction() as run:
            self.database.hold(run, *subjects_of(wish))
            now = self.database.now(run)
            decision, intent = self._taking_over(run, wish, now)
            if decision.verdict != "new":
                return decision
            if wish.sending_as and wish.sending_as != decision.vendor_id:
                return msgspec.structs.replace(decision, verdict="changed")
            intent_id = self._make_way(run, wish, intent, now)
            tried = len(intent.attempts) if intent else 0
            attempt_id = self._insert(run, wish, decision, intent_id, tried, now)
            attempt = self._attempt(run, attempt_id)
        return msgspec.structs.replace(decision, attempt=attempt)

    def _make_way(self, run: Execute, wish: Wish, intent: Intent | None, now: float) -> str:
        if intent is None:
            intent_id = uuid.uuid4().hex
            run(
                "INSERT INTO intents (id, family, identity, fingerprint, order_id, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                (intent_id, wish.family, wish.identity, wish.fingerprint, wish.order_id, now),
            )
            return intent_id
        run("UPDATE intents SET fingerprint = ? WHERE id = ?", (wish.fingerprint, intent.id))
        # A lease that ran out makes way; what it sent stays on record, unless repeating it is harmless.
        gone = "superseded" if wish.repeatable else "unknown"
        run("UPDATE attempts SET state = ? WHERE intent = ? AND state = 'open'", (gone, intent.id))
        if wish.renew or wish.repeatable:
            run(
                "UPDATE attempts SET state = 'released', claim = NULL WHERE intent = ? AND state = 'done'",
                (intent.id,),
            )
        return intent.id

    def _insert(
        self, run: Execute, wish: Wish, decision: Decision, intent_id: str, tried: int, now: float
    ) -> str:
        # What an earlier send of a cancel froze stays frozen, for it may still be on its way.
        first = decision.pinned if wish.family == "cancel" else None
        values: dict[str, Any] = {
            "id": wish.attempt_id or uuid.uuid4().hex,
            "intent": intent_id,
            "number": tried + 1,
            "operation": wish.operation,
            "connection": wish.connection,
            "channel": wish.channel,
            "api": wish.api,
            "store": wish.store,
            "vendor_id": decision.vendor_id,
            "state": "open",
            "amount": wish.amount,
            "currency": wish.currency,
            "tax_free": wish.tax_free,
            "vat": wish.vat,
            "due_at": wish.due_at,
            "target": first.target if first else wish.target,
            "seen": json.dumps(first.seen if first else wish.seen),
            "expected": first.expected if first else wish.expected,
            "owner": wish.owner,
            "lease_until": now + wish.lease,
            "begun_at": now,
        }
        marks = ", ".join("?" for _ in values)
        run(f"INSERT INTO attempts ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))  # noqa: S608
        run(
            "INSERT INTO sends (attempt, number, sent_at, outcome) VALUES (?, 1, ?, 'open')",
            (values["id"], now),
        )
        return str(values["id"])

    def held(self, attempt: str, owner: str) -> bool:
        """Tell whether a send of this attempt may leave now."""
        with self.database.reading() as run:
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
            number = int(run("SELECT max(number) FROM sends WHERE attempt = ?", (attempt,))[0][0]) + 1
            run(
                "INSERT INTO sends (attempt, number, sent_at, outcome) VALUES (?, ?, ?, 'open')",
                (attempt, number, self.database.now(run)),
            )
            return number

    @anew
    def answered(self, attempt: str, number: int, outcome: str) -> None:
        """Record how a send was answered; the first word stands."""
        with self.database.transaction() as run:
            run(
                "UPDATE sends SET outcome = ?, answered_at = ? WHERE attempt = ? AND number = ? AND outcome = 'open'",
                (outcome, self.database.now(run), attempt, number),
            )

    @anew
    def take(self, attempt: str, owner: str) -> bool:
        """Take over an unresolved attempt, unless another call still holds it."""
        with self.database.transaction() as run:
            self.database.hold_attempt(run, attempt)
            found = self._attempt(run, attempt)
            if found is None or found.state not in UNRESOLVED:
                return False
            if found.state == "open" and found.owner != owner and found.lease_until > self.database.now(run):
                return False
            run("UPDATE attempts SET owner = ? WHERE id = ?", (owner, attempt))
            return True

    @anew
    def finish(self, change: Change) -> bool:
        """Write a state by compare-and-set."""
        with self.database.transaction() as run:
            self.database.hold_attempt(run, change.attempt)
            return self._finish(run, change)

    def _finish(self, run: Execute, change: Change) -> bool:
        attempt = self._attempt(run, change.attempt)
        if attempt is None or change.state not in TRANSITIONS[attempt.state]:
            return False
        if change.state in ("failed", "unknown") and attempt.owner != change.owner:
            return False
        if change.attempts is not None:
            count = int(run("SELECT count(*) FROM attempts WHERE intent = ?", (attempt.intent,))[0][0])
            if count != change.attempts:
                return False
        claim = None
        if change.state == "done" and change.vendor_ref:
            claim = f"{attempt.connection}/{attempt.family}/{change.vendor_ref}"
            if run("SELECT 1 FROM attempts WHERE claim = ? AND id <> ?", (claim, attempt.id)):
                return False
        run(
            "UPDATE attempts SET state = ?, proof = coalesce(?, proof), vendor_ref = coalesce(?, vendor_ref), "
            "note = coalesce(?, note), claim = ? WHERE id = ?",
            (change.state, change.proof, change.vendor_ref, change.note, claim, attempt.id),
        )
        if change.by is not None:
            run(
                "UPDATE attempts SET decided_by = ?, decided_at = ? WHERE id = ?",
                (change.by, self.database.now(run), attempt.id),
            )
        return True

    @anew
    def supersede(self, vendor_id: str, connection: str, *, but: str) -> None:
        """Close what is unresolved under a vendor id of which one attempt is paid."""
        with self.database.transaction() as run:
            self.database.hold_attempt(run, but)
            self._supersede(run, vendor_id, connection, but)

    def _supersede(self, run: Execute, vendor_id: str, connection: str, but: str) -> None:
        run(
            "UPDATE attempts SET state = 'superseded' WHERE vendor_id = ? AND connection = ? AND id <> ? AND "
            "state IN ('open', 'unknown') AND intent = (SELECT intent FROM attempts WHERE id = ?)",
            (vendor_id, connection, but, but),
        )

    def attempt(self, attempt: str) -> Attempt | None:
        """Return one attempt."""
        with self.database.reading() as run:
            return self._attempt(run, attempt)

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
        where, values = ["1 = 1"], list[Any]()
        equal = {"i.family = ?": family, "i.order_id = ?": order_id, "a.vendor_id = ?": vendor_id}
        bounds = {"a.begun_at >= ?": since, "a.begun_at < ?": until}
        for condition, value in (*equal.items(), *bounds.items()):
            if value is not None:
                where.append(condition)
                values.append(value)
        if states:
            # Written out, for only then does a database see that its index of what is unresolved will do.
            if set(states) <= set(UNRESOLVED):
                where.append("a.state IN ('open', 'unknown')")
            where.append(f"a.state IN ({', '.join('?' for _ in states)})")
            values.extend(states)
        if after is not None:
            way = "<" if newest else ">"
            where.append(f"(a.begun_at, a.id) {way} (SELECT begun_at, id FROM attempts WHERE id = ?)")  # noqa: S608
            values.append(after)
        way = "DESC" if newest else "ASC"
        rest = f"WHERE {' AND '.join(where)} ORDER BY a.begun_at {way}, a.id {way} LIMIT ?"
        with self.database.reading() as run:
            rows = run(
                f"SELECT {ATTEMPT} FROM attempts a JOIN intents i ON i.id = a.intent {rest}",  # noqa: S608
                (*values, limit),
            )
            return [self._read(run, row) for row in rows]

    def intents(
        self,
        *,
        family: str | None = None,
        order_id: str | None = None,
        states: Sequence[str] = (),
        limit: int = 100,
    ) -> list[Intent]:
        """Return intents, newest first."""
        where, values = ["1 = 1"], list[Any]()
        if family is not None:
            where.append("family = ?")
            values.append(family)
        if order_id is not None:
            where.append("order_id = ?")
            values.append(order_id)
        if states:
            marks = ", ".join("?" for _ in states)
            where.append(f"EXISTS (SELECT 1 FROM attempts WHERE intent = intents.id AND state IN ({marks}))")  # noqa: S608
            values.extend(states)
        order = "ORDER BY created_at DESC LIMIT ?"
        with self.database.reading() as run:
            return list(self._intents(run, f"WHERE {' AND '.join(where)} {order}", (*values, limit)))

    def intent(self, family: str, identity: str) -> Intent | None:
        """Return one intent."""
        with self.database.reading() as run:
            return self._intent(run, family, identity)

    @anew
    def order_of(self, vendor_ref: str) -> str | None:
        """Return the order behind a payment."""
        with self.database.reading() as run:
            rows = run(
                "SELECT i.order_id FROM attempts a JOIN intents i ON i.id = a.intent WHERE a.vendor_ref = ? "
                "AND i.family IN ('charge', 'virtual_account') ORDER BY a.begun_at DESC",
                (vendor_ref,),
            )
        return rows[0][0] if rows else None

    def release(self, family: str, *, identity: str = "", vendor_ref: str = "") -> None:
        """Let an order go, by its id or by what the vendor calls the result."""
        with self.database.transaction() as run:
            named = run(
                "SELECT id FROM intents WHERE family = ? AND identity = ?", (family, identity or None)
            )
            known = run(
                "SELECT DISTINCT intent FROM attempts WHERE vendor_ref = ? AND state = 'done'",
                (vendor_ref or None,),
            )
            for (intent,) in (*named, *known):
                run(
                    "UPDATE attempts SET state = 'released', claim = NULL WHERE state = 'done' AND intent = ? "
                    "AND EXISTS (SELECT 1 FROM intents WHERE id = ? AND family = ?)",
                    (intent, intent, family),
                )

    def claimed(self, connection: str, family: str, refs: Sequence[str]) -> frozenset[str]:
        """Return which vendor refs belong to done attempts."""
        claims = {f"{connection}/{family}/{ref}": ref for ref in refs}
        with self.database.reading() as run:
            return frozenset(
                ref
                for claim, ref in claims.items()
                if run("SELECT 1 FROM attempts WHERE claim = ?", (claim,))
            )

    @anew
    def link(self, link: Link) -> None:
        """Make this the one active link of its alias."""
        with self.database.transaction() as run:
            self.database.hold(run, f"link/{link.group}/{link.alias}")
            run("UPDATE links SET active = 0 WHERE grp = ? AND alias = ?", (link.group, link.alias))
            run(
                "INSERT INTO links (grp, alias, connection, channel, vendor_key, active, created_at) VALUES (?, ?, ?, ?, ?, 1, ?)",
                (
                    link.group,
                    link.alias,
                    link.connection,
                    link.channel,
                    link.vendor_key,
                    self.database.now(run),
                ),
            )

    def links(self, alias: str, group: str = "") -> list[Link]:
        """Return the links of an alias, the active one first."""
        with self.database.reading() as run:
            rows = run(
                "SELECT alias, connection, channel, vendor_key, grp, active, created_at FROM links "
                "WHERE grp = ? AND alias = ? ORDER BY active DESC, created_at DESC",
                (group, alias),
            )
        return [Link(**{**dict(zip(LINK, row, strict=True)), "active": bool(row[5])}) for row in rows]

    @anew
    def unlink(self, vendor_key: str, connection: str) -> None:
        """Make a key's link inactive."""
        with self.database.transaction() as run:
            run(
                "UPDATE links SET active = 0 WHERE vendor_key = ? AND connection = ?",
                (vendor_key, connection),
            )

    @anew
    def plan(self, plan: Plan) -> Plan:
        """Store a plan, or return the one stored before."""
        with self.database.transaction() as run:
            self.database.hold(run, f"plan/{plan.kind}/{plan.identity}")
            found = next(
                self._plans(run, "WHERE kind = ? AND identity = ?", (plan.kind, plan.identity)), None
            )
            if found:
                return found
            run(
                "INSERT INTO plans (id, kind, identity, created_at) VALUES (?, ?, ?, ?)",
                (plan.id, plan.kind, plan.identity, self.database.now(run)),
            )
            for position, step in enumerate(plan.steps):
                run(
                    "INSERT INTO steps (plan, position, name, identity, state) VALUES (?, ?, ?, ?, ?)",
                    (plan.id, position, step.name, step.identity, step.state),
                )
        return plan

    @anew
    def step_done(self, plan: str, name: str) -> None:
        """Tick off a step."""
        with self.database.transaction() as run:
            run("UPDATE steps SET state = 'done' WHERE plan = ? AND name = ?", (plan, name))

    def plans(self, *, kind: str | None = None) -> list[Plan]:
        """Return plans with open steps."""
        open_steps = "WHERE EXISTS (SELECT 1 FROM steps WHERE plan = plans.id AND state = 'open')"
        with self.database.reading() as run:
            if kind is None:
                return list(self._plans(run, open_steps, ()))
            return list(self._plans(run, f"{open_steps} AND kind = ?", (kind,)))

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
                if not self._finish(run, change):
                    row = self._attempt(run, change.attempt)
                    if row is None or row.state in UNRESOLVED:
                        raise Stale
            for vendor_id, connection, but in finding.supersede:
                self._supersede(run, vendor_id, connection, but)
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
    def verified(self, attempt: str) -> bool:
        """Note that an observed payment was compared with its order."""
        with self.database.transaction() as run:
            return bool(
                run(
                    "UPDATE attempts SET proof = 'verified' WHERE id = ? AND proof = 'unverified' RETURNING id",
                    (attempt,),
                )
            )

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def _taking_over(self, run: Execute, wish: Wish, now: float) -> tuple[Decision, Intent | None]:
        decision, intent = self._decide(run, wish, now)
        if decision.verdict == "settle":
            # Whoever looks up must be the one who may write `failed`, so the attempts change hands.
            for attempt in decision.attempts:
                run("UPDATE attempts SET owner = ? WHERE id = ?", (wish.owner, attempt.id))
        return decision, intent

    def _decide(self, run: Execute, wish: Wish, now: float) -> tuple[Decision, Intent | None]:
        intent = self._intent(run, wish.family, wish.identity)
        others: list[Intent] = []
        families = [*wish.other_families, *(["cancel"] if wish.family == "cancel" else [])]
        if wish.order_id is not None and families:
            marks = ", ".join("?" for _ in families)
            found = self._intents(
                run, f"WHERE order_id = ? AND family IN ({marks})", (wish.order_id, *families)
            )
            others = [other for other in found if intent is None or other.id != intent.id]
        taken = self._taken(run, wish) if wish.family in CHARGING else frozenset[str]()
        decision = decide(wish, intent, others, now=now, durable=self.durable, taken=taken)
        return decision, intent

    def _taken(self, run: Execute, wish: Wish) -> frozenset[str]:
        """Return the vendor ids of other orders that this one might use."""
        base, own = wish.vendor_id or wish.identity, wish.order_id or wish.identity
        # By the index on the id alone: whose it is matters only of the few that are found.
        rows = [
            *run("SELECT DISTINCT vendor_id, intent FROM attempts WHERE vendor_id = ?", (base,)),
            *run(
                "SELECT DISTINCT vendor_id, intent FROM attempts WHERE vendor_id >= ? AND vendor_id < ?",
                (f"{base}R", f"{base}S"),
            ),
        ]
        others = set[str]()
        for vendor_id, intent in rows:
            family, order_id = run("SELECT family, order_id FROM intents WHERE id = ?", (intent,))[0]
            if family in CHARGING and order_id != own:
                others.add(vendor_id)
        return frozenset(others)

    def _attempt(self, run: Execute, attempt: str) -> Attempt | None:
        rows = run(
            f"SELECT {ATTEMPT} FROM attempts a JOIN intents i ON i.id = a.intent WHERE a.id = ?",  # noqa: S608
            (attempt,),
        )
        return self._read(run, rows[0]) if rows else None

    def _intent(self, run: Execute, family: str, identity: str) -> Intent | None:
        return next(self._intents(run, "WHERE family = ? AND identity = ?", (family, identity)), None)

    def _intents(self, run: Execute, where: str, values: Sequence[Any]) -> Iterator[Intent]:
        for row in run(f"SELECT {', '.join(INTENT)} FROM intents {where}", tuple(values)):  # noqa: S608
            rows = run(
                f"SELECT {ATTEMPT} FROM attempts a JOIN intents i ON i.id = a.intent WHERE a.intent = ? ORDER BY a.number",  # noqa: S608
                (row[0],),
            )
            attempts = tuple(self._read(run, found) for found in rows)
            yield Intent(attempts=attempts, **dict(zip(INTENT, row, strict=True)))

    def _read(self, run: Execute, row: Row) -> Attempt:
        values = dict(zip(NAMES, row, strict=True))
        sends = run(
            "SELECT number, sent_at, outcome, answered_at FROM sends WHERE attempt = ? ORDER BY number",
            (values["id"],),
        )
        values["seen"] = tuple(json.loads(values["seen"]))
        values["sends"] = tuple(
            SendRecord(number=number, sent_at=sent_at, outcome=outcome, answered_at=answered_at)
            for number, sent_at, outcome, answered_at in sends
        )
        return Attempt(**values)

    def _plans(self, run: Execute, where: str, values: Sequence[Any]) -> Iterator[Plan]:
        for plan, kind, identity, created_at in run(
            f"SELECT id, kind, identity, created_at FROM plans {where}",  # noqa: S608
            tuple(values),
        ):
            rows = run("SELECT name, identity, state FROM steps WHERE plan = ? ORDER BY position", (plan,))
            steps = tuple(Step(name=n, identity=i, state=s) for n, i, s in rows)
            yield Plan(id=plan, kind=kind, identity=identity, steps=steps, created_at=created_at)


def subject_of(order_id: str | None, identity: str) -> str:
    """Return what stands still while something is written about an intent: everything about its order.

    Vendor ids of later attempts (`order1R2`) belong to the first one, for another order might be named like them.
    """
    return f"order/{LATER.sub('', identity if order_id is None else order_id)}"


def subjects_of(wish: Wish) -> set[str]:
    """Return what must stand still while it is decided about a wish."""
    return {subject_of(wish.order_id, wish.identity), subject_of(wish.vendor_id or None, wish.identity)}
