"""The official V2 SDK as a second opinion: what we send is what it would send, what we read is what it reads."""

import json
from datetime import datetime, timezone

import pytest

from pgbridge import (
    Address,
    Bridge,
    CancelPayment,
    Card,
    CashReceiptRequest,
    Channel,
    ChargeBillingKey,
    ChargeCard,
    Connection,
    Customer,
    Declined,
    GetPayment,
    IssueBillingKey,
    IssueVirtualAccount,
    Name,
    Product,
    RefundAccount,
    Secret,
    VendorKey,
    krw,
    money,
)
from pgbridge.registry import installed

common = pytest.importorskip("portone_server_sdk.common")
payment = pytest.importorskip("portone_server_sdk.payment")
from portone_server_sdk._generated.payment.billing_key_payment_input import (
    BillingKeyPaymentInput,
    _serialize_billing_key_payment_input,
)  # noqa: E402
from portone_server_sdk._generated.payment.cancel_payment_body import (
    CancelPaymentBody,
    _serialize_cancel_payment_body,
)  # noqa: E402
from portone_server_sdk._generated.payment.instant_payment_input import (
    InstantPaymentInput,
    _serialize_instant_payment_input,
)  # noqa: E402
from portone_server_sdk._generated.payment.payment import _deserialize_payment  # noqa: E402

CHANNEL = Channel(
    name="c",
    connection=Connection(name="v2", api="v2", environment="test", credentials={"secret": Secret("s")}),
    provider="nice-v2",
    key="channel-key-1",
    store_id="store-1",
)
CARD = Card(
    number="4111-1111-1111-1111", expiry="2030-12", birth_or_business_number="900101", password_digits="12"
)


def ours(name, op):
    return json.loads(installed().api("v2").module(name).encode(op, CHANNEL).content)


def sdk_customer(**more):
    return common.CustomerInput(id="m1", email="a@b.kr", phone_number="010-1", zipcode="04524", **more)


CUSTOMERS = {
    "full name, one line": (
        Customer(id="m1", name="홍길동", email="a@b.kr", phone="010-1", postcode="04524", address="서울 1길"),
        lambda: sdk_customer(
            name=common.CustomerNameInput(full="홍길동"),
            address=common.SeparatedAddressInput(address_line_1="서울 1길", address_line_2=""),
        ),
    ),
    "names and lines in parts": (
        Customer(
            id="m1",
            name=Name(first="Gildong", last="Hong"),
            email="a@b.kr",
            phone="010-1",
            postcode="04524",
            birth="1990-02-03",
            gender="female",
            country="KR",
            address=Address(line1="1", line2="2", city="c", province="p", country="KR"),
        ),
        lambda: sdk_customer(
            name=common.CustomerNameInput(
                separated=common.CustomerSeparatedName(first="Gildong", last="Hong")
            ),
            birth_year="1990",
            birth_month="02",
            birth_day="03",
            gender="FEMALE",
            country="KR",
            address=common.SeparatedAddressInput(
                address_line_1="1", address_line_2="2", city="c", province="p", country="KR"
            ),
        ),
    ),
}


