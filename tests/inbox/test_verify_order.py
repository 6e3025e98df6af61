"""A payment that is answered for another order's is not taken for the one that was asked for."""

import httpx
import msgspec
import pytest

from pgbridge import AmountMismatch, BadAnswer, Bridge, Card, ChargeCard, Customer, GetPayment, krw
from pgbridge.simulator.transport import SimulatorTransport

CARD = Card(
    number="4111-1111-1111-1111", expiry="2030-12", birth_or_business_number="900101", password_digits="12"
)
BUYER = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")


class Mixing(httpx.BaseTransport):
    """A cache in between that gives one order's answer to questions about another."""

    def __init__(self, simulator):
        self.inner, self.on = SimulatorTransport(simulator), False

    def handle_request(self, request):
        if self.on:
            request.url = request.url.copy_with(path=request.url.path.replace("web1", "other"))
        return self.inner.handle_request(request)


@pytest.fixture
def mixed(request):
    """A bridge that is answered about another order than it asks for; it has seen the right answer before."""
    channel = request.param
    with Bridge.simulated() as shop:
        for order in ("web1", "other"):
            shop.execute(
                ChargeCard(order_id=order, order_name="n", amount=krw(1_000), card=CARD, customer=BUYER),
                channel=channel,
            )
        mixing = Mixing(shop.simulator)
        config = msgspec.structs.replace(shop.config, ledger_url="memory://")
        with httpx.Client(transport=mixing) as client, Bridge(shop.registry, config, client=client) as bridge:
            assert bridge.verify_payment("web1", krw(1_000), channel=channel).status == "paid"
            mixing.on = True
            yield bridge


@pytest.mark.parametrize("mixed", ["inicis"], indirect=True)
def test_another_orders_payment_is_a_mismatch_on_v2(mixed):
    assert mixed.execute(GetPayment(order_id="web1"), channel="inicis").vendor_order_id == "other"
    with pytest.raises(AmountMismatch) as caught:
        mixed.verify_payment("web1", krw(1_000), channel="inicis")
    assert (caught.value.field, caught.value.expected, caught.value.found) == ("order_id", "web1", "other")


@pytest.mark.parametrize("mixed", ["inicis-v1"], indirect=True)
def test_v1_does_not_even_read_it(mixed):
    with pytest.raises(BadAnswer, match="another order"):
        mixed.verify_payment("web1", krw(1_000), channel="inicis-v1")
