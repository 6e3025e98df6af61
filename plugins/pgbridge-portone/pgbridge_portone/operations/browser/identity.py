"""`PortOne.requestIdentityVerification`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.operations.browser.identity import BrowserIdentity
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.asking import refuse
from pgbridge_portone.browsing import accepted, results, written
from pgbridge_portone.browsing.fields import WINDOW
from pgbridge_portone.browsing.remarks import store_remark
from pgbridge_portone.fields import fields
from pgbridge_portone.shapes.browser import IdentityParams

if TYPE_CHECKING:
    from pgbridge.errors import PgbridgeError
    from pgbridge.model.browser import BrowserResult
    from pgbridge.model.channel import Channel

OPERATION = BrowserIdentity
ENDPOINTS = ("PortOne.requestIdentityVerification",)
FIELDS = fields(
    WINDOW,
    {"identity_id": "identityVerificationId", "minimum_age": None, "carrier": None, "company": None},
)
remarks = store_remark


def encode(op: BrowserIdentity, channel: Channel) -> WireRequest:
    """Turn the operation into the call's parameters.

    :raises RuleViolation: V2's window cannot take it
    """
    to = written.Writer()
    body = IdentityParams(
        identity_verification_id=op.identity_id, channel_key=to.key(channel), **to.window(op, channel)
    )
    if body.custom_data is not None and not isinstance(body.custom_data, str):
        to.note("custom-data", "customData", "custom_data: this call takes text only", "custom_data")
    if to.problems:
        raise refuse(*to.problems, subject="browser identity")
    return WireRequest(
        method="", path="PortOne.requestIdentityVerification", name="browser_identity", body=body
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from the parameters of a call.

    :raises RuleViolation: they cannot be read
    """
    body, unknown = accepted.params_of(requests[0], IdentityParams)
    op = BrowserIdentity(identity_id=body.identity_verification_id, **accepted.window(body))
    return accepted.accepted(op, body, unknown)


def decode(op: BrowserIdentity | None, response: WireResponse) -> BrowserResult:
    """Read what the window said."""
    del op
    return results.read(response, "identity")


def answer(op: BrowserIdentity | None, result: BrowserResult | PgbridgeError) -> WireResponse:
    """Write what the window said as V2 has it."""
    del op
    return results.write(result)
