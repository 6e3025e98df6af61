"""Reads of several payments, and prepared amounts."""

import json
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from pgbridge_iamport.operations.payments import (
    attempts,
    get,
    get_many,
    iterate,
    prepare,
    prepare_get,
    prepare_update,
)
from pgbridge_iamport.operations.payments import list as listing

from pgbridge.errors import BadAnswer, NotFound, RuleViolation
from pgbridge.model.attempt import Attempt
from pgbridge.model.page import Page
from pgbridge.operations.payments.attempts import ListAttempts
from pgbridge.operations.payments.get import GetPayment
from pgbridge.operations.payments.get_many import GetPayments
from pgbridge.operations.payments.iterate import IteratePayments
from pgbridge.operations.payments.list import ListPayments
from pgbridge.operations.payments.prepare import PreparePayment
from pgbridge.operations.payments.prepare_get import GetPreparedPayment
from pgbridge.operations.payments.prepare_update import UpdatePreparedPayment
from pgbridge.wire import WireRequest

DAY = timedelta(days=1)
MAY = datetime(2024, 5, 1, tzinfo=UTC)


def page(*rows, following=0):
    return {"total": len(rows), "previous": 0, "next": following, "list": list(rows)}


def test_get_by_attempt(channel, test_channel):
    op = GetPayment(attempt_id="imp/1 가", order_id="o")
    assert get.encode(op, channel).path == "/payments/imp%2F1%20%EA%B0%80"
    assert get.encode(op, channel).query == ()
    assert get.encode(op, test_channel).query == (("include_sandbox", "true"),)


def test_get_needs_a_name(channel):
    with pytest.raises(RuleViolation):
        get.encode(GetPayment(), channel)


def test_get_gives_the_paid_attempt_even_when_a_later_one_failed(channel, drive, paid, respond):
    later = paid(imp_uid="imp_2", status="failed", paid_at=0)
    done = drive(get.flow(GetPayment(order_id="order-1"), channel), respond(page(later, paid())))
    assert done.result.attempt_id == "imp_1"


def test_get_gives_the_newest_when_none_is_paid(channel, drive, paid, respond):
    rows = [paid(imp_uid=f"imp_{n}", status="failed", paid_at=0) for n in (3, 2)]
    assert (
        drive(get.flow(GetPayment(order_id="order-1"), channel), respond(page(*rows))).result.attempt_id
        == "imp_3"
    )


def test_get_by_status(channel, drive, paid, respond):
    failed = paid(imp_uid="imp_2", status="failed", paid_at=0)
    done = drive(get.flow(GetPayment(order_id="order-1", status="failed"), channel), respond(page(failed)))
    assert (done.result.attempt_id, done.sent[0].path) == ("imp_2", "/payments/findAll/order-1/failed")
    partly = GetPayment(order_id="order-1", status="partially_cancelled")
    done = drive(get.flow(partly, channel), respond(page(failed, paid(cancel_amount=1))))
    assert (done.result.attempt_id, done.sent[0].path) == ("imp_1", "/payments/findAll/order-1")
    with pytest.raises(RuleViolation, match="pending"):
        drive(get.flow(GetPayment(order_id="o", status="pending"), channel))


@pytest.mark.parametrize("op", [GetPayment(order_id="o"), GetPayment(attempt_id="imp_9")])
def test_get_of_nothing(channel, drive, respond, op):
    with pytest.raises(NotFound) as caught:
        drive(get.flow(op, channel), respond(status=404, code=-1, message="없음"))
    assert caught.value.reason == "payment_not_found"


def test_accepts_both_ways_to_get():
    by_id = get.accept(WireRequest(method="GET", path="/payments/imp_1")).op
    assert by_id == GetPayment(attempt_id="imp_1")
    by_order = get.accept(WireRequest(method="GET", path="/payments/find/a%2Fb/paid")).op
    assert by_order == GetPayment(order_id="a/b", status="paid")


