"""Reading V1's input: JSON or a form, decided by trying, with nested names such as `schedules[0][amount]`."""

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl

from pgbridge.simulator.http import ENCODER, Request, invalid

LARGEST = 10**15
TRUE, FALSE = frozenset({"true", "1", "y"}), frozenset({"false", "0", "n"})


class Fields:
    """The fields of one object; every reader refuses what does not fit, naming the field.

    An empty text counts as absent: forms cannot say null.
    """

    def __init__(self, values: Mapping[str, Any], path: str = "") -> None:
        self._values = values
        self._path = path

    def has(self, name: str) -> bool:
        """Whether the field is there and not empty."""
        return self._values.get(name) not in (None, "")

    def text(self, name: str, limit: int | None = None) -> str | None:
        """Read a text; numbers and booleans are what a form would hold. Inferred: a text longer than `limit` is refused."""
        if not self.has(name):
            return None
        value = self._values[name]
        if isinstance(value, list | dict):
            raise invalid(f"{self._path}{name}: 문자열이어야 합니다.")
        text = value if isinstance(value, str) else ENCODER.encode(value).decode()
        if limit is not None and len(text) > limit:
            raise invalid(f"{self._path}{name}: {limit} 자를 넘을 수 없습니다.")
        return text

    def need(self, name: str, limit: int | None = None) -> str:
        """Read a text that must be there."""
        text = self.text(name, limit)
        if text is None:
            raise invalid(f"{self._path}{name}: 필수 파라미터가 누락되었습니다.")
        return text

    def data(self, name: str) -> str | None:
        """Read what may be of any shape; objects are kept as JSON."""
        if isinstance(value := self._values.get(name), list | dict):
            return ENCODER.encode(value).decode()
        return self.text(name)

    def number(self, name: str) -> Decimal | None:
        """Read a number of zero or more."""
        text = self.text(name)
        if text is None:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or not 0 <= value <= LARGEST:
            raise invalid(f"{self._path}{name}: 0 이상 {LARGEST} 이하의 숫자여야 합니다.")
        return value

    def integer(self, name: str) -> int | None:
        """Read a whole number of zero or more."""
        value = self.number(name)
        if value is None:
            return None
        if value != value.to_integral_value():
            raise invalid(f"{self._path}{name}: 정수여야 합니다.")
        return int(value)

    def need_integer(self, name: str) -> int:
        """Read a whole number that must be there."""
        value = self.integer(name)
        if value is None:
            raise invalid(f"{self._path}{name}: 필수 파라미터가 누락되었습니다.")
        return value

    def flag(self, name: str) -> bool:
        """Read a boolean; false when absent."""
        text = (self.text(name) or "false").lower()
        if text not in TRUE | FALSE:
            raise invalid(f"{self._path}{name}: true 또는 false 여야 합니다.")
        return text in TRUE

    def texts(self, name: str) -> list[str]:
        """Read a list of texts; a single text is a list of one."""
        value = self._values.get(name)
        if value in (None, ""):
            return []
        rows = value if isinstance(value, list) else [value]
        return [row if isinstance(row, str) else ENCODER.encode(row).decode() for row in rows]

    def inner(self, name: str) -> "Fields":
        """Read an object that must be there, which may also be a text of JSON (inferred, as forms carry it)."""
        value = self._values.get(name)
        if isinstance(value, str):
            value = from_json(value)
        if not isinstance(value, dict):
            raise invalid(f"{self._path}{name}: 필수 파라미터가 누락되었습니다.")
        return Fields(value, f"{self._path}{name}.")

    def rows(self, name: str) -> list["Fields"]:
        """Read a list of objects, which may also be a text of JSON (inferred, as forms carry it)."""
        value = self._values.get(name)
        if isinstance(value, str):
            value = from_json(value)
        if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
            raise invalid(f"{self._path}{name}: 객체의 배열이어야 합니다.")
        return [Fields(row, f"{self._path}{name}[{index}].") for index, row in enumerate(value)]


def body(request: Request) -> Fields:
    """Read a body, whatever its content type says."""
    try:
        text = request.body.decode("utf-8")
    except UnicodeDecodeError:
        raise invalid("요청 본문이 UTF-8 이 아닙니다.") from None
    if not text.strip():
        return Fields({})
    value = from_json(text)
    if isinstance(value, dict):
        return Fields(value)
    return Fields(nested(parse_qsl(text, keep_blank_values=True)))


def query(request: Request) -> Fields:
    """Read the query."""
    return Fields(nested(request.query))


def from_json(text: str) -> Any:
    """Decode JSON with exact decimals; anything else is None."""
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError:
        return None


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Unfold names such as `merchant_uid[]`, `extra[requester]`, `schedules[0][amount]`."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        # Some clients write forms by hand, with a space behind each `&`.
        head, *rest = re.split(r"\[", name.lstrip(" "))
        node, key = root, head
        for part in rest:
            if not isinstance(node.get(key), dict):
                node[key] = {}
            node = node[key]
            key = part.removesuffix("]") or str(len(node))
        node[key] = value
    return {key: listed(value) for key, value in root.items()}


def listed(value: Any) -> Any:
    """Turn objects whose keys are all numbers into lists."""
    if not isinstance(value, dict):
        return value
    inner = {key: listed(each) for key, each in value.items()}
    if inner and all(key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner
