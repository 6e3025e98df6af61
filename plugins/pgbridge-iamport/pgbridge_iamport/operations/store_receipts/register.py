"""`store_receipts.register`: `POST /partners/receipts/{imp_uid}`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.receipt import StoreReceipt
from pgbridge.operations.store_receipts.register import RegisterStoreReceipt, StoreReceiptItem
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import Form, accepted, tail, wrong
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.receipts import attempt_of, need_attempt, receipt_path
from pgbridge_iamport.refusal import Problems, major, problem, refuse
from pgbridge_iamport.shapes.receipts import SlipShape
from pgbridge_iamport.shapes.requests import StoreReceiptBody, StoreReceiptRow

OPERATION = RegisterStoreReceipt
ENDPOINTS = ("POST /partners/receipts/{imp_uid}",)
FIELDS = {
    "order_id": None,
    "attempt_id": "path.imp_uid",
    "currency": None,
    "items": "data",
    "items[].business_number": "data[].business_registration_number",
    "items[].name": "data[].company_name",
    "items[].amount": "data[].amount",
    "items[].tax_free": "data[].tax_free",
    "items[].vat": "data[].vat_amount",
    "items[].supply": None,
}
# V1 goes by attempt, which `prior` finds; it takes the currency from the payment.
DROPPED = frozenset(("order_id", "currency"))
PARTNERS = "/partners/receipts/"
READER = Reader(SlipShape)


def encode(op: RegisterStoreReceipt, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named, nothing is to be registered, or nobody pays in that currency
    """
    uid = need_attempt(op.attempt_id, op.name)
    problems: Problems = []
    if not op.items:
        problems.append(problem("data", "required", "items: name at least one shop", neutral="items"))

    def amount(value: int | None, field: str) -> Any:
        return major(value, op.currency, f"data[].{field}", "currency", problems)

    rows = [
        StoreReceiptRow(
            business_registration_number=item.business_number,
            company_name=item.name,
            amount=amount(item.amount, "amount"),
            tax_free=amount(item.tax_free, "tax_free"),
            vat_amount=amount(item.vat, "vat_amount"),
        )
        for item in op.items
    ]
    refuse(problems, op.name)
    return WireRequest(
        method="POST",
        path=receipt_path(PARTNERS, uid),
        name="store_receipt",
        body=StoreReceiptBody(data=rows),
        headers=headers(channel),
        params={"imp_uid": uid},
    )


def decode(op: RegisterStoreReceipt | None, response: WireResponse) -> StoreReceipt:
    """Read where the slip can be seen."""
    order_id = op.order_id if op is not None else None
    return StoreReceipt(order_id=order_id, url=READER.one(response.body).receipt_url, wire=response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request; its amounts are in the payment's currency."""
    (request,) = requests
    form, currency = Form.of(request), request.params.get("currency") or "KRW"
    rows = []
    for number, row in enumerate(form.items("data")):
        if not isinstance(row, dict):
            raise wrong(f"data[{number}]", "must be an object")
        rows.append(Form(row, f"data[{number}]."))
    items = tuple(
        StoreReceiptItem(
            business_number=row.need("business_registration_number"),
            name=row.need("company_name"),
            amount=row.need_money("amount", currency),
            tax_free=row.money("tax_free", currency),
            vat=row.money("vat_amount", currency),
        )
        for row in rows
    )
    op = RegisterStoreReceipt(attempt_id=tail(request, PARTNERS), items=items, currency=currency)
    return accepted(request, op, forms=(form, *rows))


def answer(op: RegisterStoreReceipt | None, result: Any) -> WireResponse:  # noqa: ARG001 - the result says it all
    """Write a result as V1 answers it."""
    return (
        failure(result) if isinstance(result, PgbridgeError) else success(SlipShape(receipt_url=result.url))
    )


def prior(op: RegisterStoreReceipt, channel: Channel) -> Flow[Prior]:
    """Find the paid attempt.

    :raises NotFound: there is no such payment
    :raises Conflict: it is not paid
    """
    uid = yield from attempt_of(op, channel)
    return Prior(op=msgspec.structs.replace(op, attempt_id=uid, order_id=None), target=uid)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Nothing shows what is registered: an error that is answered is believed, a silence stays unknown."""
    yield from ()
    del attempt, channel
    return Sighting()
