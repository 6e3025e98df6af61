"""What tasks write to a ledger in a file, gathered.

While one commit waits for the disk, what comes meanwhile makes up the next: hundreds of writes a second cost as many waits as
the disk has time for.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
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
        self.waiting: deque[tuple[Callable[[], object], asyncio.Future[Any]]] = deque()
        self.busy = False
        # Its own, not the loop's, for it goes on by itself as long as something waits. It ends when this is let go.
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="pgbridge-ledger")

    async def write(self, work: Callable[[], T]) -> T:
        """Return what a write returns, or raise what it raises."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self.waiting.append((work, future))
        if not self.busy:
            # What other tasks write in this round of the loop goes with it.
            self.busy = True
            future.get_loop().call_soon(self.turn)
        return await future

    def turn(self) -> None:
        """Let the thread write what waits, if anything does."""
        self.busy = bool(self.waiting)
        if self.busy:
            self.thread.submit(self.work, asyncio.get_running_loop())

    def work(self, loop: asyncio.AbstractEventLoop) -> None:
        """On the thread: write batch after batch until nothing waits."""
        more = True
        while more:
            works, futures = zip(
                *(self.waiting.popleft() for _ in range(min(len(self.waiting), MOST))), strict=True
            )
            outcomes = self.outcomes(works)
            # What waits for its outcome may be the last to know the ledger: no trace of it stays here.
            del works
            more = bool(self.waiting)
            # Where the loop was closed meanwhile, what its tasks asked for is written all the same; nobody waits for it.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self.done, futures, outcomes, more)
            del futures, outcomes

    def outcomes(self, works: Sequence[Callable[[], object]]) -> Sequence[object]:
        """Return what each write returns or raises."""
        ledger = self.ledger()
        assert ledger is not None, "what is to be written holds it"
        try:
            return ledger.together(works)
        except BaseException as error:
            return [error] * len(works)

    def done(
        self,
        futures: Sequence[asyncio.Future[Any]],
        outcomes: Sequence[object],
        more: bool,  # noqa: FBT001 - called by the loop
    ) -> None:
        """Tell each task what became of its write, and go on with what came since."""
        for future, outcome in zip(futures, outcomes, strict=True):
            if future.done():
                continue
            if isinstance(outcome, asyncio.CancelledError):
                future.cancel()
            elif isinstance(outcome, BaseException):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)
        if not more:
            self.turn()


Scribes = WeakKeyDictionary[Any, Scribe]
OF_LOOPS: WeakKeyDictionary[asyncio.AbstractEventLoop, Scribes] = WeakKeyDictionary()


async def write_to(ledger: Any, work: Callable[[], T]) -> T:
    """Do a write, with those of other tasks where the ledger can; else on a thread of its own.

    One that only this process remembers is written at once, for then there is nothing to wait for.
    """
    if not ledger.remote and not ledger.durable:
        return work()
    if ledger.remote or not hasattr(ledger, "together"):
        return await asyncio.to_thread(work)
    scribes = OF_LOOPS.setdefault(asyncio.get_running_loop(), WeakKeyDictionary())
    if ledger not in scribes:
        scribes[ledger] = Scribe(cast("Gathering", ledger))
    return await scribes[ledger].write(work)
