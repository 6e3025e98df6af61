"""Whose names are whose: from V1's ids to those the bridge goes by, and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.errors import NotFound
from pgbridge.facade import store as db
from pgbridge.facade.desk import Scope
from pgbridge.facade.store import ALIAS, ORDER, Sale, Store
from pgbridge.ledger.protocol import Run as Execute
from pgbridge.model.attempt import MARK_LENGTH
from pgbridge.model.billing_key import BillingKey, Schedule, VendorKey
from pgbridge.model.payment import Cancellation, Payment
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.base import key_id

# Notes of what keys were called for which the shop's name now stands for another.
FORMER = "former_key"
# What V1 made has V1's own id already.
V1_IDS = ("imp_", "imps_")


class Known(Struct, frozen=True, kw_only=True):
    """What is known of the names in a request.

    :ivar orders: the shop's order ids to inner ones
    :ivar aliases: `customer_uid`s to inner ones
    :ivar sales: `imp_uid`s to the attempts they name; those of other shops are not in it
    :ivar tried: attempts at the order before this request
    :ivar states: of the ledger's attempts at charging the order, but of those of which nothing left
    :ivar held_until: when the lease of the attempt that is under way ends, by the ledger's clock
    :ivar prepared: the amount and currency registered for it, as JSON
    """

    orders: dict[str, str] = {}
    aliases: dict[str, str] = {}
    sales: dict[str, Sale] = {}
    tried: tuple[Sale, ...] = ()
    states: frozenset[str] = frozenset()
    held_until: float = 0.0
    prepared: str | None = None


def order_ids(op: Any) -> tuple[str, ...]:
    """Return the order ids in an operation."""
    found = [getattr(op, "order_id", None), *getattr(op, "order_ids", ())]
    found += [row.order_id for row in getattr(op, "rows", ())]
    return tuple(dict.fromkeys(each for each in found if each))


def aliases(op: Any) -> tuple[str, ...]:
    """Return the names of billing keys in an operation."""
    key = getattr(op, "billing_key", None)
    found = [getattr(op, "alias", None), getattr(op, "save_as", None), key_id(key) if key else None]
    found += [key_id(each) for each in getattr(op, "billing_keys", ())]
    return tuple(dict.fromkeys(each for each in found if each))


def uids(op: Any) -> tuple[str, ...]:
    """Return the `imp_uid`s in an operation."""
    found = [getattr(op, "attempt_id", None), *getattr(op, "attempt_ids", ())]
    return tuple(dict.fromkeys(each for each in found if each))


class Names:
    """Looks names up in both directions."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def known(self, op: Any, scope: Scope, *, claim: bool = False, charge: bool = False) -> Known:
        """Return what is known of the names in an operation.

        :param claim: make order ids and new names of keys the shop's own
        :param charge: also tell what was tried for the order before
        """
        if claim and not (scope.alone and not made_aliases(op)):
            return await self.store.write(lambda run: looked_up(run, op, scope, claim=True, charge=charge))
        return await self.store.read(lambda run: looked_up(run, op, scope, claim=False, charge=charge))

    async def outward(self, result: Any, scope: Scope, named: dict[str, str]) -> Any:
        """Return a result in V1's names.

        :param named: `customer_uid`s by the inner names that the request had
        """
        found: list[Any] = [each for each in items_of(result) if isinstance(each, NAMED)]
        attempts: dict[str, str] = {
            each.attempt_id: each.order_id
            for each in found
            if getattr(each, "attempt_id", None) and not each.attempt_id.startswith(V1_IDS)
        }
        orders = set() if scope.alone else {o for each in found if (o := getattr(each, "order_id", None))}
        keys = {key for each in found if (key := getattr(each, "billing_key", None)) and key not in named}
        if not (attempts or orders or keys):
            return rewritten(result, {}, {}, named)
        sales, owners, holders = await self.store.read(lambda run: outside(run, attempts, orders, keys))
        if new := {a: o for a, o in attempts.items() if a not in sales and o}:
            now = self.store.ledger.now()
            more = await self.store.write(
                lambda run: {a: db.add_sale(run, scope.name, o, a, now) for a, o in new.items()}
            )
            sales = {**sales, **more}
        return rewritten(result, {a: each.imp_uid for a, each in sales.items()}, owners, {**holders, **named})


NAMED = (Payment, Schedule, Cancellation, CashReceipt, BillingKey)


def made_aliases(op: Any) -> tuple[str, ...]:
    """Return the names of keys that an operation makes."""
    return tuple(each for each in (getattr(op, "alias", None), getattr(op, "save_as", None)) if each)


def looked_up(run: Execute, op: Any, scope: Scope, *, claim: bool, charge: bool) -> Known:
    """Look everything up within one transaction."""
    orders = order_ids(op)
    if scope.alone:
        inner = {name: name for name in orders}
    elif claim:
        inner = {name: db.claim(run, ORDER, scope, name) for name in sorted(orders)}
    else:
        inner = db.inner_names(run, ORDER, scope.name, orders)
    wanted = aliases(op)
    keys = db.inner_names(run, ALIAS, scope.name, wanted)
    if claim:
        keys |= {
            name: db.claim(run, ALIAS, scope, name) for name in sorted(made_aliases(op)) if name not in keys
        }
    if scope.alone:
        keys = {name: name for name in wanted} | keys
    sales = {uid: found for uid in uids(op) if (found := db.sale_by_imp_uid(run, uid)) is not None}
    known = Known(
        orders=inner,
        aliases=keys,
        sales={uid: each for uid, each in sales.items() if each.shop == scope.name},
    )
    if not charge:
        return known
    order = inner.get(orders[0], orders[0]) if orders else ""
    rows = run(
        "SELECT state, lease_until FROM attempts WHERE family = 'charge' AND identity = ? "
        "AND NOT (state = 'failed' AND proof = 'not_sent')",
        (order,),
    )
    return msgspec.structs.replace(
        known,
        tried=tuple(db.sales_of(run, order)),
        states=frozenset(str(state) for state, _ in rows),
        held_until=max((float(until) for state, until in rows if state == "open"), default=0.0),
        prepared=db.note(run, "prepared", scope.name, orders[0]) if orders else None,
    )


def inward(op: Any, known: Known) -> Any:
    """Return an operation with inner names. A name that is not known must not reach the ledger: it may be another shop's.

    :raises NotFound: one is not known
    """
    op, fields = inward_orders(op, known), set(op.__struct_fields__)
    changes: dict[str, Any] = {}
    for field in ("alias", "save_as"):
        if name := getattr(op, field, None):
            changes[field] = alias_for(name, known)
    if key := getattr(op, "billing_key", None):
        changes["billing_key"] = alias_for(key_id(key), known)
    if "billing_keys" in fields:
        changes["billing_keys"] = tuple(alias_for(key_id(each), known) for each in op.billing_keys)
    return msgspec.structs.replace(op, **changes) if changes else op


def inward_orders(op: Any, known: Known) -> Any:
    """Return an operation with inner names of its orders alone, where a key goes by the vendor's own name.

    :raises NotFound: one is not known
    """
    fields = set(op.__struct_fields__)
    changes: dict[str, Any] = {}
    if order_id := getattr(op, "order_id", None):
        changes["order_id"] = order_of(order_id, known)
    if "order_ids" in fields and op.order_ids:
        changes["order_ids"] = tuple(order_of(each, known) for each in op.order_ids)
    if "rows" in fields:
        changes["rows"] = tuple(
            msgspec.structs.replace(row, order_id=order_of(row.order_id, known)) for row in op.rows
        )
    return msgspec.structs.replace(op, **changes) if changes else op


