"""What an endpoint does with one delivery, in every framework: a generator of steps, which the adapters carry out.

Three things hold whatever the framework: what is not proven never gets a 200; V1's events, which nothing proves, reach
the handler only after the payment was read, and then say what the read says; and 200 is answered after the handler
returned, so that what it could not do is delivered again.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from pgbridge.errors import BadWebhook, ConfigError, NotFound
from pgbridge.inbox.keeping import channel_of
from pgbridge.model.delivery import Reply
from pgbridge.model.enums import PaymentStatus
from pgbridge.model.payment import Payment
from pgbridge.model.webhook import Approve, ConfirmRequest, Reject, WebhookEvent, WebhookKind
from pgbridge.operations.payments.get import GetPayment
from pgbridge.webhooks.receiver import Webhooks

if TYPE_CHECKING:
    from pgbridge.client import AsyncBridge, Bridge
    from pgbridge.inbox import AsyncInbox, Inbox

MAX_BODY = 65_536
# PortOne hangs up after 30 seconds, on a confirm callback of V1 after 10; the handler needs some of them.
DEADLINE, CONFIRM_DEADLINE = 20.0, 7.0
KINDS = {
    PaymentStatus.READY: WebhookKind.PAYMENT_READY,
    PaymentStatus.PENDING: WebhookKind.PAYMENT_PENDING,
    PaymentStatus.VIRTUAL_ACCOUNT_ISSUED: WebhookKind.VIRTUAL_ACCOUNT_ISSUED,
    PaymentStatus.PAID: WebhookKind.PAYMENT_PAID,
    PaymentStatus.FAILED: WebhookKind.PAYMENT_FAILED,
    PaymentStatus.PARTIALLY_CANCELLED: WebhookKind.PARTIALLY_CANCELLED,
    PaymentStatus.CANCELLED: WebhookKind.CANCELLED,
}


class Inbound(Struct, frozen=True, kw_only=True):
    """A request as a framework gives it."""

    method: str
    body: bytes
    headers: Any
    source: str | None = None

    def __repr__(self) -> str:
        return f"Inbound({self.method}, {len(self.body)} bytes)"


class Read(Struct, frozen=True, kw_only=True):
    """Step: read the payment through the bridge, within so many seconds."""

    operation: GetPayment
    deadline: float


class Handle(Struct, frozen=True, kw_only=True):
    """Step: give the event to the shop's handler."""

    event: WebhookEvent
    payment: Payment | None


class Decide(Struct, frozen=True, kw_only=True):
    """Step: ask the shop whether the payment may go through."""

    request: ConfirmRequest


class Keep(Struct, frozen=True, kw_only=True):
    """Step: put the event into the inbox, where a worker will find it."""

    event: WebhookEvent


Step = Read | Handle | Decide | Keep
Steps = Generator[Step, Any, Reply]


class Endpoint(Struct, frozen=True, kw_only=True):
    """The settings of one endpoint.

    :ivar channel: through which payments are read; None where there is no bridge
    :ivar confirms: whether the shop decides on confirm callbacks
    :ivar keeps: whether events go into an inbox, which reads and tells them later
    :ivar max_body: bytes; a longer body is not read
    """

    webhooks: Webhooks
    channel: str | None
    confirms: bool
    max_body: int
    keeps: bool = False

    def steps(self, request: Inbound) -> Steps:
        """Yield what is to be done about a delivery, and return the answer to it."""
        if request.method != "POST":
            return told(405, "method")
        if len(request.body) > self.max_body:
            return told(413, "too_long")
        try:
            event = self.webhooks.receive(request.body, request.headers, source=request.source)
            if isinstance(event, ConfirmRequest) and not self.confirms:
                return told(501, "no_decision")  # any status but 200 stops the payment
            if event.kind == WebhookKind.UNKNOWN and event.verified:
                return Reply(status=200)
            if self.keeps and not isinstance(event, ConfirmRequest):
                yield Keep(event=event)
                return Reply(status=200)
            payment = yield from self.read(event)
            if isinstance(event, ConfirmRequest):
                if payment is not None:
                    event = asked_rightly(event, payment)
                decision: Approve | Reject = yield Decide(request=event)
                return self.webhooks.reply(decision)
            if payment is not None and not event.verified:
                event = as_read(event, payment)
        except BadWebhook as error:
            return told(error.http_status, error.reason)
        except NotFound:
            return told(404, "not_found")
        yield Handle(event=event, payment=payment)
        return Reply(status=200)

    def read(self, event: WebhookEvent) -> Generator[Step, Any, Payment | None]:
        """Read the payment an event is about: always where nothing proves the event, else where there is a bridge."""
        if not event.verified:
            payment: Payment = yield Read(
                operation=GetPayment(attempt_id=event.attempt_id),
                deadline=CONFIRM_DEADLINE if isinstance(event, ConfirmRequest) else DEADLINE,
            )
            of_the_order(event, payment)
            return payment
        if self.channel is None or event.order_id is None or isinstance(event, ConfirmRequest):
            return None
        found: Payment = yield Read(operation=GetPayment(order_id=event.order_id), deadline=DEADLINE)
        return found


