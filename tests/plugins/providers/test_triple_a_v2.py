"""Triple-A: ids of products."""

from __future__ import annotations

import pytest
from pgbridge_providers.v2.triple_a import PROVIDER

from pgbridge.rules import check

RULE = "triple-a.browser_payment.product-id-unique"


def sold(*ids: object) -> dict[str, object]:
    rest = {"name": "A", "code": "C", "amount": 1, "quantity": 1}
    return {"products": [{"id": each, **rest} for each in ids]}


@pytest.mark.parametrize(
    ("request_", "trips"),
    [
        (sold("a", "a"), True),
        (sold("a", "b", "c", "b"), True),
        (sold(7, 7), True),
        (sold("a", "b"), False),
        (sold("a", "A"), False),
        (sold("a"), False),
        (sold("", ""), False),
        (sold(None, None), False),
        (sold({}, {}), False),
        (sold(), False),
        ({"products": "aa"}, False),
        ({"products": ["a", "a"]}, False),
        ({}, False),
    ],
)
def test_product_ids_are_told_apart(request_: dict[str, object], trips: bool) -> None:
    found = check(PROVIDER, "browser_payment", request_)
    assert [each.severity for each in found if each.rule == RULE] == (["warning"] if trips else [])
