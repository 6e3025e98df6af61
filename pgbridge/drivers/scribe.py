"""What tasks write to a ledger in a file, gathered.

While one commit waits for the disk, what comes meanwhile makes up the next: hundreds of writes a second cost as many waits as
the disk has time for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar, cast
from weakref import WeakKeyDictionary, ref

T = TypeVar("T")
# Of one commit: all of them wait until the last is done.
MOST = 100


class Gathering(Protocol):
    """A ledger that makes several writes safe at once."""

    def together(self, works: Sequence[Callable[[], object]]) -> list[object]:
        """Return what each returned, or the exception that it raised."""


class Scribe:
    """Writes for the tasks of one loop, on a thread, so that the loop waits for no disk.

    A write is answered once it is safe: never before its commit. What a cancelled task asked for may still be written.
    """

    def __init__(self, ledger: Gathering) -> None:
        # What waits holds the ledger; this must not, for it is found by it.
        self.ledger = ref(ledger)
        self.waiting: list[tuple[Callable[[], object], asyncio.Future[Any]]] = []
        self.busy = False

    async def write(self, work: Callable[[], T]) -> T:
        """Return what a write returns, or raise what it raises."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self.waiting.append((work, future))
        if not self.busy:
            self.turn()
        return await future

    def turn(self) -> None:
        """Begin to write what waits."""
        batch, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
        works, ledger = [work for work, _ in batch], self.ledger()
        self.busy = bool(batch) and ledger is not None
        if batch and ledger is not None:
            doing = asyncio.get_running_loop().run_in_executor(None, ledger.together, works)
            doing.add_done_callback(lambda done: self.done(batch, done))

    def done(
        self,
        batch: list[tuple[Callable[[], object], asyncio.Future[Any]]],
        done: asyncio.Future[list[object]],
    ) -> None:
        """Tell each task what became of its write, and go on."""
        error = asyncio.CancelledError() if done.cancelled() else done.exception()
        outcomes = [error] * len(batch) if error is not None else done.result()
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if future.done():
                continue
            if isinstance(outcome, asyncio.CancelledError):
                future.cancel()
            elif isinstance(outcome, BaseException):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)
        self.turn()


Scribes = WeakKeyDictionary[Any, Scribe]
OF_LOOPS: WeakKeyDictionary[asyncio.AbstractEventLoop, Scribes] = WeakKeyDictionary()


async def write_to(ledger: Any, work: Callable[[], T]) -> T:
    """Do a write, with those of other tasks where the ledger can; else on a thread of its own."""
    if ledger.remote or not hasattr(ledger, "together"):
        return await asyncio.to_thread(work)
    scribes = OF_LOOPS.setdefault(asyncio.get_running_loop(), WeakKeyDictionary())
    if ledger not in scribes:
        scribes[ledger] = Scribe(cast("Gathering", ledger))
    return await scribes[ledger].write(work)
