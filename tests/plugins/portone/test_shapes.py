"""Wire Structs against the vendor's schema: no field that V2 lacks, none missing that it requires."""

import json
import os
from pathlib import Path

import msgspec
import pytest

from pgbridge_portone.shapes import answers, requests

SHARED = Path(os.environ.get("PGBRIDGE_SHARED") or Path(__file__).parents[4] / "shared")
FILE = SHARED / "schema" / "v2.openapi.json"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the vendor's schema is not there")

REQUESTS = {
    "AmountInput": "PaymentAmountInput",
    "SeparatedName": "CustomerSeparatedName",
    "NameInput": "CustomerNameInput",
    "AddressInput": "SeparatedAddressInput",
    "CustomerInput": "CustomerInput",
    "ProductInput": "PaymentProduct",
    "CashReceiptInput": "CashReceiptInput",
    "CredentialInput": "CardCredential",
    "CardInput": "InstantPaymentMethodInputCard",
    "ExpiryInput": "InstantPaymentMethodInputVirtualAccountExpiry",
    "FixedInput": "InstantPaymentMethodInputVirtualAccountOptionFixed",
    "AccountOption": "InstantPaymentMethodInputVirtualAccountOption",
    "VirtualAccountInput": "InstantPaymentMethodInputVirtualAccount",
    "MethodInput": "InstantPaymentMethodInput",
    "InstantBody": "InstantPaymentInput",
    "BillingKeyBody": "BillingKeyPaymentInput",
    "ScheduleBody": "CreatePaymentScheduleBody",
    "RefundAccountInput": "CancelPaymentBodyRefundAccount",
    "CancelBody": "CancelPaymentBody",
    "PreRegisterBody": "PreRegisterPaymentBody",
    "IssueBody": "IssueBillingKeyBody",
    "RevokeBody": "RevokePaymentSchedulesBody",
    "PageInput": "PageInput",
    "SortInput": "BillingKeySortInput",
    "PaymentFilter": "PaymentFilterInput",
    "PaymentsBody": "GetPaymentsBody",
    "CursorBody": "GetAllPaymentsByCursorBody",
    "BillingKeyFilter": "BillingKeyFilterInput",
    "BillingKeysBody": "GetBillingKeyInfosBody",
    "ScheduleFilter": "PaymentScheduleFilterInput",
    "SchedulesBody": "GetPaymentSchedulesBody",
    "ReceiptCustomerInput": "IssueCashReceiptCustomerInput",
    "ReceiptBody": "IssueCashReceiptBody",
    "ReceiptFilter": "CashReceiptFilterInput",
    "ReceiptsBody": "GetCashReceiptsBody",
    "StoreItemInput": "RegisterStoreReceiptBodyItem",
    "StoreReceiptBody": "RegisterStoreReceiptBody",
    "SenderInput": "PaymentEscrowSenderInput",
    "ReceiverInput": "PaymentEscrowReceiverInput",
    "LogisticsInput": "PaymentLogistics",
    "EscrowBody": "RegisterEscrowLogisticsBody",
    "ConfirmEscrowBody": "ConfirmEscrowBody",
    "PersonInput": "SendIdentityVerificationBodyCustomer",
    "SendIdentityBody": "SendIdentityVerificationBody",
    "ConfirmIdentityBody": "ConfirmIdentityVerificationBody",
    "IdentityFilter": "IdentityVerificationFilterInput",
    "IdentitiesBody": "GetIdentityVerificationsBody",
    "DeliveryBody": "ConfirmPaymentwallDeliveryBody",
}
ANSWERS = {
    "CardShape": ["Card"],
    "InstallmentShape": ["PaymentInstallment"],
    "MethodShape": ["PaymentMethod", "PaymentMethodEasyPayMethod", "BillingKeyPaymentMethod"],
    "ChannelShape": ["SelectedChannel"],
    "GroupShape": ["ChannelGroupSummary"],
    "AmountShape": ["PaymentAmount"],
    "AddressShape": ["Address"],
    "CustomerShape": ["Customer"],
    "OriginShape": ["PaymentOrigin"],
    "FailureShape": ["PaymentFailure"],
    "CancellationShape": ["PaymentCancellation"],
    "ProductShape": ["PaymentProduct"],
    "StatusShape": ["PaymentEscrow", "PaymentCashReceipt"],
    "PaymentShape": ["Payment", "PaymentTransaction"],
    "PageShape": ["PageInfo"],
    "ItemsShape": ["GetPaymentsResponse", "GetPaymentTransactionsResponse", "GetPaymentSchedulesResponse"],
    "CursorItem": ["PaymentWithCursor"],
    "CursorShape": ["GetAllPaymentsByCursorResponse"],
    "PaidSummary": ["InstantPaymentSummary", "BillingKeyPaymentSummary"],
    "PaidShape": ["PayInstantlyResponse", "PayWithBillingKeyResponse"],
    "CancelledShape": ["CancelPaymentResponse"],
    "FailedChannel": ["ChannelSpecificFailure", "PgBillingKeyIssueResponse"],
    "FailedIssue": ["BillingKeyFailure"],
    "BillingKeyShape": ["BillingKeyInfo", "BillingKeyInfoSummary"],
    "IssuedShape": ["IssueBillingKeyResponse"],
    "DeletedShape": ["DeleteBillingKeyResponse"],
    "ScheduleShape": ["PaymentSchedule"],
    "ScheduleSummary": ["PaymentScheduleSummary"],
    "ScheduledShape": ["CreatePaymentScheduleResponse"],
    "RevokedShape": ["RevokePaymentSchedulesResponse"],
    "ClosedShape": ["CloseVirtualAccountResponse"],
    "ReceiptShape": ["CashReceipt"],
    "StoreReceiptShape": ["RegisterStoreReceiptResponse"],
    "EscrowShape": ["PaymentEscrow"],
    "EscrowPaymentShape": ["Payment"],
    "DeliveryShape": ["ApplyEscrowLogisticsResponse", "ModifyEscrowLogisticsResponse"],
    "ConfirmedShape": ["ConfirmEscrowResponse"],
    "PersonShape": ["IdentityVerificationVerifiedCustomer", "IdentityVerificationRequestedCustomer"],
    "IdentityShape": ["IdentityVerification"],
    "IdentityConfirmedShape": ["ConfirmIdentityVerificationResponse"],
    "ReceiptSummary": ["CashReceiptSummary"],
    "ReceiptIssuedShape": ["IssueCashReceiptResponse"],
    "ReceiptCancelledShape": ["CancelCashReceiptResponse"],
    "ErrorShape": ["PgProviderError"],
    "BankNameShape": ["BankInfoName"],
    "BankShape": ["BankInfo"],
    "BanksShape": ["GetBankInfosResponse"],
    "KakaoShape": ["GetKakaopayPaymentOrderResponse"],
}


