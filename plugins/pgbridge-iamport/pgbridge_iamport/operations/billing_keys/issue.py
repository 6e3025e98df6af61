"""`billing_keys.issue`: `POST /subscribe/customers/{customer_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.errors import BadAnswer, IntentConflict, NotFound
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.billing_key import BillingKey
from pgbridge.model.channel import Channel
from pgbridge.model.customer import Customer
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.cards import accepted_card, grouped
from pgbridge_iamport.carried import CARD
from pgbridge_iamport.form import Form, accepted, tail, wrong
from pgbridge_iamport.judge import NO_SUCH_CALL
from pgbridge_iamport.keys import CUSTOMERS, answer_key, decode_key, key_by_id, key_path
from pgbridge_iamport.lookups import absence_counts, headers
from pgbridge_iamport.refusal import (
    MOST_CHANNEL_KEY,
    MOST_CUSTOMER_UID,
    MOST_PG,
    Problems,
    check_length,
    check_lengths,
    missing_setting,
    refuse,
)
from pgbridge_iamport.shapes.requests import IssueBody

OPERATION = IssueBillingKey
ENDPOINTS = ("POST /subscribe/customers/{customer_uid}",)
APPROXIMATIONS = (
    "PortOne V1 takes the alias for the key's id and replaces a key of that id without a word, so an existing one is refused unless replace is set",
)
FIELDS = {
    **CARD,
    "alias": "path.customer_uid",
    "channel_group": "channel_group_id",
    "customer.id": "customer_id",
    "customer.name": "customer_name",
    "customer.phone": "customer_tel",
    "customer.email": "customer_email",
    "customer.address": "customer_addr",
    "customer.postcode": "customer_postcode",
    "customer.birth": None,
    "customer.gender": None,
    "customer.country": None,
    "customer.business_number": None,
    "custom_data": None,
    "notice_urls": None,
    "bypass": None,
    "notify": None,
    "replace": None,
}
# V1 replaces without asking, so `replace` only lifts the refusal in `prior`; it sends no webhook on issue.
DROPPED = frozenset(("replace", "notify"))
LIMITS = (
    ("channel_key", MOST_CHANNEL_KEY, "channel.key"),
    ("pg", MOST_PG, "channel.pg"),
    ("channel_group_id", MOST_CHANNEL_KEY, "channel_group"),
    ("customer_name", 20, "customer.name"),
    ("customer_tel", 20, "customer.phone"),
    ("customer_email", 200, "customer.email"),
    ("customer_addr", 200, "customer.address"),
    ("customer_postcode", 8, "customer.postcode"),
)


def encode(op: IssueBillingKey, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: a text is too long, or the channel has neither key nor `pg`
    """
    problems: Problems = []
    card, customer = op.card, op.customer
    group = op.channel_group or channel.group
    key = None if group else channel.key
    pg = None if group or key else channel.pg
    if not (group or key or pg):
        missing_setting(channel, "key", "channel_key", problems)
    body = IssueBody(
        channel_key=key,
        pg=pg,
        channel_group_id=group,
        card_number=grouped(card),
        expiry=card.expiry,
        birth=card.birth_or_business_number,
        pwd_2digit=card.password_digits,
        cvc=card.cvc,
        customer_id=customer.id,
        customer_name=customer.full_name,
        customer_tel=customer.phone,
        customer_email=customer.email,
        customer_addr=customer.one_line_address,
        customer_postcode=customer.postcode,
    )
    check_length(op.alias, MOST_CUSTOMER_UID, "customer_uid", "alias", problems)
    check_lengths(body, LIMITS, problems)
    refuse(problems, op.name)
    return WireRequest(
        method="POST",
        path=key_path(op.alias),
        name="issue_billing_key",
        body=body,
        headers=headers(channel),
        params={"customer_uid": op.alias},
    )


def decode(op: IssueBillingKey | None, response: WireResponse) -> BillingKey:
    """Read the key; of a super key also the channels that refused it."""
    return decode_key(response.body, op.alias if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request; V1 replaces the key of a used `customer_uid` without asking."""
    (request,) = requests
    form = Form.of(request)
    card = accepted_card(form)
    if card is None:
        raise wrong("card_number", "is required")
    op = IssueBillingKey(
        alias=tail(request, CUSTOMERS),
        card=card,
        channel_group=form.text("channel_group_id"),
        customer=Customer(
            id=form.text("customer_id"),
            name=form.text("customer_name"),
            email=form.text("customer_email"),
            phone=form.text("customer_tel"),
            address=form.text("customer_addr"),
            postcode=form.text("customer_postcode"),
        ),
    )
    return accepted(request, op, forms=(form,), channel_key=form.text("channel_key"), pg=form.text("pg"))


def answer(op: IssueBillingKey | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    return answer_key(op.alias if op is not None else None, result)


def prior(op: IssueBillingKey, channel: Channel) -> Flow[Prior]:
    """Look whether the alias is taken: V1 would replace its card, and could not give the old one back.

    :raises IntentConflict: it is, and `replace` is not set
    """
    try:
        sighting = yield from key_seen(op.alias, channel)
    except BadAnswer as error:
        if error.reason != NO_SUCH_CALL:
            raise
        sighting = Sighting(absence_counts=False)
    if sighting.items and not op.replace:
        raise IntentConflict(
            f"billing key {op.alias} exists already; issue under another alias, or with replace=True",
            reason="billing_key_exists",
        )
    return Prior(op=op, sighting=sighting, target=op.alias)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read the key under the alias that went out."""
    return (yield from key_seen(attempt.target or attempt.vendor_id, channel))


def key_seen(alias: str, channel: Channel) -> Flow[Sighting]:
    """Show the key of an alias; its id here names the time of its card, so that a replaced card is another."""
    try:
        key = yield from key_by_id(alias, channel)
    except NotFound:
        return Sighting(absence_counts=absence_counts(channel))
    at = key.updated_at or key.issued_at
    stamp = at.timestamp() if at is not None else 0.0
    seen = Seen(id=f"{key.id}@{stamp:.0f}", state="done", at=stamp, result=key)
    return Sighting(items=(seen,), absence_counts=absence_counts(channel))
