"""Who sends a request, and how times come in."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from pgbridge.errors import ConfigError
from pgbridge.model.attempt import Attempt
from pgbridge_portone.auth import authorise
from pgbridge_portone.operations.payments import prepare
from pgbridge_portone.times import utc


def test_the_secret_itself_is_sent(channel):
    secret = channel.connection.credentials["secret"]
    assert authorise(channel.connection, None) == (("Authorization", f"PortOne {secret.reveal()}"),)
    with pytest.raises(ConfigError, match="connections.v2.secret"):
        authorise(msgspec.structs.replace(channel.connection, credentials={}), None)


@pytest.mark.parametrize(
    ("time", "in_utc"),
    [
        (None, None),
        (datetime(2024, 5, 1, 9, tzinfo=timezone(timedelta(hours=9))), datetime(2024, 5, 1, tzinfo=UTC)),
        (datetime(2024, 5, 1), datetime(2024, 5, 1, tzinfo=UTC)),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9))), datetime(1, 1, 1, tzinfo=UTC)),
    ],
    ids=["none", "Seoul", "no zone", "before the calendar"],
)
def test_times(time, in_utc):
    assert utc(time) == in_utc
    assert in_utc is None or utc(time).tzinfo is UTC


@pytest.mark.parametrize(("state", "told"), [("unknown", []), ("open", []), ("done", [("done", 999)])])
def test_a_registered_amount_is_known_to_the_ledger_only(channel, tools, state, told):
    attempt = Attempt(
        id="a1b2c3d4e5f6",
        intent="i",
        family="prepare",
        operation="payments.prepare",
        identity="o",
        number=1,
        connection="v2",
        channel="inicis",
        api="v2",
        vendor_id="o",
        state=state,
        amount=999,
        currency="USD",
    )
    found, requests = tools.drive(prepare.settle(attempt, channel))
    assert [(i.state, i.result.amount) for i in found.items] == told
    assert (found.absence_counts, requests) == (False, [])
