"""Hosted checkout sessions, captures and account holders on V2."""

from datetime import date
from typing import Any

from msgspec import Struct, to_builtins

from pgbridge.simulator.codes import BANK_BY_ENUM
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.money import CURRENCIES
from pgbridge.simulator.world import World
from pgbridge_portone.simulated import views
from pgbridge_portone.simulated.call import Call, Handler, store
from pgbridge_portone.simulated.inputs import Natural, Positive, Text
from pgbridge_portone.simulated.payments import found

LIFE = 24 * 60 * 60
LONGEST = 30 * LIFE  # inferred: there is a limit, but no page says which


class Product(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One thing that is sold."""

    name: str
    unit_price: Natural
    quantity: Natural
    id: str | None = None
    code: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    url: str | None = None
    n_pay_category_type: str | None = None
    n_pay_category_id: str | None = None
    n_pay_uid: str | None = None


class Agreement(Struct, frozen=True, kw_only=True):
    """Terms that the buyer must agree to."""

    name: str
    url: str


class Colors(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Colours of the page."""

    primary: str | None = None
    primary_hover: str | None = None
    primary_light: str | None = None


class NewSession(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """POST /payment-sessions."""

    store_id: Text
    payment_id: Text
    profile_key: Text
    country: Text
    currency: Text
    total_amount: Natural
    order_name: Text
    payment_method: str | None = None
    redirect_url: str | None = None
    products: tuple[Product, ...] | None = None
    customer_name: str | None = None
    customer_email: str | None = None
    store_name: str | None = None
    agreements: tuple[Agreement, ...] | None = None
    order_image_url: str | None = None
    custom_data: str | None = None
    colors: Colors | None = None
    ttl_seconds: Positive | None = None

    def __repr__(self) -> str:
        """Personal data stays out of logs."""
        return "NewSession(...)"


class Capture(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /payments/{paymentId}/capture."""

    store_id: str | None = None


def create(world: World, call: Call) -> Answer:
    """Open a session. Inferred: it lives a day unless the merchant says otherwise."""
    wish = call.body(NewSession)
    store(world, wish.store_id)
    if wish.currency not in CURRENCIES:
        raise invalid(f"currency: {wish.currency} 는 지원하지 않는 통화입니다.")
    if wish.ttl_seconds is not None and wish.ttl_seconds > LONGEST:
        raise Refusal("MAX_TTL_EXCEEDED", f"ttlSeconds: {LONGEST} 를 넘을 수 없습니다.")
    ends, name = world.now() + (wish.ttl_seconds or LIFE), f"session-{world.ids.uuid()}"
    shown = {key: value for key, value in to_builtins(wish).items() if key != "ttlSeconds"}
    shown |= {"id": name, "createdAt": views.time(world.now()), "expiresAt": views.time(ends)}
    world.sessions[name] = (ends, shown)
    url = f"https://checkout.simulator.invalid/{name}"
    return Answer.of({"sessionId": name, "url": url, "expiresAt": views.time(ends)})


def get(world: World, call: Call) -> Answer:
    """Read a session; one that is closed has expired."""
    ends, shown = session(world, call)
    if ends <= world.now():
        raise Refusal("SESSION_EXPIRED", "만료된 결제 세션입니다.")
    return Answer.of(shown)


def close(world: World, call: Call) -> Answer:
    """Let a session expire now."""
    _, shown = session(world, call)
    world.sessions[call.params["session_id"]] = (world.now(), shown)
    return Answer.of({"closedAt": views.time(world.now())})


def session(world: World, call: Call) -> tuple[float, dict[str, Any]]:
    """Return a session and when it ends, or refuse."""
    kept = world.sessions.get(call.params["session_id"])
    if kept is None:
        raise Refusal("SESSION_NOT_FOUND", "존재하지 않는 결제 세션입니다.")
    return kept


def capture(world: World, call: Call) -> Answer:
    """Capture a paid payment. Inferred: the simulator's PGs take it however often it is asked."""
    attempt = found(world, call, call.body(Capture).store_id)
    if attempt.status != "PAID":
        raise Refusal("PAYMENT_NOT_PAID", "결제가 완료되지 않은 거래입니다.")
    nothing: dict[str, Any] = {}
    return Answer.of(nothing)


def holder(world: World, call: Call) -> Answer:
    """Tell whose an account is: the same person's whatever the number."""
    call.flag("test")
    number = call.params["number"]
    if call.params["bank"] not in BANK_BY_ENUM or not (number.isascii() and number.isdigit()):
        raise invalid("bank: 알 수 없는 은행이거나 계좌번호가 숫자가 아닙니다.")
    return Answer.of({"holderName": "홍길동", "accountVerificationId": world.ids.uuid()})


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/payment-sessions", create),
    ("GET", "/payment-sessions/{session_id}", get),
    ("POST", "/payment-sessions/{session_id}/close", close),
    ("POST", "/payments/{payment_id}/capture", capture),
    ("GET", "/platform/bank-accounts/{bank}/{number}/holder", holder),
)
