"""One schedule: what a shop does, what goes wrong meanwhile, and how the vendor is. Plain data, so it can be replayed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

import msgspec
from msgspec import Struct

from pgbridge.testing.trouble import CALM, Trouble


class Planned(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that somebody does.

    :ivar does: one of `shop.DEEDS`, or of `strangers.DEEDS`: what the ledger has no part in
    :ivar at: seconds from the start
    :ivar card: one of `shop.CARDS`
    :ivar id: cancel id, or the alias of a billing key
    :ivar repeats: how often it is repeated while there is no definite word, about `pause` seconds apart
    :ivar meets: what befalls the first write of its first run, as a fate; with a `*` every write of that run, and with
        `*SECONDS` those until so many seconds from the start
    :ivar due: seconds from the start at which a schedule is to run, or an account to expire
    """

    does: str
    order: str = "order1"
    at: float = 0.0
    card: str = "good"
    amount: int | None = 10_000
    id: str = ""
    reason: bool = True
    channel: str | None = None
    worker: str = "one"
    deadline: float = 90.0
    repeats: int = 0
    pause: float = 120.0
    meets: str = ""
    due: float = 0.0


class Jump(Struct, frozen=True, kw_only=True):
    """The ledger's clock is put forward, or back."""

    at: float
    seconds: float


class Schedule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything that is decided before a run.

    :ivar live: live channels; on V1 test channels absence proves nothing
    :ivar lists_tests: whether V1 lists test payments by order all the same
    :ivar lag: seconds by which reads trail
    :ivar stale: seconds for which an old failure hides the next attempt
    :ivar blind: seconds for which the vendor overlooks a concurrent request: its uniqueness is weakened
    :ivar suspends: a worker's clock stands still with it
    :ivar flips: the PG decides anew about each copy of a request, also about one that comes when its key is forgotten
    :ivar patient: workers wait up to a quarter of an hour between tries, for calls that last for hours
    :ivar route: channels that a charge may choose from, in this order; `codes` lead from one to the next
    :ivar script: exactly what befalls which request and effect; None leaves it to chance, as `trouble` has it
    """

    seed: int
    theme: str = ""
    live: bool = True
    lists_tests: bool = True
    lag: float = 0.0
    stale: float = 0.0
    blind: float = 0.0
    suspends: bool = False
    flips: bool = False
    patient: bool = False
    route: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    trouble: Trouble = CALM
    calls: tuple[Planned, ...] = ()
    jumps: tuple[Jump, ...] = ()
    script: Mapping[str, str] | None = None


def written(schedule: Schedule) -> str:
    """Return a schedule as JSON."""
    return msgspec.json.encode(schedule).decode()


def kept() -> dict[str, Schedule]:
    """Return the schedules that failed once, by what they were about."""
    there = [
        it for it in files("pgbridge.testing.proof").joinpath("found").iterdir() if it.name.endswith(".json")
    ]
    return {
        it.name.removesuffix(".json"): read(it.read_bytes()) for it in sorted(there, key=lambda it: it.name)
    }


def read(text: str | bytes) -> Schedule:
    """Return a schedule that was written.

    :raises msgspec.MsgspecError: it is none
    """
    return msgspec.json.decode(text, type=Schedule)
