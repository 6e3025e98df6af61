"""`pgbridge providers`: what the PGs can do, the rules of one, two side by side, and who can do what is needed."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from pgbridge.cli.choosing import ApiOption, SlugArgument, chosen
from pgbridge.cli.comparison import tell_comparison
from pgbridge.cli.examples import show_example
from pgbridge.cli.output import Format, FormatOption, say, say_json, say_table
from pgbridge.errors import ConfigError
from pgbridge.registry import installed
from pgbridge.rules import Capability, Provider, Rule
from pgbridge.rules.abilities import Ability, abilities
from pgbridge.rules.compare import compare as compared
from pgbridge.rules.compare import methods_of
from pgbridge.rules.messages import demand, page
from pgbridge.rules.needs import Answer
from pgbridge.rules.needs import who as who_can

app = typer.Typer(help="The PG modules and their rules.", no_args_is_help=False)
# The abilities that most shops ask for, as the matrix heads them; the rest is listed below it.
COLUMNS: Final = {
    "payment window": "window",
    "key-in": "key-in",
    "virtual account by API": "account by API",
    "billing key window": "key window",
    "billing key by API": "key by API",
    "billing key with payment": "key + pay",
    "billing key charge": "charge key",
    "schedule": "schedule",
    "cancel": "cancel",
    "cash receipt": "receipt",
    "escrow delivery": "escrow",
}
SHORT: Final = {
    "transfer": "bank",
    "virtual account": "vbank",
    "mobile": "phone",
    "gift certificate": "gift",
    "easy pay": "easy",
    "convenience store": "cvs",
}
LEGEND: Final = (
    "Methods: bank = transfer, vbank = virtual account, phone = phone bill, gift = gift certificate, easy = easy pay, "
    "cvs = convenience store.\n"
    "Cancel: parts = a part can be cancelled, whole = it cannot. A dot: cannot. A question mark: its pages do not say."
)


@app.callback(invoke_without_command=True)
def providers(ctx: typer.Context, api: ApiOption = None, format: FormatOption = Format.TEXT) -> None:
    """Show what each PG can do, operation by operation: its methods, yes, no, or ? where its pages do not say."""
    if ctx.invoked_subcommand is not None:
        return
    registry = installed()
    if api is not None:
        registry.api(api)
    found = [registry.provider(*key) for key in registry.providers(api)]
    if format is Format.JSON:
        say_json({"providers": [summary(provider) for provider in found]})
        return
    able = {(provider.api, provider.slug): abilities(provider) for provider in found}
    columns = [name for name in COLUMNS if any(each[name].state == "yes" for each in able.values())]
    say_table(
        ("API", "PG", *(COLUMNS[name] for name in columns), "rules"),
        (
            (p.api, p.slug, *(shown(able[p.api, p.slug][name]) for name in columns), len(p.rules))
            for p in found
        ),
        title=f"{len(found)} PG modules",
        whole=2,
    )
    say(LEGEND)
    others = sorted(
        {name for each in able.values() for name, a in each.items() if a.state == "yes"} - set(columns)
    )
    for name in others:
        say(
            f"{name}: {', '.join(f'{api}/{slug}' for (api, slug), a in able.items() if a[name].state == 'yes')}"
        )


def shown(ability: Ability) -> str:
    """Return what stands in a cell of the matrix."""
    if ability.state != "yes":
        return {"no": ".", "not stated": "?"}[ability.state]
    if ability.partial is not None:
        return "parts" if ability.partial else "whole"
    return " ".join(sorted(SHORT.get(method, method) for method in ability.methods)) or "yes"


@app.command()
def show(
    slug: SlugArgument,
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
        f"source: {page(provider.source) or provider.source}",
        f"on the other API: {provider.counterpart or 'none'}",
        f"cannot do: {', '.join(provider.unsupported) or 'nothing known'}",
        *(f"note: {note}" for note in provider.notes),
    )
    for name, capability in provider.operations.items():
        if operation in (None, name):
            say(f"{name}: {', '.join(capability.pay_methods) or 'any method'}")
    say_table(
        ("rule", "severity", "field", "asks", "why"),
        (
            (
                f"{provider.slug}.{rule.id}",
                rule.severity,
                rule.field or None,
                demand(rule, methods_of(rule, provider)),
                rule.fact,
            )
            for rule in rules
        ),
        title=f"{len(rules)} rules; pgbridge providers example shows one at work",
        whole=1,
    )


app.command("example")(show_example)


@app.command()
def compare(
    old: SlugArgument,
    new: Annotated[
        str | None, typer.Argument(help="The other PG; left out, the same PG on the other API.")
    ] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Show what a shop must look at when it moves from one PG to another, or from V1 to V2.

    Operations, methods, currencies and services that are lost or gained; rules that come, go or have another limit. Exits 0
    whatever the difference is.
    """
    one = chosen(old, None, other=new)
    if new is None:
        if one.counterpart is None:
            raise ConfigError(f"NEW: {one.slug} has no counterpart on the other API; name a PG")
        two = installed().provider("v2" if one.api == "v1" else "v1", one.counterpart)
    else:
        two = chosen(new, None, other=old)
    found = compared(one, two)
    if format is Format.JSON:
        say_json(found)
    else:
        tell_comparison(found, one, two)


@app.command()
def who(
    needs: Annotated[str, typer.Argument(help='Such as "card + USD + billing key + partial cancel".')],
    api: ApiOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Find the PGs that can do what is needed.

    Needs are joined by +, a comma or "and"; "or" joins choices of one need, "not" turns one round. A need is an operation
    (key-in, billing key, schedule, partial cancel ...), a pay method, a currency, a language, an easy-pay service, a gift
    certificate, a card company, or v1 or v2. Methods, currencies and languages must hold together. Exits 1 if no PG can, as
    far as their pages say.
    """
    registry = installed()
    if api is not None:
        registry.api(api)
    found = who_can(needs, [registry.provider(*key) for key in registry.providers(api)])
    able = [a for a in found if a.state == "yes"]
    open_ = [a for a in found if a.state == "not stated"]
    if format is Format.JSON:
        say_json(
            {"needs": needs, "yes": able, "not_stated": open_, "no": [a for a in found if a.state == "no"]}
        )
    else:
        say(f"{len(able)} of {len(found)} PG modules can{':' if able else '.'}")
        say(*(f"  {named(a)}{agreed(a)}" for a in able))
        if open_:
            say("", "perhaps; their pages do not say:")
            say(*(f"  {named(a)}: {', '.join(text for text, s in a.needs if s != 'yes')}" for a in open_))
    if not able:
        raise typer.Exit(1)


def named(answer: Answer) -> str:
    """Return how a PG is called in a list."""
    return f"{answer.api}/{answer.slug} ({answer.name})"


def agreed(answer: Answer) -> str:
    """Return what has to be agreed with the PG, to stand behind its name."""
    return f", under contract: {', '.join(answer.contracts)}" if answer.contracts else ""


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
        "abilities": {
            name: {"state": found.state, "methods": sorted(found.methods)}
            for name, found in abilities(provider).items()
        },
        "rule_count": len(provider.rules),
        "notes": provider.notes,
    }


def capability_view(capability: Capability) -> dict[str, Any]:
    """Return what is stated of one operation."""
    return {
        name: value
        for name in capability.__struct_fields__
        if (value := getattr(capability, name)) not in (None, ())
    }


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
