"""How commands name a PG's module."""

from __future__ import annotations

from typing import Annotated

import typer

from pgbridge.errors import ConfigError
from pgbridge.registry import installed
from pgbridge.rules import Provider

SlugArgument = Annotated[str, typer.Argument(help="PG module, such as inicis-v2, or with its API: v2/ksnet.")]
ApiOption = Annotated[str | None, typer.Option("--api", help="v1 or v2.")]


def chosen(slug: str, api: str | None, *, other: str | None = None) -> Provider:
    """Return a PG's module; the API may be left out where only one has it.

    :param other: what it is compared with
    :raises ConfigError: there is none, or one on each API
    """
    registry = installed()
    before, slash, name = slug.partition("/")
    if slash:
        if api not in (None, before):
            raise ConfigError(f"--api: is {api}, but SLUG says {before}")
        registry.api(before)
        return registry.provider(before, name)
    apis = [a for a, s in registry.providers() if s == slug]
    if api is None and len(apis) > 1:
        hint = f"write {' or '.join(f'{a}/{slug}' for a in apis)}" if other else "say which"
        raise ConfigError(f"--api: {slug} is on {' and '.join(apis)}; {hint}")
    if api is None and not apis:
        raise ConfigError(f"SLUG: there is no {slug!r}; pgbridge providers lists what there is")
    return registry.provider(api or apis[0], slug)
