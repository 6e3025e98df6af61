"""Schedules from seeds, none of which may charge twice; and those that once did something wrong."""

from pathlib import Path
from typing import Any

import pytest

from pgbridge.testing.proof import generated, play
from pgbridge.testing.proof.schedule import read, written

FOUND = sorted((Path(__file__).parent / "found").glob("*.json"))
PARTS, EACH = 8, 60


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_was_found_once_stays_mended(path: Path) -> None:
    assert play(read(path.read_bytes())).violations == []


@pytest.mark.parametrize("part", range(PARTS))
def test_no_schedule_breaks_a_rule(part: int) -> None:
    for seed in range(part * EACH, (part + 1) * EACH):
        assert play(generated(seed)).violations == [], f"python -m pgbridge.testing.proof --seed {seed} --log"


def test_the_same_seed_gives_the_same_log() -> None:
    for seed in range(0, 300, 7):
        first, again = (play(generated(seed), log=True).log for _ in range(2))
        assert first == again
        assert len(first) > 5


def test_a_schedule_is_replayed_from_what_was_drawn() -> None:
    import msgspec

    for seed in range(40):
        schedule = generated(seed)
        chance = play(schedule, log=True)
        exact = read(written(msgspec.structs.replace(schedule, script=chance.script)))
        assert play(exact, log=True).log == chance.log


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
