"""Billing keys and schedules, on both APIs and both drivers."""

from datetime import datetime, timedelta, timezone

import pytest

from pgbridge import (
    Card,
    ChargeBillingKey,
    ConfigError,
    CreateSchedule,
    Customer,
    Declined,
    DeleteBillingKey,
    GetBillingKey,
    GetBillingKeys,
    GetPayment,
    GetSchedule,
    IntentConflict,
    IssueBillingKey,
    ListBillingKeys,
    ListSchedules,
    MoveSchedule,
    NotFound,
    OutcomeUnknown,
    PgbridgeError,
    Reschedule,
    RetrySchedule,
    RevokeSchedules,
    RuleViolation,
    ScheduledCharge,
    krw,
)
from tests.closing import kept_parts

BUYER = Customer(id="member1", name="홍길동", email="hong@shop.example", phone="010-1234-5678")


def card(number="4111-1111-1111-1111"):
    return Card(number=number, expiry="2030-12", birth_or_business_number="900101", password_digits="12")


def issue(shop, alias="card-1", number="4111-1111-1111-1111", **more):
    return shop.do(IssueBillingKey(alias=alias, card=card(number), customer=BUYER, **more))


def again(order_id, alias="card-1", amount=8_900):
    return ChargeBillingKey(
        order_id=order_id, order_name="Monthly plan", amount=krw(amount), billing_key=alias, customer=BUYER
    )


def row(shop, order_id, days=30, amount=8_900):
    due = datetime.fromtimestamp(int(shop.simulator.now()), timezone.utc) + timedelta(days=days)
    return ScheduledCharge(
        order_id=order_id, order_name="Monthly plan", amount=krw(amount), due_at=due, customer=BUYER
    )


def test_issue_read_charge_delete(shop):
    key = issue(shop)
    assert (key.status, key.alias) == ("issued", "card-1")
    assert shop.do(GetBillingKey(billing_key="card-1")).id == key.id
    payment = shop.do(again("order1"))
    assert (payment.status, payment.amount.total, payment.order_id) == ("paid", 8_900, "order1")
    gone = shop.do(DeleteBillingKey(billing_key="card-1"))
    assert gone.id == key.id


def test_an_alias_finds_its_channel_by_itself(shop):
    issue(shop)
    payment = shop.do(again("order1"), channel=None)
    assert payment.status == "paid"


def test_an_unknown_alias_is_refused_before_anything_is_sent(shop):
    if shop.api == "v1":
        with pytest.raises(NotFound):
            shop.do(GetBillingKey(billing_key="nobody"))
        return
    with pytest.raises(NotFound, match="alias"):
        shop.do(again("order1", alias="nobody"))
    assert shop.simulator.attempts() == []


def test_a_refused_card_is_told_at_once(shop):
    before = shop.simulator.now()
    expired = Card(
        number="4111-1111-1111-1111",
        expiry="2020-01",
        birth_or_business_number="900101",
        password_digits="12",
    )
    with pytest.raises(PgbridgeError) as caught:
        shop.do(IssueBillingKey(alias="card-1", card=expired, customer=BUYER))
    assert not isinstance(caught.value, OutcomeUnknown)
    assert shop.simulator.now() - before < 5.0
    assert issue(shop).status == "issued"


def test_a_key_on_another_connection_is_not_charged_here(shop):
    issue(shop)
    with pytest.raises(ConfigError, match="connection"):
        shop.do(again("order1"), channel={"v1": "inicis", "v2": "inicis-v1"}[shop.api])


def test_issuing_twice_under_one_alias_does_not_replace_a_card(shop):
    first = issue(shop)
    second = issue(shop)
    assert second.id == first.id
    assert second.replayed


def test_inicis_wants_the_buyer_for_a_billing_key_too(shop):
    if shop.api == "v1":
        pytest.skip("the V1 guide asks for the buyer at key-in only")
    with pytest.raises(RuleViolation) as caught:
        shop.do(IssueBillingKey(alias="card-1", card=card(), customer=Customer(id="member1")))
    assert {"customer.name", "customer.phone", "customer.email"} <= {
        v.neutral_field for v in caught.value.violations
    }


def test_get_many(shop):
    issue(shop)
    issue(shop, "card-2", "5555-4444-3333-2222")
    ids = [shop.do(GetBillingKey(billing_key=a)).id for a in ("card-1", "card-2")]
    found = shop.do(GetBillingKeys(billing_keys=("card-1", "card-2", "missing-key")))
    assert {k.id for k in found.items} == set(ids)
    assert found.missing == ("missing-key",)


