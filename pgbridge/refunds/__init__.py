"""Plans a refund to the won: which taxable, tax-free and VAT parts the next cancel takes. Pure; nothing is sent.

The parts are computed by the same functions that every cancel goes through (`pgbridge.adjust`, `pgbridge.tax`).
"""

from pgbridge.refunds.model import RefundLine, RefundPlan
from pgbridge.refunds.planning import plan_refund

__all__ = ["RefundLine", "RefundPlan", "plan_refund"]
