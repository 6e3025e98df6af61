"""Before one more try at what had failed, see whether it is done after all."""

from __future__ import annotations

from collections.abc import Sequence

from pgbridge.context import Run
from pgbridge.ledger.proof import fits
from pgbridge.ledger.protocol import Decision, Wish
from pgbridge.model.attempt import Attempt, Seen
from pgbridge.wire import Flow
from pgbridge.writing.seam import Guide
from pgbridge.writing.settling import sight, turned

PAYING = ("charge", "virtual_account")


def overtaken(guide: Guide, wish: Wish, decision: Decision, shown: Sequence[Seen], run: Run) -> Flow[bool]:
    """Look once more at every id under which a try had failed; what is done there is written as a late truth.

    A PG may tell a decline and take the money all the same. The new try goes out under another id (V1), which would be
    paid beside the first.

    :param shown: what the read before this send shows under the id it will go out under
    :raises TransportError: an id could not be looked at, so nothing may be sent
    """
    if wish.family not in PAYING or decision.pinned is not None:
        return False
    by_id: dict[tuple[str, str], list[Attempt]] = {}
    for row in decision.attempts:
        if any(send.outcome != "not_sent" for send in row.sends):
            by_id.setdefault((row.connection, row.vendor_id), []).append(row)
    for place, rows in by_id.items():
        here = place == (wish.connection, decision.vendor_id)
        items = shown if here else (yield from sight(guide, rows[0], run)).items
        item = next((each for each in items if is_ours(each, rows[0])), None)
        failed = [row for row in rows if row.state == "failed"]
        if item is not None and failed:
            return (yield from turned(failed[-1], item, run, len(decision.attempts)))
    return False


def is_ours(item: Seen, first: Attempt) -> bool:
    """Tell whether something is done that was not there before the first try, on its terms."""
    return item.state == "done" and item.id not in first.seen and fits(item, first)
