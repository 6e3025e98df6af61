"""Pages: templates that escape by themselves, files that never change while the server runs, safe headers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from pgbridge.simulator.money import EXPONENTS

SEOUL: Final = timezone(timedelta(hours=9), "KST")
TYPES: Final[Mapping[str, str]] = {
    "pgbridge.css": "text/css; charset=utf-8",
    "window.js": "text/javascript; charset=utf-8",
    "console.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
HEADERS: Final[Mapping[str, str]] = {
    "x-content-type-options": "nosniff",
    # Not `no-referrer`: forms would then be sent without the origin by which they are known as our own.
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}


def money(minor: int, currency: str) -> str:
    """Write an amount as people read it.

    >>> money(12_000, "KRW"), money(1_050, "USD")
    ('12,000 KRW', '10.50 USD')
    """
    exponent = EXPONENTS.get(currency, 0)
    return f"{minor / 10**exponent:,.{exponent}f} {currency}"


def clock(moment: float | None) -> str:
    """Write a moment in Korean time."""
    return "" if moment is None else f"{datetime.fromtimestamp(moment, SEOUL):%Y-%m-%d %H:%M:%S}"


def stamp(moment: float | None) -> str:
    """Write a moment for machines."""
    return "" if moment is None else datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")


@cache
def templates() -> Environment:
    """Return the templates."""
    made = Environment(
        loader=PackageLoader("pgbridge.simulator.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(money=money, clock=clock, stamp=stamp)
    return made


def page(
    template: str,
    *,
    code: int = 200,
    frames: str | None = "'none'",
    **values: Any,
) -> Response:
    """Return a page.

    :param frames: who may show it in a frame, as the policy writes it; None says nothing of it
    """
    policy = POLICY if frames is None else f"{POLICY}; frame-ancestors {frames}"
    headers = {**HEADERS, "content-security-policy": policy}
    body = templates().get_template(template).render(**values)
    return Response(body, code, headers, media_type="text/html; charset=utf-8")


@cache
def asset(name: str) -> str:
    """Return a file of the package as text."""
    return files("pgbridge.simulator.web").joinpath("static", name).read_text(encoding="utf-8")


async def static(http: Request) -> Response:
    """Serve a file of a closed list."""
    name = http.path_params["name"]
    if name not in TYPES:
        return PlainTextResponse("there is nothing here", 404)
    return Response(asset(name), headers={**HEADERS, "content-type": TYPES[name]})


def own_origin(http: Request) -> bool:
    """Whether a page of this server sends the request: a browser that posts a form always says whose page it was."""
    origin = http.headers.get("origin")
    return origin is not None and origin.partition("://")[2] == http.headers.get("host")
