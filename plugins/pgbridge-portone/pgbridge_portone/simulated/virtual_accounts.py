"""Virtual accounts on V2."""

from pgbridge.simulator import accounts
from pgbridge.simulator.codes import BANK_BY_ENUM
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import Bill
from pgbridge.simulator.world import World
from pgbridge_portone.simulated import inputs, views
from pgbridge_portone.simulated.call import Call, Handler, epoch, store

HOUR = 3600


def issue(world: World, bill: Bill, channel: Channel, wish: inputs.AccountMethod) -> Answer:
    """Issue an account.

    Inferred: the answer is that of a card, with the time of issue for `paidAt`; the account number has
    to be read from the payment.
    """
    bank = BANK_BY_ENUM.get(wish.bank)
    if bank is None:
        raise invalid(f"method.virtualAccount.bank: {wish.bank} 는 알 수 없는 은행입니다.")
    fixed = wish.option.type == "FIXED"
    if fixed and wish.option.fixed is None:
        raise invalid("method.virtualAccount.option.fixed: 고정식 계좌에는 fixed 가 필요합니다.")
    attempt = accounts.issue(
        world,
        bill,
        channel,
        accounts.Wanted(
            bank=bank,
            expires_at=expiry(world, wish.expiry),
            holder=wish.remittee_name,
            fixed=fixed,
            number=wish.option.fixed.account_number if wish.option.fixed is not None else None,
        ),
    )
    summary = {"pgTxId": attempt.pg_tx_id, "paidAt": views.time(attempt.requested_at)}
    return Answer.of({"payment": summary})


def expiry(world: World, wish: inputs.Expiry) -> float:
    """Return when the account expires; one of the two ways must be given."""
    if wish.due_date is not None:
        return epoch(wish.due_date)
    if wish.valid_hours is not None:
        return world.now() + wish.valid_hours * HOUR
    raise invalid("method.virtualAccount.expiry: dueDate 또는 validHours 가 필요합니다.")


def close(world: World, call: Call) -> Answer:
    """Close the account that waits. Inferred: the newest of several."""
    store_id = store(world, call.request.parameter("storeId"))
    attempts = world.tries(store_id, call.params["payment_id"], "V2")
    if not attempts:
        raise Refusal("PAYMENT_NOT_FOUND", "존재하지 않는 결제입니다.")
    waiting = [each for each in attempts if each.waits(world.now())]
    closed = accounts.close(world, (waiting or attempts)[-1])
    return Answer.of({"closedAt": views.time(closed.changed_at)})


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/payments/{payment_id}/virtual-account/close", close),
)
