"""Make a failing schedule as small as it can be and still fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from msgspec.structs import replace

from pgbridge.testing.proof.play import play
from pgbridge.testing.proof.schedule import Schedule
from pgbridge.testing.trouble import Trouble

T = TypeVar("T")
MOST_TRIES = 1500


def shrunk(schedule: Schedule, fails: Callable[[Schedule], bool] | None = None) -> Schedule:
    """Return a smaller schedule that fails too, with its faults written out.

    :param fails: tells whether a schedule fails; by default whether any rule is broken
    """
    fails = fails or (lambda it: bool(play(it).violations))
    if schedule.script is None:
        exact = replace(schedule, script=play(schedule).script)
        if not fails(exact):
            return schedule
        # Only how long things last is still read from the chances.
        kept = schedule.trouble
        calm = Trouble(longest_delay=kept.longest_delay)
        schedule = replace(exact, trouble=calm) if fails(replace(exact, trouble=calm)) else exact
    tries = 0
    while True:
        for smaller in candidates(schedule):
            tries += 1
            if tries > MOST_TRIES:
                return schedule
            if fails(smaller):
                schedule = smaller
                break
        else:
            return schedule


def candidates(schedule: Schedule) -> Iterator[Schedule]:
    """Yield schedules that are a little simpler, the boldest first."""
    script = dict(schedule.script or {})
    for some in without_some(tuple(script)):
        yield replace(schedule, script={key: script[key] for key in some})
    if len(schedule.calls) > 1:
        # The call stays in its place, for the script names calls by their number.
        for place, call in enumerate(schedule.calls):
            if call.does != "nothing":
                calls = (*schedule.calls[:place], replace(call, does="nothing"), *schedule.calls[place + 1 :])
                yield replace(schedule, calls=calls)
    for jumps in without_some(schedule.jumps):
        yield replace(schedule, jumps=jumps)
    for name in ("lag", "stale", "blind"):
        if getattr(schedule, name):
            yield replace(schedule, **{name: 0.0})
    for name, plain in (
        ("flips", False),
        ("suspends", False),
        ("patient", False),
        ("live", True),
        ("lists_tests", True),
    ):
        if getattr(schedule, name) != plain:
            yield replace(schedule, **{name: plain})
    if schedule.codes:
        yield replace(schedule, codes=())
    for place, call in enumerate(schedule.calls):
        if call.repeats:
            fewer = replace(call, repeats=call.repeats - 1)
            yield replace(schedule, calls=(*schedule.calls[:place], fewer, *schedule.calls[place + 1 :]))


def without_some(items: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    """Yield the items without a half, a quarter ... of them, at last without a single one."""
    size = len(items)
    while size > 1:
        size = (size + 1) // 2
        for begin in range(0, len(items), size):
            yield items[:begin] + items[begin + size :]
    if len(items) == 1:
        yield ()
