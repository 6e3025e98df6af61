"""What the window said when it closed: the callback's argument, or the query of a redirect."""

from __future__ import annotations

from typing import Final

import msgspec

from pgbridge.errors import BadAnswer, PgbridgeError
from pgbridge.model.browser import BrowserResult
from pgbridge.wire import WireResponse
from pgbridge_iamport.envelope import failure
from pgbridge_iamport.form import Form
from pgbridge_iamport.shapes.browser import ResultShape

DECODER = msgspec.json.Decoder(ResultShape, strict=False)
TOLD: Final = ("imp_uid", "merchant_uid", "imp_success", "error_code", "error_msg")


def read(response: WireResponse, kind: str) -> BrowserResult:
    """Read a result. V1 has one code, the PG's or its own.

    :param kind: what was asked for; V1 does not say
    :raises BadAnswer: it is none of V1's
    """
    try:
        body = DECODER.decode(response.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise BadAnswer("the browser's result cannot be read", reason="protocol_error") from None
    if all(getattr(body, name) is None for name in TOLD):
        raise BadAnswer("this is no result of PortOne V1's browser SDK", reason="protocol_error")
    word = body.success if body.success is not None else body.imp_success
    failed = bool(body.error_code or body.error_msg)
    success = not failed if word is None else bool(Form({"success": word}).flag("success"))
    return BrowserResult(
        kind=kind,
        success=success,
        order_id=body.merchant_uid,
        attempt_id=body.imp_uid,
        billing_key=body.customer_uid,
        code=None if success else body.error_code,
        message=None if success else body.error_msg,
        pg_code=None if success else body.error_code,
        pg_message=None if success else body.error_msg,
    )


def write(result: BrowserResult | PgbridgeError) -> WireResponse:
    """Write a result as V1's callback gets it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    failed = not result.success
    shape = ResultShape(
        success=result.success,
        imp_uid=result.attempt_id,
        merchant_uid=result.order_id,
        customer_uid=result.billing_key,
        error_code=(result.pg_code or result.code) if failed else None,
        error_msg=(result.pg_message or result.message) if failed else None,
    )
    return WireResponse(status=200, body=msgspec.json.encode(shape))
