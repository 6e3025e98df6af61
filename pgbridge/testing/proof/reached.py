"""Which of the cases with a name a run came to, read from the ledger's rows afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pgbridge.model.attempt import Attempt

if TYPE_CHECKING:
    from pgbridge.testing.proof.play import Play

NOT_SENT_AGAIN = "NotSent on a resend after a lost answer"
ERROR_AFTER = "an error answered after commit while reads lag"
QUIET_NOT_SENT = "a quiet repeat that ends NotSent beside an older unknown"
EARLIER_FAILURE = "a failure of an earlier send while this one is under way"
STALE = "a verdict that is stale when it is written"
CASES = (NOT_SENT_AGAIN, ERROR_AFTER, QUIET_NOT_SENT, EARLIER_FAILURE, STALE)


def reached(it: Play, rows: Sequence[Attempt]) -> Counter[str]:
    """Count the cases of a run."""
    cases: Counter[str] = Counter()
    failed = {a.id for a in it.simulator.attempts() if a.failed_at is not None}
    for row in rows:
        outcomes = [send.outcome for send in row.sends]
        if "open" in outcomes and "not_sent" in outcomes[outcomes.index("open") :]:
            cases[NOT_SENT_AGAIN] += 1
        if it.schedule.lag and "error" in outcomes and row.state == "done" and row.proof == "seen":
            cases[ERROR_AFTER] += 1
        earlier = [a for a in rows if a.intent == row.intent and a.number < row.number]
        if set(outcomes) == {"not_sent"} and any(a.state != "failed" for a in earlier):
            cases[QUIET_NOT_SENT] += 1
        if "open" in outcomes and failed & set(row.seen):
            cases[EARLIER_FAILURE] += 1
    return cases
