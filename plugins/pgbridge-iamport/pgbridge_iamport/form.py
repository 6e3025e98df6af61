"""Reading foreign V1 requests: JSON or form fields, where numbers and flags may be texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import unquote

import msgspec

from pgbridge.errors import RuleViolation
from pgbridge.model.money import Amount, to_minor
from pgbridge.wire import Accepted, WireRequest
from pgbridge_iamport.refusal import MOST_ORDER_ID, problem, too_long
from pgbridge_iamport.times import utc

TRUE = frozenset(("true", "1", "y", "yes", "on"))
FALSE = frozenset(("false", "0", "n", "no", "off", ""))
# More is no price, and what scales it to minor units stays within 64 bits.
MOST_MONEY = 10**15
PART = re.compile(r"\[([^\]]*)\]")


class Fields(dict[str, Any]):
    """Fields that remember which of them were asked for."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(fields)
        self.asked: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field, and remember that it was asked for."""
        self.asked.add(name)
        return super().get(name, default)


class Form:
    """The fields of a request's body, or of its query."""

    def __init__(self, fields: Mapping[str, Any], prefix: str = "") -> None:
        self.fields = Fields(unfolded(fields))
        self.prefix = prefix

    def unread(self) -> tuple[str, ...]:
        """Return the names of what nobody asked for, which V1 does not have."""
        return tuple(f"{self.prefix}{name}" for name in self.fields if name not in self.fields.asked)

    @classmethod
    def of(cls, request: WireRequest) -> Form:
        """Return the body's fields.

        :raises RuleViolation: the body is not an object
        """
        body = request.body
        if body is not None and not isinstance(body, Mapping):
            body = msgspec.to_builtins(body, builtin_types=(Decimal,))
        if body is not None and not isinstance(body, Mapping):
            raise wrong("body", "the body must be a JSON object or form fields")
        return cls(body or {})

    @classmethod
    def query(cls, request: WireRequest) -> Form:
        """Return the query's fields; of a repeated one the list."""
        fields: dict[str, Any] = {}
        for name, value in request.query:
            if name.endswith("[]"):
                fields.setdefault(name[:-2], []).append(value)
            else:
                fields[name] = value
        return cls(fields)

    def text(self, name: str) -> str | None:
        """Return a text; a number counts as its digits."""
        value = self.fields.get(name)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, (bool, Mapping, list)):
            raise wrong(name, "must be a text")
        return str(value)

    def need(self, name: str) -> str:
        """Return a text that must be there."""
        value = self.text(name)
        if not value:
            raise wrong(name, "is required")
        return value

    def order_id(self) -> str:
        """Return the `merchant_uid` of something new, which V1 limits."""
        value = self.need("merchant_uid")
        if len(value) > MOST_ORDER_ID:
            raise RuleViolation([too_long("merchant_uid", MOST_ORDER_ID, "order_id")], subject="V1 request")
        return value

    def number(self, name: str) -> int | Decimal | None:
        """Return a number without going through binary fractions."""
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, (bool, Mapping, list)):
            raise wrong(name, "must be a number")
        if isinstance(value, int):
            return value
        try:
            found = Decimal(repr(value) if isinstance(value, float) else str(value).strip())
        except InvalidOperation:
            raise wrong(name, "must be a number") from None
        if not found.is_finite():
            raise wrong(name, "must be a number")
        return int(found) if found == found.to_integral_value() else found

    def integer(self, name: str) -> int | None:
        """Return a whole number."""
        value = self.number(name)
        if isinstance(value, Decimal):
            raise wrong(name, "must be a whole number")
        return value

    def money(self, name: str, currency: str) -> int | None:
        """Return an amount in minor units."""
        value = self.number(name)
        if value is None:
            return None
        if not 0 <= value <= MOST_MONEY:
            raise wrong(name, f"must be from 0 to {MOST_MONEY}")
        try:
            return to_minor(value, currency)
        except ValueError as error:
            raise wrong(name, str(error)) from None

    def need_money(self, name: str, currency: str) -> int:
        """Return an amount that must be there."""
        value = self.money(name, currency)
        if value is None:
            raise wrong(name, "is required")
        return value

    def flag(self, name: str) -> bool | None:
        """Return a yes or no."""
        value = self.fields.get(name)
        if value is None or isinstance(value, bool):
            return value
        word = str(value).strip().lower()
        if word in TRUE:
            return True
        if word in FALSE:
            return False
        raise wrong(name, "must be true or false")

    def time(self, name: str) -> datetime | None:
        """Return a time given in UNIX seconds."""
        seconds = self.integer(name)
        found = utc(seconds)
        if seconds and found is None:
            raise wrong(name, "must be a time in UNIX seconds")
        return found

    def need_time(self, name: str) -> datetime:
        """Return a time that must be there."""
        found = self.time(name)
        if found is None:
            raise wrong(name, "is required, in UNIX seconds")
        return found

    def mapping(self, name: str) -> Mapping[str, Any] | None:
        """Return an object, or one written as JSON text."""
        value = self.loaded(name)
        if value is None or isinstance(value, Mapping):
            return value
        raise wrong(name, "must be an object, or one written as JSON")

    def items(self, name: str) -> list[Any]:
        """Return a list; a single value counts as a list of one."""
        value = self.loaded(name)
        if value is None or value == "":
            return []
        if isinstance(value, Mapping) and all(str(key).isdigit() for key in value):
            return [value[key] for key in sorted(value, key=int)]
        return list(value) if isinstance(value, list) else [value]

    def loaded(self, name: str) -> Any:
        """Return a value, read as JSON when it is a text that looks like it."""
        value = self.fields.get(name)
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                return msgspec.json.decode(value)
            except msgspec.MsgspecError:
                raise wrong(name, "is not valid JSON") from None
        return value

    def amount(self) -> Amount:
        """Return `amount`, `tax_free`, `vat_amount` and `currency` (KRW where it is left out)."""
        currency = self.text("currency") or "KRW"
        return Amount(
            total=self.need_money("amount", currency),
            currency=currency,
            tax_free=self.money("tax_free", currency),
            vat=self.money("vat_amount", currency),
        )


