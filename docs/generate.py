"""Writes `docs/reference/` from the code: operations, retries, rules, errors, hooks, magic cards, commands.

Run it from a checkout with everything installed: `python docs/generate.py`. A test fails when its output is stale.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from pgbridge_iamport.judge import BEFORE_PROCESSING as V1_BEFORE
from pgbridge_iamport.judge import REASONS as V1_REASONS
from pgbridge_portone.judge import TYPES
from typer.main import get_command

import pgbridge
from pgbridge import errors, hookspecs, retry
from pgbridge.catalogue import Entry, Support, entries, kind_of, kinds
from pgbridge.cli.api import Operations, command_of
from pgbridge.cli.app import application
from pgbridge.context import Policy
from pgbridge.cli.providers import COLUMNS, LEGEND
from pgbridge.cli.providers import shown as ability_shown
from pgbridge.plan.names import REPEATABLE
from pgbridge.ledger.schema import MIGRATIONS
from pgbridge.ledger.transitions import STATES, TABLE
from pgbridge.registry import installed
from pgbridge.rules import CONTRACTS, Provider, Rule
from pgbridge.rules.abilities import abilities
from pgbridge.rules.bypass import Shape, shape_of
from pgbridge.rules.checking import violation_of
from pgbridge.rules.examples import about_operation, example, smallest
from pgbridge.rules.messages import page
from pgbridge.rules.model import Capability
from pgbridge.simulator import admin, grammar
from pgbridge.simulator.admin import PREFIX, ROUTES
from pgbridge.simulator.cards import LATE_SECONDS, MAGIC, Outcome
from pgbridge.simulator.events import KINDS, Event
from pgbridge.writing.delivery import RESERVE

DOCS = Path(__file__).parent
REFERENCE = DOCS / "reference"
NOTE = "<!-- Written by docs/generate.py: change the code it reads, then run it again. -->\n"
TITLES = {"v1": "V1", "v2": "V2"}
JSON_TYPES = {str: "text", int: "whole number", float: "number", bool: "true or false"}


def main() -> None:
    """Write every page, and remove what is no longer written."""
    wanted = pages()
    for path in REFERENCE.rglob("*.md"):
        if path.relative_to(REFERENCE).as_posix() not in wanted:
            path.unlink()
    for name, text in wanted.items():
        target = REFERENCE / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Return every generated page by its path below `docs/reference`."""
    found = {
        "operations.md": operations_page(),
        "retries.md": retries_page(),
        "errors.md": errors_page(),
        "hooks.md": hooks_page(),
        "magic-cards.md": cards_page(),
        "simulator-api.md": simulator_page(),
        "faults.md": faults_page(),
        "cli.md": cli_page(),
        "contracts.md": contracts_page(),
        "ledger.md": ledger_page(),
        "api.md": api_page(),
        **rule_pages(),
    }
    return {name: f"{NOTE}{text.rstrip()}\n" for name, text in found.items()}


# Text.


def cell(value: object) -> str:
    """Return text that stands in a table's cell."""
    return str(value).replace("|", "\\|").replace("\n", " ").strip()


def code(value: object) -> str:
    """Return text as code that stands in a table's cell; nothing for nothing."""
    text = cell(value)
    return f"`{text}`" if text else ""


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def first_line(item: object) -> str:
    """Return the first paragraph of a docstring."""
    return " ".join((inspect.getdoc(item) or "").partition("\n\n")[0].split())


def prose(item: object) -> str:
    """Return a docstring's sentences, with its `:ivar x:` and `:raises X:` lines as a list."""
    text = inspect.getdoc(item) or ""
    text = re.sub(r"^:(?:[ic]?var|param) (\w+):", r"- `\1`:", text, flags=re.MULTILINE)
    text = re.sub(r"^:raises (\w+):", r"- raises `\1`:", text, flags=re.MULTILINE)
    text = re.sub(r"^:return:", "- returns", text, flags=re.MULTILINE)
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("- ") and lines and lines[-1] and not lines[-1].startswith(("- ", "  ")):
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


