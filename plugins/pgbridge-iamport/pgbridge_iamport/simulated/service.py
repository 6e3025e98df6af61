"""From a request to an answer: the token, the tier, the route table."""

from pgbridge.simulator import routes
from pgbridge.simulator.http import Answer, Refusal, Request
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
)
from pgbridge_iamport.simulated.call import Call, Handler, failure

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


def face(world: World, request: Request) -> Answer:
    """Answer as `api.iamport.kr` would."""
    try:
        if (request.method, request.path) == ("POST", "/users/getToken"):
            return auth.get_token(world, request)
        auth.check(world, request)
        store_id = auth.store(world, request)
        match = routes.find(ROUTES, request.method, request.path)
        if match is None:
            status = 405 if routes.known(ROUTES, request.path) else 404
            return Answer.of({"code": -1, "message": "지원하지 않는 요청입니다.", "response": None}, status)
        return match.handler(world, Call(request=request, params=match.params, store_id=store_id))
    except Refusal as refusal:
        return failure(refusal)
