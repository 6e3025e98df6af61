"""`naver.orders.request_return`: `POST /payments/{imp_uid}/naver/request-return`."""

from __future__ import annotations

from pgbridge.model.naver import NaverProductOrder
from pgbridge.operations.naver.orders_request_return import RequestNaverReturn
from pgbridge_iamport.naver import CARRIERS, PARCEL, RETURNING, Action
from pgbridge_iamport.shapes.naver import NaverReturnBody


def reached(it: NaverProductOrder) -> bool:
    """Tell whether its return is asked for, or further. Inferred: Naver's own words for the states."""
    return it.status == "RETURNED" or (it.claim_type == "RETURN" and it.claim_status != "RETURN_REJECT")


ACTION = Action(
    kind=RequestNaverReturn,
    call="request-return",
    body=NaverReturnBody,
    terms={**PARCEL, "reason": "reason"},
    codes={
        "delivery_method": RETURNING,
        "delivery_company": CARRIERS,
        "reason": frozenset(
            (
                "INTENT_CHANGED",
                "COLOR_AND_SIZE",
                "WRONG_ORDER",
                "PRODUCT_UNSATISFIED",
                "DELAYED_DELIVERY",
                "SOLD_OUT",
                "DROPPED_DELIVERY",
                "BROKEN",
                "INCORRECT_INFO",
                "WRONG_DELIVERY",
                "WRONG_OPTION",
            )
        ),
    },
    reached=reached,
)
OPERATION, FIELDS = RequestNaverReturn, ACTION.fields
ENDPOINTS = ("POST /payments/{imp_uid}/naver/request-return",)
# `prior` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
encode, decode, accept, answer = ACTION.encode, ACTION.decode, ACTION.accept, ACTION.answer
prior, settle = ACTION.prior, ACTION.settle
