"""Charging, reading, cancelling and preparing payments on V2."""

from typing import Any

from pgbridge.simulator import billing, cancels, payments
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.money import CURRENCIES
from pgbridge.simulator.payments import Charge, Source
from pgbridge.simulator.state import Attempt, Prepared
from pgbridge.simulator.world import World
from pgbridge_portone.simulated import bills, inputs, views
from pgbridge_portone.simulated.call import Call, Handler, store
from pgbridge_portone.simulated.virtual_accounts import issue


def get(world: World, call: Call) -> Answer:
    """Read a payment: its paid attempt, else the newest (inferred)."""
    return Answer.of(views.payment(world, found(world, call, call.request.parameter("storeId"))))


def transactions(world: World, call: Call) -> Answer:
    """Read every attempt of a payment, oldest first (inferred)."""
    store_id = store(world, call.request.parameter("storeId"))
    attempts = world.tries(store_id, call.params["payment_id"])
    if not attempts:
        raise absent()
    return Answer.of({"items": [views.transaction(world, each) for each in attempts]})


def instant(world: World, call: Call) -> Answer:
    """Charge a keyed-in card, or issue a virtual account."""
    wish = call.body(inputs.Instant)
    store_id = store(world, wish.store_id)
    if wish.channel_key is not None:
        channel, group = world.channel(wish.channel_key), None
    elif wish.channel_group_id is not None:
        channel, group = world.one_of(world.group(wish.channel_group_id)), wish.channel_group_id
    else:
        raise invalid("channelKey: channelKey 또는 channelGroupId 가 필요합니다.")
    bill = bills.bill(wish, call.params["payment_id"], store_id)
    if wish.method.card is not None and wish.method.virtual_account is None:
        payments.guard_order(world, bill)
        source = Source(
            card=bills.card(wish.method.card.credential, world.now()), channel=channel, group=group
        )
        payments.able(channel, "instant", "card")
        with world.caused("api", silent=wish.skip_webhook):
            return paid(payments.charge(world, bill, source))
    if wish.method.virtual_account is not None and wish.method.card is None:
        payments.able(channel, "instant", "virtualAccount")
        with world.caused("api", silent=wish.skip_webhook):
            return issue(world, bill, channel, wish.method.virtual_account)
    raise invalid("method: card 와 virtualAccount 중 하나가 필요합니다.")


def pay_with_key(world: World, call: Call) -> Answer:
    """Charge a billing key."""
    wish = call.body(inputs.BillingKeyPayment)
    store_id = store(world, wish.store_id)
    key = billing.living(world, "V2", store_id, wish.billing_key)
    bill = bills.bill(wish, call.params["payment_id"], store_id)
    payments.guard_order(world, bill)
    source = billing.source(world, key, wish.channel_key)
    payments.able(source.channel, "pay_with_billing_key")
    with world.caused("api", silent=wish.skip_webhook):
        return paid(payments.charge(world, bill, source))


def paid(charge: Charge) -> Answer:
    """Answer a charge: a failed one is an error of the PG. Inferred: one that waits is told like a paid one."""
    attempt = charge.attempt
    if attempt.status == "FAILED":
        raise payments.declined(charge.outcome)
    moment = attempt.requested_at if attempt.paid_at is None else attempt.paid_at
    return charge.carry(Answer.of({"payment": {"pgTxId": attempt.pg_tx_id, "paidAt": views.time(moment)}}))


def cancel(world: World, call: Call) -> Answer:
    """Cancel a payment.

    Inferred: a payment of V1 is not cancelled here.
    """
    wish = call.body(inputs.Cancel)
    attempt = found(world, call, wish.store_id)
    if attempt.bill.version != "V2":
        raise invalid("V1 결제는 V1 API 로 취소해야 합니다.")
    asked = cancels.Wish(
        amount=wish.amount,
        tax_free=wish.tax_free_amount,
        vat=wish.vat_amount,
        expected=wish.current_cancellable_amount,
        reason=wish.reason,
        has_refund_account=wish.refund_account is not None,
    )
    with world.caused("api", silent=wish.skip_webhook):
        _, made = cancels.cancel(world, attempt, asked)
    return Answer.of({"cancellation": views.cancellation(made)})


def pre_register(world: World, call: Call) -> Answer:
    """Set what the payment window must ask for. Inferred: a repeat overwrites."""
    wish = call.body(inputs.PreRegister)
    store_id, payment_id = store(world, wish.store_id), call.params["payment_id"]
    if wish.currency is not None and wish.currency not in CURRENCIES:
        raise invalid(f"currency: {wish.currency} 는 지원하지 않는 통화입니다.")
    if any(each.paid_at is not None for each in world.tries(store_id, payment_id)):
        raise Refusal("ALREADY_PAID", "이미 결제가 완료된 주문입니다.")
    world.prepared[(store_id, payment_id)] = Prepared(
        order_id=payment_id, total=wish.total_amount, tax_free=wish.tax_free_amount, currency=wish.currency
    )
    nothing: dict[str, Any] = {}
    return Answer.of(nothing)


def found(world: World, call: Call, store_id: str | None) -> Attempt:
    """Return the attempt that stands for the payment of the path, or refuse."""
    attempt = payments.shown(world.tries(store(world, store_id), call.params["payment_id"]))
    if attempt is None:
        raise absent()
    return attempt


def absent() -> Refusal:
    """Return the refusal of an unknown payment."""
    return Refusal("PAYMENT_NOT_FOUND", "존재하지 않는 결제입니다.")


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/payments/{payment_id}", get),
    ("GET", "/payments/{payment_id}/transactions", transactions),
    ("POST", "/payments/{payment_id}/instant", instant),
    ("POST", "/payments/{payment_id}/billing-key", pay_with_key),
    ("POST", "/payments/{payment_id}/cancel", cancel),
    ("POST", "/payments/{payment_id}/pre-register", pre_register),
)
