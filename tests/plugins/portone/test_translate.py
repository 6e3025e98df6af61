"""Translating between V1 and V2: ids through tables or not at all, and every loss told."""

import importlib.util
import json
import os
from pathlib import Path

import pytest

from pgbridge.errors import Refused, RuleViolation
from pgbridge.migrate import translate

SHARED = Path(os.environ.get("PGBRIDGE_SHARED") or Path(__file__).parents[4] / "shared")
TOPICS = (
    "charges",
    "payments_read",
    "payments_list",
    "cancels",
    "prepare",
    "billing_keys",
    "schedules",
    "virtual_accounts",
)


def asked(method, path, body=None, **query):
    return {"request": {"method": method, "path": path, "body": body, "query": query}}


def to_v2(part, operation, **context):
    return translate(part, operation=operation, source="v1", target="v2", context=context)


def to_v1(part, operation, **context):
    return translate(part, operation=operation, source="v2", target="v1", context=context)


AGAIN = asked(
    "POST",
    "/subscribe/payments/again",
    {"customer_uid": "card-1", "merchant_uid": "o1", "amount": 100, "name": "x"},
)


def test_a_billing_key_goes_through_the_table():
    found = to_v2(AGAIN, "payments.charge_billing_key", billing_keys={"card-1": "bk-1"})
    assert found.wire["request"]["body"]["billingKey"] == "bk-1"
    with pytest.raises(RuleViolation, match="billing_keys"):
        to_v2(AGAIN, "payments.charge_billing_key", billing_keys={"card-2": "bk-2"})


def test_an_attempt_of_an_unknown_order():
    with pytest.raises(RuleViolation, match="refs"):
        to_v2(asked("GET", "/payments/imp_1"), "payments.get")
    many = {"request": {"method": "GET", "path": "/payments", "query": {"imp_uid[]": ["imp_1", "imp_2"]}}}
    with pytest.raises(RuleViolation, match="imp_2"):
        to_v2(many, "payments.get_many", refs={"o1": "imp_1"})


def test_orders_without_a_known_attempt_are_not_left_out():
    requests = {"requests": [{"method": "GET", "path": f"/payments/{order}"} for order in ("o1", "o2")]}
    found = to_v1(requests, "payments.get_many", refs={"o1": "imp_1"})
    query = found.wire["request"]["query"]
    assert (query["imp_uid[]"], query["merchant_uid[]"]) == (["imp_1"], ["o2"])


@pytest.mark.parametrize("tiers", [None, {"B02": "store-2"}])
def test_a_tier_without_a_store(tiers):
    part = asked("GET", "/payments/imp_1")
    part["request"]["headers"] = {"Tier": "A01"}
    with pytest.raises(RuleViolation, match="tiers"):
        to_v2(part, "payments.get", refs={"o1": "imp_1"}, tiers=tiers)


def test_a_store_without_a_tier():
    part = asked("GET", "/payments/o1", storeId="store-1")
    with pytest.raises(RuleViolation, match="tiers"):
        to_v1(part, "payments.get", refs={"o1": "imp_1"})
    found = to_v1(part, "payments.get", refs={"o1": "imp_1"}, store_id="store-1")
    assert "headers" not in found.wire["request"]


def test_orders_whose_schedule_is_unknown_never_revoke_the_whole_key():
    part = asked(
        "POST", "/subscribe/payments/unschedule", {"customer_uid": "card-1", "merchant_uid": ["a", "b"]}
    )
    with pytest.raises(Refused):
        to_v2(part, "schedules.revoke", billing_keys={"card-1": "bk-1"}, schedules={"a": "sch-a"})


def test_a_store_of_the_context_goes_along():
    found = to_v2(AGAIN, "payments.charge_billing_key", billing_keys={"card-1": "bk-1"}, store_id="store-1")
    assert found.wire["request"]["body"]["storeId"] == "store-1"


def test_losses_of_requests_are_told():
    request = asked("POST", "/payments/o1/cancel", {"reason": "r", "refundEmail": "e", "newField": 1})
    request["request"]["headers"] = {"Idempotency-Key": '"0123456789abcdef"'}
    found = to_v1(request, "payments.cancel", refs={"o1": "imp_1"})
    assert [line.split(":")[0] for line in found.lossy] == [
        "body.newField",
        "refund_email",
        "headers.Idempotency-Key",
    ]
    move = asked("PUT", "/subscribe/payments/schedule/o1", {"schedule_at": 1_717_200_000})
    assert [
        line.split(":")[0] for line in to_v2(move, "schedules.move", schedules={"o1": "sch-1"}).lossy
    ] == ["terms"]


