"""Payment events and VAT reports: what happened, in order, and what it adds up to."""

import json
from typing import Any

from pgbridge.simulator import Settings
from pgbridge.simulator.settings import Channel

DAY = 24 * 60 * 60
SHOP = {"dateRange": {"from": "2026-01-01", "until": "2026-01-01"}}


def history(shop: Any) -> None:
    """One payment cancelled in two steps, one declined, one of V1."""
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(11_000))
    shop.sim.advance(60)
    shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r", "amount": 1_100})
    shop.sim.advance(60)
    shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r"})
    shop.v2.refused("POST", "/payments/B/instant", json=shop.instant(number="4000000000000101"))
    shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("C", 5_500, tax_free=1_100))


def test_events_come_in_order_and_go_on_from_a_cursor(shop: Any) -> None:
    history(shop)
    rows = shop.v2.listed("/payment-events-by-cursor")["items"]
    told = [(row["paymentEvent"]["type"], row["paymentEvent"]["eventAmount"]) for row in rows]
    assert told == [("PAID", 11_000), ("PARTIAL_CANCELLED", -1_100), ("CANCELLED", -9_900), ("PAID", 5_500)]
    assert [row["paymentEvent"]["totalAmount"]["cancelled"] for row in rows] == [0, 1_100, 11_000, 0]
    assert len({row["paymentEvent"]["id"] for row in rows}) == 4
    walked, cursor = [], None
    while page := shop.v2.listed("/payment-events-by-cursor", cursor=cursor, size=1)["items"]:
        walked.append(page[0]["paymentEvent"]["id"])
        cursor = page[0]["cursor"]
    assert walked == [row["paymentEvent"]["id"] for row in rows]
    broken = shop.v2.refused(
        "GET", "/payment-events-by-cursor", params={"requestBody": json.dumps({"cursor": "x"})}
    )
    assert broken == (400, "INVALID_REQUEST")


def test_an_account_that_was_only_closed_is_no_event(shop: Any) -> None:
    account = {"bank": "SHINHAN", "expiry": {"validHours": 2}, "option": {"type": "NORMAL"}}
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(method={"virtualAccount": account}))
    shop.v2.ok("POST", "/payments/A/virtual-account/close")
    assert shop.v2.listed("/payment-events-by-cursor")["items"] == []


def test_reports_add_up(shop: Any) -> None:
    history(shop)
    path = "/payment-reconciliations/transactions/vat-report"
    report = shop.v2.listed(path, **SHOP)
    assert report["summary"] == {
        "totalSupplyAmount": 4_000,
        "totalVatAmount": 400,
        "totalTaxFreeAmount": 1_100,
        "totalAmount": 5_500,
    }
    (line,) = report["items"]
    assert (line["paymentMethod"], line["totalAmount"]) == ("CARD", 5_500)
    before = {"dateRange": {"from": "2025-12-31", "until": "2025-12-31"}}
    assert shop.v2.listed(path, **before)["items"] == []
    unmatched = SHOP | {"filter": {"reconciliationStatuses": ["NOT_MATCHED"]}}
    assert shop.v2.listed(path, **unmatched)["summary"]["totalAmount"] == 0
    settled = "/payment-reconciliations/settlements/vat-report"
    assert shop.v2.listed(settled, **SHOP)["items"] == []
    later = {"dateRange": {"from": "2026-01-03", "until": "2026-01-03"}}
    assert shop.v2.listed(settled, **later)["summary"]["totalAmount"] == 5_500
    found = shop.v2.refused("GET", path, params={"requestBody": "{}"})
    assert found == (400, "INVALID_REQUEST")


def test_reports_name_pgs_in_their_own_way(opened_with: Any) -> None:
    nice = Channel(key="channel-key-nice", provider="NICE_V2", merchant_id="mid1")
    shop = opened_with(Settings(channels=(nice,)))
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(11_000, channelKey=nice.key))
    path = "/payment-reconciliations/transactions/vat-report"
    who = {"pgMerchantId": "mid1", "pgProvider": "NICEPAY"}
    assert shop.v2.listed(path, **SHOP)["pgSpecifiers"] == [who]
    assert shop.v2.listed(path, **SHOP | {"filter": {"pgSpecifiers": [who]}})["items"]
    other = {"pgMerchantId": "mid2", "pgProvider": "NICEPAY"}
    assert shop.v2.listed(path, **SHOP | {"filter": {"pgSpecifiers": [other]}})["items"] == []
