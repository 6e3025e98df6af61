"""What every chapter of the demo needs: who tells it, a buyer, channels, and the truth it is held against."""

from __future__ import annotations

from typing import Any, Protocol

from pgbridge import Bridge, Card, Channel, ChargeCard, Config, Connection, Customer, Route, krw
from pgbridge import simulator as simulation

GOOD, OVER_LIMIT = "4111-1111-1111-1111", "4000-0000-0000-0102"
BUYER = Customer(id="buyer-1", name="홍길동", email="buyer@shop.example", phone="010-0000-1234")
V1 = Connection(name="v1", api="v1", environment="test")
V2 = Connection(name="v2", api="v2", environment="test")
INICIS = Channel(name="inicis", connection=V2, provider="inicis-v2", key="channel-key-inicis")
NICE = Channel(name="nice", connection=V2, provider="nice-v2", key="channel-key-nice")
INICIS_V1 = Channel(name="inicis-v1", connection=V1, provider="inicis", pg="html5_inicis.INIpayTest")


class Surprise(Exception):
    """Something was not as told."""


class Teller(Protocol):
    """Who tells the story."""

    def chapter(self, title: str) -> None:
        """Begin a chapter."""

    def say(self, text: str) -> None:
        """Tell something."""

    def expect(self, claim: str, *, holds: bool) -> None:
        """Claim something.

        :raises Surprise: it is not so
        """


def card(number: str = GOOD) -> Card:
    """Return a keyed-in card; the simulator's magic numbers choose what becomes of it."""
    return Card(number=number, expiry="2030-12", birth_or_business_number="900101", password_digits="12")  # noqa: S106


def charge(order_id: str, total: int = 10_000, **changes: Any) -> ChargeCard:
    """Return a charge of a keyed-in card."""
    terms: dict[str, Any] = {
        "order_name": "Monthly plan",
        "amount": krw(total),
        "card": card(),
        "customer": BUYER,
    }
    return ChargeCard(order_id=order_id, **(terms | changes))


def config(*channels: Channel, routes: tuple[Route, ...] = ()) -> Config:
    """Return a config of these channels, as pgbridge.toml would give it."""
    connections = {c.connection.name: c.connection for c in channels}
    return Config(connections=connections, channels={c.name: c for c in channels}, routes=routes)


def attempts(bridge: Bridge, order_id: str) -> list[simulation.Attempt]:
    """Return what the simulated PortOne holds of an order, which is the truth that the story is held against."""
    assert bridge.simulator is not None
    return bridge.simulator.attempts(order_id)


def won(amount: int | None) -> str:
    """Write an amount of won."""
    return "nothing" if amount is None else f"{amount:,} won"
