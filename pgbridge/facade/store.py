"""What the facade remembers, in the ledger's database: tokens, names, payments, notes. Plain SQL, one transaction each."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from msgspec import Struct

from pgbridge.drivers.scribe import write_to
from pgbridge.errors import ConfigError
from pgbridge.ledger.protocol import Ledger
from pgbridge.ledger.protocol import Run as Execute

if TYPE_CHECKING:
    from pgbridge.facade.desk import Scope

T = TypeVar("T")
ORDER, ALIAS, IDENTITY = "order", "billing_key", "identity"
# V1 takes 40 characters of an order, PGs behind V2 letters and digits only.
LONGEST_ORDER = 40
BELOW_V1 = 4 * 10**11


class Tabled(Protocol):
    """A ledger in whose database there is room for tables of others."""

    remote: bool

    def transact(self, work: Callable[[Execute], T]) -> T:
        """Run statements in one write transaction."""

    def consult(self, work: Callable[[Execute], T]) -> T:
        """Run reads of one snapshot."""

    def now(self) -> float:
        """Return the database's clock."""


class Sale(Struct, frozen=True, kw_only=True):
    """One attempt at a payment as the facade knows it."""

    imp_uid: str
    shop: str
    order_id: str
    attempt_id: str


SALE = "imp_uid, shop, order_id, attempt_id"


class Store:
    """Reads and writes through the ledger; what only reads a file is done at once, the rest on a thread."""

    def __init__(self, ledger: Ledger) -> None:
        if not hasattr(ledger, "transact"):
            raise ConfigError("ledger.url: the facade keeps its names in a ledger in SQLite or PostgreSQL")
        self.ledger = cast("Tabled", ledger)

    async def read(self, work: Callable[[Execute], T]) -> T:
        """Run reads of one snapshot."""
        if self.ledger.remote:
            return await asyncio.to_thread(self.ledger.consult, work)
        return self.ledger.consult(work)

    async def write(self, work: Callable[[Execute], T]) -> T:
        """Run one write transaction."""
        return await write_to(self.ledger, lambda: self.ledger.transact(work))


def sale_by_imp_uid(run: Execute, imp_uid: str) -> Sale | None:
    """Return an attempt by V1's id of it."""
    return sale(run(f"SELECT {SALE} FROM facade_payments WHERE imp_uid = ?", (imp_uid,)))  # noqa: S608


def sales_of(run: Execute, order_id: str) -> list[Sale]:
    """Return the attempts at an order, oldest first."""
    rows = run(f"SELECT {SALE} FROM facade_payments WHERE order_id = ? ORDER BY seen_at", (order_id,))  # noqa: S608
    return [found for row in rows if (found := sale([row])) is not None]


def sale(rows: Sequence[tuple[Any, ...]]) -> Sale | None:
    """Read a row."""
    return Sale(**dict(zip(SALE.split(", "), rows[0], strict=True))) if rows else None


def imp_uids(run: Execute, attempts: Collection[str]) -> dict[str, Sale]:
    """Return what is known of attempts by the vendor's ids of them."""
    if not attempts:
        return {}
    marks = ", ".join("?" for _ in attempts)
    rows = run(f"SELECT {SALE} FROM facade_payments WHERE attempt_id IN ({marks})", tuple(attempts))  # noqa: S608
    found = (sale([row]) for row in rows)
    return {each.attempt_id: each for each in found if each is not None}


def add_sale(run: Execute, shop: str, order_id: str, attempt_id: str, now: float) -> Sale:
    """Give an attempt its `imp_uid`, or return what it has; hosts that do so at once agree.

    It is made from the vendor's id, so it is the same even where the row was lost before it was told; another attempt that
    happens to have it moves it on. It reads as none that V1 made: those are the last twelve digits of a time in
    milliseconds (inferred), so none before 2033 begins with less than 4; else an old payment would be taken for a new one.
    """
    for number in range(100):
        digest = hashlib.blake2b(f"{attempt_id}/{number}".encode(), digest_size=8).digest()
        imp_uid = f"imp_{int.from_bytes(digest, 'big') % BELOW_V1:012d}"
        run(
            "INSERT INTO facade_payments (imp_uid, shop, order_id, attempt_id, seen_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (imp_uid, shop, order_id, attempt_id, now),
        )
        found = imp_uids(run, (attempt_id,)).get(attempt_id)
        if found is not None:
            return found
    message = "no imp_uid is left"  # of 4 * 10^11
    raise AssertionError(message)


def inner_names(run: Execute, kind: str, shop: str, names: Iterable[str]) -> dict[str, str]:
    """Return what a shop's names stand for, as far as they are known."""
    wanted = tuple(dict.fromkeys(names))
    if not wanted:
        return {}
    marks = ", ".join("?" for _ in wanted)
    rows = run(
        f"SELECT name, inner_name FROM facade_names WHERE kind = ? AND shop = ? AND name IN ({marks})",  # noqa: S608
        (kind, shop, *wanted),
    )
    return {str(name): str(inner) for name, inner in rows}


def outer_names(run: Execute, kind: str, inner: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return whose name each inner name is, and what it is called there."""
    if not inner:
        return {}
    marks = ", ".join("?" for _ in inner)
    rows = run(
        f"SELECT inner_name, shop, name FROM facade_names WHERE kind = ? AND inner_name IN ({marks})",  # noqa: S608
        (kind, *inner),
    )
    return {str(row[0]): (str(row[1]), str(row[2])) for row in rows}


def claim(run: Execute, kind: str, scope: Scope, name: str) -> str:
    """Make a name the shop's own and return what it stands for: itself, or where another shop has that, a name like it."""
    shop = scope.name
    for candidate in candidates(kind, shop, name):
        known = inner_names(run, kind, shop, (name,))
        if known:
            return known[name]
        if taken(run, kind, scope, candidate):
            continue
        run(
            "INSERT INTO facade_names (kind, shop, name, inner_name) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (kind, shop, name, candidate),
        )
    known = inner_names(run, kind, shop, (name,))
    return known[name]


def candidates(kind: str, shop: str, name: str) -> list[str]:
    """Return the names to try; the last one is tried twice, so that the loop sees its row."""
    longest = LONGEST_ORDER if kind == ORDER else 200
    found = [name]
    for number in range(4):
        mark = hashlib.blake2b(f"{shop}/{number}/{name}".encode(), digest_size=5).hexdigest()
        found.append(f"{name[: longest - len(mark) - 1]}S{mark}")
    return found


def taken(run: Execute, kind: str, scope: Scope, candidate: str) -> bool:
    """Tell whether another shop has an inner name: by a claim, by a payment, or by a try through a channel of its own.

    A shop that was served alone made no claims, and what it was told nothing of is no payment yet.
    """
    owner = outer_names(run, kind, (candidate,)).get(candidate)
    if owner is not None and owner[0] != scope.name:
        return True
    if kind != ORDER:
        return False
    if any(each.shop != scope.name for each in sales_of(run, candidate)):
        return True
    tries = run(
        "SELECT channel, connection FROM attempts WHERE identity = ? "
        "AND family IN ('charge', 'schedule', 'virtual_account')",
        (candidate,),
    )
    return any(not scope.has(str(channel), str(connection)) for channel, connection in tries)


def undecided(run: Execute, family: str, *identities: str) -> bool:
    """Tell whether a write of a family that goes by one of these names has not been decided."""
    marks = ", ".join("?" for _ in identities)
    return bool(
        run(
            f"SELECT 1 FROM attempts WHERE family = ? AND identity IN ({marks}) "  # noqa: S608
            "AND state IN ('open', 'unknown')",
            (family, *identities),
        )
    )


def rename(run: Execute, kind: str, shop: str, name: str, inner: str) -> None:
    """Let a name stand for something else from now on."""
    run(
        "INSERT INTO facade_names (kind, shop, name, inner_name) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (kind, shop, name) DO UPDATE SET inner_name = excluded.inner_name",
        (kind, shop, name, inner),
    )


def alias_of(run: Execute, vendor_keys: Collection[str]) -> dict[str, str]:
    """Return the aliases of billing keys by the vendor's ids of them; the active link wins."""
    if not vendor_keys:
        return {}
    marks = ", ".join("?" for _ in vendor_keys)
    rows = run(
        f"SELECT vendor_key, alias FROM links WHERE vendor_key IN ({marks}) ORDER BY active, created_at",  # noqa: S608
        tuple(vendor_keys),
    )
    return {str(key): str(alias) for key, alias in rows}


def note(run: Execute, kind: str, shop: str, subject: str) -> str | None:
    """Return a note."""
    rows = run(
        "SELECT value FROM facade_notes WHERE kind = ? AND shop = ? AND subject = ?", (kind, shop, subject)
    )
    return str(rows[0][0]) if rows else None


def put_note(run: Execute, kind: str, shop: str, subject: str, value: str) -> None:
    """Write a note over the one there was."""
    run(
        "INSERT INTO facade_notes (kind, shop, subject, value) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (kind, shop, subject) DO UPDATE SET value = excluded.value",
        (kind, shop, subject, value),
    )


def add_note(run: Execute, kind: str, shop: str, subject: str, value: str) -> bool:
    """Write a note unless there is one; whether it was written."""
    return bool(
        run(
            "INSERT INTO facade_notes (kind, shop, subject, value) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING RETURNING value",
            (kind, shop, subject, value),
        )
    )
