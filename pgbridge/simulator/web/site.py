"""Everything that is seen of the simulator, as one application: `serve(simulator, pages=site(simulator))`."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Route

from pgbridge.simulator.service import Simulator
from pgbridge.simulator.web.console import Console, Translating, Untranslated
from pgbridge.simulator.web.pages import static
from pgbridge.simulator.web.windows import Windows
from pgbridge.simulator.windows import Check, unchecked


def site(simulator: Simulator, check: Check = unchecked, sides: Translating = Untranslated()) -> Starlette:
    """Return the pages of a simulator.

    :param check: the rules of the PGs, for the payment windows
    :param sides: tells what a request would have been on the other API, for the console
    """
    return Starlette(
        routes=[
            *Windows(simulator, check).routes(),
            *Console(simulator, sides).routes(),
            Route("/static/{name}", static, methods=["GET"]),
        ]
    )
