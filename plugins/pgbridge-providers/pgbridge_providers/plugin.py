"""Offers every PG module of `v1` and `v2`; a module is imported when its provider is first used."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from pgbridge import discovery
from pgbridge.hookspecs import hookimpl
from pgbridge.rules import Provider, ProviderRef
from pgbridge_providers import v1, v2

if TYPE_CHECKING:
    from collections.abc import Iterable


@hookimpl
def pgbridge_register_providers() -> Iterable[ProviderRef]:
    """Offer the PGs of this package: file `v2/nice_v2.py` is provider `nice-v2` of the V2 API."""
    yield from (
        ProviderRef(api="v1", slug=slug(name), load=partial(load, f"{v1.__name__}.{name}"))
        for name in discovery.modules(v1)
    )
    yield from (
        ProviderRef(api="v2", slug=slug(name), load=partial(load, f"{v2.__name__}.{name}"))
        for name in discovery.modules(v2)
    )


def slug(module: str) -> str:
    """Give the slug of the provider in a module."""
    return module.replace("_", "-")


def load(path: str) -> Provider:
    """Import a PG module and give its provider."""
    provider: Provider = import_module(path).PROVIDER
    return provider
