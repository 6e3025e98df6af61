"""Charges, reads, cancels and listings, on both APIs and both drivers."""

from datetime import timedelta, timezone, datetime

import msgspec
import pytest

from pgbridge import (
    CancelPayment,
    Conflict,
    Customer,
    Declined,
    GetPayment,
    GetPayments,
    GetPreparedPayment,
    IntentConflict,
    IteratePayments,
    ListBillingKeys,
    ListPayments,
    NotFound,
    OutcomeUnknown,
    PreparePayment,
    RefundAccount,
    RuleViolation,
    UnsupportedOperation,
    UpdatePreparedPayment,
    krw,
)
from pgbridge.operations.payments.attempts import ListAttempts


def when(shop, days=0):
    return datetime.fromtimestamp(shop.simulator.now(), timezone.utc) + timedelta(days=days)


def paid(shop, order_id):
    return [
        a for a in shop.simulator.attempts() if a.bill.order_id.startswith(order_id) and a.paid_at is not None
    ]


def test_a_charge_is_paid_and_complete(shop):
    payment = shop.charge("order1", custom_data='{"cart": 7}')
    assert (payment.status, payment.amount.total, payment.currency) == ("paid", 10_000, "KRW")
    assert payment.order_id == payment.vendor_order_id == "order1"
    assert payment.attempt_id
    assert payment.paid_at is not None
    assert not payment.partial
    assert not payment.replayed
    assert payment.custom_data == '{"cart": 7}'
    assert payment.raw
    assert payment.channel.live is False
    assert shop.kinds("anomaly") == []


def test_a_repeat_is_answered_from_what_was_done(shop):
    first = shop.charge("order1")
    again = shop.charge("order1")
    assert again.replayed
    assert again.attempt_id == first.attempt_id
    assert len(paid(shop, "order1")) == 1


def test_another_amount_under_the_same_order_is_refused(shop):
    shop.charge("order1")
    with pytest.raises(IntentConflict):
        shop.charge("order1", 20_000)
    assert len(paid(shop, "order1")) == 1


def test_a_decline_says_why_and_another_card_is_another_attempt(shop):
    with pytest.raises(Declined) as caught:
        shop.charge("order1", number="4000-0000-0000-0102")
    assert caught.value.payment.status == "failed"
    assert caught.value.payment.order_id == "order1"
    assert caught.value.pg_message
    assert caught.value.pg_message not in str(caught.value)
    payment = shop.charge("order1")
    assert payment.status == "paid"
    assert payment.order_id == "order1"
    assert payment.vendor_order_id == {"v1": "order1R2", "v2": "order1"}[shop.api]
    assert shop.do(GetPayment(order_id="order1")).status == "paid"
    assert len(paid(shop, "order1")) == 1


def test_a_decline_can_be_returned(shop):
    payment = shop.do(shop.order("order1", number="4000-0000-0000-0101"), raise_on_decline=False)
    assert payment.status == "failed"


@pytest.mark.parametrize("card", ["0201", "0203", "0205"])
def test_money_taken_without_a_clear_answer_is_found(shop, card):
    payment = shop.charge("order1", number=f"4000-0000-0000-{card}")
    assert payment.status == "paid"
    assert len(paid(shop, "order1")) == 1


def test_no_trace_and_no_answer_stays_unknown_and_is_not_sent_again(shop):
    with pytest.raises(OutcomeUnknown) as caught:
        shop.charge("order1", number="4000-0000-0000-0204")
    assert caught.value.attempt.order_id == "order1"
    with pytest.raises(OutcomeUnknown):
        shop.charge("order1")
    assert paid(shop, "order1") == []
    shop.simulator.advance(700)
    assert shop.charge("order1").status == "paid"
    assert len(paid(shop, "order1")) == 1


def test_reading_what_is_not_there(shop):
    with pytest.raises(NotFound):
        shop.do(GetPayment(order_id="nothing"))


def test_get_many_lists_what_is_missing(shop):
    shop.charge("order1")
    shop.charge("order2")
    found = shop.do(GetPayments(order_ids=("order1", "nothing", "order2")))
    assert {p.order_id for p in found.items} == {"order1", "order2"}
    assert found.missing == ("nothing",)


def test_attempts_are_all_listed(shop):
    with pytest.raises(Declined):
        shop.charge("order1", number="4000-0000-0000-0101")
    assert [a.status for a in shop.do(ListAttempts(order_id="order1"))] == ["failed"]
    assert shop.do(ListAttempts(order_id="nothing")) == ()


