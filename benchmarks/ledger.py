"""What the ledger costs: a recorded charge beside an unrecorded one, and every look-up among a million rows."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from msgspec.structs import replace

from benchmarks.measure import show
from benchmarks.processes import CONFIG, ledgers, simulator

from pgbridge import AsyncBridge, Bridge, config
from pgbridge.drivers.scribe import write_to
from pgbridge.ledger.opening import open_ledger
from pgbridge.ledger.protocol import Decision, Wish
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.model.attempt import Attempt, SendRecord
from pgbridge.registry import installed
from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET

from benchmarks.sample import CHARGE

ROUNDS, NUMBER = 48, 15
# Calls at once of the busy shop, and how often each of them charges in one round.
AT_ONCE, EACH = 16, 4
ROWS = 1_000_000


class Forgetful:
    """A ledger that lets everything begin and keeps nothing: what "unrecorded" means here.

    The flow above it is the same, with the same reads and the same sends, so the difference is what recording costs.
    """

    durable, remote = True, False

    def now(self) -> float:
        return time.time()

    def peek(self, wish: Wish) -> Decision:
        return Decision(verdict="new", vendor_id=wish.vendor_id)

    def begin(self, wish: Wish) -> Decision:
        attempt = Attempt(
            id=wish.attempt_id,
            intent="i",
            family=wish.family,
            operation=wish.operation,
            identity=wish.identity,
            number=1,
            connection=wish.connection,
            channel=wish.channel,
            api=wish.api,
            vendor_id=wish.vendor_id,
            order_id=wish.order_id,
            owner=wish.owner,
            sends=(SendRecord(number=1, sent_at=0.0),),
        )
        return Decision(verdict="new", vendor_id=wish.vendor_id, attempt=attempt)

    def held(self, attempt: str, owner: str) -> bool:  # noqa: ARG002
        return True

    def finish(self, change: Any) -> bool:  # noqa: ARG002
        return True

    def order_of(self, vendor_ref: str) -> None:
        return None

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None

    def close(self) -> None:
        pass


def shop(folder: Path, urls: dict[str, str]) -> config.Config:
    """Return the configuration of a shop on the served simulator."""
    os.environ.update(PROCESSES_V1_KEY=V1_KEY, PROCESSES_V1_SECRET=V1_SECRET, PROCESSES_V2_SECRET=V2_SECRET)
    path = folder / "pgbridge.toml"
    path.write_text(CONFIG.format(**urls, ledger="memory://"))
    return config.read(path)


def fast(path: Path) -> Any:
    """Open a ledger in a file that waits for no disk."""
    ledger: Any = open_sqlite(f"sqlite:///{path}")
    ledger.database.connection.execute("PRAGMA synchronous=OFF")
    return ledger


def cost() -> None:
    """Measure a charge on V2 over loopback HTTP: CPU of this process with each ledger, then wall times."""
    numbers, dice = itertools.count(), random.Random(1)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = stack.enter_context(simulator(1))
        far = stack.enter_context(ledgers("postgres", folder))
        known = shop(folder, urls)
        kinds: dict[str, Any] = {
            "unrecorded": Forgetful(),
            "in memory": open_sqlite("memory://"),
            "SQLite, synchronous=OFF": fast(folder / "off.sqlite3"),
            "SQLite, synchronous=FULL": open_ledger(f"sqlite:///{folder}/full.sqlite3", installed()),
            "PostgreSQL": open_ledger(far, installed()),
        }
        bridges = {}
        for each, ledger in kinds.items():
            stack.callback(ledger.close)
            bridges[each] = stack.enter_context(Bridge(installed(), known, ledger=ledger))
        cpu: dict[str, list[float]] = {each: [] for each in kinds}
        wall: dict[str, list[float]] = {each: [] for each in kinds}

        def charge(bridge: Bridge) -> None:
            bridge.execute(replace(CHARGE, order_id=f"order{next(numbers)}"), channel="new")

        for bridge in bridges.values():
            charge(bridge)
        order = list(bridges)
        for _ in range(ROUNDS):
            # In changing order, for what the one before leaves in the caches counts.
            dice.shuffle(order)
            for each in order:
                bridge = bridges[each]
                started, clock = time.process_time(), time.perf_counter()
                for _ in range(NUMBER):
                    charge(bridge)
                cpu[each].append((time.process_time() - started) / NUMBER)
                wall[each].append((time.perf_counter() - clock) / NUMBER)
        busy = asyncio.run(at_once(folder, known))
    medians = {each: statistics.median(found) for each, found in cpu.items()}
    show(
        "a charge, one after the other, CPU of the client", medians, "unrecorded", limit="OFF at most 1.15 x"
    )
    show(f"a charge, {AT_ONCE} at once on one loop, CPU", busy, "unrecorded", limit="OFF at most 1.15 x")
    show(
        "a charge, wall",
        {each: statistics.median(found) for each, found in wall.items()},
        "unrecorded",
        limit="none",
    )


async def at_once(folder: Path, known: config.Config) -> dict[str, float]:
    """Measure the CPU of a charge where many are under way, so that one commit is for several."""
    numbers, dice = itertools.count(), random.Random(1)
    kinds: dict[str, Any] = {
        "unrecorded": Forgetful(),
        "SQLite, synchronous=OFF": fast(folder / "busy.sqlite3"),
    }
    cpu: dict[str, list[float]] = {each: [] for each in kinds}

    async def charges(bridge: AsyncBridge) -> None:
        for _ in range(EACH):
            await bridge.execute(replace(CHARGE, order_id=f"busy{next(numbers)}"), channel="new")

    async def at_hand(ledger: Any, work: Callable[[], object]) -> object:
        # What keeps nothing waits for no disk: handing it to a thread would be a cost of recording, on the wrong side.
        return work() if isinstance(ledger, Forgetful) else await write_to(ledger, work)

    async with AsyncExitStack() as stack:
        stack.enter_context(patch("pgbridge.drivers.aio.write_to", at_hand))
        bridges = {}
        for each, ledger in kinds.items():
            stack.callback(ledger.close)
            bridges[each] = await stack.enter_async_context(AsyncBridge(installed(), known, ledger=ledger))
            await asyncio.gather(*(charges(bridges[each]) for _ in range(AT_ONCE)))
        order = list(bridges)
        for _ in range(ROUNDS // 2):
            dice.shuffle(order)
            for each in order:
                started = time.process_time()
                await asyncio.gather(*(charges(bridges[each]) for _ in range(AT_ONCE)))
                cpu[each].append((time.process_time() - started) / (AT_ONCE * EACH))
    return {each: statistics.median(found) for each, found in cpu.items()}


def fill(ledger: Any, rows: int) -> None:
    """Write so many orders of the past straight into the tables, each with a charge that is done."""
    database = ledger.database
    connection = database.connection
    connection.execute("PRAGMA synchronous=OFF")
    began = time.time() - 400 * 86_400.0
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO attempts (id, family, identity, number, fingerprint, order_id, operation, connection, channel, api, "
        "vendor_id, state, amount, currency, seen, owner, lease_until, begun_at, vendor_ref, claim, sent, outcome, "
        "answered_at) VALUES (?, 'charge', ?, 1, 'f', ?, 'payments.charge_card', 'v2', 'c', 'v2', ?, 'done', 1000, 'KRW', "
        "'[]', '', 0, ?, ?, ?, 1, 'answered', ?)",
        (
            (f"a{n}", *(f"order{n}",) * 3, began + n, f"t{n}", f"v2/charge/t{n}", began + n)
            for n in range(rows)
        ),
    )
    connection.executemany(
        "INSERT INTO outbox (id, subject, connection, event, state, owner, due_at, tries, created_at, number) "
        "VALUES (?, ?, 'v2', '{}', 'done', '', 0, 1, ?, 0)",
        ((f"e{n}", f"v2/order{n}", began + n) for n in range(rows)),
    )
    connection.execute("COMMIT")
    connection.execute("PRAGMA synchronous=FULL")


def lookups(rows: int = ROWS) -> None:
    """Time every look-up that the product makes among a million orders."""
    dice = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        ledger: Any = open_sqlite(f"sqlite:///{folder}/l.sqlite3")
        started = time.perf_counter()
        fill(ledger, rows)
        size = Path(folder, "l.sqlite3").stat().st_size / 1e9
        print(f"\n{rows:,} orders, {size:.1f} GB, written in {time.perf_counter() - started:.0f} s")
        middle = ledger.attempt(f"a{rows // 2}").begun_at

        def wish(n: int) -> Wish:
            return Wish(
                family="charge",
                identity=f"order{n}",
                fingerprint="f",
                operation="payments.charge_card",
                owner="w",
                lease=60.0,
                order_id=f"order{n}",
                vendor_id=f"order{n}",
                other_families=("schedule", "virtual_account"),
            )

        calls: dict[str, Callable[[int], object]] = {
            "peek (what may be done about an order)": lambda n: ledger.peek(wish(n)),
            "peek of a new order": lambda n: ledger.peek(wish(n + rows)),
            "one attempt": lambda n: ledger.attempt(f"a{n}"),
            "held": lambda n: ledger.held(f"a{n}", "w"),
            "one intent": lambda n: ledger.intent("charge", f"order{n}"),
            "attempts of an order": lambda n: ledger.attempts(order_id=f"order{n}"),
            "attempts of a vendor id": lambda n: ledger.attempts(vendor_id=f"order{n}"),
            "what is unresolved": lambda _: ledger.attempts(states=("open", "unknown")),
            "ten attempts of a period": lambda n: ledger.attempts(since=middle + n % 99, limit=10),
            "the ten newest attempts": lambda _: ledger.attempts(newest=True, limit=10),
            "the ten newest intents": lambda _: ledger.intents(limit=10),
            "order behind a payment": lambda n: ledger.order_of(f"t{n}"),
            "claimed": lambda n: ledger.claimed("v2", "charge", [f"t{n}"]),
            "told": lambda n: ledger.told([f"e{n}"]),
            "inbox: what is due": lambda _: ledger.due("w", lease=60.0, limit=1),
            "outbox: the next event": lambda _: ledger.take_effect("w", lease=60.0),
            "backlog": lambda _: ledger.backlog(),
        }
        print(f"  {'look-up (budget: p50 under 1 ms)':<44} {'p50':>10} {'p99':>10}")
        for name, call in calls.items():
            times = []
            for _ in range(500):
                n = dice.randrange(rows)
                clock = time.perf_counter()
                call(n)
                times.append(time.perf_counter() - clock)
            times.sort()
            print(f"  {name:<44} {times[250] * 1e3:7.3f} ms {times[495] * 1e3:7.3f} ms")
        ledger.close()
