"""The simulator's own API, its state, and what is forgotten."""

import inspect
import json
from typing import Any

import httpx
import pytest

from pgbridge.simulator import Settings, Simulator, saving
from pgbridge.simulator.admin import ROUTES
from pgbridge.simulator.requests import Requests, shown
from pgbridge.simulator.settings import V1_SECRET, V2_SECRET
from tests.simulator.conftest import START, Shop

ROOT = "http://simulator/_sim"


def ask(shop: Any, method: str, path: str, body: Any = None, content: bytes | None = None) -> httpx.Response:
    request = shop.v2.build_request(method, f"{ROOT}{path}", json=body, content=content)
    return httpx.Client.send(shop.v2, request)


def ok(shop: Any, method: str, path: str, body: Any = None) -> Any:
    found = ask(shop, method, path, body)
    assert found.status_code == 200, found.text
    return found.json()


def issue_account(shop: Any, order: str, hours: int = 1) -> None:
    account = {"bank": "SHINHAN", "expiry": {"validHours": hours}, "option": {"type": "NORMAL"}}
    shop.v2.ok("POST", f"/payments/{order}/instant", json=shop.instant(method={"virtualAccount": account}))


def test_every_call_says_what_it_does_and_is_listed(shop: Any) -> None:
    assert all(inspect.getdoc(each.handler) for each in ROUTES)
    found = ok(shop, "GET", "")
    assert len(found["routes"]) == len(ROUTES) == len(set(found["routes"]))
    assert found["counts"]["payments"] == 0 and found["apis"] == ["v1", "v2"]
    assert V2_SECRET not in json.dumps(found)


def test_the_clock(shop: Any) -> None:
    assert ok(shop, "GET", "/clock") == {"now": START, "time": "2026-01-01T00:00:00.000Z", "running": False}
    assert ok(shop, "POST", "/clock", {"advance": 60})["now"] == START + 60
    assert (
        ok(shop, "POST", "/clock", {"set": "2026-01-02T09:00:00+09:00"})["time"] == "2026-01-02T00:00:00.000Z"
    )
    assert ok(shop, "POST", "/clock", {"run": True})["running"] is True
    assert ok(shop, "POST", "/clock", {"freeze": True})["running"] is False
    for wrong in (
        {},
        {"advance": -1},
        {"set": "2025-01-01T00:00:00Z"},
        {"set": "2027-01-01T00:00:00"},
        {"run": True, "freeze": True},
        {"advance": 1, "set": "2027-01-01T00:00:00Z"},
        {"advnace": 1},
        {"advance": "soon"},
    ):
        found = ask(shop, "POST", "/clock", wrong)
        assert found.status_code == 400 and found.json()["message"], wrong


def test_time_drives_tokens_keys_schedules_and_accounts(shop: Any) -> None:
    key = shop.v2_key()
    schedule = {"payment": shop.with_key(key), "timeToPay": "2026-01-01T00:30:00Z"}
    shop.v2.ok("POST", "/payments/S/schedule", json=schedule)
    issue_account(shop, "VA")
    headers = {"Idempotency-Key": '"key-0000000000000001"'}
    shop.v2.ok("POST", "/payments/I/instant", json=shop.instant(), headers=headers)
    ok(shop, "POST", "/clock", {"advance": 1_800})
    assert shop.v2.ok("GET", "/payments/S")["paidAt"] == "2026-01-01T00:30:00.000Z"
    assert shop.v1.refused("GET", "/payments/status/all")[0] == 401, "the token has ended"
    ok(shop, "POST", "/clock", {"advance": 1_800})
    assert ask(shop, "POST", "/payments/VA/deposit").status_code == 409, "the account has expired"
    replayed = shop.v2.ok("POST", "/payments/I/instant", json=shop.instant(), headers=headers)
    assert replayed["payment"]["paidAt"] == "2026-01-01T00:00:00.000Z"
    ok(shop, "POST", "/clock", {"advance": 7_200})
    again = shop.v2.refused("POST", "/payments/I/instant", json=shop.instant(), headers=headers)
    assert again == (409, "ALREADY_PAID"), "the stored answer is gone after three hours"