def test_a_full_cancel_happens_once(shop):
    shop.charge("order1")
    done = shop.do(CancelPayment(order_id="order1", reason="changed mind"))
    assert (done.status, done.amount, done.cancel_id, done.order_id) == (
        "succeeded",
        10_000,
        "full",
        "order1",
    )
    again = shop.do(CancelPayment(order_id="order1", reason="changed mind"))
    assert again.replayed
    assert again.id == done.id
    assert shop.do(GetPayment(order_id="order1")).status == "cancelled"


def test_partial_cancels_by_id(shop):
    shop.charge("order1")
    first = shop.do(CancelPayment(order_id="order1", amount=3_000, cancel_id="line-1"))
    same = shop.do(CancelPayment(order_id="order1", amount=3_000, cancel_id="line-1"))
    other = shop.do(CancelPayment(order_id="order1", amount=3_000, cancel_id="line-2"))
    assert same.id == first.id
    assert same.replayed
    assert other.id != first.id
    payment = shop.do(GetPayment(order_id="order1"))
    assert (payment.status, payment.amount.cancelled, payment.cancellable) == (
        "partially_cancelled",
        6_000,
        4_000,
    )
    assert shop.do(CancelPayment(order_id="order1")).amount == 4_000


def test_the_same_cancel_id_for_another_amount_is_refused(shop):
    shop.charge("order1")
    shop.do(CancelPayment(order_id="order1", amount=3_000, cancel_id="a"))
    with pytest.raises(IntentConflict):
        shop.do(CancelPayment(order_id="order1", amount=4_000, cancel_id="a"))


def test_a_cancel_that_expects_another_amount_is_a_conflict(shop):
    shop.charge("order1")
    with pytest.raises(Conflict):
        shop.do(CancelPayment(order_id="order1", amount=1_000, cancel_id="a", expected_cancellable=5_000))
    assert shop.do(GetPayment(order_id="order1")).amount.cancelled == 0


def test_cancelling_what_was_never_paid(shop):
    with pytest.raises(NotFound):
        shop.do(CancelPayment(order_id="nothing"))


def test_a_cancelled_later_attempt_is_the_paid_one(shop):
    with pytest.raises(Declined):
        shop.charge("order1", number="4000-0000-0000-0101")
    shop.charge("order1")
    assert shop.do(CancelPayment(order_id="order1", amount=1_000, cancel_id="a")).amount == 1_000
    assert shop.do(GetPayment(order_id="order1")).amount.cancelled == 1_000


def test_listing_and_walking(shop):
    for number in range(5):
        shop.charge(f"order{number}")
    since, until = when(shop, -1), when(shop, 1)
    page = shop.do(ListPayments(status="paid", since=since, until=until, size=2))
    assert len(page.items) == 2
    assert page.more
    walked = shop.all(ListPayments(status="paid", since=since, until=until, size=2))
    assert {p.order_id for p in walked} == {f"order{n}" for n in range(5)}
    assert len(walked) == 5
    assert {p.order_id for p in shop.all(IteratePayments(since=since, until=until, size=2))} == {
        f"order{n}" for n in range(5)
    }


def test_prepared_amounts(shop):
    done = shop.do(PreparePayment(order_id="order1", amount=1_000, currency="KRW"))
    assert (done.order_id, done.amount) == ("order1", 1_000)
    assert shop.do(UpdatePreparedPayment(order_id="order1", amount=2_000, currency="KRW")).amount == 2_000
    if shop.api == "v2":
        with pytest.raises(UnsupportedOperation):
            shop.do(GetPreparedPayment(order_id="order1"))
    else:
        assert shop.do(GetPreparedPayment(order_id="order1")).amount == 2_000


def test_inicis_wants_the_buyer_and_says_everything_at_once(shop):
    import msgspec
    from pgbridge import Customer

    with pytest.raises(RuleViolation) as caught:
        shop.do(msgspec.structs.replace(shop.order("order1"), customer=Customer()))
    fields = {v.neutral_field for v in caught.value.violations}
    assert {"customer.name", "customer.phone", "customer.email"} <= fields
    assert shop.simulator.attempts() == []


def test_vat_given_on_an_automatic_channel_is_refused(shop):
    with pytest.raises(RuleViolation, match="vat"):
        shop.charge("order1", krw(100, vat=9))
    assert shop.simulator.attempts() == []


def test_unsupported_sends_nothing(shop):
    if shop.api == "v1":
        with pytest.raises(UnsupportedOperation) as caught:
            shop.do(ListBillingKeys())
        assert caught.value.alternative


def test_refund_account_travels(shop):
    shop.charge("order1")
    account = RefundAccount(bank="SHINHAN", number="110123456789", holder="홍길동")
    assert shop.do(CancelPayment(order_id="order1", refund_account=account)).status == "succeeded"
    assert "110123456789" not in repr(account)
