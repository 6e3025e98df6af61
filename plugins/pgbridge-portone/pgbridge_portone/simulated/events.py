"""What happened to payments, in the order in which it happened."""

import base64
import binascii
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator.http import Answer, invalid
from pgbridge.simulator.state import Attempt, Cancellation
from pgbridge.simulator.world import World
from pgbridge_portone.simulated import filters, views
from pgbridge_portone.simulated.call import Call, Handler, store
from pgbridge_portone.simulated.lists import window

Place = tuple[float, int, int]
UNKNOWN = "cursor: 알 수 없는 커서입니다."


class Happened(Struct, frozen=True, kw_only=True):
    """One event: the attempt as it was right after it."""

    at: float
    index: int
    attempt: Attempt
    cancellation: Cancellation | None = None

    @property
    def place(self) -> Place:
        """Where it stands among all events."""
        return (self.at, self.attempt.serial, self.index)


def list_events(world: World, call: Call) -> Answer:
    """List events from the oldest on (inferred); a cursor names the last one read."""
    wish = call.listing(filters.PaymentsByCursor)
    start, end = window(world, wish.from_, wish.until)
    allowed = None if wish.store_id is None else store(world, wish.store_id)
    after = None if wish.cursor is None else place(wish.cursor)
    rows = sorted(
        (
            each
            for attempt in world.attempts.values()
            if allowed in (None, attempt.bill.store_id)
            for each in happened(attempt)
            if start <= each.at <= end and (after is None or each.place > after)
        ),
        key=lambda each: each.place,
    )
    items = [{"paymentEvent": event(world, each), "cursor": cursor(each)} for each in rows[: wish.size]]
    return Answer.of({"items": items})


def happened(it: Attempt) -> Iterator[Happened]:
    """Yield what happened to an attempt: paid, and each cancellation that succeeded."""
    if it.paid_at is None:
        return
    yield Happened(at=it.paid_at, index=0, attempt=replace(it, status="PAID", cancellations=()))
    done = sorted((each for each in it.cancellations if each.status == "SUCCEEDED"), key=lambda each: each.at)
    for index, each in enumerate(done, 1):
        then = replace(it, cancellations=tuple(done[:index]), cancelled_at=each.at)
        whole = then.cancelled.total == it.bill.money.total
        then = replace(then, status="CANCELLED" if whole else "PARTIAL_CANCELLED")
        yield Happened(at=each.at, index=index, attempt=then, cancellation=each)


def event(world: World, it: Happened) -> views.Json:
    """Write an event: the payment as it was, with what changed."""
    shown = views.payment(world, it.attempt)
    gone = it.cancellation
    kept = ("transactionId", "merchantId", "storeId", "method", "channel", "channelGroup", "version", "scheduleId",
            "requestedAt", "orderName", "currency", "customer", "isCulturalExpense", "escrow", "products",
            "productCount", "customData", "country", "pgTxId", "receiptUrl", "promotionId", "origin")  # fmt: skip
    view = {
        **{name: shown[name] for name in kept if name in shown},
        "type": it.attempt.status,
        "id": f"event-{it.attempt.id}-{it.index}",
        "paymentId": it.attempt.bill.order_id,
        "createdAt": views.time(it.at),
        "totalAmount": shown["amount"],
        "eventAmount": it.attempt.bill.money.total if gone is None else -gone.money.total,
    }
    if gone is None:
        return {**view, "disputes": []}
    return {**view, "cancellation": views.cancellation(gone)}


def cursor(it: Happened) -> str:
    """Hide a place."""
    return base64.urlsafe_b64encode(" ".join(map(repr, it.place)).encode()).decode()


def place(text: str) -> Place:
    """Find the place again, or refuse."""
    try:
        at, serial, index = base64.urlsafe_b64decode(text.encode()).decode().split(" ")
        return (float(at), int(serial), int(index))
    except (ValueError, binascii.Error):
        raise invalid(UNKNOWN) from None


ROUTES: tuple[tuple[str, str, Handler], ...] = (("GET", "/payment-events-by-cursor", list_events),)
