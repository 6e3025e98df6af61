"""Whatever a file holds, `check` and `translate` answer or name what is wrong with it."""

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "requests").glob("*.json"))
STRANGE: tuple[Any, ...] = (
    *(None, True, 0, 1, -1, 1.5, 10**30, "", "x", "2030-13", "9" * 30),
    *([], [1], [[]], [{}], {}, {"a": 1}),
)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if at:
        yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*at, key))


def mutated(example: Any, chance: random.Random) -> Any:
    changed = copy.deepcopy(example)
    *way, last = chance.choice(list(places(changed)))
    inner = changed
    for step in way:
        inner = inner[step]
    inner[last] = chance.choice(STRANGE)
    return changed


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_nothing_in_a_file_is_unexpected(cli: Cli, path: Path) -> None:
    chance = random.Random(path.stem)
    example = json.loads(path.read_text(encoding="utf-8"))
    for _ in range(15):
        text = json.dumps(mutated(example, chance))
        for command in ("check", "translate"):
            result = cli(command, "--format", "json", input=text)
            assert result.code in (0, 1, 2), (command, text, result.out)
            assert isinstance(result.json, dict)
