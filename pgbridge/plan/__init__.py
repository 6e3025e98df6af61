"""From an operation to a ready flow: which channel, what is checked, read or written. The core's one front door."""

from pgbridge.plan.planner import Planner

__all__ = ["Planner"]
