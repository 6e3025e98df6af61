"""What must never pass unnoticed: the wrong environment, the wrong PG, a plugin's own choice, a seller's store."""

import httpx
import msgspec
import pytest

from pgbridge import (
    Bridge,
    Card,
    ChargeCard,
    ConfigError,
    Customer,
    GetPayment,
    PgbridgeError,
    RuleViolation,
    hookimpl,
    krw,
)
from pgbridge.ledger.proof import Verdict
from pgbridge.ledger.protocol import Change
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.model.attempt import Seen
from pgbridge.model.channel import Channel, Connection
from pgbridge.registry import Registry, installed
from pgbridge.routing import Route, Seller
from pgbridge.simulated import default_config
from pgbridge.simulator import Settings
from pgbridge.simulator.transport import SimulatorTransport
from pgbridge.testing.ledger_conformance import wish_for
from pgbridge.writing.settling import Found, settle_done
from tests.closing import kept_parts


def charge(order_id, channel_customer=True):
    card = Card(
        number="4111-1111-1111-1111",
        expiry="2030-12",
        birth_or_business_number="900101",
        password_digits="12",
    )
    buyer = (
        Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")
        if channel_customer
        else Customer()
    )
    return ChargeCard(order_id=order_id, order_name="n", amount=krw(1_000), card=card, customer=buyer)


def bridge_with(change, events, settings=None, **options):
    parts = kept_parts(installed(), None, settings)
    client = httpx.Client(transport=SimulatorTransport(parts.simulator))
    bridge = Bridge.of(
        options.pop("registry", parts.registry),
        change(parts.config),
        ledger=parts.ledger,
        context=parts.context,
        client=client,
        sleep=parts.simulator.advance,
        observers=[events.append],
        **options,
    )
    bridge.simulator = parts.simulator
    return bridge


@pytest.mark.parametrize("name", ["inicis", "inicis-v1"])
def test_a_test_answer_on_a_live_connection_stops_further_writes(name):
    def live(config):
        channels = {
            n: msgspec.structs.replace(
                c, connection=msgspec.structs.replace(c.connection, environment="live")
            )
            for n, c in config.channels.items()
        }
        return msgspec.structs.replace(config, channels=channels)

    events = []
    bridge = bridge_with(live, events)
    assert bridge.execute(charge("order1"), channel=name).status == "paid"
    assert any(event.kind == "anomaly" and "live" in event.detail for event in events)
    with pytest.raises(ConfigError, match="correct the config"):
        bridge.execute(charge("order2"), channel=name)
    assert bridge.simulator.attempts("order2") == []
    assert bridge.execute(GetPayment(order_id="order1"), channel="inicis").status == "paid"


def mistyped(config):
    channels = {
        **config.channels,
        "inicis-v1": msgspec.structs.replace(config.channels["inicis-v1"], pg="html5_inicis.TYPO"),
    }
    return msgspec.structs.replace(config, channels=channels)


def test_v1_falling_back_to_another_pg_is_an_anomaly():
    events = []
    bridge = bridge_with(mistyped, events)
    bridge.execute(charge("order1"), channel="inicis-v1")
    assert any(event.kind == "anomaly" and "TYPO" in event.detail for event in events)
    events.clear()
    bridge.execute(GetPayment(order_id="order1"))
    assert any(event.kind == "anomaly" and "TYPO" in event.detail for event in events)


def test_a_payment_of_another_try_on_the_same_connection_is_no_fallback():
    bridge = bridge_with(lambda config: config, [])
    paid = bridge.execute(charge("order1"), channel="nice-v1")
    (there,) = bridge.ledger.attempts(order_id="order1")
    planner, asked = bridge.planner, bridge.config.channels["inicis-v1"]
    here = msgspec.structs.replace(there, id="other", number=2, channel="inicis-v1")
    assert planner.received(paid, asked)
    assert planner.received(paid, asked, [here])
    assert not planner.received(paid, asked, [here, there])
    declined = msgspec.structs.replace(there, state="failed")
    assert planner.received(paid, asked, [here, declined]), "what failed took nothing"
    assert not planner.received(paid, asked, []), "it was only read there"


@pytest.mark.parametrize(
    ("first", "second"),
    [("inicis-v1", "nice-v1"), ("nice-v1", "inicis-v1"), ("inicis", "nice"), ("nice", "inicis")],
)
def test_a_success_belongs_to_the_try_whose_channel_took_it(first, second):
    bridge = bridge_with(lambda config: config, [])
    paid = bridge.execute(charge("order1"), channel=second)
    (row,) = bridge.ledger.attempts(order_id="order1")
    ledger = open_sqlite("memory://")
    tried = []
    for channel in (first, second):
        wish = wish_for(
            connection=row.connection, api=row.api, channel=channel, looked=frozenset(a.id for a in tried)
        )
        tried.append(ledger.begin(wish).attempt)
        ledger.finish(Change(attempt=tried[-1].id, state="unknown", owner=wish.owner))
        ledger.transact(lambda run: run.count("UPDATE attempts SET begun_at = begun_at - 10000"))
    try:
        seen = Seen(id=row.vendor_ref, state="done", result=paid)
        found = Found(verdict=Verdict(outcome="done", item=seen), group=tuple(tried), attempts=2)
        flow, answer = settle_done(bridge.planner, found, bridge.run(10.0)), None
        while True:
            try:
                answer = flow.send(answer).call(ledger)
            except StopIteration as ended:
                written = ended.value
                break
        assert written
        assert [a.state for a in ledger.attempts()] == ["superseded", "done"]
    finally:
        ledger.close()


