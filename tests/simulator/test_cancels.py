"""Cancels: amounts, tax parts, guards."""

from typing import Any

import pytest

TOTAL, FREE, VAT = 110_000, 33_000, 7_000


def paid(shop: Any, order: str = "A") -> None:
    amount = {"total": TOTAL, "taxFree": FREE, "vat": VAT}
    shop.v2.ok("POST", f"/payments/{order}/instant", json=shop.instant(amount=amount))


def cancel(shop: Any, **body: Any) -> Any:
    return shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "고객 요청", **body})["cancellation"]


def refusal(shop: Any, **body: Any) -> tuple[int, str]:
    found: tuple[int, str] = shop.v2.refused(
        "POST", "/payments/A/cancel", json={"reason": "고객 요청", **body}
    )
    return found


def test_v2_full_cancel_takes_every_part(shop: Any) -> None:
    paid(shop)
    made = cancel(shop)
    assert (made["status"], made["totalAmount"], made["taxFreeAmount"], made["vatAmount"]) == (
        "SUCCEEDED",
        TOTAL,
        FREE,
        VAT,
    )
    read = shop.v2.ok("GET", "/payments/A")
    assert read["status"] == "CANCELLED"
    assert (read["amount"]["cancelled"], read["amount"]["cancelledTaxFree"], read["amount"]["paid"]) == (
        TOTAL,
        FREE,
        0,
    )
    assert [each["id"] for each in read["cancellations"]] == [made["id"]]
    assert refusal(shop) == (409, "PAYMENT_ALREADY_CANCELLED")
    assert shop.v2.refused("POST", "/payments/A/instant", json=shop.instant()) == (409, "ALREADY_PAID")


def test_v2_partial_cancels_end_at_zero_in_every_part(shop: Any) -> None:
    paid(shop)
    cancel(shop, amount=10_000, taxFreeAmount=3_000, vatAmount=636, currentCancellableAmount=TOTAL)
    read = shop.v2.ok("GET", "/payments/A")
    assert read["status"] == "PARTIAL_CANCELLED"
    assert (read["amount"]["paid"], read["amount"]["cancelled"], read["amount"]["cancelledTaxFree"]) == (
        100_000,
        10_000,
        3_000,
    )
    cancel(shop, amount=30_000, taxFreeAmount=30_000, currentCancellableAmount=100_000)
    cancel(shop, amount=7_000)
    rest = cancel(shop)
    assert rest["totalAmount"] == 63_000
    left = shop.sim.attempts("A")[0].remaining
    assert (left.total, left.tax_free, left.vat) == (0, 0, 0)
    transaction = shop.v2.ok("GET", "/payments/A/transactions")["items"][0]
    assert len(transaction["cancellations"]) == 4


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"currentCancellableAmount": TOTAL - 1}, "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN"),
        ({"amount": TOTAL + 1}, "CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT"),
        ({"amount": 1_000, "taxFreeAmount": 900, "vatAmount": 101}, "SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT"),
        (
            {"amount": 50_000, "taxFreeAmount": FREE + 1},
            "CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT",
        ),
        ({"amount": TOTAL - FREE + 1}, "CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT"),
        ({"amount": 50_000, "vatAmount": VAT + 1}, "CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT"),
    ],
)
def test_v2_refuses_what_does_not_add_up(shop: Any, body: dict[str, int], kind: str) -> None:
    paid(shop)
    assert refusal(shop, **body) == (409, kind)
    assert shop.sim.attempts("A")[0].cancellations == ()


def test_v2_missing_parts_of_a_partial_cancel(shop: Any) -> None:
    paid(shop)
    made = cancel(shop, amount=11_000)
    assert (made["taxFreeAmount"], made["vatAmount"]) == (0, 1_000)
    last = cancel(shop, amount=66_000)
    assert last["vatAmount"] == 6_000


def test_v2_zero_rated_payments_have_no_vat_to_cancel(shop: Any) -> None:
    shop.v2.ok(
        "POST", "/payments/A/instant", json=shop.instant(amount={"total": 50_000, "taxFree": 0, "vat": 0})
    )
    assert cancel(shop, amount=10_000)["vatAmount"] == 0


def test_v2_state_decides(shop: Any) -> None:
    assert refusal(shop) == (404, "PAYMENT_NOT_FOUND")
    shop.v2.refused("POST", "/payments/A/instant", json=shop.instant(number="4000000000000101"))
    assert refusal(shop) == (409, "PAYMENT_NOT_PAID")


@pytest.mark.parametrize(
    "body", [{}, {"reason": "r", "amount": 0}, {"reason": "r", "taxFreeAmount": -1}, {"reason": 5}]
)
def test_v2_malformed(shop: Any, body: dict[str, Any]) -> None:
    paid(shop)
    assert shop.v2.refused("POST", "/payments/A/cancel", json=body) == (400, "INVALID_REQUEST")


@pytest.mark.parametrize("body", [{}, {"amount": 0}, {"amount": "0"}, {"amount": TOTAL, "tax_free": FREE}])
def test_v1_full_cancel(shop: Any, body: dict[str, Any]) -> None:
    shop.v1.ok(
        "POST", "/subscribe/payments/onetime", json=shop.onetime("A", TOTAL, tax_free=FREE, vat_amount=VAT)
    )
    done = shop.v1.ok("POST", "/payments/cancel", json={"merchant_uid": "A", "reason": "r", **body})
    assert (done["status"], done["cancel_amount"], done["cancel_reason"]) == ("cancelled", TOTAL, "r")
    assert len(done["cancel_history"]) == len(done["cancel_receipt_urls"]) == 1
    assert shop.v1.refused("POST", "/payments/cancel", json={"merchant_uid": "A"})[0] == 200


def test_v1_partial_cancel_still_reads_as_paid(shop: Any) -> None:
    uid = shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("A"))["imp_uid"]
    done = shop.v1.ok("POST", "/payments/cancel", json={"imp_uid": uid, "amount": 1_000, "checksum": 11_000})
    assert (done["status"], done["cancel_amount"], done["cancelled_at"]) == ("paid", 1_000, shop.now())
    rest = shop.v1.ok("POST", "/payments/cancel", json={"imp_uid": uid, "checksum": 10_000})
    assert [each["amount"] for each in rest["cancel_history"]] == [1_000, 10_000]


@pytest.mark.parametrize(
    "body",
    [
        {"checksum": 10_999},
        {"amount": 11_001},
        {"amount": 5_000, "tax_free": 1},
        {"amount": 100, "vat_amount": 101},
    ],
)
def test_v1_refuses_what_does_not_add_up(shop: Any, body: dict[str, int]) -> None:
    shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("A"))
    assert shop.v1.refused("POST", "/payments/cancel", json={"merchant_uid": "A", **body})[0] == 200
    assert shop.sim.attempts("A")[0].cancellations == ()


def test_v1_imp_uid_wins_over_merchant_uid(shop: Any) -> None:
    shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("A"))
    uid = shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("B"))["imp_uid"]
    missing = shop.v1.refused("POST", "/payments/cancel", json={"imp_uid": "imp_0", "merchant_uid": "A"})
    assert missing == (200, "취소할 결제건이 존재하지 않습니다.")
    assert (
        shop.v1.ok("POST", "/payments/cancel", json={"imp_uid": uid, "merchant_uid": "A"})["merchant_uid"]
        == "B"
    )
    assert shop.v1.refused("POST", "/payments/cancel", json={"reason": "r"})[0] == 400
