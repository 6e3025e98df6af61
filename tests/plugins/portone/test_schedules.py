"""Schedules on V2: one request for each row, ids of PortOne's, and a move that is two writes."""

import json
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from pgbridge.errors import ApiError, RuleViolation
from pgbridge.model.attempt import Attempt
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.customer import Customer
from pgbridge.model.money import krw
from pgbridge.operations.base import ScheduledCharge
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.operations.schedules.get import GetSchedule
from pgbridge.operations.schedules.list import ListSchedules
from pgbridge.operations.schedules.move import MoveSchedule
from pgbridge.operations.schedules.reschedule import Reschedule
from pgbridge.operations.schedules.revoke import RevokeSchedules
from pgbridge.wire import WireRequest
from pgbridge_portone.operations.billing_keys import issue
from pgbridge_portone.operations.schedules import create, get, move, reschedule, revoke
from pgbridge_portone.operations.schedules import list as listing

replace = msgspec.structs.replace
KEY = VendorKey(id="billing-key-1")
DUE = datetime(2030, 2, 1, 9, tzinfo=timezone(timedelta(hours=9)))
UTC_DUE = "2030-02-01T00:00:00Z"
ROW = ScheduledCharge(
    order_id="sub-1",
    due_at=DUE,
    amount=krw(8_900, tax_free=0),
    order_name="구독",
    customer=Customer(name="홍길동", phone="010"),
    custom_data="{}",
    installment_months=0,
)
ATTEMPT = Attempt(
    id="a1b2c3d4e5f6",
    intent="i",
    family="schedule",
    operation="schedules.create",
    identity="sub-1",
    number=1,
    connection="v2",
    channel="inicis",
    api="v2",
    vendor_id="sub-1",
    target="billing-key-1",
    due_at=DUE.timestamp(),
)


def body(request):
    return json.loads(request.content)


def shown(status="SCHEDULED", name="sch-1", order="sub-1", due=UTC_DUE, **more):
    return {
        "status": status,
        "id": name,
        "merchantId": "m",
        "storeId": "s",
        "paymentId": order,
        "billingKey": "billing-key-1",
        "orderName": "구독",
        "isCulturalExpense": False,
        "isEscrow": False,
        "customer": {"name": "홍길동"},
        "customData": "",
        "totalAmount": 8_900,
        "currency": "KRW",
        "createdAt": "2024-05-01T00:00:00Z",
        "timeToPay": due,
        **more,
    }


def page(*items, size=100):
    return {"items": list(items), "page": {"number": 0, "size": size, "totalCount": len(items)}}


def test_one_row(channel):
    op = CreateSchedule(billing_key=KEY, rows=(ROW,), pin_channel="channel-key-2")
    request = create.encode(op, channel)
    assert (request.name, request.path) == ("schedule", "/payments/sub-1/schedule")
    assert body(request) == {
        "timeToPay": UTC_DUE,
        "payment": {
            "billingKey": "billing-key-1",
            "channelKey": "channel-key-2",
            "orderName": "구독",
            "amount": {"total": 8_900, "taxFree": 0},
            "currency": "KRW",
            "customer": {"name": {"full": "홍길동"}, "phoneNumber": "010"},
            "customData": "{}",
            "installmentMonth": 0,
        },
    }
    assert create.accept(request).op == op


def test_one_request_for_each_row(channel, tools):
    second = replace(ROW, order_id="sub-2", customer=Customer())
    op = CreateSchedule(billing_key=KEY, rows=(ROW, second), customer_id="member-7")
    requests = create.encode_all(op, channel)
    assert [r.path for r in requests] == ["/payments/sub-1/schedule", "/payments/sub-2/schedule"]
    assert [body(r)["payment"]["customer"]["id"] for r in requests] == ["member-7", "member-7"]
    assert [row.order_id for row in create.accept(*requests).op.rows] == ["sub-1", "sub-2"]
    with pytest.raises(RuleViolation):
        create.encode(op, channel)
    replies = [tools.answer({"schedule": {"id": f"sch-{n}"}}) for n in (1, 2)]
    made = create.decode_all(op, replies)
    assert [(s.id, s.order_id, s.status, s.amount) for s in made] == [
        ("sch-1", "sub-1", "scheduled", 8_900),
        ("sch-2", "sub-2", "scheduled", 8_900),
    ]
    assert made[0].due_at == DUE
    assert [json.loads(a.body) for a in create.answer_all(op, made)] == [json.loads(r.body) for r in replies]
    with pytest.raises(ApiError):
        create.decode_all(op, [tools.error("ALREADY_PAID_OR_WAITING", 409)])
    with pytest.raises(RuleViolation):
        create.decode(None, replies[0])


