"""Foreign V1 requests: what V1 does not have is told, not lost."""

from pgbridge.migrate import translate


def body(**more):
    return {
        "merchant_uid": "o1",
        "amount": 1000,
        "card_number": "4111-1111-1111-1111",
        "expiry": "2030-12",
        "name": "n",
        "pg": "nice_v2.mid",
        **more,
    }


def translated(operation, path, fields, **context):
    tables = {"channels": {"nice_v2.mid": "k"}, "billing_keys": {"uid": "key"}, **context}
    request = {"method": "POST", "path": path, "body": fields}
    return translate({"request": request}, operation=operation, source="v1", target="v2", context=tables)


def test_an_unknown_field_is_listed():
    done = translated("payments.charge_card", "/subscribe/payments/onetime", body(mystery=1, buyer_name="n"))
    assert any("mystery" in line for line in done.lossy)
    assert not any("buyer_name" in line for line in done.lossy)


def test_an_unknown_field_of_a_row_is_listed():
    row = {
        "merchant_uid": "o1",
        "schedule_at": 1893456000,
        "amount": 1000,
        "currency": "KRW",
        "name": "n",
        "mystery": 1,
    }
    done = translated(
        "schedules.create", "/subscribe/payments/schedule", {"customer_uid": "uid", "schedules": [row]}
    )
    assert any("schedules[].mystery" in line for line in done.lossy)


def test_a_known_request_loses_nothing():
    assert translated("payments.charge_card", "/subscribe/payments/onetime", body()).lossy == ()
