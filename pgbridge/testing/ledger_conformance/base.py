"""What the tests of the suite share: a clock, wishes, and one fresh ledger each."""

from __future__ import annotations

import threading
from typing import Any

from pgbridge.ledger.protocol import Change, Ledger, Wish
from pgbridge.model.attempt import Attempt


class Clock:
    """A clock that the tests move."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        """Return the time, POSIX seconds."""
        return self.time


def wish_for(**fields: Any) -> Wish:
    """Return a wish to charge `order1`, with some of its fields changed."""
    values: dict[str, Any] = {
        "family": "charge",
        "identity": "order1",
        "fingerprint": "1000",
        "operation": "payments.charge_card",
        "owner": "w2",
        "lease": 120.0,
        "order_id": "order1",
        "vendor_id": "order1",
        "connection": "v2",
        "channel": "c",
        "api": "v2",
        "amount": 1000,
        "currency": "KRW",
    }
    return Wish(**{**values, **fields})


class Base:
    """One test with a ledger of its own."""

    clock: Clock
    _opening: threading.Lock
    _ledger: Ledger | None

    def open(self, clock: Clock) -> Ledger:
        """Return an empty ledger that lasts, is called by the test's threads and takes its time from the clock."""
        raise NotImplementedError(f"{type(self).__name__}.open: return an empty ledger")

    def setup_method(self) -> None:
        """Begin with nothing opened."""
        self.clock = Clock()
        self._opening, self._ledger = threading.Lock(), None

    @property
    def ledger(self) -> Ledger:
        """The ledger of this test: one, whichever of its threads asks first."""
        with self._opening:
            if self._ledger is None:
                self._ledger = self.open(self.clock)
            return self._ledger

    def teardown_method(self) -> None:
        """Close what was opened."""
        if self._ledger is not None:
            self._ledger.close()

    def begun(self, wish: Wish) -> Attempt:
        """Begin what nothing forbids."""
        decision = self.ledger.begin(wish)
        assert decision.verdict == "new", decision
        assert decision.attempt is not None
        return decision.attempt

    def end(self, attempt: Attempt, state: str, **fields: Any) -> bool:
        """Finish an attempt as its owner."""
        return self.ledger.finish(
            Change(attempt=attempt.id, state=state, **{"owner": attempt.owner, **fields})
        )

    def row(self, attempt: Attempt) -> Attempt:
        """Return an attempt as it is now."""
        found = self.ledger.attempt(attempt.id)
        assert found is not None
        return found
