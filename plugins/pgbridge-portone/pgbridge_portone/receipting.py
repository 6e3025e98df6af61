"""What the operations on cash receipts share: V2 has one kind, whether PortOne took the money or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import Conflict, NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.receipt import CashReceipt
from pgbridge.wire import WireRequest, WireResponse
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import problem, read, segment, store_query, time_problems
from pgbridge_portone.convert.receipt import read_receipt, receipt_shape
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import (
    ReceiptCancelledShape,
    ReceiptIssuedShape,
    ReceiptSummary,
)
from pgbridge_portone.times import utc
from pgbridge_portone.words import (
    CASH_METHOD_OUT,
    IDENTITY_TYPE_OUT,
    PRODUCT_TYPE_OUT,
    RECEIPT_TYPE_OUT,
    RESIDENT,
)

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.operations.cash_receipts.external_issue import IssueExternalCashReceipt
    from pgbridge.operations.cash_receipts.issue import IssueCashReceipt
    from pgbridge.rules import Violation
    from pgbridge.wire import Flow

ISSUED = msgspec.json.Decoder(ReceiptIssuedShape)
CANCELLED = msgspec.json.Decoder(ReceiptCancelledShape)
MISSING = "CASH_RECEIPT_NOT_FOUND"
# Who gets the receipt; V2 asks for less than of a buyer.
CUSTOMER: dict[str, str | None] = {
    "customer.id": None,
    "customer.name": "customer.name",
    "customer.email": "customer.email",
    "customer.phone": "customer.phoneNumber",
    "customer.address": None,
    "customer.postcode": None,
    "customer.birth": None,
    "customer.gender": None,
    "customer.country": None,
    "customer.business_number": None,
}


def get_request(order_id: str, channel: Channel) -> WireRequest:
    """`GET /payments/{paymentId}/cash-receipt`."""
    return WireRequest(
        method="GET",
        path=f"/payments/{segment(order_id)}/cash-receipt",
        query=store_query(channel),
        params={"paymentId": order_id},
    )


def cancel_request(order_id: str, channel: Channel) -> WireRequest:
    """`POST /payments/{paymentId}/cash-receipt/cancel`."""
    return WireRequest(
        method="POST",
        path=f"/payments/{segment(order_id)}/cash-receipt/cancel",
        query=store_query(channel),
        params={"paymentId": order_id},
    )


def issue_problems(op: IssueCashReceipt | IssueExternalCashReceipt) -> list[Violation]:
    """Return what V2 cannot take of either kind of issue."""
    found = time_problems((("paidAt", op.paid_at),))
    words = (
        ("type", "type", op.type, tuple(RECEIPT_TYPE_OUT)),
        (
            "customer.identityNumberType",
            "identity_type",
            op.identity_type,
            (*IDENTITY_TYPE_OUT, RESIDENT),
        ),
        ("productType", "product_type", op.product_type, tuple(PRODUCT_TYPE_OUT)),
        ("paymentMethod", "method", op.method, tuple(CASH_METHOD_OUT)),
    )
    for wire, neutral, value, known in words:
        if value is not None and value not in known:
            message = f"must be one of {', '.join(known)}"
            found.append(problem(neutral.replace("_", "-"), wire, message, neutral=neutral, kind="enum"))
    return found


def unsaid(op: IssueCashReceipt | IssueExternalCashReceipt) -> tuple[str, ...]:
    """Return what is left out because V2 has no word for it."""
    return ("identity_type",) if op.identity_type == RESIDENT else ()


def decode_issued(
    response: WireResponse, order_id: str | None, kind: str | None, amount: int | None, currency: str | None
) -> CashReceipt:
    """Return the receipt as far as the answer tells; a read fills the rest."""
    summary = parse(response.body, ISSUED).cash_receipt
    return CashReceipt(
        status="issued",
        order_id=order_id,
        type=kind,
        amount=amount,
        currency=currency or "KRW",
        issue_number=summary.issue_number,
        pg_receipt_id=summary.pg_receipt_id,
        url=summary.url,
        partial=True,
        wire=response.body,
    )


def decode_cancelled(response: WireResponse, order_id: str | None) -> CashReceipt:
    """Return what was taken back, and when."""
    shape = parse(response.body, CANCELLED)
    return CashReceipt(
        status="cancelled",
        order_id=order_id,
        amount=shape.cancelled_amount,
        cancelled_at=utc(shape.cancelled_at),
        partial=True,
        wire=response.body,
    )


def receipt_of(order_id: str, channel: Channel) -> Flow[CashReceipt]:
    """Read the receipt of an order.

    :raises NotFound: there is none
    """
    return read_receipt((yield from read(get_request(order_id, channel), channel)).body)


def completed(order_id: str, result: CashReceipt, channel: Channel) -> Flow[CashReceipt]:
    """Read the receipt that a short answer is about; what shows another one is left alone."""
    receipt = yield from receipt_of(order_id, channel)
    other = (
        None not in (result.issue_number, receipt.issue_number)
        and result.issue_number != receipt.issue_number
    )
    return result if other or receipt.status != result.status else receipt


def issued_before(order_id: str, channel: Channel) -> Flow[Sighting]:
    """Show the receipt that is there already, when it does not stand.

    :raises Conflict: it does
    """
    found = yield from receipts_seen(order_id, channel)
    standing = next((it.result for it in found.items if it.result.status == "issued"), None)
    if standing is not None:
        raise Conflict(
            f"order {order_id}: cash receipt {standing.issue_number} was issued before; cancel it first",
            reason="already_issued",
        )
    return found


def receipts_seen(order_id: str, channel: Channel, attempt: Attempt | None = None) -> Flow[Sighting]:
    """Show the receipt as issued, whatever became of it, or as failed."""
    try:
        receipt = yield from receipt_of(order_id, channel)
    except NotFound as error:
        if error.reason == "cash_receipt_not_found":
            return Sighting()
        raise
    amount = receipt.amount if attempt is None or attempt.amount is not None else None
    seen = Seen(
        id=receipt.id or f"{receipt.status}@{receipt.updated_at}",
        state="failed" if receipt.status == "issue_failed" else "done",
        amount=amount,
        currency=receipt.currency,
        result=receipt,
    )
    return Sighting(items=(seen,))


def settle_issue(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether there is a receipt."""
    return (yield from receipts_seen(attempt.target or attempt.vendor_id, channel, attempt))


