"""Cash receipts read from V1's fields and written as them. Vendor schema: `ReceiptAnnotation`."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from msgspec import UNSET

from pgbridge.errors import BadAnswer, Conflict, NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.customer import Customer
from pgbridge.model.receipt import CashReceipt
from pgbridge.wire import Flow, WireResponse
from pgbridge_iamport import codes, words
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import Form
from pgbridge_iamport.lookups import absence_counts, get, paid_attempt, payment_by_id, read
from pgbridge_iamport.payments import minor
from pgbridge_iamport.refusal import Problems, coded, problem, refuse
from pgbridge_iamport.shapes.receipts import ReceiptShape
from pgbridge_iamport.times import epoch, happened

Receipt = ReceiptShape[datetime]
READER: Reader[Receipt] = Reader(Receipt)
RECEIPTS = "/receipts/"
EXTERNAL = "/receipts/external/"
BUYER: dict[str, str | None] = {
    "customer.id": None,
    "customer.name": "buyer_name",
    "customer.email": "buyer_email",
    "customer.phone": "buyer_tel",
    "customer.address": None,
    "customer.postcode": None,
    "customer.birth": None,
    "customer.gender": None,
    "customer.country": None,
    "customer.business_number": None,
}


def receipt_path(stem: str, name: str) -> str:
    """Return the path of a receipt."""
    return f"{stem}{quote(name, safe='')}"


def need_attempt(attempt_id: str | None, operation: str) -> str:
    """Return the attempt that V1's paths name.

    :raises RuleViolation: there is none
    """
    if not attempt_id:
        message = "attempt_id: V1 names a payment by it"
        refuse([problem("imp_uid", "required", message, neutral="attempt_id")], operation)
    return attempt_id or ""


def attempt_of(op: Any, channel: Channel) -> Flow[str]:
    """Return the attempt that an operation is about: the one it names, else the paid one of its order.

    :raises NotFound: there is no such payment
    :raises Conflict: the order is not paid
    """
    if op.attempt_id:
        return str(op.attempt_id)
    if not op.order_id:
        return need_attempt(None, op.name)
    payment = yield from paid_attempt(op.order_id, channel)
    return payment.attempt_id or ""


def receipt_at(path: str, channel: Channel) -> Flow[CashReceipt]:
    """Read a receipt.

    :raises NotFound: none was issued
    """
    try:
        response = yield from read(get(path, channel), channel)
    except NotFound as error:
        raise none_issued(error) from None
    return decode_receipt(response.body)


def none_issued(error: NotFound) -> NotFound:
    """Return the error for a receipt that was never issued."""
    return NotFound(
        "PortOne V1 knows no such cash receipt",
        reason="cash_receipt_not_found",
        code=error.code,
        pg_message=error.pg_message,
        http_status=404,
    )


def decode_receipt(body: bytes, order_id: str | None = None) -> CashReceipt:
    """Read a receipt out of an answer.

    :raises BadAnswer: nothing in it says that there is one
    """
    it = READER.one(body)
    if it.apply_num is None and it.receipt_tid is None and happened(it.applied_at) is None:
        raise BadAnswer("PortOne V1 answered a cash receipt without number and time", reason="bad_answer")
    cancelled = happened(it.cancelled_at)
    return CashReceipt(
        status="issued" if cancelled is None else "cancelled",
        order_id=it.merchant_uid or order_id,
        attempt_id=it.imp_uid or None,
        type=None if it.type is None else words.RECEIPT_TYPES.get(it.type, it.type),
        amount=None if it.amount is None else minor(it.amount, "KRW"),
        vat=None if it.vat is None else minor(it.vat, "KRW"),
        issue_number=it.apply_num,
        pg_receipt_id=it.receipt_tid,
        url=it.receipt_url,
        issued_at=happened(it.applied_at),
        cancelled_at=cancelled,
        wire=body,
    )


def answer_receipt(
    result: Any, *, imp_uid: str | None = None, merchant_uid: str | None = None
) -> WireResponse:
    """Write a receipt, or the error in its place."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    kind = result.type
    return success(
        ReceiptShape[int](
            imp_uid=imp_uid or UNSET,
            merchant_uid=merchant_uid or UNSET,
            receipt_tid=result.pg_receipt_id,
            apply_num=result.issue_number,
            type=None if kind is None else words.RECEIPT_TYPE_CODES.get(kind, kind),
            amount=result.amount,
            vat=result.vat,
            receipt_url=result.url,
            applied_at=epoch(result.issued_at),
            cancelled_at=epoch(result.cancelled_at),
        )
    )


