"""V2's webhooks and confirm callbacks, in both versions of the body; Standard Webhooks signs them (the core verifies)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pgbridge.errors import UnsupportedOperation
from pgbridge.masking import masked
from pgbridge.model.delivery import Delivery, Reply, reason_of, refusal, text_of, unreadable
from pgbridge.model.webhook import Approve, ConfirmRequest, Reject, WebhookEvent, WebhookKind, made_id
from pgbridge_portone.times import utc

SIGNED = True
SOURCES: tuple[str, ...] = ("52.78.5.241",)
VERSIONS: tuple[str, ...] = ("2024-04-25", "2024-01-01")
OLD = "2024-01-01"
PAYMENTS: Mapping[str, str] = {
    "Transaction.Ready": WebhookKind.PAYMENT_READY,
    "Transaction.Paid": WebhookKind.PAYMENT_PAID,
    "Transaction.VirtualAccountIssued": WebhookKind.VIRTUAL_ACCOUNT_ISSUED,
    "Transaction.PartialCancelled": WebhookKind.PARTIALLY_CANCELLED,
    "Transaction.Cancelled": WebhookKind.CANCELLED,
    "Transaction.Failed": WebhookKind.PAYMENT_FAILED,
    "Transaction.PayPending": WebhookKind.PAYMENT_PENDING,
    "Transaction.CancelPending": WebhookKind.CANCEL_REQUESTED,
    "Transaction.DisputeCreated": WebhookKind.DISPUTE_CREATED,
    "Transaction.DisputeResolved": WebhookKind.DISPUTE_RESOLVED,
    "Transaction.Confirm": WebhookKind.CONFIRM,
}
KEYS: Mapping[str, str] = {
    "BillingKey.Ready": WebhookKind.BILLING_KEY_READY,
    "BillingKey.Issued": WebhookKind.BILLING_KEY_ISSUED,
    "BillingKey.Failed": WebhookKind.BILLING_KEY_FAILED,
    "BillingKey.Deleted": WebhookKind.BILLING_KEY_DELETED,
    "BillingKey.Updated": WebhookKind.BILLING_KEY_UPDATED,
}
TYPES = {kind: word for word, kind in {**PAYMENTS, **KEYS}.items()}
TRANSACTION = "Transaction."
# The old version knows the payment's states only.
OLD_KINDS = frozenset(
    kind
    for word, kind in PAYMENTS.items()
    if kind not in (WebhookKind.CONFIRM, WebhookKind.DISPUTE_CREATED, WebhookKind.DISPUTE_RESOLVED)
)


def read(delivery: Delivery, currency: str = "KRW") -> WebhookEvent:
    """Read a delivery of either version. A type that is not known passes through as `unknown`.

    :raises BadWebhook: it has neither form, or a known type lacks the id of what it is about
    """
    fields = delivery.fields()
    if "type" in fields:
        return current(fields, delivery, currency)
    if "payment_id" in fields:
        return old(fields, delivery, currency)
    raise unreadable("type", "is missing; this is a body of neither webhook version")


def current(fields: dict[str, Any], delivery: Delivery, currency: str) -> WebhookEvent:
    """Read `{type, timestamp, data}`."""
    word = text_of(fields, "type", need=True) or ""
    data = fields.get("data")
    data = data if isinstance(data, dict) else {}
    order_id = text_of(data, "paymentId", need=word in PAYMENTS)
    attempt_id, billing_key = text_of(data, "transactionId"), text_of(data, "billingKey", need=word in KEYS)
    cancellation_id, time = text_of(data, "cancellationId"), text_of(fields, "timestamp")
    event_id = delivery.headers.get("webhook-id") or made_id(
        word, time, order_id, attempt_id, cancellation_id, billing_key
    )
    if word == "Transaction.Confirm":
        return ConfirmRequest(
            api="v2",
            event_id=event_id,
            kind=WebhookKind.CONFIRM,
            type=word,
            occurred_at=time_of(time),
            order_id=order_id,
            attempt_id=attempt_id,
            store_id=text_of(data, "storeId"),
            raw=fields,
            amount=amount_of(data, "totalAmount"),
            currency=currency,
        )
    return WebhookEvent(
        api="v2",
        event_id=event_id,
        kind=PAYMENTS.get(word) or KEYS.get(word) or WebhookKind.UNKNOWN,
        type=word,
        occurred_at=time_of(time),
        order_id=order_id,
        attempt_id=attempt_id,
        cancellation_id=cancellation_id,
        billing_key=billing_key,
        store_id=text_of(data, "storeId"),
        raw=fields,
    )


def old(fields: dict[str, Any], delivery: Delivery, currency: str) -> WebhookEvent:
    """Read `{payment_id, tx_id, status}`, or `{payment_id, tx_id, total_amount}` that asks for confirmation."""
    order_id, attempt_id = text_of(fields, "payment_id", need=True), text_of(fields, "tx_id")
    status = text_of(fields, "status")
    event_id = delivery.headers.get("webhook-id") or made_id(status, order_id, attempt_id)
    if status is None and "total_amount" in fields:
        return ConfirmRequest(
            api="v2",
            event_id=event_id,
            kind=WebhookKind.CONFIRM,
            type="Confirm",
            order_id=order_id,
            attempt_id=attempt_id,
            raw=fields,
            amount=amount_of(fields, "total_amount"),
            currency=currency,
        )
    if status is None:
        raise unreadable("status", "is missing or not a text")
    kind = PAYMENTS.get(TRANSACTION + status, WebhookKind.UNKNOWN)
    return WebhookEvent(
        api="v2",
        event_id=event_id,
        kind=kind if kind in OLD_KINDS else WebhookKind.UNKNOWN,
        type=status,
        order_id=order_id,
        attempt_id=attempt_id,
        raw=fields,
    )


def write(event: WebhookEvent, version: str = "") -> dict[str, Any]:
    """Write the body V2 sends for such an event, in the current version unless the old one is named.

    :raises UnsupportedOperation: V2, or its old version, sends none
    """
    word = TYPES.get(event.kind)
    confirm = isinstance(event, ConfirmRequest)
    if word is None or (version == OLD and event.kind not in OLD_KINDS and not confirm):
        raise UnsupportedOperation(
            f"webhook for {masked(event.type or event.kind)}", "PortOne V2", "read the payment or key instead"
        )
    amount = event.amount if isinstance(event, ConfirmRequest) else None
    if version == OLD:
        state = {"total_amount": amount} if confirm else {"status": word.removeprefix(TRANSACTION)}
        return stated({"payment_id": event.order_id, "tx_id": event.attempt_id, **state})
    data = {
        "storeId": event.store_id,
        "paymentId": event.order_id,
        "transactionId": event.attempt_id,
        "cancellationId": event.cancellation_id,
        "billingKey": event.billing_key,
        "totalAmount": amount,
    }
    time = event.occurred_at
    return stated(
        {
            "type": word,
            "timestamp": None if time is None else time.isoformat().replace("+00:00", "Z"),
            "data": stated(data),
        }
    )


def reply(decision: Approve | Reject) -> Reply:
    """Write the answer to a confirm callback."""
    return refusal(decision, "errorMessage")


def decision(reply: Reply) -> Approve | Reject:
    """Read the answer to a confirm callback."""
    return Approve() if reply.status == 200 else reason_of(reply, "errorMessage")


def stated(body: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {name: value for name, value in body.items() if value is not None}


def time_of(text: str | None) -> datetime | None:
    """Return a time, aware UTC; None for what is none."""
    try:
        return utc(datetime.fromisoformat(text)) if text else None
    except ValueError:
        return None


def amount_of(fields: Mapping[str, Any], name: str) -> int | None:
    """Return an amount, which V2 writes in minor units; in forms it is a text.

    :raises BadWebhook: it is no whole number
    """
    value = fields.get(name)
    if value is None or (type(value) is int and value >= 0):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
        return int(value)
    raise unreadable(name, "must be a whole number")
