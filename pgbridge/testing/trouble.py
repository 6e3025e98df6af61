"""How often what goes wrong."""

from __future__ import annotations

import math
from random import Random

from msgspec import Struct

FATES = ("not_sent", "lost_request", "lost_answer", "server_error", "html", "duplicated", "late")


class Trouble(Struct, frozen=True, kw_only=True):
    """Chances from 0 to 1: of each request (at most one of them befalls it), and `killed` of each effect of a flow.

    :ivar not_sent: the connection is refused, and the sender knows it
    :ivar lost_request: it never arrives, and the sender waits in vain
    :ivar lost_answer: it is done, but the answer is lost
    :ivar server_error: it is done, but answered with an empty or untyped 5xx
    :ivar html: it is done, but answered with a page of something in between
    :ivar duplicated: it arrives twice, some time apart
    :ivar late: it arrives after the sender has stopped waiting, up to `longest_delay` seconds after
    :ivar killed: the worker dies at this effect, before or after it
    :ivar until: seconds from the start after which nothing goes wrong any more
    """

    not_sent: float = 0.0
    lost_request: float = 0.0
    lost_answer: float = 0.0
    server_error: float = 0.0
    html: float = 0.0
    duplicated: float = 0.0
    late: float = 0.0
    killed: float = 0.0
    longest_delay: float = 900.0
    until: float = math.inf

    def fate(self, random: Random, elapsed: float) -> str:
        """Return what befalls a request: one of `FATES`, or nothing."""
        roll = random.random()
        if elapsed >= self.until:
            return ""
        for name in FATES:
            roll -= getattr(self, name)
            if roll < 0.0:
                return name
        return ""

    def kills(self, random: Random, elapsed: float) -> bool:
        """Tell whether a worker dies now."""
        return random.random() < self.killed and elapsed < self.until


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
