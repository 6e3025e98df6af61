"""`GET /payment-reconciliations/settlements/vat-report` (unstable API)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.operations.reconciliation.vat_settlements import ReportSettlementVat
from pgbridge.wire import Accepted, WireRequest
from pgbridge_portone import reporting
from pgbridge_portone.fields import fields

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = ReportSettlementVat
ENDPOINTS = ("GET /payment-reconciliations/settlements/vat-report",)
FIELDS = fields(reporting.FIELDS)
PATH = "/payment-reconciliations/settlements/vat-report"
decode, answer = reporting.decode, reporting.answer


def encode(op: ReportSettlementVat, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: the period ends before it begins
    """
    del channel
    return reporting.report_request(PATH, op)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    given, _, unknown = reporting.arguments(requests[0])
    return Accepted(op=ReportSettlementVat(**given), unknown=unknown)
