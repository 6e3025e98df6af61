"""What calls on one payment, one member or one channel share."""

from __future__ import annotations

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.wire import Flow
from pgbridge_iamport.carried import Fields
from pgbridge_iamport.receipts import attempt_of, need_attempt
from pgbridge_iamport.refusal import Problems, missing_setting

__all__ = ["ONE_PAYMENT", "attempt_of", "need_attempt", "need_channel", "unseen"]

# V1 names a payment by its attempt; `prior` or `flow` finds that by the order id.
ONE_PAYMENT: Fields = {"order_id": None, "attempt_id": "path.imp_uid"}


def need_channel(channel: Channel, problems: Problems) -> str:
    """Return the channel key, without which V1 does not know which PG is meant."""
    if not channel.key:
        missing_setting(channel, "key", "channel_key", problems)
    return channel.key or ""


def unseen(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Show nothing of a write that V1 has no read of: that nothing is seen proves nothing."""
    del attempt, channel
    yield from ()
    return Sighting(absence_counts=False)
