"""How often what goes wrong."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from pgbridge.simulator import MAGIC, Outcome
from pgbridge.simulator.http import Request
from pgbridge.wire import Effect

if TYPE_CHECKING:
    from pgbridge.testing.worker import Call

FOR_EVER = 1e12
FATES = (
    "not_sent",
    "lost_request",
    "lost_answer",
    "server_error",
    "html",
    "duplicated",
    "late",
    "gateway",
    "dropped",
    "truncated",
    "token_gone",
    "pg_error",
    "pg_error_after",
    "pg_declined",
    "slow",
)
# What the PG makes of a write that has this fate, whatever the card says.
WHIMS: dict[str, Outcome] = {
    "pg_error": MAGIC["4000000000000202"],
    "pg_error_after": MAGIC["4000000000000201"],
    "pg_declined": MAGIC["4000000000000101"],
    "slow": Outcome(delay=25.0),
}


class Trouble(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Chances from 0 to 1: of each request (at most one of them befalls it), and `killed` of each effect of a flow.

    :ivar not_sent: the connection is refused, and the sender knows it
    :ivar lost_request: it never arrives, and the sender waits in vain
    :ivar lost_answer: it is done, but the answer is lost and the sender waits in vain
    :ivar server_error: it is done, but answered with an empty or untyped 5xx
    :ivar html: it is done, but answered with a page of something in between
    :ivar duplicated: it arrives twice, some time apart
    :ivar late: it arrives after the sender has stopped waiting, up to `longest_delay` seconds after; `delay_varies` is
        the share of that which is left to chance
    :ivar gateway: something in between answers with a page, and the request arrives up to `longest_delay` seconds later
    :ivar dropped: it is done, and the connection breaks at once
    :ivar truncated: it is done, and half the answer comes back
    :ivar token_gone: the vendor has forgotten the access token when it arrives
    :ivar pg_error: of a write: nothing is done, and an error answered
    :ivar pg_error_after: of a write: it is done, and an error answered
    :ivar pg_declined: of a write: a charge fails and is on record, and an error is answered
    :ivar slow: of a write: it is done, and answered 25 seconds later; its key is outstanding until then
    :ivar killed: the worker dies at this effect, before or after it
    :ivar stalled: the worker stands still before this effect, up to `longest_stall` seconds
    :ivar since: seconds from the start before which nothing goes wrong
    :ivar until: seconds from the start after which nothing goes wrong any more
    """

    not_sent: float = 0.0
    lost_request: float = 0.0
    lost_answer: float = 0.0
    server_error: float = 0.0
    html: float = 0.0
    duplicated: float = 0.0
    late: float = 0.0
    gateway: float = 0.0
    dropped: float = 0.0
    truncated: float = 0.0
    token_gone: float = 0.0
    pg_error: float = 0.0
    pg_error_after: float = 0.0
    pg_declined: float = 0.0
    slow: float = 0.0
    killed: float = 0.0
    stalled: float = 0.0
    longest_delay: float = 900.0
    delay_varies: float = 1.0
    longest_stall: float = 900.0
    since: float = 0.0
    until: float = FOR_EVER

    def lasts(self, elapsed: float) -> bool:
        """Tell whether things go wrong at this time."""
        return self.since <= elapsed < self.until

    def fate(self, random: Dice, elapsed: float) -> str:
        """Return what befalls a request: one of `FATES`, or nothing."""
        roll = random.random()
        if not self.lasts(elapsed):
            return ""
        for name in FATES:
            roll -= getattr(self, name)
            if roll < 0.0:
                return name
        return ""

    def kills(self, random: Dice, elapsed: float) -> bool:
        """Tell whether a worker dies now."""
        return random.random() < self.killed and self.lasts(elapsed)


class Dice(Protocol):
    """A source of chance."""

    def random(self) -> float:
        """Return a float in [0, 1)."""


class Chances(Protocol):
    """Decides what befalls whom in a simulation. `elapsed` is in seconds from the start."""

    def dice(self, call: Call) -> Dice:
        """Return the chance that the present effect of a call takes its delays from."""

    def tie(self, call: Call | None) -> float:
        """Return what decides between things that fall on one moment."""

    def fate(self, call: Call, request: Request, elapsed: float) -> str:
        """Return what befalls a request: one of `FATES`, `late:SECONDS`, or nothing."""

    def death(self, call: Call, effect: Effect, elapsed: float) -> str:
        """Tell whether the worker dies at an effect: `before` it, `after` it, or not."""

    def stall(self, call: Call, effect: Effect, elapsed: float) -> float:
        """Return for how many seconds the worker stands still before an effect."""

    def latency(self, call: Call) -> float:
        """Return how long the ledger takes to answer."""


class Rolled:
    """Chances by one stream of random numbers, in the order in which things happen."""

    def __init__(self, trouble: Trouble, random: Random) -> None:
        self.trouble, self.random = trouble, random

    def dice(self, call: Call) -> Dice:  # noqa: ARG002
        """Return the one stream."""
        return self.random

    def tie(self, call: Call | None) -> float:  # noqa: ARG002
        """Return a random number."""
        return self.random.random()

    def fate(self, call: Call, request: Request, elapsed: float) -> str:  # noqa: ARG002
        """Return one of the troubles, or nothing."""
        return self.trouble.fate(self.random, elapsed)

    def death(self, call: Call, effect: Effect, elapsed: float) -> str:  # noqa: ARG002
        """Tell whether the worker dies."""
        if not self.trouble.kills(self.random, elapsed):
            return ""
        return "after" if self.random.random() < 0.5 else "before"

    def stall(self, call: Call, effect: Effect, elapsed: float) -> float:  # noqa: ARG002
        """Return how long the worker stands still."""
        trouble = self.trouble
        if not trouble.stalled or not trouble.lasts(elapsed) or self.random.random() >= trouble.stalled:
            return 0.0
        return self.random.random() * trouble.longest_stall

    def latency(self, call: Call) -> float:  # noqa: ARG002
        """Return that it answers at once."""
        return 0.0


CALM = Trouble()
ROUGH = Trouble(
    not_sent=0.06,
    lost_request=0.07,
    lost_answer=0.1,
    server_error=0.05,
    html=0.03,
    duplicated=0.03,
    late=0.05,
    killed=0.01,
    until=900.0,
)
