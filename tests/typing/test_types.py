"""What `execute` gives back is known from the operation. Checked by mypy; run to see that it imports."""

from typing import assert_type

from pgbridge_providers.bypass import inicis, nice

from pgbridge import (
    AsyncBridge,
    AsyncRows,
    BillingKey,
    Bridge,
    BrowserPayment,
    CancelPayment,
    Cancellation,
    Card,
    ChargeCard,
    CreateSchedule,
    Found,
    GetPayment,
    GetPayments,
    IssueBillingKey,
    ListPayments,
    Page,
    Payment,
    Rows,
    Schedule,
    krw,
)

CARD = Card(number="4111111111111111", expiry="2030-12")


def sync_results(bridge: Bridge) -> None:
    charge = ChargeCard(order_id="a", order_name="b", amount=krw(1), card=CARD)
    assert_type(bridge.execute(charge), Payment)
    assert_type(bridge.execute(CancelPayment(order_id="a")), Cancellation)
    assert_type(bridge.execute(IssueBillingKey(alias="a", card=CARD)), BillingKey)
    assert_type(bridge.execute(CreateSchedule(billing_key="a", rows=())), tuple[Schedule, ...])
    assert_type(bridge.execute(GetPayments(order_ids=("a",))), Found[Payment])
    assert_type(bridge.execute(ListPayments()), Page[Payment])
    rows = bridge.iterate(ListPayments())
    assert_type(rows, Rows[Payment])
    assert_type(next(rows), Payment)


async def async_results(bridge: AsyncBridge) -> None:
    assert_type(await bridge.execute(GetPayment(order_id="a")), Payment)
    rows = bridge.iterate(ListPayments())
    assert_type(rows, AsyncRows[Payment])
    assert_type(await anext(rows), Payment)


def test_the_functions_above_are_for_mypy() -> None:
    assert (
        sync_results.__annotations__["bridge"] == "Bridge" or sync_results.__annotations__["bridge"] is Bridge
    )


def parameters_of_one_pg() -> None:
    options = nice.Payment(nice_v2={"SkinType": "red"})
    BrowserPayment(order_id="a", order_name="b", amount=krw(1), bypass=options)
    BrowserPayment(order_id="a", order_name="b", amount=krw(1), bypass={"my_pg": {"any": 1}})
    inicis.Payment(inicis_v2={"logourl": "x"})  # type: ignore[typeddict-unknown-key]
    nice.Payment(nice_v2={"SkinType": "pink"})  # type: ignore[typeddict-item]
