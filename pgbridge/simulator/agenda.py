"""What will happen by itself, and when: schedules, late outcomes, and whatever else waits for the clock."""

from __future__ import annotations

import heapq

Due = tuple[float, int, str, str]


class Agenda:
    """Things to do at a moment, earliest first; of one moment in the order in which they were put down.

    An entry is only a reminder: whoever is reminded looks whether there is still something to do.
    """

    def __init__(self) -> None:
        self._heap: list[Due] = []

    def add(self, moment: float, serial: int, kind: str, name: str) -> None:
        """Put something down."""
        heapq.heappush(self._heap, (moment, serial, kind, name))

    def next(self, until: float) -> Due | None:
        """Take out what is due first, not after `until`."""
        return heapq.heappop(self._heap) if self._heap and self._heap[0][0] <= until else None

    def first(self) -> float | None:
        """Return when the first entry is due."""
        return self._heap[0][0] if self._heap else None

    def clear(self) -> None:
        """Forget everything."""
        self._heap.clear()

    def entries(self) -> list[Due]:
        """Return everything, in no order."""
        return list(self._heap)
