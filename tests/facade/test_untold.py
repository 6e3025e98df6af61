"""A shop whose answer was lost asks again: it is told of what was done, and gets a second refund only when it means one."""

import asyncio
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from pgbridge.facade import owed
from pgbridge.facade.app import Facade
from pgbridge.facade.door import Door, front
from pgbridge.facade.simulated import default_config, simulated
from pgbridge.registry import installed
from pgbridge.serving import running
from pgbridge.simulator import Clock
from pgbridge.simulator.faults import LOST_ANSWER, Plan
from pgbridge.simulator.transport import AsyncSimulatorTransport
from tests.facade.conftest import CARD, KEY, SECRET, Client
from tests.facade.test_shops import SETTINGS, charge, clients, config, shop, vendor

__all__ = ["vendor"]


@contextmanager
def serving(**settings: Any) -> Iterator[tuple[Any, Client, str]]:
    base = default_config(KEY, SECRET)
    facade = msgspec.structs.replace(base.facade, deadline=1.5, busy_wait=0.5, **settings)
    made = simulated(installed(), msgspec.structs.replace(base, facade=facade), clock=Clock(running=True))
    with running(front(made.facade)) as url:
        client = Client(url)
        yield made, client, url
        client.close()


@pytest.fixture
def shopping() -> Iterator[tuple[Any, Client, str]]:
    with serving() as made:
        yield made


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """V2 takes a moment for each cancel, in which a shop can hang up."""
    handle = AsyncSimulatorTransport.handle_async_request

    async def later(self: Any, request: Any) -> Any:
        if request.url.path.endswith("/cancel"):
            await asyncio.sleep(0.2)
        return await handle(self, request)

    monkeypatch.setattr(AsyncSimulatorTransport, "handle_async_request", later)


def pay(v1: Client, order: str, amount: int = 900) -> str:
    uid: str = v1.ok(
        "POST", "/subscribe/payments/onetime", {"merchant_uid": order, "amount": amount, **CARD}
    )["imp_uid"]
    return uid


def hang_up(url: str, client: Client, wish: dict[str, Any], after: float = 0.05) -> None:
    """Ask for a cancel, and close the connection before there is an answer."""
    parts, body = urlsplit(url), json.dumps(wish).encode()
    with socket.create_connection((parts.hostname, parts.port)) as talking:
        talking.sendall(
            f"POST /payments/cancel HTTP/1.1\r\nhost: {parts.netloc}\r\nauthorization: {client.headers['Authorization']}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode()
            + body
        )
        time.sleep(after)


def until(ready: Callable[[], bool]) -> None:
    for _ in range(200):
        if ready():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to that")


def refunded(made: Any, order: str) -> int:
    """What has gone back, as the simulator has it: asking through the facade would tell the shop."""
    return sum(each.cancelled.total for each in made.simulator.attempts(order))


def at_rest(made: Any) -> bool:
    rows = made.facade.ledger.attempts(family="cancel", states=("open",))
    return not rows


def lost(made: Any, url: str, v1: Client, order: str, wish: dict[str, Any]) -> None:
    """A cancel that is done, and of which the shop has heard nothing."""
    before = refunded(made, order)
    hang_up(url, v1, wish)
    until(lambda: refunded(made, order) == before + wish["amount"] and at_rest(made))
    time.sleep(0.05)


def test_a_shop_that_hung_up_is_told_once_and_refunded_once(shopping: Any, slowly: None) -> None:
    made, v1, url = shopping
    uid = pay(v1, "l1")
    wish = {"imp_uid": uid, "amount": 300}
    lost(made, url, v1, "l1", wish)
    lost_again = refunded(made, "l1")
    hang_up(url, v1, wish, 0.0)  # nothing is asked of V2 this time that takes a while
    time.sleep(0.4)
    assert refunded(made, "l1") == lost_again == 300, "it may ask, and hang up, as often as it likes"
    assert v1.ok("POST", "/payments/cancel", wish)["cancel_amount"] == 300
    # It knows now, so this is another item at the same price.
    assert v1.ok("POST", "/payments/cancel", wish)["cancel_amount"] == 600
    assert refunded(made, "l1") == 600