def settle_cancel(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether the receipt was taken back."""
    receipt = yield from receipt_of(attempt.target or attempt.vendor_id, channel)
    if receipt.status != "cancelled":
        return Sighting()
    return Sighting(items=(Seen(id=receipt.id, state="done", result=receipt),))


def answer_read(order_id: str | None, result: CashReceipt | PgbridgeError) -> WireResponse:
    """Write a receipt, or the error in its place."""
    if isinstance(result, PgbridgeError):
        return refused(result, MISSING)
    return answered(receipt_shape(result, order_id))


def answer_issued(result: CashReceipt | PgbridgeError) -> WireResponse:
    """Write what V2 tells of a receipt just issued."""
    if isinstance(result, PgbridgeError):
        return refused(result, MISSING)
    summary = ReceiptSummary(
        issue_number=result.issue_number, url=result.url, pg_receipt_id=result.pg_receipt_id
    )
    return answered(ReceiptIssuedShape(cash_receipt=summary))


def answer_cancelled(result: CashReceipt | PgbridgeError) -> WireResponse:
    """Write what V2 tells of a receipt just taken back."""
    if isinstance(result, PgbridgeError):
        return refused(result, MISSING)
    return answered(ReceiptCancelledShape(cancelled_amount=result.amount, cancelled_at=result.cancelled_at))
