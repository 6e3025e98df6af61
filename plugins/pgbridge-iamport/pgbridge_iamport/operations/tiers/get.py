"""`tiers.get`: `GET /tiers/{tier_code}`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pgbridge.errors import BadAnswer, PgbridgeError
from pgbridge.model.account import Tier
from pgbridge.model.channel import Channel
from pgbridge.operations.tiers.get import GetTier
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import get
from pgbridge_iamport.shapes.account import TierShape

OPERATION = GetTier
ENDPOINTS = ("GET /tiers/{tier_code}",)
FIELDS = {"code": "path.tier_code"}
TIERS = "/tiers/"
READER = Reader(TierShape)


def encode(op: GetTier, channel: Channel) -> WireRequest:
    """Write the request."""
    return get(f"{TIERS}{quote(op.code, safe='')}", channel)


def decode(op: GetTier | None, response: WireResponse) -> Tier:
    """Read the sub-merchant.

    :raises BadAnswer: it does not say which one it is
    """
    it = READER.one(response.body)
    code = it.tier_code or (op.code if op is not None else None)
    if code is None:
        raise BadAnswer("PortOne V1 answered a tier without its code", reason="bad_answer")
    return Tier(code=code, name=it.tier_name)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, GetTier(code=tail(request, TIERS)))


def answer(op: GetTier | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(TierShape(tier_code=result.code, tier_name=result.name))
