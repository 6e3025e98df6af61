"""`POST /paymentwall/delivery/confirm`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import Conflict, PgbridgeError
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.customer import Address, Name
from pgbridge.model.wallets import PaymentwallDelivery
from pgbridge.operations.paymentwall.delivery import RegisterPaymentwallDelivery
from pgbridge.wire import Accepted, Event, Prior, WireRequest, WireResponse, emit
from pgbridge_portone.accepting import body_of
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import problem, read, refuse, time_problems
from pgbridge_portone.charging import get_request
from pgbridge_portone.convert.payment import read_payment
from pgbridge_portone.fields import fields
from pgbridge_portone.shapes.requests import DeliveryBody
from pgbridge_portone.times import utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation
    from pgbridge.wire import Flow

OPERATION = RegisterPaymentwallDelivery
ENDPOINTS = ("POST /paymentwall/delivery/confirm",)
APPROXIMATIONS = ("PortOne V2 has no state between shipped and delivered",)
FIELDS = fields(
    {
        "attempt_id": "transactionId",
        "order_id": None,
        "type": "deliveryType",
        "status": "deliveryStatus",
        "delivery_at": "estimatedDeliveryDatetime",
        "update_at": "estimatedUpdateDatetime",
        "refundable": "refundable",
        "email": "shippingAddressEmail",
        "details": "details",
        "reason": "reason",
        "carrier": "carrierType",
        "tracking_number": "carrierTrackingId",
        "recipient": "shippingAddressLastname",
        "recipient.first": "shippingAddressFirstname",
        "recipient.last": "shippingAddressLastname",
        "phone": "shippingAddressPhone",
        "postcode": "shippingAddressZip",
        "address": "shippingAddressStreet",
        "address.line1": "shippingAddressStreet",
        "address.line2": "shippingAddressStreet",
        "address.city": "shippingAddressCity",
        "address.province": "shippingAddressState",
        "address.country": "shippingAddressCountry",
        "attachments": "attachments",
    }
)
# `prior` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
NEEDS = {"details": "V2 needs a description of the delivery: give details"}
TYPES = {"physical": "PHYSICAL", "digital": "DIGITAL"}
STATUSES = {
    "order_placed": "ORDER_PLACED",
    "order_shipped": "ORDER_SHIPPED",
    # V2 has no word for it; this one is nearest.
    "delivering": "ORDER_SHIPPED",
    "delivered": "DELIVERED",
}
TYPE_NAMES = {code: name for name, code in TYPES.items()}
STATUS_NAMES = {code: name for name, code in STATUSES.items() if name != "delivering"}
WARNING = "status: PortOne V2 has no delivering, so Paymentwall is told order_shipped"
PHYSICAL = {
    "carrier_tracking_id": "tracking_number",
    "carrier_type": "carrier",
    "shipping_address_country": "address.country",
    "shipping_address_city": "address.city",
    "shipping_address_zip": "postcode",
    "shipping_address_state": "address.province",
    "shipping_address_street": "address.line1",
    "shipping_address_phone": "phone",
    "shipping_address_firstname": "recipient.first",
    "shipping_address_lastname": "recipient.last",
}


def encode(op: RegisterPaymentwallDelivery, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: no attempt is named, or V2 lacks what it needs
    """
    del channel
    where, who = op.address, op.recipient
    body = DeliveryBody(
        transaction_id=op.attempt_id or "",
        delivery_type=TYPES.get(op.type, ""),
        delivery_status=STATUSES.get(op.status, ""),
        estimated_delivery_datetime=op.delivery_at,
        estimated_update_datetime=op.update_at,
        refundable=op.refundable,
        details=op.details or "",
        shipping_address_email=op.email,
        reason=op.reason,
        carrier_tracking_id=op.tracking_number,
        carrier_type=op.carrier,
        shipping_address_country=where.country if where is not None else None,
        shipping_address_city=where.city if where is not None else None,
        shipping_address_zip=op.postcode,
        shipping_address_state=where.province if where is not None else None,
        shipping_address_street=f"{where.line1} {where.line2}".strip() if where is not None else None,
        shipping_address_phone=op.phone,
        shipping_address_firstname=who.first if who is not None else None,
        shipping_address_lastname=who.last if who is not None else None,
        attachments=op.attachments or None,
    )
    if found := problems_of(op, body):
        raise refuse(*found, subject=op.name)
    return WireRequest(
        method="POST", path="/paymentwall/delivery/confirm", name="paymentwall_delivery", body=body
    )


