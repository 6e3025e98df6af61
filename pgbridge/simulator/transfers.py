"""Partner settlement of orders: who gets what, and what is taken back."""

from datetime import date, datetime, timedelta, timezone

from msgspec import Struct

from pgbridge.simulator.http import Refusal, invalid
from pgbridge.simulator.money import NOTHING, Money
from pgbridge.simulator.payments import shown
from pgbridge.simulator.state import Attempt, Transfer
from pgbridge.simulator.world import World

SEOUL = timezone(timedelta(hours=9))
LAG = timedelta(days=7)


class Wanted(Struct, frozen=True, kw_only=True):
    """A transfer as it is asked for; `money` is None for everything there is."""

    id: str | None
    store_id: str
    order_id: str | None = None
    partner_id: str | None = None
    money: Money | None = None
    starts_on: date | None = None
    settles_on: date | None = None
    memo: str | None = None
    contract_id: str | None = None
    test: bool = False
    external: bool = False
    currency: str | None = None
    lines: tuple[tuple[str, str, int, int, int], ...] = ()
    discounts: tuple[tuple[str, int, int], ...] = ()
    properties: tuple[dict[str, object], ...] = ()
    parameters: dict[str, object] = {}
    of: str | None = None
    cancellation_id: str | None = None
    cancelled_at: float | None = None


def day(moment: float) -> date:
    """Return the day in Korea."""
    return datetime.fromtimestamp(moment, SEOUL).date()


def order(world: World, wish: Wanted) -> Transfer:
    """Settle an order. Inferred: all transfers of a payment together may not be more than it."""
    partners = world.settings.partners
    if not wish.partner_id or (partners is not None and wish.partner_id not in partners):
        raise Refusal("PLATFORM_PARTNER_NOT_FOUND", "존재하지 않는 파트너입니다.")
    order_id, money = wish.order_id or "", wish.money or NOTHING
    paid = None if wish.external else of_order(world, wish.store_id, order_id)
    if paid is not None:
        before = sum(each.money.total for each in of_payment(world, wish.store_id, order_id))
        if before + money.total > paid.bill.money.total:
            raise Refusal(
                "PLATFORM_SETTLEMENT_PAYMENT_AMOUNT_EXCEEDED_PORT_ONE_PAYMENT",
                "정산 요청 금액이 결제 금액을 초과했습니다.",
                extra={
                    "registeredSettlementPaymentAmount": before,
                    "requestSettlementPaymentAmount": money.total,
                    "portOnePaymentAmount": paid.bill.money.total,
                },
            )
    start = day(world.now() if paid is None or paid.paid_at is None else paid.paid_at)
    currency = paid.bill.currency if paid is not None else wish.currency or "KRW"
    return put(world, wish, (order_id, wish.partner_id, currency, money), start, paid)


def cancel(world: World, wish: Wanted) -> Transfer:
    """Take an order back: the named part, or all that is left of its transfer."""
    made = taken_back(world, wish)
    paid = None if made.attempt_id is None else world.attempts.get(made.attempt_id)
    at = wish.cancelled_at
    if paid is not None:
        gone = next((each for each in paid.cancellations if each.id == wish.cancellation_id), None)
        if gone is None or gone.status != "SUCCEEDED":
            raise Refusal("PLATFORM_CANCELLATION_NOT_FOUND", "존재하지 않는 취소 내역입니다.")
        at = gone.at
    back = [each for each in world.transfers.values() if each.of == made.id]
    if any(each.cancellation_id == wish.cancellation_id for each in back):
        first = next(each for each in back if each.cancellation_id == wish.cancellation_id)
        raise exists(first)
    left = made.money
    for each in back:
        left = left.minus(each.money)
    money = left if wish.money is None else wish.money
    for kind, wanted, there in (
        ("SUPPLY_WITH_VAT", money.taxable, left.taxable),
        ("TAX_FREE", money.tax_free, left.tax_free),
    ):
        if wanted > there:
            raise Refusal(
                "PLATFORM_CANCELLABLE_AMOUNT_EXCEEDED",
                "취소 가능한 금액을 초과했습니다.",
                extra={"cancellableAmount": there, "requestAmount": wanted, "amountType": kind},
            )
    place = (made.order_id, made.partner_id, made.currency, money)
    return put(world, wish, place, day(at or world.now()), paid, of=made.id, cancelled_at=at or world.now())


