"""Real FastAPI, Django and Flask apps receive genuine, forged, replayed, stale and malformed webhooks of both APIs."""

import asyncio
import json
from urllib.parse import urlencode

import pytest

from pgbridge import (
    Approve,
    AsyncInbox,
    Bridge,
    CancelPayment,
    Card,
    ChargeCard,
    ConfigError,
    Customer,
    GetPayment,
    Inbox,
    Reject,
    Webhooks,
    config,
    krw,
)
from pgbridge.adapters.asgi import WebhookApp
from pgbridge.adapters.handling import Inbound, endpoint
from pgbridge.model.delivery import Delivery
from pgbridge.simulator import Fault, Plan
from pgbridge.webhooks import signed_headers
from tests.webhooks.conftest import NOW, SECRET
from tests.webhooks.endpoints import DjangoShop, FastApiShop, FlaskShop

JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
PAID = json.dumps(
    {
        "type": "Transaction.Paid",
        "timestamp": "2024-05-01T00:01:01Z",
        "data": {"paymentId": "order1", "transactionId": "tx", "storeId": "s"},
    }
)
CONFIRM = json.dumps(
    {
        "type": "Transaction.Confirm",
        "timestamp": "2024-05-01T00:01:01Z",
        "data": {"paymentId": "order1", "transactionId": "tx", "totalAmount": 1_000},
    }
)


@pytest.fixture(params=[FastApiShop, DjangoShop, FlaskShop], ids=["fastapi", "django", "flask"])
def shop(request):
    bridge = request.param.BRIDGE.simulated()
    shop = request.param(bridge)
    yield shop
    shop.close()


def v2():
    return Webhooks("v2", secrets=[SECRET], clock=lambda: float(NOW))


def signed(body=PAID, at=NOW, secret=SECRET, **headers):
    return {**JSON, **signed_headers(body, secret=secret, id="wh-1", timestamp=at), **headers}


def execute(shop, operation, **options):
    return shop.run(shop.bridge.execute(operation, **options))


def charge(shop, channel, order_id="order1"):
    card = Card(
        number="4111111111111111", expiry="2030-12", birth_or_business_number="900101", password_digits="12"
    )
    buyer = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")
    op = ChargeCard(order_id=order_id, order_name="n", amount=krw(1_000), card=card, customer=buyer)
    return execute(shop, op, channel=channel)


def test_a_genuine_v2_webhook(shop):
    shop.serve(v2())
    assert shop.send(PAID, signed()).status == 200
    ((event, payment),) = shop.seen
    assert (event.kind, event.order_id, event.event_id, event.verified, payment) == (
        "payment_paid",
        "order1",
        "wh-1",
        True,
        None,
    )


def test_with_a_bridge_the_payment_is_read_first(shop):
    charge(shop, "inicis")
    shop.serve(v2(), bridge=shop.bridge)
    assert shop.send(PAID, signed()).status == 200
    assert [(p.order_id, p.status) for _, p in shop.seen] == [("order1", "paid")]


def test_a_v2_webhook_about_nothing_there_is_to_come_again(shop):
    shop.serve(v2(), bridge=shop.bridge)
    assert shop.send(PAID, signed()).status == 404
    assert not shop.seen


BAD = {
    "no signature": (PAID, JSON, 401),
    "forged": (PAID, signed(secret="whsec_YWJjZA=="), 401),
    "another body": (PAID.replace("order1", "order2"), signed(), 401),
    "stale": (PAID, signed(at=NOW - 301), 401),
    "from the future": (PAID, signed(at=NOW + 301), 401),
    "malformed but signed": ("{", signed("{"), 400),
    "malformed": ("{", JSON, 401),
    "empty": ("", JSON, 401),
    "too long": ("x" * 70_000, signed("x" * 70_000), 413),
    "a form, unsigned": (urlencode({"payment_id": "order1", "status": "Paid"}), FORM, 401),
    "v1's, unsigned": (
        json.dumps({"imp_uid": "imp_1", "merchant_uid": "order1", "status": "paid"}),
        JSON,
        401,
    ),
}


