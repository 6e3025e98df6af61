"""What V1 tells a shop: little, unsigned, and by default once."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from msgspec import MsgspecError, Struct, json

from pgbridge.simulator.events import Event
from pgbridge.simulator.http import ENCODER
from pgbridge.simulator.money import to_major
from pgbridge.simulator.state import Attempt
from pgbridge.simulator.webhooks import FORM_TYPE, JSON_TYPE, Note
from pgbridge.simulator.world import World

MINUTE = 60.0
STATUSES = {
    "payment.paid": "paid",
    "payment.virtual_account_issued": "ready",
    "payment.failed": "failed",
    "payment.cancelled": "cancelled",
    "payment.partial_cancelled": "cancelled",
}


def tell(world: World, event: Event) -> Sequence[Note]:
    """Tell of an event.

    A failure is told of a schedule only, and a cancellation by API only where `enable_webhook` asked for it (the event is
    silent otherwise), at the console's URL. Closing a virtual account is not told (inferred).
    """
    status = STATUSES.get(event.kind)
    if status is None or (status == "failed" and event.cause != "schedule"):
        return ()
    if status == "cancelled" and event.cancellation_id is None:
        return ()
    notices = world.settings.v1_notices
    console = (notices.url,) if notices.url else ()
    attempt = world.attempts.get(event.attempt_id or "")
    own = attempt.bill.notice_urls if attempt is not None else ()
    by_api = status == "cancelled" and event.cause == "api"
    body = {"imp_uid": event.attempt_id, "merchant_uid": event.order_id, "status": status}
    if event.cancellation_id is not None:
        body["cancellation_id"] = event.cancellation_id
    return (
        Note(
            kind=status,
            urls=console if by_api else own or console,
            body=urlencode(body).encode() if notices.form else ENCODER.encode(body),
            content_type=FORM_TYPE if notices.form else JSON_TYPE,
            again=tuple(MINUTE * (number + 1) for number in range(notices.resends)),
        ),
    )


class Refused(Struct, frozen=True, kw_only=True):
    """What a shop says that refuses."""

    reason: str | None = None


def confirm(world: World, attempt: Attempt) -> Note:
    """Ask the shop whether a payment may be approved, or a barcode be taken at a till."""
    bill, form = attempt.bill, world.settings.v1_notices.form
    body: dict[str, Any] = {"imp_uid": attempt.id, "merchant_uid": bill.order_id}
    if attempt.barcode is None:
        body["amount"] = to_major(bill.money.total, bill.currency)
    else:
        # V1's page of POST /cvs shows it as JSON, whatever form the shop's other webhooks have.
        form = False
        body["event"], body["status"] = "Galaxia.Cvs.Confirm", "ready"
        body["extra"] = {"barcode": attempt.barcode.number, "payType": attempt.barcode.pay_type}
    return Note(
        kind="confirm",
        urls=(),
        body=urlencode(body).encode() if form else ENCODER.encode(body),
        content_type=FORM_TYPE if form else JSON_TYPE,
    )


def refusal(status: int | None, body: bytes) -> str | None:
    """Return why the shop refuses: its `reason`."""
    if status == HTTPStatus.OK:
        return None
    try:
        found = json.decode(body, type=Refused).reason
    except MsgspecError:
        found = None
    return found or "가맹점에서 결제 승인을 거절했습니다."
