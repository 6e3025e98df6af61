"""Transports of other libraries: what they call "not connected" may have been sent."""

import httpcore
import httpx
import pytest

from pgbridge.drivers.http import transport_error
from pgbridge.errors import NoAnswer, NotSent
from pgbridge.model.channel import Connection

CONNECTION = Connection(name="v2", api="v2", environment="test", credentials={})


class ServerDisconnectedError(Exception):
    """As aiohttp raises it when the server hangs up in mid-request."""


def raised(error, cause):
    try:
        raise error from cause
    except httpx.HTTPError as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "cause", "kind"),
    [
        (httpx.ConnectTimeout("t"), httpcore.ConnectTimeout(), NotSent),
        (httpx.ConnectError("t"), httpcore.ConnectError(), NotSent),
        (httpx.ConnectError("t"), None, NotSent),
        (httpx.ConnectTimeout("t"), ServerDisconnectedError(), NoAnswer),
        (httpx.ConnectError("t"), ConnectionResetError(), NoAnswer),
        (httpx.ReadTimeout("t"), httpcore.ReadTimeout(), NoAnswer),
    ],
)
def test_nothing_was_sent_is_believed_of_httpx_alone(error, cause, kind):
    assert type(transport_error(raised(error, cause), CONNECTION)) is kind
