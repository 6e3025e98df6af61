"""`naver.orders.withhold_return`: `POST /payments/{imp_uid}/naver/withhold-return`."""

from __future__ import annotations

from pgbridge.operations.naver.orders_withhold_return import WithholdNaverReturn
from pgbridge_iamport.naver import Action
from pgbridge_iamport.shapes.naver import NaverWithholdBody

ACTION = Action(
    kind=WithholdNaverReturn,
    call="withhold-return",
    body=NaverWithholdBody,
    terms={"memo": "memo", "reason": "reason", "extra_charge": "extra_charge"},
    codes={
        "reason": frozenset(
            (
                "RETURN_DELIVERYFEE",
                "EXTRAFEEE",
                "RETURN_DELIVERYFEE_AND_EXTRAFEEE",
                "RETURN_PRODUCT_NOT_DELIVERED",
                "ETC",
            )
        )
    },
)
OPERATION, FIELDS = WithholdNaverReturn, ACTION.fields
ENDPOINTS = ("POST /payments/{imp_uid}/naver/withhold-return",)
# `prior` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
encode, decode, accept, answer = ACTION.encode, ACTION.decode, ACTION.accept, ACTION.answer
prior, settle = ACTION.prior, ACTION.settle
