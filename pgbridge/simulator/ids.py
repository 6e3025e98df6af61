"""Identifiers as PortOne and the PGs shape them, from one seeded generator."""

import random
import uuid


class Ids:
    """A deterministic source of ids: the same seed and calls give the same ids.

    Messages have a sequence of their own, so that who listens changes no other id.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - reproducible ids, no secrets of anybody
        self.message_random = random.Random(f"messages of {seed}")  # noqa: S311 - no secrets either
        self.count = self.messages = 0

    def digits(self, length: int) -> str:
        """Return `length` random digits."""
        return f"{self.random.randrange(10**length):0{length}d}"

    def uuid(self) -> str:
        """Return a UUID."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def token(self) -> str:
        """Return 40 hexadecimal digits."""
        return f"{self.random.getrandbits(160):040x}"

    def pick(self, count: int) -> int:
        """Return an index below `count`."""
        return self.random.randrange(count)

    def serial(self) -> int:
        """Return the next number of one sequence, from 1: the order in which things were made."""
        self.count += 1
        return self.count

    def message(self) -> int:
        """Return the next number of the messages, from 1."""
        self.messages += 1
        return self.messages

    def message_id(self) -> str:
        """Return the id of a message."""
        return f"msg_{self.message_random.getrandbits(128):032x}"
