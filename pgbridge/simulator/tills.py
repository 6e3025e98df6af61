"""Barcodes that are paid at the till of a convenience store (Galaxia, V1 only)."""

from msgspec.structs import replace

from pgbridge.simulator.http import Refusal, invalid
from pgbridge.simulator.payments import attempt_id
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import Attempt, Barcode, Bill
from pgbridge.simulator.world import World

LIFE = 3 * 24 * 60 * 60


def issue(
    world: World,
    bill: Bill,
    channel: Channel,
    *,
    number: str | None = None,
    expires_at: float | None = None,
    confirm_url: str | None = None,
) -> Attempt:
    """Issue a barcode, or take down the merchant's own.

    Inferred: it lives three days unless the merchant says otherwise, and an order may have several until
    one of them is paid.
    """
    now = world.now()
    if expires_at is not None and expires_at <= now:
        raise invalid("expired_at: 결제 기한은 현재보다 뒤여야 합니다.")
    if any(each.paid_at is not None for each in world.tries(bill.store_id, bill.order_id, bill.version)):
        raise Refusal("ALREADY_PAID", "이미 결제된 merchant_uid 입니다.")
    code = Barcode(
        number=number or world.ids.digits(16),
        expires_at=now + LIFE if expires_at is None else expires_at,
        issued_at=now,
        confirm_url=confirm_url,
    )
    return world.put(
        Attempt(
            serial=world.ids.serial(),
            id=attempt_id(world, bill.version, channel),
            bill=bill,
            channel=channel,
            status="READY",
            requested_at=now,
            changed_at=now,
            barcode=code,
            pg_tx_id=f"sim{world.ids.digits(20)}",
        )
    )


def waits(world: World, attempt: Attempt) -> bool:
    """Whether a till would still take the barcode."""
    code = attempt.barcode
    return code is not None and attempt.status == "READY" and world.now() < code.expires_at


def revoke(world: World, attempt: Attempt) -> Attempt:
    """Make a barcode worthless. Inferred: the payment then reads as cancelled, nothing having been paid."""
    if attempt.barcode is None:
        raise invalid("imp_uid: 편의점결제 건이 아닙니다.")
    if not waits(world, attempt):
        raise Refusal("BARCODE_NOT_WAITING", "수납 대기 상태가 아닙니다.")
    now = world.now()
    return world.put(replace(attempt, status="CANCELLED", cancelled_at=now, changed_at=now))


def shown(world: World, found: list[Attempt], pay_type: str) -> Attempt:
    """Return the newest attempt whose barcode a till would take, as the buyer shows it there.

    :raises ValueError: none of them waits
    """
    waiting = [each for each in found if waits(world, each)]
    if not waiting:
        message = f"order {found[-1].bill.order_id!r} has no barcode that waits"
        raise ValueError(message)
    code = waiting[-1].barcode
    assert code is not None
    return replace(waiting[-1], barcode=replace(code, pay_type=pay_type))


def pay(world: World, attempt: Attempt) -> Attempt:
    """Let the buyer pay at a till.

    :raises ValueError: no till takes it any more
    """
    current = world.attempts[attempt.id]
    if not waits(world, current):
        message = f"order {attempt.bill.order_id!r} has no barcode that waits"
        raise ValueError(message)
    now = world.now()
    return world.put(replace(current, barcode=attempt.barcode, status="PAID", paid_at=now, changed_at=now))
