"""Faults in words."""

from typing import Any

import httpx
import pytest

from pgbridge.simulator.faults import DUPLICATE, LOST_ANSWER, LOST_REQUEST, Fault, Plan
from pgbridge.simulator.grammar import Known, fault_of, plan_of

KNOWN = Known(names={"v1": ("onetime", "cancel", "GET /x"), "v2": ("instant", "cancel")})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("drop request", LOST_REQUEST),
        ("commit then drop", LOST_ANSWER),
        ("commit then drop answer", LOST_ANSWER),
        ("duplicate", DUPLICATE),
        ("truncate", Fault(answer="truncated")),
        ("delay 2 s", Fault(delay=2.0)),
        ("Delay 0.5s", Fault(delay=0.5)),
        ("503 before", Fault(answer="error", status=503, processed=False)),
        ("500 after commit", Fault(answer="error", status=500)),
        ("html before", Fault(answer="html", processed=False)),
        ("html after commit", Fault(answer="html")),
        ("error before", Fault(answer="refused", processed=False)),
        ("error after commit", Fault(answer="refused")),
        (
            "409 outstanding",
            Fault(answer="refused", processed=False, refusal="IDEMPOTENCY_OUTSTANDING_REQUEST"),
        ),
        (
            "429 with Retry-After 3 s",
            Fault(answer="error", status=429, processed=False, headers={"retry-after": "3"}),
        ),
    ],
)
def test_effects(text: str, fault: Fault) -> None:
    assert fault_of(text) == fault
    assert plan_of(f"instant: {text}", KNOWN).fault == fault


@pytest.mark.parametrize(
    ("target", "plan"),
    [
        ("instant", Plan(fault=DUPLICATE, operation="instant", times=None)),
        ("v2 cancel", Plan(fault=DUPLICATE, operation="v2 cancel", times=None)),
        (
            "POST /v2/payments/*/cancel",
            Plan(fault=DUPLICATE, method="POST", path="/v2/payments/*/cancel", times=None),
        ),
        ("* /v1/*", Plan(fault=DUPLICATE, path="/v1/*", times=None)),
        ("*", Plan(fault=DUPLICATE, times=None)),
    ],
)
def test_targets(target: str, plan: Plan) -> None:
    found = plan_of(f"{target}: duplicate", KNOWN)
    assert found.text == f"{target}: duplicate"
    assert (found.operation, found.method, found.path) == (plan.operation, plan.method, plan.path)
    assert (found.nth, found.times, found.chance) == (1, None, 1.0)


@pytest.mark.parametrize(
    ("amount", "nth", "times", "chance"),
    [("", 1, None, 1.0), ("5%", 1, None, 0.05), ("next", 1, 1, 1.0), ("next 2 after 3", 4, 2, 1.0)],
)
def test_amounts(amount: str, nth: int, times: int | None, chance: float) -> None:
    found = plan_of(f"instant: duplicate {amount}", KNOWN)
    assert (found.nth, found.times, found.chance) == (nth, times, chance)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("instant", "has no colon"),
        (
            "instnat: duplicate",
            "'instnat' is no request's name; allowed: cancel, instant, onetime, METHOD /path/glob",
        ),
        ("v1 instant: duplicate", "'instant' is no request's name; allowed: GET /x, cancel, onetime"),
        ("POST v2/x: duplicate", "'v2/x' is no path; it starts with / or"),
        ("instant: explode", "'explode' is no effect; allowed: drop request, commit then drop"),
        ("instant: delay soon", "'soon' is no number of seconds; allowed: a number such as 2"),
        ("instant: delay", "the end is no number of seconds"),
        ("instant: 503", "the end is no moment; allowed: before, after commit"),
        ("instant: html later", "'later' is no moment"),
        ("instant: duplicate 5", "'5' is no amount; allowed: N%, next"),
        ("instant: duplicate 500%", "'500%' is no amount"),
        ("instant: duplicate next 2 after all", "'all' is no number of requests"),
        ("instant: 429 soon", "'soon' is no word after 429; allowed: retry after N s"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(text: str, told: str) -> None:
    with pytest.raises(ValueError) as caught:
        plan_of(text, KNOWN)
    assert told in str(caught.value)


def statuses(shop: Any, count: int) -> list[int]:
    found = []
    for number in range(count):
        try:
            found.append(
                httpx.Client.send(
                    shop.v2,
                    shop.v2.build_request("POST", f"/payments/P{number}/instant", json=shop.instant()),
                ).status_code
            )
        except httpx.TransportError:
            found.append(0)
    return found


def test_by_name_and_count(shop: Any) -> None:
    shop.sim.inject("v2 instant: 503 before next 2 after 1")
    assert statuses(shop, 4) == [200, 503, 503, 200]
    assert [each.bill.order_id for each in shop.sim.attempts()] == ["P0", "P3"]
    (counted,) = shop.sim.faults.plans
    assert (counted.met, counted.struck) == (4, 2)


def test_an_error_in_the_apis_own_form(shop: Any) -> None:
    shop.sim.inject("instant: error after commit next")
    assert shop.v2.refused("POST", "/payments/A/instant", json=shop.instant()) == (502, "PG_PROVIDER")
    assert shop.v2.ok("GET", "/payments/A")["status"] == "PAID"
    shop.sim.inject("onetime: error before next")
    assert shop.v1.refused("POST", "/subscribe/payments/onetime", json=shop.onetime("B"))[0] == 200
    assert shop.sim.attempts("B") == []
    shop.sim.inject("v2 cancel: 409 outstanding")
    refused = shop.v2.refused("POST", "/payments/A/cancel", json={"reason": "r"})
    assert refused == (409, "IDEMPOTENCY_OUTSTANDING_REQUEST")


def test_chance_goes_by_the_seed(shop: Any) -> None:
    def struck(seed: int) -> list[int]:
        shop.sim.reset()
        shop.sim.faults.__init__(seed)
        shop.sim.inject("instant: commit then drop 40%")
        return statuses(shop, 30)

    first = struck(1)
    assert struck(1) == first
    assert struck(2) != first
    assert 0 < first.count(0) < 30


def test_a_request_brings_its_own_trouble(shop: Any) -> None:
    headers = {"pgbridge-fault": "commit then drop"}
    with pytest.raises(httpx.ReadError):
        shop.v2.post("/payments/A/instant", json=shop.instant(), headers=headers)
    assert len(shop.sim.attempts("A")) == 1
    request = shop.v2.build_request("GET", "/payments/A", headers={"pgbridge-fault": "explode"})
    found = httpx.Client.send(shop.v2, request)
    assert found.status_code == 400 and "'explode' is no effect" in found.json()["message"]
