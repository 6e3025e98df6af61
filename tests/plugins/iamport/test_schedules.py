"""Schedules on V1."""

import json
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from pgbridge_iamport.operations.schedules import create, get, move, reschedule, retry, revoke
from pgbridge_iamport.operations.schedules import list as listing

from pgbridge.errors import BadAnswer, NotFound, RuleViolation
from pgbridge.model.attempt import Attempt
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.customer import Customer, Product
from pgbridge.model.money import Amount, krw
from pgbridge.operations.base import ScheduledCharge
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.operations.schedules.get import GetSchedule
from pgbridge.operations.schedules.list import ListSchedules
from pgbridge.operations.schedules.move import MoveSchedule
from pgbridge.operations.schedules.reschedule import Reschedule
from pgbridge.operations.schedules.retry import RetrySchedule
from pgbridge.operations.schedules.revoke import RevokeSchedules
from pgbridge.wire import WireRequest

DUE = datetime(2026, 5, 31, tzinfo=UTC)
AT = int(DUE.timestamp())
DAY = timedelta(days=1)
ROW = {
    "customer_uid": "key-1",
    "merchant_uid": "S1",
    "schedule_at": AT,
    "amount": 8900,
    "currency": "KRW",
    "name": "n",
    "schedule_status": "scheduled",
    "executed_at": 0,
    "revoked_at": 0,
    "imp_uid": None,
    "payment_status": None,
}


def charge(**changes):
    base = ScheduledCharge(order_id="S1", order_name="n", amount=krw(8900), due_at=DUE)
    return msgspec.structs.replace(base, **changes)


def an_attempt(**changes):
    base = Attempt(
        id="a", intent="i", family="schedule", operation="schedules.create", identity="S1", number=1,
        connection="v1", channel="nice", api="v1", vendor_id="S1", amount=8900, due_at=float(AT), begun_at=1.7e9,
    )  # fmt: skip
    return msgspec.structs.replace(base, **changes)


def test_create_many_rows_in_one_call(channel):
    rows = (
        charge(custom_data="{}", notice_urls=("https://a.example",), customer=Customer(name="a", id="u")),
        charge(order_id="S2", amount=Amount(total=150, currency="USD")),
    )
    op = CreateSchedule(billing_key=VendorKey(id="key-1"), rows=rows, customer_id="member")
    request = create.encode(op, channel)
    assert (request.method, request.path, request.name) == (
        "POST",
        "/subscribe/payments/schedule",
        "schedule",
    )
    assert b'"amount":1.50' in request.content
    assert json.loads(request.content) == {
        "customer_uid": "key-1",
        "customer_id": "member",
        "schedules": [
            {
                "merchant_uid": "S1",
                "schedule_at": AT,
                "amount": 8900,
                "currency": "KRW",
                "name": "n",
                "buyer_name": "a",
                "custom_data": "{}",
                "notice_url": "https://a.example",
            },
            {"merchant_uid": "S2", "schedule_at": AT, "amount": 1.5, "currency": "USD", "name": "n"},
        ],
    }


def test_an_inline_issue_never_checks_the_card_with_money(channel, card):
    body = json.loads(
        create.encode(CreateSchedule(billing_key="k", rows=(charge(),), card=card), channel).content
    )
    assert (body["checking_amount"], body["channel_key"]) == (0, "channel-key-1")
    assert body["card_number"] == "4111-1111-1111-1111"
    with pytest.raises(RuleViolation, match="checking_amount"):
        create.encode(CreateSchedule(billing_key="k", rows=(charge(),), checking_amount=100), channel)


def test_create_refuses_what_a_row_cannot_carry(channel):
    row = charge(
        order_name=None,
        escrow=True,
        locale="ko-KR",
        products=(Product(id="1", name="a", amount=1),),
        customer=Customer(birth="1990-01-01", phone="0" * 17),
        notify=False,
    )
    with pytest.raises(RuleViolation) as caught:
        create.encode(CreateSchedule(billing_key="k" * 81, rows=(charge(), row)), channel)
    assert {v.neutral_field for v in caught.value.violations} == {
        "rows[].order_name", "rows[].escrow", "rows[].locale", "rows[].products", "rows[].customer.birth",
        "rows[].notify", "customer.phone", "billing_key",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "scheduled"),
        ({"schedule_status": "executed", "payment_status": "paid"}, "succeeded"),
        ({"schedule_status": "executed", "payment_status": "failed", "fail_reason": "x"}, "failed"),
        ({"schedule_status": "executed", "payment_status": "cancelled"}, "succeeded"),
        ({"schedule_status": "revoked"}, "revoked"),
        ({"schedule_status": "paused"}, "paused"),
    ],
)
def test_status(respond, changes, status):
    found = get.decode(None, respond({**ROW, **changes}))
    assert found.status == status
    again = get.decode(None, get.answer(None, found))
    assert msgspec.structs.replace(again, wire=found.wire) == found


