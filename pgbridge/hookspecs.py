"""Every hook a plugin may implement.

A plugin is a module (or object) with functions of these names marked `@hookimpl`, named in the entry-point group
`pgbridge`. Hooks offer data and pure functions: they do no I/O and never await.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import pluggy

if TYPE_CHECKING:
    from pgbridge.ledger.protocol import Ledger
    from pgbridge.model.channel import Channel
    from pgbridge.operations.base import Operation
    from pgbridge.rules import Provider, ProviderRef, Rule
    from pgbridge.wire import Api, Event

F = TypeVar("F", bound=Callable[..., Any])

hookimpl = pluggy.HookimplMarker("pgbridge")
_mark = pluggy.HookspecMarker("pgbridge")


def _spec(function: F) -> F:
    return _mark(function)


def _first(function: F) -> F:
    return _mark(function, firstresult=True)


@_spec
def pgbridge_register_apis() -> Iterable[Api]:  # type: ignore[empty-body]
    """Offer vendor APIs. Called once, when a registry is built; two of the same name are a `ConfigError`."""


@_spec
def pgbridge_register_providers() -> Iterable[ProviderRef]:  # type: ignore[empty-body]
    """Offer payment gateways and the rules each of them sets.

    Called once, when a registry is built. A `ProviderRef` loads its module when that PG is first asked for. Two plugins
    that offer the same `(api, slug)` are a `ConfigError`.
    """


@_spec
def pgbridge_register_rules(provider: Provider) -> Iterable[Rule]:  # type: ignore[empty-body]
    """Add a shop's own rules on top of a PG's. Called when that PG is first asked for."""


@_first
def pgbridge_open_ledger(url: str) -> Ledger | None:
    """Open a ledger for a URL scheme of your own, or return None. Called when a bridge is built."""


@_first
def pgbridge_select_channel(operation: Operation[Any], candidates: Sequence[Channel]) -> Channel | None:
    """Choose the channel yourself, or return None to leave it to the configured routes. Called before each operation."""


@_spec
def pgbridge_observe(event: Event) -> None:
    """Watch what happens. Called after each step, one observer at a time and guarded: it cannot change anything."""


@_spec
def pgbridge_register_commands(commands: Any) -> None:
    """Add commands to the `pgbridge` command line. `commands` is its typer application."""