def test_rows_of_several_keys_are_not_one_operation(channel):
    requests = [
        create.encode(CreateSchedule(billing_key=VendorKey(id=name), rows=(ROW,)), channel) for name in "ab"
    ]
    with pytest.raises(RuleViolation):
        create.accept(*requests)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"notify": False}, "rows[].notify"),
        ({"escrow": True}, "rows[].escrow"),
        ({"browser_ip": "1.2.3.4"}, "rows[].browser_ip"),
        ({"free_installment_plan": False}, "rows[].free_installment_plan"),
        ({"order_name": None}, "order_name"),
        ({"due_at": datetime(2030, 2, 1)}, "timeToPay"),  # noqa: DTZ001
    ],
)
def test_rows_that_v2_cannot_take(channel, change, field):
    with pytest.raises(RuleViolation) as caught:
        create.encode(CreateSchedule(billing_key=KEY, rows=(replace(ROW, **change),)), channel)
    assert [v.neutral_field for v in caught.value.violations] == [field]


def test_checking_a_card_costs_nothing_here(channel):
    with pytest.raises(RuleViolation):
        create.encode(CreateSchedule(billing_key=KEY, rows=(ROW,), checking_amount=100), channel)


def test_what_is_there_before_and_after(channel, tools):
    listed = page(shown("REVOKED", "old"), shown(order="other"), shown(name="sch-9"))
    found, requests = tools.drive(
        create.prior(CreateSchedule(billing_key=KEY, rows=(ROW,)), channel), tools.answer(listed)
    )
    wanted = tools.asked(requests[0])["filter"]
    assert (wanted["billingKey"], wanted["from"], wanted["until"]) == (
        "billing-key-1",
        "2030-01-31T23:00:00Z",
        "2030-02-01T01:00:00Z",
    )
    assert ([i.id for i in found.sighting.items], found.target) == (["old", "sch-9"], "billing-key-1")
    after, _ = tools.drive(create.settle(ATTEMPT, channel), tools.answer(listed))
    assert [(i.id, i.state, i.amount, i.at) for i in after.items][1] == (
        "sch-9",
        "done",
        8_900,
        DUE.timestamp(),
    )


@pytest.mark.parametrize("change", [{"target": None}, {"due_at": None}])
def test_nothing_is_proven_without_key_and_time(channel, tools, change):
    found, requests = tools.drive(create.settle(replace(ATTEMPT, **change), channel))
    assert (found.items, found.absence_counts, requests) == ((), False, [])


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("SCHEDULED", "scheduled"),
        ("STARTED", "started"),
        ("SUCCEEDED", "succeeded"),
        ("FAILED", "failed"),
        ("REVOKED", "revoked"),
        ("PENDING", "pending"),
        ("PAUSED", "PAUSED"),
    ],
)
def test_reading(channel, tools, word, status):
    told = shown(
        word,
        startedAt="2030-02-01T00:00:01Z",
        completedAt="2030-02-01T00:00:02Z",
        revokedAt="2030-02-01T00:00:03Z",
        noticeUrls=["https://a.example"],
        products=[{"id": "1", "name": "n", "amount": 1, "quantity": 1}],
        installmentMonth=3,
        taxFreeAmount=0,
        vatAmount=809,
    )
    found = get.decode(None, tools.answer(told))
    assert (found.id, found.order_id, found.status, found.custom_data) == ("sch-1", "sub-1", status, None)
    assert (found.due_at, found.tax_free, found.vat, found.installment_months) == (DUE, 0, 809, 3)
    written = json.loads(get.answer(None, found).body)
    assert written["customData"] == ""
    assert ("startedAt" in written) == (word in ("STARTED", "SUCCEEDED", "FAILED", "PENDING"))
    assert ("completedAt" in written) == (word in ("SUCCEEDED", "FAILED", "PENDING"))
    assert ("revokedAt" in written) == (word == "REVOKED")
    assert {k: v for k, v in told.items() if not k.endswith("edAt")} == {
        k: v for k, v in written.items() if not k.endswith("edAt")
    }


def test_reading_needs_portones_id(channel):
    request = get.encode(GetSchedule(schedule_id="sch-1", order_id="sub-1"), channel)
    assert request.path == "/payment-schedules/sch-1"
    assert get.accept(request).op == GetSchedule(schedule_id="sch-1")
    with pytest.raises(RuleViolation, match="schedule_id"):
        get.encode(GetSchedule(order_id="sub-1"), channel)


