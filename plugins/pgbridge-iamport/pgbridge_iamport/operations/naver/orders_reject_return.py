"""`naver.orders.reject_return`: `POST /payments/{imp_uid}/naver/reject-return`."""

from __future__ import annotations

from pgbridge.model.naver import NaverProductOrder
from pgbridge.operations.naver.orders_reject_return import RejectNaverReturn
from pgbridge_iamport.naver import Action
from pgbridge_iamport.shapes.naver import NaverRejectBody


def reached(it: NaverProductOrder) -> bool:
    """Tell whether its return is refused. Inferred: Naver's own words for the states."""
    return it.claim_status == "RETURN_REJECT"


ACTION = Action(
    kind=RejectNaverReturn,
    call="reject-return",
    body=NaverRejectBody,
    terms={"memo": "memo"},
    reached=reached,
)
OPERATION, FIELDS = RejectNaverReturn, ACTION.fields
ENDPOINTS = ("POST /payments/{imp_uid}/naver/reject-return",)
# `prior` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
encode, decode, accept, answer = ACTION.encode, ACTION.decode, ACTION.accept, ACTION.answer
prior, settle = ACTION.prior, ACTION.settle
