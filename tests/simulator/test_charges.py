"""Key-in charges on both faces, and the magic cards."""

from typing import Any

import httpx
import pytest

from pgbridge.simulator import MAGIC
from pgbridge.simulator.cards import SLOW_SECONDS

DECLINED = [number for number, it in MAGIC.items() if not it.approved and it.recorded and it.answer == "kept"]
APPROVED = "5365101111112020"


def test_v2_charge_and_read(shop: Any) -> None:
    body = shop.instant(
        110_000,
        APPROVED,
        amount={"total": 110_000, "taxFree": 33_000, "vat": 7_000},
        customData='{"o":2}',
        customer={
            "id": "member-1",
            "name": {"separated": {"first": "하늘", "last": "김"}},
            "email": "sky@example.com",
            "phoneNumber": "01000000000",
            "address": {"addressLine1": "월드컵로 10", "addressLine2": "3층", "city": "마포구"},
            "zipcode": "03991",
            "birthYear": "1990",
            "gender": "FEMALE",
        },
        products=[{"id": "p1", "name": "꽃", "amount": 110_000, "quantity": 1}],
        country="KR",
    )
    body["method"]["card"]["installmentMonth"] = 3
    answer = shop.v2.ok("POST", "/payments/A%2F1/instant", json=body)
    read = shop.v2.ok("GET", "/payments/A%2F1")
    assert read["status"] == "PAID"
    assert read["id"] == "A/1"
    assert (read["pgTxId"], read["paidAt"]) == (answer["payment"]["pgTxId"], answer["payment"]["paidAt"])
    assert read["amount"] == {
        "total": 110_000,
        "taxFree": 33_000,
        "vat": 7_000,
        "supply": 70_000,
        "discount": 0,
        "paid": 110_000,
        "cancelled": 0,
        "cancelledTaxFree": 0,
    }
    assert read["method"]["card"]["number"] == "536510******2020"
    assert read["method"]["installment"]["month"] == 3
    assert read["customer"]["name"] == "김 하늘"
    assert read["customer"]["address"]["oneLine"] == "마포구 월드컵로 10 3층"
    assert read["channel"]["type"] == "TEST"
    assert read["customData"] == '{"o":2}'
    assert read["products"] == body["products"]


@pytest.mark.parametrize(
    ("total", "vat"), [(11_000, 1_000), (100, 9), (8_900, 809), (7_000, 636), (10_000, 909), (1, 0), (6, 1)]
)
def test_missing_vat_is_an_eleventh_rounded(shop: Any, total: int, vat: int) -> None:
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(total))
    assert shop.v2.ok("GET", "/payments/A")["amount"]["vat"] == vat


def test_zero_vat_is_not_missing_vat(shop: Any) -> None:
    shop.v2.ok(
        "POST", "/payments/A/instant", json=shop.instant(amount={"total": 50_000, "taxFree": 0, "vat": 0})
    )
    amount = shop.v2.ok("GET", "/payments/A")["amount"]
    assert (amount["taxFree"], amount["vat"], amount["supply"]) == (0, 0, 50_000)


def test_v2_takes_many_attempts_until_one_is_paid(shop: Any) -> None:
    for number in ("4000000000000101", "4000000000000102"):
        assert shop.v2.refused("POST", "/payments/A/instant", json=shop.instant(number=number)) == (
            502,
            "PG_PROVIDER",
        )
    newest = shop.v2.ok("GET", "/payments/A")
    assert newest["status"] == "FAILED"
    assert newest["failure"]["pgCode"] == "LIMIT_EXCEEDED"
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    assert shop.v2.refused("POST", "/payments/A/instant", json=shop.instant()) == (409, "ALREADY_PAID")
    assert shop.v2.ok("GET", "/payments/A")["status"] == "PAID"
    rows = shop.v2.ok("GET", "/payments/A/transactions")["items"]
    assert [row["status"] for row in rows] == ["FAILED", "FAILED", "PAID"]
    assert len({row["id"] for row in rows}) == 3


def test_v2_limits_attempts_where_told(configured: Any) -> None:
    body = configured.instant(number=DECLINED[0])
    for _ in range(3):
        assert configured.v2.refused("POST", "/payments/A/instant", json=body)[1] == "PG_PROVIDER"
    found = configured.v2.refused("POST", "/payments/A/instant", json=configured.instant())
    assert found == (400, "MAX_TRANSACTION_COUNT_REACHED")


