"""Calls of the payment window against the vendor's schema of the browser SDK."""

import os
from functools import cache
from pathlib import Path

import msgspec
import pytest
import yaml

from pgbridge.registry import installed
from pgbridge_portone.browsing import words
from pgbridge_portone.shapes import browser

SHARED = Path(os.environ.get("PGBRIDGE_SHARED") or Path(__file__).resolve().parents[4] / "shared")
FILE = SHARED / "schema" / "browser-sdk.yml"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"the vendor's schema is not at hand ({FILE})")

# The guides have them, the schema not yet.
GUIDES_FIELDS = {"orderDescription"}
GUIDES_WORDS = words.GUIDES_PROVIDERS | {"HAPPYMONEY"}


@cache
def schema():
    # Every scalar as text: YAML 1.1 reads the country NO as false.
    return yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - text only


def target(ref):
    node = schema()
    for step in ref.removeprefix("#/").split("/"):
        node = node[step]
    return node


def problems(value, node, at):
    """What of a value the schema does not allow."""
    kind = node.get("type")
    if kind == "resourceRef":
        yield from problems(value, target(node["$ref"]), at)
    elif kind == "intersection":
        known = [target(part["$ref"]) for part in node["types"]]
        yield from problems(
            value,
            {"type": "object", "properties": {k: v for n in known for k, v in n["properties"].items()}},
            at,
        )
    elif kind == "union":
        found = [list(problems(value, part, at)) for part in node["types"]]
        if all(found):
            yield from min(found, key=len)
    elif kind in ("object", "oneOf", "emptyObject"):
        known = node.get("properties", {})
        if not isinstance(value, dict):
            yield f"{at}: must be an object"
            return
        for name, inner in value.items():
            if name == "bypass":  # the caller's own, passed on as it is
                assert name in known
            elif name in known:
                yield from problems(inner, known[name], f"{at}.{name}")
            elif name not in GUIDES_FIELDS:
                yield f"{at}.{name}: is not in the schema"
        needed = (
            [n for n, inner in known.items() if inner.get("optional") != "true"] if kind == "object" else []
        )
        yield from (f"{at}.{name}: is missing" for name in needed if name not in value)
        if kind == "oneOf" and len(value) != 1:
            yield f"{at}: must have one of {sorted(known)}"
    elif kind == "array":
        for item in value:
            yield from problems(item, node["items"], f"{at}[]")
    elif kind == "enum":
        if value not in node["variants"] and value not in GUIDES_WORDS:
            yield f"{at}: {value!r} is none of its words"
    elif kind in ("string", "stringLiteral"):
        if not isinstance(value, str):
            yield f"{at}: must be text"
    elif kind == "integer":
        if not isinstance(value, int) or isinstance(value, bool):
            yield f"{at}: must be a whole number"
    elif kind == "boolean":
        if not isinstance(value, bool):
            yield f"{at}: must be true or false"
    elif kind != "json":
        raise AssertionError(f"{at}: the schema's {kind} is not understood here")


def request(function):
    return schema()["methods"][function.removeprefix("PortOne.")]["input"]


