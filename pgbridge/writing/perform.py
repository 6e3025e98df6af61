"""From a wish to an attempt: what the ledger allows, on which channel, and where to go when nothing was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, cast

import msgspec

from pgbridge.context import Run
from pgbridge.errors import (
    ApiError,
    Busy,
    IntentConflict,
    OutcomeUnknown,
    PgbridgeError,
    RuleViolation,
    TransportError,
    UnsupportedOperation,
)
from pgbridge.ledger.decide import unresolved
from pgbridge.ledger.protocol import Decision, Wish
from pgbridge.model.attempt import Attempt, mark_of
from pgbridge.model.channel import Channel
from pgbridge.operations.base import Operation
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.operations.payments.cancel import CancelPayment
from pgbridge.wire import Event, Flow, OperationModule, Prior, emit, token
from pgbridge.writing.delivery import Delivery
from pgbridge.writing.overtaken import overtaken
from pgbridge.writing.results import money_of
from pgbridge.writing.seam import Again, Guide, Ready, Renamed, Undone, ask, attempts_of, unknown
from pgbridge.writing.settling import replay, resettle

R = TypeVar("R")
MOST_RACES = 5
# About a payment, which look-ups then find by its order.
BY_ORDER = frozenset(
    (
        "cancel",
        "cancel_stop",
        "capture",
        "webhook_resend",
        "virtual_account_close",
        "virtual_account_update",
        "barcode_revocation",
    )
)


def perform(guide: Guide, op: Operation[R], channels: Sequence[Channel], run: Run) -> Flow[R]:
    """Make the write on the first channel that takes it; settle first what an earlier call left open.

    :raises RuleViolation: every channel would refuse it
    """
    op = yield from by_order(op)
    queue, looked, races = list(channels), set[str](), 0
    last: PgbridgeError | None = None
    while True:
        channel = queue[0]
        wish = msgspec.structs.replace(guide.wish(op, channel, run), looked=frozenset(looked))
        decision = yield from decided(wish)
        if decision.verdict == "replay":
            return (yield from replay(guide, op, decision.attempt, run))
        if decision.verdict == "settle":
            waiting = yield from resettle(guide, op, wish, decision.attempts, run, looked)
            if waiting is not None:
                return cast("R", waiting)
            continue
        # Other terms are told as such: "nothing was sent" would send the shop on to another order id.
        if decision.verdict == "conflict" and last is not None and decision.reason != "other_terms":
            raise last
        if decision.pinned is not None and decision.verdict != "new":
            there = place_in(guide, op, queue, decision.pinned, run)
            if there > 0:
                queue = queue[there:]
                continue
        refuse(decision, wish)
        try:
            return (yield from attempt_on(guide, op, channel, wish, decision, run))
        except Renamed as renamed:
            op = renamed.op
        except Again:
            races += 1
            looked.clear()
            if races > MOST_RACES:
                raise Busy(f"{wish.identity} is being worked on by several calls at once") from None
        except Undone as undone:
            last = undone.error
            tried = yield from attempts_of(wish.family, wish.identity)
            if others := unresolved(tried):
                # This try did nothing, but an earlier one may have: only that would be told by its error.
                raise unknown(op, others[0]) from last
            if any(a.state == "done" for a in tried) and not (wish.repeatable or wish.renew):
                continue  # another call has done it meanwhile, so that is what to tell
            queue = queue[1:]
            if not queue:
                raise last from last.__cause__
            detail = f"{channel.name} did nothing ({type(last).__name__}); trying {queue[0].name}"
            yield from emit(Event(kind="failover", operation=op.name, channel=queue[0].name, detail=detail))


def decided(wish: Wish) -> Flow[Decision]:
    """Return what may be done; what is to be settled is this call's from now on."""
    decision = yield from ask("peek", lambda ledger: ledger.peek(wish), quick=True)
    if decision.verdict == "settle":
        decision = yield from ask("take_over", lambda ledger: ledger.take_over(wish))
    return decision


def by_order(op: Operation[R]) -> Flow[Operation[R]]:
    """Name a cancel by its order, so that it is the same cancel however its payment was named."""
    if not isinstance(op, CancelPayment) or op.order_id is not None or op.attempt_id is None:
        return op
    paid_by = op.attempt_id
    order_id = yield from ask("order_of", lambda ledger: ledger.order_of(paid_by), quick=True)
    return cast("Operation[R]", msgspec.structs.replace(op, order_id=order_id))


def place_in(guide: Guide, op: Operation[Any], queue: Sequence[Channel], pinned: Attempt, run: Run) -> int:
    """Return which channel of the queue goes where a pinned attempt went; -1 when none does."""
    for place, channel in enumerate(queue):
        wish = guide.wish(op, channel, run)
        if (wish.connection, wish.store) == (pinned.connection, pinned.store):
            return place
    return -1


