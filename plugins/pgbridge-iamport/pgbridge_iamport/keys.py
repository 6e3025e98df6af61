"""Billing keys read from V1's fields and written as them, plain and super ones alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from pgbridge.errors import BadAnswer, NotFound, PgbridgeError
from pgbridge.model.billing_key import BillingKey, ChannelFailure
from pgbridge.model.channel import Channel
from pgbridge.model.customer import Customer
from pgbridge.model.payment import PaymentChannel, PayMethod
from pgbridge.wire import Flow, WireRequest, WireResponse
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.lookups import get, read
from pgbridge_iamport.methods import CardFields, card_fields, card_of
from pgbridge_iamport.shapes.billing import CustomerShape, FailedShape, IssuedShape
from pgbridge_iamport.times import EPOCH, epoch, happened

Key = CustomerShape[datetime]
READER: Reader[Key] = Reader(Key)
CUSTOMERS = "/subscribe/customers/"


def key_path(customer_uid: str) -> str:
    """Return the path of a key."""
    return f"{CUSTOMERS}{quote(customer_uid, safe='')}"


def key_request(customer_uid: str, channel: Channel) -> WireRequest:
    """Return the read of a key."""
    return get(key_path(customer_uid), channel)


def key_by_id(customer_uid: str, channel: Channel) -> Flow[BillingKey]:
    """Read a key.

    :raises NotFound: it was deleted, or never issued
    """
    try:
        response = yield from read(key_request(customer_uid, channel), channel)
    except NotFound as error:
        raise NotFound(
            "PortOne V1 knows no such billing key",
            reason="billing_key_not_found",
            code=error.code,
            pg_message=error.pg_message,
            http_status=404,
        ) from None
    return decode_key(response.body)


def decode_key(body: bytes, alias: str | None = None) -> BillingKey:
    """Read the key of an answer that holds one.

    :raises BadAnswer: it does not say which
    """
    return key_of(READER.one(body), body, alias)


def key_of(it: Key, wire: bytes, alias: str | None = None) -> BillingKey:
    """Return the neutral key.

    :raises BadAnswer: it does not say which
    """
    uid = it.customer_uid or alias
    if not uid:
        raise BadAnswer("PortOne V1 answered a billing key without customer_uid", reason="bad_answer")
    issued = it.succeededChannels or []
    if issued:
        methods = tuple(m for row in issued[:1] for m in methods_of(row))
        channels = tuple(place(row.pg_provider, row.pg_id) for row in issued)
    else:
        methods = methods_of(it)
        live = None if it.sandbox is None else not it.sandbox
        channels = (place(it.pg_provider, it.pg_id, live),) if it.pg_provider else ()
    stamps = [row.inserted or EPOCH for row in issued] or [it.inserted or EPOCH]
    changes = [row.updated or EPOCH for row in issued] or [it.updated or EPOCH]
    return BillingKey(
        id=uid,
        status="issued",
        methods=methods,
        channels=channels,
        channel_group=it.channelGroupId or None,
        customer=Customer(
            id=it.customer_id,
            name=it.customer_name,
            email=it.customer_email,
            phone=it.customer_tel,
            address=it.customer_addr,
            postcode=it.customer_postcode,
        ),
        issued_at=happened(min(stamps)),
        updated_at=happened(max(changes)),
        failures=tuple(
            ChannelFailure(
                type=row.type or "UNKNOWN",
                channel=place(row.pg_provider, row.pg_id),
                message=row.message,
                pg_message=row.message,
            )
            for row in it.failedChannels or ()
        ),
        wire=wire,
    )


def methods_of(it: CardFields) -> tuple[PayMethod, ...]:
    """Return the card a key stands for; V1 shows nothing of other methods."""
    card = card_of(it)
    return () if card is None else (PayMethod(type="card", card=card),)


def place(pg: str | None, mid: str | None, live: bool | None = None) -> PaymentChannel:  # noqa: FBT001
    """Return a channel of a key."""
    return PaymentChannel(pg_provider=pg.upper() if pg else None, pg_merchant_id=mid, live=live)


def answer_key(uid: str | None, result: Any) -> WireResponse:
    """Write a key, or the error in its place."""
    return failure(result) if isinstance(result, PgbridgeError) else success(written_key(uid, result))


def written_key(uid: str | None, it: BillingKey) -> CustomerShape[int]:
    """Return V1's fields of a key, in the super shape where a channel group issued it.

    :param uid: `customer_uid` as V1 knows the key; the key's own id where it is not known
    """
    customer = it.customer
    shared: dict[str, Any] = {
        "customer_uid": uid or it.id,
        "customer_id": customer.id,
        "customer_name": customer.full_name,
        "customer_tel": customer.phone,
        "customer_email": customer.email,
        "customer_addr": customer.one_line_address,
        "customer_postcode": customer.postcode,
    }
    card = next((m.card for m in it.methods if m.card is not None), None)
    inserted, updated = epoch(it.issued_at) or None, epoch(it.updated_at or it.issued_at) or None
    if it.channel_group is not None or it.failures or len(it.channels) > 1:
        return CustomerShape(
            **shared,
            channelGroupId=it.channel_group,
            succeededChannels=[
                IssuedShape(
                    pg_provider=lower(row.pg_provider),
                    pg_id=row.pg_merchant_id,
                    inserted=inserted,
                    updated=updated,
                    **card_fields(card, row.pg_provider),
                )
                for row in it.channels
            ],
            failedChannels=[
                FailedShape(
                    type=row.type,
                    message=row.pg_message or row.message,
                    pg_provider=lower(row.channel.pg_provider) if row.channel is not None else None,
                    pg_id=row.channel.pg_merchant_id if row.channel is not None else None,
                )
                for row in it.failures
            ],
        )
    found = it.channels[0] if it.channels else PaymentChannel()
    return CustomerShape(
        **shared,
        pg_provider=lower(found.pg_provider),
        pg_id=found.pg_merchant_id,
        sandbox=None if found.live is None else not found.live,
        inserted=inserted,
        updated=updated,
        **card_fields(card, found.pg_provider),
    )


def lower(code: str | None) -> str | None:
    """Return a PG code as V1 writes it."""
    return code.lower() if code else None
