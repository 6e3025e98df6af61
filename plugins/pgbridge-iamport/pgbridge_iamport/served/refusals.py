"""Errors as V1 tells them: a code that is not 0 and a sentence in Korean, never a word of what is inside.

Codes and sentences that V1's own clients' tests quote are theirs: 1 for what is not there or not in the state for it, -1 for
what a PG refused or cannot be read. The rest follows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import unquote

from pgbridge.errors import (
    ApiError,
    Busy,
    ConfigError,
    Conflict,
    Declined,
    IntentConflict,
    NotFound,
    NotSent,
    OutcomeUnknown,
    Pending,
    PgbridgeError,
    RuleViolation,
    TransportError,
    UnsupportedOperation,
)
from pgbridge.rules import Violation
from pgbridge.wire import ENCODER, WireResponse
from pgbridge_iamport.envelope import Outgoing
from pgbridge_iamport.served.routes import Route

NO_PAYMENT = "존재하지 않는 결제정보입니다."
NO_CANCEL = "취소할 결제건이 존재하지 않습니다."
NO_KEY = "등록되지 않은 구매자입니다."
# The name is the one in the path of the call.
NO_CUSTOMER = "요청하신 customer_uid({customer_uid})로 등록된 정보를 찾을 수 없습니다."
NO_SCHEDULE = "존재하지 않는 결제예약입니다."
UNKNOWN = (
    "결과를 아직 확인할 수 없습니다. 이미 처리되었을 수 있으니 새 주문번호로 다시 요청하지 마십시오. "
    "같은 요청을 다시 보내거나 조회하면 확인됩니다."
)
BUSY = "같은 건에 대한 다른 요청이 처리 중입니다. 새 주문번호로 다시 요청하지 말고, 잠시 후 같은 요청을 다시 보내십시오."
DOWN = "결제 서버에 연결할 수 없어 요청을 처리하지 않았습니다. 잠시 후 다시 시도해 주십시오."
INTERNAL = "일시적인 오류가 발생했습니다. 결과는 조회로 확인해 주십시오."

# reason: code, sentence, the HTTP status where the call's page lists it
REASONS: Mapping[str, tuple[int, str, int]] = MappingProxyType(
    {
        "payment_not_found": (1, NO_PAYMENT, 404),
        "billing_key_not_found": (1, NO_KEY, 404),
        "billing_key_deleted": (1, NO_KEY, 404),
        "schedule_not_found": (1, NO_SCHEDULE, 404),
        "identity_not_found": (1, "인증결과가 존재하지 않습니다.", 404),
        "cash_receipt_not_found": (1, "현금영수증 발급 내역이 없습니다.", 404),
        "prepare_not_found": (1, "사전등록된 결제정보가 존재하지 않습니다.", 404),
        "code_not_found": (1, "코드에 해당되는 정보를 찾을 수 없습니다.", 404),
        "tier_not_found": (1, "등록되지 않은 tier_code 입니다.", 404),
        "channel_not_found": (1, "채널을 찾을 수 없습니다.", 404),
        "already_paid": (1, "이미 결제된 merchant_uid 입니다.", 200),
        "already_used": (1, "이미 사용된 merchant_uid 입니다. 새로운 merchant_uid 로 요청해 주세요.", 200),
        "already_prepared": (1, "이미 등록된 merchant_uid 입니다.", 200),
        "prepared_amount": (1, "사전등록된 결제금액과 일치하지 않습니다.", 200),
        "already_cancelled": (1, "이미 전액 취소된 결제입니다.", 200),
        "already_issued": (1, "이미 발급된 건입니다.", 400),
        "already_verified": (1, "이미 완료된 본인인증입니다.", 400),
        "cancel_amount_exceeded": (1, "취소 요청 금액이 취소 가능 금액보다 큽니다.", 200),
        "cancellable_amount_mismatch": (1, "취소 가능 금액이 일치하지 않습니다.", 200),
        "invalid_amount": (1, "면세 금액과 부가세의 합이 금액보다 큽니다.", 400),
        "invalid_state": (1, "요청을 처리할 수 있는 상태가 아닙니다.", 400),
        "not_paid": (1, "결제가 완료되지 않은 거래입니다.", 400),
        "schedule_conflict": (1, "이미 처리되었거나 취소된 결제예약입니다.", 400),
        "schedule_exists": (1, "결제 예약이 등록된 주문입니다.", 200),
        "charge_exists": (1, "이미 결제된 merchant_uid 입니다.", 200),
        "virtual_account_exists": (1, "가상계좌가 발급된 주문입니다.", 200),
        "other_terms": (1, "이미 사용된 merchant_uid 입니다. 새로운 merchant_uid 로 요청해 주세요.", 200),
        "other_order": (1, "imp_uid 와 merchant_uid 가 같은 결제건이 아닙니다.", 200),
        "attempt_limit_reached": (1, "허용된 횟수를 넘었습니다.", 200),
        "promotion_conflict": (1, "프로모션 조건과 맞지 않는 요청입니다.", 200),
        "rate_limited": (-1, "요청이 너무 많습니다. 잠시 후 다시 시도해 주십시오.", 429),
        "authentication_error": (-1, DOWN, 500),
        "permission_denied": (-1, "이 기능을 사용할 수 없는 상점입니다.", 400),
    }
)
# What a call says in its own words.
BY_CALL: Mapping[tuple[str, str], tuple[int, str]] = MappingProxyType(
    {
        ("payments.cancel", "payment_not_found"): (1, NO_CANCEL),
        ("payments.charge_billing_key", "billing_key_not_found"): (-1, NO_KEY),
        ("payments.charge_billing_key", "billing_key_deleted"): (-1, NO_KEY),
        ("billing_keys.get", "billing_key_not_found"): (1, NO_CUSTOMER),
        ("billing_keys.get", "billing_key_deleted"): (1, NO_CUSTOMER),
        ("billing_keys.delete", "billing_key_not_found"): (1, NO_CUSTOMER),
        ("billing_keys.delete", "billing_key_deleted"): (1, NO_CUSTOMER),
        ("schedules.create", "billing_key_not_found"): (1, "등록된 고객정보가 없습니다."),
        ("schedules.create", "billing_key_deleted"): (1, "등록된 고객정보가 없습니다."),
        ("schedules.revoke", "billing_key_not_found"): (1, "취소할 예약결제 기록이 존재하지 않습니다."),
        ("schedules.revoke", "schedule_not_found"): (1, "취소할 예약결제 기록이 존재하지 않습니다."),
        ("schedules.revoke", "schedule_conflict"): (1, "취소할 예약결제 기록이 존재하지 않습니다."),
        ("payments.cancel", "invalid_state"): (1, "결제가 완료되지 않은 거래입니다."),
        ("billing_keys.delete", "schedule_conflict"): (1, "결제 예약이 남아 있는 빌링키입니다."),
    }
)
# Beside the statuses of a call's page, for what no page foresees: nobody may take these for a refusal of the payment.
BESIDE_EVERY_PAGE = frozenset((429, 500, 501, 503, 504))


def refused(
    error: PgbridgeError, route: Route, fields: Mapping[str, str | None], path: str = ""
) -> WireResponse:
    """Write an error as V1 answers the call.

    :param fields: V1's names of the operation's neutral fields, for what is wrong with the request
    :param path: of the call; a sentence may name what the path does
    """
    code, message, status = told(error, route, fields)
    if message == NO_CUSTOMER:
        message = NO_CUSTOMER.replace("{customer_uid}", segment(route, path, "{customer_uid}"))
    headers = {}
    wait = getattr(error, "retry_after", None)
    if status in (429, 503):
        headers["retry-after"] = str(max(1, round(min(wait or 1.0, 60.0))))
    return written(message, status=status, code=code, headers=headers)


def segment(route: Route, path: str, name: str) -> str:
    """Return what stands in a path where its template has a name."""
    pairs = zip(route.template.split("/"), path.split("/"), strict=False)
    return unquote(next((given for wanted, given in pairs if wanted == name), ""))


def told(error: PgbridgeError, route: Route, fields: Mapping[str, str | None]) -> tuple[int, str, int]:
    """Return code, sentence and status."""
    if isinstance(error, OutcomeUnknown | Pending):
        return -1, UNKNOWN, 504
    if isinstance(error, Busy):
        return -1, BUSY, 503
    if isinstance(error, RuleViolation):
        return -1, wrong(error.violations, fields), fitting(400, route)
    if isinstance(error, UnsupportedOperation):
        return -1, unserved(route), 501
    if isinstance(error, Declined):
        return -1, error.pg_message or "결제가 거절되었습니다.", fitting(200, route)
    if isinstance(error, ConfigError):
        return -1, INTERNAL, 500
    if isinstance(error, IntentConflict | ApiError):
        return by_reason(error, route)
    if isinstance(error, TransportError):
        down = isinstance(error, NotSent) or not route.writes
        return -1, DOWN if down else UNKNOWN, 503 if down else 504
    return -1, INTERNAL, 500


def by_reason(error: IntentConflict | ApiError, route: Route) -> tuple[int, str, int]:
    """Return what is told of a refusal by its reason; a PG's own sentence is passed on, as V1 does."""
    code, message, status = REASONS.get(error.reason, (0, "", 0))
    if not code:
        if isinstance(error, NotFound):
            code, message, status = 1, "요청한 정보를 찾을 수 없습니다.", 404
        elif isinstance(error, Conflict | IntentConflict):
            code, message, status = 1, "요청을 처리할 수 있는 상태가 아닙니다.", 400
        else:
            own = error.pg_message if isinstance(error, ApiError) else None
            code, message, status = (
                -1,
                own or "요청이 거절되었습니다.",
                status_of(error.reason, route),
            )
    code, message = BY_CALL.get((route.operation, error.reason), (code, message))
    return code, message, fitting(status, route)


