"""`naver.orders.resolve_return`: `POST /payments/{imp_uid}/naver/resolve-return`."""

from __future__ import annotations

from pgbridge.operations.naver.orders_resolve_return import ResolveNaverReturn
from pgbridge_iamport.naver import Action
from pgbridge_iamport.shapes.naver import NaverBody

ACTION = Action(
    kind=ResolveNaverReturn,
    call="resolve-return",
    body=NaverBody,
)
OPERATION, FIELDS = ResolveNaverReturn, ACTION.fields
ENDPOINTS = ("POST /payments/{imp_uid}/naver/resolve-return",)
# `prior` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
encode, decode, accept, answer = ACTION.encode, ACTION.decode, ACTION.accept, ACTION.answer
prior, settle = ACTION.prior, ACTION.settle
