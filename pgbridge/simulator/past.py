"""What a reader sees who is served from a replica that lags: payments as they were a moment ago."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf

from pgbridge.simulator.state import Attempt
from pgbridge.simulator.world import Key, World

View = tuple[dict[str, Attempt], dict[Key, list[str]]]


class Past:
    """Views of the attempts, kept while reads lag. Records never change, so a view is a shallow copy."""

    def __init__(self) -> None:
        self._views: list[tuple[float, View]] = []

    @property
    def kept(self) -> bool:
        """Whether there is a past to forget."""
        return bool(self._views)

    def keep(self, world: World, lag: float) -> None:
        """Remember the present, and forget what no reader can be shown any more."""
        if not lag:
            self._views.clear()
            return
        now = world.now()
        orders = {key: list(ids) for key, ids in world.orders.items()}
        # What was there before the lag began is old enough for everybody.
        moment = now if self._views else -inf
        self._views.append((moment, (dict(world.attempts), orders)))
        while len(self._views) > 1 and self._views[1][0] <= now - lag:
            del self._views[0]

    @contextmanager
    def hidden(self, world: World, stale: float) -> Iterator[None]:
        """Let only the failed attempt of an order be seen until the next one is `stale` seconds old."""
        then, present = world.now() - stale, world.orders
        failed = {key for key, ids in present.items() if world.attempts[ids[0]].failed_at is not None}
        world.orders = {
            key: [i for i in ids if i == ids[0] or world.attempts[i].requested_at <= then]
            if key in failed
            else ids
            for key, ids in present.items()
            if all(each in world.attempts for each in ids)
        }
        try:
            yield
        finally:
            world.orders = present

    @contextmanager
    def shown(self, world: World, lag: float) -> Iterator[None]:
        """Let the world look as it did `lag` seconds ago."""
        then = world.now() - lag
        present: View = (world.attempts, world.orders)
        world.attempts, world.orders = next(view for moment, view in reversed(self._views) if moment <= then)
        try:
            yield
        finally:
            world.attempts, world.orders = present
