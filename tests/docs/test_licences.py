"""Whoever installs pgbridge may use all that comes with it in closed software: every licence is one of these."""

import re
from importlib import metadata

from packaging.requirements import Requirement

OURS = ("pgbridge", "pgbridge-iamport", "pgbridge-portone", "pgbridge-providers")
EXTRAS = ("cli", "server", "postgres")
GOOD = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL-2|Mozilla Public License 2|LGPL|Lesser General Public|Unlicense|HPND|0BSD"
)


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(name, extras=()):
    """What a distribution asks for here, with these extras."""
    for text in metadata.requires(name) or ():
        need = Requirement(text)
        if any(need.marker is None or need.marker.evaluate({"extra": e}) for e in (extras or ("",))):
            yield normal(need.name), tuple(need.extras)


def installed_with():
    """Every distribution that comes along."""
    found, queue = set(), [(name, EXTRAS if name == "pgbridge" else ()) for name in OURS]
    while queue:
        name, extras = queue.pop()
        try:
            needs = list(wanted(name, ("", *extras)))
        except metadata.PackageNotFoundError:
            continue  # for another platform
        found.add(name)
        queue += [(n, e) for n, e in needs if n not in found]
    return sorted(found - set(OURS))


def licence(name):
    about = metadata.metadata(name)
    classified = [
        c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or () if c.startswith("License ::")
    ]
    return "; ".join([about.get("License-Expression") or "", *classified, (about.get("License") or "")[:80]])


def test_every_licence_is_a_good_one():
    names = installed_with()
    assert {"httpx", "msgspec", "pluggy", "typer", "starlette", "psycopg"} <= set(names)
    bad = {name: licence(name) for name in names if not GOOD.search(licence(name))}
    assert not bad
