"""A shop that takes money in PortOne's payment window, on V1 and on V2 alike.

    export IAMPORT_KEY=simulator-imp-key IAMPORT_SECRET=simulator-imp-secret PORTONE_API_SECRET=simulator-portone-api-secret
    pgbridge simulate --port 8000 --config examples/shop/pgbridge.toml
    python examples/shop/shop.py --port 9000

Three things happen in every shop of this kind:

1. The server makes the order, and builds the call that opens the window (`bridge.browser`). The price comes from the server.
2. The page makes that call, and hands the result back, from the callback, the promise or the address of a redirect.
3. The server believes none of it: it reads the payment and compares it with the order (`bridge.verify_payment`). Webhooks
   say the same to the server alone, for buyers who never come back.
"""

from __future__ import annotations

import argparse
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from pgbridge import (
    AmountMismatch,
    AsyncBridge,
    BrowserBillingKey,
    BrowserIdentity,
    BrowserPayment,
    Customer,
    GetBillingKey,
    GetIdentityVerification,
    NotFound,
    OfferPeriod,
    RuleViolation,
    VendorKey,
    Webhooks,
    krw,
)
from pgbridge.adapters.asgi import WebhookApp

PAGE = Path(__file__).with_name("shop.html").read_text(encoding="utf-8")
SCRIPT = Path(__file__).with_name("shop.js").read_text(encoding="utf-8")
PRICE = krw(12_000)
PERSON = Customer(name="홍길동", phone="010-1234-5678")
# Inicis asks whether the buyer's name and phone are given and may not be changed.
FIXED_USER = {"inicisUnified": {"flgFixedUser": "N"}}
BUYER = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")


