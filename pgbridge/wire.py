"""The seam between the core and an API plugin: requests, answers, effects, and what a plugin offers.

A flow is a generator that yields effects and returns a result. It does no I/O; a driver answers its effects. Flows use
the helpers below (`yield from send(...)`), which give each answer its type, and never a bare `yield`.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Generator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import msgspec
from msgspec import Struct

from pgbridge.errors import ApiError, UnsupportedOperation
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.browser import Sdk
from pgbridge.model.channel import Channel, Connection

if TYPE_CHECKING:
    from pgbridge.operations.base import Operation

R = TypeVar("R")
ENCODER = msgspec.json.Encoder(decimal_format="number")


class WireRequest(Struct, frozen=True, kw_only=True):
    """One HTTP request, before a connection adds its host; or, without a method, one call of the API's browser SDK.

    :ivar path: of a call in the browser the function's name
    :ivar name: what the fact files and rules call it: `instant`, `onetime`, `cancel` ...
    :ivar body: a wire Struct or a mapping; None sends no body
    :ivar params: what rules see beside the body: path and query parameters by their wire names; of a call in the
        browser the arguments in front of the parameters
    """

    method: str
    path: str
    name: str = ""
    query: tuple[tuple[str, str], ...] = ()
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    params: Mapping[str, Any] = {}

    def __repr__(self) -> str:
        return f"WireRequest({self.method} {self.path})"

    @property
    def content(self) -> bytes:
        """The body as JSON; empty when there is none."""
        return b"" if self.body is None else ENCODER.encode(self.body)

    def for_rules(self) -> dict[str, Any]:
        """The request as a PG's rules read it: the body's keys with path and query parameters beside them."""
        body = {} if self.body is None else msgspec.to_builtins(self.body)
        return {**body, **self.params} if self.params else body


class WireResponse(Struct, frozen=True, kw_only=True):
    """One HTTP answer; look headers up by lower-case name."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = {}

    def __repr__(self) -> str:
        return f"WireResponse({self.status}, {len(self.body)} bytes)"


class Judgement(Struct, frozen=True, kw_only=True):
    """What an answer that is not a success means for a write.

    :ivar kind: `refused`: answered before processing, so proven undone;
        `error`: may have been processed, look it up;
        `already`: the wanted state, or one in its way, was there before: look it up;
        `running`: the same key is being worked on, ask again;
        `unauthorized`: the token was not taken, nothing was processed;
        `unreadable`: not an answer of this API
    """

    kind: str
    error: ApiError


class Grant(Struct, frozen=True, kw_only=True):
    """An access token and how many seconds it lives from now."""

    token: str
    lifetime: float

    def __repr__(self) -> str:
        return f"Grant(lifetime={self.lifetime})"


class Accepted(Struct, frozen=True, kw_only=True):
    """An operation read from a foreign request, and where that request was going.

    :ivar pg: V1's `pg`, `provider` or `provider.mid`
    :ivar unknown: fields of the request that this API does not have, so nobody reads them
    """

    op: Any
    channel_key: str | None = None
    pg: str | None = None
    store_id: str | None = None
    tier: str | None = None
    unknown: tuple[str, ...] = ()


class Prior(Struct, frozen=True, kw_only=True):
    """What is known before the first send of a write.

    :ivar op: the operation with the vendor ids and amounts that its request needs
    :ivar sighting: what exists already, so cannot come from this write
    :ivar target: the vendor's id of what the write is about, kept for later look-ups
    :ivar payment: the payment that a cancel is about, as read
    """

    op: Any
    sighting: Sighting = Sighting()
    target: str | None = None
    payment: Any = None


class Event(Struct, frozen=True, kw_only=True):
    """Something worth knowing that happened on the way; holds ids and words only.

    :ivar kind: `warning`, `sending`, `answered`, `retrying`, `settling`, `declined`, `failover`, `anomaly`, `finished`
    """

    kind: str
    operation: str = ""
    channel: str = ""
    detail: str = ""
    order_id: str | None = None


class Send(Struct, frozen=True, kw_only=True):
    """Effect: send the request; answered with a WireResponse, or `NotSent` / `NoAnswer` is thrown in."""

    request: WireRequest
    connection: Connection
    timeout: float | None = None


class Token(Struct, frozen=True, kw_only=True):
    """Effect: an access token of the connection; `stale` is one that was refused."""

    connection: Connection
    stale: str | None = None


class Sleep(Struct, frozen=True, kw_only=True):
    """Effect: wait so many seconds."""

    seconds: float


class Ask(Struct, frozen=True, kw_only=True):
    """Effect: call the ledger; answered with what `call` returns.

    :ivar quick: only reads, so it never waits for a disk and is not worth a thread
    """

    name: str
    call: Callable[[Any], Any]
    quick: bool = False


class Emit(Struct, frozen=True, kw_only=True):
    """Effect: tell observers."""

    event: Event


Effect = Send | Token | Sleep | Ask | Emit
Flow = Generator[Effect, Any, R]


