"""Parameters and results made of anything: read, or refused with one of our errors."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pgbridge import PgbridgeError
from pgbridge.registry import installed
from pgbridge.wire import WireRequest, WireResponse
from pgbridge_portone.browsing.words import PREFIX
from pgbridge_portone.shapes import browser

SOME = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
scalar = st.none() | st.booleans() | st.integers(-5, 10**6) | st.text(max_size=6)
names = st.sampled_from(
    [
        *browser.PaymentParams.__struct_encode_fields__,
        *browser.CardParams.__struct_encode_fields__,
        *browser.BillingKeyParams.__struct_encode_fields__,
        *PREFIX,
        "monthOption",
        "range",
        "from",
        "availableMonthList",
    ]
)
anything = st.recursive(
    scalar,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=5),
    max_leaves=12,
)
KINDS = ["payment", "billing_key", "billing_key_and_pay", "identity"]


@pytest.mark.parametrize("kind", KINDS)
@SOME
@given(st.dictionaries(names, anything, max_size=12) | anything)
def test_parameters(kind, body):
    module = installed().api("v2").module(f"browser.{kind}")
    if isinstance(body, dict):
        body = {"paymentId": "o1", "orderName": "n", "totalAmount": 1, "identityVerificationId": "i", **body}
    try:
        module.accept(WireRequest(method="", path="", body=body))
    except PgbridgeError:
        pass


@pytest.mark.parametrize("kind", KINDS)
@SOME
@given(st.binary(max_size=40))
def test_results(kind, body):
    module = installed().api("v2").module(f"browser.{kind}")
    try:
        module.decode(None, WireResponse(status=200, body=body))
    except PgbridgeError:
        pass
