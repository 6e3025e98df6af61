"""`naver.orders.approve_return`: `POST /payments/{imp_uid}/naver/approve-return`."""

from __future__ import annotations

from pgbridge.model.naver import NaverProductOrder
from pgbridge.operations.naver.orders_approve_return import ApproveNaverReturn
from pgbridge_iamport.naver import Action
from pgbridge_iamport.shapes.naver import NaverApproveBody


def reached(it: NaverProductOrder) -> bool:
    """Tell whether it is returned. Inferred: Naver's own words for the states."""
    return it.status == "RETURNED" or it.claim_status == "RETURN_DONE"


ACTION = Action(
    kind=ApproveNaverReturn,
    call="approve-return",
    body=NaverApproveBody,
    terms={"memo": "memo"},
    reached=reached,
)
OPERATION, FIELDS = ApproveNaverReturn, ACTION.fields
ENDPOINTS = ("POST /payments/{imp_uid}/naver/approve-return",)
# `prior` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
encode, decode, accept, answer = ACTION.encode, ACTION.decode, ACTION.accept, ACTION.answer
prior, settle = ACTION.prior, ACTION.settle
