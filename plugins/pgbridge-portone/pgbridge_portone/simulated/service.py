"""From a request to an answer: credentials, idempotency, the route table."""

from pgbridge.simulator.faces import Face
from pgbridge.simulator.http import Answer, Refusal, Request, invalid
from pgbridge.simulator.routes import Router
from pgbridge.simulator.world import World
from pgbridge_portone.simulated import (
    approvals,
    auth,
    billing_keys,
    catalogue,
    checkout,
    deliveries,
    errors,
    events,
    identities,
    lists,
    payments,
    receipts,
    reports,
    resending,
    schedules,
    transfers,
    virtual_accounts,
    wallets,
    webhooks,
)
from pgbridge_portone.simulated.call import Call, Handler
from pgbridge_portone.simulated.desk import PortOneDesk
from pgbridge_portone.simulated.names import NAMES

ROUTES: tuple[tuple[str, str, Handler], ...] = (
    *lists.ROUTES,
    *events.ROUTES,
    *catalogue.ROUTES,
    *reports.ROUTES,
    *transfers.ROUTES,
    *approvals.ROUTES,
    *payments.ROUTES,
    *resending.ROUTES,
    *virtual_accounts.ROUTES,
    *checkout.ROUTES,
    *receipts.ROUTES,
    *deliveries.ROUTES,
    *identities.ROUTES,
    *billing_keys.ROUTES,
    *schedules.ROUTES,
    *wallets.ROUTES,
)
PUBLIC: tuple[tuple[str, str, Handler], ...] = (*auth.ROUTES, *wallets.PUBLIC, *catalogue.PUBLIC)
ROUTER, PUBLIC_ROUTER = Router(ROUTES), Router(PUBLIC)
SHORTEST_KEY, LONGEST_KEY = 16, 256


def answer(world: World, request: Request) -> Answer:
    """Answer as `api.portone.io` would."""
    try:
        public = PUBLIC_ROUTER.find(request.method, request.path)
        if public is not None:
            return public.handler(world, Call(request=request, params=public.params))
        auth.check(world, request)
        key = idempotency_key(request)
        if key is None:
            return dispatch(world, request)
        return once(world, request, key)
    except Refusal as refusal:
        return errors.answer(refusal)


def once(world: World, request: Request, key: str) -> Answer:
    """Answer a repeat from what is kept; a request that still runs is refused.

    Inferred: the kept answer is given whatever the repeat holds, and refusals are kept too.
    """
    now = world.now()
    kept = world.replies.find(key, now)
    if kept is not None:
        if kept.ready_at > now:
            raise Refusal("IDEMPOTENCY_OUTSTANDING_REQUEST", "같은 멱등 키의 요청이 처리 중입니다.")
        return kept.answer
    made = dispatch(world, request)
    world.replies.keep(key, made, now)
    return made


def idempotency_key(request: Request) -> str | None:
    """Return the key of a write; it may come with or without its quotes (inferred: without)."""
    value = request.header("idempotency-key")
    if value is None or request.method == "GET":
        return None
    quoted = len(value) > 1 and value[0] == value[-1] == '"'
    key = value[1:-1] if quoted else value
    if not (SHORTEST_KEY <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise invalid("Idempotency-Key: 16 자 이상 256 자 이하의 ASCII 문자열이어야 합니다.")
    return key


def dispatch(world: World, request: Request) -> Answer:
    """Find the handler and let it answer."""
    match = ROUTER.find(request.method, request.path)
    if match is None:
        status = 405 if ROUTER.known(request.path) else 404
        told = f"the simulator does not serve {request.method} {request.path}"
        return Answer.of({"type": "NOT_FOUND", "message": told}, status)
    try:
        return match.handler(world, Call(request=request, params=match.params))
    except Refusal as refusal:
        return errors.answer(refusal)


def name(request: Request) -> str:
    """Return what a request is called; what has no short name goes by its method and path."""
    match = ROUTER.find(request.method, request.path) or PUBLIC_ROUTER.find(request.method, request.path)
    return "" if match is None else called(request.method, match.pattern)


def called(method: str, pattern: str) -> str:
    """Return what the requests of a route are called."""
    return NAMES.get((method, pattern)) or f"{method} {pattern}"


FACE = Face(
    scheme="portone",
    logins=("/login/api-secret", "/token/refresh"),
    answer=answer,
    name=name,
    names=tuple(called(method, pattern) for method, pattern, _ in (*PUBLIC, *ROUTES)),
    refuse=errors.answer,
    tell=webhooks.tell,
    desk=PortOneDesk(),
    sign=webhooks.sign,
    confirm=webhooks.confirm,
    refusal=webhooks.refusal,
)
