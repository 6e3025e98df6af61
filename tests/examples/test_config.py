"""The sample config."""

from pathlib import Path

import pytest

from pgbridge import Bridge, Card, ChargeCard, ConfigError, Customer, krw
from pgbridge.config import read
from pgbridge.registry import installed

SAMPLE = Path(__file__).parents[2] / "examples" / "pgbridge.toml"
SECRETS = {"IAMPORT_KEY": "key", "IAMPORT_SECRET": "secret", "PORTONE_API_SECRET": "v2-secret"}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("environment")
def test_it_is_a_config() -> None:
    config = read(SAMPLE)
    assert set(config.channels) == {"inicis", "nice", "nice-old"}
    for channel in config.channels.values():
        provider = installed().provider(channel.api, channel.provider)
        assert {rule for rule in channel.rules_off} <= {
            f"{provider.slug}.{rule.id}" for rule in provider.rules
        }
    assert config.connections["v2"].credentials["secret"].reveal() == "v2-secret"


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(
    ("total", "seller", "first"),
    [(60_000, None, "everything else"), (1_000, None, "small amounts"), (60_000, "kim", "kim")],
    ids=["large", "small", "seller"],
)
def test_its_routes_choose(total: int, seller: str | None, first: str) -> None:
    charge = ChargeCard(
        order_id="order-1",
        order_name="Desk lamp",
        amount=krw(total),
        card=Card(
            number="4111111111111111",
            expiry="2030-12",
            birth_or_business_number="900101",
            password_digits="00",
        ),
        customer=Customer(name="홍길동", email="buyer@shop.example", phone="010-0000-1234"),
    )
    with Bridge.simulated(read(SAMPLE)) as bridge:
        choice = bridge.explain(charge, seller=seller)
    assert choice.route is not None
    assert choice.route.name == first


def test_without_its_secrets_it_says_all_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigError) as error:
        read(SAMPLE)
    assert all(name in str(error.value) for name in SECRETS)
