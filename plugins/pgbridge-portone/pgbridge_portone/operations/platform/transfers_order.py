"""`POST /platform/transfers/order`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgbridge.model.platform import ExternalPayment, TransferLine, TransferProduct
from pgbridge.operations.platform.transfers_order import CreateOrderTransfer
from pgbridge.wire import Accepted, WireRequest
from pgbridge_portone import transferring
from pgbridge_portone.accepting import body_of
from pgbridge_portone.asking import problem, refuse
from pgbridge_portone.fields import fields, inside
from pgbridge_portone.shapes.transfers import (
    DetailInput,
    ExternalInput,
    FeeInput,
    LineInput,
    MethodInput,
    ProductInput,
    TransferBody,
)
from pgbridge_portone.times import utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation

OPERATION = CreateOrderTransfer
ENDPOINTS = ("POST /platform/transfers/order",)
METHODS = ("card", "transfer", "virtual_account", "gift_certificate", "mobile", "easy_pay")
FIELDS = fields(
    {
        "transfer_id": "id",
        "partner_id": "partnerId",
        "order_id": "paymentId",
        "amount": "orderDetail.orderAmount",
        "lines": "orderDetail.orderLines",
        "tax_free": "taxFreeAmount",
        "contract_id": "contractId",
        "discounts": "discounts",
        "fees": "additionalFees",
        "starts_on": "settlementStartDate",
        "settles_on": "settlementDate",
        "external": "externalPaymentDetail",
        "parameters": "parameters",
        "properties": "userDefinedProperties",
        "memo": "memo",
    },
    inside(
        "external",
        "externalPaymentDetail",
        {
            "currency": "currency",
            "order_name": "orderName",
            "paid_at": "paidAt",
            "method": "method",
            "easy_pay": "method.easyPay.provider",
            "easy_pay_method": "method.easyPay.methodType",
        },
    ),
)
decode, answer = transferring.decode, transferring.answer
prior, settle = transferring.prior, transferring.settle


def encode(op: CreateOrderTransfer, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    if problems := problems_of(op):
        raise refuse(*problems, subject="transfer")
    parameters = op.parameters
    return WireRequest(
        method="POST",
        path="/platform/transfers/order",
        query=transferring.test_query(channel),
        body=TransferBody(
            id=op.transfer_id,
            partner_id=op.partner_id,
            payment_id=op.order_id,
            order_detail=DetailInput(
                order_amount=op.amount, order_lines=tuple(line_input(it) for it in op.lines) or None
            ),
            discounts=transferring.discounts(op.discounts),
            additional_fees=tuple(FeeInput(policy_id=it) for it in op.fees),
            contract_id=op.contract_id,
            memo=op.memo,
            tax_free_amount=op.tax_free,
            settlement_start_date=op.starts_on,
            settlement_date=op.settles_on,
            external_payment_detail=None if op.external is None else external_input(op.external),
            parameters=None if parameters is None else {k: {"decimal": v} for k, v in parameters.items()},
            user_defined_properties=transferring.properties(op.properties),
        ),
    )


def problems_of(op: CreateOrderTransfer) -> list[Violation]:
    """Return what V2 cannot take."""
    found = transferring.both_problem(op)
    if op.amount is None and not op.lines:
        message = "name the whole amount or the lines of the order"
        found.append(problem("detail", "orderDetail", message, neutral="amount"))
    external = op.external
    if external is None:
        return found
    at = "externalPaymentDetail.method"
    if external.method is not None and external.method not in METHODS:
        message = f"must be one of {', '.join(METHODS)}"
        found.append(problem("method", at, message, neutral="external.method", kind="enum"))
    if external.method != "easy_pay" and (external.easy_pay or external.easy_pay_method):
        message = "a wallet belongs to the method easy_pay"
        found.append(problem("easy-pay", at, message, neutral="external.easy_pay", kind="forbidden"))
    return found


def line_input(it: TransferLine) -> LineInput:
    """Return one line as V2 takes it."""
    product = it.product
    return LineInput(
        product=ProductInput(
            id=product.id,
            name=product.name,
            amount=product.amount,
            tax_free_amount=product.tax_free,
            tag=product.tag,
        ),
        quantity=it.quantity,
        discounts=transferring.discounts(it.discounts),
        additional_fees=tuple(FeeInput(policy_id=fee) for fee in it.fees),
    )


def external_input(it: ExternalPayment) -> ExternalInput:
    """Return a payment made elsewhere as V2 takes it."""
    method = None
    if it.method is not None:
        wallet = {"provider": it.easy_pay, "methodType": (it.easy_pay_method or "").upper() or None}
        given: dict[str, Any] = {name: value for name, value in wallet.items() if value is not None}
        method = MethodInput(**{it.method: given})
    return ExternalInput(
        currency=it.currency, order_name=it.order_name, paid_at=utc(it.paid_at), method=method
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request; without an id of its own it has an empty one."""
    body, unknown = body_of(requests[0], TransferBody)
    op = CreateOrderTransfer(
        transfer_id=body.id or "",
        partner_id=body.partner_id,
        order_id=body.payment_id,
        amount=body.order_detail.order_amount,
        lines=tuple(line_of(it) for it in body.order_detail.order_lines or ()),
        tax_free=body.tax_free_amount,
        contract_id=body.contract_id,
        discounts=transferring.discounts_of(body.discounts),
        fees=tuple(it.policy_id for it in body.additional_fees),
        starts_on=body.settlement_start_date,
        settles_on=body.settlement_date,
        external=external_of(body.external_payment_detail),
        parameters=None
        if body.parameters is None
        else {name: int(value["decimal"]) for name, value in body.parameters.items()},
        properties=transferring.properties_of(body.user_defined_properties),
        memo=body.memo,
    )
    return Accepted(op=op, unknown=unknown)


def line_of(it: LineInput) -> TransferLine:
    """Return one line."""
    product = it.product
    return TransferLine(
        product=TransferProduct(
            id=product.id,
            name=product.name,
            amount=product.amount,
            tax_free=product.tax_free_amount,
            tag=product.tag,
        ),
        quantity=it.quantity,
        discounts=transferring.discounts_of(it.discounts),
        fees=tuple(fee.policy_id for fee in it.additional_fees),
    )


def external_of(it: ExternalInput | None) -> ExternalPayment | None:
    """Return a payment made elsewhere."""
    if it is None:
        return None
    name = next((name for name in METHODS if getattr(it.method, name, None) is not None), None)
    wallet = it.method.easy_pay if it.method is not None else None
    kind = (wallet or {}).get("methodType")
    return ExternalPayment(
        currency=it.currency,
        order_name=it.order_name,
        paid_at=it.paid_at,
        method=name,
        easy_pay=(wallet or {}).get("provider"),
        easy_pay_method=kind.lower() if isinstance(kind, str) else None,
    )
