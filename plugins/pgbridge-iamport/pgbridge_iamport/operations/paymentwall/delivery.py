"""`paymentwall.delivery`: `POST /paymentwall/delivery`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.errors import ApiError, BadAnswer, PgbridgeError
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.customer import Address, Name
from pgbridge.model.wallets import PaymentwallDelivery
from pgbridge.operations.paymentwall.delivery import RegisterPaymentwallDelivery
from pgbridge.wire import Accepted, Flow, Judgement, Prior, WireRequest, WireResponse
from pgbridge_iamport.bound import unseen
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import Form, accepted, wrong
from pgbridge_iamport.judge import judge as by_status
from pgbridge_iamport.lookups import headers, paid_attempt, payment_by_id
from pgbridge_iamport.refusal import Problems, check_lengths, coded, problem, refuse
from pgbridge_iamport.shapes.wallets import DeliveryBody, DeliveryShape
from pgbridge_iamport.times import epoch

OPERATION = RegisterPaymentwallDelivery
ENDPOINTS = ("POST /paymentwall/delivery",)
FIELDS = {
    "order_id": "merchant_uid",
    "attempt_id": "imp_uid",
    "type": "type",
    "status": "status",
    "delivery_at": "estimated_delivery_datetime",
    "update_at": "estimated_update_datetime",
    "refundable": "refundable",
    "email": "shipping_address_email",
    "details": "details",
    "reason": "reason",
    "carrier": "carrier_type",
    "tracking_number": "carrier_tracking_id",
    "recipient": "shipping_address_lastname",
    "recipient.first": "shipping_address_firstname",
    "recipient.last": "shipping_address_lastname",
    "phone": "shipping_address_phone",
    "postcode": "shipping_address_zip",
    "address": "shipping_address_street",
    "address.line1": "shipping_address_street",
    "address.line2": "shipping_address_street",
    "address.city": "shipping_address_city",
    "address.province": "shipping_address_state",
    "address.country": "shipping_address_country",
    "attachments": None,
}
TYPES = {"physical": "physical", "digital": "digital"}
STATUSES = {it: it for it in ("order_placed", "order_shipped", "delivering", "delivered")}
LIMITS = (
    ("imp_uid", 40, "attempt_id"),
    ("merchant_uid", 40, "order_id"),
    ("carrier_tracking_id", 64, "tracking_number"),
    ("carrier_type", 64, "carrier"),
    ("reason", 64, "reason"),
    ("details", 400, "details"),
    ("shipping_address_email", 50, "email"),
    ("shipping_address_country", 40, "address.country"),
    ("shipping_address_city", 40, "address.city"),
    ("shipping_address_zip", 40, "postcode"),
    ("shipping_address_state", 40, "address.province"),
    ("shipping_address_street", 40, "address.line1"),
    ("shipping_address_phone", 40, "phone"),
    ("shipping_address_firstname", 40, "recipient.first"),
    ("shipping_address_lastname", 40, "recipient.last"),
)
# What physical goods need, by wire name.
PHYSICAL = tuple(
    (name, neutral)
    for name, _, neutral in LIMITS
    if name not in ("imp_uid", "merchant_uid", "reason", "details", "shipping_address_email")
)
READER = Reader(DeliveryShape)


def encode(op: RegisterPaymentwallDelivery, channel: Channel) -> WireRequest:
    """Write the request; V1 needs both ids of the payment, and `prior` reads the one that is not given.

    :raises RuleViolation: V1 cannot carry it, or physical goods lack what they need
    """
    problems: Problems = []
    if not (op.order_id or op.attempt_id):
        message = "order_id or attempt_id: name the payment"
        problems.append(problem("imp_uid", "required", message, neutral="attempt_id"))
    where, who = op.address, op.recipient
    body = DeliveryBody(
        imp_uid=op.attempt_id,
        merchant_uid=op.order_id,
        type=coded(TYPES, op.type, "type", "type", problems) or "",
        status=coded(STATUSES, op.status, "status", "status", problems) or "",
        estimated_delivery_datetime=epoch(op.delivery_at),
        estimated_update_datetime=epoch(op.update_at),
        refundable="yes" if op.refundable else "no",
        shipping_address_email=op.email,
        carrier_tracking_id=op.tracking_number,
        carrier_type=op.carrier,
        reason=op.reason,
        details=op.details,
        shipping_address_country=where.country if where is not None else None,
        shipping_address_city=where.city if where is not None else None,
        shipping_address_zip=op.postcode,
        shipping_address_state=where.province if where is not None else None,
        shipping_address_street=f"{where.line1} {where.line2}".strip() if where is not None else None,
        shipping_address_phone=op.phone,
        shipping_address_firstname=who.first if who is not None else None,
        shipping_address_lastname=who.last if who is not None else None,
    )
    check_lengths(body, LIMITS, problems)
    if op.type == "physical":
        problems += [
            problem(name, "required", f"{neutral}: physical goods need it", neutral=neutral)
            for name, neutral in PHYSICAL
            if not getattr(body, name)
        ]
    refuse(problems, op.name)
    return WireRequest(
        method="POST",
        path="/paymentwall/delivery",
        name="paymentwall_delivery",
        body=body,
        headers=headers(channel),
    )


def judge(response: WireResponse) -> Judgement | None:
    """Judge an answer: inside a success, an `error_code` says that Paymentwall did not take it."""
    judged = by_status(response)
    if judged is not None:
        return judged
    try:
        said = READER.one(response.body)
    except BadAnswer:
        return None
    if said.error_code is None:
        return None
    error = ApiError(
        "Paymentwall did not take the delivery",
        reason="provider_declined",
        code="0",
        pg_code=str(said.error_code),
        pg_message=said.error,
        http_status=response.status,
    )
    return Judgement(kind="refused", error=error)


def decode(op: RegisterPaymentwallDelivery | None, response: WireResponse) -> PaymentwallDelivery:
    """Return what was told: a success says no more.

    :raises ApiError: Paymentwall did not take it
    """
    if (judged := judge(response)) is not None:
        raise judged.error
    if op is None:
        return PaymentwallDelivery(status="")
    return PaymentwallDelivery(status=op.status, order_id=op.order_id, attempt_id=op.attempt_id)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    refundable = form.need("refundable")
    if refundable not in ("yes", "no"):
        raise wrong("refundable", "must be yes or no")
    op = RegisterPaymentwallDelivery(
        order_id=form.text("merchant_uid"),
        attempt_id=form.text("imp_uid"),
        type=form.need("type"),
        status=form.need("status"),
        delivery_at=form.need_time("estimated_delivery_datetime"),
        update_at=form.need_time("estimated_update_datetime"),
        refundable=refundable == "yes",
        email=form.need("shipping_address_email"),
        details=form.text("details"),
        reason=form.text("reason"),
        carrier=form.text("carrier_type"),
        tracking_number=form.text("carrier_tracking_id"),
        recipient=recipient_of(form),
        phone=form.text("shipping_address_phone"),
        postcode=form.text("shipping_address_zip"),
        address=address_of(form),
    )
    return accepted(request, op, forms=(form,))


def recipient_of(form: Form) -> Name | None:
    """Return who gets it."""
    first, last = form.text("shipping_address_firstname"), form.text("shipping_address_lastname")
    return None if first is None and last is None else Name(first=first or "", last=last or "")


def address_of(form: Form) -> Address | None:
    """Return where it goes."""
    parts = [form.text(f"shipping_address_{name}") for name in ("street", "city", "state", "country")]
    if all(part is None for part in parts):
        return None
    street, city, state, country = parts
    return Address(line1=street or "", city=city, province=state, country=country)


def answer(op: RegisterPaymentwallDelivery | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return failure(result) if isinstance(result, PgbridgeError) else success(DeliveryShape())


def prior(op: RegisterPaymentwallDelivery, channel: Channel) -> Flow[Prior]:
    """Read the id of the payment that is not given.

    :raises NotFound: there is no such payment
    """
    if op.attempt_id and op.order_id:
        return Prior(op=op, target=op.attempt_id)
    if op.attempt_id:
        payment = yield from payment_by_id(op.attempt_id, channel)
    else:
        payment = yield from paid_attempt(op.order_id or "", channel)
    full = msgspec.structs.replace(op, attempt_id=payment.attempt_id, order_id=payment.order_id)
    return Prior(op=full, target=payment.attempt_id)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Show nothing: V1 has no read of it."""
    return (yield from unseen(attempt, channel))