def test_payments_by_either_id_without_a_buyer(shop: Any) -> None:
    customer = {"name": {"full": "홍길동"}, "email": "hong@shop.example"}
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(customer=customer))
    found = ok(shop, "GET", "/payments/A")
    assert found["status"] == "PAID" and found["amount"]["total"] == 11_000
    assert found["method"] == {
        "type": "card",
        "number": "411111******1111",
        "company": found["method"]["company"],
    }
    assert ok(shop, "GET", f"/payments/{found['id']}") == found
    assert "hong" not in json.dumps(found) and "홍길동" not in json.dumps(found)
    assert ask(shop, "GET", "/payments/none").status_code == 404


def test_pages(shop: Any) -> None:
    for order in "ABC":
        shop.v2.ok("POST", f"/payments/{order}/instant", json=shop.instant())
    first = ok(shop, "GET", "/payments?limit=2")
    assert [each["order_id"] for each in first["items"]] == ["C", "B"] and first["total"] == 3
    rest = ok(shop, "GET", f"/payments?limit=2&before={first['before']}")
    assert [each["order_id"] for each in rest["items"]] == ["A"] and rest["before"] is None
    assert ask(shop, "GET", "/payments?limit=many").status_code == 400
    assert [each["order_id"] for each in ok(shop, "GET", "/payments?order_id=B")["items"]] == ["B"]


def test_deposit_cancel_and_events(shop: Any) -> None:
    issue_account(shop, "VA")
    assert ask(shop, "POST", "/payments/VA/deposit", {"amount": 1}).status_code == 409
    assert ok(shop, "POST", "/payments/VA/deposit", {"amount": 11_000})["status"] == "PAID"
    assert ask(shop, "POST", "/payments/VA/deposit").status_code == 409
    cancelled = ok(shop, "POST", "/payments/VA/cancel", {"amount": 1_000, "reason": "한 개 빠짐"})
    assert cancelled["cancellations"][0]["by"] == "console" and cancelled["cancelled"]["total"] == 1_000
    assert shop.v2.ok("GET", "/payments/VA")["cancellations"][0]["trigger"] == "CONSOLE"
    assert ask(shop, "POST", "/payments/VA/cancel", {"amount": 99_000}).status_code == 409
    events = ok(shop, "GET", "/events")["items"]
    assert [(each["kind"], each["cause"]) for each in events] == [
        ("payment.virtual_account_issued", "api"),
        ("payment.paid", "buyer"),
        ("payment.partial_cancelled", "console"),
    ]
    assert ok(shop, "GET", f"/events?after={events[-1]['serial']}")["items"] == []


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [
        ("4000000000000401", "PAY_PENDING", "PAID"),
        ("4000000000000402", "PAY_PENDING", "FAILED"),
        ("4000000000000403", "FAILED", "PAID"),
    ],
)
@pytest.mark.parametrize("api", ["v1", "v2"])
def test_the_pg_decides_later(shop: Any, api: str, number: str, before: str, after: str) -> None:
    words = {"PAY_PENDING": "ready", "PAID": "paid", "FAILED": "failed"}

    def status() -> str:
        if api == "v2":
            return str(shop.v2.ok("GET", "/payments/A")["status"])
        shop.v1.login()
        return str(shop.v1.ok("GET", "/payments/find/A")["status"])

    if api == "v2":
        shop.v2.post("/payments/A/instant", json=shop.instant(number=number))
    else:
        shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("A", number=number))
    wanted = (before, after) if api == "v2" else (words[before], words[after])
    assert status() == wanted[0]
    shop.sim.advance(599)
    assert status() == wanted[0]
    shop.sim.advance(1)
    assert status() == wanted[1]


