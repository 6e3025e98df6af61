"""Deliveries of escrow payments on V1. Vendor schemas: `EscrowLogisAnnotation` and what it is made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from pgbridge.errors import Conflict, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.customer import Address, Product
from pgbridge.model.escrow import EscrowLogistics, Party
from pgbridge.operations.escrow.register import Logistics
from pgbridge.wire import Flow, WireResponse
from pgbridge_iamport import words
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import Form, wrong
from pgbridge_iamport.lookups import get, read
from pgbridge_iamport.receipts import receipt_path
from pgbridge_iamport.refusal import Problems, major, problem, refuse
from pgbridge_iamport.shapes.receipts import LogisShape
from pgbridge_iamport.shapes.requests import (
    EscrowBody,
    FormedAddress,
    LogisBody,
    LogisProduct,
    ReceiverBody,
    SenderBody,
)
from pgbridge_iamport.times import epoch, happened

Logis = LogisShape[datetime]
READER: Reader[Logis] = Reader(Logis)
LOGIS = "/escrows/logis/"
KOREA = timezone(timedelta(hours=9))
DAY = "%Y%m%d"
# The new Smartro reads an address in two lines where all others want one.
TWO_LINES = frozenset(("smartro-v2",))
FIELDS: dict[str, str | None] = {
    "order_id": None,
    "attempt_id": "path.imp_uid",
    "carrier": "logis.company",
    "invoice": "logis.invoice",
    "sent_at": "logis.sent_at",
    "received_at": "logis.receiving_at",
    "ship_from": "logis.address",
    "sender": "sender",
    "sender.name": "sender.name",
    "sender.phone": "sender.tel",
    "sender.postcode": "sender.postcode",
    "sender.address": "sender.addr",
    "sender.relationship": "sender.relationship",
    "receiver": "receiver",
    "receiver.name": "receiver.name",
    "receiver.phone": "receiver.tel",
    "receiver.postcode": "receiver.postcode",
    "receiver.address": "receiver.addr",
    "receiver.relationship": None,
    "products": "products",
    "products[].link": None,
    "currency": "products[].currency",
}
# V1 goes by attempt, which `prior` finds; a link is of no use to a carrier.
DROPPED = frozenset(("order_id", "products[].link"))


def logistics_body(op: Logistics, channel: Channel, send_email: bool | None = None) -> EscrowBody:  # noqa: FBT001
    """Return what is told of a delivery.

    :raises RuleViolation: V1 cannot carry it
    """
    problems: Problems = []
    for name in ("sender", "receiver"):
        if getattr(op, name) is None:
            message = f"{name}: V1 needs it, if only with a name"
            problems.append(problem(name, "required", message, neutral=name))
    sender, receiver = op.sender or Party(), op.receiver or Party()
    body = EscrowBody(
        sender=SenderBody(**party(sender, channel), relationship=sender.relationship),
        receiver=ReceiverBody(**party(receiver, channel)),
        logis=LogisBody(
            company=words.CARRIER_CODES.get(op.carrier, words.OTHER_CARRIER),
            invoice=op.invoice,
            sent_at=epoch(op.sent_at),
            receiving_at=None if op.received_at is None else op.received_at.astimezone(KOREA).strftime(DAY),
            address=one_line(op.ship_from),
        ),
        products=[product_body(it, op.currency, problems) for it in op.products] or None,
        send_email=send_email,
    )
    refuse(problems, op.name)
    return body


def unsaid(op: Logistics) -> tuple[str, ...]:
    """Return what V1 has no word for: most carriers, and the time of a day."""
    lost = []
    if op.carrier not in words.CARRIER_CODES:
        lost.append("carrier")
    if op.received_at is not None:
        at = op.received_at.astimezone(KOREA)
        if at != at.replace(hour=0, minute=0, second=0, microsecond=0):
            lost.append("received_at")
    return tuple(lost)


def party(it: Party, channel: Channel) -> dict[str, Any]:
    """Return what sender and receiver share."""
    shared = {"name": it.name, "tel": it.phone, "postcode": it.postcode}
    if channel.provider not in TWO_LINES or it.address is None:
        return {**shared, "addr": one_line(it.address)}
    parts = it.address if isinstance(it.address, Address) else Address(line1=it.address)
    formed = FormedAddress(address_line_1=parts.line1, address_line_2=parts.line2)
    return {**shared, "formed_address": formed}


def one_line(address: str | Address | None) -> str | None:
    """Return an address in one line."""
    return address.one_line if isinstance(address, Address) else address


def product_body(it: Product, currency: str, problems: Problems) -> LogisProduct:
    """Return one thing that is sent; V1 takes won where no currency is named."""
    return LogisProduct(
        id=it.id,
        name=it.name,
        amount=major(it.amount, currency, "products[].amount", "currency", problems) or 0,
        code=it.code,
        currency=None if currency == "KRW" else currency,
        quantity=it.quantity,
        tag=it.tag,
    )


def accepted_logistics(form: Form) -> tuple[dict[str, Any], tuple[Form, ...]]:
    """Return what a foreign request tells of a delivery, as arguments of the operation, and the forms in it."""
    logis, sender, receiver = (inner(form, name) for name in ("logis", "sender", "receiver"))
    rows = []
    for number, row in enumerate(form.items("products")):
        if not isinstance(row, dict):
            raise wrong(f"products[{number}]", "must be an object")
        rows.append(Form(row, f"products[{number}]."))
    currencies = {row.text("currency") or "KRW" for row in rows} or {"KRW"}
    if len(currencies) > 1:
        raise wrong("products", "must all be in one currency")
    (currency,) = currencies
    company, day = logis.need("company"), logis.text("receiving_at")
    terms = {
        "carrier": words.CARRIERS.get(company, company),
        "invoice": logis.need("invoice"),
        "sent_at": logis.need_time("sent_at"),
        "received_at": None if day is None else midnight(day),
        "ship_from": logis.text("address"),
        "sender": accepted_party(sender),
        "receiver": accepted_party(receiver),
        "products": tuple(accepted_product(row, currency) for row in rows),
        "currency": currency,
    }
    return terms, (form, logis, sender, receiver, *rows)


def inner(form: Form, name: str) -> Form:
    """Return an object of the request.

    :raises RuleViolation: it is missing
    """
    value = form.mapping(name)
    if value is None:
        raise wrong(name, "is required")
    return Form(value, f"{name}.")


def accepted_party(form: Form) -> Party:
    """Return a sender or receiver; an address in two lines with an empty second one is one line."""
    address: str | Address | None = form.text("addr")
    formed = form.mapping("formed_address")
    if formed is not None:
        lines = Form(formed, "formed_address.")
        first, second = lines.text("address_line_1") or "", lines.text("address_line_2") or ""
        address = Address(line1=first, line2=second) if second else first or address
    return Party(
        name=form.text("name"),
        phone=form.text("tel"),
        postcode=form.text("postcode"),
        address=address,
        relationship=form.text("relationship"),
    )


def accepted_product(form: Form, currency: str) -> Product:
    """Return one thing that is sent."""
    return Product(
        id=form.need("id"),
        name=form.need("name"),
        amount=form.need_money("amount", currency),
        quantity=form.integer("quantity") or 1,
        code=form.text("code"),
        tag=form.text("tag"),
    )


def midnight(day: str) -> datetime:
    """Return when a day of V1's begins in Korea.

    :raises RuleViolation: it is no day
    """
    try:
        return datetime.strptime(day, DAY).replace(tzinfo=KOREA).astimezone(UTC)
    except (ValueError, OverflowError):
        raise wrong("logis.receiving_at", "must be written YYYYMMDD") from None


def decode_logistics(body: bytes, order_id: str | None, attempt_id: str | None) -> EscrowLogistics:
    """Read a delivery."""
    it = READER.one(body)
    company = it.company
    return EscrowLogistics(
        order_id=order_id,
        attempt_id=attempt_id,
        status="registered",
        carrier=None if company is None else words.CARRIERS.get(company, company),
        invoice=it.invoice,
        sent_at=happened(it.sent_at),
        applied_at=happened(it.applied_at),
        wire=body,
    )


def answer_logistics(op: Any, result: Any) -> WireResponse:
    """Write a delivery, or the error in its place."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    carrier = result.carrier or getattr(op, "carrier", None)
    return success(
        LogisShape[int](
            company=None if carrier is None else words.CARRIER_CODES.get(carrier, words.OTHER_CARRIER),
            invoice=result.invoice,
            sent_at=epoch(result.sent_at),
            applied_at=epoch(result.applied_at),
        )
    )


def delivery_of(imp_uid: str, channel: Channel, order_id: str | None = None) -> Flow[EscrowLogistics]:
    """Read the delivery of an attempt; V1 answers 409 while none is registered."""
    try:
        response = yield from read(get(receipt_path(LOGIS, imp_uid), channel), channel)
    except Conflict:
        return EscrowLogistics(order_id=order_id, attempt_id=imp_uid, status="before_registered")
    return decode_logistics(response.body, order_id, imp_uid)


def deliveries_seen(imp_uid: str, channel: Channel) -> Flow[Sighting]:
    """Show the delivery that is registered; one that was changed shows as another."""
    found = yield from delivery_of(imp_uid, channel)
    if found.status == "before_registered":
        return Sighting()  # V1 said so of this very payment
    mark = f"{found.carrier}/{found.invoice}/{epoch(found.sent_at)}/{epoch(found.applied_at)}"
    return Sighting(items=(Seen(id=mark, state="done", result=found),))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look which delivery is registered now."""
    return (yield from deliveries_seen(attempt.target or attempt.vendor_id, channel))
