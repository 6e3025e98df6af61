"""Where the `pgbridge` command begins. Imports neither typer nor rich, so that it can say that they are missing."""

from __future__ import annotations

import sys
from collections.abc import Sequence

EXTRAS = {"typer": "cli", "rich": "cli", "starlette": "server", "uvicorn": "server", "psycopg": "postgres"}


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 ok, 1 findings, 2 usage or config error, 3 remote failure or unknown outcome."""
    try:
        from pgbridge.cli.app import main
    except ModuleNotFoundError as error:
        if (extra := extra_of(error)) is None:
            raise
        print(missing(extra), file=sys.stderr)
        raise SystemExit(2) from None
    main(None if arguments is None else list(arguments))


def extra_of(error: ModuleNotFoundError) -> str | None:
    """Return the extra of pgbridge that would install the missing module, if one would."""
    return EXTRAS.get((error.name or "").partition(".")[0])


def missing(extra: str) -> str:
    """Say which extra to install."""
    return f"pgbridge: packages of the extra {extra!r} are not installed: pip install 'pgbridge[{extra}]'"


if __name__ == "__main__":
    run()
