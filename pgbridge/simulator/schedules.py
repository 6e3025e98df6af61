"""Scheduled charges: make, move, revoke, and fire when due."""

from collections.abc import Sequence

from msgspec.structs import replace

from pgbridge.simulator import billing
from pgbridge.simulator.http import Refusal, invalid
from pgbridge.simulator.payments import Source, record
from pgbridge.simulator.state import Bill, BillingKey, Failure, Schedule
from pgbridge.simulator.world import World


def create(
    world: World, bill: Bill, key: BillingKey, due_at: float, channel_key: str | None = None
) -> Schedule:
    """Schedule a charge. Inferred: an order id is free again once its schedule is revoked."""
    check(world, bill, due_at)
    schedule = Schedule(
        serial=world.ids.serial(),
        id=world.ids.uuid(),
        bill=bill,
        billing_key=key.id,
        channel_key=channel_key,
        due_at=due_at,
        created_at=world.now(),
    )
    return world.put_schedule(schedule)


def check(world: World, bill: Bill, due_at: float) -> None:
    """Refuse what cannot be scheduled. Inferred: the due time must be in the future."""
    now = world.now()
    if due_at <= now:
        raise invalid("결제 예정 시점은 현재보다 뒤여야 합니다.")
    earlier = world.tries(bill.store_id, bill.order_id, "V1" if bill.version == "V1" else None)
    if any(each.paid_at is not None or each.waits(now) for each in earlier):
        raise Refusal("ALREADY_PAID_OR_WAITING", "이미 결제가 완료되었거나 대기 중인 주문입니다.")
    if earlier and bill.version == "V1":
        raise Refusal("ALREADY_USED", "이미 사용된 merchant_uid 입니다.")
    if world.live_schedule(bill.store_id, bill.order_id, bill.version) is not None:
        raise Refusal("PAYMENT_SCHEDULE_ALREADY_EXISTS", "결제 예약이 이미 등록된 주문입니다.")


def revoke(world: World, chosen: Sequence[Schedule]) -> list[Schedule]:
    """Revoke all of `chosen`, or none of them."""
    for each in chosen:
        if each.status == "REVOKED":
            raise Refusal("PAYMENT_SCHEDULE_ALREADY_REVOKED", "이미 취소된 결제 예약입니다.")
        if each.status != "SCHEDULED":
            raise Refusal("PAYMENT_SCHEDULE_ALREADY_PROCESSED", "이미 처리된 결제 예약입니다.")
    return [put(world, replace(each, status="REVOKED", revoked_at=world.now())) for each in chosen]


def put(world: World, schedule: Schedule) -> Schedule:
    """Store a changed schedule."""
    return world.put_schedule(schedule)


def due(world: World, schedule_id: str, moment: float) -> None:
    """Fire a schedule whose time has come, if it is still there and still meant to run then."""
    schedule = world.schedules.get(schedule_id)
    if schedule is not None and schedule.status == "SCHEDULED" and schedule.due_at == moment:
        with world.caused("schedule"):
            fire(world, schedule)


def source_of(world: World, schedule: Schedule) -> Source:
    """Return where the money of a schedule comes from, or refuse when the key is gone."""
    bill = schedule.bill
    key = billing.living(world, bill.version, bill.store_id, schedule.billing_key)
    chosen = billing.source(world, key, schedule.channel_key, "payment.scheduled")
    return replace(chosen, schedule_id=schedule.id)


def fire(world: World, schedule: Schedule) -> Schedule:
    """Charge a due schedule once.

    Inferred: a schedule whose key, or whose channel of it, is gone fails without an attempt; one whose payment waits has
    done its part.
    """
    now = world.now()
    bill = schedule.bill
    try:
        source = source_of(world, schedule)
    except Refusal:
        return put(world, replace(schedule, status="FAILED", executed_at=now))
    outcome = source.card.outcome
    attempt = record(world, bill, source, Failure(code=outcome.code, reason=outcome.reason))
    status = "FAILED" if attempt.status == "FAILED" else "SUCCEEDED"
    return put(world, replace(schedule, status=status, executed_at=now, attempt_id=attempt.id))
