"""What V2's error answers mean. https://developers.portone.io/api/rest-v2/type-def lists the types."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import ApiError, BadAnswer, Conflict, NotFound, RateLimited, Unauthorized
from pgbridge.retry import retry_after
from pgbridge.wire import Judgement
from pgbridge_portone.shapes.answers import ErrorShape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgbridge.wire import WireResponse

REFUSED, ERROR, ALREADY, RUNNING, UNREADABLE = "refused", "error", "already", "running", "unreadable"

# Partner settlement: refused for what the request says, or for what it names.
SETTLEMENT_INVALID = (
    "PLATFORM_ADDITIONAL_FIXED_AMOUNT_FEE_CURRENCY_AND_SETTLEMENT_CURRENCY_MISMATCHED",
    "PLATFORM_CANCELLABLE_AMOUNT_EXCEEDED",
    "PLATFORM_CANCELLABLE_DISCOUNT_AMOUNT_EXCEEDED",
    "PLATFORM_CANCELLABLE_DISCOUNT_TAX_FREE_AMOUNT_EXCEEDED",
    "PLATFORM_CANCELLABLE_PRODUCT_QUANTITY_EXCEEDED",
    "PLATFORM_CANCELLATION_AND_PAYMENT_TYPE_MISMATCHED",
    "PLATFORM_CANNOT_SPECIFY_TRANSFER",
    "PLATFORM_CONTRACT_PLATFORM_FIXED_AMOUNT_FEE_CURRENCY_AND_SETTLEMENT_CURRENCY_MISMATCHED",
    "PLATFORM_CURRENCY_NOT_SUPPORTED",
    "PLATFORM_DISCOUNT_SHARE_POLICY_ID_DUPLICATED",
    "PLATFORM_ORDER_DETAIL_MISMATCHED",
    "PLATFORM_PRODUCT_ID_DUPLICATED",
    "PLATFORM_SETTLEMENT_AMOUNT_EXCEEDED",
    "PLATFORM_SETTLEMENT_CANCEL_AMOUNT_EXCEEDED_PORT_ONE_CANCEL",
    "PLATFORM_SETTLEMENT_DATE_EARLIER_THAN_SETTLEMENT_START_DATE",
    "PLATFORM_SETTLEMENT_PAYMENT_AMOUNT_EXCEEDED_PORT_ONE_PAYMENT",
    "PLATFORM_SETTLEMENT_SUPPLY_WITH_VAT_AMOUNT_EXCEEDED_PORT_ONE_PAYMENT",
    "PLATFORM_SETTLEMENT_TAX_FREE_AMOUNT_EXCEEDED_PORT_ONE_PAYMENT",
)
SETTLEMENT_NOT_FOUND = (
    "PLATFORM_ADDITIONAL_FEE_POLICIES_NOT_FOUND",
    "PLATFORM_CANCELLATION_NOT_FOUND",
    "PLATFORM_CONTRACT_NOT_FOUND",
    "PLATFORM_DISCOUNT_SHARE_POLICIES_NOT_FOUND",
    "PLATFORM_PARTNER_NOT_FOUND",
    "PLATFORM_PAYMENT_NOT_FOUND",
    "PLATFORM_PRODUCT_ID_NOT_FOUND",
    "PLATFORM_SETTLEMENT_PARAMETER_NOT_FOUND",
    "PLATFORM_TRANSFER_DISCOUNT_SHARE_POLICY_NOT_FOUND",
    "PLATFORM_TRANSFER_NOT_FOUND",
    "PLATFORM_USER_DEFINED_PROPERTY_NOT_FOUND",
)

# type: (HTTP status, reason, what it means for a write). Only what is answered before anything is processed is refused.
TYPES: Mapping[str, tuple[int, str, str]] = MappingProxyType(
    {
        **dict.fromkeys(SETTLEMENT_INVALID, (400, "settlement_refused", REFUSED)),
        **dict.fromkeys(SETTLEMENT_NOT_FOUND, (404, "settlement_not_found", REFUSED)),
        "PLATFORM_ORDER_TRANSFER_ALREADY_CANCELLED": (400, "already_cancelled", ALREADY),
        "PLATFORM_TRANSFER_ALREADY_EXISTS": (409, "transfer_exists", ALREADY),
        "PLATFORM_TRANSFER_ID_ALREADY_USED": (409, "transfer_exists", ALREADY),
        "DISCOUNT_AMOUNT_EXCEEDS_TOTAL_AMOUNT": (400, "promotion_conflict", REFUSED),
        "INVALID_PAYMENT_TOKEN": (400, "invalid_request", REFUSED),
        "INVALID_REQUEST": (400, "invalid_request", REFUSED),
        "MAX_TRANSACTION_COUNT_REACHED": (400, "attempt_limit_reached", REFUSED),
        "MAX_TTL_EXCEEDED": (400, "invalid_request", REFUSED),
        "MAX_WEBHOOK_RETRY_COUNT_REACHED": (400, "attempt_limit_reached", REFUSED),
        "NEGATIVE_PROMOTION_ADJUSTED_CANCEL_AMOUNT": (400, "promotion_conflict", REFUSED),
        "PLATFORM_NOT_SUPPORTED_BANK": (400, "invalid_request", REFUSED),
        "PROMOTION_DISCOUNT_RETAIN_OPTION_SHOULD_NOT_BE_CHANGED": (400, "promotion_conflict", REFUSED),
        "PROMOTION_PAY_METHOD_DOES_NOT_MATCH": (400, "promotion_conflict", REFUSED),
        "UNAUTHORIZED": (401, "authentication_error", REFUSED),
        "FORBIDDEN": (403, "permission_denied", REFUSED),
        "PLATFORM_NOT_ENABLED": (403, "permission_denied", REFUSED),
        "BILLING_KEY_NOT_FOUND": (404, "billing_key_not_found", REFUSED),
        "BILLING_KEY_NOT_ISSUED": (404, "billing_key_not_found", REFUSED),
        "CASH_RECEIPT_NOT_FOUND": (404, "cash_receipt_not_found", REFUSED),
        "CASH_RECEIPT_NOT_ISSUED": (404, "cash_receipt_not_found", REFUSED),
        "CHANNEL_NOT_FOUND": (404, "channel_not_found", REFUSED),
        "IDENTITY_VERIFICATION_NOT_FOUND": (404, "identity_not_found", REFUSED),
        "IDENTITY_VERIFICATION_NOT_SENT": (404, "invalid_state", REFUSED),
        "PAYMENT_CANCELLATION_NOT_FOUND": (404, "cancellation_not_found", REFUSED),
        "PAYMENT_NOT_FOUND": (404, "payment_not_found", REFUSED),
        "PAYMENT_SCHEDULE_NOT_FOUND": (404, "schedule_not_found", REFUSED),
        "PROFILE_SETTINGS_NOT_FOUND": (404, "channel_not_found", REFUSED),
        "PROMOTION_NOT_FOUND": (404, "promotion_not_found", REFUSED),
        "SESSION_NOT_FOUND": (404, "session_not_found", REFUSED),
        "WEBHOOK_NOT_FOUND": (404, "webhook_not_found", REFUSED),
        "ALREADY_PAID": (409, "already_paid", ALREADY),
        "ALREADY_PAID_OR_WAITING": (409, "already_paid", ALREADY),
        "BILLING_KEY_ALREADY_DELETED": (409, "billing_key_deleted", ALREADY),
        "BILLING_KEY_ALREADY_ISSUED": (409, "already_issued", ALREADY),
        # The frozen amount may be released only after a read that begins a while after this answer.
        "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN": (409, "cancellable_amount_mismatch", ERROR),
        "CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT": (409, "cancel_amount_exceeded", REFUSED),
        "CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT": (409, "cancel_amount_exceeded", REFUSED),
        "CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT": (
            409,
            "cancel_amount_exceeded",
            REFUSED,
        ),
        "CASH_RECEIPT_ALREADY_ISSUED": (409, "already_issued", ALREADY),
        "IDENTITY_VERIFICATION_ALREADY_SENT": (409, "invalid_state", REFUSED),
        "IDENTITY_VERIFICATION_ALREADY_VERIFIED": (409, "already_verified", ALREADY),
        "IDEMPOTENCY_OUTSTANDING_REQUEST": (409, "request_in_progress", RUNNING),
        "INFORMATION_MISMATCH": (409, "verification_mismatch", REFUSED),
        "MAX_CANCEL_COUNT_REACHED": (409, "attempt_limit_reached", REFUSED),
        "PAYMENT_ALREADY_CANCELLED": (409, "already_cancelled", ALREADY),
        "PAYMENT_CANCELLATION_NOT_PENDING": (409, "invalid_state", REFUSED),
        "PAYMENT_NOT_PAID": (409, "invalid_state", REFUSED),
        "PAYMENT_NOT_WAITING_FOR_DEPOSIT": (409, "invalid_state", REFUSED),
        "PAYMENT_SCHEDULE_ALREADY_EXISTS": (409, "schedule_conflict", ALREADY),
        "PAYMENT_SCHEDULE_ALREADY_PROCESSED": (409, "schedule_conflict", REFUSED),
        "PAYMENT_SCHEDULE_ALREADY_REVOKED": (409, "schedule_conflict", ALREADY),
        "SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT": (409, "invalid_amount", REFUSED),
        "SUM_OF_PARTS_EXCEEDS_TOTAL_AMOUNT": (409, "invalid_amount", REFUSED),
        "SESSION_EXPIRED": (410, "session_expired", REFUSED),
        "CHANNEL_SPECIFIC": (502, "partial_channel_failure", ERROR),
        "PG_PROVIDER": (502, "provider_declined", ERROR),
        "PLATFORM_EXTERNAL_API_FAILED": (503, "provider_unavailable", ERROR),
        "PLATFORM_EXTERNAL_API_TEMPORARILY_FAILED": (503, "provider_unavailable", ERROR),
    }
)
# What an answer of a type that this table does not know means, by its HTTP status.
REASONS = MappingProxyType(
    {
        400: "invalid_request",
        401: "authentication_error",
        403: "permission_denied",
        404: "not_found",
        409: "conflict",
        410: "expired",
        429: "rate_limited",
    }
)
CLASSES: Mapping[int, type[ApiError]] = MappingProxyType(
    {401: Unauthorized, 403: Unauthorized, 404: NotFound, 409: Conflict, 429: RateLimited}
)
# Of these the status says enough, whatever stands in the body.
TELLING = frozenset((401, 403, 429))
WORD = re.compile(r"[A-Z][A-Z0-9_]{0,119}")
ERRORS = msgspec.json.Decoder(ErrorShape)
SUCCESS = range(200, 300)
SERVER = 500


def judge(response: WireResponse) -> Judgement | None:
    """Return None for a success, else what the answer means. No text of the vendor is in an error's message."""
    status, body = response.status, response.body
    if status in SUCCESS:
        if (body[:1] == b"{" and body[-1:] == b"}") or whole(body):
            return None
        return unreadable(response)
    try:
        error = ERRORS.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return unreadable(response)
    code = error.type
    known = TYPES.get(code) if code else None
    usual, reason, kind = known or (status, reason_of(status), ERROR)
    if kind == REFUSED and usual != status and status >= SERVER:
        kind = ERROR  # a refusal told with a server's failure proves nothing
    found = CLASSES.get(status, ApiError)(
        f"PortOne V2 answered {status}{shown(code)} ({reason})",
        reason=reason,
        code=code,
        pg_code=error.pg_code,
        pg_message=error.pg_message or error.message,
        http_status=status,
        request_id=response.headers.get("x-request-id"),
        retry_after=retry_after(response),
    )
    return Judgement(kind=kind, error=found)


def unreadable(response: WireResponse) -> Judgement:
    """Return the judgement on an answer that is not V2's: a proxy's page, or half an answer."""
    status = response.status
    kind = CLASSES[status] if status in TELLING else BadAnswer
    error = kind(
        f"PortOne V2: the answer ({status}) is not its JSON",
        reason=REASONS[status] if status in TELLING else "protocol_error",
        http_status=status,
        request_id=response.headers.get("x-request-id"),
        retry_after=retry_after(response),
    )
    return Judgement(kind=UNREADABLE, error=error)


def whole(body: bytes) -> bool:
    """Tell whether a body looks like a whole JSON object, spaces around it aside."""
    text = body.strip()
    return text[:1] == b"{" and text[-1:] == b"}"


def reason_of(status: int) -> str:
    """Return the reason for a status when the type says nothing."""
    return REASONS.get(status) or ("provider_unavailable" if status >= SERVER else "api_error")


def shown(code: str | None) -> str:
    """Return a vendor's error type for a message, if it looks like one."""
    return f" {code}" if code and WORD.fullmatch(code) else ""
