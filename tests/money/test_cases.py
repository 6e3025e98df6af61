"""The cases that have a name: each was a double charge, a lost refund or a false word somewhere."""

from datetime import UTC, datetime
from typing import Any

import pytest

from pgbridge import (
    Busy,
    CancelPayment,
    CloseVirtualAccount,
    Conflict,
    Declined,
    GetPayment,
    IntentConflict,
    IssueBillingKey,
    IssueVirtualAccount,
    NotSent,
    OutcomeUnknown,
    TransportError,
)
from pgbridge.testing import MoneyWatch, Simulation, Trouble
from tests.closing import keep

DECLINED = "4000-0000-0000-0101"
ERROR_BUT_PAID = "4000-0000-0000-0201"
V2, V1 = "POST /v2/payments/*/instant", "POST /v1/subscribe/payments/onetime"
SENDS = {"nice": V2, "inicis-v1": V1}
QUIET = 700.0


def world(**options: Any) -> tuple[Simulation, MoneyWatch]:
    simulation = keep(Simulation(1, live=True, **options))
    return simulation, MoneyWatch(simulation)


def rows(simulation: Simulation, family: str = "charge", order_id: str = "order1") -> list[Any]:
    return [a for i in simulation.ledger.intents(family=family, order_id=order_id) for a in i.attempts]


def states(simulation: Simulation, family: str = "charge") -> list[tuple[str, str | None]]:
    return [(a.state, a.proof) for a in rows(simulation, family)]


def once(simulation: Simulation, op: Any, **options: Any) -> Any:
    call = simulation.start(op, **options)
    simulation.run()
    return call


def wait(simulation: Simulation, seconds: float) -> None:
    simulation.run(seconds=seconds)


def test_not_sent_on_a_resend_after_a_lost_answer_is_no_proof(charge: Any) -> None:
    simulation, watch = world()
    simulation.befall(V2, "lost_answer", *["not_sent"] * 50)
    simulation.befall("GET *", "", *["lost_request"] * 50)
    call = once(simulation, charge(), channel="nice")
    assert isinstance(call.error, OutcomeUnknown)
    assert len(simulation.paid("order1")) == 1
    (row,) = rows(simulation)
    assert row.state == "unknown" and row.sends[0].outcome == "open" and row.sends[1].outcome == "not_sent"
    again = simulation.insist(charge(), channel="nice")
    simulation.run()
    assert again.result.status == "paid"
    watch.told(again)
    assert len(simulation.paid("order1")) == 1


@pytest.mark.parametrize("channel", SENDS)
def test_not_sent_alone_is_told_and_may_be_tried_under_the_same_id(channel: str, charge: Any) -> None:
    simulation, watch = world()
    simulation.befall(SENDS[channel], *["not_sent"] * 4)
    call = once(simulation, charge(), channel=channel)
    assert isinstance(call.error, NotSent)
    assert states(simulation) == [("failed", "not_sent")]
    again = once(simulation, charge(), channel=channel)
    assert again.result.vendor_order_id == "order1"
    watch.check(definite=False)


@pytest.mark.parametrize("channel", SENDS)
@pytest.mark.parametrize("lag", [0.0, 10.0])
def test_an_error_answered_after_the_money_was_taken(channel: str, lag: float, charge: Any) -> None:
    simulation, watch = world(lag=lag)
    call = once(simulation, charge(number=ERROR_BUT_PAID), channel=channel)
    assert call.result.status == "paid"
    assert states(simulation) == [("done", "seen")]
    watch.check()


@pytest.mark.parametrize("channel", SENDS)
def test_an_error_answer_is_not_believed_while_reads_may_lag(channel: str, charge: Any) -> None:
    simulation, watch = world(lag=14.0)
    call = once(simulation, charge(number=ERROR_BUT_PAID), channel=channel, deadline=10.0)
    assert isinstance(call.error, OutcomeUnknown)
    assert once(simulation, charge(number=ERROR_BUT_PAID), channel=channel, at=20.0).result.replayed
    watch.check(definite=False)


