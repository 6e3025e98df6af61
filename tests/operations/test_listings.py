"""Walking listings: lazily, through windows that the vendor would refuse, and on from a cursor; sync and async."""

from datetime import datetime, timedelta, timezone
from itertools import islice

import msgspec
import pytest
from pgbridge_portone import asking, paging
from pgbridge_portone.simulated import lists

from pgbridge import (
    ConfigError,
    CreateSchedule,
    IssueBillingKey,
    IteratePayments,
    ListBillingKeys,
    ListKeyPayments,
    ListKeySchedules,
    ListPaymentEvents,
    ListPayments,
    ListSchedules,
    RuleViolation,
    ScheduledCharge,
    krw,
)
from pgbridge.catalogue import entries
from pgbridge.registry import installed

DAY = 86_400
LISTINGS = [found for found in entries(installed()) if found.does == "list"]


@pytest.fixture
def asked(shop, monkeypatch):
    """Every path that is asked for, from here on."""
    seen = []
    handle = shop.simulator.handle

    def watch(request):
        seen.append(request.path)
        return handle(request)

    monkeypatch.setattr(shop.simulator, "handle", watch)
    return seen


@pytest.fixture
def shallow(monkeypatch):
    """From the call on V2 counts six rows deep, on both sides."""

    def from_now_on():
        for module, name in ((asking, "MOST"), (paging, "MOST"), (lists, "DEEPEST")):
            monkeypatch.setattr(module, name, 6)

    return from_now_on


def now(shop):
    return datetime.fromtimestamp(shop.simulator.now(), timezone.utc)


def history(shop, count, days):
    """Payments, some days apart; the ids in the order in which they were made, and the period that holds them."""
    start = now(shop)
    for number in range(count):
        shop.charge(f"order{number:02}")
        shop.simulator.advance(days * DAY)
    return [f"order{number:02}" for number in range(count)], {"since": start, "until": now(shop)}


def rows(shop, listing, **options):
    """Walk through a listing: a function that gives the next rows, and the walk."""
    walk = shop.bridge.iterate(listing, channel=shop.channel, **options)

    async def some(count):
        found = []
        async for row in walk:
            found.append(row)
            if len(found) == count:
                break
        return found

    def take(count=1_000):
        return shop.runner.run(some(count)) if shop.runner else list(islice(walk, count))

    return take, walk


def ids(found):
    return [row.order_id for row in found]


def test_a_period_longer_than_the_vendor_takes(shop):
    made, period = history(shop, 8, 31)
    assert period["until"] - period["since"] > timedelta(days=200)
    newest = [*reversed(made)]
    assert ids(shop.all(ListPayments(**period, size=3))) == newest
    assert ids(shop.all(ListPayments(**period, size=3, sort="started"))) == made
    assert ids(shop.all(IteratePayments(**period, size=3))) == made
    if shop.api == "v1":
        with pytest.raises(RuleViolation, match="90 days"):
            shop.do(ListPayments(**period))


def test_nothing_is_read_before_it_is_asked_for(shop, asked):
    _, period = history(shop, 6, 31)
    asked.clear()
    take, _ = rows(shop, ListPayments(**period, size=1))
    assert not asked
    for count in (1, 1, 1):
        before = len(asked)
        assert len(take(count)) == count
        assert len(asked) - before <= 2


@pytest.mark.parametrize("kind", [ListPayments, IteratePayments])
def test_every_row_is_a_place_to_go_on_from(shop, kind):
    _, period = history(shop, 5, 31)
    listing = kind(**period, size=2)
    whole = ids(shop.all(listing))
    assert len(whole) == 5
    for place in range(1, 6):
        take, walk = rows(shop, listing)
        first = ids(take(place))
        cursor = walk.cursor
        rest = ids(rows(shop, listing, cursor=cursor)[0]()) if cursor else []
        assert first + rest == whole


def test_a_walk_that_ended_has_no_cursor(shop):
    history(shop, 1, 1)
    take, walk = rows(shop, ListPayments())
    assert walk.cursor is None
    take()
    assert walk.cursor is None


@pytest.mark.parametrize("cursor", ["", "x", "ÿ", "bm9wZQ"])
def test_a_cursor_of_something_else_is_refused(shop, cursor):
    with pytest.raises(ConfigError, match="cursor"):
        shop.bridge.iterate(ListPayments(), channel=shop.channel, cursor=cursor)
    history(shop, 2, 1)
    take, walk = rows(shop, ListPayments(size=1))
    take(1)
    with pytest.raises(ConfigError, match="cursor"):
        shop.bridge.iterate(ListSchedules(since=now(shop), until=now(shop)), cursor=walk.cursor)


def scheduled(shop, count, days):
    shop.do(IssueBillingKey(alias="key1", card=shop.order("x").card, customer=shop.order("x").customer))
    start = now(shop)
    due = [start + timedelta(days=days * (number + 1)) for number in range(count)]
    for number, moment in enumerate(due):
        row = ScheduledCharge(
            order_id=f"plan{number:02}",
            order_name="n",
            amount=krw(1_000),
            due_at=moment,
            customer=shop.order("x").customer,
        )
        shop.do(CreateSchedule(billing_key="key1", rows=(row,)))
    names = [f"plan{number:02}" for number in range(count)]
    return names, {"since": start, "until": due[-1] + timedelta(days=1)}


def test_schedules_of_a_year(shop):
    made, period = scheduled(shop, 8, 40)
    assert sorted(ids(shop.all(ListSchedules(**period, size=3)))) == made
    assert sorted(ids(shop.all(ListKeySchedules(billing_key="key1", **period)))) == made
    if shop.api == "v1":
        with pytest.raises(RuleViolation, match="days"):
            shop.do(ListSchedules(**period))


