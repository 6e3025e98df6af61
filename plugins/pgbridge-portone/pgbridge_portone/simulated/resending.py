"""Sending a payment's webhook once more, on V2."""

from msgspec import Struct

from pgbridge.simulator.http import Answer, Refusal
from pgbridge.simulator.webhooks import Webhook
from pgbridge.simulator.world import World
from pgbridge_portone.simulated import views
from pgbridge_portone.simulated.call import Call, Handler
from pgbridge_portone.simulated.payments import found

# Inferred: as many tries by hand as there are by themselves.
BY_HAND = 6
STATUSES = {
    "Transaction.Ready": "READY",
    "Transaction.Paid": "PAID",
    "Transaction.VirtualAccountIssued": "VIRTUAL_ACCOUNT_ISSUED",
    "Transaction.PartialCancelled": "PARTIAL_CANCELLED",
    "Transaction.Cancelled": "CANCELLED",
    "Transaction.Failed": "FAILED",
    "Transaction.PayPending": "PAY_PENDING",
}


class Resend(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /payments/{paymentId}/resend-webhook."""

    store_id: str | None = None
    webhook_id: str | None = None


def resend(world: World, call: Call) -> Answer:
    """Send a webhook again: the newest unless one is named. Inferred: one that had no URL was never a webhook."""
    wish = call.body(Resend)
    attempt = found(world, call, wish.store_id)
    sent = [
        each
        for each in world.outbox.all()
        if (each.api, each.store_id, each.order_id) == ("v2", attempt.bill.store_id, attempt.bill.order_id)
        and each.url is not None
        and wish.webhook_id in (None, each.id)
    ]
    if not sent:
        raise Refusal("WEBHOOK_NOT_FOUND", "존재하지 않는 웹훅입니다.")
    newest = sent[-1]
    if len(newest.tries) >= most(newest):
        raise Refusal("MAX_WEBHOOK_RETRY_COUNT_REACHED", "웹훅 재발송 횟수가 최대에 도달했습니다.")
    return Answer.of({"webhook": shown(world.outbox.again(newest.serial, world.now()))})


def most(webhook: Webhook) -> int:
    """Return how often a webhook may be sent in all."""
    return 1 + len(webhook.again) + BY_HAND


def shown(it: Webhook) -> views.Json:
    """Write a webhook as it is being sent by hand; how that ends is told later."""
    return views.given(
        paymentStatus=STATUSES.get(it.kind),
        id=it.id,
        url=it.url,
        currentExecutionCount=len(it.tries) + 1,
        maxExecutionCount=most(it),
        trigger="MANUAL",
        request={"body": it.body.decode()},
        triggeredAt=views.time(it.next_at or it.created_at),
    )


ROUTES: tuple[tuple[str, str, Handler], ...] = (("POST", "/payments/{payment_id}/resend-webhook", resend),)
