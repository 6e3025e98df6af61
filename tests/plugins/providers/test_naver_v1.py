"""Naver Pay on V1: what is paid is used on its day or later."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pgbridge_providers.v1.naver import PROVIDER

from pgbridge.rules import check

NOW = datetime(2026, 6, 1, 15, tzinfo=UTC)  # already 2 June in Korea
THIRD = 1_780_498_800  # 2026-06-04 00:00 in Korea


def broken(operation: str, request: dict[str, Any]) -> bool:
    found = {each.rule for each in check(PROVIDER, operation, request, now=NOW)}
    return f"naver.{operation}.use-cfm-not-past" in found


def used(operation: str, day: object) -> dict[str, Any]:
    return {"naverUseCfm": day} if operation == "browser_payment" else {"extra": {"naverUseCfm": day}}


@pytest.mark.parametrize("operation", ["browser_payment", "again"])
@pytest.mark.parametrize("day", ["20260601", "20200101", 20260601])
def test_a_day_that_is_over(operation: str, day: object) -> None:
    assert broken(operation, used(operation, day))


@pytest.mark.parametrize("operation", ["browser_payment", "again"])
@pytest.mark.parametrize("day", ["20260602", "20991231", "", None, "soon", "20260231", 5, True, []])
def test_today_or_later_or_no_day(operation: str, day: object) -> None:
    assert not broken(operation, used(operation, day))


def rows(*pairs: tuple[object, object]) -> dict[str, Any]:
    return {"schedules": [{"schedule_at": at, "extra": {"naverUseCfm": day}} for at, day in pairs]}


@pytest.mark.parametrize(
    "request_",
    [
        rows((None, "20260601")),
        rows((THIRD, "20260603")),
        rows((THIRD, "20260604"), (str(THIRD), "20260603")),
        rows((1, "20260601")),
        rows(("never", "20200101")),
    ],
)
def test_a_row_used_before_its_payment(request_: dict[str, Any]) -> None:
    assert broken("schedule", request_)


@pytest.mark.parametrize(
    "request_",
    [
        rows((THIRD, "20260604")),
        rows((THIRD - 1, "20260603")),
        rows((None, "20260602")),
        rows((THIRD * 1000, "20260602")),
        rows((-1, "20260602"), (THIRD, None)),
        {"schedules": [{"extra": "x"}, "x", {"schedule_at": THIRD}]},
        {"schedules": "x"},
        {},
    ],
)
def test_a_row_used_on_its_day_or_later(request_: dict[str, Any]) -> None:
    assert not broken("schedule", request_)
