"""Virtual accounts on V1."""

from pgbridge.simulator import accounts, payments
from pgbridge.simulator.codes import BANK_BY_CODE
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import bills, views
from pgbridge_iamport.simulated.call import Call, Handler, success
from pgbridge_iamport.simulated.payments import absent, by_id

HECTO = frozenset(("SETTLE", "SETTLE_ACC", "SETTLE_FIRM"))


def issue(world: World, call: Call) -> Answer:
    """Issue an account."""
    given = call.body()
    channel = world.channel(given.need("channel_key"))
    code = given.need("vbank_code")
    bank = BANK_BY_CODE.get(code)
    if bank is None:
        raise invalid(f"vbank_code: {code} 는 알 수 없는 은행 코드입니다.")
    bill = bills.bill(given, call.store_id, named=False)
    payments.able(channel, "vbank")
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


def update(world: World, call: Call) -> Answer:
    """Change an account that waits: Hecto Financial alone. Inferred: other PGs refuse."""
    attempt = by_id(world, call, call.params["imp_uid"])
    if attempt is None:
        raise absent()
    given = call.body()
    amount, due = given.integer("amount"), given.integer("vbank_due")
    if amount == 0 or (amount is None and due is None):
        raise invalid("amount: amount 또는 vbank_due 가 필요합니다.")
    if not world.takes(attempt.channel, HECTO):
        raise Refusal("UNSUPPORTED", "가상계좌 수정을 지원하지 않는 PG사입니다.")
    return success(views.payment(accounts.update(world, attempt, amount, due)))


def holder(world: World, call: Call) -> Answer:
    """Tell whose an account is: the same person's whatever the number. From an older page of the documents."""
    del world
    given = call.query()
    if given.need("bank_code") not in BANK_BY_CODE or not given.need("bank_num").isdigit():
        raise invalid("bank_code: 알 수 없는 은행 코드이거나 계좌번호가 숫자가 아닙니다.")
    return success({"bank_holder": "홍길동"})


def close(world: World, call: Call) -> Answer:
    """Close an account that waits."""
    attempt = by_id(world, call, call.params["imp_uid"])
    if attempt is None:
        raise absent()
    return success(views.payment(accounts.close(world, attempt)))


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/vbanks", issue),
    ("GET", "/vbanks/holder", holder),
    ("PUT", "/vbanks/{imp_uid}", update),
    ("DELETE", "/vbanks/{imp_uid}", close),
)
