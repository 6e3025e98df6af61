"""The test kit: run operations against a pretend PortOne under trouble, and look at what became of the money.

>>> from pgbridge import Card, ChargeCard, Customer, krw
>>> from pgbridge.testing import Simulation, Trouble
>>> card = Card(number="4111-1111-1111-1111", expiry="2030-12", birth_or_business_number="900101", password_digits="12")
>>> buyer = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")
>>> simulation = Simulation(seed=1, trouble=Trouble(lost_answer=0.5, until=600.0))
>>> call = simulation.insist(
...     ChargeCard(order_id="order1", order_name="Plan", amount=krw(10_000), card=card, customer=buyer), channel="nice"
... )
>>> simulation.run()
>>> call.result.status, len(simulation.paid("order1"))
('paid', 1)
>>> simulation.close()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pgbridge.testing.portone import PortOne
    from pgbridge.testing.simulation import Simulation
    from pgbridge.testing.trouble import CALM, ROUGH, Trouble
    from pgbridge.testing.watch import MoneyWatch
    from pgbridge.testing.worker import Call

__all__ = ["CALM", "ROUGH", "Call", "MoneyWatch", "PortOne", "Simulation", "Trouble"]

# Loaded when first used: pytest imports this package in every run, for its fixtures.
_MODULES = {
    "CALM": "trouble",
    "ROUGH": "trouble",
    "Call": "worker",
    "MoneyWatch": "watch",
    "PortOne": "portone",
    "Simulation": "simulation",
    "Trouble": "trouble",
}


def __getattr__(name: str) -> Any:
    """Load a public name."""
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