@pytest.mark.parametrize("number", DECLINED)
def test_declined_cards(shop: Any, number: str) -> None:
    outcome = MAGIC[number]
    response = shop.v2.post("/payments/A/instant", json=shop.instant(number=number))
    assert response.status_code == 502
    assert (response.json()["pgCode"], response.json()["pgMessage"]) == (outcome.code, outcome.reason)
    payment = shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("B", number=number))
    assert (payment["status"], payment["fail_reason"]) == ("failed", outcome.reason)
    assert payment["paid_at"] == 0
    assert payment["failed_at"] == shop.now()


def test_error_answer_although_paid(shop: Any) -> None:
    number = "4000000000000201"
    assert shop.v2.refused("POST", "/payments/A/instant", json=shop.instant(number=number)) == (
        502,
        "PG_PROVIDER",
    )
    assert shop.v2.ok("GET", "/payments/A")["status"] == "PAID"
    assert (
        shop.v1.refused("POST", "/subscribe/payments/onetime", json=shop.onetime("B", number=number))[0]
        == 200
    )
    assert shop.v1.ok("GET", "/payments/find/B")["status"] == "paid"


def test_error_answer_and_nothing_happened(shop: Any) -> None:
    number = "4000000000000202"
    assert shop.v2.refused("POST", "/payments/A/instant", json=shop.instant(number=number)) == (
        502,
        "PG_PROVIDER",
    )
    assert shop.v2.refused("GET", "/payments/A") == (404, "PAYMENT_NOT_FOUND")
    assert (
        shop.v1.refused("POST", "/subscribe/payments/onetime", json=shop.onetime("B", number=number))[0]
        == 200
    )
    assert shop.v1.refused("GET", "/payments/find/B")[0] == 404
    assert shop.sim.attempts() == []


@pytest.mark.parametrize(("number", "paid"), [("4000000000000203", True), ("4000000000000204", False)])
def test_no_answer(shop: Any, number: str, paid: bool) -> None:
    with pytest.raises(httpx.ReadError):
        shop.v2.post("/payments/A/instant", json=shop.instant(number=number))
    with pytest.raises(httpx.ReadError):
        shop.v1.post("/subscribe/payments/onetime", json=shop.onetime("B", number=number))
    assert [it.bill.order_id for it in shop.sim.attempts()] == (["A", "B"] if paid else [])


def test_slow_card_takes_virtual_time(shop: Any) -> None:
    before = shop.sim.now()
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(number="4000000000000205"))
    assert shop.sim.now() == before + SLOW_SECONDS
    with pytest.raises(httpx.ReadTimeout):
        shop.v2.post("/payments/B/instant", json=shop.instant(number="4000000000000205"), timeout=2.0)
    assert shop.sim.now() == before + SLOW_SECONDS + 2
    assert shop.v2.ok("GET", "/payments/B")["status"] == "PAID", "the work was done all the same"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"orderName": None}, "orderName"),
        ({"channelKey": None}, "channelKey"),
        ({"amount": {}}, "total"),
        ({"amount": {"total": 0}}, "amount.total"),
        ({"amount": {"total": -5}}, "amount.total"),
        ({"amount": {"total": "1000"}}, "amount.total"),
        ({"amount": {"total": 10.5}}, "amount.total"),
        ({"currency": "CURRENCY_KRW"}, "currency"),
        ({"currency": None}, "currency"),
        ({"method": {}}, "method"),
        ({"method": {"card": {"credential": {"number": "4111-1111-1111-1111"}}}}, "number"),
        (
            {"method": {"card": {"credential": {"number": "4111111111111111", "expiryYear": "2030"}}}},
            "expiryYear",
        ),
        (
            {
                "method": {
                    "card": {"credential": {"number": "4" * 16, "expiryYear": "30", "expiryMonth": "13"}}
                }
            },
            "expiryMonth",
        ),
    ],
)
def test_v2_names_what_is_wrong(shop: Any, change: dict[str, Any], field: str) -> None:
    body = {key: value for key, value in (shop.instant() | change).items() if value is not None}
    response = shop.v2.post("/payments/A/instant", json=body)
    assert (response.status_code, response.json()["type"]) == (400, "INVALID_REQUEST")
    assert field in response.json()["message"]
    assert shop.sim.attempts() == []


@pytest.mark.parametrize("content", [b"", b"not json", b"\xff", b"[]"])
def test_v2_body_must_be_json(shop: Any, content: bytes) -> None:
    assert shop.v2.refused("POST", "/payments/A/instant", content=content) == (400, "INVALID_REQUEST")


