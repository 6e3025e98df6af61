"""`virtual_accounts.issue`: `POST /vbanks`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.payment import Payment
from pgbridge.operations.virtual_accounts.issue import IssueVirtualAccount
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport import codes
from pgbridge_iamport.carried import HARMLESS, TERMS
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import charges_before, charges_seen, headers
from pgbridge_iamport.payments import decode_payment
from pgbridge_iamport.refusal import (
    MOST_CHANNEL_KEY,
    ORDER_LIMITS,
    Problems,
    check_lengths,
    missing_setting,
    one_url,
    problem,
    refuse,
)
from pgbridge_iamport.shapes.requests import VbankBody
from pgbridge_iamport.terms import accepted_terms, order_fields
from pgbridge_iamport.times import epoch
from pgbridge_iamport.written import answer_payment

OPERATION = IssueVirtualAccount
ENDPOINTS = ("POST /vbanks",)
FIELDS = {
    **TERMS,
    "order_id": "merchant_uid",
    "bank": "vbank_code",
    "expires_at": "vbank_due",
    "valid_hours": None,
    "remittee": "vbank_holder",
    "account_number": "vbank_num",
    "fixed_key": "vbank_key",
    "unlimited": "fixed_unlimited_vbank",
    "escrow_password": "escrow_password",
    "product_count": "product_count",
    "customer.business_number": "business_registration_number",
}
DROPPED = HARMLESS
LIMITS = (
    *ORDER_LIMITS,
    ("channel_key", MOST_CHANNEL_KEY, "channel.key"),
    ("vbank_holder", 16, "remittee"),
    ("vbank_key", 13, "fixed_key"),
    ("business_registration_number", 10, "customer.business_number"),
)
WAITING = frozenset(("virtual_account_issued", "paid", "partially_cancelled", "cancelled"))


def encode(op: IssueVirtualAccount, channel: Channel) -> WireRequest:
    """Write the request; KG Inicis also wants the merchant's API key of the PG.

    :raises RuleViolation: V1 cannot carry it, or the channel has no key
    """
    problems: Problems = []
    if not channel.key:
        missing_setting(channel, "key", "channel_key", problems)
    if op.amount.currency != "KRW":
        message = "amount.currency: a V1 virtual account takes won alone"
        problems.append(problem("amount", "enum", message, neutral="amount.currency", value="KRW"))
    if op.expires_at is None:
        message = "expires_at: V1 needs the moment the account closes"
        problems.append(problem("vbank_due", "required", message, neutral="expires_at"))
    bank = codes.BANK_CODES.get(op.bank)
    if bank is None:
        message = "bank: not a bank that V1 has a code for; use PortOne's name of it, such as SHINHAN"
        problems.append(problem("vbank_code", "enum", message, neutral="bank"))
    url = one_url(op.notice_urls, problems)
    body = VbankBody(
        channel_key=channel.key or "",
        merchant_uid=op.order_id,
        vbank_code=bank or "",
        vbank_due=epoch(op.expires_at),
        vbank_holder=op.remittee,
        vbank_num=op.account_number,
        vbank_key=op.fixed_key,
        business_registration_number=op.customer.business_number,
        notice_url=[url] if url is not None else None,
        product_count=op.product_count,
        escrow_password=op.escrow_password,
        fixed_unlimited_vbank=op.unlimited,
        **order_fields(op, channel, problems),
    )
    check_lengths(body, LIMITS, problems)
    refuse(problems, op.name)
    query = pg_api_key(channel)
    return WireRequest(
        method="POST",
        path="/vbanks",
        name="vbank",
        query=query,
        body=body,
        headers=headers(channel),
        params=dict(query),
    )


def pg_api_key(channel: Channel) -> tuple[tuple[str, str], ...]:
    """Return the query that KG Inicis needs."""
    return (("pg_api_key", channel.pg_api_key.reveal()),) if channel.pg_api_key is not None else ()


def decode(op: IssueVirtualAccount | None, response: WireResponse) -> Payment:  # noqa: ARG001
    """Read the payment that waits for its deposit."""
    return decode_payment(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    code = form.need("vbank_code")
    terms = accepted_terms(form)
    for name in ("extra", "bypass", "installment_months", "interest_free_by_merchant", "use_card_point"):
        terms.pop(name)
    op = IssueVirtualAccount(
        order_id=form.order_id(),
        bank=codes.BANKS.get(code.zfill(3), code),
        expires_at=form.need_time("vbank_due"),
        remittee=form.text("vbank_holder"),
        account_number=form.text("vbank_num"),
        fixed_key=form.text("vbank_key"),
        unlimited=form.flag("fixed_unlimited_vbank"),
        escrow_password=form.text("escrow_password"),
        **terms,
    )
    return accepted(request, op, forms=(form,), channel_key=form.text("channel_key"))


def answer(op: IssueVirtualAccount | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_payment(result)


def prior(op: IssueVirtualAccount, channel: Channel) -> Flow[Prior]:
    """List the attempts there are, so that none of them is taken for ours."""
    return Prior(op=op, sighting=all_issued((yield from charges_before(op.order_id, channel))))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """List the attempts under the order id; an account that was issued counts as done, whatever became of it."""
    return all_issued((yield from charges_seen(attempt.vendor_id, channel, attempt)))


def all_issued(found: Sighting) -> Sighting:
    """Return what was seen, each by whether it was issued."""
    return msgspec.structs.replace(found, items=tuple(issued(it) for it in found.items))


def issued(item: Seen) -> Seen:
    """Return what was seen, done when the account was issued."""
    if isinstance(item.result, Payment) and item.result.status in WAITING:
        return msgspec.structs.replace(item, state="done")
    return item