@pytest.mark.parametrize(("body", "headers", "status"), BAD.values(), ids=BAD.keys())
def test_a_bad_v2_webhook_never_gets_200_nor_reaches_the_handler(shop, body, headers, status):
    shop.serve(v2(), bridge=shop.bridge)
    answer = shop.send(body, headers)
    assert answer.status == status
    assert SECRET[6:].encode() not in answer.body
    assert not shop.seen


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_only_post(shop, method):
    shop.serve(v2())
    assert shop.send(PAID, signed(), method=method).status == 405
    assert not shop.seen


def test_a_replay_in_time_is_the_same_event(shop):
    shop.serve(v2())
    assert [shop.send(PAID, signed()).status for _ in range(2)] == [200, 200]
    assert len({event.event_id for event, _ in shop.seen}) == 1


def test_what_the_handler_could_not_do_is_delivered_again(shop):
    shop.serve(v2())
    shop.fails = True
    assert shop.send(PAID, signed()).status == 500
    shop.fails = False
    assert shop.send(PAID, signed()).status == 200
    assert len(shop.seen) == 1


def test_what_nobody_knows_is_taken_and_left_alone(shop):
    shop.serve(v2())
    body = json.dumps({"type": "Transaction.Sublimated", "data": {}})
    assert shop.send(body, signed(body)).status == 200
    assert not shop.seen


def test_the_old_version_as_a_form(shop):
    shop.serve(v2())
    body = urlencode({"payment_id": "order1", "tx_id": "tx", "status": "Paid"})
    assert shop.send(body, {**signed(body), **FORM}).status == 200
    assert [e.kind for e, _ in shop.seen] == ["payment_paid"]


@pytest.mark.parametrize(
    ("decision", "status", "body"),
    [(Approve(), 200, {}), (Reject(reason="재고 부족"), 409, {"errorMessage": "재고 부족"})],
)
def test_a_v2_confirm_callback(shop, decision, status, body):
    shop.serve(v2(), confirms=True)
    shop.decision = decision
    answer = shop.send(CONFIRM, signed(CONFIRM))
    assert (answer.status, json.loads(answer.body)) == (status, body)
    assert [(r.order_id, r.amount) for r in shop.asked] == [("order1", 1_000)]
    assert not shop.seen


def test_a_confirm_callback_is_never_approved_by_accident(shop):
    shop.serve(v2())
    assert shop.send(CONFIRM, signed(CONFIRM)).status == 501
    shop.serve(v2(), confirms=True)
    shop.fails = True
    assert shop.send(CONFIRM, signed(CONFIRM)).status == 500
    shop.fails, shop.decision = False, Approve()
    assert shop.send(CONFIRM, JSON).status == 401


# V1 signs nothing.


def hook(payment, **fields):
    return {"imp_uid": payment.attempt_id, "merchant_uid": payment.order_id, "status": "paid", **fields}


@pytest.mark.parametrize("form", [False, True], ids=["json", "form"])
def test_a_genuine_v1_webhook(shop, form):
    paid = charge(shop, "inicis-v1")
    shop.serve(Webhooks("v1"), bridge=shop.bridge)
    fields = hook(paid)
    answer = shop.send(urlencode(fields), FORM) if form else shop.send(json.dumps(fields), JSON)
    assert answer.status == 200
    ((event, payment),) = shop.seen
    assert (event.kind, event.verified) == ("payment_paid", False)
    assert (payment.attempt_id, payment.status, payment.amount.total) == (paid.attempt_id, "paid", 1_000)


def test_a_v1_webhook_says_what_the_read_says(shop):
    paid = charge(shop, "inicis-v1")
    shop.serve(Webhooks("v1"), bridge=shop.bridge)
    forged = hook(paid, status="cancelled", cancellation_id="made up")
    assert shop.send(json.dumps(forged), JSON).status == 200
    execute(shop, CancelPayment(order_id="order1", amount=400, cancel_id="a"))
    assert shop.send(json.dumps(hook(paid)), JSON).status == 200
    execute(shop, CancelPayment(order_id="order1"))
    assert shop.send(json.dumps(hook(paid)), JSON).status == 200
    assert [(e.kind, e.cancellation_id) for e, _ in shop.seen] == [
        ("payment_paid", None),
        ("partially_cancelled", None),
        ("cancelled", None),
    ]


