"""`python -m pgbridge.testing.proof`: play, catch, replay, shrink."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import msgspec

from pgbridge.testing.proof.generate import generated
from pgbridge.testing.proof.guards import BY_NAME, GUARDS, removed
from pgbridge.testing.proof.play import play
from pgbridge.testing.proof.reached import CASES
from pgbridge.testing.proof.run import LISTED, Tally, catch_all, cores, run_all
from pgbridge.testing.proof.schedule import Schedule, read, written
from pgbridge.testing.proof.schedule import kept as kept_schedules
from pgbridge.testing.proof.shrink import shrunk

OK, BROKEN = 0, 1
MOST_WITHOUT_A_GUARD = 20_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; 1 when a rule is broken, or a guard's absence is not found."""
    given = parser().parse_args(arguments)
    if given.replay is not None:
        return one(read(Path(given.replay).read_bytes()), given)
    if given.seed is not None and given.schedules is None and not given.guards_only:
        return one(generated(given.seed), given)
    first = given.seed or 0
    status = OK
    if not given.guards_only:
        tally = run_all(
            first,
            given.schedules or 100_000,
            jobs=given.jobs,
            seconds=given.seconds,
            report=Progress(given.quiet),
        )
        tell_tally(tally)
        again = {name: found for name, it in kept_schedules().items() if (found := play(it).violations)}
        say(
            "",
            f"Schedules that failed once: {len(again)} fail again",
            *(f"  {n}: {v[0]}" for n, v in again.items()),
            "",
        )
        status = BROKEN if tally.failed or again else OK
    if not given.no_guards:
        status = max(status, tell_guards(given, first))
    return status


def parser() -> argparse.ArgumentParser:
    """Return what the command line may say."""
    it = argparse.ArgumentParser(prog="python -m pgbridge.testing.proof", description=__doc__)
    it.add_argument("--schedules", type=int, help="how many to play (100,000)")
    it.add_argument("--seconds", type=float, help="begin no more after so many seconds")
    it.add_argument("--seed", type=int, help="the first seed; alone: play just this one and tell everything")
    it.add_argument("--jobs", type=int, default=cores(), help="processes")
    text = "take this safeguard out, by its name in docs/explanation/proof.md"
    it.add_argument("--guard", metavar="NAME", choices=sorted(BY_NAME), help=text)
    it.add_argument("--no-guards", action="store_true", help="do not take safeguards out afterwards")
    it.add_argument("--guards-only", action="store_true", help="only take safeguards out")
    it.add_argument("--most", type=int, default=MOST_WITHOUT_A_GUARD, help="schedules for each safeguard")
    it.add_argument("--replay", metavar="FILE", help="play a schedule that was written as JSON")
    it.add_argument("--shrink", action="store_true", help="make the one schedule as small as it can be")
    it.add_argument("--log", action="store_true", help="show everything that happened in the one schedule")
    it.add_argument("--quiet", action="store_true", help="show no progress")
    return it


def one(schedule: Schedule, given: argparse.Namespace) -> int:
    """Play one schedule; show it, and what it broke."""
    with removed(BY_NAME[given.guard]) if given.guard else nullcontext():
        outcome = play(schedule, log=True)
        if given.shrink and outcome.violations:
            schedule = shrunk(schedule)
            outcome = play(schedule, log=True)
    if given.log:
        say(*outcome.log)
    exact = msgspec.structs.replace(schedule, script=outcome.script)
    say(
        written(exact if given.shrink else schedule),
        f"{schedule.theme}: {len(outcome.violations)} violations",
    )
    say(*(f"  {each}" for each in outcome.violations))
    return BROKEN if outcome.violations else OK


class Progress:
    """One line, rewritten now and then; on no terminal a line now and then."""

    def __init__(self, quiet: bool) -> None:  # noqa: FBT001
        self.quiet, self.began, self.told = quiet, time.monotonic(), 0.0
        self.shown: set[int] = set()

    def __call__(self, tally: Tally) -> None:
        """Tell how far it is, and at once what failed."""
        for seed in tally.failed.keys() - self.shown:
            self.shown.add(seed)
            say(f"seed {seed}: {tally.failed[seed]}")
        now = time.monotonic()
        if self.quiet or now - self.told < (1.0 if sys.stderr.isatty() else 30.0):
            return
        self.told = now
        rate = tally.schedules / max(now - self.began, 0.001)
        text = f"{tally.schedules:,} schedules, {rate:.0f}/s, {len(tally.failed)} failed"
        sys.stderr.write(f"\r{text}" if sys.stderr.isatty() else f"{text}\n")
        sys.stderr.flush()


def tell_tally(tally: Tally) -> None:
    """Print the tables of a run."""
    say("", f"{tally.schedules:,} schedules, {len(tally.failed)} violations", "")
    for title, counts in (
        ("Schedules by theme", tally.themes),
        ("Faults injected", tally.faults),
        ("What callers were told", tally.words),
        ("Rows at the end", tally.states),
        ("Still unknown at the end, by API", tally.unknown),
    ):
        table(title, counts)
    table("Cases with a name", Counter({name: tally.cases[name] for name in CASES}))
    for seed, broken in sorted(tally.failed.items())[:LISTED]:
        say(f"seed {seed}: {broken}", f"  python -m pgbridge.testing.proof --seed {seed} --shrink --log")


def tell_guards(given: argparse.Namespace, first: int) -> int:
    """Print which guards' absence was found, and after how many schedules."""
    names = [given.guard] if given.guard else [guard.name for guard in GUARDS]
    say("Safeguards taken out, and the schedules until that was found", "")
    status = OK
    for caught in catch_all(names, first, given.most, jobs=given.jobs):
        kept = BY_NAME[caught.name].kept_by
        if caught.schedules:
            say(f"  {caught.name:<52}{caught.schedules:>7,}  {caught.broken[:100]}")
        elif caught.broken:
            say(f"  {caught.name:<52}{'kept':>7}  {caught.broken[:100]}")
        elif kept:
            say(f"  {caught.name:<52}{'-':>7}  kept by more than this: {kept}")
        else:
            say(f"  {caught.name:<52}{'-':>7}  NOT FOUND in {given.most:,}")
            status = BROKEN
    return status


def table(title: str, counts: Counter[str]) -> None:
    """Print counts, the most frequent first."""
    say(title)
    say(*(f"  {name:<52}{count:>12,}" for name, count in counts.most_common()), "")


def say(*lines: str) -> None:
    """Print lines."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
