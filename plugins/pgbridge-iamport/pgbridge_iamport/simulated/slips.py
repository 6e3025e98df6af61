"""Sales slips on V1."""

from pgbridge.simulator import slips
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import bills
from pgbridge_iamport.simulated.call import Call, Handler, failure, success
from pgbridge_iamport.simulated.payments import absent, by_id

UNSUPPORTED = 501


def register(world: World, call: Call) -> Answer:
    """Enter shops; what is wrong with payment or amounts is a 400, another PG a 501."""
    attempt = by_id(world, call, call.params["imp_uid"])
    if attempt is None:
        raise absent()
    amounts = []
    for row in call.body().rows("data"):
        row.need("business_registration_number")
        row.need("company_name")
        amount = bills.minor(row, "amount", attempt.bill.currency)
        if amount is None:
            raise invalid("data: amount 가 누락되었습니다.")
        amounts.append(amount)
    try:
        return success({"receipt_url": slips.register(world, attempt, amounts)})
    except Refusal as refusal:
        if refusal.kind == "UNSUPPORTED":
            return Answer.of(failure(refusal).json(), UNSUPPORTED)
        raise invalid(refusal.message) from None


ROUTES: tuple[tuple[str, str, Handler], ...] = (("POST", "/partners/receipts/{imp_uid}", register),)
