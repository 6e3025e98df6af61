"""Webhooks: who is told what, how it is vouched for, when it is sent again."""

import asyncio
import base64
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from msgspec.structs import replace
from standardwebhooks import Webhook as Standard

from pgbridge.simulator import Settings, courier
from pgbridge.simulator.server import running
from pgbridge.simulator.settings import WEBHOOK_SECRET, Notices
from tests.receiving import Receiver, receiving
from tests.simulator.conftest import TEST, Shop

DECLINED = "4000000000000101"
URL = "http://shop.example/hook"


class Recorder:
    """A shop's handler: keeps what comes, and answers as told."""

    def __init__(self, *statuses: int) -> None:
        self.seen: list[tuple[Any, dict[str, str]]] = []
        self.statuses = list(statuses)

    def __call__(self, webhook: Any, headers: Any) -> int:
        self.seen.append((webhook, dict(headers)))
        return self.statuses.pop(0) if self.statuses else 200

    @property
    def kinds(self) -> list[str]:
        return [webhook.kind for webhook, _ in self.seen]


@pytest.fixture
def told(opened_with: Any) -> Any:
    def make(*statuses: int, **notices: Any) -> tuple[Shop, Recorder]:
        given = Notices(url=URL, **notices)
        shop = opened_with(Settings(v1_notices=given, v2_notices=given))
        recorder = Recorder(*statuses)
        shop.sim.on_webhook(recorder)
        return shop, recorder

    return make


def test_v2_tells_everything(told: Any) -> None:
    shop, seen = told()
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    shop.v2.refused("POST", "/payments/B/instant", json=shop.instant(number=DECLINED))
    shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r", "amount": 1000})
    shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r"})
    key = shop.v2_key()
    shop.v2.ok("DELETE", f"/billing-keys/{key}")
    assert seen.kinds == [
        "Transaction.Paid",
        "Transaction.Failed",
        "Transaction.PartialCancelled",
        "Transaction.Cancelled",
        "BillingKey.Issued",
        "BillingKey.Deleted",
    ]
    paid, partial, issued = (json.loads(seen.seen[index][0].body) for index in (0, 2, 4))
    attempt = shop.sim.attempts("A")[0]
    assert paid == {
        "type": "Transaction.Paid",
        "timestamp": "2026-01-01T00:00:00.000Z",
        "data": {"storeId": attempt.bill.store_id, "paymentId": "A", "transactionId": attempt.id},
    }
    assert partial["data"]["cancellationId"] == attempt.cancellations[0].id
    assert issued["data"] == {"storeId": attempt.bill.store_id, "billingKey": key}


def test_v2_is_asked_to_be_silent_about_a_call_only(told: Any) -> None:
    shop, seen = told()
    account = {"bank": "SHINHAN", "expiry": {"validHours": 1}, "option": {"type": "NORMAL"}}
    body = shop.instant(method={"virtualAccount": account}, skipWebhook=True)
    shop.v2.ok("POST", "/payments/A/instant", json=body)
    assert seen.kinds == []
    shop.sim.deposit("A")
    assert seen.kinds == ["Transaction.Paid"]
    shop.v2.ok("POST", "/payments/B/instant", json=shop.instant(skipWebhook=True))
    shop.v2.ok("POST", "/payments/B/cancel", json={"reason": "r", "skipWebhook": True})
    assert seen.kinds == ["Transaction.Paid"]


def test_an_official_verifier_takes_the_signature(told: Any) -> None:
    shop, seen = told()
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    sent, _ = seen.seen[-1]
    headers = shop.sim.headers(sent, time.time())
    assert Standard(WEBHOOK_SECRET).verify(sent.body, headers)["type"] == "Transaction.Paid"
    with pytest.raises(Exception, match="[Nn]o matching signature"):
        Standard("whsec_" + base64.b64encode(b"another").decode()).verify(sent.body, headers)


@pytest.mark.parametrize("form", [False, True])
def test_v2s_older_version(told: Any, form: bool) -> None:
    shop, seen = told(version="2024-01-01", form=form)
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    shop.v2_key()
    ((webhook, headers),) = seen.seen
    body = dict(parse_qsl(webhook.body.decode())) if form else json.loads(webhook.body)
    assert body == {"payment_id": "A", "tx_id": shop.sim.attempts("A")[0].id, "status": "Paid"}
    assert headers["content-type"].endswith("urlencoded" if form else "json")
    assert headers["webhook-signature"].startswith("v1,")


