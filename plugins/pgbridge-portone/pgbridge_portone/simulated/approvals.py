"""What the merchant approves by hand, and cancels that are stopped, on V2."""

from msgspec import Struct

from pgbridge.simulator import approvals, cancels
from pgbridge.simulator.approvals import Expected
from pgbridge.simulator.http import Answer
from pgbridge.simulator.payments import Charge, declined
from pgbridge.simulator.world import World
from pgbridge_portone.simulated import views
from pgbridge_portone.simulated.call import Call, Handler, store
from pgbridge_portone.simulated.inputs import Text
from pgbridge_portone.simulated.payments import found


class Checked(Struct, frozen=True, kw_only=True, rename="camel"):
    """What all of them may state only to have it compared."""

    store_id: str | None = None
    currency: str | None = None
    total_amount: int | None = None
    tax_free_amount: int | None = None
    is_test: bool | None = None
    skip_webhook: bool = False


class Confirm(Checked, frozen=True, kw_only=True, rename="camel"):
    """POST /payments/{paymentId}/confirm."""

    payment_token: Text
    tx_id: str | None = None


class ConfirmKey(Checked, frozen=True, kw_only=True, rename="camel"):
    """POST /billing-keys/confirm, and .../confirm-issue-and-pay."""

    billing_issue_token: Text
    payment_id: str | None = None


class Stop(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /payments/{paymentId}/cancellations/{cancellationId}/stop."""

    store_id: str | None = None


def expected(wish: Checked, order_id: str | None, attempt_id: str | None = None) -> Expected:
    """Return what is to be compared."""
    return Expected(
        order_id=order_id,
        attempt_id=attempt_id,
        currency=wish.currency,
        total=wish.total_amount,
        tax_free=wish.tax_free_amount,
        test=wish.is_test,
    )


def confirm(world: World, call: Call) -> Answer:
    """Approve a payment."""
    wish = call.body(Confirm)
    wanted = expected(wish, call.params["payment_id"], wish.tx_id)
    with world.caused("api", silent=wish.skip_webhook):
        done = approvals.confirm(world, store(world, wish.store_id), wish.payment_token, wanted)
    paid_at = charged(done)
    return done.carry(Answer.of({"pgTxId": done.attempt.pg_tx_id, "paidAt": views.time(paid_at)}))


def confirm_key(world: World, call: Call) -> Answer:
    """Approve the issue of a billing key."""
    wish = call.body(ConfirmKey)
    wanted = Expected(test=wish.is_test)
    store_id = store(world, wish.store_id)
    with world.caused("api", silent=wish.skip_webhook):
        key, _ = approvals.confirm_key(world, store_id, wish.billing_issue_token, wanted)
    return Answer.of({"billingKey": key.id})


def confirm_key_and_pay(world: World, call: Call) -> Answer:
    """Approve a billing key and its first payment."""
    wish = call.body(ConfirmKey)
    wanted = expected(wish, wish.payment_id)
    store_id = store(world, wish.store_id)
    with world.caused("api", silent=wish.skip_webhook):
        key, done = approvals.confirm_key(world, store_id, wish.billing_issue_token, wanted)
    order_id = wish.payment_id or "" if done is None else done.attempt.bill.order_id
    answer = Answer.of({"billingKey": key.id, "paymentId": order_id})
    return answer if done is None else done.carry(answer)


def charged(done: Charge) -> float:
    """Return when it was paid, or refuse as the PG did."""
    attempt = done.attempt
    if attempt.status == "FAILED":
        raise declined(done.outcome)
    return attempt.requested_at if attempt.paid_at is None else attempt.paid_at


def stop(world: World, call: Call) -> Answer:
    """Stop a cancel that waits."""
    attempt = found(world, call, call.body(Stop).store_id)
    stopped = cancels.stop(world, attempt, call.params["cancellation_id"])
    return Answer.of({"stoppedAt": views.time(stopped.at)})


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/payments/{payment_id}/confirm", confirm),
    ("POST", "/payments/{payment_id}/cancellations/{cancellation_id}/stop", stop),
    ("POST", "/billing-keys/confirm", confirm_key),
    ("POST", "/billing-keys/confirm-issue-and-pay", confirm_key_and_pay),
)
