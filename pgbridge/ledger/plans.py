"""Several writes that belong together, in plain SQL within a transaction of the ledger."""

from __future__ import annotations

from pgbridge.ledger.database import Execute, Row
from pgbridge.ledger.protocol import Plan, Step

PLANS = "SELECT id, kind, identity, created_at FROM plans"


def insert(run: Execute, plan: Plan, now: float) -> Plan:
    """Store a plan, or return the one stored before."""
    found = run(f"{PLANS} WHERE kind = ? AND identity = ?", (plan.kind, plan.identity))
    if found:
        return plan_from(run, found[0])
    run(
        "INSERT INTO plans (id, kind, identity, created_at) VALUES (?, ?, ?, ?)",
        (plan.id, plan.kind, plan.identity, now),
    )
    for position, step in enumerate(plan.steps):
        run(
            "INSERT INTO steps (plan, position, name, identity, state) VALUES (?, ?, ?, ?, ?)",
            (plan.id, position, step.name, step.identity, step.state),
        )
    return plan


def tick(run: Execute, plan: str, name: str) -> None:
    """Tick off a step."""
    run("UPDATE steps SET state = 'done' WHERE plan = ? AND name = ?", (plan, name))


def with_open_steps(run: Execute, kind: str | None) -> list[Plan]:
    """Return plans with open steps."""
    where = "WHERE id IN (SELECT plan FROM steps WHERE state = 'open')"
    rows = run(f"{PLANS} {where}") if kind is None else run(f"{PLANS} {where} AND kind = ?", (kind,))
    return [plan_from(run, row) for row in rows]


def plan_from(run: Execute, row: Row) -> Plan:
    """Return a plan with its steps."""
    plan, kind, identity, created_at = row
    rows = run("SELECT name, identity, state FROM steps WHERE plan = ? ORDER BY position", (plan,))
    steps = tuple(Step(name=name, identity=identity, state=state) for name, identity, state in rows)
    return Plan(id=plan, kind=kind, identity=identity, steps=steps, created_at=created_at)
