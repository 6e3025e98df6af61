"""What befalls whom in a schedule: by chance that depends on the place alone, or exactly as a script has it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from pgbridge.simulator.http import Request
from pgbridge.testing.luck import Luck
from pgbridge.testing.proof.schedule import Schedule
from pgbridge.testing.trouble import FATES, FOR_EVER, WHIMS
from pgbridge.wire import Effect, Send

if TYPE_CHECKING:
    from pgbridge.testing.worker import Call

ROAD = tuple(name for name in FATES if name not in WHIMS)
LATER = ("late", "gateway")
HARMLESS = ("/users/getToken", "/login/", "/token/")
DELAY, TIE, FATE, WHIM, DEATH, STALL, LATENCY, IDS = range(8)
KINDS = 8


class Keyed:
    """The chances of one run of a schedule.

    :ivar drawn: everything that went wrong, as a script
    :ivar calm: nothing goes wrong any more
    """

    def __init__(self, schedule: Schedule) -> None:
        self.schedule, self.script = schedule, schedule.script
        self.seed, self.trouble = schedule.seed, schedule.trouble
        self.drawn: dict[str, str] = {}
        self.calm = False
        self.meeting: set[int] = set()
        self.count = 0
        self.bases: dict[tuple[int, int], int] = {}
        self.road = tuple((name, chance) for name in ROAD if (chance := getattr(self.trouble, name)))
        self.whims = tuple((name, chance) for name in WHIMS if (chance := getattr(self.trouble, name)))

    def luck(self, call: Call, kind: int) -> Luck:
        """Return the chance of one kind at the present effect of a call."""
        life = (call.number, call.life)
        base = self.bases.get(life)
        if base is None:
            base = self.bases[life] = Luck(self.seed, *life).state
        return Luck.at(base, call.effects * KINDS + kind)

    def dice(self, call: Call) -> Luck:
        """Return where delays come from."""
        return self.luck(call, DELAY)

    def tie(self, call: Call | None) -> float:
        """Return what decides between things that fall on one moment."""
        if call is not None:
            return self.luck(call, TIE).state / 2.0**64
        self.count += 1
        return Luck(self.seed, 0, self.count).random()

    def latency(self, call: Call) -> float:
        """Return how long the ledger takes to answer, so that others may come in between."""
        return 0.01 * (self.luck(call, LATENCY).state / 2.0**64)

    def fate(self, call: Call, request: Request, elapsed: float) -> str:
        """Return what befalls a request on its way, and after a `+` what the PG makes of it."""
        key = place("f", call)
        if self.calm:
            return ""
        if self.script is not None:
            fate = self.script.get(key, "")
        else:
            fate = self.met(call, request, elapsed) or (
                self.chosen(call, request) if self.trouble.lasts(elapsed) else ""
            )
        if fate:
            self.drawn[key] = fate
        return fate

    def met(self, call: Call, request: Request, elapsed: float) -> str:
        """Return what was planned for the first write of a call, or for more of its first run."""
        place = call.number - 1
        if request.method == "GET" or call.life > 1 or place >= len(self.schedule.calls):
            return ""
        meets = self.schedule.calls[place].meets
        if not meets or any(each in request.path for each in HARMLESS):
            return ""
        first = call.number not in self.meeting
        self.meeting.add(call.number)
        fate, every, until = meets.partition("*")
        return fate if first or (every and elapsed < float(until or FOR_EVER)) else ""

    def chosen(self, call: Call, request: Request) -> str:
        """Return a fate by chance."""
        luck, fate = self.luck(call, FATE), ""
        roll = luck.random()
        for name, chance in self.road:
            roll -= chance
            if roll < 0.0:
                fate = name
                break
        write = request.method != "GET" and not any(each in request.path for each in HARMLESS)
        if fate == "duplicated" and write and request.path.startswith("/v1"):
            fate = ""  # V1 has no idempotency: that the network duplicates nothing is assumed
        if fate in LATER:
            part = 1.0 - self.trouble.delay_varies * (1.0 - luck.random() ** 2)
            fate = f"{fate}:{part * self.trouble.longest_delay:.3f}"
        if write and self.whims and (whim := self.whim(call, request)):
            return f"{fate}+{whim}"
        return fate

    def whim(self, call: Call, request: Request) -> str:
        """Return what the PG makes of a write: of all copies the same, for an error is final for its request."""
        copy = call.effects if self.schedule.flips else 0
        luck = Luck(self.seed, call.number, call.life, crc32(request.path.encode()), copy, WHIM)
        roll = luck.random()
        for name, chance in self.whims:
            roll -= chance
            if roll < 0.0:
                return name
        return ""

    def death(self, call: Call, effect: Effect, elapsed: float) -> str:  # noqa: ARG002
        """Tell whether the worker dies at an effect."""
        if self.calm:
            return ""
        key = place("d", call)
        if self.script is not None:
            dies = self.script.get(key, "")
        elif not self.trouble.killed or not self.trouble.lasts(elapsed):
            return ""
        else:
            luck = self.luck(call, DEATH)
            dies = luck.choice(("before", "after")) if luck.happens(self.trouble.killed) else ""
        if dies:
            self.drawn[key] = dies
        return dies

    def stall(self, call: Call, effect: Effect, elapsed: float) -> float:
        """Return for how many seconds the worker stands still before an effect."""
        if self.calm:
            return 0.0
        key = place("s", call)
        if self.script is not None:
            seconds = float(self.script.get(key, 0.0))
        elif not self.trouble.stalled or not self.trouble.lasts(elapsed):
            return 0.0
        elif self.schedule.blind and isinstance(effect, Send):
            return 0.0  # between the last look at the lease and the send nothing but the vendor can help
        else:
            luck = self.luck(call, STALL)
            seconds = (
                round(luck.random() * self.trouble.longest_stall, 3)
                if luck.happens(self.trouble.stalled)
                else 0.0
            )
        if seconds:
            self.drawn[key] = f"{seconds}"
        return seconds


def place(kind: str, call: Call) -> str:
    """Return where in a run something happens."""
    return f"{kind}{call.number}.{call.life}.{call.effects}"
