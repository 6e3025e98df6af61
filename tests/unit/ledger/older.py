"""What a ledger of an older version holds, and what must be read of it after it was brought to the present."""

from collections.abc import Callable
from typing import Any

from pgbridge.ledger.protocol import Change
from pgbridge.model.attempt import SendRecord
from pgbridge.testing.ledger_conformance import wish_for

# The last version in which an intent had a row of its own.
APART = 6


def wish(order: str, **fields: Any) -> Any:
    return wish_for(
        **{"identity": order, "order_id": order, "vendor_id": order, "fingerprint": "1000/KRW", **fields}
    )


def fill(run: Callable[..., Any], version: int, kept: Callable[[str], str] = str) -> None:
    """Write three orders: sent once and open; declined, then sent twice and unknown; paid, and given back in part.

    :param kept: how that version kept a fingerprint
    """
    intents = (
        ("i1", "charge", "o1", "o1", 1000.0),
        ("i2", "charge", "o2", "o2", 2000.0),
        ("i3", "charge", "o3", "o3", 3000.0),
        ("i4", "cancel", "o3/a", "o3", 4000.0),
    )
    for id, family, identity, order_id, at in intents:
        run(
            "INSERT INTO intents (id, family, identity, fingerprint, order_id, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            (id, family, identity, kept("1000/KRW"), order_id, at),
        )
    attempts: tuple[dict[str, Any], ...] = (
        {"id": "a1", "intent": "i1", "vendor_id": "o1", "state": "open", "lease_until": 9e9, "begun_at": 1000.0},
        {"id": "a2", "intent": "i2", "vendor_id": "o2", "state": "failed", "proof": "named", "begun_at": 2000.0},
        {"id": "a3", "intent": "i2", "number": 2, "vendor_id": "o2R2", "state": "unknown", "begun_at": 2100.0},
        {"id": "a4", "intent": "i3", "vendor_id": "o3", "state": "done", "vendor_ref": "t3", "claim": "v2/charge/t3", "begun_at": 3000.0},
        {"id": "a5", "intent": "i4", "vendor_id": "o3", "state": "done", "vendor_ref": "c1", "claim": "v2/cancel/c1", "begun_at": 4000.0, "seen": '["c0"]', "expected": 900, "proof": "unverified"},
    )  # fmt: skip
    usual = {"number": 1, "operation": "x", "connection": "v2", "channel": "c", "api": "v2", "amount": 1000}
    usual |= {"currency": "KRW", "seen": "[]", "owner": "w1", "lease_until": 0.0}
    for attempt in attempts:
        row = {**usual, **attempt}
        run(
            f"INSERT INTO attempts ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
            tuple(row.values()),
        )
    # What was observed (a5) was not sent.
    for attempt_id, number, sent_at, outcome, answered_at in (
        ("a1", 1, 1000.0, "open", None),
        ("a2", 1, 2000.0, "answered", 2001.0),
        ("a3", 1, 2100.0, "open", None),
        ("a3", 2, 2105.0, "error", 2106.0),
        ("a4", 1, 3000.0, "answered", 3001.0),
    ):
        run(
            "INSERT INTO sends (attempt, number, sent_at, outcome, answered_at) VALUES (?, ?, ?, ?, ?)",
            (attempt_id, number, sent_at, outcome, answered_at),
        )
    if version >= 2:
        run("UPDATE attempts SET decided_by = 'kim', decided_at = 2002.0 WHERE id = 'a2'")


def check(ledger: Any, version: int) -> None:
    """Hold that everything is read as it was, and goes on."""

    def sends(attempt: str) -> list[tuple[Any, ...]]:
        return [(s.number, s.sent_at, s.outcome, s.answered_at) for s in ledger.attempt(attempt).sends]

    assert [a.id for a in ledger.attempts()] == ["a1", "a2", "a3", "a4", "a5"]
    assert sends("a1") == [(1, 1000.0, "open", None)]
    assert sends("a2") == [(1, 2000.0, "answered", 2001.0)]
    assert sends("a3") == [(1, 2100.0, "open", None), (2, 2105.0, "error", 2106.0)]
    assert sends("a5") == []
    assert (ledger.attempt("a5").seen, ledger.attempt("a5").expected) == (("c0",), 900)
    if version >= 2:
        assert (ledger.attempt("a2").decided_by, ledger.attempt("a2").decided_at) == ("kim", 2002.0)
    listed = [(i.identity, i.order_id, i.created_at, len(i.attempts)) for i in ledger.intents()]
    assert listed == [
        ("o3/a", "o3", 4000.0, 1),
        ("o3", "o3", 3000.0, 1),
        ("o2", "o2", 2000.0, 2),
        ("o1", "o1", 1000.0, 1),
    ]
    assert len({i.fingerprint for i in ledger.intents()}) == 1
    assert not any("KRW" in i.fingerprint for i in ledger.intents())
    assert [a.id for a in ledger.attempts(states=("open", "unknown"))] == ["a1", "a3"]
    assert (ledger.order_of("t3"), ledger.order_of("c1")) == ("o3", None)
    assert ledger.claimed("v2", "charge", ["t3", "t4"]) == {"t3"}
    assert ledger.peek(wish("o1")).verdict == "busy"
    assert ledger.peek(wish("o1", fingerprint="1001/KRW")).reason == "other_terms"
    assert [a.id for a in ledger.peek(wish("o2")).attempts] == ["a3"]
    assert ledger.begin(wish("o3")).attempt.id == "a4"
    assert not ledger.finish(Change(attempt="a1", state="done", vendor_ref="t3"))
    assert ledger.finish(Change(attempt="a1", state="done", vendor_ref="t1", answered=(1, "answered")))
    assert ledger.attempt("a1").sends == (
        SendRecord(
            number=1,
            sent_at=1000.0,
            outcome="answered",
            answered_at=ledger.attempt("a1").sends[0].answered_at,
        ),
    )
    assert ledger.attempt("a1").sends[0].answered_at is not None
    assert ledger.begin(wish("o4")).verdict == "new"
