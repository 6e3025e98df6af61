"""Virtual accounts and the VAT contracts, on both APIs and both drivers."""

from datetime import datetime, timedelta, timezone

import msgspec
import pytest

from pgbridge import (
    CancelPayment,
    CloseVirtualAccount,
    Conflict,
    Customer,
    GetPayment,
    IntentConflict,
    IssueVirtualAccount,
    RuleViolation,
    Secret,
    krw,
)

BUYER = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")


def open_account(shop, order_id="order1", amount=55_000):
    expires = datetime.fromtimestamp(int(shop.simulator.now()), timezone.utc) + timedelta(days=3)
    return shop.do(
        IssueVirtualAccount(
            order_id=order_id,
            order_name="Order",
            amount=krw(amount),
            bank="SHINHAN",
            expires_at=expires,
            remittee="Shop",
            customer=BUYER,
        )
    )


@pytest.fixture(autouse=True)
def pg_api_key(request):
    """Inicis on V1 wants the merchant's key at the PG."""
    if "shop" not in request.fixturenames:
        return
    shop = request.getfixturevalue("shop")
    channels = shop.bridge.config.channels
    for name, channel in list(channels.items()):
        channels[name] = msgspec.structs.replace(channel, pg_api_key=Secret("inicis-api-key"))


def test_issue_deposit(shop):
    payment = open_account(shop)
    assert payment.status == "virtual_account_issued"
    account = payment.method.virtual_account
    assert account.number
    assert account.bank == "SHINHAN"
    shop.simulator.deposit("order1")
    paid = shop.do(GetPayment(order_id="order1"))
    assert (paid.status, paid.amount.total) == ("paid", 55_000)


def test_a_repeat_shows_the_same_account(shop):
    first = open_account(shop)
    again = open_account(shop)
    assert again.replayed
    assert again.method.virtual_account.number == first.method.virtual_account.number


def test_an_order_with_an_open_account_is_not_charged_beside_it(shop):
    open_account(shop, amount=10_000)
    with pytest.raises(IntentConflict, match="virtual account"):
        shop.charge("order1")
    shop.do(CloseVirtualAccount(order_id="order1"))
    assert shop.do(GetPayment(order_id="order1")).status != "paid"


def test_closing_after_the_deposit_is_a_conflict(shop):
    open_account(shop)
    shop.simulator.deposit("order1")
    with pytest.raises(Conflict):
        shop.do(CloseVirtualAccount(order_id="order1"))
    assert shop.do(GetPayment(order_id="order1")).status == "paid"


NICE = {"v1": "nice-v1", "v2": "nice"}


@pytest.fixture
def designated(shop):
    name = NICE[shop.api]
    shop.channel = name
    channels = shop.bridge.config.channels
    channels[name] = msgspec.structs.replace(channels[name], vat="designated")
    return shop


def test_designated_vat_ends_at_zero_in_every_part(designated):
    shop = designated
    shop.charge("order1", krw(30_010, tax_free=10_003))
    for number, amount in enumerate((7_001, 9_999, 3)):
        shop.do(CancelPayment(order_id="order1", amount=amount, cancel_id=f"c{number}"))
    last = shop.do(CancelPayment(order_id="order1"))
    assert last.amount == 30_010 - 7_001 - 9_999 - 3
    attempt = shop.simulator.attempts()[-1]
    assert attempt.cancelled.total == 30_010
    assert attempt.cancelled.tax_free == 10_003
    assert attempt.remaining.total == attempt.remaining.tax_free == attempt.remaining.vat == 0


def test_designated_states_parts_at_pay(designated):
    shop = designated
    shop.charge("order1", krw(11_000))
    attempt = shop.simulator.attempts()[-1]
    assert (attempt.bill.money.total, attempt.bill.money.tax_free, attempt.bill.money.vat) == (
        11_000,
        0,
        1_000,
    )


def test_a_console_cancel_of_unknown_parts_makes_v1_ask(designated):
    shop = designated
    if shop.api == "v2":
        pytest.skip("a V2 read tells the parts of every cancel")
    payment = shop.charge("order1", krw(11_000))
    import json

    from pgbridge.simulator import Request

    def call(method, path, body=None, token=None):
        headers = {"content-type": "application/json", **({"authorization": token} if token else {})}
        answer = shop.simulator.handle(
            Request(
                method=method,
                path=f"/v1{path}",
                query=[],
                headers=headers,
                body=json.dumps(body or {}).encode(),
            )
        )
        return json.loads(answer.body)["response"]

    from pgbridge.simulator import V1_KEY, V1_SECRET

    token = call("POST", "/users/getToken", {"imp_key": V1_KEY, "imp_secret": V1_SECRET})["access_token"]
    done = call(
        "POST",
        "/payments/cancel",
        {"imp_uid": payment.attempt_id, "amount": 1_100, "tax_free": 0, "vat_amount": 100},
        token,
    )
    assert done["cancel_amount"] == 1_100
    with pytest.raises(RuleViolation, match="tax_free and vat"):
        shop.do(CancelPayment(order_id="order1", amount=2_200, cancel_id="c"))
    given = shop.do(CancelPayment(order_id="order1", amount=2_200, cancel_id="c", tax_free=0, vat=200))
    assert given.status == "succeeded"
