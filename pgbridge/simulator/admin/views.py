"""The world in the admin API's JSON. Nothing about the buyer, no secret."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from pgbridge.simulator.events import Event
from pgbridge.simulator.faults import Counted
from pgbridge.simulator.requests import Entry, shown, shown_pairs
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import Attempt, BillingKey, Cancellation, Schedule
from pgbridge.simulator.webhooks import Webhook

Json = dict[str, Any]


def time(moment: float | None) -> str | None:
    """Write a moment."""
    if moment is None:
        return None
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def channel(it: Channel) -> Json:
    """Write a channel."""
    return {"key": it.key, "name": it.name or it.key, "provider": it.provider, "live": it.live}


def payment(it: Attempt) -> Json:
    """Write an attempt."""
    return {
        "serial": it.serial,
        "id": it.id,
        "order_id": it.bill.order_id,
        "order_name": it.bill.order_name,
        "api": it.bill.version.lower(),
        "store_id": it.bill.store_id,
        "status": it.status,
        "amount": msgspec.to_builtins(it.bill.money),
        "currency": it.bill.currency,
        "cancelled": msgspec.to_builtins(it.cancelled),
        "cancellable": msgspec.to_builtins(it.remaining) if it.paid_at is not None else None,
        "channel": channel(it.channel),
        "method": method(it),
        "billing_key": it.billing_key,
        "schedule_id": it.schedule_id,
        "pg_tx_id": it.pg_tx_id,
        "failure": None if it.failure is None else msgspec.to_builtins(it.failure),
        "cancellations": [cancellation(each) for each in it.cancellations],
        "notice_urls": list(it.bill.notice_urls),
        "custom_data": it.bill.custom_data,
        "requested_at": time(it.requested_at),
        "changed_at": time(it.changed_at),
        "paid_at": time(it.paid_at),
        "failed_at": time(it.failed_at),
        "cancelled_at": time(it.cancelled_at),
    }


def method(it: Attempt) -> Json | None:
    """Write how it is paid."""
    if it.card is not None:
        return {"type": "card", "number": it.card.masked, "company": it.card.company.name}
    if it.account is not None:
        return {
            "type": "virtual_account",
            "bank": it.account.bank.name,
            "number": it.account.number,
            "expires_at": time(it.account.expires_at),
        }
    return None


def cancellation(it: Cancellation) -> Json:
    """Write a cancellation."""
    return {
        "id": it.id,
        "status": it.status,
        "amount": msgspec.to_builtins(it.money),
        "reason": it.reason,
        "by": it.by,
        "at": time(it.at),
    }


def billing_key(it: BillingKey) -> Json:
    """Write a billing key."""
    return {
        "serial": it.serial,
        "id": it.id,
        "api": it.version.lower(),
        "store_id": it.store_id,
        "status": "ISSUED" if it.deleted_at is None else "DELETED",
        "card": {"number": it.card.masked, "company": it.card.company.name},
        "channels": [channel(each) for each in it.channels],
        "issued_at": time(it.issued_at),
        "deleted_at": time(it.deleted_at),
    }


def schedule(it: Schedule) -> Json:
    """Write a schedule."""
    return {
        "serial": it.serial,
        "id": it.id,
        "order_id": it.bill.order_id,
        "api": it.bill.version.lower(),
        "status": it.status,
        "billing_key": it.billing_key,
        "amount": msgspec.to_builtins(it.bill.money),
        "currency": it.bill.currency,
        "due_at": time(it.due_at),
        "created_at": time(it.created_at),
        "executed_at": time(it.executed_at),
        "revoked_at": time(it.revoked_at),
        "payment_id": it.attempt_id,
    }


def webhook(it: Webhook) -> Json:
    """Write a webhook."""
    return {
        "serial": it.serial,
        "id": it.id,
        "api": it.api,
        "kind": it.kind,
        "event": it.event,
        "order_id": it.order_id,
        "url": it.url,
        "state": it.state,
        "content_type": it.content_type,
        "body": it.body.decode(),
        "created_at": time(it.created_at),
        "next_at": time(it.next_at),
        "tries": [{"at": time(each.at), "status": each.status, "error": each.error} for each in it.tries],
    }


def event(it: Event) -> Json:
    """Write an event."""
    return {**msgspec.to_builtins(it), "at": time(it.at)}


def entry(it: Entry) -> Json:
    """Write a request in one line."""
    return {
        "serial": it.serial,
        "at": time(it.at),
        "api": it.api,
        "operation": it.operation,
        "method": it.request.method,
        "path": it.request.path,
        "status": None if it.answer.dropped else it.answer.status,
        "fault": it.fault,
    }


def whole_entry(it: Entry) -> Json:
    """Write a request with its bodies, what is secret or about a person covered."""
    return {
        **entry(it),
        "query": [list(pair) for pair in shown_pairs(it.request.query)],
        "content_type": it.request.header("content-type"),
        "idempotency_key": it.request.header("idempotency-key"),
        "request": shown(it.request.body),
        "answer": {
            "status": it.answer.status,
            "lost": it.answer.dropped,
            "delay": it.answer.delay,
            "body": shown(it.answer.body),
        },
    }


def fault(it: Counted) -> Json:
    """Write a fault in force."""
    plan = it.plan
    return {
        "number": it.number,
        "text": plan.text or None,
        "target": plan.operation or f"{plan.method} {plan.path}",
        "chance": plan.chance,
        "nth": plan.nth,
        "times": plan.times,
        "met": it.met,
        "struck": it.struck,
    }
