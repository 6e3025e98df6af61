"""Escrow payments: what is on its way, and whether the buyer has confirmed it."""

from msgspec.structs import replace

from pgbridge.simulator.http import Refusal
from pgbridge.simulator.state import Attempt, Delivery
from pgbridge.simulator.world import World

PAID = ("PAID", "PARTIAL_CANCELLED")


def register(world: World, attempt: Attempt, carrier: str, invoice: str, sent_at: float) -> Delivery:
    """Register a parcel, once. Inferred: V2 takes a second registration for a change."""
    check(attempt)
    if attempt.bill.version == "V1" and attempt.id in world.deliveries:
        raise Refusal("ESCROW_ALREADY_REGISTERED", "이미 배송정보 등록이 완료된 거래입니다.")
    return put(world, attempt, carrier, invoice, sent_at)


def change(world: World, attempt: Attempt, carrier: str, invoice: str, sent_at: float) -> Delivery:
    """Change what is registered."""
    check(attempt)
    if attempt.id not in world.deliveries:
        raise Refusal("PG_PROVIDER", "등록된 배송정보가 없습니다.", code="ESCROW-1")
    return put(world, attempt, carrier, invoice, sent_at)


def put(world: World, attempt: Attempt, carrier: str, invoice: str, sent_at: float) -> Delivery:
    """Store a parcel."""
    made = Delivery(carrier=carrier, invoice=invoice, sent_at=sent_at, applied_at=world.now())
    world.deliveries[attempt.id] = made
    return made


def confirm(world: World, attempt: Attempt) -> Delivery:
    """Confirm the purchase, once. Inferred: only after a parcel was registered."""
    check(attempt)
    found = world.deliveries.get(attempt.id)
    if found is None or found.confirmed_at is not None:
        raise Refusal("PG_PROVIDER", "구매확정을 할 수 없는 거래입니다.", code="ESCROW-2")
    world.deliveries[attempt.id] = replace(found, confirmed_at=world.now())
    return world.deliveries[attempt.id]


def check(attempt: Attempt) -> None:
    """Refuse what is not paid, or not under escrow."""
    if attempt.status not in PAID:
        raise Refusal("PAYMENT_NOT_PAID", "결제완료 상태가 아닙니다.")
    if not attempt.bill.escrow:
        raise Refusal("ESCROW_IMPOSSIBLE", "에스크로 결제가 아닙니다.", code="ESCROW-3")
