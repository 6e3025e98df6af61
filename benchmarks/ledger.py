"""What the ledger costs: a recorded charge beside an unrecorded one, and every look-up among a million rows."""

from __future__ import annotations

import itertools
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from benchmarks.measure import show
from benchmarks.processes import CONFIG, ledgers, simulator

from pgbridge import Bridge, config
from pgbridge.ledger.opening import open_ledger
from pgbridge.ledger.protocol import Decision, Wish
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.model.attempt import Attempt, SendRecord
from pgbridge.registry import installed
from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET

from benchmarks.sample import CHARGE

ROUNDS, NUMBER = 48, 15
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


@contextmanager
def shop(folder: Path, ledger: Any, urls: dict[str, str]) -> Iterator[Bridge]:
    """Give a bridge on the served simulator, with a ledger."""
    os.environ.update(PROCESSES_V1_KEY=V1_KEY, PROCESSES_V1_SECRET=V1_SECRET, PROCESSES_V2_SECRET=V2_SECRET)
    path = folder / "pgbridge.toml"
    path.write_text(CONFIG.format(**urls, ledger="memory://"))
    with Bridge(installed(), config.read(path), ledger=ledger) as bridge:
        yield bridge


def cost() -> None:
    """Measure a charge on V2 over loopback HTTP: CPU of this process with each ledger, then wall times."""
    numbers = itertools.count()
    with tempfile.TemporaryDirectory() as name, simulator(1) as urls, ledgers("postgres", Path(name)) as url:
        folder = Path(name)
        fast: Any = open_sqlite(f"sqlite:///{folder}/off.sqlite3")
        fast.database.connection.execute("PRAGMA synchronous=OFF")
        full, far = (
            open_ledger(f"sqlite:///{folder}/full.sqlite3", installed()),
            open_ledger(url, installed()),
        )
        kinds = {
            "unrecorded": Forgetful(),
            "SQLite, synchronous=OFF": fast,
            "SQLite, synchronous=FULL": full,
            "PostgreSQL": far,
        }
        cpu: dict[str, list[float]] = {each: [] for each in kinds}
        wall: dict[str, list[float]] = {each: [] for each in kinds}

        def charge(bridge: Bridge) -> None:
            bridge.execute(replace(CHARGE, order_id=f"order{next(numbers)}"), channel="new")

        bridges = {}
        contexts = []
        for each, ledger in kinds.items():
            context = shop(folder, ledger, urls)
            bridges[each] = context.__enter__()
            contexts.append(context)
        for bridge in bridges.values():
            charge(bridge)
        # In every order, for what the one before leaves in the caches counts.
        for order in itertools.islice(itertools.cycle(itertools.permutations(bridges)), ROUNDS):
            for each in order:
                bridge = bridges[each]
                started, clock = time.process_time(), time.perf_counter()
                for _ in range(NUMBER):
                    charge(bridge)
                cpu[each].append((time.process_time() - started) / NUMBER)
                wall[each].append((time.perf_counter() - clock) / NUMBER)
        for context in contexts:
            context.__exit__(None, None, None)
        for ledger in (fast, full, far):
            ledger.close()
    medians = {each: statistics.median(found) for each, found in cpu.items()}
    show("a charge, CPU of the client", medians, "unrecorded", limit="OFF at most 1.15 x")
    show(
        "a charge, wall",
        {each: statistics.median(found) for each, found in wall.items()},
        "unrecorded",
        limit="none",
    )


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
