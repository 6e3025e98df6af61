"""The same history of V1 calls on the simulator's V1 and on the facade over its V2 ends in the same state.

The state is what a V1 client reads at the end, turned neutral by the V1 plugin. What may differ is listed in `LOSSY`, with why;
docs/explanation/facade.md tells shops of it.
"""

import random
from typing import Any

import msgspec
import pytest
from pgbridge_iamport.keys import READER as KEYS
from pgbridge_iamport.keys import key_of
from pgbridge_iamport.payments import decode_payment
from pgbridge_iamport.scheduled import decode_schedule

from pgbridge.facade.door import front
from pgbridge.registry import installed
from pgbridge.serving import running
from pgbridge.simulator import V1_KEY, V1_SECRET, Channel, Clock, Settings, Simulator
from pgbridge.simulator.server import running as simulating
from tests.facade.conftest import CARD, DECLINED, KEY, SECRET, Client, pretended

# Neutral field of a payment, a key or a schedule: why it is not the same.
LOSSY = {
    "attempt_id": "each side gives ids of its own; that they are stable is tested elsewhere",
    "id": "as attempt_id; of a key it is the customer_uid, which is compared by name",
    "wire": "the answer's own bytes",
    "pg_tx_id": "the PG's id of the transaction",
    "receipt_url": "holds the PG's id",
    "approval_number": "the PG's own number",
    "order_name": "V2 needs a name; a V1 request without one is named by its merchant_uid",
    "channel": "V2's module is another one than V1's",
    "platform": "V2 does not tell where a payment was started",
    "product_count": "neither is told back",
    "cash_receipt_issued": "V2 tells it of every payment, V1 of some",
    "escrow": "V2 tells it of escrow payments only",
    "card.issuer_name": "V2 has no names of issuers",
    "card.publisher_name": "V2 has no names of publishers",
    "card.name": "V2 has no name of its own for a card's product",
    "version": "which API made it",
    "billing_usage": "V2 does not tell what a key was used for",
    "schedule_id": "V1 has none",
    "updated_at": "V2 changes it with every write, V1 with another card",
    "pg_id": "the PG's id of a refund",
    "number": "the PG's number of an account",
    "remitter": "V1 does not tell it",
    "failure.pg_code": "V1 does not tell the PG's code",
    "pg_code": "V1 does not tell the PG's code",
    "live": "the two simulators' channels are set up alike, but only one tells",
    "created_at": "V1 does not tell when a schedule was made",
    "issued_at": "another card under one customer_uid is a new key on V2",
    "started_at": "the second is rounded differently",
    "customer": "of a schedule V1 fills in what the key's customer has, V2 does not",
}
ORDERS = [f"o{number}" for number in range(6)]
KEYS_OF_SHOP = ["c0", "c1"]
HOUR = 3600


def histories(seed: int, steps: int = 28) -> list[tuple[str, str, dict[str, Any] | None]]:
    """Return a history of calls. A sleeping `advance` moves both clocks."""
    rng = random.Random(seed)
    calls: list[tuple[str, str, dict[str, Any] | None]] = []
    # V1 opens a second account for an order, the facade does not: two could be paid into. So each order has one here.
    accounts = iter(range(steps))
    for _ in range(steps):
        order, key = rng.choice(ORDERS), rng.choice(KEYS_OF_SHOP)
        amount = rng.choice([1_000, 5_000, 11_000])
        card = rng.choice([CARD, CARD, CARD, DECLINED])
        calls.append(
            rng.choice(
                [
                    (
                        "POST",
                        "/subscribe/payments/onetime",
                        {"merchant_uid": order, "amount": amount, "name": "주문", **card},
                    ),
                    (
                        "POST",
                        "/subscribe/payments/onetime",
                        {
                            "merchant_uid": order,
                            "amount": amount,
                            "customer_uid": key,
                            "buyer_name": "김",
                            **card,
                        },
                    ),
                    (
                        "POST",
                        "/subscribe/payments/again",
                        {
                            "merchant_uid": order,
                            "amount": amount,
                            "customer_uid": key,
                            "name": "월간",
                            "buyer_email": "a@b.c",
                        },
                    ),
                    ("POST", f"/subscribe/customers/{key}", {**card, "customer_name": "김하늘"}),
                    ("DELETE", f"/subscribe/customers/{key}", None),
                    ("POST", "/payments/cancel", {"merchant_uid": order, "reason": "변심"}),
                    ("POST", "/payments/cancel", {"merchant_uid": order, "amount": 700, "reason": "일부"}),
                    ("POST", "/payments/cancel", {"merchant_uid": order, "amount": 500, "checksum": amount}),
                    ("POST", "/payments/prepare", {"merchant_uid": f"p{order}", "amount": amount}),
                    ("PUT", "/payments/prepare", {"merchant_uid": f"p{order}", "amount": amount}),
                    (
                        "POST",
                        "/subscribe/payments/schedule",
                        {
                            "customer_uid": key,
                            "schedules": [
                                {
                                    "merchant_uid": f"s{order}",
                                    "amount": amount,
                                    "schedule_at": rng.randint(1, 8) * HOUR,
                                    "name": "예약",
                                }
                            ],
                        },
                    ),
                    (
                        "POST",
                        "/subscribe/payments/unschedule",
                        {"customer_uid": key, "merchant_uid": f"s{order}"},
                    ),
                    ("POST", "/subscribe/payments/unschedule", {"customer_uid": key}),
                    (
                        "POST",
                        "/vbanks",
                        {
                            "merchant_uid": f"vo{next(accounts)}",
                            "amount": amount,
                            "vbank_code": "088",
                            "vbank_due": 48 * HOUR,
                            "channel_key": "channel-key-nice",
                        },
                    ),
                    ("deposit", f"v{order}", None),
                    ("advance", "", {"seconds": rng.choice([60, HOUR, 2 * HOUR])}),
                ]
            )
        )
    return calls


