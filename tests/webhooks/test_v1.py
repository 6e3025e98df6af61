"""V1's webhooks: two encodings, no signature, three addresses; confirm callbacks, Galaxia's too."""

import json
from urllib.parse import urlencode

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgbridge import Approve, BadWebhook, ConfirmRequest, Reject, UnsupportedOperation, WebhookEvent
from pgbridge.model.delivery import Delivery
from pgbridge.webhooks import Webhooks
from pgbridge_iamport import webhook

FORM = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
JSON_TYPE = {"Content-Type": "application/json;charset=UTF-8"}
PAID = {"imp_uid": "imp_1", "merchant_uid": "order1", "status": "paid"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("paid", "payment_paid"),
        ("ready", "virtual_account_issued"),
        ("failed", "payment_failed"),
        ("cancelled", "cancelled"),
        ("sublimated", "unknown"),
    ],
)
@pytest.mark.parametrize("headers", [{}, FORM, JSON_TYPE])
def test_every_status(v1, status, kind, headers):
    fields = {**PAID, "status": status}
    for body in ([] if headers == JSON_TYPE else [urlencode(fields)]) + (
        [] if headers == FORM else [json.dumps(fields)]
    ):
        event = v1.receive(body, headers)
        assert (event.api, event.kind, event.type, event.raw) == ("v1", kind, status, fields)
        assert (event.order_id, event.attempt_id, event.occurred_at) == ("order1", "imp_1", None)


def test_json_under_a_wrong_content_type_is_read_all_the_same(v1):
    assert v1.receive(json.dumps(PAID), FORM).kind == "payment_paid"


def test_nothing_proves_who_sent_it(v1):
    signed = {"webhook-id": "wh", "webhook-timestamp": "1714521662", "webhook-signature": "v1,AAAA"}
    event = v1.receive(json.dumps(PAID), signed)
    assert not event.verified
    assert event.event_id != "wh"


def test_a_secret_does_not_make_it_proven():
    assert not Webhooks("v1", secrets=["whsec_YWJj"]).receive(json.dumps(PAID), {}).verified


def test_the_event_id_tells_events_apart_and_repeats_not(v1):
    def id_of(**fields):
        return v1.receive(json.dumps({**PAID, **fields}), {}).event_id

    assert id_of() == id_of() == id_of(merchant_uid="spelt otherwise", extra_field=1)
    others = {id_of(status="cancelled", cancellation_id=x) for x in ("a", "b", None)}
    assert len(others | {id_of(), id_of(imp_uid="imp_2")}) == 5


def test_a_cancel_names_itself(v1):
    event = v1.receive(json.dumps({**PAID, "status": "cancelled", "cancellation_id": "can-1"}), {})
    assert event.cancellation_id == "can-1"


@pytest.mark.parametrize("source", webhook.SOURCES)
def test_the_three_addresses(source):
    webhooks = Webhooks("v1", sources=Webhooks("v1").vendor_sources)
    assert webhooks.receive(json.dumps(PAID), {}, source=source).kind == "payment_paid"


@pytest.mark.parametrize("source", ["10.0.0.1", "52.78.5.2410", "", None])
def test_other_addresses(source):
    with pytest.raises(BadWebhook) as found:
        Webhooks("v1", sources=webhook.SOURCES).receive(json.dumps(PAID), {}, source=source)
    assert (found.value.reason, found.value.http_status) == ("wrong_source", 401)


CONFIRM = {"imp_uid": "imp_1", "merchant_uid": "order1", "amount": 10_000}


@pytest.mark.parametrize(
    ("currency", "amount", "minor"),
    [
        ("KRW", 10_000, 10_000),
        ("KRW", "10000", 10_000),
        ("USD", 10.5, 1_050),
        ("USD", "10.50", 1_050),
        ("KRW", 10.0, 10),
    ],
)
def test_a_confirm_callback_is_a_question(currency, amount, minor):
    webhooks, fields = Webhooks("v1", currency=currency), {**CONFIRM, "amount": amount}
    for body in (json.dumps(fields), urlencode(fields)):
        event = webhooks.receive(body, {})
        assert isinstance(event, ConfirmRequest)
        assert (event.kind, event.order_id, event.amount, event.currency) == (
            "confirm",
            "order1",
            minor,
            currency,
        )
        assert not event.verified


