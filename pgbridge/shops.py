"""Settings of the V1 facade: the shops that may call it, and what each of them may reach."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from pgbridge.model.channel import Secret


class Shop(Struct, frozen=True, kw_only=True):
    """One V1 account as the facade pretends it: its key pair, and what stands behind it.

    :ivar channels: names of the channels that its payments may go to
    :ivar sellers: names of the sub-merchants it may act for by `Tier`
    :ivar v1: name of the V1 connection that made its old payments, which still serves them
    :ivar channel_keys: V1's channel keys and `pg` codes to names of channels, for what the channels do not say themselves
    :ivar webhook_url: where V1-shaped webhooks go; None sends none
    :ivar webhook_form: send them as form fields instead of JSON, as V1's console may be set to
    :ivar confirm_url: asked, as V1 asks it, before a payment that a buyer makes in a window is approved
    :ivar notice_hosts: hosts that a request's own `notice_url` may name beside the host of `webhook_url`
    """

    name: str
    key: Secret
    secret: Secret
    channels: tuple[str, ...] = ()
    sellers: tuple[str, ...] = ()
    v1: str | None = None
    channel_keys: Mapping[str, str] = {}
    webhook_url: str | None = None
    webhook_form: bool = False
    confirm_url: str | None = None
    notice_hosts: tuple[str, ...] = ()


class FacadeSettings(Struct, frozen=True, kw_only=True):
    """The whole facade.

    :ivar webhook_secrets: V2's webhook secrets by the name of the connection they belong to
    :ivar deadline: seconds for one call, retries and settlement included
    :ivar busy_wait: of them, how long to wait for another call that works on the same order
    :ivar max_body: bytes of a request's body
    :ivar read_timeout: seconds within which a request must have arrived whole
    :ivar concurrency: calls worked on at the same time; further ones are told to come again
    """

    shops: Mapping[str, Shop] = {}
    webhook_secrets: Mapping[str, tuple[Secret, ...]] = {}
    deadline: float = 60.0
    busy_wait: float = 20.0
    max_body: int = 262_144
    read_timeout: float = 10.0
    concurrency: int = 256
