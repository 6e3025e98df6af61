"""Several shops behind one facade, several facades on one database, and what outlives the process."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from pgbridge.config import Config, parse
from pgbridge.facade.app import Facade
from pgbridge.facade.door import front
from pgbridge.model.channel import Channel, Connection, Secret
from pgbridge.registry import installed
from pgbridge.routing import Seller
from pgbridge.rules import CONTRACTS
from pgbridge.serving import running
from pgbridge.shops import FacadeSettings, Shop
from pgbridge.simulator import Channel as Simulated
from pgbridge.simulator import Clock, Settings, Simulator
from pgbridge.simulator.server import running as simulating
from pgbridge.webhooks import signed_headers
from tests.facade.conftest import CARD, Client
from tests.servers import postgres_server

SETTINGS = Settings()
WEBHOOK_SECRET = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ="
HOUR = 3600


def shop(name: str, *channels: str, **more: Any) -> Shop:
    return Shop(
        name=name, key=Secret(f"key-{name}"), secret=Secret(f"secret-{name}"), channels=channels, **more
    )


def config(urls: dict[str, str], ledger: str, shops: tuple[Shop, ...], **settings: Any) -> Config:
    v2 = Connection(
        name="v2",
        api="v2",
        environment="test",
        base_url=urls["v2"],
        credentials={"secret": Secret(SETTINGS.v2_secret)},
    )
    v1 = Connection(
        name="v1",
        api="v1",
        environment="test",
        base_url=urls["v1"],
        credentials={"key": Secret(SETTINGS.v1_key), "secret": Secret(SETTINGS.v1_secret)},
    )
    channels = {
        name: Channel(
            name=name,
            connection=v2,
            provider="nice-v2",
            key=f"channel-key-{name}",
            check="warn",
            contracts=frozenset(CONTRACTS),
        )
        for name in ("a", "b")
    }
    return Config(
        connections={"v2": v2, "v1": v1},
        channels=channels,
        sellers={"kim": Seller(name="kim", tier="ABC", store_id="store-kim")},
        ledger_url=ledger,
        facade=FacadeSettings(
            shops={each.name: each for each in shops},
            webhook_secrets={"v2": (Secret(WEBHOOK_SECRET),)},
            **settings,
        ),
    )


@pytest.fixture(scope="module")
def vendor() -> Iterator[tuple[Simulator, dict[str, str]]]:
    registry = installed()
    faces = {name: registry.api(name).face() for name in ("v1", "v2")}
    channels = tuple(
        Simulated(key=f"channel-key-{name}", provider="NICE_V2", merchant_id=f"mid-{name}", live=False)
        for name in ("a", "b")
    )
    sim = Simulator(faces, clock=Clock(running=True), settings=Settings(channels=channels))
    with simulating(sim) as urls:
        yield sim, urls


def clients(url: str, *names: str) -> list[Client]:
    return [Client(url, f"key-{name}", f"secret-{name}") for name in names]


def charge(client: Client, order: str, amount: int = 1_000, **more: Any) -> Any:
    body = {"merchant_uid": order, "amount": amount, **CARD, **more}
    return client.ok("POST", "/subscribe/payments/onetime", body)


def test_no_shop_reaches_anothers(vendor: Any, tmp_path: Path) -> None:
    shops = (shop("one", "a"), shop("two", "b"))
    facade = Facade(config(vendor[1], f"sqlite:///{tmp_path}/l.sqlite3", shops), installed())
    with running(front(facade)) as url:
        one, two = clients(url, "one", "two")
        assert one.headers != two.headers
        paid = charge(one, "same", customer_uid="card")
        # Both may call an order and a card what they like.
        other = charge(two, "same", 2_000, customer_uid="card")
        assert (paid["merchant_uid"], other["merchant_uid"]) == ("same", "same")
        assert paid["imp_uid"] != other["imp_uid"]
        assert [c.ok("GET", "/payments/find/same")["amount"] for c in (one, two)] == [1_000, 2_000]
        uid = paid["imp_uid"]
        for method, path, body in (
            ("GET", f"/payments/{uid}", None),
            ("GET", f"/payments/{uid}/balance", None),
            ("GET", f"/receipts/{uid}", None),
            ("GET", f"/payments?imp_uid[]={uid}", None),
            ("DELETE", f"/vbanks/{uid}", None),
        ):
            assert two.refused(method, path, body)[0] == 404, path
        assert two.refused("POST", "/payments/cancel", {"imp_uid": uid})[1] == 1
        charge(one, "mine")
        assert two.refused("GET", "/payments/find/mine")[0] == 404
        assert two.refused("POST", "/payments/cancel", {"merchant_uid": "mine"})[1] == 1
        one.ok("POST", "/subscribe/customers/only", CARD)
        assert two.refused("GET", "/subscribe/customers/only")[:2] == (200, 1)
        assert (
            two.refused(
                "POST",
                "/subscribe/payments/again",
                {"customer_uid": "only", "merchant_uid": "x", "amount": 1, "name": "n"},
            )[1]
            == -1
        )
        due = int(vendor[0].now()) + HOUR
        rows = [{"merchant_uid": "plan", "schedule_at": due, "amount": 10, "name": "n"}]
        one.ok("POST", "/subscribe/payments/schedule", {"customer_uid": "only", "schedules": rows})
        assert two.refused("GET", "/subscribe/payments/schedule/plan")[0] == 404
        assert two.refused("POST", "/subscribe/payments/unschedule", {"merchant_uid": "plan"})[1] == 1
        assert two.ok("GET", f"/subscribe/payments/schedule?schedule_from={due}&schedule_to={due + 1}") == []
        listed = [each["merchant_uid"] for each in two.ok("GET", "/payments/status/all?limit=1000")["list"]]
        assert listed == ["same"]
        assert one.ok("GET", "/payments/find/same")["status"] == "paid"
        for each in (one, two):
            each.close()


def test_a_payment_made_in_a_browser_belongs_to_who_has_its_channel(vendor: Any, tmp_path: Path) -> None:
    shops = (shop("one", "a"), shop("two", "b"))
    facade = Facade(config(vendor[1], f"sqlite:///{tmp_path}/l.sqlite3", shops), installed())
    body = {
        "channelKey": "channel-key-a",
        "orderName": "n",
        "amount": {"total": 500},
        "currency": "KRW",
        "method": {
            "card": {"credential": {"number": "4111111111111111", "expiryYear": "30", "expiryMonth": "12"}}
        },
    }
    headers = {"authorization": f"PortOne {SETTINGS.v2_secret}"}
    assert (
        httpx.post(f"{vendor[1]['v2']}/payments/window1/instant", json=body, headers=headers).status_code
        == 200
    )
    with running(front(facade)) as url:
        one, two = clients(url, "one", "two")
        seen = one.ok("GET", "/payments/find/window1")
        assert (seen["status"], seen["amount"]) == ("paid", 500)
        assert two.refused("GET", "/payments/find/window1")[0] == 404
        assert two.refused("GET", f"/payments/{seen['imp_uid']}")[0] == 404
        assert two.refused("POST", "/payments/cancel", {"merchant_uid": "window1"})[1] == 1
        assert one.ok("POST", "/payments/cancel", {"imp_uid": seen["imp_uid"]})["status"] == "cancelled"
        for each in (one, two):
            each.close()


def test_ids_outlive_the_process(vendor: Any, tmp_path: Path) -> None:
    made = config(vendor[1], f"sqlite:///{tmp_path}/l.sqlite3", (shop("kept", "a"),))
    with running(front(Facade(made, installed()))) as url:
        (client,) = clients(url, "kept")
        token, uid = client.headers, charge(client, "kept1", customer_uid="card-kept")["imp_uid"]
        client.ok("POST", "/payments/prepare", {"merchant_uid": "kept2", "amount": 70})
        client.close()
    with running(front(Facade(made, installed()))) as url:
        (client,) = clients(url, "kept")
        assert client.headers == token
        found = client.ok("GET", f"/payments/{uid}")
        assert (found["merchant_uid"], found["customer_uid"]) == ("kept1", "card-kept")
        assert client.ok("GET", "/payments/prepare/kept2")["amount"] == 70
        again = {"customer_uid": "card-kept", "merchant_uid": "kept3", "amount": 5, "name": "n"}
        assert client.ok("POST", "/subscribe/payments/again", again)["status"] == "paid"
        assert client.ok("POST", "/payments/cancel", {"imp_uid": uid})["status"] == "cancelled"
        client.close()


def test_a_shop_may_act_for_its_sub_merchants_only(vendor: Any, tmp_path: Path) -> None:
    shops = (shop("agency", "a", sellers=("kim",)),)
    facade = Facade(config(vendor[1], f"sqlite:///{tmp_path}/l.sqlite3", shops), installed())
    with running(front(facade)) as url:
        (client,) = clients(url, "agency")
        body = {"merchant_uid": "tier1", "amount": 300, **CARD}
        client.ok("POST", "/subscribe/payments/onetime", body, headers={"Tier": "ABC"})
        assert [a.bill.store_id for a in vendor[0].attempts() if a.bill.money.total == 300] == ["store-kim"]
        assert client.ok("GET", "/payments/find/tier1", headers={"Tier": "ABC"})["amount"] == 300
        assert client.refused("GET", "/payments/find/tier1")[0] == 404
        assert client.refused("GET", "/payments/find/tier1", headers={"Tier": "XYZ"})[0] == 401
        assert client.ok("GET", "/tiers/ABC")["tier_name"] == "kim"
        client.close()


def test_old_payments_are_served_from_v1(vendor: Any, tmp_path: Path) -> None:
    old = Client(vendor[1]["v1"], SETTINGS.v1_key, SETTINGS.v1_secret)
    before = charge(old, "old1", 4_000, pg="nice_v2")
    old.ok("POST", "/subscribe/customers/old-card", {**CARD, "channel_key": "channel-key-a"})
    facade = Facade(
        config(vendor[1], f"sqlite:///{tmp_path}/l.sqlite3", (shop("moved", "a", v1="v1"),)), installed()
    )
    with running(front(facade)) as url:
        (client,) = clients(url, "moved")
        path = f"/payments/{before['imp_uid']}?include_sandbox=true"
        assert client.ok("GET", path)["amount"] == 4_000
        assert client.ok("GET", "/payments/find/old1")["imp_uid"] == before["imp_uid"]
        part = client.ok(
            "POST", "/payments/cancel", {"imp_uid": before["imp_uid"], "amount": 1_000, "checksum": 4_000}
        )
        assert part["cancel_amount"] == 1_000
        assert old.ok("GET", path)["cancel_amount"] == 1_000
        new = charge(client, "new1", 600)
        assert not new["imp_uid"] == before["imp_uid"]
        assert [a.bill.version for a in vendor[0].attempts("new1")] == ["V2"]
        # A card that V1 keeps is charged there until it is moved.
        again = {"customer_uid": "old-card", "merchant_uid": "again1", "amount": 50, "name": "n"}
        assert client.ok("POST", "/subscribe/payments/again", again)["status"] == "paid"
        assert [a.bill.version for a in vendor[0].attempts("again1")] == ["V1"]
        assert client.ok("GET", "/subscribe/customers/old-card")["customer_uid"] == "old-card"
        client.close()
    old.close()


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgres_server() as url:
        yield url


def test_two_workers_on_one_postgres(vendor: Any, postgres: str) -> None:
    made = config(vendor[1], postgres, (shop("pair", "a"), shop("third", "b")))
    with (
        running(front(Facade(made, installed()))) as first,
        running(front(Facade(made, installed()))) as second,
    ):
        (one,), (two,) = clients(first, "pair"), clients(second, "pair")
        assert one.headers == two.headers
        uid = charge(one, "shared1", customer_uid="shared-card")["imp_uid"]
        assert two.ok("GET", f"/payments/{uid}")["merchant_uid"] == "shared1"
        body = {"merchant_uid": "race", "amount": 900, **CARD}
        answers: list[httpx.Response] = []

        def pay(client: Client) -> None:
            answers.append(client.call("POST", "/subscribe/payments/onetime", body))

        threads = [threading.Thread(target=pay, args=(client,)) for client in (one, two) * 4]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        told = [json.loads(each.text) for each in answers]
        # Who asked while it was under way may be told of the one payment there is; nobody of another.
        assert {each["code"] for each in told} <= {0, 1}, told
        assert len({each["response"]["imp_uid"] for each in told if each["code"] == 0}) == 1, told
        assert len(vendor[0].attempts("race")) == 1
        again = {"customer_uid": "shared-card", "merchant_uid": "shared2", "amount": 5, "name": "n"}
        assert two.ok("POST", "/subscribe/payments/again", again)["customer_uid"] == "shared-card"
        uids = {client.ok("GET", "/payments/find/race")["imp_uid"] for client in (one, two)}
        assert len(uids) == 1
        for each in (one, two):
            each.close()


class Shopfront:
    """A shop's V1 webhook address; says what it is told to say."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.statuses: list[int] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = (await receive())["body"]
        kind = dict(scope["headers"])[b"content-type"].decode()
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.told.append((scope["path"], json.loads(body) if "json" in kind else {"form": body.decode()}))
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


