"""What a look-up proves about attempts. Pure.

Absence proves nothing unless the request was answered; a failed transaction proves nothing unless there is one for
every attempt; and what existed before the first send is not ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from pgbridge.ledger.decide import unresolved
from pgbridge.model.attempt import Attempt, Seen, SendRecord, Sighting

WITHOUT_TRACE = frozenset(("not_sent", "refused", "absent"))
UNDONE = frozenset(("not_sent", "refused"))


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


class Look(Struct, frozen=True, kw_only=True):
    """When a look-up began, and how far it can be trusted.

    :ivar began_at: by the ledger's clock
    :ivar lag: seconds by which the vendor's reads may trail its writes
    :ivar key_window: seconds for which the answer under an Idempotency-Key stands
    """

    began_at: float
    lag: float
    key_window: float


def judge(
    family: str,
    attempts: Sequence[Attempt],
    sighting: Sighting,
    look: Look,
    *,
    claimed: frozenset[str] = frozenset(),
) -> Verdict:
    """Judge the attempts under one vendor id (of one cancel, for cancels).

    :param claimed: vendor refs that belong to other rows
    """
    if family == "cancel":
        return _cancel(attempts, sighting, look, claimed)
    if family in ("charge", "virtual_account"):
        return _charge(attempts, sighting, look)
    if family == "billing_key":
        return _issue(attempts, sighting, look, claimed)
    return _state(attempts, sighting, look)


def _charge(attempts: Sequence[Attempt], sighting: Sighting, look: Look) -> Verdict:
    first, waiting = attempts[0], unresolved(attempts)
    ours = [item for item in sighting.items if not first.predated_by(item.id)]
    done = [item for item in sighting.items if item.state == "done"]
    fitting = [item for item in ours if item.state == "done" and fits(item, first)]
    if fitting:
        return Verdict(outcome="done", item=fitting[0], extra=tuple(i for i in done if i is not fitting[0]))
    if done:
        return Verdict(outcome="foreign", item=done[0])
    if pending := [item for item in sighting.items if item.state == "pending"]:
        # Nothing is proven beside something undecided, whoever began that.
        ours_pending = next((item for item in pending if item in ours), None)
        return Verdict(outcome="pending" if ours_pending else "unknown", item=ours_pending)
    failures = [item for item in ours if item.state == "failed"]
    proofs = {a.id: proof for a in waiting if (proof := _own_proof(a, sighting, look, failures))}
    counted = {a.id: "counted" for a in waiting} if _all_counted(attempts, failures, proofs) else {}
    return _verdict(waiting, {**counted, **proofs}, failures)


def _own_proof(attempt: Attempt, sighting: Sighting, look: Look, failures: Sequence[Seen]) -> str | None:
    proof = proof_of(attempt, sighting, look)
    # Proven either way, but only what left nothing behind may be left out when failures are counted.
    return "error" if proof == "absent" and _possible(failures, attempt) else proof


def _possible(failures: Sequence[Seen], attempt: Attempt) -> list[Seen]:
    """Return the failures that may be this attempt's: those that were not there before it."""
    return [item for item in failures if not attempt.predated_by(item.id)]


def _all_counted(attempts: Sequence[Attempt], failures: Sequence[Seen], proofs: Mapping[str, str]) -> bool:
    """Tell whether there is a failure of its own for every attempt that may have left one.

    Later attempts began with more failures seen, so counting from each of them on is enough.
    """
    with_trace = [
        a
        for a in attempts
        if a.state not in ("superseded", "released") and proofs.get(a.id, a.proof) not in WITHOUT_TRACE
    ]
    return all(
        len(_possible(failures, a)) >= len(with_trace) - place for place, a in enumerate(with_trace)
    ) and bool(with_trace)


def _each(waiting: Sequence[Attempt], sighting: Sighting, look: Look, failures: Sequence[Seen]) -> Verdict:
    """Judge each attempt by its own sends, where nothing is done or pending."""
    proofs = {a.id: proof for a in waiting if (proof := proof_of(a, sighting, look))}
    return _verdict(waiting, proofs, failures)


def _verdict(waiting: Sequence[Attempt], proofs: Mapping[str, str], failures: Sequence[Seen]) -> Verdict:
    complete = 0 < len(waiting) == len(proofs)
    item = failures[0] if complete and failures else None
    return Verdict(outcome="failed" if complete else "unknown", item=item, failed=tuple(proofs.items()))


