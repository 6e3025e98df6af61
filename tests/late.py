"""What a PG says too late."""

from typing import Any

from pgbridge.simulator import late


def turn_paid(simulator: Any, order_id: str) -> Any:
    """Let the newest failed attempt at an order turn out to be paid."""
    failed = [each for each in simulator.attempts(order_id) if each.status == "FAILED"]
    return simulator.within(lambda world: late.approve(world, failed[-1]))
