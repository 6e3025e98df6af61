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
            say(f"    was {written(one.old)}", f"    is  {written(one.new)}")
    group("no longer asked", found.dropped)
    say("", f"{found.same} rules are the same.")


def listed(title: str, names: Iterable[str]) -> None:
    """Print names behind a title, if there are any."""
    if text := ", ".join(names):
        say(f"{title}: {text}")


def group(title: str, rules: Iterable[tuple[str, RuleSide]]) -> None:
    """Print rules under a title, if there are any; a rule on several operations once."""
    found: dict[str, tuple[RuleSide, list[str]]] = {}
    for ability, rule in rules:
        found.setdefault(rule.id, (rule, []))[1].append(ability)
    if not found:
        return
    say("", f"{title} ({len(found)}):")
    before = ""
    for rule, abilities in found.values():
        if (where := ", ".join(abilities)) != before:
            say(f"  {where}:")
        before = where
        say(f"    {rule.field or 'the operation'}: {rule.asks}", f"      {rule.fact} [{rule.id}]")


def written(rule: RuleSide) -> str:
    """Return what a rule asks, in one line."""
    return f"{rule.severity}: {rule.asks}  [{rule.id}]"