def test_two_alike_that_were_both_told_are_two(shopping: Any) -> None:
    made, v1, _ = shopping
    wish = {"imp_uid": pay(v1, "l2"), "amount": 300}
    assert [v1.ok("POST", "/payments/cancel", wish)["cancel_amount"] for _ in range(3)] == [300, 600, 900]
    assert refunded(made, "l2") == 900
    assert notes(made) == []


@pytest.mark.parametrize("headers", [{"connection": "close"}, {}], ids=["close", "kept"])
def test_a_client_that_closes_after_its_answer_was_told(shopping: Any, headers: dict[str, str]) -> None:
    made, v1, url = shopping
    wish = {"imp_uid": pay(v1, f"l3{len(headers)}"), "amount": 300}
    for total in (300, 600):
        fresh = Client(url)
        assert fresh.ok("POST", "/payments/cancel", wish, headers=headers)["cancel_amount"] == total
        fresh.close()
    assert notes(made) == []


def notes(made: Any) -> list[Any]:
    found = made.facade.ledger.consult(lambda run: run("SELECT * FROM facade_notes WHERE kind = 'owed'"))
    return list(found)


@pytest.mark.parametrize("other", [{"amount": 200}, {"reason": "item 2"}], ids=["amount", "reason"])
def test_another_request_is_another_cancel(shopping: Any, slowly: None, other: dict[str, Any]) -> None:
    made, v1, url = shopping
    wish = {"imp_uid": pay(v1, "l4"), "amount": 300}
    lost(made, url, v1, "l4", wish)
    second = {**wish, **other}
    assert v1.ok("POST", "/payments/cancel", second)["cancel_amount"] == 300 + second["amount"]


@pytest.mark.parametrize("path", ["/payments/{uid}", "/payments/find/l5", "/payments?imp_uid[]={uid}"])
def test_a_shop_that_has_read_the_payment_knows(shopping: Any, slowly: None, path: str) -> None:
    made, v1, url = shopping
    uid = pay(v1, "l5")
    wish = {"imp_uid": uid, "amount": 300}
    lost(made, url, v1, "l5", wish)
    assert len(notes(made)) == 1
    v1.ok("GET", path.format(uid=uid))
    assert notes(made) == []
    assert v1.ok("POST", "/payments/cancel", wish)["cancel_amount"] == 600


def test_a_shop_told_of_another_cancel_has_seen_the_first(shopping: Any, slowly: None) -> None:
    made, v1, url = shopping
    wish = {"imp_uid": pay(v1, "l6"), "amount": 300}
    lost(made, url, v1, "l6", wish)
    assert v1.ok("POST", "/payments/cancel", {**wish, "amount": 100})["cancel_amount"] == 400
    assert v1.ok("POST", "/payments/cancel", wish)["cancel_amount"] == 700


def test_by_whichever_name_the_payment_goes(shopping: Any, slowly: None) -> None:
    made, v1, url = shopping
    wish = {"imp_uid": pay(v1, "l7"), "amount": 300}
    lost(made, url, v1, "l7", wish)
    given = v1.call("POST", "/payments/cancel", None, data={"imp_uid": wish["imp_uid"], "amount": "300"})
    assert given.json()["response"]["cancel_amount"] == 300, "a form says the same"


def test_an_unknown_that_was_settled_meanwhile_is_told_not_repeated(shopping: Any) -> None:
    made, v1, _ = shopping
    uid = pay(v1, "l8")
    wish = {"imp_uid": uid, "amount": 300}
    made.simulator.inject(Plan(fault=LOST_ANSWER, path="/v2/payments/l8*", nth=2, times=None))
    assert v1.refused("POST", "/payments/cancel", wish)[0] == 504
    made.simulator.faults.clear()
    # What settles it by itself, such as a webhook or a reconciliation.
    asyncio.run(settled(made))
    assert at_rest(made) and not made.facade.ledger.attempts(family="cancel", states=("unknown",))
    assert v1.ok("POST", "/payments/cancel", wish)["cancel_amount"] == 300
    assert v1.ok("POST", "/payments/cancel", wish)["cancel_amount"] == 600


