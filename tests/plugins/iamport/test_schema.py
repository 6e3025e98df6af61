"""Our wire Structs against the vendor's own schema, where it is at hand."""

import json
import os
from functools import cache
from pathlib import Path

import msgspec
import pytest
from pgbridge_iamport.shapes import account, billing, identity, naver, payment, receipts, requests, wallets

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
    (requests.StoreReceiptBody, "/partners/receipts/{imp_uid}", "post", set()),
    (requests.EscrowBody, "/escrows/logis/{imp_uid}", "post", set()),
    (requests.NaverConfirmBody, "/payments/{imp_uid}/naver/confirm", "post", set()),
    (requests.OtpRequestBody, "/certifications/otp/request", "post", set()),
    (requests.OtpConfirmBody, "/certifications/otp/confirm/{imp_uid}", "post", set()),
    (requests.ReceiptBody, "/receipts/{imp_uid}", "post", {"vat"}),
    (requests.ExternalReceiptBody, "/receipts/external/{merchant_uid}", "post", set()),
    (requests.TokenBody, "/users/getToken", "post", set()),
    (naver.NaverCancelBody, "/payments/{imp_uid}/naver/cancel", "post", set()),
    (naver.NaverBody, "/payments/{imp_uid}/naver/approve-cancel", "post", set()),
    (naver.NaverBody, "/payments/{imp_uid}/naver/place", "post", set()),
    (naver.NaverBody, "/payments/{imp_uid}/naver/collect-exchanged", "post", set()),
    (naver.NaverBody, "/payments/{imp_uid}/naver/resolve-return", "post", set()),
    (naver.NaverShipBody, "/payments/{imp_uid}/naver/ship", "post", set()),
    (naver.NaverResendBody, "/payments/{imp_uid}/naver/ship-exchanged", "post", set()),
    (naver.NaverReturnBody, "/payments/{imp_uid}/naver/request-return", "post", set()),
    (naver.NaverApproveBody, "/payments/{imp_uid}/naver/approve-return", "post", set()),
    (naver.NaverRejectBody, "/payments/{imp_uid}/naver/reject-return", "post", set()),
    (naver.NaverWithholdBody, "/payments/{imp_uid}/naver/withhold-return", "post", set()),
    (wallets.QuickMoneyBody, "/kcpquick/payment/money", "post", set()),
    (wallets.QuickAutopayBody, "/kcpquick/payment/autopay", "post", set()),
    (wallets.QuickPrepareBody, "/kcpquick/prepare/{merchant_uid}", "post", set()),
    (wallets.QuickPrepareBody, "/kcpquick/prepare/{merchant_uid}", "put", set()),
    (wallets.ChannelBody, "/kcpquick/members/{member_id}/fido/release", "post", set()),
    (wallets.PaycoBody, "/payco/orders/status/{imp_uid}", "post", set()),
    (wallets.DeliveryBody, "/paymentwall/delivery", "post", set()),
    (wallets.BenepiaPointBody, "/benepia/point", "post", set()),
    (wallets.BenepiaPayBody, "/benepia/payment", "post", set()),
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
        if "schema" in parameter:  # the vendor says text where its own page wants an object
            continue
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
    (requests.StoreReceiptRow, "PartnerReceiptsAnnotation"),
    (requests.SenderBody, "EscrowLogisSenderAnnotation"),
    (requests.ReceiverBody, "EscrowLogisReceiverAnnotation"),
    (requests.LogisBody, "EscrowLogisInfoAnnotation"),
    (requests.LogisProduct, "EscrowLogisProductsAnnotation"),
    (receipts.SlipShape, "PartnerReceiptResultAnnotation"),
    (receipts.LogisShape, "EscrowLogisAnnotation"),
    (identity.CertificationShape, "CertificationAnnotation"),
    (account.CodeShape, "StandardCodeAnnotation"),
    (account.ChannelShape, "PgSettingAnnotation"),
    (account.TierShape, "TierAnnotation"),
    (naver.OrdererShape, "NaverOrderer"),
    (naver.NaverAddressShape, "NaverAddress"),
    (naver.ProductOrderShape, "NaverProductOrderAnnotation"),
    (naver.ReviewShape, "NaverReviewAnnotation"),
    (naver.CashAmountShape, "NaverCashAmountAnnotation"),
    (wallets.QuickMemberShape, "KcpQuickMemberAnnotation"),
    (wallets.PaycoShape, "PaycoStatusAnnotation"),
    (wallets.DeliveryShape, "PaymentwallDeliveryDetailAnnotation"),
    (wallets.PointShape, "BenepiaPointAnnotation"),
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


NAVER_CODES = [
    ("cancel", "orders_cancel"),
    ("ship", "orders_ship"),
    ("ship-exchanged", "orders_ship_exchange"),
    ("request-return", "orders_request_return"),
    ("withhold-return", "orders_withhold_return"),
]


@pytest.mark.parametrize(("call", "module"), NAVER_CODES)
def test_naver_codes(call, module):
    import importlib

    action = importlib.import_module(f"pgbridge_iamport.operations.naver.{module}").ACTION
    asked = schema()["paths"][f"/payments/{{imp_uid}}/naver/{call}"]["post"]["parameters"]
    vendor = {p["name"]: frozenset(p["enum"]) for p in asked if p.get("enum")}
    assert action.codes == vendor


def test_wallet_limits():
    from pgbridge_iamport.operations.kcpquick import autopay_pay, money_pay
    from pgbridge_iamport.operations.paymentwall import delivery

    for module, path in (
        (money_pay, "/kcpquick/payment/money"),
        (autopay_pay, "/kcpquick/payment/autopay"),
        (delivery, "/paymentwall/delivery"),
    ):
        limits = {field: limit for field, limit, _ in module.LIMITS}
        vendor = {
            p["name"]: int(p["maxLength"])
            for p in schema()["paths"][path]["post"]["parameters"]
            if p.get("maxLength") and p["type"] == "string" and "enum" not in p
        }
        assert limits == vendor