def test_somebody_decides_sooner(shop: Any) -> None:
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(number="4000000000000401"))
    assert (
        ok(shop, "POST", "/payments/A/decline", {"code": "LIMIT", "reason": "한도 초과"})["status"]
        == "FAILED"
    )
    assert ask(shop, "POST", "/payments/A/decline").status_code == 409
    assert shop.v2.ok("GET", "/payments/A")["failure"]["pgCode"] == "LIMIT"
    assert ok(shop, "POST", "/payments/A/approve")["status"] == "PAID", "late, after it had failed"
    assert ask(shop, "POST", "/payments/A/approve").status_code == 409
    shop.sim.advance(1_000)
    assert len([each for each in shop.sim.attempts("A") if each.paid_at is not None]) == 1


def test_an_order_is_never_paid_twice_by_a_late_approval(shop: Any) -> None:
    shop.v2.post("/payments/A/instant", json=shop.instant(number="4000000000000403"))
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    shop.sim.advance(601)
    assert [each.status for each in shop.sim.attempts("A")] == ["FAILED", "PAID"]
    first = shop.sim.attempts("A")[0].id
    assert ask(shop, "POST", f"/payments/{first}/approve").status_code == 409


@pytest.mark.parametrize(
    ("number", "end"), [("4000000000000501", "SUCCEEDED"), ("4000000000000502", "FAILED")]
)
def test_a_cancel_that_is_only_asked_for(shop: Any, number: str, end: str) -> None:
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(number=number))
    made = shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r", "amount": 1_000})["cancellation"]
    assert made["status"] == "REQUESTED"
    shop.sim.advance(600)
    read = shop.v2.ok("GET", "/payments/A")
    assert read["cancellations"][0]["status"] == end
    assert read["amount"]["cancelled"] == (1_000 if end == "SUCCEEDED" else 0)
    second = shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r", "amount": 2_000})["cancellation"]
    path = f"/payments/A/cancellations/{second['id']}"
    assert ok(shop, "POST", f"{path}/fail")["cancellations"][1]["status"] == "FAILED"
    assert ask(shop, "POST", f"{path}/succeed").status_code == 409
    assert ask(shop, "POST", "/payments/A/cancellations/none/fail").status_code == 404


def test_keys_and_schedules(shop: Any) -> None:
    key = shop.v2_key()
    made = shop.v2.ok(
        "POST",
        "/payments/S/schedule",
        json={"payment": shop.with_key(key), "timeToPay": "2026-02-01T00:00:00Z"},
    )["schedule"]["id"]
    assert [each["id"] for each in ok(shop, "GET", "/schedules?status=SCHEDULED")["items"]] == [made]
    assert ask(shop, "POST", f"/billing-keys/{key}/delete").status_code == 409
    assert ok(shop, "POST", f"/schedules/{made}/run")["status"] == "SUCCEEDED"
    assert ask(shop, "POST", f"/schedules/{made}/run").status_code == 409
    shop.sim.advance(90 * 86_400)
    assert len(shop.sim.attempts("S")) == 1, "what has run does not run again when it is due"
    assert ok(shop, "POST", f"/billing-keys/{key}/delete")["status"] == "DELETED"
    assert ask(shop, "POST", f"/billing-keys/{key}/delete").status_code == 409
    assert ask(shop, "POST", "/schedules/none/run").status_code == 404


def test_faults(shop: Any) -> None:
    made = ok(shop, "POST", "/faults", {"fault": "instant: 503 before next 2"})
    assert made["times"] == 2 and made["text"] == "instant: 503 before next 2"
    found = ask(shop, "POST", "/faults", {"fault": "instant: explode"})
    assert found.status_code == 400 and "'explode' is no effect" in found.json()["message"]
    assert ask(shop, "DELETE", "/faults/99").status_code == 404
    assert ok(shop, "DELETE", f"/faults/{made['number']}")["items"] == []
    ok(shop, "POST", "/faults", {"fault": "*: duplicate"})
    assert ok(shop, "DELETE", "/faults")["items"] == []


def test_unknown_paths_and_methods(shop: Any) -> None:
    assert ask(shop, "GET", "/nothing").status_code == 404
    assert ask(shop, "DELETE", "/clock").status_code == 405


