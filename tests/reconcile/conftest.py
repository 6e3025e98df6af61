"""Shops on one simulated PortOne: ours, and others whose payments our ledger does not know."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from pgbridge import AsyncBridge, Bridge, Card, ChargeCard, Customer, OutcomeUnknown, krw
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.registry import installed
from pgbridge.simulator import LOST_ANSWER, LOST_REQUEST, Plan
from pgbridge.simulator.faults import Faults
from pgbridge.simulator.transport import AsyncSimulatorTransport
from tests.closing import keep

CHANNELS = {"v1": "inicis-v1", "v2": "inicis"}
BUYER = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678", id="buyer1")


def make_card(number: str = "4111-1111-1111-1111") -> Card:
    return Card(number=number, expiry="2030-12", birth_or_business_number="900101", password_digits="12")


def make_charge(order_id: str, total: int = 10_000, **more: Any) -> ChargeCard:
    number = more.pop("number", "4111-1111-1111-1111")
    return ChargeCard(
        order_id=order_id,
        order_name="Plan",
        amount=krw(total),
        card=make_card(number),
        customer=BUYER,
        **more,
    )


class Shop:
    """A bridge, its ledger, and what goes wrong."""

    def __init__(self, bridge: Any) -> None:
        self.bridge, self.simulator = bridge, bridge.simulator

    def charge(self, order_id: str, api: str = "v2", total: int = 10_000, **more: Any) -> Any:
        return self.bridge.execute(make_charge(order_id, total, **more), channel=CHANNELS[api])

    def lose(
        self, order_id: str, api: str = "v2", *, arrives: bool = True, operation: Any = None, **more: Any
    ) -> Any:
        """Make a call of which nobody learns the end; return its attempt."""
        fault = LOST_ANSWER if arrives else LOST_REQUEST
        for path in ("/v1/subscribe/payments/onetime", "/v1/payments/cancel", "/v2/*"):
            self.simulator.inject(Plan(fault=fault, method="POST", path=path, times=10_000))
        # The one read before the send is answered.
        self.simulator.inject(Plan(fault=LOST_ANSWER, method="GET", nth=2, times=10_000))
        with pytest.raises(OutcomeUnknown) as caught:
            self.bridge.execute(
                operation or make_charge(order_id, **more), channel=CHANNELS[api], deadline=30.0
            )
        self.calm()
        return caught.value.attempt

    def calm(self) -> None:
        self.simulator.faults = Faults()

    def other(self) -> "Shop":
        """Somebody else with the same keys: the console, a browser, another ledger."""
        ledger = keep(open_sqlite("memory://", self.simulator.now))
        assert ledger is not None
        ledger.durable = True
        made = Bridge.of(
            installed(),
            self.bridge.config,
            ledger=ledger,
            client=self.bridge.driver.given,
            context=self.bridge.context,
            sleep=self.simulator.advance,
        )
        made.simulator = self.simulator
        return Shop(made)

    def pass_time(self, seconds: float = 300.0) -> None:
        self.simulator.advance(seconds)

    def reconcile(self, *args: Any, **options: Any) -> Any:
        return self.bridge.reconcile(*args, **options)

    def at(self, seconds_ago: float) -> datetime:
        return datetime.fromtimestamp(self.simulator.now() - seconds_ago, UTC)


class AsyncShop(Shop):
    """The same, reconciled by an AsyncBridge on the same ledger."""

    def reconcile(self, *args: Any, **options: Any) -> Any:
        import httpx

        async def run() -> Any:
            async def sleep(seconds: float) -> None:
                self.simulator.advance(seconds)

            client = httpx.AsyncClient(transport=AsyncSimulatorTransport(self.simulator))
            bridge = AsyncBridge.of(
                installed(),
                self.bridge.config,
                ledger=self.bridge.ledger,
                client=client,
                context=self.bridge.context,
                sleep=sleep,
            )
            async with bridge, client:
                return await bridge.reconcile(*args, **options)

        return asyncio.run(run())


@pytest.fixture(params=[Shop, AsyncShop], ids=["sync", "async"])
def shop(request: Any) -> Iterator[Shop]:
    with Bridge.simulated() as bridge:
        yield request.param(bridge)


@pytest.fixture
def charge() -> Callable[..., ChargeCard]:
    return make_charge


@pytest.fixture
def card() -> Callable[..., Card]:
    return make_card
