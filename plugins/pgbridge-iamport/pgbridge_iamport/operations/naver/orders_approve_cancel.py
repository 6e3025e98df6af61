"""`naver.orders.approve_cancel`: `POST /payments/{imp_uid}/naver/approve-cancel`."""

from __future__ import annotations

from pgbridge.model.naver import NaverProductOrder
from pgbridge.operations.naver.orders_approve_cancel import ApproveNaverCancel
from pgbridge_iamport.naver import Action
from pgbridge_iamport.shapes.naver import NaverBody


def reached(it: NaverProductOrder) -> bool:
    """Tell whether it is cancelled. Inferred: Naver's own words for the states."""
    return it.status == "CANCELED" or it.claim_status == "CANCEL_DONE"


ACTION = Action(
    kind=ApproveNaverCancel,
    call="approve-cancel",
    body=NaverBody,
    reached=reached,
)
OPERATION, FIELDS = ApproveNaverCancel, ACTION.fields
ENDPOINTS = ("POST /payments/{imp_uid}/naver/approve-cancel",)
# `prior` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
encode, decode, accept, answer = ACTION.encode, ACTION.decode, ACTION.accept, ACTION.answer
prior, settle = ACTION.prior, ACTION.settle