def test_list_by_buyer(shop):
    if shop.api == "v1":
        pytest.skip("V1 has no listing of keys; that it says so is tested with the payments")
    key = issue(shop)
    assert [k.id for k in shop.all(ListBillingKeys(customer_id="member1"))] == [key.id]


def test_a_charge_that_declines(shop):
    issue(shop, number="4000-0000-0000-0102")
    with pytest.raises(Declined):
        shop.do(again("order1"))


def test_a_schedule_runs_when_it_is_due(shop):
    issue(shop)
    (made,) = shop.do(CreateSchedule(billing_key="card-1", rows=(row(shop, "plan1"),)))
    assert (made.status, made.order_id, made.amount) == ("scheduled", "plan1", 8_900)
    read = shop.do(GetSchedule(order_id="plan1"))
    assert (read.id, read.due_at) == (made.id, made.due_at)
    shop.simulator.advance(31 * 86_400)
    assert shop.do(GetSchedule(order_id="plan1", schedule_id=made.id)).status == "succeeded"
    assert shop.do(GetPayment(order_id="plan1")).status == "paid"


def test_an_order_with_a_schedule_is_not_charged_beside_it(shop):
    issue(shop)
    shop.do(CreateSchedule(billing_key="card-1", rows=(row(shop, "plan1"),)))
    with pytest.raises(IntentConflict, match="schedule"):
        shop.do(again("plan1"))
    assert shop.simulator.attempts("plan1") == []


def test_several_rows_each_with_its_own_outcome(shop):
    issue(shop)
    rows = tuple(row(shop, f"plan{n}", days=n + 1) for n in range(3))
    made = shop.do(CreateSchedule(billing_key="card-1", rows=rows))
    assert [s.order_id for s in made] == ["plan0", "plan1", "plan2"]
    assert {s.status for s in made} == {"scheduled"}
    due = shop.all(
        ListSchedules(
            since=rows[0].due_at - timedelta(days=1), until=rows[2].due_at + timedelta(days=1), size=2
        )
    )
    assert {s.order_id for s in due} == {"plan0", "plan1", "plan2"}


def test_the_same_row_twice_is_one_schedule(shop):
    issue(shop)
    op = CreateSchedule(billing_key="card-1", rows=(row(shop, "plan1"),))
    (first,) = shop.do(op)
    (second,) = shop.do(op)
    assert second.id == first.id
    assert second.replayed


def test_revoke(shop):
    issue(shop)
    (made,) = shop.do(CreateSchedule(billing_key="card-1", rows=(row(shop, "plan1"),)))
    shop.do(RevokeSchedules(billing_key="card-1", order_ids=("plan1",)))
    assert shop.do(GetSchedule(order_id="plan1", schedule_id=made.id)).status == "revoked"
    assert shop.do(again("plan1")).status == "paid"


def test_revoke_all_of_a_key(shop):
    issue(shop)
    made = shop.do(CreateSchedule(billing_key="card-1", rows=(row(shop, "plan1"), row(shop, "plan2"))))
    shop.do(RevokeSchedules(billing_key="card-1"))
    states = {shop.do(GetSchedule(order_id=s.order_id, schedule_id=s.id)).status for s in made}
    assert states == {"revoked"}
    assert shop.do(again("plan2")).status == "paid"


def test_move(shop):
    issue(shop)
    (made,) = shop.do(CreateSchedule(billing_key="card-1", rows=(row(shop, "plan1"),)))
    later = made.due_at + timedelta(days=5)
    moved = shop.do(MoveSchedule(order_id="plan1", due_at=later))
    assert shop.do(GetSchedule(order_id="plan1")).due_at == later
    assert (moved.order_id, moved.due_at, moved.status) == ("plan1", later, "scheduled")
    due = shop.all(ListSchedules(since=made.due_at - timedelta(days=1), until=later + timedelta(days=1)))
    assert [s.due_at for s in due if s.status == "scheduled"] == [later]


def test_a_failed_schedule_is_retried(shop):
    issue(shop, number="4000-0000-0000-0102")
    (made,) = shop.do(CreateSchedule(billing_key="card-1", rows=(row(shop, "plan1"),)))
    shop.simulator.advance(31 * 86_400)
    assert shop.do(GetSchedule(order_id="plan1", schedule_id=made.id)).status == "failed"
    with pytest.raises(Declined):
        shop.do(RetrySchedule(order_id="plan1", schedule_id=made.id))


