"""Reads: authorised, repeated where that helps, and never beyond the deadline."""

from typing import Any

import pytest

from pgbridge.context import Context, Policy, Run
from pgbridge.errors import BadAnswer, NoAnswer, NotSent, TransportError, Unauthorized, Unread
from pgbridge.flow import reading, signing_in
from pgbridge.model.channel import Connection
from pgbridge.retry import retry_after
from pgbridge.wire import Api, Emit, Grant, Send, Sleep, Token, WireRequest, WireResponse, emit, send

CONNECTION = Connection(name="x", api="toy", environment="test", read_timeout=30.0)
READ = WireRequest(method="GET", path="/")


class Desk:
    """Answers effects from lists."""

    def __init__(self, *answers: Any, deadline: float = 60.0, login: bool = False) -> None:
        self.now, self.answers, self.slept = 0.0, list(answers), list[float]()
        self.sent: list[Any] = []
        self.tokens = ["t1", "t2"]
        self.chance = 1.0
        context = Context(monotonic=lambda: self.now, new_id=str, random=lambda: self.chance)
        self.run = Run(context=context, policy=Policy(), ends=deadline, owner="me")

        def log_in(connection: Connection) -> Any:
            try:
                response = yield from send(WireRequest(method="POST", path="/login"), connection)
            except NotSent:
                raise Unauthorized("no way to log in") from None
            return Grant(token=response.body.decode(), lifetime=1.0)

        self.api = Api(
            name="toy",
            title="Toy",
            base_url="",
            package="toy",
            secrets=(),
            judge=lambda response: None,
            authorise=lambda connection, access: (("authorization", access or "secret"),),
            login=log_in if login else None,
        )

    def drive(self, flow: Any) -> Any:
        answer: Any = None
        failure: Any = None
        while True:
            try:
                effect = flow.send(answer) if failure is None else flow.throw(failure)
            except StopIteration as done:
                return done.value
            answer, failure = None, None
            if isinstance(effect, Sleep):
                self.now += effect.seconds
                self.slept.append(effect.seconds)
            elif isinstance(effect, Token):
                answer = self.tokens.pop(0)
            elif isinstance(effect, Send):
                self.sent.append(effect)
                told = self.answers.pop(0)
                if isinstance(told, Exception):
                    failure = told
                else:
                    answer = told if isinstance(told, WireResponse) else WireResponse(status=told)
            else:
                assert isinstance(effect, Emit)


def one_read() -> Any:
    response = yield from send(READ, CONNECTION)
    return response.status


def test_a_read_is_authorised() -> None:
    desk = Desk(200)
    assert desk.drive(reading(one_read(), desk.api, desk.run)) == 200
    assert desk.sent[0].request.headers == (("authorization", "secret"),)
    assert desk.sent[0].timeout == 30.0


@pytest.mark.parametrize("problem", [NoAnswer("x"), NotSent("x"), 429, 500, 502, 503, 504])
def test_what_passes_is_read_again(problem: Any) -> None:
    desk = Desk(problem, problem, 200)
    assert desk.drive(reading(one_read(), desk.api, desk.run)) == 200
    assert desk.slept == [0.5, 1.0]


@pytest.mark.parametrize("status", [200, 400, 404, 501])
def test_what_does_not_pass_is_not(status: int) -> None:
    desk = Desk(status)
    assert desk.drive(reading(one_read(), desk.api, desk.run)) == status


def test_in_the_end_the_last_answer_stands() -> None:
    desk = Desk(503, NoAnswer("x"), 503, 500)
    assert desk.drive(reading(one_read(), desk.api, desk.run)) == 500
    with pytest.raises(TransportError, match="repeating it is safe") as caught:
        quiet = Desk(*[NoAnswer("x")] * 4)
        quiet.drive(reading(one_read(), quiet.api, quiet.run))
    assert not isinstance(caught.value, NotSent)
    with pytest.raises(NotSent):
        down = Desk(*[NotSent("x")] * 4)
        down.drive(reading(one_read(), down.api, down.run))


def test_a_flow_may_make_do_without_an_answer() -> None:
    def patient() -> Any:
        try:
            return (yield from one_read())
        except TransportError:
            return "nothing"

    desk = Desk(*[NoAnswer("x")] * 4)
    assert desk.drive(reading(patient(), desk.api, desk.run)) == "nothing"


