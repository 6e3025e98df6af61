"""`naver.orders.ship_exchange`: `POST /payments/{imp_uid}/naver/ship-exchanged`."""

from __future__ import annotations

from pgbridge.model.naver import NaverProductOrder
from pgbridge.operations.naver.orders_ship_exchange import ShipNaverExchange
from pgbridge_iamport.naver import CARRIERS, PARCEL, SHIPPING, Action
from pgbridge_iamport.shapes.naver import NaverResendBody


def reached(it: NaverProductOrder) -> bool:
    """Tell whether it is on its way again, or there. Inferred: Naver's own words for the states."""
    return it.claim_status in ("EXCHANGE_REDELIVERING", "EXCHANGE_DONE")


ACTION = Action(
    kind=ShipNaverExchange,
    call="ship-exchanged",
    body=NaverResendBody,
    terms=PARCEL,
    codes={"delivery_method": SHIPPING, "delivery_company": CARRIERS},
    reached=reached,
)
OPERATION, FIELDS = ShipNaverExchange, ACTION.fields
ENDPOINTS = ("POST /payments/{imp_uid}/naver/ship-exchanged",)
# `prior` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
encode, decode, accept, answer = ACTION.encode, ACTION.decode, ACTION.accept, ACTION.answer
prior, settle = ACTION.prior, ACTION.settle
