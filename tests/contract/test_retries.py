"""Every operation of both APIs against trouble on a real connection: what goes out again is what the table says.

The requests are counted, byte for byte, by the server that got them. Pauses are virtual, so nobody waits.
"""

import socket

import msgspec
import pytest

from pgbridge import (
    ApiError,
    Bridge,
    Channel,
    Connection,
    NotSent,
    OutcomeUnknown,
    PgbridgeError,
    RateLimited,
    Secret,
    TransportError,
)
from pgbridge.config import Config
from pgbridge.context import Context
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.plan import Planner
from pgbridge.plan.names import writes
from pgbridge.registry import installed
from pgbridge.retry import OUTCOMES, TABLE, manner_of
from pgbridge.wire import Prior
from pgbridge.writing import Ready, perform
from tests.contract.test_fields import KINDS, smallest
from tests.raw import Raw, reply

REGISTRY = installed()
DEADLINE, PAUSE = 20.0, 2
LOGIN = b"POST /users/getToken"
TOKEN = b'{"code":0,"response":{"access_token":"t","expired_at":2000000000,"now":1}}'
ABSENT = {
    "v1": reply(404, b'{"code":-1,"message":"none","response":null}'),
    "v2": reply(404, b'{"type":"PAYMENT_NOT_FOUND","message":"none"}'),
}
DATES = {"retry_after": "Tue, 01 Dec 2026 08:00:02 GMT", "date": "Tue, 01 Dec 2026 08:00:00 GMT"}
# trouble: what the server answers (None hangs up), and which outcome that is, by manner
TROUBLE = {
    "lost": (lambda api: None, {"read": "no_answer", "keyed": "no_answer", "plain": "no_answer"}),
    "429": (
        lambda api: reply(
            429, b'{"type":"TOO_MANY","code":-1}', **({"retry_after": PAUSE} if api == "v1" else DATES)
        ),
        {"read": "limited", "keyed": "limited", "plain": "limited"},
    ),
    "503": (
        lambda api: reply(503, b"", retry_after=PAUSE),
        {"read": "troubled", "keyed": "unreadable", "plain": "unreadable"},
    ),
    "409": (
        lambda api: reply(409, b'{"type":"IDEMPOTENCY_OUTSTANDING_REQUEST","code":-1}'),
        {"keyed": "running", "plain": "already"},
    ),
    "refused": (None, {"read": "not_sent", "keyed": "not_sent", "plain": "not_sent"}),
}
# V1 says 409 of these where nothing was changed.
OWN_WORD = {"kcpquick.prepare.create": "refused"}
# What the look-up shows here is what was wanted: it is gone. A key that cannot be found moves no money.
GONE = {"billing_keys.delete", "identity.delete", "kcpquick.autopay.delete"}
ORPHAN = {("v1", "billing_keys.issue")}


class Straight(Planner):
    """Encodes at once: what is read before a write is another test's business."""

    def prepare(self, op, channel, vendor_id, run):
        yield from ()
        return Ready(op=op, request=self.module(op, channel).encode(op, channel), prior=Prior(op=op))


class World:
    """A bridge onto one server, whose pauses move a clock instead of passing."""

    def __init__(self, api):
        self.api, self.clock, self.trouble, self.signs_in = api, 1000.0, None, False
        self.server = Raw(self.answer)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.nobody = f"http://127.0.0.1:{probe.getsockname()[1]}"
        context = Context(monotonic=lambda: self.clock, new_id=self.new_id, random=lambda: 0.5)
        self.ids, self.paused = 0, []
        connection = Connection(
            name="c",
            api=api,
            environment="live",
            base_url=self.server.url,
            store_id="store-1",
            credentials={"key": Secret("k"), "secret": Secret("s")},
        )
        self.config = Config(connections={"c": connection})
        self.channel = Channel(
            name="c", connection=connection, provider="", key="channel-key", pg="nice_v2.mid", check="off"
        )
        self.ledger = open_sqlite("memory://", lambda: self.clock)
        self.bridge = Bridge.of(REGISTRY, self.config, ledger=self.ledger, context=context, sleep=self.sleep)
        self.planner = Straight(self.config, REGISTRY)

    def new_id(self):
        self.ids += 1
        return f"{self.ids:08x}-0000-4000-8000-000000000000"

    def sleep(self, seconds):
        self.paused.append(seconds)
        self.clock += seconds

    def answer(self, server, connection, request):
        if request.startswith(LOGIN) and not self.signs_in:
            connection.sendall(reply(200, TOKEN))
        elif self.mine(request):
            if self.trouble is None:
                connection.close()
            else:
                connection.sendall(self.trouble)
        else:
            connection.sendall(ABSENT[self.api])

    def mine(self, request):
        return self.line is None or request.partition(b"\r\n")[0] == self.line

    def run(self, op, trouble):
        """Run one operation; return how it ended and the requests that are its own."""
        channel, module = self.channel, REGISTRY.api(self.api).module(op.name)
        self.ledger.close()
        self.ledger = self.bridge._ledger = open_sqlite("memory://", lambda: self.clock)
        self.server.asked.clear()
        self.paused.clear()
        self.bridge.driver.tokens.kept.clear()
        answer, _ = TROUBLE[trouble]
        self.trouble = answer(self.api) if answer else None
        if trouble == "refused":
            # Signing in needs an answer; what follows finds nobody.
            there = msgspec.structs.replace(channel.connection, base_url=self.nobody)
            self.bridge.driver.tokens.put(there, token(), self.clock)
            channel = msgspec.structs.replace(channel, connection=there)
        # V1's logging in as an operation: the request that others only begin with. It needs no token before.
        self.signs_in = self.api == "v1" and op.name.startswith("auth.")
        self.line = None
        run = self.bridge.run(DEADLINE)
        run = msgspec.structs.replace(run, owner=self.new_id())
        if writes(op):
            request = module.encode(op, channel)
            target = request.path + (("?" + query(request)) if request.query else "")
            self.line = f"{request.method} {target} HTTP/1.1".encode()
            flow = perform(self.planner, op, [channel], run)
        else:
            flow = self.planner.read(op, channel, run)
        try:
            ended = self.bridge.driver.run(flow, run)
        except PgbridgeError as error:
            ended = error
        return ended, [
            r for r in self.server.asked if (self.signs_in or not r.startswith(LOGIN)) and self.mine(r)
        ]