# Operations.


def anchor(name: str) -> str:
    """Return the anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", name.lower()).replace(" ", "-")


def operations_page() -> str:
    """Return the support table, and each operation field by field."""
    registry = installed()
    apis = sorted(registry.apis)
    rows, parts = [], []
    for found in entries(registry):
        title = found.kind.__name__
        name = f"[`{found.name}`](#{anchor(title)})"
        rows.append((name, code(title), code(found.gives), *(supported(found.apis[a]) for a in apis)))
        parts.append(operation_part(found, apis))
    head = ("Operation", "Class", "Gives", *(f"PortOne {TITLES.get(a, a)}" for a in apis))
    return (
        "# Operations\n\n"
        "What each API can do, and field by field where a value goes. Every class is in `pgbridge`. `~`: this API does it in "
        "another way; the operation's part says how, and the first use of a bridge says it in a `warning` event.\n\n"
        "`pgbridge operations` prints this table, `pgbridge api OPERATION --help` the part of one operation.\n\n"
        "In the field tables `-` is a field the API has no place for: setting it is refused before anything is sent. *Not sent* is "
        "one that pgbridge keeps to itself, such as `cancel_id`, or leaves out with a `warning` event.\n\n"
        + table(head, rows)
        + "\n\n"
        + "\n\n".join(parts)
    )


def supported(it: Support) -> str:
    """Return what the support table says of one API."""
    if not it.supported:
        return cell(f"no: {it.alternative}")
    return ("~ " if it.approximations else "") + (", ".join(map(code, it.endpoints)) or "any call")


def operation_part(found: Entry, apis: list[str]) -> str:
    """Return the part of one operation."""
    registry, kind = installed(), found.kind
    modules = {a: registry.api(a).module(kind.name) for a in apis if registry.api(a).supports(kind.name)}
    paths: dict[str, None] = {}
    for module in modules.values():
        paths |= dict.fromkeys(module.FIELDS)
    order = {name: index for index, name in enumerate(kind.__struct_fields__)}
    ranked = sorted(paths, key=lambda path: (order.get(path.partition(".")[0].partition("[")[0], 999), path))
    text = f"## {kind.__name__}\n\n{prose(kind)}"
    if ways := [f"- {cell(each)}" for api in apis for each in found.apis[api].approximations]:
        text += "\n\n" + "\n".join(ways)
    if not ranked:
        return text
    rows = []
    for path in ranked:
        cells = []
        for module in modules.values():
            wire = module.FIELDS.get(path)
            dropped = path in getattr(module, "DROPPED", ())
            cells.append(code(wire) if wire else "not sent" if dropped else "-")
        rows.append((code(path), *cells))
    return text + "\n\n" + table(("Field", *(TITLES.get(a, a) for a in modules)), rows)


# Retries.

AGAIN = {
    "never": "",
    "renewed": "once, with a new token",
    "some": "up to 3 times (`read_retries`)",
    "while": "until the deadline, same bytes and key",
}
THEN = {
    "answer": "the answer stands",
    "raise": "raised",
    "end": "ends as it says",
    "failed": "nothing was done",
    "look_up": "looked up",
}
MANNERS = {"read": "Reads", "keyed": "V2 writes", "plain": "V1 writes"}


def retries_page() -> str:
    """Return what is sent again, by outcome and by operation."""
    return "\n\n".join(
        (
            "# Retries",
            "What is sent again, when, how often and with which key. This is the table that the code goes by "
            "(`pgbridge.retry.TABLE`); tests drive every operation on both APIs against it. Why it is so: "
            "[Outcomes and double charges](../explanation/outcomes.md).",
            outcomes_part(),
            rules_part(),
            statuses_part(),
            settled_part(),
        )
    )


def outcomes_part() -> str:
    """Return what follows each outcome of one send."""

    def says(after: Any) -> str:
        if after is None:
            return "-"
        if after.again == "never":
            return THEN[after.then]
        return f"again {AGAIN[after.again]}, then {THEN[after.then]}"

    rows = [
        (code(name), cell(text), *(says(retry.TABLE[manner].get(name)) for manner in MANNERS))
        for name, text in retry.OUTCOMES.items()
    ]
    return (
        "## What came back, and what follows\n\n"
        "*Looked up* ends as done, as failed, or as "
        "`OutcomeUnknown`, which carries the attempt.\n\n"
        + table(("Outcome", "What came back", *MANNERS.values()), rows)
    )


def rules_part() -> str:
    """Return what holds beside the table."""
    policy = Policy()
    hours, minutes = divmod(policy.key_window / 60, 60)
    lines = (
        f"Pauses: anything up to {policy.backoff:g} s, doubled each time up to {policy.backoff_cap:g} s (full jitter). "
        "`Retry-After`, in seconds or as a date, makes a pause longer, never shorter.",
        "The deadline of a call (90 s where none is given) covers all of it: waiting for a connection, sends, pauses, look-ups, "
        "logging in, and waiting while another call logs in. A request gets what is left of it, at most `read_timeout`. A pause "
        "longer than what is left is not begun.",
        "The deadline does not cover the ledger: while another process writes, or PostgreSQL is away, a step of it waits up to 30 s "
        "(10 s to connect) before it is `LedgerUnusable`. What it waits for comes out of what is left for requests. DNS goes by the "
        "operating system, a `client=` of your own by its own pool.",
        f"A resend of a write keeps {RESERVE:.0%} of the deadline for a last look-up.",
        'V2 writes carry `Idempotency-Key: "<UUID>"`, in quotes (RFC 8941). One key is one attempt: its resends have the same key and '
        f"the same bytes, at most {hours:.0f} h {minutes:.0f} min after the first (PortOne keeps a key for 3 hours). A key is never "
        "kept and never outlives its call.",
        "Once a send of a write got no answer, no later send's failure is told as failure: it is looked up.",
        f"After an error answer a look-up counts when it begins {policy.lookup_lag:g} s later (`lookup_lag`), for reads may trail writes.",
        "Nothing is resent in a later call before the earlier one is looked up, and what stays unknown may go out once more only by "
        f"an explicit repeat, {policy.quiet_time / 60:g} min after the last send (`quiet_time`), to the same place under the same id.",
        "A call that was cancelled (a cancelled task, Ctrl-C, a killed process) is one more unknown: its row stays open until its "
        "lease ends (the call's deadline and 30 s), others get `Busy` until then, and after it the next call looks first.",
        "Another channel is tried only after *nothing was done*.",
    )
    return "## What holds beside it\n\n" + "\n".join(f"- {line}" for line in lines)


def statuses_part() -> str:
    """Return what V1's statuses prove; V2's types are on the page of errors."""
    rows = []
    for status, reason in V1_REASONS.items():
        kind = "refused: nothing was done" if status in V1_BEFORE else "error: looked up"
        kind = {401: "unauthorized", 409: "already: looked up", 429: "limited"}.get(status, kind)
        rows.append((str(status), code(reason), kind))
    rows.append(("200 and `code` not 0", code("provider_declined"), "error: looked up"))
    rows.append(("5xx in V1's JSON", code("provider_error"), "error: looked up"))
    return (
        "## What an error answer proves\n\n"
        "V2: by its type, in [Errors](errors.md#reasons-of-portone-v2). V1 has no types:\n\n"
        + table(("HTTP", "`reason`", "Outcome"), rows)
    )


def settled_part() -> str:
    """Return how each operation goes out on each API, and how an unknown one is looked up."""
    registry = installed()
    rows = []
    for kind in kinds().values():
        for name in sorted(registry.apis):
            api = registry.api(name)
            if not api.supports(kind.name) or kind.name.startswith("browser."):
                continue
            writes = bool(kind.family)
            manner = retry.manner_of(writes=writes, keys=api.keys)
            settle = first_line(getattr(api.module(kind.name), "settle", None)) if writes else ""
            harmless = "yes" if kind.family in REPEATABLE else "" if writes else "-"
            rows.append(
                (code(kind.name), TITLES[name], MANNERS[manner].removesuffix("s"), harmless, cell(settle))
            )
    head = ("Operation", "API", "Goes out as", "Twice is harmless", "An unknown one is settled by a look-up")
    return (
        "## Every operation\n\n"
        "*Twice is harmless*: a later call may do it again without looking first, for it sets a state or takes something away. "
        "`raw.call` with `GET` is a read.\n\n" + table(head, rows)
    )


# Rules.


def rule_pages() -> dict[str, str]:
    """Return one page for each PG on each API, and the list of them."""
    registry = installed()
    found, rows = {}, []
    for api, slug in registry.providers():
        provider = registry.provider(api, slug)
        name = f"rules/{api}-{slug}.md"
        found[name] = provider_page(provider)
        other = "v2" if api == "v1" else "v1"
        same = provider.counterpart
        known = same and (other, same) in registry.providers()
        counterpart = f"[`{same}`]({other}-{same}.md)" if known else code(same or "")
        rows.append(
            (
                TITLES[api],
                f"[`{slug}`]({api}-{slug}.md)",
                cell(f"{provider.name_en} ({provider.name_ko})"),
                ", ".join(map(code, provider.codes)),
                str(len(provider.rules)),
                counterpart,
            )
        )
    head = ("API", "Provider", "Name", "PortOne's code", "Rules", "On the other API")
    found["rules/index.md"] = (
        "# Rules by PG\n\n"
        "What each payment gateway asks of a request, as pgbridge checks it before sending. How rules work: "
        "[Rules](../../explanation/rules.md).\n\n" + table(head, rows) + "\n\n" + matrix()
    )
    return found


def matrix() -> str:
    """Return what each PG can do, in the words of `pgbridge providers`."""
    registry = installed()
    rows = []
    for api, slug in registry.providers():
        able = abilities(registry.provider(api, slug))
        rows.append((TITLES[api], f"[`{slug}`]({api}-{slug}.md)", *(ability_shown(able[n]) for n in COLUMNS)))
    legend = LEGEND.replace("\n", " ")
    return f"## What each can do\n\n{legend}\n\n" + table(("API", "Provider", *COLUMNS.values()), rows)


def provider_page(provider: Provider) -> str:
    """Return the page of one PG."""
    parts = [
        f"# {provider.name_en} on {TITLES[provider.api]}",
        f'`provider = "{provider.slug}"` ({provider.name_ko}). PortOne\'s code: '
        f"{', '.join(map(code, provider.codes))}. Source, where a row names no other: {sourced(provider.source)}.",
    ]
    if provider.notes:
        parts.append("\n".join(f"- {note}" for note in provider.notes))
    parts.append("## What it can do\n\n" + capabilities(provider))
    if provider.unsupported:
        parts.append("It cannot do: " + ", ".join(map(code, sorted(provider.unsupported))) + ".")
    if provider.bypass:
        parts.append("## Parameters of its own\n\n" + own_parameters(provider))
    parts.append(smallest_requests(provider))
    parts.append(
        "## Rules\n\nAn `error` refuses the request before anything is sent; a `warning` is reported and the request goes out. "
        "*Passes* is what the smallest request above has beside its own, *fails* what then breaks the rule; `-` takes a field "
        "out. Both were tried when this page was written."
    )
    groups: dict[str, list[tuple[str, ...]]] = {}
    for rule in provider.rules:
        first = rule.on[0]
        allowed = provider.operations.get(first, Capability()).pay_methods
        violation = violation_of(rule, provider, allowed)
        groups.setdefault(rule.id.partition(".")[0], []).append(
            (
                f"`{rule.id}`",
                rule.severity,
                "" if rule.on == (rule.id.partition(".")[0],) else ", ".join(map(code, rule.on)),
                cell(rule.when),
                cell(violation.message),
                *shown(provider, rule),
                sourced(rule.source),
            )
        )
    head = ("Rule", "Severity", "Requests", "When", "What it says", "Passes", "Fails", "Source")
    parts += [f"### {group}\n\n{table(head, rows)}" for group, rows in sorted(groups.items())]
    return "\n\n".join(parts)


def own_parameters(provider: Provider) -> str:
    """Return what the PG takes under `bypass`, and where V1 has the same."""
    on: dict[tuple[str, str], list[str]] = {}
    homes = set()
    for operation, hint in provider.bypass.items():
        homes.add(hint.__module__)
        for path, shape in leaves(shape_of(hint)):
            on.setdefault(
                (path, " or ".join(name for kind, name in JSON_TYPES.items() if kind in shape.kinds)), []
            ).append(operation)
    elsewhere = {new: old for old, new in provider.same_bypass.items()}
    rows = []
    for (path, kind), operations in on.items():
        rows.append(
            (
                code(path),
                kind,
                ", ".join(map(code, operations)),
                code(elsewhere.get(path.removesuffix("[]"), "")),
            )
        )
    head = ("Parameter", "JSON type", "Requests", "On V1")
    if not elsewhere:
        head, rows = head[:3], [row[:3] for row in rows]
    return (
        f"Typed in {', '.join(map(code, sorted(homes)))}. What is not in the table is passed on with a warning "
        "(`bypass-unknown`), as is a value of another type (`bypass-type`).\n\n" + table(head, rows)
    )


def leaves(shape: Shape, at: str = "bypass") -> Iterator[tuple[str, Shape]]:
    """Yield the path of every parameter that has no parts of its own, and its shape."""
    if shape.fields is not None:
        for name, inner in shape.fields.items():
            yield from leaves(inner, f"{at}.{name}")
    elif shape.items is not None:
        yield from leaves(shape.items, f"{at}[]")
    else:
        yield at, shape


def shown(provider: Provider, rule: Rule) -> tuple[str, str]:
    """Return what passes and what fails a rule."""
    if about_operation(rule):
        return "", "every such request"
    found = example(provider, rule)
    if found is None:
        return "", ""
    return fields_as_code(found.added) or "the smallest request", fields_as_code(found.changes)


def fields_as_code(fields: dict[str, Any]) -> str:
    """Return fields and their values in a table's cell; `-` for a field that is taken out."""
    return "<br>".join(
        code(f"{path}: {'-' if value is None else brief(value)}") for path, value in fields.items()
    )


