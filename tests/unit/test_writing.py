"""The write flow against an API made of answers: what is sent, written down and told, line by line."""

import types
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from pgbridge import wire
from pgbridge.context import Context, Policy, Run
from pgbridge.errors import (
    ApiError,
    BadAnswer,
    Busy,
    Conflict,
    Declined,
    IntentConflict,
    LedgerUnusable,
    NoAnswer,
    NotFound,
    NotSent,
    OutcomeUnknown,
    Pending,
    PgbridgeError,
    RateLimited,
    RuleViolation,
    TransportError,
    Unauthorized,
)
from pgbridge.ledger.protocol import Change, Wish
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.model.attempt import Seen, Sighting
from pgbridge.model.billing_key import BillingKey, Schedule
from pgbridge.model.card import Card
from pgbridge.model.channel import Channel, Connection
from pgbridge.model.money import krw
from pgbridge.model.payment import Cancellation, Failure, Payment, PaymentAmount
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.operations.payments.cancel import CancelPayment
from pgbridge.operations.payments.charge_card import ChargeCard
from pgbridge.wire import (
    Api,
    Ask,
    Emit,
    Event,
    Grant,
    Judgement,
    Prior,
    Send,
    Sleep,
    Token,
    WireRequest,
    WireResponse,
)
from pgbridge.writing import Ready, perform
from tests.closing import keep

CARD = Card(number="4111111111111111", expiry="2030-12")
CHARGE = ChargeCard(order_id="o1", amount=krw(1000), card=CARD)
CANCEL = CancelPayment(order_id="o1", amount=300, cancel_id="c", reason="why")
ISSUE = IssueBillingKey(alias="k", card=CARD)
KINDS = {
    400: ("refused", ApiError, "bad"),
    401: ("unauthorized", Unauthorized, "token"),
    409: ("already", Conflict, "already_paid"),
    425: ("running", Conflict, "running"),
    429: ("refused", RateLimited, "slow"),
    500: ("error", ApiError, "provider_declined"),
    501: ("error", ApiError, "broken"),
    502: ("unreadable", BadAnswer, "page"),
}


def judge(response: WireResponse) -> Judgement | None:
    if response.status == 200:
        return None
    kind, error, reason = KINDS[response.status]
    typed = None if response.body == b"untyped" else "TYPE"
    return Judgement(kind=kind, error=error("no", reason=reason, code=typed, http_status=response.status))


def payment(status: str = "paid", **fields: Any) -> Payment:
    values = {"order_id": "o1", "attempt_id": "t1", "amount": PaymentAmount(total=1000), **fields}
    return Payment(status=status, **values)