def test_a_revoked_schedule_is_scheduled_again(shop):
    issue(shop)
    (made,) = shop.do(CreateSchedule(billing_key="card-1", rows=(row(shop, "plan1"),)))
    shop.do(RevokeSchedules(billing_key="card-1"))
    due = made.due_at + timedelta(days=9)
    anew = shop.do(Reschedule(order_id="plan1", schedule_id=made.id, due_at=due))
    assert (anew.order_id, anew.due_at, anew.status) == ("plan1", due, "scheduled")
    # By the order alone it is the new one that is read, not the one that was revoked.
    assert shop.do(GetSchedule(order_id="plan1")).status == "scheduled"


def test_charge_and_keep_the_card(shop):
    payment = shop.charge("order1", save_as="kept")
    assert payment.status == "paid"
    assert shop.do(again("order2", alias="kept")).status == "paid"


def test_a_declined_card_is_not_kept(shop):
    with pytest.raises(Declined):
        shop.charge("order1", number="4000-0000-0000-0101", save_as="kept")
    with pytest.raises((NotFound, Declined)):
        shop.do(again("order2", alias="kept"))
    assert [a for a in shop.simulator.attempts() if a.paid_at is not None] == []


def test_a_card_kept_before_is_not_charged_in_the_place_of_this_one(shop, api):
    shop.charge("order1", save_as="kept")
    other = {"number": "5555-4444-3333-2222", "save_as": "kept"}
    if api == "v1":
        # The new card takes the place of the old one, as the shop asked.
        assert shop.charge("order2", **other).method.card.number_masked.startswith("555544")
        return
    with pytest.raises(IntentConflict, match="kept under 'kept' already"):
        shop.charge("order2", **other)
    assert shop.simulator.attempts("order2") == []
    # The same order again is told of the payment it has.
    assert shop.charge("order1", save_as="kept").replayed


def test_another_card_after_a_decline_is_the_one_that_is_kept(shop):
    with pytest.raises(Declined):
        shop.charge("order1", number="4000-0000-0000-0101", save_as="kept")
    assert shop.charge("order1", number="5555-4444-3333-2222", save_as="kept").status == "paid"
    paid = shop.do(again("order2", alias="kept"))
    assert paid.method.card.number_masked.startswith("555544")


def test_a_deleted_alias_may_be_issued_again(shop):
    issue(shop)
    shop.do(DeleteBillingKey(billing_key="card-1"))
    second = issue(shop, number="5555-4444-3333-2222")
    assert not second.replayed
    assert second.status == "issued"
    assert shop.do(again("order1")).status == "paid"


def test_another_card_takes_the_place_only_when_asked(shop):
    issue(shop)
    second = issue(shop, number="5555-4444-3333-2222", replace=True)
    assert not second.replayed
    payment = shop.do(again("order1"))
    assert payment.status == "paid"
    assert shop.do(GetBillingKey(billing_key="card-1")).id == second.id


def test_a_key_is_known_even_if_its_link_was_never_written(shop):
    issue(shop)
    shop.bridge.ledger.unlink(
        shop.do(GetBillingKey(billing_key="card-1")).id, {"v1": "v1", "v2": "v2"}[shop.api]
    )
    assert shop.do(again("order1"), channel=None).status == "paid"


def test_a_key_issued_on_a_fallback_lives_there():
    import httpx
    import msgspec

    from pgbridge import Bridge
    from pgbridge.registry import installed
    from pgbridge.simulator.transport import SimulatorTransport

    parts = kept_parts(installed(), None)
    channels = {
        **parts.config.channels,
        "inicis": msgspec.structs.replace(parts.config.channels["inicis"], key="gone"),
    }
    config = msgspec.structs.replace(parts.config, channels=channels)
    client = httpx.Client(transport=SimulatorTransport(parts.simulator))
    bridge = Bridge.of(
        parts.registry,
        config,
        ledger=parts.ledger,
        context=parts.context,
        client=client,
        sleep=parts.simulator.advance,
    )
    bridge.execute(IssueBillingKey(alias="card-1", card=card(), customer=BUYER))
    assert parts.ledger.links("card-1")[0].channel == "nice"
    assert bridge.execute(again("order1")).channel.pg_provider == "NICE_V2"
