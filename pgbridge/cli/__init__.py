"""The `pgbridge` command line; needs the extra `cli` (typer and rich), `simulate` also the extra `server`."""