def test_v1_has_its_own_habits(told: Any) -> None:
    shop, seen = told()
    shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("A"))
    shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("B", number=DECLINED))
    uid = shop.sim.attempts("A")[0].id
    shop.v1.ok("POST", "/payments/cancel", json={"imp_uid": uid, "amount": 1000})
    assert seen.kinds == ["paid"], "no failure, no cancel by API"
    shop.v1.ok("POST", "/payments/cancel", json={"imp_uid": uid, "amount": 1000, "enable_webhook": True})
    assert seen.kinds == ["paid", "cancelled"]
    shop.v1.ok("POST", "/subscribe/payments/schedule", json=scheduled(shop, DECLINED))
    shop.wait(100)
    assert seen.kinds == ["paid", "cancelled", "failed"], "a schedule tells of its failure"
    webhook, headers = seen.seen[1]
    cancellation = shop.sim.attempts("A")[0].cancellations[1]
    assert json.loads(webhook.body) == {
        "imp_uid": uid,
        "merchant_uid": "A",
        "status": "cancelled",
        "cancellation_id": cancellation.id,
    }
    assert not [name for name in headers if name.startswith("webhook-")]


def scheduled(shop: Any, number: str) -> Any:
    shop.v1_key("member", number)
    row = {"merchant_uid": "S", "schedule_at": shop.now() + 60, "amount": 1000, "name": "n"}
    return {"customer_uid": "member", "schedules": [row]}


def test_a_cancel_in_the_console_is_told(told: Any) -> None:
    shop, seen = told()
    shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("A"))
    assert admin(shop, "POST", "/payments/A/cancel", {"amount": 1000})["status"] == "PARTIAL_CANCELLED"
    assert seen.kinds == ["paid", "cancelled"]


def test_a_payments_own_urls_replace_the_consoles(told: Any) -> None:
    shop, seen = told()
    own = ["http://shop.example/one", "http://shop.example/two"]
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(noticeUrls=own))
    shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("B", notice_url=own[0]))
    uid = shop.sim.attempts("B")[0].id
    shop.v1.ok("POST", "/payments/cancel", json={"imp_uid": uid, "enable_webhook": True})
    assert [webhook.url for webhook, _ in seen.seen] == [*own, own[0], URL]


def test_v2_tries_again_at_1_4_16_64_and_256_minutes(told: Any) -> None:
    shop, seen = told(*[500] * 6)
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    begun = shop.sim.now()
    shop.sim.advance(300 * 60)
    minutes = [(each.at - begun) / 60 for each in shop.sim.webhooks()[0].tries]
    assert minutes == [0, 1, 4, 16, 64, 256]
    assert shop.sim.webhooks()[0].state == "failed"
    assert len({webhook.id for webhook, _ in seen.seen}) == 1
    assert len({headers["webhook-timestamp"] for _, headers in seen.seen}) == 6


def test_it_is_not_sent_again_once_taken(told: Any) -> None:
    shop, seen = told(500, 204)
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    shop.sim.advance(300 * 60)
    assert len(seen.seen) == 2 and shop.sim.webhooks()[0].state == "delivered"


def test_a_handler_that_raises_is_no_answer(told: Any) -> None:
    shop, _ = told()

    def broken(webhook: Any, headers: Any) -> int:
        raise RuntimeError("down")

    shop.sim.on_webhook(broken)
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    assert shop.sim.webhooks()[0].tries[0].error == "RuntimeError: down"
    assert shop.sim.webhooks()[0].state == "waiting"


@pytest.mark.parametrize(("resends", "tries"), [(0, 1), (5, 6)])
def test_v1_tries_again_only_where_support_has_set_it(told: Any, resends: int, tries: int) -> None:
    shop, seen = told(*[500] * 9, resends=resends)
    shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("A"))
    shop.sim.advance(3600)
    assert len(seen.seen) == tries


def test_without_a_url_it_is_kept_and_not_sent(opened_with: Any) -> None:
    shop = opened_with(Settings())
    recorder = Recorder()
    shop.sim.on_webhook(recorder)
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    (webhook,) = shop.sim.webhooks()
    assert (webhook.state, webhook.url, recorder.seen) == ("unsent", None, [])
    admin(shop, "POST", f"/webhooks/{webhook.serial}/resend", {"url": URL})
    assert recorder.kinds == ["Transaction.Paid"]


