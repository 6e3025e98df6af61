"""Sales slips on which a marketplace enters its shops (KG Inicis)."""

from collections.abc import Sequence

from pgbridge.simulator.http import Refusal, invalid
from pgbridge.simulator.state import Attempt
from pgbridge.simulator.world import World

PAID = ("PAID", "PARTIAL_CANCELLED")
INICIS = "INICIS"


def register(world: World, attempt: Attempt, amounts: Sequence[int]) -> str:
    """Enter shops. Inferred: all that is entered may not be more than the payment."""
    if INICIS not in attempt.channel.provider:
        raise Refusal("UNSUPPORTED", "지원하지 않는 PG사입니다.", code="SLIP-1")
    if attempt.status not in PAID:
        raise Refusal("PAYMENT_NOT_PAID", "결제완료 상태가 아닙니다.")
    if not amounts:
        raise invalid("items: 하나 이상의 하위 상점이 필요합니다.")
    entered = world.slips.get(attempt.id, 0) + sum(amounts)
    if entered > attempt.bill.money.total:
        raise Refusal("PG_PROVIDER", "결제 금액을 초과했습니다.", code="SLIP-2")
    world.slips[attempt.id] = entered
    return f"https://receipt.simulator.invalid/slip/{attempt.pg_tx_id}"
