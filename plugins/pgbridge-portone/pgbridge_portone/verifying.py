"""Identity verifications: read, written as V2 shows them, and what their operations share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.identity import IdentityVerification, VerifiedCustomer
from pgbridge.model.payment import Failure
from pgbridge.wire import WireRequest, WireResponse
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import problem, read, refuse, segment, store_query
from pgbridge_portone.convert.customer import joined_date
from pgbridge_portone.convert.payment import channel_of
from pgbridge_portone.convert.payment_written import channel_shape, failure_shape
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import IdentityShape, PersonShape
from pgbridge_portone.times import utc
from pgbridge_portone.words import GENDER, GENDER_OUT, IDENTITY_STATUS, IDENTITY_STATUS_OUT, OPERATORS

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

IDENTITY = msgspec.json.Decoder(IdentityShape)
MISSING = "IDENTITY_VERIFICATION_NOT_FOUND"


def need_id(op: Any) -> str:
    """Return V2's id of a verification: the shop's own, or of one of V1's the `imp_uid`.

    :raises RuleViolation: there is none
    """
    found = op.order_id or op.attempt_id
    if not found:
        message = "V2 names a verification by the shop's own id: give order_id"
        raise refuse(
            problem("order-id", "path.identityVerificationId", message, neutral="order_id"),
            subject="identity",
        )
    return str(found)


def get_request(verification_id: str, channel: Channel) -> WireRequest:
    """`GET /identity-verifications/{identityVerificationId}`."""
    return WireRequest(
        method="GET",
        path=f"/identity-verifications/{segment(verification_id)}",
        query=store_query(channel),
        params={"identityVerificationId": verification_id},
    )


def read_identity(body: bytes | msgspec.Raw) -> IdentityVerification:
    """Read an `IdentityVerification`.

    :raises BadAnswer: it cannot be read
    """
    shape = parse(body, IDENTITY)
    failure = shape.failure
    return IdentityVerification(
        status=IDENTITY_STATUS.get(shape.status, shape.status),
        order_id=shape.id,
        attempt_id=shape.id if shape.version == "V1" else None,
        customer=person_of(shape.verified_customer or shape.requested_customer),
        channel=None if shape.channel is None else channel_of(shape.channel),
        pg_tx_id=shape.pg_tx_id,
        requested_at=utc(shape.requested_at),
        updated_at=utc(shape.updated_at),
        status_changed_at=utc(shape.status_changed_at),
        verified_at=utc(shape.verified_at),
        failure=None
        if failure is None
        else Failure(reason=failure.reason, pg_code=failure.pg_code, pg_message=failure.pg_message),
        custom_data=shape.custom_data,
        pg_response=shape.pg_raw_response,
        version=shape.version,
        wire=bytes(body),
    )


def person_of(shape: PersonShape | None) -> VerifiedCustomer:
    """Return the person, as asked for or as verified."""
    if shape is None:
        return VerifiedCustomer()
    return VerifiedCustomer(
        id=shape.id,
        name=shape.name,
        gender=None if shape.gender is None else GENDER.get(shape.gender, shape.gender),
        birth=shape.birth_date or joined_date(shape.birth_year, shape.birth_month, shape.birth_day),
        foreigner=shape.is_foreigner,
        phone=shape.phone_number,
        carrier=shape.operator,
        ci=shape.ci,
        di=shape.di,
    )


def identity_shape(it: IdentityVerification, verification_id: str | None = None) -> IdentityShape:
    """Write a verification."""
    verified = it.status == "verified"
    person = it.customer
    gender, carrier = person.gender, person.carrier
    shown = PersonShape(
        id=person.id,
        name=person.name,
        operator=carrier if verified and carrier in OPERATORS else None,
        phone_number=person.phone,
        birth_date=person.birth if verified else None,
        gender=GENDER_OUT.get(gender, gender) if verified and gender else None,
        is_foreigner=person.foreigner if verified else None,
        ci=person.ci,
        di=person.di,
    )
    return IdentityShape(
        status=IDENTITY_STATUS_OUT.get(it.status, it.status),
        id=verification_id or it.order_id or it.attempt_id or "",
        channel=None if it.channel is None else channel_shape(it.channel),
        verified_customer=shown if verified else None,
        requested_customer=None if verified else shown,
        custom_data=it.custom_data,
        requested_at=it.requested_at,
        updated_at=it.updated_at,
        status_changed_at=it.status_changed_at,
        verified_at=it.verified_at,
        failure=failure_shape(it.failure) if it.status == "failed" else None,
        pg_tx_id=it.pg_tx_id,
        pg_raw_response=it.pg_response,
        version=it.version,
    )


def identity_of(verification_id: str, channel: Channel) -> Flow[IdentityVerification]:
    """Read a verification."""
    return read_identity((yield from read(get_request(verification_id, channel), channel)).body)


def settle_sent(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether there is a verification. Inferred: V2 knows one only after it was asked for."""
    try:
        found = yield from identity_of(attempt.vendor_id, channel)
    except NotFound as error:
        if error.reason == "identity_not_found":
            return Sighting()
        raise
    state = "failed" if found.status == "failed" else "done"
    return Sighting(items=(Seen(id=found.id, state=state, result=found),))


def settle_verified(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether the person is verified."""
    found = yield from identity_of(attempt.target or attempt.vendor_id, channel)
    if found.status != "verified":
        return Sighting()
    return Sighting(items=(Seen(id=found.id, state="done", result=found),))


def sent(op: Any, response: WireResponse) -> IdentityVerification:
    """Return the verification that waits for its password; V2 answers with nothing."""
    return IdentityVerification(
        order_id=op.order_id if op is not None else None,
        status="ready",
        version="V2",
        partial=True,
        wire=response.body,
    )


def answer_sent(result: IdentityVerification | PgbridgeError) -> WireResponse:
    """Write that it was sent."""
    return refused(result, MISSING) if isinstance(result, PgbridgeError) else answered({})
