"""Billing keys and schedules."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any

from pgbridge.errors import Busy, IntentConflict, NotFound, OutcomeUnknown, PgbridgeError, RuleViolation
from pgbridge.facade import store as db
from pgbridge.facade.calls import Call, changed
from pgbridge.facade.desk import OLD
from pgbridge.facade.names import Known, inward, inward_orders
from pgbridge.facade.paying import allowed, only_on_v1, stated, with_id
from pgbridge.facade.reading import bad, paging, reading_channels
from pgbridge.facade.store import ALIAS, ORDER
from pgbridge.ledger.protocol import Run as Execute
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.model.billing_key import BillingKey, Schedule
from pgbridge.model.customer import Customer
from pgbridge.model.enums import ScheduleStatus
from pgbridge.model.page import Found, Page
from pgbridge.operations.billing_keys.get import GetBillingKey
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.operations.schedules.get import GetSchedule
from pgbridge.operations.schedules.list import ListSchedules
from pgbridge.operations.schedules.revoke import RevokeSchedules
from pgbridge.wire import WireResponse

GONE = "deleted"
LIVE = frozenset(("open", "unknown", "done"))


def lacking() -> NotFound:
    """Return the refusal of a key that nobody knows."""
    return NotFound("there is no such billing key", reason="billing_key_not_found")


async def issue(call: Call) -> WireResponse:
    """Store a card under the shop's name of it; V1 lets it take the place of an older one."""
    known = await call.known(claim=True)
    name = call.op.alias
    op = changed(inward(call.op, known), customer=with_id(call.op.customer, call, name), replace=True)
    key = await call.execute(call.desk.counter.pinned(op), channel=call.channel)
    return await call.told(without_made_id(call, key, name), known)


def without_made_id(call: Call, key: BillingKey, name: str) -> BillingKey:
    """Return a key without the buyer's id that the facade made: the shop never gave it one."""
    made = with_id(Customer(), call, name).id
    return changed(key, customer=changed(key.customer, id=None)) if key.customer.id == made else key


async def of_key(call: Call, known: Known) -> tuple[Any, str | None]:
    """Return an operation about a key in inner names; what the facade has no link of goes to V1, where there is one.

    :raises NotFound: nobody knows the key
    """
    op = call.op
    name = getattr(op.billing_key, "id", op.billing_key)
    if await only_on_v1(call, known):
        return op, OLD
    if name not in known.aliases:
        raise lacking()
    return changed(inward(op, known), billing_key=known.aliases[name]), None


async def about_key(call: Call) -> WireResponse:
    """Do something about a key: read it, list what was paid with it or is to be."""
    known = await call.known()
    op, channel = await of_key(call, known)
    if channel is not None:
        return call.answer(await call.on_v1(call.op))
    result = await call.execute(op)
    if getattr(result, "status", None) == GONE:
        raise lacking()
    if isinstance(result, BillingKey):
        result = without_made_id(call, result, str(getattr(call.op.billing_key, "id", call.op.billing_key)))
    if isinstance(result, Page) and op.name == "billing_keys.schedules":
        result = changed(result, items=newest_first(result.items))
    return await call.told(result, known)


async def delete(call: Call) -> WireResponse:
    """Delete a key and show it once more, as V1 does."""
    known = await call.known()
    op, channel = await of_key(call, known)
    if channel is not None:
        return call.answer(await call.on_v1(call.op))
    key = await call.execute(GetBillingKey(billing_key=op.billing_key))
    if key.status == GONE:
        raise lacking()
    await call.execute(op)
    name = str(getattr(call.op.billing_key, "id", call.op.billing_key))
    module = call.desk.registry.api("v1").module("billing_keys.get")
    return module.answer(None, changed(await call.outward(without_made_id(call, key, name), known), id=name))


async def get_many(call: Call) -> WireResponse:
    """Read several keys.

    :raises NotFound: nobody knows any of them
    """
    items, missing = [], []
    module = call.desk.registry.api("v1").module("billing_keys.get")
    if not call.op.billing_keys:
        raise RuleViolation([bad("customer_uid[]", "required")])
    for key in call.op.billing_keys:
        name = getattr(key, "id", key)
        op = GetBillingKey(billing_key=name)
        one = Call(
            desk=call.desk, scope=call.scope, route=call.route, request=call.request, module=module, op=op
        )
        try:
            known = await one.known()
            inner, channel = await of_key(one, known)
            found = await (one.on_v1(op) if channel else one.execute(inner))
            if found.status == GONE:
                raise lacking()
        except NotFound:
            missing.append(name)
        else:
            shown = without_made_id(one, found, name)
            items.append(changed(await one.outward(shown, known), alias=name))
    if not items:
        raise lacking()
    return call.answer(Found(items=tuple(items), missing=tuple(missing)))


