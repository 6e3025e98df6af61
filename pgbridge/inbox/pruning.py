"""Let go of what nobody needs any more of the inbox."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from pgbridge.errors import ConfigError
from pgbridge.inbox.result import Pruned
from pgbridge.wire import Flow
from pgbridge.writing import ask

# PortOne's last redelivery comes some hours after the first; its keys live for three.
LEAST = timedelta(days=1)
DEFAULT = timedelta(days=30)
# Rows of one transaction, so that nobody waits long for the ledger.
BATCH = 1_000


def prune(keep: timedelta) -> Flow[Pruned]:
    """Delete deliveries that ended so long ago, and empty events that were told; see `Inbox.prune`.

    :raises ConfigError: that is too soon
    """
    if keep < LEAST:
        raise ConfigError("keep: at least one day, for PortOne delivers again for hours, and so may you")
    now = yield from ask("now", lambda ledger: ledger.now(), quick=True)
    before, total = now - keep.total_seconds(), Pruned()
    while True:
        entries, effects = yield from ask("prune", lambda ledger: ledger.prune(before, limit=BATCH))
        total = replace(total, entries=total.entries + entries, effects=total.effects + effects)
        if max(entries, effects) < BATCH:
            return total
