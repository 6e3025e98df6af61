"""Virtual accounts: issue, deposit, close."""

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator import payments
from pgbridge.simulator.codes import Bank
from pgbridge.simulator.http import Refusal, invalid
from pgbridge.simulator.money import priced
from pgbridge.simulator.payments import await_deposit
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import Account, Attempt, Bill
from pgbridge.simulator.world import World


class Wanted(Struct, frozen=True, kw_only=True):
    """The account that the merchant asks for; a fixed one may bring its own number."""

    bank: Bank
    expires_at: float
    holder: str | None = None
    fixed: bool = False
    number: str | None = None


def issue(world: World, bill: Bill, channel: Channel, wanted: Wanted) -> Attempt:
    """Issue an account for a bill.

    Inferred: an order may have several accounts, as long as it was never paid.
    """
    now = world.now()
    if wanted.expires_at <= now:
        raise invalid("expiry: 입금 기한은 현재보다 뒤여야 합니다.")
    earlier = world.noticed(bill.store_id, bill.order_id, "V1" if bill.version == "V1" else None)
    if any(each.paid_at is not None for each in earlier):
        raise Refusal("ALREADY_PAID", "이미 결제가 완료된 주문입니다.")
    if world.live_schedule(bill.store_id, bill.order_id, bill.version) is not None:
        raise Refusal("PAYMENT_SCHEDULE_ALREADY_EXISTS", "결제 예약이 등록된 주문입니다.")
    payments.before(world)
    account = Account(
        bank=wanted.bank,
        number=wanted.number or world.ids.digits(14),
        holder=wanted.holder,
        fixed=wanted.fixed,
        expires_at=wanted.expires_at,
        issued_at=now,
    )
    made = await_deposit(world, bill, channel, account)
    payments.after(world)
    return made


def update(world: World, attempt: Attempt, total: int | None, expires_at: float | None) -> Attempt:
    """Change the amount or the last day of an account that waits. Inferred: all of a new amount is taxable."""
    if attempt.account is None or not attempt.waits(world.now()):
        raise Refusal("PAYMENT_NOT_WAITING_FOR_DEPOSIT", "입금 대기 상태가 아닙니다.")
    if expires_at is not None and expires_at <= world.now():
        raise invalid("vbank_due: 입금 기한은 현재보다 뒤여야 합니다.")
    bill, account = attempt.bill, attempt.account
    if total is not None:
        bill = replace(bill, money=priced(total, None, None))
    if expires_at is not None:
        account = replace(account, expires_at=expires_at)
    return world.put(replace(attempt, bill=bill, account=account, changed_at=world.now()))


def close(world: World, attempt: Attempt) -> Attempt:
    """Close an account that waits.

    Inferred: the payment then reads as cancelled, nothing having been paid. An expired account keeps its
    state, takes no deposit and can no longer be closed.
    """
    now = world.now()
    if not attempt.waits(now):
        raise Refusal("PAYMENT_NOT_WAITING_FOR_DEPOSIT", "입금 대기 상태가 아닙니다.")
    return world.put(replace(attempt, status="CANCELLED", cancelled_at=now, changed_at=now))


def deposit(
    world: World, attempt: Attempt, amount: int | None, remitter: str, *, late: bool = False
) -> Attempt:
    """Pay the whole amount into an account; a bank takes no other amount.

    :param late: although it expired or was closed, as a bank may that was not told in time
    """
    now, total = world.now(), attempt.bill.money.total
    if attempt.account is None or not (late or attempt.waits(now)):
        message = f"order {attempt.bill.order_id!r} has no virtual account that waits for a deposit"
        raise ValueError(message)
    if amount is not None and amount != total:
        message = f"the bank takes exactly {total}, not {amount}"
        raise ValueError(message)
    account = replace(attempt.account, remitter=remitter)
    return world.put(replace(attempt, status="PAID", paid_at=now, changed_at=now, account=account))
