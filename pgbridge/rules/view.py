"""Reading a request: any JSON, of which nothing may be taken for granted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


# The browser SDK takes enum values with or without these in front.
PREFIXES: Final = (
    "CURRENCY_",
    "EASY_PAY_PROVIDER_",
    "CARD_COMPANY_",
    "PRODUCT_TYPE_",
    "GIFT_CERTIFICATE_TYPE_",
    "CASH_RECEIPT_TYPE_",
    "CARRIER_",
    "BANK_",
    "COUNTRY_",
    "GENDER_",
)
V2_METHOD_FIELDS: Final = ("payMethod", "billingKeyMethod", "billingKeyAndPayMethod")
KST: Final = timezone(timedelta(hours=9))
NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
HUGE: Final = 10**18


def bare(text: str) -> str:
    """Take off the SDK's enum prefix: `CURRENCY_KRW` is `KRW`."""
    if text.startswith(PREFIXES):
        for prefix in PREFIXES:
            if text.startswith(prefix) and len(text) > len(prefix):
                return text[len(prefix) :]
    return text


def missing(value: object) -> bool:
    """Absent, null and the empty text are one."""
    return value is None or (isinstance(value, str) and not value)


def empty(value: object) -> bool:
    """Missing, or an empty list or map; 0 and false are something."""
    return value is None or (isinstance(value, (str, list, tuple, dict)) and not value)


def present(value: object) -> bool:
    """Not empty."""
    return not empty(value)


def elements(value: object) -> Sequence[object]:
    """The elements of a list; anything else is a list of one."""
    return value if isinstance(value, (list, tuple)) else (value,)


@lru_cache(maxsize=2048)
def one(path: str) -> Callable[[object], object]:
    """Make a reader of the one value at `a.b.c`; None where the request has none."""
    head, *rest = path.split(".")
    if not rest:
        return lambda request: request.get(head) if isinstance(request, dict) else None
    if len(rest) == 1:
        tail = rest[0]

        def read_two(request: object) -> object:
            inner = request.get(head) if isinstance(request, dict) else None
            return inner.get(tail) if isinstance(inner, dict) else None

        return read_two

    def read(request: object) -> object:
        value = request.get(head) if isinstance(request, dict) else None
        for name in rest:
            if not isinstance(value, dict):
                return None
            value = value.get(name)
        return value

    return read


@lru_cache(maxsize=2048)
def many(path: str) -> Callable[[object], list[object]]:
    """Make a reader of every value at `a[].b`; nothing where the list is absent."""
    parts = [(part.removesuffix("[]"), part.endswith("[]")) for part in path.split(".")]

    def read(request: object) -> list[object]:
        values: list[object] = [request]
        for name, spread in parts:
            found = [value.get(name) if isinstance(value, dict) else None for value in values]
            values = (
                [x for value in found if isinstance(value, (list, tuple)) for x in value] if spread else found
            )
        return values

    return read


class View:
    """What a rule sees of one request; `conditional` rules are written against it."""

    __slots__ = ("clock", "currency", "methods", "operation", "request")

    def __init__(
        self, request: object, *, api: Literal["v1", "v2"], operation: str = "", now: datetime | None = None
    ) -> None:
        fields = request if isinstance(request, dict) else {}
        self.request = fields
        self.operation = operation
        self.clock = now
        self.currency = fields.get("currency")
        if self.currency is None and isinstance(inner := fields.get("payment"), dict):
            self.currency = inner.get("currency")
        self.methods = methods_v1(fields) if api == "v1" else methods_v2(fields)

    @property
    def now(self) -> datetime:
        """The time of the check."""
        return self.clock or datetime.now(UTC)

    def get(self, path: str) -> object:
        """Give the value at `a.b.c`, None when it is missing."""
        value = one(path)(self.request)
        return None if missing(value) else value

    def has(self, path: str) -> bool:
        """Tell whether something is there: 0 and false are, an empty list is not."""
        return not empty(one(path)(self.request))

    def list(self, path: str) -> Sequence[object]:
        """Give the elements of the list at `path`, none when there is no list."""
        value = one(path)(self.request)
        return value if isinstance(value, (list, tuple)) else ()

    def number(self, path: str) -> int | Decimal | None:
        """Give the number at `path` exactly, from a number or its text; None for anything else."""
        return number(one(path)(self.request))

    def time(self, path: str) -> datetime | None:
        """Give the ISO 8601 time at `path`; one without a zone is Korean time; None for anything else."""
        value = one(path)(self.request)
        try:
            # RFC 3339 allows a small z, which Python does not read.
            time = datetime.fromisoformat(value.upper()) if isinstance(value, str) else None
        except ValueError:
            return None
        return time.replace(tzinfo=KST) if time and time.tzinfo is None else time

    def won(self, path: str) -> int | Decimal | None:
        """Give the amount at `path` when the currency is KRW (or not named), else None."""
        if missing(self.currency) or (isinstance(self.currency, str) and bare(self.currency) == "KRW"):
            return self.number(path)
        return None


def number(value: object) -> int | Decimal | None:
    """Read a number exactly; text counts, true and false do not."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < HUGE else None
    if isinstance(value, float):
        return Decimal(repr(value)) if abs(value) < HUGE else None
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return Decimal(value)
    return None


def methods_v1(fields: dict[str, object]) -> Sequence[object]:
    """Give the pay method of a V1 request."""
    method = fields.get("pay_method")
    return () if method is None else (method,)


def methods_v2(fields: dict[str, object]) -> Sequence[object]:
    """Give the pay method of a V2 request: a field of the SDK, or the keys of `method` in a REST body."""
    for name in V2_METHOD_FIELDS:
        if (method := fields.get(name)) is not None:
            return (method,)
    method = fields.get("method")
    return [key for key, body in method.items() if body is not None] if isinstance(method, dict) else ()