async def schedule(call: Call) -> WireResponse:
    """Schedule charges: all of them or none, as V1 does; V2 takes one at a time, so what was made is taken back.

    :raises IntentConflict: an order id was used
    :raises OutcomeUnknown: of one of them nobody knows; those made so far stay
    """
    rows = tuple(stated(call, row) for row in call.op.rows)
    call.op = changed(call.op, rows=rows)
    if len({row.order_id for row in rows}) < len(rows):
        raise IntentConflict("an order id comes twice", reason="schedule_exists")
    known = await call.known(claim=True)
    if await only_on_v1(call, known):
        return await call.told(await call.on_v1(inward_orders(call.op, known)), known)
    await refuse_used(call, known)
    urls = {row.order_id: row.notice_urls[0] for row in rows if row.notice_urls}
    op = inward(changed(call.op, rows=tuple(changed(row, notice_urls=()) for row in rows)), known)
    await keep_notices(call, known, urls)
    if op.card is not None:
        await keyed(call, op, known)
        op = changed(op, card=None, checking_amount=None)
    made: tuple[Schedule, ...] = await call.execute(call.desk.counter.pinned(op), channel=call.channel)
    made = made if isinstance(made, tuple) else (made,)
    if any(each.status == "unknown" for each in made):
        raise OutcomeUnknown("of a schedule nobody knows", attempt=None)
    if failed := [each for each in made if each.status == ScheduleStatus.FAILED and each.partial]:
        if any((each.failure or "").startswith("Busy:") for each in failed):
            # Another request makes the same ones: what it counts on must not be taken away.
            raise Busy("another request works on one of the schedules")
        await take_back(call, [each.order_id for each in made if each.id and each not in failed])
        raise refusal_in(failed[0].failure or "")
    return await call.told(await complete(call, made), known)


async def take_back(call: Call, orders: list[str]) -> None:
    """Revoke the schedules of orders, each where it was made.

    :raises OutcomeUnknown: one may live on, so nobody may be told that none was made
    """
    try:
        for order in orders:
            await call.execute(RevokeSchedules(order_ids=(order,)))
    except PgbridgeError as error:
        raise OutcomeUnknown("a schedule could not be taken back", attempt=None) from error


async def complete(call: Call, made: tuple[Schedule, ...]) -> tuple[Schedule, ...]:
    """Read the schedules, for V2 answers little of them; what cannot be read is told as far as it is known."""
    found = []
    for each in made:
        read = each
        with contextlib.suppress(PgbridgeError):
            read = await call.execute(GetSchedule(order_id=each.order_id))
        found.append(changed(read, order_id=each.order_id))
    return tuple(found)


def refusal_in(text: str) -> PgbridgeError:
    """Return the refusal that a row's failure tells of, by the name of its error."""
    kind = text.partition(":")[0]
    if kind == "NotFound":
        return lacking()
    return IntentConflict(
        "a schedule was refused", reason="schedule_exists" if "Conflict" in kind else "refused"
    )


def only_channel(call: Call) -> str:
    """Return a channel of the shop's, through which its schedules are reached."""
    return next(iter(call.desk.counter.channels))


