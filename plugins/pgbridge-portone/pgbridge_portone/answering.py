"""The server's side: results and errors written as V2 answers them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pgbridge.errors import ApiError, Declined, PgbridgeError
from pgbridge.wire import ENCODER, WireResponse
from pgbridge_portone.judge import TYPES
from pgbridge_portone.shapes.answers import ErrorShape

if TYPE_CHECKING:
    from pgbridge.model.payment import Payment

# The type to answer with when the error names none of V2's: by what it says, then by its HTTP status.
BY_REASON: dict[str, str] = {}
# The first type of a reason stands for it; what belongs to partner settlement only where nothing else does.
for word in sorted(TYPES, key=lambda name: name.startswith("PLATFORM_")):
    reason = TYPES[word][1]
    if reason not in ("provider_declined", "provider_unavailable", "invalid_state"):
        BY_REASON.setdefault(reason, word)
BY_STATUS = MappingProxyType({400: "INVALID_REQUEST", 401: "UNAUTHORIZED", 403: "FORBIDDEN"})
MESSAGE = "the payment gateway refused"


def answered(value: object) -> WireResponse:
    """Return a success with its JSON."""
    return WireResponse(status=200, body=ENCODER.encode(value), headers={"content-type": "application/json"})


def refused(error: PgbridgeError, missing: str = "PAYMENT_NOT_FOUND") -> WireResponse:
    """Return an error as V2 words it.

    :param missing: the type for a 404 that does not say what is missing
    """
    if isinstance(error, Declined):
        return declined(error.payment, error.pg_code, error.pg_message)
    if not isinstance(error, ApiError):
        return written(400, "INVALID_REQUEST", str(error))
    text = error.pg_message
    word = error.code if error.code in TYPES else None
    if word is None:
        word = type_of(error, missing)
    status, _, _ = TYPES[word]
    if word == "PG_PROVIDER":
        return written(status, word, text or MESSAGE, pg_code=error.pg_code, pg_message=text or MESSAGE)
    return written(status, word, text or str(error))


def type_of(error: ApiError, missing: str) -> str:
    """Return the type for an error of another API. Its texts tell nothing, its status little."""
    if error.http_status == 404:
        return BY_REASON.get(error.reason, missing) if error.reason.endswith("_not_found") else missing
    by_status = BY_STATUS.get(error.http_status or 0)
    return by_status or BY_REASON.get(error.reason, "PG_PROVIDER")


def declined(payment: Payment, pg_code: str | None = None, pg_message: str | None = None) -> WireResponse:
    """Return a failed payment: V2 answers the charge itself with an error."""
    failure = payment.failure
    if failure is not None:
        pg_code = failure.pg_code or pg_code
        pg_message = failure.pg_message or failure.reason or pg_message
    return written(502, "PG_PROVIDER", MESSAGE, pg_code=pg_code, pg_message=pg_message or MESSAGE)


def written(
    status: int, word: str, message: str, *, pg_code: str | None = None, pg_message: str | None = None
) -> WireResponse:
    """Return an error answer."""
    body = ErrorShape(type=word, message=message, pg_code=pg_code, pg_message=pg_message)
    return WireResponse(
        status=status, body=ENCODER.encode(body), headers={"content-type": "application/json"}
    )
