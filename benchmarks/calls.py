"""Over loopback HTTP: a sync call, V1 with a cached token, async with 16 and 64 at once."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable

import httpx
import msgspec

from benchmarks.measure import show
from benchmarks.pure import Bare
from benchmarks.server import running

from pgbridge import AsyncBridge, Bridge, Channel, Connection, GetPayment, Secret
from pgbridge.config import Config
from pgbridge.registry import installed


def config(url: str) -> Config:
    v2 = Connection(
        name="v2", api="v2", environment="test", credentials={"secret": Secret("s")}, base_url=url
    )
    v1 = Connection(
        name="v1",
        api="v1",
        environment="test",
        credentials={"key": Secret("k"), "secret": Secret("s")},
        base_url=url,
    )
    channels = {
        "v2": Channel(name="v2", connection=v2, provider="inicis-v2", key="k"),
        "v1": Channel(name="v1", connection=v1, provider="inicis", pg="html5_inicis"),
    }
    return Config(connections={"v1": v1, "v2": v2}, channels=channels, ledger_url="memory://")


def cpu(call: Callable[[], object], number: int) -> float:
    start = time.process_time()
    for _ in range(number):
        call()
    return (time.process_time() - start) / number


def in_turn(
    calls: dict[str, Callable[[], object]], *, number: int = 300, rounds: int = 9
) -> dict[str, float]:
    for call in calls.values():
        cpu(call, number // 5)
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            times[name].append(cpu(call, number))
    return {name: statistics.median(found) for name, found in times.items()}


def sync_call() -> None:
    from portone_server_sdk import PaymentClient

    op = GetPayment(order_id="order0001")
    decoder = msgspec.json.Decoder(Bare)
    with running() as url, httpx.Client() as client, Bridge.of(installed(), config(url)) as bridge:
        sdk = PaymentClient(secret="s", base_url=url)
        headers = {"authorization": "PortOne s"}
        found = in_turn(
            {
                "httpx + msgspec": lambda: decoder.decode(
                    client.get(f"{url}/payments/order0001", headers=headers).content
                ),
                "pgbridge: GetPayment on V2": lambda: bridge.execute(op, channel="v2"),
                "portone-server-sdk": lambda: sdk.get_payment(payment_id="order0001"),
            }
        )
    show("a sync call, CPU", found, "httpx + msgspec", limit="at most 1.25 x")


def v1_call() -> None:
    from iamport import Iamport

    op = GetPayment(attempt_id="imp_100000000001")
    with running() as url, Bridge.of(installed(), config(url)) as bridge:
        official = Iamport("k", "s", imp_url=f"{url}/")
        calls = {
            "pgbridge: GetPayment on V1, token cached": lambda: bridge.execute(op, channel="v1"),
            "iamport-rest-client": lambda: official.find_by_imp_uid("imp_100000000001"),
        }
        times: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(7):
            for name, call in calls.items():
                start = time.perf_counter()
                for _ in range(100):
                    call()
                times[name].append((time.perf_counter() - start) / 100)
    found = {name: statistics.median(every) for name, every in times.items()}
    show(
        "a V1 call, wall",
        found,
        "pgbridge: GetPayment on V1, token cached",
        limit="official client at least 2 x",
    )


async def burst(call: Callable[[], Awaitable[object]], at_once: int, total: int) -> float:
    left = iter(range(total))

    async def worker() -> None:
        for _ in left:
            await call()

    start = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    return total / (time.perf_counter() - start)


async def async_rates(url: str) -> dict[str, dict[int, float]]:
    from portone_server_sdk import PaymentClient

    op = GetPayment(order_id="order0001")
    sdk = PaymentClient(secret="s", base_url=url)
    rates: dict[str, dict[int, list[float]]] = {
        "pgbridge": {16: [], 64: []},
        "portone-server-sdk": {16: [], 64: []},
    }
    async with AsyncBridge.of(installed(), config(url)) as bridge:
        calls: dict[str, Callable[[], Awaitable[object]]] = {
            "pgbridge": lambda: bridge.execute(op, channel="v2"),
            "portone-server-sdk": lambda: sdk.get_payment_async(payment_id="order0001"),
        }
        for call in calls.values():
            await burst(call, 64, 200)
        for _ in range(5):
            for at_once in (16, 64):
                for name, call in calls.items():
                    rates[name][at_once].append(await burst(call, at_once, 600))
    return {name: {n: statistics.median(r) for n, r in by.items()} for name, by in rates.items()}


def async_call() -> None:
    with running(0.002) as url:
        rates = asyncio.run(async_rates(url))
    print(
        "\nasync, calls a second (server answers after 2 ms)   (budget: at least 2 x the SDK, not falling from 16 to 64)"
    )
    for at_once in (16, 64):
        ours, theirs = rates["pgbridge"][at_once], rates["portone-server-sdk"][at_once]
        print(
            f"  {at_once:>3} at once: pgbridge {ours:8.0f}   portone-server-sdk {theirs:8.0f}   {ours / theirs:5.2f} x"
        )
    print(f"  64 against 16: {rates['pgbridge'][64] / rates['pgbridge'][16]:5.2f} x")
