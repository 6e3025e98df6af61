"""Identity verifications on V2."""

from pgbridge.simulator import identities
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.state import Identity
from pgbridge.simulator.world import World
from pgbridge_portone.simulated import filters, inputs, views
from pgbridge_portone.simulated.call import Call, Handler, store
from pgbridge_portone.simulated.lists import paged, window


def send(world: World, call: Call) -> Answer:
    """Send a password, once for each id."""
    wish = call.body(inputs.SendIdentity)
    person = wish.customer
    if wish.method == "SMS" and person.identity_number is None:
        raise invalid("customer.identityNumber: SMS 방식에는 필수입니다.")
    identities.send(
        world,
        identities.Wanted(
            version="V2",
            store_id=store(world, wish.store_id),
            order_id=call.params["verification_id"],
            channel=world.channel(wish.channel_key),
            name=person.name,
            phone=person.phone_number,
            operator=wish.operator,
            number=person.identity_number,
            method=wish.method,
            custom_data=wish.custom_data,
            customer_id=person.id,
        ),
    )
    return Answer.of({})


def resend(world: World, call: Call) -> Answer:
    """Send another password."""
    identities.resend(world, wanted(world, call, call.request.parameter("storeId")))
    return Answer.of({})


def confirm(world: World, call: Call) -> Answer:
    """Take the password back."""
    wish = call.body(inputs.ConfirmIdentity)
    done = identities.confirm(world, wanted(world, call, wish.store_id), wish.otp)
    return Answer.of({"identityVerification": shown(done)})


def get(world: World, call: Call) -> Answer:
    """Read a verification, one of V1 by its `imp_uid`."""
    store_id, name = store(world, call.request.parameter("storeId")), call.params["verification_id"]
    try:
        found = identities.find(world, "V2", store_id, name)
    except Refusal:
        found = identities.find(world, "V1", store_id, name)
    return Answer.of(shown(found))


def list_identities(world: World, call: Call) -> Answer:
    """List verifications; without a store those of all stores."""
    wish = call.listing(filters.Identities)
    by = wish.filter
    start, end = window(world, by.from_, by.until)
    allowed = None if by.store_id is None else store(world, by.store_id)

    def keep(it: Identity) -> bool:
        at = moment(it, by.time_range_field)
        return (
            at is not None
            and start <= at <= end
            and allowed in (None, it.store_id)
            and by.identity_verification_id in (None, it.id)
            and by.is_test in (None, not it.channel.live)
            and (not by.statuses or status(it) in by.statuses)
            and by.version in (None, it.version)
        )

    kept = [each for each in world.identities.values() if keep(each)]
    kept.sort(key=lambda it: (moment(it, wish.sort.by) or 0, it.serial), reverse=wish.sort.order == "DESC")
    return paged(kept, wish.page, shown)


def wanted(world: World, call: Call, store_id: str | None) -> Identity:
    """Return the verification in the path, or refuse."""
    return identities.find(world, "V2", store(world, store_id), call.params["verification_id"])


def moment(it: Identity, field: str) -> float | None:
    """Return the time of a verification by which a list goes."""
    if field == "STATUS_UPDATED_AT":
        return it.verified_at or it.failed_at or it.requested_at
    return {
        "REQUESTED_AT": it.requested_at,
        "VERIFIED_AT": it.verified_at,
        "FAILED_AT": it.failed_at,
    }.get(field)


def status(it: Identity) -> str:
    """Return the state of a verification."""
    if it.failed_at is not None:
        return "FAILED"
    return "READY" if it.verified_at is None else "VERIFIED"


def shown(it: Identity) -> views.Json:
    """Write a verification."""
    changed = views.time(it.verified_at or it.failed_at or it.requested_at)
    common = views.given(
        status=status(it),
        id=it.id,
        channel=views.channel(it.channel),
        customData=it.custom_data,
        requestedAt=views.time(it.requested_at),
        updatedAt=changed,
        statusChangedAt=changed,
        version=it.version,
        pgTxId=it.pg_tx_id,
    )
    year, month, day = (it.birth or "").split("-") if it.birth else (None, None, None)
    person = views.given(id=it.customer_id, name=it.name, phoneNumber=it.phone)
    if it.verified_at is None:
        asked = views.given(birthYear=year, birthMonth=month, birthDay=day)
        return {**common, "requestedCustomer": {**person, **asked}, **failure(it)}
    verified = views.given(
        operator=it.operator,
        birthDate=it.birth,
        gender=it.gender,
        isForeigner=False,
        ci=f"CI-{it.phone}",
        di=f"DI-{it.phone}",
    )
    return {
        **common,
        "verifiedCustomer": {**person, **verified},
        "verifiedAt": views.time(it.verified_at),
        "pgRawResponse": "",
    }


def failure(it: Identity) -> views.Json:
    """Write why a verification failed, if it did."""
    why = it.failure
    return (
        {}
        if why is None
        else {"failure": {"reason": why.reason, "pgCode": why.code, "pgMessage": why.reason}}
    )


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/identity-verifications", list_identities),
    ("GET", "/identity-verifications/{verification_id}", get),
    ("POST", "/identity-verifications/{verification_id}/send", send),
    ("POST", "/identity-verifications/{verification_id}/resend", resend),
    ("POST", "/identity-verifications/{verification_id}/confirm", confirm),
)
