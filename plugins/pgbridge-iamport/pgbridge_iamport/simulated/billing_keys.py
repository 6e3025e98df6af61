"""Key-in charges and billing keys on V1."""

from msgspec.structs import replace

from pgbridge.simulator import billing, payments
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.payments import Charge, Source
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import BillingKey
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import bills, views
from pgbridge_iamport.simulated.call import Call, Handler, success
from pgbridge_iamport.simulated.fields import Fields
from pgbridge_iamport.simulated.paging import DEFAULT_LIMIT, ordered, paging

PARTIAL = 207
LONGEST_NAME = 80


def onetime(world: World, call: Call) -> Answer:
    """Charge a keyed-in card; with a `customer_uid` its billing key is kept when that succeeds."""
    given = call.body()
    bill = bills.bill(given, call.store_id, named=False)
    name = given.text("customer_uid", 80)
    card = bills.card(given, world.now())
    group = given.text("channelGroupId", 55)
    channels = (bills.channel(world, given.text("pg", 80)),) if group is None else world.group(group)
    source = Source(card=card, channel=world.one_of(channels), group=group)
    if name is not None:
        source = replace(source, billing_key=name, usage="issue")
    payments.guard_order(world, bill)
    payments.able(source.channel, "onetime")
    charge = payments.charge(world, bill, source)
    if name is not None and charge.attempt.paid_at is not None:
        buyer = bill.buyer
        billing.issue(
            world,
            billing.Issue(
                version="V1",
                store_id=call.store_id,
                card=card,
                channels=(source.channel,),
                buyer=buyer,
                id=name,
            ),
        )
    return told(charge)


def again(world: World, call: Call) -> Answer:
    """Charge a billing key."""
    given = call.body()
    key = find(world, call, given.need("customer_uid", 80))
    if key is None:
        raise Refusal("PG_PROVIDER", "등록되지 않은 구매자입니다.")
    bill = bills.bill(given, call.store_id, named=True)
    source = billing.source(world, key, given.text("channel_key", 55))
    payments.guard_order(world, bill)
    payments.able(source.channel, "again")
    return told(payments.charge(world, bill, source))


def told(charge: Charge) -> Answer:
    """Answer a charge: a declined one is a payment that failed."""
    return charge.carry(success(views.payment(charge.attempt)))


def issue(world: World, call: Call) -> Answer:
    """Issue a billing key under the merchant's name for it."""
    return success(views.customer(issued(world, call, call.body(), call.params["customer_uid"])))


def issued(world: World, call: Call, given: Fields, name: str) -> BillingKey:
    """Issue a key from the card fields of a body, on one channel or on all of a group."""
    if len(name) > LONGEST_NAME:
        raise invalid(f"customer_uid: {LONGEST_NAME} 자를 넘을 수 없습니다.")
    group = given.text("channel_group_id", 55)
    channels = world.group(group) if group is not None else (issuing_channel(world, given),)
    for each in channels:
        payments.able(each, "issue_billing_key")
    return billing.issue(
        world,
        billing.Issue(
            version="V1",
            store_id=call.store_id,
            card=bills.card(given, world.now()),
            channels=channels,
            buyer=bills.holder(given),
            id=name,
            group=group,
        ),
    )


def issuing_channel(world: World, given: Fields) -> Channel:
    """Return the channel of a new key.

    The page requires `channel_key`. Inferred: older callers without it still get the default, or `pg`.
    """
    key = given.text("channel_key", 55)
    return world.channel(key) if key is not None else bills.channel(world, given.text("pg", 80))


def get(world: World, call: Call) -> Answer:
    """Read a key."""
    return success(views.customer(living(world, call, call.params["customer_uid"])))


def get_many(world: World, call: Call) -> Answer:
    """Read several keys."""
    names = call.query().texts("customer_uid")
    if not names:
        raise invalid("customer_uid[]: 필수 파라미터가 누락되었습니다.")
    rows = [world.billing_keys.get(("V1", call.store_id, each)) for each in names]
    found = [each for each in rows if each is not None and each.deleted_at is None]
    if not found:
        raise unknown(", ".join(names))
    return success([views.customer(each) for each in found], 200 if len(found) == len(rows) else PARTIAL)


def delete(world: World, call: Call) -> Answer:
    """Delete a key; the answer shows it once more."""
    return success(views.customer(billing.delete(world, living(world, call, call.params["customer_uid"]))))


def paid_with(world: World, call: Call) -> Answer:
    """List the attempts of a key, 20 a page."""
    key = living(world, call, call.params["customer_uid"])
    rows = [
        each
        for each in world.attempts.values()
        if (each.bill.version, each.bill.store_id, each.billing_key) == ("V1", call.store_id, key.id)
    ]
    number, _ = paging(call.query())
    return success(views.page(ordered(rows, None), number, DEFAULT_LIMIT))


def living(world: World, call: Call, name: str) -> BillingKey:
    """Return a key that is not deleted.

    :raises Refusal: there is none
    """
    key = find(world, call, name)
    if key is None:
        raise unknown(name)
    return key


def find(world: World, call: Call, name: str) -> BillingKey | None:
    """Return a key; a deleted one is unknown to V1."""
    key = world.billing_keys.get(("V1", call.store_id, name))
    return None if key is None or key.deleted_at is not None else key


def unknown(name: str) -> Refusal:
    """Return the refusal of an unknown key."""
    return Refusal(
        "BILLING_KEY_NOT_FOUND", f"요청하신 customer_uid({name})로 등록된 정보를 찾을 수 없습니다."
    )


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/subscribe/payments/onetime", onetime),
    # Older clients' call for cards from abroad, without birth date and password.
    ("POST", "/subscribe/payments/foreign", onetime),
    ("POST", "/subscribe/payments/again", again),
    ("GET", "/subscribe/customers", get_many),
    ("GET", "/subscribe/customers/{customer_uid}", get),
    ("POST", "/subscribe/customers/{customer_uid}", issue),
    ("DELETE", "/subscribe/customers/{customer_uid}", delete),
    ("GET", "/subscribe/customers/{customer_uid}/payments", paid_with),
)
