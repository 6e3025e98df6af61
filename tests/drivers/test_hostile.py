"""Answers that come from a broken or hostile server: too large, packed small, dripping, cut off, from elsewhere."""

import asyncio
import gzip
import resource
import time
from contextlib import asynccontextmanager

import httpx
import pytest

from pgbridge import (
    AsyncBridge,
    BadAnswer,
    Bridge,
    ConfigError,
    GetPayment,
    NotSent,
    PgbridgeError,
    OutcomeUnknown,
    TransportError,
)
from pgbridge.drivers import http
from pgbridge.drivers.carrier import Carrier
from pgbridge.registry import installed
from pgbridge.simulator import V2_SECRET
from tests.drivers.test_loopback import charge, config
from tests.raw import raw, reply

READ = GetPayment(order_id="order1")
NOTHING = reply(404, b'{"type":"PAYMENT_NOT_FOUND"}')


@asynccontextmanager
async def bridging(kind, settings, **options):
    """A bridge of one loop, with httpx or with what servers use."""
    carrier = Carrier() if kind == "server" else None
    try:
        async with AsyncBridge.of(installed(), settings, carrier=carrier, **options) as bridge:
            yield bridge
    finally:
        if carrier is not None:
            await carrier.close()


def execute(kind, url, op, **options):
    """Run one call on a driver onto one server."""
    settings = config({"v1": url, "v2": url})
    client = options.pop("client", None)
    if kind == "sync":
        with Bridge.of(installed(), settings, client=client) as bridge:
            return bridge.execute(op, channel="v2", **options)

    async def run():
        try:
            async with bridging(kind, settings, client=client) as bridge:
                return await bridge.execute(op, channel="v2", **options)
        finally:
            if client is not None:
                await client.aclose()

    return asyncio.run(run())


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """A smaller limit, so that the tests move fewer bytes."""
    monkeypatch.setattr(http, "MOST", MOST)


MOST = 4 * 1024 * 1024
BOTH = pytest.mark.parametrize("kind", ["sync", "async"])
ALL = pytest.mark.parametrize("kind", ["sync", "async", "server"])


def announced(server, connection, request):
    connection.sendall(reply(body=b"{", content_length=MOST + 1))


def endless(server, connection, request):
    connection.sendall(reply(body=b"", content_length=None, transfer_encoding="chunked"))
    piece = b"%x\r\n" % 65536 + b" " * 65536 + b"\r\n"
    while not server.over.is_set():
        connection.sendall(piece)


BOMB = gzip.compress(bytes(20 * MOST), 9)


def bomb(server, connection, request):
    connection.sendall(reply(body=BOMB, content_encoding="gzip"))


@ALL
@pytest.mark.parametrize("answer", [announced, endless, bomb])
def test_an_answer_too_large_is_not_read(kind, answer):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with raw(answer) as server:
        with pytest.raises(BadAnswer, match="larger than") as caught:
            execute(kind, server.url, READ)
        assert caught.value.reason == "answer_unread"
        assert len(server.asked) == 1, "asking again would only bring it again"
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown < 8 * MOST, f"{grown / MOST:.1f} times the limit in memory"


@ALL
@pytest.mark.parametrize("answer", [announced, endless, bomb])
def test_after_a_write_it_is_unknown(kind, answer):
    def on_write(server, connection, request):
        if request.startswith(b"POST"):
            answer(server, connection, request)
        else:
            connection.sendall(NOTHING)

    with raw(on_write) as server:
        with pytest.raises(OutcomeUnknown):
            execute(kind, server.url, charge("order1"), deadline=1.5)
        assert server.count(b"POST") == 1


def other_packing(server, connection, request):
    connection.sendall(reply(body=b"\x00\x01", content_encoding="br"))


def not_packed(server, connection, request):
    connection.sendall(reply(body=b"plain", content_encoding="gzip"))