def brief(value: Any) -> str:
    """Return a value as JSON, a long text cut."""
    text = json.dumps(value, ensure_ascii=False)
    size = len(value) if isinstance(value, str) else 0
    return f'"{value[:12]}..." ({size} characters)' if size > 40 else text


def smallest_requests(provider: Provider) -> str:
    """Return the smallest request of each operation that no rule refuses."""
    parts = [
        "## Smallest requests",
        "The least that no error rule refuses; what ids and keys mean is your own.",
    ]
    for name in provider.operations:
        platforms = ("pc", "mobile") if name.startswith("browser") else (None,)
        found = {platform: smallest(provider, name, platform) for platform in platforms}
        alike = len({json.dumps(request) for request in found.values()}) == 1
        for platform, request in found.items():
            if request is None or (alike and platform == "mobile"):
                continue
            where = f" on {'PC' if platform == 'pc' else 'mobile'}" if not alike else ""
            written = json.dumps(request, ensure_ascii=False, indent=2)
            parts.append(f"`{name}`{where}:\n\n```json\n{written}\n```")
    return "\n\n".join(parts)


def sourced(source: str) -> str:
    """Return a link to a page of PortOne's, or the name of a schema as it is."""
    link = page(source)
    if link is None:
        return cell(source)
    name = link.removeprefix("https://developers.portone.io/").removeprefix("opi/ko/")
    return f"[{name.removeprefix('integration/')}]({link})"


