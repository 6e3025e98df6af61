"""Both drivers over real HTTP on loopback: concurrency, one login for all, own clients, errors, forks."""

import asyncio
import os
import socket
from concurrent.futures import ThreadPoolExecutor

import httpx
import msgspec
import pytest

from pgbridge import (
    AsyncBridge,
    Bridge,
    Card,
    ChargeCard,
    ConfigError,
    Customer,
    GetPayment,
    NotSent,
    TransportError,
    krw,
)
from pgbridge.config import Config
from pgbridge.drivers.carrier import Carrier
from pgbridge.model.channel import Channel, Connection, Secret
from pgbridge.registry import installed
from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET, Clock, Simulator
from pgbridge.simulator.server import running

CARD = Card(
    number="4111-1111-1111-1111", expiry="2030-12", birth_or_business_number="900101", password_digits="12"
)
BUYER = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")


def charge(order_id):
    return ChargeCard(order_id=order_id, order_name="n", amount=krw(1_000), card=CARD, customer=BUYER)


def config(urls):
    credentials = {
        "v1": {"key": Secret(V1_KEY), "secret": Secret(V1_SECRET)},
        "v2": {"secret": Secret(V2_SECRET)},
    }
    connections = {
        api: Connection(
            name=api, api=api, environment="test", base_url=urls[api], credentials=credentials[api]
        )
        for api in urls
    }
    channels = {
        "v1": Channel(
            name="v1", connection=connections["v1"], provider="inicis", pg="html5_inicis.mid", key="k"
        ),
        "v2": Channel(name="v2", connection=connections["v2"], provider="inicis-v2", key="k"),
    }
    return Config(connections=connections, channels=channels, ledger_url="memory://")


class Counting(Simulator):
    """A simulator that counts what it is asked."""

    def handle(self, request):
        self.asked = getattr(self, "asked", [])
        self.asked.append((request.method, request.path))
        return super().handle(request)

    def count(self, path):
        return sum(1 for _, asked in self.asked if asked == path)


@pytest.fixture(scope="module")
def server():
    registry = installed()
    simulator = Counting({name: api.face() for name, api in registry.apis.items()}, clock=Clock(running=True))
    with running(simulator) as urls:
        simulator.urls = urls
        yield simulator


@pytest.fixture
def simulator(server):
    server.asked = []
    return server


@pytest.mark.parametrize("channel", ["v1", "v2"])
def test_threads_share_a_bridge_and_one_login(simulator, channel):
    with Bridge.of(installed(), config(simulator.urls)) as bridge:
        with ThreadPoolExecutor(8) as pool:
            orders = [f"t{channel}{n}" for n in range(24)]
            paid = list(pool.map(lambda order: bridge.execute(charge(order), channel=channel).status, orders))
        assert paid == ["paid"] * 24
    assert simulator.count("/v1/users/getToken") == (1 if channel == "v1" else 0)


@pytest.mark.parametrize("carried", [False, True], ids=["httpx", "carrier"])
@pytest.mark.parametrize("channel", ["v1", "v2"])
def test_tasks_share_a_bridge_and_one_login(simulator, channel, carried):
    async def all_at_once():
        carrier = Carrier() if carried else None
        async with AsyncBridge.of(installed(), config(simulator.urls), carrier=carrier) as bridge:
            orders = [f"a{channel}{n}{carried}" for n in range(24)]
            done = await asyncio.gather(*(bridge.execute(charge(order), channel=channel) for order in orders))
            again = await asyncio.gather(
                *(bridge.execute(GetPayment(order_id=order), channel=channel) for order in orders)
            )
            if carrier is not None:
                assert bridge.driver.made == {}
                await carrier.close()
                return done, again
            assert 1 <= len(bridge.driver.pool().all) <= 24
            assert len(bridge.driver.pool().idle) == len(bridge.driver.pool().all)
        return done, again

    done, again = asyncio.run(all_at_once())
    assert {p.status for p in done} == {"paid"}
    assert [p.attempt_id for p in done] == [p.attempt_id for p in again]
    assert simulator.count("/v1/users/getToken") == (1 if channel == "v1" else 0)


