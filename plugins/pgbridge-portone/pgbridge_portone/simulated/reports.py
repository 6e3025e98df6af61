"""VAT reports on V2: what was taken and given back between two days, by means of payment."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from msgspec import Struct, field

from pgbridge.simulator.codes import words
from pgbridge.simulator.http import Answer, invalid
from pgbridge.simulator.money import NOTHING, Money
from pgbridge.simulator.state import Attempt
from pgbridge.simulator.world import World
from pgbridge_portone.simulated.call import Call, Handler, store

SEOUL = timezone(timedelta(hours=9))
# Inferred: PGs pay out two days later, and the simulator's are all compared and found right.
PAYOUT = timedelta(days=2)
MATCHED = "MATCHED"
# The reports have names of their own for some PGs.
NAMES = {
    "HTML5_INICIS": "INICIS", "INICIS_V2": "INICIS", "INICIS_UNIFIED": "INICIS", "NICE": "NICEPAY",
    "NICE_V2": "NICEPAY", "KCP_V2": "KCP", "KCP_BILLING": "KCP", "KCP_QUICK": "KCP", "KCP_DIRECT": "KCP",
    "DANAL_TPAY": "DANAL", "EXIMBAY_V2": "EXIMBAY", "MOBILIANS_V2": "MOBILIANS", "PAYPAL_V2": "PAYPAL",
    "TOSSPAY_V2": "TOSSPAY", "SETTLE": "HECTO", "SETTLE_ACC": "HECTO", "SETTLE_FIRM": "HECTO",
    "HECTO_GLOBAL": "HECTO", "DAOU": "KIWOOMPAY",
}  # fmt: skip
KNOWN = words(
    "KAKAOPAY NICEPAY NAVERPAY UPLUS TOSSPAYMENTS TOSSPAY PAYCO KCP DANAL EXIMBAY INICIS HECTO KSNET KPN HYPHEN PAYPAL "
    "HECTO_EASY MOBILIANS PAYLETTER_GLOBAL KIWOOMPAY PAYMENTWALL INNOPAY GALAXIA"
)


class Range(Struct, frozen=True, kw_only=True):
    """From one day to another. Inferred: both belong to it."""

    from_: date = field(name="from")
    until: date


class Merchant(Struct, frozen=True, kw_only=True, rename="camel"):
    """A merchant id at a PG."""

    pg_merchant_id: str
    pg_provider: str


class Filter(Struct, frozen=True, kw_only=True, rename="camel"):
    """Which payments."""

    pg_specifiers: tuple[Merchant, ...] = ()
    store_ids: tuple[str, ...] = ()
    reconciliation_statuses: tuple[str, ...] = ()


class Report(Struct, frozen=True, kw_only=True, rename="camel"):
    """Both reports."""

    date_range: Range
    filter: Filter = Filter()


def transactions(world: World, call: Call) -> Answer:
    """Report by the day on which it happened."""
    return report(world, call, timedelta(0))


def settlements(world: World, call: Call) -> Answer:
    """Report by the day on which the PG pays out."""
    return report(world, call, PAYOUT)


def report(world: World, call: Call, later: timedelta) -> Answer:
    """Add up what moved on those days."""
    wish = call.listing(Report)
    if wish.date_range.from_ > wish.date_range.until:
        raise invalid("dateRange: from 은 until 보다 뒤일 수 없습니다.")
    stores = {store(world, each) for each in wish.filter.store_ids}
    sums: dict[str, Money] = {}
    merchants: dict[tuple[str, str], None] = {}
    for attempt in world.attempts.values():
        who = (attempt.channel.merchant_id, provider(attempt))
        if (stores and attempt.bill.store_id not in stores) or not fits(wish.filter, who):
            continue
        for at, money in moved(attempt):
            day = (datetime.fromtimestamp(at, SEOUL) + later).date()
            if wish.date_range.from_ <= day <= wish.date_range.until:
                kind = "VIRTUAL_ACCOUNT" if attempt.account is not None else "CARD"
                sums[kind] = NOTHING.minus(NOTHING.minus(sums.get(kind, NOTHING)).minus(money))
                merchants[who] = None
    total = NOTHING
    for each in sums.values():
        total = NOTHING.minus(NOTHING.minus(total).minus(each))
    return Answer.of(
        {
            "items": [line(kind, each) for kind, each in sorted(sums.items())],
            "summary": {
                "totalSupplyAmount": total.supply,
                "totalVatAmount": total.vat,
                "totalTaxFreeAmount": total.tax_free,
                "totalAmount": total.total,
            },
            "pgSpecifiers": [
                {"pgMerchantId": merchant, "pgProvider": name}
                for merchant, name in sorted(merchants)
                if name in KNOWN
            ],
        }
    )


def fits(by: Filter, who: tuple[str, str]) -> bool:
    """Whether a merchant id is asked for."""
    if by.reconciliation_statuses and MATCHED not in by.reconciliation_statuses:
        return False
    return not by.pg_specifiers or who in {(it.pg_merchant_id, it.pg_provider) for it in by.pg_specifiers}


def provider(it: Attempt) -> str:
    """Return what the reports call the PG."""
    return NAMES.get(it.channel.provider, it.channel.provider)


def moved(it: Attempt) -> Iterator[tuple[float, Money]]:
    """Yield what came in, and, below 0, what went back."""
    if it.paid_at is not None:
        yield it.paid_at, it.bill.money
    for each in it.cancellations:
        if each.status == "SUCCEEDED":
            yield each.at, NOTHING.minus(each.money)


def line(kind: str, it: Money) -> dict[str, int | str]:
    """Write one line."""
    return {
        "paymentMethod": kind,
        "supplyAmount": it.supply,
        "vatAmount": it.vat,
        "taxFreeAmount": it.tax_free,
        "totalAmount": it.total,
    }


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/payment-reconciliations/settlements/vat-report", settlements),
    ("GET", "/payment-reconciliations/transactions/vat-report", transactions),
)
