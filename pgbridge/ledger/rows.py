"""Attempts as rows, and the intents they belong to: reading, finding and storing them, in plain SQL within a transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from pgbridge.ledger.database import Execute, Row
from pgbridge.ledger.decide import CHARGING
from pgbridge.ledger.protocol import Intent, Wish
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.model.attempt import Attempt, SendRecord

NAMES = (
    *(
        "id",
        "family",
        "identity",
        "number",
        "order_id",
        "operation",
        "connection",
        "channel",
        "api",
        "store",
        "vendor_id",
    ),
    *(
        "state",
        "amount",
        "currency",
        "tax_free",
        "vat",
        "due_at",
        "target",
        "vendor_ref",
        "expected",
        "owner",
    ),
    *("lease_until", "begun_at", "proof", "note", "decided_by", "decided_at"),
)
# Beside these a row has `seen` as JSON, what is the intent's, how many sends there are, and how the first was answered.
FROM = f"SELECT {', '.join(NAMES)}, seen, fingerprint, sent, outcome, answered_at FROM attempts"  # noqa: S608
SEEN = msgspec.json.Decoder(tuple[str, ...])
INSERT = (
    f"INSERT INTO attempts ({', '.join(NAMES)}, seen, fingerprint, sent, claim) "  # noqa: S608
    f"VALUES ({', '.join('?' * (len(NAMES) + 4))})"
)
values_of = attrgetter(*NAMES)
BY_NAME = ("order_id", "vendor_id")
OPEN_OR_UNKNOWN = (
    "SELECT id FROM attempts WHERE state = 'open' UNION ALL SELECT id FROM attempts WHERE state = 'unknown'"
)
# The first that may stand in the way, by how many names it may have: mostly one.
IN_THE_WAY = tuple(
    " UNION ALL ".join(
        (
            *["SELECT id FROM attempts WHERE identity = ?"] * names,
            "SELECT id FROM attempts WHERE order_id = ? AND order_id <> identity",
            "SELECT id FROM attempts WHERE vendor_id = ? AND vendor_id <> identity LIMIT 1",
        )
    )
    for names in range(4)
)
# One statement that looks and writes. What would be in the way gives its own id to the new row, so that there is none: one
# that inserts a SELECT would make SQLite write it to a table of its own before.
INSERT_IF_CLEAR = tuple(
    INSERT.replace("(?", f"(coalesce(({each}), ?)", 1) + " ON CONFLICT DO NOTHING" for each in IN_THE_WAY
)


def marks(values: Collection[object]) -> str:
    """Return as many `?` as there are values."""
    return ", ".join("?" * len(values))


def intent_id(family: str, identity: str) -> str:
    """Return the id of an intent."""
    return f"{family}/{identity}"


def attempt_of(run: Execute, attempt: str) -> Attempt | None:
    """Return one attempt."""
    return next(iter(attempts_of(run, run(f"{FROM} WHERE id = ?", (attempt,)))), None)


class Standing(NamedTuple):
    """What decides whether an attempt may change its state.

    :ivar tried: how many attempts its intent has
    :ivar claimed: how many other rows have what it is to claim
    """

    id: str
    family: str
    identity: str
    connection: str
    vendor_id: str
    vendor_ref: str | None
    state: str
    owner: str
    tried: int
    claimed: int


def standing_of(run: Execute, attempt: str, ref: str | None) -> Standing | None:
    """Return how one attempt stands, in one statement and without its sends.

    :param ref: what the vendor calls the result that the attempt is to claim
    """
    rows = run(
        "SELECT id, family, identity, connection, vendor_id, vendor_ref, state, owner, "
        "(SELECT count(*) FROM attempts o WHERE o.family = a.family AND o.identity = a.identity), "
        "(SELECT count(*) FROM attempts c WHERE c.claim = a.connection || '/' || a.family || '/' || ? AND c.id <> a.id) "
        "FROM attempts a WHERE id = ?",
        (ref, attempt),
    )
    return Standing._make(rows[0]) if rows else None


def attempts_of(run: Execute, rows: Sequence[Row]) -> list[Attempt]:
    """Return the attempts of rows of `FROM`, with their sends: at most one more statement, however many there are."""
    later: dict[str, list[SendRecord]] = {row[0]: [] for row in rows if row[-3] > 1}
    if later:
        found = run(
            f"SELECT attempt, number, sent_at, outcome, answered_at FROM resends WHERE attempt IN ({marks(later)}) "  # noqa: S608
            "ORDER BY attempt, number",
            tuple(later),
        )
        for attempt, number, sent_at, outcome, answered_at in found:
            later[attempt].append(
                SendRecord(number=number, sent_at=sent_at, outcome=outcome, answered_at=answered_at)
            )
    return [attempt_from(row, later.get(row[0], ())) for row in rows]


def attempt_from(row: Row, later: Sequence[SendRecord]) -> Attempt:
    """Return one attempt.

    :param later: its sends after the first one
    """
    *known, seen, _, sent, outcome, answered_at = row
    values = dict(zip(NAMES, known, strict=True))
    # What was observed was not sent.
    sends = (first_send(values["begun_at"], outcome, answered_at), *later) if sent else ()
    intent = intent_id(values["family"], values["identity"])
    return Attempt(intent=intent, seen=SEEN.decode(seen), sends=sends, **values)


def first_send(at: float, outcome: str | None = None, answered_at: float | None = None) -> SendRecord:
    """Return the send with which an attempt begins."""
    return SendRecord(number=1, sent_at=at, outcome=outcome or "open", answered_at=answered_at)


def intent_of(run: Execute, family: str, identity: str) -> Intent | None:
    """Return one intent with its attempts."""
    rows = run(f"{FROM} WHERE family = ? AND identity = ? ORDER BY number", (family, identity))
    return next(iter(intents_of(run, rows)), None)


def intents_of(run: Execute, rows: Sequence[Row]) -> list[Intent]:
    """Return the intents of all the rows that they have, in the order of their attempts."""
    print_of = {row[0]: row[-4] for row in rows}
    found = []
    for name, group in groupby(attempts_of(run, rows), attrgetter("family", "identity")):
        attempts = tuple(group)
        first = attempts[0]
        found.append(
            Intent(
                id=first.intent,
                family=name[0],
                identity=name[1],
                fingerprint=print_of[attempts[-1].id],
                order_id=first.order_id,
                created_at=first.begun_at,
                attempts=attempts,
            )
        )
    return found


def is_clear(run: Execute, wish: Wish) -> bool:
    """Tell, in one statement, whether the ledger has nothing at all that may stand in the way of a wish.

    It looks by the names alone, so it finds more than matters, never less.
    """
    count, names = names_of(wish)
    return not run(IN_THE_WAY[count], names)


def names_of(wish: Wish) -> tuple[int, tuple[str, ...]]:
    """Return which of `IN_THE_WAY` is a wish's, and the values for it."""
    order, vendor_id = wish.order_id or wish.identity, wish.vendor_id or wish.identity
    names = {wish.identity, order, vendor_id}
    return len(names), (*names, order, vendor_id)


