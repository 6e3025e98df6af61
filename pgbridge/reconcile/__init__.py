"""Settle what is unknown, and hold the ledger against the vendor. Only ever looks: nothing here sends a write."""

from pgbridge.reconcile.decision import resolve
from pgbridge.reconcile.flow import reconcile
from pgbridge.reconcile.result import Difference, Progress, Reconciliation, Settled, Unreachable

__all__ = ["Difference", "Progress", "Reconciliation", "Settled", "Unreachable", "reconcile", "resolve"]
