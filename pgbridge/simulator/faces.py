"""What an API plugin gives the simulator: how its API answers, what its requests are called, what its webhooks say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from pgbridge.simulator.events import Event
from pgbridge.simulator.http import Answer, Refusal, Request
from pgbridge.simulator.state import Attempt
from pgbridge.simulator.webhooks import Note, Webhook
from pgbridge.simulator.windows import Desk
from pgbridge.simulator.world import World


def unnamed(request: Request) -> str:  # noqa: ARG001 - it has no names
    """Return no name."""
    return ""


def silent(world: World, event: Event) -> Sequence[Note]:  # noqa: ARG001 - it tells nobody anything
    """Tell nobody."""
    return ()


def unsigned(world: World, webhook: Webhook, moment: float) -> Mapping[str, str]:  # noqa: ARG001 - nothing vouches for it
    """Vouch for nothing."""
    return {}


def accepting(status: int | None, body: bytes) -> str | None:  # noqa: ARG001 - only the status counts
    """Take 200 for a yes."""
    return None if status == 200 else ""


class Face(Struct, frozen=True, kw_only=True):
    """One API of the world. Paths come without the prefix of the face.

    :ivar answer: answers a request
    :ivar scheme: of the `Authorization` header by which a request without the prefix is known to be this API's, lower case;
        nothing for an API that takes bare tokens
    :ivar logins: paths of the calls that need no `Authorization` yet
    :ivar name: what a request is called, as in the PG modules (`instant`, `cancel`), or nothing; a closed list
    :ivar names: every name there is
    :ivar refuse: writes an error in the API's own form
    :ivar tell: what a shop is told of an event
    :ivar desk: the server side of its browser SDK
    :ivar confirm: what a shop is asked before a payment from a window is approved (confirm process)
    :ivar refusal: why the shop refuses, given the status (None: no answer) and body of what it said; None where it accepts
    :ivar confirm_seconds: how long the shop has for it
    :ivar sign: the headers that vouch for a webhook sent at a moment, in UNIX seconds
    """

    answer: Callable[[World, Request], Answer]
    scheme: str = ""
    logins: Sequence[str] = ()
    name: Callable[[Request], str] = unnamed
    names: Sequence[str] = ()
    refuse: Callable[[Refusal], Answer] | None = None
    tell: Callable[[World, Event], Sequence[Note]] = silent
    sign: Callable[[World, Webhook, float], Mapping[str, str]] = unsigned
    desk: Desk | None = None
    confirm: Callable[[World, Attempt], Note] | None = None
    refusal: Callable[[int | None, bytes], str | None] = accepting
    confirm_seconds: float = 30.0

    def speaks(self, request: Request) -> bool:
        """Tell whether a request that came without the prefix is this API's."""
        authority = request.header("authorization")
        if authority is None:
            return request.path in self.logins
        scheme, blank, _ = authority.partition(" ")
        return (scheme.lower() == self.scheme) if self.scheme else not blank or scheme.lower() == "bearer"

    def __call__(self, world: World, request: Request) -> Answer:
        """Answer a request."""
        return self.answer(world, request)
