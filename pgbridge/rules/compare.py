"""What a shop must look at when it moves from one PG to another, or from a PG's V1 module to its V2 one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from pgbridge.rules.abilities import ABILITIES, INSTANT, Ability, abilities, language_of, method_of
from pgbridge.rules.messages import demand
from pgbridge.rules.model import Kind, Provider, Rule, RuleValue, Severity

# Fields that both APIs have under other names, in words.
FIELDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("merchant_uid", "paymentId"), "order id"),
    **dict.fromkeys(("name", "orderName"), "order name"),
    **dict.fromkeys(("amount", "totalAmount", "amount.total"), "amount"),
    **dict.fromkeys(("tax_free", "taxFreeAmount", "amount.taxFree"), "tax-free part"),
    **dict.fromkeys(("vat_amount", "vatAmount", "amount.vat"), "VAT"),
    **dict.fromkeys(("pay_method", "payMethod", "method"), "pay method"),
    **dict.fromkeys(("language", "locale"), "language"),
    **dict.fromkeys(("escrow", "isEscrow"), "escrow"),
    **dict.fromkeys(
        ("buyer_name", "customer.fullName", "customer.name", "customer.name.full"), "buyer's name"
    ),
    **dict.fromkeys(("buyer_tel", "customer.phoneNumber"), "buyer's phone"),
    **dict.fromkeys(("buyer_email", "customer.email"), "buyer's e-mail"),
    **dict.fromkeys(("buyer_postcode", "customer.zipcode"), "buyer's postcode"),
    **dict.fromkeys(("digital", "productType", "product_type"), "kind of product"),
    **dict.fromkeys(("card_quota", "installmentMonth", "method.card.installmentMonth"), "instalments"),
    **dict.fromkeys(
        ("vbank_due", "virtualAccount.accountExpiry", "method.virtualAccount.expiry.dueDate"),
        "deposit deadline",
    ),
    **dict.fromkeys(("m_redirect_url", "redirectUrl"), "redirect URL"),
    **dict.fromkeys(("card.direct.code", "card.cardCompany"), "card company"),
    **dict.fromkeys(("notice_url", "noticeUrls"), "webhook URLs"),
    **dict.fromkeys(("custom_data", "customData"), "custom data"),
}
LISTS: Final = ("methods", "currencies", "languages", "services", "gifts", "cards")
Key = tuple[str, str, str]


class Change(Struct, frozen=True, kw_only=True):
    """What changes in one ability that both have; lists that one side does not state are left out.

    :ivar what: `methods`, `currencies`, `languages`, `services`, `gifts` or `cards`
    """

    ability: str
    what: str
    lost: tuple[str, ...]
    gained: tuple[str, ...]


class RuleSide(Struct, frozen=True, kw_only=True):
    """One PG's rule in a comparison.

    :ivar asks: what it asks for and when, in a few words
    """

    id: str
    severity: Severity
    kind: Kind
    field: str
    when: str
    value: RuleValue
    unit: str
    asks: str
    fact: str


class RuleChange(Struct, frozen=True, kw_only=True):
    """The same rule with another limit, list, condition or severity."""

    ability: str
    old: RuleSide
    new: RuleSide


class Comparison(Struct, frozen=True, kw_only=True):
    """The way from one PG to another.

    :ivar lost: abilities that the new one says it lacks; `unsure`: that it says nothing of
    :ivar added: rules that only the new one has, by ability
    :ivar dropped: rules that only the old one has, by ability
    :ivar same: how many rules are on both sides alike
    """

    old: tuple[str, str]
    new: tuple[str, str]
    lost: tuple[str, ...]
    unsure: tuple[str, ...]
    gained: tuple[str, ...]
    changes: tuple[Change, ...]
    added: tuple[tuple[str, RuleSide], ...]
    dropped: tuple[tuple[str, RuleSide], ...]
    changed: tuple[RuleChange, ...]
    same: int


def compare(old: Provider, new: Provider) -> Comparison:
    """Compare two PGs, which may be on two APIs: rules are then matched by what their fields mean."""
    before, after = abilities(old), abilities(new)
    had = [name for name, found in before.items() if found.state == "yes"]
    both = [name for name in had if after[name].state == "yes"]
    added: list[tuple[str, RuleSide]] = []
    dropped: list[tuple[str, RuleSide]] = []
    changed: list[RuleChange] = []
    same = 0
    ours, theirs = by_key(old, both), by_key(new, both)
    for key in dict.fromkeys((*ours, *theirs)):
        alone, others = list(ours.get(key, ())), list(theirs.get(key, ()))
        for rule in tuple(alone):
            twin = next((o for o in others if alike(rule, o, old, new)), None)
            if twin is not None:
                alone.remove(rule)
                others.remove(twin)
                same += 1
        for rule in tuple(alone):
            twin = next((o for o in others if related(rule, o, old, new)), None)
            if twin is not None:
                alone.remove(rule)
                others.remove(twin)
                changed.append(RuleChange(ability=key[0], old=side(rule, old), new=side(twin, new)))
        dropped += [(key[0], side(rule, old)) for rule in alone]
        added += [(key[0], side(rule, new)) for rule in others]
    return Comparison(
        old=(old.api, old.slug),
        new=(new.api, new.slug),
        lost=tuple(name for name in had if after[name].state == "no"),
        unsure=tuple(name for name in had if after[name].state == "not stated"),
        gained=tuple(name for name, a in after.items() if a.state == "yes" and before[name].state != "yes"),
        changes=tuple(change for name in both for change in changes(name, before[name], after[name])),
        added=tuple(added),
        dropped=tuple(dropped),
        changed=tuple(changed),
        same=same,
    )


def changes(name: str, old: Ability, new: Ability) -> list[Change]:
    """Compare the lists of an ability, each where both state it."""
    found = []
    for what in LISTS:
        before, after = getattr(old, what), getattr(new, what)
        if before and after and before != after:
            found.append(
                Change(
                    ability=name,
                    what=what,
                    lost=tuple(sorted(before - after)),
                    gained=tuple(sorted(after - before)),
                )
            )
    return found


def by_key(provider: Provider, names: list[str]) -> dict[Key, list[Rule]]:
    """Return the rules on these abilities by ability, kind and what their field means."""
    found: dict[Key, list[Rule]] = {}
    for name in names:
        for rule in provider.rules:
            if not set(rule.on) & set(ABILITIES[name][provider.api]) or foreign(rule, name, provider):
                continue
            found.setdefault((name, rule.kind, meaning(rule, provider.api)), []).append(rule)
    return found


def foreign(rule: Rule, name: str, provider: Provider) -> bool:
    """Tell whether a rule on V2's `instant` speaks of the other of its two methods."""
    if provider.api == "v1" or name not in INSTANT:
        return False
    other = {"key-in": "virtualAccount", "virtual account by API": "card"}[name]
    return f"method.{other}." in f"{rule.field}." or any(
        term.subject == "method" and term.sense == "is" and term.values == (other,)
        for term in rule.when.terms
    )


