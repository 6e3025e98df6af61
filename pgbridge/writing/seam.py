"""What the steps of a write share: the layer above, the ledger, and how they tell each other what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar, cast

from msgspec import Struct

from pgbridge.context import Run
from pgbridge.errors import OutcomeUnknown, PgbridgeError
from pgbridge.ledger.protocol import Change, Ledger, Wish
from pgbridge.model.attempt import Attempt
from pgbridge.model.channel import Channel
from pgbridge.operations.base import Operation
from pgbridge.wire import Api, Ask, Event, Flow, Prior, WireRequest

A = TypeVar("A")


class Ready(Struct, frozen=True, kw_only=True):
    """A request that may go out, and the operation as it was encoded."""

    op: Any
    request: WireRequest
    prior: Prior


class Undone(Exception):
    """Proven that nothing was done: another channel may be tried."""

    def __init__(self, error: PgbridgeError) -> None:
        self.error = error
        super().__init__(str(error))


class Again(Exception):
    """Somebody else was faster between the decision and the begin: decide anew."""


class Renamed(Exception):
    """A read told which order this is about: go on under that name, which is the one its other calls go by."""

    def __init__(self, op: Any) -> None:
        self.op = op
        super().__init__()


class Guide(Protocol):
    """What the write flow asks of the layer above: channels, modules, checks. All pure but `prepare`."""

    def api(self, channel: Channel) -> Api:
        """Return the API of a channel."""

    def channel_of(self, attempt: Attempt) -> Channel:
        """Return the channel an attempt went out on.

        :raises ConfigError: the config has it no more
        """

    def prepare(self, op: Operation[Any], channel: Channel, vendor_id: str, run: Run) -> Flow[Ready]:
        """Read what must be known first, adjust, encode and check.

        :raises RuleViolation: the PG or API would not take it
        """

    def wish(self, op: Operation[Any], channel: Channel, run: Run) -> Wish:
        """Return what the ledger must know of the operation."""

    def failover_codes(self, op: Operation[Any]) -> frozenset[str]:
        """Return the PG codes after which another channel may be tried."""

    def fits(self, channel: Channel, result: Any) -> bool:
        """Tell whether a result may have come through a channel."""

    def received(self, result: Any, channel: Channel, made: Sequence[Attempt] | None = None) -> list[Event]:
        """Look at a result for signs that something is off, such as a live payment on a test connection.

        :param made: the attempts it may be of; without, it went through this very channel
        """


def ask(name: str, call: Callable[[Ledger], A], *, quick: bool = False) -> Flow[A]:
    """Call the ledger; `quick` for what only reads.

    :raises LedgerUnusable: it cannot be read or written
    """
    return cast("A", (yield Ask(name=name, call=call, quick=quick)))


def close(
    attempt: Attempt,
    run: Run,
    state: str,
    *,
    proof: str | None = None,
    ref: str | None = None,
    note: str | None = None,
    attempts: int | None = None,
    late: bool = False,
    answered: tuple[int, str] | None = None,
) -> Flow[bool]:
    """Write how an attempt ended; False when the ledger's rules do not let this call write it any more.

    :param answered: how its last send was answered, to be recorded with it
    """
    change = Change(
        attempt=attempt.id,
        state=state,
        owner=run.owner,
        proof=proof,
        vendor_ref=ref,
        note=note,
        attempts=attempts,
        late=late,
        answered=answered,
    )
    return (yield from ask("finish", lambda ledger: ledger.finish(change)))


def attempts_of(family: str, identity: str) -> Flow[tuple[Attempt, ...]]:
    """Return every attempt of an intent as it is now."""
    intent = yield from ask("intent", lambda ledger: ledger.intent(family, identity), quick=True)
    return () if intent is None else intent.attempts


def unknown(op: Operation[Any], attempt: Attempt, *, told: str = "", **more: Any) -> OutcomeUnknown:
    """Return the error for something that may have happened.

    :param told: what was sent and what came back, where this call sent something
    """
    return OutcomeUnknown(
        f"{op.name} {attempt.identity}: not known whether it happened{told and f' ({told})'}; repeat the same call later to "
        f"settle it, never under another id [channel {attempt.channel}, ledger attempt {attempt.id}]",
        attempt=attempt,
        **more,
    )
