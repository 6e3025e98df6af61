"""Barcodes for the tills of convenience stores on V1."""

from pgbridge.simulator import tills
from pgbridge.simulator.http import Answer, Refusal
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import bills, views
from pgbridge_iamport.simulated.call import Call, Handler, success
from pgbridge_iamport.simulated.payments import absent, by_id

GALAXIA = frozenset(("GALAXIA",))


def issue(world: World, call: Call) -> Answer:
    """Issue a barcode, or take down the merchant's own. V1's payments have no field for its number."""
    given = call.body()
    channel = world.channel(given.need("channel_key"))
    if not world.takes(channel, GALAXIA):
        raise Refusal("UNSUPPORTED", "편의점결제를 지원하지 않는 PG사입니다.")
    urls = given.texts("notice_url")
    bill = bills.bill(given, call.store_id, named=False, notice_urls=tuple(urls))
    attempt = tills.issue(
        world,
        bill,
        channel,
        number=given.text("barcode"),
        expires_at=given.integer("expired_at"),
        confirm_url=given.text("confirm_url"),
    )
    return success(views.payment(attempt))


def revoke(world: World, call: Call) -> Answer:
    """Make a barcode worthless."""
    attempt = by_id(world, call, call.params["imp_uid"])
    if attempt is None:
        raise absent()
    return success(views.payment(tills.revoke(world, attempt)))


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/cvs", issue),
    ("DELETE", "/cvs/{imp_uid}", revoke),
)