class World:
    """An API whose answers are written down beforehand; also the layer above the write flow."""

    def __init__(self, *, keys: bool = True, login: bool = False, durable: bool = True) -> None:
        self.now, self.policy = 1000.0, Policy()
        self.answers: list[Any] = []
        self.sightings: list[Any] = []
        self.prior: Any = Sighting()
        self.sent: list[WireRequest] = []
        self.tokens: list[Any] = ["token1", "token2"]
        self.events: list[Event] = []
        self.codes: frozenset[str] = frozenset()
        self.violation: Any = None
        self.complete: Callable[..., Any] | None = None
        ledger = keep(open_sqlite("memory://", lambda: self.now))
        assert ledger is not None
        ledger.durable = durable
        self.ledger: Any = ledger
        self.hooks: dict[str, Callable[[], None]] = {}
        self.count = iter(range(10_000))

        def log_in(connection: Connection) -> Any:
            yield from wire.sleep(0.0)
            return Grant(token="never", lifetime=1.0)

        self.one = Api(
            name="toy",
            title="Toy",
            base_url="",
            package="toy",
            secrets=(),
            judge=judge,
            authorise=lambda connection, access: (("authorization", access or "secret"),),
            login=log_in if login else None,
            keys=keys,
            retries_under_one_id=keys,
        )
        connections = [Connection(name=name, api="toy", environment="live") for name in ("x", "y")]
        self.channels = [Channel(name=c.name, connection=c, provider="p") for c in connections]

    # What the flow asks of the layer above.

    def api(self, channel: Channel) -> Api:
        return self.one

    def channel_of(self, attempt: Any) -> Channel:
        return next(c for c in self.channels if c.connection.name == attempt.connection)

    def prepare(self, op: Any, channel: Channel, vendor_id: str, run: Run) -> Any:
        yield from wire.emit(Event(kind="preparing"))
        if self.violation is not None:
            raise self.violation
        if isinstance(op, CancelPayment):
            op = msgspec.structs.replace(op, expected_cancellable=1000, attempt_id="t1")
            return Ready(
                op=op,
                request=self.encode(op, channel),
                prior=Prior(op=op, sighting=self.prior, target="t1"),
            )
        named = msgspec.structs.replace(op, order_id=vendor_id) if hasattr(op, "order_id") else op
        return Ready(
            op=named, request=self.encode(named, channel), prior=Prior(op=named, sighting=self.prior)
        )

    def wish(self, op: Any, channel: Channel, run: Run) -> Wish:
        order = getattr(op, "order_id", None)
        identity = f"{order}/{op.cancel_id}" if isinstance(op, CancelPayment) else order or op.alias
        return Wish(
            family=op.family,
            identity=identity,
            fingerprint="",
            operation=op.name,
            owner=run.owner,
            lease=120.0,
            order_id=order,
            vendor_id=order or identity,
            connection=channel.connection.name,
            channel=channel.name,
            api="v2" if self.one.keys else "v1",
            new_id_each=not self.one.keys,
        )

    def failover_codes(self, op: Any) -> frozenset[str]:
        return self.codes

    def fits(self, channel: Channel, result: Any) -> bool:
        return True

    def received(self, result: Any, channel: Channel, made: Any = None) -> list[Event]:
        return [Event(kind="received")]

    # The API's module.

    def encode(self, op: Any, channel: Channel) -> WireRequest:
        body = {"op": type(op).__name__, "order": getattr(op, "order_id", None)}
        if isinstance(op, CancelPayment):
            body |= {"amount": op.amount, "expected": op.expected_cancellable, "reason": op.reason}
        return WireRequest(method="POST", path="/", name="write", body=body)

    def decode(self, op: Any, response: WireResponse) -> Any:
        result = self.results.get(response.body)
        if result is None:
            raise BadAnswer("not readable")
        return result

    results: dict[bytes, Any] = {}

    def settle(self, attempt: Any, channel: Channel) -> Any:
        yield from wire.send(WireRequest(method="GET", path="/"), channel.connection)
        found = self.sightings.pop(0) if len(self.sightings) > 1 else (self.sightings or [Sighting()])[0]
        if isinstance(found, PgbridgeError):
            raise found
        return found

    # The driver.

    def run(self, op: Any, *, deadline: float = 60.0, owner: str = "me", **options: Any) -> Any:
        context = Context(
            monotonic=lambda: self.now,
            new_id=lambda: f"{owner}-{next(self.count):024}-id",
            random=lambda: 0.5,
        )
        channels = options.pop("channels", self.channels[:1])
        run = Run(context=context, policy=self.policy, ends=self.now + deadline, owner=owner, **options)
        flow = perform(self, op, channels, run)
        answer: Any = None
        failure: PgbridgeError | None = None
        while True:
            try:
                effect = flow.send(answer) if failure is None else flow.throw(failure)
            except StopIteration as done:
                return done.value
            answer, failure = None, None
            try:
                answer = self.answer(effect)
            except PgbridgeError as error:
                failure = error

    def answer(self, effect: Any) -> Any:
        if isinstance(effect, Sleep):
            self.now += effect.seconds
        elif isinstance(effect, Emit):
            self.events.append(effect.event)
            self.hook(effect.event.kind)
        elif isinstance(effect, Ask):
            self.hook(effect.name)
            return effect.call(self.ledger)
        elif isinstance(effect, Token):
            token = self.tokens.pop(0)
            if isinstance(token, PgbridgeError):
                raise token
            return token
        else:
            assert isinstance(effect, Send)
            if effect.request.method == "GET":
                self.hook("read")
                return WireResponse(status=200)
            self.sent.append(effect.request)
            self.now += 1.0
            told = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if isinstance(told, PgbridgeError):
                raise told
            if isinstance(told, int):
                return WireResponse(status=told)
            if isinstance(told, WireResponse):
                return told
            body = f"result{len(self.results)}".encode()
            self.results = {**self.results, body: told}
            return WireResponse(status=200, body=body)
        return None

    def hook(self, name: str) -> None:
        if name in self.hooks:
            self.hooks.pop(name)()

    # What the tests look at.

    @property
    def rows(self) -> list[Any]:
        return [a for i in reversed(self.ledger.intents()) for a in i.attempts]

    @property
    def states(self) -> list[tuple[str, str | None]]:
        return [(a.state, a.proof) for a in self.rows]

    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    def wait(self, seconds: float = 700.0) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def modules(monkeypatch: Any) -> None:
    monkeypatch.setattr(wire, "MODULES", {})


@pytest.fixture
def make() -> Iterator[Callable[..., World]]:
    made: list[World] = []

    def build(**options: Any) -> World:
        world = World(**options)
        module = types.ModuleType("toy")
        module.encode, module.decode, module.settle = world.encode, world.decode, world.settle  # type: ignore[attr-defined]
        module.complete = lambda op, result, channel: world.complete(op, result, channel)  # type: ignore[attr-defined, misc]
        for name in ("payments.charge_card", "payments.cancel", "billing_keys.issue"):
            wire.MODULES[f"toy.{name}"] = module
        made.append(world)
        return world

    yield build
    for world in made:
        world.ledger.close()


def told(world: World, op: Any = CHARGE, **options: Any) -> Any:
    try:
        return world.run(op, **options)
    except PgbridgeError as error:
        return error


def seen(state: str = "done", result: Any = None, id: str = "t1", **fields: Any) -> Sighting:
    result = result or payment("paid" if state == "done" else state)
    return Sighting(items=(Seen(id=id, state=state, amount=1000, currency="KRW", result=result),), **fields)


def test_a_success_is_written_down_before_it_is_told(make: Any) -> None:
    world = make()
    world.answers = [payment()]
    result = told(world)
    assert (result.order_id, result.vendor_order_id, result.attempt_id) == ("o1", "o1", "t1")
    (row,) = world.rows
    assert (row.state, row.vendor_ref, row.amount) == ("done", "t1", 1000)
    assert [s.outcome for s in row.sends] == ["answered"]
    assert world.kinds() == ["preparing", "sending", "received", "received", "finished"]


def test_every_send_carries_the_same_key_and_a_new_call_another(make: Any) -> None:
    world = make()
    world.answers = [NoAnswer("lost"), 502, payment()]
    told(world)
    keys = [dict(request.headers)["idempotency-key"] for request in world.sent]
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert keys[0].startswith('"me-')
    assert [s.outcome for s in world.rows[0].sends] == ["open", "open", "answered"]


