"""Code lists: reading `StandardCodeAnnotation` and writing it, with PortOne's names from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pgbridge.errors import BadAnswer, PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.codes import CodeName
from pgbridge.wire import WireRequest, WireResponse
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.lookups import get
from pgbridge_iamport.refusal import problem, refuse
from pgbridge_iamport.shapes.account import CodeShape

READER = Reader(CodeShape)
Table = Mapping[str, str]


def code_request(
    stem: str, value: str, codes: Table, field: str, channel: Channel, operation: str
) -> WireRequest:
    """Return the read of one code; a standard code stands for itself.

    :param codes: PortOne's names to standard codes
    :raises RuleViolation: no table knows the name, and it is no code
    """
    code = codes.get(value, value)
    if not (code.isascii() and code.isdigit()):
        message = f"{field}: give PortOne's name of it, such as {next(iter(codes))}, or its standard code"
        refuse([problem(f"path.{field}", "enum", message, neutral=field)], operation)
    return get(f"{stem}{quote(code, safe='')}", channel)


def code_of(it: CodeShape, names: Table) -> CodeName:
    """Return a bank or company.

    :raises BadAnswer: it has neither code nor name
    """
    if it.code is None and it.name is None:
        raise BadAnswer("PortOne V1 listed something without code and name", reason="bad_answer")
    return CodeName(name=it.name or "", code=it.code, value=names.get(it.code or ""))


def decode_codes(body: bytes, names: Table) -> tuple[CodeName, ...]:
    """Read a list of codes."""
    return tuple(code_of(it, names) for it, _ in READER.several(body))


def decode_code(body: bytes, names: Table) -> CodeName:
    """Read one code."""
    return code_of(READER.one(body), names)


def answer_codes(result: Any, codes: Table) -> WireResponse:
    """Write codes, one or many, or the error in their place."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    if isinstance(result, CodeName):
        return success(shape(result, codes))
    return success([shape(it, codes) for it in result])


def shape(it: CodeName, codes: Table) -> CodeShape:
    """Return V1's fields of a bank or company."""
    return CodeShape(code=it.code or codes.get(it.value or ""), name=it.name)
