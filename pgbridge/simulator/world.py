"""The pretend PortOne's memory. The rules on it live in the modules beside this one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pgbridge.simulator.agenda import Agenda
from pgbridge.simulator.cards import Outcome
from pgbridge.simulator.clock import Clock
from pgbridge.simulator.codes import PROVIDERS
from pgbridge.simulator.events import Cause, Event, of_key, of_payment
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

if TYPE_CHECKING:
    from pgbridge.simulator.windows import Window

from pgbridge.simulator.webhooks import Outbox

Key = tuple[str, str]
SCHEDULE, LATE = "schedule", "late"
MOST_EVENTS = 1_000
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
        self.windows: dict[str, Window] = {}
        # What single PGs keep for themselves, by their own names for it.
        self.own: dict[tuple[str, ...], Any] = {}
        # What the PG makes of the present request, whatever the card says; see `Simulator.handle`.
        self.whim: Outcome | None = None
        # See `Faults.blind`.
        self.blind = 0.0
        self.agenda = Agenda()
        self.outbox = Outbox()
        self.events: deque[Event] = deque(maxlen=MOST_EVENTS)
        self.listener: Callable[[Event], None] | None = None
        self.event_count = 0
        self._cause: Cause = "api"
        self._silent = False
        self._moment: float | None = None
        # The schedules of each order, oldest first.
        self._planned: dict[tuple[str, str, str], list[str]] = {}

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

    @contextmanager
    def caused(self, cause: Cause, *, silent: bool = False) -> Iterator[None]:
        """Let things happen because of somebody; `silent`: without a webhook."""
        before = (self._cause, self._silent)
        self._cause, self._silent = cause, silent
        try:
            yield
        finally:
            self._cause, self._silent = before

    def happened(self, kind: str, *, version: str, store_id: str, **about: str | None) -> None:
        """Keep an event, and tell whoever listens."""
        self.event_count += 1
        event = Event(
            serial=self.event_count,
            at=self.now(),
            kind=kind,
            cause=self._cause,
            silent=self._silent,
            version=version,
            store_id=store_id,
            **about,
        )
        self.events.append(event)
        if self.listener is not None:
            self.listener(event)

    def put(self, attempt: Attempt) -> Attempt:
        """Store an attempt, new or changed."""
        before = self.attempts.get(attempt.id)
        if before is None:
            self.orders.setdefault((attempt.bill.store_id, attempt.bill.order_id), []).append(attempt.id)
        self.attempts[attempt.id] = attempt
        for kind, cancellation_id in of_payment(before, attempt):
            self.happened(
                kind,
                version=attempt.bill.version,
                store_id=attempt.bill.store_id,
                order_id=attempt.bill.order_id,
                attempt_id=attempt.id,
                cancellation_id=cancellation_id,
            )
        return attempt

    def put_key(self, key: BillingKey) -> BillingKey:
        """Store a billing key, new or changed."""
        name = (key.version, key.store_id, key.id)
        before = self.billing_keys.get(name)
        self.billing_keys[name] = key
        if (kind := of_key(before, key)) is not None:
            self.happened(kind, version=key.version, store_id=key.store_id, billing_key=key.id)
        return key

    def put_schedule(self, schedule: Schedule) -> Schedule:
        """Store a schedule, new or changed, and put its time down."""
        bill = schedule.bill
        if schedule.id not in self.schedules:
            self._planned.setdefault((bill.version, bill.store_id, bill.order_id), []).append(schedule.id)
        self.schedules[schedule.id] = schedule
        if schedule.status == "SCHEDULED":
            self.agenda.add(schedule.due_at, schedule.serial, SCHEDULE, schedule.id)
        return schedule

    def promise(self, seconds: float, attempt_id: str, what: str, about: str = "") -> None:
        """Put down what the PG will decide about an attempt: `approve`, `decline`, or of a cancellation `cancelled`, `kept`."""
        self.agenda.add(
            self.now() + seconds, self.ids.serial(), LATE, f"{what} {attempt_id} {about}".rstrip()
        )

    def forget_schedule(self, schedule: Schedule) -> None:
        """Drop a schedule."""
        bill = schedule.bill
        del self.schedules[schedule.id]
        name = (bill.version, bill.store_id, bill.order_id)
        if left := [each for each in self._planned[name] if each != schedule.id]:
            self._planned[name] = left
        else:
            del self._planned[name]

    def forget(self, attempt: Attempt) -> None:
        """Drop an attempt."""
        del self.attempts[attempt.id]
        name = (attempt.bill.store_id, attempt.bill.order_id)
        if left := [each for each in self.orders[name] if each != attempt.id]:
            self.orders[name] = left
        else:
            del self.orders[name]

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
        names = self._planned.get((version, store_id, order_id), ())
        return sorted((self.schedules[each] for each in names), key=lambda each: -each.serial)

    def channel(self, key: str) -> Channel:
        """Return the channel of a key, or refuse."""
        if self.settings.channels is None and key:
            code = key.removeprefix("channel-key-").upper().replace("-", "_")
            if code in PROVIDERS and code != key.upper():
                return Channel(key=key, provider=code, merchant_id=f"{code.lower()}-test", name=key)
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
