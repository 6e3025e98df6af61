"""A ledger that cannot be written any more: nothing is charged that is not on record, and reads go on.

Each runs in a process of its own, with a real limit of the system: no file may grow, or the file is not its to write.
"""

import json
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import Any

from pgbridge.ledger.opening import open_ledger
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.registry import installed
from tests.closing import keep

SHOP = textwrap.dedent(
    """
    import json, os, resource, sys
    from msgspec import structs
    from pgbridge import Bridge, Card, ChargeCard, Customer, GetPayment, LedgerUnusable, OutcomeUnknown, krw
    from pgbridge.ledger.opening import open_ledger
    from pgbridge.registry import installed

    how, url = sys.argv[1:]
    card = Card(number="4111-1111-1111-1111", expiry="2030-12", birth_or_business_number="900101", password_digits="12")
    buyer = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")
    bridge = Bridge.simulated()

    def charge(name):
        op = ChargeCard(order_id=name, order_name="Plan", amount=krw(1000), card=card, customer=buyer)
        return bridge.execute(op, channel="inicis")

    charge("before")
    bridge.ledger.close()
    bridge._ledger = open_ledger(url, installed())
    if how != "standby":
        charge("first")
    if how == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (262_144, resource.RLIM_INFINITY))
    if how == "read-only":
        bridge._ledger.close()
        file = url.removeprefix("sqlite:///")
        os.chmod(file, 0o444)
        os.chmod(os.path.dirname(file), 0o555)
        if os.getuid() == 0:
            os.setuid(65534)
        # Opened when the first charge wants it, as any bridge does.
        bridge._ledger, bridge._own_ledger = None, True
        bridge.config = structs.replace(bridge.config, ledger_url=url)
    told = []
    for number in range(400):
        try:
            charge(f"order{number}")
            told.append("paid")
        except LedgerUnusable:
            told.append("refused")
        except OutcomeUnknown:
            told.append("unknown")
        if told[-3:] == ["refused"] * 3:
            break
    read = bridge.execute(GetPayment(order_id="before"), channel="inicis").status
    if how == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        try:
            bridge._ledger.close()
        except LedgerUnusable:
            pass
    charged = [each.bill.order_id for each in bridge.simulator.attempts() if each.paid_at]
    print(json.dumps({"told": told, "read": read, "charged": charged}))
    """
)


def run(how: str, url: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SHOP, how, url],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_full_disk_refuses_to_charge(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/l.sqlite3"
    found = run("full", url)
    assert found["told"][-1] == "refused"
    assert found["read"] == "paid"
    ledger: Any = keep(open_sqlite(url))
    for order_id in set(found["charged"]) - {"before"}:
        states = [row.state for row in ledger.attempts(order_id=order_id)]
        # Where the disk filled up between the send and its end, the row waits for a look-up.
        assert states in (["done"], ["open"]), order_id
    assert len(found["charged"]) == len(set(found["charged"]))
    refused = [f"order{n}" for n, word in enumerate(found["told"]) if word == "refused"]
    assert not set(refused) & set(found["charged"])


def test_a_file_that_is_not_ours_to_write_refuses_to_charge() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        inner = Path(folder) / "ledger"
        inner.mkdir()
        found = run("read-only", f"sqlite:///{inner}/l.sqlite3")
        inner.chmod(0o755)
    assert found["told"] == ["refused"] * 3
    assert found["charged"] == ["before", "first"]
    assert found["read"] == "paid"


def test_a_read_only_database_refuses_to_charge(postgres_url: str) -> None:
    open_ledger(postgres_url, installed()).close()
    found = run("standby", f"{postgres_url}&options=-cdefault_transaction_read_only%3Don")
    assert (found["told"], found["charged"], found["read"]) == (["refused"] * 3, ["before"], "paid")
