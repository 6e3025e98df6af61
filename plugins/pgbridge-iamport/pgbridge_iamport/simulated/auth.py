"""V1's access tokens and sub-merchants."""

import re

from pgbridge.simulator.http import Answer, Refusal, Request, invalid
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import fields
from pgbridge_iamport.simulated.call import success

TIER = re.compile(r"[A-Z0-9]{3}")


def get_token(world: World, request: Request) -> Answer:
    """Hand out the token: POST /users/getToken."""
    given = fields.body(request)
    settings = world.settings
    key, secret = given.text("imp_key"), given.text("imp_secret")
    if not key or not secret:
        raise invalid("imp_key, imp_secret 파라메터가 누락되었습니다.")  # as an older client's tests quote it
    if (key, secret) != (settings.v1_key, settings.v1_secret):
        raise Refusal("UNAUTHORIZED", "imp_key, imp_secret 인증에 실패했습니다.")
    now = world.now()
    token = world.shared_token.ask(now)
    return success({"access_token": token.value, "expired_at": int(token.ends_at), "now": int(now)})


def check(world: World, request: Request) -> None:
    """Refuse a request without a living token: `Bearer x`, the bare token, or the query's `_token`."""
    header = (request.header("authorization") or "").strip()
    value = header.partition(" ")[2].strip() if header.lower().startswith("bearer ") else header
    if not world.shared_token.opens(value or request.parameter("_token") or "", world.now()):
        raise Refusal("UNAUTHORIZED", "인증 토큰이 없거나 유효하지 않습니다.")


def store(world: World, request: Request) -> str:
    """Return the store of the `Tier` header. Inferred: an unknown tier is not authorised."""
    tier = request.header("tier")
    return world.settings.store_id if tier is None else tier_store(world, tier)


def tier_store(world: World, tier: str) -> str:
    """Return the store of a tier, or refuse."""
    tiers = world.settings.tiers
    if TIER.fullmatch(tier) is None or (tiers is not None and tier not in tiers):
        raise Refusal("UNAUTHORIZED", "하위 상점(Tier) 코드가 올바르지 않습니다.")
    return f"store-{tier}" if tiers is None else tiers[tier]
