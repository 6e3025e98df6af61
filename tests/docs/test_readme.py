"""The README's claims about this repository are true of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks, named, pages

READMES = (ROOT / "README.md", ROOT / "README.ko.md")
LINK = re.compile(r"\[[^\]]*\]\((?!https?://)([^)#]+)(?:#[^)]*)?\)")


def commands(page: Path) -> list[str]:
    return [block.text.strip() for block in blocks(page) if block.language == "bash"]


@pytest.mark.parametrize("page", READMES, ids=named)
def test_the_test_command_is_what_ci_runs(page: Path) -> None:
    steps = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert commands(page)[1] in steps


@pytest.mark.parametrize("page", READMES, ids=named)
def test_the_first_command_installs_every_plugin_and_runs_the_demo(page: Path) -> None:
    first = commands(page)[0]
    for plugin in sorted((ROOT / "plugins").iterdir()):
        if (plugin / "pyproject.toml").is_file():
            assert f"./plugins/{plugin.name}" in first
    assert first.startswith("python3 -m venv .venv && ")
    assert first.endswith(".venv/bin/pgbridge demo")


def test_both_readmes_give_the_same_commands() -> None:
    english, korean = map(commands, READMES)
    assert english == korean


@pytest.mark.parametrize("page", pages(), ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    broken = [
        link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()
    ]
    assert not broken
