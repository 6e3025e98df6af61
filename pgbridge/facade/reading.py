"""Reads and lists of payments, by V1's rules: pages from 1, four words for the state, test payments only when asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pgbridge.errors import NotFound, OutcomeUnknown, RuleViolation
from pgbridge.facade import store as db
from pgbridge.facade.calls import Call, changed, made_on_v1, missing
from pgbridge.facade.desk import OLD
from pgbridge.facade.names import Known
from pgbridge.facade.store import ORDER
from pgbridge.ledger.protocol import Run as Execute
from pgbridge.model.balance import Balance, BalanceParts
from pgbridge.model.enums import Method
from pgbridge.model.page import Found, Page
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.attempts import ListAttempts
from pgbridge.operations.payments.get import GetPayment
from pgbridge.operations.payments.list import ListPayments
from pgbridge.rules import Violation
from pgbridge.wire import WireResponse

# V1 files every state under one of four words.
WORDS = {"pending": "ready", "virtual_account_issued": "ready", "partially_cancelled": "paid"}
STATUSES = ("ready", "paid", "cancelled", "failed")
MOST_IDS, AT_ONCE = 100, 8
MOST_ROWS = 1_000
WINDOW = timedelta(days=90)
NEVER = datetime.min.replace(tzinfo=UTC)
SORTS = {
    "started": lambda it: it.requested_at,
    "paid": lambda it: it.paid_at,
    "updated": lambda it: it.status_changed_at or it.updated_at or it.requested_at,
}


def word_of(payment: Payment) -> str:
    """Return V1's word for a payment's state."""
    return WORDS.get(payment.status, payment.status)


async def get(call: Call) -> WireResponse:
    """Read one payment: by `imp_uid`, or an order's newest in a state.

    :raises NotFound: there is none, or it is a test payment and nobody asked for those
    """
    status = checked_status(call.op.status)
    known = await call.known()
    op, channel = await call.about(changed(call.op, status=None), known)
    payment = await shown(call, op, channel, known)
    if channel is not None:
        call.shown.append(payment)
        return call.answer(payment)
    if call.op.attempt_id is None:
        if op.order_id not in known.orders.values():
            call.visible(payment)
        payment = await chosen(call, payment, op.order_id, status)
    elif hidden(call, payment):
        raise missing()
    return await call.told(payment, known)


async def shown(call: Call, op: GetPayment, channel: str | None, known: Known) -> Payment:
    """Read a payment.

    :raises NotFound: there is none
    :raises OutcomeUnknown: there is none yet, but there may be: whoever is told that there is none pays again
    """
    try:
        payment: Payment = await call.execute(op, channel=channel)
    except NotFound:
        order_id = op.order_id
        if channel is None and order_id is not None and order_id in known.orders.values():
            families = ("charge", "virtual_account")
            if await call.desk.store.read(lambda run: any(db.undecided(run, f, order_id) for f in families)):
                raise OutcomeUnknown("the order may be paid yet", attempt=None) from None
        raise
    return payment


def checked_status(status: str | None) -> str | None:
    """Return the state asked for; None is any.

    :raises RuleViolation: V1 has no such word
    """
    if status in (None, "all"):
        return None
    if status not in STATUSES:
        raise RuleViolation([bad("payment_status", "enum")])
    return status


def bad(field: str, kind: Any) -> Violation:
    """Return what is wrong with a field."""
    return Violation(
        rule=f"facade.{field}", severity="error", field=field, message=field, kind=kind, value=None, source=""
    )


def hidden(call: Call, payment: Payment) -> bool:
    """Tell whether it is a test payment of a live shop, which V1 shows only with `include_sandbox`."""
    if payment.channel is None or payment.channel.live is not False:
        return False
    asked = dict(call.request.query).get("include_sandbox", "").lower() in ("true", "1", "y")
    connections = call.desk.bridge.config.connections.values()
    return not asked and any(c.environment == "live" for c in connections if c.api == "v2")


async def chosen(call: Call, payment: Payment, order_id: str, status: str | None) -> Payment:
    """Return the attempt at an order that V1 would show: the newest in the state.

    :raises NotFound: none is in it
    """
    if status is None or word_of(payment) == status:
        return payment
    rows = await attempts_of(call, order_id, payment)
    found = next((each for each in rows if word_of(each) == status), None)
    if found is None:
        raise missing()
    return found


async def attempts_of(call: Call, order_id: str, payment: Payment) -> list[Payment]:
    """Return all attempts at an order, newest first; the one V2 shows in full stays as complete as it was."""
    listed = await call.execute(ListAttempts(order_id=order_id))
    rows = [payment if each.attempt_id == payment.attempt_id else each for each in listed]
    return ordered(rows if payment in rows else [payment, *rows], "-started")


def ordered(rows: Sequence[Payment], sorting: str | None) -> list[Payment]:
    """Sort payments that are listed newest first; a minus in front turns the order round.

    :raises RuleViolation: V1 does not sort by that
    """
    name = sorting or "-started"
    key = SORTS.get(name.removeprefix("-"))
    if key is None:
        raise RuleViolation([bad("sorting", "enum")])
    down = name.startswith("-")
    # Of one second, what was listed first is the newest.
    return sorted(rows if down else rows[::-1], key=lambda it: key(it) or NEVER, reverse=down)


async def find_all(call: Call) -> WireResponse:
    """List the attempts at an order.

    :raises NotFound: there is none at all
    """
    status = checked_status(call.op.status)
    number, size, sorting = paging(call)
    known = await call.known()
    op, channel = await call.about(GetPayment(order_id=call.op.order_id), known)
    payment = await shown(call, op, channel, known)
    rows = await attempts_of(call, op.order_id, payment)
    rows = [each for each in ordered(rows, sorting) if status in (None, word_of(each))]
    return await paged(call, rows, number, size, known)


def paging(call: Call) -> tuple[int, int, str | None]:
    """Read page, limit and sorting.

    :raises RuleViolation: they are none
    """
    query = dict(call.request.query)
    try:
        number, size = int(query.get("page") or 1), int(query.get("limit") or 20)
    except ValueError:
        raise RuleViolation([bad("page", "format")]) from None
    if number < 1:
        raise RuleViolation([bad("page", "min")])
    if not 1 <= size <= MOST_ROWS:
        raise RuleViolation([bad("limit", "max")])
    return number, size, query.get("sorting")


async def paged(
    call: Call, rows: Sequence[Payment], number: int, size: int, known: Known | None
) -> WireResponse:
    """Answer one page of rows that are all here."""
    start = (number - 1) * size
    more = start + size < len(rows)
    page = Page(
        items=tuple(rows[start : start + size]), number=number - 1, size=size, total=len(rows), more=more
    )
    return written(call, await call.outward(page, known), number, size)


def written(call: Call, page: Page[Payment], number: int, size: int) -> WireResponse:
    """Write a page as V1 lists payments."""
    module = call.desk.registry.api("v1").module("payments.list")
    return module.answer(ListPayments(page=number - 1, size=size), page)


async def listing(call: Call) -> WireResponse:
    """List payments by state and time. V2 pages as V1 does where all it lists is this shop's; else it is all read first."""
    status = checked_status(call.op.status)
    number, size, sorting = paging(call)
    ordered((), sorting)
    now = datetime.fromtimestamp(call.desk.store.ledger.now(), UTC)
    until = call.op.until or now
    since = call.op.since or until - WINDOW
    if since > until or until - since > WINDOW:
        raise RuleViolation([bad("from", "max")])
    # `to` belongs to it, to the second.
    op = ListPayments(
        status=status, since=since, until=until + timedelta(seconds=1), page=0, size=size, sort="-updated"
    )
    rows = [each for each in await every(call, op) if status in (None, word_of(each))]
    rows = await mine(call, rows)
    if number > 1 and (number - 1) * size >= len(rows):
        raise RuleViolation([bad("page", "max")])
    return await paged(call, ordered(rows, sorting), number, size, None)