def test_without_keys_nothing_is_sent_twice_after_silence(make: Any) -> None:
    world = make(keys=False)
    world.answers = [NoAnswer("lost")]
    error = told(world)
    assert isinstance(error, OutcomeUnknown)
    assert len(world.sent) == 1
    assert "idempotency-key" not in dict(world.sent[0].headers)
    assert world.states == [("unknown", None)]
    assert error.attempt.id == world.rows[0].id


def test_what_never_left_is_sent_again_without_keys_too(make: Any) -> None:
    world = make(keys=False)
    world.answers = [NotSent("refused"), NotSent("refused"), payment()]
    assert told(world).status == "paid"
    assert [s.outcome for s in world.rows[0].sends] == ["not_sent", "not_sent", "answered"]


def test_what_never_left_is_told_as_such(make: Any) -> None:
    world = make()
    world.answers = [NotSent("refused")]
    assert isinstance(told(world), NotSent)
    assert len(world.sent) == 4
    assert world.states == [("failed", "not_sent")]


def test_resending_ends_with_the_deadline_and_with_the_key(make: Any) -> None:
    world = make()
    world.answers = [NoAnswer("lost")]
    assert isinstance(told(world, deadline=100.0), OutcomeUnknown)
    assert max(s.sent_at for s in world.rows[0].sends) < 1000.0 + 85.0
    other = make()
    other.policy = Policy(key_window=200.0)
    other.answers = [NoAnswer("lost")]
    assert isinstance(told(other, deadline=2_000.0), OutcomeUnknown)
    assert 1000.0 + 180.0 < max(s.sent_at for s in other.rows[0].sends) <= 1000.0 + 200.0
    assert Policy().key_window == 10_200.0


def test_the_same_key_at_work_is_waited_for(make: Any) -> None:
    world = make()
    world.answers = [NoAnswer("lost"), 425, 425, payment()]
    assert told(world).status == "paid"
    assert len(world.sent) == 4


def test_a_refusal_is_final(make: Any) -> None:
    world = make()
    world.answers = [400]
    error = told(world)
    assert (type(error), error.reason) == (ApiError, "bad")
    assert world.states == [("failed", "refused")]
    assert len(world.sent) == 1


@pytest.mark.parametrize("answer", [400, 401])
def test_a_refusal_after_silence_is_none(make: Any, answer: int) -> None:
    world = make()
    world.answers = [NoAnswer("lost"), answer]
    assert isinstance(told(world), OutcomeUnknown)
    assert world.states == [("unknown", None)]


def test_a_decline_after_silence_is_looked_up(make: Any) -> None:
    world = make()
    world.answers = [NoAnswer("lost"), payment("failed")]
    world.sightings = [seen()]
    assert told(world).status == "paid"


def test_too_many_requests_are_spaced_out(make: Any) -> None:
    world = make(keys=False)
    world.answers = [WireResponse(status=429, headers={"retry-after": "7"}), 429, payment()]
    assert told(world).status == "paid"
    assert [s.outcome for s in world.rows[0].sends] == ["refused", "refused", "answered"]
    assert world.rows[0].sends[1].sent_at >= 1000.0 + 8.0
    other = make()
    other.answers = [429]
    error = told(other)
    assert isinstance(error, RateLimited)
    assert len(other.sent) == 4
    assert other.states == [("failed", "refused")]


@pytest.mark.parametrize(
    ("answer", "lookups", "state"),
    [
        (500, [Sighting()], ("failed", "absent")),
        (500, [Sighting(), seen()], ("done", "seen")),
        (502, [Sighting()], ("unknown", None)),
        (WireResponse(status=500, body=b"untyped"), [Sighting()], ("unknown", None)),
        (409, [Sighting()], ("unknown", None)),
        (409, [seen()], ("done", "seen")),
        (WireResponse(status=200, body=b"<html>"), [Sighting()], ("unknown", None)),
    ],
    ids=[
        "error",
        "error though paid",
        "page",
        "untyped",
        "already, nothing shown",
        "already, ours",
        "not readable",
    ],
)
def test_what_an_answer_leads_to_without_keys(make: Any, answer: Any, lookups: Any, state: Any) -> None:
    world = make(keys=False)
    world.answers, world.sightings = [answer], lookups
    word = told(world)
    assert world.states == [state]
    expected = {"failed": Declined, "unknown": OutcomeUnknown, "done": Payment}[state[0]]
    assert isinstance(word, expected)


def test_an_error_is_looked_up_once_more_after_the_lag(make: Any) -> None:
    world = make()
    world.answers = [500]
    told(world)
    assert world.now - 1000.0 == pytest.approx(16.0, abs=1.0)
    late = make()
    late.answers = [500]
    assert isinstance(told(late, deadline=10.0), OutcomeUnknown)


def test_an_error_that_is_no_decline_is_told_as_what_it_is(make: Any) -> None:
    world = make()
    world.answers = [501]
    error = told(world)
    assert (type(error), error.reason) == (ApiError, "broken")


@pytest.mark.parametrize("problem", [TransportError("no"), ApiError("no"), IntentConflict("two")])
def test_a_look_up_that_fails_proves_nothing(make: Any, problem: Any) -> None:
    world = make()
    world.answers, world.sightings = [500], [problem]
    assert isinstance(told(world), OutcomeUnknown)
    assert world.states == [("unknown", None)]


def test_a_foreign_success_is_a_conflict_and_stays_one(make: Any) -> None:
    world = make()
    world.answers, world.sightings = [409], [Sighting(items=(Seen(id="t9", state="done", amount=5),))]
    error = told(world)
    assert (type(error), error.reason) == (IntentConflict, "already_paid")
    assert world.rows[0].note == "foreign"
    again = told(world, owner="again")
    assert (type(again), again.reason) == (IntentConflict, "already_paid")
    assert len(world.sent) == 1


