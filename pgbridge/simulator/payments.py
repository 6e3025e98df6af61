"""Charging cards: who may be charged, what is written down, what is answered."""

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator.cards import LATE_SECONDS, Card, Outcome
from pgbridge.simulator.http import Answer, NoAnswer, Refusal
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import Account, Attempt, Bill, Failure, Method
from pgbridge.simulator.world import World


class Charge(Struct, frozen=True, kw_only=True):
    """A finished charge and what becomes of its answer."""

    attempt: Attempt
    outcome: Outcome

    def carry(self, answer: Answer) -> Answer:
        """Delay or lose `answer` as the card's outcome wants."""
        return replace(answer, delay=self.outcome.delay, dropped=self.outcome.answer == "lost")


class Source(Struct, frozen=True, kw_only=True):
    """Where the money comes from: a card and the channel it goes through."""

    card: Card
    channel: Channel
    group: str | None = None
    billing_key: str | None = None
    usage: str | None = None
    schedule_id: str | None = None
    method: Method | None = None


def guard_order(world: World, bill: Bill) -> None:
    """Refuse an order that may not be charged now.

    V2 takes many attempts of one order until one is paid. Inferred: an order that was paid and then
    cancelled stays paid for this; a V1 payment counts on V2, a V2 payment is unknown to V1. V1 takes a
    key-in order id once, whatever became of it.
    """
    if bill.version == "V1":
        earlier = world.noticed(bill.store_id, bill.order_id, "V1")
        if any(each.paid_at is not None for each in earlier):
            raise Refusal("ALREADY_PAID", "이미 결제된 merchant_uid 입니다.")
        if earlier:
            raise Refusal(
                "ALREADY_USED", "이미 사용된 merchant_uid 입니다. 새로운 merchant_uid 로 요청해 주세요."
            )
    else:
        earlier = world.noticed(bill.store_id, bill.order_id)
        if any(each.paid_at is not None for each in earlier):
            raise Refusal("ALREADY_PAID", "이미 결제가 완료된 주문입니다.")
        limit = world.settings.max_attempts
        if limit is not None and len(earlier) >= limit:
            raise Refusal("MAX_TRANSACTION_COUNT_REACHED", "결제 시도 횟수가 최대에 도달했습니다.")
    if world.live_schedule(bill.store_id, bill.order_id, bill.version) is not None:
        raise Refusal("PAYMENT_SCHEDULE_ALREADY_EXISTS", "결제 예약이 등록된 주문입니다.")


def able(channel: Channel, operation: str, method: str | None = None) -> None:
    """Refuse what the channel's PG does not do, as its module says. Inferred: in which words.

    :param operation: as the PG modules call the request
    :param method: the pay method, as the API calls it
    """
    if operation in channel.unsupported:
        raise Refusal("PG_PROVIDER", "PG사에서 지원하지 않는 기능입니다.", code="UNSUPPORTED_OPERATION")
    methods = channel.methods.get(operation)
    if method is not None and methods and method not in methods:
        raise Refusal("PG_PROVIDER", "PG사에서 지원하지 않는 결제수단입니다.", code="UNSUPPORTED_METHOD")


def charge(world: World, bill: Bill, source: Source) -> Charge:
    """Charge a card as its outcome says, or as the PG has a mind to."""
    if world.whim is not None:
        source = replace(source, card=replace(source.card, outcome=world.whim))
    if not source.card.outcome.recorded:
        raise unrecorded(source.card.outcome)
    return told(record(world, bill, source, failure_of(source.card)), source.card.outcome)


def unrecorded(outcome: Outcome) -> Exception:
    """Return what a charge ends in of which nothing is written down."""
    return NoAnswer() if outcome.answer == "lost" else declined(outcome)


def told(attempt: Attempt, outcome: Outcome) -> Charge:
    """Return a charge that is written down, or refuse where the PG tells something else of it."""
    if outcome.answer == "error":
        raise declined(outcome)
    return Charge(attempt=attempt, outcome=outcome)


def failure_of(card: Card) -> Failure:
    """Return why a charge of a card fails, if it does."""
    return Failure(code=card.outcome.code, reason=card.outcome.reason)


def before(world: World) -> None:
    """Refuse what the PG has a mind to refuse, before anything happens."""
    if world.whim is not None and not world.whim.approved:
        raise declined(world.whim)


def after(world: World) -> None:
    """Answer with an error what has happened, if the PG has a mind to."""
    if world.whim is not None and world.whim.answer == "error":
        raise declined(world.whim)


def declined(outcome: Outcome) -> Refusal:
    """Return the PG's refusal."""
    return Refusal("PG_PROVIDER", outcome.reason, code=outcome.code)


def record(world: World, bill: Bill, source: Source, failure: Failure) -> Attempt:
    """Write a charge down: paid if the card is approved, else failed for the reason of `failure`."""
    return end(world, opened(world, bill, source), source.card, failure)


def begin(world: World, bill: Bill, source: Source) -> Attempt:
    """Write down an attempt of which nothing is decided yet."""
    return world.put(opened(world, bill, source))


def opened(world: World, bill: Bill, source: Source) -> Attempt:
    """Return an attempt of which nothing is decided yet."""
    now = world.now()
    return Attempt(
        serial=world.ids.serial(),
        id=attempt_id(world, bill.version, source.channel),
        bill=bill,
        channel=source.channel,
        group=source.group,
        status="READY",
        requested_at=now,
        changed_at=now,
        card=source.card,
        billing_key=source.billing_key,
        usage=source.usage,
        schedule_id=source.schedule_id,
        method=source.method,
    )


def end(world: World, attempt: Attempt, card: Card, failure: Failure) -> Attempt:
    """Decide an attempt: paid if the card is approved, else failed; some PGs decide later, or once more."""
    now, outcome = world.now(), card.outcome
    if outcome.later:
        world.promise(LATE_SECONDS, attempt.id, outcome.later)
    if outcome.pending:
        return world.put(
            replace(attempt, status="PAY_PENDING", changed_at=now, pg_tx_id=f"sim{world.ids.digits(20)}")
        )
    if outcome.approved:
        return world.put(
            replace(
                attempt,
                status="PAID",
                paid_at=now,
                changed_at=now,
                pg_tx_id=f"sim{world.ids.digits(20)}",
                approval_number=world.ids.digits(8),
            )
        )
    return world.put(replace(attempt, status="FAILED", failed_at=now, changed_at=now, failure=failure))


def await_deposit(world: World, bill: Bill, channel: Channel, account: Account) -> Attempt:
    """Write down an issued virtual account."""
    now = world.now()
    return world.put(
        Attempt(
            serial=world.ids.serial(),
            id=attempt_id(world, bill.version, channel),
            bill=bill,
            channel=channel,
            status="VIRTUAL_ACCOUNT_ISSUED",
            requested_at=now,
            changed_at=now,
            account=account,
            pg_tx_id=f"sim{world.ids.digits(20)}",
        )
    )


def attempt_id(world: World, version: str, channel: Channel) -> str:
    """Return a new id. Inferred: `imps_` marks V1 payments of test channels."""
    if version == "V2":
        return world.ids.uuid()
    return f"imp_{world.ids.digits(12)}" if channel.live else f"imps_{world.ids.digits(11)}"


def shown(attempts: list[Attempt]) -> Attempt | None:
    """Return the attempt that stands for an order: the one that was paid, else the newest."""
    paid = [each for each in attempts if each.paid_at is not None]
    candidates = paid or attempts
    return candidates[-1] if candidates else None