@pytest.mark.parametrize("channel", SENDS)
def test_a_quiet_repeat_that_is_not_sent_beside_an_older_unknown(channel: str, charge: Any) -> None:
    simulation, watch = world()
    simulation.befall(SENDS[channel], "late", *["lost_request"] * 20)
    simulation.trouble = Trouble(longest_delay=50_000.0)
    first = once_for(simulation, charge(), channel, 100.0)
    assert isinstance(first.error, OutcomeUnknown)
    wait(simulation, QUIET)
    simulation.network.befalls.clear()
    simulation.befall(SENDS[channel], *["not_sent"] * 20)
    second = once_for(simulation, charge(), channel, 100.0)
    # The repeat did nothing, but "nothing was sent" would be a lie about the first try.
    assert isinstance(second.error, OutcomeUnknown)
    assert [a.state for a in rows(simulation)] == ["unknown", "failed"]
    assert {a.vendor_id for a in rows(simulation)} == {"order1"}
    simulation.network.befalls.clear()
    last = simulation.insist(charge(), channel=channel)
    simulation.run()
    assert last.result.status == "paid"
    assert len(simulation.paid("order1")) == 1
    assert not watch.broken


def once_for(simulation: Simulation, op: Any, channel: str, seconds: float, **options: Any) -> Any:
    call = simulation.start(op, channel=channel, **options)
    simulation.run(seconds=seconds)
    return call


def test_a_not_sent_repeat_does_not_lead_to_another_channel(charge: Any, config: Any) -> None:
    simulation, watch = world(config=config("inicis-v1", "nice"))
    simulation.befall(V1, "lost_request", *["not_sent"] * 20)
    once_for(simulation, charge(), None, 100.0)
    wait(simulation, QUIET)
    second = once_for(simulation, charge(), None, 100.0)
    assert isinstance(second.error, OutcomeUnknown)
    assert {a.channel for a in rows(simulation)} == {"inicis-v1"}
    assert not watch.broken


def test_a_failure_of_an_earlier_send_is_not_taken_for_this_one(charge: Any) -> None:
    """The declined first try is on record; the second, with a good card, is still on its way."""
    simulation, watch = world()
    first = once(simulation, charge(number=DECLINED), channel="nice")
    assert isinstance(first.error, Declined)
    simulation.befall(V2, "late", *["lost_request"] * 30)
    second = once_for(simulation, charge(), "nice", 95.0)
    assert isinstance(second.error, OutcomeUnknown)
    simulation.run()
    third = once(simulation, charge(), channel="nice")
    assert third.result.replayed
    assert len(simulation.paid("order1")) == 1
    assert not watch.broken


def test_an_error_that_left_a_failure_does_not_disprove_the_send_before_it(charge: Any) -> None:
    """The first send is on its way with a good card; the quiet repeat, with another card, fails and is on record."""
    simulation, watch = world()
    simulation.trouble = Trouble(longest_delay=5000.0)
    simulation.befall(V2, "late", *["lost_request"] * 30)
    once_for(simulation, charge(), "nice", 100.0)
    wait(simulation, QUIET)
    simulation.network.befalls.clear()
    second = once_for(simulation, charge(number=DECLINED), "nice", 100.0)
    assert isinstance(second.error, OutcomeUnknown) or simulation.paid("order1")
    simulation.run()
    assert len(simulation.paid("order1")) == 1
    assert not watch.broken


def test_a_verdict_that_is_stale_when_it_is_written(charge: Any) -> None:
    """Worker one looks for long; meanwhile its lease ends and worker two goes on. One may not write what it saw."""
    simulation, watch = world()
    simulation.befall(V1, "lost_answer")
    dead = simulation.start(charge(), channel="inicis-v1", dies_after="send")
    wait(simulation, 130.0)
    assert dead.told == [None]
    # Both find the row free; each takes it over; the one who took it first finds its word refused.
    calls = [simulation.start(charge(), channel="inicis-v1", at=0.01 * n, worker=f"w{n}") for n in range(4)]
    simulation.run()
    told = [call.told[-1] for call in calls]
    assert all(isinstance(word, Busy) or word.status == "paid" for word in told)
    assert any(not isinstance(word, Busy) for word in told)
    assert len(simulation.paid("order1")) == 1
    assert not watch.broken


