"""Moving a channel from V1 to V2 is a change of its entry: the same Python goes on, and the past stays where it is."""

import httpx
import pytest

from pgbridge import (
    Bridge,
    CancelPayment,
    Card,
    ChargeBillingKey,
    ChargeCard,
    ConfigError,
    Customer,
    GetBillingKey,
    GetPayment,
    IssueBillingKey,
    krw,
)
from pgbridge.model.channel import Channel, Connection
from pgbridge.config import Config
from pgbridge.registry import installed
from pgbridge.simulated import turned
from pgbridge.simulator import Settings
from pgbridge.simulator.transport import SimulatorTransport
from tests.closing import kept_parts

CARD = Card(
    number="4242-4242-4242-4242", expiry="2030-12", birth_or_business_number="900101", password_digits="12"
)
BUYER = Customer(id="member1", name="홍길동", email="hong@shop.example", phone="010-1234-5678")
CONNECTIONS = {
    "v1": Connection(name="v1", api="v1", environment="test"),
    "v2": Connection(name="v2", api="v2", environment="test"),
}
BEFORE = Channel(
    name="main", connection=CONNECTIONS["v1"], provider="inicis", pg="html5_inicis.INIpayTest", key="k1"
)
AFTER = Channel(name="main", connection=CONNECTIONS["v2"], provider="inicis-v2", key="k2")


def charge(order_id):
    return ChargeCard(order_id=order_id, order_name="n", amount=krw(9_900), card=CARD, customer=BUYER)


def again(order_id):
    return ChargeBillingKey(
        order_id=order_id, order_name="n", amount=krw(9_900), billing_key="card", customer=BUYER
    )


@pytest.fixture
def bridges():
    settings = Settings()
    parts = kept_parts(installed(), Config(connections=CONNECTIONS, channels={"main": BEFORE}), settings)

    def bridge(channel):
        config = turned(Config(connections=CONNECTIONS, channels={"main": channel}), settings)
        client = httpx.Client(transport=SimulatorTransport(parts.simulator))
        return Bridge.of(
            parts.registry,
            config,
            ledger=parts.ledger,
            context=parts.context,
            client=client,
            sleep=parts.simulator.advance,
        )

    before = bridge(BEFORE)
    before.execute(charge("old1"))
    before.execute(IssueBillingKey(alias="card", card=CARD, customer=BUYER))
    return before, bridge(AFTER)


@pytest.mark.parametrize("named", [None, "main"])
def test_the_past_stays_where_it_was_made(bridges, named):
    _, after = bridges
    assert after.execute(GetPayment(order_id="old1"), channel=named).version == "V1"
    assert after.execute(charge("old1"), channel=named).replayed
    assert (
        after.execute(CancelPayment(order_id="old1", amount=1_000, cancel_id="c"), channel=named).amount
        == 1_000
    )
    assert after.execute(again("month1"), channel=named).version == "V1"
    assert after.execute(GetBillingKey(billing_key="card"), channel=named).status == "issued"


def test_the_future_goes_where_the_channel_is_now(bridges):
    _, after = bridges
    assert after.execute(charge("new1")).version == "V2"
    assert after.execute(GetPayment(order_id="new1")).version == "V2"
    assert after.execute(CancelPayment(order_id="new1")).amount == 9_900


def test_a_connection_that_still_has_a_past_must_not_go(bridges):
    before, _ = bridges
    only_v2 = {"v2": before.config.connections["v2"]}
    config = Config(connections=only_v2, channels={"main": AFTER})
    gone = Bridge.of(before.registry, config, ledger=before.ledger, context=before.context)
    with pytest.raises(ConfigError, match="put it back"):
        gone.execute(CancelPayment(order_id="old1"))
