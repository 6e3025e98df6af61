"""Virtual accounts on V1."""

from pgbridge.simulator import accounts
from pgbridge.simulator.codes import BANK_BY_CODE
from pgbridge.simulator.http import Answer, invalid
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import bills, views
from pgbridge_iamport.simulated.call import Call, Handler, success
from pgbridge_iamport.simulated.payments import absent, by_id


def issue(world: World, call: Call) -> Answer:
    """Issue an account."""
    given = call.body()
    channel = world.channel(given.need("channel_key"))
    code = given.need("vbank_code")
    bank = BANK_BY_CODE.get(code)
    if bank is None:
        raise invalid(f"vbank_code: {code} 는 알 수 없는 은행 코드입니다.")
    bill = bills.bill(given, call.store_id, named=False)
    number = given.text("vbank_num")
    attempt = accounts.issue(
        world,
        bill,
        channel,
        accounts.Wanted(
            bank=bank,
            expires_at=given.need_integer("vbank_due"),
            holder=given.text("vbank_holder", 16),
            fixed=number is not None or given.text("vbank_key", 13) is not None,
            number=number,
        ),
    )
    return success(views.payment(attempt))


def close(world: World, call: Call) -> Answer:
    """Close an account that waits."""
    attempt = by_id(world, call, call.params["imp_uid"])
    if attempt is None:
        raise absent()
    return success(views.payment(accounts.close(world, attempt)))


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/vbanks", issue),
    ("DELETE", "/vbanks/{imp_uid}", close),
)
