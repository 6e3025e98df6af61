"""Identifiers as PortOne and the PGs shape them, from one seeded generator."""

import random
import uuid


class Ids:
    """A deterministic source of ids: the same seed and calls give the same ids."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - reproducible ids, no secrets of anybody
        self._count = 0

    def digits(self, length: int) -> str:
        """Return `length` random digits."""
        return "".join(self._random.choice("0123456789") for _ in range(length))

    def uuid(self) -> str:
        """Return a UUID."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def token(self) -> str:
        """Return 40 hexadecimal digits."""
        return f"{self._random.getrandbits(160):040x}"

    def pick(self, count: int) -> int:
        """Return an index below `count`."""
        return self._random.randrange(count)

    def serial(self) -> int:
        """Return the next number of one sequence, from 1: the order in which things were made."""
        self._count += 1
        return self._count
