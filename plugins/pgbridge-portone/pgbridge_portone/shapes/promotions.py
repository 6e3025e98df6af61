"""Promotions as V2 answers them."""

from __future__ import annotations

from datetime import datetime

from pgbridge_portone.shapes.answers import Answer


class SchemeShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PromotionDiscountScheme` of both types."""

    type: str
    amount: int | None = None
    percent: int | None = None


class PartitionShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PromotionDiscountPartition`."""

    amount_from: int | None = None
    scheme: SchemeShape | None = None


class PolicyShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PromotionDiscountPolicy`."""

    partitions: tuple[PartitionShape, ...] | None = None


class RecoverShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PromotionRecoverOption`."""

    type: str | None = None


class PromotionShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`Promotion`."""

    type: str
    id: str
    store_id: str | None = None
    name: str | None = None
    discount_policy: PolicyShape | None = None
    total_budget: int | None = None
    max_discount_amount: int | None = None
    spent_amount: int | None = None
    currency: str | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    terminated_at: datetime | None = None
    card_company: str | None = None
    status: str | None = None
    created_at: datetime | None = None
    recover_option: RecoverShape | None = None


class PgPromotionShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PgCardPromotion`."""

    promotion_id: str
    card_company: str | None = None
    discount_amount: int | None = None
    minimum_payment_amount: int | None = None


class PgPromotionsShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GetPgCardPromotionsResponse`."""

    promotions: tuple[PgPromotionShape, ...] | None = None
