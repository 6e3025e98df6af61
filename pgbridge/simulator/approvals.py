"""Manual approval: the buyer has agreed in the payment window, the merchant says go."""

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator import billing, payments
from pgbridge.simulator.http import Refusal
from pgbridge.simulator.payments import Charge, Source
from pgbridge.simulator.state import Approval, Attempt, Bill, BillingKey
from pgbridge.simulator.world import World


class Expected(Struct, frozen=True, kw_only=True):
    """What the merchant believes to approve; what is absent is not compared."""

    order_id: str | None = None
    attempt_id: str | None = None
    currency: str | None = None
    total: int | None = None
    tax_free: int | None = None
    test: bool | None = None


def wait(world: World, bill: Bill, source: Source, *, charge: bool = True, key: bool = False) -> Approval:
    """Note what the buyer agreed to: a payment, a billing key, or both. Its token goes to the page."""
    attempt = None
    if charge:
        payments.guard_order(world, bill)
        attempt = payments.begin(world, bill, source)
    made = Approval(
        token=world.ids.token(),
        store_id=bill.store_id,
        card=source.card,
        channel=source.channel,
        buyer=bill.buyer,
        attempt_id=attempt.id if attempt is not None else None,
        key=key,
    )
    world.approvals[made.token] = made
    return made


def confirm(world: World, store_id: str, token: str, expected: Expected) -> Charge:
    """Approve a payment. Inferred: a token of another payment counts as no token at all."""
    tried = world.tries(store_id, expected.order_id or "")
    if not tried:
        raise Refusal("PAYMENT_NOT_FOUND", "존재하지 않는 결제입니다.")
    if any(each.paid_at is not None for each in tried):
        raise Refusal("ALREADY_PAID", "이미 결제가 완료된 주문입니다.")
    found = world.approvals.get(token)
    if found is None or found.key or found.used or found.attempt_id not in {each.id for each in tried}:
        raise Refusal("INVALID_PAYMENT_TOKEN", "유효하지 않은 결제 토큰입니다.")
    return charge(world, found, expected)


def confirm_key(
    world: World, store_id: str, token: str, expected: Expected
) -> tuple[BillingKey, Charge | None]:
    """Approve a billing key, and its first charge where there is one: no key without the charge (inferred)."""
    found = world.approvals.get(token)
    if found is None or not found.key or found.store_id != store_id:
        raise Refusal("BILLING_KEY_NOT_FOUND", "존재하지 않는 빌링키 발급 요청입니다.")
    if found.used:
        raise Refusal("BILLING_KEY_ALREADY_ISSUED", "이미 발급이 완료된 빌링키입니다.")
    compare(expected.test, not found.channel.live)
    done = None
    if found.attempt_id is not None:
        done = charge(world, found, expected)
        if done.attempt.status == "FAILED":
            raise payments.declined(done.outcome)
    issued = billing.Issue(
        version="V2", store_id=store_id, card=found.card, channels=(found.channel,), buyer=found.buyer
    )
    key = billing.issue(world, issued)
    world.approvals[token] = replace(found, used=True)
    if done is not None:
        done = replace(done, attempt=world.put(replace(done.attempt, billing_key=key.id)))
    return key, done


def charge(world: World, found: Approval, expected: Expected) -> Charge:
    """Charge what the buyer agreed to, if it is what the merchant expects."""
    attempt = world.attempts[found.attempt_id or ""]
    fits(attempt, expected)
    if attempt.status != "READY":
        raise Refusal("INVALID_PAYMENT_TOKEN", "유효하지 않은 결제 토큰입니다.")
    world.approvals[found.token] = replace(found, used=True)
    outcome = found.card.outcome
    if not outcome.recorded:
        raise payments.unrecorded(outcome)
    return payments.told(payments.end(world, attempt, found.card, payments.failure_of(found.card)), outcome)


def fits(attempt: Attempt, expected: Expected) -> None:
    """Refuse whatever the merchant did not expect."""
    bill = attempt.bill
    for wanted, is_so in (
        (expected.order_id, bill.order_id),
        (expected.attempt_id, attempt.id),
        (expected.currency, bill.currency),
        (expected.total, bill.money.total),
        (expected.tax_free, bill.money.tax_free),
        (expected.test, not attempt.channel.live),
    ):
        compare(wanted, is_so)


def compare(wanted: object, is_so: object) -> None:
    """Refuse if something is expected and it is another thing."""
    if wanted not in (None, is_so):
        raise Refusal("INFORMATION_MISMATCH", "결제 정보가 일치하지 않습니다.")
