"""Billing keys: read, and written as V2 shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.model.billing_key import BillingKey, ChannelFailure
from pgbridge_portone.convert.customer import customer_of, customer_shape
from pgbridge_portone.convert.method import key_method_shape, method_of
from pgbridge_portone.convert.payment import channel_of
from pgbridge_portone.convert.payment_written import channel_shape
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import (
    BillingKeyShape,
    FailedChannel,
    FailedIssue,
    GroupShape,
)
from pgbridge_portone.times import utc
from pgbridge_portone.words import KEY_STATUS, KEY_STATUS_OUT

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY = msgspec.json.Decoder(BillingKeyShape)
FAILED = "FAILED"


def read_key(body: bytes | msgspec.Raw) -> BillingKey:
    """Read a `BillingKeyInfo`.

    :raises BadAnswer: it cannot be read
    """
    return key_of(parse(body, KEY), bytes(body))


def key_of(
    shape: BillingKeyShape, wire: bytes = b"", failures: Sequence[FailedChannel] | None = None
) -> BillingKey:
    """Return the neutral key; a summary has no status and is about a key just issued."""
    told = shape.pg_billing_key_issue_responses or ()
    refused = failures if failures is not None else [f for f in told if f.type == FAILED]
    status = shape.status or "ISSUED"
    return BillingKey(
        id=shape.billing_key,
        status=KEY_STATUS.get(status, status),
        methods=tuple(method_of(m) for m in shape.methods or ()),
        channels=tuple(channel_of(c) for c in shape.channels or ()),
        channel_group=None if shape.channel_group is None else shape.channel_group.id,
        customer=customer_of(shape.customer),
        custom_data=shape.custom_data,
        issue_id=shape.issue_id,
        issue_name=shape.issue_name,
        requested_at=utc(shape.requested_at),
        issued_at=utc(shape.issued_at),
        deleted_at=utc(shape.deleted_at),
        failures=tuple(failure_of(f) for f in refused),
        merchant_id=shape.merchant_id,
        store_id=shape.store_id,
        wire=wire,
    )


def failure_of(shape: FailedChannel) -> ChannelFailure:
    """Return why one channel of a group refused the card."""
    inner = shape.failure or FailedIssue()
    return ChannelFailure(
        type="PG_PROVIDER" if shape.type in (None, FAILED) else shape.type or "",
        channel=None if shape.channel is None else channel_of(shape.channel),
        message=shape.message or inner.message,
        pg_code=shape.pg_code or inner.pg_code,
        pg_message=shape.pg_message or inner.pg_message,
    )


def key_shape(key: BillingKey) -> BillingKeyShape:
    """Write a key."""
    methods = [key_method_shape(m) for m in key.methods]
    return BillingKeyShape(
        status=KEY_STATUS_OUT.get(key.status, key.status),
        billing_key=key.id,
        merchant_id=key.merchant_id,
        store_id=key.store_id,
        methods=tuple(m for m in methods if m is not None) or None,
        channels=tuple(channel_shape(c) for c in key.channels),
        channel_group=None if key.channel_group is None else GroupShape(id=key.channel_group),
        customer=customer_shape(key.customer),
        custom_data=key.custom_data,
        issue_id=key.issue_id,
        issue_name=key.issue_name,
        requested_at=key.requested_at,
        issued_at=key.issued_at,
        deleted_at=key.deleted_at,
        pg_billing_key_issue_responses=tuple(
            FailedChannel(
                type=FAILED,
                channel=None if f.channel is None else channel_shape(f.channel),
                failure=FailedIssue(message=f.message, pg_code=f.pg_code, pg_message=f.pg_message),
            )
            for f in key.failures
        )
        or None,
    )


def summary_shape(key: BillingKey) -> BillingKeyShape:
    """Write a key as the answer to its issue shows it."""
    return BillingKeyShape(
        billing_key=key.id,
        channels=tuple(channel_shape(c) for c in key.channels) or None,
        issued_at=key.issued_at,
    )


def failure_shape(failure: ChannelFailure) -> FailedChannel:
    """Write why one channel refused; a PG's refusal has a text of the PG's."""
    text = failure.pg_message
    if text is None and failure.type == "PG_PROVIDER":
        text = failure.message
    return FailedChannel(
        type=failure.type,
        channel=None if failure.channel is None else channel_shape(failure.channel),
        message=failure.message,
        pg_code=failure.pg_code,
        pg_message=text,
    )