def calls():
    import importlib.util

    path = Path(__file__).resolve().parents[2] / "contract" / "test_browser_fields.py"
    spec = importlib.util.spec_from_file_location("contract_browser_fields", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FULL = calls()
CASES = [
    pytest.param(op, id=f"{name}-{path}")
    for name, whole in FULL.CALLS.items()
    for path, op in [("all", whole), *FULL.changed(whole)]
    if FULL.said(op, "v2") is not None
]


@pytest.mark.parametrize("op", CASES)
def test_a_call_is_what_the_schema_asks_for(op):
    module = installed().api("v2").module(op.name)
    for violation in FULL.uncarried(op, module, "v2")[0]:
        op = FULL.without(op, violation.field.split("."))
    call = module.encode(op, FULL.CHANNELS["v2"])
    assert list(problems(msgspec.json.decode(call.content), request(call.path), "params")) == []


@pytest.mark.parametrize(("kind", "ui"), [("payment", "paypal-spb"), ("billing_key", "paypal-rt")])
def test_a_drawn_button_is_what_the_schema_asks_for(kind, ui):
    module = installed().api("v2").module(f"browser.{kind}")
    fields = {"alias": "a1"} if kind == "billing_key" else {}
    op = module.OPERATION(
        order_id="order1",
        order_name="n",
        amount=FULL.krw(100),
        ui=ui,
        redirect_url="https://shop.example",
        **fields,
    )
    call = module.encode(op, FULL.CHANNELS["v2"])
    assert call.path in ("PortOne.loadPaymentUI", "PortOne.loadIssueBillingKeyUI")
    assert list(problems(msgspec.json.decode(call.content), request(call.path), "params")) == []


def test_the_checker_finds_what_is_wrong():
    params = {"storeId": 1, "currency": "NOPE", "extra": 1, "payMethod": "CARD", "isEscrow": "yes"}
    found = " ".join(problems(params, request("PortOne.requestPayment"), "params"))
    for name in (
        "storeId: must be text",
        "'NOPE'",
        "extra: is not",
        "paymentId: is missing",
        "isEscrow: must",
    ):
        assert name in found


STRUCTS = {
    "AddressParams": "entity/Address",
    "CustomerParams": "entity/Customer",
    "ProductParams": "entity/Product",
    "WindowTypes": "entity/WindowTypes",
    "Popup": "entity/Popup",
    "Iframe": "entity/Iframe",
    "Period": "entity/OfferPeriod",
    "StoreParams": "entity/StoreDetails",
    "OpeningHours": "entity/StoreDetailsOpeningHours",
    "MonthOption": "entity/InstallmentMonthOption",
    "FreePlan": "entity/FreeInstallmentPlan",
    "InstallmentParams": "entity/Installment",
    "PromotionParams": "entity/CardPromotion",
    "CardParams": "request/PaymentRequestUnionCard",
    "EasyPayParams": "request/PaymentRequestUnionEasyPay",
    "VirtualAccountParams": "request/PaymentRequestUnionVirtualAccount",
    "DeadlineParams": "request/PaymentRequestUnionVirtualAccountAccountExpiry",
    "TransferParams": "request/PaymentRequestUnionTransfer",
    "MobileParams": "request/PaymentRequestUnionMobile",
    "GiftParams": "request/PaymentRequestUnionGiftCertificate",
    "StorePaymentParams": "request/PaymentRequestUnionConvenienceStore",
    "WalletParams": "request/PaymentRequestUnionAlipayPlus",
    "IdentityParams": "request/IdentityVerificationRequest",
}


@pytest.mark.parametrize(("name", "place"), STRUCTS.items())
def test_a_struct_has_every_field_of_the_schema(name, place):
    ours = set(getattr(browser, name).__struct_encode_fields__)
    assert ours == set(target(f"#/resources/{place}")["properties"])


TABLES = {
    "PaymentPayMethod": words.METHOD,
    "BillingKeyMethod": words.KEY_METHOD,
    "BillingKeyAndPayMethod": words.KEY_AND_PAY_METHOD,
    "EasyPayPaymentMethod": words.EASY_PAY_METHOD,
    "GiftCertificateType": words.GIFT,
    "Bank": words.BANK,
    "CardCompany": words.CARDS,
    "Carrier": words.CARRIER_OUT,
    "CashReceiptType": words.CASH_RECEIPT,
    "ProductType": words.PRODUCT_TYPE,
    "WindowType": words.WINDOW,
    "Locale": words.WINDOW_LOCALE,
    "PaymentUIType": words.PAYMENT_UI,
    "IssueBillingKeyUIType": words.KEY_UI,
    "EasyPayProvider": set(words.PROVIDER_OUT.values()),
}


@pytest.mark.parametrize(("name", "table"), TABLES.items())
def test_the_words_are_the_schema_s(name, table):
    theirs = set(target(f"#/resources/entity/{name}")["variants"])
    assert theirs <= set(table)
    assert set(table) - theirs <= GUIDES_WORDS


def test_the_prefixes_are_the_schema_s():
    entities = schema()["resources"]["entity"].values()
    theirs = {f"{entity['valuePrefix']}_" for entity in entities if "valuePrefix" in entity}
    assert set(words.PREFIX.values()) == theirs
