"""What became of attempts: looking up, judging, writing down, and telling it once more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, cast

import msgspec
from msgspec import Struct

from pgbridge.context import Run
from pgbridge.errors import (
    ApiError,
    Busy,
    Conflict,
    IntentConflict,
    Pending,
    PgbridgeError,
    TransportError,
)
from pgbridge.flow import reading
from pgbridge.ledger.decide import unresolved
from pgbridge.ledger.proof import Look, Verdict, judge
from pgbridge.ledger.protocol import Wish
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.payment import Cancellation, Payment
from pgbridge.operations.base import Operation
from pgbridge.wire import Event, Flow, Settle, emit
from pgbridge.writing.results import from_row, named, ref_of
from pgbridge.writing.seam import Guide, ask, attempts_of, close, unknown

R = TypeVar("R")


class Found(Struct, frozen=True, kw_only=True):
    """What a look-up found.

    :ivar group: the attempts it is about, as they were after the look
    :ivar attempts: how many attempts the intent had before the look
    """

    verdict: Verdict
    group: tuple[Attempt, ...]
    attempts: int


def sight(guide: Guide, attempt: Attempt, run: Run) -> Flow[Sighting]:
    """Read what there is where an attempt went."""
    channel = guide.channel_of(attempt)
    api = guide.api(channel)
    settle = cast("Settle", api.module(attempt.operation).settle)  # type: ignore[attr-defined]
    return (yield from reading(settle(attempt, channel), api, run))


def look(guide: Guide, attempt: Attempt, run: Run) -> Flow[Found]:
    """Look up what became of an attempt and those that share its vendor id, and judge it.

    What the ledger knew when the look began is what is judged: an attempt begun since is not spoken of.
    """
    family, identity = attempt.family, attempt.identity
    intent = yield from ask("intent", lambda ledger: ledger.intent(family, identity), quick=True)
    began_at = yield from ask("now", lambda ledger: ledger.now(), quick=True)
    sighting = yield from sight(guide, attempt, run)
    attempts = intent.attempts if intent is not None else (attempt,)
    group = tuple(
        a for a in attempts if (a.vendor_id, a.connection) == (attempt.vendor_id, attempt.connection)
    )
    claimed = frozenset[str]()
    if family in ("cancel", "billing_key"):
        refs = [item.id for item in sighting.items]
        claimed = yield from ask(
            "claimed", lambda ledger: ledger.claimed(attempt.connection, family, refs), quick=True
        )
    when = Look(began_at=began_at, lag=run.policy.lookup_lag, key_window=run.policy.key_window)
    verdict = judge(family, group, sighting, when, claimed=claimed)
    for extra in verdict.extra:
        detail = f"{attempt.identity}: more than one success ({extra.id})"
        yield from emit(
            Event(kind="anomaly", operation=attempt.operation, channel=attempt.channel, detail=detail)
        )
    return Found(verdict=verdict, group=group, attempts=len(attempts))


def settle_done(guide: Guide, found: Found, run: Run) -> Flow[bool]:
    """Write a success to the oldest unresolved attempt that it may be of, and close the others under its vendor id.

    False when that is stale: another attempt began, or another call wrote something else.
    """
    item = found.verdict.item
    assert item is not None
    waiting = unresolved(found.group)
    if not waiting:
        return any(a.state == "done" for a in found.group)
    first, ref = maker_of(guide, waiting, item.result), ref_of(item.result) or item.id
    if (yield from close(first, run, "done", ref=ref, proof="seen", attempts=found.attempts)):
        return True
    row = yield from ask("attempt", lambda ledger: ledger.attempt(first.id), quick=True)
    now = yield from attempts_of(first.family, first.identity)
    # What another attempt has done meanwhile contradicts nothing.
    if row is not None and row.state == "failed" and not any(a.state == "done" for a in now):
        return (yield from turned(row, item, run, found.attempts))
    return row is not None and row.state == "done"


def maker_of(guide: Guide, waiting: Sequence[Attempt], result: Any) -> Attempt:
    """Return the attempt that a success belongs to: the oldest whose channel it may have come through, else the oldest.

    Later calls about it go by the channel of its row.
    """
    if len(waiting) == 1:
        return waiting[0]
    return next((a for a in waiting if guide.fits(guide.channel_of(a), result)), waiting[0])


def turned(row: Attempt, item: Seen, run: Run, attempts: int) -> Flow[bool]:
    """Write that what had failed is done after all; False when another row has claimed it, or may.

    :param attempts: how many the intent had before the look
    """
    ref, note = ref_of(item.result) or item.id, "was failed"
    written = yield from close(
        row, run, "done", ref=ref, proof="late", note=note, late=True, attempts=attempts
    )
    now = yield from attempts_of(row.family, row.identity)
    if not written and (len(now) > attempts or any(a.state == "done" for a in now)):
        return False  # it is what another attempt has done meanwhile
    detail = f"{row.identity}: seen as done ({ref}), but the ledger had it failed"
    yield from emit(Event(kind="anomaly", operation=row.operation, channel=row.channel, detail=detail))
    return written


def settle_failed(found: Found, run: Run) -> Flow[bool]:
    """Write proven failures; False when another call has taken over and one could not be written."""
    written = True
    rows = {a.id: a for a in found.group}
    for attempt, proof in found.verdict.failed:
        written &= yield from close(rows[attempt], run, "failed", proof=proof, attempts=found.attempts)
    return written


def resettle(
    guide: Guide, op: Operation[Any], wish: Wish, attempts: Sequence[Attempt], run: Run, looked: set[str]
) -> Flow[Any]:
    """Look up what earlier calls left open; what is found is in the ledger afterwards.

    Returns what is accepted but undecided, where that is a result; else None.
    """
    for attempt in attempts:
        if attempt.id in looked:
            continue
        try:
            found = yield from look(guide, attempt, run)
        except (TransportError, ApiError) as error:
            raise unknown(op, attempt) from error
        verdict, item, same = found.verdict, found.verdict.item, attempt.identity == wish.identity
        if verdict.outcome == "done":
            written = yield from settle_done(guide, found, run)
        else:
            written = yield from settle_failed(found, run)
        if not written:
            raise Busy(f"{attempt.identity} was taken over by another call; repeat this one")
        if verdict.outcome == "foreign":
            raise IntentConflict(
                f"{attempt.identity} was done by somebody else or for another amount "
                f"({item.id if item else 'unknown'})",
                reason="already_paid",
            )
        if verdict.outcome == "conflict" and same:
            raise Conflict(
                "less can be given back than when this cancel began, and nothing of it happened: read the payment, "
                "then repeat the call",
                reason="cancellable_amount_mismatch",
            )
        if verdict.outcome == "pending" and item is not None:
            result = named(item.result, op, attempt)
            if not same:
                raise Busy(
                    f"{attempt.identity} is accepted but not decided yet, and {wish.identity} depends on it"
                )
            if isinstance(result, Payment):
                raise Pending(f"order {result.order_id} is accepted but not decided yet", payment=result)
            if result is None:
                raise unknown(op, attempt)
            return result
        looked.update(a.id for a in found.group)
    return None


def replay(guide: Guide, op: Operation[R], attempt: Attempt | None, run: Run) -> Flow[R]:
    """Return what was done before, read anew; from the ledger's row when it cannot be read."""
    assert attempt is not None
    result: Any = None
    try:
        sighting = yield from sight(guide, attempt, run)
        result = next((i.result for i in sighting.items if i.id == attempt.vendor_ref), None)
        if result is None and attempt.family != "cancel":
            result = next((i.result for i in sighting.items if i.state == "done"), None)
    except (TransportError, ApiError, IntentConflict):
        pass
    if result is None:
        result = from_row(attempt)
    if "replayed" in result.__struct_fields__:
        result = msgspec.structs.replace(result, replayed=True)
    return cast("R", named(result, op, attempt))


