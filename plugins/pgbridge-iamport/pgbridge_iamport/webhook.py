"""V1's webhooks and confirm callbacks: JSON or form bodies, never signed.

Nothing proves who sent one, so an event is only a hint to read the payment by its `imp_uid`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from pgbridge.errors import UnsupportedOperation
from pgbridge.masking import masked
from pgbridge.model.delivery import Delivery, Reply, reason_of, refusal, text_of, unreadable
from pgbridge.model.money import to_major, to_minor
from pgbridge.model.webhook import Approve, ConfirmRequest, Reject, WebhookEvent, WebhookKind, made_id

SIGNED = False
VERSIONS: tuple[str, ...] = ()
SOURCES: tuple[str, ...] = ("52.78.100.19", "52.78.48.223", "52.78.5.241")
KINDS: Mapping[str, str] = {
    "paid": WebhookKind.PAYMENT_PAID,
    "ready": WebhookKind.VIRTUAL_ACCOUNT_ISSUED,
    "failed": WebhookKind.PAYMENT_FAILED,
    "cancelled": WebhookKind.CANCELLED,
}
STATUSES = {kind: status for status, kind in KINDS.items()} | {WebhookKind.PARTIALLY_CANCELLED: "cancelled"}
CONVENIENCE_STORE = "Galaxia.Cvs.Confirm"
# Longer numbers are no amounts; reading one would cost whoever sends it nothing and us much.
AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,4})?")


def read(delivery: Delivery, currency: str = "KRW") -> WebhookEvent:
    """Read a delivery. A body with an amount and no status asks for confirmation.

    :param currency: in which a confirm callback's amount is, for V1 writes major units and no currency
    :raises BadWebhook: `imp_uid` or `status` is missing, or an amount is none
    """
    fields = delivery.fields()
    attempt_id = text_of(fields, "imp_uid", need=True)
    event, status = text_of(fields, "event"), text_of(fields, "status")
    if event == CONVENIENCE_STORE or (event is None and status is None and "amount" in fields):
        extra = extra_of(fields)
        return ConfirmRequest(
            api="v1",
            event_id=made_id(attempt_id, event or "confirm", None),
            kind=WebhookKind.CONFIRM,
            type=event or "confirm",
            order_id=text_of(fields, "merchant_uid"),
            attempt_id=attempt_id,
            raw=fields,
            amount=amount_of(fields, currency),
            currency=currency,
            barcode=text_of(extra, "barcode"),
            pay_type=text_of(extra, "payType"),
        )
    word = event or status
    if word is None:
        raise unreadable("status", "is missing or not a text")
    cancellation_id = text_of(fields, "cancellation_id")
    return WebhookEvent(
        api="v1",
        event_id=made_id(attempt_id, word, cancellation_id),
        kind=KINDS.get(word, WebhookKind.UNKNOWN) if event is None else WebhookKind.UNKNOWN,
        type=word,
        order_id=text_of(fields, "merchant_uid"),
        attempt_id=attempt_id,
        cancellation_id=cancellation_id,
        raw=fields,
    )


def write(event: WebhookEvent, version: str = "") -> dict[str, Any]:  # noqa: ARG001 - V1 has one version
    """Write the body V1 sends for such an event.

    :raises UnsupportedOperation: V1 sends none
    """
    body = {"imp_uid": event.attempt_id, "merchant_uid": event.order_id}
    if isinstance(event, ConfirmRequest):
        amount: Any = None if event.amount is None else to_major(event.amount, event.currency)
        if event.barcode is not None or event.pay_type is not None:
            extra = {"barcode": event.barcode, "payType": event.pay_type}
            return stated(
                {"event": CONVENIENCE_STORE, **body, "status": "ready", "amount": amount, "extra": extra}
            )
        return stated({**body, "amount": amount})
    if event.kind not in STATUSES:
        raise UnsupportedOperation(
            f"webhook for {masked(event.type or event.kind)}", "PortOne V1", "read the payment or key instead"
        )
    return stated({**body, "status": STATUSES[event.kind], "cancellation_id": event.cancellation_id})


def reply(decision: Approve | Reject) -> Reply:
    """Write the answer to a confirm callback; V1 keeps `reason` as the payment's `fail_reason`."""
    return refusal(decision, "reason")


def decision(reply: Reply) -> Approve | Reject:
    """Read the answer to a confirm callback."""
    return Approve() if reply.status == 200 else reason_of(reply, "reason")


def stated(body: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {name: value for name, value in body.items() if value is not None}


def amount_of(fields: Mapping[str, Any], currency: str) -> int | None:
    """Return the amount in minor units; None where none is named.

    :raises BadWebhook: it is no amount of this currency
    """
    value = fields.get("amount")
    if value is None:
        return None
    if isinstance(value, (str, Decimal)) or type(value) is int:
        text = str(value)
        if AMOUNT.fullmatch(text):
            try:
                return to_minor(text, currency)
            except ValueError:
                raise unreadable("amount", f"is no amount in {currency}") from None
    raise unreadable("amount", "must be a number")


def extra_of(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return `extra`, an object in JSON; in forms its own JSON text, or fields named `extra[...]`."""
    extra = fields.get("extra")
    if isinstance(extra, str):
        try:
            extra = msgspec.json.decode(extra)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            extra = None
    if isinstance(extra, dict):
        return extra
    return {name: fields.get(f"extra[{name}]") for name in ("barcode", "payType")}