SECRETS = (
    "4111111111111111",
    "4111-1111",
    "900101",
    V2_SECRET,
    V1_SECRET,
    "hong@",
    "010-2000",
    "홍길동",
    "김하늘",
)


def test_requests_are_kept_with_what_is_secret_covered(shop: Any) -> None:
    shop.sim.requests = Requests()
    shop.v1.login()
    customer = {"name": {"full": "홍길동"}, "email": "hong@shop.example", "phoneNumber": "010-2000-3000"}
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(customer=customer))
    shop.v1.ok("POST", "/subscribe/payments/onetime", data=shop.onetime("B", buyer_name="홍길동"))
    shop.v1_key("member")
    shop.v2.ok("GET", "/payments/A")
    shop.v2.listed("/payments", filter={"textSearch": [{"field": "CUSTOMER_EMAIL", "value": "hong"}]})
    shop.sim.inject("get_payment: commit then drop")
    with pytest.raises(httpx.TransportError):
        shop.v2.get("/payments/A")
    rows = ok(shop, "GET", "/requests")["items"]
    assert [(each["api"], each["operation"]) for each in rows][-3:] == [
        ("v1", "onetime"),
        ("v2", "instant"),
        ("v1", "token"),
    ]
    assert rows[0]["fault"] == "get_payment: commit then drop" and rows[0]["status"] is None
    whole = [ok(shop, "GET", f"/requests/{each['serial']}") for each in rows]
    text = json.dumps(whole, ensure_ascii=False)
    assert not [secret for secret in SECRETS if secret in text]
    instant = next(each for each in whole if each["operation"] == "instant")
    assert instant["request"]["amount"] == {"total": 11_000}
    assert instant["request"]["orderName"] == "주문"
    assert instant["request"]["method"]["card"]["credential"]["number"] == "***"
    assert repr(shop.sim.requests.all()[0]) == "Entry(1, 'token')"
    assert ask(shop, "GET", "/requests/999").status_code == 404


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", None),
        (b"\xff", "1 bytes that are neither JSON nor a form"),
        (b'{"page": {"number": 0}}', {"page": {"number": 0}}),
        (b'{"memo": "card 4111 1111 1111 1111"}', {"memo": "card ***"}),
        (b"card_number=4111&amount=100", {"card_number": "***", "amount": "100"}),
        (
            b'{"x_api_secret": "a", "channel": {"name": "n"}}',
            {"x_api_secret": "***", "channel": {"name": "n"}},
        ),
    ],
)
def test_covering(body: bytes, told: Any) -> None:
    assert shown(body) == told


def test_the_same_seed_gives_the_same_log() -> None:
    def run(seed: int) -> list[str]:
        shop = Shop(seed=seed)
        shop.sim.requests = Requests()
        shop.sim.inject("instant: commit then drop 30%")
        shop.sim.inject("v2 cancel: 503 after commit 50%")
        for number in range(20):
            for path, body in (
                (f"/payments/P{number}/instant", shop.instant()),
                (f"/payments/P{number}/cancel", {"reason": "r"}),
            ):
                try:
                    httpx.Client.send(shop.v2, shop.v2.build_request("POST", path, json=body))
                except httpx.TransportError:
                    pass
        ids = [each.id for each in shop.sim.attempts()]
        log: list[str] = ok(shop, "GET", "/log")["lines"]
        return [*log, *ids]

    assert run(3) == run(3)
    assert run(3) != run(4)
    assert any("no answer (instant: commit then drop 30%)" in line for line in run(3))


def busy(shop: Any) -> None:
    shop.v2.ok(
        "POST",
        "/payments/A/instant",
        json=shop.instant(),
        headers={"Idempotency-Key": '"a-key-of-16-letters"'},
    )
    shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r", "amount": 1_000})
    issue_account(shop, "VA")
    key = shop.v2_key()
    body = {"payment": shop.with_key(key), "timeToPay": "2026-01-01T02:00:00Z"}
    shop.v2.ok("POST", "/payments/S/schedule", json=body)
    shop.v2.ok("POST", "/payments/L/instant", json=shop.instant(number="4000000000000401"))
    shop.v2.ok("POST", "/payments/P/pre-register", json={"totalAmount": 100})
    shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("B"))
    shop.v1_key("member")
    shop.v1.ok(
        "POST", "/benepia/point", json={"benepia_user": "u", "benepia_password": "p", "channel_key": "k"}
    )
    shop.sim.on_webhook(lambda *_: 500)
    shop.v2.ok("POST", "/payments/W/instant", json=shop.instant(noticeUrls=["http://shop.example/"]))


