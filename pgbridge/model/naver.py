"""Naver Pay of the order type (주문형, `naverco`) and of the payment type (결제형, `naverpay`); V1 only.

States, claims and reasons are Naver's own words. Amounts are won, times aware UTC.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class NaverOrderer(Struct, frozen=True, kw_only=True):
    """Who ordered; Naver masks the id."""

    name: str | None = None
    id: str | None = None
    phone: str | None = None

    def __repr__(self) -> str:
        return "NaverOrderer(***)"


class NaverAddress(Struct, frozen=True, kw_only=True):
    """Where a product order goes."""

    name: str | None = None
    line1: str | None = None
    line2: str | None = None
    postcode: str | None = None
    phone: str | None = None
    phone2: str | None = None

    def __repr__(self) -> str:
        return "NaverAddress(***)"


class NaverProductOrder(Struct, frozen=True, kw_only=True):
    """One product of a Naver Pay order (상품주문).

    :ivar claim_type: what the buyer or the shop asked for since: `CANCEL`, `RETURN`, `EXCHANGE` ...
    :ivar customs_code: the buyer's personal customs number
    """

    product_order_id: str
    status: str | None = None
    claim_type: str | None = None
    claim_status: str | None = None
    product_id: str | None = None
    product_name: str | None = None
    option_id: str | None = None
    option_name: str | None = None
    amount: int | None = None
    delivery_amount: int | None = None
    quantity: int | None = None
    orderer: NaverOrderer | None = None
    address: NaverAddress | None = None
    memo: str | None = None
    ship_by: datetime | None = None
    customs_code: str | None = None

    def __repr__(self) -> str:
        return (
            f"NaverProductOrder(product_order_id={self.product_order_id!r}, status={self.status!r}, "
            f"claim_type={self.claim_type!r}, claim_status={self.claim_status!r})"
        )


class NaverOrders(Struct, frozen=True, kw_only=True):
    """What became of product orders.

    :ivar items: those that it was done for
    :ivar complete: False when it was not done for all of them: read the rest, then ask again for those
    :ivar failed: ids that were asked for by name and are not among the items; empty when none was named
    """

    items: tuple[NaverProductOrder, ...] = ()
    complete: bool = True
    failed: tuple[str, ...] = ()


class NaverReview(Struct, frozen=True, kw_only=True):
    """A review by a buyer.

    :ivar score: general 0 to 2, premium 10 to 13
    :ivar writer: the buyer's id, encrypted by Naver
    :ivar content: of premium reviews only
    """

    review_id: str
    score: str | None = None
    title: str | None = None
    content: str | None = None
    product_order_id: str | None = None
    product_id: str | None = None
    product_name: str | None = None
    option_name: str | None = None
    writer: str | None = None
    created_at: datetime | None = None
    modified_at: datetime | None = None

    def __repr__(self) -> str:
        return f"NaverReview(review_id={self.review_id!r}, score={self.score!r})"


class NaverCashAmount(Struct, frozen=True, kw_only=True):
    """What a cash receipt can be issued for.

    :ivar points: the part that was paid with Naver points
    :ivar primary: the part that was paid with card or bank transfer
    """

    total: int
    points: int | None = None
    primary: int | None = None
    supply: int | None = None
    vat: int | None = None


class NaverPoints(Struct, frozen=True, kw_only=True):
    """Naver points that the buyer was given for a payment.

    :ivar replayed: True when nothing was sent because it had been done before
    :ivar partial: True when it is told from the ledger, for V1 has no read of it
    """

    attempt_id: str
    replayed: bool = False
    partial: bool = False
