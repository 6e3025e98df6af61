"""Partner settlement of orders on V2. Every partner has the same invented contract: a tenth is the platform's."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator import transfers
from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.money import Money, vat_of
from pgbridge.simulator.state import Transfer
from pgbridge.simulator.world import World
from pgbridge_portone.simulated.call import Call, Handler, epoch
from pgbridge_portone.simulated.inputs import Moment, Natural, Positive, Text
from pgbridge_portone.simulated.views import Json, given, time

Sold = tuple[str, str, int, int, int]
RATE = 10_000  # thousandths of a per cent: a tenth
WHOLE = 100_000
BORNE = 2  # partners bear one half of a discount


class Discount(Struct, frozen=True, kw_only=True, rename="camel"):
    """A discount that both bear."""

    share_policy_id: Text
    amount: Natural
    tax_free_amount: Natural = 0


class Fee(Struct, frozen=True, kw_only=True, rename="camel"):
    """An additional fee; here none of them costs anything."""

    policy_id: Text


class Product(Struct, frozen=True, kw_only=True, rename="camel"):
    """What was sold."""

    id: Text
    name: str
    amount: Natural
    tax_free_amount: Natural = 0
    tag: str | None = None


class Line(Struct, frozen=True, kw_only=True, rename="camel"):
    """One line of an order."""

    product: Product
    quantity: Positive
    discounts: tuple[Discount, ...]
    additional_fees: tuple[Fee, ...]


class CancelLine(Struct, frozen=True, kw_only=True, rename="camel"):
    """What of a line is given back."""

    product_id: Text
    quantity: Positive
    discounts: tuple[Discount, ...]


class Detail(Struct, frozen=True, kw_only=True, rename="camel"):
    """One of the two."""

    order_amount: Natural | None = None
    order_lines: tuple[Line, ...] | None = None


class CancelDetail(Struct, frozen=True, kw_only=True, rename="camel"):
    """One of the three."""

    order_amount: Natural | None = None
    order_lines: tuple[CancelLine, ...] | None = None
    all: dict[str, Any] | None = None


class External(Struct, frozen=True, kw_only=True, rename="camel"):
    """A payment that PortOne does not know."""

    currency: str
    order_name: str | None = None
    paid_at: Moment | None = None
    method: dict[str, Any] | None = None


class ExternalCancel(Struct, frozen=True, kw_only=True, rename="camel"):
    """The cancel of such a payment."""

    cancelled_at: Moment | None = None


class Common(Struct, frozen=True, kw_only=True, rename="camel"):
    """What both have."""

    discounts: tuple[Discount, ...]
    id: str | None = None
    memo: str | None = None
    tax_free_amount: Natural | None = None
    settlement_start_date: date | None = None
    settlement_date: date | None = None
    is_for_test: bool = False
    user_defined_properties: tuple[dict[str, Any], ...] = ()


class NewOrder(Common, frozen=True, kw_only=True, rename="camel"):
    """POST /platform/transfers/order."""

    partner_id: Text
    payment_id: Text
    order_detail: Detail
    additional_fees: tuple[Fee, ...]
    contract_id: str | None = None
    external_payment_detail: External | None = None
    parameters: dict[str, Any] = {}


class NewCancel(Common, frozen=True, kw_only=True, rename="camel"):
    """POST /platform/transfers/order-cancel."""

    cancellation_id: Text
    partner_id: str | None = None
    payment_id: str | None = None
    transfer_id: str | None = None
    order_detail: CancelDetail | None = None
    external_cancellation_detail: ExternalCancel | None = None


def order(world: World, call: Call) -> Answer:
    """Settle an order with a partner."""
    wish = call.body(NewOrder)
    detail, external = wish.order_detail, wish.external_payment_detail
    if (detail.order_amount is None) == (detail.order_lines is None):
        raise invalid("orderDetail: orderAmount 와 orderLines 중 하나만 필요합니다.")
    lines = tuple(
        (it.product.id, it.product.name, it.product.amount, it.product.tax_free_amount, it.quantity)
        for it in detail.order_lines or ()
    )
    if len({line[0] for line in lines}) < len(lines):
        raise Refusal(
            "PLATFORM_PRODUCT_ID_DUPLICATED",
            "중복된 상품 아이디가 있습니다.",
            extra={"id": next(line[0] for line in lines if [each[0] for each in lines].count(line[0]) > 1)},
        )
    wanted = transfers.Wanted(
        **shared(world, call, wish),
        order_id=wish.payment_id,
        partner_id=wish.partner_id,
        money=priced(detail.order_amount, wish.tax_free_amount, lines),
        contract_id=wish.contract_id,
        external=external is not None,
        currency=external.currency if external is not None else None,
        lines=lines,
        parameters=wish.parameters,
    )
    return Answer.of({"transfer": transfer(world, transfers.order(world, wanted))})


def cancel(world: World, call: Call) -> Answer:
    """Take an order back."""
    wish = call.body(NewCancel)
    external = wish.external_cancellation_detail
    at = external.cancelled_at if external is not None else None
    wanted = transfers.Wanted(
        **shared(world, call, wish),
        order_id=wish.payment_id,
        partner_id=wish.partner_id,
        of=wish.transfer_id,
        cancellation_id=wish.cancellation_id,
        cancelled_at=epoch(at) if at is not None else None,
    )
    detail = wish.order_detail or CancelDetail(all={})
    if sum(each is not None for each in (detail.order_amount, detail.order_lines, detail.all)) != 1:
        raise invalid("orderDetail: orderAmount, orderLines, all 중 하나만 필요합니다.")
    if detail.all is None:
        lines = sold(transfers.taken_back(world, wanted), detail.order_lines or ())
        money = priced(detail.order_amount, wish.tax_free_amount, lines)
        wanted = replace(wanted, lines=lines, money=money)
    return Answer.of({"transfer": transfer(world, transfers.cancel(world, wanted))})


def get(world: World, call: Call) -> Answer:
    """Read a transfer."""
    found = world.transfers.get(call.params["id"])
    if found is None:
        raise Refusal("PLATFORM_TRANSFER_NOT_FOUND", "존재하지 않는 정산건입니다.")
    return Answer.of(transfer(world, found))


def shared(world: World, call: Call, wish: Common) -> Json:
    """Return what both have; the query wins over the body."""
    test = call.flag("test")
    return {
        "id": wish.id,
        "store_id": world.settings.store_id,
        "starts_on": wish.settlement_start_date,
        "settles_on": wish.settlement_date,
        "memo": wish.memo,
        "test": wish.is_for_test if test is None else test,
        "discounts": tuple((it.share_policy_id, it.amount, it.tax_free_amount) for it in wish.discounts),
        "properties": wish.user_defined_properties,
    }


def priced(total: int | None, tax_free: int | None, lines: Sequence[Sold]) -> Money:
    """Add up an order; a tax-free part of its own is above those of the lines."""
    if total is None:
        total = sum(price * count for _, _, price, _, count in lines)
    free = sum(part * count for _, _, _, part, count in lines) if tax_free is None else tax_free
    if free > total:
        raise invalid("taxFreeAmount: 면세 금액이 주문 금액보다 큽니다.")
    return Money(total=total, tax_free=free, vat=vat_of(total - free))


def sold(made: Transfer, lines: Sequence[CancelLine]) -> tuple[Sold, ...]:
    """Return the lines of a cancel with the prices of the order."""
    there = {line[0]: line for line in made.lines}
    for it in lines:
        if it.product_id not in there:
            raise Refusal(
                "PLATFORM_PRODUCT_ID_NOT_FOUND", "존재하지 않는 상품입니다.", extra={"id": it.product_id}
            )
        if it.quantity > there[it.product_id][4]:
            raise Refusal(
                "PLATFORM_CANCELLABLE_PRODUCT_QUANTITY_EXCEEDED",
                "취소 가능한 수량을 초과했습니다.",
                extra={"productId": it.product_id, "cancellableQuantity": there[it.product_id][4]},
            )
    return tuple((*there[it.product_id][:4], it.quantity) for it in lines)


def transfer(world: World, it: Transfer) -> Json:
    """Write a transfer."""
    sign = 1 if it.of is None else -1
    kind = "ORDER" if it.of is None else "ORDER_CANCEL"
    shown = given(
        type=kind,
        id=it.id,
        graphqlId=f"graphql-{it.id}",
        partner=partner(it),
        status="SCHEDULED",
        memo=it.memo,
        settlementDate=it.settles_on.isoformat(),
        settlementCurrency=it.currency,
        isForTest=it.test,
        userDefinedProperties=list(it.properties),
        amount=settled(it.money, it.discounts, sign),
        contract=contract(it),
        payment=payment(world, it),
        settlementStartDate=it.starts_on.isoformat(),
        orderLines=[line(each, sign) for each in it.lines],
        additionalFees=[],
        discounts=[discount(it, each, sign) for each in it.discounts],
        parameters=it.parameters,
    )
    if it.cancellation_id is not None:
        shown["cancellation"] = {"id": it.cancellation_id, "cancelledAt": time(it.cancelled_at or it.made_at)}
    return shown


def settled(money: Money, discounts: Sequence[tuple[str, int, int]], sign: int) -> Json:
    """Work out what the partner gets: the order without the platform's fee and half of the discounts."""
    off, off_free = sum(each[1] for each in discounts), sum(each[2] for each in discounts)
    fee = money.total * RATE // WHOLE
    tax = vat_of(fee)
    amounts = {
        "settlement": money.total - fee - off // BORNE,
        "settlementTaxFree": money.tax_free - off_free // BORNE,
        "payment": money.total - off,
        "paymentVat": money.vat,
        "paymentVatBurden": 0,
        "paymentTaxFree": money.tax_free - off_free,
        "paymentSupply": money.supply,
        "order": money.total,
        "orderTaxFree": money.tax_free,
        "platformFee": fee - tax,
        "platformFeeVat": tax,
        "additionalFee": 0,
        "additionalFeeVat": 0,
        "discount": off,
        "discountTaxFree": off_free,
        "discountShare": off // BORNE,
        "discountShareTaxFree": off_free // BORNE,
    }
    return {**{name: sign * each for name, each in amounts.items()}, "userDefinedFormulas": {}}


