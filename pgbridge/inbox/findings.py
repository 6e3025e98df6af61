"""From a read of a payment to what the ledger is to write about it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pgbridge.context import Run
from pgbridge.inbox.effects import effects_of, vendor_id_of
from pgbridge.ledger.decide import CHARGING, unresolved
from pgbridge.ledger.protocol import Change, Finding, Observed
from pgbridge.model.attempt import Attempt
from pgbridge.model.channel import Channel
from pgbridge.model.enums import CancellationStatus, PaymentStatus
from pgbridge.model.payment import Payment
from pgbridge.model.webhook import WebhookEvent
from pgbridge.plan import Planner
from pgbridge.reconcile.compare import took_money
from pgbridge.reconcile.late import Late, late_truth
from pgbridge.reconcile.places import store_of
from pgbridge.wire import Event, Flow, emit
from pgbridge.writing import ask
from pgbridge.writing.results import ref_of
from pgbridge.writing.settling import look, maker_of


def finding_of(
    planner: Planner,
    channel: Channel,
    payment: Payment,
    rows: Sequence[Attempt],
    cause: WebhookEvent,
    run: Run,
) -> Flow[Finding]:
    """Look up what is unresolved under the payment's id, and return all there is to write.

    :param rows: what the ledger has under that id on this connection
    """
    payment = in_the_shops_words(payment, rows)
    changes: dict[str, Change] = {}
    for row in unresolved(rows):
        if row.id in changes:
            continue
        # Only who holds an attempt may write that it failed; a call that is under way will write that itself.
        held = payment.status == PaymentStatus.FAILED and (
            yield from ask("take", lambda ledger, row=row: ledger.take(row.id, run.owner))  # type: ignore[misc]
        )
        found = yield from look(planner, row, run)
        waiting, item = unresolved(found.group), found.verdict.item
        if found.verdict.outcome == "done" and item is not None and waiting:
            first = maker_of(planner, waiting, item.result)
            ref = ref_of(item.result) or item.id
            changes[first.id] = Change(
                attempt=first.id, state="done", proof="seen", vendor_ref=ref, attempts=found.attempts
            )
        elif held:
            for attempt, proof in found.verdict.failed:
                if attempt == row.id:
                    changes[row.id] = Change(
                        attempt=row.id, state="failed", owner=run.owner, proof=proof, attempts=found.attempts
                    )
    if (late := late_truth(payment, rows)) is not None:
        changes[late.change.attempt] = late.change
        yield from alarmed(late, payment, channel)
    return Finding(
        changes=tuple(changes.values()),
        observed=observed_of(payment, channel),
        effects=effects_of(payment, channel.connection.name, cause),
    )


def in_the_shops_words(payment: Payment, rows: Sequence[Attempt]) -> Payment:
    """Return a payment under the shop's own order id: a later attempt has another one at the vendor."""
    order_id = next((r.order_id for r in rows if r.family in CHARGING and r.order_id), None)
    vendor_id = vendor_id_of(payment)
    return msgspec.structs.replace(payment, order_id=order_id or vendor_id, vendor_order_id=vendor_id)


def alarmed(late: Late, payment: Payment, channel: Channel) -> Flow[None]:
    """Tell observers when money moved after the shop was told that it would not."""
    if late.alarm:
        yield from emit(
            Event(kind="anomaly", channel=channel.name, order_id=payment.order_id, detail=late.alarm)
        )


def observed_of(payment: Payment, channel: Channel, *, proof: str = "unverified") -> tuple[Observed, ...]:
    """Return the rows that a payment needs where the ledger did not begin it, its cancels included.

    A failed try holds nothing, so it needs none; neither does one that is not decided.
    """
    issued = payment.status == PaymentStatus.VIRTUAL_ACCOUNT_ISSUED
    if not (took_money(payment) or issued) or payment.attempt_id is None:
        return ()
    paid = Observed(
        family="virtual_account" if issued else "charge",
        identity=payment.order_id,
        operation="virtual_accounts.issue" if issued else "payments.browser",
        order_id=payment.order_id,
        vendor_id=vendor_id_of(payment),
        connection=channel.connection.name,
        channel=channel.name,
        api=channel.api,
        store=store_of(channel),
        vendor_ref=payment.attempt_id,
        amount=payment.amount.total,
        currency=payment.currency,
        tax_free=payment.amount.tax_free,
        vat=payment.amount.vat,
        proof=proof,
    )
    cancels = [
        msgspec.structs.replace(
            paid,
            family="cancel",
            identity=f"{payment.order_id}/seen:{cancel.id}",
            operation="payments.cancel",
            vendor_ref=cancel.id,
            target=payment.attempt_id,
            amount=cancel.amount,
            tax_free=cancel.tax_free,
            vat=cancel.vat,
            proof="seen",
        )
        for cancel in payment.cancellations
        if cancel.status == CancellationStatus.SUCCEEDED
    ]
    return (paid, *cancels)
