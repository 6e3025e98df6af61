"""The pretend PortOne's memory. The rules on it live in the modules beside this one."""

from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pgbridge.simulator.cards import Outcome
from pgbridge.simulator.clock import Clock
from pgbridge.simulator.http import Refusal
from pgbridge.simulator.ids import Ids
from pgbridge.simulator.replies import Replies
from pgbridge.simulator.settings import Channel, Settings
from pgbridge.simulator.state import (
    Approval,
    Attempt,
    BillingKey,
    Delivery,
    Identity,
    Prepared,
    Receipt,
    Schedule,
    Transfer,
)
from pgbridge.simulator.tokens import SharedToken, TokenPairs

Key = tuple[str, str]
DEFAULT_CHANNEL = Channel(
    key="channel-key-simulator", provider="TOSSPAYMENTS", merchant_id="simulator", name="simulator"
)


class World:
    """Everything the service knows."""

    def __init__(self, settings: Settings, clock: Clock, seed: int) -> None:
        self.settings = settings
        self.clock = clock
        self.ids = Ids(seed)
        self.shared_token = SharedToken(self.ids.token)
        self.token_pairs = TokenPairs(self.ids.token)
        self.replies = Replies()
        self.attempts: dict[str, Attempt] = {}
        self.orders: dict[Key, list[str]] = {}
        self.billing_keys: dict[tuple[str, str, str], BillingKey] = {}
        self.schedules: dict[str, Schedule] = {}
        self.approvals: dict[str, Approval] = {}
        self.transfers: dict[str, Transfer] = {}
        self.prepared: dict[Key, Prepared] = {}
        self.sessions: dict[str, tuple[float, dict[str, Any]]] = {}
        self.receipts: dict[tuple[str, str, str], Receipt] = {}
        self.deliveries: dict[str, Delivery] = {}
        self.slips: dict[str, int] = {}
        self.identities: dict[tuple[str, str, str], Identity] = {}
        # What single PGs keep for themselves, by their own names for it.
        self.own: dict[tuple[str, ...], Any] = {}
        # What the PG makes of the present request, whatever the card says; see `Simulator.handle`.
        self.whim: Outcome | None = None
        # See `Faults.blind`.
        self.blind = 0.0
        self._moment: float | None = None

    def now(self) -> float:
        """Return the present moment, or the moment of the event that is being replayed."""
        return self.clock.now() if self._moment is None else self._moment

    @contextmanager
    def at(self, moment: float) -> Iterator[None]:
        """Let things happen at `moment`, as those do that fell due while the clock was moved."""
        self._moment = moment
        try:
            yield
        finally:
            self._moment = None

    def put(self, attempt: Attempt) -> Attempt:
        """Store an attempt, new or changed."""
        if attempt.id not in self.attempts:
            self.orders.setdefault((attempt.bill.store_id, attempt.bill.order_id), []).append(attempt.id)
        self.attempts[attempt.id] = attempt
        return attempt

    def tries(self, store_id: str, order_id: str, version: str | None = None) -> list[Attempt]:
        """Return the attempts of an order, oldest first; of one API only where `version` is given."""
        found = [self.attempts[each] for each in self.orders.get((store_id, order_id), ())]
        return [each for each in found if version in (None, each.bill.version)]

    def noticed(self, store_id: str, order_id: str, version: str | None = None) -> list[Attempt]:
        """Return the attempts of an order that a further request of it cannot overlook: all, unless `blind`."""
        found = self.tries(store_id, order_id, version)
        return (
            [each for each in found if each.requested_at < self.now() - self.blind] if self.blind else found
        )

    def live_schedule(self, store_id: str, order_id: str, version: str) -> Schedule | None:
        """Return the schedule of an order that has not run yet."""
        return next(
            (each for each in self.schedules_of(store_id, order_id, version) if each.status == "SCHEDULED"),
            None,
        )

    def schedules_of(self, store_id: str, order_id: str, version: str) -> list[Schedule]:
        """Return all schedules of an order, newest first."""
        found = [
            each
            for each in self.schedules.values()
            if (each.bill.store_id, each.bill.order_id, each.bill.version) == (store_id, order_id, version)
        ]
        return sorted(found, key=lambda each: -each.serial)

    def channel(self, key: str) -> Channel:
        """Return the channel of a key, or refuse."""
        if self.settings.channels is None and key:
            return Channel(
                key=key, provider=DEFAULT_CHANNEL.provider, merchant_id=DEFAULT_CHANNEL.merchant_id, name=key
            )
        found = next((each for each in self.settings.channels or () if each.key == key), None)
        if found is None:
            raise Refusal("CHANNEL_NOT_FOUND", "채널을 찾을 수 없습니다.")
        return found

    def group(self, group_id: str) -> tuple[Channel, ...]:
        """Return the channels of a smart routing group, or refuse."""
        if self.settings.channels is None and group_id and group_id not in self.settings.groups:
            return (DEFAULT_CHANNEL,)
        keys = self.settings.groups.get(group_id, ())
        if not keys:
            raise Refusal("CHANNEL_NOT_FOUND", "스마트 라우팅 그룹을 찾을 수 없습니다.")
        return tuple(self.channel(key) for key in keys)

    def takes(self, channel: Channel, providers: Container[str]) -> bool:
        """Whether a channel is one of these PGs; where no channels are set, each is any PG's."""
        return self.settings.channels is None or channel.provider in providers

    def one_of(self, channels: Iterable[Channel]) -> Channel:
        """Deal one channel of a group, as smart routing does."""
        choices = tuple(channels)
        return choices[self.ids.pick(len(choices))] if len(choices) > 1 else choices[0]
