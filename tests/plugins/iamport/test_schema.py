"""Our wire Structs against the vendor's own schema, where it is at hand."""

import json
import os
from functools import cache
from pathlib import Path

import msgspec
import pytest
from pgbridge_iamport.shapes import billing, payment, receipts, requests

SHARED = Path(os.environ.get("PGBRIDGE_SHARED") or Path(__file__).resolve().parents[4] / "shared")
FILE = SHARED / "schema" / "v1.openapi.json"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"the vendor's schema is not at hand ({FILE})")


@cache
def schema():
    return json.loads(FILE.read_text(encoding="utf-8"))


def names(kind):
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


# Forms that our Structs leave out on purpose.
REQUESTS = [
    (requests.OnetimeBody, "/subscribe/payments/onetime", "post", {"vat"}),
    (requests.AgainBody, "/subscribe/payments/again", "post", {"vat"}),
    (requests.ScheduleBody, "/subscribe/payments/schedule", "post", set()),
    (requests.IssueBody, "/subscribe/customers/{customer_uid}", "post", set()),
    (requests.CancelBody, "/payments/cancel", "post", set()),
    (requests.PrepareBody, "/payments/prepare", "post", set()),
    (requests.PrepareBody, "/payments/prepare", "put", set()),
    (requests.UnscheduleBody, "/subscribe/payments/unschedule", "post", set()),
    (requests.DueBody, "/subscribe/payments/schedule/{merchant_uid}", "put", set()),
    (requests.DueBody, "/subscribe/payments/schedule/{merchant_uid}/reschedule", "post", set()),
    (requests.VbankBody, "/vbanks", "post", set()),
    (requests.ReceiptBody, "/receipts/{imp_uid}", "post", {"vat"}),
    (requests.ExternalReceiptBody, "/receipts/external/{merchant_uid}", "post", set()),
    (requests.TokenBody, "/users/getToken", "post", set()),
]
TYPES = {"string": "str", "number": "Decimal", "integer": "int", "boolean": "bool"}


@pytest.mark.parametrize(
    ("kind", "path", "method", "left_out"), REQUESTS, ids=lambda x: str(getattr(x, "__name__", x))
)
def test_request(kind, path, method, left_out):
    asked = {p["name"]: p for p in schema()["paths"][path][method]["parameters"] if p["in"] == "formData"}
    ours = names(kind)
    assert set(ours) == set(asked) - left_out
    for name, parameter in asked.items():
        if name in left_out:
            continue
        if ours[name].default is msgspec.NODEFAULT:
            assert parameter.get("required"), f"{name}: we demand what the vendor does not"
        if wanted := TYPES.get(parameter.get("type")):
            assert wanted in str(ours[name].type) or (
                wanted == "int" and "Decimal" in str(ours[name].type)
            ), name


ANSWERS = [
    (payment.PaymentShape, "PaymentAnnotation"),
    (payment.CancelShape, "PaymentCancelAnnotation"),
    (payment.DepositShape, "VbankDepositAnnotation"),
    (billing.IssuedShape, "SucceededChannelAnnotation"),
    (billing.FailedShape, "FailedChannelAnnotation"),
    (billing.ScheduleShape, "ScheduleResultAnnotation"),
    (billing.PreparedShape, "PaymentPrepareAnnotation"),
    (billing.TokenShape, "AuthAnnotation"),
    (requests.ScheduleRow, "ScheduleAnnotation"),
]


@pytest.mark.parametrize(("kind", "definition"), ANSWERS, ids=lambda x: str(getattr(x, "__name__", x)))
def test_answer(kind, definition):
    assert set(names(kind)) == set(schema()["definitions"][definition]["properties"])


def test_a_receipt_is_both_kinds_in_one():
    both = schema()["definitions"]
    own, external = both["ReceiptAnnotation"]["properties"], both["ExternalReceiptAnnotation"]["properties"]
    assert set(names(receipts.ReceiptShape)) == set(own) | set(external)


def test_a_key_is_both_kinds_in_one():
    both = schema()["definitions"]
    plain, grouped = both["CustomerAnnotation"]["properties"], both["SuperBillingKeyAnnotation"]["properties"]
    assert set(names(billing.CustomerShape)) == set(plain) | set(grouped)


@pytest.mark.parametrize(
    ("path", "method"),
    [("/subscribe/payments/onetime", "post"), ("/subscribe/payments/again", "post"), ("/vbanks", "post")],
)
def test_limits(path, method):
    from pgbridge_iamport.operations.payments import charge_billing_key, charge_card
    from pgbridge_iamport.operations.virtual_accounts import issue

    module = {"onetime": charge_card, "again": charge_billing_key}.get(path.rpartition("/")[2], issue)
    limits = {field: limit for field, limit, _ in module.LIMITS}
    vendor = {
        p["name"]: int(p["maxLength"])
        for p in schema()["paths"][path][method]["parameters"]
        if p.get("maxLength")
    }
    vendor.pop("channelGroupId", None)
    assert {name: limits[name] for name in vendor} == vendor