def send(request: WireRequest, connection: Connection, timeout: float | None = None) -> Flow[WireResponse]:
    """Send and return the answer."""
    return cast("WireResponse", (yield Send(request=request, connection=connection, timeout=timeout)))


def token(connection: Connection, stale: str | None = None) -> Flow[str]:
    """Return an access token."""
    return cast("str", (yield Token(connection=connection, stale=stale)))


def sleep(seconds: float) -> Flow[None]:
    """Wait."""
    yield Sleep(seconds=seconds)


def emit(event: Event) -> Flow[None]:
    """Tell observers."""
    yield Emit(event=event)


class OperationModule(Protocol):
    """What `operations/<resource>/<verb>.py` of an API plugin holds.

    `ENDPOINTS` are the calls that `encode` makes and `accept` reads, as the vendor's documents write them, such as
    `POST /payments/{paymentId}/cancel`; of a call in the browser the function's name.

    Optional beside these: `prior(op, channel)`, a read-only flow giving the `Prior` of a write; `settle(attempt,
    channel)`, a read-only flow giving the `Sighting` after a send; `complete(op, result, channel)`, a follow-up read
    of a result that is partial; `flow(op, channel)` where a read needs several requests; `following(op, page)`, the
    operation for the next page, or None; `unsaid(op)`, the paths of values that are left out because this API has no
    word for them; `remarks(op, channel)`, sentences on what this API only comes near to;
    `encode_all(op, channel)`, `decode_all(op, responses)` and `answer_all(op,
    result)` where one operation is several requests; `APPROXIMATIONS`, sentences on what this API does in another way,
    each told once as a warning; `judge(response)` where answers are not those of the whole API.
    """

    __name__: str
    OPERATION: type[Operation[Any]]
    ENDPOINTS: tuple[str, ...]
    FIELDS: Mapping[str, str | None]

    def encode(self, op: Any, channel: Channel) -> WireRequest:
        """Turn the operation into its request; pure."""

    def decode(self, op: Any, response: WireResponse) -> Any:
        """Turn a successful answer into the neutral result; pure."""

    def accept(self, *requests: WireRequest) -> Accepted:
        """Turn requests of this API back into the operation; pure."""

    def answer(self, op: Any, result: Any) -> WireResponse:
        """Write a neutral result or error as this API would answer; pure."""


class Api(Struct, frozen=True, kw_only=True):
    """One vendor API, as its plugin offers it.

    :ivar package: the package whose modules are the operations; a missing module is an unsupported operation
    :ivar secrets: names of the credentials a connection needs
    :ivar judge: None for a success, else what the answer means
    :ivar authorise: headers for a connection and (where the API has them) an access token
    :ivar login: fetches an access token; None where the secret itself is sent
    :ivar keys: whether writes carry an Idempotency-Key, valid for `key_lifetime` seconds
    :ivar retries_under_one_id: whether one order id takes another attempt after a failed one
    :ivar alternatives: operation name to what to do instead, for operations it lacks
    :ivar face: loads the simulator's side of this API
    :ivar webhook: loads how this API's webhooks read: a `pgbridge.model.delivery.WebhookModule`
    :ivar sdk: how a page loads the browser SDK for a channel
    :ivar served: loads what a server needs that answers as this API does: a `pgbridge.facade.door.Served`
    """

    name: str
    title: str
    base_url: str
    package: str
    secrets: tuple[str, ...]
    judge: Callable[[WireResponse], Judgement | None]
    authorise: Callable[[Connection, str | None], tuple[tuple[str, str], ...]]
    login: Callable[[Connection], Flow[Grant]] | None = None
    keys: bool = False
    retries_under_one_id: bool = False
    alternatives: Mapping[str, str] = {}
    face: Callable[[], Any] | None = None
    webhook: Callable[[], Any] | None = None
    sdk: Callable[[Channel], Sdk] | None = None
    served: Callable[[], Any] | None = None

    def module(self, operation: str) -> OperationModule:
        """Return the module of an operation, imported when first asked for.

        :raises UnsupportedOperation: this API has no such operation
        """
        resource, *verb = operation.split(".")
        path = f"{self.package}.{resource}.{'_'.join(verb)}"
        try:
            found = MODULES[path]
        except KeyError:
            found = MODULES[path] = load(path)
        if found is None:
            raise UnsupportedOperation(operation, self.title, self.alternatives.get(operation, ""))
        return cast("OperationModule", found)

    def supports(self, operation: str) -> bool:
        """Tell whether the API has the operation."""
        try:
            self.module(operation)
        except UnsupportedOperation:
            return False
        return True


MODULES: dict[str, ModuleType | None] = {}


def load(path: str) -> ModuleType | None:
    """Import a module, or return None when there is no such file; errors inside it are not hidden."""
    parent = path.rpartition(".")[0]
    if importlib.util.find_spec(parent) is None or importlib.util.find_spec(path) is None:
        return None
    return importlib.import_module(path)


Settle = Callable[[Attempt, Channel], Flow[Sighting]]