def test_a_listing(channel, tools):
    op = ListSchedules(
        since=datetime(2030, 1, 1, tzinfo=UTC),
        until=DUE.astimezone(UTC),
        billing_key=KEY,
        status="scheduled",
        page=1,
        size=5,
    )
    request = listing.encode(op, channel)
    assert tools.asked(request) == {
        "page": {"number": 1, "size": 5},
        "filter": {
            "billingKey": "billing-key-1",
            "from": "2030-01-01T00:00:00Z",
            "until": UTC_DUE,
            "status": ["SCHEDULED"],
        },
    }
    assert listing.accept(request).op == op
    found = listing.decode(op, tools.answer(page(shown(), size=5)))
    assert [s.id for s in listing.decode(op, listing.answer(op, found)).items] == ["sch-1"]
    assert listing.following(op, found) is None
    for wanted in ({}, {"from": UTC_DUE, "until": UTC_DUE, "status": ["SCHEDULED", "FAILED"]}):
        with pytest.raises(RuleViolation):
            listing.accept(WireRequest(method="GET", path="/payment-schedules", body={"filter": wanted}))


def test_revoking(channel, tools):
    op = RevokeSchedules(billing_key=KEY, schedule_ids=("sch-1", "sch-2"))
    request = revoke.encode(op, channel)
    assert (request.method, request.path, request.body) == ("DELETE", "/payment-schedules", None)
    assert tools.asked(request) == {"billingKey": "billing-key-1", "scheduleIds": ["sch-1", "sch-2"]}
    assert revoke.accept(request).op == op
    sent_with_body = WireRequest(
        method="DELETE", path="/payment-schedules", body={"billingKey": "billing-key-1"}
    )
    assert revoke.accept(sent_with_body).op == RevokeSchedules(billing_key=KEY)
    told = {"revokedScheduleIds": ["sch-1"], "revokedAt": UTC_DUE}
    found = revoke.decode(op, tools.answer(told))
    assert (found.schedule_ids, found.revoked_at) == (("sch-1",), DUE)
    assert json.loads(revoke.answer(op, found).body) == told


@pytest.mark.parametrize(
    "op",
    [
        RevokeSchedules(),
        RevokeSchedules(order_ids=("sub-1",)),
        RevokeSchedules(billing_key=KEY, order_ids=("sub-1",)),
        RevokeSchedules(billing_key=KEY, order_ids=("sub-1", "sub-2"), schedule_ids=("sch-1",)),
    ],
)
def test_orders_whose_schedules_are_not_known_never_revoke_everything(channel, op):
    with pytest.raises(RuleViolation):
        revoke.encode(op, channel)


def test_which_schedules_of_a_key_are_meant(channel, tools):
    found, requests = tools.drive(
        revoke.prior(RevokeSchedules(billing_key=KEY), channel),
        tools.answer(page(shown(name="a"), shown(name="b"))),
    )
    assert tools.asked(requests[0])["filter"]["status"] == ["SCHEDULED"]
    assert found.target == "a b"
    attempt = replace(ATTEMPT, family="schedule_revocation", target="a b")
    revoked = shown("REVOKED", "a", revokedAt=UTC_DUE)
    done, asked = tools.drive(
        revoke.settle(attempt, channel), tools.answer(revoked), tools.error("PAYMENT_SCHEDULE_NOT_FOUND", 404)
    )
    assert [r.path for r in asked] == ["/payment-schedules/a", "/payment-schedules/b"]
    assert [(i.state, i.result.schedule_ids) for i in done.items] == [("done", ("a", "b"))]
    alive, _ = tools.drive(
        revoke.settle(attempt, channel), tools.answer(revoked), tools.answer(shown(name="b"))
    )
    assert alive.items == ()


def test_a_move_is_two_writes(channel, tools):
    op = MoveSchedule(order_id="sub-1", schedule_id="sch-1", due_at=DUE)
    found, requests = tools.drive(
        move.prior(op, channel),
        tools.answer(shown(due="2030-01-01T00:00:00Z", installmentMonth=2)),
        tools.answer(page()),
    )
    assert requests[0].path == "/payment-schedules/sch-1"
    assert found.target == "billing-key-1"
    first, second = move.encode_all(found.op, channel)
    assert tools.asked(first) == {"scheduleIds": ["sch-1"]}
    assert first == move.revoke_request(found.op, channel)
    assert second == move.create_request(found.op, channel) == move.encode(found.op, channel)
    assert body(second) == {
        "timeToPay": UTC_DUE,
        "payment": {
            "billingKey": "billing-key-1",
            "orderName": "구독",
            "amount": {"total": 8_900},
            "currency": "KRW",
            "customer": {"name": {"full": "홍길동"}},
            "installmentMonth": 2,
        },
    }
    made = move.decode(found.op, tools.answer({"schedule": {"id": "sch-2"}}))
    assert (made.id, made.order_id, made.due_at, made.billing_key) == ("sch-2", "sub-1", DUE, "billing-key-1")
    back = move.accept(first, second).op
    assert (back.schedule_id, back.order_id, back.due_at, back.billing_key) == ("sch-1", "sub-1", DUE, KEY)
    assert [json.loads(a.body) for a in move.answer_all(op, made)] == [
        {"revokedScheduleIds": ["sch-1"]},
        {"schedule": {"id": "sch-2"}},
    ]


