"""The fast path: from a proven or poking event to a row, and through which channel it will be read."""

from __future__ import annotations

from pgbridge.config import Config
from pgbridge.errors import ConfigError
from pgbridge.inbox.digest import entry_of
from pgbridge.model.webhook import ConfirmRequest, WebhookEvent, WebhookKind
from pgbridge.wire import Flow
from pgbridge.writing import ask


def channel_of(api: str, config: Config, channel: str | None) -> str:
    """Return the channel through which payments of this API are read: any of the one connection there is.

    :raises ConfigError: there is none, or several and none is named, or the named one is of another API
    """
    channels = {name: c.connection.name for name, c in config.channels.items() if c.api == api}
    if channel is None:
        if len(set(channels.values())) != 1:
            raise ConfigError(
                f"channel: name one of {', '.join(channels)}: there are several connections to {api}"
                if channels
                else f"channel: the bridge has none of {api}"
            )
        return next(iter(channels))
    if channel not in channels:
        raise ConfigError(f"channel: {channel!r} is not a channel of {api}; there are {', '.join(channels)}")
    return channel


def keep(event: WebhookEvent, config: Config, channel: str | None, id: str) -> Flow[bool]:
    """Store an event; False when it was known, stands for one that waits, or is of a kind nobody knows.

    :raises ConfigError: it is a question, which waits for an answer and not in an inbox
    """
    if isinstance(event, ConfirmRequest):
        raise ConfigError("event: a ConfirmRequest is to be answered at once, by Webhooks.reply")
    if event.verified and event.kind == WebhookKind.UNKNOWN:
        return False
    connection = config.channels[channel_of(event.api, config, channel)].connection.name
    entry = entry_of(event, connection, id)
    return (yield from ask("receive", lambda ledger: ledger.receive(entry)))
