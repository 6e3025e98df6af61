"""Identity verifications, on both APIs and both drivers."""

from datetime import datetime, timezone

import pytest

from pgbridge import (
    ConfirmIdentityOtp,
    DeleteIdentityVerification,
    GetIdentityVerification,
    ListIdentityVerifications,
    NotFound,
    PgbridgeError,
    ResendIdentityOtp,
    RuleViolation,
    SendIdentityOtp,
    UnsupportedOperation,
)
from pgbridge.simulator import Fault, Plan
from pgbridge.simulator.identities import OTP

PERSON = {
    "person_name": "김하늘",
    "phone": "010-2000-3000",
    "carrier": "LGU_MVNO",
    "identity_number": "9203032",
}


def wish(**more):
    return SendIdentityOtp(order_id="idv1", ip_address="203.0.113.9", **{**PERSON, **more})


def sends(shop):
    return sum(it.sends for it in shop.simulator.world.identities.values())


def test_send_confirm_read(shop):
    waiting = shop.do(wish())
    assert (waiting.order_id, waiting.status) == ("idv1", "ready")
    assert bool(waiting.attempt_id) == (shop.api == "v1")
    with pytest.raises(PgbridgeError):
        shop.do(ConfirmIdentityOtp(order_id="idv1", otp="000000"), deadline=40)
    done = shop.do(ConfirmIdentityOtp(order_id="idv1", otp=OTP))
    assert (done.order_id, done.status, done.customer.name) == ("idv1", "verified", "김하늘")
    assert (done.customer.birth, done.customer.gender) == ("1992-03-03", "female")
    assert (done.customer.carrier, done.customer.foreigner) == ("LGU_MVNO", False)
    assert done.verified_at is not None
    read = shop.do(GetIdentityVerification(order_id="idv1"))
    assert (read.customer.ci, read.status) == (done.customer.ci, "verified")


def test_a_repeat_sends_no_second_message_and_a_resend_does(shop):
    shop.do(wish())
    assert shop.do(wish()).replayed
    assert sends(shop) == 1
    for _ in range(2):
        shop.do(ResendIdentityOtp(order_id="idv1", **PERSON))
    assert sends(shop) == 3
    assert shop.do(ConfirmIdentityOtp(order_id="idv1", otp=OTP)).status == "verified"


def test_it_is_routed_and_then_bound(shop):
    shop.do(wish(), channel=None)
    assert shop.do(ConfirmIdentityOtp(order_id="idv1", otp=OTP), channel=None).status == "verified"
    assert shop.do(GetIdentityVerification(order_id="idv1"), channel=None).status == "verified"


def test_a_lost_answer_sends_no_second_message(shop):
    shop.simulator.inject(Plan(fault=Fault(answer="lost"), method="POST", path=f"/{shop.api}/*", times=1))
    try:
        shop.do(wish(), deadline=40)
    except PgbridgeError:
        assert shop.api == "v1"  # nothing tells V1's id of it
    assert sends(shop) == 1


def test_what_each_api_cannot_do_without(shop):
    if shop.api == "v2":
        with pytest.raises(RuleViolation, match="IP address"):
            shop.do(SendIdentityOtp(order_id="idv1", **PERSON))
    else:
        with pytest.raises(RuleViolation, match="7 digits"):
            shop.do(wish(identity_number=None))
        with pytest.raises(RuleViolation, match="person_name"):
            shop.do(ResendIdentityOtp(order_id="idv1"))
    with pytest.raises(RuleViolation, match="MVNO"):
        shop.do(wish(carrier="LGT"))
    assert not shop.simulator.world.identities


def test_unknown_ones(shop):
    with pytest.raises(NotFound) as found:
        shop.do(GetIdentityVerification(order_id="x" if shop.api == "v2" else None, attempt_id="imp_0"))
    assert found.value.reason == "identity_not_found"
    if shop.api == "v1":
        with pytest.raises(RuleViolation, match="attempt_id"):
            shop.do(GetIdentityVerification(order_id="x"))


def test_deletion_is_v1s_and_the_list_is_v2s(shop):
    shop.do(wish())
    if shop.api == "v1":
        shop.do(DeleteIdentityVerification(order_id="idv1"))
        assert not shop.simulator.world.identities
        with pytest.raises(UnsupportedOperation, match="imp_uid"):
            shop.do(ListIdentityVerifications())
        return
    until = datetime.fromtimestamp(shop.simulator.now() + 1, timezone.utc)
    found = shop.all(ListIdentityVerifications(until=until, status="ready"))
    assert [it.order_id for it in found] == ["idv1"]
    assert shop.all(ListIdentityVerifications(until=until, status="verified")) == []
    with pytest.raises(UnsupportedOperation, match="support"):
        shop.do(DeleteIdentityVerification(order_id="idv1"))