def status_of(reason: str | None, route: Route) -> int:
    """Return the status of what has no sentence of its own."""
    if reason == "invalid_request":
        return 400
    return 500 if route.operation.startswith("naver.") else 200


def fitting(status: int, route: Route) -> int:
    """Return the status where the call's page lists it, else 200."""
    return status if status in route.statuses or status in BESIDE_EVERY_PAGE else 200


# What is told of a wrong field in V1's own words, where they are known.
BY_FIELD: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("payment_status", "enum"): "지원되지 않는 상태값입니다.",
        ("imp_uid", "required_any"): "imp_uid 또는 merchant_uid 를 지정해주셔야합니다.",
    }
)


def wrong(violations: tuple[Violation, ...], fields: Mapping[str, str | None]) -> str:
    """Name what is wrong with a request, in V1's names of the fields; no value is in it."""
    if len(violations) == 1 and (own := BY_FIELD.get((violations[0].field, violations[0].kind))):
        return own
    return "요청이 올바르지 않습니다: " + ", ".join(dict.fromkeys(one(each, fields) for each in violations))


def one(violation: Violation, fields: Mapping[str, str | None]) -> str:
    """Name one field and what it needs."""
    neutral = violation.neutral_field or violation.field or "?"
    name = fields.get(neutral) or neutral
    return f"{name.rpartition('path.')[2]} ({KINDS.get(violation.kind, '값을 확인해 주세요')})"


KINDS: Mapping[str, str] = MappingProxyType(
    {
        "required": "필수 값입니다",
        "required_any": "필수 값입니다",
        "max_length": "너무 깁니다",
        "min_length": "너무 짧습니다",
        "max_bytes": "너무 깁니다",
        "enum": "허용되지 않는 값입니다",
        "format": "형식이 올바르지 않습니다",
        "pattern": "형식이 올바르지 않습니다",
        "forbidden": "사용할 수 없습니다",
        "needs_contract": "계약이 필요합니다",
        "min": "값이 너무 작습니다",
        "max": "값이 너무 큽니다",
    }
)


def unserved(route: Route) -> str:
    """Say that V2 has no such call."""
    return f"{route.method} {route.template}: PortOne V2 로는 제공할 수 없는 기능입니다."


def written(
    message: str, *, status: int, code: int = -1, headers: Mapping[str, str] = MappingProxyType({})
) -> WireResponse:
    """Write a refusal in V1's envelope."""
    body = ENCODER.encode(Outgoing(code=code, message=message))
    return WireResponse(status=status, body=body, headers=headers)