def endpoint(
    webhooks: Webhooks,
    bridge: Bridge | AsyncBridge | None,
    channel: str | None,
    confirm: Callable[..., Any] | None,
    max_body: int,
    *,
    handler: Callable[..., Any] | None,
    inbox: Inbox | AsyncInbox | None,
) -> Endpoint:
    """Return an endpoint.

    :raises ConfigError: the API does not sign, and there is no bridge to read with; which channel to read through is not
        clear; or there is not just one of handler and inbox
    """
    if (handler is None) == (inbox is None):
        raise ConfigError("handler, inbox: give one of them; with an inbox, the handler is the inbox's")
    if inbox is not None:
        bridge = bridge or inbox.bridge
    if not webhooks.module.SIGNED and bridge is None:
        raise ConfigError(
            f"bridge: {webhooks.api} does not sign its webhooks, so give a bridge to read each payment with"
        )
    return Endpoint(
        webhooks=webhooks,
        channel=None if bridge is None else channel_of(webhooks.api, bridge.config, channel),
        confirms=confirm is not None,
        max_body=max_body,
        keeps=inbox is not None,
    )


def of_the_order(event: WebhookEvent, payment: Payment) -> None:
    """Check that an event does not mix one payment's id with another's order.

    :raises BadWebhook: it does
    """
    if event.order_id not in (None, payment.order_id, payment.vendor_order_id):
        raise BadWebhook("merchant_uid: is not the order that the payment belongs to", reason="mismatch")


def as_read(event: WebhookEvent, payment: Payment) -> WebhookEvent:
    """Return an unproven event as the read shows it: nothing that only the sender claims is left but the raw fields."""
    known = {cancel.id for cancel in payment.cancellations}
    return msgspec.structs.replace(
        event,
        kind=KINDS.get(payment.status, WebhookKind.UNKNOWN),
        order_id=payment.order_id,
        attempt_id=payment.attempt_id or event.attempt_id,
        cancellation_id=event.cancellation_id if event.cancellation_id in known else None,
    )


def asked_rightly(request: ConfirmRequest, payment: Payment) -> ConfirmRequest:
    """Return an unproven question with the payment's own amount, order and currency.

    :raises BadWebhook: it names another amount
    """
    same_currency = request.currency == payment.currency
    if same_currency and request.amount not in (None, payment.amount.total):
        raise BadWebhook("amount: is not the payment's", reason="mismatch")
    return msgspec.structs.replace(
        request, order_id=payment.order_id, amount=payment.amount.total, currency=payment.currency
    )


def told(status: int, reason: str) -> Reply:
    """Return an answer that says why; it tells a stranger no more than that."""
    return Reply(status=status, body=msgspec.json.encode({"error": reason}))


__all__ = ["MAX_BODY", "Decide", "Endpoint", "Handle", "Inbound", "Keep", "Read", "Step", "Steps", "endpoint"]
