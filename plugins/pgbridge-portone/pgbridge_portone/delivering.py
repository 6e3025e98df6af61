"""What the operations on escrow payments share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.escrow import EscrowLogistics, Party
from pgbridge.operations.escrow.register import Logistics
from pgbridge.wire import Prior, WireRequest, WireResponse
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import need_order, problem, read, refuse, segment, store_of, time_problems
from pgbridge_portone.charging import get_request
from pgbridge_portone.convert.customer import (
    address_from_input,
    address_input,
    product_inputs,
    products_of,
)
from pgbridge_portone.fields import ADDRESS, PRODUCT, fields, inside
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import DeliveryShape, EscrowPaymentShape, EscrowShape
from pgbridge_portone.shapes.requests import EscrowBody, LogisticsInput, ReceiverInput, SenderInput
from pgbridge_portone.times import utc
from pgbridge_portone.words import CARRIERS, ESCROW, ESCROW_OUT, OTHER_CARRIER

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

PARTY = {"name": "name", "phone": "phoneNumber", "postcode": "zipcode", "address": "address"}
LOGISTICS = fields(
    {
        "order_id": "path.paymentId",
        "attempt_id": None,
        "carrier": "logistics.company",
        "invoice": "logistics.invoiceNumber",
        "sent_at": "logistics.sentAt",
        "received_at": "logistics.receivedAt",
        "ship_from": "logistics.address",
        "sender": "sender",
        "sender.relationship": "sender.relationship",
        "receiver": "receiver",
        "receiver.relationship": None,
        "products": "products",
        "currency": None,
        "send_email": "sendEmail",
    },
    inside("ship_from", "logistics.address", ADDRESS),
    inside("sender", "sender", PARTY),
    inside("sender.address", "sender.address", ADDRESS),
    inside("receiver", "receiver", PARTY),
    inside("receiver.address", "receiver.address", ADDRESS),
    inside("products", "products", PRODUCT),
)
# V2 names a payment by its order, and takes prices in its currency.
DROPPED = frozenset(("attempt_id", "currency"))
PAYMENT = msgspec.json.Decoder(EscrowPaymentShape)
DELIVERY = msgspec.json.Decoder(DeliveryShape)
NOT_YET = "before_registered"


def logistics_request(op: Any, channel: Channel, method: str) -> WireRequest:
    """Return the request that registers or changes a delivery.

    :raises RuleViolation: V2 cannot take it
    """
    order_id = need_order(op.order_id, "escrow")
    found = time_problems((("logistics.sentAt", op.sent_at), ("logistics.receivedAt", op.received_at)))
    if not op.carrier:
        found.append(
            problem("carrier", "logistics.company", "say who delivers: ETC if no other", neutral="carrier")
        )
    if found:
        raise refuse(*found, subject="escrow")
    sender, receiver = op.sender, op.receiver
    body = EscrowBody(
        store_id=store_of(channel),
        sender=None if sender is None else SenderInput(**party(sender), relationship=sender.relationship),
        receiver=None if receiver is None else ReceiverInput(**party(receiver)),
        logistics=LogisticsInput(
            company=op.carrier if op.carrier in CARRIERS else OTHER_CARRIER,
            invoice_number=op.invoice,
            sent_at=utc(op.sent_at) or op.sent_at,
            received_at=utc(op.received_at),
            address=None if op.ship_from is None else address_input(op.ship_from),
        ),
        send_email=op.send_email,
        products=product_inputs(op.products),
    )
    return WireRequest(
        name="escrow_logistics",
        method=method,
        path=f"/payments/{segment(order_id)}/escrow/logistics",
        body=body,
        params={"paymentId": order_id},
    )


def unsaid(op: Logistics) -> tuple[str, ...]:
    """Return what V2 has no word for: old carriers of V1's."""
    return () if op.carrier in CARRIERS else ("carrier",)


def party(it: Party) -> dict[str, Any]:
    """Return what sender and receiver share."""
    return {
        "name": it.name,
        "phone_number": it.phone,
        "zipcode": it.postcode,
        "address": None if it.address is None else address_input(it.address),
    }


def party_from(body: SenderInput | ReceiverInput | None) -> Party | None:
    """Return the sender or receiver of a request."""
    if body is None:
        return None
    return Party(
        name=body.name,
        phone=body.phone_number,
        postcode=body.zipcode,
        address=address_from_input(body.address),
        relationship=body.relationship if isinstance(body, SenderInput) else None,
    )


