"""A barcode's question at the till, both ends at once: the simulator asks over HTTP, a shop's endpoint answers."""

import threading
from contextlib import contextmanager
from wsgiref.simple_server import WSGIRequestHandler, make_server

import flask
import httpx
import pytest
from msgspec.structs import replace

from pgbridge import Amount, Approve, Bridge, GetPayment, IssueBarcode, Reject, Webhooks
from pgbridge.adapters.flask import webhook_view
from pgbridge.config import Config
from pgbridge.model.channel import Channel, Connection, Secret
from pgbridge.registry import installed
from pgbridge.simulated import settings_for
from pgbridge.simulator import V1_KEY, V1_SECRET, Simulator
from pgbridge.simulator.server import running

LOGIN = {"key": Secret(V1_KEY), "secret": Secret(V1_SECRET)}
V1 = Connection(name="v1", api="v1", environment="test", base_url="http://simulator/v1", credentials=LOGIN)
GALAXIA = Channel(
    name="galaxia",
    connection=V1,
    provider="galaxia",
    key="channel-key-galaxia",
    pg="galaxia.MID",
    check="warn",
)


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        """Write nothing."""


class Shop:
    """A shop over loopback whose bridge talks to a served simulator."""

    def __init__(self, simulator, urls):
        self.simulator, self.urls, self.asked, self.told = simulator, urls, [], []
        self.decision = Approve()
        connection = replace(V1, base_url=urls["v1"])
        config = Config(
            connections={"v1": connection},
            channels={"galaxia": replace(GALAXIA, connection=connection)},
            ledger_url="memory://",
        )
        self.bridge = Bridge(installed(), config)
        app = flask.Flask(__name__)
        view = webhook_view(
            Webhooks("v1"),
            lambda event, payment: self.told.append((event.kind, payment.status)),
            bridge=self.bridge,
            confirm=self.confirm,
        )
        app.add_url_rule("/portone", "portone", view, methods=["POST"])
        self.server = make_server("127.0.0.1", 0, app, handler_class=Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}/portone"

    def confirm(self, request):
        self.asked.append(request)
        return self.decision

    def barcode(self, order, **more):
        return self.bridge.execute(
            IssueBarcode(
                order_id=order, order_name="Tea", amount=Amount(total=9_900, currency="KRW"), **more
            ),
            channel="galaxia",
        )

    def status(self, order):
        return self.bridge.execute(GetPayment(order_id=order), channel="galaxia").status


@contextmanager
def opened():
    registry = installed()
    faces = {name: api.face() for name, api in registry.apis.items() if api.face is not None}
    seen = Config(connections={"v1": V1}, channels={"galaxia": GALAXIA})
    simulator = Simulator(faces, settings=settings_for(registry, seen))
    with running(simulator) as urls:
        shop = Shop(simulator, urls)
        thread = threading.Thread(target=shop.server.serve_forever, daemon=True)
        thread.start()
        try:
            yield shop
        finally:
            shop.server.shutdown()
            shop.server.server_close()
            thread.join()
            shop.bridge.close()


@pytest.fixture
def shop():
    with opened() as made:
        yield made


def test_the_till_asks_the_shop_and_does_what_it_says(shop):
    made = shop.barcode("A", confirm_url=shop.url, barcode="1234567890")
    shop.decision = Reject(reason="재고 부족")
    with pytest.raises(ValueError, match="재고 부족"):
        shop.simulator.pay_at_till("A")
    assert shop.status("A") == "ready"
    shop.decision = Approve()
    shop.simulator.pay_at_till("A", pay_type="card")
    assert shop.status("A") == "paid"
    first, second = shop.asked
    assert (first.attempt_id, first.order_id, first.barcode) == (made.id, "A", "1234567890")
    # The question names no amount; the read before the decision does.
    assert (first.amount, first.currency, first.type) == (9_900, "KRW", "Galaxia.Cvs.Confirm")
    assert (first.pay_type, second.pay_type) == ("cash", "card")
    with pytest.raises(ValueError, match="waits"):
        shop.simulator.pay_at_till("A")
    assert len(shop.asked) == 2, "what cannot be paid is not asked about"


def test_a_barcode_without_a_url_is_always_taken(shop):
    shop.decision = Reject(reason="no")
    shop.barcode("A")
    shop.simulator.pay_at_till("A")
    assert (shop.status("A"), shop.asked) == ("paid", [])


def test_a_shop_that_is_away_stops_the_payment(shop):
    shop.barcode("A", confirm_url="http://127.0.0.1:1/")
    with pytest.raises(ValueError, match="refuses"):
        shop.simulator.pay_at_till("A")
    assert shop.status("A") == "ready"


def test_the_simulators_own_api_has_a_till_that_waits_for_the_shop(shop):
    shop.barcode("A", confirm_url=shop.url, notice_urls=(shop.url,))
    root = shop.urls["v1"].removesuffix("/v1")
    shop.decision = Reject(reason="재고 부족")
    refused = httpx.post(f"{root}/_sim/payments/A/till", json={"pay_type": "card"})
    assert (refused.status_code, "재고 부족" in refused.json()["message"]) == (409, True)
    shop.decision = Approve()
    assert httpx.post(f"{root}/_sim/payments/A/till").json()["status"] == "PAID"
    assert [each.pay_type for each in shop.asked] == ["card", "cash"]
    assert httpx.post(f"{root}/_sim/payments/B/till").status_code == 404
    assert httpx.post(f"{root}/_sim/payments/A/till", json={"pay_type": "gold"}).status_code == 400


def test_a_shop_without_a_decision_takes_no_money(shop):
    """Nobody decides, so the endpoint's 501 stops the payment."""
    app = flask.Flask("other")
    view = webhook_view(Webhooks("v1"), lambda event, payment: None, bridge=shop.bridge)
    app.add_url_rule("/portone", "portone", view, methods=["POST"])
    shop.server.set_app(app)
    shop.barcode("A", confirm_url=shop.url)
    with pytest.raises(ValueError, match="refuses"):
        shop.simulator.pay_at_till("A")
    assert shop.status("A") == "ready"
