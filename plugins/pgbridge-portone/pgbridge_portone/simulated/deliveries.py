"""Escrow deliveries and sales slips on V2."""

from pgbridge.simulator import deliveries, payments, slips
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.state import Attempt, Delivery
from pgbridge.simulator.world import World
from pgbridge_portone.simulated import inputs, views
from pgbridge_portone.simulated.call import Call, Handler, epoch, store

CARRIERS = frozenset(
    [
        "LOTTE",
        "LOGEN",
        "DONGWON",
        "POST",
        "CJ",
        "HANJIN",
        "DAESIN",
        "ILYANG",
        "KYUNGDONG",
        "CHUNIL",
        "POST_REGISTERED",
        "GS",
        "WOORI",
        "HAPDONG",
        "FEDEX",
        "UPS",
        "GSM_NTON",
        "SUNGWON",
        "LX_PANTOS",
        "ACI",
        "CJ_INTL",
        "USPS",
        "EMS",
        "DHL",
        "KGL",
        "GOODSTOLUCK",
        "KUNYOUNG",
        "SLX",
        "SF",
        "ETC",
    ]
)
# What V2 has no type for comes as the PG's own refusal (inferred).
PLAIN = ("ESCROW_IMPOSSIBLE", "UNSUPPORTED")


def register(world: World, call: Call) -> Answer:
    """Register a parcel."""
    wish = call.body(inputs.Escrow)
    try:
        done = deliveries.register(world, wanted(world, call, wish.store_id), *told(wish))
    except Refusal as refusal:
        raise plain(refusal) from None
    return Answer.of({**shown(done), "appliedAt": views.time(done.applied_at)})


def change(world: World, call: Call) -> Answer:
    """Change what is registered."""
    wish = call.body(inputs.Escrow)
    try:
        done = deliveries.change(world, wanted(world, call, wish.store_id), *told(wish))
    except Refusal as refusal:
        raise plain(refusal) from None
    return Answer.of({**shown(done), "modifiedAt": views.time(done.applied_at)})


def confirm(world: World, call: Call) -> Answer:
    """Confirm a purchase."""
    wish = call.body(inputs.ConfirmEscrow)
    try:
        done = deliveries.confirm(world, wanted(world, call, wish.store_id))
    except Refusal as refusal:
        raise plain(refusal) from None
    return Answer.of({"completedAt": views.time(done.confirmed_at or done.applied_at)})


def slip(world: World, call: Call) -> Answer:
    """Enter shops on a sales slip."""
    wish = call.body(inputs.StoreReceipt)
    attempt = wanted(world, call, wish.store_id)
    if any(item.currency != attempt.bill.currency for item in wish.items):
        raise invalid("items.currency: 결제 통화와 다릅니다.")
    try:
        url = slips.register(world, attempt, [item.total_amount for item in wish.items])
    except Refusal as refusal:
        raise plain(refusal) from None
    return Answer.of({"receiptUrl": url})


def wanted(world: World, call: Call, store_id: str | None) -> Attempt:
    """Return the attempt that stands for the payment in the path, or refuse."""
    found = payments.shown(world.tries(store(world, store_id), call.params["payment_id"], "V2"))
    if found is None:
        raise Refusal("PAYMENT_NOT_FOUND", "존재하지 않는 결제입니다.")
    return found


def told(wish: inputs.Escrow) -> tuple[str, str, float]:
    """Read the parcel."""
    parcel = wish.logistics
    if parcel.company not in CARRIERS:
        raise invalid("logistics.company: 알 수 없는 물류회사입니다.")
    return parcel.company, parcel.invoice_number, epoch(parcel.sent_at)


def plain(refusal: Refusal) -> Refusal:
    """Return the refusal as V2 types it."""
    if refusal.kind in PLAIN:
        return Refusal("PG_PROVIDER", refusal.message, code=refusal.code)
    return refusal


def shown(it: Delivery) -> views.Json:
    """Write a parcel."""
    return {"invoiceNumber": it.invoice, "sentAt": views.time(it.sent_at)}


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/payments/{payment_id}/escrow/logistics", register),
    ("PATCH", "/payments/{payment_id}/escrow/logistics", change),
    ("POST", "/payments/{payment_id}/escrow/complete", confirm),
    ("POST", "/payments/{payment_id}/register-store-receipt", slip),
)
