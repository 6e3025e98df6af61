"""Logging in: what V2 takes and answers."""

from __future__ import annotations

from pgbridge_portone.shapes.answers import Answer
from pgbridge_portone.shapes.requests import Body


class LoginBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`LoginViaApiSecretBody`."""

    api_secret: str


class RefreshBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`RefreshTokenBody`."""

    refresh_token: str


class TokensShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`LoginViaApiSecretResponse`, `RefreshTokenResponse`."""

    access_token: str
    refresh_token: str | None = None
