"""From a URL to a ledger."""

from __future__ import annotations

from pgbridge.errors import ConfigError
from pgbridge.ledger.protocol import Ledger
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.registry import Registry

POSTGRES = ("postgresql://", "postgres://")


def open_ledger(url: str, registry: Registry) -> Ledger:
    """Open a ledger: a plugin's, else `sqlite:///FILE`, `memory://` or `postgresql://...`.

    :raises ConfigError: nobody can open it, or not now; a URL may hold a password, so it is never quoted
    """
    if (found := registry.open_ledger(url) or open_sqlite(url)) is not None:
        return found
    if url.startswith(POSTGRES):
        try:
            from pgbridge.ledger.postgres import open_postgres  # noqa: PLC0415
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] != "psycopg":
                raise
            raise ConfigError(
                "ledger.url: PostgreSQL needs the extra 'postgres': pip install 'pgbridge[postgres]'"
            ) from None
        return open_postgres(url)
    raise ConfigError(
        f"ledger.url: nothing here opens {url.partition(':')[0]}:; use sqlite:///, postgresql:// or memory://"
    )
