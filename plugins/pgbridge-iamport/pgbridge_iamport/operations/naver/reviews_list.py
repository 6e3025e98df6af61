"""`naver.reviews.list`: `GET /naver/reviews`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pgbridge.errors import BadAnswer, PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.naver import NaverReview
from pgbridge.operations.naver.reviews_list import ListNaverReviews
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.bound import need_channel
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import get
from pgbridge_iamport.refusal import Problems, coded, refuse
from pgbridge_iamport.shapes.naver import ReviewShape
from pgbridge_iamport.times import epoch, happened

OPERATION = ListNaverReviews
ENDPOINTS = ("GET /naver/reviews",)
FIELDS = {"since": "query.from", "until": "query.to", "type": "query.review_type"}
TYPES = {"general": "general", "premium": "premium"}
Read = ReviewShape[datetime]
READER: Reader[Read] = Reader(Read)


def encode(op: ListNaverReviews, channel: Channel) -> WireRequest:
    """Write the request. Inferred: the channel key, which the page puts into a form, goes into the query of a GET.

    :raises RuleViolation: V1 does not know that type, or the channel has no key
    """
    problems: Problems = []
    kind = coded(TYPES, op.type, "review_type", "type", problems)
    key = need_channel(channel, problems)
    refuse(problems, op.name)
    query = (
        ("channel_key", key),
        ("from", str(epoch(op.since))),
        ("to", str(epoch(op.until))),
        ("review_type", kind or ""),
    )
    return get("/naver/reviews", channel, query)


def decode(op: ListNaverReviews | None, response: WireResponse) -> tuple[NaverReview, ...]:  # noqa: ARG001
    """Read the reviews."""
    return tuple(review(it) for it, _ in READER.several(response.body))


def review(it: Read) -> NaverReview:
    """Return a review.

    :raises BadAnswer: it has no number
    """
    if it.review_id is None:
        raise BadAnswer("PortOne V1 listed a review without its number", reason="bad_answer")
    return NaverReview(
        review_id=it.review_id,
        score=it.score,
        title=it.title,
        content=it.content,
        product_order_id=it.product_order_id,
        product_id=it.product_id,
        product_name=it.product_name,
        option_name=it.product_option_name,
        writer=it.writer,
        created_at=happened(it.created_at),
        modified_at=happened(it.modified_at),
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request; some clients send the channel key as the page says."""
    (request,) = requests
    form, body = Form.query(request), Form.of(request)
    op = ListNaverReviews(
        since=form.need_time("from"), until=form.need_time("to"), type=form.need("review_type")
    )
    key = form.text("channel_key") or body.text("channel_key")
    return accepted(request, op, channel_key=key)


def answer(op: ListNaverReviews | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(
        [
            ReviewShape[int](
                review_id=it.review_id,
                score=it.score,
                title=it.title,
                content=it.content,
                product_order_id=it.product_order_id,
                product_id=it.product_id,
                product_name=it.product_name,
                product_option_name=it.option_name,
                writer=it.writer,
                created_at=epoch(it.created_at),
                modified_at=epoch(it.modified_at),
            )
            for it in result
        ]
    )