# Declines.


def test_a_named_failure_is_a_decline(make: Any) -> None:
    world = make(keys=False)
    world.answers = [payment("failed", failure=Failure(pg_code="X1", reason="no money"))]
    error = told(world)
    assert isinstance(error, Declined)
    assert (error.pg_code, error.pg_message, error.payment.vendor_order_id) == ("X1", "no money", "o1")
    assert world.states == [("failed", "named")]
    again = told(world, owner="again", raise_on_decline=False)
    assert (again.status, again.order_id, again.vendor_order_id) == ("failed", "o1", "o1R2")


def test_a_decline_beside_an_older_unknown_is_not_told_alone(make: Any) -> None:
    world = make(keys=False)
    world.answers = [NoAnswer("lost"), payment("failed")]
    told(world)
    world.wait()
    error = told(world, owner="again")
    assert isinstance(error, OutcomeUnknown)
    assert isinstance(error.declined, Declined)
    assert [s for s, _ in world.states] == ["unknown", "failed"]
    assert [a.vendor_id for a in world.rows] == ["o1", "o1"]


@pytest.mark.parametrize("answer", [400, NotSent("refused"), 501])
def test_no_failure_is_told_beside_an_older_unknown(make: Any, answer: Any) -> None:
    world = make(keys=False)
    world.answers = [NoAnswer("lost"), answer]
    told(world)
    world.wait()
    assert isinstance(told(world, owner="again"), OutcomeUnknown)
    assert [s for s, _ in world.states] == ["unknown", "failed"]


def test_a_success_after_an_unknown_closes_both(make: Any) -> None:
    world = make()
    world.answers = [NoAnswer("lost")]
    told(world)
    world.wait()
    world.answers = [payment()]
    assert told(world, owner="again").status == "paid"
    assert [s for s, _ in world.states] == ["superseded", "done"]


def test_an_explicit_repeat_before_the_quiet_time_sends_nothing(make: Any) -> None:
    world = make(keys=False)
    world.answers = [NoAnswer("lost")]
    told(world)
    error = told(world, owner="again")
    assert isinstance(error, OutcomeUnknown)
    assert len(world.sent) == 1


# Going to another channel.


@pytest.mark.parametrize("answer", [400, NotSent("refused")])
def test_what_did_nothing_goes_to_the_next_channel(make: Any, answer: Any) -> None:
    world = make()
    world.answers = [*[answer] * (1 if answer == 400 else 4), payment()]
    assert told(world, channels=world.channels).status == "paid"
    assert [a.channel for a in world.rows] == ["x", "y"]
    assert [a.vendor_id for a in world.rows] == ["o1", "o1R2" if answer == 400 else "o1"]
    assert "failover" in world.kinds()


@pytest.mark.parametrize("problem", [RuleViolation([]), TransportError("no answer"), NotFound("none")])
def test_what_cannot_be_prepared_goes_to_the_next_channel(make: Any, problem: Any) -> None:
    world = make()
    world.violation, world.answers = problem, [payment()]
    world.hooks["failover"] = lambda: setattr(world, "violation", None)
    assert told(world, channels=world.channels).status == "paid"
    assert [a.channel for a in world.rows] == ["y"]
    world = make()
    world.violation = problem
    assert told(world, channels=world.channels) is problem
    assert world.rows == []


@pytest.mark.parametrize("answer", [NoAnswer("lost"), 502, 409, payment("pay_pending")])
def test_what_may_have_happened_goes_nowhere_else(make: Any, answer: Any) -> None:
    world = make()
    world.answers = [answer]
    assert isinstance(told(world, channels=world.channels), (OutcomeUnknown, Pending))
    assert {a.channel for a in world.rows} == {"x"}


def test_a_decline_goes_on_only_for_the_codes_of_the_route(make: Any) -> None:
    failed = payment("failed", failure=Failure(pg_code="X1"))
    for codes, channels in ((frozenset(("X1",)), ["x", "y"]), (frozenset(("X2",)), ["x"])):
        world = make(keys=False)
        world.codes, world.answers = codes, [failed]
        assert isinstance(told(world, channels=world.channels), Declined)
        assert [a.channel for a in world.rows] == channels


def test_a_decline_that_left_no_trace_goes_nowhere_else(make: Any) -> None:
    world = make()
    world.codes, world.answers = frozenset(("X1",)), [500]
    error = told(world, channels=world.channels)
    assert isinstance(error, Declined)
    assert error.payment.partial
    assert [a.channel for a in world.rows] == ["x"]


def test_a_send_without_an_answer_keeps_v2_where_it_is(make: Any) -> None:
    world = make()
    world.codes = frozenset(("X1",))
    failed = payment("failed", failure=Failure(pg_code="X1"))
    world.answers, world.sightings = [NoAnswer("lost"), 500], [seen("failed", failed)]
    error = told(world, channels=world.channels)
    assert isinstance(error, Declined)
    # Later, too: the next call may go to the first place only.
    world.answers, world.sightings = [payment()], []
    elsewhere = told(world, owner="again", channels=world.channels[1:])
    assert (type(elsewhere), elsewhere.reason) == (IntentConflict, "pinned")
    assert told(world, owner="again2", channels=world.channels[::-1]).status == "paid"
    assert [a.channel for a in world.rows] == ["x", "x"]


def test_an_unknown_leads_a_routed_repeat_to_its_own_channel(make: Any) -> None:
    world = make(keys=False)
    world.answers = [NoAnswer("lost"), payment()]
    told(world, channels=world.channels)
    world.wait()
    assert told(world, owner="again", channels=world.channels[::-1]).status == "paid"
    assert [a.channel for a in world.rows] == ["x", "x"]


