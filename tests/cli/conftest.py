"""A shop whose config leads to a served simulator, and a runner of the command line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pgbridge.cli.app import application
from pgbridge.registry import installed
from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET, Clock, Simulator
from pgbridge.simulator.server import running

CARD = {
    "number": "4111-1111-1111-1111",
    "expiry": "2030-12",
    "birth_or_business_number": "900101",
    "password_digits": "12",
}
BUYER = (
    *("--customer-name", "홍길동"),
    *("--customer-email", "buyer@shop.example"),
    *("--customer-phone", "010-0000-1234"),
)
CONFIG = """
[connections.v1]
api = "v1"
environment = "test"
base_url = "{v1}"
key = {{env = "CLI_TEST_KEY"}}
secret = {{env = "CLI_TEST_SECRET"}}
[connections.v2]
api = "v2"
environment = "test"
base_url = "{v2}"
secret = {{env = "CLI_TEST_V2"}}
[channels.inicis]
connection = "v2"
provider = "inicis-v2"
key = "channel-key-inicis"
contracts = ["key-in", "billing-key"]
[channels.inicis-v1]
connection = "v1"
provider = "inicis"
pg = "html5_inicis.INIpayTest"
[[routes]]
name = "cards"
channels = ["inicis"]
[sellers.kim]
channels = ["inicis-v1"]
"""


class Result:
    """What a command printed, and how it ended."""

    def __init__(self, done: Any) -> None:
        self.code, self.out, self.err = done.exit_code, done.stdout, done.stderr
        assert "Traceback" not in self.err, self.err

    @property
    def json(self) -> Any:
        """Standard output, which must be one JSON document and nothing else."""
        return json.loads(self.out)


Cli = Callable[..., Result]


@pytest.fixture
def cli() -> Cli:
    def run(*arguments: str, input: str | None = None) -> Result:
        return Result(CliRunner().invoke(application(), list(arguments), input=input))

    return run


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[Simulator, dict[str, str]]]:
    faces = {name: api.face() for name, api in installed().apis.items() if api.face is not None}
    simulator = Simulator(faces, clock=Clock(running=True))
    with running(simulator) as urls:
        yield simulator, urls


@pytest.fixture
def shop(
    served: tuple[Simulator, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Simulator:
    """The simulator behind the config that every command of the test finds."""
    simulator, urls = served
    for name, value in {
        "CLI_TEST_KEY": V1_KEY,
        "CLI_TEST_SECRET": V1_SECRET,
        "CLI_TEST_V2": V2_SECRET,
        "PGBRIDGE_CONFIG": str(tmp_path / "pgbridge.toml"),
    }.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "pgbridge.toml").write_text(CONFIG.format(**urls))
    return simulator
