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
        root = urls["v1"].removesuffix("/v1")
        console = httpx.get(f"{root}/", follow_redirects=True)
        assert (console.status_code, console.url.path) == (200, "/console") and "Overview" in console.text
        for script in ("v1/iamport.js", "v2/browser-sdk.js"):
            assert httpx.get(f"{root}/sdk/{script}").headers["content-type"].startswith("text/javascript")
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


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--webhook-secret", "whsec_no secret!"), "--webhook-secret: must be Base64"),
        (("--webhook-url", "localhost:1"), "--webhook-url: must start with http"),
        (("--clock", "yesterday"), "--clock: must be 'real' or a moment"),
        (("--clock", "2026-01-01T00:00:00"), "--clock: must be 'real' or a moment with its time zone"),
        (("--fault", "instant: explode"), "'explode' is no effect; allowed: drop request"),
        (("--state", "/nowhere/at/all.json"), "--state: there is no folder"),
    ],
)
def test_wrong_options_say_what_is_wrong(options: tuple[str, ...], told: str) -> None:
    found = subprocess.run([*COMMAND, *options], capture_output=True, text=True, timeout=20)
    assert found.returncode == 2 and found.stdout == "" and "Traceback" not in found.stderr
    assert told in " ".join(found.stderr.split())
    assert "no secret!" not in found.stderr


def test_the_state_goes_on_after_a_restart(tmp_path: Path) -> None:
    auth, file = {"Authorization": f"PortOne {V2_SECRET}"}, tmp_path / "state.json"
    options = ("--state", str(file), "--clock", "2026-01-01T00:00:00Z", "--log-format", "json")
    with simulating(*options) as (process, urls):
        paid = httpx.post(f"{urls['v2']}/payments/A/instant", json=instant("any-key"), headers=auth)
        assert paid.status_code == 200
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=10)
        lines = [json.loads(line) for line in err.splitlines()]
        assert [line["event"] for line in lines] == ["request", "state saved"]
        assert (lines[0]["operation"], lines[0]["status"]) == ("v2 instant", 200)
        assert "4111" not in err and V2_SECRET not in err
    with simulating(*options) as (_, urls):
        assert httpx.get(f"{urls['v2']}/payments/A", headers=auth).json()["status"] == "PAID"
        root = urls["v2"].removesuffix("/v2")
        assert httpx.get(f"{root}/_sim/clock").json()["time"] == "2026-01-01T00:00:00.000Z"
    file.write_text('{"version": 99}')
    found = subprocess.run([*COMMAND, *options], capture_output=True, text=True, timeout=20)
    assert found.returncode == 2 and "this reads version 1, not 99" in found.stderr


def test_a_config_whose_secrets_are_not_set_here_opens_with_the_simulators_own(tmp_path: Path) -> None:
    config = tmp_path / "pgbridge.toml"
    config.write_text(
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
    with simulating("--config", str(config)) as (process, urls):
        auth = {"Authorization": f"PortOne {V2_SECRET}"}
        assert httpx.get(f"{urls['v2']}/payments/none", headers=auth).status_code == 404
        process.send_signal(signal.SIGTERM)
        assert f"V2 API secret {V2_SECRET}" in process.communicate(timeout=10)[1]


def test_a_port_in_use_is_a_usage_error() -> None:
    with simulating() as (_, urls):
        port = urls["v1"].rpartition(":")[2].removesuffix("/v1")
        second = subprocess.run([*COMMAND, "--port", port], capture_output=True, text=True, timeout=20)
    assert second.returncode == 2 and second.stdout == ""
    assert "--port" in second.stderr and "Traceback" not in second.stderr
