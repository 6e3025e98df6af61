"""What working on the inbox came to."""

from __future__ import annotations

from msgspec import Struct

from pgbridge.reconcile.result import Unreachable


class Processed(Struct, frozen=True, kw_only=True):
    """One pass over the inbox.

    :ivar read: entries that were read at the vendor and ended
    :ivar told: events that the handler took
    :ivar failed: events at which the handler raised; they are told again later
    :ivar postponed: entries that could not be read now; they are read again later
    """

    read: int = 0
    told: int = 0
    failed: int = 0
    postponed: int = 0

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return self == Processed()


class Pruned(Struct, frozen=True, kw_only=True):
    """What was let go.

    :ivar entries: deliveries that were deleted
    :ivar effects: events that were told and are empty now; their ids stay, for they are how a change is known to be told
    """

    entries: int = 0
    effects: int = 0


class Healed(Struct, frozen=True, kw_only=True):
    """What `heal` found.

    :ivar compared: payments that were looked at
    :ivar missed: of these, how many show something nobody was told; they wait in the inbox now
    """

    compared: int = 0
    missed: int = 0
    unreachable: tuple[Unreachable, ...] = ()
