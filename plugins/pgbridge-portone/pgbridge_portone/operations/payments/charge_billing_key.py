"""`POST /payments/{paymentId}/billing-key`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.model.billing_key import VendorKey
from pgbridge.operations.base import key_id
from pgbridge.operations.payments.charge_billing_key import ChargeBillingKey
from pgbridge.wire import Accepted, WireRequest
from pgbridge_portone import charging
from pgbridge_portone.accepting import billing_terms_from, body_of, part
from pgbridge_portone.asking import refuse, segment, store_of
from pgbridge_portone.convert.billing_terms import billing_body, billing_problems
from pgbridge_portone.fields import BILLING_TERMS, fields
from pgbridge_portone.operations.payments import charge_card
from pgbridge_portone.shapes.requests import BillingKeyBody

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = ChargeBillingKey
ENDPOINTS = ("POST /payments/{paymentId}/billing-key",)
FIELDS = fields(
    BILLING_TERMS,
    {"order_id": "path.paymentId", "billing_key": "billingKey", "pin_channel": "channelKey"},
)
prior, settle, complete = charging.prior, charging.settle, charging.complete
decode, answer = charge_card.decode, charge_card.answer


def encode(op: ChargeBillingKey, channel: Channel) -> WireRequest:
    """Turn the operation into its request. The key knows its channel; only a super key's may be pinned.

    :raises RuleViolation: V2 cannot take it
    """
    key = key_id(op.billing_key)
    if problems := billing_problems(op, key):
        raise refuse(*problems, subject="charge")
    return WireRequest(
        name="pay_with_billing_key",
        method="POST",
        path=f"/payments/{segment(op.order_id)}/billing-key",
        body=billing_body(op, key, store=store_of(channel), channel_key=op.pin_channel),
        params={"paymentId": op.order_id},
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    body, unknown = body_of(request, BillingKeyBody)
    op = ChargeBillingKey(
        order_id=part(request, 1),
        billing_key=VendorKey(id=body.billing_key),
        pin_channel=body.channel_key,
        **billing_terms_from(body),
    )
    return Accepted(op=op, channel_key=body.channel_key, store_id=body.store_id, unknown=unknown)