def test_who_listens_changes_no_id(told: Any, opened_with: Any) -> None:
    shop, _ = told()
    other = opened_with(Settings())
    for each in (shop, other):
        each.v2.ok("POST", "/payments/A/instant", json=each.instant())
        each.v2.ok("POST", "/payments/B/instant", json=each.instant())
    assert [a.id for a in shop.sim.attempts()] == [a.id for a in other.sim.attempts()]


def admin(shop: Any, method: str, path: str, body: Any = None) -> Any:
    root = "http://simulator/_sim"
    found = httpx.Client.send(shop.v2, shop.v2.build_request(method, f"{root}{path}", json=body))
    assert found.status_code == 200, found.text
    return found.json()


# Over HTTP.


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def test_served_it_sends_for_real_and_again_when_the_clock_is_moved(opened_with: Any, receiver: Any) -> None:
    receiver.answer((503, b""), (503, b""), (200, b""))
    shop = opened_with(Settings(v2_notices=Notices(url=receiver.url)))
    with running(shop.sim) as urls:
        root = urls["v2"].removesuffix("/v2")
        paid = httpx.post(f"{urls['v2']}/payments/A/instant", json=shop.instant(), headers=shop.v2.headers)
        assert paid.status_code == 200
        ((_, headers, body),) = receiver.wait(1)
        assert Standard(WEBHOOK_SECRET).verify(body, headers)["data"]["paymentId"] == "A"
        for count, minutes in ((2, 1), (3, 3)):
            httpx.post(f"{root}/_sim/clock", json={"advance": minutes * 60})
            assert receiver.wait(count)[-1][1]["webhook-id"] == headers["webhook-id"]
        text = settled(root, "delivered")
        assert 'pgbridge_simulator_webhooks_total{api="v2",result="failed"} 2.0' in text
    assert [each.status for each in shop.sim.webhooks()[0].tries] == [503, 503, 200]


def settled(root: str, state: str) -> str:
    for _ in range(200):
        if httpx.get(f"{root}/_sim/webhooks").json()["items"][0]["state"] == state:
            break
        time.sleep(0.02)
    return httpx.get(f"{root}/metrics").text


def test_a_shop_that_is_away_keeps_nobody_waiting(opened_with: Any) -> None:
    shop = opened_with(Settings(v2_notices=Notices(url="http://127.0.0.1:1/hook")))
    with running(shop.sim) as urls:
        root = urls["v2"].removesuffix("/v2")
        for order in "ABC":
            path = f"{urls['v2']}/payments/{order}/instant"
            assert httpx.post(path, json=shop.instant(), headers=shop.v2.headers).status_code == 200
        settled(root, "waiting")
    assert {each.tries[0].error for each in shop.sim.webhooks()} == {"ConnectError"}


@pytest.mark.parametrize(
    ("api", "version", "answer", "reason"),
    [
        ("v1", "", (200, b""), None),
        ("v1", "", (500, b'{"reason": "sold out"}'), "sold out"),
        ("v1", "", (500, b"no"), "가맹점에서 결제 승인을 거절했습니다."),
        ("v2", "2024-04-25", (200, b""), None),
        ("v2", "2024-04-25", (409, b'{"errorMessage": "sold out"}'), "sold out"),
        ("v2", "2024-01-01", (409, b""), "고객사에서 결제 승인을 거절했습니다."),
    ],
)
def test_the_confirm_process_asks_the_shop(
    opened_with: Any, receiver: Any, api: str, version: str, answer: Any, reason: str | None
) -> None:
    receiver.answer(answer)
    notices = Notices(confirm_url=receiver.url, version=version)
    shop = opened_with(Settings(v1_notices=notices, v2_notices=notices))
    if api == "v1":
        shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("A"))
    else:
        shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    attempt = shop.sim.attempts("A")[0]
    found = asyncio.run(courier.ask(shop.sim, attempt.id))
    assert (found.reason if found else None) == reason
    ((_, _, body),) = receiver.wait(1)
    told = json.loads(body)
    expected = {
        "v1": {"imp_uid": attempt.id, "merchant_uid": "A", "amount": 11_000},
        "2024-01-01": {"payment_id": "A", "tx_id": attempt.id, "total_amount": 11_000},
        "2024-04-25": {
            "storeId": attempt.bill.store_id,
            "paymentId": "A",
            "transactionId": attempt.id,
            "totalAmount": 11_000,
        },
    }[version or api]
    assert told.get("data", told) == expected


