"""The simulator's clock: virtual, or following the real one."""

import time


class Clock:
    """Time as the pretend service sees it, in UNIX seconds with milliseconds.

    It stands still except for `advance`. With `running=True` it also follows the real clock, which is
    what a served simulator wants. `start` defaults to the real time.
    """

    def __init__(self, start: float | None = None, *, running: bool = False) -> None:
        real = time.time()
        self.running = running
        self._base = real if start is None else start
        self._origin = real

    def now(self) -> float:
        """Return the present moment."""
        gone = time.time() - self._origin if self.running else 0.0
        return round(self._base + gone, 3)

    def advance(self, seconds: float) -> None:
        """Move forward by `seconds`."""
        if seconds < 0:
            message = f"time only moves forward: advance({seconds}) is negative"
            raise ValueError(message)
        self._base += seconds
