"""The world as V1 shows it."""

from typing import Any

from pgbridge.simulator.cards import Card
from pgbridge.simulator.codes import ISSUER_KNOWN
from pgbridge.simulator.money import to_major
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import Attempt, BillingKey, Buyer, Schedule
from pgbridge.simulator.world import World

Json = dict[str, Any]
STATUSES = {
    "READY": "ready",
    "VIRTUAL_ACCOUNT_ISSUED": "ready",
    "PAY_PENDING": "ready",
    "PAID": "paid",
    # Inferred: a partly cancelled payment still reads as paid.
    "PARTIAL_CANCELLED": "paid",
    "CANCELLED": "cancelled",
    "FAILED": "failed",
}
SCHEDULES = {"SCHEDULED": "scheduled", "SUCCEEDED": "executed", "FAILED": "executed", "REVOKED": "revoked"}


def seconds(moment: float | None) -> int:
    """Write a moment in UNIX seconds; 0 for never."""
    return 0 if moment is None else int(moment)


def buyer(it: Buyer, prefix: str = "buyer") -> Json:
    """Write the buyer, or the customer of a key."""
    return {
        f"{prefix}_name": it.name,
        f"{prefix}_email": it.email,
        f"{prefix}_tel": it.phone,
        f"{prefix}_addr": None if it.address is None else it.address.one_line,
        f"{prefix}_postcode": it.postcode,
    }


def card(it: Card | None, channel: Channel) -> Json:
    """Write a card; issuer and publisher only where the PG tells them."""
    company = None if it is None else it.company
    told = company if channel.provider in ISSUER_KNOWN else None
    return {
        "card_code": None if company is None else company.code,
        "card_name": None if company is None else company.name,
        "card_issuer_code": None if told is None else told.code,
        "card_issuer_name": None if told is None else told.name,
        "card_publisher_code": None if told is None else told.code,
        "card_publisher_name": None if told is None else told.name,
        "card_number": None if it is None else it.masked,
        "card_type": None if it is None else 0,
    }


def account(it: Attempt) -> Json:
    """Write the virtual account."""
    made = it.account
    return {
        "vbank_code": None if made is None else made.bank.code,
        "vbank_name": None if made is None else made.bank.name,
        "vbank_num": None if made is None else made.number,
        "vbank_holder": None if made is None else made.holder,
        "vbank_date": 0 if made is None else seconds(made.expires_at),
        "vbank_issued_at": 0 if made is None else seconds(made.issued_at),
    }


def pay_method(it: Attempt) -> str:
    """Return V1's word for how it is paid. Inferred: of a wallet inside a PG's window that of a card."""
    if it.account is not None:
        return "vbank"
    if it.barcode is not None:
        return "cvs"
    if it.method is None or embedded(it) is not None:
        return "card"
    return it.method.word


def embedded(it: Attempt) -> str | None:
    """Return the wallet inside another PG's window."""
    by = it.method
    if by is None or by.kind != "EASY_PAY" or it.channel.provider.startswith(by.provider or ""):
        return None
    return (by.provider or "").lower()


def payment(it: Attempt) -> Json:
    """Write an attempt."""
    bill, currency = it.bill, it.bill.currency
    gone = [each for each in it.cancellations if each.status == "SUCCEEDED"]
    receipt = f"https://receipt.simulator.invalid/{it.pg_tx_id}" if it.paid_at is not None else None
    return {
        "imp_uid": it.id,
        "merchant_uid": bill.order_id,
        "pay_method": pay_method(it),
        "channel": it.platform.lower(),
        "pg_provider": it.channel.provider.lower(),
        "emb_pg_provider": embedded(it),
        "pg_tid": it.pg_tx_id,
        "pg_id": it.channel.merchant_id,
        "sandbox": not it.channel.live,
        "escrow": bill.escrow,
        "apply_num": it.approval_number,
        "bank_code": None if it.method is None or it.method.bank is None else it.method.bank.code,
        "bank_name": None if it.method is None or it.method.bank is None else it.method.bank.name,
        **card(it.card, it.channel),
        "card_quota": bill.installment,
        **account(it),
        "name": bill.order_name,
        "amount": to_major(bill.money.total, currency),
        "cancel_amount": to_major(it.cancelled.total, currency),
        "currency": currency,
        **buyer(bill.buyer),
        "custom_data": bill.custom_data,
        "user_agent": it.user_agent,
        "status": STATUSES[it.status],
        "started_at": seconds(it.requested_at),
        "paid_at": seconds(it.paid_at),
        "failed_at": seconds(it.failed_at),
        "cancelled_at": seconds(it.cancelled_at),
        "fail_reason": None if it.failure is None else it.failure.reason,
        "cancel_reason": gone[-1].reason if gone else None,
        "receipt_url": receipt,
        "cancel_history": [
            {
                "pg_tid": each.pg_id,
                "amount": to_major(each.money.total, currency),
                "cancelled_at": seconds(each.at),
                "reason": each.reason,
                "cancellation_id": each.id,
                "receipt_url": receipt,
            }
            for each in gone
        ],
        "cancel_receipt_urls": [receipt for _ in gone],
        "cash_receipt_issued": False,
        "customer_uid": it.billing_key,
        "customer_uid_usage": it.usage,
    }


def page(attempts: list[Attempt], number: int, limit: int) -> Json:
    """Write one page of attempts; page numbers are counted from 1, 0 is none."""
    start = (number - 1) * limit
    rows = attempts[start : start + limit]
    return {
        "total": len(attempts),
        "previous": number - 1,
        "next": number + 1 if start + limit < len(attempts) else 0,
        "list": [payment(each) for each in rows],
    }


def customer(it: BillingKey) -> Json:
    """Write a billing key; one of a routing group shows its channels instead of one PG."""
    channel = it.channels[0]
    shared = {"customer_uid": it.id, "customer_id": it.buyer.id, **buyer(it.buyer, "customer")}
    own = {**card(it.card, channel), "inserted": seconds(it.issued_at), "updated": seconds(it.updated_at)}
    if it.group is None:
        place = {"pg_provider": channel.provider.lower(), "pg_id": channel.merchant_id}
        return {**shared, **place, "sandbox": not channel.live, **own}
    rows = [{"pg_provider": each.provider.lower(), "pg_id": each.merchant_id, **own} for each in it.channels]
    return {**shared, "channelGroupId": it.group, "succeededChannels": rows, "failedChannels": []}


def schedule(world: World, it: Schedule) -> Json:
    """Write a schedule."""
    bill = it.bill
    attempt = world.attempts.get(it.attempt_id or "")
    run = None if attempt is None else STATUSES[attempt.status]
    if it.status == "FAILED" and attempt is None:
        run = "failed"
    return {
        "customer_uid": it.billing_key,
        "merchant_uid": bill.order_id,
        "imp_uid": it.attempt_id,
        "pg_provider": None if attempt is None else attempt.channel.provider.lower(),
        "pg_id": None if attempt is None else attempt.channel.merchant_id,
        "customer_id": bill.buyer.id,
        "schedule_at": seconds(it.due_at),
        "executed_at": seconds(it.executed_at),
        "revoked_at": seconds(it.revoked_at),
        "amount": to_major(bill.money.total, bill.currency),
        "currency": bill.currency,
        "name": bill.order_name,
        **buyer(bill.buyer),
        "custom_data": bill.custom_data,
        "schedule_status": SCHEDULES[it.status],
        "payment_status": run if it.status in ("SUCCEEDED", "FAILED") else None,
        "fail_reason": None if attempt is None or attempt.failure is None else attempt.failure.reason,
        "promotion_id": bill.promotion_id,
    }
