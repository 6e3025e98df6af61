"""`pgbridge simulate` as a real process on a real port."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET

COMMAND = (sys.executable, "-m", "pgbridge.cli.main", "simulate")


@contextmanager
def simulating(*options: str, env: dict[str, str] | None = None) -> Iterator[tuple[Any, dict[str, str]]]:
    process = subprocess.Popen(
        [*COMMAND, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    )
    try:
        yield process, json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def instant(channel_key: str) -> dict[str, Any]:
    credential = {
        "number": "4111111111111111",
        "expiryYear": "30",
        "expiryMonth": "12",
        "birthOrBusinessRegistrationNumber": "900101",
        "passwordTwoDigits": "12",
    }
    return {
        "channelKey": channel_key,
        "orderName": "x",
        "amount": {"total": 1000},
        "currency": "KRW",
        "method": {"card": {"credential": credential}},
    }


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["term", "ctrl-c"])
def test_it_prints_one_line_serves_both_apis_and_stops_cleanly(number: int) -> None:
    with simulating("--port", "0") as (process, urls):
        assert list(urls) == ["v1", "v2"]
        assert urls["v1"].startswith("http://127.0.0.1:") and urls["v1"].endswith("/v1")
        auth = {"Authorization": f"PortOne {V2_SECRET}"}
        paid = httpx.post(f"{urls['v2']}/payments/A/instant", json=instant("any-key"), headers=auth)
        assert paid.status_code == 200
        login = httpx.post(f"{urls['v1']}/users/getToken", json={"imp_key": V1_KEY, "imp_secret": V1_SECRET})
        assert login.json()["response"]["access_token"]
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
        assert (process.returncode, out, err) == (0, "", "")


def test_keys_of_ones_own() -> None:
    options = ("--v1-key", "my-key", "--v1-secret", "my-secret", "--v2-secret", "my-v2-secret")
    with simulating(*options) as (_, urls):
        for secret, status in (("my-v2-secret", 404), (V2_SECRET, 401)):
            found = httpx.get(f"{urls['v2']}/payments/none", headers={"Authorization": f"PortOne {secret}"})
            assert found.status_code == status
        for key, status in (("my-key", 200), (V1_KEY, 401)):
            body = {"imp_key": key, "imp_secret": "my-secret"}
            assert httpx.post(f"{urls['v1']}/users/getToken", json=body).status_code == status


def test_a_config_names_the_channels_and_the_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_V2_SECRET", "from-the-config")
    config = tmp_path / "pgbridge.toml"
    config.write_text(
        """
        [connections.v2]
        api = "v2"
        environment = "test"
        secret = {env = "TEST_V2_SECRET"}
        [channels.shop]
        connection = "v2"
        provider = "nice-v2"
        key = "channel-key-shop"
        """
    )
    with simulating("--config", str(config)) as (_, urls):
        auth = {"Authorization": "PortOne from-the-config"}
        for number, (key, status) in enumerate((("channel-key-shop", 200), ("channel-key-other", 404))):
            path = f"{urls['v2']}/payments/order{number}"
            assert httpx.post(f"{path}/instant", json=instant(key), headers=auth).status_code == status
        channel = httpx.get(f"{urls['v2']}/payments/order0", headers=auth).json()["channel"]
        assert (channel["pgProvider"], channel["key"]) == ("NICE_V2", "channel-key-shop")


def test_webhook_options_are_taken_and_said_to_do_nothing_yet() -> None:
    with simulating("--webhook-secret", "whsec_a-secret", "--webhook-url", "http://127.0.0.1:1") as (
        process,
        _,
    ):
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=10)
        assert out == "" and "no webhooks are sent" in err and "a-secret" not in err


def test_a_port_in_use_is_a_usage_error() -> None:
    with simulating() as (_, urls):
        port = urls["v1"].rpartition(":")[2].removesuffix("/v1")
        second = subprocess.run([*COMMAND, "--port", port], capture_output=True, text=True, timeout=20)
    assert second.returncode == 2 and second.stdout == ""
    assert "--port" in second.stderr and "Traceback" not in second.stderr
