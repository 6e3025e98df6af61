"""What a server refuses before it looks at a request. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

# In the scope of a request: whether all of its body is there, and its headers by their names in lower case.
WHOLE, HEAD = "pgbridge.whole", "pgbridge.head"
LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


class Refused(Exception):
    """A request that is not looked at: a status, and a text for whoever sent it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


class Limits(Struct, frozen=True, kw_only=True):
    """What a server takes.

    :ivar most_bytes: of a body
    :ivar body_seconds: within which a body must have arrived
    :ivar hosts: names that a `Host` header may hold (without the port); None takes any. A page of another site that made
        its own name point to this machine (DNS rebinding) is kept out by it
    :ivar guarded: path prefixes that only `guarded_hosts`, and no page of another origin, may call
    :ivar guarded_hosts: names that a `Host` header may hold there
    """

    most_bytes: int = 1_048_576
    body_seconds: float = 30.0
    hosts: frozenset[str] | None = None
    guarded: tuple[str, ...] = ()
    guarded_hosts: frozenset[str] | None = LOOPBACK

    def check(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        """Look at the head of a request.

        :raises Refused: it is not taken
        """
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > self.most_bytes:
            raise self.too_large()
        if self.hosts is not None and (host := name_of(headers.get("host", ""))) not in self.hosts:
            raise foreign(host)
        if path.startswith(self.guarded) if self.guarded else False:
            self.guard(method, headers)

    def guard(self, method: str, headers: Mapping[str, str]) -> None:
        """Look at a request for a guarded path.

        :raises Refused: the host is another one, or a page of another origin sends it
        """
        host = headers.get("host", "")
        if self.guarded_hosts is not None and name_of(host) not in self.guarded_hosts:
            raise foreign(name_of(host))
        visits = method == "GET" and headers.get("sec-fetch-mode") == "navigate"
        site = headers.get("sec-fetch-site", "none")
        origin = headers.get("origin")
        if (site not in ("none", "same-origin") and not visits) or (
            origin is not None and origin.partition("://")[2] != host
        ):
            raise Refused(403, "pages of other origins may not call this")

    def too_large(self) -> Refused:
        """Return the refusal of a large body."""
        return Refused(413, f"the body is larger than {self.most_bytes} bytes")


def hosts_for(host: str, allowed: Iterable[str] = ()) -> frozenset[str] | None:
    """Return the names under which a server that listens on `host` may be called; `*` among the allowed ones is any."""
    names = {name.lower() for name in allowed}
    return None if "*" in names else LOOPBACK | names | {name_of(host)}


def name_of(host: str) -> str:
    """Return the name in a `Host` header, without its port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() and ":" not in name else host).lower()


def foreign(host: str) -> Refused:
    """Return the refusal of a request for another host."""
    shown = host if host.isprintable() and len(host) < 100 else "that"
    return Refused(421, f"this server does not answer for the host {shown!r}")
