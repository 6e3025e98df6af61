"""Calls that wait while another one logs in: they end with their own deadline, not with its."""

import asyncio
import threading
import time

import pytest

from pgbridge import AsyncBridge, Bridge, GetPayment, NotFound, NotSent
from pgbridge.registry import installed
from tests.drivers.test_loopback import charge, config
from tests.raw import raw, reply

READ = GetPayment(attempt_id="imp_1")
GRANT = b'{"code":0,"message":null,"response":{"access_token":"t","now":1,"expired_at":1801}}'
NOTHING = b'{"code":-1,"message":"none","response":null}'


class Door:
    """A V1 whose login answers only when it is let."""

    def __init__(self):
        self.opened, self.asked = threading.Event(), threading.Event()

    def __call__(self, server, connection, request):
        if request.startswith(b"POST /users/getToken"):
            self.asked.set()
            self.opened.wait(20)
            connection.sendall(reply(body=GRANT))
        else:
            connection.sendall(reply(404, NOTHING))


@pytest.fixture
def door():
    made = Door()
    yield made
    made.opened.set()


@pytest.fixture
def server(door):
    with raw(door) as made:
        yield made


@pytest.mark.parametrize("op", [READ, charge("order1")], ids=["read", "write"])
def test_a_thread_waits_no_longer_than_its_deadline(server, door, op):
    ended = []

    def patient():
        with pytest.raises(NotFound):
            bridge.execute(READ, channel="v1", deadline=20)
        ended.append(True)

    with Bridge.of(installed(), config({"v1": server.url, "v2": server.url})) as bridge:
        thread = threading.Thread(target=patient)
        thread.start()
        assert door.asked.wait(10)
        began = time.monotonic()
        with pytest.raises(NotSent, match="logging in"):
            bridge.execute(op, channel="v1", deadline=0.3)
        assert time.monotonic() - began < 2.0
        door.opened.set()
        thread.join(10)
        assert ended
        # Nobody is left waiting, and one login was enough for all.
        with pytest.raises(NotFound):
            bridge.execute(READ, channel="v1")
    assert server.count(b"POST /users/getToken") == 1
    assert server.count(b"POST /subscribe") == 0


@pytest.mark.parametrize("op", [READ, charge("order1")], ids=["read", "write"])
def test_a_task_waits_no_longer_than_its_deadline(server, door, op):
    async def run():
        async with AsyncBridge.of(installed(), config({"v1": server.url, "v2": server.url})) as bridge:
            patient = asyncio.create_task(bridge.execute(READ, channel="v1", deadline=20))
            assert await asyncio.to_thread(door.asked.wait, 10)
            began = time.monotonic()
            with pytest.raises(NotSent, match="logging in"):
                await bridge.execute(op, channel="v1", deadline=0.3)
            assert time.monotonic() - began < 2.0
            door.opened.set()
            with pytest.raises(NotFound):
                await patient
            with pytest.raises(NotFound):
                await bridge.execute(READ, channel="v1")

    asyncio.run(run())
    assert server.count(b"POST /users/getToken") == 1
    assert server.count(b"POST /subscribe") == 0
