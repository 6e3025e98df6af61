"""A V1 pay call through the facade, beside what one would write in an afternoon: Starlette and one `httpx.AsyncClient`.

Both are served by uvicorn, one process each, and speak to the same stub of V2. The rival does the least that gives a V1 client
its answer: check the token, `POST instant`, `GET` the payment, write V1's fields. The facade does that with ledger, rules,
names and a look at earlier attempts. What is compared is how many calls one process of each gets through at so many at once,
and the processor time it spends on each.

With a stub that answers at once this is how much each can do. With one that takes 50 ms few calls at once only wait: the
rival for two answers, the facade for three (what there was before the charge must be known to tell what came of it) and for
its disk, so there the rival is ahead until it has more to do than it can.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DELAYS, DELAY = (0.0, 0.05), 0.0
AT_ONCE = (1, 16, 64, 128)
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
BODY = {
    "amount": 1000,
    "card_number": "4111-1111-1111-1111",
    "expiry": "2030-12",
    "birth": "900101",
    "pwd_2digit": "12",
}
CONFIG = """
[connections.v2]
api = "v2"
environment = "test"
secret = {{env = "BENCH_SECRET"}}
base_url = "{url}"

[channels.nice]
connection = "v2"
provider = "nice-v2"
key = "channel-key"
check = "warn"

[ledger]
url = "{ledger}"

[facade]
concurrency = 2000

[facade.shops.shop]
key = {{env = "BENCH_KEY"}}
secret = {{env = "BENCH_SECRET"}}
"""


def stub_answer(method: bytes, path: bytes) -> bytes:
    """Answer as V2 does about an order that is paid by the first call."""
    order = path.split(b"/")[2].partition(b"?")[0].decode()
    if path.partition(b"?")[0].endswith(b"/transactions"):
        return b'{"items":[]}'
    if method == b"POST":
        return b'{"payment":{"pgTxId":"pg-1","paidAt":"2026-11-30T00:00:00Z"}}'
    return json.dumps(
        {
            "status": "PAID",
            "id": order,
            "transactionId": f"tx-{order}",
            "merchantId": "m",
            "storeId": "s",
            "channel": {
                "type": "TEST",
                "id": "c",
                "key": "channel-key",
                "name": "n",
                "pgProvider": "NICE_V2",
                "pgMerchantId": "mid",
            },
            "version": "V2",
            "requestedAt": "2026-11-30T00:00:00Z",
            "updatedAt": "2026-11-30T00:00:00Z",
            "statusChangedAt": "2026-11-30T00:00:00Z",
            "orderName": order,
            "currency": "KRW",
            "customer": {},
            "amount": {
                "total": 1000,
                "taxFree": 0,
                "vat": 91,
                "supply": 909,
                "discount": 0,
                "paid": 1000,
                "cancelled": 0,
                "cancelledTaxFree": 0,
            },
            "method": {
                "type": "PaymentMethodCard",
                "card": {"number": "411111******1111"},
                "approvalNumber": "1",
            },
            "paidAt": "2026-11-30T00:00:00Z",
            "pgTxId": "pg-1",
            "isCulturalExpense": False,
        }
    ).encode()


class Stub(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, sep, rest = self.buffer.partition(b"\r\n\r\n")
        if not sep:
            return
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        if len(rest) < length:
            return
        self.buffer = rest[length:]
        method, path, _ = head.split(b" ", 2)
        body = stub_answer(method, path)
        asyncio.get_running_loop().call_later(DELAY, self.reply, HEAD % len(body) + body)

    def reply(self, data: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(data)


async def stub() -> None:
    server = await asyncio.get_running_loop().create_server(Stub, "127.0.0.1", 0, backlog=2048)
    print(json.dumps({"v1": f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"}), flush=True)
    await server.serve_forever()


def rival(upstream: str) -> None:
    """Serve the afternoon's work."""
    import httpx
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    client = httpx.AsyncClient(base_url=upstream, headers={"authorization": "PortOne s"}, timeout=60)

    async def token(_: Request) -> JSONResponse:
        return JSONResponse(
            {"code": 0, "message": None, "response": {"access_token": "t", "now": 0, "expired_at": 1800}}
        )

    async def onetime(request: Request) -> JSONResponse:
        if request.headers.get("authorization") != "t":
            return JSONResponse({"code": -1, "message": "Unauthorized", "response": None}, 401)
        given = await request.json()
        order, number = given["merchant_uid"], given["card_number"].replace("-", "")
        year, month = given["expiry"].split("-")
        credential = {"number": number, "expiryYear": year[2:], "expiryMonth": month}
        paid = await client.post(
            f"/payments/{order}/instant",
            json={
                "channelKey": "channel-key",
                "orderName": order,
                "amount": {"total": given["amount"]},
                "currency": "KRW",
                "method": {"card": {"credential": credential}},
            },
        )
        if paid.status_code != 200:
            return JSONResponse({"code": -1, "message": paid.json().get("message"), "response": None})
        found = (await client.get(f"/payments/{order}")).json()
        return JSONResponse(
            {
                "code": 0,
                "message": None,
                "response": {
                    "imp_uid": found["transactionId"],
                    "merchant_uid": order,
                    "status": found["status"].lower(),
                    "amount": found["amount"]["total"],
                    "pg_tid": found["pgTxId"],
                    "currency": found["currency"],
                },
            }
        )

    app = Starlette(
        routes=[
            Route("/users/getToken", token, methods=["POST"]),
            Route("/subscribe/payments/onetime", onetime, methods=["POST"]),
        ]
    )

    class Server(uvicorn.Server):
        async def startup(self, sockets: object = None) -> None:
            await super().startup()
            port = self.servers[0].sockets[0].getsockname()[1]
            print(json.dumps({"v1": f"http://127.0.0.1:{port}"}), flush=True)

    # As `uvicorn rival:app` listens: a socket handed to it would wait for the client's delayed ACK with each answer.
    Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False)).run()