def unfolded(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return form fields such as `extra[requester]` and `schedules[0][amount]` as what they stand for."""
    found: dict[str, Any] = {}
    for name, value in fields.items():
        stem, bracket, _ = name.partition("[")
        if not bracket:
            found[name] = value
            continue
        steps = PART.findall(name)
        node: Any = found
        for step, following in zip((stem, *steps), (*steps, None), strict=True):
            if not isinstance(node, dict):
                raise wrong(stem, "is given in two ways that do not fit together")
            if following is None:
                node[step] = value
            elif following == "":
                node = node.setdefault(step, [])
                break
            else:
                node = node.setdefault(step, {})
        if isinstance(node, list):
            node.extend(value if isinstance(value, list) else [value])
    return found


def wrong(field: str, message: str) -> RuleViolation:
    """Return the refusal of a foreign request."""
    return RuleViolation(
        [problem(field, "format", f"{field} {message}", neutral=field)], subject="V1 request"
    )


def tail(request: WireRequest, stem: str) -> str:
    """Return the one path segment after `stem`, decoded.

    :raises RuleViolation: the path is another one
    """
    if not request.path.startswith(stem) or not (rest := request.path[len(stem) :]):
        raise wrong("path", f"must be {stem}<id>")
    return unquote(rest.split("/", 1)[0])


def accepted(
    request: WireRequest,
    op: Any,
    *,
    channel_key: str | None = None,
    pg: str | None = None,
    forms: Sequence[Form] = (),
) -> Accepted:
    """Return the operation with where its request was going, and what of it nobody read."""
    tier = next((value for name, value in request.headers if name.lower() == "tier"), None)
    unknown = tuple(dict.fromkeys(name for form in forms for name in form.unread()))
    return Accepted(op=op, channel_key=channel_key, pg=pg, tier=tier, unknown=unknown)
