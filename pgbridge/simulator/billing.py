"""Billing keys: issue, find, delete, and what a charge of one needs."""

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator import payments
from pgbridge.simulator.cards import Card
from pgbridge.simulator.http import Refusal
from pgbridge.simulator.payments import Source
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import BillingKey, Buyer, Method
from pgbridge.simulator.world import World


class Issue(Struct, frozen=True, kw_only=True):
    """What a new billing key is made of; V1 names it (`id`), V2 does not."""

    version: str
    store_id: str
    card: Card
    channels: tuple[Channel, ...]
    buyer: Buyer = Buyer()
    id: str | None = None
    group: str | None = None
    custom_data: str | None = None
    notice_urls: tuple[str, ...] = ()
    method: Method | None = None


def issue(world: World, wish: Issue) -> BillingKey:
    """Issue a key. V1 replaces a key of the same name without a word."""
    outcome = wish.card.outcome
    if not outcome.issuable:
        raise Refusal("PG_PROVIDER", outcome.reason, code=outcome.code, extra={"channels": wish.channels})
    payments.before(world)
    now = world.now()
    name = wish.id or f"billing-key-{world.ids.uuid()}"
    earlier = world.billing_keys.get((wish.version, wish.store_id, name))
    replaces = earlier is not None and earlier.deleted_at is None
    key = BillingKey(
        serial=world.ids.serial(),
        id=name,
        version=wish.version,
        store_id=wish.store_id,
        channels=wish.channels,
        group=wish.group,
        card=wish.card,
        buyer=wish.buyer,
        custom_data=wish.custom_data,
        notice_urls=wish.notice_urls,
        method=wish.method,
        # Inferred: a replaced key keeps the time of its first issue, as `inserted` and `updated` suggest.
        issued_at=earlier.issued_at if earlier is not None and replaces else now,
        updated_at=now,
    )
    put(world, key)
    payments.after(world)
    return key


def put(world: World, key: BillingKey) -> BillingKey:
    """Store a key, new or changed."""
    return world.put_key(key)


def find(world: World, version: str, store_id: str, name: str) -> BillingKey:
    """Return a key, deleted or not, or refuse."""
    key = world.billing_keys.get((version, store_id, name))
    if key is None:
        raise Refusal("BILLING_KEY_NOT_FOUND", "등록되지 않은 빌링키입니다.")
    return key


def living(world: World, version: str, store_id: str, name: str) -> BillingKey:
    """Return a key that is not deleted, or refuse."""
    key = find(world, version, store_id, name)
    if key.deleted_at is not None:
        raise Refusal("BILLING_KEY_ALREADY_DELETED", "이미 삭제된 빌링키입니다.")
    return key


def delete(world: World, key: BillingKey) -> BillingKey:
    """Delete a key. V2 refuses while schedules wait; V1 does not look (inferred: they fail when due)."""
    waiting = any(
        each.status == "SCHEDULED"
        and (each.bill.version, each.bill.store_id, each.billing_key) == (key.version, key.store_id, key.id)
        for each in world.schedules.values()
    )
    if waiting and key.version == "V2":
        raise Refusal("PAYMENT_SCHEDULE_ALREADY_EXISTS", "결제 예약이 남아 있는 빌링키입니다.")
    return put(world, replace(key, deleted_at=world.now()))


def source(world: World, key: BillingKey, channel_key: str | None, usage: str = "payment") -> Source:
    """Return where the money of a key comes from.

    A key of a routing group may be charged through one named channel of it; any other name is refused.
    """
    if channel_key is None:
        channel = world.one_of(key.channels)
    else:
        found = [each for each in key.channels if each.key == channel_key]
        if not found:
            raise Refusal("CHANNEL_NOT_FOUND", "빌링키가 발급되지 않은 채널입니다.")
        channel = found[0]
    return Source(
        card=key.card,
        channel=channel,
        group=key.group,
        billing_key=key.id,
        usage=usage,
        method=key.method,
    )