def token():
    from pgbridge.wire import Grant

    return Grant(token="t", lifetime=1e9)


def query(request):
    import httpx

    return str(httpx.QueryParams(list(request.query)))


@pytest.fixture(scope="module")
def worlds():
    made = {api: World(api) for api in ("v1", "v2")}
    yield made
    for world in made.values():
        world.bridge.close()
        world.ledger.close()
        world.server.close()


# Said in one call by several requests, or a step after another: their steps are operations of their own.
SEVERAL = {("v2", "schedules.move")}
CASES = [
    pytest.param(kind, api, trouble, id=f"{api}-{kind.name}-{trouble}")
    for kind in KINDS
    if not kind.name.startswith("browser.")
    for api in ("v1", "v2")
    if REGISTRY.api(api).supports(kind.name) and (api, kind.name) not in SEVERAL
    for trouble in TROUBLE
]


@pytest.mark.parametrize(("kind", "api", "trouble"), CASES)
def test_what_goes_out_again_is_what_the_table_says(kind, api, trouble, worlds):
    world, op = worlds[api], smallest(kind, api)
    manner = manner_of(writes=writes(op), keys=REGISTRY.api(api).keys)
    outcome = TROUBLE[trouble][1].get(manner)
    if outcome is None:
        return  # no such answer to a read
    if outcome == "already":
        outcome = OWN_WORD.get(kind.name, outcome)
    after = TABLE[manner][outcome]
    ended, asked = world.run(op, trouble)

    many = 1 + world.bridge.config.policy.read_retries
    if trouble == "refused":
        assert asked == []
        assert len([p for p in world.paused if p]) >= many - 1
    elif after.again == "while":
        assert len(asked) >= many
    else:
        assert len(asked) == (many if after.again == "some" else 1), OUTCOMES[outcome]
    if manner != "read":
        assert len(set(asked)) <= 1, "the copies differ"
    keys = [line for r in asked for line in r.split(b"\r\n") if line.lower().startswith(b"idempotency-key")]
    assert len(keys) == (len(asked) if manner == "keyed" else 0)
    assert all(line.count(b'"') == 2 for line in keys)
    assert sum(world.paused) <= DEADLINE
    if trouble in ("429", "503") and len(asked) > 1:
        assert min(world.paused[: len(asked) - 1]) >= PAUSE

    if manner == "read":
        wanted = {"lost": TransportError, "429": RateLimited, "503": ApiError, "refused": NotSent}[trouble]
        assert isinstance(ended, wanted), repr(ended)
        return
    rows = world.ledger.attempts(newest=True, limit=1)
    if outcome in ("not_sent", "refused") or (outcome == "limited" and after.then == "failed"):
        assert isinstance(ended, NotSent if outcome == "not_sent" else ApiError), repr(ended)
        assert [(row.state, row.proof) for row in rows] == [("failed", after.record)]
    elif after.then == "look_up" and api == "v1" and kind.name in GONE:
        assert not isinstance(ended, PgbridgeError), repr(ended)
        assert [row.state for row in rows] == ["done"]
    elif after.record == "open" and (api, kind.name) in ORPHAN:
        assert isinstance(ended, ApiError)
        assert [(row.state, row.proof) for row in rows] == [("failed", "orphan_possible")]
    elif after.record == "open":
        assert isinstance(ended, OutcomeUnknown), repr(ended)
        assert [row.state for row in rows] in (["unknown"], ["open"])
        assert {send.outcome for send in rows[0].sends} == {"open"}
    else:
        assert isinstance(ended, PgbridgeError)
        assert [row.state for row in rows] in (["unknown"], ["failed"])


def test_every_outcome_has_its_place():
    for manner, table in TABLE.items():
        assert set(table) <= set(OUTCOMES), manner
    assert set(TABLE["keyed"]) == set(TABLE["plain"]) == set(OUTCOMES) - {"troubled"}
