"""The state of a simulator as JSON, to be kept in a file and put back. Clocks, secrets and settings are not part of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from pgbridge.simulator import identities, receipts
from pgbridge.simulator.events import Event
from pgbridge.simulator.http import ENCODER
from pgbridge.simulator.replies import Reply
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
from pgbridge.simulator.tokens import Token
from pgbridge.simulator.webhooks import Webhook

if TYPE_CHECKING:
    from pgbridge.simulator.service import Simulator

VERSION = 1


class BadState(ValueError):
    """What should be a state is none, or of another version."""


class Numbers(Struct, frozen=True, kw_only=True):
    """Where the ids go on."""

    count: int
    message: int
    random: Any
    messages: Any
    events: int


class State(Struct, frozen=True, kw_only=True):
    """Everything that a simulator remembers. A version that reads otherwise has another number."""

    version: int
    now: float
    numbers: Numbers
    attempts: list[Attempt] = []
    billing_keys: list[BillingKey] = []
    schedules: list[Schedule] = []
    approvals: list[Approval] = []
    transfers: list[Transfer] = []
    receipts: list[Receipt] = []
    identities: list[Identity] = []
    prepared: list[tuple[str, Prepared]] = []
    sessions: dict[str, tuple[float, dict[str, Any]]] = {}
    deliveries: dict[str, Delivery] = {}
    slips: dict[str, int] = {}
    own: list[tuple[tuple[str, ...], Any]] = []
    kept_answers: dict[str, Reply] = {}
    shared_token: Token | None = None
    access_tokens: list[Token] = []
    refresh_token: Token | None = None
    agenda: list[tuple[float, int, str, str]] = []
    events: list[Event] = []
    webhooks: list[Webhook] = []

    def __repr__(self) -> str:
        """Buyers' data stays out of logs."""
        return f"State(version={self.version}, {len(self.attempts)} attempts)"


def state_of(simulator: Simulator) -> State:
    """Return the present state."""

    def read(world: Any) -> State:
        ids, pairs = world.ids, world.token_pairs
        return State(
            version=VERSION,
            now=world.now(),
            numbers=Numbers(
                count=ids.count,
                message=ids.messages,
                random=ids.random.getstate(),
                messages=ids.message_random.getstate(),
                events=world.event_count,
            ),
            attempts=list(world.attempts.values()),
            billing_keys=list(world.billing_keys.values()),
            schedules=list(world.schedules.values()),
            approvals=list(world.approvals.values()),
            transfers=list(world.transfers.values()),
            receipts=list(world.receipts.values()),
            identities=list(world.identities.values()),
            prepared=[(store_id, each) for (store_id, _), each in world.prepared.items()],
            sessions=dict(world.sessions),
            deliveries=dict(world.deliveries),
            slips=dict(world.slips),
            own=list(world.own.items()),
            kept_answers=dict(world.replies.kept),
            shared_token=world.shared_token.token,
            access_tokens=list(pairs.access),
            refresh_token=pairs.refresh_token,
            agenda=world.agenda.entries(),
            events=list(world.events),
            webhooks=simulator.webhooks(),
        )

    return simulator.within(read)


def restore(simulator: Simulator, data: bytes) -> None:
    """Put a state back. The clock goes on from where it is, or from the state's time if that is later.

    :raises BadState: it is no state, or of another version
    """
    try:
        version = msgspec.json.decode(data, type=dict[str, Any]).get("version")
        if version != VERSION:
            raise BadState(f"version: this reads version {VERSION}, not {version!r}")
        state = msgspec.json.decode(data, type=State)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadState(f"the state does not fit: {error}") from None
    simulator.reset()
    if state.now > simulator.now():
        simulator.world.clock.set(state.now)
    simulator.within(lambda world: fill(simulator, world, state))


def fill(simulator: Simulator, world: Any, state: State) -> None:
    """Fill an empty world."""
    numbers, ids, pairs = state.numbers, world.ids, world.token_pairs
    world.listener, listener = None, world.listener
    for attempt in state.attempts:
        world.put(attempt)
    for key in state.billing_keys:
        world.put_key(key)
    for schedule in state.schedules:
        world.put_schedule(schedule)
    for receipt in state.receipts:
        receipts.put(world, receipt)
    for identity in state.identities:
        identities.put(world, identity)
    world.prepared |= {(store_id, each.order_id): each for store_id, each in state.prepared}
    world.approvals |= {each.token: each for each in state.approvals}
    world.transfers |= {each.id: each for each in state.transfers}
    world.sessions |= state.sessions
    world.deliveries |= state.deliveries
    world.slips |= state.slips
    world.own |= dict(state.own)
    world.replies.kept |= state.kept_answers
    world.shared_token.token, pairs.access, pairs.refresh_token = (
        state.shared_token,
        list(state.access_tokens),
        state.refresh_token,
    )
    world.agenda.clear()
    for entry in state.agenda:
        world.agenda.add(*entry)
    world.events.clear()
    world.events.extend(state.events)
    world.event_count = numbers.events
    ids.count, ids.messages = numbers.count, numbers.message
    for random, kept in ((ids.random, numbers.random), (ids.message_random, numbers.messages)):
        random.setstate((kept[0], tuple(kept[1]), kept[2]))
    for webhook in state.webhooks:
        simulator.outbox.put(msgspec.structs.replace(webhook, state=settled(webhook)))
    world.listener = listener


def settled(webhook: Webhook) -> Any:
    """Return the state of a webhook whose sender is gone."""
    return "failed" if webhook.state == "sending" else webhook.state


def save(simulator: Simulator) -> Path:
    """Write the state to the simulator's file, whole or not at all.

    :raises ValueError: it has none
    """
    path = file_of(simulator)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
    with os.fdopen(handle, "wb") as file:
        file.write(ENCODER.encode(state_of(simulator)))
    Path(name).replace(path)
    return path


def load(simulator: Simulator) -> Path:
    """Read the state from the simulator's file.

    :raises ValueError: it has none, there is none, or what is in it is no state
    """
    path = file_of(simulator)
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"{path}: {error.strerror or error}"
        raise BadState(message) from None
    restore(simulator, data)
    return path


def file_of(simulator: Simulator) -> Path:
    """Return where the state is kept.

    :raises ValueError: nowhere
    """
    if simulator.state_file is None:
        message = "the simulator has no state file: start it with --state FILE"
        raise ValueError(message)
    return simulator.state_file
