"""How a write is made so that it happens at most once: begin, send, resend or settle, finish.

One combinator for every write of every API. What may be done is decided by `ledger.decide`, what a look-up proves by
`ledger.proof`; here is only the order of the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar, cast

import msgspec
from msgspec import Struct

from pgbridge.context import Run
from pgbridge.errors import (
    ApiError,
    BadAnswer,
    Busy,
    Conflict,
    Declined,
    IntentConflict,
    NoAnswer,
    NotSent,
    OutcomeUnknown,
    Pending,
    PgbridgeError,
    RateLimited,
    TransportError,
)
from pgbridge.flow import reading, retry_after, with_headers
from pgbridge.ledger.proof import Verdict, judge
from pgbridge.ledger.protocol import Change, Decision, Intent, Ledger, Wish
from pgbridge.model.attempt import Attempt, Seen
from pgbridge.model.channel import Channel
from pgbridge.model.enums import CancellationStatus, PaymentStatus
from pgbridge.model.payment import Cancellation, Failure, Payment, PaymentAmount
from pgbridge.operations.base import Operation
from pgbridge.wire import (
    Api,
    Ask,
    Event,
    Flow,
    OperationModule,
    Prior,
    Settle,
    WireRequest,
    WireResponse,
    emit,
    send,
    sleep,
    token,
)

R = TypeVar("R")
A = TypeVar("A")
# Left over for one last look-up when resending with the same key has brought no answer.
RESERVE = 0.15
REFUSED_RETRIES = 3


class Ready(Struct, frozen=True, kw_only=True):
    """A request that may go out, and the operation as it was encoded."""

    op: Any
    request: WireRequest
    prior: Prior


class Undone(Exception):
    """Proven that nothing was done: another channel may be tried."""

    def __init__(self, error: PgbridgeError) -> None:
        self.error = error
        super().__init__(str(error))


class Again(Exception):
    """Somebody else was faster between the decision and the begin: decide anew."""


class Guide(Protocol):
    """What the write flow asks of the layer above: channels, modules, checks. All pure but `prepare`."""

    def api(self, channel: Channel) -> Api:
        """Return the API of a channel."""

    def channel_of(self, attempt: Attempt) -> Channel:
        """Return the channel an attempt went out on.

        :raises ConfigError: the config has it no more
        """

    def prepare(self, op: Operation[Any], channel: Channel, vendor_id: str, run: Run) -> Flow[Ready]:
        """Read what must be known first, adjust, encode and check.

        :raises RuleViolation: the PG or API would not take it
        """

    def wish(self, op: Operation[Any], channel: Channel, run: Run) -> Wish:
        """Return what the ledger must know of the operation."""

    def failover_codes(self, op: Operation[Any]) -> frozenset[str]:
        """Return the PG codes after which another channel may be tried."""

    def received(self, result: Any, channel: Channel) -> list[Event]:
        """Look at a result for signs that something is off, such as a live payment on a test connection."""


def ask(name: str, call: Callable[[Ledger], A], *, quick: bool = False) -> Flow[A]:
    """Call the ledger; `quick` for what only reads."""
    return cast("A", (yield Ask(name=name, call=call, quick=quick)))


def perform(guide: Guide, op: Operation[R], channels: Sequence[Channel], run: Run) -> Flow[R]:
    """Make the write on the first channel that takes it; settle first what an earlier call left open.

    :raises RuleViolation: every channel would refuse it
    """
    queue, looked, last, races = list(channels), set[str](), None, 0
    while queue:
        channel = queue[0]
        wish = msgspec.structs.replace(guide.wish(op, channel, run), looked=frozenset(looked))
        decision = yield from ask("peek", lambda ledger, wish=wish: ledger.peek(wish))  # type: ignore[misc]
        if decision.verdict == "replay":
            return (yield from replay(guide, op, decision.attempt, run))
        if decision.verdict == "settle":
            yield from resettle(guide, op, decision.attempts, run, looked)
            continue
        if decision.reason == "needs_new_order_id" and last is not None:
            raise last
        refuse(decision, wish)
        if decision.pinned is not None and decision.pinned.connection != channel.connection.name:
            queue = [guide.channel_of(decision.pinned)]
            continue
        try:
            return (yield from attempt_on(guide, op, channel, wish, decision, run))
        except Again:
            races += 1
            looked.clear()
            if races > 5:
                raise Busy(f"{wish.identity} is being worked on by several calls at once") from None
        except Undone as undone:
            last = undone.error
            queue = queue[1:]
            if queue:
                detail = f"{channel.name} did nothing ({type(last).__name__}); trying {queue[0].name}"
                yield from emit(
                    Event(kind="failover", operation=op.name, channel=queue[0].name, detail=detail)
                )
    assert last is not None
    raise last


def refuse(decision: Decision, wish: Wish) -> None:
    """Raise what stands in the way, if anything does."""
    if decision.verdict == "conflict":
        raise IntentConflict(decision.message, reason=decision.reason)
    if decision.verdict == "busy":
        raise Busy(f"{wish.identity} is being worked on by another call", retry_after=decision.retry_after)
    if decision.verdict == "unknown":
        raise OutcomeUnknown(
            f"{wish.operation} {wish.identity}: still not known whether it happened; repeat the same call later",
            attempt=decision.attempt,
        )


def attempt_on(
    guide: Guide, op: Operation[R], channel: Channel, wish: Wish, decision: Decision, run: Run
) -> Flow[R]:
    """Begin one attempt on one channel and see it through."""
    api = guide.api(channel)
    module = api.module(op.name)
    ready = yield from guide.prepare(op, channel, decision.vendor_id, run)
    access = (yield from token(channel.connection)) if api.login else None
    prior = ready.prior
    done = next((i for i in prior.sighting.items if i.state == "done"), None)
    if op.family in ("charge", "virtual_account") and done is not None:
        if decision.pinned is not None:
            raise Again
        raise IntentConflict(
            f"order {wish.order_id} is already paid (attempt {done.id}), and not by this ledger",
            reason="already_paid",
        )
    vendor_id = decision.vendor_id
    if op.family == "cancel" and decision.pinned is None:
        # A later attempt of the order may have been the paid one: look-ups must go by its id.
        vendor_id = getattr(ready.op, "order_id", None) or vendor_id
        wish = msgspec.structs.replace(wish, vendor_id=vendor_id)
    wish = msgspec.structs.replace(
        wish,
        target=prior.target,
        seen=tuple(item.id for item in prior.sighting.items),
        expected=getattr(ready.op, "expected_cancellable", None),
        lease=run.left + 30.0,
        **money_of(ready.op),
    )
    begun = yield from ask("begin", lambda ledger: ledger.begin(wish))
    if begun.verdict != "new" or begun.attempt is None or begun.vendor_id != vendor_id:
        if begun.attempt is not None and begun.verdict == "new":
            yield from close(begun.attempt, run, "failed", proof="not_sent")
        raise Again
    if begun.attempt.expected != wish.expected:
        # A cancel that may still be under way froze another amount: state that one, so that only one can succeed.
        frozen = msgspec.structs.replace(ready.op, expected_cancellable=begun.attempt.expected)
        ready = msgspec.structs.replace(ready, op=frozen, request=module.encode(frozen, channel))
    yield from emit(
        Event(
            kind="sending",
            operation=op.name,
            channel=channel.name,
            order_id=wish.order_id,
            detail=ready.request.name,
        )
    )
    delivery = Delivery(guide, op, channel, api, module, begun.attempt, ready, run)
    return cast("R", (yield from delivery.go(access)))


def money_of(op: Any) -> dict[str, Any]:
    """Return amount, parts and due time as the ledger stores them."""
    amount = getattr(op, "amount", None)
    rows = getattr(op, "rows", None)
    if amount is None and rows:
        row = rows[0]
        return {**parts_of(row.amount), "due_at": row.due_at.timestamp()}
    if isinstance(amount, int):
        currency = getattr(op, "currency", None)
        return {
            "amount": amount,
            "currency": currency,
            "tax_free": getattr(op, "tax_free", None),
            "vat": getattr(op, "vat", None),
        }
    due_at = getattr(op, "due_at", None)
    return {
        **(parts_of(amount) if amount is not None else {}),
        "due_at": due_at.timestamp() if due_at else None,
    }


def parts_of(amount: Any) -> dict[str, Any]:
    """Return the columns of an amount."""
    return {
        "amount": amount.total,
        "currency": amount.currency,
        "tax_free": amount.tax_free,
        "vat": amount.vat,
    }


class Delivery:
    """One begun attempt: its sends, its look-ups, its end."""

    def __init__(
        self,
        guide: Guide,
        op: Operation[Any],
        channel: Channel,
        api: Api,
        module: OperationModule,
        attempt: Attempt,
        ready: Ready,
        run: Run,
    ) -> None:
        self.guide, self.op, self.channel, self.api, self.module = guide, op, channel, api, module
        self.attempt, self.ready, self.run = attempt, ready, run
        self.key = run.context.new_id() if api.keys else None
        self.number = 1
        self.unanswered = False
        self.error: ApiError | None = None

    def go(self, access: str | None) -> Flow[Any]:
        """Send until there is an answer or no more sense in it, then end or settle."""
        tries, renewed, started = 0, False, self.run.context.monotonic()
        reserve = self.run.left * RESERVE
        while True:
            try:
                response = yield from self.send_once(access)
            except NotSent as error:
                yield from self.answered("not_sent")
                if not self.unanswered and (
                    tries >= self.run.policy.read_retries or self.run.left <= reserve
                ):
                    yield from close(self.attempt, self.run, "failed", proof="not_sent")
                    raise Undone(error) from error
                if self.unanswered and self.api.keys is False:
                    return (yield from self.settle())
            except NoAnswer:
                self.unanswered = True
            else:
                kind, result = self.read(response)
                if kind == "done":
                    yield from self.answered("answered")
                    return (yield from self.end(result))
                if kind == "unauthorized" and self.api.login and not renewed:
                    yield from self.answered("refused")
                    access, renewed = (yield from token(self.channel.connection, access)), True
                    if (yield from self.again()):
                        continue
                    raise Busy(f"{self.attempt.identity} was taken over by another call")
                if kind in ("refused", "unauthorized"):
                    yield from self.answered("refused")
                    wait = result.retry_after or self.run.pause(tries)
                    limited = (
                        isinstance(result, RateLimited) and tries < REFUSED_RETRIES and wait < self.run.left
                    )
                    if not limited:
                        return (yield from self.refused(result))
                    yield from sleep(wait)
                elif kind in ("error", "already"):
                    # "Already paid" says nothing about this request: only what is read then does.
                    if kind == "error" or self.op.family not in ("charge", "virtual_account"):
                        yield from self.answered("error")
                    self.error = result
                    return (yield from self.settle())
                else:
                    self.unanswered = True
            resend = self.api.keys or not self.unanswered
            window = self.run.context.monotonic() - started < self.run.policy.key_window
            pause = self.run.pause(tries)
            if not resend or not window or self.run.left - pause <= reserve:
                return (yield from self.settle())
            tries += 1
            yield from emit(
                Event(
                    kind="retrying",
                    operation=self.op.name,
                    channel=self.channel.name,
                    detail=f"try {tries + 1}",
                )
            )
            yield from sleep(pause)
            if not (yield from self.again()):
                return (yield from self.settle())

    def send_once(self, access: str | None) -> Flow[WireResponse]:
        """Send the request with its authority and key."""
        connection = self.channel.connection
        headers = self.api.authorise(connection, access)
        if self.key is not None:
            headers += (("idempotency-key", f'"{self.key}"'),)
        longest = min(connection.read_timeout, max(self.run.left, 1.0))
        return (yield from send(with_headers(self.ready.request, headers), connection, longest))

    def read(self, response: WireResponse) -> tuple[str, Any]:
        """Tell what an answer is, and what it says."""
        judged = self.api.judge(response)
        if judged is not None:
            if isinstance(judged.error, RateLimited) and judged.error.retry_after is None:
                judged.error.retry_after = retry_after(response)
            return judged.kind, judged.error
        try:
            return "done", self.module.decode(self.ready.op, response)
        except (BadAnswer, msgspec.MsgspecError):
            return "unreadable", None

    def again(self) -> Flow[bool]:
        """Record one more send; False when the attempt is no longer ours to send."""
        attempt, owner = self.attempt.id, self.run.owner
        number = yield from ask("resend", lambda ledger: ledger.resend(attempt, owner))
        if number is None:
            return False
        self.number = number
        return True

    def answered(self, outcome: str) -> Flow[None]:
        """Record how the last send was answered."""
        attempt, number = self.attempt.id, self.number
        yield from ask("answered", lambda ledger: ledger.answered(attempt, number, outcome))

    def refused(self, error: ApiError) -> Flow[Any]:
        """End an attempt that was refused, unless an earlier copy of it may still be working."""
        self.error = error
        if self.unanswered:
            return (yield from self.settle())
        yield from close(self.attempt, self.run, "failed", proof="refused")
        raise Undone(error)

    def end(self, result: Any) -> Flow[Any]:
        """Write down what a readable answer says, and return or raise it."""
        standing = standing_of(self.op, result)
        for event in self.guide.received(result, self.channel):
            yield from emit(event)
        if standing == "failed":
            if self.unanswered:
                return (yield from self.settle())
            yield from close(self.attempt, self.run, "failed", proof="named", ref=ref_of(result))
            return (yield from self.declined(result))
        if standing == "pending":
            yield from close(self.attempt, self.run, "unknown", ref=ref_of(result), note="pending")
            result = named(result, self.op)
            if isinstance(result, Payment):
                raise Pending(f"order {result.order_id} is accepted but not decided yet", payment=result)
            return result
        if not (yield from close(self.attempt, self.run, "done", ref=ref_of(result))):
            return (yield from self.settle())
        return (
            yield from finish(
                self.guide, self.op, self.ready.op, self.channel, self.attempt, result, self.run
            )
        )

    def settle(self) -> Flow[Any]:
        """Look until something is proven or the deadline is near, then end accordingly."""
        lag, tries, verdict = self.run.policy.lookup_lag, 0, Verdict(outcome="unknown")
        yield from emit(
            Event(
                kind="settling",
                operation=self.op.name,
                channel=self.channel.name,
                order_id=self.attempt.order_id,
            )
        )
        asked = self.run.context.monotonic()
        while True:
            try:
                verdict, group = yield from look(self.guide, self.attempt, self.run)
            except (TransportError, ApiError):
                verdict, group = Verdict(outcome="unknown"), (self.attempt,)
            if verdict.outcome not in ("unknown", "pending"):
                break
            waited = self.run.context.monotonic() - asked
            pause = self.run.pause(tries)
            if self.error is not None and not self.unanswered:
                # Only one more look can say something new: the first that begins after the lag.
                if waited > lag + 1.0 or (verdict.outcome == "pending"):
                    break
                pause = max(lag - waited, pause) + 0.01
            if pause >= self.run.left:
                break
            tries += 1
            yield from sleep(pause)
        return (yield from self.judged(verdict, group))

    def judged(self, verdict: Verdict, group: Sequence[Attempt]) -> Flow[Any]:
        """End as a verdict says."""
        item = verdict.item
        if verdict.outcome == "done" and item is not None:
            yield from settle_done(group, verdict, self.run)
            return (
                yield from finish(
                    self.guide, self.op, self.ready.op, self.channel, self.attempt, item.result, self.run
                )
            )
        yield from settle_failed(verdict, self.run)
        if verdict.outcome == "foreign":
            raise self.foreign(item) from self.error
        if verdict.outcome == "conflict":
            raise Conflict(
                "less can be given back than when this cancel began, and nothing of it happened: read the payment, "
                "then repeat the call",
                reason="cancellable_amount_mismatch",
            ) from self.error
        if verdict.outcome == "failed":
            return (yield from self.failed(verdict))
        yield from close(self.attempt, self.run, "unknown", note=verdict.outcome)
        if verdict.outcome == "pending" and item is not None:
            if isinstance(item.result, Payment):
                payment = named(item.result, self.op)
                raise Pending(
                    f"order {payment.order_id} is accepted but not decided yet", payment=payment
                ) from self.error
            if item.result is not None:
                return named(item.result, self.op)
        raise unknown(self.op, self.attempt) from self.error

    def foreign(self, item: Seen | None) -> PgbridgeError:
        """Return the error for a success that is not of this intent."""
        ref = item.id if item else ""
        return IntentConflict(
            f"{self.attempt.identity} was done by somebody else or for another amount ({ref})",
            reason="already_paid",
        )

    def failed(self, verdict: Verdict) -> Flow[Any]:
        """Raise what a proven failure means for the caller."""
        if self.op.family in ("charge", "virtual_account"):
            item = verdict.item
            payment = item.result if item and item.result is not None else self.never()
            return (yield from self.declined(payment))
        raise self.error or ApiError(
            f"{self.op.name} {self.attempt.identity} did not happen", reason="not_done"
        )

    def never(self) -> Payment:
        """Return a failed payment for a decline that left no trace."""
        error = self.error
        return Payment(
            order_id=self.attempt.vendor_id,
            status=PaymentStatus.FAILED,
            amount=PaymentAmount(total=self.attempt.amount or 0),
            currency=self.attempt.currency or "KRW",
            failure=Failure(pg_code=error.pg_code, pg_message=error.pg_message) if error else None,
            partial=True,
        )

    def declined(self, payment: Any) -> Flow[Any]:
        """Raise or return a decline; only when every attempt of the intent is proven."""
        result = named(payment, self.op)
        failure = result.failure or Failure()
        pg_code = failure.pg_code or (self.error.pg_code if self.error else None)
        pg_message = failure.pg_message or failure.reason or (self.error.pg_message if self.error else None)
        code = f" with code {pg_code}" if pg_code else ""
        declined = Declined(
            f"order {result.order_id} was declined{code}",
            payment=result,
            pg_code=pg_code,
            pg_message=pg_message,
        )
        family, identity = self.attempt.family, self.attempt.identity
        intent = yield from ask("intent", lambda ledger: ledger.intent(family, identity))
        open_ones = [a for a in intent.attempts if a.state in ("open", "unknown")] if intent else []
        if open_ones:
            raise OutcomeUnknown(
                f"order {result.order_id}: the newest try was declined, an earlier one is still unknown",
                attempt=open_ones[0],
                declined=declined,
            )
        yield from emit(
            Event(
                kind="declined", operation=self.op.name, channel=self.channel.name, order_id=result.order_id
            )
        )
        if pg_code and pg_code in self.guide.failover_codes(self.op) and not self.unanswered:
            raise Undone(declined)
        if not self.run.raise_on_decline:
            return result
        raise declined


def look(guide: Guide, attempt: Attempt, run: Run) -> Flow[tuple[Verdict, Sequence[Attempt]]]:
    """Look up what became of an attempt and those that share its vendor id, and judge it."""
    channel = guide.channel_of(attempt)
    api = guide.api(channel)
    settle = cast("Settle", api.module(attempt.operation).settle)  # type: ignore[attr-defined]
    looked_at = yield from ask("now", lambda ledger: ledger.now())
    sighting = yield from reading(settle(attempt, channel), api, run)
    family, identity = attempt.family, attempt.identity
    intent = cast("Intent", (yield from ask("intent", lambda ledger: ledger.intent(family, identity))))
    group = tuple(
        a for a in intent.attempts if (a.vendor_id, a.connection) == (attempt.vendor_id, attempt.connection)
    )
    claimed = frozenset[str]()
    if family in ("cancel", "billing_key"):
        claimed = yield from ask("claimed", lambda ledger: ledger.claimed(attempt.connection, family))
    verdict = judge(family, group, sighting, looked_at=looked_at, lag=run.policy.lookup_lag, claimed=claimed)
    for extra in verdict.extra:
        detail = f"{attempt.identity}: more than one success ({extra.id})"
        yield from emit(
            Event(kind="anomaly", operation=attempt.operation, channel=channel.name, detail=detail)
        )
    return verdict, group


def settle_done(group: Sequence[Attempt], verdict: Verdict, run: Run) -> Flow[None]:
    """Write a success to the oldest unresolved attempt, and close the others under its vendor id."""
    item = verdict.item
    waiting = [a for a in group if a.state in ("open", "unknown")]
    if item is None or not waiting:
        return
    if (yield from close(waiting[0], run, "done", ref=item.id, proof="seen")):
        first = waiting[0]
        yield from ask(
            "supersede", lambda ledger: ledger.supersede(first.vendor_id, first.connection, but=first.id)
        )


def settle_failed(verdict: Verdict, run: Run) -> Flow[None]:
    """Write proven failures."""
    for attempt, proof in verdict.failed:
        change = Change(attempt=attempt, state="failed", owner=run.owner, proof=proof)
        yield from ask("finish", lambda ledger, change=change: ledger.finish(change))  # type: ignore[misc]


def close(
    attempt: Attempt,
    run: Run,
    state: str,
    *,
    proof: str | None = None,
    ref: str | None = None,
    note: str | None = None,
) -> Flow[bool]:
    """Write how an attempt ended; False when another call has written it first."""
    change = Change(attempt=attempt.id, state=state, owner=run.owner, proof=proof, vendor_ref=ref, note=note)
    return (yield from ask("finish", lambda ledger: ledger.finish(change)))


def resettle(
    guide: Guide, op: Operation[Any], attempts: Sequence[Attempt], run: Run, looked: set[str]
) -> Flow[None]:
    """Look up what earlier calls left open; what is found is in the ledger afterwards."""
    for attempt in attempts:
        if attempt.id in looked:
            continue
        try:
            verdict, group = yield from look(guide, attempt, run)
        except (TransportError, ApiError) as error:
            raise unknown(op, attempt) from error
        yield from (
            settle_done(group, verdict, run) if verdict.outcome == "done" else settle_failed(verdict, run)
        )
        if verdict.outcome == "foreign":
            ref = verdict.item.id if verdict.item else ""
            raise IntentConflict(
                f"{attempt.identity} was done by somebody else ({ref})", reason="already_paid"
            )
        if (
            verdict.outcome == "pending"
            and verdict.item is not None
            and isinstance(verdict.item.result, Payment)
        ):
            payment = named(verdict.item.result, op)
            raise Pending(f"order {payment.order_id} is accepted but not decided yet", payment=payment)
        looked.update(a.id for a in group)


def replay(guide: Guide, op: Operation[R], attempt: Attempt | None, run: Run) -> Flow[R]:
    """Return what was done before, read anew; from the ledger's row when it cannot be read."""
    assert attempt is not None
    channel = guide.channel_of(attempt)
    api = guide.api(channel)
    result: Any = None
    try:
        settle = cast("Settle", api.module(attempt.operation).settle)  # type: ignore[attr-defined]
        sighting = yield from reading(settle(attempt, channel), api, run)
        result = next((i.result for i in sighting.items if i.id == attempt.vendor_ref), None)
        if result is None and attempt.family != "cancel":
            result = next((i.result for i in sighting.items if i.state == "done"), None)
    except (TransportError, ApiError):
        pass
    if result is None:
        result = from_row(attempt)
    if "replayed" in result.__struct_fields__:
        result = msgspec.structs.replace(result, replayed=True)
    return cast("R", named(result, op))