def test_the_same_order_by_many_threads_is_paid_once(simulator):
    from pgbridge import Busy, IntentConflict, PgbridgeError

    def try_it(_):
        try:
            return bridge.execute(charge("one-order"), channel="v2").status
        except (Busy, IntentConflict) as error:
            return type(error).__name__
        except PgbridgeError as error:
            return repr(error)

    with Bridge.of(installed(), config(simulator.urls)) as bridge, ThreadPoolExecutor(8) as pool:
        outcomes = set(pool.map(try_it, range(16)))
    assert "paid" in outcomes
    assert outcomes <= {"paid", "Busy"}
    assert simulator.count("/v2/payments/one-order/instant") == 1


def test_a_client_of_ones_own_is_used_alone(simulator):
    seen = []
    client = httpx.Client(
        event_hooks={"request": [lambda request: seen.append(request.headers.get("x-shop"))]},
        headers={"x-shop": "yes"},
    )
    with client, Bridge.of(installed(), config(simulator.urls), client=client) as bridge:
        bridge.execute(charge("own1"), channel="v2")
        assert seen
        assert set(seen) == {"yes"}
        assert bridge.driver.made == {}
    assert client.is_closed


def test_an_async_client_of_ones_own(simulator):
    async def run():
        async with (
            httpx.AsyncClient(headers={"x-shop": "yes"}) as client,
            AsyncBridge.of(installed(), config(simulator.urls), client=client) as bridge,
        ):
            assert (await bridge.execute(charge("own2"), channel="v2")).status == "paid"
            assert bridge.driver.made == {}

    asyncio.run(run())


def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def unreachable():
    url = f"http://127.0.0.1:{closed_port()}"
    return config({"v1": url, "v2": url})


def test_nobody_there_is_not_sent():
    with Bridge.of(installed(), unreachable()) as bridge:
        for channel in ("v1", "v2"):
            with pytest.raises(NotSent, match="nothing was sent"):
                bridge.execute(charge("x1"), channel=channel, deadline=3)

    async def run():
        async with AsyncBridge.of(installed(), unreachable()) as bridge:
            with pytest.raises(TransportError):
                await bridge.execute(GetPayment(order_id="x"), channel="v2", deadline=2)

    asyncio.run(run())


def test_a_base_url_that_is_none(simulator):
    broken = config({"v1": "http://host:port", "v2": "http://host:port"})
    with Bridge.of(installed(), broken) as bridge, pytest.raises(ConfigError, match="base_url"):
        bridge.execute(GetPayment(order_id="x"), channel="v2")


def test_redirects_are_not_followed(simulator):
    def send_away(request):
        return httpx.Response(302, headers={"location": "http://elsewhere.example/"})

    client = httpx.Client(transport=httpx.MockTransport(send_away), follow_redirects=True)
    with (
        Bridge.of(installed(), config(simulator.urls), client=client) as bridge,
        pytest.raises(Exception) as caught,
    ):
        bridge.execute(GetPayment(order_id="x"), channel="v2", deadline=1)
    assert "elsewhere" not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_bridge_goes_on_after_a_fork(simulator, tmp_path):
    settings = msgspec.structs.replace(config(simulator.urls), ledger_url=f"sqlite:///{tmp_path}/l.sqlite3")
    with Bridge.of(installed(), settings) as bridge:
        bridge.execute(charge("fork1"), channel="v2")
        child = os.fork()
        if child == 0:
            try:
                ok = bridge.execute(charge("fork2"), channel="v2").status == "paid"
                ok = ok and bridge.execute(charge("fork1"), channel="v2").replayed
            except BaseException:
                ok = False
            os._exit(0 if ok else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert bridge.execute(charge("fork2"), channel="v2").replayed


def test_a_cancelled_task_leaves_an_open_row_that_settles(simulator):
    async def run():
        async with AsyncBridge.of(installed(), config(simulator.urls)) as bridge:
            slow = msgspec.structs.replace(
                charge("gone1"), card=msgspec.structs.replace(CARD, number="4000-0000-0000-0205")
            )
            task = asyncio.create_task(bridge.execute(slow, channel="v2"))
            await asyncio.sleep(0.6)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            (intent,) = bridge.ledger.intents(order_id="gone1")
            return [attempt.state for attempt in intent.attempts]

    assert asyncio.run(run()) == ["open"]
