"""One process of the shop that `benchmarks.processes` kills: what it wants of each order, and how it goes about it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from msgspec import Struct

from pgbridge import Bridge, CancelPayment, Card, ChargeCard, Customer, Declined, PgbridgeError, krw

GOOD, DECLINED = "4111-1111-1111-1111", "4000-0000-0000-0101"
BUYER = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")
AMOUNT, PART = 10_000, 3_000
CHANNELS = {"v1": "old", "v2": "new"}


class Load(Struct, frozen=True, kw_only=True):
    """How much of what.

    :ivar contested: of so many orders, one is worked on by every process at once
    :ivar kill_every: seconds between kills of one process, by chance, as long as something gets done
    :ivar deadline: of one call, seconds
    """

    orders: int = 20_000
    processes: int = 4
    threads: int = 8
    contested: int = 10
    kill_every: float = 1.0
    deadline: float = 5.0
    faults: int = 30
    seed: int = 1


def steps(number: int) -> list[Any]:
    """Return what the shop wants of one order, one after the other."""
    name = f"order{number}"

    def charge(card: str) -> ChargeCard:
        return ChargeCard(
            order_id=name,
            order_name="Plan",
            amount=krw(AMOUNT),
            card=Card(number=card, expiry="2030-12", birth_or_business_number="900101", password_digits="12"),
            customer=BUYER,
        )

    wanted: list[Any] = [charge(DECLINED)] if number % 20 == 7 else []
    wanted.append(charge(GOOD))
    if number % 4 == 1:
        wanted.append(CancelPayment(order_id=name, amount=PART, cancel_id="part", reason="part"))
    if number % 8 == 1:
        wanted.append(CancelPayment(order_id=name, reason="rest"))
    return wanted


def api_of(number: int) -> str:
    """Return the API an order goes by."""
    return "v1" if number % 3 == 0 else "v2"


def work(folder: str, which: int, load: Load) -> None:
    """Work on this process's orders, from where its last life left off."""
    done_file = Path(folder) / f"done.{which}"
    done = set(done_file.read_text().split()) if done_file.exists() else set()
    mine = [
        n
        for n in range(load.orders)
        if str(n) not in done and (n % load.processes == which or n % load.contested == 0)
    ]
    out = os.open(done_file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    with (
        Bridge.from_config(Path(folder) / "pgbridge.toml") as bridge,
        ThreadPoolExecutor(load.threads) as pool,
    ):

        def one(number: int) -> None:
            words = [told(bridge, op, CHANNELS[api_of(number)], load.deadline) for op in steps(number)]
            os.write(out, f"{number}\n".encode())
            with (Path(folder) / "words").open("a") as file:
                file.write(" ".join(words) + "\n")

        list(pool.map(one, mine))
    os.close(out)


def told(bridge: Bridge, op: Any, channel: str, deadline: float) -> str:
    """Make a call as a shop does, and return the word for how it ended."""
    try:
        bridge.execute(op, channel=channel, deadline=deadline)
    except Declined:
        return "declined"
    except PgbridgeError as error:
        return type(error).__name__
    return "done"
