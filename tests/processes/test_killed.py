"""Real processes, killed while they work on one ledger: a small form of `python -m benchmarks.processes`."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.processes import Report, count_order, run
from benchmarks.shop import Load, steps
from pgbridge.model.attempt import Attempt

SMALL = Load(orders=24, processes=3, threads=6, contested=4, kill_every=0.5, deadline=6.0)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_nobody_is_charged_twice_and_nothing_is_lost(kind: str, tmp_path: Path, request: Any) -> None:
    url = f"sqlite:///{tmp_path}/l.sqlite3" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    report = run(SMALL, url, tmp_path)
    assert report.good, report.show()
    assert report.kills > 0
    # On a slow machine much never leaves; but this is about what did.
    assert report.paid > SMALL.orders / 4, report.show()
    assert report.words["done"], report.show()


def row(state: str, family: str = "charge") -> Attempt:
    return Attempt(
        id="a",
        intent="i",
        family=family,
        operation="o",
        identity="order1",
        number=1,
        connection="v2",
        channel="c",
        api="v2",
        vendor_id="order1",
        state=state,
    )


def paid(*amounts: int) -> dict[str, Any]:
    given = [{"status": "SUCCEEDED", "money": {"total": amount}} for amount in amounts]
    return {"paid_at": 1.0, "cancellations": given}


@pytest.mark.parametrize(
    ("there", "rows", "found"),
    [
        ([paid()], [row("done")], ""),
        ([paid()], [row("failed"), row("unknown")], ""),
        ([], [row("failed")], ""),
        ([paid(3_000, 7_000)], [row("done"), row("done", "cancel"), row("done", "cancel")], ""),
        ([paid(), paid()], [row("done")], "double_charges"),
        ([paid()], [row("failed")], "lost"),
        ([paid()], [], "lost"),
        ([], [row("done")], "wrong"),
        ([paid(3_000, 3_000)], [row("done"), row("done", "cancel"), row("done", "cancel")], "double_refunds"),
        ([paid(3_000, 7_000)], [row("done"), row("done", "cancel")], "lost"),
        ([paid()], [row("done"), row("done", "cancel")], "wrong"),
    ],
)
def test_the_count_sees_what_it_is_there_for(there: Any, rows: Any, found: str) -> None:
    assert len(steps(1)) == 3
    report = Report(ledger="", seconds=0.0, kills=0)
    count_order("order1", 1, there, rows, report)
    kinds = {"double_charges", "double_refunds", "lost", "wrong"}
    assert {kind for kind in kinds if getattr(report, kind)} == ({found} if found else set())
    assert report.good is not bool(found)
