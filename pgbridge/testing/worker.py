"""One call of an operation in a simulation, by a worker that may die, and by a shop that may insist."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from pgbridge.context import Run
from pgbridge.drivers.tokens import Tokens
from pgbridge.errors import (
    ApiError,
    BadAnswer,
    Busy,
    LedgerUnusable,
    OutcomeUnknown,
    Pending,
    PgbridgeError,
    TransportError,
)
from pgbridge.flow import signing_in
from pgbridge.operations.base import Operation
from pgbridge.registry import Registry
from pgbridge.wire import Ask, Effect, Flow, Send, Token

# After these a shop does not know enough and asks again; anything else is a definite word.
SERVER_ERROR = 500
INDEFINITE = (OutcomeUnknown, Pending, Busy, TransportError, LedgerUnusable, BadAnswer)


class Call:
    """One operation that a shop wants done.

    :ivar told: how each run ended, oldest first: a result, an error, or None where the worker died
    :ivar over: nothing of it will run any more
    :ivar asked_at: when it last asked the ledger: no word of its can be newer
    :ivar number: which call this is; `life`, which run of it; `effects`, how many that run has come to
    """

    def __init__(
        self,
        name: str,
        op: Operation[Any],
        *,
        channel: str | None,
        worker: str,
        deadline: float,
        raise_on_decline: bool,
        repeats: int,
        pause: float,
        dies_after: str,
        flow: Callable[[Run], Flow[Any]] | None = None,
    ) -> None:
        self.name, self.op, self.channel, self.worker = name, op, channel, worker
        self.deadline, self.raise_on_decline = deadline, raise_on_decline
        self.repeats, self.pause, self.dies_after = repeats, pause, dies_after
        self.flow = flow
        self.told: list[Any] = []
        self.over = False
        self.asked_at = 0.0
        self.running: Flow[Any] | None = None
        self.number = self.life = self.effects = 0

    @property
    def result(self) -> Any:
        """What the last run returned.

        :raises PgbridgeError: what it raised
        """
        last = self.told[-1] if self.told else None
        if isinstance(last, PgbridgeError):
            raise last
        return last

    @property
    def error(self) -> PgbridgeError | None:
        """What the last run raised."""
        last = self.told[-1] if self.told else None
        return last if isinstance(last, PgbridgeError) else None

    @property
    def definite(self) -> bool:
        """Whether the shop knows how it ended."""
        last = self.told[-1] if self.told else None
        broken = isinstance(last, ApiError) and last.code is None and (last.http_status or 0) >= SERVER_ERROR
        return last is not None and not broken and not isinstance(last, INDEFINITE)

    def dies_in(self, effect: Effect) -> bool:
        """Tell whether this is the effect in which the first worker is to die."""
        name = effect.name if isinstance(effect, Ask) else "send" if is_write(effect) else ""
        return bool(name) and self.life == 1 and name == self.dies_after

    def __repr__(self) -> str:
        return f"Call({self.name}, {self.op!r}, runs={len(self.told)})"


class Clocks:
    """What the clocks show: the ledger's may jump, and a worker's may stop while its machine is suspended.

    :param now: the true time
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.skew = 0.0
        self.lost: dict[str, float] = {}
        self.suspends = False

    def ledger(self) -> float:
        """Return the ledger's clock."""
        return self.now() + self.skew

    def worker(self, name: str) -> Callable[[], float]:
        """Return a worker's clock, which never goes back."""
        return lambda: self.now() - self.lost.get(name, 0.0)

    def stall(self, name: str, seconds: float) -> None:
        """Let a worker's clock have stood still with it, where machines are suspended."""
        if self.suspends:
            self.lost[name] = self.lost.get(name, 0.0) + seconds


def is_write(effect: Effect) -> bool:
    """Tell whether an effect sends something that may change the vendor's world; asking for a token does not."""
    return isinstance(effect, Send) and effect.request.method != "GET" and bool(effect.request.name)


def with_tokens(flow: Flow[Any], registry: Registry, tokens: Tokens, run: Run) -> Generator[Effect, Any, Any]:
    """Answer a flow's wish for access tokens from a worker's own cache, by requests of the same simulation."""
    answer: Any = None
    failure: PgbridgeError | None = None
    while True:
        try:
            effect = flow.send(answer) if failure is None else flow.throw(failure)
        except StopIteration as done:
            return done.value
        answer, failure = None, None
        try:
            if isinstance(effect, Token):
                connection = effect.connection
                answer = tokens.get(connection, effect.stale, run.context.monotonic())
                if answer is None:
                    grant = yield from signing_in(registry.api(connection.api), connection, run)
                    answer = tokens.put(connection, grant, run.context.monotonic())
            else:
                answer = yield effect
        except PgbridgeError as error:
            failure = error
