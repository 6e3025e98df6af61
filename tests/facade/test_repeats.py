"""What a V1 client that asks again is told, and what that does: never a second charge, refund or schedule."""

import threading
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from pgbridge.facade.app import Facade
from pgbridge.facade.door import front
from pgbridge.registry import installed
from pgbridge.serving import running
from pgbridge.simulator.faults import LOST_ANSWER, LOST_REQUEST, Fault, Plan
from pgbridge.simulator.transport import AsyncSimulatorTransport
from tests.facade.conftest import CARD, DECLINED, Client
from tests.facade.test_shops import SETTINGS, charge, clients, config, shop, vendor
from tests.facade.test_unknown import hasty

__all__ = ["hasty", "vendor"]
HOUR = 3600


def dark(sim: Any, order: str, nth: int) -> None:
    """Answer nothing more about an order after so many requests; what is sent still happens."""
    sim.inject(Plan(fault=LOST_ANSWER, path=f"/v2/payments/{order}*", nth=nth, times=None))


def pay(v1: Client, order: str, amount: int = 900, **more: Any) -> str:
    body = {"merchant_uid": order, "amount": amount, **CARD, **more}
    uid: str = v1.ok("POST", "/subscribe/payments/onetime", body)["imp_uid"]
    return uid


@pytest.mark.parametrize(("checksum", "reads"), [({}, 1), ({"checksum": 900}, 2)], ids=["without", "with"])
def test_a_repeated_cancel_is_told_what_became_of_the_first(
    hasty: Any, checksum: dict[str, int], reads: int
) -> None:
    sim, v1 = hasty
    uid = pay(v1, "r1")
    wish = {"imp_uid": uid, "amount": 300, **checksum}
    dark(sim, "r1", reads + 1)
    assert v1.refused("POST", "/payments/cancel", wish)[0] == 504
    sim.faults.clear()
    # A refusal would read as if nothing had gone back, and the next request would give it back again.
    assert v1.ok("POST", "/payments/cancel", wish)["cancel_amount"] == 300
    assert v1.ok("GET", f"/payments/{uid}")["cancel_amount"] == 300


def test_a_repeated_full_cancel_is_told_what_became_of_the_first(hasty: Any) -> None:
    sim, v1 = hasty
    uid = pay(v1, "r2")
    dark(sim, "r2", 2)
    assert v1.refused("POST", "/payments/cancel", {"imp_uid": uid})[0] == 504
    sim.faults.clear()
    assert v1.ok("POST", "/payments/cancel", {"imp_uid": uid})["status"] == "cancelled"
    assert v1.refused("POST", "/payments/cancel", {"imp_uid": uid})[2] == "이미 전액 취소된 결제입니다."


def test_a_cancel_of_a_payment_of_v1_is_not_made_twice(vendor: Any, tmp_path: Path) -> None:
    sim, urls = vendor
    old = Client(urls["v1"], SETTINGS.v1_key, SETTINGS.v1_secret)
    uid = charge(old, "oldtwice", 900, pg="nice_v2")["imp_uid"]
    made = config(
        urls,
        f"sqlite:///{tmp_path}/l.sqlite3",
        (shop("moved", "a", v1="v1"),),
        deadline=1.5,
        busy_wait=0.5,
    )
    with running(front(Facade(made, installed()))) as url:
        (client,) = clients(url, "moved")
        wish = {"imp_uid": uid, "amount": 300}
        sim.inject(Plan(fault=LOST_ANSWER, path="/v1/payments/cancel", times=None))
        # It is read twice before the cancel is sent, the second time under the order's name.
        sim.inject(Plan(fault=LOST_ANSWER, path=f"/v1/payments/{uid}", nth=3, times=None))
        try:
            assert client.refused("POST", "/payments/cancel", wish)[0] == 504
        finally:
            sim.faults.clear()
        assert client.ok("POST", "/payments/cancel", wish)["cancel_amount"] == 300
        client.close()
    old.close()


def test_a_second_request_is_not_charged_once_the_first_was_told_that_it_failed(
    vendor: Any, tmp_path: Path
) -> None:
    sim, urls = vendor
    made = config(urls, f"sqlite:///{tmp_path}/l.sqlite3", (shop("slow", "a"),))
    told: dict[str, Any] = {}
    with running(front(Facade(made, installed()))) as url:
        (client,) = clients(url, "slow")
        sim.inject(Plan(fault=Fault(delay=0.7), path="/v2/payments/twice/instant"))

        def ask(card: dict[str, str]) -> None:
            body = {"merchant_uid": "twice", "amount": 900, **card}
            told[card["card_number"]] = client.call("POST", "/subscribe/payments/onetime", body).json()

        threads = [threading.Thread(target=ask, args=(card,)) for card in (DECLINED, CARD)]
        threads[0].start()
        while not sim.attempts("twice"):
            threads[0].join(0.01)
        threads[1].start()
        for each in threads:
            each.join()
        client.close()
    assert told[DECLINED["card_number"]]["response"]["status"] == "failed"
    assert told[CARD["card_number"]]["code"] == 1, told
    assert len(sim.attempts("twice")) == 1


