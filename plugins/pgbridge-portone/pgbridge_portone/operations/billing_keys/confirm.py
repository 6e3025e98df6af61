"""`POST /billing-keys/confirm`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.billing_key import BillingKey
from pgbridge.operations.billing_keys.confirm import ConfirmBillingKey
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone.accepting import body_of
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.approving import testing
from pgbridge_portone.asking import problem, read, refuse, store_of, unsent
from pgbridge_portone.convert.billing_key import read_key
from pgbridge_portone.fields import fields
from pgbridge_portone.operations.billing_keys import issue
from pgbridge_portone.operations.billing_keys.get import get_request
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.approvals import ConfirmedKeyShape, ConfirmKeyBody

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = ConfirmBillingKey
ENDPOINTS = ("POST /billing-keys/confirm",)
FIELDS = fields({"alias": None, "token": "billingIssueToken", "customer_id": None, "notify": "skipWebhook"})
# The browser said it; here it is only for finding a lost answer.
DROPPED = frozenset(("customer_id",))
CONFIRMED = msgspec.json.Decoder(ConfirmedKeyShape)


def encode(op: ConfirmBillingKey, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: there is no token
    """
    if not op.token:
        message = "give the token that the browser was given"
        raise refuse(problem("token", "billingIssueToken", message, neutral="token"), subject="confirm")
    return WireRequest(
        method="POST",
        path="/billing-keys/confirm",
        body=ConfirmKeyBody(
            billing_issue_token=op.token,
            store_id=store_of(channel),
            is_test=testing(channel),
            skip_webhook=unsent(op.notify),
        ),
    )


def decode(op: ConfirmBillingKey | None, response: WireResponse) -> BillingKey:
    """Return the key's id; a read fills in the rest."""
    key = parse(response.body, CONFIRMED).billing_key
    return BillingKey(
        id=key, alias=op.alias if op is not None else None, status="issued", partial=True, wire=response.body
    )


def complete(op: ConfirmBillingKey, result: BillingKey, channel: Channel) -> Flow[BillingKey]:
    """Read the key: what it is, and where."""
    response = yield from read(get_request(result.id, channel), channel)
    return replace(read_key(response.body), alias=op.alias)


def prior(op: ConfirmBillingKey, channel: Channel) -> Flow[Prior]:
    """Read which keys the buyer has: none of them is the one to be confirmed."""
    if op.customer_id is None:
        return Prior(op=op)
    found = yield from issue.keys_of(op.customer_id, channel)
    return Prior(op=op, sighting=issue.sighting_of(found), target=op.customer_id)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read which keys the buyer has; of a buyer without an id nothing can be told."""
    if not attempt.target:
        return Sighting(absence_counts=False)
    return (yield from issue.settle(attempt, channel))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request; V2 has no name of the shop's for a key."""
    body, unknown = body_of(requests[0], ConfirmKeyBody)
    op = ConfirmBillingKey(alias="", token=body.billing_issue_token, notify=unsent(body.skip_webhook))
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: ConfirmBillingKey | None, result: BillingKey | PgbridgeError) -> WireResponse:
    """Write the key's id as V2 answers it."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, "BILLING_KEY_NOT_FOUND")
    return answered(ConfirmedKeyShape(billing_key=result.id))