def ids_of(wish: Wish) -> tuple[str, str, str]:
    """Return the vendor id that a wish would use, and between which two its later ones are."""
    base = wish.vendor_id or wish.identity
    return base, f"{base}R", f"{base}S"


def by_name(column: str) -> str:
    """Return the condition that the order or vendor id is a value, which is to be given twice.

    Most are the identity of their intent, by which they are found; the indexes of these columns are of the others.
    """
    return f"(identity = ? AND {column} = identity OR {column} = ? AND {column} <> identity)"


def intent_among(run: Execute, wish: Wish, families: Sequence[str]) -> tuple[Intent | None, list[Intent]]:
    """Return the intent of a wish, and the others of its order that belong to some families: in one statement."""
    if not families:
        return intent_of(run, wish.family, wish.identity), []
    of = marks(families)
    rows = run(
        f"{FROM} WHERE identity = ? AND family = ? OR identity = ? AND order_id = identity AND family IN ({of}) "
        f"OR order_id = ? AND order_id <> identity AND family IN ({of}) ORDER BY identity, family, number",
        (wish.identity, wish.family, wish.order_id, *families, wish.order_id, *families),
    )
    found, named = intents_of(run, rows), (wish.family, wish.identity)
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
    conditions = {by_name(name) if name in BY_NAME else f"{name} = ?": each for name, each in equal.items()}
    for condition, value in {**conditions, "begun_at >= ?": since, "begun_at < ?": until}.items():
        if value is not None:
            where.append(condition)
            values += [value] * condition.count("?")
    if states:
        # Written out, for only then does a database see that its indexes of what is unresolved will do.
        if set(states) <= set(UNRESOLVED):
            where.append(f"id IN ({OPEN_OR_UNKNOWN})")
        where.append(f"state IN ({marks(states)})")
        values.extend(states)
    if after is not None:
        way = "<" if newest else ">"
        where.append(f"(begun_at, id) {way} (SELECT begun_at, id FROM attempts WHERE id = ?)")  # noqa: S608
        values.append(after)
    way = "DESC" if newest else "ASC"
    rest = f"WHERE {' AND '.join(where)} ORDER BY begun_at {way}, id {way} LIMIT ?"
    return attempts_of(run, run(f"{FROM} {rest}", (*values, limit)))


