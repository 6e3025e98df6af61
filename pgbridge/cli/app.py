"""The typer application: every command is a module of this package, and plugins may add their own."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from pgbridge.cli import (
    api,
    cancel,
    check,
    demo,
    facade,
    get,
    ledger,
    listing,
    operations,
    pay,
    providers,
    reconcile,
    route,
    simulate,
    translate,
    webhooks,
)
from pgbridge.cli.failures import failure_of
from pgbridge.cli.output import FORMAT, LINES, Format
from pgbridge.registry import installed

HELP = """Payments through PortOne V1 and V2: check, translate, pay, cancel, read, route, simulate.

Exit codes: 0 ok, 1 findings (a rule broken, a payment declined), 2 wrong usage or config, \
3 remote failure or unknown outcome.
"""


class Group(TyperGroup):
    """Turns every error into one clear paragraph and an exit code, for the commands of plugins too."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            failure = failure_of(error)
            if failure is None:
                raise
            failure.show(ctx.meta.get(FORMAT, Format.TEXT), lines=ctx.meta.get(LINES, False))
            raise typer.Exit(failure.code) from None


def application() -> typer.Typer:
    """Return the application with the commands of the installed plugins.

    :raises ConfigError: a plugin's command cannot be added
    """
    app = typer.Typer(
        cls=Group, help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False
    )
    app.command()(demo.demo)
    app.command()(check.check)
    app.command()(translate.translate)
    app.command()(pay.pay)
    app.command()(cancel.cancel)
    app.command()(get.get)
    app.command("list")(listing.list_payments)
    app.add_typer(typer.Typer(cls=api.Operations, help=api.HELP, no_args_is_help=True), name="api")
    app.command()(operations.operations)
    app.add_typer(route.app, name="route")
    app.add_typer(ledger.app, name="ledger")
    app.command()(reconcile.reconcile)
    app.command()(simulate.simulate)
    app.command()(facade.facade)
    app.add_typer(providers.app, name="providers")
    app.add_typer(webhooks.app, name="webhooks")
    installed().register_commands(app)
    return app


def main(arguments: list[str] | None = None) -> None:
    """Build the application and run it; exits."""
    try:
        app = application()
    except Exception as error:
        failure = failure_of(error)
        if failure is None:
            raise
        failure.show(Format.TEXT)
        raise SystemExit(failure.code) from None
    app(args=arguments, prog_name="pgbridge")
