"""Drive every operation, decline, time-out and malformed answer, and look for anything secret in what is left behind.

Looked into: reprs of operations, results and errors with everything they carry, their texts, logs, events, and the
ledger's file byte for byte.
"""

import logging
import traceback
from datetime import datetime, timedelta, timezone

import httpx
import msgspec
import pytest

from pgbridge import (
    ConfirmIdentityOtp,
    GetIdentityVerification,
    Party,
    RegisterEscrow,
    ResendIdentityOtp,
    SendIdentityOtp,
    Bridge,
    CancelExternalCashReceipt,
    CancelPayment,
    Card,
    CashReceiptRequest,
    ChargeBillingKey,
    ChargeCard,
    CloseVirtualAccount,
    CreateSchedule,
    Customer,
    DeleteBillingKey,
    GetBillingKey,
    GetCashReceipt,
    GetExternalCashReceipt,
    GetPayment,
    GetSchedule,
    IssueBillingKey,
    IssueCashReceipt,
    IssueExternalCashReceipt,
    IssueVirtualAccount,
    ListPayments,
    ListSchedules,
    PgbridgeError,
    PreparePayment,
    RefundAccount,
    RevokeSchedules,
    ScheduledCharge,
    VendorKey,
    krw,
)
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.model.channel import Secret
from pgbridge.registry import installed
from pgbridge.simulator import Fault, Plan
from pgbridge.simulator.identities import OTP
from pgbridge.simulator.transport import SimulatorTransport
from tests.closing import keep, kept_parts

NUMBER, EXPIRY, BIRTH, PASSWORD = "4716253443526171", "2031-07", "870605", "83"
NAME, EMAIL, PHONE, ADDRESS = "비밀이름", "secret.person@shop.example", "010-9876-5432", "비밀로 77길"
ACCOUNT = "35712309876543"
RESIDENT = "8706052345678"
NUMBER7, PASSWORD6 = "8706059", "864209"
CARD = Card(number=NUMBER, expiry=EXPIRY, birth_or_business_number=BIRTH, password_digits=PASSWORD)
BUYER = Customer(id="member1", name=NAME, email=EMAIL, phone=PHONE, address=ADDRESS, postcode="04524")
GROUPED = "-".join(NUMBER[i : i + 4] for i in range(0, 16, 4))
SECRETS = [
    NUMBER,
    GROUPED,
    EXPIRY,
    BIRTH,
    NAME,
    EMAIL,
    PHONE,
    PHONE.replace("-", ""),
    ADDRESS,
    ACCOUNT,
    RESIDENT,
    NUMBER7,
    PASSWORD6,
    "2087-06-05",
    "simulator-imp-secret",
    "simulator-portone-api-secret",
]
CHANNELS = {"v1": "inicis-v1", "v2": "inicis"}


def operations(now, key):
    due = now + timedelta(days=10)
    row = ScheduledCharge(order_id="plan1", order_name="n", amount=krw(500), due_at=due, customer=BUYER)
    charge = ChargeCard(
        order_id="order1", order_name="n", amount=krw(1000), card=CARD, customer=BUYER, custom_data="x"
    )
    return [
        charge,
        msgspec.structs.replace(
            charge, order_id="order2", card=msgspec.structs.replace(CARD, number="4000000000000101")
        ),
        msgspec.structs.replace(charge, order_id="order3", amount=krw(-1)),
        msgspec.structs.replace(charge, order_id="order4", customer=Customer()),
        GetPayment(order_id="order1"),
        GetPayment(order_id="missing"),
        ListPayments(since=now - timedelta(days=1), until=now + timedelta(days=1)),
        CancelPayment(
            order_id="order1",
            amount=10,
            cancel_id="c1",
            refund_account=RefundAccount(bank="SHINHAN", number=ACCOUNT, holder=NAME),
        ),
        PreparePayment(order_id="order9", amount=10, currency="KRW"),
        IssueBillingKey(alias="key1", card=CARD, customer=BUYER),
        GetBillingKey(billing_key="key1"),
        ChargeBillingKey(
            order_id="order5", order_name="n", amount=krw(100), billing_key="key1", customer=BUYER
        ),
        CreateSchedule(billing_key="key1", rows=(row,)),
        ListSchedules(since=now, until=due + timedelta(days=1)),
        GetSchedule(order_id="plan1", schedule_id="nothing"),
        RevokeSchedules(billing_key="key1"),
        DeleteBillingKey(billing_key="key1"),
        GetBillingKey(billing_key=VendorKey(id=key)),
        IssueVirtualAccount(
            order_id="order6",
            order_name="n",
            amount=krw(100),
            bank="SHINHAN",
            expires_at=due,
            customer=BUYER,
            remittee="Shop",
        ),
        CloseVirtualAccount(order_id="order6"),
        IssueCashReceipt(order_id="order1", identity=RESIDENT, customer=BUYER),
        GetCashReceipt(order_id="order1"),
        IssueExternalCashReceipt(
            order_id="cash1", order_name="n", amount=krw(100), identity=RESIDENT, customer=BUYER
        ),
        GetExternalCashReceipt(order_id="cash1"),
        CancelExternalCashReceipt(order_id="cash1"),
        SendIdentityOtp(
            order_id="idv1",
            person_name=NAME,
            phone=PHONE,
            carrier="SKT",
            identity_number=NUMBER7,
            ip_address="203.0.113.9",
        ),  # fmt: skip
        ConfirmIdentityOtp(order_id="idv1", otp=PASSWORD6),
        ResendIdentityOtp(
            order_id="idv1",
            person_name=NAME,
            phone=PHONE,
            carrier="SKT",
            identity_number=NUMBER7,
            method="sms",
        ),
        ConfirmIdentityOtp(order_id="idv1", otp=OTP),
        GetIdentityVerification(order_id="idv1"),
        RegisterEscrow(
            order_id="order1",
            carrier="CJ",
            invoice="1",
            sent_at=now,
            sender=Party(name=NAME, phone=PHONE),
            receiver=Party(name=NAME, phone=PHONE, address=ADDRESS),
        ),  # fmt: skip
        CashReceiptRequest(type="personal", identity=PHONE),
    ]


