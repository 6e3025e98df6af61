"""`cash_receipts.cancel`: `DELETE /receipts/{imp_uid}`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.cash_receipts.cancel import CancelCashReceipt
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.receipts import (
    RECEIPTS,
    answer_receipt,
    attempt_of,
    cancel_seen,
    decode_receipt,
    need_attempt,
    receipt_at,
    receipt_path,
)

OPERATION = CancelCashReceipt
ENDPOINTS = ("DELETE /receipts/{imp_uid}",)
FIELDS = {"order_id": None, "attempt_id": "path.imp_uid"}
# V1 cancels by attempt; `prior` finds it by the order id.
DROPPED = frozenset(("order_id",))


def encode(op: CancelCashReceipt, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named
    """
    uid = need_attempt(op.attempt_id, op.name)
    return WireRequest(
        method="DELETE",
        path=receipt_path(RECEIPTS, uid),
        headers=headers(channel),
        params={"imp_uid": uid},
    )


def decode(op: CancelCashReceipt | None, response: WireResponse) -> CashReceipt:
    """Read the receipt that was taken back."""
    return decode_receipt(response.body, op.order_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, CancelCashReceipt(attempt_id=tail(request, RECEIPTS)))


def answer(op: CancelCashReceipt | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    return answer_receipt(result, imp_uid=op.attempt_id if op is not None else None)


def prior(op: CancelCashReceipt, channel: Channel) -> Flow[Prior]:
    """Find the attempt that has the receipt.

    :raises NotFound: there is no such payment, or no receipt of it
    """
    uid = yield from attempt_of(op, channel)
    yield from receipt_at(receipt_path(RECEIPTS, uid), channel)
    return Prior(op=msgspec.structs.replace(op, attempt_id=uid, order_id=None), target=uid)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether the receipt was taken back."""
    return (yield from cancel_seen(receipt_path(RECEIPTS, attempt.target or attempt.vendor_id), channel))