class Insists:
    @hookimpl
    def pgbridge_select_channel(self, candidates):
        return next((c for c in candidates if c.name == "nice"), None)


class Opens:
    def __init__(self, ledger):
        self.ledger = ledger

    @hookimpl
    def pgbridge_open_ledger(self, url):
        return self.ledger if url.startswith("mine:") else None


def plugins(*more):
    import pgbridge_iamport.plugin
    import pgbridge_portone.plugin
    import pgbridge_providers.plugin

    return Registry.of(pgbridge_iamport.plugin, pgbridge_portone.plugin, pgbridge_providers.plugin, *more)


def test_a_plugin_may_choose_the_channel():
    events = []
    bridge = bridge_with(lambda config: config, events, registry=plugins(Insists()))
    assert bridge.execute(charge("order1")).channel.pg_provider == "NICE_V2"
    assert ("nice", "chosen by a plugin") in bridge.explain(charge("order2")).reasons


def test_a_plugin_may_open_the_ledger():
    mine = kept_parts(installed(), None).ledger
    config = msgspec.structs.replace(default_config(), ledger_url="mine://anywhere")
    assert Bridge.of(plugins(Opens(mine)), config).ledger is mine
    with pytest.raises(ConfigError, match="other"):
        Bridge.of(plugins(), msgspec.structs.replace(config, ledger_url="other://x")).ledger  # noqa: B018


def test_a_seller_pays_into_its_own_store_and_tier():
    def market(config):
        sellers = {
            "kim": Seller(name="kim", channels=("inicis", "inicis-v1"), store_id="store-kim", tier="ABC")
        }
        return msgspec.structs.replace(config, sellers=sellers)

    bridge = bridge_with(market, [])
    bridge.execute(charge("order1"), channel="inicis", seller="kim")
    bridge.execute(charge("order2"), channel="inicis-v1", seller="kim")
    assert {a.bill.store_id for a in bridge.simulator.attempts()} == {"store-kim", "store-ABC"}
    with pytest.raises(ConfigError, match="seller"):
        bridge.execute(charge("order3"), seller="nobody")


def test_failover_only_after_a_definite_refusal():
    def unknown_key(config):
        channels = {
            **config.channels,
            "inicis": msgspec.structs.replace(config.channels["inicis"], key="nobody-knows"),
        }
        return msgspec.structs.replace(config, channels=channels)

    events = []
    bridge = bridge_with(unknown_key, events)
    payment = bridge.execute(charge("order1"))
    assert payment.channel.pg_provider == "NICE_V2"
    assert [event.channel for event in events if event.kind == "failover"] == ["nice"]
    with pytest.raises(PgbridgeError):
        bridge.execute(charge("order2"), channel="inicis")


def test_a_channel_that_would_refuse_is_left_out_and_the_reasons_say_why():
    routes = (Route(name="r", weights={"inicis": 1.0}, fallback=("nice",)),)
    bridge = bridge_with(lambda config: msgspec.structs.replace(config, routes=routes), [])
    choice = bridge.explain(charge("order1", channel_customer=False))
    assert [c.name for c in choice.channels] == ["nice"]
    assert any(name == "inicis" and "left out" in why for name, why in choice.reasons)


def test_check_settings_of_a_channel():
    bare = charge("order1", channel_customer=False)
    for setting, refused in (("strict", True), ("warn", False), ("off", False)):

        def only(config, setting=setting):
            channels = {"inicis": msgspec.structs.replace(config.channels["inicis"], check=setting)}
            return msgspec.structs.replace(config, channels=channels, routes=())

        events = []
        bridge = bridge_with(only, events)
        if refused:
            with pytest.raises(RuleViolation):
                bridge.execute(bare)
        else:
            bridge.execute(msgspec.structs.replace(bare, order_id=f"order-{setting}"))
            assert any("phone" in e.detail for e in events if e.kind == "warning") is (setting == "warn")


def test_an_unused_connection_needs_no_channel():
    events = []
    bridge = bridge_with(
        lambda config: msgspec.structs.replace(
            config, channels={"inicis": config.channels["inicis"]}, routes=()
        ),
        events,
        Settings(),
    )
    assert bridge.execute(charge("order1")).status == "paid"
