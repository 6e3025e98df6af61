"""Billing keys on V2: issued, found again, read, listed, deleted."""

import json
from datetime import UTC, datetime

import msgspec
import pytest

from pgbridge.errors import NotFound, RuleViolation
from pgbridge.model.attempt import Attempt
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.customer import Customer
from pgbridge.model.payment import PayMethod
from pgbridge.operations.billing_keys.delete import DeleteBillingKey
from pgbridge.operations.billing_keys.get import GetBillingKey
from pgbridge.operations.billing_keys.get_many import GetBillingKeys
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.operations.billing_keys.list import ListBillingKeys
from pgbridge.wire import WireRequest
from pgbridge_portone.operations.billing_keys import delete, get, get_many, issue
from pgbridge_portone.operations.billing_keys import list as listing

replace = msgspec.structs.replace
KEY = VendorKey(id="billing-key/1")
MAY = datetime(2024, 5, 1, tzinfo=UTC)
ATTEMPT = Attempt(
    id="a1b2c3d4e5f6",
    intent="i",
    family="billing_key",
    operation="billing_keys.issue",
    identity="card-1",
    number=1,
    connection="v2",
    channel="inicis",
    api="v2",
    vendor_id="card-1",
    target="member-7",
)


@pytest.fixture
def op(card):
    return IssueBillingKey(alias="card-1", card=card, customer=Customer(id="member-7", name="홍길동"))


def key(name="billing-key-1", status="ISSUED", **more):
    return {
        "status": status,
        "billingKey": name,
        "channels": [{"type": "TEST", "pgProvider": "NICE_V2", "pgMerchantId": "mid"}],
        "customer": {"id": "member-7"},
        "issuedAt": "2024-05-01T00:00:00Z",
        **more,
    }


def page(*keys, size=100):
    return {"items": list(keys), "page": {"number": 0, "size": size, "totalCount": len(keys)}}


def test_the_request(op, channel):
    request = issue.encode(
        replace(op, custom_data="x", notify=False, notice_urls=("https://a.example",)), channel
    )
    assert (request.name, request.path) == ("issue_billing_key", "/billing-keys")
    assert json.loads(request.content) == {
        "channelKey": "channel-key-1",
        "method": {
            "card": {
                "credential": {
                    "number": "4111111111111111",
                    "expiryYear": "30",
                    "expiryMonth": "12",
                    "birthOrBusinessRegistrationNumber": "900101",
                    "passwordTwoDigits": "12",
                }
            }
        },
        "customer": {"id": "member-7", "name": {"full": "홍길동"}},
        "customData": "x",
        "noticeUrls": ["https://a.example"],
        "skipWebhook": True,
    }
    accepted = issue.accept(request)
    assert accepted.op.customer == op.customer
    assert accepted.op.card.expiry == "2030-12"
    assert (accepted.op.alias, accepted.op.notify) == ("", False)


def test_a_request_without_a_card():
    with pytest.raises(RuleViolation, match="card"):
        issue.accept(WireRequest(method="POST", path="/billing-keys", body={"method": {}}))


def test_a_channel_is_needed(op, channel):
    with pytest.raises(RuleViolation, match="channel key"):
        issue.encode(op, replace(channel, key=None))


def test_the_answer_is_a_summary(op, tools, channel):
    told = {
        "billingKeyInfo": {"billingKey": "bk", "issuedAt": "2024-05-01T00:00:00Z"},
        "channelSpecificFailures": [
            {
                "type": "PG_PROVIDER",
                "channel": {"type": "TEST", "pgProvider": "KSNET", "pgMerchantId": "m"},
                "message": "등록 실패",
                "pgCode": "E1",
                "pgMessage": "p",
            }
        ],
    }
    found = issue.decode(op, tools.answer(told))
    assert (found.id, found.alias, found.status, found.partial) == ("bk", "card-1", "issued", True)
    (failure,) = found.failures
    assert (failure.type, failure.channel.pg_provider, failure.pg_code) == ("PG_PROVIDER", "KSNET", "E1")
    assert json.loads(issue.answer(op, found).body) == told
    card = {"type": "BillingKeyPaymentMethodCard", "card": {"issuer": "WOORI_CARD"}}
    whole, requests = tools.drive(issue.complete(op, found, channel), tools.answer(key("bk", methods=[card])))
    assert requests[0].path == "/billing-keys/bk"
    assert (whole.partial, whole.alias, whole.methods[0].card.issuer) == (False, "card-1", "WOORI_CARD")
    assert whole.failures == found.failures


