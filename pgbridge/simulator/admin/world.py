"""Payments, billing keys and schedules: looking at them, and what buyers, PGs and the merchant's console do to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeVar

from msgspec import Struct

from pgbridge.simulator import accounts, billing, cancels, late, schedules
from pgbridge.simulator.admin import views
from pgbridge.simulator.admin.call import Call, Json, Missing, Route, Wrong, page
from pgbridge.simulator.http import Refusal
from pgbridge.simulator.state import Attempt, Failure
from pgbridge.simulator.world import World

if TYPE_CHECKING:
    from pgbridge.simulator.service import Simulator


T = TypeVar("T")


class Deposit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the buyer pays in at the bank.

    :ivar amount: in the minor unit; the whole amount by default, and a bank takes no other one
    :ivar remitter: whose name stands on it
    """

    amount: int | None = None
    remitter: str = "홍길동"


class Till(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the buyer pays a barcode at the till.

    :ivar pay_type: `cash` or `card`
    """

    pay_type: Literal["cash", "card"] = "cash"


class ConsoleCancel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the merchant cancels in the console.

    :ivar amount: in the minor unit; all that is left by default
    :ivar tax_free: of it
    :ivar vat: of it
    :ivar reason: why
    """

    amount: int | None = None
    tax_free: int | None = None
    vat: int | None = None
    reason: str = "관리자 취소"


class Decline(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the PG declines.

    :ivar code: the PG's
    :ivar reason: the PG's text
    """

    code: str = "DECLINED"
    reason: str = "카드사에서 승인을 거절했습니다."


def list_payments(simulator: Simulator, call: Call) -> Json:
    """List attempts, the newest first; of an order, or of a status."""
    order, status = call.text("order_id"), call.text("status")
    rows = [
        each
        for each in simulator.attempts()
        if order in (None, each.bill.order_id) and status in (None, each.status)
    ]
    return page(call, rows, views.payment)


def get_payment(simulator: Simulator, call: Call) -> Json:
    """Read a payment by its attempt's id, or by its order id: the paid attempt, else the newest."""
    return views.payment(simulator.within(lambda world: chosen(world, call)))


def deposit(simulator: Simulator, call: Call) -> Json:
    """Pay into the virtual account, as the buyer does at the bank."""
    wish = call.body(Deposit)

    def pay(world: World) -> Attempt:
        waiting = [each for each in named(world, call) if each.waits(world.now())]
        attempt = waiting[-1] if waiting else chosen(world, call)
        with world.caused("buyer"):
            return accounts.deposit(world, attempt, wish.amount, wish.remitter)

    return views.payment(simulator.within(pay))


def till(simulator: Simulator, call: Call) -> Json:
    """Pay the barcode at a convenience store's till, which asks the barcode's `confirm_url` first."""
    wish = call.body(Till)
    simulator.within(lambda world: named(world, call))
    return views.payment(simulator.pay_at_till(call.params["payment_id"], pay_type=wish.pay_type))


def cancel(simulator: Simulator, call: Call) -> Json:
    """Cancel in the console, as the merchant's admin does."""
    wish = call.body(ConsoleCancel)

    def act(world: World) -> Attempt:
        attempt = chosen(world, call)
        asked = cancels.Wish(
            amount=wish.amount,
            tax_free=wish.tax_free,
            vat=wish.vat,
            reason=wish.reason,
            has_refund_account=True,
            by="console",
        )
        with world.caused("console"):
            return refusing(lambda: cancels.cancel(world, attempt, asked)[0])

    return views.payment(simulator.within(act))


def approve(simulator: Simulator, call: Call) -> Json:
    """Let the PG approve what waits for it, or, late, what had failed."""

    def act(world: World) -> Attempt:
        with world.caused("pg"):
            return late.approve(world, chosen(world, call))

    return views.payment(simulator.within(act))


def decline(simulator: Simulator, call: Call) -> Json:
    """Let the PG decline what waits for it."""
    wish = call.body(Decline)

    def act(world: World) -> Attempt:
        with world.caused("pg"):
            return late.decline(world, chosen(world, call), Failure(code=wish.code, reason=wish.reason))

    return views.payment(simulator.within(act))


def succeed(simulator: Simulator, call: Call) -> Json:
    """Let a cancellation that was only asked for succeed."""
    return decided(simulator, call, succeeds=True)


def fail(simulator: Simulator, call: Call) -> Json:
    """Let a cancellation that was only asked for fail."""
    return decided(simulator, call, succeeds=False)


def decided(simulator: Simulator, call: Call, *, succeeds: bool) -> Json:
    """End a cancellation."""

    def act(world: World) -> Attempt:
        with world.caused("pg"):
            attempt = chosen(world, call)
            return late.decide(world, attempt, call.params["cancellation_id"], succeeds=succeeds)[0]

    return views.payment(simulator.within(act))


def list_keys(simulator: Simulator, call: Call) -> Json:
    """List billing keys, the newest first."""
    rows = simulator.within(lambda world: list(world.billing_keys.values()))
    return page(call, rows, views.billing_key)


def delete_key(simulator: Simulator, call: Call) -> Json:
    """Delete a billing key in the console."""
    name = call.params["billing_key"]

    def act(world: World) -> Json:
        found = [each for each in world.billing_keys.values() if each.id == name]
        if not found:
            raise Missing(f"there is no billing key {name!r}")
        living = [each for each in found if each.deleted_at is None]
        if not living:
            message = "the billing key is deleted already"
            raise ValueError(message)
        with world.caused("console"):
            return views.billing_key(refusing(lambda: billing.delete(world, living[-1])))

    return simulator.within(act)


def list_schedules(simulator: Simulator, call: Call) -> Json:
    """List schedules, the newest first; of an order, or of a status."""
    order, status = call.text("order_id"), call.text("status")
    rows = [
        each
        for each in simulator.within(lambda world: list(world.schedules.values()))
        if order in (None, each.bill.order_id) and status in (None, each.status)
    ]
    return page(call, rows, views.schedule)


def run_schedule(simulator: Simulator, call: Call) -> Json:
    """Charge a schedule that waits, now."""
    name = call.params["schedule_id"]

    def act(world: World) -> Json:
        found = world.schedules.get(name)
        if found is None:
            raise Missing(f"there is no schedule {name!r}")
        if found.status != "SCHEDULED":
            message = f"the schedule is {found.status} already"
            raise ValueError(message)
        with world.caused("schedule"):
            return views.schedule(schedules.fire(world, found))

    return simulator.within(act)


def chosen(world: World, call: Call) -> Attempt:
    """Return the attempt that the path names: by its id, or of an order the paid one, else the newest."""
    found = named(world, call)
    paid = [each for each in found if each.paid_at is not None]
    return (paid or found)[-1]


def named(world: World, call: Call) -> list[Attempt]:
    """Return the attempts that the path names, oldest first."""
    name = call.params["payment_id"]
    exact = world.attempts.get(name)
    found = [exact] if exact else [each for each in world.attempts.values() if each.bill.order_id == name]
    if not found:
        raise Missing(f"there is no payment {name!r}")
    return found


def refusing(act: Callable[[], T]) -> T:
    """Turn a refusal of the world into the admin API's."""
    try:
        return act()
    except Refusal as refusal:
        if refusal.kind == "INVALID_REQUEST":
            raise Wrong(str(refusal)) from None
        raise ValueError(str(refusal)) from None


ROUTES = (
    Route(
        method="GET", path="/payments", handler=list_payments, query=("order_id", "status", "limit", "before")
    ),
    Route(method="GET", path="/payments/{payment_id}", handler=get_payment),
    Route(method="POST", path="/payments/{payment_id}/deposit", handler=deposit, body=Deposit),
    Route(method="POST", path="/payments/{payment_id}/till", handler=till, body=Till, waits=True),
    Route(method="POST", path="/payments/{payment_id}/cancel", handler=cancel, body=ConsoleCancel),
    Route(method="POST", path="/payments/{payment_id}/approve", handler=approve),
    Route(method="POST", path="/payments/{payment_id}/decline", handler=decline, body=Decline),
    Route(
        method="POST",
        path="/payments/{payment_id}/cancellations/{cancellation_id}/succeed",
        handler=succeed,
    ),
    Route(method="POST", path="/payments/{payment_id}/cancellations/{cancellation_id}/fail", handler=fail),
    Route(method="GET", path="/billing-keys", handler=list_keys, query=("limit", "before")),
    Route(method="POST", path="/billing-keys/{billing_key}/delete", handler=delete_key),
    Route(
        method="GET",
        path="/schedules",
        handler=list_schedules,
        query=("order_id", "status", "limit", "before"),
    ),
    Route(method="POST", path="/schedules/{schedule_id}/run", handler=run_schedule),
)