def test_nobody_is_asked_where_no_url_is_set(shop: Any) -> None:
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    assert asyncio.run(courier.ask(shop.sim, shop.sim.attempts("A")[0].id)) is None


def test_a_shop_that_does_not_answer_refuses(shop: Any) -> None:
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    attempt = shop.sim.attempts("A")[0]
    assert asyncio.run(courier.ask(shop.sim, attempt.id, "http://127.0.0.1:1/")) is not None


def test_channels_say_what_their_pg_can_do(opened_with: Any) -> None:
    whole = replace(TEST, key="whole", partial_cancel=False)
    none = replace(TEST, key="none", unsupported=("instant", "issue_billing_key"))
    accounts = replace(TEST, key="accounts", methods={"instant": ("virtualAccount",)})
    slow = replace(TEST, key="slow", cancels_later=True)
    shop = opened_with(Settings(channels=(whole, none, accounts, slow)))

    def charge(order: str, key: str) -> httpx.Response:
        response: httpx.Response = shop.v2.post(
            f"/payments/{order}/instant", json=shop.instant(channelKey=key)
        )
        return response

    assert charge("A", "whole").status_code == 200
    refused = shop.v2.post("/payments/A/cancel", json={"reason": "r", "amount": 1000}).json()
    assert refused["pgCode"] == "PARTIAL_CANCEL_UNSUPPORTED"
    assert shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r"})
    assert charge("B", "none").json()["pgCode"] == "UNSUPPORTED_OPERATION"
    assert charge("C", "accounts").json()["pgCode"] == "UNSUPPORTED_METHOD"
    assert [each.bill.order_id for each in shop.sim.attempts()] == ["A"]
    assert charge("D", "slow").status_code == 200
    asked = shop.v2.ok("POST", "/payments/D/cancel", json={"reason": "r"})["cancellation"]
    assert asked["status"] == "REQUESTED"
    assert shop.v2.ok("GET", "/payments/D")["status"] == "PAID"
    shop.sim.advance(600)
    assert shop.v2.ok("GET", "/payments/D")["status"] == "CANCELLED"


def test_a_schedule_that_falls_due_on_a_running_clock_is_told_without_being_asked(
    opened_with: Any, receiver: Any
) -> None:
    receiver.answer((200, b""), (200, b""))
    shop = opened_with(Settings(v2_notices=Notices(url=receiver.url)))
    with running(shop.sim) as urls:
        shop.sim.world.clock.run()
        key = shop.v2_key()
        receiver.wait(1)
        due = datetime.fromtimestamp(shop.sim.now() + 1.5, UTC).isoformat()
        body = {"payment": shop.with_key(key), "timeToPay": due}
        made = httpx.post(f"{urls['v2']}/payments/S/schedule", json=body, headers=shop.v2.headers)
        assert made.status_code == 200, made.text
        assert json.loads(receiver.wait(2)[1][2])["type"] == "Transaction.Paid"


def test_v2_sends_a_webhook_again_on_demand(told: Any) -> None:
    shop, seen = told()
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r"})
    paid = shop.sim.webhooks()[0].id
    again = shop.v2.ok("POST", "/payments/A/resend-webhook", json={})["webhook"]
    assert (again["paymentStatus"], again["currentExecutionCount"], again["url"]) == ("CANCELLED", 2, URL)
    assert shop.v2.ok("POST", "/payments/A/resend-webhook", json={"webhookId": paid})["webhook"]["id"] == paid
    assert seen.kinds == [
        "Transaction.Paid",
        "Transaction.Cancelled",
        "Transaction.Cancelled",
        "Transaction.Paid",
    ]
    for _ in range(10):
        shop.v2.ok("POST", "/payments/A/resend-webhook", json={"webhookId": paid})
    refused = shop.v2.refused("POST", "/payments/A/resend-webhook", json={"webhookId": paid})
    assert refused == (400, "MAX_WEBHOOK_RETRY_COUNT_REACHED")
    unknown = shop.v2.refused("POST", "/payments/A/resend-webhook", json={"webhookId": "none"})
    assert unknown == (404, "WEBHOOK_NOT_FOUND")
    assert shop.v2.refused("POST", "/payments/B/resend-webhook", json={}) == (404, "PAYMENT_NOT_FOUND")