def capabilities(provider: Provider) -> str:
    """Return what a PG takes in each request."""
    rows = []
    for name, capability in provider.operations.items():
        says = []
        for field in capability.__struct_fields__:
            values = getattr(capability, field)
            if field == "partial":
                says += {True: ["parts too"], False: ["the whole only"], None: []}[values]
            elif values:
                says.append(f"{field.replace('_', ' ')}: {', '.join(values)}")
        rows.append((code(name), cell("; ".join(says))))
    return table(("Request", "Takes"), rows)


def contracts_page() -> str:
    """Return the names that a channel's `contracts` may hold."""
    registry = installed()
    asking: dict[str, dict[str, int]] = {name: {} for name in CONTRACTS}
    for api, slug in registry.providers():
        for rule in registry.provider(api, slug).rules:
            if rule.contract is not None:
                page = f"[{api}/{slug}](rules/{api}-{slug}.md)"
                asking[rule.contract][page] = asking[rule.contract].get(page, 0) + 1
    rows = [
        (code(name), f"to {cell(text)}", ", ".join(f"{page} ({n})" for page, n in asking[name].items()))
        for name, text in CONTRACTS.items()
    ]
    return (
        "# Contracts\n\n"
        "Agreements with a PG that no request shows. A channel that has one lists it in `contracts`, and the rules of kind "
        "`needs_contract` keep quiet about it.\n\n"
        + table(("Name", "The merchant has agreed with the PG", "Asked for by (rules)"), rows)
    )


