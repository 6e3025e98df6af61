"""Reading and cancelling payments, and prepared amounts, on V1."""

from decimal import Decimal

from pgbridge.simulator import cancels, payments
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.money import CURRENCIES, to_major, to_minor
from pgbridge.simulator.state import Attempt, Prepared
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import bills, views
from pgbridge_iamport.simulated.call import Call, Handler, success
from pgbridge_iamport.simulated.paging import ordered, paging, window

STATUSES = ("all", "ready", "paid", "cancelled", "failed")
MOST_IDS = 100
PARTIAL = 207


def get(world: World, call: Call) -> Answer:
    """Read one attempt; those of test channels only when asked for.

    While the settings name no channels there are none but test ones, and most of V1's clients cannot ask: then they show.
    """
    attempt, given = by_id(world, call, call.params["imp_uid"]), call.query()
    shows = given.flag("include_sandbox") if given.has("include_sandbox") else world.settings.channels is None
    if attempt is None or not (attempt.channel.live or shows):
        raise absent()
    return success(views.payment(attempt))


def get_many(world: World, call: Call) -> Answer:
    """Read several attempts. Inferred: of a `merchant_uid` the newest; those of test channels too."""
    given = call.query()
    uids, orders = given.texts("imp_uid"), given.texts("merchant_uid")
    if not uids and not orders:
        raise invalid("imp_uid[]: imp_uid 또는 merchant_uid 가 필요합니다.")
    if len(uids) + len(orders) > MOST_IDS:
        raise invalid(f"imp_uid[]: 한 번에 {MOST_IDS} 건까지 조회할 수 있습니다.")
    rows = [by_id(world, call, each) for each in uids]
    rows += [newest(world.tries(call.store_id, each, "V1")) for each in orders]
    found = [each for each in rows if each is not None]
    if not found:
        raise absent()
    return success([views.payment(each) for each in found], 200 if len(found) == len(rows) else PARTIAL)


def find(world: World, call: Call) -> Answer:
    """Read the first attempt of an order in the wanted order: the newest by default."""
    found = ordered(of_order(world, call), call.query().text("sorting"))
    if not found:
        raise absent()
    return success(views.payment(found[0]))


def find_all(world: World, call: Call) -> Answer:
    """Read all attempts of an order. Inferred: 404 only if there is none at all, in any status."""
    if not listed(world, call):
        raise absent()
    given = call.query()
    number, limit = paging(given)
    return success(views.page(ordered(of_order(world, call), given.text("sorting")), number, limit))


def by_status(world: World, call: Call) -> Answer:
    """List attempts by status; the time looked at depends on it. Inferred: the start for `all`."""
    status = wanted_status(call)
    given = call.query()
    number, limit = paging(given)
    start, end = window(world, given)
    rows = [
        each
        for each in world.attempts.values()
        if each.bill.version == "V1"
        and each.bill.store_id == call.store_id
        and status in ("all", views.STATUSES[each.status])
        and start <= views.seconds(stamp(each, status)) <= end
    ]
    if number > 1 and (number - 1) * limit >= len(rows):
        raise invalid("page: 데이터 범위를 넘어선 페이지입니다.")
    return success(views.page(ordered(rows, given.text("sorting")), number, limit))


def stamp(it: Attempt, status: str) -> float | None:
    """Return the time of an attempt that a list by status goes by."""
    return {"paid": it.paid_at, "cancelled": it.cancelled_at, "failed": it.failed_at}.get(
        status, it.requested_at
    )


def cancel(world: World, call: Call) -> Answer:
    """Cancel a payment; `imp_uid` wins over `merchant_uid`, 0 and absent are everything."""
    given = call.body()
    attempt = chosen(world, call, given.text("imp_uid"), given.text("merchant_uid"))
    currency = attempt.bill.currency

    def money(name: str) -> int | None:
        value: Decimal | None = given.number(name)
        return None if value is None else to_minor(value, currency, name)

    wish = cancels.Wish(
        amount=money("amount") or None,
        tax_free=money("tax_free"),
        vat=money("vat_amount"),
        expected=money("checksum"),
        reason=given.text("reason") or "",
        has_refund_account=all(
            given.has(name) for name in ("refund_holder", "refund_bank", "refund_account")
        ),
    )
    with world.caused("api", silent=not given.flag("enable_webhook")):
        changed, _ = cancels.cancel(world, attempt, wish)
    return success(views.payment(changed))


