"""Two PGs side by side, for a person."""

from __future__ import annotations

from collections.abc import Iterable

from pgbridge.cli.output import say
from pgbridge.rules import Provider
from pgbridge.rules.compare import Comparison, RuleSide


def tell_comparison(found: Comparison, old: Provider, new: Provider) -> None:
    """Print a comparison: what gets lost first, what is only warned of last."""
    say(f"From {old.name_en} ({old.api}/{old.slug}) to {new.name_en} ({new.api}/{new.slug})", "")
    listed("lost operations", found.lost)
    listed("operations the new one's pages do not mention", found.unsure)
    listed("new operations", found.gained)
    for change in found.changes:
        for what, names in (("lost", change.lost), ("new", change.gained)):
            listed(f"{change.ability}: {what} {change.what}", names)
    for severity, title in (("error", "refused now"), ("warning", "warned of now")):
        group(f"{title}, not before", [(a, r) for a, r in found.added if r.severity == severity])
    if found.changed:
        say("", f"the same rules with other limits ({len(found.changed)}):")
        for one in found.changed:
            say(f"  {one.ability}: {one.old.field} -> {one.new.field}".rstrip(" ->"))
            say(f"    was {demand(one.old)}", f"    is  {demand(one.new)}")
    group("no longer asked", found.dropped)
    say("", f"{found.same} rules are the same.")


def listed(title: str, names: Iterable[str]) -> None:
    """Print names behind a title, if there are any."""
    if text := ", ".join(names):
        say(f"{title}: {text}")


def group(title: str, rules: Iterable[tuple[str, RuleSide]]) -> None:
    """Print rules under a title, if there are any."""
    found = list(rules)
    if not found:
        return
    say("", f"{title} ({len(found)}):")
    for ability, rule in found:
        say(f"  {ability}: {rule.field or 'the operation'}  [{rule.id}]", f"    {rule.fact}")


def demand(rule: RuleSide) -> str:
    """Return what a rule asks, in one line."""
    values = rule.value if isinstance(rule.value, tuple) else () if rule.value is None else (rule.value,)
    unit = f" {rule.unit}" if rule.kind in ("max_length", "min_length") else ""
    what = f" {', '.join(map(str, values))}{unit}" if values else ""
    when = f", when {rule.when}" if rule.when else ""
    return f"{rule.severity} {rule.kind}{what}{when}  [{rule.id}]"
