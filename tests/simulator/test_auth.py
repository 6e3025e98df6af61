"""Tokens and secrets of both faces."""

from typing import Any

import httpx
import pytest

from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET

KEYS = {"imp_key": V1_KEY, "imp_secret": V1_SECRET}


def test_v1_token_lives_half_an_hour_and_stays_the_same(shop: Any) -> None:
    first = shop.v1.login()
    assert first["expired_at"] - first["now"] == 30 * 60
    shop.sim.advance(10 * 60)
    again = shop.v1.login()
    assert again["access_token"] == first["access_token"]
    assert again["expired_at"] == first["expired_at"]
    assert again["now"] == first["now"] + 10 * 60


def test_v1_token_is_extended_when_less_than_a_minute_is_left(shop: Any) -> None:
    first = shop.v1.login()
    shop.sim.advance(30 * 60 - 60)
    assert shop.v1.login()["expired_at"] == first["expired_at"], "a whole minute is not less than one"
    shop.sim.advance(1)
    extended = shop.v1.login()
    assert extended["access_token"] == first["access_token"]
    assert extended["expired_at"] == first["expired_at"] + 5 * 60
    assert shop.v1.refused("GET", "/payments/find/none")[0] == 404, "the extended token opens"


def test_v1_token_ends_and_a_new_one_is_made(shop: Any) -> None:
    first = shop.v1.login()
    shop.sim.advance(30 * 60)
    assert shop.v1.refused("GET", "/payments/find/none")[0] == 401
    assert shop.v1.login()["access_token"] != first["access_token"]


@pytest.mark.parametrize("carrier", ["bearer", "bare", "query"])
def test_v1_token_may_come_three_ways(shop: Any, carrier: str) -> None:
    token = shop.v1.login()["access_token"]
    del shop.v1.headers["Authorization"]
    headers = {"bearer": {"Authorization": f"Bearer {token}"}, "bare": {"Authorization": token}, "query": {}}[
        carrier
    ]
    params = {"_token": token} if carrier == "query" else {}
    assert shop.v1.refused("GET", "/payments/find/none", headers=headers, params=params)[0] == 404
    assert shop.v1.refused("GET", "/payments/find/none")[0] == 401


@pytest.mark.parametrize("change", [{"imp_key": "x"}, {"imp_secret": "x"}])
def test_v1_wrong_credentials_are_401(shop: Any, change: dict[str, str]) -> None:
    assert shop.v1.refused("POST", "/users/getToken", json=KEYS | change)[0] == 401


def test_v1_missing_credentials_are_400(shop: Any) -> None:
    status, message = shop.v1.refused("POST", "/users/getToken", json={"imp_key": V1_KEY})
    assert status == 400
    assert "imp_secret" in message


def test_v1_token_by_form(shop: Any) -> None:
    assert shop.v1.ok("POST", "/users/getToken", data=KEYS)["access_token"]


def test_v1_tier_is_a_store_of_its_own(configured: Any) -> None:
    v1, v2 = configured.v1, configured.v2
    v1.ok("POST", "/subscribe/payments/onetime", json=configured.onetime("A"), headers={"Tier": "ABC"})
    assert v1.refused("GET", "/payments/find/A")[0] == 404
    assert v1.ok("GET", "/payments/find/A", headers={"Tier": "ABC"})["merchant_uid"] == "A"
    assert v1.refused("GET", "/payments/find/A", headers={"Tier": "XYZ"})[0] == 401
    assert v2.refused("GET", "/payments/A") == (404, "PAYMENT_NOT_FOUND")
    assert v2.ok("GET", "/payments/A", params={"storeId": "store-sub"})["storeId"] == "store-sub"
    assert v2.refused("GET", "/payments/A", params={"storeId": "store-other"}) == (403, "FORBIDDEN")


@pytest.mark.parametrize("header", [None, "PortOne wrong", f"Basic {V2_SECRET}", V2_SECRET, "Bearer nothing"])
def test_v2_wrong_credentials_are_401(shop: Any, header: str | None) -> None:
    del shop.v2.headers["Authorization"]
    headers = {} if header is None else {"Authorization": header}
    assert shop.v2.refused("GET", "/payments/A", headers=headers) == (401, "UNAUTHORIZED")


def test_v2_tokens(shop: Any) -> None:
    pair = shop.v2.ok("POST", "/login/api-secret", json={"apiSecret": V2_SECRET})
    bearer = {"Authorization": f"Bearer {pair['accessToken']}"}
    assert shop.v2.refused("GET", "/payments/A", headers=bearer)[0] == 404
    new = shop.v2.ok("POST", "/token/refresh", json={"refreshToken": pair["refreshToken"]})
    old = shop.v2.refused("POST", "/token/refresh", json={"refreshToken": pair["refreshToken"]})
    assert old == (401, "UNAUTHORIZED"), "a refresh ends the refresh token before it"
    shop.sim.advance(30 * 60)
    assert shop.v2.refused("GET", "/payments/A", headers=bearer)[0] == 401
    shop.sim.advance(24 * 60 * 60)
    assert shop.v2.refused("POST", "/token/refresh", json={"refreshToken": new["refreshToken"]})[0] == 401
    assert shop.v2.refused("POST", "/login/api-secret", json={"apiSecret": "x"}) == (401, "UNAUTHORIZED")


def test_a_refused_stranger_leaves_no_stored_answer(shop: Any) -> None:
    headers = {"Idempotency-Key": '"0123456789abcdef"'}
    wrong = {**headers, "Authorization": "PortOne wrong"}
    assert shop.v2.refused("POST", "/payments/A/instant", json=shop.instant(), headers=wrong)[0] == 401
    assert "payment" in shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(), headers=headers)


def test_what_is_not_served_is_404_or_405(shop: Any) -> None:
    assert shop.v1.refused("GET", "/nothing")[0] == 404
    assert shop.v1.refused("PATCH", "/payments/cancel")[0] == 405
    assert shop.v2.refused("GET", "/nothing") == (404, "NOT_FOUND")
    partners = shop.v2.get("/platform/partners").json()
    assert partners["message"] == "the simulator does not serve GET /platform/partners"
    assert shop.v2.get("/payments/").status_code == 404
    assert shop.v2.delete("/payments/A/instant").status_code == 405
    raw = httpx.Client(transport=shop.v2._transport)  # a client without a base URL
    assert raw.get("http://simulator/v3/x").status_code == 404