def test_other_effects_pass_through() -> None:
    def telling() -> Any:
        from pgbridge.wire import Event

        yield from emit(Event(kind="warning"))
        return "told"

    desk = Desk()
    assert desk.drive(reading(telling(), desk.api, desk.run)) == "told"


def test_nothing_is_read_after_the_deadline() -> None:
    desk = Desk(200, deadline=0.0)
    with pytest.raises(TransportError, match="deadline"):
        desk.drive(reading(one_read(), desk.api, desk.run))
    assert desk.sent == []
    short = Desk(503, deadline=0.1)
    assert short.drive(reading(one_read(), short.api, short.run)) == 503
    assert short.sent[0].timeout == pytest.approx(0.1)


def test_the_vendor_may_ask_for_a_longer_pause() -> None:
    desk = Desk(WireResponse(status=429, headers={"retry-after": "9"}), 200)
    assert desk.drive(reading(one_read(), desk.api, desk.run)) == 200
    assert desk.slept == [9.0]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("9", 9.0),
        (" 9 ", 9.0),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("٣", None),
        ("9" * 5000, 999_999_999_999.0),
        ("Tue, 01 Dec 2026 08:00:30 GMT", 30.0),
        ("Tue, 01 Dec 2026 07:00:00 GMT", 0.0),
        ("Tuesday, 01-Dec-26 08:01:00 GMT", 60.0),
        ("Tue, 32 Dec 2026 08:00:30 GMT", None),
        ("Tue, 01 Dec 2026", None),
    ],
)
def test_retry_after(text: str, seconds: Any) -> None:
    headers = {"retry-after": text, "date": "Tue, 01 Dec 2026 08:00:00 GMT"}
    assert retry_after(WireResponse(status=429, headers=headers)) == seconds
    assert retry_after(None) is None


def test_a_date_says_nothing_without_the_servers_own() -> None:
    headers = {"retry-after": "Tue, 01 Dec 2026 08:00:30 GMT"}
    assert retry_after(WireResponse(status=429, headers=headers)) is None


@pytest.mark.parametrize("header", ["40", "Tue, 01 Dec 2026 08:00:40 GMT"])
def test_a_pause_longer_than_what_is_left_is_not_begun(header: str) -> None:
    limited = WireResponse(
        status=429, headers={"retry-after": header, "date": "Tue, 01 Dec 2026 08:00:00 GMT"}
    )
    desk = Desk(limited, 200, deadline=30.0)
    assert desk.drive(reading(one_read(), desk.api, desk.run)) == 429
    assert desk.slept == []


def test_what_must_not_be_read_is_not_asked_for_again() -> None:
    desk = Desk(Unread("too large"), 200)
    with pytest.raises(BadAnswer, match="too large") as caught:
        desk.drive(reading(one_read(), desk.api, desk.run))
    assert caught.value.reason == "answer_unread"


def test_a_token_that_is_not_taken_is_renewed_once() -> None:
    desk = Desk(401, 200, login=True)
    assert desk.drive(reading(one_read(), desk.api, desk.run)) == 200
    assert [e.request.headers[0][1] for e in desk.sent] == ["t1", "t2"]
    again = Desk(401, 401, login=True)
    assert again.drive(reading(one_read(), again.api, again.run)) == 401
    keyed = Desk(401)
    assert keyed.drive(reading(one_read(), keyed.api, keyed.run)) == 401


def test_logging_in_is_repeated_like_a_read() -> None:
    desk = Desk(NoAnswer("x"), WireResponse(status=200, body=b"token"), login=True)
    assert desk.drive(signing_in(desk.api, CONNECTION, desk.run)).token == "token"
    down = Desk(*[NotSent("x")] * 4, login=True)
    with pytest.raises(Unauthorized):
        down.drive(signing_in(down.api, CONNECTION, down.run))


def test_pauses_grow_with_jitter_to_a_cap() -> None:
    desk = Desk()
    assert [desk.run.pause(n) for n in range(7)] == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert desk.run.pause(10**9) == 8.0
    desk.chance = 0.5
    assert [desk.run.pause(n) for n in range(3)] == [0.275, 0.525, 1.025]
    desk.chance = 0.0
    assert desk.run.pause(9) == 0.05, "a loop must let time pass, so never nothing"
