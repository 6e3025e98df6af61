"""Rules, providers and violations as data."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from pgbridge.errors import ConfigError
from pgbridge.rules.conditions import ALWAYS, Value, When
from pgbridge.rules.contracts import CONTRACTS
from pgbridge.rules.view import View

ApiName = Literal["v1", "v2"]
Severity = Literal["error", "warning"]
Kind = Literal[
    "required",
    "required_any",
    "forbidden",
    "ignored",
    "enum",
    "max_length",
    "min_length",
    "pattern",
    "charset",
    "format",
    "min",
    "max",
    "unsupported_method",
    "unsupported_operation",
    "needs_contract",
    "conditional",
]
RuleValue = Value | tuple[Value, ...] | None

NAME: Final = re.compile(r"[a-z0-9_-]+\.[a-z0-9_-]+")


class Violation(Struct, frozen=True, kw_only=True):
    """One rule that a request breaks; made of the rule alone, so no request data is ever in it."""

    rule: str
    severity: Severity
    field: str
    message: str
    kind: Kind
    value: RuleValue
    source: str
    neutral_field: str | None = None


class Rule(Struct, frozen=True, kw_only=True):
    """One thing a PG demands of a request; made by the functions of `pgbridge.rules.kinds`.

    `id` is `<operation>.<what>` (or `any.<what>`); the provider puts its slug in front. `value` is the kind's
    own: the allowed list, the limit, the regex, the one value that is meant. `breaks` is an example, by wire path, of
    what a `conditional` rule finds wrong. `source` is the vendor's page where it differs from the provider's.
    """

    id: str
    kind: Kind
    on: tuple[str, ...]
    fact: str
    field: str = ""
    severity: Severity = "error"
    when: When = ALWAYS
    value: RuleValue = None
    unit: Literal["chars", "bytes", "items"] = "chars"
    encoding: str = "utf-8"
    contract: str | None = None
    trips: Callable[[View], bool] | None = None
    breaks: Mapping[str, object] = {}
    source: str = ""

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.id):
            raise ConfigError(f"rule id {self.id!r} must be <operation>.<what> in kebab-case")
        if not self.on:
            raise ConfigError(f"rule {self.id}: name the operations it is for with on=(...)")
        try:
            codecs.lookup(self.encoding)
        except LookupError:
            raise ConfigError(f"rule {self.id}: encoding {self.encoding!r} is unknown") from None
        if self.contract is not None and self.contract not in CONTRACTS:
            raise ConfigError(
                f"rule {self.id}: contract {self.contract!r} is not one of {', '.join(CONTRACTS)}"
            )


class Capability(Struct, frozen=True, kw_only=True):
    """What a PG takes in one operation; an empty list means that its pages do not say."""

    pay_methods: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    mobile_locales: tuple[str, ...] | None = None  # None: the same as on PC
    easy_pay_providers: tuple[str, ...] = ()
    gift_certificates: tuple[str, ...] = ()
    card_companies: tuple[str, ...] = ()
    escrow_pay_methods: tuple[str, ...] = ()
    partial: bool | None = None  # of a cancel: whether a part can be cancelled; None: the pages do not say


class Provider(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """One PG on one API: what it can do and what it demands.

    `codes` are the API's names of it (V1 `pg` codes, the V2 `PgProvider` value), `counterpart` is the slug of
    the same PG on the other API, `source` the vendor's page. `unsupported` lists what it cannot do. `bypass` names, by
    operation, the `TypedDict` of the parameters that are this PG's own; `same_bypass`, of a V2 provider, the V1 path and the
    V2 path of those that the two APIs have under different names.
    """

    slug: str
    api: ApiName
    codes: tuple[str, ...]
    name_en: str
    name_ko: str
    source: str
    counterpart: str | None = None
    operations: Mapping[str, Capability]
    unsupported: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    bypass: Mapping[str, type[Any]] = {}
    same_bypass: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for rule in self.rules:
            if rule.id in seen:
                raise ConfigError(f"{self.slug}: two rules have the id {rule.id}")
            seen.add(rule.id)
            known = self.unsupported if rule.kind == "unsupported_operation" else self.operations
            if unknown := [name for name in rule.on if name not in known]:
                raise ConfigError(f"{self.slug}.{rule.id}: the provider does not list {', '.join(unknown)}")
        if strange := set(self.bypass) - set(self.operations):
            raise ConfigError(f"{self.slug}: bypass for {', '.join(sorted(strange))}, which it does not list")
        if both := set(self.unsupported) & set(self.operations):
            raise ConfigError(f"{self.slug}: both supported and unsupported: {', '.join(sorted(both))}")

    @cached_property
    def plans(self) -> dict[tuple[str, str | None], object]:
        """Compiled checks by operation and platform, filled as they are asked for."""
        return {}

    def extended(self, rules: Iterable[Rule]) -> Provider:
        """Give the same provider with house rules on top of its own."""
        return msgspec.structs.replace(self, rules=(*self.rules, *rules))


class ProviderRef(Struct, frozen=True, kw_only=True):
    """A provider that is there but not loaded: `load()` imports its module."""

    api: ApiName
    slug: str
    load: Callable[[], Provider]
