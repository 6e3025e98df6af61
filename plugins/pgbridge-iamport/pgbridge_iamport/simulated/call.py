"""What a V1 handler gets and gives."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from pgbridge.simulator.http import Answer, Refusal, Request
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import fields
from pgbridge_iamport.simulated.fields import Fields

NOT_FOUND = 404
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

# These tell what is not there inside HTTP 200. The pages list no 404 for them; for one billing key they do, but PortOne's own
# clients' tests, which ran against the service, expect none.
WITHOUT_404 = frozenset(
    (
        ("POST", "/payments/cancel"),
        ("POST", "/subscribe/payments/onetime"),
        ("POST", "/subscribe/payments/foreign"),
        ("POST", "/subscribe/payments/again"),
        ("POST", "/subscribe/payments/schedule"),
        ("POST", "/subscribe/payments/unschedule"),
        ("GET", "/subscribe/customers/{customer_uid}"),
        ("POST", "/subscribe/customers/{customer_uid}"),
        ("DELETE", "/subscribe/customers/{customer_uid}"),
        ("POST", "/vbanks"),
        ("POST", "/cvs"),
        ("DELETE", "/cvs/{imp_uid}"),
        ("POST", "/kcpquick/payment/money"),
        ("POST", "/kcpquick/payment/autopay"),
        ("POST", "/payco/orders/status/{imp_uid}"),
        ("POST", "/paymentwall/delivery"),
    )
)
# Of these PortOne itself says no: code 1. What a PG or a bad request made of it is -1. Both as older clients' tests expect.
NOT_THERE = frozenset(
    (
        "BILLING_KEY_NOT_FOUND",
        "PAYMENT_NOT_FOUND",
        "PAYMENT_SCHEDULE_NOT_FOUND",
        "PREPARE_NOT_FOUND",
        "IDENTITY_VERIFICATION_NOT_FOUND",
        "CASH_RECEIPT_NOT_FOUND",
        "CODE_NOT_FOUND",
        "TIER_NOT_FOUND",
    )
)
NOT_SO = frozenset(
    (
        "ALREADY_PAID",
        "ALREADY_PREPARED",
        "ALREADY_USED",
        "CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT",
        "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN",
        "PAYMENT_ALREADY_CANCELLED",
        "PAYMENT_NOT_PAID",
        "PAYMENT_SCHEDULE_ALREADY_EXISTS",
        "PAYMENT_SCHEDULE_ALREADY_REVOKED",
        "SCHEDULE_NOT_CHANGEABLE",
    )
)


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


def failure(refusal: Refusal, method: str = "", pattern: str = "") -> Answer:
    """Write a refusal. The PG's text is passed on; its code is not told.

    :param method: of the call, with the pattern of its path
    """
    status = KEPT_STATUSES.get(refusal.kind, 200)
    if status == NOT_FOUND and (method, pattern) in WITHOUT_404:
        status = 200
    code = 1 if refusal.kind in NOT_THERE or refusal.kind in NOT_SO else -1
    return Answer.of({"code": code, "message": refusal.message, "response": None}, status)
