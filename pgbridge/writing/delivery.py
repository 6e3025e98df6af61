"""One begun attempt: its sends, its look-ups, its end."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import msgspec

from pgbridge.context import Run
from pgbridge.errors import (
    ApiError,
    BadAnswer,
    Busy,
    ConfigError,
    Conflict,
    Declined,
    IntentConflict,
    LedgerUnusable,
    NoAnswer,
    NotSent,
    OutcomeUnknown,
    Pending,
    PgbridgeError,
    TransportError,
)
from pgbridge.flow import with_headers
from pgbridge.ledger.decide import unresolved
from pgbridge.ledger.proof import Verdict
from pgbridge.masking import masked
from pgbridge.model.attempt import Attempt
from pgbridge.model.channel import Channel
from pgbridge.model.enums import PaymentStatus
from pgbridge.model.payment import Failure, Payment, PaymentAmount
from pgbridge.operations.base import Operation
from pgbridge.retry import OUTCOMES, TABLE, After, manner_of, outcome_of_error, outcome_of_write, retry_after
from pgbridge.wire import Event, Flow, OperationModule, WireResponse, emit, send, sleep, token
from pgbridge.writing.results import named, ref_of, standing_of
from pgbridge.writing.seam import Again, Guide, Ready, Undone, ask, attempts_of, close, unknown
from pgbridge.writing.settling import Found, complete, look, settle_done, settle_failed

# Left over for one last look-up when resending with the same key has brought no answer.
RESERVE = 0.15


class Delivery:
    """One begun attempt on its way."""

    def __init__(
        self,
        guide: Guide,
        op: Operation[Any],
        channel: Channel,
        module: OperationModule,
        attempt: Attempt,
        ready: Ready,
        run: Run,
    ) -> None:
        self.guide, self.op, self.channel, self.module = guide, op, channel, module
        self.api = guide.api(channel)
        self.attempt, self.ready, self.run = attempt, ready, run
        # Never kept: the body may hold a card, so nothing could send the same bytes with it later.
        self.key = run.context.new_id() if self.api.keys else None
        self.table = TABLE[manner_of(writes=True, keys=self.api.keys)]
        self.started = self.reserve = 0.0
        self.number = 1
        self.unanswered = False
        self.heard: tuple[str, Any] = ("", None)
        self.error: ApiError | None = None
        self.result: Any = None

    def see_through(self, access: str | None) -> Flow[Any]:
        """Send, and return or raise how it ended, even when the ledger breaks on the way."""
        try:
            return (yield from self.go(access))
        except LedgerUnusable as error:
            detail = "the ledger broke while this was under way; a look-up will settle the row"
            yield from self.tell("warning", detail)
            if self.result is None:
                raise unknown(self.op, self.attempt, told=self.story()) from error
            return (yield from self.finish(self.result))

    def go(self, access: str | None) -> Flow[Any]:
        """Send until there is an answer or no more sense in it, then end or settle: `retry.TABLE`."""
        tries, renewed = 0, False
        self.started, self.reserve = self.run.context.monotonic(), self.run.left * RESERVE
        while True:
            if not (yield from self.held()):
                return (yield from self.lost())
            try:
                outcome, found = yield from self.send_once(access)
            except ConfigError as error:
                # Before anything left: an address or header that cannot be sent to. Trying again would not help.
                yield from self.answered("not_sent")
                return (yield from self.refused(error))
            after = self.table[outcome]
            yield from self.noted(outcome, after, found)
            if after.then == "end":
                return (yield from self.end(found))
            if after.again == "renewed" and self.api.login and not renewed:
                renewed = True
                try:
                    access = yield from token(self.channel.connection, access)
                except PgbridgeError as error:
                    return (yield from self.refused(error))
            elif after.again == "renewed":
                return (yield from self.refused(found))
            wait = max(self.run.pause(tries), getattr(found, "retry_after", None) or 0.0)
            if not self.more(after, tries, wait):
                return (yield from (self.refused(found) if after.then == "failed" else self.settle()))
            tries += 1
            yield from self.tell("retrying", f"try {tries + 1} after {OUTCOMES[outcome]}")
            yield from sleep(wait)
            if not (yield from self.again()):
                return (yield from self.lost())

    def more(self, after: After, tries: int, wait: float) -> bool:
        """Tell whether the same bytes may and should go out once more, after a wait."""
        if after.again == "never" or self.run.left - wait <= self.reserve:
            return False
        if self.unanswered:
            # Whatever came since, the copy that nobody answered is what must be found out about.
            waited = self.run.context.monotonic() + wait - self.started
            return self.api.keys and waited < self.run.policy.key_window
        return tries < self.run.policy.read_retries

    def send_once(self, access: str | None) -> Flow[tuple[str, Any]]:
        """Send the request with its authority and key; return the outcome, and the result or error it brought."""
        connection = self.channel.connection
        headers = self.api.authorise(connection, access)
        if self.key is not None:
            headers += (("idempotency-key", f'"{self.key}"'),)
        try:
            longest = self.run.timeout(connection.read_timeout)
            response = yield from send(with_headers(self.ready.request, headers), connection, longest)
        except (NotSent, NoAnswer) as error:
            return outcome_of_error(error), error
        return self.read(response)

    def read(self, response: WireResponse) -> tuple[str, Any]:
        """Tell what an answer is, and what it says."""
        judged = getattr(self.module, "judge", self.api.judge)(response)
        if judged is not None:
            if judged.error.retry_after is None:
                judged.error.retry_after = retry_after(response)
            return outcome_of_write(response, judged), judged.error
        try:
            return "done", self.module.decode(self.ready.op, response)
        except (BadAnswer, msgspec.MsgspecError) as error:
            return "unreadable", error

    def story(self) -> str:
        """Return what was sent and what came back last, for whoever reads the error at night."""
        outcome, found = self.heard
        if not outcome:
            return ""
        times = "once" if self.number <= 1 else f"{self.number} times"
        request = (
            f", request id {found.request_id}" if isinstance(found, ApiError) and found.request_id else ""
        )
        return f"sent {times}; last: {OUTCOMES[outcome]}{request}"

    def noted(self, outcome: str, after: After, found: Any) -> Flow[None]:
        """Record what a send proves; of one that ends the attempt, `end` records it with how it ended."""
        self.heard = (outcome, found)
        if after.then == "end":
            return
        if after.record == "open":
            self.unanswered = True
            return
        if outcome != "not_sent":
            self.error = found
        # "Already paid" says nothing about this request: only what is read then does.
        if outcome != "already" or self.op.family not in ("charge", "virtual_account"):
            yield from self.answered(after.record)

    def held(self) -> Flow[bool]:
        """Ask whether the attempt is still ours to send."""
        attempt, owner = self.attempt.id, self.run.owner
        return (yield from ask("held", lambda ledger: ledger.held(attempt, owner), quick=True))

    def lost(self) -> Flow[Any]:
        """Stop sending, for the attempt passed to another call; what is on its way is still worth a look."""
        yield from self.answered("not_sent")
        if self.unanswered:
            return (yield from self.settle())
        raise Busy(f"{self.attempt.identity} was taken over by another call")

    def again(self) -> Flow[bool]:
        """Record one more send; False when the attempt is no longer ours to send."""
        attempt, owner = self.attempt.id, self.run.owner
        number = yield from ask("resend", lambda ledger: ledger.resend(attempt, owner))
        self.number = number or 0
        return number is not None

    def answered(self, outcome: str) -> Flow[None]:
        """Record how the last send was answered."""
        attempt, number = self.attempt.id, self.number
        yield from ask("answered", lambda ledger: ledger.answered(attempt, number, outcome))

    def refused(self, error: PgbridgeError) -> Flow[Any]:
        """End an attempt that did nothing, unless an earlier copy of it may still be working."""
        if self.unanswered:
            return (yield from self.settle())
        proof = "not_sent" if isinstance(error, NotSent | ConfigError) else "refused"
        yield from close(self.attempt, self.run, "failed", proof=proof)
        raise Undone(error)

    def end(self, result: Any) -> Flow[Any]:
        """Write down what a readable answer says, and return or raise it."""
        standing, ref, told = standing_of(self.op, result), ref_of(result), (self.number, "answered")
        if standing == "failed":
            if self.unanswered:
                yield from self.answered("answered")
                return (yield from self.settle())
            yield from self.receive(result)
            yield from close(self.attempt, self.run, "failed", proof="named", ref=ref, answered=told)
            return (yield from self.declined(result, read=True))
        yield from self.receive(result)
        if standing == "pending":
            yield from close(self.attempt, self.run, "unknown", ref=ref, note="pending", answered=told)
            return self.pending(result)
        self.result = result
        written = yield from close(self.attempt, self.run, "done", ref=ref, answered=told)
        if not written:
            # The ref may be another row's; that this row is done stands all the same.
            written = yield from close(self.attempt, self.run, "done")
        if not written:
            row = yield from ask("attempt", lambda ledger: ledger.attempt(self.attempt.id), quick=True)
            now = yield from attempts_of(self.attempt.family, self.attempt.identity)
            seen = any(a.state == "done" and ref in (None, a.vendor_ref) for a in now)
            # Released: another call saw it done and has taken it back meanwhile. Superseded: saw it, as another send's.
            if row is None or not (row.state in ("done", "released") or (row.state == "superseded" and seen)):
                state = row.state if row else "gone"
                if row is not None and state == "failed":
                    note = "was failed"
                    yield from close(row, self.run, "done", ref=ref, proof="late", note=note, late=True)
                yield from self.tell(
                    "anomaly", f"{self.attempt.identity}: done, but the ledger has it {state}"
                )
        return (yield from self.finish(result))

    def pending(self, result: Any) -> Any:
        """Return what is accepted but undecided; a charge raises it."""
        result = named(result, self.op, self.attempt)
        if isinstance(result, Payment):
            raise Pending(
                f"order {result.order_id} is accepted but not decided yet", payment=result
            ) from self.error
        return result

    def settle(self) -> Flow[Any]:
        """Look until something is proven or the deadline is near, then end accordingly."""
        lag, tries = self.run.policy.lookup_lag, 0
        yield from self.tell("settling", "")
        asked = self.run.context.monotonic()
        while True:
            found = Found(verdict=Verdict(outcome="unknown"), group=(self.attempt,), attempts=0)
            with suppress(TransportError, ApiError, IntentConflict):
                found = yield from look(self.guide, self.attempt, self.run)
            if found.verdict.outcome not in ("unknown", "pending"):
                break
            waited = self.run.context.monotonic() - asked
            pause = self.run.pause(tries)
            if self.error is not None and not self.unanswered:
                # Only one more look can say something new: the first that begins after the lag.
                if waited > lag + 1.0 or found.verdict.outcome == "pending":
                    break
                pause = max(lag - waited, pause) + 0.01
            if pause >= self.run.left:
                break
            tries += 1
            yield from sleep(pause)
        return (yield from self.judged(found))

    def judged(self, found: Found) -> Flow[Any]:
        """End as a verdict says."""
        verdict, item = found.verdict, found.verdict.item
        if verdict.outcome == "done" and item is not None:
            self.result = item.result
            yield from self.taken_over_unless((yield from settle_done(self.guide, found, self.run)))
            return (yield from self.finish(item.result))
        yield from self.taken_over_unless((yield from settle_failed(found, self.run)))
        if verdict.outcome == "conflict":
            raise Conflict(
                "less can be given back than when this cancel began, and nothing of it happened: read the payment, "
                "then repeat the call",
                reason="cancellable_amount_mismatch",
            ) from self.error
        if verdict.outcome == "failed":
            return (yield from self.failed(verdict))
        ref = item.id if item is not None and verdict.outcome == "pending" else None
        yield from close(self.attempt, self.run, "unknown", ref=ref, note=verdict.outcome)
        if verdict.outcome == "foreign":
            raise IntentConflict(
                f"{self.attempt.identity} was done by somebody else or for another amount "
                f"({item.id if item else 'unknown'})",
                reason="already_paid",
            ) from self.error
        if verdict.outcome == "pending" and item is not None and item.result is not None:
            return self.pending(item.result)
        raise unknown(self.op, self.attempt, told=self.story()) from self.error

    def taken_over_unless(self, written: bool) -> Flow[None]:  # noqa: FBT001 - reads as a sentence
        """Stop when what was found is stale: another call has gone on from here."""
        yield from ()
        if not written:
            raise Busy(
                f"{self.attempt.identity} was taken over by another call; repeat this one"
            ) from self.error

    def failed(self, verdict: Verdict) -> Flow[Any]:
        """Raise what a proven failure means for the caller."""
        item, error = verdict.item, self.error
        if self.op.family in ("charge", "virtual_account"):
            if item is not None and item.result is not None:
                return (yield from self.declined(item.result, read=True))
            if error is None or error.reason == "provider_declined":
                return (yield from self.declined(self.never(), read=False))
        yield from self.nothing_beside()
        raise error or ApiError(f"{self.op.name} {self.attempt.identity} did not happen", reason="not_done")

    def nothing_beside(self, declined: Declined | None = None) -> Flow[None]:
        """Tell no failure while an earlier try may have succeeded, or once another call has done it."""
        tried = yield from attempts_of(self.attempt.family, self.attempt.identity)
        wish = self.guide.wish(self.op, self.channel, self.run)
        if any(a.state == "done" for a in tried) and not (wish.repeatable or wish.renew):
            raise Again
        if others := unresolved(tried):
            raise OutcomeUnknown(
                f"{self.attempt.identity}: the newest try failed, an earlier one is still unknown",
                attempt=others[0],
                declined=declined,
            ) from self.error

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

    def declined(self, payment: Any, *, read: bool) -> Flow[Any]:
        """Raise or return a decline; only when every attempt of the intent is proven.

        :param read: the failed attempt itself was seen, so that a code of the route may lead to another channel
        """
        result = named(payment, self.op, self.attempt)
        failure = getattr(result, "failure", None) or Failure()
        pg_code = failure.pg_code or (self.error.pg_code if self.error else None)
        pg_message = failure.pg_message or failure.reason or (self.error.pg_message if self.error else None)
        code = f" with code {masked(pg_code)}" if pg_code else ""
        declined = Declined(
            f"order {result.order_id} was declined{code}",
            payment=result,
            pg_code=pg_code,
            pg_message=pg_message,
        )
        yield from self.nothing_beside(declined)
        yield from self.tell("declined", "")
        may_go_on = read and not self.unanswered and pg_code in self.guide.failover_codes(self.op)
        if pg_code and may_go_on:
            raise Undone(declined)
        if not self.run.raise_on_decline and isinstance(result, Payment):
            return result
        raise declined

    def finish(self, result: Any) -> Flow[Any]:
        """Return a success under the shop's names, filled in where it was partial."""
        return (
            yield from complete(
                self.guide, self.op, self.ready.op, self.channel, self.attempt, result, self.run
            )
        )

    def receive(self, result: Any) -> Flow[None]:
        """Tell what is off about a result."""
        for event in self.guide.received(result, self.channel):
            yield from emit(event)

    def tell(self, kind: str, detail: str) -> Flow[None]:
        """Tell observers about this attempt."""
        yield from emit(
            Event(
                kind=kind,
                operation=self.op.name,
                channel=self.channel.name,
                order_id=self.attempt.order_id,
                detail=detail,
            )
        )
