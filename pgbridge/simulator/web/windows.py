"""Routes of the browser SDKs and their payment windows, under `/sdk`.

A page may be of any origin, so the SDK's own calls are open to all of them, without cookies; the choice in a window is
taken only from the window itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from pgbridge.simulator.cards import MAGIC
from pgbridge.simulator.codes import BANKS
from pgbridge.simulator.courier import ask
from pgbridge.simulator.http import Refusal
from pgbridge.simulator.service import Simulator
from pgbridge.simulator.state import Failure
from pgbridge.simulator.web.pages import asset, own_origin, page
from pgbridge.simulator.windows import (
    CARD_NUMBER,
    Call,
    Check,
    Decision,
    Window,
    approves,
    outcomes,
    unchecked,
)

ANY: Final[Mapping[str, str]] = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "content-type",
    # A page on a public address that opens a window on this machine.
    "access-control-allow-private-network": "true",
    "cache-control": "no-store",
}
BANK_CODES: Final = ("088", "004", "020", "081", "011", "003", "090", "092", "089", "071")
LANGUAGES: Final = (("SKT", "SKT"), ("KT", "KT"), ("LGU", "LG U+"), ("SKT_MVNO", "MVNO (SKT)"))


class Told(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the SDK's script reports of a call."""

    function: str
    arguments: tuple[Any, ...]
    platform: str
    how: str
    page: str
    init: tuple[str, ...] = ()
    user_agent: str = ""