def test_a_key_that_is_still_being_worked_on_is_waited_for(charge: Any) -> None:
    simulation, watch = world()
    simulation.befall(V2, "lost_answer")
    # The card answers after 5 seconds; until then the same key is answered 409.
    call = simulation.start(charge(number="4000-0000-0000-0205"), channel="nice")
    simulation.run()
    assert call.result.status == "paid"
    assert len(rows(simulation)) == 1
    watch.check()


@pytest.mark.parametrize("ending", ["/findAll/order1", "/onetime"])
def test_a_token_that_expires_on_the_way(ending: str, charge: Any) -> None:
    simulation, watch = world()
    once(simulation, charge("order0"), channel="inicis-v1")
    gone: list[str] = []

    def forget(request: Any) -> None:
        if request.path.endswith(ending) and not gone:
            gone.append(request.path)
            simulation.simulator.world.shared_token.__init__(simulation.simulator.world.ids.token)

    simulation.departing.append(forget)
    call = once(simulation, charge(), channel="inicis-v1")
    assert gone
    assert call.result.status == "paid"
    assert [s.outcome for s in rows(simulation)[0].sends] == ["refused"] * (ending == "/onetime") + [
        "answered"
    ]
    watch.check()


def test_a_token_that_cannot_be_renewed_ends_the_attempt(charge: Any) -> None:
    simulation, watch = world()
    once(simulation, charge("order0"), channel="inicis-v1")

    def forget(request: Any) -> None:
        if request.path.endswith("onetime"):
            simulation.simulator.world.shared_token.__init__(simulation.simulator.world.ids.token)
            simulation.befall("POST /v1/users/getToken", *["lost_request"] * 20)

    simulation.departing.append(forget)
    call = once(simulation, charge(), channel="inicis-v1")
    assert isinstance(call.error, TransportError)
    assert states(simulation) == [("failed", "refused")]
    assert not simulation.paid("order1")
    assert not watch.broken


@pytest.mark.parametrize("channel", SENDS)
@pytest.mark.parametrize("moment", ["peek", "begin", "held", "send", "finish"])
def test_a_worker_that_dies_leaves_a_row_that_the_next_one_settles(
    channel: str, moment: str, charge: Any
) -> None:
    simulation, watch = world()
    call = simulation.insist(charge(), channel=channel, dies_after=moment, pause=100.0)
    simulation.run()
    assert call.told[0] is None
    assert call.result.status == "paid"
    watch.check()


def test_while_a_worker_holds_an_order_others_are_told_busy(charge: Any) -> None:
    simulation, watch = world()
    simulation.start(charge(), channel="nice", dies_after="send")
    wait(simulation, 5.0)
    other = once(simulation, charge(), channel="nice", worker="other")
    assert isinstance(other.error, Busy)
    assert other.error.retry_after == pytest.approx(120.0, abs=7.0)
    wait(simulation, 120.0)
    late = once(simulation, charge(), channel="nice", worker="other")
    assert late.result.replayed
    assert not watch.broken


def test_the_same_order_on_other_terms_is_a_conflict(charge: Any) -> None:
    simulation, watch = world()
    once(simulation, charge(), channel="nice")
    sent = len(simulation.log)
    call = once(simulation, charge(total=11_000), channel="nice")
    assert isinstance(call.error, IntentConflict)
    assert call.error.reason == "other_terms"
    assert not any("sends Request(POST" in line for line in simulation.log[sent:])
    assert not watch.broken


def test_an_order_paid_by_others_is_a_conflict_and_is_not_charged(charge: Any) -> None:
    simulation, _ = world()
    once(simulation, charge(), channel="nice")
    stranger = keep(Simulation(2, live=True))
    stranger.simulator.world = simulation.simulator.world
    call = once(stranger, charge(), channel="nice")
    assert isinstance(call.error, IntentConflict)
    assert call.error.reason == "already_paid"
    assert len(stranger.paid("order1")) == 1


def test_a_later_attempts_id_is_never_that_of_another_order(charge: Any) -> None:
    simulation, watch = world()
    once(simulation, charge("order1R2"), channel="inicis-v1")
    once(simulation, charge("order1", DECLINED), channel="inicis-v1")
    again = once(simulation, charge("order1"), channel="inicis-v1")
    assert again.result.vendor_order_id == "order1R3"
    taken = once(simulation, charge("order1R3"), channel="inicis-v1")
    assert isinstance(taken.error, IntentConflict)
    assert taken.error.reason == "vendor_id_taken"
    assert not watch.broken


