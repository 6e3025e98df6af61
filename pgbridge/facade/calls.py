"""What the facade does about a call: V1's request in, through the bridge, V1's answer out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.client import AsyncBridge
from pgbridge.errors import Busy, NotFound, PgbridgeError, UnsupportedOperation
from pgbridge.facade import store as db
from pgbridge.facade.desk import OLD, Counter, Scope
from pgbridge.facade.names import V1_IDS, Known, Names, by_sale, inward, items_of, old
from pgbridge.facade.store import ORDER, Store
from pgbridge.ledger.protocol import Ledger
from pgbridge.ledger.protocol import Run as Execute
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.get import GetPayment
from pgbridge.registry import Registry
from pgbridge.shops import FacadeSettings
from pgbridge.wire import OperationModule, WireRequest, WireResponse

BUSY_STEP = 0.25


class Desk(Struct, frozen=True, kw_only=True):
    """What serves one shop."""

    counter: Counter
    bridge: AsyncBridge
    settings: FacadeSettings
    registry: Registry
    store: Store
    names: Names
    others: bool
    channels_of_others: frozenset[str] = frozenset()

    @property
    def ledger(self) -> Ledger:
        """The ledger that all shops share."""
        return self.bridge.ledger

    @property
    def has_v1(self) -> bool:
        """Whether old payments are served from V1."""
        return OLD in self.bridge.config.channels


@dataclass(kw_only=True)
class Call:
    """One call under way.

    :ivar route: of the V1 plugin: the operation's name, the statuses of its page
    :ivar op: as V1's request says it
    :ivar channel: which the request asks for; None leaves it to the routes
    :ivar client: the address the request came from
    :ivar shown: the payments that the answer shows, by inner names
    :ivar owed: notes of cancels of this request, of which the shop has not been told: see `owed`
    """

    desk: Desk
    scope: Scope
    route: Any
    request: WireRequest
    module: OperationModule
    op: Any
    channel: str | None = None
    client: str = ""
    shown: list[Payment] = field(default_factory=list)
    owed: dict[str, str] = field(default_factory=dict)

    async def known(self, *, claim: bool = False, charge: bool = False) -> Known:
        """Return what is known of the names in the request."""
        return await self.desk.names.known(self.op, self.scope, claim=claim, charge=charge)

    async def execute(
        self,
        op: Any,
        *,
        channel: str | None = None,
        before_again: Callable[[], Awaitable[None]] | None = None,
    ) -> Any:
        """Execute through the bridge; while another call works on the same thing, wait for it a while.

        :param before_again: after that wait, raises what the other call's end means for this one
        """
        desk, seller = self.desk, self.scope.seller
        loop = asyncio.get_running_loop()
        patience = loop.time() + desk.settings.busy_wait
        while True:
            try:
                return await desk.bridge.execute(
                    op,
                    channel=channel,
                    seller=seller,
                    deadline=desk.settings.deadline,
                    raise_on_decline=False,
                )
            except Busy:
                if loop.time() >= patience:
                    raise
                await asyncio.sleep(BUSY_STEP)
                if before_again is not None:
                    await before_again()

    async def on_v1(self, op: Any) -> Any:
        """Execute on the V1 connection, where there is one.

        :raises NotFound: there is none, so what is not known here is not known at all
        """
        if not self.desk.has_v1:
            raise missing()
        return await self.desk.bridge.execute(
            old(op), channel=OLD, deadline=self.desk.settings.deadline, raise_on_decline=False
        )

    async def told(self, result: Any, known: Known | None = None) -> WireResponse:
        """Answer a result in V1's names."""
        return self.answer(await self.outward(result, known))

    async def outward(self, result: Any, known: Known | None = None) -> Any:
        """Return a result in V1's names."""
        self.shown += [each for each in items_of(result) if isinstance(each, Payment)]
        named = {inner: name for name, inner in known.aliases.items()} if known is not None else {}
        return await self.desk.names.outward(result, self.scope, named)

    def answer(self, result: Any) -> WireResponse:
        """Write a result as V1 answers the call."""
        return self.module.answer(self.op, result)

    def supported(self) -> bool:
        """Tell whether V2 has the operation."""
        return self.desk.registry.api("v2").supports(self.op.name)

    def tells_attempts(self, op: Any) -> bool:
        """Tell whether V2's side of an operation looks at which attempt is meant."""
        module = self.desk.registry.api("v2").module(op.name)
        fields: Mapping[str, str | None] = module.FIELDS
        dropped: frozenset[str] = getattr(module, "DROPPED", frozenset())
        return fields.get("attempt_id") is not None or "attempt_id" in dropped

    async def about(self, op: Any, known: Known) -> tuple[Any, str | None]:
        """Return an operation about an existing payment in inner names, and the channel to do it through.

        What the facade does not know goes to V1, where the shop has one: writes go by where the payment was made.

        :raises NotFound: nobody knows the payment, or it is another shop's
        """
        uid, order_id = getattr(op, "attempt_id", None), getattr(op, "order_id", None)
        if uid and uid in known.sales:
            found = inward(op, known)
            return by_sale(found, known.sales[uid], attempt=self.tells_attempts(op)), None
        if uid:
            if not self.desk.has_v1 or not uid.startswith(V1_IDS):
                raise missing()
            return op, OLD
        if order_id in known.orders:
            return inward(op, known), None
        return await self.unclaimed(op), None

    async def unclaimed(self, op: Any) -> Any:
        """Return an operation about an order that no shop has claimed here, such as one paid in a browser.

        :raises NotFound: nobody knows it, or nothing says that it is this shop's
        """
        order_id, scope = op.order_id, self.scope.name

        def another(run: Execute) -> bool:
            owner = db.outer_names(run, ORDER, (order_id,)).get(order_id)
            sold = any(each.shop != scope for each in db.sales_of(run, order_id))
            return sold or (owner is not None and owner[0] != scope)

        if await self.desk.store.read(another):
            raise missing()
        self.visible(await self.execute(GetPayment(order_id=order_id)))
        return op

    def visible(self, payment: Payment) -> None:
        """Check that an order that nobody claimed was paid through a channel that is this shop's alone.

        :raises NotFound: it was not, as far as can be told
        """
        if made_on_v1(payment):
            # Seen through a V2 store that others share it may be anybody's; on the shop's own V1 it is the shop's.
            if self.desk.others and not self.desk.has_v1:
                raise missing()
            return
        key = payment.channel.key if payment.channel is not None else None
        if self.desk.others and (key not in self.desk.counter.keys or key in self.desk.channels_of_others):
            raise missing()

    async def payment(self, order_id: str, attempt_id: str | None = None) -> Payment:
        """Read a payment by inner names."""
        found: Payment = await self.execute(GetPayment(order_id=order_id, attempt_id=attempt_id))
        return found


