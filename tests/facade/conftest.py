"""A facade over a simulator: within the process, or served on loopback."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from pgbridge.facade.door import front
from pgbridge.facade.simulated import Simulated, default_config, simulated
from pgbridge.registry import installed
from pgbridge.serving import running
from pgbridge.simulator import Clock

KEY, SECRET = "imp-key", "imp-secret"
CARD = {"card_number": "4111-1111-1111-1111", "expiry": "2030-12", "birth": "900101", "pwd_2digit": "12"}
DECLINED = {**CARD, "card_number": "4000-0000-0000-0101"}


class Client:
    """A V1 client that sends what it is told to, as JSON or as a form."""

    def __init__(self, base: str, key: str = KEY, secret: str = SECRET) -> None:
        self.http = httpx.Client(base_url=base, timeout=60)
        self.key, self.secret = key, secret
        self.renew()

    def renew(self) -> None:
        self.headers = {"Authorization": f"Bearer {self.token()}"}

    def token(self) -> str:
        answer = self.http.post("/users/getToken", json={"imp_key": self.key, "imp_secret": self.secret})
        return answer.json()["response"]["access_token"]

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> httpx.Response:
        headers = {**self.headers, **options.pop("headers", {})}
        return self.http.request(method, path, json=body, headers=headers, **options)

    def ok(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        answer = self.call(method, path, body, **options)
        told = answer.json()
        assert (answer.status_code, told["code"]) in ((200, 0), (207, 0)), answer.text
        return told["response"]

    def refused(self, method: str, path: str, body: Any = None, **options: Any) -> tuple[int, int, str]:
        answer = self.call(method, path, body, **options)
        told = json.loads(answer.text)
        assert told["code"] != 0, answer.text
        assert told["response"] is None
        return answer.status_code, told["code"], told["message"]

    def close(self) -> None:
        self.http.close()


@contextmanager
def facing(made: Simulated) -> Iterator[str]:
    with running(front(made.facade)) as url:
        yield url


def pretended(**options: Any) -> Simulated:
    return simulated(installed(), default_config(KEY, SECRET), clock=Clock(), **options)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Any, str]]:
    made = pretended()
    with facing(made) as url:
        yield made.simulator, url


@pytest.fixture
def sim(served: Any) -> Any:
    return served[0]


@pytest.fixture
def v1(served: Any) -> Iterator[Client]:
    client = Client(served[1])
    yield client
    client.close()
