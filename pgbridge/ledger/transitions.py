"""Every state of an attempt, and every way from one to another: the one table that whoever writes rows goes by. Pure."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

UNRESOLVED = ("open", "unknown")
STATES = {
    "open": "begun, and may be under way; its owner's lease says for how long",
    "unknown": "it may have happened; only a look-up or a person can tell",
    "done": "it happened: paid, cancelled, issued",
    "failed": "proven: nothing came of it",
    "superseded": "another send of the same thing was the one",
    "released": "it was done, and has been taken back: a revoked schedule, a closed account, a deleted key",
}


class Transition(Struct, frozen=True, kw_only=True):
    """One way from a state to another.

    :ivar by: which call of the ledger writes it; `supersede` is what `finish` does beside writing `done`
    :ivar owner: only who holds the attempt may
    :ivar late: only as a late truth: a read shows done what was written as failed, or was let go
    :ivar why: what must have been found out
    """

    before: str
    after: str
    by: str
    why: str
    owner: bool = False
    late: bool = False


TABLE: tuple[Transition, ...] = (
    Transition(
        before="open",
        after="done",
        by="finish",
        why="an answer or a look-up shows it, and no other row has claimed it",
    ),
    Transition(
        before="open",
        after="failed",
        by="finish",
        owner=True,
        why="every send of it is proven, and no attempt began since the look-up",
    ),
    Transition(
        before="open", after="unknown", by="finish", owner=True, why="its call ends without knowing more"
    ),
    Transition(
        before="open",
        after="unknown",
        by="begin",
        why="its lease ran out, it was looked up in vain, and a quiet time has passed: one more send is begun",
    ),
    Transition(
        before="open",
        after="superseded",
        by="begin",
        why="its lease ran out and doing it twice is harmless, so it is done again",
    ),
    Transition(
        before="open", after="superseded", by="supersede", why="another attempt under its vendor id is done"
    ),
    Transition(
        before="unknown",
        after="done",
        by="finish",
        why="an answer or a look-up shows it, or a person decided so",
    ),
    Transition(
        before="unknown",
        after="failed",
        by="finish",
        owner=True,
        why="every send of it is proven, or a person decided so",
    ),
    Transition(
        before="unknown", after="unknown", by="finish", owner=True, why="it was looked up once more in vain"
    ),
    Transition(
        before="unknown",
        after="superseded",
        by="supersede",
        why="another attempt under its vendor id is done",
    ),
    Transition(
        before="done",
        after="released",
        by="begin",
        why="it is to be done anew: another card for a key, or something harmless to repeat",
    ),
    Transition(before="done", after="released", by="release", why="it was revoked, closed or deleted"),
    Transition(
        before="failed",
        after="done",
        by="finish",
        late=True,
        why="a payment that had failed reads as paid: money moved, so the row says so",
    ),
    Transition(
        before="released",
        after="done",
        by="finish",
        late=True,
        why="somebody paid into an account that was closed",
    ),
    Transition(
        before="done",
        after="done",
        by="finish",
        late=True,
        why="somebody paid into an account: before it expired, or after",
    ),
)


@cache
def may(before: str, after: str, *, is_owner: bool, late: bool) -> bool:
    """Tell whether `finish` may write a state over another."""
    return any(
        (is_owner or not way.owner) and (late or not way.late)
        for way in TABLE
        if (way.before, way.after, way.by) == (before, after, "finish")
    )


def befores(after: str, by: str) -> tuple[str, ...]:
    """Return the states that a call of the ledger may turn into another."""
    return tuple(way.before for way in TABLE if (way.after, way.by) == (after, by))


def after(before: str) -> frozenset[str]:
    """Return the states that may follow one."""
    return frozenset(way.after for way in TABLE if way.before == before)