def test_a_memory_that_forgets_makes_no_second_id(make: Any) -> None:
    world = make(keys=False, durable=False)
    world.answers = [400]
    assert isinstance(told(world, channels=world.channels), ApiError)
    again = told(world, owner="again")
    assert (type(again), again.reason) == (IntentConflict, "needs_new_order_id")


# Pending.


def test_accepted_but_undecided_is_told_and_never_sent_again(make: Any) -> None:
    world = make()
    world.answers, world.sightings = [payment("pay_pending")], [seen("pending", payment("pay_pending"))]
    first = told(world)
    assert isinstance(first, Pending)
    assert first.payment.vendor_order_id == "o1"
    row = world.rows[0]
    assert (row.state, row.note, row.vendor_ref) == ("unknown", "pending", "t1")
    world.wait(5000.0)
    assert isinstance(told(world, owner="later"), Pending)
    assert len(world.sent) == 1
    world.sightings = [seen()]
    assert told(world, owner="last").replayed


def test_what_was_accepted_and_is_not_shown_stays_unknown(make: Any) -> None:
    world = make(keys=False)
    world.answers = [payment("ready")]
    told(world)
    assert isinstance(told(world, owner="again"), OutcomeUnknown)
    assert world.states == [("unknown", None)]


def test_a_look_up_that_shows_it_pending_tells_so(make: Any) -> None:
    world = make()
    world.answers, world.sightings = [500], [seen("pending", payment("pay_pending"))]
    assert isinstance(told(world), Pending)
    assert world.rows[0].vendor_ref == "t1"


def test_a_requested_cancel_is_returned_and_not_sent_again(make: Any) -> None:
    requested = Cancellation(id="c1", status="requested", amount=300)
    item = Seen(id="c1", state="pending", amount=300, result=requested)
    world = make()
    world.answers, world.sightings = [requested], [Sighting(items=(item,), cancellable=1000)]
    first = told(world, CANCEL)
    assert (first.status, first.cancel_id, first.reason) == ("requested", "c", "why")
    world.wait(5000.0)
    assert told(world, CANCEL, owner="later").status == "requested"
    other = told(world, msgspec.structs.replace(CANCEL, cancel_id="d"), owner="other")
    assert isinstance(other, Busy)
    assert len(world.sent) == 1
    # Decided at last: it failed, all of it is proven, so the next call asks anew.
    world.sightings = [Sighting(items=(msgspec.structs.replace(item, state="failed"),), cancellable=1000)]
    world.answers = [Cancellation(id="c2", status="succeeded", amount=300)]
    assert told(world, CANCEL, owner="last").id == "c2"
    assert world.states == [("failed", "named"), ("done", None)]


def test_a_cancel_seen_as_requested_is_returned(make: Any) -> None:
    requested = Cancellation(id="c1", status="requested", amount=300)
    item = Seen(id="c1", state="pending", amount=300, result=requested)
    world = make()
    world.answers, world.sightings = [500], [Sighting(items=(item,), cancellable=1000)]
    assert told(world, CANCEL).status == "requested"


def test_something_pending_that_cannot_be_shown_is_unknown(make: Any) -> None:
    world = make()
    world.answers, world.sightings = [500], [Sighting(items=(Seen(id="c1", state="pending", amount=300),))]
    assert isinstance(told(world, CANCEL), OutcomeUnknown)
    assert isinstance(told(world, CANCEL, owner="again"), OutcomeUnknown)


# Cancels.


def test_a_cancel_carries_its_mark_and_a_repeat_what_was_frozen(make: Any) -> None:
    world = make(keys=False)
    world.answers = [NoAnswer("lost")]
    told(world, CANCEL)
    first = world.sent[0].body
    assert first["expected"] == 1000
    assert first["reason"] == f"why {world.rows[0].mark}"
    world.wait()
    told(world, CANCEL, owner="again")
    second = world.sent[1].body
    assert (second["amount"], second["expected"]) == (300, 1000)
    assert second["reason"] == f"why {world.rows[1].mark}"
    assert world.kinds().count("preparing") == 1


def test_a_cancel_without_a_reason_is_not_given_one(make: Any) -> None:
    world = make()
    world.answers = [Cancellation(id="c1", status="succeeded", amount=300)]
    told(world, msgspec.structs.replace(CANCEL, reason=""))
    assert world.sent[0].body["reason"] == ""


def test_a_cancel_that_can_no_longer_match_is_a_conflict(make: Any) -> None:
    world = make()
    world.answers, world.sightings = [500], [Sighting(cancellable=700)]
    error = told(world, CANCEL)
    assert (type(error), error.reason) == (Conflict, "cancellable_amount_mismatch")
    assert world.states == [("failed", "cannot_match")]


def test_a_cancel_that_did_not_happen_is_told_by_its_error(make: Any) -> None:
    world = make()
    world.answers, world.sightings = [409], [Sighting(cancellable=1000)]
    error = told(world, CANCEL)
    assert (type(error), error.reason) == (Conflict, "already_paid")


def test_the_other_cancels_end_does_not_end_this_one(make: Any) -> None:
    world = make()
    world.answers = [NoAnswer("lost"), 500]
    world.sightings = [TransportError("no")]
    told(world, CANCEL)
    world.sightings = [Sighting(cancellable=700)]
    world.answers = [Cancellation(id="c2", status="succeeded", amount=300)]
    other = msgspec.structs.replace(CANCEL, cancel_id="d")
    world.wait(30.0)
    assert told(world, other, owner="other").id == "c2"
    assert world.states == [("failed", "cannot_match"), ("done", None)]


