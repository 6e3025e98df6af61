"""What V1's answers mean."""

import json

import pytest
from pgbridge_iamport.judge import judge

from pgbridge.errors import ApiError, BadAnswer, Conflict, NotFound, RateLimited, Unauthorized
from pgbridge.wire import WireResponse


def envelope(code=-1, message="결제에 실패하였습니다.", response=None):
    return json.dumps({"code": code, "message": message, "response": response}).encode()


@pytest.mark.parametrize(
    ("status", "body", "kind", "error", "reason"),
    [
        (200, envelope(), "error", ApiError, "provider_declined"),
        (200, envelope(1, None), "error", ApiError, "provider_declined"),
        (400, envelope(), "refused", ApiError, "invalid_request"),
        (401, envelope(), "unauthorized", Unauthorized, "authentication_error"),
        (401, b"", "unauthorized", Unauthorized, "authentication_error"),
        (403, envelope(), "error", Unauthorized, "permission_denied"),
        (404, envelope(), "refused", NotFound, "not_found"),
        (405, envelope(), "refused", ApiError, "invalid_request"),
        (409, envelope(), "already", Conflict, "conflict"),
        (429, b"slow down", "refused", RateLimited, "rate_limited"),
        (500, envelope(), "error", ApiError, "provider_error"),
        (501, envelope(), "refused", ApiError, "unsupported_by_provider"),
        (502, envelope(), "error", ApiError, "provider_error"),
        (408, envelope(), "error", ApiError, "provider_error"),
        (200, b"<html>", "unreadable", BadAnswer, "protocol_error"),
        (200, b"{}", "unreadable", BadAnswer, "protocol_error"),
        (200, b'{"code": null}', "unreadable", BadAnswer, "protocol_error"),
        (200, b'{"code": false}', "unreadable", BadAnswer, "protocol_error"),
        (404, b"<html>not found</html>", "unreadable", BadAnswer, "protocol_error"),
        (404, b'{"message": "Cannot GET /x"}', "unreadable", BadAnswer, "no_such_call"),
        (400, b"", "unreadable", BadAnswer, "protocol_error"),
        (502, b"<html>bad gateway</html>", "unreadable", BadAnswer, "protocol_error"),
        (302, b"", "unreadable", BadAnswer, "protocol_error"),
    ],
)
def test_table(status, body, kind, error, reason):
    judged = judge(WireResponse(status=status, body=body))
    assert (judged.kind, type(judged.error), judged.error.reason) == (kind, error, reason)
    assert judged.error.http_status == status


@pytest.mark.parametrize("status", [200, 201, 207])
def test_success(status):
    assert judge(WireResponse(status=status, body=envelope(0, None, {}))) is None


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("취소할 결제건이 존재하지 않습니다.", "refused"),
        ("요청하신 customer_uid(user/1)로 등록된 정보를 찾을 수 없습니다.", "refused"),
        ("등록되지 않은 구매자입니다.", "refused"),
        ("등록된 고객정보가 없습니다.", "refused"),
        ("등록되지 않은 카드입니다.", "error"),
        ("[CMS] 등록되지 않은 구매자입니다.", "error"),
        ("등록되지 않은 구매자입니다. 승인은 완료되었습니다.", "error"),
    ],
)
def test_only_whole_sentences_of_v1s_own_say_that_something_is_not_there(message, kind):
    judged = judge(WireResponse(status=200, body=envelope(1, message)))
    assert (judged.kind, isinstance(judged.error, NotFound)) == (kind, kind == "refused")


def test_the_vendors_text_is_data_and_not_message():
    error = judge(WireResponse(status=200, body=envelope(-1, "홍길동 4111"))).error
    assert error.pg_message == "홍길동 4111"
    assert error.code == "-1"
    assert "홍길동" not in str(error)


def test_a_message_that_is_no_text_does_not_crash():
    assert judge(WireResponse(status=400, body=b'{"code": 7, "message": {"a": 1}}')).error.pg_message is None


def test_retry_after():
    limited = WireResponse(status=429, body=envelope(), headers={"retry-after": "7"})
    assert judge(limited).error.retry_after == 7.0
    odd = WireResponse(status=429, body=envelope(), headers={"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"})
    assert judge(odd).error.retry_after is None
