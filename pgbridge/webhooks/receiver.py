"""The door for webhooks: settings of one API's deliveries, and what to do with each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, cast

import msgspec

from pgbridge.errors import BadWebhook, ConfigError, UnsupportedOperation
from pgbridge.model.channel import Secret
from pgbridge.model.delivery import Delivery, Reply, WebhookModule
from pgbridge.model.webhook import Approve, Reject, WebhookEvent
from pgbridge.registry import Registry, installed
from pgbridge.webhooks.standard import TOLERANCE, Headers, body_of, folded, key_of, verify

if TYPE_CHECKING:
    from pgbridge.wire import Api


class Webhooks:
    """Receives the webhooks of one API. Holds no state but its settings; share it freely.

    https://developers.portone.io/opi/ko/integration/webhook/readme-v2

    >>> from pgbridge.webhooks import signed_headers
    >>> webhooks = Webhooks("v2", secrets=["whsec_c2VjcmV0"], clock=lambda: 1714521662.0)
    >>> body = '{"type": "Transaction.Paid", "data": {"paymentId": "order0001"}}'
    >>> headers = signed_headers(body, secret="whsec_c2VjcmV0", id="wh-1", timestamp=1714521662)
    >>> event = webhooks.receive(body, headers)
    >>> event.kind, event.order_id, event.verified
    ('payment_paid', 'order0001', True)

    :param api: `v1` or `v2`
    :param secrets: V2's webhook secrets; all that are live while one is replaced by another
    :param sources: if given, the addresses that deliveries may come from; `vendor_sources` are PortOne's own
    :param tolerance: how far the sender's clock may be off, both ways, in seconds
    :param currency: in which the amounts of confirm callbacks are
    :param clock: gives POSIX seconds
    :raises ConfigError: the API signs and there is no secret, or a secret is not one
    """

    def __init__(
        self,
        api: str,
        *,
        secrets: Iterable[Secret | str | bytes] = (),
        sources: Iterable[str] = (),
        tolerance: float = TOLERANCE,
        currency: str = "KRW",
        clock: Callable[[], float] = time.time,
        registry: Registry | None = None,
    ) -> None:
        self.api, self.tolerance, self.currency, self.clock = api, tolerance, currency, clock
        self.sources = frozenset(sources)
        self.module = module_of((registry or installed()).api(api))
        if isinstance(secrets, (str, bytes, Secret)):
            raise ConfigError("secrets: give a list, even of one")
        self._keys = tuple(key_of(secret) for secret in secrets)
        if self.module.SIGNED and not self._keys:
            raise ConfigError(f"secrets: {api} signs its webhooks, so at least one webhook secret is needed")

    def __repr__(self) -> str:
        return f"Webhooks({self.api!r}, secrets={len(self._keys)})"

    @property
    def vendor_sources(self) -> tuple[str, ...]:
        """The addresses PortOne says it sends from; it may change them."""
        return self.module.SOURCES

    def receive(
        self, body: bytes | bytearray | memoryview | str, headers: Headers, *, source: str | None = None
    ) -> WebhookEvent:
        """Return what a delivery says; a `ConfirmRequest` is to be answered by `reply`.

        An event that is not `verified` (all of V1's) is only a hint: read the payment before acting on it.

        :param body: as it came, before anything parsed it
        :param headers: a mapping or pairs, in any case
        :param source: the sender's address, where `sources` are set
        :raises BadWebhook: nothing proves who sent it, or it cannot be read
        """
        if self.sources and source not in self.sources:
            raise BadWebhook("source: is none of the addresses webhooks may come from", reason="wrong_source")
        delivery = Delivery(body=body_of(body), headers=folded(headers))
        if not self.module.SIGNED:
            return self.module.read(delivery, self.currency)
        event_id = verify(
            self._keys, delivery.body, delivery.headers, now=self.clock(), tolerance=self.tolerance
        )
        event = self.module.read(delivery, self.currency)
        return msgspec.structs.replace(event, event_id=event_id, verified=True)

    def reply(self, decision: Approve | Reject) -> Reply:
        """Return the answer to a `ConfirmRequest`."""
        return self.module.reply(decision)


def module_of(api: Api) -> WebhookModule:
    """Return how an API's webhooks read.

    :raises UnsupportedOperation: its plugin has no webhooks
    """
    if api.webhook is None:
        raise UnsupportedOperation("webhook", api.title)
    return cast("WebhookModule", api.webhook())
