"""Where payments are: every connection, and every store or sub-merchant of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from pgbridge import routing
from pgbridge.model.attempt import Attempt
from pgbridge.model.channel import Channel
from pgbridge.plan import Planner

WINDOW = timedelta(days=1)


class Place(Struct, frozen=True, kw_only=True):
    """One list of payments.

    :ivar stores: of the attempts on its connection, those to these stores are found here
    :ivar main: attempts to stores that the config no longer names are found here
    """

    name: str
    channel: Channel
    stores: frozenset[str | None]
    main: bool

    def holds(self, row: Attempt) -> bool:
        """Tell whether an attempt went here."""
        if row.connection != self.channel.connection.name:
            return False
        return (row.store not in self.stores) if self.main else row.store == store_of(self.channel)


def store_of(channel: Channel) -> str | None:
    """Return the store or tier that a channel's requests name, as rows of the ledger have it."""
    if channel.api == "v2":
        return channel.store_id or channel.connection.store_id
    return channel.tier


def places_of(planner: Planner) -> list[Place]:
    """Return every list of payments that the config leads to."""
    found: list[Place] = []
    for name in planner.config.connections:
        channel = planner.on_connection(name)
        sellers = {
            store_of(at): at
            for seller in planner.config.sellers.values()
            if (at := routing.for_seller(channel, seller)) is not channel
        }
        own = store_of(channel)
        others = frozenset(sellers) - {own}
        found.append(Place(name=name, channel=channel, stores=others, main=True))
        for store in sorted(others, key=str):
            place = Place(
                name=f"{name}/{store}", channel=sellers[store], stores=frozenset((store,)), main=False
            )
            found.append(place)
    return found


def windows(since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """Return a period day by day."""
    found = []
    while since < until:
        ends = min(since + WINDOW, until)
        found.append((since, ends))
        since = ends
    return found
