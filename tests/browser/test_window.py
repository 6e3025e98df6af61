"""What a window shows and lets happen, beyond the shop's plain cases: foreign pages, rules, drawn buttons, confirmation."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from tests.browser.conftest import Stage, opened

STORE = "store-00000000-0000-4000-8000-000000000001"


class Pages:
    """A shop of one page on an origin of its own; keeps what is posted to it."""

    def __init__(self) -> None:
        self.body = b""
        self.posted: list[tuple[str, bytes]] = []
        self.status, self.answer = 200, b"{}"
        self.url = ""


@contextmanager
def serving_pages() -> Iterator[Pages]:
    pages = Pages()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(200, pages.body, "text/html; charset=utf-8")

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            pages.posted.append((self.path, self.rfile.read(length)))
            self.reply(pages.status, pages.answer, "application/json")

        def reply(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    pages.url = f"http://localhost:{server.server_port}"
    try:
        yield pages
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    with serving_pages() as made:
        yield made


def visit(page: Any, pages: Pages, stage: Stage, api: str, body: str = "") -> None:
    """Open a page that has loaded an SDK from its script element."""
    path = {"v1": "/sdk/v1/iamport.js", "v2": "/sdk/v2/browser-sdk.js"}[api]
    html = f'<!doctype html><link rel="icon" href="data:,"><script src="{stage.url}{path}"></script>{body}'
    pages.body = html.encode()
    page.goto(pages.url)


def pay(page: Any, **more: Any) -> None:
    """Call `requestPayment`; what it gives ends up in `window.told`."""
    request = {
        "storeId": STORE,
        "channelKey": "channel-key-shop-inicis",
        "paymentId": f"p{len(more)}-{more.get('paymentId', 'x')}",
        "orderName": "Chair <b>",
        "totalAmount": 1000,
        "currency": "KRW",
        "payMethod": "CARD",
        "customer": {"fullName": "홍길동", "phoneNumber": "010-1234-5678", "email": "hong@shop.example"},
        **more,
    }
    page.evaluate(
        "request => { window.told = undefined; PortOne.requestPayment(request)"
        ".then(r => window.told = r, e => window.told = {thrown: {...e, message: e.message}}) }",
        request,
    )


def frame(page: Any) -> Any:
    return page.frame_locator("iframe.pgbridge-window")


def told(page: Any) -> Any:
    page.wait_for_function("window.told !== undefined")
    return page.evaluate("window.told")


def test_what_the_pg_would_refuse_is_shown_and_blocks(chromium: Any, stage: Stage, pages: Pages) -> None:
    with opened(chromium, "pc") as page:
        visit(page, pages, stage, "v2")
        pay(page, paymentId="rules", customer={"fullName": "홍길동"})
        window = frame(page)
        problems = window.locator(".problems.error li")
        problems.first.wait_for()
        text = window.locator(".problems.error").inner_text()
        assert "customer.phoneNumber" in text and "inicis-v2.browser_payment.customer-phone-required" in text
        assert window.locator("h1").inner_text() == "Chair <b>"
        assert window.locator("button[value=approve]").count() == 0
        window.locator("button[value=close]").click()
        result = told(page)
    assert (result["code"], result["pgCode"]) == ("PGProviderError", "INVALID_PARAMETER")
    assert "customer-phone-required" in result["message"]


def test_an_answered_confirmation_decides(chromium: Any, stage: Stage, pages: Pages) -> None:
    with opened(chromium, "pc") as page:
        visit(page, pages, stage, "v2")
        for order, status, expected in (("yes", 200, None), ("no", 409, "ConfirmProcessFailed")):
            pages.status, pages.answer = status, json.dumps({"errorMessage": "sold out"}).encode()
            pay(page, paymentId=order, confirmUrl=f"{pages.url}/confirm", productType="DIGITAL")
            frame(page).locator("button[value=approve]").click()
            result = told(page)
            path, body = pages.posted[-1]
            asked = json.loads(body)
            assert (path, asked["type"], asked["data"]["totalAmount"]) == (
                "/confirm",
                "Transaction.Confirm",
                1000,
            )
            assert asked["data"]["transactionId"] == result["txId"]
            assert result.get("code") == expected
    assert result["message"] == "sold out"
    assert stage.payment(result["paymentId"]).status == "FAILED"


def test_manual_approval_waits_for_the_server(chromium: Any, stage: Stage, pages: Pages) -> None:
    with opened(chromium, "pc") as page:
        visit(page, pages, stage, "v2")
        pay(page, paymentId="manual", locale="KO_KR", productType="REAL", country="KR")
        frame(page).locator("summary").first.click()
        frame(page).locator("button[value=agree]").click()
        result = told(page)
    name, token = result["paymentId"], result["paymentToken"]
    assert stage.payment(name).status == "READY"
    api = httpx.Client(
        base_url=f"{stage.url}/v2",
        headers={"authorization": f"PortOne {stage.simulator.world.settings.v2_secret}"},
    )
    with api:
        answer = api.post(f"/payments/{name}/confirm", json={"storeId": STORE, "paymentToken": token})
        assert answer.status_code == 200, answer.text
    assert stage.payment(name).status == "PAID"


def test_what_happens_before_a_window_opens_is_thrown(chromium: Any, stage: Stage, pages: Pages) -> None:
    with opened(chromium, "pc") as page:
        visit(page, pages, stage, "v2")
        pay(page, channelKey="channel-key-nobody")
        thrown = told(page)["thrown"]
        assert (thrown["__portOneErrorType"], thrown["code"]) == ("PaymentError", "ChannelNotFound")
        assert page.locator("iframe").count() == 0


def test_a_paid_order_is_refused_and_a_lost_answer_is_only_known_to_the_server(
    chromium: Any, stage: Stage, pages: Pages
) -> None:
    with opened(chromium, "pc") as page:
        visit(page, pages, stage, "v2")
        pay(page, paymentId="lost", locale="KO_KR")
        frame(page).locator("summary").first.click()
        frame(page).locator("button[value=lost]").click()
        page.wait_for_function("document.querySelector('iframe') === null")
        assert page.evaluate("window.told === undefined")
        assert stage.payment("p2-lost" if stage.simulator.attempts("p2-lost") else "lost").status == "PAID"
        pay(page, paymentId="lost", locale="KO_KR")
        assert told(page)["thrown"]["code"] == "PaymentAlreadyPaid"


@pytest.mark.parametrize("pg", ["html5_inicis.INIpayTest", "nice_v2.nicetest0m"])
def test_v1_tells_less_for_new_modules_and_says_so(
    chromium: Any, stage: Stage, pages: Pages, pg: str
) -> None:
    with opened(chromium, "pc") as page:
        logs: list[str] = []
        page.on("console", lambda message: logs.append(message.text))
        visit(page, pages, stage, "v1")
        params = {
            "pg": pg,
            "pay_method": "card",
            "merchant_uid": f"m-{pg}",
            "name": "Chair",
            "amount": 1000,
            "buyer_tel": "010-1234-5678",
            "buyer_name": "홍길동",
            "buyer_email": "h@shop.example",
        }
        page.evaluate(
            "params => { IMP.init('imp00000000'); IMP.request_pay(params, r => window.told = r) }", params
        )
        frame(page).locator("button[value=approve]").click()
        result = told(page)
        asked = page.evaluate("window.told.success")
    assert result["imp_uid"].startswith("imp") and result["merchant_uid"] == f"m-{pg}"
    if pg.startswith("html5"):
        assert (asked, result["paid_amount"], result["status"], result["pg_provider"]) == (
            True,
            1000,
            "paid",
            "html5_inicis",
        )
    else:
        assert (asked, set(result)) == (None, {"imp_uid", "merchant_uid"})
        assert any("no `success`" in line for line in logs)


def test_a_virtual_account_is_shown_before_the_page_hears_of_it(
    chromium: Any, stage: Stage, pages: Pages
) -> None:
    with opened(chromium, "pc") as page:
        visit(page, pages, stage, "v2")
        account = {"accountExpiry": {"validHours": 24}}
        pay(page, paymentId="account", payMethod="VIRTUAL_ACCOUNT", virtualAccount=account)
        window = frame(page)
        window.locator("#bank").select_option("088")
        window.locator("button[value=approve]").click()
        window.locator("#back").wait_for()
        assert "신한은행" in window.locator(".facts").inner_text()
        assert page.evaluate("window.told === undefined")
        window.locator("#back").click()
        result = told(page)
    made = stage.payment(result["paymentId"])
    assert (made.status, made.account.bank.enum, "code" in result) == (
        "VIRTUAL_ACCOUNT_ISSUED",
        "SHINHAN",
        False,
    )


def test_a_closed_popup_counts_as_the_buyers_own_will(chromium: Any, stage: Stage, pages: Pages) -> None:
    with opened(chromium, "pc") as page:
        visit(
            page,
            pages,
            stage,
            "v2",
            "<button onclick='go()'>pay</button><script>var go = () => window.start()</script>",
        )
        with page.expect_popup() as popup:
            pay(page, paymentId="popup", windowType={"pc": "POPUP"})
        popup.value.wait_for_url("**/sdk/windows/*")
        popup.value.close()
        result = told(page)
    assert (result["code"], result["pgCode"]) == ("PGProviderError", "PAY_PROCESS_CANCELED")


def test_forced_redirection_takes_the_result_along(chromium: Any, stage: Stage, pages: Pages) -> None:
    with opened(chromium, "pc") as page:
        visit(page, pages, stage, "v2")
        pay(page, paymentId="forced", redirectUrl=f"{pages.url}/back?mine=1#end", forceRedirect=True)
        frame(page).locator("button[value=cancel]").click()
        page.wait_for_url("**/back?**")
        assert "mine=1&transactionType=PAYMENT" in page.url and "code=PGProviderError" in page.url
        assert page.url.endswith("#end")


def test_a_drawn_button_takes_the_newest_parameters(chromium: Any, stage: Stage, pages: Pages) -> None:
    with opened(chromium, "pc") as page:
        visit(
            page,
            pages,
            stage,
            "v1",
            '<div class="portone-ui-container" data-portone-ui-type="paypal-spb"></div>',
        )
        page.evaluate(
            """() => {
              const params = {pg: "paypal_v2.MID", merchant_uid: "ui1", name: "Chair", amount: 10, currency: "USD"};
              IMP.init("imp00000000");
              IMP.loadUI("paypal-spb", params, r => window.told = r);
              IMP.updateLoadUIRequest("paypal-spb", {...params, amount: 12.5});
            }"""
        )
        page.click(".pgbridge-ui-button")
        amount = frame(page).locator(".amount")
        amount.wait_for()
        assert amount.inner_text() == "12.50 USD"


def test_a_frame_tells_only_the_page_that_opened_it(stage: Stage) -> None:
    call = {
        "function": "PortOne.requestPayment",
        "arguments": [
            {
                "storeId": STORE,
                "channelKey": "channel-key-shop-inicis",
                "paymentId": "csp",
                "orderName": "x",
                "totalAmount": 1,
                "currency": "KRW",
                "payMethod": "CARD",
            }
        ],
        "platform": "pc",
        "how": "iframe",
        "page": "http://shop.test/",
    }
    with httpx.Client(base_url=stage.url) as http:
        opened_at = http.post("/sdk/windows", json=call, headers={"origin": "http://shop.test"}).json()[
            "path"
        ]
        policy = http.get(opened_at).headers["content-security-policy"]
        assert "frame-ancestors http://shop.test" in policy and "script-src 'self'" in policy
        for origin in ("http://evil.test", None):
            headers = {} if origin is None else {"origin": origin}
            refused = http.post(opened_at, data={"choice": "approve"}, headers=headers)
            assert refused.status_code == 403
        taken = http.post(opened_at, data={"choice": "cancel"}, headers={"origin": stage.url})
        assert taken.status_code == 303
        page = http.get(opened_at).text
        assert '"target": "http://shop.test"' in page
