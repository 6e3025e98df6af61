"""When a rule applies: `when=paying("CARD") & given("card.cardCompany")`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from pgbridge.rules.view import bare, many, missing, one, present

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgbridge.rules.view import View

Value = str | int | bool


class Term(Struct, frozen=True, kw_only=True):
    """One statement about a path, the pay method, the currency or the platform."""

    subject: Literal["path", "method", "currency", "platform"]
    sense: Literal["is", "is not", "given", "absent"]
    path: str = ""
    values: tuple[Value, ...] = ()

    def __str__(self) -> str:
        name = self.path or {"method": "the pay method"}.get(self.subject, f"the {self.subject}")
        if self.sense in ("given", "absent"):
            return f"{name} is {self.sense}"
        return f"{name} {self.sense} {' or '.join(map(str, self.values))}"

    def applies_on(self, platform: str | None) -> bool:
        """Tell whether the term can hold on this platform; a server call (None) has none."""
        return self.subject != "platform" or platform in self.values

    def test(self, *, forms: bool = False) -> Callable[[View], bool]:
        """Make the test of this term; `forms` as in `member`."""
        if self.subject == "method":
            matches, wanted = member(self.values), self.sense == "is"
            return lambda view: any(map(matches, view.methods)) is wanted
        if self.subject == "currency":
            matches, wanted = member(self.values), self.sense == "is"
            return lambda view: matches(view.currency) is wanted
        if self.sense == "given":
            return any_value(self.path, present)
        if self.sense == "absent":
            return negated(any_value(self.path, lambda value: not missing(value)))
        found = any_value(self.path, member(self.values, forms=forms))
        return found if self.sense == "is" else negated(found)


class When(Struct, frozen=True, kw_only=True):
    """Terms that must all hold."""

    terms: tuple[Term, ...] = ()

    def __and__(self, other: When) -> When:
        return When(terms=self.terms + other.terms)

    def __str__(self) -> str:
        return " and ".join(map(str, self.terms))


def given(path: str) -> When:
    """Something is at `path`: 0 and false count, an empty text, list or map does not."""
    return When(terms=(Term(subject="path", sense="given", path=path),))


def absent(path: str) -> When:
    """Nothing is at `path`."""
    return When(terms=(Term(subject="path", sense="absent", path=path),))


def is_(path: str, *values: Value) -> When:
    """`path` holds one of the values, without values true; `a[]` asks for any element of the list."""
    return When(terms=(Term(subject="path", sense="is", path=path, values=values or (True,)),))


def is_not(path: str, *values: Value) -> When:
    """`path` holds none of the values, without values not true; absent is fine."""
    return When(terms=(Term(subject="path", sense="is not", path=path, values=values or (True,)),))


def paying(*methods: str) -> When:
    """The request asks for one of these pay methods."""
    return When(terms=(Term(subject="method", sense="is", values=methods),))


def not_paying(*methods: str) -> When:
    """The request asks for none of these pay methods."""
    return When(terms=(Term(subject="method", sense="is not", values=methods),))


def in_currency(*codes: str) -> When:
    """The request names one of these currencies."""
    return When(terms=(Term(subject="currency", sense="is", values=codes),))


def not_in_currency(*codes: str) -> When:
    """The request names none of these currencies, or no currency at all."""
    return When(terms=(Term(subject="currency", sense="is not", values=codes),))


ALWAYS: Final = When()
ON_PC: Final = When(terms=(Term(subject="platform", sense="is", values=("pc",)),))
ON_MOBILE: Final = When(terms=(Term(subject="platform", sense="is", values=("mobile",)),))


def member(values: tuple[Value, ...], *, forms: bool = False) -> Callable[[object], bool]:
    """Make the test for being one of the values; enum prefixes are off, and true is not 1.

    With `forms` a text stands for the number or flag that it writes: V1 takes form-encoded bodies, which are all text.
    """
    texts = frozenset(bare(value) for value in values if isinstance(value, str))
    if forms:
        texts |= {
            str(value).lower() if isinstance(value, bool) else str(value)
            for value in values
            if not isinstance(value, str)
        }
    flags = frozenset(value for value in values if isinstance(value, bool))
    numbers = frozenset(value for value in values if not isinstance(value, (str, bool)))

    def test(value: object) -> bool:
        if isinstance(value, str):
            return bare(value) in texts
        if isinstance(value, bool):
            return value in flags
        return isinstance(value, (int, float)) and value in numbers

    return test


def any_value(path: str, test: Callable[[object], bool]) -> Callable[[View], bool]:
    """Make the test whether any value at `path` passes `test`."""
    if "[]" not in path:
        read = one(path)
        return lambda view: test(read(view.request))
    read_all = many(path)
    return lambda view: any(map(test, read_all(view.request)))


def negated(test: Callable[[View], bool]) -> Callable[[View], bool]:
    """Turn a test round."""
    return lambda view: not test(view)
