"""What servers send with: where it could do more than it was told to, or tell less than the truth."""

import asyncio
import gzip

import pytest

from pgbridge.drivers.carrier import Carrier, address_of, carrier
from pgbridge.errors import ConfigError, NoAnswer, NotSent
from pgbridge.model.channel import Connection
from pgbridge.registry import installed
from pgbridge.wire import Send, WireRequest
from tests.raw import raw, reply

API = installed().api("v2")


def connection(url, **more):
    return Connection(name="v2", api="v2", environment="test", base_url=url, **more)


def request(url, method="GET", path="/payments/order1", timeout=2.0, **more):
    return Send(
        request=WireRequest(method=method, path=path, **more), connection=connection(url), timeout=timeout
    )


def carry(*sends):
    async def run():
        carrier, answers = Carrier(), []
        try:
            for each in sends:
                try:
                    answers.append(await carrier.carry(each, API))
                except (NoAnswer, NotSent) as error:
                    answers.append(error)
        finally:
            await carrier.close()
        return answers

    return asyncio.run(run())


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
def test_a_kept_connection_that_breaks_is_not_tried_again(method):
    def answer(server, connection, asked):
        if server.asked.index(asked) == 0:
            connection.sendall(reply(200, b"{}"))
        else:
            connection.close()

    with raw(answer) as server:
        first, second = carry(request(server.url), request(server.url, method, "/other"))
        assert first.status == 200
        assert server.connections == 1, "else this tries nothing"
        assert type(second) is NoAnswer
        assert server.count(f"{method} /other".encode()) == 1


def test_a_connection_is_used_again():
    with raw(lambda s, c, r: c.sendall(reply(200, b"{}"))) as server:
        assert [a.status for a in carry(*[request(server.url)] * 3)] == [200] * 3
        assert server.connections == 1


def test_what_is_asked_goes_out_as_it_is_written():
    with raw(lambda s, c, r: c.sendall(reply(201, b'{"a":1}', x_other="Yes"))) as server:
        (answer,) = carry(
            request(
                server.url,
                "POST",
                "/payments/a%2Fb%20%EA%B0%80/cancel",
                query=(("storeId", "s&1"), ("q", "가 b")),
                body={"amount": 1},
                headers=(("authorization", "PortOne s"), ("idempotency-key", '"k"')),
            )
        )
        head, _, body = server.asked[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /payments/a%2Fb%20%EA%B0%80/cancel?storeId=s%261&q=%EA%B0%80+b HTTP/1.1"
    sent = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
    assert sent == {
        "host": server.url.removeprefix("http://"),
        "authorization": "PortOne s",
        "idempotency-key": '"k"',
        "accept": "application/json",
        "accept-encoding": "gzip",
        "content-type": "application/json",
        "content-length": "12",
        "user-agent": "pgbridge",
    }
    assert body == b'{"amount":1}'
    assert (answer.status, answer.body, answer.headers["x-other"]) == (201, b'{"a":1}', "Yes")


def test_no_cookie_is_kept():
    with raw(lambda s, c, r: c.sendall(reply(200, b"{}", set_cookie="a=b"))) as server:
        carry(request(server.url), request(server.url))
        assert b"cookie" not in server.asked[1].lower()


def test_interim_answers_are_passed_over():
    with raw(lambda s, c, r: c.sendall(b"HTTP/1.1 103 Early\r\n\r\n" + reply(200, b"{}"))) as server:
        assert carry(request(server.url))[0].status == 200


def test_packed_answers_are_unpacked_once():
    body = gzip.compress(b'{"a":1}')
    with raw(lambda s, c, r: c.sendall(reply(200, body, content_encoding="gzip"))) as server:
        assert carry(request(server.url))[0].body == b'{"a":1}'


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{}",
        b"HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nlong: " + b"x" * 100_000 + b"\r\n\r\n{}",
    ],
    ids=["nothing", "nonsense", "short", "short chunk", "no length", "long header"],
)
def test_half_an_answer_is_none(answer):
    def cut(server, connection, asked):
        connection.sendall(answer)
        connection.close()

    with raw(cut) as server:
        (told,) = carry(request(server.url, "POST", body={}))
        assert type(told) is NoAnswer
        assert len(server.asked) == 1


def test_a_name_that_is_nobodys_is_not_sent():
    (told,) = carry(request("https://nobody.invalid", timeout=5.0))
    assert type(told) is NotSent


def test_a_server_that_takes_no_connection_in_time_is_not_sent(monkeypatch):
    async def forever(self, *args, **kwargs):
        await asyncio.sleep(60)

    monkeypatch.setattr("aiohttp.TCPConnector._create_connection", forever)
    send = Send(
        request=WireRequest(method="POST", path="/x", body={}),
        connection=connection("http://127.0.0.1:9", connect_timeout=0.1),
        timeout=5.0,
    )
    assert type(carry(send)[0]) is NotSent


def test_a_plain_port_behind_https_is_not_sent():
    def plain(server, connection, asked):
        connection.sendall(reply())

    with raw(plain) as server:
        (told,) = carry(request(server.url.replace("http:", "https:"), timeout=0.5))
    assert type(told) is NotSent


@pytest.mark.parametrize(
    "url", ["http://host:port/", "http:///x", "http://h/a b", "http://h/\n", "http://h/가"]
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(ConfigError, match="not a URL"):
        address_of(url, connection("https://x.example"))


def test_behind_a_proxy_httpx_does_it(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert isinstance(carrier(), Carrier)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert carrier() is None
