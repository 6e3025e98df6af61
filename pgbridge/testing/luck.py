"""Chance that depends on what it is asked for, not on what was asked before: taking one fault out moves no other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15


def mixed(state: int) -> int:
    """Return 64 bits that look random (splitmix64)."""
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & MASK
    return state ^ (state >> 31)


class Luck:
    """A small stream of chance for one key."""

    __slots__ = ("state",)

    def __init__(self, *key: int) -> None:
        state = 0
        for part in key:
            state = mixed((state + STEP + part) & MASK)
        self.state = state

    @classmethod
    def at(cls, base: int, number: int) -> Luck:
        """Return the stream at a place of a longer one, which is quicker to make."""
        made = cls.__new__(cls)
        made.state = mixed((base + number * STEP) & MASK)
        return made

    def bits(self) -> int:
        """Return 64 bits."""
        self.state = (self.state + STEP) & MASK
        return mixed(self.state)

    def random(self) -> float:
        """Return a float in [0, 1)."""
        return (self.bits() >> 11) / 9007199254740992.0

    def between(self, low: float, high: float) -> float:
        """Return a float in [low, high)."""
        return low + (high - low) * self.random()

    def below(self, count: int) -> int:
        """Return an index below `count`."""
        return self.bits() % count

    def happens(self, chance: float) -> bool:
        """Tell whether something of this chance happens."""
        return self.random() < chance

    def choice(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[self.bits() % len(choices)]

    def id(self) -> int:
        """Return 128 bits, for an id."""
        return (self.bits() << 64) | self.bits()