def of_order(world: World, store_id: str, order_id: str) -> Attempt:
    """Return the paid attempt of an order, or refuse."""
    found = shown(world.tries(store_id, order_id))
    if found is None or found.paid_at is None:
        raise Refusal("PLATFORM_PAYMENT_NOT_FOUND", "존재하지 않는 결제입니다.")
    return found


def of_payment(world: World, store_id: str, order_id: str) -> list[Transfer]:
    """Return the transfers of an order that are not cancels."""
    return [
        each
        for each in world.transfers.values()
        if (each.store_id, each.order_id, each.of) == (store_id, order_id, None)
    ]


def taken_back(world: World, wish: Wanted) -> Transfer:
    """Find the transfer that a cancel means: by its id, or the only one of partner and payment."""
    if wish.of is not None:
        found = [each for each in world.transfers.values() if (each.id, each.of) == (wish.of, None)]
    elif wish.order_id and wish.partner_id:
        rows = of_payment(world, wish.store_id, wish.order_id)
        found = [each for each in rows if each.partner_id == wish.partner_id]
    else:
        raise invalid("transferId: transferId 또는 partnerId 와 paymentId 가 필요합니다.")
    if not found:
        raise Refusal("PLATFORM_TRANSFER_NOT_FOUND", "존재하지 않는 정산건입니다.")
    if len(found) > 1:
        raise Refusal("PLATFORM_CANNOT_SPECIFY_TRANSFER", "정산건을 특정할 수 없습니다.")
    return found[0]


def put(
    world: World,
    wish: Wanted,
    place: tuple[str, str, str, Money],
    start: date,
    paid: Attempt | None,
    *,
    of: str | None = None,
    cancelled_at: float | None = None,
) -> Transfer:
    """Write a transfer down. Inferred: it is settled a week after it starts."""
    order_id, partner_id, currency, money = place
    name = wish.id or f"transfer-{world.ids.uuid()}"
    if name in world.transfers:
        raise Refusal("PLATFORM_TRANSFER_ID_ALREADY_USED", "이미 사용된 정산건 아이디입니다.")
    starts = wish.starts_on or start
    settles = wish.settles_on or starts + LAG
    if settles < starts:
        raise Refusal(
            "PLATFORM_SETTLEMENT_DATE_EARLIER_THAN_SETTLEMENT_START_DATE",
            "정산일이 정산 시작일보다 빠릅니다.",
            extra={"settlementDate": settles.isoformat(), "settlementStartDate": starts.isoformat()},
        )
    made = Transfer(
        serial=world.ids.serial(),
        id=name,
        store_id=wish.store_id,
        partner_id=partner_id,
        order_id=order_id,
        money=money,
        currency=currency,
        starts_on=starts,
        settles_on=settles,
        made_at=world.now(),
        memo=wish.memo,
        contract_id=wish.contract_id,
        test=wish.test,
        attempt_id=paid.id if paid is not None else None,
        lines=wish.lines,
        discounts=wish.discounts,
        properties=wish.properties,
        parameters=wish.parameters,
        of=of,
        cancellation_id=wish.cancellation_id,
        cancelled_at=cancelled_at,
    )
    world.transfers[name] = made
    return made


def exists(made: Transfer) -> Refusal:
    """Return the refusal of a second transfer for one cancellation."""
    return Refusal(
        "PLATFORM_TRANSFER_ALREADY_EXISTS",
        "이미 존재하는 정산건입니다.",
        extra={"transferId": made.id, "transferGraphqlId": f"graphql-{made.id}"},
    )