def proof_of(attempt: Attempt, sighting: Sighting, look: Look) -> str | None:
    """Return why nothing came of an attempt, given that nothing of it is done or pending; None when that is not proven.

    A send that was accepted (`answered`) is disproved by nothing but the failure of the very thing it was told.
    """
    sends = attempt.sends
    if not sends:
        return None
    if all(send.outcome in UNDONE for send in sends):
        return "refused" if any(send.outcome == "refused" for send in sends) else "not_sent"
    if all(send.outcome in UNDONE or send.outcome == "answered" for send in sends):
        named = any(item.id == attempt.vendor_ref and item.state == "failed" for item in sighting.items)
        return "named" if named else None
    return "absent" if sighting.absence_counts and _errors_settled(attempt, look) else None


def _errors_settled(attempt: Attempt, look: Look) -> bool:
    """Tell whether every send was answered, the last error at least `lag` before the look-up began.

    On V2 one error answer covers all copies of the request while it stands, for they carry one key.
    """
    errors = [send for send in attempt.sends if send.outcome == "error"]
    if not errors or any(send.outcome == "answered" for send in attempt.sends):
        return False
    if any(send.outcome == "open" for send in attempt.sends):
        first = min(send.sent_at for send in attempt.sends)
        if attempt.api != "v2" or look.began_at > first + look.key_window:
            return False
    return look.began_at >= _last_answer(errors) + look.lag


def _last_answer(sends: Sequence[SendRecord]) -> float:
    return max(send.sent_at if send.answered_at is None else send.answered_at for send in sends)


def fits(item: Seen, attempt: Attempt) -> bool:
    """Tell whether amount and currency are those of the attempt, as far as the look-up tells them."""
    return item.amount in (None, attempt.amount) and item.currency in (None, attempt.currency)


def _cancel(attempts: Sequence[Attempt], sighting: Sighting, look: Look, claimed: frozenset[str]) -> Verdict:
    waiting = unresolved(attempts)
    if not waiting:
        return Verdict(outcome="unknown")
    # Every unresolved attempt states the same amount and list, for the first of them froze both.
    first = waiting[0]
    ours = [
        item
        for item in sighting.items
        if not first.predated_by(item.id)
        and item.id not in claimed
        and item.amount == first.amount
        and _marked(item, waiting)
    ]
    for state in ("done", "pending"):
        if found := next((item for item in ours if item.state == state), None):
            return Verdict(outcome=state, item=found)
    errors = [s for a in waiting for s in a.sends if s.outcome == "error"]
    late = bool(errors) and look.began_at >= _last_answer(errors) + look.lag
    moved = None not in (sighting.cancellable, first.expected) and sighting.cancellable != first.expected
    if late and moved:
        return Verdict(outcome="conflict", failed=tuple((a.id, "cannot_match") for a in waiting))
    return _each(waiting, sighting, look, [item for item in ours if item.state == "failed"])


def _marked(item: Seen, attempts: Sequence[Attempt]) -> bool:
    """Tell whether a cancellation carries the mark of one of these attempts, where its reason is given back."""
    reason = getattr(item.result, "reason", None)
    return not reason or any(attempt.mark in reason for attempt in attempts)


def _issue(attempts: Sequence[Attempt], sighting: Sighting, look: Look, claimed: frozenset[str]) -> Verdict:
    waiting = unresolved(attempts)
    if not waiting:
        return Verdict(outcome="unknown")
    first = waiting[0]
    ours = [
        i for i in sighting.items if i.state == "done" and not first.predated_by(i.id) and i.id not in claimed
    ]
    if len(ours) == 1:
        return Verdict(outcome="done", item=ours[0])
    outcomes = {send.outcome for attempt in waiting for send in attempt.sends}
    verdict = _each(waiting, sighting, look, ())
    if not ours and verdict.outcome == "failed":
        return verdict
    late = look.began_at >= max(a.last_sent_at for a in waiting) + look.lag
    if ours or not outcomes & {"open", "answered"} or (late and "open" in outcomes):
        # A key moves no money: better an orphan that is listed than a shop that cannot store a card, or a buyer who waits
        # for `lag` to hear that a card was refused.
        failed = tuple((a.id, "orphan_possible") for a in waiting)
        return Verdict(outcome="failed", extra=tuple(ours), failed=failed)
    return verdict


def _state(attempts: Sequence[Attempt], sighting: Sighting, look: Look) -> Verdict:
    waiting = unresolved(attempts)
    if not waiting:
        return Verdict(outcome="unknown")
    first = waiting[0]
    done = [item for item in sighting.items if item.state == "done" and not first.predated_by(item.id)]
    if fitting := next((item for item in done if fits(item, first) and _due(item, first)), None):
        return Verdict(outcome="done", item=fitting)
    if done:
        return Verdict(outcome="foreign", item=done[0])
    return _each(waiting, sighting, look, ())


def _due(item: Seen, attempt: Attempt) -> bool:
    return attempt.due_at is None or item.at is None or int(item.at) == int(attempt.due_at)
