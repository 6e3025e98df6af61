"""Operations that are several writes, each with an attempt of its own, in an order that can be resumed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import msgspec

from pgbridge.context import Run
from pgbridge.errors import (
    ApiError,
    Conflict,
    Declined,
    IntentConflict,
    OutcomeUnknown,
    PgbridgeError,
)
from pgbridge.flow import reading
from pgbridge.ledger.protocol import Link, Plan, Step
from pgbridge.model.attempt import Attempt
from pgbridge.model.billing_key import BillingKey, Schedule, VendorKey
from pgbridge.model.channel import Channel
from pgbridge.model.enums import ScheduleStatus
from pgbridge.model.page import Revoked
from pgbridge.model.payment import Failure, Payment
from pgbridge.operations.base import Operation, key_id
from pgbridge.operations.billing_keys.confirm import ConfirmBillingKey
from pgbridge.operations.billing_keys.confirm_and_charge import ConfirmKeyAndCharge
from pgbridge.operations.billing_keys.delete import DeleteBillingKey
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.operations.cash_receipts.cancel import CancelCashReceipt
from pgbridge.operations.cash_receipts.external_cancel import CancelExternalCashReceipt
from pgbridge.operations.cvs.revoke import RevokeBarcode
from pgbridge.operations.payments.charge_billing_key import ChargeBillingKey
from pgbridge.operations.payments.charge_card import ChargeCard
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.operations.schedules.get import GetSchedule
from pgbridge.operations.schedules.move import MoveSchedule
from pgbridge.operations.schedules.revoke import RevokeSchedules
from pgbridge.operations.virtual_accounts.close import CloseVirtualAccount
from pgbridge.plan.asks import looked_up, made, released, ticked
from pgbridge.plan.names import identity_of
from pgbridge.plan.parts import without_read_vat
from pgbridge.wire import Event, Flow, emit
from pgbridge.writing import ask, perform

if TYPE_CHECKING:
    from pgbridge.plan.planner import Planner


def rows(planner: Planner, op: CreateSchedule, channels: Sequence[Channel], run: Run) -> Flow[Any]:
    """Create one schedule per row; with several rows, each one's outcome is in the result."""
    for candidate in channels[:1]:
        planner.try_out(op, candidate)
    results: list[Schedule] = []
    steps = tuple(Step(name=row.order_id, identity=row.order_id) for row in op.rows)
    plan = Plan(
        id=run.context.new_id(),
        kind="schedules",
        identity=",".join(s.identity for s in steps),
        steps=steps,
    )
    if len(steps) > 1:
        plan = yield from ask("plan", lambda ledger: ledger.plan(plan))
    for row in op.rows:
        single = msgspec.structs.replace(op, rows=(row,))
        try:
            made: Any = yield from perform(planner, single, channels, run)
        except (ApiError, OutcomeUnknown, PgbridgeError) as error:
            if len(op.rows) == 1:
                raise
            status = "unknown" if isinstance(error, OutcomeUnknown) else ScheduleStatus.FAILED
            amount = row.amount
            made = Schedule(
                id="",
                order_id=row.order_id,
                status=status,
                due_at=row.due_at,
                amount=amount.total,
                currency=amount.currency,
                failure=f"{type(error).__name__}: {error}",
                partial=True,
            )
        else:
            if len(steps) > 1:
                yield from ticked(plan.id, row.order_id)
        results.extend(made if isinstance(made, tuple) else (made,))
    return tuple(results)


def move(planner: Planner, op: MoveSchedule, channel: Channel, steps: Any, run: Run) -> Flow[Schedule]:
    """Revoke, read as revoked, then create: never two live schedules, at worst none."""
    api = planner.api(channel)
    revoke, create = yield from reading(steps(op, channel), api, run)
    if op.terms is None:
        create = without_read_vat(create, channel)
    names = (Step(name="revoke", identity=op.order_id), Step(name="create", identity=op.order_id))
    plan = Plan(
        id=run.context.new_id(),
        kind="move",
        identity=f"{op.order_id}@{op.due_at.timestamp():.0f}",
        steps=names,
    )
    plan = yield from ask("plan", lambda ledger: ledger.plan(plan))
    yield from carried_out(planner, revoke, (channel,), run)
    for schedule_id in revoke.schedule_ids:
        old = yield from planner.read(GetSchedule(schedule_id=schedule_id), channel, run)
        if old.status != ScheduleStatus.REVOKED:
            raise Conflict(
                f"schedule {schedule_id} reads {old.status}, not revoked: it was not created again",
                reason="schedule_conflict",
            )
    yield from ticked(plan.id, "revoke")
    created = yield from perform(planner, create, (channel,), run)
    yield from ticked(plan.id, "create")
    return cast("Schedule", created[0] if isinstance(created, tuple) else created)


def issue_then_charge(planner: Planner, op: ChargeCard, channel: Channel, run: Run) -> Flow[Payment]:
    """Keep the card first, then charge the key; a declined card is not kept, as on V1.

    :raises IntentConflict: another card is kept under the alias, and that one must not be charged
    """
    alias = op.save_as or ""
    names = (Step(name="issue", identity=alias), Step(name="charge", identity=op.order_id))
    plan = Plan(id=run.context.new_id(), kind="issue-and-charge", identity=op.order_id, steps=names)
    plan = yield from ask("plan", lambda ledger: ledger.plan(plan))
    own = yield from keeps_its_own(plan, alias)
    tried = yield from tries_of("charge", op.order_id)
    issue = IssueBillingKey(
        alias=alias,
        card=op.card,
        customer=op.customer,
        channel_group=op.channel_group,
        # A key that an earlier try left behind may be of another card than this call's.
        replace=own and bool(tried) and all(a.state == "failed" for a in tried),
    )
    key = yield from perform(planner, issue, (channel,), run)
    if key.replayed and not (own or (yield from keeps_its_own(plan, alias))):
        raise IntentConflict(
            f"save_as: a card is kept under {alias!r} already, so nothing was charged; charge it with ChargeBillingKey, or "
            "choose another alias",
            reason="already_issued",
        )
    yield from remember(issue, key, channel)
    yield from ticked(plan.id, "issue")
    shared = set(ChargeBillingKey.__struct_fields__) & set(ChargeCard.__struct_fields__) - {"channel_group"}
    charge = ChargeBillingKey(
        billing_key=VendorKey(id=key.id), **{name: getattr(op, name) for name in shared}
    )
    asked = msgspec.structs.replace(run, raise_on_decline=False)
    payment = yield from perform(planner, charge, (channel,), asked)
    yield from ticked(plan.id, "charge")
    if payment.status == "failed":
        delete = DeleteBillingKey(billing_key=VendorKey(id=key.id))
        yield from carried_out(planner, delete, (channel,), run)
        tried = yield from tries_of("charge", op.order_id)
        if any(each.state == "done" for each in tried):
            # Another worker was paid while this card was thrown away: that is told, and nothing is sent for it.
            return (yield from perform(planner, charge, (channel,), run))
        if run.raise_on_decline:
            failure = payment.failure or Failure()
            raise Declined(
                f"order {op.order_id} was declined; the card is not kept",
                payment=payment,
                pg_code=failure.pg_code,
                pg_message=failure.pg_message or failure.reason,
            )
    return payment


def tries_of(family: str, identity: str) -> Flow[tuple[Attempt, ...]]:
    """Return the attempts of an intent."""
    intent = yield from looked_up("intent", lambda ledger: ledger.intent(family, identity))
    return intent.attempts if intent is not None else ()


def keeps_its_own(plan: Plan, alias: str) -> Flow[bool]:
    """Tell whether the key under an alias was issued for this plan: by an earlier call, which may have died before it said so."""
    if any(step.name == "issue" and step.state == "done" for step in plan.steps):
        return True
    issued = yield from tries_of("billing_key", alias)
    # A plan that was stored just now has no time yet, and no key of its own.
    return any(a.state == "done" and 0 < plan.created_at <= a.begun_at for a in issued)


def carried_out(planner: Planner, op: Operation[Any], channels: Sequence[Channel], run: Run) -> Flow[Any]:
    """Write with one attempt, and write down what later calls need.

    What is taken back is looked for before: what another call makes under the same name meanwhile stays.
    """
    channel = channels[0]
    gone = yield from taken_back(op, channel)
    result = yield from perform(planner, op, channels, run)
    yield from released(gone)
    yield from remember(op, result, channel)
    if isinstance(op, RevokeSchedules):
        yield from released_too(planner, result, channel, run)
    return result


def taken_back(op: Operation[Any], channel: Channel) -> Flow[tuple[str, ...]]:
    """Return the attempts of which an operation takes back what they made."""
    if isinstance(op, DeleteBillingKey):
        return (yield from made("billing_key", vendor_refs=(key_id(op.billing_key),)))
    if isinstance(op, RevokeSchedules):
        # V2 goes by the ids of schedules alone, which the ledger filled in for the orders.
        orders = () if channel.api == "v2" else op.order_ids
        return (yield from made("schedule", identities=orders, vendor_refs=op.schedule_ids))
    if isinstance(op, CancelCashReceipt | CancelExternalCashReceipt):
        return (yield from made("cash_receipt", identities=(identity_of(op),)))
    if isinstance(op, RevokeBarcode | CloseVirtualAccount):
        orders, refs = (op.order_id,) if op.order_id else (), (op.attempt_id,) if op.attempt_id else ()
        return (yield from made("virtual_account", identities=orders, vendor_refs=() if orders else refs))
    return ()


def released_too(planner: Planner, revoked: Revoked, channel: Channel, run: Run) -> Flow[None]:
    """Let go what only the answer named, as all schedules of a key; V1 names them by their orders, so they are read."""
    for schedule_id in revoked.schedule_ids:
        left = yield from made("schedule", vendor_refs=(schedule_id,))
        if not left:
            continue
        try:
            now = yield from planner.read(GetSchedule(schedule_id=schedule_id), channel, run)
        except PgbridgeError as error:
            detail = (
                f"schedule {schedule_id} is revoked, but reading it failed, so its order stays taken: {error}"
            )
            yield from emit(
                Event(kind="warning", operation="schedules.revoke", channel=channel.name, detail=detail)
            )
            continue
        if now.status == ScheduleStatus.REVOKED:
            yield from released(left)


def remember(op: Operation[Any], result: Any, channel: Channel) -> Flow[None]:
    """Write down where a key lives."""
    if isinstance(op, IssueBillingKey) and isinstance(result, BillingKey):
        yield from linked(op.alias, result.id, "billing_key", op.alias, channel)
    elif isinstance(op, ChargeCard) and op.save_as and isinstance(result, Payment):
        yield from linked(op.save_as, op.save_as, "charge", op.order_id, channel)
    elif isinstance(op, DeleteBillingKey):
        key, connection = key_id(op.billing_key), channel.connection.name
        yield from ask("unlink", lambda ledger: ledger.unlink(key, connection))
    elif isinstance(op, ConfirmBillingKey) and isinstance(result, BillingKey):
        yield from linked(op.alias, result.id, "billing_key", op.alias, channel)
    elif isinstance(op, ConfirmKeyAndCharge) and isinstance(result, Payment) and result.billing_key:
        yield from linked(op.alias, result.billing_key, "charge", op.order_id, channel)


def linked(alias: str, vendor_key: str, family: str, identity: str, channel: Channel) -> Flow[None]:
    """Link an alias to where its key was made, which may be a fallback of the channel first asked."""
    intent = yield from looked_up("intent", lambda ledger: ledger.intent(family, identity))
    done = next((a for a in intent.attempts if a.state == "done"), None) if intent is not None else None
    link = Link(
        alias=alias,
        connection=done.connection if done else channel.connection.name,
        channel=done.channel if done else channel.name,
        vendor_key=vendor_key,
    )
    yield from ask("link", lambda ledger: ledger.link(link))
