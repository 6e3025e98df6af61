"""What several folders of tests need: a real PostgreSQL."""

import uuid
from collections.abc import Iterator

import pytest

from tests.servers import postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server of this test run."""
    with postgres_server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """The URL of a ledger that nobody else uses: a schema of its own."""
    return f"{postgres}&schema=t{uuid.uuid4().hex}"