def logistics_from(body: EscrowBody) -> dict[str, Any]:
    """Return what a request tells of a delivery, as arguments of the operation."""
    told = body.logistics
    return {
        "carrier": told.company,
        "invoice": told.invoice_number,
        "sent_at": utc(told.sent_at),
        "received_at": utc(told.received_at),
        "ship_from": address_from_input(told.address),
        "sender": party_from(body.sender),
        "receiver": party_from(body.receiver),
        "products": products_of(body.products),
        "send_email": body.send_email,
    }


def decode_delivery(op: Any, response: WireResponse) -> EscrowLogistics:
    """Return the delivery as far as the answer tells."""
    shape = parse(response.body, DELIVERY)
    return EscrowLogistics(
        order_id=op.order_id if op is not None else None,
        status="registered",
        carrier=op.carrier if op is not None else None,
        invoice=shape.invoice_number,
        sent_at=utc(shape.sent_at),
        applied_at=utc(shape.applied_at or shape.modified_at),
        wire=response.body,
    )


def read_delivery(body: bytes) -> EscrowLogistics:
    """Read the delivery out of its payment. Of a V1 payment V2 always says that it is registered.

    :raises NotFound: it is no escrow payment
    """
    payment = parse(body, PAYMENT)
    escrow = payment.escrow
    if escrow is None:
        raise NotFound(f"order {payment.id} is no escrow payment", reason="escrow_not_found")
    status = (
        None if escrow.status is None or payment.version == "V1" else ESCROW.get(escrow.status, escrow.status)
    )
    return EscrowLogistics(
        order_id=payment.id,
        attempt_id=payment.transaction_id,
        status=status,
        carrier=escrow.company,
        invoice=escrow.invoice_number,
        sent_at=utc(escrow.sent_at),
        applied_at=utc(escrow.applied_at),
        automatically_confirmed=escrow.is_automatically_confirmed,
        wire=body,
    )


def delivery_of(order_id: str, channel: Channel) -> Flow[EscrowLogistics]:
    """Read the delivery of an order."""
    return read_delivery((yield from read(get_request(order_id, channel), channel)).body)


def deliveries_seen(order_id: str, channel: Channel) -> Flow[Sighting]:
    """Show the delivery that is registered; one that was changed shows as another."""
    found = yield from delivery_of(order_id, channel)
    if found.status == NOT_YET:
        return Sighting()
    mark = f"{found.carrier}/{found.invoice}/{found.sent_at}/{found.applied_at}"
    return Sighting(items=(Seen(id=mark, state="done", result=found),))


def prior(op: Any, channel: Channel) -> Flow[Prior]:
    """See which delivery there is before this.

    :raises NotFound: there is no such payment, or it is no escrow payment
    """
    order_id = need_order(op.order_id, "escrow")
    return Prior(op=op, sighting=(yield from deliveries_seen(order_id, channel)), target=order_id)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look which delivery is registered now."""
    return (yield from deliveries_seen(attempt.target or attempt.vendor_id, channel))


def settle_confirmed(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether the purchase is confirmed."""
    found = yield from delivery_of(attempt.target or attempt.vendor_id, channel)
    if found.status != "confirmed":
        return Sighting()
    return Sighting(items=(Seen(id=found.order_id or "", state="done", result=found),))


def answer_delivery(result: EscrowLogistics | PgbridgeError, *, changed: bool) -> WireResponse:
    """Write what V2 tells of a delivery just registered or changed."""
    if isinstance(result, PgbridgeError):
        return refused(result)
    return answered(
        DeliveryShape(
            invoice_number=result.invoice,
            sent_at=result.sent_at,
            applied_at=None if changed else result.applied_at,
            modified_at=result.applied_at if changed else None,
        )
    )


def answer_payment(order_id: str | None, result: EscrowLogistics | PgbridgeError) -> WireResponse:
    """Write of a payment what is about its delivery."""
    if isinstance(result, PgbridgeError):
        return refused(result)
    status = result.status
    escrow = EscrowShape(
        status=None if status is None else ESCROW_OUT.get(status, status),
        company=result.carrier,
        invoice_number=result.invoice,
        sent_at=result.sent_at,
        applied_at=result.applied_at,
        is_automatically_confirmed=result.automatically_confirmed,
    )
    return answered(EscrowPaymentShape(id=order_id or result.order_id or "", escrow=escrow))
