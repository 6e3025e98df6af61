"""What every ledger must do, as tests: run them on a ledger of your own.

Subclass it under a name that pytest collects, and say how an empty ledger is opened:

    from pgbridge.testing.ledger_conformance import LedgerConformance

    class TestMyLedger(LedgerConformance):
        def open(self, clock):
            return MyLedger(clock=clock)

The suite moves `clock`, so the ledger must take every time from it. `pytest.register_assert_rewrite
("pgbridge.testing.ledger_conformance")` in a conftest.py makes failures tell more.
"""

from pgbridge.testing.ledger_conformance.base import Clock, wish_for
from pgbridge.testing.ledger_conformance.beginning import Beginning
from pgbridge.testing.ledger_conformance.ending import Ending
from pgbridge.testing.ledger_conformance.finding import Finding
from pgbridge.testing.ledger_conformance.telling import Telling


class LedgerConformance(Beginning, Ending, Finding, Telling):
    """The whole suite."""


__all__ = ["Clock", "LedgerConformance", "wish_for"]
