"""Many schedules on many cores, and what they came to in all."""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from msgspec import Struct

from pgbridge.testing.proof.generate import generated
from pgbridge.testing.proof.guards import BY_NAME, removed
from pgbridge.testing.proof.play import play
from pgbridge.testing.proof.schedule import kept

CHUNK = 50
LISTED = 20
# Where something else keeps it from happening, or a kept schedule shows it, chance is not asked for long.
MOST_WHEN_KEPT = 500


@dataclass(kw_only=True)
class Tally:
    """What schedules came to; counts are of everything in them.

    :ivar failed: seeds that broke a rule, with the first rule
    """

    schedules: int = 0
    themes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    cases: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    failed: dict[int, str] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Add what others came to."""
        self.schedules += other.schedules
        for name in ("themes", "faults", "words", "states", "cases", "unknown"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.failed = {**self.failed, **other.failed}


class Caught(Struct, frozen=True, kw_only=True):
    """How a guard's absence was found.

    :ivar schedules: after how many; 0 is not by those
    :ivar broken: by which rule; empty is not at all, and without schedules it was by the one that is kept for it
    """

    name: str
    schedules: int
    seed: int = 0
    broken: str = ""


def chunk(seeds: range, guard: str = "", *, until_first: bool = False) -> Tally:
    """Play some seeds, without a guard if one is named."""
    tally = Tally()
    # A simulation is full of circles, which are collected once for all of them.
    with removed(BY_NAME[guard]) if guard else nullcontext(), uncollected():
        for seed in seeds:
            schedule = generated(seed)
            outcome = play(schedule)
            tally.schedules += 1
            tally.themes[schedule.theme] += 1
            for name in ("faults", "words", "states", "cases", "unknown"):
                getattr(tally, name).update(getattr(outcome, name))
            if outcome.violations:
                tally.failed[seed] = outcome.violations[0]
                if until_first:
                    break
    return tally


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave circles of objects alone until the end: looking for them all the time takes a tenth of the time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


def catch(guard: str, first: int, most: int) -> Caught:
    """Take a guard out and play until a rule is broken."""
    entry = BY_NAME[guard]
    if entry.kept_by or entry.shown_by:
        most = min(most, MOST_WHEN_KEPT)
    found = chunk(range(first, first + most), guard, until_first=True)
    for seed, broken in found.failed.items():
        return Caught(name=guard, schedules=seed - first + 1, seed=seed, broken=broken)
    if entry.shown_by:
        with removed(entry):
            for broken in play(kept()[entry.shown_by]).violations:
                return Caught(name=guard, schedules=0, broken=broken)
    return Caught(name=guard, schedules=0)


def pool(jobs: int) -> ProcessPoolExecutor:
    """Return workers that begin afresh: a fork of many threads would not."""
    return ProcessPoolExecutor(max_workers=jobs, mp_context=multiprocessing.get_context("spawn"))


def run_all(
    first: int,
    schedules: int,
    *,
    jobs: int,
    seconds: float | None = None,
    report: Callable[[Tally], None] | None = None,
) -> Tally:
    """Play so many schedules, or as many as fit into so many seconds."""
    total, ends = Tally(), None if seconds is None else time.monotonic() + seconds
    parts = (range(at, min(at + CHUNK, first + schedules)) for at in range(first, first + schedules, CHUNK))
    if jobs == 1:
        for part in parts:
            total.add(chunk(part))
            if report is not None:
                report(total)
            if ends is not None and time.monotonic() > ends:
                break
        return total
    with pool(jobs) as workers:
        waiting: set[Future[Tally]] = set()
        over = False
        while not over or waiting:
            while not over and len(waiting) < 2 * jobs:
                following = next(parts, None)
                over = following is None or (ends is not None and time.monotonic() > ends)
                if following is not None and not over:
                    waiting.add(workers.submit(chunk, following))
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for each in done:
                total.add(each.result())
            if report is not None:
                report(total)
    return total


def catch_all(names: Sequence[str], first: int, most: int, *, jobs: int) -> Iterator[Caught]:
    """Take out one guard after the other; yields in the order of the names."""
    if jobs == 1:
        for name in names:
            yield catch(name, first, most)
        return
    with pool(jobs) as workers:
        futures = [workers.submit(catch, name, first, most) for name in names]
        for each in futures:
            yield each.result()


def cores() -> int:
    """Return how many processes may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
