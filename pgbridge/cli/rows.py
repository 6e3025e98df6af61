"""Rows of the ledger as commands show them: ids, states, amounts and times. There is nothing else in a ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pgbridge.cli.output import say_table
from pgbridge.cli.views import bare, money_text, time_text
from pgbridge.ledger.protocol import Plan
from pgbridge.model.attempt import Attempt

PLAIN = (
    *("id", "family", "operation", "identity", "number", "order_id", "connection", "channel", "api", "store"),
    *("vendor_id", "vendor_ref", "target", "state", "amount", "currency", "tax_free", "vat", "expected"),
    *("proof", "note", "decided_by"),
)


def moment_of(seconds: float | None) -> datetime | None:
    """Return a time of the ledger."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def row_view(attempt: Attempt) -> dict[str, Any]:
    """Return an attempt with its sends for output; amounts in minor units."""
    return bare(
        {
            **{name: getattr(attempt, name) for name in PLAIN},
            "due_at": moment_of(attempt.due_at),
            "begun_at": moment_of(attempt.begun_at),
            "decided_at": moment_of(attempt.decided_at),
            "sends": [
                bare(
                    {
                        "number": send.number,
                        "sent_at": moment_of(send.sent_at),
                        "outcome": send.outcome,
                        "answered_at": moment_of(send.answered_at),
                    }
                )
                for send in attempt.sends
            ],
        }
    )


def plan_view(plan: Plan) -> dict[str, Any]:
    """Return a plan for output."""
    return {
        "kind": plan.kind,
        "identity": plan.identity,
        "created_at": moment_of(plan.created_at),
        "steps": [{"name": s.name, "identity": s.identity, "state": s.state} for s in plan.steps],
    }


def row_facts(attempt: Attempt) -> list[tuple[str, object]]:
    """Return what a person wants to read of an attempt."""
    currency = attempt.currency or "KRW"
    return [
        ("attempt", attempt.id),
        ("operation", attempt.operation),
        ("identity", attempt.identity),
        ("number", attempt.number),
        ("state", attempt.state),
        ("amount", money_text(attempt.amount, currency)),
        ("tax-free", money_text(attempt.tax_free, currency)),
        ("VAT", money_text(attempt.vat, currency)),
        ("cancellable", money_text(attempt.expected, currency)),
        ("went to", f"{attempt.channel} ({attempt.connection})"),
        ("store", attempt.store),
        ("sent as", attempt.vendor_id),
        ("result", attempt.vendor_ref),
        ("due at", time_text(moment_of(attempt.due_at))),
        ("begun at", time_text(moment_of(attempt.begun_at))),
        ("proof", attempt.proof),
        ("note", attempt.note),
        ("decided by", attempt.decided_by),
        ("decided at", time_text(moment_of(attempt.decided_at))),
    ]


def say_rows(attempts: Iterable[Attempt]) -> None:
    """Print attempts as a table."""
    say_table(
        ("attempt", "operation", "identity", "state", "amount", "connection", "begun at", "proof"),
        (
            (
                each.id,
                each.operation,
                each.identity,
                each.state,
                money_text(each.amount, each.currency or "KRW"),
                each.connection,
                time_text(moment_of(each.begun_at)),
                each.proof,
            )
            for each in attempts
        ),
    )
