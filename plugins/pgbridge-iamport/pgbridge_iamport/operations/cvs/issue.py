"""`cvs.issue`: `POST /cvs`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.customer import Customer
from pgbridge.model.outcome import Barcode
from pgbridge.model.payment import Payment
from pgbridge.operations.cvs.issue import IssueBarcode
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.carried import AMOUNT, BUYER, HARMLESS
from pgbridge_iamport.envelope import failure, success
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import charges_before, charges_seen, headers
from pgbridge_iamport.payments import decode_payment
from pgbridge_iamport.refusal import (
    MOST_CHANNEL_KEY,
    ORDER_LIMITS,
    Problems,
    check_lengths,
    missing_setting,
    one_url,
    problem,
    refuse,
)
from pgbridge_iamport.shapes.extras import BarcodeBody
from pgbridge_iamport.shapes.payment import PaymentShape
from pgbridge_iamport.times import epoch

OPERATION = IssueBarcode
ENDPOINTS = ("POST /cvs",)
FIELDS = {
    **AMOUNT,
    **BUYER,
    "amount.currency": None,
    "amount.tax_free": None,
    "amount.vat": None,
    "order_id": "merchant_uid",
    "order_name": "name",
    "barcode": "barcode",
    "expires_at": "expired_at",
    "confirm_url": "confirm_url",
    "notice_urls": "notice_url",
    "custom_data": "custom_data",
}
DROPPED = HARMLESS | {"amount.currency"}
# The older page of this call tells these lengths; the newer one tells none.
LIMITS = (*ORDER_LIMITS, ("channel_key", MOST_CHANNEL_KEY, "channel.key"))
CVS = "cvs"
LIVE = frozenset(("ready", "paid", "partially_cancelled", "cancelled"))


def encode(op: IssueBarcode, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: V1 cannot carry it, or the channel has no key
    """
    problems: Problems = []
    if not channel.key:
        missing_setting(channel, "key", "channel_key", problems)
    if op.amount.currency != "KRW":
        message = "amount.currency: a till takes won alone"
        problems.append(problem("amount", "enum", message, neutral="amount.currency", value="KRW"))
    url = one_url(op.notice_urls, problems)
    buyer = op.customer
    body = BarcodeBody(
        channel_key=channel.key or "",
        merchant_uid=op.order_id,
        amount=op.amount.total,
        barcode=op.barcode,
        expired_at=epoch(op.expires_at) if op.expires_at is not None else None,
        name=op.order_name,
        buyer_name=buyer.full_name,
        buyer_email=buyer.email,
        buyer_tel=buyer.phone,
        buyer_addr=buyer.one_line_address,
        buyer_postcode=buyer.postcode,
        confirm_url=op.confirm_url,
        notice_url=[url] if url is not None else None,
        custom_data=op.custom_data,
    )
    check_lengths(body, LIMITS, problems)
    refuse(problems, op.name)
    return WireRequest(method="POST", path="/cvs", name=CVS, body=body, headers=headers(channel))


def decode(op: IssueBarcode | None, response: WireResponse) -> Barcode:
    """Read whose barcode it is; V1's payments have no field for its number."""
    return barcode_of(decode_payment(response.body), op)


def barcode_of(it: Payment, op: IssueBarcode | None = None) -> Barcode:
    """Return the barcode of a payment."""
    return Barcode(
        id=it.attempt_id or "",
        order_id=it.order_id,
        vendor_order_id=it.order_id,
        status=it.status,
        amount=it.amount.total,
        currency=it.currency,
        barcode=op.barcode if op is not None else None,
        expires_at=op.expires_at if op is not None else None,
        wire=it.wire,
    )


def prior(op: IssueBarcode, channel: Channel) -> Flow[Prior]:
    """List the attempts there are, so that none of them is taken for ours."""
    return Prior(op=op, sighting=all_issued((yield from charges_before(op.order_id, channel))))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """List the attempts under the order id; a barcode that was issued counts as done, whatever became of it."""
    return all_issued((yield from charges_seen(attempt.vendor_id, channel, attempt)))


def all_issued(found: Sighting) -> Sighting:
    """Return what was seen, each by whether it was issued."""
    return msgspec.structs.replace(found, items=tuple(issued(it) for it in found.items))


def issued(item: Seen) -> Seen:
    """Return what was seen, done when it is a barcode that was issued."""
    it = item.result
    method = it.method.type if isinstance(it, Payment) and it.method is not None else None
    if not isinstance(it, Payment) or method != CVS or it.status not in LIVE:
        return item
    return msgspec.structs.replace(item, state="done", result=barcode_of(it))


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request; older ones name the PG by `pg`."""
    (request,) = requests
    form = Form.of(request)
    urls = form.items("notice_url")
    op = IssueBarcode(
        order_id=form.order_id(),
        amount=form.amount(),
        order_name=form.text("name"),
        customer=Customer(
            name=form.text("buyer_name"),
            email=form.text("buyer_email"),
            phone=form.text("buyer_tel"),
            address=form.text("buyer_addr"),
            postcode=form.text("buyer_postcode"),
        ),
        barcode=form.text("barcode"),
        expires_at=form.time("expired_at"),
        confirm_url=form.text("confirm_url"),
        notice_urls=tuple(str(url) for url in urls),
        custom_data=form.text("custom_data"),
    )
    found = accepted(request, op, forms=(form,), channel_key=form.text("channel_key"))
    return msgspec.structs.replace(found, pg=form.text("pg"))


def answer(op: IssueBarcode | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it, as far as it is known."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(
        PaymentShape[int](
            imp_uid=result.id,
            merchant_uid=result.order_id,
            pay_method=CVS,
            name=op.order_name if op is not None else None,
            amount=result.amount,
            currency=result.currency,
            status=result.status,
        )
    )
