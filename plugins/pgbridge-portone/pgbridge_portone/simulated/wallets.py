"""Banks, Kakao Pay and Paymentwall on V2."""

import json
from datetime import datetime

from msgspec import Struct

from pgbridge.simulator.codes import BANKS
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.world import World
from pgbridge_portone.simulated.call import Call, Handler

PHYSICAL = (
    "carrier_tracking_id",
    "carrier_type",
    "shipping_address_country",
    "shipping_address_city",
    "shipping_address_zip",
    "shipping_address_state",
    "shipping_address_street",
    "shipping_address_phone",
    "shipping_address_firstname",
    "shipping_address_lastname",
)


class Delivery(Struct, frozen=True, kw_only=True, rename="camel"):
    """A delivery."""

    transaction_id: str
    delivery_type: str
    delivery_status: str
    estimated_delivery_datetime: datetime
    estimated_update_datetime: datetime
    refundable: bool
    details: str
    shipping_address_email: str
    reason: str | None = None
    carrier_tracking_id: str | None = None
    carrier_type: str | None = None
    shipping_address_country: str | None = None
    shipping_address_city: str | None = None
    shipping_address_zip: str | None = None
    shipping_address_state: str | None = None
    shipping_address_street: str | None = None
    shipping_address_phone: str | None = None
    shipping_address_firstname: str | None = None
    shipping_address_lastname: str | None = None
    attachments: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Show nothing of the receiver."""
        return "Delivery(...)"


def banks(world: World, call: Call) -> Answer:
    """List the banks; nobody has to say who asks."""
    del world, call
    return Answer.of({"items": [{"bank": each.enum, "name": {"ko": each.name}} for each in BANKS]})


def kakao_order(world: World, call: Call) -> Answer:
    """Hand on what Kakao says of an order. Inferred: an unknown one is Kakao's 400 inside a success."""
    wanted, key = call.request.parameter("pgTxId"), call.request.parameter("channelKey")
    if not wanted or not key:
        raise invalid("pgTxId, channelKey: 필수 파라미터가 누락되었습니다.")
    row = next(
        (each for each in world.attempts.values() if (each.pg_tx_id, each.channel.key) == (wanted, key)),
        None,
    )
    if row is None:
        body = {"error_code": -721, "error_message": "invalid tid"}
        return Answer.of({"statusCode": 400, "body": json.dumps(body)})
    body = {"tid": wanted, "partner_order_id": row.bill.order_id, "amount": {"total": row.bill.money.total}}
    return Answer.of({"statusCode": 200, "body": json.dumps(body)})


def delivery(world: World, call: Call) -> Answer:
    """Take a delivery."""
    given = call.body(Delivery)
    if given.delivery_type not in ("DIGITAL", "PHYSICAL"):
        raise invalid("deliveryType: DIGITAL, PHYSICAL 중 하나여야 합니다.")
    if given.delivery_status not in ("ORDER_PLACED", "ORDER_SHIPPED", "DELIVERED"):
        raise invalid("deliveryStatus: ORDER_PLACED, ORDER_SHIPPED, DELIVERED 중 하나여야 합니다.")
    if given.delivery_type == "PHYSICAL" and not all(getattr(given, name) for name in PHYSICAL):
        raise invalid("배송 유형이 PHYSICAL 인 경우 수신자와 운송장 정보가 필요합니다.")
    if given.transaction_id not in world.attempts:
        raise Refusal("PAYMENT_NOT_FOUND", "존재하지 않는 결제입니다.")
    world.own[("paymentwall", given.transaction_id)] = given.delivery_status
    return Answer.of({})


PUBLIC: tuple[tuple[str, str, Handler], ...] = (("GET", "/banks", banks),)
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/kakaopay/payment/order", kakao_order),
    ("POST", "/paymentwall/delivery/confirm", delivery),
)