def test_deeper_than_v2_counts(shop, shallow):
    if shop.api == "v1":
        pytest.skip("V1 counts as deep as there is")
    shallow()
    made, period = history(shop, 17, 1)
    assert ids(shop.all(ListPayments(**period, size=2))) == [*reversed(made)]
    assert ids(shop.all(ListPayments(**period, size=2, sort="updated"))) == made
    assert ids(shop.all(ListPayments(**period, size=3, sort="updated"))) == made
    with pytest.raises(RuleViolation, match="shorter period"):
        shop.all(ListPayments(**period, size=2, sort="started"))
    listing = ListPayments(**period, size=2)
    for place in (5, 6, 7, 12):
        take, walk = rows(shop, listing)
        first = ids(take(place))
        assert first + ids(rows(shop, listing, cursor=walk.cursor)[0]()) == [*reversed(made)]


def test_rows_of_one_moment_are_given_once(shop, shallow):
    if shop.api == "v1":
        pytest.skip("V1 counts as deep as there is")
    shallow()
    first, _ = history(shop, 5, 1)
    start = now(shop) - timedelta(days=10)
    for number in range(3):  # at one and the same moment, where the depth ends
        shop.charge(f"same{number}")
    shop.simulator.advance(DAY)
    last = [f"last{number}" for number in range(4)]
    for order in last:
        shop.charge(order)
        shop.simulator.advance(DAY)
    found = ids(shop.all(ListPayments(since=start, until=now(shop), size=2)))
    assert sorted(found) == sorted([*first, "same0", "same1", "same2", *last])


def test_more_rows_of_one_moment_than_v2_counts_are_refused(shop, shallow):
    if shop.api == "v1":
        pytest.skip("V1 counts as deep as there is")
    shallow()
    for number in range(9):
        shop.charge(f"same{number}")
    period = {"since": now(shop) - timedelta(days=1), "until": now(shop)}
    with pytest.raises(RuleViolation, match="shorter period"):
        shop.all(ListPayments(**period, size=2))


def test_keys_and_schedules_deeper_than_v2_counts(shop, shallow):
    if shop.api == "v1":
        pytest.skip("V1 lists no keys, and counts as deep as there is")
    made, period = scheduled(shop, 9, 10)
    for number in range(9):
        buyer = msgspec.structs.replace(shop.order("x").customer, id=f"member{number}")
        shop.do(IssueBillingKey(alias=f"more{number}", card=shop.order("x").card, customer=buyer))
        shop.simulator.advance(60)
    shallow()
    keys = shop.all(ListBillingKeys(since=period["since"], until=now(shop), size=2))
    assert len({key.id for key in keys}) == len(keys) == 10
    assert sorted(ids(shop.all(ListSchedules(**period, size=2)))) == made


def test_listings_without_a_period(shop):
    names, _ = scheduled(shop, 3, 1)
    shop.simulator.advance(5 * DAY)
    size = {"size": 2} if shop.api == "v2" else {}
    assert sorted(ids(shop.all(ListKeyPayments(billing_key="key1", **size)))) == names
    if shop.api == "v2":
        told = shop.all(ListPaymentEvents(size=2))
        assert [event.order_id for event in told] == names


@pytest.mark.parametrize("kind", [ListPayments, IteratePayments])
def test_a_period_without_an_end_ends_now(shop, kind):
    made, period = history(shop, 8, 31)
    found = ids(shop.all(kind(since=period["since"], size=3)))
    assert sorted(found) == made
    assert found in (made, [*reversed(made)])
    # Without a beginning both APIs look 90 days back.
    assert sorted(ids(shop.all(kind(until=period["until"], size=3)))) == made[-2:]
    assert sorted(ids(shop.all(kind(size=3)))) == made[-2:]


def test_a_walk_of_an_open_period_goes_on_another_day(shop):
    made, period = history(shop, 6, 31)
    listing = ListPayments(since=period["since"], size=2, sort="started")
    take, walk = rows(shop, listing)
    first = ids(take(5))
    shop.charge("later")
    shop.simulator.advance(DAY)
    assert first + ids(rows(shop, listing, cursor=walk.cursor)[0]()) == [*made, "later"]


def test_payments_of_a_key_deeper_than_v2_counts(shop, shallow):
    if shop.api == "v1":
        pytest.skip("V1 counts as deep as there is")
    names, _ = scheduled(shop, 15, 1)
    start = now(shop)
    shop.simulator.advance(20 * DAY)
    shallow()
    listing = ListKeyPayments(billing_key="key1", size=2)
    assert ids(shop.all(listing)) == [*reversed(names)]
    period = {"since": start + timedelta(days=3), "until": start + timedelta(days=6)}
    some = ids(shop.all(ListKeyPayments(billing_key="key1", **period, size=2)))
    assert some
    assert set(some) < set(names)


def test_v1_takes_no_period_for_a_keys_payments(shop):
    if shop.api == "v2":
        pytest.skip("V2 takes one")
    scheduled(shop, 1, 1)
    with pytest.raises(RuleViolation, match="since"):
        shop.do(ListKeyPayments(billing_key="key1", since=now(shop)))


@pytest.mark.parametrize("found", LISTINGS, ids=lambda found: found.name)
def test_every_listing_knows_its_next_page(found):
    for api, support in found.apis.items():
        if support.supported:
            assert callable(installed().api(api).module(found.name).following)
