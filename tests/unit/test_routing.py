"""Routing is pure: the same question has the same answer, and says why."""

from collections import Counter

import pytest

from pgbridge import Card, Channel, ChargeCard, ConfigError, Connection, krw, money
from pgbridge.routing import Route, Seller, by_weight, choose

V2 = Connection(name="v2", api="v2", environment="test")
V1 = Connection(name="v1", api="v1", environment="test")
CHANNELS = {
    "a": Channel(name="a", connection=V2, provider="inicis-v2", key="ka"),
    "b": Channel(name="b", connection=V2, provider="nice-v2", key="kb"),
    "old": Channel(name="old", connection=V1, provider="nice", pg="nice.MID"),
}


def order(order_id="o1", amount=None):
    card = Card(number="4111111111111111", expiry="2030-12")
    return ChargeCard(order_id=order_id, order_name="x", amount=amount or krw(1000), card=card)


def names(choice):
    return [channel.name for channel in choice.channels]


def test_weights_share_the_orders_and_stick():
    routes = [Route(name="r", weights={"a": 70, "b": 30})]
    picks = [names(choose(order(f"order{i}"), CHANNELS, routes))[0] for i in range(4000)]
    share = Counter(picks)["a"] / 4000
    assert 0.66 < share < 0.74
    assert names(choose(order("order7"), CHANNELS, routes))[0] == picks[7]


def test_changing_one_weight_moves_only_towards_it():
    before = {f"k{i}": by_weight({"a": 1, "b": 1}, f"k{i}")[0] for i in range(500)}
    after = {key: by_weight({"a": 2, "b": 1}, key)[0] for key in before}
    assert all(after[key] == "a" for key, was in before.items() if was == "a")


@pytest.mark.parametrize(
    ("conditions", "op", "fits"),
    [
        ({"operations": ("payments.charge_card",)}, order(), True),
        ({"operations": ("payments.charge_billing_key",)}, order(), False),
        ({"methods": ("card",)}, order(), True),
        ({"methods": ("virtual_account",)}, order(), False),
        ({"currencies": ("USD",)}, order(amount=money("5", "USD")), True),
        ({"currencies": ("USD",)}, order(), False),
        ({"min_amount": 1000}, order(), True),
        ({"min_amount": 1001}, order(), False),
        ({"max_amount": 1000}, order(), True),
        ({"max_amount": 999}, order(), False),
        ({"sellers": ("kim",)}, order(), False),
    ],
)
def test_conditions(conditions, op, fits):
    routes = [Route(name="first", weights={"a": 1}, **conditions), Route(name="rest", weights={"b": 1})]
    assert names(choose(op, CHANNELS, routes)) == ["a" if fits else "b"]


def test_fallback_comes_after_and_refusing_channels_are_left_out_with_a_reason():
    routes = [Route(name="r", weights={"a": 1}, fallback=("b", "old"))]
    choice = choose(order(), CHANNELS, routes, refusal=lambda c: "no phone" if c.name == "a" else None)
    assert names(choice) == ["b", "old"]
    assert ("a", "left out: no phone") in choice.reasons


def test_a_seller_has_its_own_channels_and_store():
    seller = Seller(name="kim", channels=("b",), store_id="store-kim", tier="ABC")
    choice = choose(
        order(), CHANNELS, [Route(name="r", weights={"a": 1, "b": 1}, sellers=("kim",))], seller=seller
    )
    assert names(choice) == ["b"]
    assert (choice.channels[0].store_id, choice.channels[0].tier) == ("store-kim", "ABC")


def test_no_route_and_several_channels_asks_for_one():
    with pytest.raises(ConfigError, match="pass channel="):
        choose(order(), CHANNELS, [])


def test_one_channel_needs_no_route():
    assert names(choose(order(), {"a": CHANNELS["a"]}, [])) == ["a"]


def test_no_route_fits():
    with pytest.raises(ConfigError, match="none fits"):
        choose(order(), CHANNELS, [Route(name="r", weights={"a": 1}, min_amount=10**9)])