def test_a_buyer_without_an_id_could_not_be_found_again(op, channel):
    with pytest.raises(RuleViolation) as caught:
        next(issue.prior(replace(op, customer=Customer(name="홍")), channel))
    assert caught.value.violations[0].neutral_field == "customer.id"


def test_the_buyers_keys_before_and_after(op, channel, tools):
    found, requests = tools.drive(issue.prior(op, channel), tools.answer(page(key("old-1"), key("old-2"))))
    wanted = tools.asked(requests[0])
    assert (requests[0].method, requests[0].path) == ("GET", "/billing-keys")
    assert (wanted["filter"]["customerId"], wanted["filter"]["status"]) == ("member-7", ["ISSUED"])
    assert wanted["filter"]["until"] > "2090"
    assert ([i.id for i in found.sighting.items], found.target) == (["old-1", "old-2"], "member-7")
    after, _ = tools.drive(issue.settle(ATTEMPT, channel), tools.answer(page(key("old-1"), key("new-1"))))
    assert [(i.id, i.state, i.result.id) for i in after.items] == [
        ("old-1", "done", "old-1"),
        ("new-1", "done", "new-1"),
    ]


def test_all_pages_of_the_buyers_keys_are_read(channel, tools):
    full = page(*[key(f"k{n}") for n in range(100)])
    found, requests = tools.drive(
        issue.settle(ATTEMPT, channel), tools.answer(full), tools.answer(page(key("last")))
    )
    assert len(found.items) == 101
    assert [tools.asked(r)["page"]["number"] for r in requests] == [0, 1]


@pytest.mark.parametrize(
    ("told", "method"),
    [
        (
            {
                "type": "BillingKeyPaymentMethodEasyPay",
                "provider": "KAKAOPAY",
                "method": {"type": "BillingKeyPaymentMethodEasyPayCharge"},
            },
            PayMethod(type="easy_pay", provider="KAKAOPAY", nested=PayMethod(type="easy_pay_charge")),
        ),
        ({"type": "BillingKeyPaymentMethodPaypal"}, PayMethod(type="easy_pay", provider="PAYPAL")),
        (
            {"type": "BillingKeyPaymentMethodMobile", "phoneNumber": "010"},
            PayMethod(type="mobile", phone="010"),
        ),
        ({"type": "BillingKeyPaymentMethodMoon"}, PayMethod(type="BillingKeyPaymentMethodMoon")),
    ],
)
def test_methods_of_a_key(tools, told, method):
    assert get.decode(None, tools.answer(key(methods=[told]))).methods == (method,)


def test_reading_a_key(channel, tools):
    request = get.encode(GetBillingKey(billing_key=KEY), replace(channel, store_id="s"))
    assert (request.path, request.query) == ("/billing-keys/billing-key%2F1", (("storeId", "s"),))
    assert get.accept(request).op.billing_key == KEY
    told = key(
        status="DELETED",
        merchantId="m",
        storeId="s",
        channelGroup={"id": "g"},
        customData="{}",
        issueId="i",
        issueName="n",
        requestedAt="2024-04-30T00:00:00Z",
        deletedAt="2024-05-02T00:00:00Z",
        methods=[{"type": "BillingKeyPaymentMethodCard", "card": {"issuer": "WOORI_CARD", "type": "CREDIT"}}],
        pgBillingKeyIssueResponses=[
            {"type": "ISSUED", "channel": {"type": "TEST", "pgProvider": "NICE_V2", "pgMerchantId": "a"}},
            {
                "type": "FAILED",
                "channel": {"type": "TEST", "pgProvider": "KSNET", "pgMerchantId": "b"},
                "failure": {"message": "m", "pgCode": "c", "pgMessage": "p"},
            },
        ],
    )
    found = get.decode(None, tools.answer(told))
    assert (found.status, found.channel_group, found.customer.id) == ("deleted", "g", "member-7")
    assert [(f.channel.pg_provider, f.pg_code) for f in found.failures] == [("KSNET", "c")]
    again = get.decode(None, get.answer(None, found))
    assert replace(again, wire=b"") == replace(found, wire=b"")


