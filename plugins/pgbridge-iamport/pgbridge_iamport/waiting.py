"""Finding the attempt that waits for the buyer's money: a virtual account's, or a barcode's."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.errors import Conflict
from pgbridge.model.channel import Channel
from pgbridge.model.payment import Payment
from pgbridge.wire import Flow, Prior
from pgbridge_iamport.lookups import attempts_of, missing, payment_by_id


def prior(op: Any, channel: Channel, waiting: str) -> Flow[Prior]:
    """Find it by attempt or by order, and name it by attempt alone, for V1 has no place for the order.

    :param waiting: the status of what waits
    :raises NotFound: there is no such payment
    :raises Conflict: it waits no more: it may be paid
    """
    if op.attempt_id:
        payment: Payment = yield from payment_by_id(op.attempt_id, channel)
    else:
        attempts = yield from attempts_of(op.order_id or "", channel)
        if not attempts:
            raise missing()
        payment = next((it for it in attempts if it.status == waiting), attempts[0])
    if payment.status != waiting:
        raise Conflict(
            f"payment {payment.attempt_id} is {payment.status}, so nothing of it waits for the buyer",
            reason="payment_not_waiting_for_deposit",
        )
    full = msgspec.structs.replace(op, attempt_id=payment.attempt_id, order_id=None)
    return Prior(op=full, target=payment.attempt_id)
