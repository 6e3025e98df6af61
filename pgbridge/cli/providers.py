"""`pgbridge providers`: the PG modules, and the rules of one."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pgbridge.cli.output import Format, FormatOption, say, say_block, say_json, say_table
from pgbridge.errors import ConfigError
from pgbridge.registry import installed
from pgbridge.rules import Capability, Provider, Rule

app = typer.Typer(help="The PG modules and their rules.", no_args_is_help=False)
ApiOption = Annotated[str | None, typer.Option("--api", help="v1 or v2.")]


@app.callback(invoke_without_command=True)
def providers(ctx: typer.Context, api: ApiOption = None, format: FormatOption = Format.TEXT) -> None:
    """List the PG modules with their operations, methods and number of rules."""
    if ctx.invoked_subcommand is not None:
        return
    registry = installed()
    if api is not None:
        registry.api(api)
    found = [registry.provider(*key) for key in registry.providers(api)]
    if format is Format.JSON:
        say_json({"providers": [summary(provider) for provider in found]})
        return
    for provider in found:
        say_block(
            f"{provider.api} {provider.slug}: {provider.name_en}, {len(provider.rules)} rules",
            ("operations", ", ".join(provider.operations)),
            ("methods", ", ".join(methods(provider))),
        )


@app.command()
def show(
    slug: Annotated[str, typer.Argument(help="PG module, such as inicis-v2.")],
    api: ApiOption = None,
    operation: Annotated[str | None, typer.Option(help="Only rules on this operation.")] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Show what one PG can do and every rule it sets."""
    provider = chosen(slug, api)
    if operation is not None and operation not in (*provider.operations, *provider.unsupported):
        raise ConfigError(
            f"--operation: {slug} has no {operation!r}; there are {', '.join(provider.operations)}"
        )
    rules = [rule for rule in provider.rules if operation is None or operation in rule.on]
    if format is Format.JSON:
        say_json({**summary(provider), "rules": [rule_view(rule, provider) for rule in rules]})
        return
    say(
        f"{provider.name_en} / {provider.name_ko} ({provider.slug}) on {provider.api}",
        f"source: {provider.source}",
        f"on the other API: {provider.counterpart or 'none'}",
        f"cannot do: {', '.join(provider.unsupported) or 'nothing known'}",
        *(f"note: {note}" for note in provider.notes),
    )
    for name, capability in provider.operations.items():
        if operation in (None, name):
            say(f"{name}: {', '.join(capability.pay_methods) or 'any method'}")
    say_table(
        ("rule", "severity", "field", "what"),
        ((f"{provider.slug}.{rule.id}", rule.severity, rule.field or None, rule.fact) for rule in rules),
        title=f"{len(rules)} rules",
    )


def chosen(slug: str, api: str | None) -> Provider:
    """Return a PG's module; the API may be left out where only one has it.

    :raises ConfigError: there is none, or one on each API
    """
    registry = installed()
    apis = [a for a, s in registry.providers() if s == slug]
    if api is None and len(apis) > 1:
        raise ConfigError(f"--api: {slug} is on {' and '.join(apis)}; say which")
    if api is None and not apis:
        raise ConfigError(f"SLUG: there is no {slug!r}; pgbridge providers lists what there is")
    return registry.provider(api or apis[0], slug)


def methods(provider: Provider) -> list[str]:
    """Return every pay method that some operation of the PG takes."""
    return sorted({method for c in provider.operations.values() for method in c.pay_methods})


def summary(provider: Provider) -> dict[str, Any]:
    """Return what a PG can do."""
    return {
        "api": provider.api,
        "slug": provider.slug,
        "name": provider.name_en,
        "name_ko": provider.name_ko,
        "codes": provider.codes,
        "counterpart": provider.counterpart,
        "source": provider.source,
        "operations": {name: capability_view(c) for name, c in provider.operations.items()},
        "unsupported": provider.unsupported,
        "methods": methods(provider),
        "rule_count": len(provider.rules),
        "notes": provider.notes,
    }


def capability_view(capability: Capability) -> dict[str, Any]:
    """Return what is stated of one operation."""
    return {name: value for name in capability.__struct_fields__ if (value := getattr(capability, name))}


def rule_view(rule: Rule, provider: Provider) -> dict[str, Any]:
    """Return a rule for output."""
    return {
        "id": f"{provider.slug}.{rule.id}",
        "kind": rule.kind,
        "severity": rule.severity,
        "operations": rule.on,
        "field": rule.field or None,
        "value": rule.value,
        "contract": rule.contract,
        "what": rule.fact,
        "source": rule.source or provider.source,
    }