@pytest.mark.parametrize("customer", CUSTOMERS)
def test_a_keyed_in_card(customer):
    neutral, sdk = CUSTOMERS[customer]
    op = ChargeCard(
        order_id="o1",
        order_name="n",
        amount=krw(1000, tax_free=0, vat=91),
        card=CARD,
        customer=neutral,
        custom_data="{}",
        notice_urls=("https://a", "https://b"),
        products=(Product(id="p", name="n", amount=500, quantity=2, code="c"),),
        product_type="physical",
        product_count=2,
        promotion_id="pr",
        escrow=False,
        cultural_expense=True,
        notify=False,
        installment_months=3,
        interest_free_by_merchant=True,
        free_installment_plan=False,
        use_card_point=True,
        bypass={"x": {"y": 1}},
        country="KR",
    )
    body = InstantPaymentInput(
        store_id="store-1",
        channel_key="channel-key-1",
        order_name="n",
        amount=common.PaymentAmountInput(total=1000, tax_free=0, vat=91),
        currency="KRW",
        customer=sdk(),
        custom_data="{}",
        notice_urls=["https://a", "https://b"],
        products=[common.PaymentProduct(id="p", name="n", amount=500, quantity=2, code="c")],
        product_type="PHYSICAL",
        product_count=2,
        promotion_id="pr",
        is_escrow=False,
        is_cultural_expense=True,
        skip_webhook=True,
        bypass={"x": {"y": 1}},
        country="KR",
        method=payment.InstantPaymentMethodInput(
            card=payment.InstantPaymentMethodInputCard(
                credential=common.CardCredential(
                    number="4111111111111111",
                    expiry_year="30",
                    expiry_month="12",
                    birth_or_business_registration_number="900101",
                    password_two_digits="12",
                ),
                installment_month=3,
                use_free_interest_from_merchant=True,
                use_free_installment_plan=False,
                use_card_point=True,
            )
        ),
    )
    assert ours("payments.charge_card", op) == _serialize_instant_payment_input(body)


def test_a_billing_key():
    op = ChargeBillingKey(
        order_id="o1",
        order_name="n",
        amount=krw(1000, tax_free=100),
        billing_key=VendorKey(id="k"),
        locale="ko-KR",
        cash_receipt=CashReceiptRequest(type="personal", identity="01012345678"),
        installment_months=0,
    )
    body = BillingKeyPaymentInput(
        store_id="store-1",
        billing_key="k",
        order_name="n",
        amount=common.PaymentAmountInput(total=1000, tax_free=100),
        currency="KRW",
        locale="KO_KR",
        cash_receipt=common.CashReceiptInput(type="PERSONAL", customer_identity_number="01012345678"),
        installment_month=0,
    )
    assert ours("payments.charge_billing_key", op) == _serialize_billing_key_payment_input(body)


def test_a_cancel():
    op = CancelPayment(
        order_id="o1",
        amount=500,
        cancel_id="c",
        tax_free=0,
        vat=45,
        reason="r",
        requester="customer",
        keep_promotion=True,
        expected_cancellable=1000,
        notify=True,
        refund_account=RefundAccount(bank="SHINHAN", number="1", holder="h", phone="010"),
        refund_email="a@b.kr",
    )
    body = CancelPaymentBody(
        store_id="store-1",
        amount=500,
        tax_free_amount=0,
        vat_amount=45,
        reason="r",
        requester="CUSTOMER",
        promotion_discount_retain_option="RETAIN",
        current_cancellable_amount=1000,
        skip_webhook=False,
        refund_email="a@b.kr",
        refund_account=payment.CancelPaymentBodyRefundAccount(
            bank="SHINHAN", number="1", holder_name="h", holder_phone_number="010"
        ),
    )
    assert ours("payments.cancel", op) == _serialize_cancel_payment_body(body)


def test_a_virtual_account():
    due = datetime(2030, 1, 1, tzinfo=timezone.utc)
    op = IssueVirtualAccount(
        order_id="o1",
        order_name="n",
        amount=krw(1000),
        bank="SHINHAN",
        expires_at=due,
        remittee="Shop",
        fixed_key="k1",
        cash_receipt=CashReceiptRequest(type="corporate", identity="1234567890"),
    )
    body = InstantPaymentInput(
        store_id="store-1",
        channel_key="channel-key-1",
        order_name="n",
        amount=common.PaymentAmountInput(total=1000),
        currency="KRW",
        method=payment.InstantPaymentMethodInput(
            virtual_account=payment.InstantPaymentMethodInputVirtualAccount(
                bank="SHINHAN",
                expiry=payment.InstantPaymentMethodInputVirtualAccountExpiry(due_date="2030-01-01T00:00:00Z"),
                option=payment.InstantPaymentMethodInputVirtualAccountOption(
                    type="FIXED",
                    fixed=payment.InstantPaymentMethodInputVirtualAccountOptionFixed(pg_account_id="k1"),
                ),
                cash_receipt=payment.InstantPaymentMethodInputVirtualAccountCashReceiptInfo(
                    type="CORPORATE", customer_identity_number="1234567890"
                ),
                remittee_name="Shop",
            )
        ),
    )
    assert ours("virtual_accounts.issue", op) == _serialize_instant_payment_input(body)


