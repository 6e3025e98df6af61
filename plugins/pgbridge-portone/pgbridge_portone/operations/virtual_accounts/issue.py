"""`POST /payments/{paymentId}/instant` with `method.virtualAccount`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.operations.virtual_accounts.issue import IssueVirtualAccount
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone import charging
from pgbridge_portone.accepting import body_of, part, receipt_from, terms_from
from pgbridge_portone.answering import answered, declined, refused
from pgbridge_portone.asking import (
    channel_problem,
    problem,
    refuse,
    segment,
    store_of,
    terms_problems,
    time_problems,
)
from pgbridge_portone.convert.customer import customer_input
from pgbridge_portone.convert.terms import amount_input, receipt_input, terms_input
from pgbridge_portone.fields import INSTANT, fields
from pgbridge_portone.shapes.answers import PaidShape, PaidSummary
from pgbridge_portone.shapes.requests import (
    AccountOption,
    ExpiryInput,
    FixedInput,
    InstantBody,
    MethodInput,
    VirtualAccountInput,
)
from pgbridge_portone.times import utc
from pgbridge_portone.words import BANKS, CASH_RECEIPT_TYPE_OUT

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.model.payment import Payment
    from pgbridge.rules import Violation

OPERATION = IssueVirtualAccount
ENDPOINTS = ("POST /payments/{paymentId}/instant",)
APPROXIMATIONS = ("PortOne V2 does not answer the account's number, so the payment is read after it",)
FIELDS = fields(
    INSTANT,
    {
        "bank": "method.virtualAccount.bank",
        "expires_at": "method.virtualAccount.expiry.dueDate",
        "valid_hours": "method.virtualAccount.expiry.validHours",
        "remittee": "method.virtualAccount.remitteeName",
        "account_number": "method.virtualAccount.option.fixed.accountNumber",
        "fixed_key": "method.virtualAccount.option.fixed.pgAccountId",
        "cash_receipt": "method.virtualAccount.cashReceipt",
        "cash_receipt.type": "method.virtualAccount.cashReceipt.type",
        "cash_receipt.identity": "method.virtualAccount.cashReceipt.customerIdentityNumber",
        "unlimited": None,
        "escrow_password": None,
    },
)
prior, settle, complete = charging.prior, charging.settle, charging.complete


def encode(op: IssueVirtualAccount, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    group = op.channel_group or channel.group
    problems = problems_of(op)
    if not (group or channel.key):
        problems.append(channel_problem())
    if problems:
        raise refuse(*problems, subject="virtual account")
    extra = terms_input(op)
    if op.cultural_expense is not None:
        extra["is_cultural_expense"] = op.cultural_expense
    if op.escrow is not None:
        extra["is_escrow"] = op.escrow
    body = InstantBody(
        method=MethodInput(virtual_account=account_input(op)),
        order_name=op.order_name or "",
        amount=amount_input(op.amount),
        currency=op.amount.currency,
        store_id=store_of(channel),
        channel_key=None if group else channel.key,
        channel_group_id=group,
        customer=customer_input(op.customer),
        custom_data=op.custom_data,
    )
    return WireRequest(
        name="instant",
        method="POST",
        path=f"/payments/{segment(op.order_id)}/instant",
        body=replace(body, **extra) if extra else body,
        params={"paymentId": op.order_id},
    )


def problems_of(op: IssueVirtualAccount) -> list[Violation]:
    """Return what V2 cannot take."""
    at = "method.virtualAccount"
    found = terms_problems(op) + time_problems(((f"{at}.expiry.dueDate", op.expires_at),))
    if op.bank not in BANKS:
        message = "is not a bank that V2 knows: use its name, such as SHINHAN"
        found.append(problem("bank", f"{at}.bank", message, neutral="bank", kind="enum"))
    if (op.expires_at is None) == (op.valid_hours is None):
        message = "say until when it takes a deposit: expires_at or valid_hours, one of both"
        found.append(problem("expiry", f"{at}.expiry", message, neutral="expires_at"))
    receipt = op.cash_receipt
    if receipt is not None and receipt.type not in CASH_RECEIPT_TYPE_OUT:
        message = f"must be one of {', '.join(CASH_RECEIPT_TYPE_OUT)}"
        found.append(
            problem(
                "cash-receipt", f"{at}.cashReceipt.type", message, neutral="cash_receipt.type", kind="enum"
            )
        )
    if receipt is not None and receipt.identity is None and receipt.type != "none":
        message = "V2 needs whom the receipt is for: give cash_receipt.identity"
        found.append(
            problem(
                "cash-receipt-identity",
                f"{at}.cashReceipt.customerIdentityNumber",
                message,
                neutral="cash_receipt.identity",
            )
        )
    return found


def account_input(op: IssueVirtualAccount) -> VirtualAccountInput:
    """Return the account that is asked for; one that is named by number or key is a fixed one."""
    fixed = None
    if op.account_number is not None or op.fixed_key is not None:
        fixed = FixedInput(pg_account_id=op.fixed_key, account_number=op.account_number)
    return VirtualAccountInput(
        bank=op.bank,
        expiry=ExpiryInput(valid_hours=op.valid_hours, due_date=utc(op.expires_at)),
        option=AccountOption(type="NORMAL" if fixed is None else "FIXED", fixed=fixed),
        cash_receipt=None if op.cash_receipt is None else receipt_input(op.cash_receipt),
        remittee_name=op.remittee,
    )


def decode(op: IssueVirtualAccount | None, response: WireResponse) -> Payment:
    """Return the payment that waits for its deposit; the account itself is in the read that follows."""
    return charging.summary_of(op, response, charging.WAITING_FOR_DEPOSIT)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request.

    :raises RuleViolation: it is for no virtual account, or cannot be read
    """
    request = requests[0]
    body, unknown = body_of(request, InstantBody)
    account = body.method.virtual_account
    if account is None:
        message = "this operation opens a virtual account"
        raise refuse(problem("method", "method.virtualAccount", message), subject="instant")
    fixed = account.option.fixed or FixedInput()
    op = IssueVirtualAccount(
        order_id=part(request, 1),
        bank=account.bank,
        expires_at=account.expiry.due_date,
        valid_hours=account.expiry.valid_hours,
        remittee=account.remittee_name,
        account_number=fixed.account_number,
        fixed_key=fixed.pg_account_id,
        cash_receipt=receipt_from(account.cash_receipt),
        escrow=body.is_escrow,
        cultural_expense=body.is_cultural_expense,
        channel_group=body.channel_group_id,
        **terms_from(body),
    )
    return Accepted(op=op, channel_key=body.channel_key, store_id=body.store_id, unknown=unknown)


def answer(op: IssueVirtualAccount | None, result: Payment | PgbridgeError) -> WireResponse:
    """Write the result as V2 answers it: a summary, or the PG's refusal."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    if result.status == "failed":
        return declined(result)
    return answered(PaidShape(payment=PaidSummary(pg_tx_id=result.pg_tx_id, paid_at=result.paid_at)))
