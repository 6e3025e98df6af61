"""Webhooks in the other API's words; with the vectors beside the repository where they are."""

import copy
import importlib.util
import json
from pathlib import Path

import pytest

from pgbridge import BadWebhook, ConfigError, UnsupportedOperation
from pgbridge.migrate import translate
from pgbridge.model.delivery import Delivery
from pgbridge.registry import installed
from pgbridge.webhooks import Webhooks

SHARED = Path(__file__).parents[3] / "shared"
VECTORS = SHARED / "reference" / "vectors" / "webhooks.json"
ROWS = json.loads(VECTORS.read_text(encoding="utf-8")) if VECTORS.exists() else []
needs_vectors = pytest.mark.skipif(not ROWS, reason="the vectors are not beside this repository")


def harness():
    spec = importlib.util.spec_from_file_location("shared_vectors", SHARED / "vectors.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def body_of(part):
    return json.loads(part["payload"]) if "payload" in part else copy.deepcopy(part["body"])


def context_of(row):
    old = "payment_id" in body_of(row["v2"]["webhook"])
    return {**(row.get("context") or {}), **({"webhook_version": "2024-01-01"} if old else {})}


@needs_vectors
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
@pytest.mark.parametrize(("source", "target"), [("v1", "v2"), ("v2", "v1")])
def test_vectors(row, source, target):
    here, there = row[source], row[target]
    if not here:
        pytest.skip("one-sided")
    part = {k: here[k] for k in ("webhook", "reply") if k in here}
    if not there:
        with pytest.raises(UnsupportedOperation):
            translate(part, operation=row["operation"], source=source, target=target)
        return
    found = translate(part, operation=row["operation"], source=source, target=target, context=context_of(row))
    tool = harness()
    lossy = [p.split(":", 1)[1] for p in row["lossy"] if p.startswith(f"{target}:")]
    want, got = body_of(there["webhook"]), found.wire["webhook"]["body"]
    for path in lossy:
        tool.prune(want, tool.steps_of(path))
        tool.prune(got, tool.steps_of(path))
    assert list(tool.differences(want, got)) == []
    assert found.wire.get("reply") == there.get("reply")


@needs_vectors
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
@pytest.mark.parametrize("side", ["v1", "v2"])
def test_vectors_are_read(row, side):
    if not row[side]:
        pytest.skip("one-sided")
    part = row[side]["webhook"]
    module = installed().api(side).webhook()
    event = module.read(Delivery(body=json.dumps(body_of(part)).encode()))
    if "kind" in row["expect"]:
        vague = side == "v1" and event.kind == "cancelled"  # V1 does not tell full from partial
        assert vague or event.kind.upper() == row["expect"]["kind"]
    else:
        assert event.kind == "confirm"
        reply = row[side]["reply"]
        assert json.loads(module.reply(module.decision(_reply(reply))).body) == reply["body"]


def _reply(reply):
    from pgbridge.model.delivery import Reply

    return Reply(status=reply["status"], body=json.dumps(reply["body"]).encode())


@needs_vectors
@pytest.mark.parametrize(
    "row", [r for r in ROWS if "headers" in r["v2"]["webhook"]], ids=lambda row: row["name"]
)
def test_vectors_are_verified(row):
    part = row["v2"]["webhook"]
    at = int(part["headers"]["webhook-timestamp"])
    webhooks = Webhooks("v2", secrets=[part["secret"]], clock=lambda: at + 60.0)
    event = webhooks.receive(part["payload"], part["headers"])
    assert (event.verified, event.event_id) == (True, part["headers"]["webhook-id"])
    with pytest.raises(BadWebhook):
        webhooks.receive(part["payload"].replace("store-", "st0re-"), part["headers"])


V1 = {
    "webhook": {
        "content_type": "application/json",
        "body": {"imp_uid": "imp_1", "merchant_uid": "o1", "status": "paid"},
    }
}
V2 = {
    "webhook": {
        "body": {
            "type": "Transaction.Paid",
            "timestamp": "2024-05-01T00:00:00Z",
            "data": {"storeId": "s", "paymentId": "o1", "transactionId": "t"},
        }
    }
}


def lost(part, source, target, **context):
    found = translate(part, operation="webhook.receive", source=source, target=target, context=context)
    return found.wire["webhook"]["body"], [line.partition(":")[0] for line in found.lossy]


def test_what_is_lost_from_v1_to_v2():
    assert lost(V1, "v1", "v2") == (
        {"type": "Transaction.Paid", "data": {"paymentId": "o1"}},
        ["attempt_id", "headers"],
    )


def test_what_is_lost_from_v2_to_v1():
    body, lines = lost(V2, "v2", "v1")
    assert body == {"merchant_uid": "o1", "status": "paid"}
    assert sorted(lines) == ["attempt_id", "occurred_at", "store_id"]


def test_tables_fill_in_what_they_know():
    assert lost(V2, "v2", "v1", refs={"o1": "imp_9"})[0] == {
        "imp_uid": "imp_9",
        "merchant_uid": "o1",
        "status": "paid",
    }
    assert lost(V1, "v1", "v2", store_id="store-1")[0]["data"] == {"storeId": "store-1", "paymentId": "o1"}
    old = lost(V1, "v1", "v2", webhook_version="2024-01-01")[0]
    assert old == {"payment_id": "o1", "status": "Paid"}


def test_a_vague_cancel_says_so():
    part = {"webhook": {"body": {"imp_uid": "imp_1", "merchant_uid": "o1", "status": "cancelled"}}}
    assert "kind" in lost(part, "v1", "v2")[1]
    part = {"webhook": {"body": {"type": "Transaction.PartialCancelled", "data": {"paymentId": "o1"}}}}
    assert "kind" in lost(part, "v2", "v1")[1]


def test_unknown_fields_are_listed():
    part = {"webhook": {"body": {**V1["webhook"]["body"], "surprise": 1}}}
    assert "surprise" in lost(part, "v1", "v2")[1]
    part = {
        "webhook": {"body": {"type": "Transaction.Paid", "data": {"paymentId": "o1", "surprise": {"a": 1}}}}
    }
    assert "data.surprise.a" in lost(part, "v2", "v1")[1]


def test_forms_and_texts():
    part = {
        "webhook": {
            "content_type": "application/x-www-form-urlencoded",
            "body": "imp_uid=imp_1&merchant_uid=o1&status=paid",
        }
    }
    found = translate(part, operation="webhook.receive", source="v1", target="v2")
    assert found.wire["webhook"]["body"]["type"] == "Transaction.Paid"


@pytest.mark.parametrize("status", [200, 500])
def test_replies(status):
    found = translate(
        {"reply": {"status": status, "body": {"reason": "no"}}},
        operation="webhook.confirm",
        source="v1",
        target="v2",
    )
    want = {"status": 200, "body": {}} if status == 200 else {"status": 409, "body": {"errorMessage": "no"}}
    assert found.wire == {"reply": want}


def test_a_reply_needs_a_status():
    with pytest.raises(ConfigError, match="reply.status"):
        translate({"reply": {"body": {}}}, operation="webhook.confirm", source="v1", target="v2")


def test_a_type_that_the_old_version_lacks():
    part = {"webhook": {"body": {"type": "Transaction.DisputeCreated", "data": {"paymentId": "o1"}}}}
    same = translate(part, operation="webhook.receive", source="v2", target="v2")
    assert same.wire["webhook"]["body"] == part["webhook"]["body"]
    with pytest.raises(UnsupportedOperation):
        lost(part, "v2", "v2", webhook_version="2024-01-01")


def test_what_is_no_webhook():
    with pytest.raises(UnsupportedOperation, match="webhook or reply"):
        translate({"request": {}}, operation="webhook.receive", source="v1", target="v2")
    with pytest.raises(BadWebhook):
        translate({"webhook": {}}, operation="webhook.receive", source="v1", target="v2")
