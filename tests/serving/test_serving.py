"""What every server has around it: limits, health, metrics, logs, an orderly end."""

import io
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from pgbridge.serving import Front, Limits, Metrics, hosts_for, log_to_stderr, named, running
from pgbridge.serving.front import say


ARRIVED = threading.Event()


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    named(scope, "echo", order_id="order1")
    if scope["path"] == "/breaks":
        raise ValueError("4111-1111-1111-1111")
    if scope["path"] == "/slow":
        import asyncio

        ARRIVED.set()
        await asyncio.sleep(0.5)
    if scope["path"] == "/dropped":
        scope["pgbridge.close"]()
        await receive()
        return
    await say(send, 200, body or b"{}")


def served(**limits: Any) -> Any:
    return running(Front(app, metrics=Metrics("test"), limits=Limits(**limits)))


@contextmanager
def written(format: Any) -> Iterator[io.StringIO]:
    kept = {
        name: (logging.getLogger(name).handlers, logging.getLogger(name).level)
        for name in ("pgbridge", "uvicorn")
    }
    out = io.StringIO()
    log_to_stderr(format, out)
    try:
        yield out
    finally:
        for name, (handlers, level) in kept.items():
            logger = logging.getLogger(name)
            logger.handlers, logger.propagate = handlers, True
            logger.setLevel(level)


def test_health_metrics_and_what_a_request_was_called() -> None:
    with served() as root:
        assert httpx.get(f"{root}/healthz").json() == {"status": "ok"}
        assert httpx.post(f"{root}/x", content=b"abc").content == b"abc"
        text = httpx.get(f"{root}/metrics").text
    assert 'test_requests_total{operation="echo",status="200"} 1.0' in text
    assert 'test_request_seconds_count{operation="echo"} 1.0' in text
    assert 'test_request_seconds_bucket{le="+Inf",operation="echo"} 1.0' in text


def test_a_server_that_is_unwell_says_so_and_nothing_more() -> None:
    def health() -> dict[str, Any]:
        raise RuntimeError("postgresql://user:secret@host")

    with running(Front(app, metrics=Metrics("test"), health=health)) as root:
        found = httpx.get(f"{root}/healthz")
    assert (found.status_code, found.json()) == (503, {"status": "unavailable"})


@pytest.mark.parametrize("declared", [True, False])
def test_a_large_body_is_refused_whether_it_says_so_or_not(declared: bool) -> None:
    body = b"x" * 101
    with served(most_bytes=100) as root:
        found = httpx.post(root, content=body if declared else iter([body[:50], body[50:]]))
        assert (found.status_code, found.json()["message"]) == (413, "the body is larger than 100 bytes")
        assert httpx.post(root, content=body[:100]).status_code == 200


def test_a_slow_body_is_refused() -> None:
    with served(body_seconds=0.2) as root:
        host, port = root.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=5) as line:
            line.sendall(b"POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 10\r\n\r\nabc")
            assert b" 408 " in line.recv(1000).split(b"\r\n")[0]


def test_errors_are_told_to_nobody_and_logged_without_their_text() -> None:
    with written("json") as out, served() as root:
        found = httpx.get(f"{root}/breaks")
        assert (found.status_code, found.json()) == (500, {"message": "internal error"})
    error, request = (json.loads(line) for line in out.getvalue().splitlines())
    assert (error["event"], error["exception"], error["operation"]) == ("error", "ValueError", "echo")
    assert any("test_serving.py" in place for place in error["at"])
    assert (request["event"], request["status"], request["order_id"]) == ("request", 500, "order1")
    assert "4111" not in out.getvalue()


def test_text_logs() -> None:
    with written("text") as out, served() as root:
        httpx.get(f"{root}/x?secret=1")
    assert " info request method=GET operation=echo status=200 " in out.getvalue()
    assert "secret" not in out.getvalue()


def test_foreign_hosts_and_pages_of_other_origins_are_kept_out() -> None:
    with served(hosts=hosts_for("127.0.0.1"), guarded=("/_sim",)) as root:

        def status(path: str, **headers: str) -> int:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            return httpx.post(f"{root}{path}", headers=given).status_code

        own = root.removeprefix("http://")
        assert status("/x", host="evil.example") == 421
        assert status("/x", host="localhost:80") == 200
        assert status("/x", origin="https://evil.example") == 200, (
            "an API call of a page needs a secret anyway"
        )
        assert status("/_sim/clock") == 200
        assert status("/_sim/clock", origin=root) == 200
        assert status("/_sim/clock", origin="https://evil.example") == 403
        assert status("/_sim/clock", origin="null") == 403
        assert status("/_sim/clock", sec_fetch_site="cross-site") == 403
        assert status("/_sim/clock", host=own.replace("127.0.0.1", "rebound.example")) == 421


@pytest.mark.parametrize(
    ("host", "allowed", "names"),
    [
        ("127.0.0.1", (), {"localhost", "127.0.0.1", "::1"}),
        ("0.0.0.0", ("sim",), {"localhost", "127.0.0.1", "::1", "0.0.0.0", "sim"}),
        ("0.0.0.0", ("*",), None),
    ],
)
def test_names_of_a_server(host: str, allowed: tuple[str, ...], names: set[str] | None) -> None:
    assert hosts_for(host, allowed) == names


def test_a_request_under_way_is_finished_before_the_end() -> None:
    answers: list[int] = []
    with served() as root:
        caller = threading.Thread(target=lambda: answers.append(httpx.get(f"{root}/slow").status_code))
        caller.start()
        assert ARRIVED.wait(30)
    caller.join()
    assert answers == [200]


def test_a_connection_can_be_broken_without_an_answer() -> None:
    with served() as root:
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{root}/dropped")
        assert 'operation="echo",status="0"' in httpx.get(f"{root}/metrics").text


def test_a_head_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pgbridge.serving.server.HEAD_SECONDS", 0.2)
    with served() as root:
        host, port = root.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=5) as line:
            line.sendall(b"GET / HTTP/1.1\r\nhost: 127")
            assert line.recv(100) == b""
        with httpx.Client() as client:
            assert client.get(root).status_code == 200
            time.sleep(0.4)
            assert client.get(root).status_code == 200, "patience is for heads, not for connections at rest"


def test_counters_and_gauges() -> None:
    metrics = Metrics("shop")
    sent = metrics.counter("webhooks", "Webhooks.", "api", "result")
    sent("v2", "delivered")
    metrics.gauge("kept", "Kept.", lambda: 7)
    assert 'shop_webhooks_total{api="v2",result="delivered"} 1.0' in metrics.text()
    assert "shop_kept 7.0" in metrics.text()


def test_nobody_makes_records_that_nobody_writes() -> None:
    logger = logging.getLogger("pgbridge.serving")
    with written("off"):
        assert not logger.isEnabledFor(logging.CRITICAL)
    with written("text"):
        assert logger.isEnabledFor(logging.INFO)
