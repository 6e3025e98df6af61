"""`pgbridge webhooks` against a served simulator."""

import json
import time
from pathlib import Path

import pytest

from pgbridge.simulator import Simulator
from pgbridge.webhooks import signed_headers
from tests.cli.conftest import BUYER, CARD, Cli

SECRET = "whsec_pzQGE83cSIRKM4/WH5QY+g=="
BODY = '{"type": "Transaction.Paid", "data": {"paymentId": "order1", "transactionId": "tx"}}'
JSON = ("--format", "json")


def headers(body: str = BODY, age: int = 0) -> list[str]:
    made = signed_headers(body, secret=SECRET, id="wh-1", timestamp=int(time.time()) - age)
    return [word for name, value in made.items() for word in ("-H", f"{name}: {value}")]


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTONE_WEBHOOK_SECRET", f"whsec_b3RoZXI= {SECRET}")


@pytest.mark.usefixtures("secret")
def test_a_genuine_delivery(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "body").write_text(BODY)
    done = cli("webhooks", "verify", str(tmp_path / "body"), *headers(), *JSON)
    assert (done.code, done.json["kind"], done.json["order_id"]) == (0, "payment_paid", "order1")
    assert done.json["verified"] is True
    done = cli("webhooks", "verify", "-", "--tolerance", "9999", *headers(age=3_600), input=BODY)
    assert done.code == 0
    assert "payment_paid" in done.out


@pytest.mark.usefixtures("secret")
def test_what_must_not_be_acted_on(cli: Cli) -> None:
    assert cli("webhooks", "verify", "-", *headers(), input=BODY.replace("order1", "order2")).code == 1
    assert cli("webhooks", "verify", "-", *headers(age=3_600), input=BODY).code == 1
    assert cli("webhooks", "verify", "no-such-file", *headers()).code == 2
    assert cli("webhooks", "verify", "-", "-H", "webhook-id", input=BODY).code == 2


def test_without_a_secret_it_says_where_to_put_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTONE_WEBHOOK_SECRET", raising=False)
    done = cli("webhooks", "verify", "-", *headers(), input=BODY)
    assert done.code == 2
    assert "PORTONE_WEBHOOK_SECRET" in done.err
    hook = '{"imp_uid": "imp_1", "merchant_uid": "order1", "status": "paid"}'
    assert cli("webhooks", "verify", "-", "--api", "v1", *JSON, input=hook).json["verified"] is False


@pytest.fixture
def handled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop's own module in the working folder."""
    monkeypatch.chdir(tmp_path)
    lines = "def tell(event, payment):\n    with open('told', 'a') as file:\n        print(event.kind, payment.order_id, file=file)\n"
    (tmp_path / "hooks_of_the_shop.py").write_text(
        lines + "\ndef broken(event, payment):\n    raise ValueError('bug')\n"
    )
    return tmp_path / "told"


def test_heal_then_process(cli: Cli, shop: Simulator, handled: Path) -> None:
    since = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(shop.now() - 1))
    orders = {f"heal{number}-{time.time_ns()}" for number in range(2)}
    for order_id in orders:
        words = ("pay", "--order-id", order_id, "--amount", "10000", "--order-name", "Lamp", *BUYER)
        assert cli(*words, input=json.dumps(CARD)).code == 0
    while (found := cli("webhooks", "heal", "--since", since, *JSON)).json["missed"] < len(orders):
        assert found.code == 0
        time.sleep(0.1)  # the list ends with the present second
    broken = cli("webhooks", "process", "--handler", "hooks_of_the_shop:broken", "--limit", "1")
    assert (broken.code, "1 failed" in broken.out) == (1, True)
    done = cli("webhooks", "process", "--handler", "hooks_of_the_shop:tell", *JSON)
    assert done.code == 0
    told = handled.read_text()
    # The one at which the handler raised waits a while; the other does not wait for it.
    assert sum(f"payment_paid {order_id}" in told for order_id in orders) == 1
    assert cli("webhooks", "process", "--handler", "hooks_of_the_shop:tell", *JSON).json["told"] == 0
    gone = cli("webhooks", "prune", *JSON)
    assert (gone.code, gone.json) == (0, {"entries": 0, "effects": 0})
    assert cli("webhooks", "prune", "--keep-days", "0.5").code == 2


@pytest.mark.usefixtures("shop", "handled")
@pytest.mark.parametrize("name", ["no_such_module:tell", "hooks_of_the_shop:nothing", "hooks_of_the_shop"])
def test_a_handler_that_is_not_there(cli: Cli, name: str) -> None:
    done = cli("webhooks", "process", "--handler", name)
    assert done.code == 2
    assert "module:function" in done.err
