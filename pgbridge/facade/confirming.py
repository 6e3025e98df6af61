"""The confirm process: V2 asks before it approves what a buyer pays in a window; the shop is asked as V1 asks it."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx
from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.delivery import Reply
from pgbridge.model.payment import Payment
from pgbridge.model.webhook import Approve, ConfirmRequest, Reject
from pgbridge.operations.payments.get import GetPayment
from pgbridge.serving.logs import log
from pgbridge.wire import ENCODER

if TYPE_CHECKING:
    from pgbridge.facade.hooks import Hooks

# V1 waits ten seconds for the shop. The buyer waits for both.
SHOP_SECONDS, READ_SECONDS = 10.0, 5.0
NOT_KNOWN = "결제 정보를 확인할 수 없어 승인하지 않았습니다."
NO_ANSWER = "가맹점의 응답이 없어 승인하지 않았습니다."
# More than a reason could be.
MOST = 65_536


async def decided(hooks: Hooks, request: ConfirmRequest, channel: str | None) -> Approve | Reject | None:
    """Return the shop's decision; None where there is nobody to ask.

    What cannot be read or is not answered is not approved: nobody has paid yet, and the buyer can try again.
    """
    if not any(shop.confirm_url for shop in hooks.settings.shops.values()):
        return None
    payment = await about(hooks, request, channel)
    if payment is None:
        return Reject(reason=NOT_KNOWN)
    attempt = request.attempt_id or payment.attempt_id or ""
    now = hooks.store.ledger.now()
    shop, sale, name, _ = await hooks.store.write(lambda run: hooks.found(run, payment, attempt, now))
    if shop is None or sale is None or shop.confirm_url is None:
        return None
    asked = replace(
        request,
        api="v1",
        order_id=name,
        attempt_id=sale.imp_uid,
        amount=payment.amount.total,
        currency=payment.currency,
    )
    body = hooks.module.write(asked)
    content = urlencode(body).encode() if shop.webhook_form else ENCODER.encode(body)
    kind = "application/x-www-form-urlencoded" if shop.webhook_form else "application/json"
    reply = await answer_of(hooks.client, shop.confirm_url, content, kind)
    if reply is None:
        return Reject(reason=NO_ANSWER)
    decision: Approve | Reject = hooks.module.decision(reply)
    return decision


async def about(hooks: Hooks, request: ConfirmRequest, channel: str | None) -> Payment | None:
    """Read the payment that is asked about; None where that fails, or it is not for the amount asked."""
    if request.order_id is None:
        return None
    found: Payment | None = None
    with contextlib.suppress(PgbridgeError):
        found = await hooks.bridge.execute(
            GetPayment(order_id=request.order_id), channel=channel, deadline=READ_SECONDS
        )
    if found is None or request.amount not in (None, found.amount.total):
        return None
    return found


async def answer_of(client: httpx.AsyncClient, url: str, content: bytes, kind: str) -> Reply | None:
    """Ask the shop; None where it does not answer in time."""
    try:
        async with (
            asyncio.timeout(SHOP_SECONDS),
            client.stream("POST", url, content=content, headers={"content-type": kind}) as answer,
        ):
            body = b""
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > MOST:
                    break
            return Reply(status=answer.status_code, body=body[:MOST])
    except (httpx.HTTPError, TimeoutError) as error:
        log("shop not asked", exception=type(error).__name__)
        return None
