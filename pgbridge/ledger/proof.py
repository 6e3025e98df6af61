"""What a look-up proves about attempts. Pure.

Absence proves nothing unless the request was answered; a failed transaction proves nothing unless there is one for
every attempt; and what existed before the first send is not ours.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from pgbridge.model.attempt import Attempt, Seen, Sighting

WITHOUT_TRACE = frozenset(("not_sent", "refused", "absent"))


class Verdict(Struct, frozen=True, kw_only=True):
    """What is proven.

    :ivar outcome: `done`, `failed`, `pending`, `foreign` (somebody else's success is in the way), `conflict` (a cancel
        that can no longer match) or `unknown`
    :ivar item: what was done, or the newest failure
    :ivar failed: ids of attempts that are proven failed, with the proof
    :ivar extra: further successes beside `item`: an anomaly
    """

    outcome: str
    item: Seen | None = None
    failed: tuple[tuple[str, str], ...] = ()
    extra: tuple[Seen, ...] = ()


def judge(
    family: str,
    attempts: Sequence[Attempt],
    sighting: Sighting,
    *,
    looked_at: float,
    lag: float,
    claimed: frozenset[str] = frozenset(),
) -> Verdict:
    """Judge the attempts under one vendor id (of one cancel, for cancels).

    :param looked_at: when the look-up began
    :param lag: seconds by which the vendor's reads may trail its writes
    :param claimed: vendor refs that belong to other rows
    """
    if family == "cancel":
        return _cancel(attempts, sighting, looked_at=looked_at, lag=lag, claimed=claimed)
    if family in ("charge", "virtual_account"):
        return _charge(attempts, sighting, looked_at=looked_at, lag=lag)
    if family == "billing_key":
        return _issue(attempts, sighting, looked_at=looked_at, lag=lag, claimed=claimed)
    return _state(attempts, sighting, looked_at=looked_at, lag=lag)


def _unresolved(attempts: Sequence[Attempt]) -> list[Attempt]:
    return [a for a in attempts if a.state in ("open", "unknown")]


def _charge(attempts: Sequence[Attempt], sighting: Sighting, *, looked_at: float, lag: float) -> Verdict:
    first = attempts[0]
    ours = [item for item in sighting.items if item.id not in first.seen]
    done = [item for item in sighting.items if item.state == "done"]
    fitting = [item for item in ours if item.state == "done" and fits(item, first)]
    if fitting:
        return Verdict(outcome="done", item=fitting[0], extra=tuple(i for i in done if i is not fitting[0]))
    if done:
        return Verdict(outcome="foreign", item=done[0])
    if any(item.state == "pending" for item in ours):
        return Verdict(outcome="pending", item=next(i for i in ours if i.state == "pending"))
    failures = [item for item in ours if item.state == "failed"]
    waiting = _unresolved(attempts)
    with_trace = [a for a in attempts if a.proof not in WITHOUT_TRACE and a.state != "superseded"]
    if with_trace and len(failures) >= len(with_trace):
        return Verdict(outcome="failed", item=failures[0], failed=tuple((a.id, "counted") for a in waiting))
    return _answered(waiting, sighting, looked_at, lag, failures[0] if failures else None)


def _answered(
    waiting: Sequence[Attempt], sighting: Sighting, looked_at: float, lag: float, item: Seen | None
) -> Verdict:
    """Error answers followed, late enough, by a look-up that shows nothing."""
    proven = tuple(
        (a.id, "absent") for a in waiting if sighting.absence_counts and error_settled(a, looked_at, lag)
    )
    outcome = "failed" if len(proven) == len(waiting) else "unknown"
    return Verdict(outcome=outcome, item=item if outcome == "failed" else None, failed=proven)


def fits(item: Seen, attempt: Attempt) -> bool:
    """Tell whether amount and currency are those of the attempt, as far as the look-up tells them."""
    return item.amount in (None, attempt.amount) and item.currency in (None, attempt.currency)


def error_settled(attempt: Attempt, looked_at: float, lag: float) -> bool:
    """Tell whether every send was answered, the last error at least `lag` before the look-up began.

    On V2 one error answer covers all copies of the request, for they carry one key.
    """
    errors = [s for s in attempt.sends if s.outcome == "error"]
    open_sends = [s for s in attempt.sends if s.outcome == "open"]
    if not attempt.sends or (open_sends and not (attempt.api == "v2" and errors)):
        return False
    last = max((s.answered_at or s.sent_at for s in errors), default=None)
    return last is None or looked_at >= last + lag


def _cancel(
    attempts: Sequence[Attempt], sighting: Sighting, *, looked_at: float, lag: float, claimed: frozenset[str]
) -> Verdict:
    first, waiting = attempts[0], _unresolved(attempts)
    ours = [
        item
        for item in sighting.items
        if item.id not in first.seen and item.id not in claimed and item.amount == first.amount
    ]
    for state in ("done", "pending"):
        if found := next((item for item in ours if item.state == state), None):
            return Verdict(outcome=state, item=found)
    errors = [s for a in attempts for s in a.sends if s.outcome == "error"]
    late = bool(errors) and looked_at >= max(s.answered_at or s.sent_at for s in errors) + lag
    if late and sighting.cancellable is not None and sighting.cancellable != first.expected:
        return Verdict(outcome="conflict", failed=tuple((a.id, "cannot_match") for a in waiting))
    return _answered(waiting, sighting, looked_at, lag, next((i for i in ours if i.state == "failed"), None))


def _issue(
    attempts: Sequence[Attempt], sighting: Sighting, *, looked_at: float, lag: float, claimed: frozenset[str]
) -> Verdict:
    first, waiting = attempts[0], _unresolved(attempts)
    ours = [i for i in sighting.items if i.state == "done" and i.id not in first.seen and i.id not in claimed]
    if len(ours) == 1:
        return Verdict(outcome="done", item=ours[0])
    if ours:
        # A key moves no money: better an orphan that is listed than a shop that cannot store a card.
        return Verdict(
            outcome="failed", extra=tuple(ours), failed=tuple((a.id, "orphan_possible") for a in waiting)
        )
    return _answered(waiting, sighting, looked_at, lag, None)


def _state(attempts: Sequence[Attempt], sighting: Sighting, *, looked_at: float, lag: float) -> Verdict:
    first, waiting = attempts[0], _unresolved(attempts)
    done = [item for item in sighting.items if item.state == "done" and item.id not in first.seen]
    if fitting := next((item for item in done if fits(item, first) and _due(item, first)), None):
        return Verdict(outcome="done", item=fitting)
    if done:
        return Verdict(outcome="foreign", item=done[0])
    return _answered(waiting, sighting, looked_at, lag, None)


def _due(item: Seen, attempt: Attempt) -> bool:
    return attempt.due_at is None or item.at is None or int(item.at) == int(attempt.due_at)
