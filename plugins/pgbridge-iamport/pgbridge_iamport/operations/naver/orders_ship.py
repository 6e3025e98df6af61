"""`naver.orders.ship`: `POST /payments/{imp_uid}/naver/ship`."""

from __future__ import annotations

from pgbridge.model.naver import NaverProductOrder
from pgbridge.operations.naver.orders_ship import ShipNaverOrders
from pgbridge_iamport.naver import CARRIERS, PARCEL, SHIPPING, Action
from pgbridge_iamport.shapes.naver import NaverShipBody


def reached(it: NaverProductOrder) -> bool:
    """Tell whether it is on its way, or there. Inferred: Naver's own words for the states."""
    return it.status in ("DELIVERING", "DELIVERED", "PURCHASE_DECIDED")


ACTION = Action(
    kind=ShipNaverOrders,
    call="ship",
    body=NaverShipBody,
    terms={**PARCEL, "dispatched_at": "dispatched_at"},
    codes={"delivery_method": SHIPPING, "delivery_company": CARRIERS},
    reached=reached,
)
OPERATION, FIELDS = ShipNaverOrders, ACTION.fields
ENDPOINTS = ("POST /payments/{imp_uid}/naver/ship",)
# `prior` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
encode, decode, accept, answer = ACTION.encode, ACTION.decode, ACTION.accept, ACTION.answer
prior, settle = ACTION.prior, ACTION.settle
