"""Identity verifications on V1. Vendor schema: `CertificationAnnotation`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from pgbridge.errors import BadAnswer, NotFound, PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.identity import IdentityVerification, VerifiedCustomer
from pgbridge.model.payment import PaymentChannel
from pgbridge.wire import Flow, WireRequest, WireResponse
from pgbridge_iamport import words
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import Form, wrong
from pgbridge_iamport.lookups import get, headers, read
from pgbridge_iamport.receipts import receipt_path
from pgbridge_iamport.refusal import (
    MOST_CHANNEL_KEY,
    MOST_ORDER_ID,
    Problems,
    check_length,
    missing_setting,
    problem,
    refuse,
)
from pgbridge_iamport.shapes.identity import CertificationShape
from pgbridge_iamport.shapes.requests import OtpRequestBody
from pgbridge_iamport.times import epoch, happened

Certification = CertificationShape[datetime]
READER: Reader[Certification] = Reader(Certification)
CERTIFICATIONS = "/certifications/"
OTP_REQUEST = "/certifications/otp/request"
OTP_CONFIRM = "/certifications/otp/confirm/"
NUMBER_DIGITS, BIRTH_DIGITS = 7, 6
METHODS = {"sms": "SMS", "app": "APP"}
# What both ways of having a password sent tell of the person.
PERSON: dict[str, str | None] = {
    "order_id": "merchant_uid",
    "person_name": "name",
    "phone": "phone",
    "carrier": "carrier",
    "identity_number": "birth",
    "method": "verification_method",
    "company": "company",
    "bypass": "bypass",
}


def need_uid(attempt_id: str | None, operation: str) -> str:
    """Return the verification that V1's paths name.

    :raises RuleViolation: there is none
    """
    if not attempt_id:
        message = "attempt_id: V1 finds a verification by its imp_uid alone: give the attempt_id that the request gave you"
        refuse([problem("imp_uid", "required", message, neutral="attempt_id")], operation)
    return attempt_id or ""


def request_otp(op: Any, channel: Channel) -> WireRequest:
    """Write the request for a password.

    :raises RuleViolation: V1 cannot carry it, or lacks something
    """
    problems: Problems = []
    if not channel.key:
        missing_setting(channel, "key", "channel_key", problems)
    check_length(op.order_id, MOST_ORDER_ID, "merchant_uid", "order_id", problems)
    check_length(channel.key, MOST_CHANNEL_KEY, "channel_key", "channel.key", problems)
    for field, wire in (("person_name", "name"), ("phone", "phone"), ("carrier", "carrier")):
        if not getattr(op, field):
            problems.append(problem(wire, "required", f"{field}: V1 needs it", neutral=field))
    number = op.identity_number or ""
    if not (number.isascii() and number.isdigit() and len(number) == NUMBER_DIGITS):
        message = (
            "identity_number: V1 needs 7 digits, the birth date as YYMMDD and the 7th of the resident number"
        )
        problems.append(problem("birth", "format", message, neutral="identity_number"))
    carrier = op.carrier or ""
    network = words.OPERATOR_CODES.get(carrier.removesuffix(words.VIRTUAL))
    if carrier and network is None:
        known = ", ".join(words.OPERATOR_CODES)
        message = f"carrier: V1 knows {known}, each also with {words.VIRTUAL}"
        problems.append(problem("carrier", "enum", message, neutral="carrier"))
    if op.method is not None and op.method not in METHODS:
        message = f"method: V1 knows {', '.join(METHODS)}"
        problems.append(problem("verification_method", "enum", message, neutral="method"))
    refuse(problems, op.name)
    body = OtpRequestBody(
        name=op.person_name,
        phone=op.phone,
        birth=number[:BIRTH_DIGITS],
        gender_digit=number[BIRTH_DIGITS:],
        carrier=network or "",
        is_mvno=carrier.endswith(words.VIRTUAL),
        company=op.company,
        merchant_uid=op.order_id,
        channel_key=channel.key or "",
        verification_method=None if op.method is None else METHODS[op.method],
        bypass=None if op.bypass is None else msgspec.json.encode(op.bypass).decode(),
    )
    return WireRequest(
        method="POST", path=OTP_REQUEST, name="otp_request", body=body, headers=headers(channel)
    )


def accepted_person(form: Form) -> dict[str, Any]:
    """Return what a foreign request for a password tells, as arguments of either operation."""
    carrier = form.need("carrier")
    network = words.OPERATORS.get(carrier, carrier)
    method = form.text("verification_method")
    birth, digit = "".join(filter(str.isdigit, form.need("birth"))), form.need("gender_digit")
    if len(birth) != BIRTH_DIGITS:
        raise wrong("birth", "must hold the six digits YYMMDD")
    if len(digit) != 1 or not digit.isdigit():
        raise wrong("gender_digit", "must be one digit")
    return {
        "order_id": form.text("merchant_uid") or "",
        "person_name": form.need("name"),
        "phone": form.need("phone"),
        "carrier": f"{network}{words.VIRTUAL}" if form.flag("is_mvno") else network,
        "identity_number": f"{birth}{digit}",
        "method": "sms" if method is None else method.lower(),
        "company": form.text("company"),
        "bypass": form.mapping("bypass"),
    }


def decode_requested(response: WireResponse, order_id: str | None) -> IdentityVerification:
    """Read which verification waits for its password.

    :raises BadAnswer: the answer does not say
    """
    uid = READER.one(response.body).imp_uid
    if not uid:
        raise BadAnswer("PortOne V1 answered a verification without imp_uid", reason="bad_answer")
    return IdentityVerification(
        order_id=order_id, attempt_id=uid, status="ready", version="V1", partial=True, wire=response.body
    )


def decode_identity(body: bytes, order_id: str | None = None) -> IdentityVerification:
    """Read a verification. Its plain `foreigner: false` is what V1 says when nobody knows.

    :raises BadAnswer: it does not say which
    """
    it = READER.one(body)
    if not it.imp_uid:
        raise BadAnswer("PortOne V1 answered a verification without imp_uid", reason="bad_answer")
    foreigner = True if it.foreigner_v2 is None and it.foreigner else it.foreigner_v2
    carrier = it.carrier
    verified = happened(it.certified_at) if it.certified else None
    return IdentityVerification(
        status="verified" if it.certified else "ready",
        order_id=it.merchant_uid or order_id,
        attempt_id=it.imp_uid,
        customer=VerifiedCustomer(
            name=it.name,
            gender=it.gender,
            birth=it.birthday,
            foreigner=foreigner,
            phone=it.phone,
            carrier=None if carrier is None else words.OPERATORS.get(carrier, carrier),
            ci=it.unique_key,
            di=it.unique_in_site,
        ),
        channel=PaymentChannel(pg_provider=it.pg_provider.upper()) if it.pg_provider else None,
        pg_tx_id=it.pg_tid,
        updated_at=verified,
        status_changed_at=verified,
        verified_at=verified,
        origin=it.origin,
        version="V1",
        wire=body,
    )


def answer_identity(op: Any, result: Any) -> WireResponse:
    """Write a verification, or the error in its place."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    person, provider = result.customer, result.channel.pg_provider if result.channel is not None else None
    carrier = person.carrier
    return success(
        CertificationShape[int](
            imp_uid=getattr(op, "attempt_id", None) or result.attempt_id or result.order_id,
            merchant_uid=result.order_id,
            pg_tid=result.pg_tx_id,
            pg_provider=provider.lower() if provider else None,
            name=person.name,
            gender=person.gender if person.gender in words.GENDERS else None,
            birthday=person.birth,
            foreigner=bool(person.foreigner),
            foreigner_v2=person.foreigner,
            phone=person.phone,
            carrier=None if carrier is None else words.OPERATOR_CODES.get(carrier, carrier),
            certified=result.status == "verified",
            certified_at=epoch(result.verified_at),
            unique_key=person.ci,
            unique_in_site=person.di,
            origin=result.origin,
        )
    )


def answer_requested(op: Any, result: Any) -> WireResponse:
    """Write which verification waits, or the error in its place."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    uid = result.attempt_id or result.order_id or getattr(op, "order_id", None)
    return success(CertificationShape[int](imp_uid=uid))


def identity_at(imp_uid: str, channel: Channel) -> Flow[IdentityVerification]:
    """Read a verification.

    :raises NotFound: there is none
    """
    try:
        response = yield from read(get(receipt_path(CERTIFICATIONS, imp_uid), channel), channel)
    except NotFound as error:
        raise NotFound(
            "PortOne V1 knows no such identity verification",
            reason="identity_not_found",
            code=error.code,
            pg_message=error.pg_message,
            http_status=404,
        ) from None
    return decode_identity(response.body)
