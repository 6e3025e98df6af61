"""`pgbridge operations`: what there is to do, and which API can do it."""

from __future__ import annotations

from typing import Annotated

import typer

from pgbridge.catalogue import Entry, Support, entries
from pgbridge.cli.output import Format, FormatOption, say, say_json, say_table
from pgbridge.errors import ConfigError
from pgbridge.registry import installed


def operations(
    name: Annotated[
        str | None, typer.Argument(help="Only those whose name begins with this, such as payments.")
    ] = None,
    api: Annotated[str | None, typer.Option(help="Only those that this API can do: v1 or v2.")] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="With --api: those that it cannot do, with what to do instead.")
    ] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Show every operation and which API can do it. pgbridge api OPERATION --help shows the fields of one."""
    registry = installed()
    if api is not None and api not in registry.apis:
        raise ConfigError(f"--api: {api!r} is not installed; there are {', '.join(sorted(registry.apis))}")
    if missing and api is None:
        raise ConfigError("--missing: say of which API, with --api")
    found = [
        each
        for each in entries(registry)
        if (name is None or each.name == name or each.name.startswith(f"{name.rstrip('.')}."))
        and (api is None or each.apis[api].supported is not missing)
    ]
    if name is not None and not found and not any(e.name.startswith(name) for e in entries(registry)):
        raise ConfigError(f"NAME: no operation begins with {name!r}")
    shown = [api] if api is not None else sorted(registry.apis)
    if format is Format.JSON:
        say_json({"operations": [view(each, shown) for each in found]})
        return
    say_table(
        ("operation", "class", "", *(registry.api(each).title for each in shown)),
        ((each.name, each.kind.__name__, each.does, *(text(each.apis[a]) for a in shown)) for each in found),
        whole=3,
    )
    say(f"{len(found)} operations. ~ is done in another way than by the other API: --help says how.")


def view(found: Entry, apis: list[str]) -> dict[str, object]:
    """Return an operation for output."""
    return {
        "operation": found.name,
        "class": found.kind.__name__,
        "gives": found.gives,
        "does": found.does,
        "apis": {
            name: {
                "supported": found.apis[name].supported,
                "endpoints": found.apis[name].endpoints,
                "approximations": found.apis[name].approximations,
                "alternative": found.apis[name].alternative or None,
            }
            for name in apis
        },
    }


def text(it: Support) -> str:
    """Return what a cell says of one API."""
    if not it.supported:
        return f"no: {it.alternative}"
    return ("~ " if it.approximations else "") + (", ".join(it.endpoints) or "any call")
