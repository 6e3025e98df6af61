"""A simulator in which every payment call of the server SDKs has something to succeed on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from msgspec import Struct
from pgbridge_iamport.simulated import FACE as V1
from pgbridge_portone.simulated import FACE as V2

from pgbridge.simulator import V1_KEY, V1_SECRET, Clock, Settings, Simulator
from pgbridge.simulator.cards import card_of
from pgbridge.simulator.money import priced
from pgbridge.simulator.payments import Source
from pgbridge.simulator.server import running
from pgbridge.simulator.settings import STORE, Notices, Promotion
from pgbridge.simulator.state import Bill

CHANNEL, COIN, SLIPS = "channel-key-every", "channel-key-triple-a", "channel-key-inicis-v2"
PROMOTION = "spring"
TOTAL = 11_000


class Stage(Struct, frozen=True, kw_only=True):
    """What was prepared.

    :ivar tokens: what a buyer's window gave: for the payment `window-pay`, a key, and a key with the payment `window-both`
    :ivar kakao: the PG's id and channel of a payment by Kakao Pay
    """

    simulator: Any
    urls: dict[str, str]
    tokens: dict[str, str]
    kakao: tuple[str, str]


@contextmanager
def staged(url: str | None = None) -> Iterator[Stage]:
    """Serve a simulator with what the SDKs cannot make themselves: what buyers agreed to, and payments of V1.

    :param url: where its webhooks go
    """
    spring = Promotion(
        id=PROMOTION, name="봄", percent=10, card_company="SHINHAN_CARD", starts_at=0, ends_at=9_999_999_999
    )
    sim = Simulator(
        {"v1": V1, "v2": V2},
        clock=Clock(),
        settings=Settings(promotions=(spring,), v2_notices=Notices(url=url)),
    )
    with running(sim) as urls:
        tokens = {
            "pay": agreed(sim, "window-pay"),
            "key": agreed(sim, "unused", charge=False, key=True),
            "both": agreed(sim, "window-both", key=True),
        }
        yield Stage(simulator=sim, urls=urls, tokens=tokens, kakao=by_kakao(sim, urls["v1"]))


def agreed(sim: Any, order: str, **more: Any) -> str:
    """Return the token of what a buyer agreed to in a window with manual approval."""
    bill = Bill(
        version="V2",
        store_id=STORE,
        order_id=order,
        order_name="주문",
        money=priced(TOTAL, None, None),
        currency="KRW",
    )
    source = Source(card=card_of("4111111111111111", None), channel=sim.world.channel(CHANNEL))
    token: str = sim.authenticate(bill, source, **more)
    return token


def by_kakao(sim: Any, url: str) -> tuple[str, str]:
    """Pay by Kakao Pay on V1; return the PG's id of it, and the channel."""
    card = {"card_number": "4111-1111-1111-1111", "expiry": "2030-12", "birth": "900101"}
    body = {"merchant_uid": "kakao", "amount": 100, "name": "주문", "pg": "kakaopay.TC0ONETIME", **card}
    with httpx.Client(base_url=url) as http:
        keys = {"imp_key": V1_KEY, "imp_secret": V1_SECRET}
        token = http.post("/users/getToken", json=keys).json()["response"]["access_token"]
        paid = http.post("/subscribe/payments/onetime", json=body, headers={"Authorization": token}).json()
    attempt = sim.world.attempts[paid["response"]["imp_uid"]]
    return attempt.pg_tx_id, attempt.channel.key
