"""What is asked of the ledger by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from pgbridge.errors import (
    LedgerUnusable,
)
from pgbridge.ledger.protocol import Intent, Ledger
from pgbridge.wire import Ask, Event, Flow, emit
from pgbridge.writing import ask

T = TypeVar("T")


def looked_up(name: str, call: Callable[[Ledger], T]) -> Flow[T]:
    """Ask the ledger for something that only needs reading."""
    return cast("T", (yield Ask(name=name, call=call, quick=True)))


def intents_of(order_id: str, *, lenient: bool = False) -> Flow[list[Intent]]:
    """Return everything that was begun for an order.

    :param lenient: a broken ledger knows nothing, for reads go on without it
    """
    try:
        return (yield from ask("intents", lambda ledger: ledger.intents(order_id=order_id), quick=True))
    except LedgerUnusable as error:
        if not lenient:
            raise
        yield from emit(Event(kind="warning", order_id=order_id, detail=f"read without the ledger: {error}"))
        return []


def ticked(plan: str, step: str) -> Flow[None]:
    """Tick off a step of a plan."""
    yield from ask("step_done", lambda ledger: ledger.step_done(plan, step))


def made(
    family: str, *, identities: Sequence[str] = (), vendor_refs: Sequence[str] = ()
) -> Flow[tuple[str, ...]]:
    """Return the attempts that are done, by their names."""
    if not (identities or vendor_refs):
        return ()
    return (
        yield from looked_up(
            "made", lambda ledger: ledger.made(family, identities=identities, vendor_refs=vendor_refs)
        )
    )


def released(attempts: Sequence[str]) -> Flow[None]:
    """Let go in the ledger what attempts made."""
    if attempts:
        yield from ask("release", lambda ledger: ledger.release(attempts))
