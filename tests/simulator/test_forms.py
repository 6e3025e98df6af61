"""V1 takes JSON and forms, whatever the content type says."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from pgbridge_iamport.simulated import fields

from pgbridge.simulator import Request
from pgbridge.simulator.http import Refusal


def test_charge_by_form(shop: Any) -> None:
    paid = shop.v1.ok(
        "POST", "/subscribe/payments/onetime", data=shop.onetime("A", buyer_name="김하늘", custom_data="")
    )
    assert (paid["amount"], paid["buyer_name"], paid["custom_data"]) == (11_000, "김하늘", None)
    done = shop.v1.ok(
        "POST", "/payments/cancel", data={"imp_uid": paid["imp_uid"], "amount": "1000", "checksum": "11000"}
    )
    assert done["cancel_amount"] == 1_000


def test_json_under_a_form_content_type(shop: Any) -> None:
    content = b'{"merchant_uid":"A","amount":5,"currency":null}'
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert shop.v1.ok("POST", "/payments/prepare", content=content, headers=headers)["amount"] == 5


def test_nested_forms(shop: Any) -> None:
    shop.v1_key("user")
    pairs = {"customer_uid": "user"}
    for index, order in enumerate("AB"):
        row = {
            "merchant_uid": order,
            "schedule_at": shop.now() + 60,
            "amount": "100",
            "currency": "KRW",
            "name": "n",
        }
        pairs |= {f"schedules[{index}][{key}]": str(value) for key, value in row.items()}
    made = shop.v1.ok("POST", "/subscribe/payments/schedule", data=pairs)
    assert [row["merchant_uid"] for row in made] == ["A", "B"]
    body = urlencode([("customer_uid", "user"), ("merchant_uid[]", "A"), ("merchant_uid[]", "B")])
    gone = shop.v1.ok("POST", "/subscribe/payments/unschedule", content=body.encode())
    assert [row["schedule_status"] for row in gone] == ["revoked", "revoked"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a=1&b=", {"a": "1", "b": ""}),
        ("a[]=1&a[]=2", {"a": ["1", "2"]}),
        ("a[1]=y&a[0]=x", {"a": ["x", "y"]}),
        ("a[b][c]=1&a[b][d]=2", {"a": {"b": {"c": "1", "d": "2"}}}),
        ("a[0][b]=1&a[1][b]=2", {"a": [{"b": "1"}, {"b": "2"}]}),
        ("a=1&a[b]=2", {"a": {"b": "2"}}),
    ],
)
def test_unfolding(text: str, found: dict[str, Any]) -> None:
    pairs = [tuple(each.split("=")) for each in text.split("&")]
    assert fields.nested(pairs) == found  # type: ignore[arg-type]


def test_json_numbers_stay_exact() -> None:
    read = fields.body(Request(method="POST", path="/", body=b'{"amount": 0.1, "n": 12, "t": "1e2"}'))
    assert read.number("amount") == Decimal("0.1")
    assert read.integer("n") == 12
    assert read.integer("t") == 100
    assert read.text("n") == "12"


@pytest.mark.parametrize("value", ['"x"', "true", "[1]", '"NaN"', '"Infinity"', "-1", "1e999999"])
def test_what_is_no_number_is_refused(value: str) -> None:
    read = fields.body(Request(method="POST", path="/", body=f'{{"amount": {value}}}'.encode()))
    with pytest.raises(Refusal, match="amount"):
        read.number("amount")


def test_bytes_that_are_no_text_are_refused(shop: Any) -> None:
    assert shop.v1.refused("POST", "/payments/prepare", content=b"\xff\xfe")[0] == 400