# Errors.


def error_classes() -> list[type[BaseException]]:
    """Return every error class, in the order of the code."""
    return [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, errors.PgbridgeError)]


def errors_page() -> str:
    """Return the error tree and what each error carries."""
    tree = inspect.getdoc(errors) or ""
    drawing = "\n".join(line[4:] for line in tree.splitlines() if line.startswith("    "))
    parts = [
        "# Errors",
        "Cut by what you do next. What to do about each: [Read errors](../how-to/read-errors.md).",
        f"```text\n{drawing}\n```",
    ]
    for kind in error_classes():
        carries = [n for n in own_attributes(kind) if n != "self"]
        text = f"## {kind.__name__}\n\n{prose(kind)}"
        if carries:
            text += "\n\nCarries: " + ", ".join(map(code, carries)) + "."
        parts.append(text)
    parts.append(reasons())
    return "\n\n".join(parts)


def own_attributes(kind: type[BaseException]) -> list[str]:
    """Return the names of what the constructor of the class itself takes besides the message."""
    if "__init__" not in vars(kind):
        return []
    names = list(inspect.signature(kind.__init__).parameters)
    return [n for n in names if n not in ("self", "message", "subject")]


def reasons() -> str:
    """Return what V2's error types become."""
    meaning = {
        "refused": "nothing was done",
        "error": "looked up before anything is said",
        "already": "looked up: the wanted state, or one in its way, was there before",
        "running": "the first copy is still being worked on: asked again",
    }
    rows = [
        (code(name), str(status), code(reason), meaning[kind])
        for name, (status, reason, kind) in sorted(TYPES.items())
    ]
    return (
        "## Reasons of PortOne V2\n\n"
        "`reason` of an `ApiError`, by V2's error type, and what the answer proves about a write. A type that is not in the "
        "table counts as `error`. V1 has no such catalogue: its reasons come from the HTTP status.\n\n"
        + table(("Type", "HTTP", "`reason`", "What it proves"), rows)
    )


