"""Follows docs/how-to/add-a-pg.md to the letter: one file in a copy of the package, and the PG is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pgbridge_providers
import pytest

from tests.docs.pages import ROOT, blocks

PAGE = ROOT / "docs" / "how-to" / "add-a-pg.md"
CONFIG = """
[connections.v2]
api = "v2"
environment = "test"
secret = {env = "NOT_SET_ANYWHERE"}
[channels.mine]
connection = "v2"
provider = "my-pg"
key = "channel-key-1"
contracts = ["partial-cancel"]
"""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the package with the page's file where the page says."""
    package = Path(pgbridge_providers.__file__).parent
    shutil.copytree(package, tmp_path / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    file = next(block for block in blocks(PAGE) if block.title == "my_pg.py")
    assert "`plugins/pgbridge-providers/pgbridge_providers/v2/<slug>.py`" in PAGE.read_text(encoding="utf-8")
    (tmp_path / package.name / "v2" / file.title).write_text(file.text, encoding="utf-8")
    (tmp_path / "pgbridge.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def pgbridge(folder: Path, *arguments: str, input: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pgbridge.cli.main", *arguments, "--format", "json"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        input=input,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_one_file_is_all(copied: Path) -> None:
    shown = json.loads(pgbridge(copied, "providers", "show", "my-pg").stdout)
    assert (shown["api"], shown["name"], shown["codes"]) == ("v2", "My PG", ["MY_PG"])
    able = json.loads(pgbridge(copied, "providers", "who", "window, transfer").stdout)
    assert "my-pg" in {each["slug"] for each in able["yes"]}
    request = {"amount": 500, "reason": "sold out"}
    by_channel = ("check", "--channel", "mine", "--operation", "cancel")
    done = pgbridge(copied, *by_channel, input=json.dumps(request))
    assert (done.returncode, json.loads(done.stdout)["violations"]) == (0, [])
    wrong = pgbridge(copied, "check", "--channel", "mine", "--operation", "instant", input="{}")
    assert wrong.returncode == 1
    assert "my-pg.instant.customer-phone-required" in wrong.stdout