class Shop:
    """The shop's routes, and its orders: id to what it is about. A real shop has a database."""

    def __init__(self, bridge: AsyncBridge, webhook_secret: str) -> None:
        self.bridge = bridge
        self.webhook_secret = webhook_secret
        self.orders: dict[str, dict[str, Any]] = {}
        self.told: list[tuple[str, str]] = []

    def app(self) -> Starlette:
        """Return the application."""
        return Starlette(
            lifespan=self.open,
            routes=[
                Route("/", self.page),
                Route("/shop.js", self.script),
                Route("/orders", self.order, methods=["POST"]),
                Route("/done", self.done, methods=["GET", "POST"]),
                Route(
                    "/webhooks/v1", WebhookApp(Webhooks("v1"), self.heard, bridge=self.bridge, channel="v1")
                ),
                Route(
                    "/webhooks/v2",
                    WebhookApp(
                        Webhooks("v2", secrets=[self.webhook_secret]),
                        self.heard,
                        bridge=self.bridge,
                        channel="v2",
                    ),
                ),
            ],
        )

    @asynccontextmanager
    async def open(self, app: Starlette) -> AsyncIterator[None]:
        """Close the bridge with the server."""
        async with self.bridge:
            yield

    async def page(self, http: Request) -> Response:
        """Show the shop."""
        return HTMLResponse(PAGE)

    async def script(self, http: Request) -> Response:
        """Serve the page's script."""
        return Response(SCRIPT, media_type="text/javascript")

    async def order(self, http: Request) -> Response:
        """Make an order, and the call that opens its window."""
        wish = await http.json()
        kind, api, platform = wish["kind"], wish["api"], wish["platform"]
        order_id = f"order{uuid.uuid4().hex[:20]}"
        back = f"{http.url_for('done')}?order={order_id}"
        try:
            call = self.bridge.browser(
                self.window(kind, order_id, back, FIXED_USER if (kind, api) == ("identity", "v2") else None),
                channel=f"{api}-identity" if kind == "identity" else api,
                platform=platform,
            )
        except RuleViolation as error:
            return JSONResponse({"problems": [v.message for v in error.violations]}, 400)
        self.orders[order_id] = {"kind": kind, "api": api}
        return JSONResponse(
            {
                "order": order_id,
                "script": call.sdk.script,
                "init": call.sdk.init,
                "function": call.function,
                "arguments": call.arguments,
            }
        )

    def window(self, kind: str, order_id: str, back: str, bypass: dict[str, Any] | None) -> Any:
        """Return the window for what the buyer wants."""
        if kind == "identity":
            return BrowserIdentity(
                identity_id=order_id,
                customer=PERSON,
                redirect_url=back,
                window_mobile="redirection",
                bypass=bypass,
            )
        if kind == "billing_key":
            now = datetime.now(UTC)
            return BrowserBillingKey(
                alias=f"key-{order_id}",
                order_id=order_id,
                order_name="Monthly tea",
                method="card",
                customer=BUYER,
                redirect_url=back,
                offer_period=OfferPeriod(since=now, until=now + timedelta(days=365)),
            )
        method = "virtual_account" if kind == "account" else "card"
        return BrowserPayment(
            order_id=order_id,
            order_name="Tea, 100 g",
            amount=PRICE,
            method=method,
            customer=BUYER,
            redirect_url=back,
        )

    async def done(self, http: Request) -> Response:
        """Hear from the page how the window ended, and find out whether it is true."""
        result: Any = str(http.url) if http.method == "GET" else await http.json()
        order_id = http.query_params["order"]
        told = self.bridge.browser_result(result)
        truth = await self.truth(order_id, told)
        if http.method == "GET":
            return HTMLResponse(PAGE.replace("<!--truth-->", f'<p id="truth">{truth}</p>'))
        return JSONResponse({"truth": truth})

    async def truth(self, order_id: str, told: Any) -> str:
        """Return what PortOne says, whatever the page said."""
        order = self.orders[order_id]
        try:
            if order["kind"] == "identity":
                return await self.identity(order, order_id, told)
            if order["kind"] == "billing_key":
                return await self.billing_key(order, order_id, told)
            payment = await self.bridge.verify_payment(order_id, PRICE, channel=order["api"])
        except AmountMismatch:
            return "another amount was paid: call the buyer, ship nothing"
        except NotFound:
            return f"nothing happened: {told.message or 'nobody paid'}"
        why = f": {payment.failure.reason}" if payment.failure else ""
        return f"{payment.status}{why}"

    async def identity(self, order: dict[str, Any], order_id: str, told: Any) -> str:
        """Read a verification: V1 by its own id, V2 by the shop's."""
        wanted = {"attempt_id": told.attempt_id} if order["api"] == "v1" else {"order_id": order_id}
        found = await self.bridge.execute(
            GetIdentityVerification(**wanted), channel=f"{order['api']}-identity"
        )
        return f"{found.status} {found.customer.name or ''}".strip()

    async def billing_key(self, order: dict[str, Any], order_id: str, told: Any) -> str:
        """Read a billing key: V1 by the name that the shop gave it, V2 by the one that the window gave."""
        name = f"key-{order_id}" if order["api"] == "v1" else told.billing_key
        if not name:
            return f"no key: {told.message}"
        key = VendorKey(id=name)
        found = await self.bridge.execute(GetBillingKey(billing_key=key), channel=order["api"])
        return f"key {found.status}"

    async def heard(self, event: Any, payment: Any) -> None:
        """Take a webhook: the same truth, without the buyer."""
        self.told.append((event.kind, payment.order_id if payment is not None else event.billing_key or ""))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A shop that uses PortOne's payment window.")
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("pgbridge.toml"))
    parser.add_argument("--webhook-secret", default="whsec_c2VjcmV0IG9mIHRoZSBzaG9w")
    parser.add_argument("--port", type=int, default=9000)
    given = parser.parse_args()
    shop = Shop(AsyncBridge.from_config(given.config), given.webhook_secret)
    print(f"http://localhost:{given.port}/")
    uvicorn.run(shop.app(), port=given.port, log_level="warning")
