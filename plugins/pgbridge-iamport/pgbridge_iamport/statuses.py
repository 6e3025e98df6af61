"""V1's four words for the state of a payment, as queries take them."""

from __future__ import annotations

from types import MappingProxyType

from pgbridge.model.payment import Payment
from pgbridge_iamport.refusal import problem, refuse

# V1's own words stand for themselves: each covers every state that V1 files under it.
WORDS = MappingProxyType(
    {
        "ready": "ready",
        "paid": "paid",
        "cancelled": "cancelled",
        "failed": "failed",
        "virtual_account_issued": "ready",
        "partially_cancelled": "all",  # where V1 files them is not documented
    }
)
NARROWER = frozenset(("virtual_account_issued", "partially_cancelled"))


def wire_status(status: str, operation: str) -> str:
    """Return V1's word for a neutral status.

    :raises RuleViolation: V1 cannot tell that status from others
    """
    found = WORDS.get(status)
    if found is None:
        message = f"status: V1 knows {', '.join(sorted(WORDS))}; it does not tell pending from ready"
        refuse([problem("payment_status", "enum", message, neutral="status")], operation)
    return found or ""


def segment(status: str | None, operation: str) -> str | None:
    """Return the path segment that narrows an order's attempts to a status; None where none does."""
    word = None if status is None else wire_status(status, operation)
    return None if word == "all" else word


def wanted(it: Payment, status: str | None) -> bool:
    """Tell whether a payment listed under V1's word has the neutral status that was asked for."""
    return status not in NARROWER or it.status == status
