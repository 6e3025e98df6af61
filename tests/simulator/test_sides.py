"""What the console shows beside a request: the same on the other API."""

from __future__ import annotations

from typing import Any

import pytest

from pgbridge.migrate.sides import OPERATIONS, WINDOWS, Sides
from pgbridge.registry import installed
from pgbridge.simulator.requests import Requests


@pytest.fixture
def logged(shop: Any) -> Any:
    shop.sim.requests = Requests()
    return shop


def side(shop: Any) -> Any:
    return Sides(installed()).of_request(shop.sim, shop.sim.requests.all()[-1])


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_the_table_names_operations_of_its_api_and_requests_of_its_face(shop: Any, api: str) -> None:
    names = set(shop.sim.faces[api].names)
    for request, operation in OPERATIONS[api].items():
        assert request in names
        assert installed().api(api).supports(operation), operation
    assert all(installed().api(api).supports(name) for name in WINDOWS.values())


def test_a_charge_of_v1_as_json_and_as_a_form(logged: Any) -> None:
    logged.v1.ok("POST", "/subscribe/payments/onetime", json=logged.onetime("A", pg="nice_v2.MID"))
    as_json = side(logged)
    logged.v1.ok("POST", "/subscribe/payments/onetime", data=logged.onetime("B", pg="nice_v2.MID"))
    as_form = side(logged)
    for found, order in ((as_json, "A"), (as_form, "B")):
        (request,) = found.requests
        assert (request["method"], request["path"]) == ("POST", f"/payments/{order}/instant")
        assert request["body"]["amount"] == {"total": 11_000}
        assert request["body"]["method"]["card"]["credential"]["number"] == "***"
        assert "4111" not in repr(found)


def test_requests_of_v2_and_reads(logged: Any) -> None:
    logged.v2.ok("POST", "/payments/A/instant", json=logged.instant(channelKey="channel-key-nice-v2"))
    assert side(logged).requests[0]["path"] == "/subscribe/payments/onetime"
    logged.v2.ok("GET", "/payments/A")
    assert side(logged).requests[0]["method"] == "GET"
    logged.v2.ok("POST", "/payments/A/cancel", json={"reason": "x", "amount": 1000})
    body = side(logged).requests[0]["body"]
    assert (body["amount"], body["reason"]) == (1000, "x")


def test_what_has_no_other_side_says_so(logged: Any) -> None:
    logged.v1.login()
    assert side(logged) is None
    logged.v2.refused("POST", "/payments/A/instant", json={"orderName": "x"})
    assert side(logged).requests == () and side(logged).why
