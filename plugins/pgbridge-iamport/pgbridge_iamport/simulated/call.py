"""What a V1 handler gets and gives."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from pgbridge.simulator.http import Answer, Refusal, Request
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import fields
from pgbridge_iamport.simulated.fields import Fields

# V2's statuses that V1 keeps; anything else becomes 200 unless the page of the call says otherwise.
KEPT_STATUSES = {
    "INVALID_REQUEST": 400,
    "UNAUTHORIZED": 401,
    "BILLING_KEY_NOT_FOUND": 404,
    "BILLING_KEY_ALREADY_DELETED": 404,
    "CHANNEL_NOT_FOUND": 404,
    "PAYMENT_NOT_FOUND": 404,
    "PAYMENT_SCHEDULE_NOT_FOUND": 404,
    "PREPARE_NOT_FOUND": 404,
    "PAYMENT_NOT_WAITING_FOR_DEPOSIT": 400,
    "SCHEDULE_NOT_CHANGEABLE": 400,
    "BARCODE_NOT_WAITING": 400,
    "CASH_RECEIPT_ALREADY_ISSUED": 400,
    "CASH_RECEIPT_NOT_FOUND": 404,
    "CASH_RECEIPT_NOT_ISSUED": 404,
    "IDENTITY_VERIFICATION_NOT_FOUND": 404,
    "CODE_NOT_FOUND": 404,
    "TIER_NOT_FOUND": 404,
    "MEMBER_NOT_FOUND": 404,
    "PRODUCT_ORDER_NOT_FOUND": 404,
    "REGISTRATION_NOT_FOUND": 404,
    "ALREADY_REGISTERED": 409,
    "NAVER_REFUSED": 500,
    "BENEPIA_REFUSED": 500,
}


class Call(Struct, frozen=True, kw_only=True):
    """A request, the parameters of its path, and the store of its tier."""

    request: Request
    params: dict[str, str]
    store_id: str

    def body(self) -> Fields:
        """Read the body."""
        return fields.body(self.request)

    def query(self) -> Fields:
        """Read the query."""
        return fields.query(self.request)


Handler = Callable[[World, Call], Answer]


def success(response: Any, status: int = 200) -> Answer:
    """Answer in V1's envelope."""
    return Answer.of({"code": 0, "message": None, "response": response}, status)


def failure(refusal: Refusal) -> Answer:
    """Write a refusal. The PG's text is passed on; its code is not told."""
    body = {"code": -1, "message": refusal.message, "response": None}
    return Answer.of(body, KEPT_STATUSES.get(refusal.kind, 200))
