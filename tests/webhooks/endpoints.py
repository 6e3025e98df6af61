"""One shop in three frameworks: the same endpoint, reached through each framework's own test client."""

import asyncio
from typing import Any, NamedTuple

import django
import django.conf
import fastapi
import flask
import httpx
from django.test import Client
from django.urls import path
from starlette.routing import Route

from pgbridge import AsyncBridge, Bridge
from pgbridge.adapters.asgi import WebhookApp

PATH = "/webhooks/portone"
urlpatterns: list[Any] = []

if not django.conf.settings.configured:
    django.conf.settings.configure(
        ROOT_URLCONF=__name__,
        SECRET_KEY="of the tests",
        ALLOWED_HOSTS=["*"],
        MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware", "django.middleware.common.CommonMiddleware"],
        USE_TZ=True,
    )
    django.setup()


class Answer(NamedTuple):
    status: int
    body: bytes


class Shop:
    """What the handler saw, and what it does."""

    def __init__(self, bridge):
        self.bridge, self.seen, self.asked, self.fails, self.decision = bridge, [], [], False, None

    def run(self, result):
        return result

    def close(self):
        self.run(self.bridge.close())

    def handle(self, event, payment):
        if self.fails:
            raise RuntimeError("the shop's database is down")
        self.seen.append((event, payment))

    def decide(self, request):
        self.asked.append(request)
        if self.fails:
            raise RuntimeError("the shop's database is down")
        return self.decision


class FastApiShop(Shop):
    BRIDGE = AsyncBridge

    def __init__(self, bridge):
        super().__init__(bridge)
        self.loop = asyncio.new_event_loop()

    def run(self, result):
        return self.loop.run_until_complete(result)

    def close(self):
        super().close()
        self.loop.close()

    def serve(self, webhooks, **options):
        async def handle(event, payment):
            await asyncio.sleep(0)
            self.handle(event, payment)

        async def decide(request):
            return self.decide(request)

        if options.pop("confirms", False):
            options["confirm"] = decide
        app = fastapi.FastAPI()
        app.router.routes.append(
            Route(PATH, WebhookApp(webhooks, None if "inbox" in options else handle, **options))
        )
        self.transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("52.78.100.19", 50_000))

    def send(self, body, headers, method="POST"):
        async def ask():
            async with httpx.AsyncClient(transport=self.transport, base_url="http://shop.example") as client:
                return await client.request(method, PATH, content=body, headers=headers)

        found = self.run(ask())
        return Answer(found.status_code, found.content)


class DjangoShop(Shop):
    BRIDGE = Bridge

    def serve(self, webhooks, **options):
        from pgbridge.adapters.django import webhook_view

        if options.pop("confirms", False):
            options["confirm"] = self.decide
        urlpatterns[:] = [
            path(PATH[1:], webhook_view(webhooks, None if "inbox" in options else self.handle, **options))
        ]
        django.urls.clear_url_caches()
        self.client = Client(
            enforce_csrf_checks=True, raise_request_exception=False, REMOTE_ADDR="52.78.100.19"
        )

    def send(self, body, headers, method="POST"):
        headers = dict(headers)
        kind = headers.pop("content-type", "application/json")
        found = self.client.generic(method, PATH, body, content_type=kind, headers=headers)
        return Answer(found.status_code, found.content)


class FlaskShop(Shop):
    BRIDGE = Bridge

    def serve(self, webhooks, **options):
        from pgbridge.adapters.flask import webhook_view

        if options.pop("confirms", False):
            options["confirm"] = self.decide
        app = flask.Flask(__name__)
        app.add_url_rule(
            PATH,
            "portone",
            webhook_view(webhooks, None if "inbox" in options else self.handle, **options),
            methods=["GET", "POST", "PUT"],
        )
        self.client = app.test_client()

    def send(self, body, headers, method="POST"):
        found = self.client.open(
            PATH, method=method, data=body, headers=headers, environ_overrides={"REMOTE_ADDR": "52.78.100.19"}
        )
        return Answer(found.status_code, found.data)
