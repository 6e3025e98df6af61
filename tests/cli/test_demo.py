"""`pgbridge demo`, as its reader runs it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from pgbridge.cli import demo as demo_module
from pgbridge.cli.stage import Teller
from pgbridge.cli.story import CHAPTERS
from tests.cli.conftest import Cli


def test_it_tells_and_keeps_its_word(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PGBRIDGE_CONFIG", raising=False)
    result = cli("demo", "--format", "json")
    told = result.json
    assert (result.code, told["ok"], told["problem"], result.err) == (0, True, None, "")
    assert len(told["chapters"]) == len(CHAPTERS)
    assert all(chapter["checks"] for chapter in told["chapters"])
    assert all(check["holds"] for chapter in told["chapters"] for check in chapter["checks"])
    assert list(tmp_path.iterdir()) == []


def test_in_a_process_of_its_own_it_takes_seconds(tmp_path: Path) -> None:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pgbridge.cli.main", "demo"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("✓") >= len(CHAPTERS) and "✗" not in done.stdout
    assert time.monotonic() - began < 20
    assert "4111" not in done.stdout


@pytest.mark.parametrize("form", ["text", "json"])
def test_it_admits_what_is_not_as_told(cli: Cli, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    def lie(tell: Teller) -> None:
        tell.chapter("a lie")
        tell.say("the earth is a plate")
        tell.expect("it has an edge", holds=False)

    monkeypatch.setattr(demo_module, "CHAPTERS", (lie,))
    result = cli("demo", "--format", form)
    assert result.code == 1
    if form == "json":
        assert (result.json["ok"], result.json["problem"]) == (False, "not as told: it has an edge")
    else:
        assert "✗ it has an edge" in result.out and "not as told" in result.err