def test_a_refund_that_is_another_rows_does_not_undo_this_ones_success(make: Any) -> None:
    world = make()
    world.answers = [Cancellation(id="c1", status="succeeded", amount=300)]
    told(world, CANCEL)
    assert told(world, msgspec.structs.replace(CANCEL, cancel_id="d"), owner="other").id == "c1"
    assert [(a.state, a.vendor_ref) for a in world.rows] == [("done", "c1"), ("done", None)]


# Replays.


def test_what_is_done_is_read_anew(make: Any) -> None:
    world = make()
    world.answers, world.sightings = [payment()], [seen(result=payment("cancelled"))]
    told(world)
    again = told(world, owner="again")
    assert (again.status, again.replayed, again.partial) == ("cancelled", True, False)
    assert len(world.sent) == 1


@pytest.mark.parametrize("trouble", [TransportError("no"), ApiError("no"), IntentConflict("two"), Sighting()])
def test_what_cannot_be_read_anew_is_told_from_the_ledger(make: Any, trouble: Any) -> None:
    world = make()
    world.answers, world.sightings = [payment()], [trouble]
    told(world)
    again = told(world, owner="again")
    assert (again.status, again.attempt_id, again.replayed, again.partial) == ("paid", "t1", True, True)
    world.answers = [Cancellation(id="c1", status="succeeded", amount=300)]
    told(world, CANCEL)
    cancelled = told(world, CANCEL, owner="again")
    assert (cancelled.id, cancelled.amount, cancelled.replayed, cancelled.partial) == ("c1", 300, True, True)


def test_another_refund_is_not_told_for_ours(make: Any) -> None:
    world = make()
    world.answers = [Cancellation(id="c1", status="succeeded", amount=300)]
    told(world, CANCEL)
    world.sightings = [Sighting(items=(Seen(id="c9", state="done", amount=300, result=payment()),))]
    assert told(world, CANCEL, owner="again").id == "c1"


def test_a_key_is_told_from_the_ledger(make: Any) -> None:
    world = make()
    world.answers, world.sightings = [BillingKey(id="k1", status="issued")], [TransportError("no")]
    assert told(world, ISSUE).alias == "k"
    again = told(world, ISSUE, owner="again")
    assert (again.id, again.alias, again.partial) == ("k1", "k", True)


def test_rows_of_other_families(build_row: Any) -> None:
    from pgbridge.writing.results import from_row, ref_of

    issued = from_row(build_row("virtual_account"))
    assert (issued.status, issued.amount.total) == ("virtual_account_issued", 500)
    made = from_row(build_row("schedule", due_at=0.0))
    assert (made.status, made.due_at.year, made.amount) == ("scheduled", 1970, 500)
    assert ref_of((made,)) == "r"
    for family in ("schedule", "schedule_revocation"):
        with pytest.raises(TransportError, match="repeat the call to read it"):
            from_row(build_row(family))
    assert isinstance(made, Schedule)


@pytest.fixture
def build_row() -> Any:
    from pgbridge.model.attempt import Attempt

    def build(family: str, **fields: Any) -> Attempt:
        values = {
            "id": "a",
            "intent": "i",
            "operation": "op",
            "identity": "x",
            "number": 1,
            "connection": "c",
        }
        more = {"channel": "c", "api": "v2", "vendor_id": "x", "vendor_ref": "r", "amount": 500}
        return Attempt(family=family, **{**values, **more, **fields})

    return build


def test_an_order_paid_by_others_is_refused_before_anything_is_sent(make: Any) -> None:
    world = make()
    world.prior = seen()
    error = told(world)
    assert (type(error), error.reason) == (IntentConflict, "already_paid")
    assert world.sent == []
    assert world.rows == []


def test_a_payment_that_shows_up_between_look_and_send_is_looked_at_again(make: Any) -> None:
    world = make(keys=False)
    world.answers = [NoAnswer("lost")]
    told(world)
    world.wait()
    world.prior, world.sightings = seen(), [Sighting(), seen()]
    assert told(world, owner="again").replayed
    assert len(world.sent) == 1


def test_a_look_that_never_agrees_with_the_read_before_ends(make: Any) -> None:
    world = make(keys=False)
    world.answers = [NoAnswer("lost")]
    told(world)
    world.wait()
    world.prior = seen()
    assert isinstance(told(world, owner="again"), Busy)
    assert len(world.sent) == 1


# Tokens.


def test_a_stale_token_is_renewed_once(make: Any) -> None:
    world = make(login=True)
    world.answers = [401, payment()]
    assert told(world).status == "paid"
    assert [dict(r.headers)["authorization"] for r in world.sent] == ["token1", "token2"]
    other = make(login=True)
    other.answers = [401]
    assert isinstance(told(other), Unauthorized)
    assert len(other.sent) == 2
    assert other.states == [("failed", "refused")]


def test_no_token_no_attempt(make: Any) -> None:
    world = make(login=True)
    world.tokens = [Unauthorized("wrong secret")]
    assert isinstance(told(world), Unauthorized)
    assert world.rows == []


def test_a_token_that_cannot_be_renewed_ends_what_was_refused(make: Any) -> None:
    world = make(login=True)
    world.tokens, world.answers = ["token1", TransportError("no")], [401]
    assert isinstance(told(world), TransportError)
    assert world.states == [("failed", "refused")]


# Leases, other workers, a ledger that breaks.


def test_a_worker_that_slept_past_its_lease_sends_nothing(make: Any) -> None:
    world = make()
    world.hooks["sending"] = lambda: world.wait(1000.0)
    assert isinstance(told(world), Busy)
    assert world.sent == []
    assert [s.outcome for s in world.rows[0].sends] == ["not_sent"]


