"""The confirm process: V2's question reaches the shop in V1's shape, and the shop's answer decides."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pgbridge.facade import confirming
from pgbridge.facade.app import Facade
from pgbridge.facade.door import front
from pgbridge.model.channel import Secret
from pgbridge.registry import installed
from pgbridge.serving import running
from pgbridge.simulator import courier
from pgbridge.simulator.settings import WEBHOOK_SECRET
from tests.facade.test_shops import charge, clients, config, shop, vendor

__all__ = ["vendor"]


class Till:
    """A shop's confirm address."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.status, self.body, self.wait = 200, b"", 0.0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = (await receive())["body"]
        kind = dict(scope["headers"])[b"content-type"].decode()
        self.asked.append(json.loads(body) if "json" in kind else body.decode())
        await asyncio.sleep(self.wait)
        length = str(len(self.body)).encode()
        await send(
            {"type": "http.response.start", "status": self.status, "headers": [(b"content-length", length)]}
        )
        await send({"type": "http.response.body", "body": self.body})


@pytest.fixture
def till() -> Iterator[tuple[Till, str]]:
    made = Till()
    with running(made) as url:
        yield made, url


def asking(vendor: Any, tmp_path: Path, order: str, **more: Any) -> tuple[Any, Any]:
    """What V2 is told when it asks about a payment of a shop, and the payment."""
    sim, urls = vendor
    made = config(urls, f"sqlite:///{tmp_path}/l.sqlite3", (shop("asked", "a", **more), shop("other", "b")))
    settings = msgspec.structs.replace(made.facade, webhook_secrets={"v2": (Secret(WEBHOOK_SECRET),)})
    with running(front(Facade(msgspec.structs.replace(made, facade=settings), installed()))) as url:
        (client,) = clients(url, "asked")
        paid = charge(client, order, 700)
        attempt = sim.attempts()[-1]
        found = asyncio.run(courier.ask(sim, attempt.id, f"{url}/_facade/webhooks/v2"))
        client.close()
    return found, paid


def test_the_shop_is_asked_as_v1_asks_and_approves(vendor: Any, till: Any, tmp_path: Path) -> None:
    found, paid = asking(vendor, tmp_path, "ask1", confirm_url=f"{till[1]}/confirm")
    assert found is None
    assert till[0].asked == [{"imp_uid": paid["imp_uid"], "merchant_uid": "ask1", "amount": 700}]


def test_a_form_where_the_shop_wants_forms(vendor: Any, till: Any, tmp_path: Path) -> None:
    found, paid = asking(vendor, tmp_path, "ask2", confirm_url=till[1], webhook_form=True)
    assert found is None
    assert till[0].asked == [f"imp_uid={paid['imp_uid']}&merchant_uid=ask2&amount=700"]


@pytest.mark.parametrize(
    ("body", "reason"), [(b'{"reason": "sold out"}', "sold out"), (b"no", None)], ids=["reason", "none"]
)
def test_what_the_shop_refuses_is_refused(
    vendor: Any, till: Any, tmp_path: Path, body: bytes, reason: str | None
) -> None:
    till[0].status, till[0].body = 500, body
    found, _ = asking(vendor, tmp_path, f"ask3{len(body)}", confirm_url=till[1])
    assert found is not None
    assert reason is None or found.reason == reason


def test_a_shop_that_is_silent_does_not_approve(
    vendor: Any, till: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming, "SHOP_SECONDS", 0.1)
    till[0].wait = 0.5
    found, _ = asking(vendor, tmp_path, "ask4", confirm_url=till[1])
    assert found is not None and found.reason == confirming.NO_ANSWER
    found, _ = asking(vendor, tmp_path, "ask5", confirm_url="http://127.0.0.1:9/")
    assert found is not None and found.reason == confirming.NO_ANSWER


def test_without_an_address_nothing_is_approved(vendor: Any, till: Any, tmp_path: Path) -> None:
    assert asking(vendor, tmp_path, "ask6")[0] is not None
    assert till[0].asked == []


def test_another_amount_than_the_payments_is_not_asked_about(
    vendor: Any, till: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = courier.question_of

    def lying(*args: Any) -> Any:
        question = real(*args)
        return msgspec.structs.replace(question, body=question.body.replace(b"700", b"7"))

    monkeypatch.setattr(courier, "question_of", lying)
    found, _ = asking(vendor, tmp_path, "ask7", confirm_url=till[1])
    assert found is not None and found.reason == confirming.NOT_KNOWN
    assert till[0].asked == []
