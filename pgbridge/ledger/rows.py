"""Intents and attempts as rows: reading, finding and storing them, in plain SQL within a transaction of the ledger."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.ledger.database import Execute, Row
from pgbridge.ledger.decide import CHARGING
from pgbridge.ledger.protocol import Intent, Wish
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.model.attempt import Attempt, SendRecord

ATTEMPT = (
    "a.id, a.intent, a.operation, a.number, a.connection, a.channel, a.api, a.store, a.vendor_id, a.state, a.amount, "
    "a.currency, a.tax_free, a.vat, a.due_at, a.target, a.vendor_ref, a.seen, a.expected, a.owner, a.lease_until, "
    "a.begun_at, a.proof, a.note, a.decided_by, a.decided_at, i.family, i.identity, i.order_id"
)
NAMES = tuple(name.split(".")[1] for name in ATTEMPT.split(", "))
FROM = f"SELECT {ATTEMPT} FROM attempts a JOIN intents i ON i.id = a.intent"  # noqa: S608
SEEN = msgspec.json.Decoder(tuple[str, ...])
INTENT = ("id", "family", "identity", "fingerprint", "order_id", "created_at")
INTENTS = f"SELECT {', '.join(INTENT)} FROM intents"  # noqa: S608


def marks(values: Collection[object]) -> str:
    """Return as many `?` as there are values."""
    return ", ".join("?" * len(values))


def attempt_of(run: Execute, attempt: str) -> Attempt | None:
    """Return one attempt."""
    return next(iter(attempts_of(run, run(f"{FROM} WHERE a.id = ?", (attempt,)))), None)


class Standing(Struct, frozen=True, kw_only=True):
    """What decides whether an attempt may change its state.

    :ivar tried: how many attempts its intent has
    """

    id: str
    intent: str
    family: str
    connection: str
    vendor_id: str
    vendor_ref: str | None
    state: str
    owner: str
    tried: int


def standing_of(run: Execute, attempt: str) -> Standing | None:
    """Return how one attempt stands, in one statement and without its sends."""
    rows = run(
        "SELECT a.id, a.intent, i.family, a.connection, a.vendor_id, a.vendor_ref, a.state, a.owner, "
        "(SELECT count(*) FROM attempts o WHERE o.intent = a.intent) "
        "FROM attempts a JOIN intents i ON i.id = a.intent WHERE a.id = ?",
        (attempt,),
    )
    return Standing(**dict(zip(Standing.__struct_fields__, rows[0], strict=True))) if rows else None


def attempts_of(run: Execute, rows: Sequence[Row]) -> list[Attempt]:
    """Return the attempts of rows of `FROM`, with their sends: one more statement, however many there are."""
    if not rows:
        return []
    ids = [row[0] for row in rows]
    sends: dict[str, list[SendRecord]] = {each: [] for each in ids}
    found = run(
        f"SELECT attempt, number, sent_at, outcome, answered_at FROM sends WHERE attempt IN ({marks(ids)}) "  # noqa: S608
        "ORDER BY attempt, number",
        tuple(ids),
    )
    for attempt, number, sent_at, outcome, answered_at in found:
        sends[attempt].append(
            SendRecord(number=number, sent_at=sent_at, outcome=outcome, answered_at=answered_at)
        )
    return [attempt_from(row, sends[row[0]]) for row in rows]


def attempt_from(row: Row, sends: Iterable[SendRecord]) -> Attempt:
    """Return one attempt."""
    values = dict(zip(NAMES, row, strict=True))
    values["seen"] = SEEN.decode(values["seen"])
    return Attempt(sends=tuple(sends), **values)


def intent_of(run: Execute, family: str, identity: str) -> Intent | None:
    """Return one intent with its attempts."""
    found = intents_of(run, run(f"{INTENTS} WHERE family = ? AND identity = ?", (family, identity)))
    return found[0] if found else None


def intents_of(run: Execute, rows: Sequence[Row]) -> list[Intent]:
    """Return the intents of rows of `INTENTS`, with their attempts."""
    if not rows:
        return []
    ids = [row[0] for row in rows]
    attempts: dict[str, list[Attempt]] = {each: [] for each in ids}
    found = run(f"{FROM} WHERE a.intent IN ({marks(ids)}) ORDER BY a.intent, a.number", tuple(ids))
    for each in attempts_of(run, found):
        attempts[each.intent].append(each)
    return [Intent(attempts=tuple(attempts[row[0]]), **dict(zip(INTENT, row, strict=True))) for row in rows]


def intent_among(run: Execute, wish: Wish, families: Sequence[str]) -> tuple[Intent | None, list[Intent]]:
    """Return the intent of a wish, and the others of its order that belong to some families: in one statement."""
    found = intents_of(
        run,
        run(
            f"{INTENTS} WHERE family = ? AND identity = ? OR order_id = ? AND family IN ({marks(families)})",
            (wish.family, wish.identity, wish.order_id, *families),
        ),
    )
    named = (wish.family, wish.identity)
    intent = next((each for each in found if (each.family, each.identity) == named), None)
    return intent, [each for each in found if each is not intent]


def find_attempts(
    run: Execute,
    *,
    equal: Mapping[str, str | None],
    since: float | None,
    until: float | None,
    states: Sequence[str],
    after: str | None,
    newest: bool,
    limit: int,
) -> list[Attempt]:
    """Return attempts by when they began.

    :param equal: columns and what they must be, where that is not None
    """
    where, values = ["1 = 1"], list[Any]()
    conditions = {f"{column} = ?": value for column, value in equal.items()}
    for condition, value in {**conditions, "a.begun_at >= ?": since, "a.begun_at < ?": until}.items():
        if value is not None:
            where.append(condition)
            values.append(value)
    if states:
        # Written out, for only then does a database see that its index of what is unresolved will do.
        if set(states) <= set(UNRESOLVED):
            where.append("a.state IN ('open', 'unknown')")
        where.append(f"a.state IN ({marks(states)})")
        values.extend(states)
    if after is not None:
        way = "<" if newest else ">"
        where.append(f"(a.begun_at, a.id) {way} (SELECT begun_at, id FROM attempts WHERE id = ?)")  # noqa: S608
        values.append(after)
    way = "DESC" if newest else "ASC"
    rest = f"WHERE {' AND '.join(where)} ORDER BY a.begun_at {way}, a.id {way} LIMIT ?"
    return attempts_of(run, run(f"{FROM} {rest}", (*values, limit)))


def find_intents(
    run: Execute, *, family: str | None, order_id: str | None, states: Sequence[str], limit: int
) -> list[Intent]:
    """Return intents, newest first."""
    where, values = ["1 = 1"], list[Any]()
    for column, value in (("family", family), ("order_id", order_id)):
        if value is not None:
            where.append(f"{column} = ?")
            values.append(value)
    if states:
        where.append(
            f"EXISTS (SELECT 1 FROM attempts WHERE intent = intents.id AND state IN ({marks(states)}))"  # noqa: S608
        )
        values.extend(states)
    rows = run(f"{INTENTS} WHERE {' AND '.join(where)} ORDER BY created_at DESC LIMIT ?", (*values, limit))
    return intents_of(run, rows)


def taken(run: Execute, wish: Wish) -> frozenset[str]:
    """Return the vendor ids of other orders that a wish might use."""
    base, own = wish.vendor_id or wish.identity, wish.order_id or wish.identity
    # By the index on the id alone: whose it is matters only of the few that are found.
    rows = run(
        "SELECT vendor_id, intent FROM attempts WHERE vendor_id = ? UNION ALL "
        "SELECT vendor_id, intent FROM attempts WHERE vendor_id >= ? AND vendor_id < ?",
        (base, f"{base}R", f"{base}S"),
    )
    others = set[str]()
    for vendor_id, intent in rows:
        family, order_id = run("SELECT family, order_id FROM intents WHERE id = ?", (intent,))[0]
        if family in CHARGING and order_id != own:
            others.add(vendor_id)
    return frozenset(others)


def insert_intent(
    run: Execute, family: str, identity: str, fingerprint: str, order_id: str | None, now: float
) -> str:
    """Store a new intent and return its id."""
    intent = uuid.uuid4().hex
    run(
        f"INSERT INTO intents ({', '.join(INTENT)}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
        (intent, family, identity, fingerprint, order_id, now),
    )
    return intent


def insert_attempt(run: Execute, values: Mapping[str, Any]) -> None:
    """Store a new attempt."""
    values = {**values, "seen": msgspec.json.encode(values["seen"]).decode()}
    run(
        f"INSERT INTO attempts ({', '.join(values)}) VALUES ({marks(values)})",  # noqa: S608
        tuple(values.values()),
    )


def insert_send(run: Execute, attempt: str, number: int, now: float) -> None:
    """Store a send that is about to leave."""
    run(
        "INSERT INTO sends (attempt, number, sent_at, outcome) VALUES (?, ?, ?, 'open')",
        (attempt, number, now),
    )


def order_of(run: Execute, vendor_ref: str) -> str | None:
    """Return the order behind a payment."""
    rows = run(
        "SELECT i.order_id FROM attempts a JOIN intents i ON i.id = a.intent WHERE a.vendor_ref = ? "
        "AND i.family IN ('charge', 'virtual_account') ORDER BY a.begun_at DESC",
        (vendor_ref,),
    )
    return rows[0][0] if rows else None


def claim_of(connection: str, family: str, vendor_ref: str) -> str:
    """Return what makes a success belong to one row."""
    return f"{connection}/{family}/{vendor_ref}"


def made(run: Execute, family: str, identities: Sequence[str], vendor_refs: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of done attempts, by their intent or by what the vendor calls their result."""
    found: dict[str, None] = {}
    for column, names in (("i.identity", identities), ("a.vendor_ref", vendor_refs)):
        for name in names:
            rows = run(
                "SELECT a.id FROM attempts a JOIN intents i ON i.id = a.intent "  # noqa: S608
                f"WHERE {column} = ? AND i.family = ? AND a.state = 'done'",
                (name, family),
            )
            found |= dict.fromkeys(row[0] for row in rows)
    return tuple(found)


def claimed(run: Execute, connection: str, family: str, refs: Sequence[str]) -> frozenset[str]:
    """Return which vendor refs belong to done attempts."""
    return frozenset(
        ref
        for ref in refs
        if run("SELECT 1 FROM attempts WHERE claim = ?", (claim_of(connection, family, ref),))
    )
