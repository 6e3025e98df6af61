"""Attempts, wishes and sightings with little ado."""

from typing import Any

import msgspec
import pytest

from pgbridge.ledger.protocol import Intent, Wish
from pgbridge.model.attempt import Attempt, Seen, SendRecord, Sighting

NOW = 1_000_000.0


class Build:
    """Makes what decide and judge take; times are seconds before NOW."""

    now = NOW

    @staticmethod
    def sends(
        *outcomes: str, ago: float = 100.0, answered_ago: float | None = None
    ) -> tuple[SendRecord, ...]:
        answered = NOW - (ago if answered_ago is None else answered_ago)
        return tuple(
            SendRecord(number=n, sent_at=NOW - ago, outcome=o, answered_at=None if o == "open" else answered)
            for n, o in enumerate(outcomes, 1)
        )

    def attempt(self, number: int = 1, *outcomes: str, ago: float = 100.0, **fields: Any) -> Attempt:
        values: dict[str, Any] = {
            "id": f"a{number}",
            "intent": "i",
            "family": "charge",
            "operation": "payments.charge_card",
            "identity": "order1",
            "number": number,
            "connection": "v2",
            "channel": "c",
            "api": "v2",
            "vendor_id": "order1",
            "order_id": "order1",
            "state": "unknown",
            "amount": 1000,
            "currency": "KRW",
            "owner": "w1",
            "lease_until": NOW - ago + 120.0,
            "begun_at": NOW - ago,
            "sends": self.sends(*(outcomes or ("open",)), ago=ago),
        }
        return Attempt(**{**values, **fields})

    @staticmethod
    def wish(**fields: Any) -> Wish:
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

    @staticmethod
    def intent(*attempts: Attempt, **fields: Any) -> Intent:
        values: dict[str, Any] = {
            "id": "i",
            "family": "charge",
            "identity": "order1",
            "fingerprint": "1000",
            "order_id": "order1",
            "attempts": attempts,
        }
        return Intent(**{**values, **fields})

    @staticmethod
    def seen(id: str, state: str, amount: int | None = 1000, **fields: Any) -> Seen:
        return Seen(id=id, state=state, amount=amount, currency="KRW", **fields)

    @staticmethod
    def sighting(*items: Seen, **fields: Any) -> Sighting:
        return Sighting(items=items, **fields)

    replace = staticmethod(msgspec.structs.replace)


@pytest.fixture
def build() -> Build:
    return Build()
