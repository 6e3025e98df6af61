"""What commands show of results: ids, states, amounts and times. Buyers and cards stay out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pgbridge.model.attempt import Attempt
from pgbridge.model.money import to_major
from pgbridge.model.payment import Cancellation, Payment
from pgbridge.rules import Violation


def bare(facts: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {name: value for name, value in facts.items() if value is not None}


def payment_view(payment: Payment) -> dict[str, Any]:
    """Return a payment for output; amounts in minor units of `currency`."""
    amount, method, channel = payment.amount, payment.method, payment.channel
    account = method.virtual_account if method else None
    return bare(
        {
            "order_id": payment.order_id,
            "vendor_order_id": payment.vendor_order_id,
            "attempt_id": payment.attempt_id,
            "status": payment.status,
            "currency": payment.currency,
            "amount": bare(
                {
                    "total": amount.total,
                    "paid": amount.paid,
                    "cancelled": amount.cancelled,
                    "tax_free": amount.tax_free,
                    "vat": amount.vat,
                }
            ),
            "order_name": payment.order_name,
            "method": method.type if method else None,
            "provider": channel.pg_provider if channel else None,
            "merchant_id": channel.pg_merchant_id if channel else None,
            "live": channel.live if channel else None,
            "version": payment.version,
            "virtual_account": bare(
                {"bank": account.bank, "number": account.number, "expires_at": account.expires_at}
            )
            if account
            else None,
            "requested_at": payment.requested_at,
            "paid_at": payment.paid_at,
            "failed_at": payment.failed_at,
            "cancelled_at": payment.cancelled_at,
            "failure": bare({"pg_code": payment.failure.pg_code}) if payment.failure else None,
            "receipt_url": payment.receipt_url,
            "cancellations": [cancellation_view(each) for each in payment.cancellations],
            "partial": payment.partial,
            "replayed": payment.replayed,
        }
    )


def cancellation_view(found: Cancellation) -> dict[str, Any]:
    """Return a cancellation for output."""
    names = (
        *("id", "cancel_id", "order_id", "attempt_id", "status", "amount", "tax_free", "vat"),
        *("requested_at", "cancelled_at", "receipt_url", "replayed", "partial"),
    )
    return bare({name: getattr(found, name) for name in names})


def attempt_view(attempt: Attempt) -> dict[str, Any]:
    """Return what the ledger knows of an attempt."""
    names = (
        *("id", "operation", "order_id", "vendor_id", "vendor_ref", "state", "connection", "channel"),
        *("amount", "currency", "begun_at", "last_sent_at"),
    )
    return bare({name: getattr(attempt, name, None) for name in names})


def violation_view(violation: Violation) -> dict[str, Any]:
    """Return a violation for output."""
    names = ("rule", "severity", "field", "neutral_field", "message", "kind", "value", "source")
    return {name: getattr(violation, name) for name in names}


def money_text(minor: int | None, currency: str) -> str | None:
    """Write an amount in major units."""
    if minor is None:
        return None
    try:
        return f"{to_major(minor, currency):,} {currency}"
    except ValueError:
        return f"{minor} {currency}"


def time_text(moment: datetime | None) -> str | None:
    """Write a time to the second."""
    return moment.isoformat(timespec="seconds") if moment else None


def payment_facts(payment: Payment) -> list[tuple[str, object]]:
    """Return what a person wants to read of a payment."""
    amount, method = payment.amount, payment.method
    account = method.virtual_account if method else None
    channel = payment.channel
    return [
        ("order", payment.order_id),
        ("attempt", payment.attempt_id),
        ("status", payment.status + (" (done before, nothing was sent)" if payment.replayed else "")),
        ("amount", money_text(amount.total, payment.currency)),
        ("tax-free", money_text(amount.tax_free, payment.currency)),
        ("VAT", money_text(amount.vat, payment.currency)),
        ("cancelled", money_text(amount.cancelled, payment.currency) if amount.cancelled else None),
        ("method", method.type if method else None),
        ("PG", channel.pg_provider if channel else None),
        ("account", f"{account.bank} {account.number}" if account and account.number else None),
        ("expires", time_text(account.expires_at) if account else None),
        ("paid at", time_text(payment.paid_at)),
        ("failed at", time_text(payment.failed_at)),
        ("failure", payment.failure.pg_code if payment.failure else None),
    ]
