"""Round trips over generated operations, and answers made of anything."""

import importlib
import json
import pkgutil
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pgbridge.errors import PgbridgeError
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.card import Card
from pgbridge.model.channel import Channel, Connection
from pgbridge.model.customer import Address, Customer, Name, Product
from pgbridge.model.money import Amount, krw
from pgbridge.operations.base import CashReceiptRequest, ScheduledCharge
from pgbridge.operations.cash_receipts.external_issue import IssueExternalCashReceipt
from pgbridge.operations.cash_receipts.issue import IssueCashReceipt
from pgbridge.operations.payments.cancel import CancelPayment, RefundAccount
from pgbridge.operations.payments.charge_billing_key import ChargeBillingKey
from pgbridge.operations.payments.charge_card import ChargeCard
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.operations.virtual_accounts.issue import IssueVirtualAccount
from pgbridge.wire import WireRequest, WireResponse
from pgbridge_portone import operations
from pgbridge_portone.judge import judge
from pgbridge_portone.operations.cash_receipts import external_issue
from pgbridge_portone.operations.cash_receipts import issue as issue_receipt
from pgbridge_portone.operations.payments import cancel, charge_billing_key, charge_card, get
from pgbridge_portone.operations.schedules import create
from pgbridge_portone.operations.virtual_accounts import issue
from pgbridge_portone.words import BANKS

CHANNEL = Channel(
    name="c",
    connection=Connection(name="v2", api="v2", environment="test"),
    provider="inicis-v2",
    key="channel-key-1",
)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

word = st.text(min_size=1, max_size=8)
ids = st.text(min_size=1, max_size=12).filter(lambda text: text.isprintable() and text not in (".", ".."))
flag = st.none() | st.booleans()
count = st.none() | st.integers(0, 10**12)
times = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC))
addresses = word | st.builds(
    Address,
    line1=word,
    line2=word,
    city=st.none() | word,
    province=st.none() | word,
    country=st.none() | word,
)
customers = st.just(Customer()) | st.builds(
    Customer,
    id=st.none() | word,
    name=st.none() | word | st.builds(Name, first=word, last=word),
    email=st.none() | word,
    phone=st.none() | word,
    address=st.none() | addresses,
    postcode=st.none() | word,
    birth=st.none() | st.dates(min_value=datetime(1900, 1, 1).date()).map(str),
    gender=st.none() | st.sampled_from(["male", "female", "other"]),
    country=st.none() | word,
    business_number=st.none() | word,
)
amounts = st.builds(
    Amount,
    total=st.integers(0, 10**15),
    currency=st.sampled_from(["KRW", "USD", "KWD"]),
    tax_free=count,
    vat=count,
)
products = st.tuples() | st.tuples(
    st.builds(
        Product,
        id=word,
        name=word,
        amount=st.integers(0, 10**9),
        quantity=st.integers(1, 9),
        code=st.none() | word,
    )
)
receipts = st.none() | st.builds(
    CashReceiptRequest, type=st.sampled_from(["personal", "corporate", "none"]), identity=word
)
shared = {
    "order_id": ids,
    "amount": amounts,
    "order_name": word,
    "customer": customers,
    "custom_data": st.none() | st.text(max_size=5),
    "notice_urls": st.tuples() | st.tuples(word) | st.tuples(word, word),
    "products": products,
    "product_type": st.sampled_from([None, "physical", "digital"]),
    "product_count": count,
    "promotion_id": st.none() | word,
    "shipping_address": st.none() | addresses,
    "country": st.none() | word,
    "notify": flag,
    "bypass": st.none() | st.dictionaries(word, st.integers() | word, max_size=2),
}
keyed = {
    **shared,
    "installment_months": count,
    "interest_free_by_merchant": flag,
    "use_card_point": flag,
    "cash_receipt": receipts,
    "locale": st.sampled_from([None, "ko-KR", "zh-TW"]),
}
cards = st.builds(
    Card,
    number=st.text("0123456789", min_size=13, max_size=19),
    expiry=st.builds("20{:02}-{:02}".format, st.integers(0, 99), st.integers(1, 12)),
    birth_or_business_number=st.none() | st.text("0123456789", min_size=6, max_size=6),
    password_digits=st.none() | st.text("0123456789", min_size=2, max_size=2),
)


def sent(request):
    """The request as a server gets it: bytes, and a path that may be encoded."""
    body = msgspec.json.decode(request.content) if request.content else None
    return msgspec.structs.replace(request, body=body)


@FEW
@given(
    st.builds(
        ChargeCard,
        **shared,
        card=cards,
        escrow=flag,
        cultural_expense=flag,
        installment_months=count,
        interest_free_by_merchant=flag,
        free_installment_plan=flag,
        use_card_point=flag,
    )
)
def test_card_charges_come_back(op):
    found = charge_card.accept(sent(charge_card.encode(op, CHANNEL)))
    assert (found.op, found.channel_key, found.unknown) == (op, "channel-key-1", ())


@FEW
@given(
    st.builds(
        ChargeBillingKey, **keyed, billing_key=st.builds(VendorKey, id=ids), pin_channel=st.none() | word
    )
)
def test_billing_key_charges_come_back(op):
    assert charge_billing_key.accept(sent(charge_billing_key.encode(op, CHANNEL))).op == op


