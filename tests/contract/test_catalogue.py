"""What is said of operations without running them: endpoints, approximations, alternatives."""

import re

import pytest

from pgbridge import Bridge, GetPayments, UnsupportedOperation
from pgbridge.catalogue import entries, entry, kind_of, kinds
from pgbridge.errors import ConfigError, PgbridgeError
from pgbridge.registry import installed
from tests.contract import test_fields as fields

REGISTRY = installed()
ENTRIES = entries(REGISTRY)
# Rows that the reference marks as approximated, without those of the browser, whose remarks depend on the call.
APPROXIMATED = """
auth.token auth.refresh payments.get_many payments.attempts payments.list payments.iterate payments.charge_card
payments.cancel payments.confirm payments.prepare.update billing_keys.issue billing_keys.get billing_keys.get_many
billing_keys.payments schedules.create schedules.get schedules.list schedules.move schedules.reschedule schedules.retry
schedules.revoke virtual_accounts.issue account_holder.get cash_receipts.issue escrow.get escrow.confirm
identity.otp.send identity.otp.resend codes.banks codes.bank kakao.orders paymentwall.delivery
""".split()
CALLS = [
    pytest.param(found.kind, api, id=f"{api}-{found.name}")
    for found in ENTRIES
    for api, support in found.apis.items()
    if support.supported and not found.name.startswith("raw.")
]


def fits(endpoint: str, request: object) -> bool:
    """Tell whether a request is one of an endpoint."""
    method, _, path = endpoint.rpartition(" ")
    pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))
    return request.method == method and re.fullmatch(pattern, request.path) is not None


@pytest.mark.parametrize(("kind", "api"), CALLS)
def test_endpoints_are_those_that_are_called(kind, api):
    module, where = REGISTRY.api(api).module(kind.name), fields.channel(api)
    small = fields.smallest(kind, api)
    called = []
    for op in (small, *(changed for _, changed in fields.changes(small))):
        try:
            encode_all = getattr(module, "encode_all", None)
            called += encode_all(op, where) if encode_all else (module.encode(op, where),)
        except PgbridgeError:
            assert op is not small
    assert called
    for request in called:
        assert any(fits(endpoint, request) for endpoint in module.ENDPOINTS), request


@pytest.mark.parametrize("name", APPROXIMATED)
def test_what_is_approximated_says_how(name):
    assert any(support.approximations for support in entry(name, REGISTRY).apis.values())


@pytest.mark.parametrize("found", ENTRIES, ids=lambda found: found.name)
def test_what_one_api_lacks_has_an_alternative(found):
    able = [api for api, support in found.apis.items() if support.supported]
    assert able, "an operation that no API has"
    assert all(support.alternative for support in found.apis.values() if not support.supported)


def test_an_approximation_is_told_once():
    told = []
    with Bridge.simulated(observers=[lambda event: told.append(event)]) as bridge:
        for _ in range(2):
            bridge.execute(GetPayments(order_ids=("order1",)), channel="inicis")
        bridge.execute(GetPayments(order_ids=("order1",)), channel="inicis-v1")
    (warning,) = [event.detail for event in told if event.kind == "warning"]
    assert "one payment a request" in warning


def test_slips_of_the_pen_are_answered_with_what_is_alike():
    with pytest.raises(ConfigError, match="did you mean payments.cancel"):
        kind_of("payments.cancle")
    with pytest.raises(ConfigError, match="pgbridge operations"):
        kind_of("..")
    assert kind_of("payments.cancel.stop").__name__ == "StopCancellation"
    assert list(kinds()) == sorted(kinds())


def test_every_api_knows_only_operations_that_there_are():
    for api in REGISTRY.apis.values():
        for name in api.alternatives:
            assert name in kinds()
            with pytest.raises(UnsupportedOperation):
                api.module(name)
