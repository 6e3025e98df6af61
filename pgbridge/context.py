"""Where a flow gets time, ids and chance from, so that it is a pure function of its inputs."""

from __future__ import annotations

import math
from collections.abc import Callable

from msgspec import Struct

from pgbridge.errors import NotSent

# Of the first pause: the shortest there is.
LEAST = 0.1


class Context(Struct, frozen=True, kw_only=True):
    """Clock, ids and randomness of one bridge.

    :ivar monotonic: seconds that never jump
    :ivar new_id: a fresh UUID4 as text
    :ivar random: a float in [0, 1)
    """

    monotonic: Callable[[], float]
    new_id: Callable[[], str]
    random: Callable[[], float]


class Policy(Struct, frozen=True, kw_only=True):
    """How patient a bridge is; all in seconds.

    :ivar lookup_lag: by how much the vendor's reads may trail its writes
    :ivar quiet_time: after which an explicit repeat of an unknown write may send once more
    :ivar key_window: how long an Idempotency-Key is relied on (PortOne keeps it 3 hours)
    :ivar read_retries: how often a read is repeated
    :ivar backoff: first pause between tries; it doubles, with jitter, up to `backoff_cap`
    """

    lookup_lag: float = 15.0
    quiet_time: float = 600.0
    key_window: float = 10_200.0
    read_retries: int = 3
    backoff: float = 0.5
    backoff_cap: float = 8.0


class Run(Struct, frozen=True, kw_only=True):
    """One call of `execute`: what it may use, and until when.

    :ivar ends: monotonic time by which everything must be over
    :ivar owner: the call's token in the ledger, made when it begins to write
    """

    context: Context
    policy: Policy
    ends: float
    owner: str = ""
    raise_on_decline: bool = True

    @property
    def left(self) -> float:
        """Seconds until the deadline, never negative."""
        return max(0.0, self.ends - self.context.monotonic())

    def pause(self, tries: int) -> float:
        """Return how long to wait before the next try: anything up to a bound that doubles and is capped (full jitter).

        Never nothing, so that every loop lets time pass.
        """
        full = min(self.policy.backoff_cap, self.policy.backoff * math.ldexp(1.0, min(tries, 16)))
        least = min(full, self.policy.backoff * LEAST)
        return least + (full - least) * self.context.random()

    def timeout(self, longest: float) -> float:
        """Return the time-out of the next send: what is left of the deadline, at most.

        :raises NotSent: the deadline has passed, so nothing may be sent
        """
        left = self.left
        if left <= 0.0:
            raise NotSent("the deadline passed before the request could be sent, so nothing was sent")
        return min(longest, left)
