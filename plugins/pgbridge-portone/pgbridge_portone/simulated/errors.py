"""Refusals as V2 writes them."""

from collections.abc import Sequence
from typing import Any

from pgbridge.simulator.http import Answer, Refusal
from pgbridge.simulator.settings import Channel
from pgbridge_portone.simulated.views import channel as channel_view

STATUSES = {
    "INVALID_REQUEST": 400,
    "MAX_TTL_EXCEEDED": 400,
    "MAX_WEBHOOK_RETRY_COUNT_REACHED": 400,
    "WEBHOOK_NOT_FOUND": 404,
    "MAX_TRANSACTION_COUNT_REACHED": 400,
    "UNAUTHORIZED": 401,
    "FORBIDDEN": 403,
    "INVALID_PAYMENT_TOKEN": 400,
    "PAYMENT_CANCELLATION_NOT_FOUND": 404,
    "PROMOTION_NOT_FOUND": 404,
    "PROFILE_SETTINGS_NOT_FOUND": 404,
    "PLATFORM_PARTNER_NOT_FOUND": 404,
    "PLATFORM_PAYMENT_NOT_FOUND": 404,
    "PLATFORM_TRANSFER_NOT_FOUND": 404,
    "PLATFORM_CANCELLATION_NOT_FOUND": 404,
    "PLATFORM_CANCELLABLE_AMOUNT_EXCEEDED": 400,
    "PLATFORM_CANNOT_SPECIFY_TRANSFER": 400,
    "PLATFORM_PRODUCT_ID_DUPLICATED": 400,
    "PLATFORM_PRODUCT_ID_NOT_FOUND": 404,
    "PLATFORM_CANCELLABLE_PRODUCT_QUANTITY_EXCEEDED": 400,
    "PLATFORM_SETTLEMENT_DATE_EARLIER_THAN_SETTLEMENT_START_DATE": 400,
    "PLATFORM_SETTLEMENT_PAYMENT_AMOUNT_EXCEEDED_PORT_ONE_PAYMENT": 400,
    "BILLING_KEY_NOT_FOUND": 404,
    "CHANNEL_NOT_FOUND": 404,
    "PAYMENT_NOT_FOUND": 404,
    "PAYMENT_SCHEDULE_NOT_FOUND": 404,
    "CASH_RECEIPT_NOT_FOUND": 404,
    "CASH_RECEIPT_NOT_ISSUED": 404,
    "IDENTITY_VERIFICATION_NOT_FOUND": 404,
    "SESSION_NOT_FOUND": 404,
    "SESSION_EXPIRED": 410,
    "PG_PROVIDER": 502,
    "CHANNEL_SPECIFIC": 502,
}
CONFLICT = 409


def answer(refusal: Refusal) -> Answer:
    """Write a refusal; whatever is not in the table is a conflict."""
    body: dict[str, Any] = {"type": refusal.kind, "message": refusal.message}
    if refusal.kind == "PG_PROVIDER":
        body |= {"pgCode": refusal.code, "pgMessage": refusal.message}
    if refusal.kind.startswith("PLATFORM_"):
        body |= refusal.extra
    if refusal.kind == "CHANNEL_SPECIFIC":
        body |= {"failures": failures(refusal.extra["channels"], refusal), "succeededChannels": []}
    return Answer.of(body, STATUSES.get(refusal.kind, CONFLICT))


def failures(channels: Sequence[Channel], refusal: Refusal) -> list[dict[str, Any]]:
    """Say of each channel of a group that its PG refused."""
    return [
        {
            "type": "PG_PROVIDER",
            "channel": channel_view(each),
            "message": refusal.message,
            "pgCode": refusal.code,
            "pgMessage": refusal.message,
        }
        for each in channels
    ]
