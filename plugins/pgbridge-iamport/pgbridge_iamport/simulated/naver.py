"""Naver Pay on V1: product orders of the order type, points and cash receipts of the payment type.

A payment on a `NAVERCO` channel has one product order, or as many as its `product_count`. Inferred: Naver's own words
for the states, that an answer lists what it was done for, and that what has to do with another state is refused.
"""

from collections.abc import Callable

from pgbridge.simulator import cancels
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.state import Attempt
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated.call import Call, Handler, success
from pgbridge_iamport.simulated.fields import Fields
from pgbridge_iamport.simulated.payments import absent, by_id
from pgbridge_iamport.simulated.views import Json, seconds

PARTIAL = 207
SHIPPING = ("DELIVERY", "GDFW_ISSUE_SVC", "VISIT_RECEIPT", "DIRECT_DELIVERY", "QUICK_SVC", "NOTHING")
RETURNING = ("RETURN_DESIGNATED", "RETURN_DELIVERY", "RETURN_INDIVIDUAL")
BY_PARCEL = ("DELIVERY", "RETURN_DELIVERY")
# What the vendor does not show, beside what it does.
HIDDEN = ("placed", "held", "shipped_at", "imp_uid")
Step = Callable[[World, Json, Fields], bool]


def product_orders(world: World, attempt: Attempt) -> list[Json]:
    """Return the product orders of a payment, made when they are first asked for."""
    if attempt.channel.provider != "NAVERCO" or attempt.paid_at is None:
        return []
    rows: list[Json] = world.own.setdefault(("naver", attempt.id), [])
    if not rows:
        bill, count = attempt.bill, attempt.bill.product_count or 1
        share = bill.money.total // count
        for number in range(count):
            amount = share if number else bill.money.total - share * (count - 1)
            row = product_order(world, attempt, amount)
            rows.append(row)
            world.own[("naver-product", bill.store_id, row["product_order_id"])] = row
    return rows


def product_order(world: World, attempt: Attempt, amount: int) -> Json:
    """Return a new product order."""
    buyer = attempt.bill.buyer
    return {
        "product_order_id": world.ids.digits(16),
        "product_order_status": "PAYED",
        "product_id": f"P{attempt.serial}",
        "product_name": attempt.bill.order_name or "상품",
        "product_option_id": "",
        "product_option_name": "",
        "product_amount": amount,
        "delivery_amount": 0,
        "quantity": 1,
        "orderer": {"name": buyer.name or "구매자", "id": "nav****", "tel": buyer.phone or ""},
        "shipping_address": {
            "base": "서울시",
            "detail": "",
            "postcode": buyer.postcode or "04524",
            "tel1": buyer.phone or "",
            "name": buyer.name or "구매자",
        },
        "shipping_due": seconds(world.now()) + 3 * 24 * 60 * 60,
        "imp_uid": attempt.id,
        "placed": False,
        "held": False,
        "shipped_at": 0,
    }


def shown(row: Json) -> Json:
    """Write a product order."""
    return {name: value for name, value in row.items() if name not in HIDDEN}


def claim(world: World, product_order_id: str, kind: str) -> None:
    """Let the buyer ask for something: `CANCEL`, `RETURN` or `EXCHANGE`."""
    for key, row in world.own.items():
        if key[0] == "naver-product" and key[-1] == product_order_id:
            row |= {"claim_type": kind, "claim_status": f"{kind}_REQUEST"}


def is_claimed(row: Json, kind: str, status: str) -> bool:
    """Tell whether a claim stands at a certain point."""
    return (row.get("claim_type"), row.get("claim_status")) == (kind, status)


def refund(world: World, row: Json, kind: str) -> None:
    """Give back what the product order cost."""
    attempt = world.attempts[row["imp_uid"]]
    wish = cancels.Wish(amount=row["product_amount"], reason=kind)
    cancels.cancel(world, attempt, wish)


def cancel(world: World, row: Json, given: Fields) -> bool:
    """Cancel what was not sent yet; an unknown reason counts as the default, without a word."""
    del given
    if row["product_order_status"] != "PAYED":
        return False
    refund(world, row, "CANCEL")
    row |= {"product_order_status": "CANCELED", "claim_type": "CANCEL", "claim_status": "CANCEL_DONE"}
    return True


