"""From a request to an answer: the token, the tier, the route table."""

from pgbridge.simulator.faces import Face
from pgbridge.simulator.http import Answer, Refusal, Request
from pgbridge.simulator.routes import Match, Router
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import (
    account,
    auth,
    billing_keys,
    deliveries,
    identities,
    naver,
    payments,
    receipts,
    schedules,
    slips,
    tills,
    virtual_accounts,
    wallets,
    webhooks,
)
from pgbridge_iamport.simulated.call import Call, Handler, failure
from pgbridge_iamport.simulated.desk import IamportDesk
from pgbridge_iamport.simulated.names import NAMES

ROUTES: tuple[tuple[str, str, Handler], ...] = (
    *payments.ROUTES,
    *schedules.ROUTES,
    *billing_keys.ROUTES,
    *virtual_accounts.ROUTES,
    *receipts.ROUTES,
    *deliveries.ROUTES,
    *slips.ROUTES,
    *tills.ROUTES,
    *identities.ROUTES,
    *account.ROUTES,
    *naver.ROUTES,
    *wallets.ROUTES,
)
LOGIN = "/users/getToken"
ROUTER = Router(ROUTES)


def answer(world: World, request: Request) -> Answer:
    """Answer as `api.iamport.kr` would."""
    match = found(request)
    try:
        if (request.method, request.path) == ("POST", LOGIN):
            return auth.get_token(world, request)
        auth.check(world, request)
        store_id = auth.store(world, request)
        if match is None:
            status = 405 if ROUTER.known(request.path.rstrip("/")) else 404
            return Answer.of({"code": -1, "message": "지원하지 않는 요청입니다.", "response": None}, status)
        return match.handler(world, Call(request=request, params=match.params, store_id=store_id))
    except Refusal as refusal:
        return failure(refusal) if match is None else failure(refusal, request.method, match.pattern)


def found(request: Request) -> Match[Handler] | None:
    """Return the route; some clients leave a slash behind the path, where a segment that may be left out is."""
    return ROUTER.find(request.method, request.path.rstrip("/"))


def name(request: Request) -> str:
    """Return what a request is called; what has no short name goes by its method and path."""
    if request.path == LOGIN:
        return "token"
    match = found(request)
    return "" if match is None else called(request.method, match.pattern)


def called(method: str, pattern: str) -> str:
    """Return what the requests of a route are called."""
    return NAMES.get((method, pattern)) or f"{method} {pattern}"


FACE = Face(
    logins=("/users/getToken",),
    answer=answer,
    name=name,
    names=("token", *(called(method, pattern) for method, pattern, _ in ROUTES)),
    refuse=failure,
    tell=webhooks.tell,
    desk=IamportDesk(),
    confirm=webhooks.confirm,
    refusal=webhooks.refusal,
    confirm_seconds=10.0,
)