def made_on_v1(payment: Payment) -> bool:
    """Tell whether V1 made a payment, whichever API shows it."""
    return payment.version == "V1" or (payment.attempt_id or "").startswith(V1_IDS)


def missing() -> NotFound:
    """Return the refusal of a payment that nobody knows."""
    return NotFound("there is no such payment", reason="payment_not_found")


Handler = Callable[[Call], Awaitable[WireResponse]]


async def plain(call: Call) -> WireResponse:
    """Do what needs nothing of its own: an operation about an existing payment, or about nothing in particular."""
    if not call.supported():
        return await only_v1(call)
    known = await call.known()
    if hasattr(call.op, "attempt_id") or hasattr(call.op, "order_id"):
        op, channel = await call.about(call.op, known)
    else:
        op, channel = inward(call.op, known), call.channel
    return await call.told(await call.execute(op, channel=channel), known)


async def only_v1(call: Call) -> WireResponse:
    """Do what V2 has no call for on V1, where the shop has one.

    :raises UnsupportedOperation: it has none, or the payment was made on V2
    """
    uid = getattr(call.op, "attempt_id", None)
    if uid and uid in (await call.known()).sales:
        raise UnsupportedOperation(call.op.name, "PortOne V2")
    if not call.desk.has_v1:
        raise UnsupportedOperation(call.op.name, "PortOne V2")
    return call.answer(await call.on_v1(call.op))


async def served(call: Call, handlers: Mapping[str, Handler]) -> WireResponse:
    """Serve a call by its own handler, or plainly."""
    return await handlers.get(call.op.name, plain)(call)


def changed(op: Any, **changes: Any) -> Any:
    """Return an operation with other fields."""
    return msgspec.structs.replace(op, **changes)


__all__ = ["Call", "Desk", "Handler", "PgbridgeError", "changed", "missing", "only_v1", "plain", "served"]
