"""Kept before it is answered, read before it is believed, told once."""

from typing import Any

import pytest

from pgbridge import (
    AmountMismatch,
    BadWebhook,
    CancelPayment,
    ConfigError,
    Declined,
    IntentConflict,
    krw,
    money,
)
from pgbridge.inbox import Processed

BOTH = pytest.mark.parametrize("api", ["v1", "v2"])


@BOTH
def test_what_is_received_is_told_once_however_often_it_comes(shop: Any, api: str) -> None:
    paid = shop.charge("order1", api)
    for _ in range(3):
        shop.deliver(paid, api, id="wh-same")
    assert shop.told == []
    assert shop.ledger.backlog().entries == 1
    assert shop.process() == Processed(read=1, told=1)
    assert shop.told == [("payment_paid", "order1", "paid")]
    shop.deliver(paid, api, id="wh-same")
    shop.deliver(paid, api, id="wh-other")
    shop.process()
    assert len(shop.told) == 1
    assert shop.process().idle


@BOTH
def test_events_in_the_wrong_order_are_told_in_the_right_one(shop: Any, api: str) -> None:
    paid = shop.charge("order1", api)
    shop.run(shop.bridge.execute(CancelPayment(order_id="order1", amount=3_000, cancel_id="a", reason="r")))
    shop.run(shop.bridge.execute(CancelPayment(order_id="order1", cancel_id="b", amount=7_000, reason="r")))
    shop.deliver(paid, api, "cancelled")
    shop.process()
    shop.deliver(paid, api, "paid")
    shop.process()
    assert [kind for kind, _, _ in shop.told] == ["payment_paid", "partially_cancelled", "cancelled"]
    assert len({event.event_id for event in shop.events}) == 3
    assert len({event.cancellation_id for event in shop.events}) == 3


def test_a_poke_while_another_is_worked_on_is_not_dropped(shop: Any) -> None:
    paid = shop.charge("order1", "v1")
    shop.deliver(paid, "v1")
    shop.deliver(paid, "v1")
    assert len(shop.ledger.due("somebody", lease=60.0, limit=10)) == 1
    shop.deliver(paid, "v1", "cancelled")
    assert shop.process().read == 1
    assert shop.ledger.backlog().entries == 1
    shop.pass_time()
    assert shop.process().read == 1
    assert len(shop.told) == 1


def test_a_poke_that_lies_is_told_as_it_was_read(shop: Any) -> None:
    paid = shop.charge("order1", "v1")
    shop.deliver(paid, "v1", "cancelled")
    shop.process()
    assert shop.told == [("payment_paid", "order1", "paid")]
    assert not shop.events[0].verified


def test_pokes_for_nothing_are_given_up_in_the_end(shop: Any) -> None:
    forged = b'{"imp_uid": "imp_000000000000", "merchant_uid": "order1", "status": "paid"}'
    shop.run(shop.inbox.receive(shop.hooks["v1"], forged, {}))
    passes = 0
    while shop.ledger.backlog().entries:
        assert shop.process(limit=1).postponed == 1
        shop.pass_time(3600.0)
        passes += 1
    assert 3 < passes < 20
    assert shop.told == []


def test_what_is_not_proven_is_not_kept(shop: Any) -> None:
    paid = shop.charge("order1")
    with pytest.raises(BadWebhook):
        shop.run(shop.inbox.receive(shop.hooks["v2"], shop.body(paid, "v2"), {}))
    question = b'{"imp_uid": "imp_1", "merchant_uid": "order1", "amount": 100}'
    with pytest.raises(ConfigError, match="answered at once"):
        shop.run(shop.inbox.receive(shop.hooks["v1"], question, {}))
    shop.deliver(paid, "v2", "FromTomorrow")
    assert shop.ledger.backlog().entries == 0


@BOTH
def test_a_webhook_may_beat_the_answer_of_its_cause(shop: Any, api: str) -> None:
    handle, seen = shop.simulator.handle, []

    def early(request: Any) -> Any:
        answer = handle(request)
        if request.method == "POST" and "onetime" in request.path or "instant" in request.path:
            shop.simulator.handle = handle
            other = shop.other()
            found = other.bridge.execute(get("order1"), channel={"v1": "inicis-v1", "v2": "inicis"}[api])
            host = shop.second() if hasattr(shop, "loop") is False else Host(shop)
            host.deliver(found, api)
            seen.append((host.process(), host.told, shop.ledger.attempts(order_id="order1")[0].state))
        return answer

    shop.simulator.handle = early
    paid = shop.charge("order1", api)
    assert paid.status == "paid"
    assert seen == [(Processed(read=1, told=1), [("payment_paid", "order1", "paid")], "done")]
    (row,) = shop.ledger.attempts(order_id="order1")
    assert (row.state, row.vendor_ref) == ("done", paid.attempt_id)
    shop.process()
    assert shop.told == []


def get(order_id: str) -> Any:
    from pgbridge import GetPayment

    return GetPayment(order_id=order_id)


def Host(shop: Any) -> Any:  # noqa: N802 - another host of an async shop is a sync one
    from pgbridge import Bridge
    from pgbridge.registry import installed
    from tests.inbox.conftest import Shop

    bridge = Bridge.of(
        installed(),
        shop.bridge.config,
        ledger=shop.ledger,
        client=shop.simulator.client,
        context=shop.bridge.context,
        sleep=shop.simulator.advance,
    )
    return Shop(bridge, shop.simulator)


