"""`pgbridge providers example`: a request that a PG takes, or one that breaks a rule of it."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import typer

from pgbridge.cli.choosing import ApiOption, SlugArgument, chosen
from pgbridge.cli.output import Format, FormatOption, say, say_json
from pgbridge.errors import ConfigError
from pgbridge.rules import Provider, Rule
from pgbridge.rules.checking import PLATFORMS
from pgbridge.rules.examples import about_operation, example, smallest


def show_example(
    slug: SlugArgument,
    operation: Annotated[
        str | None, typer.Argument(help="Such as browser_payment; left out, that of the rule.")
    ] = None,
    rule: Annotated[str | None, typer.Option(help="Id of a rule: a request that breaks it.")] = None,
    platform: Annotated[str | None, typer.Option(help="pc or mobile.")] = None,
    api: ApiOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Show the smallest request that a PG takes or, with --rule, one that a rule passes and what breaks the rule in it.

    The requests are made from the rules and tried on them; fill in your own ids, keys and buyers.
    """
    provider = chosen(slug, api)
    if rule is not None:
        tell_broken(provider, ruled(provider, rule), operation, format)
        return
    if operation is None or operation not in provider.operations:
        raise ConfigError(f"OPERATION: name one of {', '.join(provider.operations)}")
    if platform not in PLATFORMS:
        raise ConfigError(f"--platform: is pc or mobile, not {platform!r}")
    request = smallest(provider, operation, platform)
    if request is None:
        raise ConfigError(f"OPERATION: no smallest {operation} was found")
    say_json(request)


def ruled(provider: Provider, id: str) -> Rule:
    """Return a rule by its id, with or without the PG's slug in front."""
    wanted = id.removeprefix(f"{provider.slug}.")
    found = next((rule for rule in provider.rules if rule.id == wanted), None)
    if found is None:
        raise ConfigError(f"--rule: {provider.slug} has no {id!r}; pgbridge providers show {provider.slug}")
    return found


def tell_broken(provider: Provider, rule: Rule, operation: str | None, format: Format) -> None:
    """Print what passes a rule and what breaks it."""
    if operation is not None and operation not in rule.on:
        raise ConfigError(f"OPERATION: the rule is for {', '.join(rule.on)}")
    if about_operation(rule):
        raise ConfigError(f"--rule: {rule.id} speaks of every such request: {rule.fact}")
    found = example(provider, rule, operation or "")
    if found is None:
        raise ConfigError(f"--rule: no example of {rule.id} was found")
    if format is Format.JSON:
        say_json(found)
        return
    on = f" on {found.platform}" if found.platform else ""
    say(
        f"{provider.slug}.{rule.id}: {rule.fact}",
        "",
        f"passes ({found.operation}{on}):",
        pretty(found.passes),
    )
    say("", "fails with:")
    for path, value in found.changes.items():
        say(f"  {path}: {'left out' if value is None else msgspec.json.encode(value).decode()}")


def pretty(data: Any) -> str:
    """Return indented JSON."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode()
