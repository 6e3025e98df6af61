"""What V2 tells a shop, in both versions of its console, signed as Standard Webhooks."""

import base64
import hmac
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from msgspec import MsgspecError, Struct, json

from pgbridge.simulator.events import Event
from pgbridge.simulator.http import ENCODER
from pgbridge.simulator.state import Attempt
from pgbridge.simulator.webhooks import FORM_TYPE, JSON_TYPE, Note, Webhook
from pgbridge.simulator.world import World
from pgbridge_portone.simulated.views import time

OLD = "2024-01-01"
# The guide names 0, 1, 4, 16, 64 and 256 minutes. Inferred: the first is the first try, and all count from it.
AGAIN = tuple(60.0 * minutes for minutes in (1, 4, 16, 64, 256))
TYPES = {
    "payment.ready": "Transaction.Ready",
    "payment.paid": "Transaction.Paid",
    "payment.failed": "Transaction.Failed",
    "payment.virtual_account_issued": "Transaction.VirtualAccountIssued",
    "payment.pending": "Transaction.PayPending",
    "payment.cancelled": "Transaction.Cancelled",
    "payment.partial_cancelled": "Transaction.PartialCancelled",
    "payment.cancel_requested": "Transaction.CancelPending",
    "billing_key.issued": "BillingKey.Issued",
    "billing_key.deleted": "BillingKey.Deleted",
}


def tell(world: World, event: Event) -> Sequence[Note]:
    """Tell of an event. A payment's own URLs replace the console's. Inferred: the older version knows no billing keys."""
    kind = TYPES.get(event.kind)
    notices = world.settings.v2_notices
    if kind is None:
        return ()
    old = notices.version == OLD
    if old and event.billing_key is not None:
        return ()
    body = old_message(event, kind) if old else message(event, kind)
    form = old and notices.form
    return (
        Note(
            kind=kind,
            urls=urls(world, event) or ((notices.url,) if notices.url else ()),
            body=urlencode(body).encode() if form else ENCODER.encode(body),
            content_type=FORM_TYPE if form else JSON_TYPE,
            again=AGAIN,
        ),
    )


def message(event: Event, kind: str) -> dict[str, Any]:
    """Write the message of version 2024-04-25; its time is the event's on every try."""
    data = {"storeId": event.store_id}
    if event.billing_key is not None:
        data["billingKey"] = event.billing_key
    else:
        data |= {"paymentId": event.order_id or "", "transactionId": event.attempt_id or ""}
    if event.cancellation_id is not None:
        data["cancellationId"] = event.cancellation_id
    return {"type": kind, "timestamp": time(event.at), "data": data}


def old_message(event: Event, kind: str) -> dict[str, Any]:
    """Write the message of version 2024-01-01."""
    return {"payment_id": event.order_id, "tx_id": event.attempt_id, "status": kind.partition(".")[2]}


def confirm(world: World, attempt: Attempt) -> Note:
    """Ask the shop whether a payment may be approved, in the form of the console's version."""
    bill, notices = attempt.bill, world.settings.v2_notices
    total = bill.money.total
    if notices.version == OLD:
        body: dict[str, Any] = {"payment_id": bill.order_id, "tx_id": attempt.id, "total_amount": total}
    else:
        data = {
            "storeId": bill.store_id,
            "paymentId": bill.order_id,
            "transactionId": attempt.id,
            "totalAmount": total,
        }
        body = {"type": "Transaction.Confirm", "timestamp": time(world.now()), "data": data}
    return Note(kind="Transaction.Confirm", urls=(), body=ENCODER.encode(body))


def refusal(status: int | None, body: bytes) -> str | None:
    """Return why the shop refuses: its `errorMessage`."""
    if status == HTTPStatus.OK:
        return None
    try:
        found = json.decode(body, type=Refused).error_message
    except MsgspecError:
        found = None
    return found or "고객사에서 결제 승인을 거절했습니다."


class Refused(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a shop says that refuses."""

    error_message: str | None = None


def urls(world: World, event: Event) -> tuple[str, ...]:
    """Return the URLs that the payment or the billing key brought along."""
    if event.billing_key is not None:
        key = world.billing_keys.get(("V2", event.store_id, event.billing_key))
        return key.notice_urls if key is not None else ()
    attempt = world.attempts.get(event.attempt_id or "")
    return attempt.bill.notice_urls if attempt is not None else ()


def sign(world: World, webhook: Webhook, moment: float) -> Mapping[str, str]:
    """Vouch for a message: HMAC-SHA256 over id, time and body, with the secret that stands behind `whsec_`."""
    key = base64.b64decode(world.settings.v2_notices.secret.removeprefix("whsec_"))
    timestamp = str(int(moment))
    signed = b".".join((webhook.id.encode(), timestamp.encode(), webhook.body))
    signature = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    return {
        "webhook-id": webhook.id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }
