"""Several writes that belong together: tick off what is known to be done, report what is not."""

from __future__ import annotations

from pgbridge.ledger.protocol import Intent, Plan, Step
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.plan.asks import ticked
from pgbridge.wire import Flow
from pgbridge.writing import ask

# By kind of plan and step: the family of the intent that the step's identity names.
FAMILIES = {
    ("move", "create"): "schedule",
    ("issue-and-charge", "issue"): "billing_key",
    ("issue-and-charge", "charge"): "charge",
}


def open_plans(before: float) -> Flow[tuple[Plan, ...]]:
    """Tick off the steps that the ledger shows as done, and return the plans with open steps.

    :param before: plans younger than that may be under way
    """
    plans = yield from ask("plans", lambda ledger: ledger.plans(), quick=True)
    old = [plan for plan in plans if plan.created_at < before]
    for plan in old:
        for step in plan.steps:
            if step.state == "open" and (yield from is_over(plan, step)):
                yield from ticked(plan.id, step.name)
    ids = {plan.id for plan in old}
    plans = yield from ask("plans", lambda ledger: ledger.plans(), quick=True)
    return tuple(plan for plan in plans if plan.id in ids)


def is_over(plan: Plan, step: Step) -> Flow[bool]:
    """Tell whether nothing is left to do for a step."""
    family = "schedule" if plan.kind == "schedules" else FAMILIES.get((plan.kind, step.name))
    if (plan.kind, step.name) == ("move", "revoke"):
        # Nothing is created again before the old one reads as revoked.
        family = "schedule"
    if family is None:
        return False
    intent = yield from ask("intent", lambda ledger: ledger.intent(family, step.identity), quick=True)
    return intent is not None and stands(plan, intent)


def stands(plan: Plan, intent: Intent) -> bool:
    """Tell whether what a plan wanted of an intent was done since it was stored; rows of a batch may also have failed."""
    own = [each for each in intent.attempts if each.begun_at >= plan.created_at]
    if any(each.state in ("done", "released") for each in own):
        return True
    failed = bool(own) and not any(each.state in UNRESOLVED for each in own)
    return failed and plan.kind == "schedules"