def test_a_move_that_is_only_translated(channel):
    op = MoveSchedule(order_id="sub-1", schedule_id="sch-1", due_at=DUE)
    assert body(move.encode_all(op, channel)[1]) == {"timeToPay": UTC_DUE}
    with pytest.raises(RuleViolation, match="terms"):
        move.encode(op, channel)
    with pytest.raises(RuleViolation, match="schedule_id"):
        move.revoke_request(replace(op, schedule_id=None), channel)
    with pytest.raises(RuleViolation):
        move.accept(*move.encode_all(op, channel)[:1])


def test_the_old_schedule_is_not_taken_for_the_new_one(channel, tools):
    op = MoveSchedule(order_id="sub-1", schedule_id="sch-1", due_at=DUE)
    near = shown(due="2030-01-31T23:30:00Z")
    found, _ = tools.drive(move.prior(op, channel), tools.answer(near), tools.answer(page(near)))
    assert [i.id for i in found.sighting.items] == ["sch-1"]
    after, _ = tools.drive(
        move.settle(ATTEMPT, channel), tools.answer(page(shown("REVOKED"), shown(name="sch-2")))
    )
    assert [i.id for i in after.items] == ["sch-2"]


def test_scheduling_again(channel, tools):
    op = Reschedule(order_id="sub-1", due_at=DUE, billing_key=KEY, terms=replace(ROW, order_id="x"))
    request = reschedule.encode(op, channel)
    assert request.path == "/payments/sub-1/schedule"
    assert body(request)["timeToPay"] == UTC_DUE
    accepted = reschedule.accept(request).op
    assert (accepted.order_id, accepted.due_at, accepted.billing_key) == ("sub-1", DUE, KEY)
    assert accepted.terms == ROW
    made = reschedule.decode(op, tools.answer({"schedule": {"id": "sch-2"}}))
    assert (made.id, made.order_id) == ("sch-2", "sub-1")
    assert json.loads(reschedule.answer(op, made).body) == {"schedule": {"id": "sch-2"}}
    bare = replace(op, terms=None, billing_key=None)
    assert body(reschedule.encode_all(bare, channel)[0]) == {"timeToPay": UTC_DUE}
    with pytest.raises(RuleViolation, match="terms"):
        reschedule.encode(bare, channel)


def test_the_simulator_schedules(shop, channel, card):
    key = shop.do(issue, IssueBillingKey(alias="a", card=card, customer=Customer(id="m")), channel)
    op = CreateSchedule(billing_key=VendorKey(id=key.id), rows=(ROW,))
    assert shop.run(create.prior(op, channel)).sighting.items == ()
    (made,) = shop.do(create, op, channel)
    attempt = replace(ATTEMPT, target=key.id)
    assert [i.id for i in shop.run(create.settle(attempt, channel)).items] == [made.id]
    found = shop.do(get, GetSchedule(schedule_id=made.id), channel)
    assert (found.status, found.due_at, found.amount) == ("scheduled", DUE, 8_900)
    later = DUE + timedelta(minutes=30)
    moved = MoveSchedule(order_id="sub-1", schedule_id=made.id, due_at=later)
    ready = shop.run(move.prior(moved, channel))
    assert [i.id for i in ready.sighting.items] == [made.id]
    for request in move.encode_all(ready.op, channel):
        answer = shop.send(request, channel.connection)
        assert answer.status == 200
    new = move.decode(ready.op, answer)
    again = shop.run(move.settle(replace(attempt, due_at=later.timestamp()), channel))
    assert [(i.id, i.at) for i in again.items] == [(new.id, later.timestamp())]
    ready = shop.run(revoke.prior(RevokeSchedules(billing_key=VendorKey(id=key.id)), channel))
    assert ready.target == new.id
    gone = shop.do(revoke, ready.op, channel)
    assert gone.schedule_ids == (new.id,)
    done = shop.run(revoke.settle(replace(attempt, target=ready.target), channel))
    assert [i.state for i in done.items] == ["done"]
