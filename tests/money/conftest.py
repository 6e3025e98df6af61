"""Cards, orders and configs of the simulated shops."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from pgbridge import Card, ChargeCard, Customer, krw
from pgbridge.config import Config
from pgbridge.routing import Route
from pgbridge.simulated import default_config

BUYER = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678", id="buyer1")


def make_card(number: str = "4111-1111-1111-1111") -> Card:
    return Card(number=number, expiry="2030-12", birth_or_business_number="900101", password_digits="12")


def make_charge(order_id: str = "order1", number: str = "4111-1111-1111-1111", total: int = 10_000) -> Any:
    return ChargeCard(
        order_id=order_id, order_name="Plan", amount=krw(total), card=make_card(number), customer=BUYER
    )


def make_config(*channels: str, codes: tuple[str, ...] = ()) -> Config:
    first, *rest = channels
    route = Route(name="test", weights={first: 1.0}, fallback=tuple(rest), failover_codes=frozenset(codes))
    return msgspec.structs.replace(default_config(), routes=(route,))


@pytest.fixture
def card() -> Callable[..., Card]:
    return make_card


@pytest.fixture
def charge() -> Callable[..., Any]:
    return make_charge


@pytest.fixture
def config() -> Callable[..., Config]:
    return make_config


@pytest.fixture
def buyer() -> Customer:
    return BUYER
