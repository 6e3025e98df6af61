"""Rows for what the ledger did not begin: paid in a browser, given back in the console."""

from __future__ import annotations

import uuid

from pgbridge.ledger.database import Execute
from pgbridge.ledger.protocol import Observed
from pgbridge.ledger.rows import claim_of, insert_attempt, insert_intent

# No operation has this fingerprint, so none takes what was observed for its own.
FINGERPRINT = "observed"


def observe(run: Execute, each: Observed, now: float) -> None:
    """Write an intent that is done, unless a row of ours may be the one that did it."""
    if known(run, each):
        return
    intent = insert_intent(run, each.family, each.identity, FINGERPRINT, each.order_id, now)
    values = {
        "id": uuid.uuid4().hex,
        "intent": intent,
        "number": 1,
        "operation": each.operation,
        "connection": each.connection,
        "channel": each.channel,
        "api": each.api,
        "store": each.store,
        "vendor_id": each.vendor_id,
        "state": "done",
        "amount": each.amount,
        "currency": each.currency,
        "tax_free": each.tax_free,
        "vat": each.vat,
        "target": each.target,
        "vendor_ref": each.vendor_ref,
        "claim": claim_of(each.connection, each.family, each.vendor_ref),
        "seen": (),
        "owner": "",
        "lease_until": now,
        "begun_at": now,
        "proof": each.proof,
    }
    insert_attempt(run, values)


def known(run: Execute, each: Observed) -> bool:
    """Tell whether the ledger has it, or has something of which it may turn out to be the result."""
    if run(
        "SELECT 1 FROM attempts WHERE claim = ?", (claim_of(each.connection, each.family, each.vendor_ref),)
    ):
        return True
    if run("SELECT 1 FROM intents WHERE family = ? AND identity = ?", (each.family, each.identity)):
        return True
    if each.family == "cancel":
        # A cancel that was sent and not settled may be this one, and so may one that ended without a name for it.
        return bool(
            run(
                "SELECT 1 FROM attempts a JOIN intents i ON i.id = a.intent WHERE i.family = 'cancel' AND "
                "(i.order_id = ? OR a.vendor_id = ?) AND (a.state IN ('open', 'unknown') OR "
                "(a.state = 'done' AND a.vendor_ref IS NULL))",
                (each.order_id, each.vendor_id),
            )
        )
    making = "i.family IN ('charge', 'virtual_account', 'schedule')"
    rows = (
        *run(f"SELECT 1 FROM intents i WHERE {making} AND i.order_id = ?", (each.order_id,)),  # noqa: S608
        *run(
            f"SELECT 1 FROM attempts a JOIN intents i ON i.id = a.intent WHERE {making} AND a.vendor_id = ?",  # noqa: S608
            (each.vendor_id,),
        ),
    )
    return bool(rows)
