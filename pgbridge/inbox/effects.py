"""What a read of a payment means to a shop: events, each under an id made from what is so. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec import Struct

from pgbridge.ledger.protocol import Effect
from pgbridge.model.enums import CancellationStatus, Method, PaymentStatus
from pgbridge.model.payment import Cancellation, Payment
from pgbridge.model.webhook import WebhookEvent, WebhookKind, made_id
from pgbridge.reconcile.compare import took_money

DECODER = msgspec.json.Decoder(WebhookEvent)
STANDING = {
    PaymentStatus.READY: WebhookKind.PAYMENT_READY,
    PaymentStatus.PENDING: WebhookKind.PAYMENT_PENDING,
    PaymentStatus.VIRTUAL_ACCOUNT_ISSUED: WebhookKind.VIRTUAL_ACCOUNT_ISSUED,
    PaymentStatus.FAILED: WebhookKind.PAYMENT_FAILED,
}
# No read of a payment shows these: the signed event is all there is.
ONLY_TOLD = frozenset(
    (
        WebhookKind.DISPUTE_CREATED,
        WebhookKind.DISPUTE_RESOLVED,
        WebhookKind.BILLING_KEY_READY,
        WebhookKind.BILLING_KEY_ISSUED,
        WebhookKind.BILLING_KEY_FAILED,
        WebhookKind.BILLING_KEY_DELETED,
        WebhookKind.BILLING_KEY_UPDATED,
    )
)


class Fact(Struct, frozen=True, kw_only=True):
    """One thing that a read shows; `key` names it within its connection."""

    key: tuple[str, ...]
    kind: str
    at: datetime | None = None
    attempt_id: str | None = None
    cancellation_id: str | None = None


def written(event: WebhookEvent) -> str:
    """Return an event as it is kept: ids and words; what came along unasked may be anything, so it is not."""
    return msgspec.json.encode(msgspec.structs.replace(event, raw={})).decode()


def event_of(text: str) -> WebhookEvent:
    """Return an event that was kept."""
    return DECODER.decode(text)


def vendor_id_of(payment: Payment) -> str:
    """Return the id that a payment has at the vendor."""
    return payment.vendor_order_id or payment.order_id


def facts_of(payment: Payment) -> Iterator[Fact]:
    """Yield what a payment shows, in the order it must have happened in."""
    attempt = payment.attempt_id or vendor_id_of(payment)
    if took_money(payment):
        key: tuple[str, ...] = (attempt, "paid")
        if payment.method is not None and payment.method.type == Method.VIRTUAL_ACCOUNT and payment.pg_tx_id:
            # An account may take more than one deposit; each has the PG's own number.
            key = (*key, payment.pg_tx_id)
        yield Fact(key=key, kind=WebhookKind.PAYMENT_PAID, at=payment.paid_at)
    elif payment.status in STANDING:
        at = payment.failed_at if payment.status == PaymentStatus.FAILED else payment.status_changed_at
        yield Fact(key=(attempt, payment.status), kind=STANDING[payment.status], at=at)
    last = last_of(payment)
    for cancel in payment.cancellations:
        whole = payment.status == PaymentStatus.CANCELLED and cancel is last
        kind = {
            CancellationStatus.SUCCEEDED: WebhookKind.CANCELLED if whole else WebhookKind.PARTIALLY_CANCELLED,
            CancellationStatus.REQUESTED: WebhookKind.CANCEL_REQUESTED,
        }.get(cancel.status)
        if kind is not None:
            yield Fact(
                key=(attempt, "cancellation", cancel.id, cancel.status),
                kind=kind,
                at=cancel.cancelled_at or cancel.requested_at,
                cancellation_id=cancel.id,
            )
    if payment.status == PaymentStatus.CANCELLED and last is None:
        # An account that was closed before anybody paid into it.
        yield Fact(key=(attempt, "cancelled"), kind=WebhookKind.CANCELLED, at=payment.cancelled_at)


def last_of(payment: Payment) -> Cancellation | None:
    """Return the newest cancellation that went through; of one second, the one that is listed last."""
    done = [c for c in payment.cancellations if c.status == CancellationStatus.SUCCEEDED]
    done.sort(key=lambda c: c.cancelled_at.timestamp() if c.cancelled_at else 0.0)
    return done[-1] if done else None


def effects_of(payment: Payment, connection: str, cause: WebhookEvent) -> tuple[Effect, ...]:
    """Return what is to be told about a payment; those told before are told apart by their ids.

    :param payment: under the shop's own order id
    :param cause: why it was read
    """
    facts = list(facts_of(payment))
    other_try = cause.attempt_id not in (None, payment.attempt_id)
    if cause.verified and cause.kind == WebhookKind.PAYMENT_FAILED and other_try:
        # A read shows the newest try only; that this earlier one failed is proven by the signature.
        key = (cause.attempt_id or "", PaymentStatus.FAILED)
        facts.insert(0, Fact(key=key, kind=cause.kind, at=cause.occurred_at, attempt_id=cause.attempt_id))
    subject = f"{connection}/{vendor_id_of(payment)}"
    return tuple(effect_of(fact, payment, connection, subject, cause) for fact in facts)


def effect_of(fact: Fact, payment: Payment, connection: str, subject: str, cause: WebhookEvent) -> Effect:
    """Return one effect."""
    token = made_id(connection, *fact.key)
    event = WebhookEvent(
        api=cause.api,
        event_id=token,
        kind=fact.kind,
        type=cause.type,
        occurred_at=fact.at,
        order_id=payment.order_id,
        attempt_id=fact.attempt_id or payment.attempt_id,
        cancellation_id=fact.cancellation_id,
        store_id=cause.store_id or (payment.store_id if cause.api == "v2" else None),
        verified=cause.verified,
    )
    return Effect(id=token, subject=subject, connection=connection, event=written(event))


def effect_of_event(event: WebhookEvent, connection: str) -> Effect:
    """Return the effect of an event that no read shows."""
    token = made_id(connection, "event", event.event_id)
    about = event.billing_key or event.order_id or event.event_id
    told = msgspec.structs.replace(event, event_id=token)
    return Effect(id=token, subject=f"{connection}/{about}", connection=connection, event=written(told))
