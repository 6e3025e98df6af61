"""Answers kept for repeated requests with the same idempotency key."""

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator.http import Answer

KEPT = 3 * 60 * 60


class Reply(Struct, frozen=True, kw_only=True):
    """An answer, when its work is done and until when it is kept."""

    answer: Answer
    ready_at: float
    ends_at: float


class Replies:
    """Idempotency keys and what was answered; kept three hours."""

    def __init__(self) -> None:
        self.kept: dict[str, Reply] = {}

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self.kept)

    def find(self, key: str, now: float) -> Reply | None:
        """Return what is kept under `key`."""
        reply = self.kept.get(key)
        return reply if reply is not None and now < reply.ends_at else None

    def keep(self, key: str, answer: Answer, now: float) -> None:
        """Keep `answer`; its work runs until its delay is over.

        A connection that broke is no part of the answer: the repeat learns the result.
        """
        whole = replace(answer, dropped=False, delay=0.0)
        self.kept.pop(key, None)
        self.kept[key] = Reply(answer=whole, ready_at=now + answer.delay, ends_at=now + KEPT)
        self.trim(None, now)

    def trim(self, most: int | None, now: float) -> None:
        """Forget what is over, and the oldest beyond `most`."""
        kept = self.kept
        while kept:
            first = next(iter(kept))
            if kept[first].ends_at > now and (most is None or len(kept) <= most):
                return
            del kept[first]
