"""The example's shop in a real Chromium: both SDKs, PC and phone, ending in a payment that the server has verified."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Stage, opened


def start(page: Any, stage: Stage, api: str, kind: str) -> None:
    page.goto(stage.shop_url)
    page.check(f"input[value={api}]")
    page.click(f"[data-kind={kind}]")


def window_of(page: Any, size: str, api: str, kind: str) -> Any:
    """The payment window: the page itself on a phone, else a frame, or for V1's identities a popup."""
    if size == "mobile":
        page.wait_for_url("**/sdk/windows/*")
        return page
    if api == "v1" and kind == "identity":
        if len(page.context.pages) == 1:
            page.context.wait_for_event("page")
        return page.context.pages[1]
    return page.frame_locator("iframe.pgbridge-window")


def choose(window: Any, choice: str) -> None:
    button = window.locator(f"button[value={choice}]").first
    if choice in ("decline", "timeout", "lost"):
        window.locator("summary").first.click()
        button = window.locator(f"details button[value={choice}]")
    button.click()


def truth(page: Any, size: str) -> str:
    """What the shop's server says in the end."""
    if size == "mobile":
        page.wait_for_url("**/done?*")
        return str(page.text_content("#truth"))
    page.wait_for_function(
        "!['', 'waiting for the window'].includes(document.querySelector('output').textContent)"
    )
    return str(page.text_content("output"))


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_a_card_payment_is_verified(chromium: Any, stage: Stage, size: str, api: str) -> None:
    with opened(chromium, size) as page:
        start(page, stage, api, "card")
        choose(window_of(page, size, api, "card"), "approve")
        assert truth(page, size) == "paid"
    paid = stage.payment(stage.last)
    assert (paid.status, paid.bill.money.total, paid.bill.version, paid.platform) == (
        "PAID",
        12_000,
        api.upper(),
        size.upper(),
    )
    assert stage.told("payment_paid", stage.last)


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_a_decline_is_told_with_its_reason(chromium: Any, stage: Stage, size: str, api: str) -> None:
    with opened(chromium, size) as page:
        start(page, stage, api, "card")
        window = window_of(page, size, api, "card")
        window.locator("summary").first.click()
        window.locator("#code").select_option("LIMIT_EXCEEDED")
        window.locator("button[value=decline]").click()
        assert truth(page, size) == "failed: 카드 한도를 초과했습니다."
    assert stage.payment(stage.last).failure.code == "LIMIT_EXCEEDED"
    if api == "v2":  # V1 tells no failures
        assert stage.told("payment_failed", stage.last)


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_a_billing_key_is_issued(chromium: Any, stage: Stage, size: str, api: str) -> None:
    with opened(chromium, size) as page:
        start(page, stage, api, "billing_key")
        choose(window_of(page, size, api, "billing_key"), "approve")
        assert truth(page, size) == "key issued"
    version, _, name = next(reversed(stage.simulator.world.billing_keys))
    assert version == api.upper()
    if api == "v2":
        assert stage.told("billing_key_issued", name)
    else:
        assert name == f"key-{stage.last}"


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_an_identity_is_verified(chromium: Any, stage: Stage, size: str, api: str) -> None:
    with opened(chromium, size) as page:
        start(page, stage, api, "identity")
        window = window_of(page, size, api, "identity")
        window.locator("#name").fill("김영희")
        choose(window, "approve")
        assert truth(page, size) == "verified 김영희"
