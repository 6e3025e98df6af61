"""What V2 takes and answers where the merchant approves by hand, captures, stops a cancel or asks for a webhook again."""

from __future__ import annotations

from datetime import datetime

from pgbridge_portone.shapes.answers import Answer
from pgbridge_portone.shapes.requests import Body


class StoreBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CapturePaymentBody`, `StopPaymentCancellationBody`: only which store."""

    store_id: str | None = None


class ConfirmBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ConfirmPaymentBody`."""

    payment_token: str
    store_id: str | None = None
    tx_id: str | None = None
    currency: str | None = None
    total_amount: int | None = None
    tax_free_amount: int | None = None
    is_test: bool | None = None
    skip_webhook: bool | None = None


class ConfirmKeyBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ConfirmBillingKeyBody`."""

    billing_issue_token: str
    store_id: str | None = None
    is_test: bool | None = None
    skip_webhook: bool | None = None


class ConfirmKeyPayBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ConfirmBillingKeyIssueAndPayBody`."""

    billing_issue_token: str
    store_id: str | None = None
    payment_id: str | None = None
    currency: str | None = None
    total_amount: int | None = None
    tax_free_amount: int | None = None
    is_test: bool | None = None
    skip_webhook: bool | None = None


class ResendBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ResendWebhookBody`."""

    store_id: str | None = None
    webhook_id: str | None = None


class StoppedShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`StopPaymentCancellationResponse`."""

    stopped_at: datetime | None = None


class ConfirmedKeyShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ConfirmedBillingKeySummary`."""

    billing_key: str


class ConfirmedKeyPayShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ConfirmedBillingKeyIssueAndPaySummary`."""

    billing_key: str
    payment_id: str


class WebhookReply(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentWebhookResponse`: what the shop's server said."""

    code: str | None = None


class WebhookShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentWebhook`."""

    id: str
    payment_status: str | None = None
    status: str | None = None
    url: str | None = None
    current_execution_count: int | None = None
    response: WebhookReply | None = None
    triggered_at: datetime | None = None


class ResentShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ResendWebhookResponse`."""

    webhook: WebhookShape