def approve_cancel(world: World, row: Json, given: Fields) -> bool:
    """Approve a cancel that the buyer asked for."""
    return is_claimed(row, "CANCEL", "CANCEL_REQUEST") and cancel(world, row, given)


def place(world: World, row: Json, given: Fields) -> bool:
    """Take an order on, once."""
    del world, given
    if row["placed"] or row["product_order_status"] != "PAYED":
        return False
    row["placed"] = True
    return True


def ship(world: World, row: Json, given: Fields) -> bool:
    """Send what waits."""
    del given
    if row["product_order_status"] != "PAYED":
        return False
    row |= {"product_order_status": "DELIVERING", "placed": True, "shipped_at": seconds(world.now())}
    return True


def collect(world: World, row: Json, given: Fields) -> bool:
    """Take back what is to be exchanged."""
    del world, given
    if not is_claimed(row, "EXCHANGE", "EXCHANGE_REQUEST"):
        return False
    row["claim_status"] = "COLLECT_DONE"
    return True


def resend(world: World, row: Json, given: Fields) -> bool:
    """Send again what came back for an exchange."""
    del world, given
    if not is_claimed(row, "EXCHANGE", "COLLECT_DONE"):
        return False
    row["claim_status"] = "EXCHANGE_REDELIVERING"
    return True


def request_return(world: World, row: Json, given: Fields) -> bool:
    """Ask for a return of what was sent."""
    del world, given
    asked = row.get("claim_type") == "RETURN" and row["claim_status"] != "RETURN_REJECT"
    if asked or row["product_order_status"] != "DELIVERING":
        return False
    row |= {"claim_type": "RETURN", "claim_status": "RETURN_REQUEST"}
    return True


def approve_return(world: World, row: Json, given: Fields) -> bool:
    """Approve a return that is not held back."""
    del given
    if row["held"] or not is_claimed(row, "RETURN", "RETURN_REQUEST"):
        return False
    refund(world, row, "RETURN")
    row |= {"product_order_status": "RETURNED", "claim_status": "RETURN_DONE"}
    return True


def reject_return(world: World, row: Json, given: Fields) -> bool:
    """Refuse a return."""
    del world, given
    if not is_claimed(row, "RETURN", "RETURN_REQUEST"):
        return False
    row |= {"claim_status": "RETURN_REJECT", "held": False}
    return True


def hold(world: World, row: Json, given: Fields) -> bool:
    """Hold a return back."""
    del world, given
    if row["held"] or not is_claimed(row, "RETURN", "RETURN_REQUEST"):
        return False
    row["held"] = True
    return True


def let_go(world: World, row: Json, given: Fields) -> bool:
    """Take a return up again."""
    del world, given
    was: bool = row["held"]
    row["held"] = False
    return was


def checked(given: Fields, methods: tuple[str, ...]) -> None:
    """Refuse a delivery without what its method needs."""
    method = given.need("delivery_method")
    if method not in methods:
        raise invalid(f"delivery_method: {', '.join(methods)} 중 하나여야 합니다.")
    if method in BY_PARCEL:
        given.need("delivery_company")
        given.need("tracking_number")


def sends(given: Fields) -> None:
    """Refuse a dispatch without its day."""
    checked(given, SHIPPING)
    given.need_integer("dispatched_at")


def resends(given: Fields) -> None:
    """Refuse a second dispatch that does not say how."""
    checked(given, SHIPPING)


def returns(given: Fields) -> None:
    """Refuse a return that does not say how."""
    checked(given, RETURNING)


def explains(given: Fields) -> None:
    """Refuse what the buyer is not told a reason for."""
    given.need("memo")


def nothing(given: Fields) -> None:
    """Take it as it is."""
    del given


def action(step: Step, check: Callable[[Fields], None] = nothing) -> Handler:
    """Return the handler of a call that does something with product orders, each for itself."""

    def handle(world: World, call: Call) -> Answer:
        given = call.body()
        attempt = by_id(world, call, call.params["imp_uid"])
        rows = [] if attempt is None else product_orders(world, attempt)
        if not rows:
            raise absent()
        check(given)
        wanted = given.texts("product_order_id")
        chosen = [row for row in rows if not wanted or row["product_order_id"] in wanted]
        done = [shown(row) for row in chosen if step(world, row, given)]
        if not done:
            raise Refusal("NAVER_REFUSED", "처리할 수 있는 상품주문이 없습니다.")
        return success(done, 200 if len(done) == (len(wanted) or len(rows)) else PARTIAL)

    return handle


