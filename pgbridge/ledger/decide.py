"""What a caller may do about an intent, given all that is recorded. Pure.

The sentences behind each line are in `docs/explanation/outcomes.md`; each has a double charge behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pgbridge.ledger.protocol import Decision, Intent, Wish
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.model.attempt import Attempt

# These go out under an order id of the vendor, which takes one success.
CHARGING = ("charge", "virtual_account", "schedule")


def decide(
    wish: Wish,
    intent: Intent | None,
    others: Sequence[Intent],
    *,
    now: float,
    durable: bool,
    taken: frozenset[str] = frozenset(),
) -> Decision:
    """Return what the caller may do.

    :param intent: the intent of the wish, if there is one
    :param others: further intents of the same order: of `wish.other_families`, and its other cancels
    :param taken: vendor ids that belong to other orders
    """
    decision = (
        _other_things(wish, others, now)
        or (_same_thing(wish, intent, now) if intent else None)
        or _new(wish, intent, durable=durable, taken=taken)
    )
    if decision.verdict == "new" and intent is not None:
        return msgspec.structs.replace(decision, attempts=intent.attempts)
    return decision


def decide_clear(wish: Wish) -> Decision:
    """Return what `decide` does when there is no other intent, no attempt, and no vendor id that is taken."""
    return Decision(verdict="new", vendor_id=wish.vendor_id or wish.identity)


def unresolved(attempts: Sequence[Attempt]) -> list[Attempt]:
    """Return the attempts of which nobody knows yet how they ended."""
    return [a for a in attempts if a.state in UNRESOLVED]


def _other_things(wish: Wish, others: Sequence[Intent], now: float) -> Decision | None:
    for other in others:
        if other.family in wish.other_families and any(
            a.state in (*UNRESOLVED, "done") for a in other.attempts
        ):
            return Decision(
                verdict="conflict",
                reason=f"{other.family}_exists",
                message=f"order {wish.order_id} has a live {other.family.replace('_', ' ')}; take that back first",
            )
        # Of a cancel that is done nothing is open: all its sends state the same amount, so only one could match.
        over = any(a.state == "done" for a in other.attempts)
        if other.family == wish.family and not over and (waiting := unresolved(other.attempts)):
            # One cancel at a time: a second would not know how much is left.
            return _unsettled(wish, waiting, now) or Decision(
                verdict="busy",
                attempt=waiting[-1],
                message=f"{other.identity} is still not known to have happened, and {wish.identity} depends on it; "
                "repeat that call first",
            )
    return None


def _same_thing(wish: Wish, intent: Intent, now: float) -> Decision | None:
    if wish.repeatable:
        held = [a for a in intent.attempts if a.state == "open" and a.lease_until > now]
        return _busy(wish, held[0], held[0].lease_until - now) if held else None
    waiting = unresolved(intent.attempts)
    done = next((a for a in intent.attempts if a.state == "done"), None)
    was_released = any(a.state == "released" for a in intent.attempts)
    if intent.fingerprint != wish.fingerprint and (waiting or done or not was_released):
        return Decision(
            verdict="conflict",
            reason="other_terms",
            message=f"{wish.identity} was begun before with another amount, currency or time",
        )
    if done and not wish.renew:
        return Decision(verdict="replay", attempt=done)
    return _unsettled(wish, waiting, now) or _again(wish, waiting, now)


def _busy(wish: Wish, attempt: Attempt, wait: float) -> Decision:
    message = f"{wish.identity} is being worked on by another call"
    return Decision(verdict="busy", attempt=attempt, retry_after=wait, message=message)


def _unsettled(wish: Wish, waiting: Sequence[Attempt], now: float) -> Decision | None:
    held = [a for a in waiting if a.state == "open" and a.lease_until > now and a.owner != wish.owner]
    if held:
        return _busy(wish, held[0], max(a.lease_until for a in held) - now)
    if any(a.id not in wish.looked for a in waiting):
        return Decision(verdict="settle", attempts=tuple(waiting))
    return None


def _again(wish: Wish, waiting: Sequence[Attempt], now: float) -> Decision | None:
    """An explicit repeat after `quiet`: once more, but only where the earlier sends went."""
    if not waiting:
        return None
    pin = waiting[-1]
    # Of an attempt that nobody ended, nobody knows when it was really sent: its lease bounds it.
    last = max(a.lease_until if a.state == "open" else a.last_sent_at for a in waiting)
    wait = last + wish.quiet - now
    if wait > 0:
        return Decision(verdict="unknown", attempts=tuple(waiting), attempt=pin, retry_after=wait)
    if (wish.connection, wish.store) != (pin.connection, pin.store):
        return Decision(verdict="unknown", attempts=tuple(waiting), attempt=pin, pinned=pin)
    return Decision(verdict="new", pinned=pin, vendor_id=pin.vendor_id)


def _new(wish: Wish, intent: Intent | None, *, durable: bool, taken: frozenset[str]) -> Decision:
    tried = () if intent is None else intent.attempts
    vendor_id = wish.vendor_id or wish.identity
    if wish.family not in CHARGING:
        return decide_clear(wish)
    if not tried:
        if vendor_id in taken:
            return Decision(
                verdict="conflict",
                reason="vendor_id_taken",
                message=f"{vendor_id} went out before, as a later attempt of another order; choose another order id",
            )
        return decide_clear(wish)
    # PortOne gives a paymentId one success at most, so an attempt with a send nobody answered must keep its id.
    loose = next((a for a in tried if has_loose_send(a)), None)
    here = [a for a in tried if (a.connection, a.store) == (wish.connection, wish.store)]
    if loose and loose not in here:
        return Decision(
            verdict="conflict",
            reason="pinned",
            message=f"{wish.identity} has an unanswered send on connection {loose.connection}: it can go nowhere else",
            pinned=loose,
        )
    if wish.id_given:
        if loose and loose.vendor_id != vendor_id:
            return Decision(
                verdict="conflict",
                reason="pinned",
                message=f"{wish.identity} has an unanswered send as {loose.vendor_id}, so nothing else may be paid for it",
                pinned=loose,
            )
        return Decision(verdict="new", vendor_id=vendor_id)
    if loose or (here and not wish.new_id_each):
        return Decision(verdict="new", vendor_id=(loose or here[-1]).vendor_id)
    if all(send.outcome == "not_sent" for a in tried for send in a.sends):
        return Decision(verdict="new", vendor_id=tried[-1].vendor_id)
    if not durable:
        return Decision(
            verdict="conflict",
            reason="needs_new_order_id",
            message=f"{wish.identity} was declined once; with a ledger in memory, choose a new order id to try again",
        )
    used = taken | {a.vendor_id for a in tried}
    number = 2
    while f"{vendor_id}R{number}" in used:
        number += 1
    return Decision(verdict="new", vendor_id=f"{vendor_id}R{number}")


def has_loose_send(attempt: Attempt) -> bool:
    """Tell whether a send of a failed attempt was never answered, and not proven by counting on V1."""
    if attempt.state != "failed" or (attempt.api == "v1" and attempt.proof == "counted"):
        return False
    return any(send.outcome == "open" for send in attempt.sends)