async def refuse_used(call: Call, known: Known) -> None:
    """Refuse order ids that were used before anything is made: V1 takes each once.

    The same request again, after an answer that nobody knows or one that got lost half-way, is no new one: it goes on.

    :raises IntentConflict: one was
    """
    orders = tuple(known.orders[row.order_id] for row in call.op.rows)

    def used(run: Execute) -> dict[str, set[str]]:
        marks = ", ".join("?" for _ in orders)
        found: dict[str, set[str]] = {}
        for family, state in run(
            "SELECT family, state FROM attempts WHERE family IN ('charge', 'schedule', 'virtual_account') "  # noqa: S608
            f"AND identity IN ({marks})",
            orders,
        ):
            found.setdefault(str(family), set()).add(str(state))
        if any(db.sales_of(run, order) for order in orders):
            found["sale"] = {"done"}
        if run(
            "SELECT 1 FROM plans p JOIN steps s ON s.plan = p.id WHERE p.kind = 'schedules' AND p.identity = ? "
            "AND s.state = 'open'",
            (",".join(orders),),
        ):
            found["plan"] = {"open"}
        return found

    states = await call.desk.store.read(used)
    if "done" in states.get("charge", ()):
        raise IntentConflict("an order is paid", reason="already_paid")
    scheduled = states.get("schedule", set())
    half_made = "plan" in states and not scheduled & {"failed", "released"}
    if LIVE & scheduled and not (half_made or scheduled & frozenset(UNRESOLVED)):
        raise IntentConflict("an order is scheduled", reason="schedule_exists")
    if states.get("charge") or states.get("sale") or states.get("virtual_account"):
        raise IntentConflict("an order id was used", reason="already_used")


async def keep_notices(call: Call, known: Known, urls: dict[str, str]) -> None:
    """Keep the rows' own webhook addresses."""
    kept = {known.orders.get(o, o): url for o, url in urls.items() if allowed(call, url)}
    if kept:

        def put(run: Execute) -> None:
            for inner, url in kept.items():
                db.put_note(run, "notice", "", inner, url)

        await call.desk.store.write(put)


async def keyed(call: Call, op: Any, known: Known) -> None:
    """Issue the key that a schedule brings the card of."""
    name = str(getattr(call.op.billing_key, "id", call.op.billing_key))
    inner = known.aliases.get(name)
    if inner is None:
        inner = await call.desk.store.write(lambda run: db.claim(run, ALIAS, call.scope, name))
        known.aliases[name] = inner
    customer = with_id(Customer(id=op.customer_id), call, name)
    await call.execute(
        IssueBillingKey(alias=inner, card=op.card, customer=customer, replace=True), channel=call.channel
    )


async def about_schedule(call: Call) -> WireResponse:
    """Read a schedule, or do something about one that exists.

    :raises NotFound: nobody knows it
    """
    known = await call.known()
    inner = known.orders.get(call.op.order_id)
    intent = None
    if inner is not None:
        order = inner
        rows = await call.desk.store.read(
            lambda run: run("SELECT 1 FROM attempts WHERE family = 'schedule' AND identity = ?", (order,))
        )
        intent = bool(rows)
    if not intent:
        if call.desk.has_v1:
            return call.answer(await call.on_v1(call.op))
        raise NotFound("there is no such schedule", reason="schedule_not_found")
    if call.op.name == "schedules.retry":
        await refuse_unfailed(call, inward(call.op, known).order_id)
    result = await call.execute(inward(call.op, known))
    if call.op.name in ("schedules.move", "schedules.reschedule"):
        with contextlib.suppress(PgbridgeError):
            result = await call.execute(GetSchedule(order_id=inner))
    return await call.told(result, known)


async def refuse_unfailed(call: Call, order_id: str) -> None:
    """Refuse to try again what has not failed, as V1 does.

    :raises IntentConflict: it has not
    """
    found = await call.execute(GetSchedule(order_id=order_id))
    if found.status != ScheduleStatus.FAILED:
        raise IntentConflict("only a failed schedule can be tried again", reason="invalid_state")


async def unschedule(call: Call) -> WireResponse:
    """Take schedules back and show them, as V1 does: those of a key, or those named.

    :raises RuleViolation: neither is named
    :raises NotFound: nothing waits
    """
    if not call.op.billing_key and not call.op.order_ids:
        raise RuleViolation([bad("customer_uid", "required_any")])
    known = await call.known()
    if call.op.billing_key and await only_on_v1(call, known):
        named = tuple(known.orders.get(each, each) for each in call.op.order_ids)
        return await call.told(await call.on_v1(changed(call.op, order_ids=named)), known)
    waiting = await pending(call, known)
    if not waiting or len(waiting) < len(set(call.op.order_ids)):
        raise NotFound("nothing waits", reason="schedule_not_found")
    places = await places_of(call, waiting)
    for channel in dict.fromkeys(places):
        there = tuple(each.id for each, place in zip(waiting, places, strict=True) if place == channel)
        await call.execute(RevokeSchedules(schedule_ids=there), channel=channel)
    found = []
    for each, channel in zip(waiting, places, strict=True):
        read = changed(each, status=ScheduleStatus.REVOKED)
        with contextlib.suppress(PgbridgeError):
            read = await call.execute(GetSchedule(schedule_id=each.id), channel=channel)
        found.append(read)
    module = call.desk.registry.api("v1").module("schedules.create")
    return module.answer(None, await call.outward(tuple(found), known))