# Hooks.


def hook_functions() -> list[tuple[str, Any, bool]]:
    """Return (name, function, whether the first answer wins) of every hook."""
    found = []
    for name, item in vars(hookspecs).items():
        options = getattr(item, "pgbridge_spec", None)
        if options is not None:
            found.append((name, item, bool(options.get("firstresult"))))
    return found


def hooks_page() -> str:
    """Return every hook."""
    parts = [
        "# Hooks",
        "What a plugin may implement: a module with functions of these names, marked `@pgbridge.hookimpl`, and named in "
        "its distribution's entry-point group `pgbridge`. Hooks offer data and pure functions; they do no I/O and never await. "
        "A function may take fewer arguments than the hook has. A name that is no hook is a `ConfigError`.",
    ]
    for name, function, first in hook_functions():
        signature = str(inspect.signature(function)).replace("'", "")
        result = "The first answer that is not `None` wins." if first else "Every plugin's answer counts."
        parts.append(
            f"## {name}\n\n```python\ndef {name}{signature}: ...\n```\n\n{prose(function)}\n\n{result}"
        )
    return "\n\n".join(parts)


# Magic cards.


def grouped(number: str) -> str:
    """Return a card number in groups of four."""
    return "-".join(number[i : i + 4] for i in range(0, len(number), 4))