@pytest.mark.parametrize("channel", ["nice", "nice-v1"])
def test_an_account_that_was_closed_empty_is_no_payment(channel: str, charge: Any, buyer: Any) -> None:
    simulation, watch = world()
    account = IssueVirtualAccount(
        order_id="order1",
        order_name="Plan",
        amount=charge().amount,
        bank="SHINHAN",
        remittee="Shop",
        expires_at=datetime(2026, 1, 9, tzinfo=UTC),
        customer=buyer,
    )
    once(simulation, account, channel=channel)
    once(simulation, CloseVirtualAccount(order_id="order1"), channel=channel)
    paid = simulation.insist(charge(), channel=channel)
    simulation.run()
    if channel == "nice-v1":
        # V1 takes an order id once, and says so after the request; the next try has another id.
        assert isinstance(paid.error, Declined)
        paid = once(simulation, charge(), channel=channel)
    assert paid.result.status == "paid"
    watch.check(definite=False)


def test_a_key_that_came_too_late_does_not_stand_in_the_way(card: Any, buyer: Any) -> None:
    """On V1 a key lies under the alias: the shop was told that it may issue anew, and then that it may not."""
    simulation, watch = world()
    simulation.befall("POST /v1/subscribe/customers/*", "late:900")
    issue = IssueBillingKey(alias="alias1", card=card(), customer=buyer)
    first = once_for(simulation, issue, "nice-v1", 1000.0)
    assert first.error is not None
    (row,) = simulation.ledger.intent("billing_key", "alias1").attempts
    assert (row.state, row.proof) == ("failed", "orphan_possible")
    wait(simulation, 3000.0)
    second = once(simulation, issue, channel="nice-v1")
    assert second.result.id == "alias1"
    foreign = keep(Simulation(2, live=True))
    foreign.simulator.world = simulation.simulator.world
    other = once(foreign, issue, channel="nice-v1")
    assert isinstance(other.error, IntentConflict)
    assert not watch.broken


def test_a_payment_read_through_another_channel_of_its_connection_is_no_alarm(charge: Any) -> None:
    simulation, watch = world()
    stranger = keep(Simulation(2, live=True))
    stranger.simulator.world = simulation.simulator.world
    once(stranger, charge(), channel="nice-v1")
    read = once(simulation, GetPayment(order_id="order1"), channel="inicis-v1")
    assert read.result.status == "paid"
    assert not watch.alarms


# Cancels.


def paid_order(channel: str, charge: Any, **options: Any) -> tuple[Simulation, MoneyWatch]:
    simulation, watch = world(**options)
    once(simulation, charge(), channel=channel)
    wait(simulation, 60.0)
    return simulation, watch


PART = CancelPayment(order_id="order1", amount=3_000, cancel_id="part")
CANCELS = {"nice": "POST /v2/payments/*/cancel", "inicis-v1": "POST /v1/payments/cancel"}


def given(simulation: Simulation) -> list[int]:
    return [c.money.total for c in simulation.paid("order1")[0].cancellations]


@pytest.mark.parametrize("channel", CANCELS)
def test_a_repeat_of_an_unanswered_cancel_states_the_frozen_amount(channel: str, charge: Any) -> None:
    simulation, watch = paid_order(channel, charge)
    simulation.trouble = Trouble(longest_delay=4000.0)
    simulation.befall(CANCELS[channel], "late", *["lost_request"] * 30)
    first = once_for(simulation, PART, channel, 100.0)
    assert isinstance(first.error, OutcomeUnknown)
    assert first.error.attempt.expected == 10_000
    wait(simulation, QUIET)
    simulation.network.befalls.clear()
    second = once_for(simulation, PART, channel, 100.0)
    assert second.result.amount == 3_000
    simulation.run()
    assert given(simulation) == [3_000]
    assert not watch.broken