def test_several_keys(channel, tools):
    op = GetBillingKeys(billing_keys=(VendorKey(id="a"), VendorKey(id="b")))
    replies = (tools.answer(key("a")), tools.error("BILLING_KEY_NOT_FOUND", 404))
    found, requests = tools.drive(get_many.flow(op, channel), *replies)
    assert [r.path for r in requests] == ["/billing-keys/a", "/billing-keys/b"]
    assert ([k.id for k in found.items], found.missing) == (["a"], ("b",))
    assert get_many.decode_all(op, replies) == found
    assert [a.status for a in get_many.answer_all(op, found)] == [200, 404]
    assert get_many.accept(*requests).op == op
    with pytest.raises(RuleViolation):
        get_many.encode(op, channel)


def test_a_listing(channel, tools):
    op = ListBillingKeys(
        customer_id="c", since=MAY, until=MAY, status="deleted", version="V1", page=1, size=3
    )
    request = listing.encode(op, channel)
    assert tools.asked(request) == {
        "page": {"number": 1, "size": 3},
        "filter": {
            "timeRangeField": "ISSUED_AT",
            "from": "2024-05-01T00:00:00Z",
            "until": "2024-05-01T00:00:00Z",
            "status": ["DELETED"],
            "customerId": "c",
            "version": "V1",
        },
    }
    assert listing.accept(request).op == op
    found = listing.decode(op, tools.answer(page(key("a"), size=3)))
    assert (found.more, listing.following(op, found)) == (False, None)
    assert [k.id for k in listing.decode(op, listing.answer(op, found)).items] == ["a"]
    with pytest.raises(RuleViolation):
        listing.encode(replace(op, status="gone", version="V3"), channel)


def test_deleting(channel, tools):
    op = DeleteBillingKey(billing_key=KEY, reason="회원 탈퇴", requester="customer", notify=True)
    request = delete.encode(op, channel)
    assert (request.name, request.method, request.path) == (
        "delete_billing_key",
        "DELETE",
        "/billing-keys/billing-key%2F1",
    )
    assert dict(request.query) == {"reason": "회원 탈퇴", "requester": "CUSTOMER", "skipWebhook": "false"}
    assert request.params["billingKey"] == KEY.id
    assert delete.accept(request).op == op
    gone = delete.decode(op, tools.answer({"deletedAt": "2024-05-01T00:00:00Z"}))
    assert (gone.id, gone.deleted_at) == (KEY.id, MAY)
    assert json.loads(delete.answer(op, gone).body) == {"deletedAt": "2024-05-01T00:00:00Z"}
    assert tools.drive(delete.prior(op, channel))[0].target == KEY.id
    with pytest.raises(RuleViolation):
        delete.encode(replace(op, requester="cat"), channel)


def test_is_it_deleted(channel, tools):
    attempt = replace(ATTEMPT, family="billing_key_deletion", target="bk")
    deleted = key("bk", "DELETED", deletedAt="2024-05-01T00:00:00Z")
    found, _ = tools.drive(delete.settle(attempt, channel), tools.answer(deleted))
    assert [(i.state, i.result.deleted_at) for i in found.items] == [("done", MAY)]
    assert tools.drive(delete.settle(attempt, channel), tools.answer(key("bk")))[0].items == ()
    gone, _ = tools.drive(delete.settle(attempt, channel), tools.error("BILLING_KEY_NOT_FOUND", 404))
    assert [i.state for i in gone.items] == ["done"]
    flow = delete.settle(attempt, channel)
    next(flow)
    with pytest.raises(NotFound):
        flow.send(tools.error("CHANNEL_NOT_FOUND", 404))


def test_the_simulator_keeps_keys(shop, op, channel):
    before = shop.run(issue.prior(op, channel))
    assert before.sighting.items == ()
    made = shop.do(issue, op, channel)
    whole = shop.run(issue.complete(op, made, channel))
    assert (whole.id, whole.status, whole.partial) == (made.id, "issued", False)
    assert [i.id for i in shop.run(issue.settle(ATTEMPT, channel)).items] == [made.id]
    found = shop.do(get, GetBillingKey(billing_key=VendorKey(id=made.id)), channel)
    assert found.methods[0].type == "card"
    gone = shop.do(delete, DeleteBillingKey(billing_key=VendorKey(id=made.id)), channel)
    assert gone.deleted_at is not None
    assert shop.run(issue.settle(ATTEMPT, channel)).items == ()
    attempt = replace(ATTEMPT, target=made.id)
    assert [i.state for i in shop.run(delete.settle(attempt, channel)).items] == ["done"]
