"""Identity verifications: a password is sent, and comes back."""

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator.http import Refusal
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import Failure, Identity
from pgbridge.simulator.world import World

OTP = "123456"
"""The password that every carrier of the simulator sends."""


class Wanted(Struct, frozen=True, kw_only=True):
    """Whom to send a password; `number` is the birth date as YYMMDD and the 7th digit of the resident number."""

    version: str
    store_id: str
    order_id: str
    channel: Channel
    name: str
    phone: str
    operator: str
    number: str | None
    method: str = "SMS"
    custom_data: str | None = None
    customer_id: str | None = None

    def __repr__(self) -> str:
        """Personal data stays out of logs."""
        return f"Wanted({self.order_id!r})"


def send(world: World, wish: Wanted) -> Identity:
    """Send a password. V1 begins a new verification each time, V2 one for each id."""
    made = begun(world, wish)
    earlier = world.identities.get(key(made))
    if earlier is not None:
        raise already(earlier) or Refusal("IDENTITY_VERIFICATION_ALREADY_SENT", "이미 전송된 본인인증입니다.")
    return put(world, made)


def verified(world: World, wish: Wanted) -> Identity:
    """Verify at once, as the window of a PG does."""
    return put(world, replace(begun(world, wish), verified_at=world.now()))


def failed(world: World, wish: Wanted, failure: Failure) -> Identity:
    """Write down that a window of a PG closed without a verification."""
    return put(world, replace(begun(world, wish), failed_at=world.now(), failure=failure))


def begun(world: World, wish: Wanted) -> Identity:
    """Return a verification that waits."""
    number = wish.number
    return Identity(
        serial=world.ids.serial(),
        id=f"imp_{world.ids.digits(12)}" if wish.version == "V1" else wish.order_id,
        version=wish.version,
        store_id=wish.store_id,
        order_id=wish.order_id,
        channel=wish.channel,
        name=wish.name,
        phone="".join(filter(str.isdigit, wish.phone)),
        operator=wish.operator,
        birth=None if number is None else birth(number),
        gender=None if number is None else ("MALE" if int(number[6]) % 2 else "FEMALE"),
        method=wish.method,
        pg_tx_id=f"identity-{world.ids.digits(12)}",
        requested_at=world.now(),
        custom_data=wish.custom_data,
        customer_id=wish.customer_id,
    )


def birth(number: str) -> str:
    """Return the birth date; the 7th digit tells the century."""
    century = {"1": "19", "2": "19", "5": "19", "6": "19"}.get(number[6], "20")
    return f"{century}{number[:2]}-{number[2:4]}-{number[4:6]}"


def key(it: Identity) -> tuple[str, str, str]:
    """Return where a verification is kept."""
    return it.version, it.store_id, it.id


def put(world: World, it: Identity) -> Identity:
    """Store a verification, new or changed."""
    world.identities[key(it)] = it
    return it


def find(world: World, version: str, store_id: str, name: str) -> Identity:
    """Return a verification, or refuse."""
    found = world.identities.get((version, store_id, name))
    if found is None:
        raise Refusal("IDENTITY_VERIFICATION_NOT_FOUND", "인증결과가 존재하지 않습니다.")
    return found


def already(it: Identity) -> Refusal | None:
    """Return the refusal of what is verified."""
    if it.verified_at is None:
        return None
    return Refusal("IDENTITY_VERIFICATION_ALREADY_VERIFIED", "이미 완료된 본인인증입니다.")


def resend(world: World, it: Identity) -> Identity:
    """Send another password."""
    if (refusal := already(it)) is not None:
        raise refusal
    return put(world, replace(it, sends=it.sends + 1))


def confirm(world: World, it: Identity, otp: str | None) -> Identity:
    """Take the password back; the method `APP` has none."""
    if (refusal := already(it)) is not None:
        raise refusal
    if it.method == "SMS" and otp != OTP:
        raise Refusal("PG_PROVIDER", "인증번호가 일치하지 않습니다.", code="OTP-1")
    return put(world, replace(it, verified_at=world.now()))


def delete(world: World, it: Identity) -> Identity:
    """Forget a verification."""
    return world.identities.pop(key(it))
