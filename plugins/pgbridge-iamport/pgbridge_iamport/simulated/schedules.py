"""Scheduled payments on V1."""

from collections.abc import Callable

from msgspec.structs import replace

from pgbridge.simulator import billing, payments, schedules
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.state import BillingKey, Failure, Schedule
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import bills, views
from pgbridge_iamport.simulated.billing_keys import find, issued
from pgbridge_iamport.simulated.call import Call, Handler, success
from pgbridge_iamport.simulated.fields import Fields
from pgbridge_iamport.simulated.paging import DEFAULT_LIMIT, paging, schedule_window

STATUSES = ("scheduled", "executed", "revoked")


def create(world: World, call: Call) -> Answer:
    """Schedule charges of a key, which may be issued here from card fields.

    Inferred: all or nothing; a charge to check the card is not simulated beyond its outcome.
    """
    given = call.body()
    name = given.need("customer_uid", 80)
    rows = [
        (bills.bill(row, call.store_id, named=True), row.need_integer("schedule_at"))
        for row in given.rows("schedules")
    ]
    for bill, due_at in rows:
        schedules.check(world, bill, due_at)
    if len({bill.order_id for bill, _ in rows}) < len(rows):
        raise Refusal("PAYMENT_SCHEDULE_ALREADY_EXISTS", "중복된 merchant_uid 가 있습니다.")
    key = key_for(world, call, given, name)
    channel_key = given.text("channel_key", 55) if key.group is not None else None
    payments.able(billing.source(world, key, channel_key).channel, "schedule")
    made = [
        schedules.create(
            world, replace(bill, buyer=bills.filled(bill.buyer, key.buyer)), key, due_at, channel_key
        )
        for bill, due_at in rows
    ]
    return success([views.schedule(world, each) for each in made])


def key_for(world: World, call: Call, given: Fields, name: str) -> BillingKey:
    """Return the key to charge, issuing it when the body brings a card."""
    if not given.has("card_number"):
        key = find(world, call, name)
        if key is None:
            raise Refusal("BILLING_KEY_NOT_FOUND", "등록된 고객정보가 없습니다.")
        return key
    outcome = bills.card(given, world.now()).outcome
    if given.integer("checking_amount") and not outcome.approved:
        raise payments.declined(outcome)
    return issued(world, call, given, name)


def unschedule(world: World, call: Call) -> Answer:
    """Revoke what waits: of a key, of the named orders, or of both together.

    Inferred: when nothing waits, or a named order has nothing waiting, nothing is revoked.
    """
    given = call.body()
    name, orders = given.text("customer_uid", 80), given.texts("merchant_uid")
    if name is None and not orders:
        raise invalid("customer_uid: customer_uid 또는 merchant_uid 가 필요합니다.")
    waiting = [
        each
        for each in mine(world, call)
        if each.status == "SCHEDULED"
        and name in (None, each.billing_key)
        and (not orders or each.bill.order_id in orders)
    ]
    if not waiting or len(waiting) < len(set(orders)):
        raise Refusal("PAYMENT_SCHEDULE_ALREADY_REVOKED", "취소할 예약결제 기록이 존재하지 않습니다.")
    return success([views.schedule(world, each) for each in schedules.revoke(world, waiting)])


def get(world: World, call: Call) -> Answer:
    """Read the schedule of an order."""
    return success(views.schedule(world, found(world, call)))


def move(world: World, call: Call) -> Answer:
    """Change when a waiting schedule is due."""
    schedule, due_at = found(world, call), future(world, call)
    if schedule.status != "SCHEDULED":
        raise unchangeable("이미 실행되었거나 취소된 결제예약입니다.")
    return success(views.schedule(world, schedules.put(world, replace(schedule, due_at=due_at))))


def reschedule(world: World, call: Call) -> Answer:
    """Schedule a failed or revoked one again, under its old order id."""
    schedule, due_at = found(world, call), future(world, call)
    if schedule.status not in ("FAILED", "REVOKED"):
        raise unchangeable("실패하거나 취소된 결제예약만 다시 예약할 수 있습니다.")
    changed = replace(
        schedule, status="SCHEDULED", due_at=due_at, executed_at=None, revoked_at=None, attempt_id=None
    )
    return success(views.schedule(world, schedules.put(world, changed)))


