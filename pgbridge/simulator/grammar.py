"""Faults in words: `instant: commit then drop 5%`.

A fault is a target, a colon, an effect and (if it should not strike every time) an amount.

| Target | Strikes |
|---|---|
| `instant` | requests of this name, on both APIs |
| `v2 instant` | on this API only |
| `POST /v2/payments/*/cancel` | a method and a glob over the path; `*` is any method |
| `*` | every request |

| Effect | The request | The answer |
|---|---|---|
| `drop request` | never arrives | none, the connection breaks |
| `commit then drop` | is done | none, the connection breaks |
| `503 before` | is not done | a bare 5xx (any from 500 to 599) |
| `503 after commit` | is done | a bare 5xx |
| `error before` | is not done | the API's own error of a PG that timed out |
| `error after commit` | is done | the same |
| `html before`, `html after commit` | is not done, is done | a proxy's 502 page |
| `truncate` | is done | half of the real one |
| `duplicate` | is done twice | the first one |
| `delay 2 s` | is done | the real one, so many seconds later |
| `409 outstanding` | is not done | V2's 409 for a key whose request still runs |
| `429 retry after 3 s` | is not done | 429 with `Retry-After` |

| Amount | Strikes |
|---|---|
| nothing | every time |
| `5%` | by chance, which goes by the seed |
| `next`, `next 2` | the next fitting requests, then no more |
| `next 2 after 3` | the same, once 3 have passed unharmed |
"""

from __future__ import annotations

import re
from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator.faults import DUPLICATE, LOST_ANSWER, LOST_REQUEST, Fault, Plan

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
EFFECTS = (
    "drop request",
    "commit then drop",
    "5xx before",
    "5xx after commit",
    "error before",
    "error after commit",
    "html before",
    "html after commit",
    "truncate",
    "duplicate",
    "delay N s",
    "409 outstanding",
    "429 retry after N s",
)
AMOUNTS = ("N%", "next", "next N", "next N after N", "nothing for every time")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")


class Words:
    """The words of a fault that are not read yet."""

    def __init__(self, text: str) -> None:
        self.left = re.sub(r"(\d)(s|sec|seconds?)\b", r"\1 \2", text.lower()).split()

    def take(self, *wanted: str) -> bool:
        """Take these words off the front, if they stand there."""
        if tuple(self.left[: len(wanted)]) != wanted:
            return False
        del self.left[: len(wanted)]
        return True

    def number(self) -> float | None:
        """Take a number off the front, if one stands there."""
        if self.left and NUMBER.fullmatch(self.left[0]):
            return float(self.left.pop(0))
        return None

    def wrong(self, what: str, allowed: Collection[str]) -> ValueError:
        """Return the complaint about the next word."""
        word = repr(self.left[0]) if self.left else "the end"
        return ValueError(f"fault: {word} is no {what}; allowed: {', '.join(allowed)}")


class Known(Struct, frozen=True, kw_only=True):
    """The requests there are: their names by API."""

    names: dict[str, tuple[str, ...]]

    def all(self) -> list[str]:
        """Return every plain name, sorted."""
        return sorted({name for names in self.names.values() for name in names if " " not in name})


def plan_of(text: str, known: Known) -> Plan:
    """Read a fault.

    >>> plan = plan_of("v2 instant: commit then drop 5%", Known(names={"v2": ("instant",)}))
    >>> plan.operation, plan.fault.answer, plan.chance
    ('v2 instant', 'lost', 0.05)
    >>> plan_of("instant: explode", Known(names={"v2": ("instant",)}))
    Traceback (most recent call last):
    ValueError: fault: 'explode' is no effect; allowed: drop request, commit then drop, 5xx before, ...

    :raises ValueError: names the word that is wrong and what is allowed in its place
    """
    target, colon, rest = text.partition(":")
    if not colon:
        raise ValueError(f"fault: {text!r} has no colon; write it as 'instant: commit then drop 5%'")
    plan = target_of(target, known)
    words = Words(rest)
    return amount_of(words, replace(plan, fault=effect_of(words), text=" ".join(text.split())))


