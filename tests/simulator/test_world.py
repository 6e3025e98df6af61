"""The world by itself: the same seed, no secrets, its own tables, nothing heavy imported."""

import ast
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from pgbridge_iamport import simulated as v1_face
from pgbridge_iamport.simulated import FACE as V1
from pgbridge_portone import simulated as v2_face
from pgbridge_portone.simulated import FACE as V2

from pgbridge import simulator
from pgbridge.simulator import (
    MAGIC,
    V1_SECRET,
    V2_SECRET,
    Answer,
    Clock,
    Request,
    Settings,
    Simulator,
    cards,
    codes,
)
from pgbridge.simulator.money import CURRENCIES, EXPONENTS

NUMBER = "4000000000000101"


def charge(sim: Simulator, order: str, body: bytes) -> Answer:
    headers = {"Authorization": f"PortOne {V2_SECRET}"}
    return sim.handle(
        Request(method="POST", path=f"/v2/payments/{order}/instant", headers=headers, body=body)
    )


BODY = (
    b'{"channelKey":"k","orderName":"n","amount":{"total":1000},"currency":"KRW","method":{"card":{"credential":'
    b'{"number":"4111111111111111","expiryYear":"30","expiryMonth":"12"}}}}'
)


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_gives_the_same_answers(seed: int) -> None:
    runs = []
    for _ in range(2):
        sim = Simulator({"v1": V1, "v2": V2}, clock=Clock(1_000_000.0), seed=seed)
        runs.append([charge(sim, order, BODY) for order in ("A", "B", "A")] + [sim.attempts()])
    assert runs[0] == runs[1]
    other = Simulator({"v1": V1, "v2": V2}, clock=Clock(1_000_000.0), seed=seed + 1)
    assert charge(other, "A", BODY) != runs[0][0]


def test_one_order_is_paid_once_by_many_threads() -> None:
    sim = Simulator({"v2": V2}, clock=Clock(1_000_000.0))
    answers: list[Answer] = []
    threads = [threading.Thread(target=lambda: answers.append(charge(sim, "A", BODY))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.status for each in answers) == [200] + [409] * 15


def test_no_secret_and_no_card_is_shown(shop: Any) -> None:
    shop.v1_key("user")
    body = shop.instant(customer={"email": "secret@example.com", "phoneNumber": "01099998888"})
    shop.v2.ok("POST", "/payments/A/instant", json=body)
    world = shop.sim.world
    shown = repr(
        [
            world.settings,
            world.attempts,
            world.billing_keys,
            world.shared_token.ask(0.0),
            Settings(),
            Request(method="POST", path="/v2/x", headers={"Authorization": V2_SECRET}, body=BODY),
        ]
    )
    secrets = ("4111111111111111", V1_SECRET, V2_SECRET, "secret@example.com", "01099998888", "900101")
    token = shop.v1.login()["access_token"]
    assert [each for each in (*secrets, token) if each in shown] == []


def test_the_magic_table_is_documented() -> None:
    for number in MAGIC:
        dashed = "-".join(number[i : i + 4] for i in range(0, 16, 4))
        assert f"| {dashed} |" in (cards.__doc__ or "")
        assert len(number) == 16


@pytest.mark.parametrize(
    ("number", "brand", "masked"),
    [
        ("4111111111111111", "VISA", "411111******1111"),
        ("5365101111112020", "MASTER", "536510******2020"),
        ("371449635398431", "AMEX", "371449*****8431"),
        ("3530111333300000", "JCB", "353011******0000"),
        ("9440123456789010", "LOCAL", "944012******9010"),
        ("6243310000005555", "UNIONPAY", "624331******5555"),
    ],
)
def test_what_a_card_shows(number: str, brand: str, masked: str) -> None:
    card = cards.card_of(number, "1234567890")
    assert (card.brand, card.masked, card.corporate) == (brand, masked, True)
    assert card.company in codes.CARD_COMPANIES


def test_tables_hold_the_vendors_values(vendor: Any) -> None:
    schemas = vendor("v2.openapi.json")["components"]["schemas"]
    assert {bank.enum for bank in codes.BANKS} == set(schemas["Bank"]["enum"])
    assert len({bank.code for bank in codes.BANKS}) == len(codes.BANKS)
    assert set(schemas["Currency"]["enum"]) == CURRENCIES
    assert set(schemas["PgProvider"]["enum"]) == codes.PROVIDERS
    assert {each.enum for each in codes.CARD_COMPANIES} <= set(schemas["PgPromotionCardCompany"]["enum"])
    assert codes.ISSUER_KNOWN <= codes.PROVIDERS
    assert (EXPONENTS["KRW"], EXPONENTS["USD"], EXPONENTS["KWD"], EXPONENTS["CLF"]) == (0, 2, 3, 4)


def test_the_clock_only_moves_forward() -> None:
    clock = Clock(100.0)
    clock.advance(5)
    assert clock.now() == 105
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-1)
    assert Clock(100.0, running=True).now() >= 100


ROOTS = [Path(module.__file__ or "").parent for module in (simulator, v1_face, v2_face)]
CLIENT_SIDE = re.compile(
    r"pgbridge\.(?!simulator\b|serving\b|errors\b)|pgbridge_(iamport|portone)\.(?!simulated\b)"
)
ALLOWED = {"httpx": ["transport.py", "courier.py"], "starlette": [], "uvicorn": []}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {f"{each.name}." for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{each.name}" for each in node.names}
    return names


@pytest.mark.parametrize(
    "path", [path for root in ROOTS for path in sorted(root.rglob("*.py"))], ids=lambda p: p.name
)
def test_nothing_is_shared_with_the_client_side_and_servers_stay_apart(path: Path) -> None:
    names = imported(path)
    assert [name for name in names if CLIENT_SIDE.match(name)] == []
    heavy = {name.split(".")[0] for name in names} & set(ALLOWED)
    if path.parent.name == "web":  # the pages are the outer ring of the simulator
        return
    assert [name for name in heavy if path.name not in ALLOWED[name]] == []
