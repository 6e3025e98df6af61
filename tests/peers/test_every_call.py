"""The rest of the official Python clients' calls, and proof that none goes untried: a newer release's call fails here."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET, Clock, Simulator
from pgbridge.simulator.identities import OTP
from pgbridge.simulator.server import running
from pgbridge_iamport.simulated import FACE as V1
from pgbridge_portone.simulated import FACE as V2

sdk = pytest.importorskip("portone_server_sdk", reason="the V2 SDK is not installed")
iamport = pytest.importorskip("iamport", reason="the V1 client is not installed")
common, errors, payment, identity = sdk.common, sdk.errors, sdk.payment, sdk.identity_verification

CHANNEL = "channel-key-every"
KINDS = (
    payment.PaymentClient,
    payment.billing_key.BillingKeyClient,
    payment.payment_schedule.PaymentScheduleClient,
    payment.cash_receipt.CashReceiptClient,
    payment.promotion.PromotionClient,
    payment.additional_feature.AdditionalFeatureClient,
    identity.IdentityVerificationClient,
    sdk.auth.AuthClient,
)
# Of iamport-rest-client: what only builds requests, what others call, and what the release itself calls wrongly.
INNER = {"get_headers", "get_response", "find_by_imp_uid", "find_by_merchant_uid", "cancel_by_imp_uid"}
BROKEN = {"find_by_status"}


@pytest.fixture(scope="module")
def urls() -> Iterator[dict[str, str]]:
    with running(Simulator({"v1": V1, "v2": V2}, clock=Clock())) as found:
        yield found


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
    assert v2.get_all_payment_events_by_cursor().items == []


def test_what_needs_a_key(v2: Any) -> None:
    for call in (v2.billing_key.confirm_billing_key, v2.billing_key.confirm_billing_key_issue_and_pay):
        with pytest.raises(errors.BillingKeyNotFoundError):
            call(billing_issue_token="none")
    assert v2.billing_key.get_billing_key_infos().page.total_count == 0


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
    assert client.pay_foreign(merchant_uid="f1", amount=1_000, **card)["status"] == "paid"
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
