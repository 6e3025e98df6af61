"""What error answers mean, against the table of types and against what is not V2's at all."""

import json
import os
from pathlib import Path

import pytest

from pgbridge.errors import ApiError, BadAnswer, Conflict, NotFound, RateLimited, Unauthorized
from pgbridge.wire import WireResponse
from pgbridge_portone.judge import TYPES, judge

SHARED = Path(os.environ.get("PGBRIDGE_SHARED") or Path(__file__).parents[4] / "shared")


def told(status, body, **headers):
    return judge(WireResponse(status=status, body=body, headers=headers))


def typed(status, kind, **more):
    return told(status, json.dumps({"type": kind, "message": "카드 4111", **more}).encode())


@pytest.mark.parametrize("kind", TYPES)
def test_known_types(kind):
    status, reason, means = TYPES[kind]
    found = typed(status, kind, pgCode="P1", pgMessage="원문")
    assert (found.kind, found.error.reason, found.error.code) == (means, reason, kind)
    assert found.error.http_status == status
    assert (found.error.pg_code, found.error.pg_message) == ("P1", "원문")
    assert kind in str(found.error)


@pytest.mark.parametrize(
    ("kind", "means"),
    [
        ("INVALID_REQUEST", "refused"),
        ("UNAUTHORIZED", "refused"),
        ("PAYMENT_NOT_FOUND", "refused"),
        ("CHANNEL_NOT_FOUND", "refused"),
        ("MAX_TRANSACTION_COUNT_REACHED", "refused"),
        ("SUM_OF_PARTS_EXCEEDS_TOTAL_AMOUNT", "refused"),
        ("CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT", "refused"),
        ("PROMOTION_PAY_METHOD_DOES_NOT_MATCH", "refused"),
        ("CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN", "error"),
        ("PG_PROVIDER", "error"),
        ("CHANNEL_SPECIFIC", "error"),
        ("ALREADY_PAID", "already"),
        ("ALREADY_PAID_OR_WAITING", "already"),
        ("PAYMENT_ALREADY_CANCELLED", "already"),
        ("PAYMENT_SCHEDULE_ALREADY_EXISTS", "already"),
        ("PAYMENT_SCHEDULE_ALREADY_REVOKED", "already"),
        ("BILLING_KEY_ALREADY_DELETED", "already"),
        ("IDEMPOTENCY_OUTSTANDING_REQUEST", "running"),
    ],
)
def test_what_moves_money_safely(kind, means):
    assert TYPES[kind][2] == means


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (400, ApiError, "invalid_request"),
        (401, Unauthorized, "authentication_error"),
        (403, Unauthorized, "permission_denied"),
        (404, NotFound, "not_found"),
        (409, Conflict, "conflict"),
        (410, ApiError, "expired"),
        (429, RateLimited, "rate_limited"),
        (418, ApiError, "api_error"),
        (500, ApiError, "provider_unavailable"),
        (503, ApiError, "provider_unavailable"),
    ],
)
@pytest.mark.parametrize(
    "body", [{"type": "NEW_TYPE", "message": "?"}, {"message": "?"}], ids=["typed", "untyped"]
)
def test_unknown_types_may_have_been_processed(status, kind, reason, body):
    found = told(status, json.dumps(body).encode())
    assert (found.kind, type(found.error), found.error.reason) == ("error", kind, reason)


@pytest.mark.parametrize(
    "body", [b"", b"<html>502</html>", b'{"type": "PG_PROVI', b"[]", b'"x"', b"null", b"\xff\xfe"]
)
@pytest.mark.parametrize("status", [200, 302, 400, 404, 409, 500, 502])
def test_what_is_no_answer_of_v2(status, body):
    found = told(status, body)
    assert found.kind == "unreadable"
    assert isinstance(found.error, BadAnswer)


@pytest.mark.parametrize(("status", "kind"), [(401, Unauthorized), (403, Unauthorized), (429, RateLimited)])
def test_some_statuses_tell_enough_for_a_read(status, kind):
    found = told(status, b"<html>", **{"retry-after": "7"})
    assert found.kind == "unreadable"
    assert isinstance(found.error, kind)
    assert found.error.retry_after == 7


@pytest.mark.parametrize("body", [b"{}", b'{"payment": {}}', b' {"a": 1}\n'])
def test_success(body):
    assert told(200, body) is None


def test_half_a_success_is_none():
    assert told(200, b'{"payment": {"pgTxId": "t1", "paidAt"').kind == "unreadable"


def test_a_refusal_with_a_servers_failure_proves_nothing():
    assert typed(500, "INVALID_REQUEST").kind == "error"


def test_no_text_of_the_vendor_in_messages():
    assert "4111" not in str(typed(400, "INVALID_REQUEST").error)
    assert "nobody@x.kr" not in str(typed(400, "nobody@x.kr").error)


@pytest.mark.skipif(
    not (SHARED / "schema/v2.openapi.json").exists(), reason="the vendor's schema is not there"
)
def test_every_type_of_the_schema_is_known():
    schema = json.loads((SHARED / "schema/v2.openapi.json").read_text(encoding="utf-8"))
    ours = ("/payments", "/billing-keys", "/payment-schedules")
    named = set()
    for path, methods in schema["paths"].items():
        if path.startswith(ours):
            for operation in methods.values():
                for response in (
                    operation.get("responses", {}).values() if isinstance(operation, dict) else ()
                ):
                    content = response.get("content", {}).get("application/json", {}).get("schema", {})
                    name = content.get("$ref", "").rpartition("/")[2]
                    mapping = (
                        schema["components"]["schemas"]
                        .get(name, {})
                        .get("discriminator", {})
                        .get("mapping", {})
                    )
                    named |= {word for word in mapping if name.endswith("Error")}
    assert len(named) > 30
    assert named - set(TYPES) == set()