def test_reads_a_schedule(respond):
    extra = {"executed_at": AT + 1, "imp_uid": "imp_1", "pg_provider": "ksnet", "pg_id": "M"}
    found = get.decode(None, respond({**ROW, **extra}))
    assert (found.id, found.order_id, found.due_at, found.amount) == ("S1", "S1", DUE, 8900)
    assert (found.started_at, found.attempt_id, found.channel.pg_provider) == (
        DUE + timedelta(seconds=1),
        "imp_1",
        "KSNET",
    )
    with pytest.raises(BadAnswer):
        get.decode(None, respond({**ROW, "schedule_at": 0}))


def test_get(channel, drive, respond):
    assert get.encode(GetSchedule(schedule_id="S/1"), channel).path == "/subscribe/payments/schedule/S%2F1"
    with pytest.raises(RuleViolation):
        get.encode(GetSchedule(), channel)
    with pytest.raises(NotFound) as caught:
        drive(get.flow(GetSchedule(order_id="S1"), channel), respond(status=404, code=-1))
    assert caught.value.reason == "schedule_not_found"


@pytest.mark.parametrize(
    ("changes", "state"),
    [({}, "done"), ({"schedule_status": "revoked"}, "failed"), ({"schedule_status": "executed"}, "done")],
)
def test_create_is_settled_by_amount_and_time(channel, drive, respond, changes, state):
    (seen,) = drive(create.settle(an_attempt(), channel), respond({**ROW, **changes})).result.items
    assert (seen.id, seen.state, seen.amount, seen.at) == ("S1", state, 8900, float(AT))


def test_list(channel):
    op = ListSchedules(since=DUE, until=DUE + 90 * DAY, status="failed", page=1, size=100)
    request = listing.encode(op, channel)
    assert request.path == "/subscribe/payments/schedule"
    assert dict(request.query) == {
        "schedule_from": str(AT), "schedule_to": str(AT + 90 * 86400), "schedule_status": "executed",
        "page": "2", "limit": "100",
    }  # fmt: skip
    keyed = listing.encode(msgspec.structs.replace(op, billing_key="key 1"), channel)
    assert keyed.path == "/subscribe/customers/key%201/schedules"
    assert set(dict(keyed.query)) == {"from", "to", "schedule-status", "page"}


@pytest.mark.parametrize(
    "wrong",
    [{"until": DUE + 93 * DAY}, {"until": DUE - DAY}, {"status": "started"}, {"size": 0}, {"page": -1}],
)
def test_list_refuses(channel, wrong):
    with pytest.raises(RuleViolation):
        listing.encode(ListSchedules(**{"since": DUE, "until": DUE + DAY, **wrong}), channel)


def test_a_full_page_may_be_followed_by_another(respond):
    op = ListSchedules(since=DUE, until=DUE + DAY, size=2, status="failed")
    rows = [{**ROW, "schedule_status": "executed", "payment_status": status} for status in ("paid", "failed")]
    found = listing.decode(op, respond(rows))
    assert ([it.status for it in found.items], found.more) == (["failed"], True)
    assert listing.following(op, found).page == 1
    short = listing.decode(op, respond(rows[:1]))
    assert (short.more, listing.following(op, short)) == (False, None)
    keyed = msgspec.structs.replace(op, billing_key="k")
    assert listing.decode(keyed, respond(rows)).more is False


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (
            "/subscribe/payments/schedule",
            (("schedule_from", "10"), ("schedule_to", "20"), ("schedule_status", "executed")),
        ),
        (
            "/subscribe/customers/k%201/schedules",
            (("from", "10"), ("to", "20"), ("schedule-status", "executed")),
        ),
        (
            "/subscribe/payments/schedule/customers/k%201",
            (("from", "10"), ("to", "20"), ("schedule-status", "executed")),
        ),
    ],
)
def test_accepts_three_paths(path, query):
    op = listing.accept(WireRequest(method="GET", path=path, query=query)).op
    assert (op.since.timestamp(), op.until.timestamp(), op.status, op.page) == (10, 20, "succeeded", 0)
    assert op.billing_key == (None if path.endswith("schedule") else "k 1")


def test_revoke(channel, respond):
    op = RevokeSchedules(billing_key="key-1", order_ids=("S1", "S2"), schedule_ids=("S2", "S3"))
    request = revoke.encode(op, channel)
    assert json.loads(request.content) == {"customer_uid": "key-1", "merchant_uid": ["S1", "S2", "S3"]}
    assert json.loads(revoke.encode(RevokeSchedules(billing_key="key-1"), channel).content) == {
        "customer_uid": "key-1"
    }
    with pytest.raises(RuleViolation):
        revoke.encode(RevokeSchedules(), channel)
    rows = [{**ROW, "schedule_status": "revoked", "revoked_at": AT - n} for n in (5, 3)]
    found = revoke.decode(op, respond(rows))
    assert (found.schedule_ids, found.revoked_at.timestamp()) == (("S1", "S1"), AT - 3)
    assert json.loads(revoke.answer(None, found).body)["response"][0]["schedule_status"] == "revoked"


