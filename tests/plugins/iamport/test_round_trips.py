"""What goes out can be read back, and nothing that comes in can crash."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pgbridge_iamport import operations, plugin
from pgbridge_iamport.judge import judge

from pgbridge.errors import PgbridgeError
from pgbridge import (
    GetAccountHolder,
    GetBalance,
    GetToken,
    IssueBarcode,
    ListKeyPayments,
    ListKeySchedules,
    RefreshToken,
    RevokeBarcode,
    UpdateVirtualAccount,
)
from pgbridge.operations.codes.banks import ListBanks
from pgbridge.operations.codes.bank import GetBank
from pgbridge.operations.codes.cards import ListCardCompanies
from pgbridge.operations.codes.card import GetCardCompany
from pgbridge.operations.channels.list import ListChannels
from pgbridge.operations.tiers.get import GetTier
from pgbridge.operations.naver.orders_cancel import CancelNaverOrders
from pgbridge.operations.naver.orders_approve_cancel import ApproveNaverCancel
from pgbridge.operations.naver.orders_ship import ShipNaverOrders
from pgbridge.operations.naver.orders_ship_exchange import ShipNaverExchange
from pgbridge.operations.naver.orders_collect_exchange import CollectNaverExchange
from pgbridge.operations.naver.orders_place import PlaceNaverOrders
from pgbridge.operations.naver.orders_request_return import RequestNaverReturn
from pgbridge.operations.naver.orders_approve_return import ApproveNaverReturn
from pgbridge.operations.naver.orders_reject_return import RejectNaverReturn
from pgbridge.operations.naver.orders_withhold_return import WithholdNaverReturn
from pgbridge.operations.naver.orders_resolve_return import ResolveNaverReturn
from pgbridge.operations.naver.orders_list import ListNaverOrders
from pgbridge.operations.naver.orders_get import GetNaverOrder
from pgbridge.operations.naver.reviews_list import ListNaverReviews
from pgbridge.operations.naver.points_deposit import DepositNaverPoints
from pgbridge.operations.naver.cash_amount import GetNaverCashAmount
from pgbridge.operations.kakao.orders import GetKakaoOrders
from pgbridge.operations.kcpquick.member_delete import DeleteKcpQuickMember
from pgbridge.operations.kcpquick.fido_release import ReleaseKcpQuickFido
from pgbridge.operations.kcpquick.money_pay import PayKcpQuickMoney
from pgbridge.operations.kcpquick.autopay_pay import PayKcpQuickAutopay
from pgbridge.operations.kcpquick.autopay_delete import DeleteKcpQuickAutopay
from pgbridge.operations.kcpquick.prepare_create import PrepareKcpQuick
from pgbridge.operations.kcpquick.prepare_update import UpdateKcpQuickPrepare
from pgbridge.operations.payco.order_status import SetPaycoStatus
from pgbridge.operations.paymentwall.delivery import RegisterPaymentwallDelivery
from pgbridge.operations.benepia.points import GetBenepiaPoints
from pgbridge.operations.benepia.pay import PayBenepia
from pgbridge.model.wallets import BenepiaAccount
from pgbridge.model.customer import Address, Name
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.card import Card
from pgbridge.model.channel import Channel, Connection
from pgbridge.model.customer import Customer
from pgbridge.model.money import Amount
from pgbridge.operations.base import CashReceiptRequest, ScheduledCharge, ThreeDSecure
from pgbridge.operations.billing_keys.delete import DeleteBillingKey
from pgbridge.operations.billing_keys.get import GetBillingKey
from pgbridge.operations.billing_keys.get_many import GetBillingKeys
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge import (
    ConfirmEscrow,
    ConfirmIdentityOtp,
    DeleteIdentityVerification,
    GetEscrow,
    GetIdentityVerification,
    Party,
    Product,
    RegisterEscrow,
    RegisterStoreReceipt,
    ResendIdentityOtp,
    SendIdentityOtp,
    StoreReceiptItem,
    UpdateEscrow,
)
from pgbridge.operations.cash_receipts.cancel import CancelCashReceipt
from pgbridge.operations.cash_receipts.external_cancel import CancelExternalCashReceipt
from pgbridge.operations.cash_receipts.external_get import GetExternalCashReceipt
from pgbridge.operations.cash_receipts.external_issue import IssueExternalCashReceipt
from pgbridge.operations.cash_receipts.get import GetCashReceipt
from pgbridge.operations.cash_receipts.issue import IssueCashReceipt
from pgbridge.operations.payments.attempts import ListAttempts
from pgbridge.operations.payments.cancel import CancelPayment, RefundAccount
from pgbridge.operations.payments.charge_billing_key import ChargeBillingKey
from pgbridge.operations.payments.charge_card import ChargeCard
from pgbridge.operations.payments.get import GetPayment
from pgbridge.operations.payments.get_many import GetPayments
from pgbridge.operations.payments.iterate import IteratePayments
from pgbridge.operations.payments.list import ListPayments
from pgbridge.operations.payments.prepare import PreparePayment
from pgbridge.operations.payments.prepare_get import GetPreparedPayment
from pgbridge.operations.payments.prepare_update import UpdatePreparedPayment
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.operations.schedules.get import GetSchedule
from pgbridge.operations.schedules.list import ListSchedules
from pgbridge.operations.schedules.move import MoveSchedule
from pgbridge.operations.schedules.reschedule import Reschedule
from pgbridge.operations.schedules.retry import RetrySchedule
from pgbridge.operations.schedules.revoke import RevokeSchedules
from pgbridge.operations.virtual_accounts.close import CloseVirtualAccount
from pgbridge.operations.virtual_accounts.issue import IssueVirtualAccount
from pgbridge.wire import WireRequest, WireResponse
from pgbridge_iamport import codes

CHANNEL = Channel(
    name="nice",
    connection=Connection(name="v1", api="v1", environment="live"),
    provider="nice",
    pg="nice.MID1",
    key="channel-key-1",
)
CALM = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def text(most=16, least=0):
    return st.text(st.characters(blacklist_categories=("Cs",)), min_size=least, max_size=most)


def word(most=16):
    return text(most, 1)


def maybe(strategy):
    return st.none() | strategy


currencies = st.sampled_from(["KRW", "USD", "JPY", "KWD"])
minor = st.integers(0, 10**12)
amounts = st.builds(Amount, total=minor, currency=currencies, tax_free=maybe(minor), vat=maybe(minor))
won = st.builds(Amount, total=minor, tax_free=maybe(minor), vat=maybe(minor))
times = st.integers(1, 4 * 10**9).map(lambda s: datetime.fromtimestamp(s, UTC))
digits = st.text("0123456789", min_size=13, max_size=19)
cards = st.builds(
    Card,
    number=digits,
    expiry=st.sampled_from(["2030-12", "2029-01"]),
    birth_or_business_number=maybe(st.just("900101")),
    password_digits=maybe(st.just("12")),
    cvc=maybe(st.just("123")),
)
buyers = st.builds(
    Customer,
    name=maybe(text()),
    email=maybe(text(64)),
    phone=maybe(text()),
    address=maybe(text(128)),
    postcode=maybe(text(8)),
)
flags = maybe(st.booleans())
counts = maybe(st.integers(0, 99))
objects = maybe(st.dictionaries(word(8), text(8) | st.integers(-9, 9) | st.booleans(), max_size=3))
common = {
    "order_name": word(40),
    "customer": buyers,
    "custom_data": maybe(text(99)),
    "notice_urls": st.just(()) | st.tuples(st.just("https://a.example/b?c=d")),
    "product_type": st.sampled_from([None, "physical", "digital"]),
}
charge = {
    **common,
    "amount": amounts,
    "promotion_id": maybe(word()),
    "bypass": objects,
    "installment_months": counts,
    "interest_free_by_merchant": flags,
    "use_card_point": flags,
    "browser_ip": maybe(word()),
}
keyed = {
    **charge,
    "product_count": counts,
    "extra": objects,
    "cash_receipt": maybe(
        st.builds(CashReceiptRequest, type=st.sampled_from(["personal", "corporate", "none"]))
    ),
}
rows = st.builds(ScheduledCharge, order_id=word(40), due_at=times, **keyed)
windows = times.flatmap(
    lambda since: st.tuples(st.just(since), st.integers(0, 89 * 86400)).map(
        lambda pair: (pair[0], datetime.fromtimestamp(pair[0].timestamp() + pair[1], UTC))
    )
)
banks = st.sampled_from(sorted(codes.BANK_CODES))


def windowed(kind, **fields):
    return windows.flatmap(lambda w: st.builds(kind, since=st.just(w[0]), until=st.just(w[1]), **fields))


receipt = {
    "identity": word(),
    "identity_type": st.sampled_from([None, "phone", "card", "business", "resident"]),
    "type": st.sampled_from(["personal", "corporate"]),
    "product_type": st.sampled_from([None, "physical", "digital"]),
    "business_number": maybe(text()),
    "customer": st.builds(Customer, name=maybe(text()), email=maybe(text()), phone=maybe(text())),
}
seconds = st.integers(1, 4 * 10**9).map(lambda s: datetime.fromtimestamp(s, UTC))
days = st.dates(datetime(2000, 1, 1).date(), datetime(2090, 1, 1).date()).map(
    lambda day: datetime(day.year, day.month, day.day, tzinfo=timezone(timedelta(hours=9))).astimezone(UTC)
)
party = {"name": maybe(text()), "phone": maybe(text()), "postcode": maybe(text()), "address": maybe(text())}
delivery = {
    "attempt_id": word(),
    "carrier": st.sampled_from(["CJ", "LOGEN", "LOTTE", "POST", "HANJIN", "DAESIN", "ETC"]),
    "invoice": word(),
    "sent_at": seconds,
    "received_at": maybe(days),
    "ship_from": maybe(text()),
    "sender": st.builds(Party, **party, relationship=maybe(text())),
    "receiver": st.builds(Party, **party),
    "products": st.just(())
    | st.tuples(
        st.builds(
            Product, id=word(), name=word(), amount=minor, quantity=st.integers(1, 9), code=maybe(text())
        )
    ),
}
person = {
    "order_id": word(40),
    "person_name": word(),
    "phone": word(),
    "carrier": st.sampled_from(["SKT", "KT", "LGU", "SKT_MVNO", "KT_MVNO", "LGU_MVNO"]),
    "identity_number": st.text("0123456789", min_size=7, max_size=7),
    "method": st.sampled_from(["sms", "app"]),
    "company": maybe(text()),
    "bypass": objects,
}


def naver(kind, **fields):
    ids = st.lists(word(), max_size=2).map(tuple)
    return st.builds(kind, attempt_id=word(), product_order_ids=ids, **fields)


parcel = {
    "delivery_method": st.just("DELIVERY"),
    "delivery_company": st.sampled_from(["CJGLS", "HANJIN"]),
    "tracking_number": word(),
}
own_charge = {"order_id": word(40), "order_name": word(40), "amount": st.builds(Amount, total=minor)}
one_url = st.just(()) | st.tuples(word().map(lambda name: f"https://a.example/{name}"))
accounts = st.builds(BenepiaAccount, user=word(), password=word())
registration = {
    "order_id": word(40),
    "transaction_id": word(),
    "customer_ip": st.just("192.0.2.1"),
    "code_verifier": word(),
    "prepaid_auth": st.sampled_from([None, False]),
    "prepaid_amount": maybe(st.integers(0, 999_999_999)),
    "vendor_type": maybe(text()),
    "reward_id": maybe(text()),
}


OPERATIONS = {
    "auth.token": st.just(GetToken()),
    "auth.refresh": st.just(RefreshToken()),
    "billing_keys.payments": st.builds(ListKeyPayments, billing_key=word(), page=st.integers(0, 9)),
    "billing_keys.schedules": windowed(
        ListKeySchedules,
        billing_key=word(),
        status=st.sampled_from([None, "scheduled", "succeeded", "revoked"]),
        page=st.integers(0, 9),
    ),
    "cvs.issue": st.builds(
        IssueBarcode,
        order_id=word(40),
        amount=st.builds(Amount, total=minor),
        order_name=maybe(word(40)),
        customer=buyers,
        barcode=maybe(word()),
        expires_at=maybe(times),
        confirm_url=maybe(word().map(lambda name: f"https://a.example/{name}")),
        notice_urls=one_url,
        custom_data=maybe(text(99)),
    ),
    "virtual_accounts.update": st.builds(
        UpdateVirtualAccount, attempt_id=word(), amount=st.integers(1, 10**9)
    )
    | st.builds(UpdateVirtualAccount, attempt_id=word(), expires_at=times),
    "store_receipts.register": st.builds(
        RegisterStoreReceipt,
        attempt_id=word(),
        items=st.lists(
            st.builds(
                StoreReceiptItem,
                business_number=word(),
                name=word(),
                amount=minor,
                tax_free=maybe(minor),
                vat=maybe(minor),
            ),
            min_size=1,
            max_size=3,
        ).map(tuple),
    ),
    "payments.balance": st.builds(GetBalance, attempt_id=word()),
    "account_holder.get": st.builds(
        GetAccountHolder,
        bank=st.sampled_from(["SHINHAN", "WOORI"]),
        number=st.from_regex(r"[0-9]{10,14}", fullmatch=True),
    ),
    "cvs.revoke": st.builds(RevokeBarcode, attempt_id=word()),
    "escrow.get": st.builds(GetEscrow, attempt_id=word()),
    "escrow.register": st.builds(RegisterEscrow, send_email=flags, **delivery),
    "escrow.update": st.builds(UpdateEscrow, **delivery),
    "escrow.confirm": st.builds(
        ConfirmEscrow, attempt_id=word(), requester=st.sampled_from([None, "admin", "customer"])
    ),
    "identity.get": st.builds(GetIdentityVerification, attempt_id=word()),
    "identity.delete": st.builds(DeleteIdentityVerification, attempt_id=word()),
    "identity.otp.send": st.builds(SendIdentityOtp, **person),
    "identity.otp.resend": st.builds(ResendIdentityOtp, **person),
    "identity.otp.confirm": st.builds(ConfirmIdentityOtp, attempt_id=word(), otp=maybe(text())),
    "payments.charge_card": st.builds(
        ChargeCard,
        order_id=word(40),
        card=cards,
        channel_group=maybe(word()),
        save_as=maybe(word(80)),
        three_d_secure=maybe(st.builds(ThreeDSecure, charge_id=word(), token=word())),
        **charge,
    ),
    "payments.charge_billing_key": st.builds(
        ChargeBillingKey, order_id=word(40), billing_key=word(80), pin_channel=maybe(word()), **keyed
    ),
    "payments.get": st.builds(GetPayment, attempt_id=word())
    | st.builds(GetPayment, order_id=word(), status=st.sampled_from([None, "paid", "failed", "ready"])),
    "payments.get_many": st.builds(
        GetPayments,
        order_ids=st.lists(word(), min_size=1, max_size=3).map(tuple),
        attempt_ids=st.lists(word(), max_size=3).map(tuple),
    ),
    "payments.attempts": st.builds(ListAttempts, order_id=word(), status=st.sampled_from([None, "paid"])),
    "payments.list": windowed(
        ListPayments,
        status=st.sampled_from([None, "paid", "ready", "cancelled", "failed"]),
        page=st.integers(0, 9),
        size=st.integers(1, 1000),
        sort=st.sampled_from(["started", "-paid", "-updated"]),
    ),
    "payments.iterate": windowed(
        IteratePayments, cursor=maybe(st.integers(2, 9).map(str)), size=st.integers(1, 1000)
    ),
    "payments.prepare": st.builds(
        PreparePayment, order_id=word(40), amount=minor, currency=maybe(currencies)
    ),
    "payments.prepare.update": st.builds(
        UpdatePreparedPayment, order_id=word(40), amount=minor, currency=maybe(currencies)
    ),
    "payments.prepare.get": st.builds(GetPreparedPayment, order_id=word()),
    "payments.cancel": st.builds(
        CancelPayment,
        attempt_id=word(),
        reason=text(),
        amount=maybe(st.integers(1, 10**9)),
        tax_free=maybe(minor),
        vat=maybe(minor),
        expected_cancellable=maybe(minor),
        refund_account=maybe(
            st.builds(RefundAccount, bank=banks, number=word(), holder=word(), phone=maybe(text()))
        ),
        requester=st.sampled_from([None, "customer", "admin"]),
        keep_promotion=flags,
        notify=st.booleans(),
        currency=currencies,
    ),
    "billing_keys.issue": st.builds(
        IssueBillingKey,
        alias=word(80),
        card=cards,
        channel_group=maybe(word()),
        customer=st.builds(Customer, id=maybe(text()), name=maybe(text()), phone=maybe(text())),
    ),
    "billing_keys.get": st.builds(GetBillingKey, billing_key=word()),
    "billing_keys.get_many": st.builds(
        GetBillingKeys, billing_keys=st.lists(word(), min_size=1, max_size=4).map(tuple)
    ),
    "billing_keys.delete": st.builds(
        DeleteBillingKey,
        billing_key=word(),
        reason=maybe(word()),
        requester=st.sampled_from([None, "customer", "admin"]),
    ),
    "schedules.create": st.builds(
        CreateSchedule,
        billing_key=word(80),
        rows=st.lists(rows, min_size=1, max_size=2).map(tuple),
        pin_channel=maybe(word()),
        customer_id=maybe(word()),
    ),
    "schedules.get": st.builds(GetSchedule, order_id=word()),
    "schedules.list": windowed(
        ListSchedules,
        status=st.sampled_from([None, "scheduled", "succeeded", "revoked"]),
        page=st.integers(0, 9),
        size=st.integers(1, 1000),
    ),
    "schedules.move": st.builds(MoveSchedule, order_id=word(), due_at=times),
    "schedules.reschedule": st.builds(Reschedule, order_id=word(), due_at=times),
    "schedules.retry": st.builds(RetrySchedule, order_id=word()),
    "schedules.revoke": st.builds(
        RevokeSchedules, billing_key=word(80), order_ids=st.lists(word(), max_size=3, unique=True).map(tuple)
    ),
    "virtual_accounts.issue": st.builds(
        IssueVirtualAccount,
        order_id=word(40),
        amount=won,
        bank=banks,
        expires_at=times,
        remittee=maybe(text()),
        account_number=maybe(text()),
        fixed_key=maybe(text(13)),
        unlimited=flags,
        escrow_password=maybe(text()),
        product_count=counts,
        **common,
    ),
    "codes.banks": st.just(ListBanks()),
    "codes.bank": st.builds(GetBank, bank=banks),
    "codes.cards": st.just(ListCardCompanies()),
    "codes.card": st.builds(GetCardCompany, company=st.sampled_from(sorted(codes.CARD_CODES))),
    "channels.list": st.just(ListChannels()),
    "tiers.get": st.builds(GetTier, code=word()),
    "naver.orders.cancel": naver(CancelNaverOrders, reason=st.sampled_from([None, "SOLD_OUT"])),
    "naver.orders.approve_cancel": naver(ApproveNaverCancel),
    "naver.orders.ship": naver(ShipNaverOrders, dispatched_at=times, **parcel),
    "naver.orders.ship_exchange": naver(ShipNaverExchange, **parcel),
    "naver.orders.collect_exchange": naver(CollectNaverExchange),
    "naver.orders.place": naver(PlaceNaverOrders),
    "naver.orders.request_return": naver(
        RequestNaverReturn,
        delivery_method=st.just("RETURN_INDIVIDUAL"),
        reason=st.sampled_from([None, "BROKEN"]),
    ),
    "naver.orders.approve_return": naver(ApproveNaverReturn, memo=maybe(word())),
    "naver.orders.reject_return": naver(RejectNaverReturn, memo=word()),
    "naver.orders.withhold_return": naver(
        WithholdNaverReturn,
        memo=word(),
        reason=st.sampled_from([None, "EXTRAFEEE"]),
        extra_charge=maybe(minor),
    ),
    "naver.orders.resolve_return": naver(ResolveNaverReturn),
    "naver.orders.list": st.builds(ListNaverOrders, attempt_id=word()),
    "naver.orders.get": st.builds(GetNaverOrder, product_order_id=word()),
    "naver.reviews.list": windowed(ListNaverReviews, type=st.sampled_from(["general", "premium"])),
    "naver.points.deposit": st.builds(DepositNaverPoints, attempt_id=word()),
    "naver.cash_amount": st.builds(GetNaverCashAmount, attempt_id=word()),
    "kakao.orders": st.builds(
        GetKakaoOrders,
        date=st.dates(min_value=datetime(2000, 1, 1).date()),
        cid=word(),
        page=st.integers(0, 9),
    ),
    "kcpquick.member.delete": st.builds(
        DeleteKcpQuickMember, member_id=word(), site_code=word(), partner_type=word(), partner_subtype=word()
    ),
    "kcpquick.fido.release": st.builds(ReleaseKcpQuickFido, member_id=word()),
    "kcpquick.money.pay": st.builds(
        PayKcpQuickMoney, **own_charge, member_id=word(), pin_attempt_id=word(), notice_urls=one_url
    ),
    "kcpquick.autopay.pay": st.builds(
        PayKcpQuickAutopay,
        **own_charge,
        billing_key=st.builds(VendorKey, id=word()),
        buyer_name=word(),
        notice_urls=one_url,
    ),
    "kcpquick.autopay.delete": st.builds(DeleteKcpQuickAutopay, billing_key=st.builds(VendorKey, id=word())),
    "kcpquick.prepare.create": st.builds(PrepareKcpQuick, **registration),
    "kcpquick.prepare.update": st.builds(UpdateKcpQuickPrepare, **registration),
    "payco.order_status": st.builds(
        SetPaycoStatus,
        attempt_id=word(),
        status=st.sampled_from(["delivery_start", "purchase_decision", "cancelled"]),
    ),
    "paymentwall.delivery": st.builds(
        RegisterPaymentwallDelivery,
        order_id=word(),
        attempt_id=word(),
        type=st.just("digital"),
        status=st.sampled_from(["order_placed", "order_shipped", "delivering", "delivered"]),
        delivery_at=times,
        update_at=times,
        refundable=st.booleans(),
        email=word(),
        details=maybe(text()),
        reason=maybe(text()),
        carrier=maybe(text()),
        tracking_number=maybe(text()),
        recipient=maybe(st.builds(Name, first=text(), last=text())),
        phone=maybe(text()),
        postcode=maybe(text()),
        address=maybe(
            st.builds(
                Address,
                line1=word().map(str.strip),
                city=maybe(text()),
                province=maybe(text()),
                country=maybe(text()),
            )
        ),
    ),
    "benepia.points": st.builds(GetBenepiaPoints, account=accounts),
    "benepia.pay": st.builds(
        PayBenepia,
        **own_charge,
        account=accounts,
        member_code=maybe(text()),
        customer=buyers,
        custom_data=maybe(text()),
        notice_urls=st.lists(word().map(lambda name: f"https://a.example/{name}"), max_size=2).map(tuple),
    ),
    "virtual_accounts.close": st.builds(CloseVirtualAccount, attempt_id=word()),
    "cash_receipts.get": st.builds(GetCashReceipt, attempt_id=word()),
    "cash_receipts.cancel": st.builds(CancelCashReceipt, attempt_id=word()),
    "cash_receipts.issue": st.builds(
        IssueCashReceipt,
        attempt_id=word(),
        tax_free=maybe(minor),
        vat=maybe(minor),
        company_name=maybe(text()),
        company_phone=maybe(text()),
        **receipt,
    ),
    "cash_receipts.external.get": st.builds(GetExternalCashReceipt, order_id=word()),
    "cash_receipts.external.cancel": st.builds(CancelExternalCashReceipt, order_id=word()),
    "cash_receipts.external.issue": st.builds(
        IssueExternalCashReceipt,
        order_id=word(40),
        order_name=word(),
        amount=won,
        method=st.sampled_from([None, "transfer", "virtual_account"]),
        **receipt,
    ),
}
NAMES = sorted(OPERATIONS)


def as_json(request):
    """Return the request as it arrives elsewhere: its body parsed anew."""
    body = json.loads(request.content) if request.content else None
    return WireRequest(
        method=request.method, path=request.path, query=request.query, body=body, params=request.params
    )


# Calls of the browser are tried in tests/operations; raw ones belong to one API and cannot be read back.
BESIDE = {
    "browser.billing_key",
    "browser.billing_key_and_pay",
    "browser.identity",
    "browser.payment",
    "raw.call",
    "raw.list",
}


def test_every_operation_is_here():
    import pkgutil

    found = {
        f"{resource.name}.{verb.name}"
        for resource in pkgutil.iter_modules(operations.__path__)
        for verb in pkgutil.iter_modules([f"{operations.__path__[0]}/{resource.name}"])
    }
    here = {f"{name.partition('.')[0]}.{name.partition('.')[2].replace('.', '_')}" for name in OPERATIONS}
    assert found - here == BESIDE


@pytest.mark.parametrize("name", NAMES)
@CALM
@given(data=st.data())
def test_what_is_written_can_be_read(name, data):
    module = plugin.API.module(name)
    op = data.draw(OPERATIONS[name])
    request = as_json(module.encode(op, CHANNEL))
    if name == "payments.cancel":
        request = WireRequest(
            method="POST", path=request.path, body=request.body, params={"currency": op.currency}
        )
    found = module.accept(request).op
    if name == "payments.charge_card" and op.channel_group is None:
        assert module.accept(request).pg == "nice.MID1"
    assert found == op


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text(8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text(8), inner, max_size=3),
    max_leaves=8,
)
KEYS = ["imp_uid", "merchant_uid", "status", "amount", "cancel_amount", "currency", "paid_at", "pay_method", "promotion",
        "cancel_history", "card_code", "vbank_num", "customer_uid", "schedule_at", "schedule_status", "list", "next",
        "succeededChannels", "failedChannels", "inserted", "emb_pg_provider", "sandbox", "deposit_history",
        "apply_num", "receipt_tid", "applied_at"]  # fmt: skip
likely = st.dictionaries(st.sampled_from(KEYS), json_values, max_size=10)
insides = json_values | likely | st.lists(likely, max_size=3) | likely.map(lambda x: {"list": [x]})
bodies = st.binary(max_size=40) | st.builds(
    lambda code, inside: json.dumps({"code": code, "response": inside}).encode(),
    st.just(0) | json_values,
    insides,
)


@pytest.mark.parametrize("name", NAMES)
@CALM
@given(body=bodies)
def test_no_answer_crashes(name, body):
    module = plugin.API.module(name)
    response = WireResponse(status=200, body=body)
    judge(response)
    try:
        result = module.decode(None, response)
    except PgbridgeError:
        return
    assert json.loads(module.answer(None, result).body)["code"] == 0


@pytest.mark.parametrize("name", NAMES)
@CALM
@given(
    body=st.dictionaries(st.sampled_from(KEYS) | text(12), json_values, max_size=8),
    query=st.lists(st.tuples(text(12), text(8)), max_size=4),
    path=text(30),
)
def test_no_foreign_request_crashes(name, body, query, path):
    try:
        plugin.API.module(name).accept(WireRequest(method="POST", path=path, body=body, query=tuple(query)))
    except PgbridgeError:
        return
