"""The ledger in plain SQL over one database connection, written for any database that gives a `Database`."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from pgbridge.ledger.decide import TRANSITIONS, decide
from pgbridge.ledger.protocol import Change, Decision, Intent, Link, Plan, Step, Wish
from pgbridge.model.attempt import Attempt, SendRecord

Row = tuple[Any, ...]
ATTEMPT = (
    "a.id, a.intent, a.operation, a.number, a.connection, a.channel, a.api, a.store, a.vendor_id, a.state, a.amount, "
    "a.currency, a.tax_free, a.vat, a.due_at, a.target, a.vendor_ref, a.seen, a.expected, a.owner, a.lease_until, "
    "a.begun_at, a.proof, a.note, i.family, i.identity, i.order_id"
)


class Database(Protocol):
    """What the SQL ledger needs of a database: serialisable write transactions and `?` parameters."""

    durable: bool

    def transaction(self) -> AbstractContextManager[Callable[..., Sequence[Row]]]:
        """Run a write transaction; gives a function that runs a statement and returns its rows."""

    def close(self) -> None:
        """Close it."""


class SqlLedger:
    """The `Ledger` protocol over a `Database`."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self.database, self.clock = database, clock
        self.durable = database.durable

    def now(self) -> float:
        """Return the ledger's clock."""
        return self.clock()

    def peek(self, wish: Wish) -> Decision:
        """Decide without beginning anything."""
        with self.database.transaction() as run:
            return self._decide(run, wish)[0]

    def begin(self, wish: Wish) -> Decision:
        """Decide, and store a new attempt with its first send when that is what to do."""
        with self.database.transaction() as run:
            decision, intent = self._decide(run, wish)
            if decision.verdict != "new":
                return decision
            now = self.now()
            intent_id = intent.id if intent else uuid.uuid4().hex
            if intent is None:
                run(
                    "INSERT INTO intents (id, family, identity, fingerprint, order_id, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                    (intent_id, wish.family, wish.identity, wish.fingerprint, wish.order_id, now),
                )
            else:
                run(
                    "UPDATE intents SET fingerprint = ?, released = 0 WHERE id = ?",
                    (wish.fingerprint, intent_id),
                )
                # A lease that ran out makes way; what it sent stays on record, unless repeating it is harmless.
                gone = "superseded" if wish.repeatable else "unknown"
                run("UPDATE attempts SET state = ? WHERE intent = ? AND state = 'open'", (gone, intent_id))
            attempt_id = uuid.uuid4().hex
            first = decision.pinned
            seen = first.seen if first else wish.seen
            run(
                "INSERT INTO attempts (id, intent, number, operation, connection, channel, api, store, vendor_id, state, "
                "amount, currency, tax_free, vat, due_at, target, seen, expected, owner, lease_until, begun_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    attempt_id,
                    intent_id,
                    len(intent.attempts) + 1 if intent else 1,
                    wish.operation,
                    wish.connection,
                    wish.channel,
                    wish.api,
                    wish.store,
                    decision.vendor_id,
                    wish.amount,
                    wish.currency,
                    wish.tax_free,
                    wish.vat,
                    wish.due_at,
                    wish.target,
                    json.dumps(seen),
                    first.expected if first and first.expected is not None else wish.expected,
                    wish.owner,
                    now + wish.lease,
                    now,
                ),
            )
            run(
                "INSERT INTO sends (attempt, number, sent_at, outcome) VALUES (?, 1, ?, 'open')",
                (attempt_id, now),
            )
            attempt = self._attempt(run, attempt_id)
        return Decision(verdict="new", attempt=attempt, vendor_id=decision.vendor_id, pinned=first)

    def resend(self, attempt: str, owner: str) -> int | None:
        """Record one more send, if the attempt is still open and held."""
        with self.database.transaction() as run:
            now = self.now()
            held = run(
                "SELECT 1 FROM attempts WHERE id = ? AND owner = ? AND state = 'open' AND lease_until > ?",
                (attempt, owner, now),
            )
            if not held:
                return None
            number = int(run("SELECT max(number) FROM sends WHERE attempt = ?", (attempt,))[0][0]) + 1
            run(
                "INSERT INTO sends (attempt, number, sent_at, outcome) VALUES (?, ?, ?, 'open')",
                (attempt, number, now),
            )
            return number

    def answered(self, attempt: str, number: int, outcome: str) -> None:
        """Record how a send was answered; the first word stands."""
        with self.database.transaction() as run:
            run(
                "UPDATE sends SET outcome = ?, answered_at = ? WHERE attempt = ? AND number = ? AND outcome = 'open'",
                (outcome, self.now(), attempt, number),
            )

    def finish(self, change: Change) -> bool:
        """Write a state by compare-and-set."""
        with self.database.transaction() as run:
            return self._finish(run, change)

    def _finish(self, run: Callable[..., Sequence[Row]], change: Change) -> bool:
        attempt = self._attempt(run, change.attempt)
        if attempt is None or change.state not in TRANSITIONS[attempt.state]:
            return False
        if change.state in ("failed", "unknown") and attempt.owner != change.owner:
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
        return True

    def supersede(self, vendor_id: str, connection: str, *, but: str) -> None:
        """Close what is unresolved under a vendor id of which one attempt is paid."""
        with self.database.transaction() as run:
            run(
                "UPDATE attempts SET state = 'superseded' WHERE vendor_id = ? AND connection = ? AND id <> ? AND "
                "state IN ('open', 'unknown') AND intent = (SELECT intent FROM attempts WHERE id = ?)",
                (vendor_id, connection, but, but),
            )

    def attempt(self, attempt: str) -> Attempt | None:
        """Return one attempt."""
        with self.database.transaction() as run:
            return self._attempt(run, attempt)

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
            where.append(f"EXISTS (SELECT 1 FROM attempts WHERE intent = intents.id AND state IN ({marks}))")
            values.extend(states)
        with self.database.transaction() as run:
            return list(
                self._intents(
                    run, f"WHERE {' AND '.join(where)} ORDER BY created_at DESC LIMIT ?", (*values, limit)
                )
            )

    def intent(self, family: str, identity: str) -> Intent | None:
        """Return one intent."""
        with self.database.transaction() as run:
            return next(self._intents(run, "WHERE family = ? AND identity = ?", (family, identity)), None)

    def release(self, family: str, *, identity: str = "", vendor_ref: str = "") -> None:
        """Let an order go, by its id or by what the vendor calls the result."""
        with self.database.transaction() as run:
            run(
                "UPDATE intents SET released = 1 WHERE family = ? AND (identity = ? OR id IN "
                "(SELECT intent FROM attempts WHERE vendor_ref = ? AND state = 'done'))",
                (family, identity, vendor_ref or None),
            )

    def claimed(self, connection: str, family: str) -> frozenset[str]:
        """Return vendor refs of done attempts."""
        with self.database.transaction() as run:
            rows = run(
                "SELECT a.vendor_ref FROM attempts a JOIN intents i ON i.id = a.intent "
                "WHERE a.connection = ? AND i.family = ? AND a.state = 'done' AND a.vendor_ref IS NOT NULL",
                (connection, family),
            )
        return frozenset(row[0] for row in rows)

    def link(self, link: Link) -> None:
        """Make this the one active link of its alias."""
        with self.database.transaction() as run:
            run("UPDATE links SET active = 0 WHERE grp = ? AND alias = ?", (link.group, link.alias))
            run(
                "INSERT INTO links (grp, alias, connection, channel, vendor_key, active, created_at) VALUES (?, ?, ?, ?, ?, 1, ?)",
                (link.group, link.alias, link.connection, link.channel, link.vendor_key, self.now()),
            )

    def links(self, alias: str, group: str = "") -> list[Link]:
        """Return the links of an alias, the active one first."""
        with self.database.transaction() as run:
            rows = run(
                "SELECT alias, connection, channel, vendor_key, grp, active, created_at FROM links "
                "WHERE grp = ? AND alias = ? ORDER BY active DESC, created_at DESC",
                (group, alias),
            )
        names = ("alias", "connection", "channel", "vendor_key", "group", "active", "created_at")
        return [Link(**{**dict(zip(names, row, strict=True)), "active": bool(row[5])}) for row in rows]

    def unlink(self, vendor_key: str, connection: str) -> None:
        """Make a key's link inactive."""
        with self.database.transaction() as run:
            run(
                "UPDATE links SET active = 0 WHERE vendor_key = ? AND connection = ?",
                (vendor_key, connection),
            )

    def plan(self, plan: Plan) -> Plan:
        """Store a plan, or return the one stored before."""
        with self.database.transaction() as run:
            found = next(
                self._plans(run, "WHERE kind = ? AND identity = ?", (plan.kind, plan.identity)), None
            )
            if found:
                return found
            run(
                "INSERT INTO plans (id, kind, identity, created_at) VALUES (?, ?, ?, ?)",
                (plan.id, plan.kind, plan.identity, self.now()),
            )
            for position, step in enumerate(plan.steps):
                run(
                    "INSERT INTO steps (plan, position, name, identity, state) VALUES (?, ?, ?, ?, ?)",
                    (plan.id, position, step.name, step.identity, step.state),
                )
        return plan

    def step_done(self, plan: str, name: str) -> None:
        """Tick off a step."""
        with self.database.transaction() as run:
            run("UPDATE steps SET state = 'done' WHERE plan = ? AND name = ?", (plan, name))

    def plans(self, *, kind: str | None = None) -> list[Plan]:
        """Return plans with open steps."""
        open_steps = "WHERE EXISTS (SELECT 1 FROM steps WHERE plan = plans.id AND state = 'open')"
        with self.database.transaction() as run:
            if kind is None:
                return list(self._plans(run, open_steps, ()))
            return list(self._plans(run, f"{open_steps} AND kind = ?", (kind,)))

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def _decide(self, run: Callable[..., Sequence[Row]], wish: Wish) -> tuple[Decision, Intent | None]:
        intent = next(
            self._intents(run, "WHERE family = ? AND identity = ?", (wish.family, wish.identity)), None
        )
        others: list[Intent] = []
        families = [*wish.other_families, *(["cancel"] if wish.family == "cancel" else [])]
        if wish.order_id is not None and families:
            marks = ", ".join("?" for _ in families)
            found = self._intents(
                run, f"WHERE order_id = ? AND family IN ({marks})", (wish.order_id, *families)
            )
            others = [other for other in found if intent is None or other.id != intent.id]
        now = self.now()
        decision = decide(wish, intent, others, now=now, durable=self.durable)
        if decision.verdict == "settle":
            # Whoever looks up must be the one who may write `failed`, so the attempts change hands.
            for attempt in decision.attempts:
                run("UPDATE attempts SET owner = ? WHERE id = ?", (wish.owner, attempt.id))
        return decision, intent

    def _attempt(self, run: Callable[..., Sequence[Row]], attempt: str) -> Attempt | None:
        rows = run(
            f"SELECT {ATTEMPT} FROM attempts a JOIN intents i ON i.id = a.intent WHERE a.id = ?", (attempt,)
        )  # noqa: S608
        return self._read(run, rows[0]) if rows else None

    def _intents(
        self, run: Callable[..., Sequence[Row]], where: str, values: Sequence[Any]
    ) -> Iterator[Intent]:
        columns = "id, family, identity, fingerprint, order_id, created_at, released"
        for row in run(f"SELECT {columns} FROM intents {where}", tuple(values)):  # noqa: S608
            rows = run(
                f"SELECT {ATTEMPT} FROM attempts a JOIN intents i ON i.id = a.intent WHERE a.intent = ? ORDER BY a.number",  # noqa: S608
                (row[0],),
            )
            attempts = tuple(self._read(run, found) for found in rows)
            names = columns.split(", ")
            yield Intent(
                **{**dict(zip(names, row, strict=True)), "released": bool(row[6]), "attempts": attempts}
            )

    def _read(self, run: Callable[..., Sequence[Row]], row: Row) -> Attempt:
        names = [name.split(".")[1] for name in ATTEMPT.split(", ")]
        values = dict(zip(names, row, strict=True))
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

    def _plans(self, run: Callable[..., Sequence[Row]], where: str, values: Sequence[Any]) -> Iterator[Plan]:
        for plan, kind, identity, created_at in run(
            f"SELECT id, kind, identity, created_at FROM plans {where}", tuple(values)
        ):  # noqa: S608
            rows = run("SELECT name, identity, state FROM steps WHERE plan = ? ORDER BY position", (plan,))
            steps = tuple(Step(name=n, identity=i, state=s) for n, i, s in rows)
            yield Plan(id=plan, kind=kind, identity=identity, steps=steps, created_at=created_at)
