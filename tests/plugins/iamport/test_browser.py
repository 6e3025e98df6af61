"""V1's payment window: parameters and results made of anything, and words that are not the REST API's."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pgbridge import BrowserPayment, Channel, Connection, PgbridgeError, RuleViolation, krw
from pgbridge.registry import installed
from pgbridge.wire import WireRequest, WireResponse
from pgbridge_iamport.shapes import browser

SOME = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
scalar = st.none() | st.booleans() | st.integers(-5, 10**6) | st.floats() | st.text(max_size=6)
names = st.sampled_from(
    [
        *browser.PayParams.__struct_encode_fields__,
        *browser.CertifyParams.__struct_encode_fields__,
        *"uiType direct detail code quota card_code enabled carrier from to card_quota payment_deadline openingHours".split(),
    ]
)
anything = st.recursive(
    scalar,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=5),
    max_leaves=12,
)
KINDS = ["payment", "billing_key", "billing_key_and_pay", "identity"]


def module(kind="payment"):
    return installed().api("v1").module(f"browser.{kind}")


def channel(provider="nice", **more):
    connection = Connection(name="c", api="v1", environment="test")
    return Channel(name="c", connection=connection, provider=provider, **{"key": "k", **more})


def said(provider="nice", **more):
    op = BrowserPayment(**{"order_id": "o1", "amount": krw(60_000), **more})
    request = module().encode(op, channel(provider))
    return module().accept(request).op, request.for_rules()


@pytest.mark.parametrize("kind", KINDS)
@SOME
@given(st.dictionaries(names, anything, max_size=12) | anything)
def test_parameters(kind, body):
    if isinstance(body, dict):
        body = {"merchant_uid": "o1", "amount": 1, **body}
    try:
        module(kind).accept(WireRequest(method="", path="", body=body))
    except PgbridgeError:
        pass


@pytest.mark.parametrize("kind", KINDS)
@SOME
@given(st.binary(max_size=40))
def test_results(kind, body):
    try:
        module(kind).decode(None, WireResponse(status=200, body=body))
    except PgbridgeError:
        pass


@pytest.mark.parametrize(
    ("provider", "word"),
    [("inicis", "samsung"), ("nhn-kcp", "samsung"), ("newtoss", "samsungpay"), ("", "samsungpay")],
)
def test_samsung_has_two_names(provider, word):
    op, params = said(provider, method="easy_pay", easy_pay_provider="SAMSUNGPAY")
    assert params["pay_method"] == word
    assert op.easy_pay_provider == "SAMSUNGPAY"


@pytest.mark.parametrize(("provider", "word"), [("inicis-jp", "cvs"), ("eximbay", "econtext")])
def test_a_convenience_store_has_two_names(provider, word):
    op, params = said(provider, method="convenience_store")
    assert params["pay_method"] == word
    assert op.method == "convenience_store"


def test_eximbay_speaks_japanese_under_another_name():
    op, params = said("eximbay", locale="ja-JP")
    assert params["language"] == "jp"
    assert op.locale == "ja-JP"
    with pytest.raises(RuleViolation, match="locale"):
        said("nice", locale="ja-JP")


def test_parameters_of_one_pg_lie_beside_the_others():
    extra = {"naverUseCfm": "20301231", "card": {"direct": {"usePoint": "Y"}}}
    op, params = said("danal", card_company="BC_CARD", installment_months=0, extra=extra)
    assert params["card"]["direct"] == {"code": "361", "quota": 0, "usePoint": "Y"}
    assert params["naverUseCfm"] == "20301231"
    assert op.extra == extra


def test_what_a_field_says_is_not_said_again():
    with pytest.raises(RuleViolation, match=r"card\.direct\.code"):
        said("danal", card_company="BC_CARD", extra={"card": {"direct": {"code": "366"}}})


def test_every_problem_is_told_at_once():
    with pytest.raises(RuleViolation) as caught:
        said(
            "nice",
            order_id="o" * 41,
            order_name="n" * 41,
            notice_urls=("https://a", "https://b"),
            method="gift_certificate",
        )
    found = {violation.neutral_field for violation in caught.value.violations}
    assert found == {"order_id", "order_name", "notice_urls", "gift_certificate"}


def test_without_a_channel_v1_would_open_its_default_pg():
    op = BrowserPayment(order_id="o1", amount=krw(1000))
    with pytest.raises(RuleViolation, match="key"):
        module().encode(op, channel(key=None))
    assert module().encode(op, channel(key=None, pg="nice.MID")).for_rules()["pg"] == "nice.MID"