def problems_of(op: RegisterPaymentwallDelivery, body: DeliveryBody) -> list[Violation]:
    """Return what V2 cannot take."""
    found = time_problems((("delivery_at", op.delivery_at), ("update_at", op.update_at)))
    if not op.attempt_id:
        message = "V2 names the payment by its attempt: give attempt_id"
        found.append(problem("attempt-id", "transactionId", message, neutral="attempt_id"))
    if not op.details:
        found.append(problem("details", "details", NEEDS["details"], neutral="details"))
    for value, known, field in (
        (op.type, TYPES, "deliveryType"),
        (op.status, STATUSES, "deliveryStatus"),
    ):
        if value not in known:
            neutral = "type" if known is TYPES else "status"
            message = f"must be one of {', '.join(known)}"
            found.append(problem(neutral, field, message, neutral=neutral, kind="enum"))
    if op.type == "physical":
        found += [
            problem("physical", name, f"{neutral}: physical goods need it", neutral=neutral)
            for name, neutral in PHYSICAL.items()
            if not getattr(body, name)
        ]
    return found


def decode(op: RegisterPaymentwallDelivery | None, response: WireResponse) -> PaymentwallDelivery:
    """Return what was told: a success says no more."""
    del response
    if op is None:
        return PaymentwallDelivery(status="")
    return PaymentwallDelivery(status=op.status, order_id=op.order_id, attempt_id=op.attempt_id)


def prior(op: RegisterPaymentwallDelivery, channel: Channel) -> Flow[Prior]:
    """Find the attempt that paid the order, and warn of a state that V2 has no word for.

    :raises NotFound: there is no such payment
    :raises Conflict: no attempt at it is known
    """
    full = op
    if op.attempt_id is None and op.order_id is not None:
        payment = read_payment((yield from read(get_request(op.order_id, channel), channel)).body)
        if payment.attempt_id is None:
            raise Conflict(f"order {op.order_id} has no attempt to deliver for", reason="invalid_state")
        full = msgspec.structs.replace(op, attempt_id=payment.attempt_id)
    if op.status == "delivering":
        yield from emit(
            Event(
                kind="warning",
                operation=op.name,
                channel=channel.name,
                detail=WARNING,
                order_id=op.order_id,
            )
        )
    return Prior(op=msgspec.structs.replace(full, order_id=None), target=full.attempt_id)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Show nothing: V2 has no read of it, so that nothing is seen proves nothing."""
    del attempt, channel
    yield from ()
    return Sighting(absence_counts=False)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    body, unknown = body_of(requests[0], DeliveryBody)
    first, last = body.shipping_address_firstname, body.shipping_address_lastname
    where = (
        body.shipping_address_street,
        body.shipping_address_city,
        body.shipping_address_state,
        body.shipping_address_country,
    )
    street, city, state, country = where
    op = RegisterPaymentwallDelivery(
        attempt_id=body.transaction_id,
        type=TYPE_NAMES.get(body.delivery_type, body.delivery_type),
        status=STATUS_NAMES.get(body.delivery_status, body.delivery_status),
        delivery_at=utc(body.estimated_delivery_datetime) or body.estimated_delivery_datetime,
        update_at=utc(body.estimated_update_datetime) or body.estimated_update_datetime,
        refundable=body.refundable,
        email=body.shipping_address_email,
        details=body.details,
        reason=body.reason,
        carrier=body.carrier_type,
        tracking_number=body.carrier_tracking_id,
        recipient=None if first is None and last is None else Name(first=first or "", last=last or ""),
        phone=body.shipping_address_phone,
        postcode=body.shipping_address_zip,
        address=None
        if all(part is None for part in where)
        else Address(line1=street or "", city=city, province=state, country=country),
        attachments=tuple(body.attachments or ()),
    )
    return Accepted(op=op, unknown=unknown)


def answer(
    op: RegisterPaymentwallDelivery | None, result: PaymentwallDelivery | PgbridgeError
) -> WireResponse:
    """Write that it was taken."""
    del op
    return refused(result) if isinstance(result, PgbridgeError) else answered({})