@FEW
@given(
    st.builds(
        CreateSchedule,
        billing_key=st.builds(VendorKey, id=ids),
        pin_channel=st.none() | word,
        rows=st.lists(
            st.builds(ScheduledCharge, **{**keyed, "notify": st.none()}, due_at=times), min_size=1, max_size=3
        ).map(tuple),
    )
)
def test_schedules_come_back(op):
    assert create.accept(*map(sent, create.encode_all(op, CHANNEL))).op == op


@FEW
@given(
    st.builds(
        IssueVirtualAccount,
        **shared,
        bank=st.sampled_from(sorted(BANKS)),
        expires_at=times,
        remittee=st.none() | word,
        account_number=st.none() | word,
        fixed_key=st.none() | word,
        cash_receipt=receipts,
        escrow=flag,
        cultural_expense=flag,
    )
)
def test_virtual_accounts_come_back(op):
    assert issue.accept(sent(issue.encode(op, CHANNEL))).op == op


@FEW
@given(
    st.builds(
        CancelPayment,
        order_id=ids,
        reason=word,
        amount=st.none() | st.integers(1, 10**12),
        tax_free=count,
        vat=count,
        expected_cancellable=count,
        refund_account=st.none()
        | st.builds(RefundAccount, bank=st.just("SHINHAN"), number=word, holder=word, phone=st.none() | word),
        refund_email=st.none() | word,
        requester=st.sampled_from([None, "customer", "admin"]),
        keep_promotion=flag,
        notify=st.booleans(),
    )
)
def test_cancels_come_back(op):
    assert cancel.accept(sent(cancel.encode(op, CHANNEL))).op == op


receipt = {
    "order_id": ids,
    "order_name": word,
    "identity": word,
    "identity_type": st.sampled_from([None, "phone", "card", "business"]),
    "type": st.sampled_from(["personal", "corporate"]),
    "customer": st.builds(Customer, name=st.none() | word, email=st.none() | word, phone=st.none() | word),
    "product_type": st.sampled_from([None, "physical", "digital"]),
    "method": st.sampled_from([None, "transfer", "virtual_account"]),
    "business_number": st.none() | word,
    "paid_at": st.none() | times,
}


@FEW
@given(st.builds(IssueExternalCashReceipt, **receipt, amount=amounts))
def test_receipts_of_money_taken_elsewhere_come_back(op):
    assert external_issue.accept(sent(external_issue.encode(op, CHANNEL))).op == op


@FEW
@given(
    st.builds(
        IssueCashReceipt,
        **receipt,
        amount=st.integers(1, 10**9),
        tax_free=count,
        vat=count,
        currency=st.just("KRW"),
    )  # fmt: skip
)
def test_receipts_come_back(op):
    assert issue_receipt.accept(sent(issue_receipt.encode(op, CHANNEL))).op == op


def modules():
    for found in pkgutil.walk_packages(operations.__path__, f"{operations.__name__}."):
        if not found.ispkg:
            yield importlib.import_module(found.name)


MODULES = {module.OPERATION.name: module for module in modules()}
NAMES = st.sampled_from(
    """status id transactionId paymentId amount total cancelled currency method type card items page payment cursor
    cancellation cancellations billingKeyInfo billingKey schedule deletedAt closedAt revokedScheduleIds timeToPay
    totalAmount paidAt customer channel pgTxId message pgCode requestedAt cashReceipt issueNumber cancelledAmount cancelledAt""".split()
)
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6)
    | st.sampled_from(["PAID", "PaymentMethodCard", "2024-05-01T00:00:00Z", "0001-01-01T00:00:00+23:59"])
)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=25,
)


@pytest.mark.parametrize("name", MODULES)
@FEW
@given(
    body=trees.map(lambda tree: json.dumps(tree).encode()) | st.binary(max_size=40),
    status=st.sampled_from([200, 409, 500]),
)
def test_answers_made_of_anything(name, body, status):
    response = WireResponse(status=status, body=body)
    judge(response)
    try:
        MODULES[name].decode(None, response)
    except PgbridgeError:
        pass


@FEW
@given(extra=st.dictionaries(st.text(max_size=8), trees, max_size=4), method=trees)
def test_additions_never_hide_the_money(extra, method):
    told = {**extra, "status": "PAID", "id": "o", "amount": {"total": 5}, "currency": "KRW"}
    for name in ("cancellations", "paymentId", "transactionId"):
        told.pop(name, None)
    try:
        found = get.decode(
            None, WireResponse(status=200, body=json.dumps({**told, "method": method}).encode())
        )
    except PgbridgeError:
        assert any(name in extra for name in KNOWN)
        return
    assert (found.order_id, found.status, found.amount.total) == ("o", "paid", 5)


KNOWN = {"version", "origin"} | {
    field.encode_name
    for field in msgspec.structs.fields(
        importlib.import_module("pgbridge_portone.shapes.answers").PaymentShape
    )
}


@pytest.mark.parametrize("name", MODULES)
@FEW
@given(body=trees, path=st.text(max_size=20), query=st.text(max_size=20))
def test_requests_made_of_anything(name, body, path, query):
    request = WireRequest(method="POST", path=f"/payments/{path}", body=body, query=(("requestBody", query),))
    try:
        MODULES[name].accept(request)
    except PgbridgeError:
        pass


def test_deep_nesting_is_no_crash():
    deep = b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    assert judge(WireResponse(status=500, body=deep)).kind == "unreadable"
    with pytest.raises(PgbridgeError):
        get.decode(None, WireResponse(status=200, body=deep))
