"""Workers that die at any step, workers at once, handlers that fail: each change is told, and by one worker at a time."""

import threading
from typing import Any

import msgspec
import pytest

from pgbridge.inbox import Processed
from pgbridge.ledger.protocol import Change
from pgbridge.simulator import LOST_ANSWER, Plan
from pgbridge.testing.ledger_conformance import wish_for

LEASE = 301.0


class Died(BaseException):
    """The process is gone."""


def host(shop: Any) -> Any:
    """Another, sync host on the same ledger."""
    from tests.inbox.test_inbox import Host

    return Host(shop)


def kill_at(driver: Any, number: int, *, after: bool) -> None:
    """Die at the nth effect: before it, or when it is done and nobody learns so."""
    answer, left = driver.answer, [number]

    def dying(effect: Any, run: Any) -> Any:
        left[0] -= 1
        mine = left[0] == 0
        if mine and not after:
            raise Died
        result = answer(effect, run)
        if mine:
            raise Died
        return result

    driver.answer = dying


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("api", ["v1", "v2"])
def test_a_worker_that_dies_anywhere_is_followed_by_one_that_finishes(
    shop: Any, api: str, after: bool
) -> None:
    deaths, tokens = 0, []
    for number in range(1, 100):
        order_id = f"web{number}"
        bought = shop.other().charge(order_id, api)
        worker = host(shop)
        kill_at(worker.bridge.driver, number, after=after)
        try:
            worker.deliver(bought, api, id=f"wh-{number}")
            worker.process()
        except Died:
            deaths += 1
        shop.deliver(bought, api, id=f"wh-{number}")
        shop.pass_time(LEASE)
        shop.process()
        told = [e.event_id for e in (*worker.events, *shop.events) if e.order_id == order_id]
        assert len(set(told)) == 1, number
        # Twice only where it died between the handler's return and the note of it.
        assert len(told) <= 2
        tokens.append(len(told))
        (row,) = shop.ledger.attempts(order_id=order_id)
        assert (row.state, row.proof) == ("done", "unverified")
        assert shop.ledger.backlog().entries == shop.ledger.backlog().effects == 0
        if deaths < number:
            break
    assert deaths >= 5
    assert max(tokens) == 2 if not after else tokens.count(2) <= 1


def test_a_handler_that_fails_is_called_again_with_the_same_token(shop: Any) -> None:
    paid = shop.charge("order1")
    other = shop.charge("order2")
    shop.deliver(paid)
    shop.deliver(other)
    shop.fails = 1
    assert shop.process() == Processed(read=2, told=1, failed=1)
    assert shop.process().idle
    shop.pass_time(10.0)
    assert shop.process() == Processed(told=1)
    assert sorted(order for _, order, _ in shop.told) == ["order1", "order2"]


def test_a_vendor_that_does_not_answer_is_asked_again_later(shop: Any) -> None:
    paid = shop.charge("order1")
    shop.deliver(paid)
    shop.simulator.inject(Plan(fault=LOST_ANSWER, method="GET", path="/v2/*", times=1_000))
    assert shop.process() == Processed(postponed=1)
    assert shop.ledger.backlog().entries == 1
    shop.simulator.faults = type(shop.simulator.faults)()
    shop.pass_time()
    assert shop.process() == Processed(read=1, told=1)


def test_workers_at_once_tell_each_change_once(shop: Any) -> None:
    for number in range(12):
        shop.deliver(
            shop.charge(f"order{number}", "v1" if number % 3 else "v2"), "v1" if number % 3 else "v2"
        )
    hosts = [host(shop) for _ in range(2)]
    threads = [threading.Thread(target=each.process) for each in hosts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [order for each in hosts for _, order, _ in each.told]
    assert sorted(told) == sorted(f"order{number}" for number in range(12))


def test_what_a_writer_writes_is_there_exactly_once(shop: Any) -> None:
    """A worker that dies before the commit leaves nothing of what its writer wrote."""
    with shop.ledger.database.transaction() as run:
        run("CREATE TABLE shipped (token TEXT, order_id TEXT)")

    dying = [True]

    def write(event: Any, payment: Any, execute: Any) -> None:
        execute("INSERT INTO shipped VALUES (?, ?)", (event.event_id, payment.order_id))
        if dying:
            dying.clear()
            raise RuntimeError("a bug of the shop, after it wrote")

    inbox = shop.make_inbox(writer=write)
    paid = shop.charge("order1")
    shop.deliver(paid)
    assert shop.run(inbox.process()) == Processed(read=1, failed=1)
    with shop.ledger.database.reading() as run:
        assert list(run("SELECT order_id FROM shipped")) == []
    shop.pass_time(10.0)
    assert shop.run(inbox.process()) == Processed(told=1)
    assert shop.run(inbox.process()).idle
    with shop.ledger.database.reading() as run:
        assert [tuple(row) for row in run("SELECT order_id FROM shipped")] == [("order1",)]


def test_a_look_up_is_stale_when_another_attempt_began_meanwhile(shop: Any) -> None:
    """Which of the two was paid is not known, so nothing is written until it was looked up again."""
    wish = wish_for(amount=10_000, channel="inicis", owner="w1", quiet=0.0, lease=1.0)
    first = shop.ledger.begin(wish).attempt
    shop.ledger.finish(Change(attempt=first.id, state="unknown", owner="w1"))
    shop.pass_time(5.0)
    paid = shop.other().charge("order1")
    shop.deliver(paid)
    handle, begun = shop.simulator.handle, []

    def racing(request: Any) -> Any:
        if not begun and len(reads) == 1:
            again = msgspec.structs.replace(wish, owner="w2", looked=frozenset((first.id,)))
            begun.append(shop.ledger.begin(again).attempt)
        reads.append(request)
        return handle(request)

    reads: list[Any] = []
    shop.simulator.handle = racing
    assert shop.process() == Processed(postponed=1)
    assert begun[0] is not None
    states = [shop.ledger.attempt(each.id).state for each in (first, begun[0])]
    assert (states, shop.told) == (["unknown", "open"], [])
    shop.pass_time(60.0)
    assert shop.process() == Processed(read=1, told=1)
    states = [shop.ledger.attempt(each.id).state for each in (first, begun[0])]
    assert states == ["done", "superseded"]
