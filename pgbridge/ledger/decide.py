"""What a caller may do about an intent, given all that is recorded. Pure.

The sentences behind each line are in `docs/explanation/outcomes.md`; each has a double charge behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pgbridge.ledger.protocol import Decision, Intent, Wish
from pgbridge.model.attempt import Attempt

UNRESOLVED = ("open", "unknown")
# What may follow what. `failed` never overwrites `done`, and nothing leaves `superseded`.
TRANSITIONS: dict[str, frozenset[str]] = {
    "open": frozenset(("open", "unknown", "done", "failed", "superseded")),
    "unknown": frozenset(("unknown", "done", "failed", "superseded")),
    "failed": frozenset(),
    "done": frozenset(),
    "superseded": frozenset(),
}


def decide(
    wish: Wish, intent: Intent | None, others: Sequence[Intent], *, now: float, durable: bool
) -> Decision:
    """Return what the caller may do.

    :param intent: the intent of the wish, if there is one
    :param others: further intents of the same order: of `wish.other_families`, and its other cancels
    """
    return (
        _other_things(wish, others, now)
        or (_same_thing(wish, intent, now) if intent else None)
        or _new(wish, intent, durable=durable)
    )


def _other_things(wish: Wish, others: Sequence[Intent], now: float) -> Decision | None:
    for other in others:
        if other.family in wish.other_families and not other.released and _live(other):
            return Decision(
                verdict="conflict",
                reason=f"{other.family}_exists",
                message=f"order {wish.order_id} has a live {other.family.replace('_', ' ')}; take that back first",
            )
        if other.family == wish.family:
            # One cancel at a time: a second would not know how much is left.
            waiting = [a for a in other.attempts if a.state in UNRESOLVED]
            if found := _unsettled(wish, waiting, now):
                return found
    return None


def _live(intent: Intent) -> bool:
    return any(a.state in ("open", "unknown", "done") for a in intent.attempts)


def _same_thing(wish: Wish, intent: Intent, now: float) -> Decision | None:
    if intent.fingerprint != wish.fingerprint and not wish.repeatable:
        return Decision(
            verdict="conflict",
            reason="other_terms",
            message=f"{wish.identity} was begun before with another amount, currency or time",
        )
    if wish.repeatable:
        held = [a for a in intent.attempts if a.state == "open" and a.lease_until > now]
        return Decision(verdict="busy", retry_after=held[0].lease_until - now) if held else None
    done = next((a for a in intent.attempts if a.state == "done"), None)
    if done and not intent.released:
        return Decision(verdict="replay", attempt=done)
    waiting = [a for a in intent.attempts if a.state in UNRESOLVED]
    return _unsettled(wish, waiting, now) or _again(wish, waiting, now)


def _unsettled(wish: Wish, waiting: Sequence[Attempt], now: float) -> Decision | None:
    held = [a for a in waiting if a.state == "open" and a.lease_until > now and a.owner != wish.owner]
    if held:
        return Decision(verdict="busy", attempt=held[0], retry_after=max(a.lease_until for a in held) - now)
    if any(a.id not in wish.looked for a in waiting):
        return Decision(verdict="settle", attempts=tuple(waiting))
    if waiting and waiting[0].identity != wish.identity:
        return Decision(verdict="unknown", attempts=tuple(waiting), attempt=waiting[-1])
    return None


def _again(wish: Wish, waiting: Sequence[Attempt], now: float) -> Decision | None:
    """An explicit repeat after `quiet`: once more, but only where the earlier sends went."""
    if not waiting:
        return None
    last = max(a.last_sent_at if a.sends else a.lease_until for a in waiting)
    if now < last + wish.quiet:
        return Decision(
            verdict="unknown",
            attempts=tuple(waiting),
            attempt=waiting[-1],
            retry_after=last + wish.quiet - now,
        )
    pin = waiting[-1]
    if wish.connection and (wish.connection, wish.store) != (pin.connection, pin.store):
        return Decision(verdict="unknown", attempts=tuple(waiting), attempt=pin)
    return Decision(verdict="new", pinned=pin, vendor_id=pin.vendor_id)


def _new(wish: Wish, intent: Intent | None, *, durable: bool) -> Decision:
    tried = [] if intent is None else list(intent.attempts)
    vendor_id = wish.vendor_id or wish.identity
    if not tried or wish.repeatable or wish.family not in ("charge", "virtual_account", "schedule"):
        return Decision(verdict="new", vendor_id=vendor_id)
    last = tried[-1]
    # PortOne gives a paymentId one success at most, so an attempt with a send nobody answered must keep its id.
    loose = next((a for a in tried if has_loose_send(a)), None)
    if not wish.connection:
        return Decision(verdict="new", vendor_id=last.vendor_id, pinned=loose)
    here = [a for a in tried if (a.connection, a.store) == (wish.connection, wish.store)]
    if loose and loose not in here:
        return Decision(
            verdict="conflict",
            reason="pinned",
            message=f"{wish.identity} has an unanswered send on connection {loose.connection}: it can go nowhere else",
        )
    if loose or (here and not wish.new_id_each):
        return Decision(verdict="new", vendor_id=(loose or here[-1]).vendor_id, pinned=loose)
    if all(send.outcome == "not_sent" for a in tried for send in a.sends):
        return Decision(verdict="new", vendor_id=last.vendor_id)
    if not durable:
        return Decision(
            verdict="conflict",
            reason="needs_new_order_id",
            message=f"{wish.identity} was declined once; with a ledger in memory, choose a new order id to try again",
        )
    taken = {a.vendor_id for a in tried}
    number = 2
    while f"{vendor_id}R{number}" in taken:
        number += 1
    return Decision(verdict="new", vendor_id=f"{vendor_id}R{number}")


def has_loose_send(attempt: Attempt) -> bool:
    """Tell whether a send of a closed attempt was never answered and not proven by counting on V1."""
    if attempt.state == "done" or (attempt.api == "v1" and attempt.proof == "counted"):
        return False
    return any(send.outcome == "open" for send in attempt.sends)