def list_orders(world: World, call: Call) -> Answer:
    """List the product orders of a payment."""
    attempt = by_id(world, call, call.params["imp_uid"])
    rows = [] if attempt is None else product_orders(world, attempt)
    if not rows:
        raise absent()
    return success([shown(row) for row in rows])


def get_order(world: World, call: Call) -> Answer:
    """Read one product order."""
    row = world.own.get(("naver-product", call.store_id, call.params["product_order_id"]))
    if row is None:
        raise Refusal("PRODUCT_ORDER_NOT_FOUND", "존재하지 않는 상품주문입니다.")
    return success(shown(row))


def reviews(world: World, call: Call) -> Answer:
    """List reviews: each product order that was sent has a general one of that moment."""
    given = call.query()
    world.channel(given.need("channel_key"))
    start, end, kind = given.need_integer("from"), given.need_integer("to"), given.need("review_type")
    if kind not in ("general", "premium"):
        raise invalid("review_type: general, premium 중 하나여야 합니다.")
    rows = [
        row
        for key, row in world.own.items()
        if key[:2] == ("naver-product", call.store_id) and row["shipped_at"] and kind == "general"
    ]
    return success([review(row) for row in rows if start <= row["shipped_at"] <= end])


def review(row: Json) -> Json:
    """Write a review."""
    return {
        "review_id": f"R{row['product_order_id']}",
        "score": "2",
        "title": "만족합니다",
        "product_order_id": row["product_order_id"],
        "product_id": row["product_id"],
        "product_name": row["product_name"],
        "product_option_name": row["product_option_name"],
        "writer": "enc-buyer",
        "created_at": row["shipped_at"],
    }


def wallet_payment(world: World, call: Call) -> Attempt:
    """Return the payment of the payment type that the path names."""
    attempt = by_id(world, call, call.params["imp_uid"])
    if attempt is None:
        raise absent()
    if attempt.channel.provider != "NAVERPAY" or attempt.paid_at is None:
        raise invalid("imp_uid: 네이버페이 결제형 거래가 아닙니다.")
    return attempt


def points(world: World, call: Call) -> Answer:
    """Give the points of a payment, once (inferred)."""
    attempt = wallet_payment(world, call)
    if ("naver-points", attempt.id) in world.own:
        raise Refusal("NAVER_REFUSED", "이미 적립된 결제입니다.")
    world.own[("naver-points", attempt.id)] = True
    return success(None)


def cash_amount(world: World, call: Call) -> Answer:
    """Read what a cash receipt can be issued for."""
    left = wallet_payment(world, call).remaining
    return success(
        {
            "amount_total": left.total,
            "amount_by_npoint": 0,
            "amount_by_primary": left.total,
            "amount_supply": left.total - left.vat,
            "amount_vat": left.vat,
        }
    )


STEM = "/payments/{imp_uid}/naver"
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", f"{STEM}/cancel", action(cancel)),
    ("POST", f"{STEM}/approve-cancel", action(approve_cancel)),
    ("POST", f"{STEM}/place", action(place)),
    ("POST", f"{STEM}/ship", action(ship, sends)),
    ("POST", f"{STEM}/ship-exchanged", action(resend, resends)),
    ("POST", f"{STEM}/collect-exchanged", action(collect)),
    ("POST", f"{STEM}/request-return", action(request_return, returns)),
    ("POST", f"{STEM}/approve-return", action(approve_return)),
    ("POST", f"{STEM}/reject-return", action(reject_return, explains)),
    ("POST", f"{STEM}/withhold-return", action(hold, explains)),
    ("POST", f"{STEM}/resolve-return", action(let_go)),
    ("GET", f"{STEM}/product-orders", list_orders),
    ("GET", "/naver/product-orders/{product_order_id}", get_order),
    ("GET", "/naver/reviews", reviews),
    ("POST", f"{STEM}/point", points),
    ("GET", f"{STEM}/cash-amount", cash_amount),
)
