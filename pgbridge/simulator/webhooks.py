"""Webhooks that are to be sent, were sent, and will be sent again. Pure: whoever carries them asks what is due."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator.events import Event

JSON_TYPE, FORM_TYPE = "application/json", "application/x-www-form-urlencoded"
State = Literal["waiting", "sending", "delivered", "failed", "unsent"]


class Note(Struct, frozen=True, kw_only=True):
    """What an API tells a shop: one message for each URL.

    :ivar kind: as the API calls it, such as `Transaction.Paid` or `paid`
    :ivar again: seconds after the first try at which it is tried again while nobody answers 2xx
    """

    kind: str
    urls: tuple[str, ...]
    body: bytes
    content_type: str = JSON_TYPE
    again: tuple[float, ...] = ()


class Try(Struct, frozen=True, kw_only=True):
    """One try to deliver: when, and the status that came back, or why none did."""

    at: float
    status: int | None = None
    error: str | None = None

    @property
    def delivered(self) -> bool:
        """Whether the shop took it."""
        return self.status is not None and 200 <= self.status < 300


class Webhook(Struct, frozen=True, kw_only=True):
    """One message for one URL.

    :ivar id: its own, the same on every try (V2's `webhook-id`)
    :ivar event: the number of the event that it tells of
    :ivar store_id: of the payment or billing key that it is about
    :ivar order_id: of the payment
    :ivar url: None where the shop has set none: it is kept, and not sent
    :ivar state: `waiting` until `next_at`, `sending`, `delivered`, `failed` (nobody will try again) or `unsent`
    """

    serial: int
    id: str
    api: str
    kind: str
    event: int
    store_id: str
    order_id: str | None
    url: str | None
    content_type: str
    body: bytes
    created_at: float
    state: State = "waiting"
    next_at: float | None = None
    tries: tuple[Try, ...] = ()
    again: tuple[float, ...] = ()


class Outbox:
    """Every webhook of a simulator; the oldest are forgotten beyond `keep`."""

    def __init__(self, keep: int = 10_000) -> None:
        self.keep = keep
        self._webhooks: dict[int, Webhook] = {}
        self._waiting: dict[int, float] = {}

    def add(self, note: Note, event: Event, *, serial: int, id: str, url: str | None) -> Webhook:
        """Put a message in."""
        made = Webhook(
            serial=serial,
            id=id,
            api=event.version.lower(),
            kind=note.kind,
            event=event.serial,
            store_id=event.store_id,
            order_id=event.order_id,
            url=url,
            content_type=note.content_type,
            body=note.body,
            created_at=event.at,
            state="unsent" if url is None else "waiting",
            next_at=None if url is None else event.at,
            again=note.again,
        )
        self.put(made)
        while len(self._webhooks) > self.keep:
            self.forget(next(iter(self._webhooks)))
        return made

    def put(self, webhook: Webhook) -> Webhook:
        """Store a webhook, new or changed."""
        self._webhooks[webhook.serial] = webhook
        if webhook.state == "waiting" and webhook.next_at is not None:
            self._waiting[webhook.serial] = webhook.next_at
        else:
            self._waiting.pop(webhook.serial, None)
        return webhook

    def forget(self, serial: int) -> None:
        """Drop a webhook."""
        self._webhooks.pop(serial, None)
        self._waiting.pop(serial, None)

    def first(self) -> float | None:
        """Return when the next one is due."""
        return min(self._waiting.values(), default=None)

    def take(self, now: float) -> Webhook | None:
        """Take what is due, the oldest first; it is being sent until `tried` says how that ended."""
        serial = next((serial for serial, moment in self._waiting.items() if moment <= now), None)
        return (
            None
            if serial is None
            else self.put(replace(self._webhooks[serial], state="sending", next_at=None))
        )

    def tried(self, serial: int, attempt: Try) -> Webhook | None:
        """Write down how a try ended, and when the next one is due; None where it is forgotten meanwhile."""
        found = self._webhooks.get(serial)
        if found is None:
            return None
        tries = (*found.tries, attempt)
        next_at = None
        if not attempt.delivered and len(tries) <= len(found.again):
            next_at = tries[0].at + found.again[len(tries) - 1]
        state: State = "delivered" if attempt.delivered else "failed" if next_at is None else "waiting"
        return self.put(replace(found, tries=tries, state=state, next_at=next_at))

    def again(self, serial: int, now: float, url: str | None = None) -> Webhook:
        """Let a webhook be sent once more, now.

        :param url: to send it to, where it has none or another one is wanted
        :raises LookupError: there is none of this number
        :raises ValueError: there is no URL to send it to
        """
        found = self._webhooks.get(serial)
        if found is None:
            message = f"there is no webhook {serial}"
            raise LookupError(message)
        target = url or found.url
        if target is None:
            message = "the webhook has no URL: give one with `url`"
            raise ValueError(message)
        return self.put(replace(found, url=target, state="waiting", next_at=now))

    def all(self) -> list[Webhook]:
        """Return all that are kept, oldest first."""
        return list(self._webhooks.values())

    def find(self, serial: int) -> Webhook | None:
        """Return the webhook of a number."""
        return self._webhooks.get(serial)

    def clear(self) -> None:
        """Forget everything."""
        self._webhooks.clear()
        self._waiting.clear()