def announce(url: str, kind: str, order: str, number: int, **data: Any) -> int:
    body = json.dumps(
        {
            "type": f"Transaction.{kind}",
            "timestamp": "2026-11-30T00:00:00Z",
            "data": {"storeId": SETTINGS.store_id, "paymentId": order, **data},
        }
    ).encode()
    import time

    headers = signed_headers(
        body, secret=WEBHOOK_SECRET, id=f"wh-{number}-{order}", timestamp=int(time.time())
    )
    return httpx.post(f"{url}/_facade/webhooks/v2", content=body, headers=headers).status_code


def until(check: Any, seconds: float = 20.0) -> None:
    import time

    ends = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < ends, "it did not come about"
        time.sleep(0.05)


def test_webhooks_come_through_in_v1s_shape_and_outlive_a_restart(vendor: Any, tmp_path: Path) -> None:
    front_of_shop = Shopfront()
    with running(front_of_shop) as shop_url:
        made = config(
            vendor[1], f"sqlite:///{tmp_path}/l.sqlite3", (shop("told", "a", webhook_url=f"{shop_url}/hook"),)
        )
        facade = Facade(made, installed())
        with running(front(facade)) as url:
            (client,) = clients(url, "told")
            paid = charge(client, "told1", 900)
            assert announce(url, "Paid", "told1", 1, transactionId="x") == 200
            until(lambda: front_of_shop.told)
            assert front_of_shop.told == [
                ("/hook", {"imp_uid": paid["imp_uid"], "merchant_uid": "told1", "status": "paid"})
            ]
            # The same once more, and a cancel by the API: V1 tells neither.
            assert announce(url, "Paid", "told1", 1, transactionId="x") == 200
            client.ok("POST", "/payments/cancel", {"imp_uid": paid["imp_uid"]})
            assert announce(url, "Cancelled", "told1", 2, transactionId="x") == 200
            loud = charge(client, "told2", 800)
            client.ok("POST", "/payments/cancel", {"imp_uid": loud["imp_uid"], "enable_webhook": True})
            assert announce(url, "Cancelled", "told2", 3, transactionId="x") == 200
            until(lambda: len(front_of_shop.told) == 3)
            assert [each[1]["status"] for each in front_of_shop.told[1:]] == ["paid", "cancelled"]
            assert front_of_shop.told[2][1]["cancellation_id"]
            failed = client.ok(
                "POST",
                "/subscribe/payments/onetime",
                {"merchant_uid": "told3", "amount": 5, **CARD, "card_number": "4000-0000-0000-0101"},
            )
            assert failed["status"] == "failed"
            assert announce(url, "Failed", "told3", 4, transactionId="x") == 200
            # The shop is down: what was kept is told after a restart.
            charge(client, "told4", 700)
            front_of_shop.statuses = [500] * 1
            assert announce(url, "Paid", "told4", 5, transactionId="x") == 200
            until(lambda: not front_of_shop.statuses)
            assert announce(url, "Paid", "told4", 6) == 200
            headers = signed_headers(b"{}", secret="whsec_d3Jvbmc=", id="wh", timestamp=1)
            assert httpx.post(f"{url}/_facade/webhooks/v2", content=b"{}", headers=headers).status_code in (
                400,
                401,
            )
            assert httpx.post(f"{url}/_facade/webhooks/none", content=b"{}").status_code == 404
            client.close()
        assert len(front_of_shop.told) == 3
        with running(front(Facade(made, installed()))):
            until(lambda: len(front_of_shop.told) == 4, 30.0)
        assert front_of_shop.told[3][1]["merchant_uid"] == "told4"


