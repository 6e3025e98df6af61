"""What helpers of tests open far from any `with`: `keep` closes it when the test ends."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Protocol, TypeVar

from pgbridge.simulated import Parts, simulated_parts


class Closable(Protocol):
    def close(self) -> None: ...


T = TypeVar("T", bound=Closable)
STACKS: list[ExitStack] = []


def keep(opened: T) -> T:
    """Close this when the test ends, last opened first."""
    STACKS[-1].callback(opened.close)
    return opened


def kept_parts(*args: Any) -> Parts:
    """Return the parts of a simulated bridge, whose ledger is closed when the test ends."""
    parts = simulated_parts(*args)
    keep(parts.ledger)
    return parts


@contextmanager
def one_test() -> Iterator[None]:
    """Close what is kept meanwhile."""
    with ExitStack() as stack:
        STACKS.append(stack)
        try:
            yield
        finally:
            STACKS.pop()
