"""`pgbridge check`: the rules of a PG against a wire request."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pgbridge.cli.inputs import FileArgument, read_object
from pgbridge.cli.output import Format, FormatOption, say, say_json
from pgbridge.cli.views import violation_view
from pgbridge.cli.wireform import for_rules
from pgbridge.errors import ConfigError
from pgbridge.registry import installed
from pgbridge.rules import CONTRACTS, Provider, Violation
from pgbridge.rules import check as run_rules


def check(
    file: FileArgument = Path("-"),
    api: Annotated[str | None, typer.Option(help="v1 or v2.")] = None,
    provider: Annotated[
        str | None, typer.Option(help="PG module, such as inicis-v2 (see providers).")
    ] = None,
    operation: Annotated[
        str | None, typer.Option(help="The request's name there, such as instant or onetime.")
    ] = None,
    platform: Annotated[
        str | None, typer.Option(help="pc or mobile, for requests made in a browser.")
    ] = None,
    contract: Annotated[
        list[str] | None, typer.Option(help="A contract that the merchant has; may be repeated.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings too.")] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Check a wire request against a PG's rules; sends nothing.

    The file holds the request's body, or {method, path, query, body}, or one of examples/requests, which names api,
    provider and operation itself. Exits 1 if a rule of severity error is broken.
    """
    data = read_object(file)
    api = api or named(data, "api")
    module = installed().provider(api, provider or named(data, "provider"))
    operation = operation or named(data, "operation")
    known(operation, module)
    contracts = frozenset(contract or ())
    if strange := contracts - set(CONTRACTS):
        raise ConfigError(f"--contract: {', '.join(sorted(strange))} is none of {', '.join(CONTRACTS)}")
    neutral = data.get("neutral")
    request = for_rules(data, api, neutral if isinstance(neutral, str) else None, installed())
    found = run_rules(module, operation, request, platform=platform, contracts=contracts)
    errors = [violation for violation in found if violation.severity == "error"]
    if format is Format.JSON:
        say_json(
            {
                "ok": not errors,
                "api": api,
                "provider": module.slug,
                "operation": operation,
                "platform": platform,
                "violations": [violation_view(violation) for violation in found],
            }
        )
    else:
        tell(found, f"{module.name_en} ({module.slug}) on {api}, {operation}")
    if errors or (strict and found):
        raise typer.Exit(1)


def named(data: dict[str, Any], name: str) -> str:
    """Return what a file says about itself.

    :raises ConfigError: it does not, so an option must
    """
    value = data.get(name) if "request" in data else None
    if not isinstance(value, str):
        raise ConfigError(f"--{name}: is needed, for the input does not name its {name}")
    return value


def known(operation: str, provider: Provider) -> None:
    """Refuse an operation that the PG's module does not speak of: silence would look like approval.

    :raises ConfigError: it is not known
    """
    if operation not in provider.operations and operation not in provider.unsupported:
        names = ", ".join((*provider.operations, *provider.unsupported))
        raise ConfigError(f"--operation: {provider.slug} has no {operation!r}; there are {names}")


def tell(found: list[Violation], where: str) -> None:
    """Print what was found for a person."""
    if not found:
        say(f"{where}: nothing wrong.")
        return
    errors = sum(violation.severity == "error" for violation in found)
    say(f"{where}: {errors} error(s), {len(found) - errors} warning(s)")
    for violation in found:
        say(
            "",
            f"{violation.severity}: {violation.field or 'the request'}  [{violation.rule}]",
            f"  {violation.message}",
            f"  source: {violation.source}",
        )
