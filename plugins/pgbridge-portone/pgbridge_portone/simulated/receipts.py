"""Cash receipts on V2."""

from pgbridge.simulator import receipts
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.money import CURRENCIES, priced
from pgbridge.simulator.state import Receipt
from pgbridge.simulator.world import World
from pgbridge_portone.simulated import filters, inputs, views
from pgbridge_portone.simulated.call import Call, Handler, store
from pgbridge_portone.simulated.lists import paged, window


def issue(world: World, call: Call) -> Answer:
    """Issue a receipt. Inferred: V2 does not look whether it knows a payment of that id."""
    wish = call.body(inputs.IssueReceipt)
    store_id = store(world, wish.store_id)
    if wish.currency not in CURRENCIES:
        raise invalid(f"currency: {wish.currency} 는 지원하지 않는 통화입니다.")
    try:
        money = priced(wish.amount.total, wish.amount.tax_free, wish.amount.vat)
    except Refusal as refusal:  # of receipts no page lists a type of its own for this
        raise invalid(f"amount: {refusal.message}") from None
    made = receipts.issue(
        world,
        receipts.Wanted(
            version="V2",
            store_id=store_id,
            order_id=wish.payment_id,
            channel=world.channel(wish.channel_key),
            type=wish.type,
            order_name=wish.order_name,
            money=money,
            currency=wish.currency,
        ),
    )
    return Answer.of(
        {"cashReceipt": {"issueNumber": made.issue_number, "url": url(made), "pgReceiptId": made.pg_id}}
    )


def get(world: World, call: Call) -> Answer:
    """Read the receipt of an order, one of V1 too."""
    return Answer.of(shown(world, named(world, call)))


def cancel(world: World, call: Call) -> Answer:
    """Take a receipt back."""
    done = receipts.cancel(world, named(world, call))
    return Answer.of(
        {"cancelledAmount": done.money.total, "cancelledAt": views.time(done.cancelled_at or done.issued_at)}
    )


def list_receipts(world: World, call: Call) -> Answer:
    """List receipts; without a store those of all stores."""
    wish = call.listing(filters.Receipts)
    by = wish.filter
    start, end = window(world, by.from_, by.until)
    allowed = None if by.store_id is None else store(world, by.store_id)

    def keep(it: Receipt) -> bool:
        at = moment(it, by.time_range_field)
        return (
            at is not None
            and start <= at <= end
            and allowed in (None, it.store_id)
            and by.payment_id in (None, it.order_id)
            and by.is_test in (None, not it.channel.live)
            and by.order_name in (None, it.order_name)
            and (not by.statuses or status(it) in by.statuses)
            and by.is_manual in (None, True)
            and by.pg_receipt_id in (None, it.pg_id)
            and by.pg_merchant_id in (None, it.channel.merchant_id)
            and (not by.pg_providers or it.channel.provider in by.pg_providers)
            and by.version in (None, it.version)
            and (not by.types or it.type in by.types)
        )

    shown_ones = [each for each in world.receipts.values() if keep(each)]
    shown_ones.sort(
        key=lambda it: (moment(it, wish.sort.by) or 0, it.serial), reverse=wish.sort.order == "DESC"
    )
    return paged(shown_ones, wish.page, lambda it: shown(world, it))


def named(world: World, call: Call) -> Receipt:
    """Return the receipt of the order in the path, or refuse."""
    return receipts.of_order(
        world, store(world, call.request.parameter("storeId")), call.params["payment_id"]
    )


def moment(it: Receipt, field: str) -> float | None:
    """Return the time of a receipt by which a list goes."""
    if field == "CANCELLED_AT":
        return it.cancelled_at
    return it.cancelled_at if field == "STATUS_UPDATED_AT" and it.cancelled_at is not None else it.issued_at


def status(it: Receipt) -> str:
    """Return the state of a receipt."""
    return "ISSUED" if it.cancelled_at is None else "CANCELLED"


def url(it: Receipt) -> str:
    """Return where a receipt can be seen."""
    return f"https://receipt.simulator.invalid/cash/{it.pg_id}"


def shown(world: World, it: Receipt) -> views.Json:
    """Write a receipt; all of the simulator's are asked for by hand."""
    return views.given(
        status=status(it),
        merchantId=world.settings.merchant_id,
        storeId=it.store_id,
        paymentId=it.order_id,
        channel=views.channel(it.channel),
        amount=it.money.total,
        taxFreeAmount=it.money.tax_free,
        vatAmount=it.money.vat,
        currency=it.currency,
        orderName=it.order_name,
        isManual=True,
        type=it.type,
        pgReceiptId=it.pg_id,
        issueNumber=it.issue_number,
        url=url(it),
        issuedAt=views.time(it.issued_at),
        cancelledAt=None if it.cancelled_at is None else views.time(it.cancelled_at),
        statusUpdatedAt=views.time(it.cancelled_at or it.issued_at),
    )


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/cash-receipts", list_receipts),
    ("POST", "/cash-receipts", issue),
    ("GET", "/payments/{payment_id}/cash-receipt", get),
    ("POST", "/payments/{payment_id}/cash-receipt/cancel", cancel),
)