def test_a_v1_cancel_that_the_read_shows_keeps_its_id(shop):
    paid = charge(shop, "inicis-v1")
    execute(shop, CancelPayment(order_id="order1", amount=400, cancel_id="a"))
    read = execute(shop, GetPayment(order_id="order1"))
    shop.serve(Webhooks("v1"), bridge=shop.bridge)
    cancellation = read.cancellations[0].id
    assert (
        shop.send(json.dumps(hook(paid, status="cancelled", cancellation_id=cancellation)), JSON).status
        == 200
    )
    assert [e.cancellation_id for e, _ in shop.seen] == [cancellation]


def test_forged_v1_webhooks_do_not_reach_the_handler(shop):
    paid = charge(shop, "inicis-v1")
    shop.serve(Webhooks("v1"), bridge=shop.bridge)
    bad = {
        "nothing there": (json.dumps(hook(paid, imp_uid="imp_000000000000")), 404),
        "another's order": (json.dumps(hook(paid, merchant_uid="order2")), 401),
        "a path": (json.dumps(hook(paid, imp_uid="../users/getToken")), 404),
        "no id": (json.dumps({"merchant_uid": "order1", "status": "paid"}), 400),
        "malformed": ("{", 400),
        "empty": ("", 400),
        "too long": ("x" * 70_000, 413),
    }
    for name, (body, status) in bad.items():
        assert shop.send(body, JSON).status == status, name
    assert not shop.seen


@pytest.mark.parametrize(
    "fault", [Fault(answer="lost"), Fault(answer="error", status=500), Fault(answer="html")]
)
def test_a_webhook_is_not_taken_when_the_read_fails(shop, fault):
    paid = charge(shop, "inicis-v1")
    shop.serve(Webhooks("v1"), bridge=shop.bridge)
    shop.bridge.simulator.inject(Plan(fault=fault, method="GET", path="/v1/payments*", times=1_000))
    assert shop.send(json.dumps(hook(paid)), JSON).status == 500
    shop.serve(v2(), bridge=shop.bridge)
    shop.bridge.simulator.inject(Plan(fault=fault, method="GET", path="/v2/payments*", times=1_000))
    assert shop.send(PAID, signed()).status == 500
    assert not shop.seen


def test_each_apis_webhooks_are_read_through_that_api(shop):
    with pytest.raises(ConfigError, match="not a channel of v1"):
        shop.serve(Webhooks("v1"), bridge=shop.bridge, channel="inicis")
    charge(shop, "inicis-v1")
    shop.serve(v2(), bridge=shop.bridge, channel="nice")
    assert shop.send(PAID, signed()).status == 200
    assert [p.version for _, p in shop.seen] == ["V1"]  # V2 shows V1's payments, too


def settings(*connections):
    channels = {n: {"connection": n, "provider": "inicis-v2", "key": f"channel-key-{n}"} for n in connections}
    entry = {"api": "v2", "environment": "test", "secret": {"env": "PORTONE_API_SECRET"}}
    return config.parse({"connections": dict.fromkeys(connections, entry), "channels": channels})


def test_which_connection_to_read_through_must_be_clear(monkeypatch):
    monkeypatch.setenv("PORTONE_API_SECRET", "of the tests")
    with Bridge.simulated(settings("one", "two")) as bridge:
        with pytest.raises(ConfigError, match="name one of one, two"):
            endpoint(v2(), bridge, None, None, 10, handler=print, inbox=None)
        assert endpoint(v2(), bridge, "two", None, 10, handler=print, inbox=None).channel == "two"
        with pytest.raises(ConfigError, match="has none of v1"):
            endpoint(Webhooks("v1"), bridge, None, None, 10, handler=print, inbox=None)


def test_v1_sources(shop):
    paid = charge(shop, "inicis-v1")
    shop.serve(Webhooks("v1", sources=Webhooks("v1").vendor_sources), bridge=shop.bridge)
    assert shop.send(json.dumps(hook(paid)), JSON).status == 200
    shop.serve(Webhooks("v1", sources=["10.0.0.1"]), bridge=shop.bridge)
    assert shop.send(json.dumps(hook(paid)), JSON).status == 401
    assert len(shop.seen) == 1


