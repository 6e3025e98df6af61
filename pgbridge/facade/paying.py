"""Charges, cancels and prepared amounts."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import uuid
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from pgbridge.errors import Busy, Conflict, IntentConflict, NotFound, PgbridgeError
from pgbridge.facade import owed
from pgbridge.facade import store as db
from pgbridge.facade.calls import BUSY_STEP, Call, changed, missing
from pgbridge.facade.names import FORMER, Known, inward, inward_orders
from pgbridge.facade.store import ALIAS
from pgbridge.ledger.protocol import Run as Execute
from pgbridge.ledger.rows import OPEN_OR_UNKNOWN
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.model.customer import Customer
from pgbridge.model.enums import PaymentStatus
from pgbridge.model.money import to_major
from pgbridge.model.page import Prepared
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.get import GetPayment
from pgbridge.wire import WireResponse


class Amount(Struct, frozen=True, kw_only=True):
    """A registered amount in minor units; without a currency the number that was registered, whatever it is paid in."""

    amount: int
    currency: str | None = None


AMOUNT = msgspec.json.Decoder(Amount)
NOT_PAID = frozenset(("invalid_state", "not_paid"))


async def charge(call: Call) -> WireResponse:
    """Charge a card or a key. V1 takes an order id once, whatever became of it.

    :raises IntentConflict: the order id was used, or another amount is registered for it
    """
    call.op = stated(call, call.op)
    known = await call.known(claim=True, charge=True)
    refuse_other_amount(call.op.amount, known)
    if waiting := undecided(known):
        known = await once_free(call, known)
    elif "done" in known.states:
        raise IntentConflict("the order is paid", reason="already_paid")
    if known.tried and not waiting:
        raise IntentConflict("the order id was used", reason="already_used")
    refuse_spent(known)
    if getattr(call.op, "billing_key", None) and await only_on_v1(call, known):
        return await charge_on_v1(call, known, waiting=waiting)
    op = inward(await noticed(call, known), known)
    name, inner = getattr(call.op, "save_as", None), getattr(op, "save_as", None)
    if name and inner:
        op = changed(op, save_as=inner, customer=with_id(op.customer, call, name))
        inner = await fresh(call, inner, name)
        op = changed(op, save_as=inner)

    async def spent_meanwhile() -> None:
        refuse_spent(await call.known(charge=True))

    pinned = call.desk.counter.pinned(op)
    result: Payment = await call.execute(pinned, channel=call.channel, before_again=spent_meanwhile)
    if result.replayed and not waiting:
        raise IntentConflict("the order is paid", reason="already_paid")
    if name and inner and result.status != "failed":
        kept = inner
        await call.desk.store.write(lambda run: db.rename(run, ALIAS, call.scope.name, name, kept))
        known.aliases[name] = inner
        result = changed(result, billing_usage="billing_key_issue")
    return await call.told(result, known)


def undecided(known: Known) -> bool:
    """Tell whether an earlier request for the order has not been decided, so that a repeat asks what became of it."""
    return bool(known.states & frozenset(UNRESOLVED))


async def once_free(call: Call, known: Known) -> Known:
    """Return what is known once no other request has the order in hand.

    :raises Busy: one has it for longer than this one may wait
    """
    loop, settings = asyncio.get_running_loop(), call.desk.settings
    patience = loop.time() + settings.busy_wait
    while known.held_until > call.desk.store.ledger.now():
        if loop.time() >= patience:
            raise Busy("another request works on the order")
        await asyncio.sleep(BUSY_STEP)
        known = await call.known(charge=True)
    return known


def refuse_spent(known: Known) -> None:
    """Refuse an order whose tries have all failed: whoever was told so may pay under another id by now.

    :raises IntentConflict: it is one
    """
    if known.states and "done" not in known.states and not undecided(known):
        raise IntentConflict("the order id was used", reason="already_used")


def stated(call: Call, op: Any) -> Any:
    """State what V2 wants and V1 does without: the name of the order."""
    del call
    return op if op.order_name else changed(op, order_name=op.order_id)


def refuse_other_amount(amount: Any, known: Known) -> None:
    """Refuse an amount other than the registered one.

    :raises IntentConflict: it is another
    """
    if known.prepared is None:
        return
    wanted = AMOUNT.decode(known.prepared)
    if wanted.currency is None:
        # The number alone was registered, read as won: 10 is the 10 dollars of the charge, not its 10 cents.
        same = to_major(wanted.amount, "KRW") == to_major(amount.total, amount.currency)
    else:
        same = (wanted.amount, wanted.currency) == (amount.total, amount.currency)
    if not same:
        raise IntentConflict("another amount is registered for the order", reason="prepared_amount")


async def noticed(call: Call, known: Known) -> Any:
    """Keep a request's own webhook address: what V2 sends there V1's shops could not read, so the facade does."""
    urls = getattr(call.op, "notice_urls", ())
    if not urls:
        return call.op
    if allowed(call, urls[0]):
        inner = known.orders.get(call.op.order_id, call.op.order_id)
        await call.desk.store.write(lambda run: db.put_note(run, "notice", "", inner, urls[0]))
    return changed(call.op, notice_urls=())


def allowed(call: Call, url: str) -> bool:
    """Tell whether webhooks may go to an address: a shop must not make the facade call just anybody."""
    shop = call.desk.counter.shop
    try:
        parts = urlsplit(url)
        own = urlsplit(shop.webhook_url or "").hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname in {own, *shop.notice_hosts} - {None}


def with_id(customer: Customer, call: Call, name: str) -> Customer:
    """Give the holder of a key an id, by which alone V2 finds a key again: made of the shop's name of the key."""
    if customer.id:
        return customer
    made = uuid.uuid5(uuid.NAMESPACE_OID, f"pgbridge facade/{call.scope.name}/{name}").hex[:20]
    return msgspec.structs.replace(customer, id=made)


