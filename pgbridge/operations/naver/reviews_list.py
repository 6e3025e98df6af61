"""`naver.reviews.list`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.naver import NaverReview
from pgbridge.operations.base import Operation


class ListNaverReviews(Operation[tuple[NaverReview, ...]], frozen=True, kw_only=True):
    """List the reviews of a period.

    V1 only, `GET /naver/reviews`; name the Naver Pay channel with `channel=`.

    :ivar since: aware datetimes, as `until`
    :ivar type: `general` or `premium`
    """

    name: ClassVar[str] = "naver.reviews.list"

    since: datetime
    until: datetime
    type: str = "general"
