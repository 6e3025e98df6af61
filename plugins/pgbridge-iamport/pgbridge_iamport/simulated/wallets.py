"""KCP Quick Pay, Benepia, PAYCO, Paymentwall and Kakao Pay on V1.

A member id or Benepia user that is one of the magic card numbers has the outcome of that card.
"""

from datetime import datetime, timedelta, timezone

from pgbridge.simulator import billing, payments
from pgbridge.simulator.cards import MAGIC, Card, card_of
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.money import NOTHING, Money
from pgbridge.simulator.payments import Source
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import bills
from pgbridge_iamport.simulated.billing_keys import living, told
from pgbridge_iamport.simulated.call import Call, Handler, success
from pgbridge_iamport.simulated.fields import Fields
from pgbridge_iamport.simulated.payments import absent, by_id
from pgbridge_iamport.simulated.views import Json, seconds

PAYCO = frozenset(("PAYCO",))
POINTS = 100_000
LONGEST_MEMBER = 16
GOOD = "4111111111111111"
SEOUL = timezone(timedelta(hours=9))
PHYSICAL = ("carrier_tracking_id", "carrier_type", *(
    f"shipping_address_{name}"
    for name in ("country", "city", "zip", "state", "street", "phone", "firstname", "lastname")
))  # fmt: skip


def card(name: str) -> Card:
    """Return what stands for the money of a member."""
    return card_of(name if name in MAGIC else GOOD, None)


def money_pay(world: World, call: Call) -> Answer:
    """Pay with prepaid money. Inferred: any `imp_uid` counts as a PIN check that was passed."""
    given = call.body()
    given.need("imp_uid")
    source = Source(
        card=card(given.need("member_id", LONGEST_MEMBER)), channel=world.channel(given.need("channel_key"))
    )
    return charged(world, call, given, source)


def autopay_pay(world: World, call: Call) -> Answer:
    """Pay with a stored key."""
    given = call.body()
    given.need("buyer_name", 20)
    key = living(world, call, given.need("customer_uid", 80))
    return charged(world, call, given, billing.source(world, key, None))


def benepia_pay(world: World, call: Call) -> Answer:
    """Pay with points, of which every account has some."""
    given = call.body()
    user = account(given)
    left = world.own.get(("benepia", user), POINTS)
    amount = int(given.number("amount") or 0)
    if amount > left:
        raise Refusal("BENEPIA_REFUSED", "포인트가 부족합니다.")
    source = Source(card=card(user), channel=world.channel(given.need("channel_key")))
    answer = charged(world, call, given, source)
    if source.card.outcome.approved:
        world.own[("benepia", user)] = left - amount
    return answer


def benepia_points(world: World, call: Call) -> Answer:
    """Read the points of an account."""
    given = call.body()
    world.channel(given.need("channel_key"))
    return success({"point": world.own.get(("benepia", account(given)), POINTS)})


def account(given: Fields) -> str:
    """Return the user; the password `wrong` opens no account."""
    user = given.need("benepia_user")
    if given.need("benepia_password") == "wrong":
        raise Refusal("BENEPIA_REFUSED", "베네피아 인증에 실패했습니다.")
    return user


def charged(world: World, call: Call, given: Fields, source: Source) -> Answer:
    """Charge, in won."""
    bill = bills.bill(given, call.store_id, named=True)
    payments.guard_order(world, bill)
    return told(payments.charge(world, bill, source))


def autopay_delete(world: World, call: Call) -> Answer:
    """Delete a key."""
    key = living(world, call, call.params["customer_uid"])
    billing.delete(world, key)
    return success({"customer_uid": key.id})


def member_delete(world: World, call: Call) -> Answer:
    """Remove a member. Inferred: everybody is one until removed."""
    given, member = call.query(), call.params["member_id"]
    merchant_id = given.need("site_code", 80)
    given.need("partner_type", 80)
    given.need("partner_subtype", 80)
    if call.request.header("accept") is None:
        raise invalid("Accept 헤더가 필요합니다.")
    if ("quick-gone", call.store_id, member) in world.own:
        raise Refusal("MEMBER_NOT_FOUND", "유효하지 않은 member_id 입니다.")
    world.own[("quick-gone", call.store_id, member)] = True
    now = seconds(world.now())
    return success(
        {
            "member_id": member,
            "pg_provider": "kcp_quick",
            "pg_id": merchant_id,
            "inserted": now,
            "updated": now,
        }
    )


def fido_release(world: World, call: Call) -> Answer:
    """Switch the biometric login off; KCP refuses the second time (inferred)."""
    world.channel(call.body().need("channel_key"))
    member = call.params["member_id"]
    if ("quick-fido", call.store_id, member) in world.own:
        said = {"code": "C210", "message": "등록된 거래가 없습니다."}
        return Answer.of(
            {"code": -1, "message": "생체인증 해제에 실패했습니다.", "response": None, "error": said}
        )
    world.own[("quick-fido", call.store_id, member)] = True
    return success({"member_id": member})


def prepare(world: World, call: Call) -> Answer:
    """Announce a transaction, once."""
    key = ("quick-prepare", call.store_id, call.params["merchant_uid"])
    made = registration(call.body())
    if key in world.own:
        raise Refusal("ALREADY_REGISTERED", "이미 사전등록된 merchant_uid 입니다.")
    world.own[key] = made
    return success(None)