def terms(op: Any, problems: Problems) -> dict[str, Any]:
    """Return what both kinds of issue share, as arguments of their bodies."""
    buyer: Customer = op.customer
    return {
        "identifier": op.identity,
        "identifier_type": coded(
            words.IDENTITY_TYPE_CODES, op.identity_type, "identifier_type", "identity_type", problems
        ),
        "type": coded(words.RECEIPT_TYPE_CODES, op.type, "type", "type", problems),
        "product_type": coded(
            codes.PRODUCT_TYPE_CODES, op.product_type, "product_type", "product_type", problems
        ),
        "buyer_name": buyer.full_name,
        "buyer_email": buyer.email,
        "buyer_tel": buyer.phone,
        "corp_reg_no": op.business_number,
    }


def won_alone(currency: str, field: str, problems: Problems) -> None:
    """Note a currency in which the tax office issues nothing."""
    if currency != "KRW":
        message = f"{field}: a V1 cash receipt is in won"
        problems.append(problem("amount", "enum", message, neutral=field, value="KRW"))


def accepted_terms(form: Form) -> dict[str, Any]:
    """Return what both kinds of foreign request share."""
    identity_type, kind = form.text("identifier_type"), form.text("type") or "person"
    product = form.text("product_type")
    return {
        "identity": form.need("identifier"),
        "identity_type": None
        if identity_type is None
        else words.IDENTITY_TYPES.get(identity_type, identity_type),
        "type": words.RECEIPT_TYPES.get(kind, kind),
        "product_type": None if product is None else codes.PRODUCT_TYPES.get(product, product),
        "customer": Customer(
            name=form.text("buyer_name"), email=form.text("buyer_email"), phone=form.text("buyer_tel")
        ),
        "business_number": form.text("corp_reg_no"),
    }


def issued_before(path: str, channel: Channel) -> Flow[Sighting]:
    """Show the receipt that is there already, when it was taken back.

    :raises Conflict: it stands
    """
    found = yield from receipts_seen(path, channel)
    standing = next((it.result for it in found.items if it.result.status == "issued"), None)
    if standing is not None:
        raise Conflict(
            f"cash receipt {standing.issue_number} was issued before; cancel it first",
            reason="already_issued",
        )
    return found


def receipts_seen(path: str, channel: Channel, attempt: Attempt | None = None) -> Flow[Sighting]:
    """Show the receipt as issued, whatever became of it."""
    try:
        receipt = yield from receipt_at(path, channel)
    except NotFound:
        return Sighting(absence_counts=absence_counts(channel))
    # A receipt for all that is left was sent without an amount, so there is none to compare.
    amount = receipt.amount if attempt is None or attempt.amount is not None else None
    return Sighting(items=(Seen(id=receipt.id, state="done", amount=amount, result=receipt),))


def cancel_seen(path: str, channel: Channel) -> Flow[Sighting]:
    """Show the receipt when it was taken back."""
    try:
        receipt = yield from receipt_at(path, channel)
    except NotFound:
        return Sighting(absence_counts=absence_counts(channel))
    if receipt.status != "cancelled":
        return Sighting()
    return Sighting(items=(Seen(id=receipt.id, state="done", result=receipt),))


def what_is_left(imp_uid: str, amount: int | None, channel: Channel, operation: str) -> Flow[str | None]:
    """Check that the amount is what V1 will take by itself, and return the payment's order id.

    :raises RuleViolation: it is another one
    """
    payment = yield from payment_by_id(imp_uid, channel)
    if amount is not None and amount != payment.cancellable:
        message = (
            f"amount: V1 issues for all that is left of the payment ({payment.cancellable}); leave it out"
        )
        refuse([problem("amount", "enum", message, neutral="amount", value=payment.cancellable)], operation)
    return payment.order_id