def meaning(rule: Rule, api: str) -> str:
    """Return what the field of a rule means, or the field itself where the other API has no such thing."""
    root = "schedules[]." if api == "v1" else "payment."
    return FIELDS.get(rule.field) or FIELDS.get(rule.field.removeprefix(root)) or rule.field


def alike(one: Rule, other: Rule, old: Provider, new: Provider) -> bool:
    """Tell whether two rules ask the same; conditions are worded in fields, so only one API can compare them."""
    if (one.severity, one.unit, one.encoding) != (other.severity, other.unit, other.encoding):
        return False
    if old.api == new.api:
        return (one.value, one.when) == (other.value, other.when) and one.trips is other.trips
    if one.kind in ("required_any", "conditional"):
        return bool(one.when.terms) == bool(other.when.terms)
    return plain(one, old.api) == plain(other, new.api)


def related(one: Rule, other: Rule, old: Provider, new: Provider) -> bool:
    """Tell whether two rules of one kind on one field are the same rule with another limit."""
    return old.api != new.api or one.id == other.id or one.when == other.when


def plain(rule: Rule, api: str) -> object:
    """Return a rule's value in words that both APIs share."""
    values = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    if meaning(rule, api) == "pay method":
        return frozenset(method_of(str(value), api) for value in values)
    if meaning(rule, api) == "language":
        return frozenset(language_of(str(value)) for value in values)
    return frozenset(values)


def side(rule: Rule, provider: Provider) -> RuleSide:
    """Return a rule for a comparison."""
    return RuleSide(
        id=f"{provider.slug}.{rule.id}",
        severity=rule.severity,
        kind=rule.kind,
        field=rule.field,
        when=str(rule.when),
        value=rule.value,
        unit=rule.unit,
        asks=demand(rule, methods_of(rule, provider)),
        fact=rule.fact,
    )


def methods_of(rule: Rule, provider: Provider) -> tuple[str, ...]:
    """Return the pay methods of a rule's first operation."""
    capability = provider.operations.get(rule.on[0])
    return capability.pay_methods if capability else ()
