"""`naver.orders.place`: `POST /payments/{imp_uid}/naver/place`."""

from __future__ import annotations

from pgbridge.operations.naver.orders_place import PlaceNaverOrders
from pgbridge_iamport.naver import Action
from pgbridge_iamport.shapes.naver import NaverBody

ACTION = Action(
    kind=PlaceNaverOrders,
    call="place",
    body=NaverBody,
)
OPERATION, FIELDS = PlaceNaverOrders, ACTION.fields
ENDPOINTS = ("POST /payments/{imp_uid}/naver/place",)
# `prior` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
encode, decode, accept, answer = ACTION.encode, ACTION.decode, ACTION.accept, ACTION.answer
prior, settle = ACTION.prior, ACTION.settle
