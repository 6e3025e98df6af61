"""What is sent again, when, how often and with which key: the one table that every send of every API goes by.

A send ends in one *outcome*; which ones there are, `OUTCOMES` says. What follows depends on the *manner* of the request:

- `read`: changes nothing, so it may be repeated freely; signing in counts as one
- `keyed`: a write of an API that takes an Idempotency-Key (V2): the same bytes under the same key are one write
- `plain`: a write of an API without keys (V1): every copy may be another charge

Whatever the table says, nothing goes out after the deadline, a wait longer than what is left of it is not begun, and
once a send of a write got no answer, its failure is told only after a look-up. `docs/reference/retries.md` is
written from this module, and a test drives every operation of both APIs against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from pgbridge.errors import BadAnswer, NoAnswer, NotSent, RateLimited, Unread
from pgbridge.wire import Judgement, WireResponse

Manner = Literal["read", "keyed", "plain"]
# Statuses after which a read is repeated: too many requests, and a server that is not well.
TROUBLED = frozenset((500, 502, 503, 504))
LIMITED = 429
UNAUTHORIZED = 401
SERVER_ERROR = 500

# outcome: what came back for one send
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "not_sent": "no connection was made, so nothing left (refused, DNS, TLS, connect time-out, proxy)",
        "no_answer": "the connection broke or the time was over after the request may have left",
        "unread": "an answer larger than the limit, or packed in a way that was not asked for",
        "unreadable": "an answer that is not this API's (a proxy's page, half a JSON), or a 5xx without an error type",
        "limited": "HTTP 429",
        "running": "409 IDEMPOTENCY_OUTSTANDING_REQUEST: the first copy is still being worked on",
        "troubled": "HTTP 500, 502, 503 or 504",
        "unauthorized": "HTTP 401 where the API signs in for a token",
        "refused": "an error of the API plugin's closed table of those given before anything is processed",
        "error": "any other error of the API, such as V2 PG_PROVIDER or V1 code other than 0",
        "already": "an error saying that it is so already, such as V2 ALREADY_PAID or V1 409",
        "done": "a success",
    }
)


class After(Struct, frozen=True, kw_only=True):
    """What follows one outcome.

    :ivar again: `never`; `renewed`: once, with a new token; `some`: `policy.read_retries` times; `while`: until the
        deadline (a reserve for one last look-up kept), and for a write within `policy.key_window` of its first send
    :ivar then: when it does not go out again: `answer` hands it on, `raise` raises it; of a write `end` ends it as it
        says, `failed` ends it as not done, `look_up` reads what became of it
    :ivar record: how the ledger notes the send: its proof; `open` is no answer, which proves nothing
    """

    again: Literal["never", "renewed", "some", "while"] = "never"
    then: Literal["answer", "raise", "end", "failed", "look_up"]
    record: Literal["", "open", "not_sent", "refused", "error", "answered"] = ""


READ: Mapping[str, After] = MappingProxyType(
    {
        "not_sent": After(again="some", then="raise"),
        "no_answer": After(again="some", then="raise"),
        # Asking again would bring it again.
        "unread": After(then="raise"),
        "limited": After(again="some", then="answer"),
        "troubled": After(again="some", then="answer"),
        "unauthorized": After(again="renewed", then="answer"),
        "done": After(then="answer"),
    }
)
WRITE: Mapping[str, After] = MappingProxyType(
    {
        "not_sent": After(again="some", then="failed", record="not_sent"),
        "unread": After(then="look_up", record="open"),
        "unauthorized": After(again="renewed", then="failed", record="refused"),
        "refused": After(then="failed", record="refused"),
        "error": After(then="look_up", record="error"),
        "already": After(then="look_up", record="error"),
        "done": After(then="end", record="answered"),
    }
)
TABLE: Mapping[Manner, Mapping[str, After]] = MappingProxyType(
    {
        "read": READ,
        "keyed": MappingProxyType(
            {
                **WRITE,
                "no_answer": After(again="while", then="look_up", record="open"),
                "unreadable": After(again="while", then="look_up", record="open"),
                "running": After(again="while", then="look_up", record="open"),
                # V2's documents do not say that 429 comes before processing: one look settles it.
                "limited": After(again="some", then="look_up", record="refused"),
            }
        ),
        "plain": MappingProxyType(
            {
                **WRITE,
                "no_answer": After(then="look_up", record="open"),
                "unreadable": After(then="look_up", record="open"),
                "running": After(then="look_up", record="open"),
                "limited": After(again="some", then="failed", record="refused"),
            }
        ),
    }
)


def manner_of(*, writes: bool, keys: bool) -> Manner:
    """Return the manner of an operation on an API."""
    if not writes:
        return "read"
    return "keyed" if keys else "plain"


def outcome_of_error(error: NotSent | NoAnswer) -> str:
    """Return the outcome of a send that got no answer to read."""
    if isinstance(error, NotSent):
        return "not_sent"
    return "unread" if isinstance(error, Unread) else "no_answer"


def outcome_of_read(response: WireResponse, *, signs_in: bool) -> str:
    """Return the outcome of a read: its status says enough."""
    if response.status == LIMITED:
        return "limited"
    if response.status in TROUBLED:
        return "troubled"
    return "unauthorized" if response.status == UNAUTHORIZED and signs_in else "done"


def outcome_of_write(response: WireResponse, judged: Judgement) -> str:
    """Return the outcome of a write whose answer is no success.

    A server's failure without a type of the API's own may come from anything on the way, so nobody knows what it says.
    """
    if judged.kind == "error" and response.status >= SERVER_ERROR and judged.error.code is None:
        return "unreadable"
    if judged.kind in ("refused", "error") and isinstance(judged.error, RateLimited):
        return "limited"
    return judged.kind


def unread(error: Unread) -> BadAnswer:
    """Return what an answer that must not be read means for a read."""
    return BadAnswer(f"{error}; repeating it would bring the same", reason="answer_unread")


def retry_after(response: WireResponse | None) -> float | None:
    """Return the seconds that a `Retry-After` header asks for, given in seconds or as a date (RFC 9110, 10.2.3).

    A date is compared with the answer's own `Date`, so that no clock but the server's matters; without one it says
    nothing. What is past is 0.
    """
    if response is None:
        return None
    value = response.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    until, now = date_of(value), date_of(response.headers.get("date", ""))
    return None if until is None or now is None else max(0.0, (until - now).total_seconds())


def date_of(text: str) -> datetime | None:
    """Return the time that an HTTP date names."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else None