def everything(value, depth=0):
    """The reprs of a value and of all that hangs on it."""
    yield repr(value)
    yield str(value)
    if depth < 3 and isinstance(value, BaseException):
        for inner in vars(value).values():
            if not isinstance(inner, (str, bytes)):
                yield from everything(inner, depth + 1)
        for linked in (value.__cause__, value.__context__):
            if linked is not None:
                yield from everything(linked, depth + 1)
        yield "".join(traceback.format_exception(value))
    if depth < 3 and isinstance(value, (tuple, list)):
        for inner in value:
            yield from everything(inner, depth + 1)


TROUBLE = {
    "none": None,
    "lost answers": Fault(answer="lost"),
    "errors after commit": Fault(answer="error", status=500),
    "HTML": Fault(answer="html"),
    "cut off": Fault(answer="truncated"),
    "never arrived": Fault(processed=False, answer="lost"),
}


@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("api", CHANNELS)
def test_nothing_secret_is_left_behind(api, trouble, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    parts = kept_parts(installed(), None)
    channels = parts.config.channels
    for name, channel in list(channels.items()):
        channels[name] = msgspec.structs.replace(channel, pg_api_key=Secret("pg-api-secret"))
    path = tmp_path / "ledger.sqlite3"
    ledger = keep(open_sqlite(f"sqlite:///{path}", parts.simulator.now))
    events, shown = [], []
    client = httpx.Client(transport=SimulatorTransport(parts.simulator))
    bridge = Bridge(
        parts.registry,
        parts.config,
        ledger=ledger,
        client=client,
        context=parts.context,
        sleep=parts.simulator.advance,
        observers=[events.append],
    )
    if (fault := TROUBLE[trouble]) is not None:
        prefix = f"/{api}/*"
        parts.simulator.inject(Plan(fault=fault, method="POST", path=prefix, nth=2, times=1_000))
    now = datetime.fromtimestamp(parts.simulator.now(), timezone.utc)
    outcomes = 0
    for op in operations(now, "key-x"):
        shown.extend(everything(op))
        if isinstance(op, CashReceiptRequest):
            continue
        try:
            shown.extend(everything(bridge.execute(op, channel=CHANNELS[api], deadline=40)))
        except PgbridgeError as error:
            shown.extend(everything(error))
        outcomes += 1
    bridge.close()
    ledger.close()
    shown.extend(repr(event) for event in events)
    shown.append(caplog.text)
    text = "\n".join(shown)
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert outcomes > 15
    assert b"order1" in stored
    for secret in [*SECRETS, "pg-api-secret"]:
        assert secret not in text, f"{secret} is shown"
        assert secret.encode() not in stored, f"{secret} is in the ledger"


def test_the_search_finds_what_is_there():
    assert NUMBER in "".join(everything(ValueError(NUMBER)))