def test_a_requests_own_address_is_told_only_where_the_shop_may_send(vendor: Any, tmp_path: Path) -> None:
    front_of_shop = Shopfront()
    with running(front_of_shop) as shop_url:
        made = config(
            vendor[1], f"sqlite:///{tmp_path}/l.sqlite3", (shop("own", "a", webhook_url=f"{shop_url}/hook"),)
        )
        with running(front(Facade(made, installed()))) as url:
            (client,) = clients(url, "own")
            charge(client, "own1", notice_url=f"{shop_url}/mine")
            charge(client, "own2", notice_url="http://169.254.169.254/latest")
            assert not any(
                a.bill.notice_urls for order in ("own1", "own2") for a in vendor[0].attempts(order)
            )
            for number, order in enumerate(("own1", "own2")):
                assert announce(url, "Paid", order, number) == 200
            until(lambda: len(front_of_shop.told) == 2)
            assert {told["merchant_uid"]: path for path, told in front_of_shop.told} == {
                "own1": "/mine",
                "own2": "/hook",
            }
            client.close()


def test_what_is_wrong_with_a_config_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("K", "k")
    data = {
        "connections": {"v2": {"api": "v2", "environment": "test", "secret": {"env": "K"}}},
        "channels": {"c": {"connection": "v2", "provider": "nice-v2", "key": "x"}},
        "facade": {
            "shops": {
                "good": {"key": {"env": "K"}, "secret": {"env": "K"}},
                "bad": {
                    "key": {"env": "K"},
                    "secret": {"env": "NONE"},
                    "channels": ["nope"],
                    "v1": "v2",
                    "webhook_url": "ftp://x",
                },
            }
        },
    }
    with pytest.raises(Exception) as wrong:
        parse(data)
    text = str(wrong.value)
    for piece in (
        "same key",
        "NONE is not set",
        "'nope'",
        "no connection to V1",
        "webhook_url",
        "facade.shops.bad",
    ):
        assert piece in text, piece
    data["facade"]["shops"].pop("bad")
    good = parse(data).facade
    assert good is not None and good.shops["good"].channels == ("c",)
