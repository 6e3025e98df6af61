"""What the window said when it closed: the promise's value, or the query of a redirect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from pgbridge.errors import BadAnswer, PgbridgeError
from pgbridge.model.browser import BrowserResult
from pgbridge.wire import WireResponse
from pgbridge_portone.answering import refused
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.browser import ResultShape

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final[Mapping[str, str]] = {
    "PAYMENT": "payment",
    "ISSUE_BILLING_KEY": "billing_key",
    "ISSUE_BILLING_KEY_AND_PAY": "billing_key_and_pay",
    "IDENTITY_VERIFICATION": "identity",
}
TYPES: Final = {kind: word for word, kind in KINDS.items()}
# Stands where the key would, until the shop's server has confirmed it.
UNCONFIRMED: Final = "NEEDS_CONFIRMATION"
# V1 tells the PG's code alone; V2 puts its own before it, and always a text.
BY_PG, BY_PG_TEXT = "PGProviderError", "결제 실패"
DECODER = msgspec.json.Decoder(ResultShape)


def read(response: WireResponse, kind: str) -> BrowserResult:
    """Read a result.

    :param kind: what was asked for, where the result does not say so
    :raises BadAnswer: it is none of V2's
    """
    body = parse(response.body, DECODER)
    if not (body.transaction_type or body.payment_id or body.billing_key or body.identity_verification_id):
        raise BadAnswer("this is no result of PortOne V2's browser SDK", reason="protocol_error")
    waiting = body.billing_key == UNCONFIRMED
    return BrowserResult(
        kind=KINDS.get(body.transaction_type or "", kind),
        success=not body.code,
        order_id=body.payment_id or body.identity_verification_id,
        attempt_id=body.tx_id or body.identity_verification_tx_id,
        billing_key=None if waiting else body.billing_key,
        issue_token=body.billing_issue_token,
        payment_token=body.payment_token,
        needs_confirmation=waiting,
        code=body.code,
        message=body.message,
        pg_code=body.pg_code,
        pg_message=body.pg_message,
    )


def write(result: BrowserResult | PgbridgeError) -> WireResponse:
    """Write a result as V2's promise gives it."""
    if isinstance(result, PgbridgeError):
        return refused(result)
    identity = result.kind == "identity"
    failed = not result.success
    shape = ResultShape(
        transaction_type=TYPES.get(result.kind, result.kind),
        payment_id=None if identity or result.kind == "billing_key" else result.order_id,
        tx_id=None if identity or result.kind == "billing_key" else result.attempt_id,
        identity_verification_id=result.order_id if identity else None,
        identity_verification_tx_id=result.attempt_id if identity else None,
        billing_key=UNCONFIRMED if result.needs_confirmation else result.billing_key,
        billing_issue_token=result.issue_token,
        payment_token=result.payment_token,
        code=(result.code or BY_PG) if failed else None,
        message=(result.message or BY_PG_TEXT) if failed else None,
        pg_code=result.pg_code,
        pg_message=result.pg_message,
    )
    return WireResponse(status=200, body=msgspec.json.encode(shape))
