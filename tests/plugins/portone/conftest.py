"""A channel, a card, and a hand-driven flow for the tests of the V2 plugin."""

import json
from types import SimpleNamespace

import httpx
import pytest

from pgbridge.model.card import Card
from pgbridge.model.channel import Channel, Connection, Secret
from pgbridge.model.customer import Customer
from pgbridge.registry import installed
from pgbridge.simulator import V2_SECRET, Clock, Simulator
from pgbridge.simulator.transport import BASE_URLS, SimulatorTransport
from pgbridge.wire import Send, WireResponse

NOON = 1_893_456_000.0


@pytest.fixture
def channel():
    connection = Connection(
        name="v2", api="v2", environment="test", credentials={"secret": Secret(V2_SECRET)}
    )
    return Channel(name="inicis", connection=connection, provider="inicis-v2", key="channel-key-1")


@pytest.fixture
def card():
    return Card(
        number="4111-1111-1111-1111",
        expiry="2030-12",
        birth_or_business_number="900101",
        password_digits="12",
    )


@pytest.fixture
def customer():
    return Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")


def answer(body, status=200):
    """An answer of V2 with a JSON body."""
    return WireResponse(status=status, body=json.dumps(body, ensure_ascii=False).encode())


def error(kind, status, **more):
    return answer({"type": kind, "message": "메시지", **more}, status)


def drive(flow, *answers):
    """Run a flow; give its sends the answers one by one, and return its result with the requests it made."""
    requests, left, step = [], list(answers), None
    while True:
        try:
            effect = flow.send(step)
        except StopIteration as done:
            assert not left, "not every answer was asked for"
            return done.value, requests
        assert isinstance(effect, Send)
        requests.append(effect.request)
        step = left.pop(0)


def asked(request):
    """The JSON in a listing's query."""
    return json.loads(dict(request.query)["requestBody"])


class Shop:
    """The simulated V2: sends requests of the plugin and runs its flows."""

    def __init__(self):
        faces = {name: api.face() for name, api in installed().apis.items() if api.face is not None}
        self.simulator = Simulator(faces, clock=Clock(NOON))
        self.client = httpx.Client(transport=SimulatorTransport(self.simulator))
        self.api = installed().api("v2")

    def send(self, request, connection):
        found = self.client.request(
            request.method,
            f"{BASE_URLS['v2']}{request.path}",
            params=list(request.query),
            content=request.content,
            headers=[*request.headers, *self.api.authorise(connection, None)],
        )
        return WireResponse(status=found.status_code, body=found.content)

    def run(self, flow):
        step = None
        while True:
            try:
                effect = flow.send(step)
            except StopIteration as done:
                return done.value
            step = self.send(effect.request, effect.connection)

    def do(self, module, op, channel):
        """Send an operation and return what its answer means."""
        response = self.send(module.encode(op, channel), channel.connection)
        judged = self.api.judge(response)
        if judged is not None:
            raise judged.error
        return module.decode(op, response)


@pytest.fixture
def shop():
    made = Shop()
    yield made
    made.client.close()


@pytest.fixture
def tools():
    return SimpleNamespace(answer=answer, error=error, drive=drive, asked=asked)