def refuse(decision: Decision, wish: Wish) -> None:
    """Raise what stands in the way, if anything does."""
    if decision.verdict == "conflict":
        raise IntentConflict(decision.message, reason=decision.reason)
    if decision.verdict == "busy":
        raise Busy(decision.message, retry_after=decision.retry_after)
    if decision.verdict == "unknown":
        raise OutcomeUnknown(
            f"{wish.operation} {wish.identity}: still not known whether it happened; repeat the same call later",
            attempt=decision.attempt,
        )


def attempt_on(
    guide: Guide, op: Operation[R], channel: Channel, wish: Wish, decision: Decision, run: Run
) -> Flow[R]:
    """Begin one attempt on one channel and see it through."""
    api, pinned = guide.api(channel), decision.pinned
    module = api.module(op.name)
    wish = msgspec.structs.replace(wish, attempt_id=run.context.new_id().replace("-", ""))
    try:
        if isinstance(op, CancelPayment) and pinned is not None:
            ready = frozen(op, pinned, wish, module, channel)
        else:
            own = yield from over_an_orphan(marked(op, wish), wish)
            ready = yield from guide.prepare(own, channel, decision.vendor_id, run)
        access = (yield from token(channel.connection)) if api.login else None
        late = yield from overtaken(guide, wish, decision, ready.prior.sighting.items, run)
    except (RuleViolation, UnsupportedOperation, TransportError, ApiError) as error:
        raise Undone(error) from error
    if late:
        raise Again
    if isinstance(op, CancelPayment) and op.order_id is None and ready.op.order_id:
        raise Renamed(msgspec.structs.replace(op, order_id=ready.op.order_id))
    prior, vendor_id = ready.prior, decision.vendor_id
    done = next((i for i in prior.sighting.items if i.state == "done"), None)
    if op.family in ("charge", "virtual_account") and done is not None:
        # Somebody else's, unless another call of ours was faster than this read.
        now = yield from ask("peek", lambda ledger: ledger.peek(wish), quick=True)
        if pinned is not None or now.verdict != "new":
            raise Again
        raise IntentConflict(
            f"order {wish.order_id} is already paid (attempt {done.id}), and not by this ledger",
            reason="already_paid",
        )
    if op.family in BY_ORDER and pinned is None:
        # A later attempt of the order may have been the paid one: look-ups must go by its id.
        vendor_id = getattr(ready.op, "order_id", None) or vendor_id
        wish = msgspec.structs.replace(wish, vendor_id=vendor_id)
    wish = msgspec.structs.replace(
        wish,
        sending_as=vendor_id,
        beside=decision.beside if isinstance(op, CancelPayment) else None,
        target=prior.target,
        seen=tuple(item.id for item in prior.sighting.items),
        expected=getattr(ready.op, "expected_cancellable", None),
        lease=run.left + 30.0,
        **money_of(ready.op),
    )
    begun = yield from ask("begin", lambda ledger: ledger.begin(wish))
    if begun.verdict != "new" or begun.attempt is None:
        raise Again
    detail = ready.request.name
    yield from emit(
        Event(kind="sending", operation=op.name, channel=channel.name, order_id=wish.order_id, detail=detail)
    )
    delivery = Delivery(guide, op, channel, module, begun.attempt, ready, run)
    return cast("R", (yield from delivery.see_through(access)))


def over_an_orphan(op: Operation[R], wish: Wish) -> Flow[Operation[R]]:
    """Let an issue replace the key that an earlier one of the same alias, given up as lost, may have left there."""
    if not isinstance(op, IssueBillingKey) or op.replace:
        return op
    tried = yield from attempts_of(wish.family, wish.identity)
    if not any(a.proof == "orphan_possible" for a in tried):
        return cast("Operation[R]", op)
    return cast("Operation[R]", msgspec.structs.replace(op, replace=True))


def marked(op: Operation[R], wish: Wish) -> Operation[R]:
    """Put the attempt's mark into what the vendor gives back, so that a look-up tells this cancel from others."""
    if not isinstance(op, CancelPayment) or not op.reason:
        return op
    mark = mark_of(wish.attempt_id)
    return cast("Operation[R]", msgspec.structs.replace(op, reason=f"{op.reason} {mark}"))


def frozen(op: CancelPayment, first: Attempt, wish: Wish, module: OperationModule, channel: Channel) -> Ready:
    """State once more what an earlier send of this cancel stated, so that only one of them can succeed."""
    again = msgspec.structs.replace(
        marked(op, wish),
        order_id=first.vendor_id,
        attempt_id=first.target,
        amount=first.amount,
        tax_free=first.tax_free,
        vat=first.vat,
        expected_cancellable=first.expected,
        currency=first.currency or op.currency,
    )
    return Ready(op=again, request=module.encode(again, channel), prior=Prior(op=again, target=first.target))