def test_attempts_on_all_pages(channel, drive, paid, respond):
    op = ListAttempts(order_id="order-1")
    done = drive(
        attempts.flow(op, channel),
        respond(page(paid(imp_uid="imp_2"), following=2)),
        respond(page(paid(), following=0)),
    )
    assert [it.attempt_id for it in done.result] == ["imp_2", "imp_1"]
    assert drive(attempts.flow(op, channel), respond(status=404, code=-1)).result == ()


def test_a_page_that_points_back_ends_it(channel, drive, paid, respond):
    done = drive(attempts.flow(ListAttempts(order_id="order-1"), channel), respond(page(paid(), following=1)))
    assert len(done.result) == 1


def test_another_orders_payment_is_not_believed(channel, drive, paid, respond):
    with pytest.raises(BadAnswer):
        drive(attempts.flow(ListAttempts(order_id="order-1"), channel), respond(page(paid(merchant_uid="x"))))


def test_items_keep_their_own_json(channel, paid, respond):
    (found,) = attempts.decode(None, respond(page(paid(new_field=5))))
    assert found.raw["new_field"] == 5


def test_get_many_splits_at_a_hundred(channel, drive, paid, respond):
    op = GetPayments(attempt_ids=tuple(f"imp_{n}" for n in range(150)), order_ids=("order-1",))
    done = drive(
        get_many.flow(op, channel), respond([paid(imp_uid="imp_7")], status=207), respond(status=404, code=-1)
    )
    assert [len(r.query) for r in done.sent] == [100, 51]
    assert done.sent[1].query[-1] == ("merchant_uid[]", "order-1")
    assert [it.attempt_id for it in done.result.items] == ["imp_7"]
    assert len(done.result.missing) == 150
    assert "imp_7" not in done.result.missing


@pytest.mark.parametrize("count", [0, 101])
def test_get_many_in_one_call(channel, count):
    with pytest.raises(RuleViolation):
        get_many.encode(GetPayments(order_ids=("o",) * count), channel)


def test_get_many_answers_207_and_404(paid, respond):
    op = GetPayments(attempt_ids=("imp_1", "imp_2"))
    found = get_many.decode(op, respond([paid()]))
    assert found.missing == ("imp_2",)
    assert get_many.answer(op, found).status == 207
    assert get_many.answer(op, msgspec.structs.replace(found, items=())).status == 404
    assert get_many.answer(op, msgspec.structs.replace(found, missing=())).status == 200


def test_list_counts_pages_from_1(channel):
    op = ListPayments(status="failed", since=MAY, until=MAY + DAY, page=2, size=50, sort="started")
    request = listing.encode(op, channel)
    assert request.path == "/payments/status/failed"
    assert request.query == (
        ("page", "3"),
        ("limit", "50"),
        ("from", "1714521600"),
        ("to", "1714608000"),
        ("sorting", "started"),
    )
    assert listing.encode(ListPayments(), channel).path == "/payments/status/all"


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": 0},
        {"size": 1001},
        {"page": -1},
        {"sort": "amount"},
        {"status": "pending"},
        {"since": MAY, "until": MAY + 91 * DAY},
        {"since": MAY, "until": MAY - DAY},
    ],
)
def test_list_refuses(channel, wrong):
    with pytest.raises(RuleViolation):
        listing.encode(ListPayments(**wrong), channel)


def test_list_narrows_where_v1s_word_is_wider(channel, paid, respond):
    ready = paid(status="ready", paid_at=0)
    account = paid(status="ready", paid_at=0, pay_method="vbank", vbank_num="1")
    op = ListPayments(status="virtual_account_issued")
    assert listing.encode(op, channel).path == "/payments/status/ready"
    found = listing.decode(op, respond(page(ready, account, following=2)))
    assert ([it.status for it in found.items], found.more, found.total) == (
        ["virtual_account_issued"],
        True,
        2,
    )
    assert listing.following(op, found).page == 1
    assert listing.following(op, msgspec.structs.replace(found, more=False)) is None
    assert len(listing.decode(ListPayments(status="ready"), respond(page(ready, account))).items) == 2


