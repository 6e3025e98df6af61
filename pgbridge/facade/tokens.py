"""V1's access tokens, good on every worker: a nonce from the database and its proof by the shop's own secret.

V1 hands everybody the same token while it lives, for 30 minutes from its first issue; asked in its last minute, it lives five
minutes longer. The database holds the nonce and the end, never the token, so whoever reads it can open nothing; and what is
not proven by a secret costs no look into the database.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping

from msgspec import Struct

from pgbridge.facade.store import Store
from pgbridge.ledger.protocol import Run as Execute
from pgbridge.shops import Shop

LIFETIME, NEARLY_OVER, EXTENSION = 30 * 60, 60, 5 * 60
# 40 hexadecimal digits, as V1's tokens are: what names it, and what proves it.
NONCE, PROOF = 16, 24


class Grant(Struct, frozen=True, kw_only=True):
    """A token, when it ends and what time it is, in UNIX seconds."""

    token: str
    ends_at: int
    now: int

    def __repr__(self) -> str:
        return f"Grant(ends_at={self.ends_at})"


class Tokens:
    """Issues and checks tokens of all shops."""

    def __init__(self, shops: Mapping[str, Shop], store: Store) -> None:
        self.shops, self.store = shops, store
        self.alive: dict[str, tuple[str, float]] = {}

    def shop_of(self, key: str, secret: str) -> Shop | None:
        """Return whose key pair it is. Every pair is compared in full, so the time tells nothing."""
        found = None
        for shop in self.shops.values():
            same = same_text(shop.key.reveal(), key) & same_text(shop.secret.reveal(), secret)
            found = shop if same else found
        return found

    async def issue(self, shop: Shop) -> Grant:
        """Return the shop's token: the same for everybody while it lives."""
        now = int(self.store.ledger.now())
        nonce, ends_at = await self.store.write(lambda run: renewed(run, shop.name, now))
        self.alive[nonce] = (shop.name, ends_at)
        return Grant(token=nonce + proof(shop, nonce), ends_at=int(ends_at), now=now)

    async def check(self, token: str) -> Shop | None:
        """Return the shop whose living token it is."""
        nonce, given = token[:NONCE], token[NONCE:]
        if len(token) != NONCE + PROOF or not token.isascii():
            return None
        known = self.alive.get(nonce)
        candidates = self.shops.values() if known is None else [self.shops[known[0]]]
        shop = next((each for each in candidates if hmac.compare_digest(proof(each, nonce), given)), None)
        if shop is None:
            return None
        now = self.store.ledger.now()
        if known is not None and now < known[1]:
            return shop
        # Another worker may have issued it, or given it more time.
        found = await self.store.read(lambda run: stored(run, shop.name))
        self.alive = {n: entry for n, entry in self.alive.items() if now < entry[1]}
        if found is None or found[0] != nonce or now >= found[1]:
            return None
        self.alive[nonce] = (shop.name, found[1])
        return shop


def same_text(one: str, other: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def proof(shop: Shop, nonce: str) -> str:
    """Return what only who knows the shop's secret can make of a nonce."""
    return hmac.digest(shop.secret.reveal().encode(), f"{shop.name}/{nonce}".encode(), "sha256").hex()[:PROOF]


def stored(run: Execute, shop: str) -> tuple[str, float] | None:
    """Return the shop's nonce and its end."""
    rows = run("SELECT nonce, ends_at FROM facade_tokens WHERE shop = ?", (shop,))
    return (str(rows[0][0]), float(rows[0][1])) if rows else None


def renewed(run: Execute, shop: str, now: int) -> tuple[str, float]:
    """Return the nonce that lives, given more time or made anew where that is due."""
    found = stored(run, shop)
    if found is None:
        run(
            "INSERT INTO facade_tokens (shop, nonce, ends_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (shop, secrets.token_hex(NONCE // 2), float(now + LIFETIME)),
        )
    elif found[1] <= now:
        run(
            "UPDATE facade_tokens SET nonce = ?, ends_at = ? WHERE shop = ? AND nonce = ? AND ends_at <= ?",
            (secrets.token_hex(NONCE // 2), float(now + LIFETIME), shop, found[0], float(now)),
        )
    elif found[1] - now < NEARLY_OVER:
        run(
            "UPDATE facade_tokens SET ends_at = ? WHERE shop = ? AND nonce = ? AND ends_at = ?",
            (found[1] + EXTENSION, shop, found[0], found[1]),
        )
    else:
        return found
    now_stored = stored(run, shop)
    assert now_stored is not None
    return now_stored
