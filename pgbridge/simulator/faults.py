"""Trouble on demand: what happens to which requests, how often, and by which seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from random import Random
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator.http import Answer, Refusal, Request

Refuse = Callable[[Refusal], Answer]


class Fault(Struct, frozen=True, kw_only=True):
    """What goes wrong with one request; the parts combine.

    `processed=False`: it never arrives. `copies=2`: it arrives twice, the first answer counts.
    `answer`: what the caller sees. `kept` is the real answer; `lost` is none; `error` is a bare `status`
    without a typed body; `html` is a proxy's page with `status`; `truncated` is half of the real answer; `refused`
    is an error in the API's own form, of the kind `refusal` (as V2 names it).
    `delay`: seconds added before the answer. `headers`: added to it.
    """

    processed: bool = True
    copies: int = 1
    answer: Literal["kept", "lost", "error", "html", "truncated", "refused"] = "kept"
    status: int = 502
    delay: float = 0.0
    headers: Mapping[str, str] = {}
    refusal: str = "PG_PROVIDER"

    def dress(self, answer: Answer | None, refuse: Refuse | None = None) -> Answer:
        """Turn the real answer into what the caller sees.

        :param refuse: writes an error as the API does
        """
        real = Answer(status=504) if answer is None else answer
        if self.answer == "lost":
            real = replace(real, dropped=True)
        elif self.answer == "error" or (self.answer == "kept" and answer is None):
            real = replace(
                real, status=self.status, headers={"content-type": "text/plain", **self.headers}, body=b""
            )
        elif self.answer == "html":
            page = f"<html><head><title>{self.status}</title></head><body>{self.status}</body></html>"
            real = replace(
                real, status=self.status, headers={"content-type": "text/html"}, body=page.encode()
            )
        elif self.answer == "truncated":
            real = replace(real, body=real.body[: len(real.body) // 2])
        elif self.answer == "refused" and refuse is not None:
            real = replace(refuse(REFUSALS[self.refusal]), delay=real.delay)
        return replace(real, delay=real.delay + self.delay)


REFUSALS: Mapping[str, Refusal] = {
    "PG_PROVIDER": Refusal("PG_PROVIDER", "PG사 응답 시간이 초과되었습니다.", code="TIMEOUT"),
    "IDEMPOTENCY_OUTSTANDING_REQUEST": Refusal(
        "IDEMPOTENCY_OUTSTANDING_REQUEST", "같은 멱등 키의 요청이 처리 중입니다."
    ),
}
LOST_REQUEST = Fault(processed=False, answer="lost")
LOST_ANSWER = Fault(answer="lost")
DUPLICATE = Fault(copies=2)


class Plan(Struct, frozen=True, kw_only=True):
    """Which requests get which fault: from the `nth` fitting one on, `times` times (None: for ever), by `chance`.

    `method` is exact or `*`; `path` is a glob over the whole path, such as `/v2/payments/*/cancel`; `operation` is the
    name of a request, such as `instant`, or with its API in front, `v2 instant`. `chance` is of each fitting request, from
    0 to 1. `text` is how it was written.
    """

    fault: Fault
    method: str = "*"
    path: str = "*"
    operation: str = ""
    nth: int = 1
    times: int | None = 1
    chance: float = 1.0
    text: str = ""

    def fits(self, request: Request, operation: Callable[[Request], str]) -> bool:
        """Whether the plan speaks of this request."""
        if self.operation:
            name = operation(request)
            return self.operation in (name, name.partition(" ")[2])
        return self.method in ("*", request.method) and fnmatchcase(request.path, self.path)


@dataclass(kw_only=True, slots=True)
class Counted:
    """A plan in force: its number, how many requests fitted, and how many it struck."""

    number: int
    plan: Plan
    met: int = 0
    struck: int = 0


class Faults:
    """The plans in force, and how often each was met. Chance goes by the seed alone.

    :ivar lag: seconds by which what reads show trails what was written, as from a replica; 0 shows the present
    :ivar stale: seconds for which reads of an order that has a failed attempt leave out the attempt after it
    :ivar blind: seconds for which a charge, a cancel or an account in the making is not seen by another request of
        the same order: weakens the vendor's uniqueness under concurrent requests, without which no client is safe
    """

    def __init__(self, seed: int = 0) -> None:
        self.lag = self.stale = self.blind = 0.0
        self.plans: list[Counted] = []
        self._random = Random(f"trouble of {seed}")  # noqa: S311 - reproducible trouble, no secrets
        self._count = 0

    def add(self, plan: Plan) -> int:
        """Put a plan in force; gives its number."""
        self._count += 1
        self.plans.append(Counted(number=self._count, plan=plan))
        return self._count

    def remove(self, number: int) -> None:
        """Take a plan out of force.

        :raises LookupError: there is none of this number
        """
        left = [each for each in self.plans if each.number != number]
        if len(left) == len(self.plans):
            message = f"there is no fault {number}"
            raise LookupError(message)
        self.plans = left

    def clear(self) -> None:
        """Forget all plans."""
        self.plans.clear()

    def pick(self, request: Request, operation: Callable[[Request], str]) -> Plan | None:
        """Count the request on every plan, roll the dice of each, and return the first plan that is due."""
        due: Plan | None = None
        for counted in self.plans:
            plan = counted.plan
            if not plan.fits(request, operation):
                continue
            counted.met += 1
            rolled = plan.chance >= 1.0 or self._random.random() < plan.chance
            if (
                due is None
                and rolled
                and counted.met >= plan.nth
                and (plan.times is None or counted.struck < plan.times)
            ):
                counted.struck += 1
                due = plan
        return due