def test_list_answers_a_page():
    inside = json.loads(listing.answer(ListPayments(page=1), Page(items=(), more=True, total=70)).body)[
        "response"
    ]
    assert inside == {"total": 70, "previous": 1, "next": 3, "list": []}


def test_iterate_walks_windows(channel, respond, paid):
    op = IteratePayments(since=MAY, until=MAY + 100 * DAY, size=10)
    windows, steps = [], 0
    pages = [page(paid(), following=2), page(paid()), page()]
    while op is not None:
        query = dict(iterate.encode(op, channel).query)
        windows.append((int(query["from"]), int(query["to"]), query["page"]))
        op = iterate.following(op, iterate.decode(op, respond(pages[steps])))
        steps += 1
    start = int(MAY.timestamp())
    middle = start + 90 * 86400
    assert windows == [(start, middle, "1"), (start, middle, "2"), (middle + 1, start + 100 * 86400, "1")]


def test_iterate_pages_inside_a_later_window(channel, respond, paid):
    op = IteratePayments(since=MAY, until=MAY + 200 * DAY, cursor="1722297601:1")
    found = iterate.decode(op, respond(page(paid(), following=2)))
    assert found.cursor == "1722297601:2"
    assert dict(iterate.encode(iterate.following(op, found), channel).query)["page"] == "2"


@pytest.mark.parametrize("cursor", ["x", "0", "-1", "a:1", "1:", "²"])
def test_iterate_takes_only_its_own_cursors(channel, cursor):
    with pytest.raises(RuleViolation, match="cursor"):
        iterate.encode(IteratePayments(cursor=cursor), channel)


@pytest.mark.parametrize(
    ("module", "kind", "method"),
    [(prepare, PreparePayment, "POST"), (prepare_update, UpdatePreparedPayment, "PUT")],
)
def test_prepare(channel, module, kind, method):
    request = module.encode(kind(order_id="o", amount=999, currency="USD"), channel)
    assert (request.method, request.path, request.name) == (method, "/payments/prepare", "prepare")
    assert request.content == b'{"merchant_uid":"o","amount":9.99,"currency":"USD"}'
    won = json.loads(module.encode(kind(order_id="o", amount=999), channel).content)
    assert won == {"merchant_uid": "o", "amount": 999}
    with pytest.raises(RuleViolation):
        module.encode(kind(order_id="o" * 41, amount=1), channel)


def test_prepared_amount(channel, respond):
    op = GetPreparedPayment(order_id="a b")
    assert prepare_get.encode(op, channel).path == "/payments/prepare/a%20b"
    found = prepare_get.decode(op, respond({"merchant_uid": "a b", "amount": 9.99, "currency": "USD"}))
    assert (found.order_id, found.amount, found.currency) == ("a b", 999, "USD")
    assert json.loads(prepare_get.answer(op, found).body)["response"]["amount"] == 9.99


@pytest.mark.parametrize(
    ("registered", "seen"),
    [({"amount": 9.99, "currency": "USD"}, 1), ({"amount": 8.99, "currency": "USD"}, 0)],
)
def test_prepare_is_settled_by_the_amount(channel, drive, respond, registered, seen):
    attempt = Attempt(
        id="a", intent="i", family="prepare", operation="payments.prepare", identity="o", number=1,
        connection="v1", channel="nice", api="v1", vendor_id="o", amount=999, currency="USD",
    )  # fmt: skip
    done = drive(prepare.settle(attempt, channel), respond({"merchant_uid": "o", **registered}))
    assert len(done.result.items) == seen
    assert drive(prepare_update.settle(attempt, channel), respond(status=404, code=-1)).result.items == ()