def told(outcome: Outcome) -> str:
    """Return what a card does."""
    if not outcome.issuable:
        return "no billing key can be issued from it; a charge is declined"
    if outcome.answer == "kept":
        text = "paid" if outcome.approved else "declined"
    else:
        done = "it was paid" if outcome.approved else "nothing happened"
        text = {"error": f"an error answer, but {done}", "lost": f"no answer, but {done}"}[outcome.answer]
        if not outcome.approved:
            text = text.replace("but", "and")
    minutes = f"{LATE_SECONDS / 60:g} minutes later"
    if outcome.pending:
        text = f"pending; {'paid' if outcome.later == 'approve' else 'declined'} {minutes}"
    elif outcome.later:
        text += f"; paid all the same {minutes}"
    if outcome.cancels != "at once":
        end = "done" if outcome.cancels == "cancelled" else "refused"
        text += f"; a cancellation is only asked for, and {end} {minutes}"
    return text + (f", answered after {outcome.delay:g} seconds" if outcome.delay else "")


def simulator_page() -> str:
    """Return the simulator's own API: every call, what it takes, what it does."""
    rows, bodies = [], dict[str, type[Any]]()
    for route in ROUTES:
        takes = ", ".join(code(f"?{name}=") for name in route.query)
        if route.body is not None:
            takes = code(route.body.__name__)
            bodies[route.body.__name__] = route.body
        rows.append((code(f"{route.method} {PREFIX}{route.path}"), takes, cell(first_line(route.handler))))
    parts = [
        "# The simulator's own API",
        prose(admin),
        "Only programs and pages of this machine may call it: the `Host` header must be a name of this machine (or one allowed "
        "with `--allow-host`), and requests that a page of another origin sends are refused.",
        table(("Call", "Takes", "Does"), rows),
        "Lists give `items`, the newest first, `total`, and `before`: the number to give as `?before=` for the next page, or "
        "null. `?limit=` is 50 unless given, and 1000 at most.",
    ]
    parts += [f"## {name}\n\n{prose(body)}" for name, body in bodies.items()]
    parts += ["## Events\n\n" + prose(Event), "Kinds: " + ", ".join(code(kind) for kind in KINDS) + "."]
    return "\n\n".join(parts)


def faults_page() -> str:
    """Return the words of faults, and the names of requests."""
    names: dict[str, list[str]] = {}
    for api, offered in sorted(installed().apis.items()):
        if offered.face is not None:
            for name in offered.face().names:
                if " " not in name and api not in names.setdefault(name, []):
                    names[name].append(api)
    rows = [(code(name), ", ".join(TITLES[api] for api in apis)) for name, apis in sorted(names.items())]
    return "\n\n".join(
        (
            "# Faults",
            prose(grammar),
            'Faults are put in force with `pgbridge simulate --fault`, `POST /_sim/faults`, `simulator.inject("...")` or, '
            "for the one request that carries it, the header `pgbridge-fault` with an effect alone. Several may be in force; the "
            "first one that is due strikes. The same seed and the same requests meet the same faults.",
            "## Names of requests",
            "Every other request goes by its method and path.",
            table(("Name", "On"), rows),
        )
    )


def cards_page() -> str:
    """Return the card numbers that choose an outcome."""
    rows = [(code(grouped(n)), told(o), code(o.code), cell(o.reason)) for n, o in MAGIC.items()]
    return (
        "# Magic cards\n\n"
        "On the simulator the card number chooses the outcome. Every other number of 14 to 16 digits is approved. A billing key "
        "made from one of these keeps the outcome for its charges. A card whose last month has passed is declined, and no "
        "billing key is issued from it: as expired, or as a wrong number where its check digit is wrong.\n\n"
        + table(("Number", "Outcome", "`pg_code`", "The PG's text"), rows)
    )


