"""Plugins in, one frozen registry out. The only caller of hooks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, cast

import pluggy

from pgbridge import hookspecs
from pgbridge.errors import ConfigError

if TYPE_CHECKING:
    from pgbridge.ledger.protocol import Ledger
    from pgbridge.model.channel import Channel
    from pgbridge.operations.base import Operation
    from pgbridge.rules import Provider, ProviderRef
    from pgbridge.wire import Api, Event

GROUP = "pgbridge"


class Registry:
    """What the installed plugins offer. Built once, never changed; share it freely between threads."""

    def __init__(self, manager: pluggy.PluginManager) -> None:
        self._manager, self._hooks = manager, manager.hook
        self.observers: tuple[Callable[..., object], ...] = tuple(
            impl.function for impl in manager.hook.pgbridge_observe.get_hookimpls()
        )
        self._selects = bool(manager.hook.pgbridge_select_channel.get_hookimpls())
        self.apis: Mapping[str, Api] = _keyed(
            (a for offer in self._hooks.pgbridge_register_apis() for a in offer), "api"
        )
        refs = (r for offer in self._hooks.pgbridge_register_providers() for r in offer)
        self._refs: Mapping[tuple[str, str], ProviderRef] = _keyed(refs, "provider")
        self._providers: dict[tuple[str, str], Provider] = {}

    @classmethod
    def load(cls) -> Registry:
        """Return the registry of the installed plugins.

        :raises ConfigError: two distributions use one entry-point name, or a plugin offers something twice
        """
        points = entry_points(group=GROUP)
        names = Counter(point.name for point in points)
        if twice := [name for name, count in names.items() if count > 1]:
            raise ConfigError(
                f"two installed distributions both call their pgbridge plugin {twice[0]!r}: remove one"
            )
        return cls.of(*(point.load() for point in points))

    @classmethod
    def of(cls, *plugins: object) -> Registry:
        """Return a registry of exactly these plugins.

        :raises ConfigError: a plugin implements a hook that does not exist
        """
        manager = pluggy.PluginManager("pgbridge")
        manager.add_hookspecs(hookspecs)
        for plugin in plugins:
            manager.register(plugin)
        try:
            manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise ConfigError(f"a plugin implements an unknown hook: {error}") from None
        return cls(manager)

    def watched(self, *observers: Callable[[Event], None]) -> Registry:
        """Return a registry of the same plugins that tells further observers."""
        other = Registry(self._manager)
        other.observers = (*self.observers, *observers)
        return other

    def api(self, name: str) -> Api:
        """Return an API by its name.

        :raises ConfigError: no plugin offers it
        """
        try:
            return self.apis[name]
        except KeyError:
            raise ConfigError(
                f"api: {name!r} is not installed; there are {', '.join(sorted(self.apis))}"
            ) from None

    def provider(self, api: str, slug: str) -> Provider:
        """Return a PG's module, loaded when first asked for, with the house rules of `pgbridge_register_rules`.

        :raises ConfigError: no plugin offers it
        """
        key = (api, slug)
        if key not in self._providers:
            if key not in self._refs:
                known = ", ".join(s for a, s in sorted(self._refs) if a == api) or "none"
                raise ConfigError(f"provider: {slug!r} is not known on {api}; there are {known}")
            provider = self._refs[key].load()
            extra = tuple(
                rule for offer in self._hooks.pgbridge_register_rules(provider=provider) for rule in offer
            )
            self._providers[key] = provider.extended(extra) if extra else provider
        return self._providers[key]

    def providers(self, api: str | None = None) -> list[tuple[str, str]]:
        """Return (api, slug) of every PG on offer."""
        return sorted(key for key in self._refs if api in (None, key[0]))

    def open_ledger(self, url: str) -> Ledger | None:
        """Return a ledger that a plugin opens for this URL, or None."""
        return cast("Ledger | None", self._hooks.pgbridge_open_ledger(url=url))

    def select_channel(self, operation: Operation[Any], candidates: Sequence[Channel]) -> Channel | None:
        """Return the channel a plugin insists on, or None."""
        if not self._selects:
            return None
        return cast(
            "Channel | None", self._hooks.pgbridge_select_channel(operation=operation, candidates=candidates)
        )

    def observe(self, event: Event) -> None:
        """Tell every observer; what one raises is dropped, for money may already have moved."""
        for observer in self.observers:
            try:
                observer(event)
            except Exception:  # noqa: S112 - an observer must not be able to break a payment
                continue

    def register_commands(self, commands: Any) -> None:
        """Let plugins add commands to the command line."""
        self._hooks.pgbridge_register_commands(commands=commands)


def _keyed(offers: Any, kind: str) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for offer in offers:
        key = offer.name if kind == "api" else (offer.api, offer.slug)
        if key in found:
            raise ConfigError(f"two plugins offer the {kind} {key}: remove one")
        found[key] = offer
    return found


@cache
def installed() -> Registry:
    """Return the registry of the installed plugins, built once per process."""
    return Registry.load()
