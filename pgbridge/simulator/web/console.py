"""The console: what `/_sim` tells, as pages; what it does, as buttons.

Every page is a view of the admin API's answers, so that nothing secret and nobody's data can be on it that is not there.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, Final, Protocol
from urllib.parse import parse_qsl, quote, urlencode

import msgspec
from msgspec import Struct
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from pgbridge.simulator.admin import PREFIX, answer
from pgbridge.simulator.http import Request
from pgbridge.simulator.requests import Entry, covered
from pgbridge.simulator.service import Simulator
from pgbridge.simulator.web.pages import own_origin, page
from pgbridge.simulator.windows import Window

ROOT: Final = "/console"
ROWS: Final = 50
# Fields of forms that are not text.
KINDS: Final[Mapping[str, Callable[[str], Any]]] = {
    "amount": int,
    "tax_free": int,
    "vat": int,
    "advance": float,
    "freeze": bool,
    "run": bool,
}
NOTES_KEPT: Final = 100


class OtherSide(Struct, frozen=True, kw_only=True):
    """What a request would have been on the other API.

    :ivar requests: JSON, nothing secret in it; empty where there is no way, and `why` says why
    :ivar lossy: what had no place there
    :ivar warnings: what is done in another way there
    """

    title: str
    requests: tuple[Any, ...] = ()
    lossy: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


class Translating(Protocol):
    """Tells the other side of things; no API is known here."""

    def of_request(self, simulator: Simulator, entry: Entry, /) -> OtherSide | None:
        """Return the other side of a request."""
        ...

    def of_window(self, simulator: Simulator, window: Window, /) -> OtherSide | None:
        """Return the other side of a call that opened a window."""
        ...


class Untranslated:
    """Knows no other side."""

    def of_request(self, simulator: Simulator, entry: Entry, /) -> OtherSide | None:
        """Know nothing."""
        del simulator, entry
        return None

    def of_window(self, simulator: Simulator, window: Window, /) -> OtherSide | None:
        """Know nothing."""
        del simulator, window
        return None


class Console:
    """The pages of one simulator.

    :param sides: tells what a request would have been on the other API
    """

    def __init__(self, simulator: Simulator, sides: Translating = Untranslated()) -> None:
        self.simulator, self.sides = simulator, sides
        self._notes: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._numbers = count(1)

    def routes(self) -> list[Route]:
        """Return the routes."""
        pages = {
            "": self.overview,
            "/payments": self.payments,
            "/payments/{id:path}": self.payment,
            "/windows": self.windows,
            "/windows/{id}": self.window,
            "/keys": self.keys,
            "/schedules": self.schedules,
            "/webhooks": self.webhooks,
            "/webhooks/{serial}": self.webhook,
            "/requests": self.requests,
            "/requests/{serial}": self.request,
            "/trouble": self.trouble,
        }
        return [
            Route("/", self.home, methods=["GET"]),
            *(Route(f"{ROOT}{path}", handler, methods=["GET"]) for path, handler in pages.items()),
            Route(f"{ROOT}/do", self.act, methods=["POST"]),
        ]

    def ask(self, path: str, **query: object) -> Any:
        """Ask the admin API; None where there is no such thing."""
        pairs = [(name, str(value)) for name, value in query.items() if value]
        found = answer(self.simulator, Request(method="GET", path=f"{PREFIX}{path}", query=pairs))
        return msgspec.json.decode(found.body) if found.status < 400 else None

    def render(self, http: HttpRequest, template: str, here: str, **values: Any) -> Response:
        """Write a page with its frame: where one is, what the clock says, what was just done."""
        note = self._notes.pop(http.query_params.get("note", ""), None)
        return page(
            f"console/{template}.html",
            here=here,
            clock=self.ask("/clock"),
            note=note,
            path=http.url.path,
            query=http.url.query,
            base=f"{http.url.scheme}://{http.url.netloc}",
            **values,
        )

    def listed(self, http: HttpRequest, path: str, *filters: str) -> dict[str, Any]:
        """Return a page of rows, and the filters that chose them."""
        chosen = {name: http.query_params.get(name, "") for name in filters}
        before = http.query_params.get("before", "")
        before = before if before.isdigit() else ""
        found = self.ask(path, limit=ROWS, before=before, **chosen)
        older = urlencode({**{k: v for k, v in chosen.items() if v}, "before": found["before"] or ""})
        return {
            "rows": found["items"],
            "total": found["total"],
            "older": older if found["before"] else "",
            **chosen,
        }

    async def home(self, http: HttpRequest) -> Response:
        """Lead to the overview."""
        return RedirectResponse(ROOT if not http.url.query else f"{ROOT}?{http.url.query}", 302)

    async def overview(self, http: HttpRequest) -> Response:
        """Show what there is."""
        return self.render(
            http,
            "overview",
            "overview",
            about=self.ask(""),
            payments=self.ask("/payments", limit=8)["items"],
            webhooks=self.ask("/webhooks", limit=8)["items"],
            faults=self.ask("/faults")["items"],
            scripts={name: desk.path for name, desk in self.simulator.desks.items()},
        )

    async def payments(self, http: HttpRequest) -> Response:
        """List payments."""
        return self.render(
            http, "payments", "payments", **self.listed(http, "/payments", "order_id", "status")
        )

    async def payment(self, http: HttpRequest) -> Response:
        """Show an attempt, and everything of its order."""
        found = self.ask(f"/payments/{quote(http.path_params['id'], safe='')}")
        if found is None:
            return self.nothing(http, "payment")
        order = found["order_id"]
        events = [each for each in self.ask("/events")["items"] if each["attempt_id"] == found["id"]]
        return self.render(
            http,
            "payment",
            "payments",
            it=found,
            waits=found["status"] == "VIRTUAL_ACCOUNT_ISSUED",
            attempts=self.ask("/payments", order_id=order, limit=ROWS)["items"],
            webhooks=self.ask("/webhooks", order_id=order, limit=ROWS)["items"],
            windows=[each for each in self.all_windows() if each.attempt_id == found["id"]],
            events=events,
        )

    async def windows(self, http: HttpRequest) -> Response:
        """List the payment windows that pages opened."""
        return self.render(http, "windows", "windows", rows=self.all_windows()[:ROWS])

    async def window(self, http: HttpRequest) -> Response:
        """Show what a page asked for, beside what it would have been on the other API."""
        found = self.simulator.window(http.path_params["id"])
        if found is None:
            return self.nothing(http, "window")
        return self.render(
            http,
            "window",
            "windows",
            it=found,
            wish=found.wish,
            parameters=pretty(covered(found.call.params)),
            result=pretty(covered(found.result)) if found.result is not None else "",
            other=self.sides.of_window(self.simulator, found),
            pretty=pretty,
        )

    def all_windows(self) -> list[Window]:
        """Return all windows, the newest first."""
        return list(reversed(self.simulator.world.windows.copy().values()))

    async def keys(self, http: HttpRequest) -> Response:
        """List billing keys."""
        return self.render(http, "keys", "keys", **self.listed(http, "/billing-keys"))

    async def schedules(self, http: HttpRequest) -> Response:
        """List schedules."""
        return self.render(
            http, "schedules", "schedules", **self.listed(http, "/schedules", "order_id", "status")
        )

    async def webhooks(self, http: HttpRequest) -> Response:
        """List webhooks."""
        return self.render(
            http, "webhooks", "webhooks", **self.listed(http, "/webhooks", "order_id", "state")
        )

    async def webhook(self, http: HttpRequest) -> Response:
        """Show a webhook with its body and its tries."""
        found = self.ask(f"/webhooks/{http.path_params['serial']}")
        if found is None:
            return self.nothing(http, "webhook")
        return self.render(http, "webhook", "webhooks", it=found, body=pretty_text(found["body"]))

    async def requests(self, http: HttpRequest) -> Response:
        """List requests."""
        return self.render(http, "requests", "requests", **self.listed(http, "/requests"))

    async def request(self, http: HttpRequest) -> Response:
        """Show a request and its answer, beside what it would have been on the other API."""
        serial = http.path_params["serial"]
        found = self.ask(f"/requests/{serial}")
        entry = self.simulator.requests.find(int(serial)) if found and self.simulator.requests else None
        if entry is None:
            return self.nothing(http, "request")
        return self.render(
            http,
            "request",
            "requests",
            it=found,
            other=self.sides.of_request(self.simulator, entry),
            pretty=pretty,
        )

    async def trouble(self, http: HttpRequest) -> Response:
        """Show the faults in force."""
        names = sorted(
            {name for face in self.simulator.faces.values() for name in face.names if " " not in name}
        )
        return self.render(http, "trouble", "trouble", faults=self.ask("/faults"), names=names)

    def nothing(self, http: HttpRequest, what: str) -> Response:
        """Say that there is no such thing."""
        shown = self.render(http, "nothing", "", what=what)
        shown.status_code = 404
        return shown

    async def act(self, http: HttpRequest) -> Response:
        """Do what a form says, by the admin API, and come back to the page with what came of it."""
        if not own_origin(http):
            return PlainTextResponse("only the console's own pages may do this", 403)
        given = dict(parse_qsl((await http.body()).decode("utf-8", "replace")))
        method, _, path = given.pop("_call", "").partition(" ")
        back, said = given.pop("_back", ROOT), given.pop("_said", "Done.")
        if method not in ("POST", "DELETE") or not path.startswith(f"{PREFIX}/"):
            return PlainTextResponse("there is no such call", 400)
        try:
            body = {name: KINDS.get(name, str)(value) for name, value in given.items()}
        except ValueError as error:
            return self.return_to(back, "error", str(error))
        done = answer(
            self.simulator, Request(method=method, path=path, body=msgspec.json.encode(body) if body else b"")
        )
        if done.status < 400:
            return self.return_to(back, "good", said)
        return self.return_to(back, "error", msgspec.json.decode(done.body)["message"])

    def return_to(self, back: str, kind: str, text: str) -> Response:
        """Lead back to a page of the console, which shows a note once."""
        number = str(next(self._numbers))
        self._notes[number] = (kind, text)
        if len(self._notes) > NOTES_KEPT:
            self._notes.popitem(last=False)
        path, _, query = (back if back.startswith(ROOT) else ROOT).partition("?")
        kept = [pair for pair in parse_qsl(query) if pair[0] != "note"]
        return RedirectResponse(f"{path}?{urlencode([*kept, ('note', number)])}", 303)


def pretty(value: Any) -> str:
    """Write JSON for people; nothing for nothing."""
    if value is None or value == "":
        return ""
    return value if isinstance(value, str) else msgspec.json.format(msgspec.json.encode(value)).decode()


def pretty_text(text: str) -> str:
    """Write a text that may be JSON for people."""
    try:
        return msgspec.json.format(text)
    except msgspec.MsgspecError:
        return text