@pytest.mark.parametrize("channel", CANCELS)
def test_a_cancel_that_can_no_longer_match_is_let_go(channel: str, charge: Any) -> None:
    from pgbridge.simulator import cancels

    simulation, watch = paid_order(channel, charge)
    simulation.befall(CANCELS[channel], *["lost_request"] * 30)
    once_for(simulation, PART, channel, 100.0)
    cancels.cancel(
        simulation.simulator.world,
        simulation.paid("order1")[0],
        cancels.Wish(amount=3_000, reason="by the console"),
    )
    wait(simulation, QUIET)
    simulation.network.befalls.clear()
    second = once(simulation, PART, channel=channel)
    # The frozen amount is refused, the read after it shows another one and nothing of ours: nothing old can match.
    assert isinstance(second.error, Conflict)
    assert given(simulation) == [3_000]
    third = once(simulation, PART, channel=channel)
    assert third.result.amount == 3_000
    assert given(simulation) == [3_000, 3_000]
    assert not watch.broken


@pytest.mark.parametrize("channel", CANCELS)
def test_a_console_cancel_of_the_same_amount_is_not_taken_for_ours(channel: str, charge: Any) -> None:
    from pgbridge.simulator import cancels

    simulation, watch = paid_order(channel, charge)
    simulation.befall(CANCELS[channel], *["lost_request"] * 30)
    once_for(simulation, PART, channel, 100.0)
    cancels.cancel(
        simulation.simulator.world,
        simulation.paid("order1")[0],
        cancels.Wish(amount=3_000, reason="by the console"),
    )
    second = once(simulation, PART, channel=channel)
    assert isinstance(second.error, OutcomeUnknown)
    assert states(simulation, "cancel") == [("unknown", None)]
    assert not watch.broken


@pytest.mark.parametrize("channel", CANCELS)
def test_one_unknown_cancel_holds_up_the_next(channel: str, charge: Any) -> None:
    simulation, watch = paid_order(channel, charge)
    simulation.befall(CANCELS[channel], *["lost_request"] * 30)
    once_for(simulation, PART, channel, 100.0)
    other = once(simulation, CancelPayment(order_id="order1", amount=1_000, cancel_id="b"), channel=channel)
    assert isinstance(other.error, Busy)
    assert "order1/part" in str(other.error)
    assert given(simulation) == []
    assert not watch.broken


@pytest.mark.parametrize("channel", CANCELS)
def test_what_the_shop_says_as_reason_comes_back_to_it(channel: str, charge: Any) -> None:
    simulation, _ = paid_order(channel, charge)
    call = once(simulation, CancelPayment(order_id="order1", reason="고객 변심"), channel=channel)
    assert call.result.reason == "고객 변심"
    (refund,) = simulation.paid("order1")[0].cancellations
    assert refund.reason == f"고객 변심 {rows(simulation, 'cancel')[0].mark}"


def test_ids_with_slashes_are_not_mixed_up(charge: Any) -> None:
    from pgbridge.plan.names import identity_of

    one = CancelPayment(order_id="a/b", amount=1, cancel_id="c")
    two = CancelPayment(order_id="a", amount=1, cancel_id="b/c")
    three = CancelPayment(order_id="a", amount=1, cancel_id="b%2Fc")
    assert len({identity_of(op) for op in (one, two, three)}) == 3


@pytest.mark.parametrize("known", [True, False], ids=["charged here", "charged elsewhere"])
def test_a_cancel_is_the_same_however_its_payment_is_named(known: bool, charge: Any) -> None:
    simulation, watch = paid_order("inicis-v1", charge)
    paid = simulation.paid("order1")[0].id
    if not known:
        stranger = keep(Simulation(2, live=True))
        stranger.simulator.world = simulation.simulator.world
        simulation = stranger
    named = CancelPayment(attempt_id=paid, amount=3_000, cancel_id="part")
    assert once(simulation, named, channel="inicis-v1").result.order_id == "order1"
    again = once(simulation, PART, channel="inicis-v1")
    assert again.result.replayed
    assert once(simulation, named, channel="inicis-v1").result.replayed
    assert given(simulation) == [3_000]
    simulation.befall(CANCELS["inicis-v1"], *["lost_request"] * 30)
    once_for(simulation, CancelPayment(attempt_id=paid, amount=1_000, cancel_id="b"), "inicis-v1", 100.0)
    other = once(
        simulation, CancelPayment(order_id="order1", amount=1_000, cancel_id="c"), channel="inicis-v1"
    )
    assert isinstance(other.error, Busy)
    assert not watch.broken