async def fresh(call: Call, inner: str, name: str) -> str:
    """Return an inner name for a new key: V1 lets a new card take the place of the old one, and does not end that.

    No two requests get the same: the ledger would take the second for the first once more, and charge the first one's card.
    """

    def unused(run: Execute) -> str:
        used = run("SELECT 1 FROM links WHERE alias = ?", (inner,)) or run(
            "SELECT 1 FROM attempts WHERE family = 'billing_key' AND identity = ?", (inner,)
        )
        if not used and db.add_note(run, FORMER, "", inner, name):
            return inner
        made = f"{inner[:150]}~{uuid.uuid4().hex[:8]}"
        for each in (inner, made):
            db.put_note(run, FORMER, "", each, name)
        return made

    return await call.desk.store.write(unused)


async def only_on_v1(call: Call, known: Known) -> bool:
    """Tell whether a key is one that V1 keeps: the facade has no link of it, and the shop has a V1 connection."""
    if not call.desk.has_v1:
        return False
    name = str(getattr(call.op.billing_key, "id", call.op.billing_key))
    inner = known.aliases.get(name)
    if inner is None:
        return True
    rows = await call.desk.store.read(lambda run: run("SELECT 1 FROM links WHERE alias = ?", (inner,)))
    return not rows


async def charge_on_v1(call: Call, known: Known, *, waiting: bool) -> WireResponse:
    """Charge a key that V1 keeps, on V1; the ledger has the order under its inner name, as it has those of V2."""
    result = await call.on_v1(inward_orders(call.op, known))
    if result.replayed and not waiting:
        raise IntentConflict("the order is paid", reason="already_paid")
    return await call.told(result, known)


async def cancel(call: Call) -> WireResponse:
    """Give money back and answer the whole payment, as V1 does.

    :raises Conflict: it was done before, and whoever asked for it was told so
    """
    known = await call.known()
    op, channel = await call.about(call.op, known)
    name, waiting = await cancel_id(call, op, mark_of(call, channel))
    op = changed(op, cancel_id=name)
    if not waiting:
        await refuse_mismatch(call, op, channel)
    if op.order_id is not None and call.op.notify:
        await call.desk.store.write(lambda run: db.put_note(run, "loud", "", f"{op.order_id}/{name}", "1"))
    try:
        done = await call.execute(op, channel=channel)
    except Conflict as error:
        await refuse_failed(call, op, channel, error)
        raise
    if done.replayed and not waiting:
        whole = call.op.amount is None
        raise Conflict(
            "it was cancelled before", reason="already_cancelled" if whole else "cancellable_amount_mismatch"
        )
    order_id = op.order_id or done.order_id
    result: Any = done
    if order_id or op.attempt_id:
        with contextlib.suppress(PgbridgeError):  # it is cancelled, whatever a read says
            result = await call.execute(
                GetPayment(order_id=None if channel else order_id, attempt_id=op.attempt_id), channel=channel
            )
    return await call.told(result, known)


async def refuse_failed(call: Call, op: Any, channel: str | None, error: Conflict) -> None:
    """Say that there is nothing to cancel where all that an order had was a payment that failed, as V1 does.

    :raises NotFound: so it is
    """
    if error.reason not in NOT_PAID or channel is not None or call.op.attempt_id is not None:
        return
    payment = None
    with contextlib.suppress(PgbridgeError):
        payment = await call.payment(op.order_id)
    if payment is not None and payment.status == PaymentStatus.FAILED:
        raise missing() from error


async def refuse_mismatch(call: Call, op: Any, channel: str | None) -> None:
    """Refuse a cancel whose `checksum` is not what is left, before anything is sent.

    V2 would refuse it too; but of a refusal by V2 only a later look can say that nothing happened.

    :raises Conflict: it is not
    """
    if op.expected_cancellable is None or channel is not None:
        return
    payment = await call.execute(GetPayment(order_id=op.order_id, attempt_id=op.attempt_id))
    if payment.cancellable != op.expected_cancellable:
        raise Conflict("another amount is left", reason="cancellable_amount_mismatch")


