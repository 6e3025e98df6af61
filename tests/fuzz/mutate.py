"""From a few random bytes to something almost right: valid JSON with some of it changed, cut off or blown up."""

import copy
import json
from typing import Any

CARD = "4716253443526175"
# What breaks parsers: wrong kinds, bounds, texts that are numbers, nothing, and a card where none should be.
ODD: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**53 + 1, 2**63, 10**30, -(10**30), 0.1, -0.0, 1e308, "", " ", "0", "-1", "1e5",
    "١٢٣", "null", "[]", "NaN", "Infinity", "2026-13-45T99:99:99Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+23:59",
    "2026-12-01", "KRW", "XXX", "홍길동", "\u0000", "\r\nX: y", "../..", "%00", "😀" * 40, "A" * 5000, [], {}, [[]], [{}],
    [None], {"type": None}, {"type": "SomethingNew"}, {"total": "many"}, CARD, int(CARD), {"number": CARD}, f"card {CARD} was refused",
]  # fmt: skip
RAW = [
    b"", b" ", b"null", b"0", b'""', b"[]", b"{}", b"[", b"{", b'{"a":', b"\xff\xfe", b"\xef\xbb\xbf{}", b'"\\ud800"', b"NaN", b"1e999",
    b'{"code":0}', b'{"code":0,"response":null}', b'{"code":"0","response":[]}', b"<html><body>502 Bad Gateway</body></html>",
    b"[" * 3000, b'{"a":' * 3000, b'{"items":[null]}', b'{"items":[{}],"page":null}', b'{"response":{"list":[null]},"code":0}',
    b'{"code":0,"response":[[]]}', b'{"type":"' + CARD.encode() + b'"}', b'{"code":0,"code":1}', b'{"code":0,"response":[{"a":"\xff"}]}', b'{"items":["\xff"],"page":{"number":0,"size":10,"totalCount":1}}',
]  # fmt: skip
STATUSES = (
    200,
    200,
    200,
    201,
    204,
    207,
    301,
    400,
    401,
    403,
    404,
    409,
    410,
    429,
    500,
    501,
    502,
    503,
    599,
    100,
    0,
)


class Chance:
    """Reads choices off bytes, and goes on with zeros when they are used up."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def below(self, bound: int) -> int:
        """Return a number from 0 on, below the bound."""
        need = 1 if bound <= 256 else 2
        piece = self.data[self.at : self.at + need].ljust(need, b"\0")
        self.at += need
        return int.from_bytes(piece, "big") % max(bound, 1)

    def one_of(self, items: Any) -> Any:
        """Return one of some items."""
        return items[self.below(len(items))]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of everything inside a JSON value."""
    found = [path]
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        found += places(item, (*path, key))
    return found


def changed(value: Any, chance: Chance) -> Any:
    """Return a JSON value with one thing in it changed."""
    *way, last = (None, *chance.one_of(places(value)))
    how = chance.below(6)
    if last is None:
        return copy.deepcopy(chance.one_of(ODD)) if how == 0 else value
    holder = value
    for key in way[1:]:
        holder = holder[key]
    if how == 0:
        del holder[last]
    elif how == 1 and isinstance(holder, dict):
        holder[chance.one_of(("new", "type", "id", "", "amount", "items"))] = copy.deepcopy(holder[last])
    elif how == 2:
        holder[last] = [holder[last]]
    elif how == 3:
        holder[last] = str(holder[last])
    else:
        holder[last] = copy.deepcopy(chance.one_of(ODD))
    return value


def almost(seed: bytes, chance: Chance) -> Any:
    """Return a seed's JSON with a few things in it changed."""
    value = json.loads(seed)
    for _ in range(chance.below(5)):
        value = changed(value, chance)
    return value


def body(seeds: list[bytes], chance: Chance) -> bytes:
    """Return the bytes of an answer."""
    how = chance.below(8)
    if how == 0:
        return chance.one_of(RAW)
    text = json.dumps(almost(chance.one_of(seeds), chance), ensure_ascii=chance.below(2) == 0).encode()
    if how == 1:
        return text[: chance.below(len(text))]
    if how == 2:
        at = chance.below(len(text))
        return text[:at] + bytes((chance.below(256),)) + text[at + 1 :]
    return text
