"""Fixtures for pytest, there as soon as pgbridge is installed; what they need is loaded by the tests that use them.

`portone` is a pretend PortOne of the test's own, `bridge` and `async_bridge` do operations on it, `portone_clock`,
`portone_faults` and `portone_webhooks` are its clock, its trouble and what it told the shop. The marker `portone` sets it up:

    @pytest.mark.portone(start="2026-01-01T00:00:00Z", config="pgbridge.toml", seed=7, faults=["instant: commit then drop"])
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pgbridge.client import AsyncBridge, Bridge
    from pgbridge.testing.portone import PortOne, PortOneClock, PortOneFaults, PortOneWebhooks

MARKER = "portone(start=, config=, seed=, faults=): how the fixtures of pgbridge begin"


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", MARKER)


@pytest.fixture
def portone(request: pytest.FixtureRequest) -> Iterator[PortOne]:
    """A pretend PortOne in this process, with both APIs and a clock that stands still."""
    from pgbridge.testing.portone import PortOne  # noqa: PLC0415 - only for tests that use it

    marker = request.node.get_closest_marker("portone")
    options: dict[str, Any] = dict(marker.kwargs) if marker is not None else {}
    made = PortOne(**options)
    yield made
    made.close()


@pytest.fixture
def bridge(portone: PortOne) -> Iterator[Bridge]:
    """A bridge onto the pretend PortOne of `portone`."""
    from pgbridge.client import Bridge  # noqa: PLC0415 - only for tests that use it

    with Bridge.simulated(parts=portone.parts) as made:
        yield made


@pytest.fixture
def async_bridge(portone: PortOne) -> Iterator[AsyncBridge]:
    """The same, to be awaited; needs no plugin for async tests."""
    import asyncio  # noqa: PLC0415 - only for tests that use it

    from pgbridge.client import AsyncBridge  # noqa: PLC0415 - only for tests that use it

    made = AsyncBridge.simulated(parts=portone.parts)
    yield made
    asyncio.run(made.close())


@pytest.fixture
def portone_clock(portone: PortOne) -> PortOneClock:
    """The clock of the pretend PortOne, which stands still until it is moved."""
    return portone.clock


@pytest.fixture
def portone_faults(portone: PortOne) -> PortOneFaults:
    """What goes wrong: faults in words."""
    return portone.faults


@pytest.fixture
def portone_webhooks(portone: PortOne) -> PortOneWebhooks:
    """The webhooks that the shop was sent, oldest first."""
    return portone.webhooks