def line(it: Sold, sign: int) -> Json:
    """Write one line."""
    name, title, price, free, count = it
    product = {"id": name, "name": title, "amount": price, "taxFreeAmount": free}
    money = Money(total=price * count, tax_free=free * count, vat=vat_of((price - free) * count))
    return {
        "product": product,
        "quantity": count,
        "discounts": [],
        "additionalFees": [],
        "amount": settled(money, (), sign),
    }


def discount(it: Transfer, each: tuple[str, int, int], sign: int) -> Json:
    """Write one discount."""
    policy = {
        "id": each[0],
        "graphqlId": f"graphql-{each[0]}",
        "name": each[0],
        "partnerShareRate": WHOLE // BORNE,
        "isArchived": False,
        "appliedAt": time(it.made_at),
        "isForTest": it.test,
    }
    return {
        "sharePolicy": policy,
        "amount": sign * each[1],
        "taxFreeAmount": sign * each[2],
        "shareAmount": sign * (each[1] // BORNE),
        "shareTaxFreeAmount": sign * (each[2] // BORNE),
    }


def partner(it: Transfer) -> Json:
    """Write the partner."""
    return {
        "id": it.partner_id,
        "graphqlId": f"graphql-{it.partner_id}",
        "name": it.partner_id,
        "contact": {"name": it.partner_id, "email": "partner@shop.example"},
        "account": {
            "bank": "SHINHAN",
            "currency": it.currency,
            "number": "110000000000",
            "holder": it.partner_id,
            "status": "VERIFIED",
        },
        "status": "APPROVED",
        "defaultContractId": "contract-simulator",
        "tags": [],
        "type": {"type": "NON_WHT_PAYER"},
        "isArchived": False,
        "appliedAt": time(it.made_at),
        "userDefinedProperties": {},
        "isForTest": it.test,
    }


def contract(it: Transfer) -> Json:
    """Write the contract."""
    return {
        "id": it.contract_id or "contract-simulator",
        "graphqlId": f"graphql-{it.contract_id or 'contract-simulator'}",
        "name": "simulator",
        "platformFee": {"type": "FIXED_RATE", "rate": RATE},
        "settlementCycle": {
            "lagDays": 7,
            "datePolicy": "CALENDAR_DAY",
            "method": {"type": "DAILY"},
        },
        "platformFeeVatPayer": "PARTNER",
        "subtractPaymentVatAmount": False,
        "isArchived": False,
        "appliedAt": time(it.made_at),
        "isForTest": it.test,
    }


def payment(world: World, it: Transfer) -> Json:
    """Write the payment that is settled."""
    paid = None if it.attempt_id is None else world.attempts.get(it.attempt_id)
    if paid is None or paid.paid_at is None:
        return {"type": "EXTERNAL", "id": it.order_id, "currency": it.currency}
    return {
        "type": "PORT_ONE",
        "id": it.order_id,
        "storeId": it.store_id,
        "channelKey": paid.channel.key,
        "orderName": paid.bill.order_name or "",
        "currency": it.currency,
        "paidAt": time(paid.paid_at),
    }


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/platform/transfers/order", order),
    ("POST", "/platform/transfers/order-cancel", cancel),
    ("GET", "/platform/transfers/{id}", get),
)