def test_the_state_comes_back_whole_and_goes_on(opened_with: Any) -> None:
    shop, other = opened_with(Settings()), opened_with(Settings())
    busy(shop)
    kept = ask(shop, "GET", "/state").content
    assert json.loads(kept)["version"] == 1
    other.v2.ok("POST", "/payments/gone/instant", json=shop.instant())
    assert ask(other, "PUT", "/state", content=kept).status_code == 200
    assert ask(other, "GET", "/state").json() == json.loads(kept)
    assert other.v2.refused("GET", "/payments/gone")[0] == 404
    for each in (shop, other):
        each.v1.login()
        each.sim.advance(3 * 3_600 - 1)
        each.sim.advance(3_601)
        each.v2.ok("POST", "/payments/Z/instant", json=each.instant())
    assert [a for a in shop.sim.attempts()] == other.sim.attempts()
    assert other.v2.ok("GET", "/payments/S")["status"] == "PAID"
    assert other.v2.ok("GET", "/payments/L")["status"] == "PAID"


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"{}", "this reads version 1, not None"), (b"[]", "does not fit"), (b'{"version": 1}', "does not fit")],
)
def test_what_is_no_state_changes_nothing(shop: Any, content: bytes, told: str) -> None:
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    found = ask(shop, "PUT", "/state", content=content)
    assert found.status_code == 400 and told in found.json()["message"]
    assert len(shop.sim.attempts()) == 1


def test_a_state_file(shop: Any, tmp_path: Any) -> None:
    assert ask(shop, "POST", "/state/save").status_code == 409
    shop.sim.state_file = tmp_path / "state.json"
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    assert ok(shop, "POST", "/state/save")["counts"]["payments"] == 1
    assert list(tmp_path.iterdir()) == [tmp_path / "state.json"]
    ok(shop, "POST", "/reset")
    assert shop.sim.attempts() == []
    assert ok(shop, "POST", "/state/load")["counts"]["payments"] == 1
    assert shop.v2.ok("GET", "/payments/A")["status"] == "PAID"
    shop.sim.state_file.unlink()
    with pytest.raises(saving.BadState, match=r"state\.json: No such file"):
        saving.load(shop.sim)


def test_the_oldest_are_forgotten(opened_with: Any) -> None:
    shop = opened_with(Settings())
    small = Simulator(shop.sim.faces, clock=shop.sim.world.clock, keep=10)
    shop.v2._transport._simulator = small
    key = shop.v2_key()
    for number in range(200):
        headers = {"Idempotency-Key": f'"idempotency-{number:06}"'}
        shop.v2.ok("POST", f"/payments/P{number}/instant", json=shop.instant(), headers=headers)
        body = {
            "payment": shop.with_key(key),
            "timeToPay": f"2026-03-01T00:{number // 60:02}:{number % 60:02}Z",
        }
        shop.v2.ok("POST", f"/payments/S{number}/schedule", json=body)
    counts = small.counts()
    assert counts["payments"] <= 12 and counts["kept_answers"] <= 12 and len(small.world.orders) <= 12
    assert counts["schedules"] == 200, "what waits is not forgotten"
    assert [each.bill.order_id for each in small.attempts()][-1] == "P199"
    small.advance(90 * 86_400)
    small.handle(
        __import__("pgbridge.simulator", fromlist=["Request"]).Request(method="GET", path="/v2/banks")
    )
    assert small.counts()["schedules"] <= 12 and small.counts()["payments"] <= 12
    assert len(small.world._planned) <= 12