@pytest.mark.parametrize(
    "amount", [10.5, "1e9", "1" * 20, -1, "", True, [1], "십원", 1e300, 10**30, {"a": 1}, "NaN"]
)
def test_an_amount_that_is_none(v1, amount):
    with pytest.raises(BadWebhook, match="^amount: "):
        v1.receive(json.dumps({**CONFIRM, "amount": amount}), {})


GALAXIA = {
    "event": "Galaxia.Cvs.Confirm",
    "imp_uid": "imp_1",
    "merchant_uid": "order1",
    "status": "ready",
    "extra": {"barcode": "1234567890", "payType": "CASH"},
}


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(GALAXIA),
        urlencode({**GALAXIA, "extra": json.dumps(GALAXIA["extra"])}),
        urlencode(
            {
                **{k: v for k, v in GALAXIA.items() if k != "extra"},
                "extra[barcode]": "1234567890",
                "extra[payType]": "CASH",
            }
        ),
    ],
)
def test_galaxias_question(v1, body):
    event = v1.receive(body, {})
    assert isinstance(event, ConfirmRequest)
    assert (event.kind, event.type, event.amount) == ("confirm", "Galaxia.Cvs.Confirm", None)
    assert (event.barcode, event.pay_type) == ("1234567890", "CASH")
    assert "1234567890" not in repr(event)


@pytest.mark.parametrize("extra", ["{", "[" * 100_000, "5", "", None])
def test_galaxias_question_without_readable_details(v1, extra):
    event = v1.receive(json.dumps({**GALAXIA, "extra": extra}), {})
    assert (event.kind, event.barcode, event.pay_type) == ("confirm", None, None)


def test_another_question_is_unknown(v1):
    event = v1.receive(json.dumps({**GALAXIA, "event": "Somebody.Else"}), {})
    assert (event.kind, event.type) == ("unknown", "Somebody.Else")


@pytest.mark.parametrize(
    ("decision", "status", "body"),
    [(Approve(), 200, {}), (Reject(reason="재고 부족"), 409, {"reason": "재고 부족"})],
)
def test_a_confirm_callback_is_answered(v1, decision, status, body):
    reply = v1.reply(decision)
    assert (reply.status, json.loads(reply.body)) == (status, body)
    assert webhook.decision(reply) == decision


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("{}", "imp_uid"),
        ('{"imp_uid": ""}', "imp_uid"),
        ('{"imp_uid": {"a": 1}, "status": "paid"}', "imp_uid"),
        ('{"imp_uid": "imp_1"}', "status"),
        ('{"imp_uid": "imp_1\\n", "status": "paid"}', "imp_uid"),
        ('{"imp_uid": "%s", "status": "paid"}' % ("i" * 2_000), "imp_uid"),
        ("imp_uid=a&imp_uid=b&status=paid", "body"),
        ("", "body"),
        ("[1]", "body"),
        (b"\xff", "body"),
    ],
)
def test_what_cannot_be_read_says_where(v1, body, field):
    with pytest.raises(BadWebhook, match=f"^{field}: ") as found:
        v1.receive(body, {})
    assert found.value.reason == "unreadable"


@pytest.mark.parametrize(
    "fields",
    [PAID, {**PAID, "status": "cancelled", "cancellation_id": "c"}, CONFIRM, GALAXIA],
)
def test_what_is_read_is_written_back(fields):
    assert webhook.write(webhook.read(Delivery(body=msgspec.json.encode(fields)))) == fields


@pytest.mark.parametrize(
    "kind",
    [
        "payment_ready",
        "payment_pending",
        "cancel_requested",
        "dispute_created",
        "billing_key_issued",
        "unknown",
    ],
)
def test_what_v1_never_sends(kind):
    with pytest.raises(UnsupportedOperation, match="PortOne V1"):
        webhook.write(WebhookEvent(api="v2", event_id="x", kind=kind))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = ("imp_uid", "merchant_uid", "status", "cancellation_id", "amount", "event", "extra")


@settings(max_examples=300)
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, JSON)).map(lambda b: json.dumps(b).encode())
    | st.dictionaries(st.sampled_from(NAMES), st.text()).map(
        lambda b: urlencode(b, errors="replace").encode()
    )
    | st.binary(max_size=60)
)
def test_whatever_comes_is_an_event_or_a_bad_webhook(raw):
    try:
        event = webhook.read(Delivery(body=raw))
    except BadWebhook:
        return
    assert isinstance(event.attempt_id, str) and not event.verified