async def settled(made: Any) -> None:
    from pgbridge.client import AsyncBridge

    facade = made.facade
    async with AsyncBridge(
        facade.registry, facade.config, ledger=facade.ledger, client=facade.bridge.driver.given
    ) as bridge:
        await bridge.reconcile()


def test_after_a_day_a_request_is_a_new_one(
    shopping: Any, slowly: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, v1, url = shopping
    wish = {"imp_uid": pay(v1, "l9"), "amount": 300}
    lost(made, url, v1, "l9", wish)
    monkeypatch.setattr(owed, "LONGEST", -1)
    assert v1.ok("POST", "/payments/cancel", wish)["cancel_amount"] == 600


def test_a_process_that_died_before_it_answered_owes_it_still(
    shopping: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, v1, _ = shopping
    wish = {"imp_uid": pay(v1, "l10"), "amount": 300}
    reply = Door.tell

    async def dead(*_: Any) -> None:
        raise RuntimeError("as a process that is killed here")

    monkeypatch.setattr(Door, "tell", dead)
    assert v1.call("POST", "/payments/cancel", wish).status_code == 500
    monkeypatch.setattr(Door, "tell", reply)
    assert v1.ok("POST", "/payments/cancel", wish)["cancel_amount"] == 300


def test_an_answer_that_cannot_leave_is_owed_again(shopping: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made, v1, _ = shopping
    wish = {"imp_uid": pay(v1, "l11"), "amount": 300}

    async def broken(*_: Any) -> None:
        raise RuntimeError("as a connection that breaks here")

    monkeypatch.setattr("pgbridge.facade.door.reply", broken)
    assert v1.call("POST", "/payments/cancel", wish).status_code == 500
    monkeypatch.undo()
    assert len(notes(made)) == 1
    assert v1.ok("POST", "/payments/cancel", wish)["cancel_amount"] == 300


def test_notes_hold_no_account(shopping: Any, slowly: None) -> None:
    made, v1, url = shopping
    wish = {
        "imp_uid": pay(v1, "l12"),
        "amount": 300,
        "reason": "secretreason",
        "refund_holder": "홍길동",
        "refund_bank": "004",
        "refund_account": "12345678901",
    }
    hang_up(url, v1, wish)
    until(lambda: at_rest(made) and bool(notes(made)))
    text = json.dumps(notes(made), ensure_ascii=False)
    assert not [word for word in ("12345678901", "홍길동", "secretreason") if word in text]


def test_a_payment_of_v1_is_told_and_refunded_once_too(vendor: Any, tmp_path: Path) -> None:
    sim, urls = vendor
    old = Client(urls["v1"], SETTINGS.v1_key, SETTINGS.v1_secret)
    uid = charge(old, "olduntold", 900, pg="nice_v2")["imp_uid"]
    old.close()
    made = config(urls, f"sqlite:///{tmp_path}/l.sqlite3", (shop("moved", "a", v1="v1"),), deadline=3)
    facade = Facade(made, installed())
    with running(front(facade)) as url:
        (client,) = clients(url, "moved")
        wish = {"imp_uid": uid, "amount": 300}
        sim.inject(Plan(fault=LOST_ANSWER, path="/v1/payments/cancel", times=None))
        hang_up(url, client, wish, 0.0)
        until(lambda: sum(a.cancelled.total for a in sim.attempts("olduntold")) == 300)
        sim.faults.clear()
        until(lambda: not facade.ledger.attempts(family="cancel", states=("open",)))
        assert client.ok("POST", "/payments/cancel", wish)["cancel_amount"] == 300
        assert client.ok("POST", "/payments/cancel", wish)["cancel_amount"] == 600
        client.close()
