"""What the console holds: channels and sub-merchants."""

from __future__ import annotations

from msgspec import Struct


class ChannelSetting(Struct, frozen=True, kw_only=True):
    """A channel as it was set up in the console.

    :ivar pg_provider: PortOne's code of the PG in upper case
    :ivar pg_merchant_id: the merchant ID with that PG; V1's `pg` is `pg_provider.pg_merchant_id`
    :ivar type: what it is for, in V1's words: `payment`, `api_payment`, `certification` ...
    :ivar live: False for a test channel
    """

    pg_provider: str
    pg_merchant_id: str | None = None
    live: bool | None = None
    type: str | None = None
    name: str | None = None
    key: str | None = None


class Tier(Struct, frozen=True, kw_only=True):
    """A sub-merchant of V1: three capital letters or digits, and its name in the console."""

    code: str
    name: str | None = None