def test_what_never_left_may_be_asked_again(hasty: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sim, v1 = hasty
    reached = AsyncSimulatorTransport.handle_async_request

    async def unreachable(self: AsyncSimulatorTransport, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise httpx.ConnectError("refused", request=request)
        return await reached(self, request)

    monkeypatch.setattr(AsyncSimulatorTransport, "handle_async_request", unreachable)
    wish = {"merchant_uid": "never", "amount": 1, **CARD}
    assert v1.refused("POST", "/subscribe/payments/onetime", wish)[0] == 503
    monkeypatch.undo()
    assert v1.ok("POST", "/subscribe/payments/onetime", wish)["status"] == "paid"
    assert len(sim.attempts("never")) == 1


def test_a_repeated_account_is_told_with_its_number(hasty: Any) -> None:
    sim, v1 = hasty
    wish = {"merchant_uid": "va9", "amount": 1_100, "vbank_code": "088", "vbank_due": int(sim.now()) + HOUR}
    dark(sim, "va9", 2)
    assert v1.refused("POST", "/vbanks", wish)[0] == 504
    sim.faults.clear()
    assert v1.ok("POST", "/vbanks", wish)["vbank_num"]
    assert v1.refused("POST", "/vbanks", wish)[2] == "가상계좌가 발급된 주문입니다."


def batch(sim: Any, key: str, *orders: str) -> dict[str, Any]:
    due = int(sim.now()) + HOUR
    rows = [{"merchant_uid": o, "schedule_at": due, "amount": 10, "name": "n"} for o in orders]
    return {"customer_uid": key, "schedules": rows}


def test_a_batch_is_taken_back_where_it_was_made(vendor: Any, tmp_path: Path) -> None:
    sim, urls = vendor
    made = config(urls, f"sqlite:///{tmp_path}/l.sqlite3", (shop("stores", "a", "kims"),))
    kims = msgspec.structs.replace(made.channels["b"], name="kims", store_id="store-kim")
    policy = msgspec.structs.replace(made.policy, lookup_lag=0.5)
    made = msgspec.structs.replace(made, channels={**made.channels, "kims": kims}, policy=policy)
    with running(front(Facade(made, installed()))) as url:
        (client,) = clients(url, "stores")
        client.ok("POST", "/subscribe/customers/kimcard", {**CARD, "channel_key": "channel-key-b"})
        refusal = Fault(processed=False, answer="refused", refusal="PG_PROVIDER")
        sim.inject(Plan(fault=refusal, path="/v2/payments/k2/schedule", times=None))
        try:
            refused = client.refused(
                "POST", "/subscribe/payments/schedule", batch(sim, "kimcard", "k1", "k2")
            )
        finally:
            sim.faults.clear()
        shown = client.ok("GET", "/subscribe/payments/schedule/k1")
        assert shown["schedule_status"] == "revoked", (refused, shown)
        wish = batch(sim, "kimcard", "k3")
        client.ok("POST", "/subscribe/payments/schedule", wish)
        due = wish["schedules"][0]["schedule_at"]
        listed = client.ok("GET", f"/subscribe/payments/schedule?schedule_from={due}&schedule_to={due + 1}")
        assert [each["merchant_uid"] for each in listed if each["schedule_status"] == "scheduled"] == ["k3"]
        gone = client.ok("POST", "/subscribe/payments/unschedule", {"customer_uid": "kimcard"})
        assert [(each["merchant_uid"], each["schedule_status"]) for each in gone] == [("k3", "revoked")]
        client.close()


def test_a_repeated_batch_goes_on_where_the_first_stopped(hasty: Any) -> None:
    sim, v1 = hasty
    v1.ok("POST", "/subscribe/customers/plan", CARD)
    wish = batch(sim, "plan", "g1", "g2", "g3")
    sim.inject(Plan(fault=LOST_ANSWER, path="/v2/payments/g2/schedule", times=None))
    # Each row is looked for before it is made: the third look is the one for what became of the second row.
    sim.inject(Plan(fault=LOST_ANSWER, method="GET", path="/v2/payment-schedules*", nth=3, times=None))
    assert v1.refused("POST", "/subscribe/payments/schedule", wish)[0] == 504
    sim.faults.clear()
    made = v1.ok("POST", "/subscribe/payments/schedule", wish)
    assert [each["merchant_uid"] for each in made] == ["g1", "g2", "g3"]
    assert v1.refused("POST", "/subscribe/payments/schedule", wish)[2] == "결제 예약이 등록된 주문입니다."


def test_old_payments_of_a_shared_store_are_shown_to_no_other_shop(vendor: Any, tmp_path: Path) -> None:
    sim, urls = vendor
    old = Client(urls["v1"], SETTINGS.v1_key, SETTINGS.v1_secret)
    uid = charge(old, "oldshared", 4_000, pg="nice_v2")["imp_uid"]
    shops = (shop("moved", "a", v1="v1"), shop("other", "b"))
    with running(front(Facade(config(urls, f"sqlite:///{tmp_path}/l.sqlite3", shops), installed()))) as url:
        owner, other = clients(url, "moved", "other")
        assert owner.ok("GET", "/payments/find/oldshared")["imp_uid"] == uid
        assert other.refused("GET", "/payments/find/oldshared")[0] == 404
        listed = other.ok("GET", "/payments/status/all?limit=1000")["list"]
        assert "oldshared" not in [each["merchant_uid"] for each in listed]
        for each in (owner, other):
            each.close()
    old.close()


def test_keys_of_v1_are_charged_under_the_shops_own_orders(vendor: Any, tmp_path: Path) -> None:
    sim, urls = vendor
    old = Client(urls["v1"], SETTINGS.v1_key, SETTINGS.v1_secret)
    old.ok("POST", "/subscribe/customers/v1card", {**CARD, "channel_key": "channel-key-b"})
    shops = (shop("first", "a"), shop("second", "b", v1="v1"))
    with running(front(Facade(config(urls, f"sqlite:///{tmp_path}/l.sqlite3", shops), installed()))) as url:
        first, second = clients(url, "first", "second")
        charge(first, "sameorder", 700)
        again = {"customer_uid": "v1card", "merchant_uid": "sameorder", "amount": 700, "name": "n"}
        paid = second.ok("POST", "/subscribe/payments/again", again)
        assert (paid["status"], paid["merchant_uid"], paid["amount"]) == ("paid", "sameorder", 700)
        assert first.ok("GET", "/payments/find/sameorder")["imp_uid"] != paid["imp_uid"]
        assert second.ok("GET", "/payments/find/sameorder")["imp_uid"] == paid["imp_uid"]
        gone = second.ok("POST", "/payments/cancel", {"imp_uid": paid["imp_uid"]})
        assert (gone["status"], gone["merchant_uid"]) == ("cancelled", "sameorder")
        assert first.ok("GET", "/payments/find/sameorder")["status"] == "paid"
        for each in (first, second):
            each.close()
    old.close()


def test_no_imp_uid_reads_as_one_of_v1(hasty: Any) -> None:
    _, v1 = hasty
    # V1's are the last twelve digits of a time in milliseconds: none before 2033 begins with less than 4.
    for number in range(12):
        assert pay(v1, f"uid{number}")[4] < "4"


def test_an_order_that_may_be_paid_yet_is_not_told_as_missing(hasty: Any) -> None:
    sim, v1 = hasty
    sim.inject(Plan(fault=LOST_REQUEST, path="/v2/payments/gone/instant", times=None))
    assert v1.refused("POST", "/subscribe/payments/onetime", {"merchant_uid": "gone", "amount": 1, **CARD})[
        0
    ] in (503, 504)
    for path in ("find/gone", "findAll/gone", "?merchant_uid[]=gone"):
        assert v1.refused("GET", f"/payments/{path}".replace("/?", "?"))[0] == 504, path
    assert v1.refused("GET", "/payments/find/never-asked")[0] == 404


def test_each_of_two_cards_under_one_name_pays_its_own_order(vendor: Any, tmp_path: Path) -> None:
    sim, urls = vendor
    made = config(urls, f"sqlite:///{tmp_path}/l.sqlite3", (shop("cards", "a"),))
    other = {**CARD, "card_number": "5555-5555-5555-4444"}
    with running(front(Facade(made, installed()))) as url:
        (client,) = clients(url, "cards")
        sim.inject(Plan(fault=Fault(delay=0.5), path="/v2/billing-keys", times=2))

        def ask(order: str, card: dict[str, str]) -> None:
            body = {"merchant_uid": order, "amount": 900, "customer_uid": "both", **card}
            client.ok("POST", "/subscribe/payments/onetime", body)

        cards = {"card1": CARD, "card2": other}
        threads = [threading.Thread(target=ask, args=each) for each in cards.items()]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        for order, card in cards.items():
            paid = client.ok("GET", f"/payments/find/{order}")["card_number"]
            assert paid[:6] == card["card_number"].replace("-", "")[:6], (order, paid)
        client.close()
