"""The code in the README and the docs runs, and prints what the page says.

Blocks of one page share one namespace and one working folder. Blocks with a file's name as title are
written to that folder, and tests among them run; a `text` block titled "prints" is what the Python before it printed; in a `console` block each
`$ pgbridge ...` line runs, and `# exit N` behind it is its exit code. `bash` blocks do not run.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pgbridge.client import Base
from tests.docs.pages import Block, blocks, named, pages

SECRETS = ("IAMPORT_KEY", "IAMPORT_SECRET", "PORTONE_API_SECRET")
RUN = ("python", "console")


def written(block: Block) -> bool:
    return "." in block.title and block.language not in ("console", "bash")


@pytest.mark.parametrize("page", [p for p in pages() if any(b.language in RUN for b in blocks(p))], ids=named)
def test_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    for name in SECRETS:
        monkeypatch.setenv(name, "a-secret-of-the-tests")
    made: list[Any] = []
    plain = Base.__init__

    def noted(bridge: Base, *args: Any, **more: Any) -> None:
        plain(bridge, *args, **more)
        made.append(bridge)

    monkeypatch.setattr(Base, "__init__", noted)
    try:
        told(page, tmp_path, {"__name__": named(page)})
    finally:
        # A page shows what it is about; who copies it closes what it opens.
        for bridge in made:
            closing = bridge.close()
            if closing is not None:
                asyncio.run(closing)


def told(page: Path, tmp_path: Path, space: dict[str, Any]) -> None:
    """Run what a page holds, one block after the other."""
    printed, commands = "", 0
    for block in blocks(page):
        where = f"{page}:{block.line}"
        if written(block):
            target = tmp_path / block.title
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
            if target.name.startswith("test_"):
                pytest_run(target, where)
        elif block.language == "python":
            printed = python(block, page, space)
        elif block.language == "text" and block.title == "prints":
            assert printed == block.text, where
        elif block.language == "console":
            commands += run(block, tmp_path, where)
        else:
            assert block.language in ("text", "toml", "json", "bash", "ini"), f"{where}: {block.language!r}"


def python(block: Block, page: Path, space: dict[str, Any]) -> str:
    """Run a block with the page's own line numbers; return what it printed."""
    output = io.StringIO()
    code = compile("\n" * (block.line - 1) + block.text, str(page), "exec")
    with contextlib.redirect_stdout(output):
        exec(code, space)
    return output.getvalue()


def pytest_run(file: Path, where: str) -> None:
    """Run a page's test file as its reader would."""
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file.name]
    done = subprocess.run(words, cwd=file.parent, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{where}\n{done.stdout}"


def run(block: Block, folder: Path, where: str) -> int:
    """Run the commands of a console block; return how many there were."""
    pytest.importorskip("pgbridge.cli.app")
    count = 0
    for line in block.text.splitlines():
        if not line.startswith("$ "):
            continue
        command, _, note = line[2:].partition("  # exit ")
        words = shlex.split(command)
        feed = None
        if "<" in words:
            feed = (folder / words[words.index("<") + 1]).read_bytes()
            words = words[: words.index("<")]
        assert words[0] == "pgbridge", f"{where}: {line}"
        done = subprocess.run(
            [sys.executable, "-m", "pgbridge.cli.main", *words[1:]],
            input=feed or b"",
            cwd=folder,
            capture_output=True,
            timeout=60,
            check=False,
        )
        expected = int(note) if note else 0
        assert done.returncode == expected, f"{where}: {line}\n{done.stdout.decode()}\n{done.stderr.decode()}"
        count += 1
    assert count, f"{where}: a console block without a command"
    return count
