"""What every request shares: paths, stores, JSON in a query, and refusing what V2 cannot express."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pgbridge.errors import RuleViolation
from pgbridge.model.money import exponent
from pgbridge.rules import Violation
from pgbridge.wire import ENCODER, send
from pgbridge_portone.judge import judge
from pgbridge_portone.words import LOCALE_OUT, PRODUCT_TYPE_OUT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pgbridge.model.channel import Channel
    from pgbridge.operations.base import OrderTerms
    from pgbridge.rules import Kind
    from pgbridge.wire import Flow, WireRequest, WireResponse

SOURCE: Final = "https://developers.portone.io/api/rest-v2"
MOST: Final = 60_000
"""`(page number + 1) * page size` of a listing may not be more."""


def segment(value: str) -> str:
    """Return an id as one segment of a path.

    :raises RuleViolation: no path can hold it
    """
    if value.isascii() and (value.isalnum() or value.replace("-", "").replace("_", "").isalnum()):
        return value
    if value in ("", ".", ".."):
        message = "an id may not be empty or made of dots alone: no path can hold it"
        raise refuse(problem("id", "path", message, kind="format"))
    return quote(value, safe="")


def store_of(channel: Channel) -> str | None:
    """Return the store that a request is for, where the secret can see several."""
    return channel.store_id or channel.connection.store_id


def store_query(channel: Channel) -> tuple[tuple[str, str], ...]:
    """Return the store as a query parameter."""
    store = store_of(channel)
    return (("storeId", store),) if store else ()


def in_query(body: object) -> tuple[tuple[str, str], ...]:
    """Return a body as the query parameter that V2 reads it from where a method should have no body."""
    return (("requestBody", ENCODER.encode(body).decode()),)


def read(request: WireRequest, channel: Channel) -> Flow[WireResponse]:
    """Send a read and return its answer.

    :raises ApiError: it was answered with an error, or with what is no answer
    """
    response = yield from send(request, channel.connection)
    judged = judge(response)
    if judged is not None:
        raise judged.error
    return response


def problem(
    rule: str, field: str, message: str, *, neutral: str | None = None, kind: Kind = "required"
) -> Violation:
    """Return one thing that V2 cannot take; `field` is the wire's."""
    return Violation(
        rule=f"portone.{rule}",
        severity="error",
        field=field,
        neutral_field=neutral or field,
        message=message,
        kind=kind,
        value=None,
        source=SOURCE,
    )


def refuse(*problems: Violation, subject: str = "request") -> RuleViolation:
    """Return the error that lists all problems."""
    return RuleViolation(problems, subject=subject)


def need_order(order_id: str | None, subject: str) -> str:
    """Return the order id that every path of a payment needs.

    :raises RuleViolation: there is none
    """
    if not order_id:
        raise refuse(
            problem(
                "order-id",
                "path.paymentId",
                "V2 addresses a payment by the shop's order id: give order_id",
                neutral="order_id",
            ),
            subject=subject,
        )
    return order_id


def terms_problems(terms: OrderTerms, prefix: str = "") -> list[Violation]:
    """Return what V2 cannot take of an order, whichever way it is paid."""
    found: list[Violation] = []
    if not terms.order_name:
        message = "V2 needs a name for the order: give order_name"
        found.append(problem("order-name", f"{prefix}orderName", message, neutral="order_name"))
    if terms.amount.currency != "KRW":
        try:
            exponent(terms.amount.currency)
        except ValueError:
            message = "must be an ISO 4217 code that can be paid in, such as KRW"
            found.append(
                problem("currency", f"{prefix}currency", message, neutral="amount.currency", kind="format")
            )
    if terms.product_type is not None and terms.product_type not in PRODUCT_TYPE_OUT:
        message = f"must be one of {', '.join(PRODUCT_TYPE_OUT)}"
        found.append(
            problem("product-type", f"{prefix}productType", message, neutral="product_type", kind="enum")
        )
    if terms.locale is not None and terms.locale not in LOCALE_OUT:
        message = f"must be one of {', '.join(LOCALE_OUT)}"
        found.append(problem("locale", f"{prefix}locale", message, neutral="locale", kind="enum"))
    return found


def channel_problem(subject: str = "channel") -> Violation:
    """Return the problem of a channel that names no channel of PortOne's."""
    message = "V2 needs a channel key or a channel group: set key = ... on the channel"
    return problem("channel-key", "channelKey", message, neutral=subject)


def page_problem(page: int, size: int) -> list[Violation]:
    """Return the problem of a page that lies beyond what V2 lists."""
    if page < 0 or size < 1:
        message = "pages are counted from 0 and hold at least one item"
        return [problem("page", "page.number", message, neutral="page", kind="min")]
    if (page + 1) * size > MOST:
        message = f"V2 lists the first {MOST} only: narrow the period, or walk by cursor (payments.iterate)"
        return [problem("page-depth", "page.number", message, neutral="page", kind="max")]
    return []


def time_problems(times: Sequence[tuple[str, datetime | None]]) -> list[Violation]:
    """Return the problems of times without a zone."""
    return [
        problem("time-zone", name, "give the datetime a time zone, such as timezone.utc", kind="format")
        for name, time in times
        if time is not None and time.tzinfo is None
    ]


def flag(value: bool) -> str:  # noqa: FBT001 - the one thing that it writes
    """Return a flag as a query parameter has it."""
    return "true" if value else "false"


def unsent(notify: bool | None) -> bool | None:  # noqa: FBT001 - as the operation has it
    """Return `skipWebhook` for `notify`."""
    return None if notify is None else not notify