def test_a_v1_confirm_callback_is_read_before_it_is_decided(shop):
    paid = charge(shop, "inicis-v1")
    shop.serve(Webhooks("v1"), bridge=shop.bridge, confirms=True)
    shop.decision = Reject(reason="재고 부족")
    question = {"imp_uid": paid.attempt_id, "merchant_uid": "order1", "amount": 1_000}
    answer = shop.send(json.dumps(question), JSON)
    assert (answer.status, json.loads(answer.body)) == (409, {"reason": "재고 부족"})
    assert shop.send(json.dumps({**question, "amount": 1}), JSON).status == 401
    assert shop.send(json.dumps({**question, "imp_uid": "imp_000000000000"}), JSON).status == 404
    assert [(r.order_id, r.amount) for r in shop.asked] == [("order1", 1_000)]


def test_v1_needs_a_bridge(shop):
    with pytest.raises(ConfigError, match="bridge"):
        shop.serve(Webhooks("v1"))


def test_a_sender_that_hangs_up_gets_no_answer():
    sent = []

    async def run():
        async def handler(event, payment):
            raise AssertionError("must not be called")

        async def receive():
            return messages.pop(0)

        async def send(message):
            sent.append(message)

        messages = [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]
        app = WebhookApp(v2(), handler)
        await app({"type": "http", "method": "POST", "headers": [], "client": None}, receive, send)
        with pytest.raises(RuntimeError, match="HTTP only"):
            await app({"type": "websocket"}, receive, send)

    asyncio.run(run())
    assert sent == []


def test_nothing_of_a_body_is_shown():
    assert repr(Inbound(method="POST", body=b"secret", headers=[])) == "Inbound(POST, 6 bytes)"
    assert repr(Delivery(body=b"secret")) == "Delivery(6 bytes)"


INBOXES = {FastApiShop: AsyncInbox, DjangoShop: Inbox, FlaskShop: Inbox}


def with_inbox(shop, webhooks, **options):
    """Serve the same shop through an inbox: its handler is told by a worker."""

    async def handle(event, payment):
        shop.handle(event, payment)

    made = INBOXES[type(shop)](shop.bridge, handle if isinstance(shop, FastApiShop) else shop.handle)
    shop.serve(webhooks, inbox=made, **options)
    return made


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_with_an_inbox_it_is_stored_answered_and_told_by_a_worker(shop, api):
    paid = charge(shop, {"v1": "inicis-v1", "v2": "inicis"}[api])
    inbox = with_inbox(shop, v2() if api == "v2" else Webhooks("v1"))
    body = json.dumps({"type": "Transaction.Paid", "data": {"paymentId": "order1"}})
    for _ in range(2):
        answer = shop.send(body, signed(body)) if api == "v2" else shop.send(json.dumps(hook(paid)), JSON)
        assert answer.status == 200
    assert shop.seen == []
    done = shop.run(inbox.process())
    assert (done.read, done.told) == (1, 1)
    assert [(e.kind, p.order_id, p.status) for e, p in shop.seen] == [("payment_paid", "order1", "paid")]


def test_with_an_inbox_what_is_not_proven_is_refused_and_not_stored(shop):
    with_inbox(shop, v2())
    assert shop.send(PAID, signed(secret="whsec_b3RoZXI=")).status == 401
    assert shop.bridge.ledger.backlog().entries == 0


def test_with_an_inbox_confirm_callbacks_are_answered_at_once(shop):
    shop.decision = Approve()
    with_inbox(shop, v2(), confirms=True)
    assert shop.send(CONFIRM, signed(CONFIRM)).status == 200
    assert len(shop.asked) == 1


def test_there_is_one_handler_or_one_inbox():
    with Bridge.simulated() as bridge:
        inbox = Inbox(bridge, print)
        for options in ({"handler": print, "inbox": inbox}, {"handler": None, "inbox": None}):
            with pytest.raises(ConfigError, match="give one of them"):
                endpoint(v2(), bridge, None, None, 10, **options)
