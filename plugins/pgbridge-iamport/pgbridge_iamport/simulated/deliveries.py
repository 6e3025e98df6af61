"""Escrow deliveries on V1, and Naver Pay's confirmation."""

from pgbridge.simulator import deliveries
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.state import Attempt, Delivery
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import views
from pgbridge_iamport.simulated.call import Call, Handler, success
from pgbridge_iamport.simulated.fields import Fields
from pgbridge_iamport.simulated.payments import absent, by_id

CARRIERS = {
    "HYUNDAI": "LOTTE",
    "KGB": "LOGEN",
    "EPOST": "POST",
    "CJGLS": "CJ",
    "HANJIN": "HANJIN",
    "DAESIN": "DAESIN",
}
CODES = {name: code for code, name in CARRIERS.items()}
OTHER = "ETC"
REFUSED = 409
NAVER = "NAVERPAY"


def get(world: World, call: Call) -> Answer:
    """Read what is registered; 409 when nothing is."""
    found = world.deliveries.get(wanted(world, call).id)
    return success(shown(found)) if found is not None else conflict("등록된 배송정보가 존재하지 않습니다.")


def register(world: World, call: Call) -> Answer:
    """Register a parcel; 409 when one is registered or the payment takes none."""
    attempt = wanted(world, call)
    try:
        return success(shown(deliveries.register(world, attempt, *told(call.body()))))
    except Refusal as refusal:
        return impossible(refusal)


def change(world: World, call: Call) -> Answer:
    """Change what is registered; 409 when it cannot be."""
    attempt = wanted(world, call)
    try:
        return success(shown(deliveries.change(world, attempt, *told(call.body()))))
    except Refusal as refusal:
        return impossible(refusal)


def confirm(world: World, call: Call) -> Answer:
    """Confirm a purchase with Naver Pay."""
    attempt = wanted(world, call)
    if call.body().text("requester") not in (None, "admin", "customer"):
        raise invalid("requester: admin 또는 customer 여야 합니다.")
    if attempt.channel.provider != NAVER:
        raise Refusal("PG_PROVIDER", "네이버페이 결제가 아닙니다.")
    deliveries.confirm(world, attempt)
    return success(None)


def wanted(world: World, call: Call) -> Attempt:
    """Return the payment in the path, or refuse."""
    attempt = by_id(world, call, call.params["imp_uid"])
    if attempt is None:
        raise absent()
    return attempt


def told(given: Fields) -> tuple[str, str, float]:
    """Read the parcel; sender and receiver are needed and not kept."""
    given.inner("sender")
    given.inner("receiver")
    logis = given.inner("logis")
    carrier = CARRIERS.get(logis.need("company"), OTHER)
    return carrier, logis.need("invoice"), logis.need_integer("sent_at")


def conflict(message: str) -> Answer:
    """Answer that the state does not allow it."""
    return Answer.of({"code": -1, "message": message, "response": None}, REFUSED)


def impossible(refusal: Refusal) -> Answer:
    """Answer a payment that takes no delivery."""
    if refusal.kind == "INVALID_REQUEST":
        raise refusal
    return conflict(refusal.message)


def shown(it: Delivery) -> views.Json:
    """Write a parcel."""
    return {
        "company": CODES.get(it.carrier, OTHER),
        "invoice": it.invoice,
        "sent_at": views.seconds(it.sent_at),
        "applied_at": views.seconds(it.applied_at),
    }


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/escrows/logis/{imp_uid}", get),
    ("POST", "/escrows/logis/{imp_uid}", register),
    ("PUT", "/escrows/logis/{imp_uid}", change),
    ("POST", "/payments/{imp_uid}/naver/confirm", confirm),
)
