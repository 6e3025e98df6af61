"""A channel's own word on the rules: how strict, which of them, and which contracts there are; through a bridge."""

from __future__ import annotations

from typing import Any

import pytest

from pgbridge import Bridge, BrowserPayment, Card, ChargeCard, Customer, config, krw
from pgbridge.errors import RuleViolation

RULE = "inicis-v2.any.customer-email-required"
CONTRACT = "inicis-v2.instant.contract"
ORDER = ChargeCard(
    order_id="order0001",
    order_name="Chair",
    amount=krw(60_000),
    card=Card(number="4242-4242-4242-4242", expiry="2030-12"),
    customer=Customer(name="홍길동", phone="010-1234-5678"),  # no e-mail, which Inicis demands
)
WINDOW = BrowserPayment(
    order_id="order0002",
    order_name="Chair",
    amount=krw(60_000),
    method="card",
    customer=Customer(name="홍길동", phone="010-1234-5678", email="hong@shop.example"),
    use_card_point=True,
)
POINTS = "works only under a contract"


def bridge(**channel: Any) -> Bridge:
    settings = config.parse(
        {
            "connections": {
                "v2": {"api": "v2", "environment": "test", "secret": {"env": "SECRET"}, "store_id": "store-1"}
            },
            "channels": {
                "inicis": {"connection": "v2", "provider": "inicis-v2", "key": "channel-key-1", **channel}
            },
        },
        secrets=False,
    )
    return Bridge.simulated(settings)


def refused(made: Bridge) -> set[str]:
    with made, pytest.raises(RuleViolation) as caught:
        made.execute(ORDER)
    return {problem.rule for problem in caught.value.violations if problem.severity == "error"}


def test_strict_is_what_a_channel_is_unless_it_says_otherwise() -> None:
    assert RULE in refused(bridge())
    assert RULE in refused(bridge(check="strict"))


@pytest.mark.parametrize("channel", [{"check": "warn"}, {"check": "off"}, {"rules_off": [RULE]}])
def test_what_is_not_strict_goes_out(channel: dict[str, Any]) -> None:
    with bridge(**channel) as made:
        assert made.execute(ORDER).status == "paid"


def test_a_warning_can_be_raised_to_an_error_and_a_contract_silences_it() -> None:
    assert {RULE, CONTRACT} <= refused(bridge(rules_raised=[CONTRACT]))
    assert CONTRACT not in refused(bridge(rules_raised=[CONTRACT], contracts=["key-in"]))


def test_a_window_tells_its_warnings_unless_the_channel_has_the_contract() -> None:
    def warned(**channel: Any) -> bool:
        with bridge(**channel) as made:
            told = made.browser(WINDOW, channel="inicis", platform="pc").warnings
        return any(POINTS in text and "card.useCardPoint" in text for text in told)

    assert warned()
    assert not warned(contracts=["card-point"])
    assert not warned(check="off")
    assert not warned(rules_off=["inicis-v2.browser_payment.card-point-contract"])
