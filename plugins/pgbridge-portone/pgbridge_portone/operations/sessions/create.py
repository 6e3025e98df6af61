"""`POST /payment-sessions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.checkout import CheckoutSession
from pgbridge.model.customer import Customer
from pgbridge.operations.sessions.create import CreateSession
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import body_of
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import problem, refuse, store_of
from pgbridge_portone.convert.session import (
    agreement_inputs,
    agreements_of,
    colors_input,
    colors_of,
    product_input,
    product_of,
)
from pgbridge_portone.fields import fields, inside
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.checkout import OpenedShape, SessionBody
from pgbridge_portone.times import utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = CreateSession
ENDPOINTS = ("POST /payment-sessions",)
FIELDS = fields(
    {
        "order_id": "paymentId",
        "order_name": "orderName",
        "profile": "profileKey",
        "country": "country",
        "amount": "totalAmount",
        "currency": "currency",
        "payment_method": "paymentMethod",
        "redirect_url": "redirectUrl",
        "products": "products",
        "customer.name": "customerName",
        "customer.email": "customerEmail",
        "customer.id": None,
        "customer.phone": None,
        "customer.address": None,
        "customer.postcode": None,
        "customer.birth": None,
        "customer.gender": None,
        "customer.country": None,
        "customer.business_number": None,
        "store_name": "storeName",
        "agreements": "agreements",
        "image_url": "orderImageUrl",
        "custom_data": "customData",
        "colors": "colors",
        "lives_seconds": "ttlSeconds",
    },
    inside(
        "colors",
        "colors",
        {"primary": "primary", "primary_hover": "primaryHover", "primary_light": "primaryLight"},
    ),
)
OPENED = msgspec.json.Decoder(OpenedShape)


def encode(op: CreateSession, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: the connection names no store
    """
    store = store_of(channel)
    if not store:
        message = "a checkout page belongs to a store: set store_id = ... on the connection"
        raise refuse(problem("store", "storeId", message, neutral="channel"), subject="session")
    return WireRequest(
        method="POST",
        path="/payment-sessions",
        body=SessionBody(
            store_id=store,
            payment_id=op.order_id,
            profile_key=op.profile,
            country=op.country,
            currency=op.currency,
            total_amount=op.amount,
            order_name=op.order_name,
            payment_method=op.payment_method,
            redirect_url=op.redirect_url,
            products=tuple(product_input(it) for it in op.products) or None,
            customer_name=op.customer.full_name,
            customer_email=op.customer.email,
            store_name=op.store_name,
            agreements=agreement_inputs(op.agreements),
            order_image_url=op.image_url,
            custom_data=op.custom_data,
            colors=colors_input(op.colors),
            ttl_seconds=op.lives_seconds,
        ),
    )


def decode(op: CreateSession | None, response: WireResponse) -> CheckoutSession:
    """Return where the page is and until when."""
    it = parse(response.body, OPENED)
    opened = CheckoutSession(
        id=it.session_id, url=it.url, expires_at=utc(it.expires_at), partial=op is None, wire=response.body
    )
    if op is None:
        return opened
    asked = {name: getattr(op, name) for name in op.__struct_fields__ if name != "lives_seconds"}
    return msgspec.structs.replace(opened, **asked)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """V2 finds a session by its own id alone: of a lost answer nothing can be told."""
    del attempt, channel
    yield from ()
    return Sighting(absence_counts=False)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    body, unknown = body_of(requests[0], SessionBody)
    op = CreateSession(
        order_id=body.payment_id,
        order_name=body.order_name,
        profile=body.profile_key,
        country=body.country,
        amount=body.total_amount,
        currency=body.currency,
        payment_method=body.payment_method,
        redirect_url=body.redirect_url,
        products=tuple(product_of(it) for it in body.products or ()),
        customer=Customer(name=body.customer_name, email=body.customer_email),
        store_name=body.store_name,
        agreements=agreements_of(body.agreements),
        image_url=body.order_image_url,
        custom_data=body.custom_data,
        colors=colors_of(body.colors),
        lives_seconds=body.ttl_seconds,
    )
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: CreateSession | None, result: CheckoutSession | PgbridgeError) -> WireResponse:
    """Write where the page is."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    return answered(OpenedShape(session_id=result.id, url=result.url, expires_at=result.expires_at))
