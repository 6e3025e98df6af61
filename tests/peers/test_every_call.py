"""The rest of the official Python clients' calls, and proof that none goes untried: a newer release's call fails here."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET
from pgbridge.simulator.identities import OTP
from pgbridge.simulator.settings import WEBHOOK_SECRET
from tests.peers.stage import CHANNEL, COIN, PROMOTION, SLIPS, TOTAL, Stage, staged
from tests.receiving import Receiver, receiving

sdk = pytest.importorskip("portone_server_sdk", reason="the V2 SDK is not installed")
iamport = pytest.importorskip("iamport", reason="the V1 client is not installed")
common, errors, payment, identity = sdk.common, sdk.errors, sdk.payment, sdk.identity_verification

KINDS = (
    payment.PaymentClient,
    payment.billing_key.BillingKeyClient,
    payment.payment_schedule.PaymentScheduleClient,
    payment.cash_receipt.CashReceiptClient,
    payment.promotion.PromotionClient,
    payment.additional_feature.AdditionalFeatureClient,
    identity.IdentityVerificationClient,
    sdk.auth.AuthClient,
    sdk.pg_specific.PgSpecificClient,
    sdk.reconciliation.ReconciliationClient,
)
# Of iamport-rest-client: what only builds requests, what others call, and what the release itself calls wrongly.
INNER = {"get_headers", "get_response", "find_by_imp_uid", "find_by_merchant_uid", "cancel_by_imp_uid"}
BROKEN = {"find_by_status"}


@pytest.fixture(scope="module")
def shop() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture(scope="module")
def stage(shop: Receiver) -> Iterator[Stage]:
    with staged(shop.url) as found:
        yield found


@pytest.fixture(scope="module")
def urls(stage: Stage) -> dict[str, str]:
    return stage.urls


def opened(kind: Any, url: str) -> Iterator[Any]:
    client = kind(secret=V2_SECRET, base_url=url)
    yield client
    for part in (client, *vars(client).values()):
        if hasattr(part, "_sync_client"):
            part._sync_client.close()


@pytest.fixture
def v2(urls: Any) -> Iterator[Any]:
    yield from opened(payment.PaymentClient, urls["v2"])


def test_what_needs_a_payment(v2: Any) -> None:
    missing: list[Any] = [
        lambda: v2.confirm_escrow(payment_id="none"),
        lambda: v2.resend_webhook(payment_id="none"),
        lambda: v2.capture_payment(payment_id="none"),
        lambda: v2.register_store_receipt(payment_id="none", items=[]),
        lambda: v2.stop_payment_cancellation(payment_id="none", cancellation_id="none"),
    ]
    logistics = payment.PaymentLogistics(company="LOTTE", invoice_number="1", sent_at="2026-01-01T00:00:00Z")
    missing += [
        lambda: v2.apply_escrow_logistics(payment_id="none", logistics=logistics),
        lambda: v2.modify_escrow_logistics(payment_id="none", logistics=logistics),
    ]
    for call in missing:
        with pytest.raises(errors.PaymentNotFoundError):
            call()
    with pytest.raises(errors.PaymentNotFoundError):
        v2.confirm_payment(payment_id="none", payment_token="none")
    events = v2.get_all_payment_events_by_cursor().items
    assert "kakao" in {each.payment_event.payment_id for each in events}


def paid(v2: Any, order: str, **more: Any) -> None:
    card = common.CardCredential(
        number="4111111111111111",
        expiry_year="30",
        expiry_month="12",
        birth_or_business_registration_number="900101",
        password_two_digits="12",
    )
    wish = {
        "channel_key": CHANNEL,
        "method": payment.InstantPaymentMethodInput(
            card=payment.InstantPaymentMethodInputCard(credential=card)
        ),
        **more,
    }
    v2.pay_instantly(
        payment_id=order,
        order_name="주문",
        amount=common.PaymentAmountInput(total=TOTAL),
        currency="KRW",
        **wish,
    )


def test_what_a_buyer_agreed_to(v2: Any, stage: Stage) -> None:
    v2.confirm_payment(payment_id="window-pay", payment_token=stage.tokens["pay"], total_amount=TOTAL)
    assert isinstance(v2.get_payment(payment_id="window-pay"), payment.PaidPayment)
    made = v2.billing_key.confirm_billing_key(billing_issue_token=stage.tokens["key"])
    info = v2.billing_key.get_billing_key_info(billing_key=made.billing_key)
    assert isinstance(info, payment.billing_key.IssuedBillingKeyInfo)
    both = v2.billing_key.confirm_billing_key_issue_and_pay(
        billing_issue_token=stage.tokens["both"], payment_id="window-both", total_amount=TOTAL
    )
    assert both.payment_id == "window-both"
    assert v2.billing_key.get_billing_key_infos().page.total_count == 2
    assert v2.get_payment(payment_id="window-both").billing_key == both.billing_key


def test_escrow(v2: Any) -> None:
    paid(v2, "escrow1", is_escrow=True)
    logistics = payment.PaymentLogistics(company="LOTTE", invoice_number="1", sent_at="2026-01-01T00:00:00Z")
    assert v2.apply_escrow_logistics(payment_id="escrow1", logistics=logistics).invoice_number == "1"
    logistics.invoice_number = "2"
    assert v2.modify_escrow_logistics(payment_id="escrow1", logistics=logistics).invoice_number == "2"
    assert v2.confirm_escrow(payment_id="escrow1").completed_at


def test_a_cancel_that_waits_is_stopped(v2: Any) -> None:
    paid(v2, "coin1", channel_key=COIN)
    asked = v2.cancel_payment(payment_id="coin1", reason="r").cancellation
    assert isinstance(asked, payment.RequestedPaymentCancellation)
    assert v2.stop_payment_cancellation(payment_id="coin1", cancellation_id=asked.id).stopped_at


def test_after_a_payment(v2: Any, stage: Stage) -> None:
    paid(v2, "after1", channel_key=SLIPS)
    v2.capture_payment(payment_id="after1")
    row = payment.RegisterStoreReceiptBodyItem(
        store_business_registration_number="1", store_name="s", total_amount=TOTAL, currency="KRW"
    )
    assert v2.register_store_receipt(payment_id="after1", items=[row]).receipt_url
    assert v2.resend_webhook(payment_id="after1").webhook.url
    found = v2.promotion.get_promotion(promotion_id=PROMOTION)
    assert isinstance(found, payment.promotion.CardPromotion)


def test_what_single_pgs_have(urls: Any, stage: Stage, v2: Any) -> None:
    for client in opened(sdk.pg_specific.PgSpecificClient, urls["v2"]):
        order = client.get_kakaopay_payment_order(pg_tx_id=stage.kakao[0], channel_key=stage.kakao[1])
        assert order.status_code == 200
        paid(v2, "wall1")
        client.confirm_paymentwall_delivery(
            transaction_id=v2.get_payment(payment_id="wall1").transaction_id,
            delivery_type="DIGITAL",
            delivery_status="DELIVERED",
            estimated_delivery_datetime="2026-01-01T00:00:00Z",
            estimated_update_datetime="2026-01-01T00:00:00Z",
            refundable=False,
            details="d",
            shipping_address_email="a@b.example",
        )


def test_reports(urls: Any, v2: Any) -> None:
    paid(v2, "report1")
    days = common.DateRange(from_="2020-01-01", until="2100-01-01")
    for client in opened(sdk.reconciliation.ReconciliationClient, urls["v2"]):
        for call in (
            client.get_payment_reconciliation_transaction_vat_report,
            client.get_payment_reconciliation_settlement_vat_report,
        ):
            assert call(date_range=days).summary.total_amount > 0


def test_transfers_to_partners(urls: Any, v2: Any) -> None:
    transfer = sdk.platform.transfer
    for client in opened(transfer.TransferClient, urls["v2"]):
        paid(v2, "split1")
        made = client.create_platform_order_transfer(
            partner_id="p1",
            payment_id="split1",
            order_detail=transfer.CreatePlatformOrderTransferBodyOrderDetail(order_amount=TOTAL),
            discounts=[],
            additional_fees=[],
        ).transfer
        gone = v2.cancel_payment(payment_id="split1", amount=1_000, reason="r").cancellation
        back = client.create_platform_order_cancel_transfer(
            transfer_id=made.id,
            cancellation_id=gone.id,
            order_detail=transfer.CreatePlatformOrderCancelTransferBodyOrderDetail(order_amount=1_000),
            discounts=[],
        ).transfer
        assert (made.amount.settlement, back.amount.settlement) == (9_900, -900)
        assert client.get_platform_transfer(id=made.id).id == made.id
    for client in opened(sdk.platform.account.AccountClient, urls["v2"]):
        assert client.get_platform_account_holder(bank="SHINHAN", account_number="110123").holder_name


def test_it_believes_our_webhooks_and_no_others(v2: Any, shop: Receiver) -> None:
    shop.answer()
    paid(v2, "told1")
    v2.cancel_payment(payment_id="told1", amount=1_000, reason="r")
    messages = [message for message in shop.wait(2) if b"told1" in message[2]]
    kinds = {type(checked(body, headers)) for _, headers, body in messages}
    assert {
        sdk.webhook.WebhookTransactionPaid,
        sdk.webhook.WebhookTransactionCancelledPartialCancelled,
    } <= kinds
    _, headers, body = messages[0]
    for wrong in ({**headers, "webhook-id": "another"}, {**headers, "webhook-timestamp": "1700000000"}):
        with pytest.raises(sdk.webhook.WebhookVerificationError):
            checked(body, wrong)


def checked(body: bytes, headers: dict[str, str]) -> Any:
    """Let the SDK check a message."""
    return sdk.webhook.verify(WEBHOOK_SECRET, body.decode(), headers)


def test_what_needs_a_key(v2: Any) -> None:
    for call in (v2.billing_key.confirm_billing_key, v2.billing_key.confirm_billing_key_issue_and_pay):
        with pytest.raises(errors.BillingKeyNotFoundError):
            call(billing_issue_token="none")


def test_receipts_and_offers(v2: Any) -> None:
    made = v2.cash_receipt.issue_cash_receipt(
        payment_id="r1",
        channel_key=CHANNEL,
        type="PERSONAL",
        order_name="주문",
        currency="KRW",
        amount=common.PaymentAmountInput(total=1_000),
        customer=payment.cash_receipt.IssueCashReceiptCustomerInput(identity_number="01012345678"),
    )
    read = v2.cash_receipt.get_cash_receipt_by_payment_id(payment_id="r1")
    assert isinstance(read, payment.cash_receipt.IssuedCashReceipt)
    assert read.issue_number == made.cash_receipt.issue_number
    assert len(v2.cash_receipt.get_cash_receipts().items) == 1
    assert v2.cash_receipt.cancel_cash_receipt_by_payment_id(payment_id="r1").cancelled_amount == 1_000
    assert v2.additional_feature.get_pg_card_promotions(channel_key=CHANNEL, amount=50_000).promotions
    with pytest.raises(errors.PromotionNotFoundError):
        v2.promotion.get_promotion(promotion_id="none")


@pytest.fixture
def persons(urls: Any) -> Iterator[Any]:
    yield from opened(identity.IdentityVerificationClient, urls["v2"])


def test_identity(persons: Any) -> None:
    who = identity.SendIdentityVerificationBodyCustomer(
        name="김하늘", phone_number="01012345678", identity_number="9001011", ip_address="127.0.0.1"
    )
    persons.send_identity_verification(
        identity_verification_id="i1", channel_key=CHANNEL, customer=who, operator="SKT", method="SMS"
    )
    persons.resend_identity_verification(identity_verification_id="i1")
    persons.confirm_identity_verification(identity_verification_id="i1", otp=OTP)
    read = persons.get_identity_verification(identity_verification_id="i1")
    assert isinstance(read, identity.VerifiedIdentityVerification)
    assert len(persons.get_identity_verifications().items) == 1


@pytest.fixture
def tokens(urls: Any) -> Iterator[Any]:
    yield from opened(sdk.auth.AuthClient, urls["v2"])


def test_logging_in(tokens: Any) -> None:
    found = tokens.login_via_api_secret(api_secret=V2_SECRET)
    assert tokens.refresh_token(refresh_token=found.refresh_token).access_token != found.access_token


def test_the_rest_of_v1(urls: Any) -> None:
    client = iamport.Iamport(V1_KEY, V1_SECRET, imp_url=f"{urls['v1']}/")
    card = {"card_number": "4111-1111-1111-1111", "expiry": "2030-12"}
    paid = client.pay_foreign(merchant_uid="f1", amount=1_000, **card)
    assert paid["status"] == "paid"
    # No channel is named here, and the client cannot ask for test payments.
    assert client.find(imp_uid=paid["imp_uid"]) == paid
    assert client.is_paid(1_000, imp_uid=paid["imp_uid"])
    assert client.cancel_by_merchant_uid("f1", "r")["status"] == "cancelled"
    for call in (client.find_certification, client.cancel_certification):
        with pytest.raises(iamport.Iamport.HttpError) as missing:
            call("imp_12341234")
        assert missing.value.code == 404
    client.requests_session.close()


def called(folder: Path) -> set[str]:
    """Return every name that a folder's tests use with a dot before it."""
    texts = [each.read_text(encoding="utf-8") for each in folder.glob("test_*.py")]
    return set(re.findall(r"\.([a-z_0-9]+)\b", "\n".join(texts)))


def public(kind: type) -> set[str]:
    """Return the calls of a client: what waits and what does not are one."""
    found = {name for name, _ in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}
    return {name for name in found if not name.endswith("_async")}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_call_of_v2_is_tried(kind: type) -> None:
    assert public(kind) - called(Path(__file__).parent) == set()


@pytest.mark.parametrize("folder", ["peers", "facade"])
def test_every_call_of_v1_is_tried(folder: str) -> None:
    left = public(iamport.Iamport) - called(Path(__file__).parents[1] / folder)
    assert left <= INNER | BROKEN, left
