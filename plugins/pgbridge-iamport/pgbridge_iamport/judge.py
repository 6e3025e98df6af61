"""What an answer of V1 means for the request that it answers.

V1 has no error catalogue: `code` says no more than 0 or not, and the texts are mostly the PG's. Only the statuses in
`BEFORE_PROCESSING` and the sentences of `NOT_THERE` prove that nothing was done; that a 400 does is inferred from the pages
of the calls that list it (missing parameters, an object in another state), the sentences from older clients' tests.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from pgbridge.errors import ApiError, BadAnswer, Conflict, NotFound, RateLimited, Unauthorized
from pgbridge.masking import masked
from pgbridge.retry import retry_after
from pgbridge.wire import Judgement, WireResponse
from pgbridge_iamport.envelope import Head, head

REASONS = MappingProxyType(
    {
        400: "invalid_request",
        401: "authentication_error",
        403: "permission_denied",
        404: "not_found",
        405: "invalid_request",
        409: "conflict",
        429: "rate_limited",
        501: "unsupported_by_provider",
    }
)
BEFORE_PROCESSING = frozenset((400, 404, 405, 429, 501))
# V1's own sentences, whole, for what it does not know: some calls tell that inside HTTP 200. They come before any PG is asked.
NOT_THERE = re.compile(
    r"(존재하지 않는 결제정보입니다|취소할 결제건이 존재하지 않습니다|사전등록된 결제정보가 존재하지 않습니다"
    r"|요청하신 customer_uid\(.*\)로 등록된 정보를 찾을 수 없습니다|등록되지 않은 구매자입니다|등록된 고객정보가 없습니다"
    r"|취소할 예약결제 기록이 존재하지 않습니다|인증결과가 존재하지 않습니다)\.?\s*$"
)
NO_SUCH_CALL = "no_such_call"
# These come from in front of the API as well, so they need not carry its JSON to be believed.
BELIEVED = frozenset((401, 429))
KINDS: MappingProxyType[int, type[ApiError]] = MappingProxyType(
    {401: Unauthorized, 403: Unauthorized, 404: NotFound, 409: Conflict, 429: RateLimited}
)


def judge(response: WireResponse) -> Judgement | None:
    """Return None for a success, else what the answer means; pure."""
    status, found = response.status, head(response.body)
    answered = found is not None and type(found.code) is int
    if 200 <= status < 300:
        if answered and found is not None and found.code == 0:
            return None
        if not answered or found is None:
            return unreadable(response)
        if isinstance(found.message, str) and NOT_THERE.match(found.message):
            return Judgement(kind="refused", error=error_of(response, found, "not_found", NotFound))
        return Judgement(kind="error", error=error_of(response, found, "provider_declined"))
    if not answered and status not in BELIEVED:
        # A page of something in between: of a 5xx nobody knows what happened behind it.
        return unreadable(response)
    error = error_of(response, found, REASONS.get(status, "provider_error"))
    if status == 401:
        return Judgement(kind="unauthorized", error=error)
    if status in BEFORE_PROCESSING:
        return Judgement(kind="refused", error=error)
    return Judgement(kind="already" if status == 409 else "error", error=error)


def unreadable(response: WireResponse) -> Judgement:
    """Judge what is not an answer of this API; a 404 in JSON is a server of V1 that lacks this call."""
    lacking = response.status == 404 and response.body.lstrip().startswith(b"{")
    error = BadAnswer(
        f"not an answer of PortOne V1 (HTTP {response.status}): check base_url and what stands in between",
        reason=NO_SUCH_CALL if lacking else "protocol_error",
        http_status=response.status,
    )
    return Judgement(kind="unreadable", error=error)


def error_of(
    response: WireResponse, found: Head | None, reason: str, kind: type[ApiError] | None = None
) -> ApiError:
    """Return the error of an answer; the vendor's text stays data, for it may quote the request."""
    status = response.status
    code = found.code if found is not None else None
    message = found.message if found is not None else None
    return (kind or KINDS.get(status, ApiError))(
        f"PortOne V1 answered HTTP {status}"
        + (f" with code {masked(str(code))}" if type(code) is int else ""),
        reason=reason,
        code=str(code) if type(code) is int else None,
        pg_message=message if isinstance(message, str) else None,
        http_status=status,
        request_id=response.headers.get("x-request-id"),
        retry_after=retry_after(response),
    )