def complete(
    guide: Guide, op: Operation[Any], sent: Any, channel: Channel, attempt: Attempt, result: Any, run: Run
) -> Flow[Any]:
    """Fill in a partial result by a read, which cannot turn a success into an error."""
    api = guide.api(channel)
    more = getattr(api.module(op.name), "complete", None)
    if more is not None and getattr(result, "partial", False):
        try:
            result = yield from reading(more(sent, result, channel), api, run)
        except (PgbridgeError, msgspec.MsgspecError) as error:
            detail = f"done, but the follow-up read failed ({type(error).__name__})"
            yield from emit(Event(kind="warning", operation=op.name, channel=channel.name, detail=detail))
    result = named(result, op, attempt)
    if isinstance(result, Payment | Cancellation):
        yield from tell_received(guide, result, channel, attempt)
    yield from emit(
        Event(kind="finished", operation=op.name, channel=channel.name, order_id=attempt.order_id)
    )
    return result


def tell_received(guide: Guide, result: Any, channel: Channel, attempt: Attempt) -> Flow[None]:
    """Tell what is off about a result that a look-up may have found: it may be of any attempt of the same thing."""
    if guide.received(result, channel):
        made = yield from attempts_of(attempt.family, attempt.identity)
        for event in guide.received(result, channel, made):
            yield from emit(event)