def test_revoke_of_named_ones_is_settled_one_by_one(channel, drive, respond):
    prior = drive(revoke.prior(RevokeSchedules(order_ids=("S1", "S,2")), channel)).result
    attempt = an_attempt(target=prior.target, amount=None, due_at=None)
    gone = respond({**ROW, "schedule_status": "revoked"})
    done = drive(revoke.settle(attempt, channel), gone, gone)
    assert (done.result.items[0].state, done.result.items[0].result.schedule_ids) == ("done", ("S1", "S,2"))
    assert drive(revoke.settle(attempt, channel), gone, respond(ROW)).result.items == ()
    assert drive(revoke.settle(attempt, channel), respond(status=404, code=-1)).result.items == ()


def test_revoke_of_a_key_is_settled_when_nothing_waits(channel, drive, respond):
    prior = drive(revoke.prior(RevokeSchedules(billing_key="key-1"), channel)).result
    attempt = an_attempt(target=prior.target)
    done = drive(revoke.settle(attempt, channel), *[respond([])] * 8)
    assert done.result.items[0].state == "done"
    queries = [dict(r.query) for r in done.sent]
    assert all(q["schedule-status"] == "scheduled" for q in queries)
    assert [q["to"] for q in queries[:-1]] == [q["from"] for q in queries[1:]]
    assert int(queries[0]["from"]) < 1.7e9 < int(queries[0]["to"])
    assert drive(revoke.settle(attempt, channel), respond([]), respond([ROW])).result.items == ()


@pytest.mark.parametrize("target", [None, "not json", "{}"])
def test_a_lost_target_proves_nothing(channel, drive, target):
    assert drive(revoke.settle(an_attempt(target=target), channel)).result.items == ()


@pytest.mark.parametrize(
    ("module", "op", "method", "suffix"),
    [(move, MoveSchedule, "PUT", ""), (reschedule, Reschedule, "POST", "/reschedule")],
)
def test_another_time(channel, drive, respond, module, op, method, suffix):
    request = module.encode(op(order_id="S 1", due_at=DUE), channel)
    assert (request.method, request.path) == (method, f"/subscribe/payments/schedule/S%201{suffix}")
    assert json.loads(request.content) == {"schedule_at": AT}
    assert module.accept(request).op == op(order_id="S 1", due_at=DUE)
    (seen,) = drive(module.settle(an_attempt(amount=None), channel), respond(ROW)).result.items
    assert (seen.state, seen.amount, seen.result.order_id) == ("done", None, "S1")
    for other in ({"schedule_at": AT + 1}, {"schedule_status": "revoked"}):
        assert drive(module.settle(an_attempt(), channel), respond({**ROW, **other})).result.items == ()
    assert drive(module.settle(an_attempt(), channel), respond(status=404, code=-1)).result.items == ()


def test_retry(channel, drive, paid, respond):
    op = RetrySchedule(order_id="order-1")
    request = retry.encode(op, channel)
    assert (request.method, request.path, request.content) == (
        "POST", "/subscribe/payments/schedule/order-1/retry", b"",
    )  # fmt: skip
    assert retry.decode(op, respond(paid(status="failed", paid_at=0))).status == "failed"
    listed = {"next": 0, "list": [paid()]}
    assert [s.id for s in drive(retry.prior(op, channel), respond(listed)).result.sighting.items] == ["imp_1"]
    at = an_attempt(vendor_id="order-1", amount=None)
    (seen,) = drive(retry.settle(at, channel), respond(listed)).result.items
    assert (seen.state, seen.amount, seen.currency) == ("done", None, None)
    known = drive(retry.settle(msgspec.structs.replace(at, amount=1000), channel), respond(listed)).result
    assert known.items[0].amount == 1000


def test_accepts_a_form_of_many_rows():
    body = {
        "customer_uid": "key-1",
        "schedules[0][merchant_uid]": "S1",
        "schedules[0][schedule_at]": str(AT),
        "schedules[0][amount]": "8900",
        "schedules[0][name]": "n",
        "schedules[1][merchant_uid]": "S2",
        "schedules[1][schedule_at]": AT,
        "schedules[1][amount]": 1,
    }
    op = create.accept(WireRequest(method="POST", path="/subscribe/payments/schedule", body=body)).op
    assert [row.order_id for row in op.rows] == ["S1", "S2"]
    assert (op.rows[0].due_at, op.rows[0].amount) == (DUE, krw(8900))
    as_text = {
        "customer_uid": "k",
        "schedules": json.dumps([{"merchant_uid": "S1", "schedule_at": AT, "amount": 1}]),
    }
    assert (
        len(
            create.accept(
                WireRequest(method="POST", path="/subscribe/payments/schedule", body=as_text)
            ).op.rows
        )
        == 1
    )
    with pytest.raises(RuleViolation, match="schedules"):
        create.accept(WireRequest(method="POST", path="/x", body={"customer_uid": "k", "schedules": ["x"]}))
    with pytest.raises(RuleViolation, match="schedules"):
        create.accept(WireRequest(method="POST", path="/x", body={"schedules": "a", "schedules[0][x]": "b"}))
