"""Capability honesty: what an API does not have is refused with the alternative, and no byte leaves."""

import httpx
import pytest

from pgbridge import Bridge, UnsupportedOperation
from pgbridge.registry import installed
from tests.closing import kept_parts
from tests.contract import test_fields as fields

MISSING = [
    pytest.param(kind, api, id=f"{api}-{kind.name}")
    for kind in fields.KINDS
    for api in ("v1", "v2")
    if not installed().api(api).supports(kind.name)
]


@pytest.mark.parametrize(("kind", "api"), MISSING)
def test_what_is_missing_says_so_and_sends_nothing(kind, api):
    sent = []

    def refuse(request):
        sent.append(request)
        return httpx.Response(500)

    parts = kept_parts(installed(), None)
    client = httpx.Client(transport=httpx.MockTransport(refuse))
    bridge = Bridge.of(
        parts.registry, parts.config, ledger=parts.ledger, client=client, context=parts.context
    )
    with pytest.raises(UnsupportedOperation) as caught:
        bridge.execute(fields.smallest(kind, api), channel={"v1": "inicis-v1", "v2": "inicis"}[api])
    assert sent == []
    assert caught.value.alternative
    assert caught.value.operation == kind.name


def test_something_is_missing_on_each_side():
    assert {param.values[1] for param in MISSING} == {"v1", "v2"}