def mark_of(call: Call, channel: str | None) -> str:
    """Return what sets the cancels of a shop's old payments apart: on V1 their orders go by names that another shop's may have."""
    if channel is None:
        return ""
    return f"~{hashlib.blake2b(call.scope.name.encode(), digest_size=5).hexdigest()}"


async def cancel_id(call: Call, op: Any, mark: str) -> tuple[str, bool]:
    """Name a cancel, so that the same request is the same cancel, and tell whether that one is not decided yet.

    V1 has no name for one. With `checksum` the state it starts from names it: only one such cancel can go through. Without it
    each request is a cancel of its own, as on V1; but while one of the same amount is not known to have happened, or the shop
    was not told of one that the same request was for, a repeat means that one, and is told what became of it: a refusal
    would read as if no money had gone back.
    """

    def unsettled(run: Execute) -> dict[str, int]:
        rows = run(
            "SELECT identity, amount FROM attempts WHERE family = 'cancel' "  # noqa: S608
            f"AND id IN ({OPEN_OR_UNKNOWN}) AND (order_id = ? OR target = ?)",
            (op.order_id, op.attempt_id),
        )
        found = {str(identity).rpartition("/")[2]: amount for identity, amount in rows}
        return {
            name: amount for name, amount in found.items() if f"~{name.partition('~')[2]}" == (mark or "~")
        }

    waiting = await call.desk.store.read(unsettled)
    if op.amount is None:
        return f"full{mark}", f"full{mark}" in waiting
    parts = "-".join("" if part is None else str(part) for part in (op.amount, op.tax_free, op.vat))
    if op.expected_cancellable is not None:
        name = f"{parts}@{op.expected_cancellable}{mark}"
        return name, name in waiting
    alike = next(
        (name for name, amount in waiting.items() if not name.startswith("full") and amount == op.amount),
        None,
    )
    return (alike, True) if alike is not None else await owed.name_of(call, op, parts, mark)


async def prepare(call: Call) -> WireResponse:
    """Register an amount, once.

    :raises IntentConflict: one is registered, or the order is paid
    """
    known = await call.known(claim=True, charge=True)
    if "done" in known.states:
        raise IntentConflict("the order is paid", reason="already_paid")
    if known.prepared is not None:
        raise IntentConflict("an amount is registered", reason="already_prepared")
    return await registered(call, known)


async def prepare_update(call: Call) -> WireResponse:
    """Change a registered amount.

    :raises NotFound: none is registered
    """
    known = await call.known(claim=True, charge=True)
    if known.prepared is None:
        raise NotFound("no amount is registered", reason="prepare_not_found")
    return await registered(call, known)


async def registered(call: Call, known: Known) -> WireResponse:
    """Register with V2 first, for its window, then here, for V2 cannot be asked."""
    op = inward(call.op, known)
    await call.execute(op, channel=call.channel)
    kept = msgspec.json.encode(Amount(amount=op.amount, currency=op.currency)).decode()
    await call.desk.store.write(
        lambda run: db.put_note(run, "prepared", call.scope.name, call.op.order_id, kept)
    )
    return call.answer(Prepared(order_id=call.op.order_id, amount=op.amount, currency=op.currency))


async def prepared(call: Call) -> WireResponse:
    """Read a registered amount."""
    order_id = call.op.order_id
    kept = await call.desk.store.read(lambda run: db.note(run, "prepared", call.scope.name, order_id))
    if kept is None:
        if call.desk.has_v1:
            return call.answer(await call.on_v1(call.op))
        raise NotFound("no amount is registered", reason="prepare_not_found")
    found = AMOUNT.decode(kept)
    return call.answer(Prepared(order_id=order_id, amount=found.amount, currency=found.currency))


async def issue_account(call: Call) -> WireResponse:
    """Open a virtual account."""
    call.op = stated(call, call.op)
    known = await call.known(claim=True, charge=True)
    refuse_other_amount(call.op.amount, known)
    op = inward(await noticed(call, known), known)
    waiting = await call.desk.store.read(lambda run: db.undecided(run, "virtual_account", op.order_id))
    result: Payment = await call.execute(op, channel=call.channel)
    if result.replayed and not waiting:
        raise IntentConflict("an account was issued", reason="virtual_account_exists")
    return await call.told(result, known)


async def close_account(call: Call) -> WireResponse:
    """Take no more deposits, and answer the whole payment, as V1 does."""
    known = await call.known()
    op, channel = await call.about(call.op, known)
    done = await call.execute(op, channel=channel)
    if channel is not None:
        return call.answer(done)
    sale = known.sales.get(call.op.attempt_id or "")
    if sale is None:
        raise missing()
    result: Any = done
    with contextlib.suppress(PgbridgeError):
        payment = await call.payment(sale.order_id, sale.attempt_id)
        module = call.desk.registry.api("v1").module("payments.get")
        return module.answer(None, await call.outward(payment, known))
    return call.answer(result)