def test_what_the_other_api_does_in_another_way_is_told_beside_what_is_lost():
    request = asked("POST", "/payments/o1/cancel", {"reason": "r"})
    found = to_v1(request, "payments.cancel", refs={"o1": "imp_1"})
    assert found.lossy == ()
    assert found.warnings == (
        "PortOne V1 sends webhooks for cancels by API only where the payment used webhooks",
    )
    close = asked("POST", "/payments/o1/virtual-account/close")
    assert to_v1(close, "virtual_accounts.close", refs={"o1": "imp_1"}).warnings == ()


PAYMENT = {
    "status": "PAY_PENDING",
    "id": "o1",
    "transactionId": "tx-1",
    "version": "V2",
    "amount": {"total": 100, "taxFree": 0, "discount": 0, "paid": 0, "cancelled": 0, "cancelledTaxFree": 0},
    "currency": "KRW",
    "orderName": "x",
    "channelGroup": {"id": "g"},
    "customer": {"id": "me", "name": "n"},
    "requestedAt": "2024-05-01T00:00:00.5Z",
}


def test_losses_of_answers_are_told():
    found = to_v1({"response": {"status": 200, "body": PAYMENT}}, "payments.get")
    lost = {line.split(":")[0] for line in found.lossy}
    assert {"status", "amount.tax_free", "channel_group", "customer.id", "requested_at"} <= lost
    assert "order_name" not in lost


def test_an_answer_that_is_a_summary_says_so():
    paid = {
        "imp_uid": "imp_1",
        "merchant_uid": "o1",
        "status": "paid",
        "amount": 100,
        "pg_tid": "t",
        "paid_at": 1_714_521_604,
    }
    answer = {"response": {"status": 200, "body": {"code": 0, "message": None, "response": paid}}}
    found = to_v2(answer, "payments.charge_card")
    assert found.wire["response"]["body"] == {"payment": {"pgTxId": "t", "paidAt": "2024-05-01T00:00:04Z"}}
    assert len(found.lossy) == 1
    assert "summary" in found.lossy[0]


def test_request_and_answer_together():
    both = {
        **asked("POST", "/payments/o1/pre-register", {"totalAmount": 999, "currency": "USD"}),
        "response": {"status": 200, "body": {}},
    }
    told = to_v1(both, "payments.prepare").wire["response"]["body"]["response"]
    assert (told["merchant_uid"], told["amount"], told["currency"]) == ("o1", 9.99, "USD")


def vectors():
    for topic in TOPICS:
        path = SHARED / "reference" / "vectors" / f"{topic}.json"
        yield from json.loads(path.read_text(encoding="utf-8")) if path.exists() else ()


VECTORS = [v for v in vectors() if v["operation"].split(".")[0] != "account_holder"]


@pytest.fixture(scope="module")
def comparing():
    if not (SHARED / "vectors.py").exists():
        pytest.skip("the reference vectors are not there")
    spec = importlib.util.spec_from_file_location("reference_vectors", SHARED / "vectors.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not VECTORS, reason="the reference vectors are not there")
@pytest.mark.parametrize(("source", "target"), [("v1", "v2"), ("v2", "v1")])
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_reference_vectors(comparing, vector, source, target):
    if vector.get("direction", "both") not in ("both", f"{source}_to_{target}"):
        pytest.skip("only the other way can be derived")
    here, there = vector.get(source) or {}, vector.get(target) or {}
    lossy = [p.split(":", 1)[1] for p in vector.get("lossy", []) if p.startswith(f"{target}:")]
    context = {**(vector.get("context") or {}), "request": here.get("request")}
    compared = 0
    for kind in ("request", "response"):
        mine = next((p for p in comparing.parts(here) if p.startswith(kind)), None)
        its = next((p for p in comparing.parts(there) if p.startswith(kind)), None)
        if mine and its:
            found = translate(
                {mine: here[mine]},
                operation=vector["operation"],
                source=source,
                target=target,
                context=context,
            ).wire
            wanted = comparing.clean(there, its, lossy, target)
            assert list(comparing.differences(wanted, comparing.clean(found, its, lossy, target))) == []
            compared += 1
    if not compared:
        pytest.skip("nothing to compare in this direction")
