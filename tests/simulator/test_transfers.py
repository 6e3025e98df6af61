"""Partner settlement: an order is settled once, and taken back no further than it was."""

from typing import Any

from pgbridge.simulator import Settings

ORDER, CANCEL = "/platform/transfers/order", "/platform/transfers/order-cancel"


def order(amount: int | None = 10_000, **change: Any) -> dict[str, Any]:
    return {
        "partnerId": "p1",
        "paymentId": "A",
        "orderDetail": {"orderAmount": amount},
        "discounts": [],
        "additionalFees": [],
    } | change


def line(name: str, amount: int, quantity: int = 1) -> dict[str, Any]:
    product = {"id": name, "name": name, "amount": amount}
    return {"product": product, "quantity": quantity, "discounts": [], "additionalFees": []}


def paid(shop: Any) -> None:
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(11_000))


def test_an_order_is_settled_up_to_what_was_paid(shop: Any) -> None:
    assert shop.v2.refused("POST", ORDER, json=order()) == (404, "PLATFORM_PAYMENT_NOT_FOUND")
    paid(shop)
    made = shop.v2.ok("POST", ORDER, json=order(id="t1"), params={"test": "true"})["transfer"]
    assert (made["id"], made["type"], made["isForTest"], made["amount"]["settlement"]) == (
        "t1",
        "ORDER",
        True,
        9_000,
    )
    assert shop.v2.ok("GET", "/platform/transfers/t1") == made
    over = shop.v2.refused("POST", ORDER, json=order(1_001))
    assert over == (400, "PLATFORM_SETTLEMENT_PAYMENT_AMOUNT_EXCEEDED_PORT_ONE_PAYMENT")
    used = shop.v2.refused("POST", ORDER, json=order(1, id="t1"))
    assert used == (409, "PLATFORM_TRANSFER_ID_ALREADY_USED")
    outside = order(paymentId="elsewhere", externalPaymentDetail={"currency": "KRW"})
    assert shop.v2.ok("POST", ORDER, json=outside)["transfer"]["payment"]["type"] == "EXTERNAL"
    assert shop.v2.refused("GET", "/platform/transfers/none") == (404, "PLATFORM_TRANSFER_NOT_FOUND")


def test_lines_and_discounts(shop: Any) -> None:
    paid(shop)
    lines = {"orderLines": [line("a", 1_000, 2), line("b", 3_000)]}
    off = [{"sharePolicyId": "s", "amount": 1_000}]
    made = shop.v2.ok("POST", ORDER, json=order(id="t1", orderDetail=lines, discounts=off))["transfer"]
    assert (made["amount"]["order"], made["amount"]["settlement"]) == (5_000, 4_000)
    twice = {"orderLines": [line("a", 1), line("a", 1)]}
    found = shop.v2.refused("POST", ORDER, json=order(orderDetail=twice))
    assert found == (400, "PLATFORM_PRODUCT_ID_DUPLICATED")
    both = order(orderDetail={"orderAmount": 1, "orderLines": []})
    assert shop.v2.refused("POST", ORDER, json=both) == (400, "INVALID_REQUEST")
    gone = shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r"})["cancellation"]["id"]
    some = {"orderLines": [{"productId": "a", "quantity": 1, "discounts": []}]}
    body = {"transferId": "t1", "cancellationId": gone, "orderDetail": some, "discounts": []}
    back = shop.v2.ok("POST", CANCEL, json=body)["transfer"]
    assert (back["amount"]["order"], back["cancellation"]["id"]) == (-1_000, gone)
    for detail, kind in (
        ({"productId": "x", "quantity": 1}, (404, "PLATFORM_PRODUCT_ID_NOT_FOUND")),
        ({"productId": "a", "quantity": 3}, (400, "PLATFORM_CANCELLABLE_PRODUCT_QUANTITY_EXCEEDED")),
    ):
        wrong = body | {"orderDetail": {"orderLines": [detail | {"discounts": []}]}}
        assert shop.v2.refused("POST", CANCEL, json=wrong) == kind


def test_a_cancel_takes_back_what_is_left(shop: Any) -> None:
    paid(shop)
    shop.v2.ok("POST", ORDER, json=order(id="t1"))
    cancel = {"reason": "r", "amount": 2_000}
    first, second = (
        shop.v2.ok("POST", "/payments/A/cancel", json=cancel)["cancellation"]["id"] for _ in range(2)
    )
    body = {"partnerId": "p1", "paymentId": "A", "cancellationId": first, "discounts": []}
    part = body | {"orderDetail": {"orderAmount": 2_000}}
    assert shop.v2.ok("POST", CANCEL, json=part)["transfer"]["amount"]["settlement"] == -1_800
    again = shop.v2.refused("POST", CANCEL, json=part)
    assert again == (409, "PLATFORM_TRANSFER_ALREADY_EXISTS")
    over = body | {"cancellationId": second, "orderDetail": {"orderAmount": 8_001}}
    assert shop.v2.refused("POST", CANCEL, json=over) == (400, "PLATFORM_CANCELLABLE_AMOUNT_EXCEEDED")
    rest = shop.v2.ok("POST", CANCEL, json=body | {"cancellationId": second})["transfer"]
    assert rest["amount"]["order"] == -8_000
    unknown = shop.v2.refused("POST", CANCEL, json=body | {"cancellationId": "x"})
    assert unknown == (404, "PLATFORM_CANCELLATION_NOT_FOUND")
    missing = shop.v2.refused("POST", CANCEL, json=body | {"partnerId": "p2"})
    assert missing == (404, "PLATFORM_TRANSFER_NOT_FOUND")


def test_which_transfer_must_be_clear(opened_with: Any) -> None:
    shop = opened_with(Settings(partners=("p1",)))
    paid(shop)
    assert shop.v2.refused("POST", ORDER, json=order(partnerId="p2")) == (404, "PLATFORM_PARTNER_NOT_FOUND")
    for name in ("t1", "t2"):
        shop.v2.ok("POST", ORDER, json=order(1_000, id=name))
    gone = shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r"})["cancellation"]["id"]
    body = {"partnerId": "p1", "paymentId": "A", "cancellationId": gone, "discounts": []}
    assert shop.v2.refused("POST", CANCEL, json=body) == (400, "PLATFORM_CANNOT_SPECIFY_TRANSFER")
    early = order(1_000, settlementStartDate="2026-02-02", settlementDate="2026-02-01")
    found = shop.v2.refused("POST", ORDER, json=early)
    assert found == (400, "PLATFORM_SETTLEMENT_DATE_EARLIER_THAN_SETTLEMENT_START_DATE")
