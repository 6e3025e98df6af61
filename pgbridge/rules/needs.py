"""Which PGs can do what somebody needs: `card + USD + billing key + partial cancel`. Pure.

The grammar: needs are joined by `+`, `,` or `and`, all must hold; `or` (or `|`) joins choices of one need, `not` in front turns
it round. A need is, in small or capital letters:

- an ability by its name in `abilities.ABILITIES` (`key-in`, `schedule`), or `billing key`, `escrow`, `identity`, `partial cancel`
- a pay method: `card`, `transfer`, `virtual account`, `mobile`, `gift certificate`, `easy pay`, `convenience store`
- a currency: `USD`; a language: `ja`, `zh-tw`; an easy-pay service: `naverpay`; a gift certificate: `booknlife`; a card company: `BC_CARD`
- an API: `v1`, `v2`

Methods, currencies and languages hold together: `card + USD` is a card paid in dollars. A list that a PG's pages leave out makes
the answer `not stated`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from pgbridge.errors import ConfigError
from pgbridge.rules.abilities import (
    ABILITIES,
    PLAIN,
    Ability,
    State,
    abilities,
    method_of,
)
from pgbridge.rules.checking import check
from pgbridge.rules.model import Provider

PAYING: Final = (
    *("payment window", "key-in", "virtual account by API", "convenience store by API"),
    *("billing key with payment", "payment UI"),
)
GROUPS: Final = {
    "billing key": ("billing key window", "billing key by API", "billing key with payment", "billing key UI"),
    "escrow": ("escrow delivery",),
    "identity": ("identity window", "identity by API"),
    "pg window": ("payment window",),
    "window": ("payment window",),
    "refund": ("cancel",),
}
SAME_METHODS: Final = {"phone": "mobile", "bank transfer": "transfer", "vbank": "virtual account"}
CONTRACTS_OF: Final = {
    "billing key": "billing-key",
    "partial cancel": "partial-cancel",
    "key-in": "key-in",
    "escrow": "escrow",
    "cash receipt": "cash-receipt",
    "gift certificate": "gift-certificate",
    "easy pay": "easy-pay",
}
LISTS: Final = {
    "method": "methods",
    "currency": "currencies",
    "language": "languages",
    "service": "services",
    "gift": "gifts",
    "card company": "cards",
}
BESIDE: Final = {"service": "easy pay", "gift": "gift certificate", "card company": "card"}
JOINED: Final = re.compile(r"\s*(?:[+,&]|\band\b)\s*", re.IGNORECASE)
CHOICE: Final = re.compile(r"\s*(?:\||\bor\b)\s*", re.IGNORECASE)
WORST: Final[Sequence[State]] = ("no", "not stated", "yes")


class Need(Struct, frozen=True, kw_only=True):
    """One thing needed: what kind of thing, and its name in common words."""

    kind: str
    name: str


class Wish(Struct, frozen=True, kw_only=True):
    """A need, or one of several; `wanted` is false after `not`."""

    text: str
    choices: tuple[Need, ...]
    wanted: bool = True


class Answer(Struct, frozen=True, kw_only=True):
    """What one PG answers.

    :ivar state: the worst of all needs
    :ivar needs: each need's text and state
    :ivar contracts: what has to be agreed with the PG for it, as far as its rules say
    """

    api: str
    slug: str
    name: str
    state: State
    needs: tuple[tuple[str, State], ...]
    contracts: tuple[str, ...]


def who(text: str, providers: Sequence[Provider]) -> list[Answer]:
    """Return every PG's answer, those that can first.

    :raises ConfigError: a need is none that any PG speaks of
    """
    wishes = parse(text, providers)
    return sorted(
        (answer(wishes, provider) for provider in providers),
        key=lambda a: (-WORST.index(a.state), sum(state != "yes" for _, state in a.needs), a.api, a.slug),
    )


def parse(text: str, providers: Sequence[Provider]) -> list[Wish]:
    """Read needs.

    :raises ConfigError: a need is none that any PG speaks of
    """
    known = vocabulary(providers)
    wishes = []
    for part in filter(None, JOINED.split(text.strip())):
        wanted = not part.lower().startswith(("not ", "no ", "!"))
        words = part if wanted else re.sub(r"^(?:not?\s+|!\s*)", "", part, flags=re.IGNORECASE)
        choices = tuple(need(each, known) for each in CHOICE.split(words))
        wishes.append(Wish(text=part, choices=choices, wanted=wanted))
    if not wishes:
        raise ConfigError('NEEDS: say what is needed, such as "card + USD + billing key"')
    return wishes


def need(words: str, known: dict[str, Need]) -> Need:
    """Read one need.

    :raises ConfigError: it is none that any PG speaks of
    """
    found = known.get(squeezed(words))
    if found is None:
        raise ConfigError(
            f"NEEDS: {words!r} is nothing that a PG's module speaks of. Operations: "
            f"{', '.join((*GROUPS, 'partial cancel', *ABILITIES))}. Methods: {', '.join(sorted(PLAIN))}. Also currencies "
            "(USD), languages (ja), easy-pay services (naverpay), gift certificates, card companies (BC_CARD), v1 and v2"
        )
    return found


def squeezed(words: str) -> str:
    """Take out what people write in different ways: `Kakao Pay`, `kakao-pay` and `KAKAOPAY` are one."""
    return re.sub(r"[\s_-]+", "", words.lower())


def vocabulary(providers: Iterable[Provider]) -> dict[str, Need]:
    """Return every need that can be named; what stands first here wins where two have one name."""
    found: dict[str, Need] = {}

    def add(kind: str, names: Iterable[str]) -> None:
        for name in names:
            found.setdefault(squeezed(name), Need(kind=kind, name=name))

    add("api", ("v1", "v2"))
    add("partial", ("partial cancel", "part cancel", "partial refund"))
    add("ability", (*GROUPS, *ABILITIES))
    add("method", PLAIN)
    for other, name in SAME_METHODS.items():
        found.setdefault(squeezed(other), Need(kind="method", name=name))
    every = [a for provider in providers for a in abilities(provider).values()]
    add("currency", sorted({c for a in every for c in a.currencies}))
    add("service", sorted({s for a in every for s in a.services}))
    add("gift", sorted({g for a in every for g in a.gifts}))
    add("card company", sorted({c for a in every for c in a.cards}))
    languages = sorted({each for a in every for each in a.languages})
    add("language", languages)
    add("language", sorted({each.partition("-")[0] for each in languages}))
    return found


def answer(wishes: Sequence[Wish], provider: Provider) -> Answer:
    """Return what a PG answers."""
    able = abilities(provider)
    terms = [wish.choices[0] for wish in wishes if wish.wanted and len(wish.choices) == 1]
    needs: list[tuple[str, State]] = []
    for wish in wishes:
        states = [state_of(choice, able, provider, terms) for choice in wish.choices]
        best = max(states, key=WORST.index)
        needs.append((wish.text, best if wish.wanted else opposite(best)))
    state = min((state for _, state in needs), key=WORST.index)
    return Answer(
        api=provider.api,
        slug=provider.slug,
        name=provider.name_en,
        state=state,
        needs=tuple(needs),
        contracts=contracts(wishes, provider) if state != "no" else (),
    )


def opposite(state: State) -> State:
    """Turn a state round; what is not stated stays so."""
    turned: dict[State, State] = {"yes": "no", "no": "yes", "not stated": "not stated"}
    return turned[state]


def state_of(wanted: Need, able: dict[str, Ability], provider: Provider, terms: Sequence[Need]) -> State:
    """Return whether a PG meets one need, seen together with the others."""
    if wanted.kind == "api":
        return "yes" if provider.api == wanted.name else "no"
    if wanted.kind == "partial":
        cancel = able["cancel"]
        if cancel.partial is None:
            return "no" if cancel.state == "no" else "not stated"
        return "yes" if cancel.partial else "no"
    if wanted.kind == "ability":
        names = GROUPS.get(wanted.name, (wanted.name,))
        found = [in_ability(able[name], terms) for name in names]
        # What stands behind the first two is rare: silence about it is no hope.
        return "yes" if "yes" in found else max(found[:2], key=WORST.index)
    together = [term for term in terms if term.kind in ("method", "currency", "language")]
    # Two methods are two payments: each is looked for by itself.
    others = [term for term in together if term.kind != "method" and term != wanted]
    methods = [term for term in together if term.kind == "method" and wanted.kind != "method"]
    ways = [[wanted, *others, method] for method in methods] or [[wanted, *others]]
    taking = [able[name] for name in PAYING if able[name].state == "yes"]
    if not taking:
        return able["payment window"].state
    return max((at_once(found, way, taking, provider) for found in taking for way in ways), key=WORST.index)


def in_ability(found: Ability, terms: Sequence[Need]) -> State:
    """Return whether an ability is there for one of the methods asked for, in each currency asked for."""
    if found.state != "yes":
        return found.state
    methods = {term.name for term in terms if term.kind == "method"}
    currencies = {term.name for term in terms if term.kind == "currency"}
    if methods and found.methods and not methods & found.methods:
        return "no"
    return "no" if found.currencies and not currencies <= found.currencies else "yes"


def at_once(found: Ability, terms: Sequence[Need], taking: Sequence[Ability], provider: Provider) -> State:
    """Return whether a paying ability has all of these together.

    A list that it does not state is that of the PG's other paying abilities.
    """
    worst: State = "yes"
    for term in terms:
        what = LISTS[term.kind]
        listed = getattr(found, what) or frozenset().union(*(getattr(each, what) for each in taking))
        if not listed:
            # A window without the method has none of its services or certificates either.
            beside = BESIDE.get(term.kind)
            if beside is not None and found.methods and beside not in found.methods:
                return "no"
            worst = "not stated"
        elif not (
            term.name in listed
            or (term.kind == "language" and any(each.startswith(f"{term.name}-") for each in listed))
        ):
            return "no"
    return "no" if refused(found, terms, provider) else worst


def refused(found: Ability, terms: Sequence[Need], provider: Provider) -> bool:
    """Tell whether the PG's rules refuse a method in a currency, though the ability has both."""
    method = next((term.name for term in terms if term.kind == "method"), None)
    currency = next((term.name for term in terms if term.kind == "currency"), None)
    if method is None or currency is None:
        return False
    field = "pay_method" if provider.api == "v1" else "payMethod"
    wire = [
        (operation, name)
        for operation in found.operations
        for name in provider.operations[operation].pay_methods
        if method_of(name, provider.api) == method
    ]
    return bool(wire) and all(
        any(
            v.severity == "error" and v.field == "currency"
            for v in check(provider, operation, {field: name, "currency": currency, "method": {name: {}}})
        )
        for operation, name in wire
    )


def contracts(wishes: Sequence[Wish], provider: Provider) -> tuple[str, ...]:
    """Return the contracts that the PG's rules demand for what is needed."""
    wanted = {CONTRACTS_OF.get(choice.name) for wish in wishes if wish.wanted for choice in wish.choices} | (
        {"partial-cancel"} if any(c.kind == "partial" for w in wishes for c in w.choices) else set()
    )
    if any(choice.kind == "currency" and choice.name != "KRW" for wish in wishes for choice in wish.choices):
        wanted.add("foreign-currency")
    return tuple(
        sorted({rule.contract for rule in provider.rules if rule.contract and rule.contract in wanted})
    )
