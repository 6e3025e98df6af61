"""`GET /payment-reconciliations/transactions/vat-report` (unstable API)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.operations.reconciliation.vat_transactions import ReportTransactionVat
from pgbridge.wire import Accepted, WireRequest
from pgbridge_portone import reporting
from pgbridge_portone.fields import fields

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = ReportTransactionVat
ENDPOINTS = ("GET /payment-reconciliations/transactions/vat-report",)
FIELDS = fields(reporting.FIELDS, {"statuses": "filter.reconciliationStatuses"})
PATH = "/payment-reconciliations/transactions/vat-report"
decode, answer = reporting.decode, reporting.answer


def encode(op: ReportTransactionVat, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: the period ends before it begins
    """
    del channel
    return reporting.report_request(PATH, op, tuple(s.upper() for s in op.statuses))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    given, statuses, unknown = reporting.arguments(requests[0])
    return Accepted(op=ReportTransactionVat(**given, statuses=statuses), unknown=unknown)
