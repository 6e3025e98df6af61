"""Channels, answers and a hand-driven flow for the tests of the V1 plugin."""

import json
from types import SimpleNamespace

import pytest

from pgbridge.errors import TransportError
from pgbridge.model.card import Card
from pgbridge.model.channel import Channel, Connection, Secret
from pgbridge.model.customer import Customer
from pgbridge.wire import Send, WireResponse

SECRETS = {"key": Secret("imp-key"), "secret": Secret("imp-secret")}
PAID = {
    "imp_uid": "imp_1",
    "merchant_uid": "order-1",
    "pay_method": "card",
    "channel": "api",
    "pg_provider": "nice",
    "pg_id": "MID1",
    "sandbox": False,
    "status": "paid",
    "amount": 1000,
    "cancel_amount": 0,
    "currency": "KRW",
    "started_at": 1700000000,
    "paid_at": 1700000001,
    "failed_at": 0,
    "cancelled_at": 0,
}


@pytest.fixture
def connection():
    return Connection(name="v1", api="v1", environment="live", credentials=SECRETS)


@pytest.fixture
def channel(connection):
    return Channel(name="nice", connection=connection, provider="nice", pg="nice.MID1", key="channel-key-1")


@pytest.fixture
def test_channel(channel):
    import msgspec

    connection = msgspec.structs.replace(channel.connection, environment="test")
    return msgspec.structs.replace(channel, connection=connection)


@pytest.fixture
def card():
    return Card(
        number="4111-1111-1111-1111",
        expiry="2030-12",
        birth_or_business_number="900101",
        password_digits="12",
    )


@pytest.fixture
def buyer():
    return Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")


@pytest.fixture
def paid():
    """Return V1's fields of a paid payment, some of them changed."""

    def make(**changes):
        return {**PAID, **changes}

    return make


@pytest.fixture
def respond():
    """Return an answer of V1: an envelope of code 0 around something, or what is given as the whole body."""

    def make(inside=None, *, status=200, code=0, message=None, body=None):
        if body is None:
            body = json.dumps({"code": code, "message": message, "response": inside}, ensure_ascii=False)
        return WireResponse(status=status, body=body if isinstance(body, bytes) else body.encode())

    return make


@pytest.fixture
def drive():
    """Run a flow by hand: each request takes the next answer, an exception among them is thrown in."""

    def run(flow, *answers):
        waiting, sent, step = list(answers), [], None
        throw = None
        while True:
            try:
                effect = flow.throw(throw) if throw is not None else flow.send(step)
            except StopIteration as done:
                assert not waiting, f"{len(waiting)} answers were not asked for"
                return SimpleNamespace(result=done.value, sent=sent)
            assert isinstance(effect, Send)
            sent.append(effect.request)
            answer, throw = waiting.pop(0), None
            if isinstance(answer, TransportError):
                throw = answer
            step = answer

    return run
