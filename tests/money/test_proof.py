"""Schedules from seeds, none of which may charge twice; and those that once did something wrong."""

from pathlib import Path
from typing import Any

import pytest

from pgbridge.testing.proof import generated, play, shrunk
from pgbridge.testing.proof.__main__ import main
from pgbridge.testing.proof.guards import BY_NAME, GUARDS, Edit, Guard, GuardMoved, removed
from pgbridge.testing.proof.run import catch, chunk
from pgbridge.testing.proof.schedule import kept, read, written

FOUND = kept()
SHOWN = {guard.name: guard for guard in GUARDS if guard.shown_by}
PARTS, EACH = 10, 200
# Caught within a few schedules from a seed on, so that every run of the tests shows that the watch sees.
QUICK = {
    "persist before send": 0,
    "refusal table closed": 0,
    "absence on a test channel is no proof": 15,
    "absence is not proof": 25,
    "look-up lag waited for": 25,
    "same vendor id after unknown": 35,
    "no charge beside a live schedule or account": 55,
    "unique keys": 160,
    "every row counted": 215,
    "an error that left a failure is counted": 215,
}
MOST = 100


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_once_stays_mended(name: str) -> None:
    assert play(FOUND[name]).violations == []


@pytest.mark.parametrize("name", SHOWN)
def test_a_kept_schedule_shows_that_its_guard_is_gone(name: str) -> None:
    with removed(SHOWN[name]):
        assert play(FOUND[SHOWN[name].shown_by]).violations


@pytest.mark.parametrize("part", range(PARTS))
def test_no_schedule_breaks_a_rule(part: int) -> None:
    for seed in range(part * EACH, (part + 1) * EACH):
        assert play(generated(seed)).violations == [], f"python -m pgbridge.testing.proof --seed {seed} --log"


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_stands_where_the_table_says(guard: Guard) -> None:
    with removed(guard):
        pass
    assert guard.why


def test_a_guard_that_moved_is_missed_loudly() -> None:
    for where in (
        "pgbridge.writing.delivery:Delivery.gone",
        "pgbridge.gone:x",
        "pgbridge.writing.delivery:RESERVE",
    ):
        gone = Guard(name="x", why="x", edits=(Edit(where=where, old="a", new="b"),))
        with pytest.raises(GuardMoved), removed(gone):
            pass
    changed = Guard(
        name="x", why="x", edits=(Edit(where="pgbridge.ledger.decide:_again", old="gone", new=""),)
    )
    with pytest.raises(GuardMoved), removed(changed):
        pass


@pytest.mark.parametrize("name", QUICK)
def test_schedules_catch_a_guard_that_is_gone(name: str) -> None:
    caught = catch(name, QUICK[name], MOST)
    assert caught.schedules > 0
    # It is back afterwards.
    assert play(generated(caught.seed)).violations == []


def test_a_failing_schedule_is_shrunk_and_still_fails() -> None:
    name = "same vendor id after unknown"
    seed = catch(name, QUICK[name], MOST).seed
    with removed(BY_NAME[name]):
        small = shrunk(generated(seed))
        assert play(small).violations
        assert play(read(written(small))).violations
    assert len(small.script or {}) <= len(play(generated(seed)).script)
    assert play(small).violations == []


def test_the_command_plays_replays_and_tells(tmp_path: Path, capsys: Any) -> None:
    assert main(["--schedules", "12", "--jobs", "1", "--no-guards", "--quiet"]) == 0
    assert "12 schedules, 0 violations" in capsys.readouterr().out
    assert main(["--seed", "3", "--log"]) == 0
    assert "call1 begins" in capsys.readouterr().out
    arguments = ["--guards-only", "--jobs", "1", "--most", "20", "--guard", "persist before send"]
    assert main(arguments) == 0
    assert "persist before send" in capsys.readouterr().out
    assert main(["--seed", "1", "--guard", "persist before send", "--shrink"]) == 1
    shown = capsys.readouterr().out
    file = tmp_path / "schedule.json"
    file.write_text(shown.splitlines()[0])
    assert main(["--replay", str(file)]) == 0
    assert main(["--replay", str(file), "--guard", "persist before send"]) == 1


def test_the_same_seed_gives_the_same_log() -> None:
    for seed in range(0, 300, 7):
        first, again = (play(generated(seed), log=True).log for _ in range(2))
        assert first == again
        assert len(first) > 5


def test_what_is_counted_is_counted_once() -> None:
    """One worker plays chunk after chunk, and each is told by itself."""
    first = chunk(range(2))
    assert chunk(range(2)) == first
    assert sum(first.themes.values()) == first.schedules == 2


def test_a_schedule_is_replayed_from_what_was_drawn() -> None:
    import msgspec

    for seed in range(40):
        schedule = generated(seed)
        chance = play(schedule, log=True)
        exact = read(written(msgspec.structs.replace(schedule, script=chance.script)))
        again = play(exact, log=True)
        assert again.log == chance.log
        assert again.script == chance.script


def test_an_unlucky_shop_meets_every_kind_of_trouble() -> None:
    from pgbridge.testing.proof.generate import THEMES

    themes: set[str] = set()
    troubles: set[str] = set()
    for seed in range(400):
        schedule: Any = generated(seed)
        themes.add(schedule.theme)
        troubles |= {name for name in schedule.trouble.__struct_fields__ if getattr(schedule.trouble, name)}
    assert themes == set(THEMES)
    assert troubles >= {"killed", "stalled", "late", "token_gone", "pg_error_after", "html", "duplicated"}