def test_v2_content_type_does_not_matter(shop: Any) -> None:
    content = httpx.Request("POST", "http://x", json=shop.instant()).content
    shop.v2.ok("POST", "/payments/A/instant", content=content, headers={"content-type": "text/plain"})


def test_v2_parts_beyond_the_total(shop: Any) -> None:
    body = shop.instant(amount={"total": 1_000, "taxFree": 900, "vat": 101})
    found = shop.v2.refused("POST", "/payments/A/instant", json=body)
    assert found == (409, "SUM_OF_PARTS_EXCEEDS_TOTAL_AMOUNT")
    shop.v2.ok(
        "POST", "/payments/A/instant", json=shop.instant(amount={"total": 1_000, "taxFree": 900, "vat": 100})
    )


def test_v2_channels(configured: Any) -> None:
    body = configured.instant(channelKey="channel-key-none")
    assert configured.v2.refused("POST", "/payments/A/instant", json=body) == (404, "CHANNEL_NOT_FOUND")
    configured.v2.ok("POST", "/payments/A/instant", json=configured.instant(channelKey="channel-key-live"))
    channel = configured.v2.ok("GET", "/payments/A")["channel"]
    assert (channel["type"], channel["pgProvider"], channel["pgMerchantId"]) == ("LIVE", "NICE_V2", "MIDLIVE")
    grouped = configured.instant(channelGroupId="channel-group-1")
    del grouped["channelKey"]
    configured.v2.ok("POST", "/payments/B/instant", json=grouped)
    assert configured.v2.ok("GET", "/payments/B")["channelGroup"]["id"] == "channel-group-1"
    grouped["channelGroupId"] = "channel-group-none"
    assert configured.v2.refused("POST", "/payments/C/instant", json=grouped) == (404, "CHANNEL_NOT_FOUND")


def test_any_group_is_taken_where_no_channels_are_set(shop: Any) -> None:
    body = shop.instant(channelGroupId="channel-group-any")
    del body["channelKey"]
    shop.v2.ok("POST", "/payments/A/instant", json=body)
    assert shop.v2.ok("GET", "/payments/A")["channelGroup"]["id"] == "channel-group-any"
    grouped = shop.onetime("B", channelGroupId="channel-group-any")
    assert shop.v1.ok("POST", "/subscribe/payments/onetime", json=grouped)["status"] == "paid"


def test_v1_charge_and_read(shop: Any) -> None:
    body = shop.onetime(
        "A",
        110_000,
        APPROVED,
        tax_free=33_000,
        vat_amount=7_000,
        pg="nice_v2.MID1",
        card_quota=2,
        custom_data={"o": 2},
    )
    paid = shop.v1.ok("POST", "/subscribe/payments/onetime", json=body)
    assert (paid["status"], paid["amount"], paid["cancel_amount"]) == ("paid", 110_000, 0)
    assert (paid["pg_provider"], paid["pg_id"], paid["sandbox"]) == ("nice_v2", "MID1", True)
    assert paid["card_quota"] == 2
    assert paid["card_number"] == "536510******2020"
    assert paid["card_issuer_code"] == paid["card_code"], "this PG tells the issuer"
    assert paid["custom_data"] == '{"o":2}'
    assert paid["imp_uid"].startswith("imps_")
    assert shop.v1.ok("GET", f"/payments/{paid['imp_uid']}", params={"include_sandbox": "true"}) == paid


def test_v1_shows_test_payments_while_no_channel_is_named(shop: Any) -> None:
    paid = shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("A"))
    path = f"/payments/{paid['imp_uid']}"
    assert shop.v1.ok("GET", path) == paid
    assert shop.v1.refused("GET", path, params={"include_sandbox": "false"})[0] == 404


def test_v1_hides_test_payments_in_one_read_only(configured: Any) -> None:
    body = configured.onetime("A", pg="inicis_v2")
    test = configured.v1.ok("POST", "/subscribe/payments/onetime", json=body)
    live = configured.v1.ok("POST", "/subscribe/payments/onetime", json=configured.onetime("B", pg="nice_v2"))
    assert (test["sandbox"], live["sandbox"]) == (True, False)
    assert live["imp_uid"].startswith("imp_")
    path = f"/payments/{test['imp_uid']}"
    assert configured.v1.refused("GET", path)[0] == 404
    assert configured.v1.refused("GET", path, params={"include_sandbox": "false"})[0] == 404
    assert configured.v1.ok("GET", path, params={"include_sandbox": "true"}) == test
    assert configured.v1.ok("GET", f"/payments/{live['imp_uid']}") == live
    assert configured.v1.ok("GET", "/payments/find/A") == test


