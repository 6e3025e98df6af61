"""Reads the pages: their code blocks, and which of them run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FENCE = re.compile(
    r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
TITLE = re.compile(r'title="([^"]+)"')


class Block(NamedTuple):
    """One fenced block."""

    language: str
    title: str
    line: int
    text: str


def pages() -> list[Path]:
    """Return every page that is written by hand."""
    return [
        ROOT / "README.md",
        ROOT / "README.ko.md",
        *(
            page
            for page in sorted((ROOT / "docs").rglob("*.md"))
            if page.relative_to(ROOT / "docs").parts[0] not in ("reference", "changelog.d")
        ),
    ]


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        info = match["info"].strip()
        title = TITLE.search(info)
        indent = len(match["indent"])
        body = "".join(
            line[indent:] if line.strip() else line for line in match["body"].splitlines(keepends=True)
        )
        found.append(
            Block(
                language=info.split(" ")[0],
                title=title[1] if title else "",
                line=text.count("\n", 0, match.start()) + 2,
                text=body,
            )
        )
    return found


def named(page: Path) -> str:
    """Return how a test calls a page."""
    return str(page.relative_to(ROOT))