def test_a_worker_that_slept_between_sends_only_looks(make: Any) -> None:
    world = make()
    world.answers = [NoAnswer("lost")]
    world.hooks["retrying"] = lambda: world.wait(1000.0)
    assert isinstance(told(world), OutcomeUnknown)
    assert len(world.sent) == 1
    other = make()
    other.answers = [NotSent("no")]
    other.hooks["retrying"] = lambda: other.wait(1000.0)
    assert isinstance(told(other), Busy)


def take_over(world: World) -> None:
    world.wait(9100.0)
    wish = world.wish(CHARGE, world.channels[0], Run(context=Context(monotonic=float, new_id=str, random=float), policy=Policy(), ends=0.0, owner="other"))  # fmt: skip
    world.ledger.take_over(wish)


def test_what_another_worker_took_over_is_not_written(make: Any) -> None:
    world = make()
    world.answers = [500]
    world.sightings = [Sighting(), seen("failed", payment("failed"))]
    world.hooks["read"] = lambda: world.hooks.update(read=lambda: take_over(world))
    assert isinstance(told(world), Busy)
    assert world.rows[0].owner == "other"


def test_a_success_seen_before_another_attempt_began_is_stale(make: Any) -> None:
    world = make(keys=False)
    world.answers, world.sightings = [NoAnswer("lost")], [seen()]

    def begin_another() -> None:
        take_over(world)
        row = world.rows[0]
        wish = Wish(
            family="charge",
            identity="o1",
            fingerprint="",
            operation="payments.charge_card",
            owner="other",
            lease=120.0,
            order_id="o1",
            vendor_id="o1",
            connection="x",
            looked=frozenset((row.id,)),
        )
        assert world.ledger.begin(wish).verdict == "new"

    world.hooks["read"] = begin_another
    assert isinstance(told(world), Busy)
    assert [s for s, _ in world.states] == ["unknown", "open"]


def test_an_answer_that_contradicts_the_ledger_is_told_and_raises_an_alarm(make: Any) -> None:
    world = make()
    world.answers = [payment()]

    def fail() -> None:
        row = world.rows[0]
        assert world.ledger.finish(Change(attempt=row.id, state="failed", owner=row.owner))

    world.hooks["finish"] = fail
    assert told(world).status == "paid"
    assert "anomaly" in world.kinds()
    assert world.states == [("done", "late")]


def test_an_answer_that_another_call_wrote_first_is_no_alarm(make: Any) -> None:
    world = make()
    world.answers = [payment()]
    world.hooks["finish"] = lambda: world.ledger.finish(
        Change(attempt=world.rows[0].id, state="done", vendor_ref="t1")
    )
    assert told(world).status == "paid"
    assert "anomaly" not in world.kinds()


@pytest.mark.parametrize(("state", "alarm"), [("failed", True), ("done", False)])
def test_a_success_seen_when_the_row_has_ended_is_told_and_written(
    make: Any, state: str, alarm: bool
) -> None:
    world = make(keys=False)
    world.answers, world.sightings = [NoAnswer("lost")], [seen()]

    def end() -> None:
        row = world.rows[0]
        world.ledger.finish(Change(attempt=row.id, state=state, owner=row.owner))

    world.hooks["now"] = end
    assert told(world).status == "paid"
    assert ("anomaly" in world.kinds()) is alarm
    assert [s for s, _ in world.states] == ["done"]


def test_what_others_ended_meanwhile_is_not_told_as_unknown_success(make: Any) -> None:
    world = make(keys=False)
    world.answers, world.sightings = [NoAnswer("lost")], [seen()]
    world.hooks["settling"] = lambda: world.ledger.finish(
        Change(attempt=world.rows[0].id, state="done", vendor_ref="t1")
    )
    assert told(world).status == "paid"


def test_two_successes_raise_an_alarm(make: Any) -> None:
    world = make()
    items = tuple(
        Seen(id=i, state="done", amount=1000, currency="KRW", result=payment()) for i in ("t1", "t2")
    )
    world.answers, world.sightings = [500], [Sighting(items=items)]
    assert told(world).status == "paid"
    assert "anomaly" in world.kinds()


def test_between_look_and_begin_somebody_was_faster(make: Any) -> None:
    world = make()
    world.answers = [payment()]
    wish = Wish(
        family="charge", identity="o1", fingerprint="", operation="x", owner="other", lease=50.0, order_id="o1",
        vendor_id="o1", connection="x",
    )  # fmt: skip
    world.hooks["begin"] = lambda: world.ledger.begin(wish)
    assert isinstance(told(world), Busy)
    assert world.sent == []


def test_settling_what_others_left_may_itself_be_taken_over(make: Any) -> None:
    world = make(keys=False)
    world.answers, world.sightings = [NoAnswer("lost")], [Sighting()]
    told(world)
    world.sightings = [seen("failed", payment("failed"))]
    world.hooks["read"] = lambda: take_over(world)
    assert isinstance(told(world, owner="again"), Busy)
    assert world.states == [("unknown", None)]


def test_what_others_left_and_cannot_be_looked_up_stays_unknown(make: Any) -> None:
    world = make(keys=False)
    world.answers = [NoAnswer("lost")]
    told(world)
    world.sightings = [TransportError("no")]
    assert isinstance(told(world, owner="again"), OutcomeUnknown)


