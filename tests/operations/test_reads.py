"""Reads are patient: they are repeated where that helps, tokens are renewed, and what cannot be read is said plainly."""

import pytest

from pgbridge import ApiError, BadAnswer, GetPayment, PgbridgeError, RateLimited, TransportError
from pgbridge.simulator import Fault, Plan


def failing(shop, fault, times=1, path=None):
    shop.simulator.inject(
        Plan(fault=fault, method="GET", path=path or f"/{shop.api}/payments*", nth=1, times=times)
    )


@pytest.mark.parametrize(
    "fault",
    [
        Fault(answer="lost"),
        Fault(processed=False, answer="lost"),
        Fault(answer="error", status=500),
        Fault(answer="error", status=503),
        Fault(answer="error", status=429),
    ],
    ids=["no answer", "not sent", "500", "503", "429"],
)
def test_a_read_is_repeated(shop, fault):
    shop.charge("order1")
    failing(shop, fault, times=2)
    assert shop.do(GetPayment(order_id="order1")).status == "paid"
    assert shop.kinds("retrying")


def test_a_read_gives_up_and_says_so(shop):
    shop.charge("order1")
    failing(shop, Fault(answer="lost"), times=50)
    with pytest.raises(TransportError, match="safe"):
        shop.do(GetPayment(order_id="order1"))


def test_too_many_requests_in_the_end(shop):
    shop.charge("order1")
    failing(shop, Fault(answer="error", status=429), times=50)
    with pytest.raises(RateLimited):
        shop.do(GetPayment(order_id="order1"))


@pytest.mark.parametrize("fault", [Fault(answer="html"), Fault(answer="truncated")], ids=["HTML", "cut off"])
def test_what_cannot_be_read_is_never_a_raw_error(shop, fault):
    shop.charge("order1")
    failing(shop, fault, times=50)
    with pytest.raises((BadAnswer, TransportError, ApiError)) as caught:
        shop.do(GetPayment(order_id="order1"))
    assert isinstance(caught.value, PgbridgeError)
    assert "hong@shop.example" not in str(caught.value)


def test_the_deadline_ends_a_read(shop):
    shop.charge("order1")
    failing(shop, Fault(answer="lost"), times=50)
    before = shop.simulator.now()
    with pytest.raises(TransportError):
        shop.do(GetPayment(order_id="order1"), deadline=2)
    assert shop.simulator.now() - before <= 3


def test_a_token_that_ran_out_is_renewed_once(shop):
    if shop.api == "v2":
        pytest.skip("V2 sends its secret, there is no token")
    shop.charge("order1")
    shop.simulator.advance(3_600)
    assert shop.do(GetPayment(order_id="order1")).status == "paid"
    shop.charge("order2")


def test_a_login_is_repeated(shop):
    if shop.api == "v2":
        pytest.skip("V2 sends its secret, there is no login")
    shop.simulator.inject(
        Plan(fault=Fault(answer="lost"), method="POST", path="/v1/users/getToken", nth=1, times=2)
    )
    shop.charge("order1")
    shop.simulator.advance(3_600)
    shop.simulator.inject(
        Plan(
            fault=Fault(processed=False, answer="lost"),
            method="POST",
            path="/v1/users/getToken",
            nth=1,
            times=50,
        )
    )
    with pytest.raises(TransportError):
        shop.do(GetPayment(order_id="order1"))