class Windows:
    """The routes, for one simulator.

    :param check: the rules of the PGs
    """

    def __init__(self, simulator: Simulator, check: Check = unchecked) -> None:
        self.simulator, self.check = simulator, check

    def routes(self) -> list[Route]:
        """Return the routes."""
        scripts = [
            Route(desk.path, self.script_of(name), methods=["GET"])
            for name, desk in self.simulator.desks.items()
        ]
        return [
            *scripts,
            Route("/sdk/windows", self.open, methods=["POST", "OPTIONS"]),
            Route("/sdk/windows/{id}", self.show, methods=["GET"]),
            Route("/sdk/windows/{id}", self.choose, methods=["POST"]),
            Route("/sdk/windows/{id}/closed", self.closed, methods=["POST", "OPTIONS"]),
        ]

    def script_of(self, name: str) -> Any:
        """Return the handler that serves an API's script, in one function together with what all share."""
        desk = self.simulator.desks[name]
        path = msgspec.json.encode(desk.path).decode()
        text = f'(() => {{\n"use strict";\nconst SCRIPT_PATH = {path};\n{asset("sdk.js")}\n{desk.script()}}})();\n'

        async def script(http: Request) -> Response:  # noqa: ARG001 - it is the same for everybody
            return Response(text, headers={**ANY, "content-type": "text/javascript; charset=utf-8"})

        return script

    async def open(self, http: Request) -> Response:
        """Open a window for a call."""
        if http.method == "OPTIONS":
            return Response(status_code=204, headers=dict(ANY))
        try:
            told = msgspec.json.decode(await http.body(), type=Told)
            call = msgspec.convert(
                {**msgspec.structs.asdict(told), "origin": http.headers.get("origin", "null")}, type=Call
            )
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            return JSONResponse({"message": f"this is no call of an SDK: {error}"}, 400, dict(ANY))
        name = "v1" if call.function.startswith("IMP.") else "v2"
        if name not in self.simulator.desks:
            return JSONResponse({"message": f"no {name} is served here"}, 404, dict(ANY))
        try:
            window = self.simulator.open_window(name, call, self.check)
        except Refusal as refusal:
            answer = self.simulator.desks[name].refused(call, refusal)
            return JSONResponse({"refused": answer}, headers=dict(ANY))
        path = f"/sdk/windows/{window.id}"
        return JSONResponse({"window": window.id, "path": path, "how": window.wish.how}, headers=dict(ANY))

    async def show(self, http: Request) -> Response:
        """Show a window, or how it ended."""
        window = self.simulator.window(http.path_params["id"])
        if window is None:
            return page("gone.html", code=404, frames=None)
        return self.ended(window) if window.result is not None else self.asking(window)

    def asking(self, window: Window, mistake: str = "") -> Response:
        """Show what is asked of the person."""
        return page(
            "window.html",
            code=400 if mistake else 200,
            frames=ancestors(window),
            window=window,
            wish=window.wish,
            bill=window.wish.bill,
            mistake=mistake,
            reasons=outcomes(),
            banks=[each for code in BANK_CODES for each in BANKS if each.code == code],
            operators=LANGUAGES,
            card_number=dashed(CARD_NUMBER),
            magic=[(dashed(number), outcome) for number, outcome in MAGIC.items()],
            parameters=msgspec.json.format(msgspec.json.encode(window.call.params)).decode(),
        )

    def ended(self, window: Window) -> Response:
        """Show how it ended, and lead the way back."""
        attempt = self.simulator.world.attempts.get(window.attempt_id or "")
        return page(
            "ended.html",
            frames=ancestors(window),
            window=window,
            wish=window.wish,
            account=attempt.account if attempt is not None else None,
            bill=window.wish.bill,
            message=message(window),
            target="*" if window.call.origin == "null" else window.call.origin,
            onward=onward(window) if window.wish.how == "redirection" else None,
        )

    async def choose(self, http: Request) -> Response:
        """Take the person's choice, from the window's own page only."""
        window = self.simulator.window(http.path_params["id"])
        if window is None:
            return page("gone.html", code=404, frames=None)
        if not own_origin(http):
            return JSONResponse({"message": "pages of other origins may not choose"}, 403)
        given = dict(parse_qsl((await http.body()).decode("utf-8", "replace"), keep_blank_values=True))
        try:
            decision = msgspec.convert(given, type=Decision)
            self.simulator.decide(window.id, decision, await self.unwanted(window, decision))
        except Refusal as refusal:
            return self.asking(window, refusal.message)
        except msgspec.ValidationError as error:
            return self.asking(window, str(error))
        return RedirectResponse(f"/sdk/windows/{window.id}", 303)

    async def unwanted(self, window: Window, decision: Decision) -> Failure | None:
        """Ask the shop before a payment is approved, if it wants that; return why not, if it does not want it."""
        asks = window.wish.charges and decision.choice != "agree" and approves(window, decision)
        if not asks or window.result is not None or window.attempt_id is None:
            return None
        return await ask(self.simulator, window.attempt_id, window.wish.confirm_url)

    async def closed(self, http: Request) -> Response:
        """Hear that a popup was closed or a frame taken away; tell how the window ended."""
        if http.method == "OPTIONS":
            return Response(status_code=204, headers=dict(ANY))
        try:
            window = self.simulator.decide(http.path_params["id"], Decision(choice="close"))
        except KeyError:
            return JSONResponse({"message": "there is no such window"}, 404, dict(ANY))
        return JSONResponse(message(window), headers=dict(ANY))


def message(window: Window) -> dict[str, Any]:
    """Return what the page hears."""
    if window.choice == "lost":
        return {"window": window.id, "lost": True}
    return {"window": window.id, "result": window.result, "redirect": onward(window)}


def onward(window: Window) -> str | None:
    """Return where the page goes with the result, if it goes anywhere."""
    wish = window.wish
    if not wish.redirects or wish.redirect_url is None or window.choice == "lost":
        return None
    parts = urlsplit(wish.redirect_url)
    told = {name: text(value) for name, value in (window.result or {}).items() if value is not None}
    query = "&".join(part for part in (parts.query, urlencode(told)) if part)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, parts.fragment))


def dashed(number: str) -> str:
    """Write a card number as it is printed."""
    return "-".join(number[at : at + 4] for at in range(0, len(number), 4))


def text(value: Any) -> str:
    """Write a value for an address."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def ancestors(window: Window) -> str | None:
    """Return who may frame a window: the page's own origin. One that has none (a file) cannot be named."""
    parts = urlsplit(window.call.origin)
    if window.wish.how == "redirection":
        return "'none'"
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return f"{parts.scheme}://{parts.netloc}"