def retry(world: World, call: Call) -> Answer:
    """Charge a failed schedule once more, now; whether it worked is told by the payment's status."""
    schedule = found(world, call)
    if schedule.status != "FAILED":
        raise unchangeable("실패한 결제예약만 재시도할 수 있습니다.")
    source = schedules.source_of(world, schedule)
    outcome = source.card.outcome
    attempt = payments.record(world, schedule.bill, source, Failure(code=outcome.code, reason=outcome.reason))
    status = "SUCCEEDED" if attempt.paid_at is not None else "FAILED"
    schedules.put(world, replace(schedule, status=status, executed_at=world.now(), attempt_id=attempt.id))
    return payments.Charge(attempt=attempt, outcome=outcome).carry(success(views.payment(attempt)))


def list_all(world: World, call: Call) -> Answer:
    """List schedules by due time, the latest first unless sorted by `scheduled`."""
    given = call.query()
    start, end = schedule_window(given, "schedule_from", "schedule_to")
    number, limit = paging(given)
    rows = chosen(mine(world, call), start, end, given.text("schedule_status"))
    if given.text("sorting") == "scheduled":
        rows.reverse()
    return paged(world, rows, number, limit)


def list_of_key(world: World, call: Call) -> Answer:
    """List the schedules of a key, 20 a page."""
    given = call.query()
    start, end = schedule_window(given, "from", "to")
    number, _ = paging(given)
    name = call.params["customer_uid"]
    rows = [each for each in mine(world, call) if each.billing_key == name]
    return paged(world, chosen(rows, start, end, given.text("schedule-status")), number, DEFAULT_LIMIT)


def chosen(rows: list[Schedule], start: int, end: int, status: str | None) -> list[Schedule]:
    """Return the schedules of a time range and status, the latest first."""
    if status not in (None, *STATUSES):
        raise invalid(f"schedule_status: {', '.join(STATUSES)} 중 하나여야 합니다.")
    kept = [
        each
        for each in rows
        if start <= int(each.due_at) < end and status in (None, views.SCHEDULES[each.status])
    ]
    newest_first: Callable[[Schedule], tuple[float, int]] = lambda it: (-it.due_at, -it.serial)  # noqa: E731
    return sorted(kept, key=newest_first)


def paged(world: World, rows: list[Schedule], number: int, limit: int) -> Answer:
    """Answer with one page: a bare list, without totals."""
    start = (number - 1) * limit
    return success([views.schedule(world, each) for each in rows[start : start + limit]])


def mine(world: World, call: Call) -> list[Schedule]:
    """Return the V1 schedules of this store."""
    return [
        each
        for each in world.schedules.values()
        if (each.bill.version, each.bill.store_id) == ("V1", call.store_id)
    ]


def found(world: World, call: Call) -> Schedule:
    """Return the newest schedule of the order in the path, or refuse."""
    rows = world.schedules_of(call.store_id, call.params["merchant_uid"], "V1")
    if not rows:
        raise Refusal("PAYMENT_SCHEDULE_NOT_FOUND", "존재하지 않는 결제예약입니다.")
    return rows[0]


def future(world: World, call: Call) -> int:
    """Read the new due time, which must lie ahead."""
    due_at = call.body().need_integer("schedule_at")
    if due_at <= world.now():
        raise invalid("schedule_at: 예약시각은 현재보다 뒤여야 합니다.")
    return due_at


def unchangeable(message: str) -> Refusal:
    """Return the refusal of a change that the schedule's state does not allow."""
    return Refusal("SCHEDULE_NOT_CHANGEABLE", message)


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/subscribe/payments/schedule", create),
    ("GET", "/subscribe/payments/schedule", list_all),
    ("POST", "/subscribe/payments/unschedule", unschedule),
    ("GET", "/subscribe/payments/schedule/{merchant_uid}", get),
    ("PUT", "/subscribe/payments/schedule/{merchant_uid}", move),
    ("POST", "/subscribe/payments/schedule/{merchant_uid}/retry", retry),
    ("POST", "/subscribe/payments/schedule/{merchant_uid}/reschedule", reschedule),
    ("GET", "/subscribe/payments/schedule/customers/{customer_uid}", list_of_key),
    ("GET", "/subscribe/customers/{customer_uid}/schedules", list_of_key),
)