def prepare_update(world: World, call: Call) -> Answer:
    """Change an announced transaction."""
    key = ("quick-prepare", call.store_id, call.params["merchant_uid"])
    made = registration(call.body())
    if key not in world.own:
        raise Refusal("REGISTRATION_NOT_FOUND", "사전등록 정보를 찾을 수 없습니다.")
    world.own[key] = made
    return success(None)


def registration(given: Fields) -> Json:
    """Read what is announced."""
    auth, amount = given.text("prepaid_auth_yn", 1), given.integer("prepaid_amount")
    if auth not in (None, "Y", "N"):
        raise invalid("prepaid_auth_yn: Y 또는 N 이어야 합니다.")
    if auth == "Y" and amount is None:
        raise invalid("prepaid_amount: 필수 파라미터가 누락되었습니다.")
    given.need("cust_ip")
    given.need("code_verifier", 200)
    return {"btid": given.need("btid", 20), "auth": auth, "amount": amount}


def balance(world: World, call: Call) -> Answer:
    """Tell by which means a payment was paid: PAYCO alone. Inferred: other PGs refuse; all of it is the card's."""
    attempt = by_id(world, call, call.params["imp_uid"])
    if attempt is None:
        raise absent()
    if not world.takes(attempt.channel, PAYCO):
        raise Refusal("UNSUPPORTED", "결제 상세내역 조회를 지원하지 않는 PG사입니다.")
    nothing, money = written(NOTHING), attempt.bill.money
    rest = {"cash_receipt": nothing, "secondary": nothing, "discount": nothing}
    states: list[tuple[float, Money]] = [] if attempt.paid_at is None else [(attempt.paid_at, money)]
    for each in attempt.cancellations:
        money = money.minus(each.money)
        states.append((each.at, money))
    histories = [{**rest, "primary": written(left), "created": seconds(at)} for at, left in states]
    now = states[-1][1] if states else NOTHING
    total = attempt.bill.money.total
    return success({"amount": total, **rest, "primary": written(now), "histories": histories})


def written(it: Money) -> Json:
    """Write the parts of one means of payment, in won."""
    return {"tax_free": it.tax_free, "supply": it.supply, "vat": it.vat, "service": 0}


def payco_status(world: World, call: Call) -> Answer:
    """Set the state of an order."""
    attempt = by_id(world, call, call.params["imp_uid"])
    if attempt is None:
        raise absent()
    status = call.body().need("status")
    if status not in ("DELIVERY_START", "PURCHASE_DECISION", "CANCELED"):
        raise invalid("status: DELIVERY_START, PURCHASE_DECISION, CANCELED 중 하나여야 합니다.")
    world.own[("payco", attempt.id)] = status
    return success({"status": status})


def delivery(world: World, call: Call) -> Answer:
    """Take a delivery; what Paymentwall misses is told inside a success (inferred)."""
    given = call.body()
    attempt = by_id(world, call, given.need("imp_uid", 40))
    if attempt is None or attempt.bill.order_id != given.need("merchant_uid", 40):
        raise absent()
    for name in ("estimated_delivery_datetime", "estimated_update_datetime"):
        given.need_integer(name)
    if given.need("refundable") not in ("yes", "no"):
        raise invalid("refundable: yes 또는 no 여야 합니다.")
    given.need("shipping_address_email", 50)
    missing = [name for name in PHYSICAL if given.need("type") == "physical" and not given.has(name)]
    if missing:
        notices = [f"{name} is required" for name in missing]
        return success({"error_code": 3001, "error": "Missing parameters", "notices": notices})
    world.own[("paymentwall", attempt.id)] = given.need("status")
    return success({})


def kakao_orders(world: World, call: Call) -> Answer:
    """List the orders of a day. Inferred: what Kakao's own list looks like."""
    given = call.query()
    day, cid = given.need("payment_request_date"), given.need("cid")
    rows = [
        {"tid": each.pg_tx_id, "partner_order_id": each.bill.order_id, "amount": each.bill.money.total}
        for each in world.attempts.values()
        if (each.channel.provider, each.channel.merchant_id) == ("KAKAOPAY", cid)
        and each.bill.store_id == call.store_id
        and datetime.fromtimestamp(each.requested_at, SEOUL).strftime("%Y%m%d") == day
    ]
    return success({"payment_request_date": day, "cid": cid, "page": given.text("page"), "orders": rows})


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/kcpquick/payment/money", money_pay),
    ("POST", "/kcpquick/payment/autopay", autopay_pay),
    ("DELETE", "/kcpquick/autopay/{customer_uid}", autopay_delete),
    ("DELETE", "/kcpquick/members/{member_id}", member_delete),
    ("POST", "/kcpquick/members/{member_id}/fido/release", fido_release),
    ("POST", "/kcpquick/prepare/{merchant_uid}", prepare),
    ("PUT", "/kcpquick/prepare/{merchant_uid}", prepare_update),
    ("POST", "/benepia/payment", benepia_pay),
    ("POST", "/benepia/point", benepia_points),
    ("GET", "/payments/{imp_uid}/balance", balance),
    ("POST", "/payco/orders/status/{imp_uid}", payco_status),
    ("POST", "/paymentwall/delivery", delivery),
    ("GET", "/kakao/payment/orders", kakao_orders),
)
