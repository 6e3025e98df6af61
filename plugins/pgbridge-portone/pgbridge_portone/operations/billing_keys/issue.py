"""`POST /billing-keys`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.billing_key import BillingKey
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.operations.billing_keys.list import ListBillingKeys
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone import charging
from pgbridge_portone.accepting import body_of
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import channel_problem, problem, read, refuse, store_of, unsent
from pgbridge_portone.convert.billing_key import failure_shape, key_of, read_key, summary_shape
from pgbridge_portone.convert.customer import customer_from_input, customer_input
from pgbridge_portone.fields import CARD, CUSTOMER, fields, inside
from pgbridge_portone.operations.billing_keys.get import get_request
from pgbridge_portone.operations.billing_keys.list import following, one_page
from pgbridge_portone.paging import every
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import IssuedShape
from pgbridge_portone.shapes.requests import CardInput, IssueBody, MethodInput
from pgbridge_portone.times import BEGINNING, END

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = IssueBillingKey
ENDPOINTS = ("POST /billing-keys",)
APPROXIMATIONS = (
    "PortOne V2 names the key itself and makes a new one each time; the ledger keeps the alias",
)
FIELDS = fields(
    CARD,
    inside("customer", "customer", CUSTOMER),
    {
        "alias": None,
        "custom_data": "customData",
        "notice_urls": "noticeUrls",
        "bypass": "bypass",
        "channel_group": "channelGroupId",
        "notify": "skipWebhook",
        "replace": None,
    },
)
# The ledger keeps the alias: PortOne names the key. Every issue makes a new key, so nothing is ever replaced.
DROPPED = frozenset(("alias", "replace"))
ISSUED = msgspec.json.Decoder(IssuedShape)
SIZE = 100


def encode(op: IssueBillingKey, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    group = op.channel_group or channel.group
    problems = charging.card_problems(op.card)
    if not (group or channel.key):
        problems.append(channel_problem())
    if problems:
        raise refuse(*problems, subject="issue")
    return WireRequest(
        name="issue_billing_key",
        method="POST",
        path="/billing-keys",
        body=IssueBody(
            store_id=store_of(channel),
            channel_key=None if group else channel.key,
            channel_group_id=group,
            method=MethodInput(card=CardInput(credential=charging.credential(op.card))),
            customer=customer_input(op.customer),
            custom_data=op.custom_data,
            bypass=op.bypass,
            notice_urls=op.notice_urls or None,
            skip_webhook=unsent(op.notify),
        ),
    )


def decode(op: IssueBillingKey | None, response: WireResponse) -> BillingKey:
    """Return the key as far as the answer tells; channels of a group that refused are its `failures`."""
    shape = parse(response.body, ISSUED)
    key = key_of(shape.billing_key_info, response.body, shape.channel_specific_failures or ())
    if op is None:
        return replace(key, partial=True)
    return replace(
        key,
        alias=op.alias,
        customer=op.customer,
        custom_data=op.custom_data,
        channel_group=op.channel_group,
        partial=True,
    )


def complete(op: IssueBillingKey, result: BillingKey, channel: Channel) -> Flow[BillingKey]:
    """Read the key: what card it is, and where."""
    response = yield from read(get_request(result.id, channel), channel)
    return replace(read_key(response.body), alias=op.alias, failures=result.failures)


def prior(op: IssueBillingKey, channel: Channel) -> Flow[Prior]:
    """Read which keys the buyer has: none of them is the one to be issued.

    :raises RuleViolation: the buyer has no id, by which alone a lost answer could be found again
    """
    if not op.customer.id:
        message = "V2 finds a key again by its buyer only: give customer.id, your own id of the buyer"
        raise refuse(problem("customer-id", "customer.id", message), subject="issue")
    found = yield from keys_of(op.customer.id, channel)
    return Prior(op=op, sighting=sighting_of(found), target=op.customer.id)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read which keys the buyer has."""
    return sighting_of((yield from keys_of(attempt.target or "", channel)))


def keys_of(customer: str, channel: Channel) -> Flow[tuple[BillingKey, ...]]:
    """Read all keys of a buyer that are in use."""
    asking = ListBillingKeys(
        customer_id=customer, since=BEGINNING, until=END, status="issued", page=0, size=SIZE
    )
    return (yield from every(asking, lambda op: one_page(op, channel), following))


def sighting_of(keys: tuple[BillingKey, ...]) -> Sighting:
    """Return keys as the ledger judges them."""
    return Sighting(
        items=tuple(
            Seen(
                id=key.id,
                state="done",
                at=key.issued_at.timestamp() if key.issued_at else None,
                result=key,
            )
            for key in keys
        )
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request; V2 has no name of the shop's for a key.

    :raises RuleViolation: it holds no card
    """
    body, unknown = body_of(requests[0], IssueBody)
    if body.method.card is None:
        raise refuse(problem("method", "method.card", "this operation stores a card"), subject="issue")
    op = IssueBillingKey(
        alias="",
        card=charging.card_from(body.method.card.credential),
        customer=customer_from_input(body.customer),
        custom_data=body.custom_data,
        notice_urls=tuple(body.notice_urls or ()),
        bypass=body.bypass,
        channel_group=body.channel_group_id,
        notify=unsent(body.skip_webhook),
    )
    return Accepted(op=op, channel_key=body.channel_key, store_id=body.store_id, unknown=unknown)


def answer(op: IssueBillingKey | None, result: BillingKey | PgbridgeError) -> WireResponse:
    """Write the key as V2 answers it: a summary, and what went wrong at other channels."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, "CHANNEL_NOT_FOUND")
    failures = tuple(failure_shape(f) for f in result.failures)
    return answered(
        IssuedShape(billing_key_info=summary_shape(result), channel_specific_failures=failures or None)
    )