def from_row(attempt: Attempt) -> Any:
    """Return what the ledger itself knows of something done."""
    if attempt.family == "cancel":
        return Cancellation(
            id=attempt.vendor_ref or "",
            status=CancellationStatus.SUCCEEDED,
            amount=attempt.amount or 0,
            order_id=attempt.order_id,
            partial=True,
        )
    if attempt.family in ("charge", "virtual_account"):
        charged = attempt.family == "charge"
        return Payment(
            order_id=attempt.vendor_id,
            attempt_id=attempt.vendor_ref,
            status=PaymentStatus.PAID if charged else PaymentStatus.VIRTUAL_ACCOUNT_ISSUED,
            amount=PaymentAmount(total=attempt.amount or 0, tax_free=attempt.tax_free, vat=attempt.vat),
            currency=attempt.currency or "KRW",
            partial=True,
        )
    raise TransportError(
        f"{attempt.operation} {attempt.identity} is done, but could not be read; repeat the call to read it"
    )


def finish(
    guide: Guide, op: Operation[Any], sent: Any, channel: Channel, attempt: Attempt, result: Any, run: Run
) -> Flow[Any]:
    """Fill in a partial result by a read, which cannot turn a success into an error."""
    api = guide.api(channel)
    complete = getattr(api.module(op.name), "complete", None)
    if complete is not None and getattr(result, "partial", False):
        try:
            result = yield from reading(complete(sent, result, channel), api, run)
        except (PgbridgeError, msgspec.MsgspecError) as error:
            detail = f"done, but the follow-up read failed ({type(error).__name__})"
            yield from emit(Event(kind="warning", operation=op.name, channel=channel.name, detail=detail))
    result = named(result, op, vendor_id=attempt.vendor_id)
    for event in guide.received(result, channel):
        yield from emit(event)
    yield from emit(
        Event(kind="finished", operation=op.name, channel=channel.name, order_id=attempt.order_id)
    )
    return result