@ALL
@pytest.mark.parametrize("answer", [other_packing, not_packed])
def test_packing_that_nobody_asked_for(kind, answer):
    with raw(answer) as server, pytest.raises(BadAnswer, match="was not asked for|cannot be unpacked"):
        execute(kind, server.url, READ)


@ALL
def test_a_packed_answer_is_read(kind):
    body = gzip.compress(b'{"type":"PAYMENT_NOT_FOUND","message":"x"}')
    with raw(lambda s, c, r: c.sendall(reply(404, body, content_encoding="gzip"))) as server:
        with pytest.raises(Exception, match="PAYMENT_NOT_FOUND"):
            execute(kind, server.url, READ)


def drip(into):
    """Send a header, or a body, a byte every 50 ms."""

    def answer(server, connection, request):
        whole = reply(body=b" " * 200)
        at = whole.index(b"content-type") if into == "header" else whole.index(b"\r\n\r\n") + 4
        connection.sendall(whole[:at])
        for each in range(at, len(whole)):
            if server.over.wait(0.05):
                return
            connection.sendall(whole[each : each + 1])

    return answer


@ALL
@pytest.mark.parametrize("into", ["header", "body"])
def test_an_answer_that_drips_ends_with_the_deadline(kind, into):
    with raw(drip(into)) as server:
        began = time.monotonic()
        with pytest.raises(TransportError):
            execute(kind, server.url, READ, deadline=0.6)
        assert time.monotonic() - began < 2.0


@ALL
def test_a_silent_server_ends_with_the_deadline(kind):
    def silent(server, connection, request):
        if request.startswith(b"POST"):
            server.over.wait(20)
        else:
            connection.sendall(NOTHING)

    with raw(silent) as server:
        began = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            execute(kind, server.url, charge("order1"), deadline=0.8)
        assert time.monotonic() - began < 2.5


@ALL
def test_half_an_answer_is_not_carried_into_the_next_request(kind):
    def answer(server, connection, request):
        if len(server.asked) == 1:
            connection.sendall(reply(body=b'{"status"', content_length=400))
            return  # the rest never comes, and the connection stays open
        connection.sendall(NOTHING)

    with raw(answer) as server:
        settings = config({"v1": server.url, "v2": server.url})
        if kind == "sync":
            with Bridge.of(installed(), settings) as bridge:
                outcomes = [outcome(lambda: bridge.execute(READ, channel="v2", deadline=0.5)) for _ in "12"]
        else:

            async def run():
                async with bridging(kind, settings) as bridge:
                    found = []
                    for _ in "12":
                        try:
                            await bridge.execute(READ, channel="v2", deadline=0.5)
                        except Exception as error:
                            found.append(type(error).__name__)
                    return found

            outcomes = asyncio.run(run())
        assert outcomes == ["TransportError", "NotFound"]
        assert server.connections == 2


def outcome(call):
    try:
        call()
    except Exception as error:
        return type(error).__name__


@ALL
def test_a_redirect_goes_nowhere(kind):
    with raw(lambda s, c, r: c.sendall(reply(200, b"{}"))) as elsewhere:
        away = reply(307, b"", location=f"{elsewhere.url}/payments/order1")
        with raw(lambda s, c, r: c.sendall(away)) as server:
            with pytest.raises(BadAnswer):
                execute(kind, server.url, READ)

        def on_write(server, connection, request):
            connection.sendall(away if request.startswith(b"POST") else NOTHING)

        with raw(on_write) as server, pytest.raises(OutcomeUnknown):
            execute(kind, server.url, charge("order1"), deadline=1.0)
        assert elsewhere.asked == []


@BOTH
def test_a_client_of_ones_own_that_reads_answers_itself(kind):
    body = gzip.compress(b'{"type":"PAYMENT_NOT_FOUND"}')
    with raw(lambda s, c, r: c.sendall(reply(404, body, content_encoding="gzip"))) as server:
        if kind == "sync":
            client = httpx.Client(event_hooks={"response": [lambda response: response.read()]})
        else:

            async def read(response):
                await response.aread()

            client = httpx.AsyncClient(event_hooks={"response": [read]})
        with pytest.raises(Exception, match="PAYMENT_NOT_FOUND"):
            execute(kind, server.url, READ, client=client)
        if kind == "sync":
            client.close()


