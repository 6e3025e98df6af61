"""Codes, channels and sub-merchants as V1 answers them."""

from __future__ import annotations

from pgbridge_iamport.shapes.payment import Shape


class CodeShape(Shape, frozen=True, kw_only=True):
    """A bank or a card company: `StandardCodeAnnotation`."""

    code: str | None = None
    name: str | None = None


class ChannelShape(Shape, frozen=True, kw_only=True):
    """A channel: `PgSettingAnnotation`."""

    pg_provider: str | None = None
    pg_id: str | None = None
    sandbox: bool | None = None
    type: str | None = None
    channel_name: str | None = None
    channel_key: str | None = None


class TierShape(Shape, frozen=True, kw_only=True):
    """A sub-merchant: `TierAnnotation`."""

    tier_code: str | None = None
    tier_name: str | None = None
