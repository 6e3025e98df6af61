"""The fixtures that every user of pytest gets with pgbridge; docs/how-to/pytest.md runs one example of each."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pgbridge import Card, ChargeBillingKey, ChargeCard, Customer, Declined, GetPayment, IssueBillingKey, krw
from pgbridge.errors import ConfigError
from pgbridge.testing import PortOne

PLUGIN = "pgbridge.testing.fixtures"


def order(order_id: str, number: str = "4111-1111-1111-1111") -> ChargeCard:
    return ChargeCard(
        order_id=order_id,
        order_name="Monthly plan",
        amount=krw(10_000),
        card=Card(number=number, expiry="2030-12", birth_or_business_number="900101", password_digits="12"),
        customer=Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678"),
    )


def test_the_plugin_loads_nothing_until_it_is_used() -> None:
    code = (
        f"import sys, {PLUGIN}\n"
        "heavy = {'httpx', 'msgspec', 'asyncio', 'starlette', 'uvicorn', 'pgbridge.simulator', 'pgbridge.client'}\n"
        "import pytest\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    before = "import pytest, sys\n"
    found = subprocess.run(
        [sys.executable, "-c", before + code], capture_output=True, text=True, timeout=60, check=True
    )
    assert found.stdout.strip() in ("[]", "['asyncio']"), "pytest itself may load asyncio"


def test_both_bridges_work_on_one_world_and_one_ledger(portone: Any, bridge: Any, async_bridge: Any) -> None:
    bridge.execute(order("A"), channel="nice")
    found = asyncio.run(async_bridge.execute(GetPayment(order_id="A")))
    assert found.status == "paid"
    assert asyncio.run(async_bridge.execute(order("A"), channel="nice")).replayed
    assert len(portone.payments("A")) == 1


def test_every_test_has_a_world_of_its_own(portone: Any) -> None:
    assert portone.payments() == [] and len(portone.webhooks) == 0


@pytest.mark.portone(start="2026-01-01T09:00:00+09:00", seed=7, faults=["v2 instant: 503 before next"])
def test_the_marker(portone: Any, portone_clock: Any, portone_faults: Any, bridge: Any) -> None:
    assert portone_clock.now == datetime(2026, 1, 1, tzinfo=UTC)
    assert portone.simulator.seed == 7
    bridge.execute(order("A"), channel="nice")
    assert portone_faults.struck == 1
    portone_faults.clear()
    portone_clock.set(datetime(2026, 2, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="only moves forward"):
        portone_clock.set(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="'explode' is no effect"):
        portone_faults.add("instant: explode")


def test_a_config_of_ones_own_whose_secrets_are_not_set(tmp_path: Path) -> None:
    file = tmp_path / "pgbridge.toml"
    file.write_text(
        """
        [connections.v2]
        api = "v2"
        environment = "live"
        secret = {env = "NOT_SET_HERE"}
        [channels.shop]
        connection = "v2"
        provider = "nice-v2"
        key = "channel-key-shop"
        """
    )
    from pgbridge import Bridge

    portone = PortOne(config=file)
    try:
        with Bridge.simulated(parts=portone.parts) as bridge:
            assert bridge.execute(order("A"), channel="shop").status == "paid"
        assert portone.payments("A")[0].channel.key == "channel-key-shop"
    finally:
        portone.close()


@pytest.mark.parametrize("start", ["yesterday", "2026-01-01T00:00:00"])
def test_a_start_without_a_time_zone_is_refused(start: str) -> None:
    with pytest.raises(ConfigError, match="start: must be a moment with its time zone"):
        PortOne(start=start)


def test_the_simulators_own_api(portone: Any) -> None:
    assert portone.admin("GET", "/payments?limit=1")["items"] == []
    with pytest.raises(ValueError, match="there is no payment 'none'"):
        portone.admin("GET", "/payments/none")


def test_a_webhook_reaches_the_shop_while_its_call_is_under_way(portone: Any, bridge: Any) -> None:
    """The handler may ask PortOne: nobody holds the world meanwhile."""
    seen: list[str] = []

    def handler(webhook: Any) -> int:
        seen.append(bridge.execute(GetPayment(order_id=webhook.json()["data"]["paymentId"])).status)
        return 200

    portone.webhooks.forward(handler)
    bridge.execute(order("A"), channel="nice")
    assert seen == ["paid"]


@pytest.mark.parametrize("channel", ["nice", "nice-v1"])
def test_recorded_webhooks(portone: Any, bridge: Any, channel: str) -> None:
    with pytest.raises(Declined):
        bridge.execute(order("B", "4000-0000-0000-0101"), channel=channel)
    bridge.execute(order("A"), channel=channel)
    v2 = channel == "nice"
    assert portone.webhooks.kinds == (["Transaction.Failed", "Transaction.Paid"] if v2 else ["paid"])
    assert portone.webhooks[-1].api == ("v2" if v2 else "v1")
    portone.webhooks.clear()
    assert list(portone.webhooks) == [] and portone.webhooks[:] == []


def test_keys_charge_too(portone: Any, bridge: Any) -> None:
    card = order("x").card
    bridge.execute(
        IssueBillingKey(
            alias="member",
            card=card,
            customer=Customer(id="m1", name="홍길동", email="hong@shop.example", phone="010-1234-5678"),
        ),
        channel="nice",
    )
    paid = bridge.execute(
        ChargeBillingKey(
            order_id="K",
            order_name="Plan",
            amount=krw(1_000),
            billing_key="member",
            customer=Customer(name="홍길동"),
        )
    )
    assert paid.status == "paid" and portone.webhooks.kinds == ["BillingKey.Issued", "Transaction.Paid"]