async def every(call: Call, op: ListPayments) -> list[Payment]:
    """Return all that V2 lists, page after page, with what V1 has beside it."""
    found: dict[str | None, Payment] = {}
    for channel in reading_channels(call):
        step: Any = changed(op, size=MOST_ROWS)
        while step is not None:
            page = await call.execute(step, channel=channel)
            # A V2 store that others share shows their old payments, too.
            theirs = channel != OLD and call.desk.others
            rows = [each for each in page.items if not (theirs and made_on_v1(each))]
            found.update({each.attempt_id or each.order_id: each for each in rows})
            step = changed(step, page=step.page + 1) if page.more else None
    return list(found.values())


def reading_channels(call: Call) -> list[str]:
    """Return one channel of each connection and store the shop reads, V1's last, which knows its own best."""
    channels, seen = call.desk.bridge.config.channels, dict[tuple[str, str | None], str]()
    for name, channel in channels.items():
        seen.setdefault((channel.connection.name, channel.store_id), name)
    return sorted(seen.values(), key=lambda name: name == OLD)


async def mine(call: Call, rows: list[Payment]) -> list[Payment]:
    """Keep what is this shop's, and what is not hidden as a test."""
    rows = [each for each in rows if not hidden(call, each)]
    scope = call.scope
    if scope.alone:
        return rows

    def owners(run: Execute) -> tuple[dict[str, Any], dict[str, tuple[str, str]]]:
        sales = dict[str, Any]()
        names = dict[str, tuple[str, str]]()
        for start in range(0, len(rows), 400):
            part = rows[start : start + 400]
            sales |= db.imp_uids(run, [each.attempt_id for each in part if each.attempt_id])
            names |= db.outer_names(run, ORDER, {each.order_id for each in part})
        return sales, names

    sales, names = await call.desk.store.read(owners)

    def owned(each: Payment) -> bool:
        if each.attempt_id in sales:
            return bool(sales[each.attempt_id].shop == scope.name)
        if each.order_id in names:
            return names[each.order_id][0] == scope.name
        try:
            call.visible(each)
        except NotFound:
            return False
        return scope.seller is None

    return [each for each in rows if owned(each)]