async def places_of(call: Call, schedules: list[Schedule]) -> list[str]:
    """Return for each schedule the channel it was made through: V2 knows it in that store alone."""

    def made(run: Execute) -> list[str | None]:
        found = []
        for each in schedules:
            rows = run(
                "SELECT channel FROM attempts WHERE vendor_ref = ? AND family IN ('schedule', 'schedule_move')",
                (each.id,),
            ) or run("SELECT channel FROM links WHERE vendor_key = ?", (each.billing_key,))
            found.append(str(rows[0][0]) if rows else None)
        return found

    channels = call.desk.counter.channels
    places = await call.desk.store.read(made)
    return [place if place in channels else only_channel(call) for place in places]


async def pending(call: Call, known: Known) -> list[Schedule]:
    """Return the schedules that wait, of the orders named or of the key."""
    key = call.op.billing_key
    name = str(getattr(key, "id", key)) if key else None
    if name is not None and name not in known.aliases:
        return []
    orders = [known.orders[each] for each in call.op.order_ids if each in known.orders]
    if call.op.order_ids:
        found = []
        for order in orders:
            with contextlib.suppress(PgbridgeError):
                found.append(await call.execute(GetSchedule(order_id=order)))
    else:
        now = datetime.fromtimestamp(call.desk.store.ledger.now(), UTC)
        step: Any = ListSchedules(
            since=now - timedelta(days=1),
            until=now + timedelta(days=3650),
            billing_key=known.aliases[name or ""],
            status=ScheduleStatus.SCHEDULED,
            size=1000,
        )
        found = []
        while step is not None:
            page = await call.execute(step)
            found += page.items
            step = changed(step, page=step.page + 1) if page.more else None
    vendor = None
    if name is not None:
        links = await call.desk.store.read(
            lambda run: run(
                "SELECT vendor_key FROM links WHERE alias = ? AND active = 1", (known.aliases[name],)
            )
        )
        vendor = {str(row[0]) for row in links}
    return [
        each
        for each in found
        if each.status == ScheduleStatus.SCHEDULED
        and (vendor is None or each.billing_key is None or each.billing_key in vendor)
    ]


async def list_schedules(call: Call) -> WireResponse:
    """List schedules by due time, the latest first; V2 has an order of its own, so all are read."""
    number, size, sorting = paging(call)
    known = await call.known()
    rows: list[Schedule] = []
    for channel in reading_channels(call):
        step: Any = changed(inward(call.op, known), page=0, size=1000)
        while step is not None and channel != OLD:
            page = await call.execute(step, channel=channel)
            rows += page.items
            step = changed(step, page=step.page + 1) if page.more else None
    rows = await owned(call, rows)
    shown = newest_first(tuple(rows))
    shown = shown[::-1] if sorting == "scheduled" else shown
    start = (number - 1) * size
    return await call.told(Page(items=shown[start : start + size]), known)


async def owned(call: Call, rows: list[Schedule]) -> list[Schedule]:
    """Keep the schedules of this shop."""
    if call.scope.alone:
        return rows
    orders = {each.order_id for each in rows}

    def owners(run: Execute) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        every = sorted(orders)
        for start in range(0, len(every), 400):
            found |= db.outer_names(run, ORDER, every[start : start + 400])
        return found

    names = await call.desk.store.read(owners)
    return [each for each in rows if names.get(each.order_id, ("", ""))[0] == call.scope.name]


def newest_first(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """Sort schedules by due time, the latest first; of an order that was moved V1 has one, V2 the old ones too."""
    latest: dict[str, Any] = {}
    for each in rows:
        known = latest.get(each.order_id)
        if known is None or age_of(known) < age_of(each):
            latest[each.order_id] = each
    return tuple(sorted(latest.values(), key=lambda it: (it.due_at, it.id), reverse=True))


def age_of(it: Any) -> tuple[bool, float]:
    """Return what makes one schedule of an order later than another."""
    made = it.created_at.timestamp() if it.created_at is not None else 0.0
    return it.status != ScheduleStatus.REVOKED, made