def test_v1_wrong_pg_falls_back_silently(configured: Any) -> None:
    for order, pg in (("A", "nosuch.MID"), ("B", "inicis_v2.WRONG"), ("C", None)):
        more = {} if pg is None else {"pg": pg}
        paid = configured.v1.ok("POST", "/subscribe/payments/onetime", json=configured.onetime(order, **more))
        assert (paid["pg_provider"], paid["pg_id"]) == ("nice_v2", "MIDLIVE")


@pytest.mark.parametrize("first", ["4111111111111111", DECLINED[0]])
def test_v1_takes_an_order_id_once(shop: Any, first: str) -> None:
    shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("A", number=first))
    status, _ = shop.v1.refused("POST", "/subscribe/payments/onetime", json=shop.onetime("A"))
    assert status == 200
    assert len(shop.sim.attempts("A")) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"merchant_uid": None}, "merchant_uid"),
        ({"merchant_uid": "m" * 41}, "merchant_uid"),
        ({"amount": None}, "amount"),
        ({"amount": 0}, "amount"),
        ({"amount": -1}, "amount"),
        ({"amount": 10.5}, "amount"),
        ({"amount": "many"}, "amount"),
        ({"currency": "KRWW"}, "currency"),
        ({"card_number": None}, "card_number"),
        ({"expiry": "30-12"}, "expiry"),
        ({"birth": "1990-01-01"}, "birth"),
        ({"buyer_name": "이" * 17}, "buyer_name"),
        ({"card_quota": 2.5}, "card_quota"),
        ({"use_card_point": "maybe"}, "use_card_point"),
    ],
)
def test_v1_names_what_is_wrong(shop: Any, change: dict[str, Any], field: str) -> None:
    status, message = shop.v1.refused("POST", "/subscribe/payments/onetime", json=shop.onetime("A") | change)
    assert status == 400
    assert field in message
    assert shop.sim.attempts() == []


def test_v1_tells_a_wrong_number_as_a_pg_would(shop: Any) -> None:
    wrong = shop.onetime("A") | {"card_number": "4111111111111111"}
    assert shop.v1.refused("POST", "/subscribe/payments/onetime", json=wrong) == (
        200,
        "유효하지않은 카드번호를 입력하셨습니다.",
    )


def test_a_card_whose_last_month_is_over_is_declined(shop: Any) -> None:
    for expiry, status in (("2025-12", "failed"), ("2026-01", "paid")):
        body = shop.onetime(f"A{expiry}") | {"expiry": expiry}
        assert shop.v1.ok("POST", "/subscribe/payments/onetime", json=body)["status"] == status
    card = shop.instant()["method"]["card"]["credential"]
    old = shop.instant(method={"card": {"credential": card | {"expiryYear": "25", "expiryMonth": "12"}}})
    assert shop.v2.refused("POST", "/payments/B/instant", json=old) == (502, "PG_PROVIDER")
    assert (
        shop.v1.refused("POST", "/subscribe/customers/u", json=shop.onetime("A") | {"expiry": "2025-12"})[0]
        == 200
    )


def test_v1_installments_need_fifty_thousand_won(shop: Any) -> None:
    small = shop.onetime("A", 49_999, card_quota=2)
    assert shop.v1.refused("POST", "/subscribe/payments/onetime", json=small)[0] == 200
    shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("A", 50_000, card_quota=2))


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [(6.5, "USD", 650), (19.99, "USD", 1999), ("1.234", "KWD", 1234), (500, "JPY", 500)],
)
def test_v1_decimals_are_exact(shop: Any, amount: Any, currency: str, minor: int) -> None:
    paid = shop.v1.ok(
        "POST", "/subscribe/payments/onetime", json=shop.onetime("A", amount, currency=currency)
    )
    assert paid["amount"] == float(amount)
    assert shop.v2.ok("GET", "/payments/A")["amount"]["total"] == minor
    cancelled = shop.v1.ok("POST", "/payments/cancel", json={"merchant_uid": "A", "checksum": amount})
    assert cancelled["cancel_amount"] == float(amount)


@pytest.mark.parametrize(("amount", "currency"), [(6.505, "USD"), (1.5, "JPY"), (100, "XAU")])
def test_v1_refuses_what_the_currency_cannot_hold(shop: Any, amount: float, currency: str) -> None:
    body = shop.onetime("A", amount, currency=currency)
    assert shop.v1.refused("POST", "/subscribe/payments/onetime", json=body)[0] == 400
