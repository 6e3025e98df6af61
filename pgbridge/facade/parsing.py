"""From the bytes of a V1 request to its fields: JSON or a form, as V1's clients in many languages write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.wire import WireRequest

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
MOST_FIELDS = 1_000
DECODER = msgspec.json.Decoder()


class Unreadable(PgbridgeError):
    """A body that is neither JSON nor a form; `status` says how V1 would put it."""

    def __init__(self, message: str, status: int = 400) -> None:
        self.status = status
        super().__init__(message)


def fields_of(body: bytes, content_type: str) -> dict[str, Any]:
    """Return the fields of a body.

    Clients that name no type, or `text/plain` as browsers do, are read by trying: V1 is lenient too (inferred).

    :raises Unreadable: it cannot be read, or is of a kind that V1 does not take
    """
    kind = content_type.partition(";")[0].strip().lower()
    if not body.strip():
        return {}
    if kind == FORM:
        return form(body)
    if kind.startswith(("multipart/", "application/xml", "text/xml", "image/", "application/octet-stream")):
        raise Unreadable(
            "Content-Type: application/json 또는 application/x-www-form-urlencoded 만 지원합니다.", 415
        )
    try:
        found = DECODER.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        if kind == JSON or body.lstrip()[:1] in (b"{", b"["):
            raise Unreadable("요청 본문이 올바른 JSON 이 아닙니다.") from None
        return form(body)
    if not isinstance(found, dict):
        raise Unreadable("요청 본문은 JSON 객체여야 합니다.")
    return found


def form(body: bytes) -> dict[str, Any]:
    """Read a form.

    :raises Unreadable: it is no UTF-8, or has too many fields
    """
    return gathered(pairs_of(body))


def pairs_of(body: bytes) -> list[tuple[str, str]]:
    """Read names and values.

    :raises Unreadable: it is no UTF-8, or has too many fields
    """
    try:
        return parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
        )
    except ValueError:
        raise Unreadable("요청을 읽을 수 없습니다.") from None


def gathered(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return pairs as fields; what comes more than once is a list, and so is what `name[]` says is one."""
    found: dict[str, Any] = {}
    for given, value in pairs:
        name = given.lstrip(" ")  # some clients write forms by hand, with a space behind each `&`
        if name.endswith("[]") and name.count("[") == 1:
            found.setdefault(name, []).append(value)
        elif name in found:
            known = found[name]
            found[name] = [*known, value] if isinstance(known, list) else [known, value]
        elif value != "":  # forms cannot say null
            found[name] = value
    return found


def query_of(query_string: bytes) -> tuple[tuple[str, str], ...]:
    """Return the query; a name that comes more than once is a list, however the client wrote that.

    :raises Unreadable: it cannot be read
    """
    pairs = pairs_of(query_string)
    names = [name for name, _ in pairs]
    listed = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    found = []
    for name, value in pairs:
        stem, bracket, rest = name.partition("[")
        indexed = bool(bracket) and rest.rstrip("]").isdigit()
        plain = f"{stem}[]" if indexed else name
        found.append((f"{plain}[]" if name in listed and not plain.endswith("[]") else plain, value))
    return tuple(found)


def wire_request(
    method: str, path: str, query_string: bytes, headers: dict[str, str], body: bytes
) -> WireRequest:
    """Return a request as the V1 plugin reads it; a GET has its fields in the query.

    :raises Unreadable: query or body cannot be read
    """
    fields = None if method == "GET" else fields_of(body, headers.get("content-type", ""))
    tier = (("tier", headers["tier"]),) if "tier" in headers else ()
    return WireRequest(method=method, path=path, query=query_of(query_string), body=fields, headers=tier)