@pytest.fixture(scope="module")
def schemas():
    return json.loads(FILE.read_text(encoding="utf-8"))["components"]["schemas"]


def structs(module):
    return {n: v for n, v in vars(module).items() if isinstance(v, type) and v.__module__ == module.__name__}


def members(schemas, name):
    """The object schemas that a name stands for: itself, or the members of its union."""
    node = schemas[name]
    if "oneOf" not in node:
        return [node]
    return [m for each in node["oneOf"] for m in members(schemas, each["$ref"].rpartition("/")[2])]


def test_every_struct_is_compared():
    assert set(structs(requests)) == set(REQUESTS) | {"Body"}
    assert set(structs(answers)) == set(ANSWERS) | {"Answer"}


@pytest.mark.parametrize("name", REQUESTS)
def test_requests(schemas, name):
    (node,) = members(schemas, REQUESTS[name])
    fields = {f.encode_name: f.required for f in msgspec.structs.fields(getattr(requests, name))}
    assert set(fields) - set(node["properties"]) == set()
    assert set(node.get("required", ())) - set(fields) == set()


@pytest.mark.parametrize("name", REQUESTS)
def test_requests_know_every_field_that_v2_takes(schemas, name):
    (node,) = members(schemas, REQUESTS[name])
    fields = {f.encode_name for f in msgspec.structs.fields(getattr(requests, name))}
    left_out = {
        "PaymentFilter",
        "BillingKeyFilter",
        "ScheduleFilter",
        "ReceiptFilter",
        "IdentityFilter",
    }  # listings filter by what operations have
    assert name in left_out or set(node["properties"]) == fields


@pytest.mark.parametrize("name", ANSWERS)
def test_answers(schemas, name):
    nodes = [m for each in ANSWERS[name] for m in members(schemas, each)]
    fields = {f.encode_name: f.required for f in msgspec.structs.fields(getattr(answers, name))}
    known = set().union(*(node["properties"] for node in nodes))
    assert set(fields) - known == set()
    for field, required in fields.items():
        if required:
            assert all(field in node.get("required", ()) for node in nodes), field
