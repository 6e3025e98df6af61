"""Ids that try to be something else: in every path, query, header and body of every operation of both APIs.

An id stays one segment of the path it was meant for, or is refused before anything is sent.
"""

import httpx
import msgspec
import pytest

from pgbridge import (
    Bridge,
    ConfigError,
    DeleteBillingKey,
    GetPayment,
    PgbridgeError,
    RawCall,
    RevokeSchedules,
    RuleViolation,
    VendorKey,
)
from pgbridge.drivers.carrier import address_of
from pgbridge.drivers.http import parts_of, request_of
from pgbridge.registry import installed
from pgbridge.validate import problems
from pgbridge.wire import Send
from tests.contract.test_fields import KINDS, channel, smallest

REGISTRY = installed()
EVIL = {
    "slash": "a/b",
    "up": "..",
    "here": ".",
    "up and away": "../../users/getToken",
    "encoded slash": "a%2fb",
    "encoded up": "%2e%2e",
    "query": "a?storeId=other",
    "fragment": "a#b",
    "next parameter": "a&requestBody={}",
    "equals": "a=b;c",
    "line": "a\r\nX-Evil: 1",
    "nul": "a\0b",
    "tab": "a\tb",
    "blank": "a b",
    "edges": " a ",
    "backslash": "..\\..",
    "plus": "a+b",
    "brackets": "a[]",
    "at": "user:pass@host",
    "scheme": "http://elsewhere.example/",
    "korean": "주문-1",
    "emoji": "😀",
    "bidi": "a\u202eb",
    "line separator": "a\u2028b",
    "lone surrogate": "a\ud800b",
    "empty": "",
    "long": "x" * 5000,
    "quotes": "a\"'`<script>",
}
IDS = (
    "order_id attempt_id billing_key alias schedule_id promotion_id session_id cancellation_id cancel_id transfer_id partner_id "
    "identity_id webhook_id product_order_id member_id pin_attempt_id transaction_id number"
).split()
MANY = ("order_ids", "attempt_ids", "schedule_ids", "billing_keys")


def fields(kind):
    names = {field.name for field in msgspec.structs.fields(kind)}
    return [name for name in (*IDS, *MANY) if name in names]


CASES = [
    pytest.param(kind, api, name, id=f"{api}-{kind.name}-{name}")
    for kind in KINDS
    if not kind.name.startswith("browser.")
    for api in ("v1", "v2")
    if REGISTRY.api(api).supports(kind.name)
    for name in fields(kind)
]


def sent(kind, api, name, value):
    """The HTTP request that would leave, or None where it is refused before."""
    op = smallest(kind, api)
    old = getattr(op, name)
    changed = (value,) if name in MANY else value
    if type(old) not in (str, tuple, type(None)):
        return None
    op = msgspec.structs.replace(op, **{name: changed})
    where = channel(api)
    try:
        if problems(op):
            return None
        request = REGISTRY.api(api).module(kind.name).encode(op, where)
        return request, request_of(
            Send(request=request, connection=where.connection), REGISTRY.api(api), None
        )
    except PgbridgeError as error:
        assert str(error)
        return None


@pytest.mark.parametrize(("kind", "api", "name"), CASES)
def test_an_id_stays_what_it_is(kind, api, name):
    plain = sent(kind, api, name, "plain1")
    base = httpx.URL(REGISTRY.api(api).base_url)
    for what, value in EVIL.items():
        found = sent(kind, api, name, value)
        if found is None:
            continue
        wire, http = found
        assert http.url.host == base.host, what
        where = channel(api).connection
        parts = parts_of(Send(request=wire, connection=where), REGISTRY.api(api))
        address = address_of(parts.url, where)
        assert address.raw_path_qs.encode() == http.url.raw_path, what
        assert http.url.scheme == "https", what
        assert not http.url.fragment, what
        raw = http.url.raw_path.decode("ascii")
        path, _, query = raw.partition("?")
        assert (
            path == wire.path.partition("?")[0]
            or httpx.URL(str(base) + wire.path).raw_path.decode().partition("?")[0] == path
        ), what
        if plain is not None:
            shape = plain[1].url.raw_path.decode("ascii").partition("?")
            assert path.count("/") == shape[0].count("/"), f"{what}: {path} has another shape than {shape[0]}"
            assert [k for k, _ in httpx.QueryParams(query).multi_items()] == [
                k for k, _ in httpx.QueryParams(shape[2]).multi_items()
            ], what
            whole = [p for p in shape[0].split("/") if p != "plain1"]
            assert all(part in path.split("/") for part in whole if part), f"{what}: {path}"
        for segment in path.split("/")[1:]:
            assert segment not in (".", ".."), what
            assert not httpx.URL("https://x/" + segment).raw_path.decode().endswith("/") or segment == "", (
                what
            )
        for key, text in http.headers.items():
            assert "\r" not in text and "\n" not in text and "\0" not in text, what
            assert value not in text or len(value) < 3, f"{what}: in the header {key}"


def test_there_are_many_cases():
    assert len(CASES) > 120


@pytest.mark.parametrize("value", [".", ".."])
def test_an_id_that_is_a_folder_is_refused_and_nothing_is_sent(value):
    with Bridge.simulated() as bridge:
        for op in (
            GetPayment(order_id=value),
            DeleteBillingKey(billing_key=VendorKey(id=value)),
            RevokeSchedules(schedule_ids=("a", value)),
        ):
            with pytest.raises(RuleViolation, match="change the path"):
                bridge.execute(op, channel="inicis")


@pytest.mark.parametrize("path", ["/platform/%2e%2e/payments", "/a/.", "/./a", "/a/%2E./b"])
def test_a_raw_path_leads_to_one_place(path):
    with Bridge.simulated() as bridge:
        with pytest.raises((ConfigError, RuleViolation)):
            bridge.execute(RawCall(method="POST", path=path, call_id="c1"), channel="inicis")
        # Whatever could not be sent is proven undone, so the next call is free to go.
        assert {row.state for row in bridge.ledger.attempts()} <= {"failed"}
