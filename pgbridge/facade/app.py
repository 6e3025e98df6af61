"""The facade itself: who calls, what they want, what they are answered; HTTP stays at the door."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any

import httpx
from msgspec import Struct

from pgbridge.client import AsyncBridge
from pgbridge.config import Config
from pgbridge.drivers.carrier import carrier
from pgbridge.errors import ConfigError, PgbridgeError
from pgbridge.facade import beside, keeping, owed, paying, reading
from pgbridge.facade.calls import Call, Desk, Handler, served
from pgbridge.facade.desk import Counter, Scope, reach
from pgbridge.facade.hooks import PREFIX, Hooks
from pgbridge.facade.names import Names
from pgbridge.facade.parsing import Unreadable, wire_request
from pgbridge.facade.store import Store
from pgbridge.facade.tokens import Tokens
from pgbridge.ledger.opening import open_ledger
from pgbridge.ledger.protocol import Ledger
from pgbridge.registry import Registry
from pgbridge.serving import Metrics
from pgbridge.serving.logs import log, places
from pgbridge.shops import FacadeSettings, Shop
from pgbridge.wire import WireRequest, WireResponse

# When V2's API was first dated; V1 has no date of its own on which it was deprecated.
DEPRECATED = "@1714003200"
GUIDE = "https://developers.portone.io/api/rest-v2"
WRONG_KEY = "imp_key, imp_secret 인증에 실패하였습니다. API Key 를 확인해 주세요."
NO_TOKEN = "인증 토큰이 없거나 유효하지 않습니다."  # noqa: S105 - a sentence
WRONG_TIER = "하위 상점(Tier) 코드가 올바르지 않습니다."
NOTHING_HERE = "지원하지 않는 요청입니다."
# In the words that an older client's tests quote.
LACKING = "imp_key, imp_secret 파라메터가 누락되었습니다."

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "payments.get": reading.get,
        "payments.get_many": reading.get_many,
        "payments.attempts": reading.find_all,
        "payments.list": reading.listing,
        "payments.balance": reading.balance,
        "payments.charge_card": paying.charge,
        "payments.charge_billing_key": paying.charge,
        "payments.cancel": paying.cancel,
        "payments.prepare": paying.prepare,
        "payments.prepare.update": paying.prepare_update,
        "payments.prepare.get": paying.prepared,
        "virtual_accounts.issue": paying.issue_account,
        "virtual_accounts.close": paying.close_account,
        "billing_keys.issue": keeping.issue,
        "billing_keys.get": keeping.about_key,
        "billing_keys.get_many": keeping.get_many,
        "billing_keys.delete": keeping.delete,
        "billing_keys.payments": keeping.about_key,
        "billing_keys.schedules": keeping.about_key,
        "schedules.create": keeping.schedule,
        "schedules.get": keeping.about_schedule,
        "schedules.move": keeping.about_schedule,
        "schedules.reschedule": keeping.about_schedule,
        "schedules.retry": keeping.about_schedule,
        "schedules.revoke": keeping.unschedule,
        "schedules.list": keeping.list_schedules,
        "identity.otp.send": beside.send_otp,
        "identity.otp.confirm": beside.identity,
        "identity.get": beside.identity,
        "identity.delete": beside.forget,
        "codes.cards": beside.cards,
        "codes.card": beside.card,
        "channels.list": beside.channels,
        "tiers.get": beside.tier,
        "cash_receipts.external.issue": beside.external_receipt,
        "cash_receipts.external.get": beside.about_external,
        "cash_receipts.external.cancel": beside.about_external,
    }
)


class Asked(Struct, frozen=True, kw_only=True):
    """A request as it came, its path percent-encoded and without the query.

    :ivar headers: by lower-case names
    :ivar client: the address it came from
    """

    method: str
    path: str
    query: bytes = b""
    headers: Mapping[str, str] = {}
    body: bytes = b""
    client: str = ""

    def __repr__(self) -> str:
        return f"Asked({self.method} {self.path}, {len(self.body)} bytes)"


@dataclass(kw_only=True)
class Told:
    """What became of a request: the answer, and what a log may say of it.

    :ivar scope: whose names were meant
    :ivar owed: notes of what the answer tells for the first time, to be forgotten with it: see `owed`
    """

    response: WireResponse
    operation: str = ""
    shop: str = ""
    error: str = ""
    scope: str = ""
    owed: dict[str, str] = field(default_factory=dict)


class Facade:
    """Answers V1 calls for the shops of a config. One per process; `close` it.

    :param ledger: used instead of the config's, and closed with the facade
    """

    def __init__(
        self,
        config: Config,
        registry: Registry,
        *,
        ledger: Ledger | None = None,
        client: httpx.AsyncClient | None = None,
        **options: Any,
    ) -> None:
        if config.facade is None or not config.facade.shops:
            raise ConfigError("facade: the config names no shop; add [facade.shops.NAME] with key and secret")
        self.settings: FacadeSettings = config.facade
        self.registry, self.config = registry, config
        self.v1 = registry.api("v1")
        if self.v1.served is None:
            raise ConfigError("api: the plugin of V1 that is installed has no facade")
        self.words: Any = self.v1.served()
        self.ledger = ledger if ledger is not None else open_ledger(config.ledger_url, registry)
        # One for all of its bridges.
        self.carrier = carrier() if client is None else None
        options = {"ledger": self.ledger, "client": client, "carrier": self.carrier, **options}
        self.bridge = AsyncBridge(registry, config, **options)
        self.store = Store(self.ledger)
        self.tokens = Tokens(self.settings.shops, self.store)
        self.hooks = Hooks(self.bridge, self.settings, self.store, self.v1)
        # What runs beside it as long as it is served.
        self.beside: list[Callable[[], Coroutine[Any, Any, None]]] = []
        self.tasks: list[asyncio.Task[None]] = []
        self.desks = {name: self.desk(shop, options) for name, shop in self.settings.shops.items()}

    def desk(self, shop: Shop, options: Mapping[str, Any]) -> Desk:
        """Return what serves one shop."""
        config = reach(self.config, shop)
        others = [each for each in self.settings.shops.values() if each.name != shop.name]
        channels = (self.config.channels[name].key for each in others for name in each.channels)
        return Desk(
            counter=Counter(config, shop, self.registry),
            bridge=AsyncBridge(self.registry, config, **options),
            settings=self.settings,
            registry=self.registry,
            store=self.store,
            names=Names(self.store),
            others=bool(others),
            channels_of_others=frozenset(key for key in channels if key),
        )

    async def answer(self, asked: Asked) -> Told:
        """Answer a request. Never raises but what ends the process."""
        told = Told(response=WireResponse(status=500))
        try:
            told.response = await self.answered(asked, told)
        except Unreadable as error:
            told.error, told.response = "Unreadable", self.refusal(str(error), error.status)
        except Exception as error:
            # What was meant to be caught is; this must not tell anybody what is inside.
            log("error", logging.ERROR, operation=told.operation or "other", **places(error))
            told.error, told.response = type(error).__name__, self.refusal(INTERNAL, 500)
        return told

    async def answered(self, asked: Asked, told: Told) -> WireResponse:
        """Find out what is asked and by whom, and do it."""
        path = tidy(asked.path)
        if path.startswith(PREFIX) and asked.method == "POST":
            told.operation = "webhook"
            return await self.hooks.receive(path, dict(asked.headers), asked.body)
        if (asked.method, path) == self.words.TOKEN:
            told.operation = "auth.token"
            return await self.token(
                wire_request(asked.method, path, asked.query, dict(asked.headers), asked.body)
            )
        shop = await self.tokens.check(token_of(asked))
        if shop is None:
            return self.refusal(NO_TOKEN, 401)
        told.shop = shop.name
        desk = self.desks[shop.name]
        tier = asked.headers.get("tier")
        scope = desk.counter.scope(tier or None, alone=not desk.others)
        if scope is None:
            return self.refusal(WRONG_TIER, 401)
        route = self.words.TABLE.find(asked.method, path)
        if route is None:
            methods = self.words.TABLE.methods(path)
            response = self.refusal(NOTHING_HERE, 405 if methods else 404)
            return with_headers(response, {"allow": ", ".join(methods)} if methods else {})
        told.operation = route.operation
        response = await self.done(route, desk, scope, asked, path, told)
        return with_headers(response, deprecation(route))

    async def done(
        self, route: Any, desk: Desk, scope: Scope, asked: Asked, path: str, told: Told
    ) -> WireResponse:
        """Do what a call asks for, and answer what came of it in V1's words."""
        module = self.v1.module(route.operation)
        try:
            request = wire_request(asked.method, path, asked.query, dict(asked.headers), asked.body)
            accepted = module.accept(request)
            call = Call(
                desk=desk,
                scope=scope,
                route=route,
                request=request,
                module=module,
                op=accepted.op,
                client=asked.client,
            )
            call.channel = desk.counter.channel(accepted)
            response = await served(call, HANDLERS)
            told.scope, told.owed = scope.name, await owed.shown_by(call)
            status = response.status
            if status != 200 and status not in route.statuses:
                response = WireResponse(status=200, body=response.body, headers=response.headers)
        except PgbridgeError as error:
            if isinstance(error, Unreadable):
                raise
            told.error = type(error).__name__
            log(
                "refused",
                operation=route.operation,
                shop=scope.name,
                error=told.error,
                reason=getattr(error, "reason", None),
            )
            refused: WireResponse = self.words.refused(error, route, module.FIELDS, path)
            return refused
        return response

    async def token(self, request: WireRequest) -> WireResponse:
        """Hand out the shop's token for its key pair."""
        body: Mapping[str, Any] = request.body or {}
        key, secret = body.get("imp_key"), body.get("imp_secret")
        if not isinstance(key, str) or not isinstance(secret, str) or not key or not secret:
            return self.refusal(LACKING, 400)
        shop = self.tokens.shop_of(key, secret)
        if shop is None:
            return self.refusal(WRONG_KEY, 401)
        grant = await self.tokens.issue(shop)
        success: WireResponse = self.words.success(
            {"access_token": grant.token, "now": grant.now, "expired_at": grant.ends_at}
        )
        return success

    def refusal(self, message: str, status: int) -> WireResponse:
        """Refuse in V1's envelope."""
        response: WireResponse = self.words.written(message, status=status)
        return response

    async def telling(self, told: Told) -> None:
        """Forget what the answer tells, just before it leaves: the next such request comes from who knows of it."""
        await owed.release(self.store, told.scope, told.owed)

    async def untold(self, told: Told) -> None:
        """Remember again what an answer should have told that did not leave."""
        await owed.keep(self.store, told.scope, told.owed)

    async def start(self) -> None:
        """Begin the work in the background."""
        self.hooks.start()
        self.tasks = [asyncio.create_task(each()) for each in self.beside]

    def watch(self, metrics: Metrics) -> None:
        """Show what waits, and count what became of webhooks."""
        self.hooks.count = metrics.counter("webhooks", "Webhooks by what became of them.", "result")
        for name, about in (("entries", "Webhooks to read."), ("effects", "Changes to tell the shops.")):
            metrics.gauge(f"waiting_{name}", about, partial(self.waiting, name))

    def waiting(self, name: str) -> float:
        """Count what waits."""
        return float(getattr(self.ledger.backlog(), name))

    async def health(self) -> Mapping[str, Any]:
        """Ask the ledger for something; what it raises means that no payment can be made."""
        await self.store.read(lambda run: run("SELECT 1"))
        return {}

    async def close(self) -> None:
        """Stop the work in the background, then close bridges and ledger."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.hooks.stop()
        for desk in self.desks.values():
            await desk.bridge.close()
        await self.bridge.close()
        if self.carrier is not None:
            await self.carrier.close()
        self.ledger.close()


INTERNAL = "일시적인 오류가 발생했습니다. 결과는 조회로 확인해 주십시오."


def tidy(path: str) -> str:
    """Return a path without doubled or trailing slashes, which clients make out of base URLs."""
    if "//" not in path and not (path.endswith("/") and path != "/"):
        return path
    return "/" + "/".join(part for part in path.split("/") if part)


def token_of(asked: Asked) -> str:
    """Return the token: `Bearer x`, bare, in `X-ImpTokenHeader`, or the query's `_token`, as clients of all ages send it."""
    header = asked.headers.get("authorization", "").strip()
    if header[:7].lower() == "bearer ":
        header = header[7:].strip()
    value = header or asked.headers.get("x-imptokenheader", "").strip()
    if value or b"_token=" not in asked.query:
        return value
    from pgbridge.facade.parsing import pairs_of  # noqa: PLC0415

    return dict(pairs_of(asked.query)).get("_token", "")


def deprecation(route: Any) -> dict[str, str]:
    """Return the headers that point to V2: RFC 9745, RFC 8288."""
    found = {"deprecation": DEPRECATED}
    if route.successor is not None:
        found["link"] = f'<{GUIDE}>; rel="successor-version"; title="{route.successor}"'
    return found


def with_headers(response: WireResponse, headers: Mapping[str, str]) -> WireResponse:
    """Return an answer with further headers."""
    if not headers:
        return response
    return WireResponse(status=response.status, body=response.body, headers={**response.headers, **headers})
