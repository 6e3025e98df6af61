"""Where an existing thing lives: ledger, prefix, then asking; and otherwise refusing to guess."""

import httpx
import msgspec
import pytest

from pgbridge import (
    Bridge,
    CancelPayment,
    Card,
    ChargeBillingKey,
    ChargeCard,
    ConfigError,
    Customer,
    DeleteBillingKey,
    GetBillingKey,
    GetPayment,
    IssueBillingKey,
    NotFound,
    OutcomeUnknown,
    VendorKey,
    krw,
)
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.registry import installed
from pgbridge.simulator.transport import SimulatorTransport
from tests.closing import keep, kept_parts

CARD = Card(
    number="4111-1111-1111-1111", expiry="2030-12", birth_or_business_number="900101", password_digits="12"
)
BUYER = Customer(id="member1", name="홍길동", email="hong@shop.example", phone="010-1234-5678")


def charge(order_id):
    return ChargeCard(order_id=order_id, order_name="n", amount=krw(1_000), card=CARD, customer=BUYER)


@pytest.fixture
def parts():
    return kept_parts(installed(), None)


def bridge_of(parts, ledger=None, transport=None, **changes):
    config = msgspec.structs.replace(parts.config, **changes)
    client = httpx.Client(transport=transport or SimulatorTransport(parts.simulator))
    return Bridge.of(
        parts.registry,
        config,
        ledger=ledger or parts.ledger,
        context=parts.context,
        client=client,
        sleep=parts.simulator.advance,
    )


@pytest.fixture
def forgetful(parts):
    """A bridge whose ledger knows nothing of what was paid before."""
    before = bridge_of(parts)
    paid = {name: before.execute(charge(f"order-{name}"), channel=name) for name in ("inicis", "inicis-v1")}
    return bridge_of(parts, keep(open_sqlite("memory://", parts.simulator.now))), paid


def test_the_ledger_knows(parts):
    bridge = bridge_of(parts)
    for name in ("inicis", "inicis-v1"):
        bridge.execute(charge(name), channel=name)
        assert bridge.execute(CancelPayment(order_id=name)).amount == 1_000


def test_the_vendors_are_asked_where_the_ledger_knows_nothing(forgetful):
    bridge, _ = forgetful
    assert bridge.execute(GetPayment(order_id="order-inicis")).version == "V2"
    assert bridge.execute(CancelPayment(order_id="order-inicis-v1")).amount == 1_000
    assert bridge.execute(CancelPayment(order_id="order-inicis")).amount == 1_000


def test_an_attempt_id_of_v1_tells_by_itself(forgetful):
    bridge, paid = forgetful
    attempt = paid["inicis-v1"].attempt_id
    assert bridge.execute(GetPayment(attempt_id=attempt)).order_id == "order-inicis-v1"
    assert bridge.execute(CancelPayment(attempt_id=attempt)).amount == 1_000


def test_what_nobody_knows_is_not_guessed(forgetful):
    bridge, _ = forgetful
    with pytest.raises(ConfigError, match="pass channel="):
        bridge.execute(CancelPayment(order_id="nothing"))
    with pytest.raises(ConfigError, match="pass channel="):
        bridge.execute(GetPayment(attempt_id="018f2c1e-0001-7000-8000-000000000001"))


def test_one_connection_needs_no_asking(parts):
    v2 = {"v2": parts.config.connections["v2"]}
    bridge = bridge_of(parts, channels={"inicis": parts.config.channels["inicis"]}, connections=v2, routes=())
    bridge.execute(charge("order1"))
    with pytest.raises(NotFound):
        bridge.execute(GetPayment(order_id="nothing"))


def test_a_vendor_key_names_no_channel(parts):
    bridge = bridge_of(parts)
    key = bridge.execute(IssueBillingKey(alias="a", card=CARD, customer=BUYER), channel="inicis")
    with pytest.raises(ConfigError, match="channel="):
        bridge.execute(GetBillingKey(billing_key=VendorKey(id=key.id)))
    assert (
        bridge.execute(GetBillingKey(billing_key=VendorKey(id=key.id)), channel="inicis").status == "issued"
    )


def test_an_unknown_alias_on_a_v1_shop_is_a_customer_uid(parts):
    v1 = {"v1": parts.config.connections["v1"]}
    bridge = bridge_of(
        parts, channels={"inicis-v1": parts.config.channels["inicis-v1"]}, connections=v1, routes=()
    )
    bridge.execute(IssueBillingKey(alias="uid1", card=CARD, customer=BUYER))
    fresh = bridge_of(
        parts,
        keep(open_sqlite("memory://", parts.simulator.now)),
        channels={"inicis-v1": parts.config.channels["inicis-v1"]},
        connections=v1,
        routes=(),
    )
    op = ChargeBillingKey(
        order_id="order1", order_name="n", amount=krw(100), billing_key="uid1", customer=BUYER
    )
    assert fresh.execute(op).status == "paid"


def test_a_deleted_alias_is_unknown(parts):
    bridge = bridge_of(parts)
    bridge.execute(IssueBillingKey(alias="a", card=CARD, customer=BUYER), channel="inicis")
    bridge.execute(DeleteBillingKey(billing_key="a"))
    with pytest.raises(NotFound, match="alias"):
        bridge.execute(GetBillingKey(billing_key="a"))


class TwoAccounts(httpx.BaseTransport):
    """Two V1 accounts, each a simulator of its own; a request that deletes at the first gets no answer, and does nothing."""

    def __init__(self, first, second):
        self.there = {
            "first.localhost": SimulatorTransport(first),
            "second.localhost": SimulatorTransport(second),
        }

    def handle_request(self, request):
        if request.method == "DELETE" and request.url.host == "first.localhost":
            raise httpx.ReadTimeout("nothing came", request=request)
        return self.there[request.url.host].handle_request(request)


def test_a_key_of_one_account_is_not_deleted_for_that_of_another(parts):
    """V1 keys are named by the shop, so two accounts may have one of the same name."""
    other = kept_parts(installed(), None)
    v1, channel = parts.config.connections["v1"], parts.config.channels["inicis-v1"]
    connections = {
        name: msgspec.structs.replace(v1, name=name, base_url=f"http://{name}.localhost/v1")
        for name in ("first", "second")
    }
    channels = {
        name: msgspec.structs.replace(channel, name=name, connection=connection)
        for name, connection in connections.items()
    }
    transport = TwoAccounts(parts.simulator, other.simulator)
    bridge = bridge_of(parts, transport=transport, channels=channels, connections=connections, routes=())
    for each in (parts, other):
        bridge_of(each).execute(
            IssueBillingKey(alias="member1", card=CARD, customer=BUYER), channel="inicis-v1"
        )
    delete = DeleteBillingKey(billing_key=VendorKey(id="member1"))
    with pytest.raises(OutcomeUnknown):
        bridge.execute(delete, channel="first")
    assert bridge.execute(delete, channel="second").id == "member1"
    read = GetBillingKey(billing_key=VendorKey(id="member1"))
    with pytest.raises(NotFound):
        bridge.execute(read, channel="second")
    assert bridge.execute(read, channel="first").status == "issued"
