"""Typed parameters of one PG: unknown ones and wrong types are warned of, and passed on."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

import pytest

from pgbridge.errors import ConfigError
from pgbridge.rules import Capability, Provider, check
from pgbridge.rules.bypass import mistyped, paths, shape_of, unknown


class Row(TypedDict, total=False):
    uid: str
    count: int


class Options(TypedDict, total=False):
    skin: Literal["red", "blue"]
    rows: list[Row]
    words: list[str]
    rate: float
    mixed: str | int
    risk: dict[str, Any]
    on: bool


class Payment(TypedDict, total=False):
    pg: Options


SHAPE = shape_of(Payment)


def provider(**changes: Any) -> Provider:
    values: dict[str, Any] = {
        "slug": "pg",
        "api": "v2",
        "codes": ("PG",),
        "name_en": "The PG",
        "name_ko": "피지",
        "source": "page",
        "operations": {"pay": Capability()},
        "bypass": {"pay": Payment},
    }
    return Provider(**values | changes)


@pytest.mark.parametrize(
    ("options", "strange", "wrong"),
    [
        ({}, False, False),
        ({"skin": "green"}, False, False),  # values are for rules of their own
        ({"skin": 1}, False, True),
        ({"skin": None}, False, False),
        ({"rows": [{"uid": "a", "count": 1}], "words": ["x"]}, False, False),
        ({"rows": [{"uid": "a", "colour": 1}]}, True, False),
        ({"rows": {"uid": "a"}}, False, True),
        ({"rows": [{"uid": "a", "count": "1"}]}, False, True),
        ({"words": "x:y"}, False, True),
        ({"rate": 1}, False, False),
        ({"rate": True}, False, True),
        ({"mixed": 3}, False, False),
        ({"mixed": []}, False, True),
        ({"risk": {"any": [1]}}, False, False),
        ({"on": "Y"}, False, True),
        ({"other": 1}, True, False),
    ],
)
def test_what_is_strange_and_what_is_wrong(options: dict[str, Any], strange: bool, wrong: bool) -> None:
    assert unknown({"pg": options}, SHAPE) is strange
    assert mistyped({"pg": options}, SHAPE) is wrong
    found = {v.rule: v.severity for v in check(provider(), "pay", {"bypass": {"pg": options}})}
    assert (found.get("pg.pay.bypass-unknown") == "warning") is strange
    assert (found.get("pg.pay.bypass-type") == "warning") is wrong


def test_another_pgs_name_is_strange() -> None:
    [found] = check(provider(), "pay", {"bypass": {"another_pg": {}}})
    assert found.rule == "pg.pay.bypass-unknown"
    assert "pg.skin" in found.message and "pg.rows[].uid" in found.message


def test_no_class_no_word_and_a_json_text_is_not_looked_into() -> None:
    assert not check(provider(bypass={}), "pay", {"bypass": {"another_pg": {}}})
    assert not check(provider(), "pay", {"bypass": '{"another_pg": {}}'})
    assert not check(provider(), "pay", {"bypass": {"another_pg": 1}}, off={"pg.pay.bypass-unknown"})


def test_a_class_for_an_operation_that_is_not_listed_is_a_mistake() -> None:
    with pytest.raises(ConfigError, match="lease"):
        provider(bypass={"lease": Payment})


def test_paths_name_what_has_no_parts() -> None:
    assert list(paths(SHAPE))[:4] == [
        "bypass.pg.skin",
        "bypass.pg.rows[].uid",
        "bypass.pg.rows[].count",
        "bypass.pg.words",
    ]
