"""A shop with an inbox, on each kind of ledger, sync and async; and others who pay and cancel unseen by it."""

import asyncio
import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from pgbridge import AsyncBridge, AsyncInbox, Bridge, Card, ChargeCard, Customer, Inbox, Webhooks, krw
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.registry import installed
from pgbridge.simulator.transport import AsyncSimulatorTransport
from pgbridge.webhooks import signed_headers
from tests.closing import keep

SECRET = "whsec_pzQGE83cSIRKM4/WH5QY+g=="
CHANNELS = {"v1": "inicis-v1", "v2": "inicis"}
BUYER = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678", id="buyer1")


def make_charge(order_id: str, total: int = 10_000, number: str = "4111-1111-1111-1111") -> ChargeCard:
    card = Card(number=number, expiry="2030-12", birth_or_business_number="900101", password_digits="12")
    return ChargeCard(order_id=order_id, order_name="Plan", amount=krw(total), card=card, customer=BUYER)


class Shop:
    """One host of a shop."""

    def __init__(self, bridge: Any, simulator: Any) -> None:
        self.bridge, self.simulator = bridge, simulator
        self.told: list[tuple[str, str, str | None]] = []
        self.events: list[Any] = []
        self.fails = 0
        self.hooks = {
            "v2": Webhooks("v2", secrets=[SECRET], clock=simulator.now),
            "v1": Webhooks("v1", clock=simulator.now),
        }
        self.ids = itertools.count(1)
        self.inbox = self.make_inbox(self.handle)

    def make_inbox(self, handler: Any = None, **options: Any) -> Any:
        return Inbox(self.bridge, handler, **options)

    def run(self, result: Any) -> Any:
        return result

    def handle(self, event: Any, payment: Any) -> None:
        if self.fails:
            self.fails -= 1
            raise RuntimeError("the shop's database is down")
        self.events.append(event)
        self.told.append((event.kind, event.order_id, None if payment is None else payment.status))

    def charge(self, order_id: str, api: str = "v2", total: int = 10_000, **more: Any) -> Any:
        return self.run(self.bridge.execute(make_charge(order_id, total, **more), channel=CHANNELS[api]))

    def run_cancel(self, cancel: Any, channel: str) -> Any:
        return self.run(self.bridge.execute(cancel, channel=channel))

    def body(self, payment: Any, api: str, kind: str = "paid") -> bytes:
        if api == "v1":
            order_id = payment.vendor_order_id or payment.order_id
            fields = {"imp_uid": payment.attempt_id, "merchant_uid": order_id, "status": kind.lower()}
            return json.dumps(fields).encode()
        data = {"paymentId": payment.vendor_order_id or payment.order_id, "transactionId": payment.attempt_id}
        return json.dumps({"type": f"Transaction.{kind[:1].upper() + kind[1:]}", "data": data}).encode()

    def deliver(self, payment: Any, api: str = "v2", kind: str = "paid", id: str | None = None) -> Any:
        body = self.body(payment, api, kind)
        headers: dict[str, str] = {"content-type": "application/json"}
        if api == "v2":
            id = id or f"wh-{next(self.ids)}"
            headers = signed_headers(body, secret=SECRET, id=id, timestamp=int(self.simulator.now()))
        return self.run(self.inbox.receive(self.hooks[api], body, headers))

    def process(self, **options: Any) -> Any:
        return self.run(self.inbox.process(**options))

    def heal(self, seconds: float = 86_400.0) -> Any:
        return self.run(self.bridge.heal(datetime.fromtimestamp(self.simulator.now() - seconds, UTC)))

    def pass_time(self, seconds: float = 60.0) -> None:
        self.simulator.advance(seconds)

    def other(self) -> "Shop":
        """Somebody with the same keys and another ledger: a browser, the console."""
        ledger = keep(open_sqlite("memory://", self.simulator.now))
        assert ledger is not None
        ledger.durable = True
        return Shop(self.bridge_on(ledger), self.simulator)

    def bridge_on(self, ledger: Any) -> Any:
        return Bridge.of(
            installed(),
            self.bridge.config,
            ledger=ledger,
            client=self.simulator.client,
            context=self.bridge.context,
            sleep=self.simulator.advance,
        )

    def second(self) -> "Shop":
        """Another host of the same shop: the same ledger."""
        return Shop(self.bridge_on(self.bridge.ledger), self.simulator)

    @property
    def ledger(self) -> Any:
        return self.bridge.ledger


class AsyncShop(Shop):
    """The same through an AsyncBridge."""

    def __init__(self, bridge: Any, simulator: Any) -> None:
        self.client = httpx.AsyncClient(transport=AsyncSimulatorTransport(simulator))

        async def sleep(seconds: float) -> None:
            simulator.advance(seconds)

        made = AsyncBridge.of(
            installed(),
            bridge.config,
            ledger=bridge.ledger,
            client=self.client,
            context=bridge.context,
            sleep=sleep,
        )
        self.loop = asyncio.new_event_loop()
        super().__init__(made, simulator)

    def make_inbox(self, handler: Any = None, **options: Any) -> Any:
        if handler is None:
            return AsyncInbox(self.bridge, **options)

        async def handle(event: Any, payment: Any) -> None:
            await asyncio.sleep(0)
            self.handle(event, payment)

        return AsyncInbox(self.bridge, handle, **options)

    def run(self, result: Any) -> Any:
        return self.loop.run_until_complete(result) if asyncio.iscoroutine(result) else result

    def close(self) -> None:
        self.run(self.client.aclose())
        self.loop.close()


@pytest.fixture(params=["memory-sync", "memory-async", "sqlite-sync", "postgres-sync"])
def shop(request: Any, tmp_path: Path) -> Iterator[Shop]:
    kind, style = request.param.split("-")
    with Bridge.simulated() as simulated:
        simulator: Any = simulated.simulator
        simulator.client = simulated.driver.given
        ledger: Any = simulated.ledger
        if kind == "sqlite":
            ledger = open_sqlite(f"sqlite:///{tmp_path}/ledger.sqlite3", simulator.now)
        elif kind == "postgres":
            from pgbridge.ledger.postgres import open_postgres

            ledger = open_postgres(request.getfixturevalue("postgres_url"), simulator.now)
        first = Shop(simulated, simulator)
        made = Shop(first.bridge_on(ledger), simulator)
        if style == "async":
            made = AsyncShop(made.bridge, simulator)
        yield made
        if isinstance(made, AsyncShop):
            made.close()
        if kind != "memory":
            ledger.close()
