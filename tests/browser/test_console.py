"""The console in a real Chromium, at both sizes."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.browser.conftest import Stage, opened

CARD = {
    "number": "4111111111111111",
    "expiryYear": "30",
    "expiryMonth": "12",
    "birthOrBusinessRegistrationNumber": "900101",
    "passwordTwoDigits": "12",
}
PAGES = ("", "/payments", "/windows", "/keys", "/schedules", "/webhooks", "/requests", "/trouble")


def charge(stage: Stage, order_id: str, **more: Any) -> None:
    """Charge a card by V2's API."""
    body = {
        "channelKey": "channel-key-shop-inicis",
        "orderName": "Chair",
        "amount": {"total": 12_000},
        "currency": "KRW",
        "method": {"card": {"credential": CARD}},
        "customer": {"name": {"full": "홍길동"}, "phoneNumber": "01012345678", "email": "hong@shop.example"},
        **more,
    }
    secret = stage.simulator.world.settings.v2_secret
    answer = httpx.post(
        f"{stage.url}/v2/payments/{order_id}/instant",
        json=body,
        headers={"authorization": f"PortOne {secret}"},
    )
    assert answer.status_code == 200, answer.text


def test_every_page_fits_and_can_be_named_and_reached(chromium: Any, stage: Stage, size: str) -> None:
    charge(stage, f"fit{size}")
    with opened(chromium, size) as page:
        for path in PAGES:
            page.goto(f"{stage.url}/console{path}")
            assert page.locator("h1").count() == 1, path
            wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert wide <= room, f"{path} is wider than the screen"
            nameless = page.evaluate(
                "[...document.querySelectorAll('input:not([type=hidden]), select, button, a')].filter(e =>"
                " !(e.labels?.length || e.textContent.trim() || e.getAttribute('aria-label'))).map(e => e.outerHTML)"
            )
            assert nameless == [], path
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.className") == "skip", path


def test_a_payment_can_be_found_and_cancelled_and_its_webhook_sent_again(
    chromium: Any, stage: Stage, size: str
) -> None:
    order_id = f"console-{size}"
    charge(stage, order_id)
    assert stage.told("payment_paid", order_id)
    with opened(chromium, size) as page:
        page.goto(f"{stage.url}/")
        page.click("nav >> text=Payments")
        page.fill("#order_id", order_id)
        page.click("button >> text=Find")
        page.click(f"text={order_id}")
        page.fill("#amount", "2000")
        page.click("text=Cancel in the console")
        page.locator("[role=status]").wait_for()
        assert page.locator(".headline").inner_text().split() == ["12,000", "KRW", "partial", "cancelled"]
        page.click("text=Transaction.Paid")
        before = len(stage.shop.told)
        page.click("button >> text=Send again")
        page.locator("[role=status]").wait_for()
        page.locator("[data-live=tries] li").nth(1).wait_for()
    assert stage.payment(order_id).cancelled.total == 2000
    assert len(stage.shop.told) > before


def test_a_request_is_shown_on_both_apis_without_a_secret(chromium: Any, stage: Stage) -> None:
    charge(stage, "sides")
    with opened(chromium, "pc") as page:
        page.goto(f"{stage.url}/console/requests")
        page.click("a:has-text('payments/sides/instant')")
        text = page.locator(".sides").inner_text()
        assert (
            "PortOne V1" in text
            and "POST /subscribe/payments/onetime" in text
            and '"merchant_uid": "sides"' in text
        )
        content = page.content()
    for secret in (CARD["number"], "홍길동", "hong@shop.example", stage.simulator.world.settings.v2_secret):
        assert secret not in content


def test_time_moves_and_trouble_comes_and_goes(chromium: Any, stage: Stage) -> None:
    before = stage.simulator.now()
    with opened(chromium, "mobile") as page:
        page.goto(f"{stage.url}/console")
        page.click("text=+ 1 hour")
        page.locator("[role=status]").wait_for()
        assert stage.simulator.now() >= before + 3600
        page.goto(f"{stage.url}/console/trouble")
        page.fill("#fault", "instant: explode")
        page.click("text=Put in force")
        assert "explode" in page.locator("[role=status]").inner_text()
        page.fill("#fault", "instant: commit then drop")
        page.click("text=Put in force")
        page.locator("button >> text=Lift").wait_for()
        with pytest.raises(httpx.TransportError):
            charge(stage, "dropped")
        assert stage.payment("dropped").status == "PAID"
        page.click("button >> text=Lift")
        page.locator("text=Everything works.").wait_for()


def test_a_call_of_a_page_stands_beside_the_other_sdks(chromium: Any, stage: Stage) -> None:
    with opened(chromium, "pc") as page:
        page.goto(stage.shop_url)
        page.check("input[value=v2]")
        page.click("[data-kind=card]")
        page.frame_locator("iframe.pgbridge-window").locator("h1").wait_for()
        other = page.context.new_page()
        other.goto(f"{stage.url}/console/windows")
        other.click("text=PortOne.requestPayment >> nth=0")
        text = other.locator(".sides").inner_text()
        assert '"merchant_uid"' in text and '"m_redirect_url"' in text
        assert "홍길동" not in other.content()


def test_only_its_own_pages_may_press_its_buttons(stage: Stage) -> None:
    form = {"_call": "POST /_sim/reset", "_back": "/console"}
    for headers in ({"origin": "http://evil.test"}, {}, {"origin": stage.url, "host": "evil.test"}):
        assert httpx.post(f"{stage.url}/console/do", data=form, headers=headers).status_code in (403, 421)
    own = {"origin": stage.url}
    for call in ("GET /_sim/state", "POST /v2/payments/x/cancel", "POST /_sim/../v2"):
        answer = httpx.post(f"{stage.url}/console/do", data={**form, "_call": call}, headers=own)
        assert answer.status_code in (303, 400) and "evil" not in answer.headers.get("location", "")
    answer = httpx.post(
        f"{stage.url}/console/do",
        data={**form, "_call": "POST /_sim/clock", "_back": "https://evil.test", "advance": "1"},
        headers=own,
    )
    assert answer.headers["location"].startswith("/console?")
