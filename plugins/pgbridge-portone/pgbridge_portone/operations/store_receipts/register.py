"""`POST /payments/{paymentId}/register-store-receipt`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.receipt import StoreReceipt
from pgbridge.operations.store_receipts.register import RegisterStoreReceipt, StoreReceiptItem
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import body_of, part
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import need_order, problem, refuse, segment, store_of
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import StoreReceiptShape
from pgbridge_portone.shapes.requests import StoreItemInput, StoreReceiptBody

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = RegisterStoreReceipt
ENDPOINTS = ("POST /payments/{paymentId}/register-store-receipt",)
FIELDS = fields(
    {
        "order_id": "path.paymentId",
        "attempt_id": None,
        "currency": "items[].currency",
        "items": "items",
        "items[].business_number": "items[].storeBusinessRegistrationNumber",
        "items[].name": "items[].storeName",
        "items[].amount": "items[].totalAmount",
        "items[].tax_free": "items[].taxFreeAmount",
        "items[].vat": "items[].vatAmount",
        "items[].supply": "items[].supplyAmount",
    }
)
# V2 names a payment by its order.
DROPPED = frozenset(("attempt_id",))
REGISTERED = msgspec.json.Decoder(StoreReceiptShape)


def encode(op: RegisterStoreReceipt, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: there is no order id, or nothing to register
    """
    order_id = need_order(op.order_id, "store receipt")
    if not op.items:
        raise refuse(problem("items", "items", "name at least one shop"), subject="store receipt")
    items = tuple(
        StoreItemInput(
            store_business_registration_number=item.business_number,
            store_name=item.name,
            total_amount=item.amount,
            currency=op.currency,
            tax_free_amount=item.tax_free,
            vat_amount=item.vat,
            supply_amount=item.supply,
        )
        for item in op.items
    )
    return WireRequest(
        name="store_receipt",
        method="POST",
        path=f"/payments/{segment(order_id)}/register-store-receipt",
        body=StoreReceiptBody(items=items, store_id=store_of(channel)),
        params={"paymentId": order_id},
    )


def decode(op: RegisterStoreReceipt | None, response: WireResponse) -> StoreReceipt:
    """Return where the slip can be seen."""
    url = parse(response.body, REGISTERED).receipt_url
    return StoreReceipt(order_id=op.order_id if op else None, url=url, wire=response.body)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Nothing shows what is registered: an error that is answered is believed, a silence stays unknown."""
    yield from ()
    del attempt, channel
    return Sighting()


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request.

    :raises RuleViolation: the items are not all in one currency
    """
    request = requests[0]
    body, unknown = body_of(request, StoreReceiptBody)
    currencies = {item.currency for item in body.items} or {"KRW"}
    if len(currencies) > 1:
        message = "a payment has one currency, so its items have it too"
        raise refuse(problem("currency", "items.currency", message, kind="enum"), subject="store receipt")
    items = tuple(
        StoreReceiptItem(
            business_number=item.store_business_registration_number,
            name=item.store_name,
            amount=item.total_amount,
            tax_free=item.tax_free_amount,
            vat=item.vat_amount,
            supply=item.supply_amount,
        )
        for item in body.items
    )
    op = RegisterStoreReceipt(order_id=part(request, 1), items=items, currency=currencies.pop())
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: RegisterStoreReceipt | None, result: StoreReceipt | PgbridgeError) -> WireResponse:
    """Write the result as V2 answers it."""
    del op
    return (
        refused(result)
        if isinstance(result, PgbridgeError)
        else answered(StoreReceiptShape(receipt_url=result.url))
    )
