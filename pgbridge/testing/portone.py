"""A pretend PortOne for one test: its world, its clock, its trouble, what it tells the shop."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, overload

import msgspec
from msgspec.structs import replace

from pgbridge import config as configs
from pgbridge.config import Config
from pgbridge.errors import ConfigError
from pgbridge.registry import installed
from pgbridge.simulated import default_config, settings_for, simulated_parts
from pgbridge.simulator import Clock, Simulator
from pgbridge.simulator.settings import Notices
from pgbridge.simulator.state import Attempt
from pgbridge.simulator.webhooks import Webhook

SHOP = "http://shop.invalid/webhooks"


class PortOne:
    """A pretend PortOne with both APIs, a clock that stands still, and a shop whose webhooks are recorded.

    >>> from pgbridge.testing import PortOne
    >>> portone = PortOne(start="2026-01-01T00:00:00Z")
    >>> portone.clock.advance(hours=1).isoformat()
    '2026-01-01T01:00:00+00:00'
    >>> portone.close()

    :param start: the first moment, with its time zone; the present one by default
    :param config: your `pgbridge.toml`, or a `Config`; the channels of `Bridge.simulated()` by default
    :param seed: the same seed and calls give the same ids and the same trouble
    :param faults: in words, in force from the start
    """

    def __init__(
        self,
        *,
        start: str | datetime | None = None,
        config: Config | str | os.PathLike[str] | None = None,
        seed: int = 0,
        faults: Iterable[str] = (),
    ) -> None:
        registry = installed()
        if config is None:
            config = default_config()
        elif not isinstance(config, Config):
            config = configs.read(config, secrets=False)
        notices = Notices(url=SHOP)
        settings = replace(settings_for(registry, config), v1_notices=notices, v2_notices=notices)
        self.parts = simulated_parts(registry, config, settings, clock=Clock(moment(start)), seed=seed)
        self.clock = PortOneClock(self.simulator)
        self.faults = PortOneFaults(self.simulator)
        self.webhooks = PortOneWebhooks(self.simulator)
        for text in faults:
            self.faults.add(text)

    @property
    def simulator(self) -> Simulator:
        """The simulator itself."""
        return self.parts.simulator

    def payments(self, order_id: str | None = None) -> list[Attempt]:
        """Return what PortOne knows: every attempt at a payment, or those of an order, oldest first."""
        return self.simulator.attempts(order_id)

    def deposit(self, order_id: str, amount: int | None = None) -> Attempt:
        """Pay into the virtual account of an order, in minor units; the whole amount by default.

        :raises ValueError: no account waits, or the amount is another one
        """
        return self.simulator.deposit(order_id, amount)

    def pay_at_till(self, order_id: str, *, pay_type: str = "cash") -> Attempt:
        """Pay the barcode of an order at a convenience store's till, which asks its `confirm_url` first.

        :raises ValueError: none waits, or the shop refuses
        """
        return self.simulator.pay_at_till(order_id, pay_type=pay_type)

    def admin(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Call the simulator's own API, such as `admin("POST", "/payments/order1/cancel", {"amount": 1000})`.

        :raises ValueError: it refuses; says why
        """
        from pgbridge.simulator import Request  # noqa: PLC0415 - only here

        content = b"" if body is None else msgspec.json.encode(body)
        path, _, query = path.partition("?")
        pairs = [tuple(each.split("=", 1)) for each in query.split("&")] if query else []
        answer = self.simulator.handle(
            Request(method=method, path=f"/_sim{path}", query=pairs, body=content)  # type: ignore[arg-type]
        )
        found = answer.json()
        if answer.status != 200:
            raise ValueError(found["message"])
        return found

    def close(self) -> None:
        """Close the ledger that the bridges shared."""
        self.parts.ledger.close()


class PortOneClock:
    """The clock of a pretend PortOne. What falls due while it is moved happens at its own time."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    @property
    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.fromtimestamp(self._simulator.now(), UTC)

    def advance(
        self, seconds: float = 0, *, minutes: float = 0, hours: float = 0, days: float = 0
    ) -> datetime:
        """Move it forward; gives the new time.

        :raises ValueError: that would be back
        """
        gone = timedelta(seconds=seconds, minutes=minutes, hours=hours, days=days)
        self._simulator.advance(gone.total_seconds())
        return self.now

    def set(self, moment: datetime) -> datetime:
        """Move it forward to a moment with its time zone.

        :raises ValueError: that would be back
        """
        self._simulator.set(moment.timestamp())
        return self.now


class PortOneFaults:
    """What goes wrong with which requests, in words such as `instant: commit then drop next`."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def add(self, text: str) -> None:
        """Let something go wrong.

        :raises ValueError: the words are wrong; names which, and what is allowed
        """
        self._simulator.inject(text)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._simulator.faults.clear()

    @property
    def struck(self) -> int:
        """How many requests met with one of them."""
        return sum(each.struck for each in self._simulator.faults.plans)


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook as the shop gets it.

    :ivar kind: V2's type, or V1's status
    """

    api: str
    kind: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Decode the body."""
        return msgspec.json.decode(self.body)


class PortOneWebhooks(Sequence[Received]):
    """The webhooks that the shop was sent, oldest first, one for each try."""

    def __init__(self, simulator: Simulator) -> None:
        self._received: list[Received] = []
        self._handler: Callable[[Received], int | None] | None = None
        simulator.on_webhook(self._take)

    def forward(self, handler: Callable[[Received], int | None]) -> None:
        """Hand each of them to a handler, which returns the HTTP status that the shop answers (None is 200).

        What it raises is an answer that never came, so PortOne tries again; `portone.simulator.webhooks()` says why.
        """
        self._handler = handler

    @property
    def kinds(self) -> list[str]:
        """What they are about."""
        return [each.kind for each in self._received]

    def clear(self) -> None:
        """Forget what came."""
        self._received.clear()

    def _take(self, webhook: Webhook, headers: Mapping[str, str]) -> int | None:
        received = Received(
            api=webhook.api,
            kind=webhook.kind,
            url=webhook.url or "",
            headers=dict(headers),
            body=webhook.body,
        )
        self._received.append(received)
        return None if self._handler is None else self._handler(received)

    def __len__(self) -> int:
        return len(self._received)

    @overload
    def __getitem__(self, index: int) -> Received: ...
    @overload
    def __getitem__(self, index: slice) -> list[Received]: ...
    def __getitem__(self, index: int | slice) -> Received | list[Received]:
        return self._received[index]

    def __iter__(self) -> Iterator[Received]:
        return iter(list(self._received))


def moment(start: str | datetime | None) -> float | None:
    """Return UNIX seconds.

    :raises ConfigError: it is no moment, or has no time zone
    """
    if start is None:
        return None
    try:
        found = datetime.fromisoformat(start) if isinstance(start, str) else start
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ConfigError("start: must be a moment with its time zone, such as 2026-01-01T00:00:00Z")
    return found.timestamp()