def chosen(world: World, call: Call, imp_uid: str | None, order_id: str | None) -> Attempt:
    """Return the attempt to cancel. Inferred: of an order the paid one, else the newest that did not fail.

    The sentences are those that older clients' tests quote.
    """
    if imp_uid is None and order_id is None:
        raise invalid("imp_uid 또는 merchant_uid 를 지정해주셔야합니다.")
    if imp_uid is not None:
        found = by_id(world, call, imp_uid)
    else:
        tries = world.tries(call.store_id, order_id or "", "V1")
        found = payments.shown([each for each in tries if each.status != "FAILED"])
    if found is None:
        raise Refusal("PAYMENT_NOT_FOUND", "취소할 결제건이 존재하지 않습니다.")
    return found


def prepare(world: World, call: Call) -> Answer:
    """Set an amount. Inferred: once; changing it is another call."""
    order_id = call.body().need("merchant_uid", 40)
    if any(each.paid_at is not None for each in world.tries(call.store_id, order_id, "V1")):
        raise Refusal("ALREADY_PAID", "이미 결제된 주문입니다.")
    if (call.store_id, order_id) in world.prepared:
        raise Refusal("ALREADY_PREPARED", "이미 등록된 merchant_uid 입니다.")
    return keep_prepared(world, call, order_id)


def prepare_update(world: World, call: Call) -> Answer:
    """Change a set amount."""
    order_id = call.body().need("merchant_uid", 40)
    prepared_of(world, call, order_id)
    return keep_prepared(world, call, order_id)


def prepare_get(world: World, call: Call) -> Answer:
    """Read a set amount."""
    return success(shown(prepared_of(world, call, call.params["merchant_uid"])))


def keep_prepared(world: World, call: Call, order_id: str) -> Answer:
    """Store the amount of the body. An amount without a currency is taken in won (inferred)."""
    given = call.body()
    currency = given.text("currency")
    if currency is not None and currency not in CURRENCIES:
        raise invalid(f"currency: {currency} 는 지원하지 않는 통화입니다.")
    total = bills.minor(given, "amount", currency or "KRW")
    if total is None:
        raise invalid("amount: 필수 파라미터가 누락되었습니다.")
    made = Prepared(order_id=order_id, total=total, tax_free=None, currency=currency)
    world.prepared[(call.store_id, order_id)] = made
    return success(shown(made))


def prepared_of(world: World, call: Call, order_id: str) -> Prepared:
    """Return what is prepared for an order, or refuse."""
    found = world.prepared.get((call.store_id, order_id))
    if found is None:
        raise Refusal("PREPARE_NOT_FOUND", "사전등록된 결제정보가 존재하지 않습니다.")
    return found


def shown(it: Prepared) -> views.Json:
    """Write a prepared amount."""
    amount = to_major(it.total or 0, it.currency or "KRW")
    return {"merchant_uid": it.order_id, "amount": amount, "currency": it.currency}


def by_id(world: World, call: Call, imp_uid: str) -> Attempt | None:
    """Return a V1 attempt of this store."""
    found = world.attempts.get(imp_uid)
    if found is None or (found.bill.version, found.bill.store_id) != ("V1", call.store_id):
        return None
    return found


def newest(attempts: list[Attempt]) -> Attempt | None:
    """Return the last attempt."""
    return attempts[-1] if attempts else None


def of_order(world: World, call: Call) -> list[Attempt]:
    """Return the attempts of the order in the path, of the status in the path."""
    status = wanted_status(call)
    rows = listed(world, call)
    return [each for each in rows if status in ("all", views.STATUSES[each.status])]


def listed(world: World, call: Call) -> list[Attempt]:
    """Return the attempts of the order in the path, those of test channels where the settings list them."""
    rows = world.tries(call.store_id, call.params["merchant_uid"], "V1")
    return [each for each in rows if each.channel.live or world.settings.lists_tests]


def wanted_status(call: Call) -> str:
    """Read the status in the path; all when there is none."""
    status = call.params.get("payment_status", "all")
    if status not in STATUSES:
        raise invalid("지원되지 않는 상태값입니다.")
    return status


def absent() -> Refusal:
    """Return the refusal of an unknown payment."""
    return Refusal("PAYMENT_NOT_FOUND", "존재하지 않는 결제정보입니다.")


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/payments", get_many),
    ("POST", "/payments/cancel", cancel),
    ("POST", "/payments/prepare", prepare),
    ("PUT", "/payments/prepare", prepare_update),
    ("GET", "/payments/prepare/{merchant_uid}", prepare_get),
    ("GET", "/payments/status/{payment_status}", by_status),
    ("GET", "/payments/find/{merchant_uid}", find),
    ("GET", "/payments/find/{merchant_uid}/{payment_status}", find),
    ("GET", "/payments/findAll/{merchant_uid}", find_all),
    ("GET", "/payments/findAll/{merchant_uid}/{payment_status}", find_all),
    ("GET", "/payments/{imp_uid}", get),
)
