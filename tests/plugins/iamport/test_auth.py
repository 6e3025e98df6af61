"""Login and headers of V1."""

import json

import msgspec
import pytest
from pgbridge_iamport.auth import authorise, login

from pgbridge.errors import BadAnswer, ConfigError, Unauthorized
from pgbridge.model.channel import Secret


@pytest.mark.parametrize(
    ("now", "end", "lifetime"), [(1714521600, 1714523400, 1800), (1714523390, 1714523700, 310)]
)
def test_lifetime_by_the_servers_clock(connection, drive, respond, now, end, lifetime):
    done = drive(login(connection), respond({"access_token": "tok", "now": now, "expired_at": end}))
    assert (done.result.token, done.result.lifetime) == ("tok", lifetime)
    assert "tok" not in repr(done.result)
    (request,) = done.sent
    assert (request.method, request.path) == ("POST", "/users/getToken")
    assert json.loads(request.content) == {"imp_key": "imp-key", "imp_secret": "imp-secret"}
    assert "imp-secret" not in repr(request.body)


def test_a_wrong_secret_is_named(connection, drive, respond):
    with pytest.raises(Unauthorized, match="connection v1") as caught:
        drive(login(connection), respond(status=401, code=-1, message="인증에 실패하였습니다."))
    assert caught.value.reason == "authentication_error"
    assert "imp-" not in str(caught.value)


def test_half_an_answer(connection, drive, respond):
    with pytest.raises(BadAnswer):
        drive(login(connection), respond({"now": 1, "expired_at": 2}))


@pytest.mark.parametrize(
    ("times", "lifetime"),
    [
        ({}, 0.0),
        ({"now": 1700000000.25, "expired_at": 1700001800.75}, 1800.5),
        ({"now": 1700000180, "expired_at": 1700000000}, -180.0),
    ],
    ids=["without", "with fractions", "over already"],
)
def test_odd_times(connection, drive, respond, times, lifetime):
    done = drive(login(connection), respond({"access_token": "tok", **times}))
    assert (done.result.token, done.result.lifetime) == ("tok", lifetime)


def test_missing_credentials(connection, drive):
    bare = msgspec.structs.replace(connection, credentials={"key": Secret("k")})
    with pytest.raises(ConfigError, match="needs secret"):
        drive(login(bare))


def test_the_token_is_sent_bare(connection):
    assert authorise(connection, "tok") == (("Authorization", "tok"),)
    with pytest.raises(ConfigError):
        authorise(connection, None)
