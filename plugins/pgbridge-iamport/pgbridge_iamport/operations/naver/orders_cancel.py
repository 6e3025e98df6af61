"""`naver.orders.cancel`: `POST /payments/{imp_uid}/naver/cancel`."""

from __future__ import annotations

from pgbridge.model.naver import NaverProductOrder
from pgbridge.operations.naver.orders_cancel import CancelNaverOrders
from pgbridge_iamport.naver import Action
from pgbridge_iamport.shapes.naver import NaverCancelBody


def reached(it: NaverProductOrder) -> bool:
    """Tell whether it is cancelled. Inferred: Naver's own words for the states."""
    return it.status == "CANCELED" or it.claim_status == "CANCEL_DONE"


ACTION = Action(
    kind=CancelNaverOrders,
    call="cancel",
    body=NaverCancelBody,
    terms={"reason": "reason"},
    codes={
        "reason": frozenset(
            (
                "SOLD_OUT",
                "DELAYED_DELIVERY",
                "PRODUCT_UNSATISFIED",
                "INTENT_CHANGED",
                "COLOR_AND_SIZE",
                "WRONG_ORDER",
                "INCORRECT_INFO",
            )
        )
    },
    reached=reached,
)
OPERATION, FIELDS = CancelNaverOrders, ACTION.fields
ENDPOINTS = ("POST /payments/{imp_uid}/naver/cancel",)
# `prior` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
encode, decode, accept, answer = ACTION.encode, ACTION.decode, ACTION.accept, ACTION.answer
prior, settle = ACTION.prior, ACTION.settle