# Command line.


def cli_page() -> str:
    """Return every command with its arguments and options."""
    root = get_command(application())
    parts = [
        "# Command line",
        "Needs the extra `cli`; `simulate` also needs `server`. Card data is never an option: it is asked for, or read from "
        "standard input.",
        (root.help or "").strip(),
    ]
    parts += [command_part(path, command) for path, command in commands(root, "pgbridge")]
    return "\n\n".join(parts)


def commands(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield (how it is called, command) of every command below a group."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, Operations):
            made = command_of(kind_of("payments.cancel"))  # all of them take the same options
            made.help = command.help
            yield f"{path} {name} OPERATION", made
        elif hasattr(command, "commands"):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def command_part(path: str, command: Any) -> str:
    """Return the part of one command."""
    text = f"## {path}\n\n{inspect.cleandoc(command.help or '')}"
    rows = []
    for parameter in command.params:
        if parameter.name == "help":
            continue
        names = [*parameter.opts, *parameter.secondary_opts]
        shown = (
            ", ".join(names) if names[0].startswith("-") else (parameter.metavar or parameter.name.upper())
        )
        default = parameter.default
        words = [item.value for item in type(default)] if isinstance(default, Enum) else []
        plain = isinstance(default, (str, int, float)) and not isinstance(default, (bool, Enum))
        notes = (
            (getattr(parameter, "help", None) or "").strip(),
            f"One of {', '.join(words)}." if words else "",
            "Required." if parameter.required else "",
            f"Default: {default}." if plain else "",
        )
        rows.append((code(shown), cell(" ".join(note for note in notes if note))))
    return text + ("\n\n" + table(("Argument or option", "What it is"), rows) if rows else "")


# Public names.


def ledger_page() -> str:
    """Return the page of the states an attempt can be in."""
    states = [(f"`{name}`", means) for name, means in STATES.items()]
    ways = [
        (
            code(way.before),
            code(way.after),
            code(way.by),
            "its owner" if way.owner else "anybody",
            ("late truth: " if way.late else "") + cell(way.why),
        )
        for way in TABLE
    ]
    return f"""# The ledger's states

An attempt is one numbered try at something you want done once; [Outcomes](../explanation/outcomes.md) says what proves what. What is written is decided by compare-and-set
against the second table, in one transaction: what is not in it is not written. Schema version: {len(MIGRATIONS)}, migrated forward when a ledger is opened.

{table(("State", "Means"), states)}

{table(("From", "To", "Written by", "May be written by", "When"), ways)}

*Owner*: the call that began the attempt, or took it over to settle it. *Late truth*: money moved after the ledger had written that it did not; the row's `proof` is `late`, or its `note` says
what was deposited when, and an `anomaly` event is emitted.
"""


def api_page() -> str:
    """Return every public name in its group, for mkdocstrings to fill in."""
    names = [n for n in pgbridge.__all__]
    groups: dict[str, list[str]] = {}
    for name in names:
        home = pgbridge.HOMES[name]
        if home == "pgbridge.errors":
            continue
        if home == "pgbridge.client":
            title = "Bridges"
        elif home.startswith("pgbridge.operations"):
            title = "Operations"
        elif home.startswith("pgbridge.model"):
            title = "Values and results"
        else:
            title = "The rest"
        groups.setdefault(title, []).append(name)
    parts = [
        "# Public names",
        "Everything in `pgbridge`, by group; the errors have [a page of their own](errors.md).",
    ]
    for title in ("Bridges", "Operations", "Values and results", "The rest"):
        parts.append(f"## {title}")
        parts += [f"::: {pgbridge.HOMES[name]}.{name}" for name in groups[title]]
    return "\n\n".join(parts)


if __name__ == "__main__":
    main()
