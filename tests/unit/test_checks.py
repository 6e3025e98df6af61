"""The public rule check, and what an API cannot carry."""

import msgspec
import pytest

from pgbridge import ChargeCard, Card, ConfigError, CreateSchedule, ScheduledCharge, check_wire, krw
from pgbridge.checks import OPERATIONS, neutral_of, uncarried, value_at
from pgbridge.registry import installed


def test_a_request_is_checked_as_the_guides_name_it():
    found = check_wire(api="v2", provider="inicis-v2", operation="instant", request={"paymentId": "o1"})
    assert any(v.field == "customer.email" and v.severity == "error" for v in found)
    assert all(v.rule.startswith("inicis-v2.") and v.message and v.source for v in found)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"provider": "nobody"}, "nobody"),
        ({"operation": "instnat"}, "instant"),
        ({"api": "v3"}, "v3"),
        ({"platform": "tablet"}, "tablet"),
    ],
)
def test_slips_are_told(change, part):
    with pytest.raises(ConfigError, match=part):
        check_wire(**{"api": "v2", "provider": "inicis-v2", "operation": "instant", "request": {}, **change})


def test_every_operation_of_a_module_is_one_that_can_be_checked():
    registry = installed()
    for api, slug in registry.providers():
        provider = registry.provider(api, slug)
        assert {*provider.operations, *provider.unsupported} <= OPERATIONS[api]


@pytest.mark.parametrize(
    ("field", "neutral"),
    [
        ("customer.name", "customer.name"),
        ("customer.name.full", "customer.name"),
        ("items.code.x", "items"),
        ("nothing", None),
        (None, None),
    ],
)
def test_neutral_names(field, neutral):
    assert (
        neutral_of(field, {"customer.name": "customer.name.full", "items": "items", "gone": None}) == neutral
    )


CHARGE = ChargeCard(
    order_id="o", order_name="n", amount=krw(1), card=Card(number="4111111111111111", expiry="2030-12")
)


def test_what_has_no_place_is_refused_or_named():
    registry = installed()
    v1, v2 = (registry.api(api).module("payments.charge_card") for api in ("v1", "v2"))
    refused, dropped = uncarried(msgspec.structs.replace(CHARGE, cultural_expense=True), v1, "V1")
    assert [v.field for v in refused] == ["cultural_expense"]
    assert dropped == []
    assert uncarried(msgspec.structs.replace(CHARGE, cultural_expense=True), v2, "V2") == ([], [])


def test_rows_are_looked_into():
    from datetime import datetime, timezone

    row = ScheduledCharge(
        order_id="o", amount=krw(1), due_at=datetime(2030, 1, 1, tzinfo=timezone.utc), escrow=True
    )
    op = CreateSchedule(billing_key="k", rows=(msgspec.structs.replace(row, escrow=None), row))
    module = installed().api("v2").module("schedules.create")
    assert [v.field for v in uncarried(op, module, "V2")[0]] == ["rows[].escrow"]
    assert value_at(op, ["rows[]", "escrow"]) is True
