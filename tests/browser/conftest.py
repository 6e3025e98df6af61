"""A simulator with its rules and a shop on another origin, and one Chromium for all tests."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from msgspec.structs import replace

from pgbridge import AsyncBridge, config
from pgbridge.cli.simulate import settings_of
from pgbridge.migrate.sides import Sides
from pgbridge.registry import installed
from pgbridge.simulated import window_rules
from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET, Channel, Clock, Simulator
from pgbridge.simulator.server import running
from pgbridge.simulator.settings import Notices
from pgbridge.simulator.web.site import site

SHOP = Path(__file__).parents[2] / "examples" / "shop"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36",
}
PC = {"viewport": {"width": 1280, "height": 900}}
SIZES = {"pc": PC, "mobile": PHONE}
WEBHOOK_SECRET = "whsec_c2VjcmV0IG9mIHRoZSBzaG9w"


def chromium_path() -> str | None:
    """Where Chromium is, if it is."""
    named = os.environ.get("PGBRIDGE_CHROMIUM")
    return named or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


# Playwright keeps an event loop running in its thread, which would be in the way of every other test there.
STAGE = ThreadPoolExecutor(max_workers=1, thread_name_prefix="chromium")


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: Any) -> bool | None:
    """Run the tests that use Chromium in its thread."""
    if "chromium" not in pyfuncitem.fixturenames:
        return None
    wanted = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    STAGE.submit(pyfuncitem.obj, **wanted).result()
    return True


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One headless Chromium."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed (group `browser`)"
    )
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium: `apt-get install chromium`, or name one by PGBRIDGE_CHROMIUM")
    driver = STAGE.submit(lambda: sync_api.sync_playwright().start()).result()
    start = partial(driver.chromium.launch, executable_path=path, args=list(FLAGS))
    browser = STAGE.submit(start).result()
    yield browser
    STAGE.submit(browser.close).result()
    STAGE.submit(driver.stop).result()


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    """`pc` and `mobile`, one after the other."""
    return str(request.param)


@contextmanager
def opened(chromium: Any, size: str, **options: Any) -> Iterator[Any]:
    """A page of a fresh context; an error that the page does not catch fails the test."""
    context = chromium.new_context(**SIZES[size], **options)
    context.set_default_timeout(15_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        yield page
        assert errors == []
    finally:
        context.close()


class Stage:
    """A served simulator, and the example's shop in front of it."""

    def __init__(self, simulator: Simulator, url: str, shop: Any, shop_url: str) -> None:
        self.simulator, self.url, self.shop, self.shop_url = simulator, url, shop, shop_url

    def payment(self, order_id: str) -> Any:
        """The newest attempt of an order in the simulator."""
        return self.simulator.attempts(order_id)[-1]

    def told(self, kind: str, name: str) -> bool:
        """Whether the shop has taken a webhook of a kind about an order or a billing key; waits for it a while."""
        until = time.monotonic() + 10
        while (kind, name) not in self.shop.told:
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    @property
    def last(self) -> str:
        """The id of the shop's newest order."""
        return next(reversed(self.shop.orders))


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The example's shop and config, on free ports. The shop is `localhost`, the simulator `127.0.0.1`: two sites."""
    registry = installed()
    patch = pytest.MonkeyPatch()
    for name, value in (
        ("IAMPORT_KEY", V1_KEY),
        ("IAMPORT_SECRET", V1_SECRET),
        ("PORTONE_API_SECRET", V2_SECRET),
    ):
        patch.setenv(name, value)
    read = config.read(SHOP / "pgbridge.toml")
    simulator = Simulator(
        {name: api.face() for name, api in registry.apis.items()},
        clock=Clock(running=True),
        settings=settings_of(read, registry),
    )
    extra = Channel(key="channel-key-nice", provider="NICE_V2", merchant_id="nicetest0m", name="nice")
    paypal = Channel(key="channel-key-paypal", provider="PAYPAL_V2", merchant_id="MID", name="paypal")
    simulator.world.settings = replace(
        simulator.world.settings, channels=(*(simulator.world.settings.channels or ()), extra, paypal)
    )
    with running(simulator, pages=site(simulator, window_rules(registry, read), Sides(registry))) as urls:
        url = urls["v1"].removesuffix("/v1")
        path = tmp_path_factory.mktemp("shop") / "pgbridge.toml"
        path.write_text((SHOP / "pgbridge.toml").read_text().replace("http://127.0.0.1:8000", url))
        shop = example().Shop(AsyncBridge.from_config(path), WEBHOOK_SECRET)
        with serving(shop.app()) as port:
            shop_url = f"http://localhost:{port}"
            simulator.world.settings = replace(
                simulator.world.settings,
                v1_notices=Notices(url=f"{shop_url}/webhooks/v1"),
                v2_notices=Notices(url=f"{shop_url}/webhooks/v2", secret=WEBHOOK_SECRET),
            )
            yield Stage(simulator, url, shop, shop_url)
    patch.undo()


def example() -> Any:
    """The example's module."""
    spec = importlib.util.spec_from_file_location("example_shop", SHOP / "shop.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["example_shop"] = module
    spec.loader.exec_module(module)
    return module


@contextmanager
def serving(app: Any) -> Iterator[int]:
    """Serve an application from a thread; gives the port."""
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            port=0,
            log_config=None,
            access_log=False,
            lifespan="on",
            ws="none",
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline
        time.sleep(0.02)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
