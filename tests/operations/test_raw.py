"""Raw calls, on both APIs and drivers: authorised, with errors of their own kind, walked by page, nothing of them kept or shown."""

import logging

import pytest

from pgbridge import ApiError, ListRaw, NotFound, OutcomeUnknown, RawCall, RuleViolation

BODY = {"card": {"number": "4111111111111111"}, "birth": "900101"}


def test_a_read_is_authorised_and_gives_the_vendors_json(shop):
    paid = shop.charge("order1")
    path = "/payments/order1" if shop.api == "v2" else f"/payments/{paid.attempt_id}"
    query = {"include_sandbox": "true"} if shop.api == "v1" else None
    found = shop.do(RawCall(method="GET", path=path, query=query)).raw
    # As the vendor wrote it: V1's answers lie in an envelope.
    assert found["status"] == "PAID" if shop.api == "v2" else found["response"]["status"] == "paid"


def test_its_errors_are_those_of_every_other_call(shop):
    path = "/payments/nobody" if shop.api == "v2" else "/payments/imp_nobody"
    with pytest.raises(NotFound) as caught:
        shop.do(RawCall(method="GET", path=path))
    assert isinstance(caught.value, ApiError)
    assert caught.value.http_status == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"method": "FETCH"}, "method: must be one of"),
        ({"path": "payments"}, "path: must begin with /"),
        ({"path": "https://evil.example/"}, "path: must begin with /"),
        ({"path": "//evil.example/"}, "path: must lead"),
        ({"path": "/a/../b"}, "path: must lead"),
        ({"path": "/a?b=1"}, "path: must begin with /"),
    ],
)
def test_what_is_no_call_of_the_api_is_refused_by_its_field(shop, monkeypatch, wrong, field):
    def never(request):
        raise AssertionError(request.path)

    monkeypatch.setattr(shop.simulator, "handle", never)
    with pytest.raises(RuleViolation, match=field):
        shop.do(RawCall(**{"method": "GET", "path": "/payments", **wrong}))


def test_nothing_of_it_is_shown_or_kept(shop, caplog):
    caplog.set_level(logging.DEBUG)
    call = RawCall(method="POST", path="/nowhere/4111111111111111", body=BODY, call_id="call1")
    with pytest.raises((NotFound, OutcomeUnknown)) as caught:
        shop.do(call)
    shown = [repr(call), repr(caught.value), str(caught.value), *map(repr, shop.events)]
    kept = [repr(each) for each in shop.bridge.ledger.attempts(family="raw")]
    assert kept
    for secret in ("4111111111111111", "900101"):
        assert not any(secret in text for text in (*shown, *kept))
    assert "900101" not in caplog.text


def test_a_listing_is_walked(shop):
    for number in range(5):
        shop.charge(f"order{number}")
    listing, name = (
        (ListRaw(path="/payments", size=2), "id")
        if shop.api == "v2"
        else (ListRaw(path="/payments/status/all", size=2), "merchant_uid")
    )
    assert sorted(row[name] for row in shop.all(listing)) == [f"order{n}" for n in range(5)]
