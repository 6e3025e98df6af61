"""Identity verifications on V1."""

from pgbridge.simulator import identities
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.state import Identity
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import views
from pgbridge_iamport.simulated.call import Call, Handler, success

OPERATORS = {"SKT": "SKT", "KT": "KT", "LGT": "LGU"}
CODES = {name: code for code, name in OPERATORS.items()}
BIRTH_DIGITS = 6
GONE = ("IDENTITY_VERIFICATION_ALREADY_VERIFIED", "PG_PROVIDER")


def request(world: World, call: Call) -> Answer:
    """Send a password."""
    given = call.body()
    channel = world.channel(given.need("channel_key"))
    carrier, digit = given.need("carrier"), given.need("gender_digit")
    birth = "".join(filter(str.isdigit, given.need("birth")))
    if carrier not in OPERATORS:
        raise invalid("carrier: SKT, KT, LGT 중 하나여야 합니다.")
    if len(birth) != BIRTH_DIGITS or len(digit) != 1 or not digit.isdigit():
        raise invalid("birth: 생년월일 6자리와 gender_digit 1자리가 필요합니다.")
    method = given.text("verification_method") or "SMS"
    if method not in ("SMS", "APP"):
        raise invalid("verification_method: SMS 또는 APP 이어야 합니다.")
    operator = OPERATORS[carrier] + ("_MVNO" if given.flag("is_mvno") else "")
    made = identities.send(
        world,
        identities.Wanted(
            version="V1",
            store_id=call.store_id,
            order_id=given.text("merchant_uid", 40) or "",
            channel=channel,
            name=given.need("name"),
            phone=given.need("phone"),
            operator=operator,
            number=birth + digit,
            method=method,
        ),
    )
    return success({"imp_uid": made.id})


def confirm(world: World, call: Call) -> Answer:
    """Take the password back; a wrong one, or one too late, is a 400."""
    found = wanted(world, call)
    try:
        return success(shown(identities.confirm(world, found, call.body().text("otp"))))
    except Refusal as refusal:
        raise (invalid(refusal.message) if refusal.kind in GONE else refusal) from None


def get(world: World, call: Call) -> Answer:
    """Read a verification."""
    return success(shown(wanted(world, call)))


def delete(world: World, call: Call) -> Answer:
    """Forget a verification, and show it once more."""
    return success(shown(identities.delete(world, wanted(world, call))))


def wanted(world: World, call: Call) -> Identity:
    """Return the verification in the path, or refuse."""
    return identities.find(world, "V1", call.store_id, call.params["imp_uid"])


def shown(it: Identity) -> views.Json:
    """Write a verification. Inferred: one that waits shows no person."""
    done = it.verified_at is not None
    gender = None if it.gender is None else it.gender.lower()
    return {
        "imp_uid": it.id,
        "merchant_uid": it.order_id or None,
        "pg_tid": it.pg_tx_id,
        "pg_provider": it.channel.provider.lower(),
        "name": it.name if done else None,
        "gender": gender if done else None,
        "birthday": it.birth if done else None,
        "foreigner": False,
        "foreigner_v2": False if done else None,
        "phone": it.phone if done else None,
        "carrier": CODES.get(it.operator, it.operator) if done else None,
        "certified": done,
        "certified_at": views.seconds(it.verified_at),
        "unique_key": f"CI-{it.phone}" if done else None,
        "unique_in_site": f"DI-{it.phone}" if done else None,
        "origin": None,
    }


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/certifications/otp/request", request),
    ("POST", "/certifications/otp/confirm/{imp_uid}", confirm),
    ("GET", "/certifications/{imp_uid}", get),
    ("DELETE", "/certifications/{imp_uid}", delete),
)
