"""Webhooks on their way through: V2's come in proven and are kept; the shop is told what V1 would have told it.

They pass through the inbox: kept before they are answered, the payment read anew, and each change told once, until the shop
answers 2xx. V1's habits hold: nothing is told of failures but of scheduled ones, and nothing of a cancel that the shop made
through the API itself without `enable_webhook`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx
from msgspec import Struct
from msgspec.structs import replace

from pgbridge.errors import BadWebhook, LedgerUnusable, PgbridgeError
from pgbridge.facade import store as db
from pgbridge.facade.confirming import decided
from pgbridge.facade.store import ORDER, Sale, Store
from pgbridge.inbox import AsyncInbox
from pgbridge.ledger.protocol import Run as Execute
from pgbridge.ledger.rows import by_name
from pgbridge.model.payment import Payment
from pgbridge.model.webhook import Approve, ConfirmRequest, WebhookEvent, WebhookKind
from pgbridge.serving.logs import log, places
from pgbridge.shops import FacadeSettings, Shop
from pgbridge.webhooks import Webhooks
from pgbridge.wire import ENCODER, Api, WireResponse

if TYPE_CHECKING:
    from pgbridge.client import AsyncBridge

PREFIX = "/_facade/webhooks/"
# V1 gives a shop 10 s to take the connection and 30 s to answer.
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
PAUSE, LONGEST_PAUSE = 0.5, 5.0
CANCELS = (WebhookKind.CANCELLED, WebhookKind.PARTIALLY_CANCELLED)


class Undelivered(Exception):
    """The shop did not answer 2xx; it is told again later."""


class Wanted(Struct, frozen=True, kw_only=True):
    """Where a change is to be told, and as what.

    :ivar url: None tells nobody
    """

    url: str | None = None
    form: bool = False
    body: dict[str, Any] = {}


class Hooks:
    """Takes V2's webhooks and tells the shops."""

    def __init__(
        self,
        bridge: AsyncBridge,
        settings: FacadeSettings,
        store: Store,
        v1: Api,
        *,
        client: httpx.AsyncClient | None = None,
        ready: bool = True,
    ) -> None:
        self.bridge, self.settings, self.store = bridge, settings, store
        self.module: Any = v1.webhook() if v1.webhook is not None else None
        self.doors = {
            name: Webhooks("v2", secrets=secrets, registry=bridge.registry)
            for name, secrets in settings.webhook_secrets.items()
            if secrets
        }
        self.client = client or httpx.AsyncClient(timeout=TIMEOUT)
        self.inbox = AsyncInbox(bridge, self.tell)
        self.awake = asyncio.Event()
        self.task: asyncio.Task[None] | None = None
        self.ready = ready
        self.count: Callable[..., object] = lambda *_: None

    async def receive(self, path: str, headers: dict[str, str], body: bytes) -> WireResponse:
        """Take one of V2's webhooks: 200 once it is proven and kept."""
        name = path.removeprefix(PREFIX)
        door = self.doors.get(name)
        if door is None:
            return WireResponse(status=404, body=b"{}")
        try:
            event = door.receive(body, headers)
            channels = self.bridge.config.channels.values()
            channel = next((c.name for c in channels if c.connection.name == name), None)
            if isinstance(event, ConfirmRequest):
                return await self.confirm(door, event, channel)
            await self.inbox.keep(event, channel=channel)
        except BadWebhook as error:
            self.count("refused")
            return WireResponse(status=error.http_status, body=ENCODER.encode({"error": error.reason}))
        except PgbridgeError as error:
            log("webhook not kept", logging.ERROR, **places(error))
            return WireResponse(status=500, body=b"{}")  # so that it comes again
        self.count("kept")
        self.awake.set()
        return WireResponse(status=200, body=b"{}")

    async def confirm(self, door: Webhooks, request: ConfirmRequest, channel: str | None) -> WireResponse:
        """Answer whether a payment may be approved, as the shop says."""
        decision = await decided(self, request, channel)
        if decision is None:
            self.count("nobody to ask")
            return WireResponse(status=501, body=b"{}")  # any status but 200 stops the payment
        self.count("approved" if isinstance(decision, Approve) else "rejected")
        reply = door.reply(decision)
        return WireResponse(status=reply.status, body=reply.body)

    async def tell(self, event: WebhookEvent, payment: Payment | None) -> None:
        """Tell a shop of one change, as V1 would.

        :raises Undelivered: it did not take it
        """
        wanted = await self.wanted(event, payment) if payment is not None else Wanted()
        if wanted.url is None:
            self.count("untold")
            return
        content = urlencode(wanted.body).encode() if wanted.form else ENCODER.encode(wanted.body)
        kind = "application/x-www-form-urlencoded" if wanted.form else "application/json"
        try:
            answer = await self.client.post(
                wanted.url, content=content, headers={"content-type": kind}, follow_redirects=False
            )
        except httpx.HTTPError as error:
            self.count("failed")
            raise Undelivered(type(error).__name__) from None
        if not answer.is_success:
            self.count("failed")
            raise Undelivered(str(answer.status_code))
        self.count("told")

    async def wanted(self, event: WebhookEvent, payment: Payment) -> Wanted:
        """Return what V1 would tell, to whom."""
        attempt = event.attempt_id or payment.attempt_id
        if attempt is None or event.kind not in self.module.STATUSES or payment.version == "V1":
            return Wanted()
        if event.kind == WebhookKind.PAYMENT_FAILED and payment.schedule_id is None:
            return Wanted()
        inner = payment.order_id
        if event.kind in CANCELS:
            cancellation = event.cancellation_id
            if await self.store.read(lambda run: quiet(run, inner, cancellation)):
                return Wanted()
        now = self.store.ledger.now()
        shop, sale, name, notice = await self.store.write(lambda run: self.found(run, payment, attempt, now))
        if shop is None or sale is None:
            return Wanted()
        told = replace(event, api="v1", order_id=name, attempt_id=sale.imp_uid)
        body: dict[str, Any] = self.module.write(told)
        return Wanted(url=notice or shop.webhook_url, form=shop.webhook_form, body=body)

    def found(
        self, run: Execute, payment: Payment, attempt: str, now: float
    ) -> tuple[Shop | None, Sale | None, str, str | None]:
        """Return whose payment it is, its `imp_uid`, its name there, and the address that it named itself."""
        inner = payment.order_id
        owner = db.outer_names(run, ORDER, (inner,)).get(inner)
        sale = db.imp_uids(run, (attempt,)).get(attempt)
        scope = sale.shop if sale is not None else owner[0] if owner is not None else self.by_channel(payment)
        if scope is None:
            return None, None, inner, None
        sale = sale or db.add_sale(run, scope, inner, attempt, now)
        shop = self.settings.shops.get(scope.partition("/")[0])
        return shop, sale, owner[1] if owner is not None else inner, db.note(run, "notice", "", inner)

    def by_channel(self, payment: Payment) -> str | None:
        """Return the one shop that a payment can be of which nobody claimed, by the channel it was paid through."""
        key = payment.channel.key if payment.channel is not None else None
        shops = self.settings.shops.values()
        having = [s.name for s in shops if any(self.bridge.config.channels[c].key == key for c in s.channels)]
        if len(self.settings.shops) == 1:
            return next(iter(self.settings.shops))
        return having[0] if key is not None and len(having) == 1 else None

    def start(self) -> None:
        """Begin to work through the inbox."""
        if self.ready and self.task is None:
            self.task = asyncio.create_task(self.work())

    async def work(self) -> None:
        """Process the inbox whenever something came, and now and then for what has to be told again."""
        pause = PAUSE
        while True:
            try:
                done = await self.inbox.process()
            except LedgerUnusable:
                log("webhooks wait for the ledger", logging.WARNING)
                pause = LONGEST_PAUSE
            except Exception as error:
                log("webhooks wait", logging.ERROR, **places(error))
                pause = LONGEST_PAUSE
            else:
                pause = PAUSE if done.read or done.told else min(pause * 2, LONGEST_PAUSE)
            self.awake.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self.awake.wait()

    async def stop(self) -> None:
        """Stop; what was not told stays in the outbox for the next start."""
        if self.task is not None:
            self.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.task
            self.task = None
        await self.client.aclose()


def quiet(run: Execute, order_id: str, cancellation_id: str | None) -> bool:
    """Tell whether a cancel is one that the shop made by the API and did not want to hear of."""
    rows = run(
        f"SELECT identity, vendor_ref FROM attempts WHERE {by_name('order_id')} AND family = 'cancel' "  # noqa: S608
        "AND (vendor_ref = ? OR state IN ('open', 'unknown'))",
        (order_id, order_id, cancellation_id),
    )
    # One that is not decided yet may be it, unless another one is.
    known = [row for row in rows if row[1] == cancellation_id] or rows
    names = [str(identity).rpartition("/")[2] for identity, _ in known if "/seen:" not in str(identity)]
    return any(db.note(run, "loud", "", f"{order_id}/{name}") is None for name in names)
