"""The driver for threads: runs a flow over `httpx.Client`."""

from __future__ import annotations

import math
import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx

from pgbridge.context import Run
from pgbridge.drivers.deadline import UNTIL, client_with_deadline
from pgbridge.drivers.http import Intake, logged, request_of, time_of, transport_error, transport_for
from pgbridge.drivers.tokens import Tokens, key_of, overdue
from pgbridge.errors import PgbridgeError
from pgbridge.flow import signing_in
from pgbridge.ledger.protocol import Ledger
from pgbridge.registry import Registry
from pgbridge.wire import Ask, Effect, Emit, Flow, Grant, Send, Sleep, Token

R = TypeVar("R")


@contextmanager
def locked(lock: threading.Lock, seconds: float) -> Iterator[None]:
    """Hold a lock; wait for it no longer than that.

    :raises NotSent: another call holds it for longer
    """
    if not lock.acquire(timeout=min(seconds, threading.TIMEOUT_MAX)):
        raise overdue()
    try:
        yield
    finally:
        lock.release()


class SyncDriver:
    """Answers the effects of flows. Safe to share between threads."""

    def __init__(
        self,
        registry: Registry,
        ledger: Callable[[], Ledger],
        client: httpx.Client | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.registry, self.ledger = registry, ledger
        self.given, self.made = client, dict[int, httpx.Client]()
        self.monotonic, self.sleep = monotonic, sleep
        self.tokens = Tokens()
        self.making = threading.Lock()
        self.signing: defaultdict[tuple[str, str], threading.Lock] = defaultdict(threading.Lock)

    def run(self, flow: Flow[R], run: Run) -> R:
        """Run a flow to its end."""
        answer: Any = None
        failure: PgbridgeError | None = None
        while True:
            try:
                effect = flow.send(answer) if failure is None else flow.throw(failure)
            except StopIteration as done:
                result: R = done.value
                return result
            answer, failure = None, None
            try:
                answer = self.answer(effect, run)
            except PgbridgeError as error:
                failure = error

    def answer(self, effect: Effect, run: Run) -> Any:
        """Do what an effect asks for."""
        if isinstance(effect, Send):
            return self.exchange(effect)
        if isinstance(effect, Ask):
            return effect.call(self.ledger())
        if isinstance(effect, Token):
            return self.token(effect, run)
        if isinstance(effect, Sleep):
            return self.sleep(effect.seconds)
        assert isinstance(effect, Emit)
        return self.registry.observe(effect.event)

    def exchange(self, effect: Send) -> Any:
        """Send one request and return its answer, all of it within the effect's time-out."""
        client = self.client()
        request = request_of(effect, self.registry.api(effect.connection.api), self.given)
        UNTIL.ends = time.monotonic() + time_of(effect)
        try:
            if self.given is not None:
                response = client.send(request, follow_redirects=False, stream=True)
            else:
                response = logged(request, transport_for(client, request).handle_request(request))
            try:
                intake = Intake(response.status_code, response.headers, effect.connection)
                if response.is_stream_consumed:
                    return intake.read_already(response.content)
                for piece in response.stream:  # type: ignore[union-attr]
                    intake.take(piece)
                return intake.answer()
            finally:
                # An answer that was not read to its end takes its connection with it.
                response.close()
        except httpx.HTTPError as error:
            failure = transport_error(error, effect.connection)
        finally:
            UNTIL.ends = math.inf
        # Out here it has no context: httpx's error holds the request, and so the card.
        raise failure

    def token(self, effect: Token, run: Run) -> str:
        """Return a token; only one thread asks for a new one."""
        connection = effect.connection
        kept = self.tokens.get(connection, effect.stale, self.monotonic())
        if kept:
            return kept
        with self.making:
            lock = self.signing[key_of(connection)]
        with locked(lock, run.left):
            kept = self.tokens.get(connection, effect.stale, self.monotonic())
            if kept:
                return kept
            grant: Grant = self.run(signing_in(self.registry.api(connection.api), connection, run), run)
            return self.tokens.put(connection, grant, self.monotonic())

    def client(self) -> httpx.Client:
        """Return the client, made when first needed and anew after a fork."""
        if self.given is not None:
            return self.given
        pid = os.getpid()
        with self.making:
            if pid not in self.made:
                self.made[pid] = client_with_deadline()
            return self.made[pid]

    def close(self) -> None:
        """Close the client if it is ours."""
        with self.making:
            for client in self.made.values():
                client.close()
            self.made.clear()