@pytest.mark.parametrize(
    "url", ["http://api.portone.example", "http://127.0.0.1.example.com", "http://10.0.0.1"]
)
@ALL
def test_secrets_do_not_go_over_plain_http(kind, url):
    with pytest.raises(ConfigError, match="https"):
        execute(kind, url, READ)


@pytest.mark.parametrize("secret", ["two\r\nX-Other: lines", "nul\0", "비밀"])
@ALL
def test_a_secret_cannot_end_its_header(kind, secret):
    import msgspec

    from pgbridge.model.channel import Secret

    with raw(lambda s, c, r: c.sendall(reply())) as server:
        settings = config({"v1": server.url, "v2": server.url})
        channels = {
            name: msgspec.structs.replace(
                channel,
                connection=msgspec.structs.replace(
                    channel.connection, credentials={"secret": Secret(secret), "key": Secret(secret)}
                ),
            )
            for name, channel in settings.channels.items()
        }
        settings = msgspec.structs.replace(settings, channels=channels)

        async def run():
            async with bridging(kind, settings) as bridge:
                await bridge.execute(READ, channel="v2")

        with pytest.raises(ConfigError, match="header") as caught:
            if kind == "sync":
                with Bridge.of(installed(), settings) as bridge:
                    bridge.execute(READ, channel="v2")
            else:
                asyncio.run(run())
        assert secret[:3] not in str(caught.value)
        assert server.asked == []


@ALL
def test_a_connection_that_was_never_made_is_not_sent(kind):
    with pytest.raises(NotSent):
        execute(kind, "http://127.0.0.1:9", charge("order1"), deadline=2)


def chain(error):
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@ALL
def test_no_error_keeps_the_request_behind_it_and_nobody_logs_it(kind, caplog):
    def lose(server, connection, request):
        if request.startswith(b"POST"):
            connection.close()
        else:
            connection.sendall(NOTHING)

    caplog.set_level("DEBUG")
    with raw(lose) as server, pytest.raises(OutcomeUnknown) as caught:
        execute(kind, server.url, charge("order1"), deadline=0.6)
    behind = list(chain(caught.value))
    theirs = ("httpx", "httpcore", "aiohttp")
    assert not [each for each in behind if type(each).__module__.partition(".")[0] in theirs]
    assert not [each for each in behind if hasattr(each, "request")]
    assert V2_SECRET not in caplog.text
    assert "4111" not in caplog.text


@BOTH
def test_an_answer_is_logged_as_httpx_does(kind, caplog):
    caplog.set_level("INFO", logger="httpx")
    with raw(lambda server, connection, request: connection.sendall(NOTHING)) as server:
        with pytest.raises(PgbridgeError):
            execute(kind, server.url, GetPayment(order_id="order1"), deadline=2)
        with httpx.Client() as client:
            client.get(f"{server.url}/theirs")
    ours, theirs = (r.getMessage() for r in (caplog.records[0], caplog.records[-1]))
    assert theirs.startswith(f'HTTP Request: GET {server.url}/theirs "HTTP/1.1 ')
    assert ours.startswith(f"HTTP Request: GET {server.url}/payments/order1")
    assert ours.split('"', 1)[1] == theirs.split('"', 1)[1]


@BOTH
def test_a_proxy_of_the_environment_is_used(kind, monkeypatch):
    asked = []

    def note(server, connection, request):
        asked.append(request.split(b"\r\n", 1)[0])
        connection.sendall(NOTHING)

    with raw(note) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "")
        with pytest.raises(PgbridgeError):
            execute(kind, "http://localhost:9", GetPayment(order_id="order1"), deadline=2)
    assert asked
    assert all(line.startswith(b"GET http://localhost:9/payments/order1") for line in asked)
