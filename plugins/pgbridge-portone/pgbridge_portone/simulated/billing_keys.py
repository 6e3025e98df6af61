"""Billing keys on V2."""

from pgbridge.simulator import billing, payments
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import BillingKey
from pgbridge.simulator.world import World
from pgbridge_portone.simulated import bills, inputs, views
from pgbridge_portone.simulated.call import Call, Handler, store


def issue(world: World, call: Call) -> Answer:
    """Issue a key for a keyed-in card, on one channel or on all of a group."""
    wish = call.body(inputs.IssueKey)
    store_id = store(world, wish.store_id)
    channels: tuple[Channel, ...]
    if wish.channel_key is not None:
        channels = (world.channel(wish.channel_key),)
    elif wish.channel_group_id is not None:
        channels = world.group(wish.channel_group_id)
    else:
        raise invalid("channelKey: channelKey 또는 channelGroupId 가 필요합니다.")
    if wish.method.card is None:
        raise invalid("method.card: 카드 정보가 필요합니다.")
    for each in channels:
        payments.able(each, "issue_billing_key")
    group = None if wish.channel_key is not None else wish.channel_group_id
    try:
        with world.caused("api", silent=wish.skip_webhook):
            key = billing.issue(
                world,
                billing.Issue(
                    version="V2",
                    store_id=store_id,
                    card=bills.card(wish.method.card.credential, world.now()),
                    channels=channels,
                    buyer=bills.buyer(wish.customer),
                    group=group,
                    custom_data=wish.custom_data,
                    notice_urls=wish.notice_urls,
                ),
            )
    except Refusal as refusal:
        if group is not None and refusal.kind == "PG_PROVIDER":
            refusal.kind = "CHANNEL_SPECIFIC"
        raise
    info = {
        "billingKey": key.id,
        "channels": [views.channel(each) for each in key.channels],
        "issuedAt": views.time(key.issued_at),
    }
    return Answer.of({"billingKeyInfo": info})


def get(world: World, call: Call) -> Answer:
    """Read a key; deleted ones stay readable."""
    return Answer.of(views.billing_key(world, visible(world, call)))


def delete(world: World, call: Call) -> Answer:
    """Delete a key."""
    store_id = store(world, call.request.parameter("storeId"))
    key = billing.delete(world, billing.living(world, "V2", store_id, call.params["billing_key"]))
    return Answer.of({"deletedAt": views.time(key.deleted_at or world.now())})


def visible(world: World, call: Call) -> BillingKey:
    """Return a key of V2, or one of V1 under its `customer_uid` (inferred: to be read, not charged)."""
    store_id = store(world, call.request.parameter("storeId"))
    name = call.params["billing_key"]
    return world.billing_keys.get(("V1", store_id, name)) or billing.find(world, "V2", store_id, name)


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/billing-keys", issue),
    ("GET", "/billing-keys/{billing_key}", get),
    ("DELETE", "/billing-keys/{billing_key}", delete),
)
