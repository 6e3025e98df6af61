"""`POST /platform/transfers/order-cancel`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.model.platform import CancelledLine
from pgbridge.operations.platform.transfers_order_cancel import CancelOrderTransfer
from pgbridge.wire import Accepted, WireRequest
from pgbridge_portone import transferring
from pgbridge_portone.accepting import body_of
from pgbridge_portone.asking import problem, refuse
from pgbridge_portone.fields import fields
from pgbridge_portone.shapes.transfers import (
    CancelDetailInput,
    CancelLineInput,
    CancelTransferBody,
    ExternalCancelInput,
)
from pgbridge_portone.times import utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation

OPERATION = CancelOrderTransfer
ENDPOINTS = ("POST /platform/transfers/order-cancel",)
FIELDS = fields(
    {
        "transfer_id": "id",
        "cancellation_id": "cancellationId",
        "order_transfer_id": "transferId",
        "partner_id": "partnerId",
        "order_id": "paymentId",
        "amount": "orderDetail.orderAmount",
        "lines": "orderDetail.orderLines",
        "tax_free": "taxFreeAmount",
        "discounts": "discounts",
        "starts_on": "settlementStartDate",
        "settles_on": "settlementDate",
        "cancelled_at": "externalCancellationDetail.cancelledAt",
        "properties": "userDefinedProperties",
        "memo": "memo",
    }
)
decode, answer = transferring.decode, transferring.answer
prior, settle = transferring.prior, transferring.settle


def encode(op: CancelOrderTransfer, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    if problems := problems_of(op):
        raise refuse(*problems, subject="transfer")
    lines = tuple(
        CancelLineInput(
            product_id=it.product_id, quantity=it.quantity, discounts=transferring.discounts(it.discounts)
        )
        for it in op.lines
    )
    whole = op.amount is None and not lines
    return WireRequest(
        method="POST",
        path="/platform/transfers/order-cancel",
        query=transferring.test_query(channel),
        body=CancelTransferBody(
            id=op.transfer_id,
            cancellation_id=op.cancellation_id,
            discounts=transferring.discounts(op.discounts),
            transfer_id=op.order_transfer_id,
            partner_id=op.partner_id,
            payment_id=op.order_id,
            memo=op.memo,
            order_detail=CancelDetailInput(
                order_amount=op.amount, order_lines=lines or None, all_={} if whole else None
            ),
            tax_free_amount=op.tax_free,
            settlement_start_date=op.starts_on,
            settlement_date=op.settles_on,
            external_cancellation_detail=None
            if op.cancelled_at is None
            else ExternalCancelInput(cancelled_at=utc(op.cancelled_at)),
            user_defined_properties=transferring.properties(op.properties),
        ),
    )


def problems_of(op: CancelOrderTransfer) -> list[Violation]:
    """Return what V2 cannot take."""
    found = transferring.both_problem(op)
    if op.order_transfer_id is None and (op.partner_id is None or op.order_id is None):
        message = "name the transfer, or partner_id and order_id where there is only one"
        found.append(problem("transfer", "transferId", message, neutral="order_transfer_id"))
    return found


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request; without an id of its own it has an empty one."""
    body, unknown = body_of(requests[0], CancelTransferBody)
    detail = body.order_detail or CancelDetailInput()
    external = body.external_cancellation_detail
    op = CancelOrderTransfer(
        transfer_id=body.id or "",
        cancellation_id=body.cancellation_id,
        order_transfer_id=body.transfer_id,
        partner_id=body.partner_id,
        order_id=body.payment_id,
        amount=detail.order_amount,
        lines=tuple(
            CancelledLine(
                product_id=it.product_id,
                quantity=it.quantity,
                discounts=transferring.discounts_of(it.discounts),
            )
            for it in detail.order_lines or ()
        ),
        tax_free=body.tax_free_amount,
        discounts=transferring.discounts_of(body.discounts),
        starts_on=body.settlement_start_date,
        settles_on=body.settlement_date,
        cancelled_at=external.cancelled_at if external is not None else None,
        properties=transferring.properties_of(body.user_defined_properties),
        memo=body.memo,
    )
    return Accepted(op=op, unknown=unknown)
