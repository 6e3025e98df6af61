"""Clients that dribble their requests are cut off by both served servers, and stand in nobody's way meanwhile."""

import contextlib
import selectors
import socket
import time
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest
from pgbridge_portone.simulated import FACE as V2

from pgbridge.facade.door import front as facade_front
from pgbridge.serving import running, server
from pgbridge.simulator import V2_SECRET, Clock, Simulator
from pgbridge.simulator import server as simulated
from tests.facade.conftest import KEY, SECRET, pretended

HUNDRED = 100
SHORT, STEP = 0.6, 0.1
HEAD = b"POST /users/getToken HTTP/1.1\r\nhost: 127.0.0.1\r\n"
FULL = HEAD + b"content-type: application/json\r\ncontent-length: 1000\r\n\r\n"


def simulator() -> Any:
    front = simulated.front(Simulator({"v2": V2}, clock=Clock()))
    front.limits = msgspec.structs.replace(front.limits, body_seconds=SHORT)
    return front


def facade() -> Any:
    made = pretended().facade
    made.settings = msgspec.structs.replace(made.settings, read_timeout=SHORT, concurrency=HUNDRED // 2)
    return facade_front(made)


def good(root: str, name: str) -> int:
    """Ask for something as a client does that is in no one's way; return the status."""
    if name == "facade":
        keys = {"imp_key": KEY, "imp_secret": SECRET}
        return httpx.post(f"{root}/users/getToken", json=keys, timeout=5).status_code
    headers = {"Authorization": f"PortOne {V2_SECRET}"}
    return httpx.get(f"{root}/v2/payments", headers=headers, timeout=5).status_code


@pytest.fixture(params=["simulator", "facade"])
def served(request: Any, monkeypatch: Any) -> Iterator[tuple[str, str]]:
    monkeypatch.setattr(server, "HEAD_SECONDS", SHORT)
    with running({"simulator": simulator, "facade": facade}[request.param]()) as root:
        yield root, request.param


def line_to(root: str) -> socket.socket:
    host, port = root.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=10)


def dribbled(line: socket.socket, piece: bytes) -> tuple[float, bytes]:
    """Send a piece again and again until the server ends the connection; return after how long, and what it said."""
    began, said = time.monotonic(), b""
    line.setblocking(False)
    with selectors.DefaultSelector() as waiting:
        waiting.register(line, selectors.EVENT_READ)
        while time.monotonic() - began < 10:
            if waiting.select(STEP):
                with contextlib.suppress(ConnectionError):
                    if more := line.recv(65_536):
                        said += more
                        continue
                return time.monotonic() - began, said
            with contextlib.suppress(ConnectionError):
                line.send(piece)
    raise AssertionError("the server waits for ever")


def test_a_head_that_never_ends(served: Any) -> None:
    with line_to(served[0]) as line:
        line.sendall(HEAD)
        seconds, said = dribbled(line, b"x-more: 1\r\n")
    assert SHORT * 0.5 < seconds < SHORT * 5
    assert said == b""


def test_a_connection_that_rests_is_closed_and_not_too_soon(monkeypatch: Any) -> None:
    assert server.REST_SECONDS > 60, "clients and proxies keep theirs so long"
    monkeypatch.setattr(server, "REST_SECONDS", 1)
    with running(simulator()) as root, line_to(root) as line:
        for _ in range(2):
            line.sendall(b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
            assert line.recv(65_536).startswith(b"HTTP/1.1 200")
            time.sleep(0.5)
        began = time.monotonic()
        assert line.recv(65_536) == b""
        assert time.monotonic() - began < 3


def test_a_second_head_that_never_ends(served: Any) -> None:
    with line_to(served[0]) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
        assert line.recv(65_536).startswith(b"HTTP/1.1 200")
        line.sendall(b"GET /healthz HTTP/1.1\r\n")
        seconds, said = dribbled(line, b"x-more: 1\r\n")
    assert seconds < SHORT * 5
    assert said == b""


def test_a_body_that_never_ends(served: Any) -> None:
    with line_to(served[0]) as line:
        line.sendall(FULL.replace(b"/users", b"/v2/users") if served[1] == "simulator" else FULL)
        seconds, said = dribbled(line, b" ")
    assert seconds < SHORT * 5
    assert said.startswith(b"HTTP/1.1 408 ")


def test_a_head_without_bound(served: Any) -> None:
    with line_to(served[0]) as line:
        line.sendall(HEAD)
        began, said = time.monotonic(), b""
        with contextlib.suppress(ConnectionError):
            for _ in range(4_000):
                line.sendall(b"x-more: " + b"1" * 990 + b"\r\n")
        assert time.monotonic() - began < 5
        with contextlib.suppress(ConnectionError):
            said = line.recv(65_536)
    assert said.startswith(b"HTTP/1.1 400 ") or said == b""
    assert good(*served) == 200


@pytest.mark.parametrize("start", [HEAD, FULL], ids=["heads", "bodies"])
def test_a_hundred_of_them_do_not_stop_a_good_one(served: Any, start: bytes) -> None:
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(line_to(served[0])) for _ in range(HUNDRED)]
        for line in lines:
            line.sendall(start)
        began = time.monotonic()
        assert good(*served) == 200
        assert time.monotonic() - began < 2
        # One after the other, each waiting anew for its end: a few tell.
        for line in lines[:5]:
            assert dribbled(line, b" " if start == FULL else b"x: 1\r\n")[0] < SHORT * 5
