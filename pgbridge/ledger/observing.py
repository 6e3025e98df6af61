"""Rows for what the ledger did not begin: paid in a browser, given back in the console."""

from __future__ import annotations

import uuid

from pgbridge.ledger.database import Execute
from pgbridge.ledger.protocol import Observed
from pgbridge.ledger.rows import by_name, claim_of, insert, intent_id
from pgbridge.model.attempt import Attempt

# No operation has this fingerprint, so none takes what was observed for its own.
FINGERPRINT = "observed"


def observe(run: Execute, each: Observed, now: float) -> None:
    """Write an intent that is done, unless a row of ours may be the one that did it."""
    if known(run, each):
        return
    attempt = Attempt(
        id=uuid.uuid4().hex,
        intent=intent_id(each.family, each.identity),
        family=each.family,
        operation=each.operation,
        identity=each.identity,
        number=1,
        connection=each.connection,
        channel=each.channel,
        api=each.api,
        vendor_id=each.vendor_id,
        order_id=each.order_id,
        store=each.store,
        state="done",
        amount=each.amount,
        currency=each.currency,
        tax_free=each.tax_free,
        vat=each.vat,
        target=each.target,
        vendor_ref=each.vendor_ref,
        lease_until=now,
        begun_at=now,
        proof=each.proof,
    )
    insert(run, attempt, FINGERPRINT, claim_of(each.connection, each.family, each.vendor_ref))


def known(run: Execute, each: Observed) -> bool:
    """Tell whether the ledger has it, or has something of which it may turn out to be the result."""
    if run(
        "SELECT 1 FROM attempts WHERE claim = ?", (claim_of(each.connection, each.family, each.vendor_ref),)
    ):
        return True
    if run("SELECT 1 FROM attempts WHERE family = ? AND identity = ?", (each.family, each.identity)):
        return True
    if each.family == "cancel":
        # A cancel that was sent and not settled may be this one, and so may one that ended without a name for it.
        return bool(
            run(
                f"SELECT 1 FROM attempts WHERE ({by_name('order_id')} OR {by_name('vendor_id')}) AND family = 'cancel' AND "  # noqa: S608
                "(state IN ('open', 'unknown') OR (state = 'done' AND vendor_ref IS NULL))",
                (each.order_id, each.order_id, each.vendor_id, each.vendor_id),
            )
        )
    return bool(
        run(
            f"SELECT 1 FROM attempts WHERE ({by_name('order_id')} OR {by_name('vendor_id')}) "  # noqa: S608
            "AND family IN ('charge', 'virtual_account', 'schedule')",
            (each.order_id, each.order_id, each.vendor_id, each.vendor_id),
        )
    )
