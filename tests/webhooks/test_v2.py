"""V2's two bodies, and what no page lists yet."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgbridge import (
    Approve,
    BadWebhook,
    ConfirmRequest,
    Reject,
    UnsupportedOperation,
    WebhookEvent,
    WebhookKind,
)
from pgbridge.model.delivery import Delivery, Reply
from pgbridge.webhooks import Webhooks, signed_headers
from pgbridge_portone import webhook
from tests.webhooks.conftest import NOW, SECRET

DATA = {"storeId": "store-1", "paymentId": "order1", "transactionId": "tx-1", "cancellationId": "can-1"}


def receive(v2, body):
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return v2.receive(text, signed_headers(text, secret=SECRET, id="wh-1", timestamp=NOW))


@pytest.mark.parametrize(("word", "kind"), webhook.PAYMENTS.items())
def test_every_type_of_a_payment(v2, word, kind):
    event = receive(v2, {"type": word, "timestamp": "2024-05-01T00:01:01.5Z", "data": DATA})
    assert (event.api, event.kind, event.type, event.verified) == ("v2", kind, word, True)
    assert (event.order_id, event.attempt_id, event.store_id) == ("order1", "tx-1", "store-1")
    assert event.occurred_at == datetime(2024, 5, 1, 0, 1, 1, 500_000, UTC)
    assert event.cancellation_id == (None if kind == WebhookKind.CONFIRM else "can-1")


@pytest.mark.parametrize(("word", "kind"), webhook.KEYS.items())
def test_every_type_of_a_billing_key(v2, word, kind):
    event = receive(
        v2, {"type": word, "timestamp": "x", "data": {"storeId": "s", "billingKey": "billing-key-1"}}
    )
    assert (event.kind, event.billing_key, event.order_id, event.occurred_at) == (
        kind,
        "billing-key-1",
        None,
        None,
    )
    assert "billing-key-1" not in repr(event)


OLD = [
    "Ready",
    "Paid",
    "VirtualAccountIssued",
    "PartialCancelled",
    "Cancelled",
    "Failed",
    "PayPending",
    "CancelPending",
]


@pytest.mark.parametrize("status", OLD)
@pytest.mark.parametrize("form", [False, True])
def test_every_status_of_the_old_version(v2, status, form):
    fields = {"payment_id": "order1", "tx_id": "tx-1", "status": status}
    body = f"payment_id=order1&tx_id=tx-1&status={status}" if form else fields
    event = receive(v2, body)
    assert (event.kind, event.type) == (webhook.PAYMENTS[f"Transaction.{status}"], status)
    assert (event.order_id, event.attempt_id, event.raw) == ("order1", "tx-1", fields)


@pytest.mark.parametrize(
    "body",
    [
        {"type": "Transaction.Sublimated", "timestamp": "2030-01-01T00:00:00Z", "data": DATA},
        {"type": "Somewhere.Else", "data": ["a list"]},
        {"type": "Somewhere.Else"},
        {"payment_id": "order1", "tx_id": "tx-1", "status": "Sublimated"},
        {"payment_id": "order1", "tx_id": "tx-1", "status": "Confirm"},
        {"payment_id": "order1", "status": "DisputeCreated"},
    ],
)
def test_what_nobody_knows_passes_through(v2, body):
    event = receive(v2, body)
    assert (event.kind, event.verified, event.raw) == ("unknown", True, body)
    assert event.type == body.get("type", body.get("status"))


def test_fields_nobody_knows_stay_in_raw(v2):
    body = {
        "type": "Transaction.Paid",
        "timestamp": "t",
        "data": {**DATA, "new": {"a": [1, 2.5]}},
        "more": None,
    }
    event = receive(v2, body)
    assert event.kind == "payment_paid"
    assert event.raw["data"]["new"]["a"][0] == 1
    assert "more" in event.raw


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("[]", "body"),
        ("{", "body"),
        ("", "body"),
        ("hello", "body"),
        ("{}", "type"),
        ('{"type": 5.5}', "type"),
        ('{"type": null}', "type"),
        ('{"type": "Transaction.Paid", "data": {}}', "paymentId"),
        ('{"type": "Transaction.Paid", "data": {"paymentId": ["a"]}}', "paymentId"),
        ('{"type": "Transaction.Paid", "data": {"paymentId": "a\\u0000b"}}', "paymentId"),
        ('{"type": "BillingKey.Issued", "data": {"paymentId": "a"}}', "billingKey"),
        ('{"payment_id": "a"}', "status"),
        ('{"type": "Transaction.Confirm", "data": {"paymentId": "a", "totalAmount": 1.5}}', "totalAmount"),
        ("payment_id=a&payment_id=b&status=Paid", "body"),
        (b"\xff\xfe", "body"),
        ('{"type":' + "[" * 100_000, "body"),
        ("&".join(f"a{i}=1" for i in range(500)), "body"),
    ],
)
def test_what_cannot_be_read_says_where(v2, body, field):
    with pytest.raises(BadWebhook, match=f"^{field}: ") as found:
        receive(v2, body)
    assert (found.value.reason, found.value.http_status) == ("unreadable", 400)


CONFIRMS = [
    {
        "type": "Transaction.Confirm",
        "timestamp": "2024-04-25T10:00:00.000Z",
        "data": {"paymentId": "order1", "transactionId": "tx-1", "totalAmount": 10_000},
    },
    {"payment_id": "order1", "tx_id": "tx-1", "total_amount": 10_000},
    "payment_id=order1&tx_id=tx-1&total_amount=10000",
]


@pytest.mark.parametrize("body", CONFIRMS)
def test_a_confirm_callback_is_a_question(v2, body):
    event = receive(v2, body)
    assert isinstance(event, ConfirmRequest)
    assert (event.kind, event.order_id, event.attempt_id, event.amount) == (
        "confirm",
        "order1",
        "tx-1",
        10_000,
    )
    assert event.verified


@pytest.mark.parametrize(
    ("decision", "status", "body"),
    [
        (Approve(), 200, {}),
        (Reject(reason="재고 부족"), 409, {"errorMessage": "재고 부족"}),
        (Reject(), 409, {}),
    ],
)
def test_a_confirm_callback_is_answered(v2, decision, status, body):
    reply = v2.reply(decision)
    assert (reply.status, json.loads(reply.body)) == (status, body)
    assert reply.headers["content-type"] == "application/json"
    assert webhook.decision(reply) == decision


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"errorMessage": 5}', b""])
def test_any_status_but_200_refuses(body):
    assert webhook.decision(Reply(status=500, body=body)) == Reject()


@pytest.mark.parametrize("version", webhook.VERSIONS)
@pytest.mark.parametrize("kind", sorted({*webhook.PAYMENTS.values(), *webhook.KEYS.values()}))
def test_what_is_written_is_read_back(kind, version):
    about = (
        {"billing_key": "bk-1"}
        if kind.startswith("billing_key")
        else {"order_id": "order1", "attempt_id": "t"}
    )
    made = (
        ConfirmRequest(amount=10, api="v2", event_id="x", kind=kind, **about)
        if kind == "confirm"
        else WebhookEvent(api="v2", event_id="x", kind=kind, **about)
    )
    if version == webhook.OLD and kind not in webhook.OLD_KINDS and kind != "confirm":
        with pytest.raises(UnsupportedOperation):
            webhook.write(made, version)
        return
    again = webhook.read(Delivery(body=msgspec.json.encode(webhook.write(made, version))))
    assert (again.kind, again.order_id, again.attempt_id, again.billing_key) == (
        made.kind,
        made.order_id,
        made.attempt_id,
        made.billing_key,
    )
    assert getattr(again, "amount", None) == getattr(made, "amount", None)


def test_an_event_read_without_headers_has_an_id_of_its_own():
    bodies = [{"payment_id": "a", "status": s} for s in ("Paid", "Failed")]
    ids = {webhook.read(Delivery(body=msgspec.json.encode(b))).event_id for b in bodies * 2}
    assert len(ids) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = ("type", "data", "timestamp", "payment_id", "tx_id", "status", "total_amount")
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(NAMES, JSON),
        "type": st.sampled_from([*webhook.PAYMENTS, *webhook.KEYS, "X"]) | JSON,
        "data": st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(
                ("paymentId", "transactionId", "billingKey", "storeId", "totalAmount", "cancellationId"), JSON
            ),
        )
        | JSON,
    },
)


@settings(max_examples=300)
@given(FIELDS | JSON | st.binary(max_size=80))
def test_whatever_comes_is_an_event_or_a_bad_webhook(body):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    try:
        event = webhook.read(Delivery(body=raw))
    except BadWebhook:
        return
    assert isinstance(event, WebhookEvent)
    assert not event.verified
    assert event.order_id is None or isinstance(event.order_id, str)


def test_an_unreadable_body_with_a_forged_signature_is_not_even_read():
    with pytest.raises(BadWebhook) as found:
        Webhooks("v2", secrets=[SECRET], clock=lambda: float(NOW)).receive(
            "{", {"webhook-id": "a", "webhook-timestamp": str(NOW), "webhook-signature": "v1,AAAA"}
        )
    assert found.value.reason == "bad_signature"
