"""The caller goes away in the middle of a charge: one more unknown, held for a while, then settled by a look."""

import asyncio
import signal
import threading

import pytest

from pgbridge import AsyncBridge, Bridge, Busy, GetPayment
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.registry import installed
from tests.drivers.test_loopback import charge, config
from tests.raw import raw, reply

PAID = reply(
    200,
    b'{"status":"PAID","id":"order1","transactionId":"tx1","merchantId":"m","storeId":"s","currency":"KRW",'
    b'"amount":{"total":1000,"taxFree":0,"paid":1000},"requestedAt":"2026-12-01T00:00:00Z",'
    b'"paidAt":"2026-12-01T00:00:00Z","channel":{"type":"TEST","key":"k","pgProvider":"INICIS_V2"}}',
)
LISTED = reply(200, PAID.partition(b"\r\n\r\n")[2].join((b'{"items":[', b"]}")))
NOTHING = reply(404, b'{"type":"PAYMENT_NOT_FOUND"}')


class Shop:
    """A server that takes the money, and never says so."""

    def __init__(self):
        self.taken = threading.Event()
        self.half = b""

    def __call__(self, server, connection, request):
        if request.startswith(b"POST"):
            self.taken.set()
            connection.sendall(self.half)
            server.over.wait(20)
        elif not self.taken.is_set():
            connection.sendall(NOTHING)
        else:
            connection.sendall(LISTED if b"/transactions" in request.partition(b"\r\n")[0] else PAID)


class Clock:
    def __init__(self):
        self.time = 1000.0

    def __call__(self):
        return self.time


def states(ledger):
    return [row.state for row in ledger.attempts(order_id="order1")]


HALVES = pytest.mark.parametrize(
    "half", [b"", b"HTTP/1.1 200 OK\r\ncontent-le", b'HTTP/1.1 200 OK\r\ncontent-length: 400\r\n\r\n{"pay']
)


@HALVES
def test_a_task_that_is_cancelled_in_mid_request(half):
    shop, clock = Shop(), Clock()
    shop.half = half
    ledger = open_sqlite("memory://", clock)

    async def run(url):
        async with AsyncBridge.of(installed(), config({"v1": url, "v2": url}), ledger=ledger) as bridge:
            task = asyncio.create_task(bridge.execute(charge("order1"), channel="v2", deadline=60))
            await asyncio.to_thread(shop.taken.wait, 10)
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert states(ledger) == ["open"]
            with pytest.raises(Busy) as held:
                await bridge.execute(charge("order1"), channel="v2", deadline=5)
            assert 80 < held.value.retry_after <= 90.1
            # The client whose answer was left half read is in use again, on another connection.
            assert (await bridge.execute(GetPayment(order_id="order1"), channel="v2")).status == "paid"
            clock.time += 91
            payment = await bridge.execute(charge("order1"), channel="v2", deadline=5)
            assert (payment.status, payment.attempt_id) == ("paid", "tx1")
            assert len(bridge.driver.pool().all) == 1

    with raw(shop) as server:
        asyncio.run(run(server.url))
        assert server.count(b"POST") == 1
        assert server.connections == 2
    assert states(ledger) == ["done"]
    ledger.close()


@HALVES
def test_ctrl_c_in_mid_request(half):
    shop, clock = Shop(), Clock()
    shop.half = half
    ledger = open_sqlite("memory://", clock)
    here = threading.main_thread().ident
    if threading.current_thread() is not threading.main_thread():
        pytest.skip("Ctrl-C arrives in the main thread, and this test runs in another")

    def interrupt():
        shop.taken.wait(10)
        threading.Event().wait(0.1)
        signal.pthread_kill(here, signal.SIGINT)

    with raw(shop) as server:
        with Bridge.of(installed(), config({"v1": server.url, "v2": server.url}), ledger=ledger) as bridge:
            hand = threading.Thread(target=interrupt)
            hand.start()
            with pytest.raises(KeyboardInterrupt):
                bridge.execute(charge("order1"), channel="v2", deadline=60)
            hand.join()
            assert states(ledger) == ["open"]
            with pytest.raises(Busy):
                bridge.execute(charge("order1"), channel="v2", deadline=5)
            clock.time += 91
            payment = bridge.execute(charge("order1"), channel="v2", deadline=5)
            assert (payment.status, payment.attempt_id) == ("paid", "tx1")
        assert server.count(b"POST") == 1
        assert server.connections == 2
    assert states(ledger) == ["done"]
    ledger.close()
