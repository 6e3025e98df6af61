"""`POST /identity-verifications/{identityVerificationId}/send`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.model.identity import IdentityVerification
from pgbridge.operations.identity.otp_send import SendIdentityOtp
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone import verifying
from pgbridge_portone.accepting import body_of, part
from pgbridge_portone.asking import channel_problem, problem, refuse, segment, store_of
from pgbridge_portone.fields import fields
from pgbridge_portone.shapes.requests import PersonInput, SendIdentityBody
from pgbridge_portone.words import OPERATORS, OTP_METHOD, OTP_METHOD_OUT

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation
    from pgbridge.wire import Flow

OPERATION = SendIdentityOtp
ENDPOINTS = ("POST /identity-verifications/{identityVerificationId}/send",)
APPROXIMATIONS = ("PortOne V2 wants the person's IP address",)
FIELDS = fields(
    {
        "order_id": "path.identityVerificationId",
        "person_name": "customer.name",
        "phone": "customer.phoneNumber",
        "carrier": "operator",
        "identity_number": "customer.identityNumber",
        "method": "method",
        "ip_address": "customer.ipAddress",
        "customer_id": "customer.id",
        "custom_data": "customData",
        "company": None,
        "bypass": "bypass",
    }
)
# The message names the shop as the console has it.
DROPPED = frozenset(("company",))
NEEDS = {"ip_address": "V2 wants the person's IP address as customer.ipAddress, which only the caller knows"}
settle = verifying.settle_sent


def encode(op: SendIdentityOtp, channel: Channel) -> WireRequest:
    """Turn the operation into its request. Executed, `prior` has seen to the IP address.

    :raises RuleViolation: V2 cannot take it
    """
    if found := problems_of(op, channel):
        raise refuse(*found, subject="identity")
    return WireRequest(
        name="identity_send",
        method="POST",
        path=f"/identity-verifications/{segment(op.order_id)}/send",
        body=SendIdentityBody(
            store_id=store_of(channel),
            channel_key=channel.key or "",
            customer=PersonInput(
                id=op.customer_id,
                name=op.person_name,
                phone_number="".join(filter(str.isdigit, op.phone)),
                identity_number=op.identity_number,
                ip_address=op.ip_address,
            ),
            custom_data=op.custom_data,
            bypass=op.bypass,
            operator=op.carrier,
            method=OTP_METHOD_OUT[op.method],
        ),
        params={"identityVerificationId": op.order_id},
    )


def problems_of(op: SendIdentityOtp, channel: Channel) -> list[Violation]:
    """Return what V2 cannot take."""
    found = [] if channel.key else [channel_problem()]
    if op.carrier not in OPERATORS:
        message = f"must be one of {', '.join(OPERATORS)}"
        found.append(problem("operator", "operator", message, neutral="carrier", kind="enum"))
    if op.method not in OTP_METHOD_OUT:
        message = f"must be one of {', '.join(OTP_METHOD_OUT)}"
        found.append(problem("method", "method", message, kind="enum"))
    if op.method == "sms" and not op.identity_number:
        message = "a message needs whom it is for: give identity_number"
        found.append(
            problem("identity-number", "customer.identityNumber", message, neutral="identity_number")
        )
    return found


def decode(op: SendIdentityOtp | None, response: WireResponse) -> IdentityVerification:
    """Return the verification that waits for its password."""
    return verifying.sent(op, response)


def prior(op: SendIdentityOtp, channel: Channel) -> Flow[Prior]:
    """See that V2 gets the IP address by which it slows people down.

    :raises RuleViolation: there is none
    """
    yield from ()
    del channel
    if not op.ip_address:
        where = problem("ip-address", "customer.ipAddress", NEEDS["ip_address"], neutral="ip_address")
        raise refuse(where, subject="identity")
    return Prior(op=op)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    body, unknown = body_of(request, SendIdentityBody)
    person = body.customer
    op = SendIdentityOtp(
        order_id=part(request, 1),
        person_name=person.name,
        phone=person.phone_number,
        carrier=body.operator,
        identity_number=person.identity_number,
        method=OTP_METHOD.get(body.method, body.method),
        ip_address=person.ip_address,
        customer_id=person.id,
        custom_data=body.custom_data,
        bypass=body.bypass,
    )
    return Accepted(op=op, channel_key=body.channel_key, store_id=body.store_id, unknown=unknown)


def answer(op: SendIdentityOtp | None, result: IdentityVerification | PgbridgeError) -> WireResponse:
    """Write the result as V2 answers it: nothing."""
    del op
    return verifying.answer_sent(result)
