"""Timing helpers: several rounds of each rival in turn, so that a drifting machine hits all alike; the median counts."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping


def rivals(
    candidates: Mapping[str, Callable[[], object]], *, number: int, rounds: int = 15
) -> dict[str, float]:
    """Return median seconds per call of each candidate, measured A B C A B C ..."""
    for call in candidates.values():
        for _ in range(max(1, number // 10)):
            call()
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, call in candidates.items():
            start = time.perf_counter()
            for _ in range(number):
                call()
            times[name].append((time.perf_counter() - start) / number)
    return {name: statistics.median(found) for name, found in times.items()}


def show(title: str, found: Mapping[str, float], base: str, *, unit: str = "us", limit: str = "") -> None:
    """Print a table with ratios to the base."""
    scale = {"us": 1e6, "ms": 1e3, "MB": 1.0}[unit]
    print(f"\n{title}" + (f"   (budget: {limit})" if limit else ""))
    for name, value in found.items():
        print(f"  {name:<44} {value * scale:10.2f} {unit}   {value / found[base]:6.2f} x {base}")
