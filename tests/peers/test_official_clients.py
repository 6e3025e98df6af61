"""The vendor's own clients work against the served simulator without knowing that it is one."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pgbridge_iamport.simulated import FACE as V1
from pgbridge_portone.simulated import FACE as V2

from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET, Channel, Clock, Settings, Simulator
from pgbridge.simulator.server import running

sdk = pytest.importorskip("portone_server_sdk", reason="the V2 SDK is not installed")
iamport = pytest.importorskip("iamport", reason="the V1 client is not installed")
common, errors, payment = sdk.common, sdk.errors, sdk.payment

LIVE = Channel(key="channel-key-live", provider="NICE_V2", merchant_id="MIDLIVE", live=True)
HOUR = 3600
DECLINED = "4000000000000101"


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Simulator, dict[str, str]]]:
    sim = Simulator({"v1": V1, "v2": V2}, clock=Clock(), settings=Settings(channels=(LIVE,)))
    with running(sim) as urls:
        yield sim, urls


@pytest.fixture(scope="module")
def v2(served: Any) -> Iterator[Any]:
    client = payment.PaymentClient(secret=V2_SECRET, base_url=served[1]["v2"])
    yield client
    for part in (client, client.billing_key, client.payment_schedule):
        part._sync_client.close()


@pytest.fixture
def v1(served: Any) -> Iterator[Any]:
    client = iamport.Iamport(V1_KEY, V1_SECRET, imp_url=f"{served[1]['v1']}/")
    yield client
    client.requests_session.close()


def credential(number: str) -> Any:
    return common.CardCredential(
        number=number,
        expiry_year="30",
        expiry_month="12",
        birth_or_business_registration_number="900101",
        password_two_digits="12",
    )


def key_in(v2: Any, order: str, *, number: str = "4111111111111111", **amount: int) -> Any:
    return v2.pay_instantly(
        payment_id=order,
        channel_key=LIVE.key,
        order_name="주문",
        amount=common.PaymentAmountInput(**{"total": 11_000, **amount}),
        currency="KRW",
        customer=common.CustomerInput(name=common.CustomerNameInput(full="김하늘"), email="sky@example.com"),
        method=payment.InstantPaymentMethodInput(
            card=payment.InstantPaymentMethodInputCard(credential=credential(number))
        ),
    )


def issue(v2: Any, number: str = "4111111111111111") -> str:
    keys = payment.billing_key
    answer = v2.billing_key.issue_billing_key(
        channel_key=LIVE.key,
        customer=common.CustomerInput(id="member-1"),
        method=keys.InstantBillingKeyPaymentMethodInput(
            card=keys.InstantBillingKeyPaymentMethodInputCard(credential=credential(number))
        ),
    )
    key: str = answer.billing_key_info.billing_key
    return key


def test_v2_charge_read_cancel(v2: Any) -> None:
    charged = key_in(v2, "P/1", tax_free=1_000)
    read = v2.get_payment(payment_id="P/1")
    assert isinstance(read, payment.PaidPayment)
    assert read.pg_tx_id == charged.payment.pg_tx_id
    assert (read.amount.total, read.amount.tax_free, read.amount.vat) == (11_000, 1_000, 909)
    assert isinstance(read.method, payment.PaymentMethodCard)
    part = v2.cancel_payment(payment_id="P/1", amount=4_000, reason="r", current_cancellable_amount=11_000)
    assert isinstance(part.cancellation, payment.SucceededPaymentCancellation)
    assert isinstance(v2.get_payment(payment_id="P/1"), payment.PartialCancelledPayment)
    v2.cancel_payment(payment_id="P/1", reason="r")
    read = v2.get_payment(payment_id="P/1")
    assert isinstance(read, payment.CancelledPayment)
    assert [each.total_amount for each in read.cancellations] == [4_000, 7_000]
    with pytest.raises(errors.PaymentAlreadyCancelledError):
        v2.cancel_payment(payment_id="P/1", reason="r")


def test_v2_decline_and_retry(v2: Any) -> None:
    with pytest.raises(errors.PgProviderError):
        key_in(v2, "P2", number=DECLINED)
    assert isinstance(v2.get_payment(payment_id="P2"), payment.FailedPayment)
    key_in(v2, "P2")
    with pytest.raises(errors.AlreadyPaidError):
        key_in(v2, "P2")
    attempts = v2.get_payment_transactions(payment_id="P2").items
    assert [type(each) for each in attempts] == [
        payment.FailedPaymentTransaction,
        payment.PaidPaymentTransaction,
    ]
    with pytest.raises(errors.PaymentNotFoundError):
        v2.get_payment(payment_id="nothing")


def test_v2_lists(v2: Any) -> None:
    for order in ("L1", "L2", "L3"):
        key_in(v2, order)
    searched = payment.PaymentFilterInput(
        text_search=[payment.PaymentTextSearch(field="PAYMENT_ID", value="L")]
    )
    page = v2.get_payments(filter=searched, page=common.PageInput(number=0, size=2))
    assert (len(page.items), page.page.total_count) == (2, 3)
    cursor, seen = None, []
    while items := v2.get_all_payments_by_cursor(size=2, cursor=cursor).items:
        seen += [each.payment.id for each in items]
        cursor = items[-1].cursor
    assert {"L1", "L2", "L3"} <= set(seen)
    assert len(seen) == len(set(seen))


def test_v2_billing_keys_and_schedules(v2: Any, served: Any) -> None:
    sim = served[0]
    key = issue(v2)
    assert isinstance(
        v2.billing_key.get_billing_key_info(billing_key=key), payment.billing_key.IssuedBillingKeyInfo
    )
    amount = common.PaymentAmountInput(total=8_900)
    v2.pay_with_billing_key(
        payment_id="K1", billing_key=key, order_name="월간", amount=amount, currency="KRW"
    )
    assert v2.get_payment(payment_id="K1").billing_key == key
    plan = payment.payment_schedule.BillingKeyPaymentScheduleInput(
        billing_key=key, order_name="월간", amount=amount, currency="KRW"
    )
    due = datetime.fromtimestamp(sim.now() + HOUR, UTC).isoformat()
    made = [
        v2.payment_schedule.create_payment_schedule(
            payment_id=order, payment=plan, time_to_pay=due
        ).schedule.id
        for order in ("S1", "S2")
    ]
    with pytest.raises(errors.PaymentScheduleAlreadyExistsError):
        v2.billing_key.delete_billing_key(billing_key=key)
    gone = v2.payment_schedule.revoke_payment_schedules(schedule_ids=[made[1]])
    assert gone.revoked_schedule_ids == [made[1]]
    sim.advance(HOUR)
    schedules = payment.payment_schedule
    read = [v2.payment_schedule.get_payment_schedule(payment_schedule_id=each) for each in made]
    assert [type(each) for each in read] == [
        schedules.SucceededPaymentSchedule,
        schedules.RevokedPaymentSchedule,
    ]
    assert v2.get_payment(payment_id="S1").schedule_id == made[0]
    listed = v2.payment_schedule.get_payment_schedules(
        filter=schedules.PaymentScheduleFilterInput(billing_key=key)
    )
    assert {each.id for each in listed.items} == set(made)
    v2.billing_key.delete_billing_key(billing_key=key)
    deleted = v2.billing_key.get_billing_key_info(billing_key=key)
    assert isinstance(deleted, payment.billing_key.DeletedBillingKeyInfo)
    with pytest.raises(errors.BillingKeyAlreadyDeletedError):
        v2.pay_with_billing_key(
            payment_id="K2", billing_key=key, order_name="월간", amount=amount, currency="KRW"
        )


def test_v2_virtual_account(v2: Any, served: Any) -> None:
    virtual = payment.InstantPaymentMethodInputVirtualAccount(
        bank="SHINHAN",
        expiry=payment.InstantPaymentMethodInputVirtualAccountExpiry(valid_hours=1),
        option=payment.InstantPaymentMethodInputVirtualAccountOption(type="NORMAL"),
    )
    for order in ("V1", "V2"):
        v2.pay_instantly(
            payment_id=order,
            channel_key=LIVE.key,
            order_name="주문",
            amount=common.PaymentAmountInput(total=5_000),
            currency="KRW",
            method=payment.InstantPaymentMethodInput(virtual_account=virtual),
        )
        assert isinstance(v2.get_payment(payment_id=order), payment.VirtualAccountIssuedPayment)
    served[0].deposit("V1")
    assert isinstance(v2.get_payment(payment_id="V1"), payment.PaidPayment)
    assert v2.close_virtual_account(payment_id="V2").closed_at
    with pytest.raises(errors.PaymentNotWaitingForDepositError):
        v2.close_virtual_account(payment_id="V2")


def test_v2_pre_register_and_auth(v2: Any, served: Any) -> None:
    v2.pre_register_payment(payment_id="R1", total_amount=1_000, currency="KRW")
    stranger = payment.PaymentClient(secret="wrong", base_url=served[1]["v2"])
    with pytest.raises(errors.UnauthorizedError):
        stranger.get_payment(payment_id="R1")
    stranger._sync_client.close()


CARD = {"card_number": "4111-1111-1111-1111", "expiry": "2030-12", "birth": "900101", "pwd_2digit": "12"}


def test_v1_charge_read_cancel(v1: Any) -> None:
    paid = v1.pay_onetime(merchant_uid="m1", amount=11_000, name="주문", **CARD)
    assert v1.find(imp_uid=paid["imp_uid"]) == v1.find(merchant_uid="m1") == paid
    assert v1.is_paid(11_000, merchant_uid="m1")
    part = v1.cancel("r", imp_uid=paid["imp_uid"], amount=1_000, checksum=11_000)
    assert part["cancel_amount"] == 1_000
    with pytest.raises(iamport.Iamport.ResponseError) as refused:
        v1.cancel("r", merchant_uid="m1", amount=1_000, checksum=11_000)
    assert refused.value.code != 0
    assert v1.cancel("r", merchant_uid="m1")["status"] == "cancelled"
    with pytest.raises(iamport.Iamport.HttpError) as missing:
        v1.find(merchant_uid="none")
    assert missing.value.code == 404


def test_v1_decline(v1: Any) -> None:
    failed = v1.pay_onetime(merchant_uid="m2", amount=100, **{**CARD, "card_number": "4000-0000-0000-0101"})
    assert failed["status"] == "failed"
    with pytest.raises(iamport.Iamport.ResponseError):
        v1.pay_onetime(merchant_uid="m2", amount=100, **CARD)


def test_v1_billing_keys_and_schedules(v1: Any, served: Any) -> None:
    sim = served[0]
    made = v1.customer_create(customer_uid="user1", channel_key=LIVE.key, customer_name="김하늘", **CARD)
    assert v1.customer_get("user1") == made
    assert (
        v1.pay_again(customer_uid="user1", merchant_uid="m3", amount=8_900, name="월간")["status"] == "paid"
    )
    due = int(sim.now()) + HOUR
    rows = [
        {"merchant_uid": order, "schedule_at": due, "amount": 8_900, "currency": "KRW", "name": "월간"}
        for order in ("m4", "m5")
    ]
    assert len(v1.pay_schedule(customer_uid="user1", schedules=rows)) == 2
    assert v1.pay_unschedule(customer_uid="user1", merchant_uid="m5")[0]["schedule_status"] == "revoked"
    sim.advance(HOUR)
    assert v1.pay_schedule_get("m4")["payment_status"] == "paid"
    listed = v1.pay_schedule_get_between(schedule_from=due, schedule_to=due + 1)
    assert {each["merchant_uid"] for each in listed} == {"m4", "m5"}
    with pytest.raises(iamport.Iamport.ResponseError):
        v1.pay_unschedule(customer_uid="user1")
    assert v1.customer_delete("user1")["customer_uid"] == "user1"
    with pytest.raises(iamport.Iamport.ResponseError) as gone:
        v1.customer_get("user1")
    assert gone.value.code == 1


def test_v1_prepare(v1: Any) -> None:
    v1.prepare(merchant_uid="m6", amount=1_000)
    assert v1.prepare_validate("m6", 1_000)
    assert not v1.prepare_validate("m6", 999)


def test_v1_virtual_account(v1: Any, served: Any) -> None:
    body = {"channel_key": LIVE.key, "merchant_uid": "m7", "amount": 100, "vbank_code": "088"}
    made = v1._post(f"{served[1]['v1']}/vbanks", {**body, "vbank_due": int(served[0].now()) + HOUR})
    assert v1.revoke_vbank_by_imp_uid(made["imp_uid"])["status"] == "cancelled"


def test_v1_payments_show_through_the_v2_client(v1: Any, v2: Any) -> None:
    paid = v1.pay_onetime(merchant_uid="shared", amount=100, **CARD)
    seen = v2.get_payment(payment_id="shared")
    assert (seen.version, seen.transaction_id) == ("V1", paid["imp_uid"])
    assert json.dumps(seen.amount.total) == "100"