@BOTH
def test_a_browser_payment_gets_a_row_that_is_unverified_until_compared(shop: Any, api: str) -> None:
    paid = shop.other().charge("web1", api)
    shop.deliver(paid, api)
    shop.process()
    assert shop.told == [("payment_paid", "web1", "paid")]
    (row,) = shop.ledger.attempts(order_id="web1")
    assert (row.family, row.state, row.proof, row.vendor_ref) == (
        "charge",
        "done",
        "unverified",
        paid.attempt_id,
    )
    with pytest.raises(IntentConflict):
        shop.charge("web1", api)
    with pytest.raises(AmountMismatch) as caught:
        shop.run(shop.bridge.verify_payment("web1", krw(9_999)))
    assert (caught.value.field, caught.value.expected, caught.value.found) == ("total", 9_999, 10_000)
    assert caught.value.payment.attempt_id == paid.attempt_id
    with pytest.raises(AmountMismatch, match="currency"):
        shop.run(shop.bridge.verify_payment("web1", money(10_000, "USD")))
    assert shop.ledger.attempt(row.id).proof == "unverified"
    found = shop.run(shop.bridge.verify_payment("web1", krw(10_000)))
    assert (found.order_id, found.status) == ("web1", "paid")
    assert shop.ledger.attempt(row.id).proof == "verified"
    cancel = CancelPayment(order_id="web1", amount=1_000, cancel_id="a", reason="r")
    assert shop.run(shop.bridge.execute(cancel)).amount == 1_000


@BOTH
def test_what_is_verified_before_its_webhook_is_verified(shop: Any, api: str) -> None:
    paid = shop.other().charge("web1", api)
    channel = {"v1": "inicis-v1", "v2": "inicis"}[api]
    shop.run(shop.bridge.verify_payment("web1", krw(10_000), channel=channel))
    shop.deliver(paid, api)
    shop.process()
    (row,) = shop.ledger.attempts(order_id="web1")
    assert row.proof == "verified"
    assert shop.told == [("payment_paid", "web1", "paid")]


@BOTH
def test_a_cancel_in_the_console_is_told_and_written_down(shop: Any, api: str) -> None:
    paid = shop.charge("order1", api)
    console = CancelPayment(order_id="order1", amount=4_000, cancel_id="x", reason="theirs")
    shop.other().bridge.execute(console, channel={"v1": "inicis-v1", "v2": "inicis"}[api])
    shop.deliver(paid, api, "cancelled")
    shop.process()
    assert [kind for kind, _, _ in shop.told] == ["payment_paid", "partially_cancelled"]
    cancels = shop.ledger.attempts(family="cancel")
    assert [(c.state, c.amount, c.proof) for c in cancels] == [("done", 4_000, "seen")]
    rest = CancelPayment(order_id="order1", amount=6_000, cancel_id="rest", reason="ours")
    assert shop.run(shop.bridge.execute(rest)).amount == 6_000


def test_a_failed_try_of_somebody_leaves_the_order_free(shop: Any) -> None:
    other = shop.other()
    with pytest.raises(Declined) as caught:
        other.charge("web1", number="4000-0000-0000-0101")
    shop.deliver(caught.value.payment, "v2", "failed")
    shop.process()
    assert [kind for kind, _, _ in shop.told] == ["payment_failed"]
    assert shop.ledger.attempts(order_id="web1") == []
    assert shop.charge("web1").status == "paid"


def test_an_earlier_try_that_failed_is_told_by_its_signature(shop: Any) -> None:
    with pytest.raises(Declined) as caught:
        shop.charge("order1", number="4000-0000-0000-0101")
    shop.charge("order1")
    shop.deliver(caught.value.payment, "v2", "failed")
    shop.process()
    assert [(e.kind, e.attempt_id == caught.value.payment.attempt_id) for e in shop.events] == [
        ("payment_failed", True),
        ("payment_paid", False),
    ]


def test_events_that_no_read_shows_are_told_once_per_delivery_id(shop: Any) -> None:
    from pgbridge.webhooks import signed_headers
    from tests.inbox.conftest import SECRET

    body = b'{"type": "BillingKey.Deleted", "data": {"billingKey": "key-1"}}'
    for id in ("wh-1", "wh-1", "wh-2"):
        headers = signed_headers(body, secret=SECRET, id=id, timestamp=int(shop.simulator.now()))
        shop.run(shop.inbox.receive(shop.hooks["v2"], body, headers))
    shop.process()
    assert shop.told == [("billing_key_deleted", None, None)] * 2
    assert shop.events[0].billing_key == "key-1"


def test_a_v1_payment_that_both_apis_tell_of_is_told_once(shop: Any) -> None:
    paid = shop.charge("order1", "v1")
    shop.deliver(paid, "v2")
    shop.process()
    shop.deliver(paid, "v1")
    shop.process()
    assert [(e.api, e.kind, e.attempt_id) for e in shop.events] == [("v1", "payment_paid", paid.attempt_id)]


def test_the_arguments_are_checked(shop: Any) -> None:
    for options in ({}, {"handler": print, "writer": print}, {"handler": print, "lease": 10.0}):
        with pytest.raises(ConfigError):
            type(shop.inbox)(shop.bridge, **options)
