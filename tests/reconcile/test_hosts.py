"""Several processes with one PostgreSQL before one served PortOne: each order is charged once, whoever comes first."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pgbridge import Bridge
from pgbridge.registry import installed
from pgbridge.simulator import LOST_ANSWER, V1_KEY, V1_SECRET, V2_SECRET, Clock, Plan, Simulator
from pgbridge.simulator.server import running

ORDERS = 12
CONFIG = """
[connections.v1]
api = "v1"
environment = "test"
base_url = "{v1}"
key = {{env = "HOST_KEY"}}
secret = {{env = "HOST_SECRET"}}
[connections.v2]
api = "v2"
environment = "test"
base_url = "{v2}"
secret = {{env = "HOST_V2"}}
[channels.v2]
connection = "v2"
provider = "inicis-v2"
key = "channel-key-inicis"
contracts = ["key-in"]
[channels.v1]
connection = "v1"
provider = "inicis"
pg = "html5_inicis.INIpayTest"
[ledger]
url = {{env = "HOST_LEDGER"}}
"""
WORKER = textwrap.dedent(
    """
    import sys, time
    from pgbridge import Bridge, Busy, CancelPayment, Card, ChargeCard, Customer, krw
    card = Card(number="4111-1111-1111-1111", expiry="2030-12", birth_or_business_number="900101", password_digits="12")
    buyer = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")
    def insist(bridge, operation, channel):
        while True:
            try:
                return bridge.execute(operation, channel=channel)
            except Busy:
                time.sleep(0.05)
    first = 0
    with Bridge.from_config(sys.argv[1]) as bridge:
        for number in range(int(sys.argv[2])):
            channel = ("v1", "v2")[number % 2]
            charge = ChargeCard(order_id=f"order{number}", order_name="Plan", amount=krw(1000), card=card, customer=buyer)
            first += not insist(bridge, charge, channel).replayed
            cancel = CancelPayment(order_id=f"order{number}", amount=100, cancel_id="a", reason="part")
            insist(bridge, cancel, channel)
    print(first)
    """
)


def test_hosts_share_the_orders(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faces = {name: api.face() for name, api in installed().apis.items() if api.face is not None}
    simulator = Simulator(faces, clock=Clock(running=True))
    secrets = {
        "HOST_KEY": V1_KEY,
        "HOST_SECRET": V1_SECRET,
        "HOST_V2": V2_SECRET,
        "HOST_LEDGER": postgres_url,
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    config = tmp_path / "pgbridge.toml"
    with running(simulator) as urls:
        config.write_text(CONFIG.format(**urls))
        for nth in (2, 5):
            simulator.inject(Plan(fault=LOST_ANSWER, method="POST", path="/v2/payments/*", nth=nth))
        words = [sys.executable, "-c", WORKER, str(config), str(ORDERS)]
        hosts = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(3)]
        told = [host.communicate(timeout=100)[0] for host in hosts]
        assert [host.returncode for host in hosts] == [0, 0, 0]
        assert sum(int(each) for each in told) == ORDERS
        with Bridge.from_config(config) as bridge:
            rows = bridge.ledger.attempts()
            found = bridge.reconcile()
    attempts = simulator.attempts()
    assert len(attempts) == ORDERS
    assert [each.cancelled.total for each in attempts] == [100] * ORDERS
    assert sorted((row.family, row.state) for row in rows) == sorted(
        [("cancel", "done")] * ORDERS + [("charge", "done")] * ORDERS
    )
    assert found.clean