@contextmanager
def process(*command: str) -> Iterator[tuple[str, int]]:
    """Run a server; gives its URL and process."""
    env = {**os.environ, "BENCH_KEY": "k", "BENCH_SECRET": "s", "PYTHONUNBUFFERED": "1"}
    run = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env
    )
    try:
        assert run.stdout is not None
        yield json.loads(run.stdout.readline())["v1"], run.pid
    finally:
        run.terminate()
        run.wait()


def spent(pid: int) -> float:
    """Return the processor time of a process in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Load(asyncio.Protocol):
    """One connection that asks again as soon as it is answered."""

    def __init__(self, plan: Iterator[bytes], done: asyncio.Future[None], bad: list[bytes]) -> None:
        self.plan, self.done, self.bad, self.buffer = plan, done, bad, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        request = next(self.plan, None)
        if request is None:
            self.transport.close()
            if not self.done.done():
                self.done.set_result(None)
            return
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, sep, rest = self.buffer.partition(b"\r\n\r\n")
        if not sep:
            return
        length = next(
            int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
        )
        if len(rest) < length:
            return
        self.buffer = b""
        if b'"status":"paid"' not in rest.replace(b" ", b""):
            self.bad.append(rest[:300])
        self.ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


def requests(prefix: str, total: int, token: str) -> Iterator[bytes]:
    for number in range(total):
        body = json.dumps({"merchant_uid": f"{prefix}x{number}", **BODY}).encode()
        yield (
            b"POST /subscribe/payments/onetime HTTP/1.1\r\nhost: h\r\nauthorization: %s\r\ncontent-type: application/json\r\n"
            b"content-length: %d\r\n\r\n" % (token.encode(), len(body))
        ) + body


async def burst(url: str, prefix: str, total: int, at_once: int) -> tuple[float, list[bytes]]:
    """Return seconds for so many calls."""
    import urllib.request

    asked = urllib.request.Request(
        f"{url}/users/getToken",
        json.dumps({"imp_key": "k", "imp_secret": "s"}).encode(),
        {"content-type": "application/json"},
    )
    token = json.loads(urllib.request.urlopen(asked).read())["response"]["access_token"]
    loop = asyncio.get_running_loop()
    plan, bad = requests(prefix, total, token), []
    host, _, port = url.removeprefix("http://").partition(":")
    start, ends = time.perf_counter(), []
    for _ in range(at_once):
        done = loop.create_future()
        ends.append(done)
        await loop.create_connection(lambda done=done: Load(plan, done, bad), host, int(port))
    await asyncio.gather(*ends)
    return time.perf_counter() - start, bad


def pay_call() -> None:
    """Measure with each stub."""
    for delay in DELAYS:
        side_by_side(delay)


def side_by_side(delay: float, rounds: int = 3, total: int = 400) -> None:
    """Measure both in turn."""
    folder = tempfile.mkdtemp()
    with process("-m", "benchmarks.facade", "stub", str(delay)) as (v2, _):
        config = Path(folder) / "pgbridge.toml"
        config.write_text(
            CONFIG.format(url=v2, ledger=os.environ.get("BENCH_LEDGER", f"sqlite:///{folder}/l.sqlite3"))
        )
        with (
            process("-m", "benchmarks.facade", "rival", v2) as theirs,
            process("-m", "pgbridge.cli.main", "facade", "--config", str(config), "--log", "off") as ours,
        ):
            servers = {"facade": ours, "Starlette + one httpx.AsyncClient": theirs}
            print(
                f"\na V1 pay call (V2 answers each request after {delay * 1000:.0f} ms)   (budget: at least 2.5 x the rival's calls a second)"
            )
            for at_once in AT_ONCE:
                rates: dict[str, list[float]] = {name: [] for name in servers}
                costs: dict[str, list[float]] = {name: [] for name in servers}
                count = max(min(total, at_once * 40), 20)
                for turn in range(rounds + 1):
                    for name, (url, pid) in servers.items():
                        before = spent(pid)
                        seconds, bad = asyncio.run(burst(url, f"{name[0]}{at_once}t{turn}", count, at_once))
                        if bad:
                            print(f"    {name}: {len(bad)} of {count} not paid, such as {bad[0]!r}")
                        if turn:
                            rates[name].append(count / seconds)
                            costs[name].append((spent(pid) - before) / count)
                mine, other = (statistics.median(each) for each in rates.values())
                cost, theirs_cost = (statistics.median(each) for each in costs.values())
                print(
                    f"  {at_once:>3} at once: facade {mine:7.0f}/s ({cost * 1e3:5.2f} ms CPU)   rival {other:7.0f}/s ({theirs_cost * 1e3:5.2f} ms CPU)"
                    f"   {mine / other:5.2f} x"
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["stub"]:
        DELAY = float(sys.argv[2]) if len(sys.argv) > 2 else DELAY
        asyncio.run(stub())
    elif sys.argv[1:2] == ["rival"]:
        rival(sys.argv[2])
    else:
        pay_call()