def named(result: Any, op: Operation[Any], *, vendor_id: str | None = None) -> Any:
    """Give a result the shop's own names: its order id, its cancel id, its alias."""
    if isinstance(result, tuple):
        return tuple(named(item, op, vendor_id=vendor_id) for item in result)
    fields = getattr(result, "__struct_fields__", ())
    changes: dict[str, Any] = {}
    order_id = getattr(op, "order_id", None)
    if "vendor_order_id" in fields:
        changes["vendor_order_id"] = vendor_id or result.vendor_order_id or result.order_id
    if order_id is not None and "order_id" in fields:
        changes["order_id"] = order_id
    if "cancel_id" in fields:
        changes["cancel_id"] = getattr(op, "cancel_id", None) or "full"
    if "alias" in fields:
        changes["alias"] = getattr(op, "alias", None) or result.alias
    return msgspec.structs.replace(result, **changes) if changes else result


def standing_of(op: Operation[Any], result: Any) -> str:
    """Tell whether a readable answer means done, failed or pending."""
    if isinstance(result, Payment):
        if result.status == PaymentStatus.FAILED:
            return "failed"
        good = {PaymentStatus.PAID, PaymentStatus.PARTIALLY_CANCELLED, PaymentStatus.CANCELLED}
        if op.family == "virtual_account":
            good.add(PaymentStatus.VIRTUAL_ACCOUNT_ISSUED)
        return "done" if result.status in good else "pending"
    if isinstance(result, Cancellation):
        return {"failed": "failed", "requested": "pending"}.get(result.status, "done")
    return "done"


def ref_of(result: Any) -> str | None:
    """Return what the vendor calls the result."""
    if isinstance(result, tuple) and len(result) == 1:
        result = result[0]
    if isinstance(result, Payment):
        return result.attempt_id
    ref = getattr(result, "id", None)
    return ref if isinstance(ref, str) and ref else None


def unknown(op: Operation[Any], attempt: Attempt) -> OutcomeUnknown:
    """Return the error for something that may have happened."""
    return OutcomeUnknown(
        f"{op.name} {attempt.identity}: not known whether it happened; repeat the same call later to settle it, "
        "never under another id",
        attempt=attempt,
    )
