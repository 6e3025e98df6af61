"""One suite for both drivers and both APIs: `shop.do(operation)` looks the same whichever is under it."""

import asyncio

import pytest

from pgbridge import AsyncBridge, Bridge, Card, ChargeCard, Customer, krw

CHANNELS = {"v1": "inicis-v1", "v2": "inicis"}


class Shop:
    """A bridge onto a simulator of its own; async ones run on a loop of their own."""

    def __init__(self, api, mode):
        self.api, self.channel, self.events = api, CHANNELS[api], []
        self.runner = asyncio.Runner() if mode == "async" else None
        kind = AsyncBridge if self.runner else Bridge
        self.bridge = (
            self.runner.run(self.made(kind))
            if self.runner
            else kind.simulated(observers=[self.events.append])
        )
        self.simulator = self.bridge.simulator

    async def made(self, kind):
        return kind.simulated(observers=[self.events.append])

    def do(self, operation, **options):
        options.setdefault("channel", self.channel)
        result = self.bridge.execute(operation, **options)
        return self.runner.run(result) if self.runner else result

    def all(self, listing):
        async def collect():
            return [item async for item in self.bridge.iterate(listing, channel=self.channel)]

        if self.runner:
            return self.runner.run(collect())
        return list(self.bridge.iterate(listing, channel=self.channel))

    order = staticmethod(lambda *args, **more: charge(*args, **more))

    def charge(self, order_id, amount=10_000, number="4111-1111-1111-1111", **more):
        return self.do(charge(order_id, amount, number, **more))

    def kinds(self, kind):
        return [event.detail for event in self.events if event.kind == kind]

    def close(self):
        result = self.bridge.close()
        if self.runner:
            self.runner.run(result)
            self.runner.close()


def charge(order_id, amount=10_000, number="4111-1111-1111-1111", **more):
    return ChargeCard(
        order_id=order_id,
        order_name="Monthly plan",
        amount=amount if not isinstance(amount, int) else krw(amount),
        card=Card(number=number, expiry="2030-12", birth_or_business_number="900101", password_digits="12"),
        customer=Customer(id="member1", name="홍길동", email="hong@shop.example", phone="010-1234-5678"),
        **more,
    )


@pytest.fixture(params=["v1", "v2"])
def api(request):
    return request.param


@pytest.fixture(params=["sync", "async"])
def shop(request, api):
    shop = Shop(api, request.param)
    yield shop
    shop.close()
