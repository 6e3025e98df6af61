"""Cancelling a paid attempt, in whole or in part, with its tax parts."""

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator import payments
from pgbridge.simulator.cards import LATE_SECONDS
from pgbridge.simulator.http import Refusal, invalid
from pgbridge.simulator.money import Money, vat_of
from pgbridge.simulator.state import Attempt, Cancellation
from pgbridge.simulator.world import World

# PGs that pay back later, so that a cancel can still be stopped.
SLOW = frozenset(("TRIPLE_A",))


class Wish(Struct, frozen=True, kw_only=True):
    """What to cancel, in minor units. Absent `amount` is everything that is left."""

    amount: int | None = None
    tax_free: int | None = None
    vat: int | None = None
    expected: int | None = None
    reason: str = ""
    has_refund_account: bool = False
    by: str = "api"


def cancel(world: World, attempt: Attempt, wish: Wish) -> tuple[Attempt, Cancellation]:
    """Cancel, or refuse. Inferred: the order in which the reasons to refuse are looked at.

    A slow PG only takes the request; `finish` tells how it ends.
    """
    if attempt.paid_at is None:
        raise Refusal("PAYMENT_NOT_PAID", "결제가 완료되지 않은 거래입니다.")
    left = noticed(world, attempt).remaining
    if left.total == 0:
        raise Refusal("PAYMENT_ALREADY_CANCELLED", "이미 전액 취소된 결제입니다.")
    if wish.expected is not None and wish.expected != left.total:
        raise Refusal("CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN", "취소 가능 금액이 일치하지 않습니다.")
    if attempt.account is not None and not wish.has_refund_account:
        # Inferred: the documents require a refund account here but name no error for its absence.
        raise invalid("refundAccount: 가상계좌 결제의 취소에는 환불 계좌가 필요합니다.")
    money = parts(wish, left)
    if money.total != left.total or attempt.cancellations:
        partial(attempt)
    payments.before(world)
    now = world.now()
    made = Cancellation(
        id=world.ids.uuid(),
        pg_id=f"simc{world.ids.digits(19)}",
        money=money,
        reason=wish.reason,
        at=now,
        requested_at=now,
        status="REQUESTED",
        by=wish.by,
    )
    asked = replace(attempt, cancellations=(*attempt.cancellations, made))
    if end := decided_later(attempt):
        world.promise(LATE_SECONDS, attempt.id, end, made.id)
        return world.put(asked), made
    ended = finish(world, asked, made, succeeded=True)
    payments.after(world)
    return ended


def decided_later(attempt: Attempt) -> str:
    """Return what the PG decides later about a cancellation: `cancelled` or `kept`; nothing where it does it at once."""
    chosen = "at once" if attempt.card is None else attempt.card.outcome.cancels
    if chosen != "at once":
        return chosen
    return "cancelled" if attempt.channel.cancels_later or attempt.channel.provider in SLOW else ""


def partial(attempt: Attempt) -> None:
    """Refuse a part where the PG cancels whole payments only, as its module says."""
    if attempt.channel.partial_cancel is False:
        raise Refusal(
            "PG_PROVIDER", "부분취소를 지원하지 않는 결제입니다.", code="PARTIAL_CANCEL_UNSUPPORTED"
        )


def finish(
    world: World, attempt: Attempt, pending: Cancellation, *, succeeded: bool
) -> tuple[Attempt, Cancellation]:
    """End a cancellation that was asked for."""
    now = world.now()
    done = replace(pending, status="SUCCEEDED" if succeeded else "FAILED", at=now)
    rows = tuple(done if each.id == done.id else each for each in attempt.cancellations)
    changed = replace(attempt, cancellations=rows)
    if succeeded:
        whole = changed.cancelled.total >= changed.bill.money.total
        status = "CANCELLED" if whole else "PARTIAL_CANCELLED"
        changed = replace(changed, cancelled_at=now, changed_at=now, status=status)
    return world.put(changed), done


def stop(world: World, attempt: Attempt, cancellation_id: str) -> Cancellation:
    """Take back a cancel that the PG has not carried out yet. Inferred: it then reads as failed."""
    found = next((each for each in attempt.cancellations if each.id == cancellation_id), None)
    if found is None:
        raise Refusal("PAYMENT_CANCELLATION_NOT_FOUND", "존재하지 않는 취소 내역입니다.")
    if found.status != "REQUESTED":
        raise Refusal("PAYMENT_CANCELLATION_NOT_PENDING", "취소 요청 상태가 아닙니다.")
    return finish(world, attempt, found, succeeded=False)[1]


def noticed(world: World, attempt: Attempt) -> Attempt:
    """Return the attempt without the cancellations that a further request may overlook: none, unless `blind`."""
    if not world.blind:
        return attempt
    since = world.now() - world.blind
    return replace(attempt, cancellations=tuple(each for each in attempt.cancellations if each.at < since))


def parts(wish: Wish, left: Money) -> Money:
    """Work out the tax parts of a cancellation and see that each of them is still there.

    A missing tax-free part is 0. Inferred: except when no amount is given either; then every part goes.
    Missing VAT is one eleventh of the taxable part, but never more than is left (inferred), and all that
    is left when nothing else remains (inferred).
    """
    amount = left.total if wish.amount is None else wish.amount
    if amount > left.total:
        raise Refusal(
            "CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT", "취소 금액이 취소 가능 금액을 초과했습니다."
        )
    free = (left.tax_free if wish.amount is None else 0) if wish.tax_free is None else wish.tax_free
    if free + (wish.vat or 0) > amount:
        raise Refusal("SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT", "면세 금액과 부가세의 합이 취소 금액보다 큽니다.")
    if free > left.tax_free:
        raise Refusal(
            "CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT",
            "취소 면세 금액이 취소 가능한 면세 금액을 초과했습니다.",
        )
    taxable = amount - free
    vat = wish.vat
    if vat is None:
        vat = left.vat if taxable == left.taxable else min(vat_of(taxable), left.vat)
    if taxable > left.taxable or vat > left.vat:
        raise Refusal(
            "CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT",
            "취소 과세 금액이 취소 가능한 과세 금액을 초과했습니다.",
        )
    return Money(total=amount, tax_free=free, vat=vat)
