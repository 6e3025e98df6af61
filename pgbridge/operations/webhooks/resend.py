"""`webhooks.resend`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.outcome import ResentWebhook
from pgbridge.operations.base import Operation


class ResendWebhook(Operation[ResentWebhook], frozen=True, kw_only=True):
    """Have PortOne send a payment's webhook once more. V2 `POST /payments/{paymentId}/resend-webhook`.

    :ivar webhook_id: which one; the newest when left out
    :raises NotFound: it has none such (reason `webhook_not_found`)
    :raises ApiError: it was sent too often (reason `attempt_limit_reached`)
    """

    name: ClassVar[str] = "webhooks.resend"
    family: ClassVar[str] = "webhook_resend"

    order_id: str
    webhook_id: str | None = None
