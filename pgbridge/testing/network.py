"""The road between a worker and the pretend vendor, and what befalls a request on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pgbridge.drivers.http import base_url
from pgbridge.errors import NoAnswer, NotSent, PgbridgeError
from pgbridge.simulator import tokens
from pgbridge.simulator.http import Answer, Request
from pgbridge.simulator.replies import KEPT
from pgbridge.testing.trouble import WHIMS, Dice
from pgbridge.wire import Send, WireResponse

if TYPE_CHECKING:
    from pgbridge.testing.simulation import Simulation
    from pgbridge.testing.worker import Call

PAGE = b"<html><head><title>502</title></head><body>502 Bad Gateway</body></html>"


class Network:
    """Carries requests to the simulator and answers back, or does not.

    :ivar counts: what befell requests, by kind
    :ivar took: the number of the call whose request was the one that took money, by the vendor's attempt
    """

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation
        self.befalls: list[tuple[str, list[str]]] = []
        self.counts: Counter[str] = Counter()
        self.took: dict[str, int] = {}
        self.sent, self.newest = 0, 0

    def carry(self, call: Call, effect: Send) -> None:
        """Carry a request there and its answer back, as its fate has it."""
        simulation, connection = self.simulation, effect.connection
        dice = simulation.chances.dice(call)
        timeout = connection.read_timeout if effect.timeout is None else effect.timeout
        wire = effect.request
        path = urlsplit(base_url(connection, simulation.registry.api(connection.api))).path + wire.path
        request = Request(
            method=wire.method, path=path, query=wire.query, headers=dict(wire.headers), body=wire.content
        )
        whole = self.fate(call, request)
        fate, _, whim = whole.partition("+")
        fate, _, given = fate.partition(":")
        simulation.note(call, f"sends {request!r} {whole}".rstrip)
        for listener in simulation.departing:
            listener(request)
        if fate:
            self.counts[fate] += 1
        if fate == "not_sent":
            failure = NotSent("refused by the simulation")
            simulation.resume(call, dice.random(), None, failure)
            return
        if whim:
            self.counts[whim] += 1
        self.sent += 1
        number = self.sent

        def arrive() -> Answer:
            return self.arrive(call, request, number, fate, whim)

        self.deliver(call, arrive, fate, timeout, given, dice)

    def deliver(
        self, call: Call, arriving: Callable[[], Answer], fate: str, timeout: float, given: str, dice: Dice
    ) -> None:
        """Let a request arrive, perhaps twice or too late, and its answer come back, perhaps not."""
        simulation = self.simulation
        there, back = 0.3 * dice.random(), 0.3 * dice.random()
        longest = simulation.trouble.longest_delay
        if fate == "late":
            there = timeout + (float(given) if given else longest * dice.random())
            self.counts["late past the key window"] += there > KEPT
        if fate == "duplicated":
            simulation.after(there + 30.0 * dice.random(), arriving, call)
        if fate in ("lost_request", "late"):
            simulation.resume(call, timeout, None, NoAnswer("lost by the simulation"))
            if fate == "late":
                simulation.after(there, arriving, call)
            return
        if fate == "gateway":
            page = WireResponse(status=504, body=PAGE, headers={"content-type": "text/html"})
            simulation.resume(call, back, page)
            simulation.after(float(given) if given else longest * dice.random(), arriving, call)
            return
        life, lost = call.life, dice.random()
        answering = self.answering(fate, dice)

        def arrive() -> None:
            answer = arriving()
            left = max(0.0, timeout - there)
            if fate in ("lost_answer", "dropped") or answer.dropped or back + answer.delay > left:
                wait = 0.0 if fate == "dropped" else left if answer.delay > left else left * lost
                failure: PgbridgeError = NoAnswer("lost by the simulation")
                simulation.after(wait, lambda: simulation.step(call, life, None, failure), call)
                return
            response = answering(answer)
            simulation.after(back + answer.delay, lambda: simulation.step(call, life, response, None), call)

        simulation.after(there, arrive, call)

    def fate(self, call: Call, request: Request) -> str:
        """Return what befalls a request: what was asked for, else what chance says."""
        chance = self.simulation.chances.fate(call, request, self.simulation.elapsed)
        for pattern, fates in self.befalls:
            if fates and fnmatchcase(f"{request.method} {request.path}", pattern):
                return fates.pop(0)
        return chance

    def arrive(self, call: Call, request: Request, number: int, fate: str, whim: str) -> Answer:
        """Let the simulator answer a request."""
        simulation = self.simulation
        if fate == "token_gone":
            world = simulation.simulator.world
            world.shared_token = tokens.SharedToken(world.ids.token)
        self.counts["reordered"] += number < self.newest
        self.newest = max(self.newest, number)
        answer = simulation.simulator.handle(request, WHIMS.get(whim or fate))
        if request.method != "GET":
            for each in simulation.simulator.world.attempts.values():
                if each.paid_at is not None:
                    self.took.setdefault(each.id, call.number)
        self.counts["409 outstanding"] += answer.status == 409 and b"OUTSTANDING" in answer.body
        simulation.note(call, lambda: f"arrived {request!r}: {answer.status}{' dropped' * answer.dropped}")
        return answer

    def answering(self, fate: str, dice: Dice) -> Callable[[Answer], WireResponse]:
        """Return what makes a response of an answer."""
        if fate == "server_error":
            status = (500, 502, 503)[int(3 * dice.random())]
            body = (b"", b'{"message":"unavailable"}')[int(2 * dice.random())]
            return lambda answer: WireResponse(status=status, body=body, headers=dict(answer.headers))
        if fate == "html":
            status = (200, 502)[int(2 * dice.random())]
            page = WireResponse(status=status, body=PAGE, headers={"content-type": "text/html"})
            return lambda _: page
        if fate == "truncated":
            return lambda answer: response_of(answer, answer.body[: len(answer.body) // 2])
        return lambda answer: response_of(answer, answer.body)


def response_of(answer: Answer, body: bytes) -> WireResponse:
    """Return an answer as it comes back."""
    headers: dict[str, Any] = dict(answer.headers)
    return WireResponse(status=answer.status, body=body, headers=headers)
