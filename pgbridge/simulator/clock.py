"""The simulator's clock: virtual, or following the real one."""

import time


class Clock:
    """Time as the pretend service sees it, in UNIX seconds with milliseconds.

    It stands still except for `advance` and `set`. With `running=True` it also follows the real clock, which is
    what a served simulator wants. `start` defaults to the real time.
    """

    def __init__(self, start: float | None = None, *, running: bool = False) -> None:
        self.running = running
        self._base = time.time() if start is None else start
        self._origin = time.monotonic()

    def now(self) -> float:
        """Return the present moment."""
        gone = time.monotonic() - self._origin if self.running else 0.0
        return round(self._base + gone, 3)

    def advance(self, seconds: float) -> None:
        """Move forward by `seconds`.

        :raises ValueError: that would be back
        """
        if seconds < 0:
            message = f"time only moves forward: advance({seconds}) is negative"
            raise ValueError(message)
        self._base += seconds

    def set(self, moment: float) -> None:
        """Move forward to `moment`.

        :raises ValueError: that would be back
        """
        gone = moment - self.now()
        if gone < 0:
            message = "time only moves forward: that moment is over"
            raise ValueError(message)
        self.advance(gone)

    def freeze(self) -> None:
        """Stand still from now on."""
        self._base = self.now()
        self.running = False

    def run(self) -> None:
        """Follow the real clock from now on."""
        if not self.running:
            self._origin = time.monotonic()
            self.running = True
