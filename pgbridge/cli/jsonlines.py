"""One JSON document or JSON Lines, from a file or standard input, told apart by looking."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

from pgbridge.errors import ConfigError

DECODER = msgspec.json.Decoder()
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
SUFFIXES = (".jsonl", ".ndjson")
BOM = b"\xef\xbb\xbf"
Numbered = tuple[int, bytes]


class Document(Struct, frozen=True, kw_only=True, gc=False):
    """One JSON object of the input, or what is wrong with its line; never both.

    :ivar line: counted from 1; None where the input is one document
    :ivar size: bytes read for it
    """

    line: int | None
    size: int
    data: dict[str, Any] | None = None
    problem: str = ""


class Input(Struct, frozen=True, kw_only=True):
    """What is to be read.

    :ivar name: the file's name, or `standard input`
    :ivar many: JSON Lines, however many there are
    """

    name: str
    many: bool
    size: int | None
    documents: Iterator[Document]


@contextmanager
def opened(path: Path, *, lines: bool = False) -> Iterator[Input]:
    """Open a file, `-` for standard input.

    JSON Lines are what `lines` says to be some, a file that ends in .jsonl or .ndjson, and an input whose first line is
    a whole JSON document with another line behind it, or that is no JSON as a whole but has lines that are.

    :raises ConfigError: it cannot be read, or is neither one JSON object nor JSON Lines; its text is not quoted
    """
    if str(path) == "-":
        yield told_apart(sys.stdin.buffer, "standard input", None, lines=lines)
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    with stream:
        size = path.stat().st_size
        yield told_apart(stream, str(path), size, lines=lines or path.suffix in SUFFIXES)


def told_apart(stream: BinaryIO, name: str, size: int | None, *, lines: bool) -> Input:
    """Look at the beginning of a stream, and further only where that does not tell what it is."""
    try:
        rows = numbered(stream)
        if lines:
            return Input(name=name, many=True, size=size, documents=map(document, rows))
        first = next(rows, None)
        if first is None:
            raise ConfigError(f"{name}: is empty; give one JSON object, or one on each line")
        second = next(rows, None)
        if second is None:
            return Input(name=name, many=False, size=size, documents=iter((whole(first[1], name),)))
        if document(first).data is not None:
            return Input(
                name=name, many=True, size=size, documents=map(document, chain((first, second), rows))
            )
        everything = [first, second, *rows]
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read: {error.strerror}") from None
    try:
        single = whole(b"".join(row for _, row in everything), name)
    except ConfigError:
        documents = [document(row) for row in everything]
        if not any(each.data is not None for each in documents):
            raise
        return Input(name=name, many=True, size=size, documents=iter(documents))
    return Input(name=name, many=False, size=size, documents=iter((single,)))


def numbered(stream: BinaryIO) -> Iterator[Numbered]:
    """Yield the lines that are not blank, with their numbers."""
    for number, row in enumerate(stream, 1):
        text = row.removeprefix(BOM) if number == 1 else row
        if not text.isspace() and text:
            yield number, text


def document(row: Numbered) -> Document:
    """Read one line."""
    number, text = row
    try:
        data = DECODER.decode(text)
    except UNREADABLE as error:
        return Document(line=number, size=len(text), problem=f"not valid JSON: {reason(error)}")
    if not isinstance(data, dict):
        return Document(line=number, size=len(text), problem="must hold a JSON object")
    return Document(line=number, size=len(text), data=data)


def whole(text: bytes, name: str) -> Document:
    """Read the only document.

    :raises ConfigError: it is no JSON object
    """
    try:
        data = DECODER.decode(text)
    except UNREADABLE as error:
        raise ConfigError(f"{name}: not valid JSON: {reason(error)}") from None
    if not isinstance(data, dict):
        raise ConfigError(f"{name}: must hold a JSON object")
    return Document(line=None, size=len(text), data=data)


def reason(error: BaseException) -> str:
    """Say what is wrong without the text; a decoding error of Unicode would quote it."""
    if isinstance(error, UnicodeDecodeError):
        return f"no UTF-8 at byte {error.start}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
