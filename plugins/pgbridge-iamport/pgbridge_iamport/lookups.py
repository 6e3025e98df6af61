"""Reads that several operations share, and what they show of a write; none of them changes anything."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from msgspec import Raw, Struct, field

from pgbridge.errors import BadAnswer, Conflict, IntentConflict, NotFound
from pgbridge.model.attempt import UNREAD, Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.payment import Payment
from pgbridge.wire import Event, Flow, WireRequest, WireResponse, emit, send
from pgbridge_iamport.envelope import Reader
from pgbridge_iamport.judge import NO_SUCH_CALL, judge
from pgbridge_iamport.payments import READER, decode_payment, payment_of

MOST_PER_PAGE = 1000
PAID = frozenset(("paid", "partially_cancelled"))
OVER = frozenset(("failed", "cancelled"))
Pairs = tuple[tuple[str, str], ...]


class PageShape(Struct, frozen=True, kw_only=True):
    """A page of payments, `PagedPaymentAnnotation`: pages count from 1, and 0 means that there is none."""

    total: int | None = None
    previous: int | None = None
    next: int | None = None
    items: list[Raw] | None = field(name="list", default=None)


class PaymentPage(Struct, frozen=True, kw_only=True):
    """A page as read."""

    items: tuple[Payment, ...]
    total: int | None
    following: int


PAGES = Reader(PageShape)


def headers(channel: Channel) -> Pairs:
    """Return the sub-merchant header, where there is one."""
    tier = channel.tier or channel.connection.tier
    return (("Tier", tier),) if tier else ()


def get(path: str, channel: Channel, query: Pairs = ()) -> WireRequest:
    """Return a read."""
    return WireRequest(method="GET", path=path, query=query, headers=headers(channel))


def read(request: WireRequest, channel: Channel) -> Flow[WireResponse]:
    """Send a read and return its answer.

    :raises ApiError: the answer is no success
    """
    response = yield from send(request, channel.connection)
    judged = judge(response)
    if judged is not None:
        raise judged.error
    return response


def payment_request(imp_uid: str, channel: Channel) -> WireRequest:
    """Return the read of one attempt; those of test channels are shown only when asked for."""
    testing = channel.connection.environment == "test"
    query: Pairs = (("include_sandbox", "true"),) if testing else ()
    return get(f"/payments/{quote(imp_uid, safe='')}", channel, query)


def attempts_request(
    order_id: str, channel: Channel, *, status: str | None = None, number: int = 1
) -> WireRequest:
    """Return the read of one page of an order's attempts, newest first."""
    path = f"/payments/findAll/{quote(order_id, safe='')}" + (f"/{status}" if status else "")
    query = (("page", str(number)), ("limit", str(MOST_PER_PAGE)), ("sorting", "-started"))
    return get(path, channel, query)


def page_of(body: bytes) -> PaymentPage:
    """Return a page of payments.

    :raises BadAnswer: it is not one
    """
    shape = PAGES.one(body)
    items = tuple(payment_of(READER.item(raw), bytes(raw)) for raw in shape.items or ())
    return PaymentPage(items=items, total=shape.total, following=shape.next or 0)


def payment_by_id(imp_uid: str, channel: Channel) -> Flow[Payment]:
    """Read one attempt.

    :raises NotFound: there is none
    """
    try:
        response = yield from read(payment_request(imp_uid, channel), channel)
    except NotFound as error:
        raise missing(error) from None
    return decode_payment(response.body)


def attempts_of(order_id: str, channel: Channel, status: str | None = None) -> Flow[tuple[Payment, ...]]:
    """Read every attempt at an order on all pages, newest first; none when V1 knows no such order."""
    found: list[Payment] = []
    number = 1
    while number:
        try:
            response = yield from read(
                attempts_request(order_id, channel, status=status, number=number), channel
            )
        except NotFound:
            break
        page = page_of(response.body)
        if any(it.order_id != order_id for it in page.items):
            raise BadAnswer("PortOne V1 listed another order's payment", reason="bad_answer")
        found += page.items
        number = page.following if page.following > number else 0
    return tuple(found)


def shown(attempts: Sequence[Payment]) -> Payment | None:
    """Return the attempt that stands for the order: the one that was paid, else the newest."""
    return next((it for it in attempts if was_paid(it)), attempts[0] if attempts else None)


def was_paid(it: Payment) -> bool:
    """Tell whether money moved, whatever was given back since."""
    return it.status in PAID or (
        it.status == "cancelled" and (it.paid_at is not None or it.amount.cancelled > 0)
    )


def paid_attempt(order_id: str, channel: Channel) -> Flow[Payment]:
    """Read the attempt of an order that took the money.

    :raises NotFound: there is no attempt at all
    :raises Conflict: none of them is paid
    :raises IntentConflict: several are, so the order id does not say which is meant
    """
    attempts = yield from attempts_of(order_id, channel)
    if not attempts:
        raise missing()
    paid = [it for it in attempts if was_paid(it)]
    if not paid:
        raise Conflict(f"order {order_id} is not paid, so there is nothing to cancel", reason="invalid_state")
    if len(paid) > 1:
        raise IntentConflict(
            f"order {order_id} was paid {len(paid)} times; name the attempt with attempt_id=",
            reason="paid_twice",
        )
    return paid[0]


def missing(error: NotFound | None = None) -> NotFound:
    """Return the error for a payment that V1 does not know."""
    return NotFound(
        "PortOne V1 knows no such payment",
        reason="payment_not_found",
        pg_message=error.pg_message if error is not None else None,
        code=error.code if error is not None else None,
        http_status=404,
    )


def absence_counts(channel: Channel) -> bool:
    """Tell whether not being listed proves anything: lists leave out the payments of test channels."""
    return channel.connection.environment != "test"


def charges_seen(order_id: str, channel: Channel, attempt: Attempt | None = None) -> Flow[Sighting]:
    """Show every attempt at paying an order."""
    found = yield from attempts_of(order_id, channel)
    if attempt is not None and attempt.family == "charge":
        # An account that was closed empty says nothing about a charge beside it, not even that something failed.
        found = tuple(it for it in found if it.status != "cancelled" or was_paid(it))
    return Sighting(
        items=tuple(charge_seen(it, attempt) for it in found), absence_counts=absence_counts(channel)
    )


def charges_before(order_id: str, channel: Channel) -> Flow[Sighting]:
    """Show the attempts there are before a write, so that none of them is taken for ours.

    Some servers that speak V1 without being PortOne cannot list them. They may be written to, but nothing that a
    later look-up finds can then be told from what was there before.
    """
    try:
        return (yield from charges_seen(order_id, channel))
    except BadAnswer as error:
        if error.reason != NO_SUCH_CALL:
            raise
    detail = "this server cannot list the attempts at an order, so an unknown outcome of this call may stay unknown"
    yield from emit(Event(kind="warning", channel=channel.name, order_id=order_id, detail=detail))
    return Sighting(items=(Seen(id=UNREAD, state="failed"),), absence_counts=False)


def charge_seen(it: Payment, attempt: Attempt | None = None) -> Seen:
    """Show one attempt: done when it was paid, even if given back since; pending while nothing is decided."""
    state = "failed" if it.status in OVER else "pending"
    return Seen(
        id=it.attempt_id or "",
        state="done" if was_paid(it) else state,
        amount=it.amount.total,
        currency=it.currency,
        marked=attempt is not None and attempt.id in (it.custom_data or ""),
        at=it.requested_at.timestamp() if it.requested_at is not None else None,
        result=it,
    )
