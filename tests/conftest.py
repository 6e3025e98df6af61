"""What several folders of tests need: a real PostgreSQL, and everything closed in the end."""

import uuid
from collections.abc import Iterator

import pytest

from tests.closing import one_test
from tests.servers import postgres_server


@pytest.fixture(autouse=True)
def closing() -> Iterator[None]:
    """Close what helpers opened and kept for this test."""
    with one_test():
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server of this test run."""
    with postgres_server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """The URL of a ledger that nobody else uses: a schema of its own."""
    return f"{postgres}&schema=t{uuid.uuid4().hex}"