BUYER = Customer(id="member1", name="홍길동", email="hong@shop.example", phone="010-1234-5678")


@pytest.fixture
def bridge():
    with Bridge.simulated() as bridge:
        yield bridge


def charge(order_id, number="4111-1111-1111-1111", amount=None):
    card = Card(number=number, expiry="2030-12", birth_or_business_number="900101", password_digits="12")
    return ChargeCard(
        order_id=order_id,
        order_name="n",
        amount=amount or krw(11_000),
        card=card,
        customer=BUYER,
        custom_data="{}",
    )


def paid(bridge):
    bridge.execute(charge("o1"), channel="inicis")


def cancelled_in_part(bridge):
    paid(bridge)
    bridge.execute(CancelPayment(order_id="o1", amount=1_100, cancel_id="c"))


def cancelled(bridge):
    cancelled_in_part(bridge)
    bridge.execute(CancelPayment(order_id="o1"))


def failed(bridge):
    with pytest.raises(Declined):
        bridge.execute(charge("o1", "4000-0000-0000-0102"), channel="inicis")


def by_key(bridge):
    bridge.execute(IssueBillingKey(alias="a", card=CARD, customer=BUYER), channel="inicis")
    bridge.execute(
        ChargeBillingKey(order_id="o1", order_name="n", amount=krw(500), billing_key="a", customer=BUYER)
    )


@pytest.mark.parametrize(
    "state", [paid, cancelled_in_part, cancelled, failed, by_key], ids=lambda f: f.__name__
)
def test_a_payment_is_read_alike(bridge, state):
    state(bridge)
    mine = bridge.execute(GetPayment(order_id="o1"), channel="inicis")
    theirs = _deserialize_payment(mine.raw)
    assert mine.attempt_id == theirs.transaction_id
    assert mine.order_name == theirs.order_name
    assert mine.currency == theirs.currency
    assert mine.merchant_id == theirs.merchant_id
    assert mine.store_id == theirs.store_id
    assert mine.version == theirs.version
    amount = theirs.amount
    assert (
        mine.amount.total,
        mine.amount.tax_free,
        mine.amount.vat,
        mine.amount.cancelled,
        mine.amount.paid,
    ) == (
        amount.total,
        amount.tax_free,
        amount.vat,
        amount.cancelled,
        amount.paid,
    )
    assert mine.customer.full_name == theirs.customer.name
    assert mine.customer.phone == theirs.customer.phone_number
    assert mine.channel.pg_provider == theirs.channel.pg_provider
    assert mine.requested_at == datetime.fromisoformat(theirs.requested_at)
    if hasattr(theirs, "paid_at") and theirs.paid_at:
        assert mine.paid_at == datetime.fromisoformat(theirs.paid_at)
    if hasattr(theirs, "failure"):
        assert mine.failure.pg_code == theirs.failure.pg_code
    if getattr(theirs, "cancellations", None) is not None:
        assert [(c.id, c.amount, c.tax_free, c.vat) for c in mine.cancellations] == [
            (c.id, c.total_amount, c.tax_free_amount, c.vat_amount) for c in theirs.cancellations
        ]
    if getattr(theirs, "method", None) is not None:
        assert mine.method.card.issuer == theirs.method.card.issuer
        assert mine.method.approval_number == theirs.method.approval_number
