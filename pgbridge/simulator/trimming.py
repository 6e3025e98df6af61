"""Forgetting: what bounds the memory of a simulator that runs for long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pgbridge.simulator.world import World


def trim(world: World, keep: int) -> None:
    """Forget the oldest of everything of which there are more than `keep`, in lots.

    Schedules that wait are never forgotten.
    """
    most = keep + keep // 10 + 1
    if len(world.attempts) > most:
        for attempt in oldest(world.attempts, keep, lambda _: True):
            world.forget(attempt)
            for belonging in (world.deliveries, world.slips):
                belonging.pop(attempt.id, None)
    if len(world.schedules) > most:
        for schedule in oldest(world.schedules, keep, lambda each: each.status != "SCHEDULED"):
            world.forget_schedule(schedule)
    growing: tuple[dict[Any, Any], ...] = (
        world.billing_keys,
        world.approvals,
        world.transfers,
        world.prepared,
        world.windows,
        world.sessions,
        world.receipts,
        world.identities,
        world.windows,
        world.own,
    )
    for kept in growing:
        if len(kept) > most:
            for name in list(islice(kept, len(kept) - keep)):
                del kept[name]
    world.replies.trim(keep, world.now())


def oldest(kept: dict[str, Any], keep: int, over: Callable[[Any], bool]) -> Iterator[Any]:
    """Return those that are too many, the oldest first."""
    return iter(list(islice((each for each in kept.values() if over(each)), len(kept) - keep)))