async def get_many(call: Call) -> WireResponse:
    """Read several payments; V1 says 207 where some are missing.

    :raises RuleViolation: none is named, or too many
    :raises NotFound: nobody knows any of them
    """
    count = len(call.op.attempt_ids) + len(call.op.order_ids)
    if not count:
        raise RuleViolation([bad("imp_uid[]", "required")])
    if count > MOST_IDS:
        raise RuleViolation([bad("imp_uid[]", "max_length")])
    gate = asyncio.Semaphore(AT_ONCE)
    wanted = [GetPayment(attempt_id=each) for each in call.op.attempt_ids]
    wanted += [GetPayment(order_id=each) for each in call.op.order_ids]

    async def one(op: GetPayment) -> Payment | str:
        async with gate:
            single = Call(
                desk=call.desk,
                scope=call.scope,
                route=call.route,
                request=call.request,
                module=call.module,
                op=op,
                shown=call.shown,
            )
            try:
                known = await single.known()
                inner, channel = await single.about(op, known)
                payment = await shown(single, inner, channel, known)
                if (
                    channel is None
                    and op.order_id is not None
                    and inner.order_id not in known.orders.values()
                ):
                    single.visible(payment)
            except NotFound:
                return op.attempt_id or op.order_id or ""
            found: Payment = await single.outward(payment, known)
            return found

    results = await asyncio.gather(*(one(each) for each in wanted))
    items = tuple(each for each in results if isinstance(each, Payment))
    lacking = tuple(each for each in results if isinstance(each, str))
    if not items:
        raise missing()
    return call.answer(Found(items=items, missing=lacking))


async def balance(call: Call) -> WireResponse:
    """Tell what is left of a payment by its tax parts. V2 tells no second means of payment, so there is none."""
    sale = (await call.known()).sales.get(call.op.attempt_id)
    if sale is None:
        return call.answer(await call.on_v1(call.op))
    payment = await call.payment(sale.order_id, sale.attempt_id)
    amount, left = payment.amount, payment.cancellable
    free = max((amount.tax_free or 0) - (amount.cancelled_tax_free or 0), 0)
    vat = round((left - free) / 11) if amount.vat is None or amount.cancelled else amount.vat
    parts = BalanceParts(tax_free=free, supply=left - free - vat, vat=vat)
    virtual = payment.method is not None and payment.method.type in (Method.VIRTUAL_ACCOUNT, Method.TRANSFER)
    receipt = parts if virtual and payment.cash_receipt_issued else None
    return call.answer(
        Balance(attempt_id=call.op.attempt_id, amount=amount.total, cash_receipt=receipt, primary=parts)
    )