def fault_of(text: str) -> Fault:
    """Read an effect that stands alone, as in a request's own header.

    :raises ValueError: names the word that is wrong and what is allowed in its place
    """
    words = Words(text)
    fault = effect_of(words)
    if words.left:
        raise words.wrong("part of an effect", EFFECTS)
    return fault


def target_of(text: str, known: Known) -> Plan:
    """Read a target."""
    words = text.split()
    nothing = Plan(fault=Fault(), times=None)
    if words == ["*"]:
        return nothing
    if len(words) == 2 and (words[0] in METHODS or words[0] == "*") and words[1].startswith(("/", "*")):
        return replace(nothing, method=words[0], path=words[1])
    api = words[0] if len(words) == 2 and words[0] in known.names else ""
    names = known.names[api] if api else known.all()
    if words and " ".join(words[1:] if api else words) in names:
        return replace(nothing, operation=" ".join(words))
    if len(words) == 2 and words[0].upper() in METHODS:
        raise ValueError(
            f"fault: {words[1]!r} is no path; it starts with / or *, such as /v2/payments/*/instant"
        )
    wrong = text.strip() if len(words) != 2 or not api else words[1]
    allowed = ", ".join((*sorted(set(names)), "METHOD /path/glob", "*"))
    raise ValueError(f"fault: {wrong!r} is no request's name; allowed: {allowed}")


def effect_of(words: Words) -> Fault:
    """Take an effect off the front."""
    if words.take("drop", "request"):
        return LOST_REQUEST
    if words.take("commit", "then", "drop"):
        words.take("answer")
        return LOST_ANSWER
    if words.take("duplicate"):
        return DUPLICATE
    if words.take("truncate"):
        return Fault(answer="truncated")
    if words.take("delay"):
        return Fault(delay=seconds_of(words))
    if words.take("409", "outstanding"):
        return Fault(processed=False, answer="refused", refusal="IDEMPOTENCY_OUTSTANDING_REQUEST")
    if words.take("429"):
        words.take("with")
        if not words.take("retry-after") and not words.take("retry", "after"):
            raise words.wrong("word after 429", ("retry after N s",))
        seconds = seconds_of(words)
        return Fault(processed=False, answer="error", status=429, headers={"retry-after": f"{seconds:g}"})
    if words.take("error"):
        return Fault(answer="refused", processed=done(words))
    if words.take("html"):
        return Fault(answer="html", processed=done(words))
    if words.left and re.fullmatch(r"5\d\d", words.left[0]):
        status = int(words.left.pop(0))
        return Fault(answer="error", status=status, processed=done(words))
    raise words.wrong("effect", EFFECTS)


def done(words: Words) -> bool:
    """Take `before` or `after commit` off the front: whether the request is done."""
    if words.take("before"):
        return False
    if words.take("after", "commit"):
        return True
    raise words.wrong("moment", ("before", "after commit"))


def seconds_of(words: Words) -> float:
    """Take a number of seconds off the front."""
    seconds = words.number()
    if seconds is None:
        raise words.wrong("number of seconds", ("a number such as 2 or 0.5",))
    for unit in ("s", "sec", "second", "seconds"):
        if words.take(unit):
            break
    return seconds


def amount_of(words: Words, plan: Plan) -> Plan:
    """Read the amount, which is all that is left."""
    if not words.left:
        return plan
    if (percent := PERCENT.fullmatch(words.left[0])) is not None and float(percent[1]) <= 100:
        words.left.pop(0)
        plan = replace(plan, chance=float(percent[1]) / 100)
    elif words.take("next"):
        plan = replace(plan, times=int(words.number() or 1))
        if words.take("after"):
            passed = words.number()
            if passed is None:
                raise words.wrong("number of requests", ("a whole number",))
            plan = replace(plan, nth=int(passed) + 1)
    if words.left:
        raise words.wrong("amount", AMOUNTS)
    return plan