def order_of(name: str, known: Known) -> str:
    """Return the inner name of an order.

    :raises NotFound: it is not known
    """
    if name not in known.orders:
        raise NotFound("there is no such payment", reason="payment_not_found")
    return known.orders[name]


def alias_for(name: str, known: Known) -> str:
    """Return the inner name of a key.

    :raises NotFound: it is not known
    """
    if name not in known.aliases:
        raise NotFound("there is no such billing key", reason="billing_key_not_found")
    return known.aliases[name]


def by_sale(op: Any, sale: Sale, *, attempt: bool) -> Any:
    """Return an operation about an attempt as one about its order.

    :param attempt: whether the API can be told which attempt is meant
    """
    return msgspec.structs.replace(
        op, order_id=sale.order_id, attempt_id=sale.attempt_id if attempt else None
    )


def old(op: Any) -> Any:
    """Return an operation for V1 itself: a `customer_uid` is the vendor's own name of a key there."""
    key = getattr(op, "billing_key", None)
    return op if key is None else msgspec.structs.replace(op, billing_key=VendorKey(id=key_id(key)))


def items_of(result: Any) -> Iterator[Any]:
    """Yield the things in a result that have names."""
    if isinstance(result, tuple | list):
        for each in result:
            yield from items_of(each)
    elif hasattr(result, "items") and isinstance(result.items, tuple):
        yield from items_of(result.items)
    elif result is not None:
        yield result
        yield from getattr(result, "cancellations", ())


def outside(
    run: Execute, attempts: dict[str, str], orders: set[str], keys: set[str]
) -> tuple[dict[str, Sale], dict[str, str], dict[str, str]]:
    """Return what is known of inner names: attempts, orders, and the vendor's ids of keys."""
    sales = db.imp_uids(run, attempts)
    owners = {inner: name for inner, (_, name) in db.outer_names(run, ORDER, orders).items()}
    alias = db.alias_of(run, keys)
    holders = db.outer_names(run, ALIAS, set(alias.values()))
    names = {a: holders[a][1] for a in holders}
    for each in set(alias.values()) - set(names):
        # A key that another one took the place of, or that was not kept.
        names[each] = db.note(run, FORMER, "", each) or each
    return sales, owners, {key: names[a] for key, a in alias.items()}


def rewritten(result: Any, sales: dict[str, str], orders: dict[str, str], keys: dict[str, str]) -> Any:
    """Put V1's names into a result."""
    if isinstance(result, tuple):
        return tuple(rewritten(each, sales, orders, keys) for each in result)
    if isinstance(getattr(result, "items", None), tuple):
        return msgspec.structs.replace(result, items=rewritten(result.items, sales, orders, keys))
    fields = getattr(result, "__struct_fields__", ())
    changes: dict[str, Any] = {}
    if getattr(result, "attempt_id", None) in sales:
        changes["attempt_id"] = sales[result.attempt_id]
    if getattr(result, "order_id", None) in orders:
        changes["order_id"] = orders[result.order_id]
    if getattr(result, "billing_key", None) in keys:
        changes["billing_key"] = keys[result.billing_key]
    if isinstance(result, BillingKey):
        name = keys.get(result.alias or "", result.alias) or keys.get(result.id)
        changes |= {"alias": name, "id": name or result.id}
    if "cancellations" in fields:
        changes["cancellations"] = tuple(unmarked(each) for each in result.cancellations)
    if isinstance(result, Cancellation):
        changes["reason"] = plain(result.reason)
    return msgspec.structs.replace(result, **changes) if changes else result


def unmarked(it: Cancellation) -> Cancellation:
    """Return a cancel without the ledger's mark in its reason."""
    return msgspec.structs.replace(it, reason=plain(it.reason))


def plain(reason: str | None) -> str | None:
    """Take off the mark that the ledger put behind a reason."""
    if reason is None or reason[-MARK_LENGTH - 2 : -MARK_LENGTH] != " #":
        return reason
    return reason[: -MARK_LENGTH - 2]
