"""TLS is verified, always: by a server whose certificate nobody vouches for, and by one that is somebody else's."""

import asyncio
import ssl

import pytest

from pgbridge import Bridge, GetPayment, NotFound, NotSent
from pgbridge.registry import installed
from tests.drivers.test_hostile import ALL, NOTHING, bridging
from tests.drivers.test_loopback import charge, config
from tests.raw import raw

trustme = pytest.importorskip("trustme")


def answer(server, connection, request):
    connection.sendall(NOTHING)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def served(authority, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def execute(kind, url, op):
    settings = config({"v1": url, "v2": url})
    if kind == "sync":
        with Bridge.of(installed(), settings) as bridge:
            return bridge.execute(op, channel="v2", deadline=1.5)

    async def run():
        async with bridging(kind, settings) as bridge:
            return await bridge.execute(op, channel="v2", deadline=1.5)

    return asyncio.run(run())


@ALL
@pytest.mark.parametrize("name", ["127.0.0.1", "pay.shop.example"])
@pytest.mark.parametrize("known", [True, False], ids=["known authority", "unknown authority"])
def test_only_the_right_server_gets_a_secret(kind, name, known, authority, tmp_path, monkeypatch):
    if known:
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with raw(answer) as server:
        server.tls = served(authority, name)
        url = server.url.replace("http:", "https:")
        if known and name == "127.0.0.1":
            with pytest.raises(NotFound):
                execute(kind, url, GetPayment(order_id="order1"))
            assert server.asked
            return
        for op in (GetPayment(order_id="order1"), charge("order1")):
            with pytest.raises(NotSent, match="nothing was sent"):
                execute(kind, url, op)
        assert server.asked == []