def find_intents(
    run: Execute, *, family: str | None, order_id: str | None, states: Sequence[str], limit: int
) -> list[Intent]:
    """Return intents, newest first."""
    where, values = ["number = 1"], list[Any]()
    if family is not None:
        where.append("family = ?")
        values.append(family)
    if order_id is not None:
        where.append(by_name("order_id"))
        values += [order_id] * 2
    if states:
        where.append(
            "EXISTS (SELECT 1 FROM attempts o WHERE o.family = a.family AND o.identity = a.identity "  # noqa: S608
            f"AND o.state IN ({marks(states)}))"
        )
        values.extend(states)
    names = run(
        f"SELECT family, identity FROM attempts a WHERE {' AND '.join(where)} ORDER BY begun_at DESC LIMIT ?",  # noqa: S608
        (*values, limit),
    )
    if not names:
        return []
    identities = {identity for _, identity in names}
    rows = run(
        f"{FROM} WHERE identity IN ({marks(identities)}) ORDER BY identity, family, number", tuple(identities)
    )
    found = {(each.family, each.identity): each for each in intents_of(run, rows)}
    return [found[family, identity] for family, identity in names]


TAKEN = " UNION ALL ".join(
    f"SELECT vendor_id, family, order_id FROM attempts WHERE {each}"  # noqa: S608
    for each in (
        "identity = ? AND vendor_id = identity",
        "identity >= ? AND identity < ? AND vendor_id = identity",
        "vendor_id = ? AND vendor_id <> identity",
        "vendor_id >= ? AND vendor_id < ? AND vendor_id <> identity",
    )
)


def taken(run: Execute, wish: Wish) -> frozenset[str]:
    """Return the vendor ids of other orders that a wish might use."""
    own = wish.order_id or wish.identity
    # By the index on the id alone: whose it is matters only of the few that are found.
    rows = run(
        TAKEN,
        ids_of(wish) * 2,
    )
    return frozenset(
        vendor_id for vendor_id, family, order_id in rows if family in CHARGING and order_id != own
    )


def insert(run: Execute, attempt: Attempt, fingerprint: str, claim: str | None = None) -> None:
    """Store a new attempt, with its first send if it has one.

    :param fingerprint: what its intent is from now on
    """
    run.count(INSERT, inserted(attempt, fingerprint, claim))


def insert_if_clear(run: Execute, wish: Wish, attempt: Attempt, fingerprint: str) -> bool:
    """Store a new attempt unless anything may stand in its way, as `is_clear` tells, all in one statement."""
    count, names = names_of(wish)
    return run.count(INSERT_IF_CLEAR[count], (*names, *inserted(attempt, fingerprint))) > 0


def inserted(attempt: Attempt, fingerprint: str, claim: str | None = None) -> tuple[Any, ...]:
    """Return the values for `INSERT`."""
    seen = msgspec.json.encode(attempt.seen).decode() if attempt.seen else "[]"
    return (*values_of(attempt), seen, fingerprint, len(attempt.sends), claim)


def insert_send(run: Execute, attempt: str, now: float) -> int:
    """Store one more send that is about to leave, and return its number."""
    number = int(run("UPDATE attempts SET sent = sent + 1 WHERE id = ? RETURNING sent", (attempt,))[0][0])
    run(
        "INSERT INTO resends (attempt, number, sent_at, outcome) VALUES (?, ?, ?, 'open')",
        (attempt, number, now),
    )
    return number


def order_of(run: Execute, vendor_ref: str) -> str | None:
    """Return the order behind a payment."""
    rows = run(
        "SELECT order_id FROM attempts WHERE vendor_ref = ? AND family IN ('charge', 'virtual_account') "
        "ORDER BY begun_at DESC",
        (vendor_ref,),
    )
    return rows[0][0] if rows else None


def claim_of(connection: str, family: str, vendor_ref: str) -> str:
    """Return what makes a success belong to one row."""
    return f"{connection}/{family}/{vendor_ref}"


def made(run: Execute, family: str, identities: Sequence[str], vendor_refs: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of done attempts, by their intent or by what the vendor calls their result."""
    found: dict[str, None] = {}
    for column, names in (("identity", identities), ("vendor_ref", vendor_refs)):
        for name in names:
            rows = run(
                f"SELECT id FROM attempts WHERE {column} = ? AND family = ? AND state = 'done'",  # noqa: S608
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
