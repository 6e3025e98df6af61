"""Cash receipts: issue, find, take back."""

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator.http import Refusal
from pgbridge.simulator.money import Money
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import Receipt
from pgbridge.simulator.world import World

PAYMENT, ELSEWHERE = "payment", "elsewhere"


class Wanted(Struct, frozen=True, kw_only=True):
    """A receipt as it is asked for; whom it names is passed on to the tax office and not kept."""

    version: str
    store_id: str
    order_id: str
    channel: Channel
    type: str
    order_name: str
    money: Money
    currency: str = "KRW"
    attempt_id: str | None = None


def place(version: str, attempt_id: str | None, order_id: str) -> tuple[str, str]:
    """Return where a receipt is kept: V1 keeps those of its payments apart, V2 goes by the order alone."""
    if version == "V1" and attempt_id is not None:
        return PAYMENT, attempt_id
    return (ELSEWHERE if version == "V1" else PAYMENT), order_id


def issue(world: World, wish: Wanted) -> Receipt:
    """Issue a receipt, one at a time for each order. Inferred: after it was taken back another may be issued."""
    kind, name = place(wish.version, wish.attempt_id, wish.order_id)
    earlier = world.receipts.get((wish.store_id, kind, name))
    if earlier is not None and earlier.cancelled_at is None:
        raise Refusal("CASH_RECEIPT_ALREADY_ISSUED", "이미 현금영수증이 발급된 건입니다.")
    made = Receipt(
        serial=world.ids.serial(),
        version=wish.version,
        store_id=wish.store_id,
        order_id=wish.order_id,
        attempt_id=wish.attempt_id,
        channel=wish.channel,
        type=wish.type,
        order_name=wish.order_name,
        money=wish.money,
        currency=wish.currency,
        issue_number=f"G{world.ids.digits(9)}",
        pg_id=f"receipt-{world.ids.digits(12)}",
        issued_at=world.now(),
    )
    return put(world, made)


def put(world: World, receipt: Receipt) -> Receipt:
    """Store a receipt, new or changed."""
    kind, name = place(receipt.version, receipt.attempt_id, receipt.order_id)
    world.receipts[(receipt.store_id, kind, name)] = receipt
    return receipt


def find(world: World, store_id: str, kind: str, name: str) -> Receipt:
    """Return a receipt, taken back or not, or refuse."""
    found = world.receipts.get((store_id, kind, name))
    if found is None:
        raise Refusal("CASH_RECEIPT_NOT_FOUND", "현금영수증 발급 내역이 없습니다.")
    return found


def of_order(world: World, store_id: str, order_id: str) -> Receipt:
    """Return the newest receipt of an order, those of V1 too, or refuse."""
    found = [
        each for each in world.receipts.values() if (each.store_id, each.order_id) == (store_id, order_id)
    ]
    if not found:
        raise Refusal("CASH_RECEIPT_NOT_FOUND", "현금영수증 발급 내역이 없습니다.")
    return max(found, key=lambda each: each.serial)


def cancel(world: World, receipt: Receipt) -> Receipt:
    """Take a receipt back, once."""
    if receipt.cancelled_at is not None:
        raise Refusal("CASH_RECEIPT_NOT_ISSUED", "발급된 현금영수증이 없습니다.")
    return put(world, replace(receipt, cancelled_at=world.now()))
