"""Cash receipts on V1: of its own payments, and of money taken elsewhere."""

from pgbridge.simulator import receipts
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.money import Money, priced
from pgbridge.simulator.state import Attempt, Receipt
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import views
from pgbridge_iamport.simulated.call import Call, Handler, success
from pgbridge_iamport.simulated.fields import Fields
from pgbridge_iamport.simulated.payments import absent, by_id

TYPES = {"person": "PERSONAL", "company": "CORPORATE"}
NAMES = {word: name for name, word in TYPES.items()}
WORDS = {
    "identifier_type": ("person", "business", "phone", "taxcard"),
    "product_type": ("real", "digital"),
    "pay_method": ("trans", "vbank"),
}
UNISSUED = ("CASH_RECEIPT_NOT_FOUND", "CASH_RECEIPT_NOT_ISSUED")


def get(world: World, call: Call) -> Answer:
    """Read the receipt of a payment."""
    return success(shown(receipts.find(world, call.store_id, receipts.PAYMENT, call.params["imp_uid"])))


def issue(world: World, call: Call) -> Answer:
    """Issue a receipt for what is left of a payment. Inferred: a card payment takes none."""
    attempt = cash(world, call)
    given = call.body()
    kind = checked(given)
    made = receipts.issue(
        world,
        receipts.Wanted(
            version="V1",
            store_id=call.store_id,
            order_id=attempt.bill.order_id,
            attempt_id=attempt.id,
            channel=attempt.channel,
            type=kind,
            order_name=attempt.bill.order_name or "",
            money=parts(given, attempt.remaining.total),
            currency=attempt.bill.currency,
        ),
    )
    return success(shown(made))


def cancel(world: World, call: Call) -> Answer:
    """Take the receipt of a payment back; 400 when there is none to take back."""
    try:
        found = receipts.find(world, call.store_id, receipts.PAYMENT, call.params["imp_uid"])
        return success(shown(receipts.cancel(world, found)))
    except Refusal as refusal:
        raise none(refusal) from None


def get_external(world: World, call: Call) -> Answer:
    """Read a receipt of money taken elsewhere."""
    found = receipts.find(world, call.store_id, receipts.ELSEWHERE, call.params["merchant_uid"])
    return success(shown(found))


def issue_external(world: World, call: Call) -> Answer:
    """Issue a receipt of money taken elsewhere."""
    given = call.body()
    channel = world.channel(given.need("channel_key"))
    kind = checked(given)
    total = given.need_integer("amount")
    if not total:
        raise invalid("amount: 0 보다 큰 금액이 필요합니다.")
    made = receipts.issue(
        world,
        receipts.Wanted(
            version="V1",
            store_id=call.store_id,
            order_id=call.params["merchant_uid"],
            channel=channel,
            type=kind,
            order_name=given.need("name"),
            money=parts(given, total),
        ),
    )
    return success(shown(made))


def cancel_external(world: World, call: Call) -> Answer:
    """Take back a receipt of money taken elsewhere; 404 when there is none."""
    found = receipts.find(world, call.store_id, receipts.ELSEWHERE, call.params["merchant_uid"])
    return success(shown(receipts.cancel(world, found)))


def cash(world: World, call: Call) -> Attempt:
    """Return the paid cash payment in the path, or refuse."""
    attempt = by_id(world, call, call.params["imp_uid"])
    if attempt is None:
        raise absent()
    if attempt.status not in ("PAID", "PARTIAL_CANCELLED") or attempt.account is None:
        raise invalid("결제완료된 현금성 거래에만 현금영수증을 발급할 수 있습니다.")
    return attempt


def checked(given: Fields) -> str:
    """Check what both kinds of issue share, and return the type."""
    given.need("identifier")
    for name, words in WORDS.items():
        word = given.text(name)
        if word is not None and word not in words:
            raise invalid(f"{name}: {', '.join(words)} 중 하나여야 합니다.")
    word = given.text("type") or "person"
    if word not in TYPES:
        raise invalid(f"type: {', '.join(TYPES)} 중 하나여야 합니다.")
    return TYPES[word]


def parts(given: Fields, total: int) -> Money:
    """Split the amount as the request says."""
    return priced(total, given.integer("tax_free"), given.integer("vat_amount"))


def none(refusal: Refusal) -> Refusal:
    """Return the refusal as the page of the call has it."""
    return invalid(refusal.message) if refusal.kind in UNISSUED else refusal


def shown(it: Receipt) -> views.Json:
    """Write a receipt; one of a payment names that, another its order."""
    home = {"merchant_uid": it.order_id} if it.attempt_id is None else {"imp_uid": it.attempt_id}
    return {
        **home,
        "receipt_tid": it.pg_id,
        "apply_num": it.issue_number,
        "type": NAMES[it.type],
        "amount": it.money.total,
        "vat": it.money.vat,
        "receipt_url": f"https://receipt.simulator.invalid/cash/{it.pg_id}",
        "applied_at": views.seconds(it.issued_at),
        "cancelled_at": views.seconds(it.cancelled_at),
    }


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/receipts/external/{merchant_uid}", get_external),
    ("POST", "/receipts/external/{merchant_uid}", issue_external),
    ("DELETE", "/receipts/external/{merchant_uid}", cancel_external),
    ("GET", "/receipts/{imp_uid}", get),
    ("POST", "/receipts/{imp_uid}", issue),
    ("DELETE", "/receipts/{imp_uid}", cancel),
)
