"""Scheduled payments on V2."""

from pgbridge.simulator import billing, payments, schedules
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.state import Schedule
from pgbridge.simulator.world import World
from pgbridge_portone.simulated import bills, inputs, views
from pgbridge_portone.simulated.call import Call, Handler, epoch, store


def create(world: World, call: Call) -> Answer:
    """Schedule a charge of a billing key."""
    wish = call.body(inputs.CreateSchedule)
    store_id = store(world, wish.payment.store_id)
    key = billing.living(world, "V2", store_id, wish.payment.billing_key)
    bill = bills.bill(wish.payment, call.params["payment_id"], store_id)
    channel_key = wish.payment.channel_key
    if channel_key is not None and channel_key not in [each.key for each in key.channels]:
        raise invalid("payment.channelKey: 빌링키가 발급되지 않은 채널입니다.")
    for each in key.channels:
        if channel_key in (None, each.key):
            payments.able(each, "schedule")
    schedule = schedules.create(world, bill, key, epoch(wish.time_to_pay), channel_key)
    return Answer.of({"schedule": {"id": schedule.id}})


def get(world: World, call: Call) -> Answer:
    """Read a schedule."""
    store_id = store(world, call.request.parameter("storeId"))
    return Answer.of(views.schedule(world, found(world, store_id, call.params["schedule_id"])))


def revoke(world: World, call: Call) -> Answer:
    """Revoke the named schedules, or all of a key that wait; all or nothing.

    Inferred: a named schedule of another key is an invalid request.
    """
    wish = call.listing(inputs.RevokeSchedules)
    store_id = store(world, wish.store_id)
    if wish.billing_key is not None:
        billing.living(world, "V2", store_id, wish.billing_key)
    if wish.schedule_ids is not None:
        chosen = [found(world, store_id, each) for each in dict.fromkeys(wish.schedule_ids)]
        if wish.billing_key is not None and any(each.billing_key != wish.billing_key for each in chosen):
            raise invalid("billingKey: 다른 빌링키의 결제 예약이 포함되어 있습니다.")
    elif wish.billing_key is not None:
        chosen = [
            each
            for each in world.schedules.values()
            if each.status == "SCHEDULED" and mine(each, store_id) and each.billing_key == wish.billing_key
        ]
    else:
        raise invalid("billingKey: billingKey 또는 scheduleIds 가 필요합니다.")
    revoked = schedules.revoke(world, chosen)
    return Answer.of(
        {"revokedScheduleIds": [each.id for each in revoked], "revokedAt": views.time(world.now())}
    )


def mine(schedule: Schedule, store_id: str) -> bool:
    """Whether V2 shows a schedule. Inferred: those of V1 it does not."""
    return (schedule.bill.version, schedule.bill.store_id) == ("V2", store_id)


def found(world: World, store_id: str, schedule_id: str) -> Schedule:
    """Return a schedule, or refuse."""
    schedule = world.schedules.get(schedule_id)
    if schedule is None or not mine(schedule, store_id):
        raise Refusal("PAYMENT_SCHEDULE_NOT_FOUND", "존재하지 않는 결제 예약입니다.")
    return schedule


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/payments/{payment_id}/schedule", create),
    ("GET", "/payment-schedules/{schedule_id}", get),
    ("DELETE", "/payment-schedules", revoke),
)
