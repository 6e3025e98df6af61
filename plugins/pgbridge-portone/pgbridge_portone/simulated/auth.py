"""Who may call V2, and how tokens are had."""

from msgspec import Struct

from pgbridge.simulator.http import Answer, Refusal, Request
from pgbridge.simulator.world import World
from pgbridge_portone.simulated.call import Call, Handler


class Login(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /login/api-secret."""

    api_secret: str

    def __repr__(self) -> str:
        """Hide the secret."""
        return "Login(...)"


class Refresh(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /token/refresh."""

    refresh_token: str

    def __repr__(self) -> str:
        """Hide the token."""
        return "Refresh(...)"


def check(world: World, request: Request) -> None:
    """Refuse a request without the API secret or a living access token."""
    scheme, _, credential = (request.header("authorization") or "").partition(" ")
    secret = scheme.lower() == "portone" and credential == world.settings.v2_secret
    if not secret and not (scheme.lower() == "bearer" and world.token_pairs.opens(credential, world.now())):
        raise unauthorized()


def unauthorized() -> Refusal:
    """Return the refusal of a stranger."""
    return Refusal("UNAUTHORIZED", "인증 정보가 올바르지 않습니다.")


def login(world: World, call: Call) -> Answer:
    """Exchange the API secret for tokens."""
    if call.body(Login).api_secret != world.settings.v2_secret:
        raise unauthorized()
    return pair(world)


def refresh(world: World, call: Call) -> Answer:
    """Exchange a refresh token for new tokens."""
    if not world.token_pairs.refreshes(call.body(Refresh).refresh_token, world.now()):
        raise unauthorized()
    return pair(world)


def pair(world: World) -> Answer:
    """Answer with new tokens."""
    access, renewal = world.token_pairs.issue(world.now())
    return Answer.of({"accessToken": access, "refreshToken": renewal})


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/login/api-secret", login),
    ("POST", "/token/refresh", refresh),
)
