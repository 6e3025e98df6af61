"""`naver.orders.collect_exchange`: `POST /payments/{imp_uid}/naver/collect-exchanged`."""

from __future__ import annotations

from pgbridge.model.naver import NaverProductOrder
from pgbridge.operations.naver.orders_collect_exchange import CollectNaverExchange
from pgbridge_iamport.naver import Action
from pgbridge_iamport.shapes.naver import NaverBody


def reached(it: NaverProductOrder) -> bool:
    """Tell whether it came back. Inferred: Naver's own words for the states."""
    return it.claim_type == "EXCHANGE" and it.claim_status in (
        "COLLECT_DONE",
        "EXCHANGE_REDELIVERING",
        "EXCHANGE_DONE",
    )


ACTION = Action(
    kind=CollectNaverExchange,
    call="collect-exchanged",
    body=NaverBody,
    reached=reached,
)
OPERATION, FIELDS = CollectNaverExchange, ACTION.fields
ENDPOINTS = ("POST /payments/{imp_uid}/naver/collect-exchanged",)
# `prior` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
encode, decode, accept, answer = ACTION.encode, ACTION.decode, ACTION.accept, ACTION.answer
prior, settle = ACTION.prior, ACTION.settle
