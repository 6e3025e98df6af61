"""Trouble on demand: what happens to the n-th request that fits."""

from fnmatch import fnmatchcase
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator.http import Answer, Request


class Fault(Struct, frozen=True, kw_only=True):
    """What goes wrong with one request; the parts combine.

    `processed=False`: it never arrives. `copies=2`: it arrives twice, the first answer counts.
    `answer`: what the caller sees. `kept` is the real answer; `lost` is none; `error` is a bare `status`
    without a typed body; `html` is a proxy's page with `status`; `truncated` is half of the real answer.
    `delay`: seconds added before the answer.
    """

    processed: bool = True
    copies: int = 1
    answer: Literal["kept", "lost", "error", "html", "truncated"] = "kept"
    status: int = 502
    delay: float = 0.0

    def dress(self, answer: Answer | None) -> Answer:
        """Turn the real answer into what the caller sees."""
        real = Answer(status=504) if answer is None else answer
        if self.answer == "lost":
            real = replace(real, dropped=True)
        elif self.answer == "error" or (self.answer == "kept" and answer is None):
            real = replace(real, status=self.status, headers={"content-type": "text/plain"}, body=b"")
        elif self.answer == "html":
            page = f"<html><head><title>{self.status}</title></head><body>{self.status}</body></html>"
            real = replace(
                real, status=self.status, headers={"content-type": "text/html"}, body=page.encode()
            )
        elif self.answer == "truncated":
            real = replace(real, body=real.body[: len(real.body) // 2])
        return replace(real, delay=real.delay + self.delay)


LOST_REQUEST = Fault(processed=False, answer="lost")
LOST_ANSWER = Fault(answer="lost")
DUPLICATE = Fault(copies=2)


class Plan(Struct, frozen=True, kw_only=True):
    """Which requests get which fault: from the `nth` fitting one on, `times` times.

    `method` is exact or `*`; `path` is a glob over the whole path, such as `/v2/payments/*/cancel`.
    """

    fault: Fault
    method: str = "*"
    path: str = "*"
    nth: int = 1
    times: int = 1

    def fits(self, request: Request) -> bool:
        """Whether the plan speaks of this request."""
        return self.method in ("*", request.method) and fnmatchcase(request.path, self.path)


class Faults:
    """The plans in force, and how often each was met.

    :ivar lag: seconds by which what reads show trails what was written, as from a replica; 0 shows the present
    :ivar stale: seconds for which reads of an order that has a failed attempt leave out the attempt after it
    :ivar blind: seconds for which a charge, a cancel or an account in the making is not seen by another request of
        the same order: weakens the vendor's uniqueness under concurrent requests, without which no client is safe
    """

    def __init__(self) -> None:
        self.lag = self.stale = self.blind = 0.0
        self._plans: list[tuple[Plan, int]] = []

    def add(self, plan: Plan) -> None:
        """Put a plan in force."""
        self._plans.append((plan, 0))

    def clear(self) -> None:
        """Forget all plans."""
        self._plans.clear()

    def pick(self, request: Request) -> Fault | None:
        """Count the request on every plan and return the first fault that is due."""
        due: Fault | None = None
        for index, (plan, met) in enumerate(self._plans):
            if not plan.fits(request):
                continue
            self._plans[index] = (plan, met + 1)
            if due is None and plan.nth <= met + 1 < plan.nth + plan.times:
                due = plan.fault
        return due