class Side:
    """One of the two: a client and the world behind it."""

    def __init__(self, client: Client, sim: Simulator) -> None:
        self.client, self.sim, self.start = client, sim, int(sim.now())
        self.codes: list[bool] = []

    def do(self, method: str, path: str, body: dict[str, Any] | None) -> None:
        if method == "advance":
            self.sim.advance(body["seconds"])
            return
        if method == "deposit":
            try:
                self.sim.deposit(path)
            except ValueError:
                pass
            return
        body = self.dated(body)
        answer = self.client.call(method, path, body)
        if answer.status_code == 401:
            self.client.renew()
            answer = self.client.call(method, path, body)
        told = answer.json()
        paid = not isinstance(told["response"], dict) or told["response"].get("status") != "failed"
        self.codes.append(told["code"] == 0 and paid)

    def dated(self, body: dict[str, Any] | None) -> dict[str, Any] | None:
        """Put times of this side's clock where a body has times from the start."""
        if body is None:
            return None
        body = dict(body)
        if "vbank_due" in body:
            body["vbank_due"] += self.start
        if "schedules" in body:
            body["schedules"] = [
                {**row, "schedule_at": row["schedule_at"] + self.start} for row in body["schedules"]
            ]
        return body

    def read(self, path: str) -> Any:
        answer = self.client.call("GET", path)
        return answer.content if answer.json()["code"] == 0 and answer.status_code == 200 else None

    def state(self) -> dict[str, Any]:
        """Return all that a client can read, neutral."""
        self.client.renew()
        found: dict[str, Any] = {}
        for order in [p + o for o in ORDERS for p in ("", "s")] + [f"vo{number}" for number in range(28)]:
            raw = self.read(f"/payments/find/{order}")
            found[f"payment {order}"] = None if raw is None else plain(decode_payment(raw), self.start)
        for order in ORDERS:
            raw = self.read(f"/subscribe/payments/schedule/s{order}")
            found[f"schedule {order}"] = None if raw is None else plain(decode_schedule(raw), self.start)
            raw = self.read(f"/payments/prepare/p{order}")
            found[f"prepared {order}"] = None if raw is None else msgspec.json.decode(raw)["response"]
        for name in KEYS_OF_SHOP:
            raw = self.read(f"/subscribe/customers/{name}")
            found[f"key {name}"] = (
                None if raw is None else plain(key_of(KEYS.one(raw), raw, name), self.start)
            )
        return found


def plain(it: Any, start: int, name: str = "") -> Any:
    """Return a neutral thing as data without what may differ, its times counted from the start."""
    if isinstance(it, msgspec.Struct):
        kind = type(it).__name__
        prefix = "card." if kind == "PaymentCard" else ""
        kept = {
            field: plain(getattr(it, field), start, field)
            for field in it.__struct_fields__
            if field not in LOSSY and f"{prefix}{field}" not in LOSSY
        }
        if kind == "Payment" or kind == "BillingKey":
            kept["customer"] = plain(it.customer, start)
        return {field: value for field, value in kept.items() if value is not None}
    if isinstance(it, tuple):
        return [plain(each, start) for each in it]
    if hasattr(it, "timestamp"):
        return round(it.timestamp()) - start
    return it


@pytest.mark.parametrize("seed", range(1, 7))
def test_the_same_history_ends_in_the_same_state(seed: int) -> None:
    registry = installed()
    nice = Channel(key="channel-key-nice", provider="NICE_V2", merchant_id="nicetest0m", live=True)
    other = Simulator({"v1": registry.api("v1").face()}, clock=Clock(), settings=Settings(channels=(nice,)))
    made = pretended()
    with simulating(other) as urls, running(front(made.facade)) as url:
        v1 = Side(Client(urls["v1"], V1_KEY, V1_SECRET), other)
        facade = Side(Client(url, KEY, SECRET), made.simulator)
        for call in histories(seed):
            v1.do(*call)
            facade.do(*call)
            assert v1.codes == facade.codes, (call, v1.codes[-1:], facade.codes[-1:])
        there, here = v1.state(), facade.state()
        different = {name: (there[name], here[name]) for name in there if there[name] != here[name]}
        assert not different
        for side in (v1, facade):
            side.client.close()


def test_a_history_does_something() -> None:
    """Every kind of call succeeds on some seed: what is only ever refused would be compared in vain."""
    kinds = {
        (method, path.rpartition("/")[0] if "customers" in path else path)
        for s in range(12)
        for method, path, _ in histories(s)
    }
    assert len([kind for kind in kinds if kind[0] not in ("deposit",)]) >= 10
