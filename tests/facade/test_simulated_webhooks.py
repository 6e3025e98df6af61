"""`pgbridge facade --simulated` tells the shop, as V1 would, what happens behind it."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from pgbridge.facade.door import front
from pgbridge.facade.simulated import default_config, simulated
from pgbridge.registry import installed
from pgbridge.serving import running
from pgbridge.simulator import Clock
from tests.closing import keep
from tests.facade.conftest import CARD, DECLINED, KEY, SECRET, Client
from tests.facade.test_shops import Shopfront, until


def test_the_shop_is_told_what_v1_would_tell_it() -> None:
    shop = Shopfront()
    with running(shop) as shop_url:
        made = simulated(
            installed(), default_config(KEY, SECRET, f"{shop_url}/hook"), clock=Clock(running=True)
        )
        with running(front(made.facade)) as url:
            client = Client(url)
            paid = client.ok(
                "POST", "/subscribe/payments/onetime", {"merchant_uid": "s1", "amount": 900, **CARD}
            )
            until(lambda: shop.told)
            uid = paid["imp_uid"]
            assert shop.told == [("/hook", {"imp_uid": uid, "merchant_uid": "s1", "status": "paid"})]
            # V1 tells nothing of a failure, and of a cancel by the API only where it is asked to.
            client.call(
                "POST", "/subscribe/payments/onetime", {"merchant_uid": "s2", "amount": 1, **DECLINED}
            )
            client.ok("POST", "/payments/cancel", {"imp_uid": uid, "amount": 100})
            client.ok("POST", "/payments/cancel", {"imp_uid": uid, "enable_webhook": True})
            until(lambda: [each[1]["status"] for each in shop.told] == ["paid", "cancelled"])
            client.close()


def test_without_an_address_the_simulator_sends_none() -> None:
    made = simulated(installed(), default_config(KEY, SECRET), clock=Clock(running=True))
    keep(made.facade.ledger)
    assert made.facade.beside == []
    assert made.simulator.world.settings.v2_notices.url is None


@pytest.mark.parametrize("address", ["there", "ftp://x"])
def test_the_command_takes_the_address(address: str) -> None:
    shop = Shopfront()
    with running(shop) as shop_url:
        wanted = shop_url if address == "there" else address
        command = [sys.executable, "-m", "pgbridge.cli.main", "facade", "--simulated", "--log", "off"]
        options = ["--v1-key", KEY, "--v1-secret", SECRET, "--webhook-url", wanted]
        run = subprocess.Popen(
            [*command, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ},
        )
        assert run.stdout is not None and run.stderr is not None
        line = run.stdout.readline()
        if address != "there":
            assert run.wait(20) != 0 and "--webhook-url" in run.stderr.read()
        else:
            client: Any = Client(json.loads(line)["v1"])
            client.ok("POST", "/subscribe/payments/onetime", {"merchant_uid": "c1", "amount": 900, **CARD})
            until(lambda: shop.told)
            assert shop.told[0][1]["merchant_uid"] == "c1"
            client.close()
            run.terminate()
            assert run.wait(20) == 0
        run.stdout.close()
        run.stderr.close()
