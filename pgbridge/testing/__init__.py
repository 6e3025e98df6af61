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

from pgbridge.testing.simulation import Simulation
from pgbridge.testing.trouble import CALM, ROUGH, Trouble
from pgbridge.testing.watch import MoneyWatch
from pgbridge.testing.worker import Call

__all__ = ["CALM", "ROUGH", "Call", "MoneyWatch", "Simulation", "Trouble"]