def test_what_others_left_may_be_a_cancel_that_cannot_match(make: Any) -> None:
    world = make()
    world.answers, world.sightings = [500], [TransportError("no")]
    told(world, CANCEL)
    world.wait(30.0)
    world.sightings = [Sighting(cancellable=700)]
    error = told(world, CANCEL, owner="again")
    assert (type(error), error.reason) == (Conflict, "cancellable_amount_mismatch")
    assert len(world.sent) == 1


class Breaking:
    """A ledger whose disk fails at one kind of call."""

    def __init__(self, ledger: Any, *names: str) -> None:
        self.ledger, self.names = ledger, names

    def __getattr__(self, name: str) -> Any:
        if name in self.names:
            raise LedgerUnusable("disk full")
        return getattr(self.ledger, name)


@pytest.mark.parametrize("name", ["peek", "begin"])
def test_a_broken_ledger_lets_nothing_be_sent(make: Any, name: str) -> None:
    world = make()
    world.answers = [payment()]
    world.ledger = Breaking(world.ledger, name)
    assert isinstance(told(world), LedgerUnusable)
    assert world.sent == []


def test_a_ledger_that_breaks_after_a_success_does_not_undo_it(make: Any) -> None:
    world = make()
    world.answers = [payment()]
    world.ledger = Breaking(world.ledger, "finish")
    word = told(world)
    assert word.status == "paid"
    assert "warning" in world.kinds()


def test_a_ledger_that_breaks_while_settling_leaves_it_unknown(make: Any) -> None:
    world = make()
    world.answers = [500]
    world.ledger = Breaking(world.ledger, "intent")
    assert isinstance(told(world), OutcomeUnknown)


# Filling in.


def test_a_partial_result_is_filled_in_by_a_read_that_cannot_undo_it(make: Any) -> None:
    full = payment(order_name="Plan")

    def read(op: Any, result: Any, channel: Any) -> Any:
        yield from wire.send(WireRequest(method="GET", path="/"), channel.connection)
        return full

    def fail(op: Any, result: Any, channel: Any) -> Any:
        yield from wire.send(WireRequest(method="GET", path="/"), channel.connection)
        raise BadAnswer("no")

    world = make()
    world.answers, world.complete = [payment(partial=True)], read
    assert told(world).order_name == "Plan"
    other = make()
    other.answers, other.complete = [payment(partial=True)], fail
    word = told(other)
    assert (word.status, word.partial) == ("paid", True)
    assert "warning" in other.kinds()


def test_the_money_of_operations() -> None:
    from datetime import UTC, datetime

    from pgbridge.operations.base import ScheduledCharge
    from pgbridge.operations.schedules.create import CreateSchedule
    from pgbridge.writing.results import money_of

    due = datetime(2027, 1, 1, tzinfo=UTC)
    row = ScheduledCharge(order_id="o", due_at=due, amount=krw(700, tax_free=0))
    made = money_of(CreateSchedule(billing_key="k", rows=(row,)))
    assert made == {"amount": 700, "currency": "KRW", "tax_free": 0, "vat": None, "due_at": due.timestamp()}
    assert money_of(CANCEL) == {"amount": 300, "currency": "KRW", "tax_free": None, "vat": None}
    assert money_of(ISSUE)["amount"] is None


def test_words_about_results() -> None:
    from datetime import UTC, datetime

    from pgbridge.operations.virtual_accounts.issue import IssueVirtualAccount
    from pgbridge.writing.results import named, standing_of

    issue = IssueVirtualAccount(order_id="o1", amount=krw(1000), bank="SHINHAN", expires_at=datetime.now(UTC))
    assert standing_of(issue, payment("virtual_account_issued")) == "done"
    assert standing_of(CHARGE, payment("virtual_account_issued")) == "pending"
    assert standing_of(CANCEL, Cancellation(id="c", status="failed", amount=1)) == "failed"
    assert standing_of(CHARGE, None) == "done"
    world_row = types.SimpleNamespace(vendor_id="o1R2")
    (one,) = named((payment(),), CHARGE, world_row)  # type: ignore[arg-type]
    assert (one.order_id, one.vendor_order_id) == ("o1", "o1R2")
    assert named(None, CHARGE, world_row) is None  # type: ignore[arg-type]


def test_what_another_call_did_meanwhile_is_told_instead_of_our_failure(make: Any) -> None:
    world = make()
    world.violation, world.sightings = ApiError("cannot read"), [seen()]

    def other_call() -> None:
        wish = Wish(
            family="charge", identity="o1", fingerprint="", operation="payments.charge_card", owner="other",
            lease=50.0, order_id="o1", vendor_id="o1", connection="x", channel="x",
        )  # fmt: skip
        made = world.ledger.begin(wish).attempt
        world.ledger.finish(Change(attempt=made.id, state="done", vendor_ref="t1"))

    world.hooks["preparing"] = other_call
    assert told(world).replayed
    assert world.sent == []


def test_an_unknown_says_what_was_sent_and_what_to_do(make: Any) -> None:
    world = make()
    world.answers = [NoAnswer("lost")]
    text = str(told(world, deadline=20.0))
    row = world.rows[0]
    assert f"sent {len(row.sends)} times; last: the connection broke" in text
    assert "repeat the same call later" in text
    assert "never under another id" in text
    assert row.id in text
    assert row.channel in text


def test_a_request_id_is_told_if_it_is_one() -> None:
    from pgbridge import ApiError

    assert (
        str(ApiError("V2 answered 400", request_id="req-1.A:b")) == "V2 answered 400 [request id req-1.A:b]"
    )
    for odd in ("a b", "x" * 200, "line\nbreak", "", "비밀"):
        error = ApiError("V2 answered 400", request_id=odd)
        assert (str(error), error.request_id) == ("V2 answered 400", None)
