"""Naver Pay orders: reading product orders, and the calls that do something with them.

Those calls are alike: they name product orders of one payment, a few add terms, and the answer lists what it was done
for, with 207 when that is not all. `Action` is what they share; each operation's module holds one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from pgbridge.errors import ApiError, BadAnswer, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.naver import NaverAddress, NaverOrderer, NaverOrders, NaverProductOrder
from pgbridge.operations.naver.action import NaverAction
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.bound import ONE_PAYMENT, attempt_of, need_attempt
from pgbridge_iamport.carried import Fields
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.lookups import get, headers, read
from pgbridge_iamport.refusal import Problems, problem, refuse
from pgbridge_iamport.shapes.naver import NaverAddressShape, NaverBody, OrdererShape, ProductOrderShape
from pgbridge_iamport.times import epoch, happened

PARTLY = 207
PAYMENTS = "/payments/"
Read = ProductOrderShape[datetime]
READER: Reader[Read] = Reader(Read)
Codes = Mapping[str, frozenset[str]]

CARRIERS = frozenset(
    [
        "CJGLS",
        "KGB",
        "DONGBU",
        "EPOST",
        "REGISTPOST",
        "HANJIN",
        "HYUNDAI",
        "KGBLS",
        "INNOGIS",
        "DAESIN",
        "ILYANG",
        "KDEXP",
        "CHUNIL",
        "CH1",
        "HDEXP",
        "CVSNET",
        "DHL",
        "FEDEX",
        "GSMNTON",
        "WARPEX",
        "WIZWA",
        "EMS",
        "DHLDE",
        "ACIEXPRESS",
        "EZUSA",
        "PANTOS",
        "UPS",
        "HLCGLOBAL",
        "KOREXG",
        "TNT",
        "SWGEXP",
        "DAEWOON",
        "USPS",
        "IPARCEL",
        "KUNYOUNG",
        "HPL",
        "DADREAM",
        "SLX",
        "SFEXPRESS",
        "HONAM",
    ]
)
SHIPPING = frozenset(
    ("DELIVERY", "GDFW_ISSUE_SVC", "VISIT_RECEIPT", "DIRECT_DELIVERY", "QUICK_SVC", "NOTHING")
)
RETURNING = frozenset(("RETURN_DESIGNATED", "RETURN_DELIVERY", "RETURN_INDIVIDUAL"))
# A parcel service carries these, so V1 wants its name and number.
BY_PARCEL = frozenset(("DELIVERY", "RETURN_DELIVERY"))
PARCEL: Fields = {
    "delivery_method": "delivery_method",
    "delivery_company": "delivery_company",
    "tracking_number": "tracking_number",
}


class Action(Struct, frozen=True, kw_only=True):
    """One call on product orders.

    :ivar call: the last segment of its path
    :ivar body: what it takes
    :ivar terms: neutral fields beside the product orders, and where they go
    :ivar codes: wire fields that take certain values only; V1 puts its default in the place of others, without a word
    :ivar reached: whether a product order shows that this was done; None where none does
    """

    kind: type[NaverAction]
    call: str
    body: type[NaverBody]
    terms: Fields = {}
    codes: Codes = {}
    reached: Callable[[NaverProductOrder], bool] | None = None

    @property
    def fields(self) -> Fields:
        """Where every neutral field goes."""
        return {**ONE_PAYMENT, "product_order_ids": "product_order_id", **self.terms}

    def encode(self, op: Any, channel: Channel) -> WireRequest:
        """Write the request.

        :raises RuleViolation: no attempt is named, or a value is not one of Naver's
        """
        problems: Problems = []
        values = {to: wire_value(getattr(op, path)) for path, to in self.terms.items() if to is not None}
        check_codes(values, self.codes, self.terms, problems)
        refuse(problems, op.name)
        uid = need_attempt(op.attempt_id, op.name)
        return WireRequest(
            method="POST",
            path=f"{PAYMENTS}{quote(uid, safe='')}/naver/{self.call}",
            body=self.body(product_order_id=list(op.product_order_ids) or None, **values),
            headers=headers(channel),
            params={"imp_uid": uid},
        )

    def decode(self, op: Any, response: WireResponse) -> NaverOrders:
        """Read what it was done for. With 207 the rest is what was asked for by name and is not listed (inferred)."""
        items = decode_product_orders(response.body)
        complete = response.status != PARTLY
        told = {it.product_order_id for it in items}
        asked = () if complete or op is None else op.product_order_ids
        return NaverOrders(items=items, complete=complete, failed=tuple(it for it in asked if it not in told))

    def accept(self, *requests: WireRequest) -> Accepted:
        """Read a foreign request."""
        (request,) = requests
        form = Form.of(request)
        values: dict[str, Any] = {}
        kinds = {f.name: f for f in msgspec.structs.fields(self.kind)}
        for path, to in self.terms.items():
            value = form_value(form, to or path, path, required=kinds[path].required)
            if value is not None:
                values[path] = value
        ids = tuple(str(it) for it in form.items("product_order_id"))
        op = self.kind(attempt_id=tail(request, PAYMENTS), product_order_ids=ids, **values)
        return accepted(request, op, forms=(form,))

    def answer(self, op: Any, result: Any) -> WireResponse:  # noqa: ARG002 - the result says it all
        """Write a result as V1 answers it."""
        if isinstance(result, PgbridgeError):
            return failure(result)
        return success([written_order(it) for it in result.items], 200 if result.complete else PARTLY)

    def prior(self, op: Any, channel: Channel) -> Flow[Prior]:
        """Find the attempt that paid the order, and keep for look-ups what this is about.

        :raises NotFound: there is no such payment
        """
        uid = yield from attempt_of(op, channel)
        # By now the attempt says it all, and V1 has no place for the order.
        full = msgspec.structs.replace(op, attempt_id=uid, order_id=None)
        return Prior(op=full, target=" ".join((uid, *op.product_order_ids)))

    def settle(self, attempt: Attempt, channel: Channel) -> Flow[Sighting]:
        """Look whether all the product orders are where this takes them; for some calls nothing shows it."""
        if self.reached is None:
            return Sighting(absence_counts=False)
        uid, *wanted = (attempt.target or "").split(" ")
        response = yield from read(orders_request(uid, channel), channel)
        items = tuple(
            it for it in decode_product_orders(response.body) if not wanted or it.product_order_id in wanted
        )
        if not items or len(items) < len(wanted) or not all(map(self.reached, items)):
            return Sighting()
        return Sighting(items=(Seen(id=uid, state="done", result=NaverOrders(items=items)),))


def wire_value(value: Any) -> Any:
    """Return a term as V1 takes it."""
    return epoch(value) if isinstance(value, datetime) else value


def form_value(form: Form, name: str, path: str, *, required: bool) -> Any:
    """Return a term of a foreign request."""
    if path == "dispatched_at":
        return form.need_time(name)
    if path == "extra_charge":
        return form.integer(name)
    return form.need(name) if required else form.text(name)


def check_codes(values: Mapping[str, Any], codes: Codes, terms: Fields, problems: Problems) -> None:
    """Note values that are not Naver's, and a parcel without its service or number."""
    neutral = {to: path for path, to in terms.items()}
    for name, known in codes.items():
        value = values.get(name)
        if value is not None and value not in known:
            message = f"{neutral[name]}: Naver knows {', '.join(sorted(known))}"
            problems.append(problem(name, "enum", message, neutral=neutral[name], value=tuple(sorted(known))))
    if values.get("delivery_method") not in BY_PARCEL:
        return
    for name in ("delivery_company", "tracking_number"):
        if not values.get(name):
            message = f"{neutral[name]}: {values['delivery_method']} needs it"
            problems.append(problem(name, "required", message, neutral=neutral[name]))


def orders_request(uid: str, channel: Channel) -> WireRequest:
    """Return the read of a payment's product orders."""
    return get(f"{PAYMENTS}{quote(uid, safe='')}/naver/product-orders", channel)


def decode_product_orders(body: bytes) -> tuple[NaverProductOrder, ...]:
    """Read a list of product orders."""
    return tuple(product_order(it) for it, _ in READER.several(body))


def product_order(it: Read) -> NaverProductOrder:
    """Return a product order.

    :raises BadAnswer: it has no number
    """
    if it.product_order_id is None:
        raise BadAnswer("PortOne V1 listed a product order without its number", reason="bad_answer")
    who, where = it.orderer, it.shipping_address
    return NaverProductOrder(
        product_order_id=it.product_order_id,
        status=it.product_order_status,
        claim_type=it.claim_type,
        claim_status=it.claim_status,
        product_id=it.product_id,
        product_name=it.product_name,
        option_id=it.product_option_id,
        option_name=it.product_option_name,
        amount=it.product_amount,
        delivery_amount=it.delivery_amount,
        quantity=it.quantity,
        orderer=None if who is None else NaverOrderer(name=who.name, id=who.id, phone=who.tel),
        address=None
        if where is None
        else NaverAddress(
            name=where.name,
            line1=where.base,
            line2=where.detail,
            postcode=where.postcode,
            phone=where.tel1,
            phone2=where.tel2,
        ),
        memo=it.shipping_memo,
        ship_by=happened(it.shipping_due),
        customs_code=it.individual_code,
    )


def written_order(it: NaverProductOrder) -> ProductOrderShape[int]:
    """Return V1's fields of a product order."""
    who, where = it.orderer, it.address
    return ProductOrderShape[int](
        product_order_id=it.product_order_id,
        product_order_status=it.status,
        claim_type=it.claim_type,
        claim_status=it.claim_status,
        product_id=it.product_id,
        product_name=it.product_name,
        product_option_id=it.option_id,
        product_option_name=it.option_name,
        product_amount=it.amount,
        delivery_amount=it.delivery_amount,
        quantity=it.quantity,
        orderer=None if who is None else OrdererShape(name=who.name, id=who.id, tel=who.phone),
        shipping_address=None
        if where is None
        else NaverAddressShape(
            name=where.name,
            base=where.line1,
            detail=where.line2,
            postcode=where.postcode,
            tel1=where.phone,
            tel2=where.phone2,
        ),
        shipping_memo=it.memo,
        shipping_due=epoch(it.ship_by),
        individual_code=it.customs_code,
    )


def answer_product_orders(result: Any) -> WireResponse:
    """Write product orders, one or many, or the error in their place."""
    if isinstance(result, ApiError | PgbridgeError):
        return failure(result)
    if isinstance(result, NaverProductOrder):
        return success(written_order(result))
    return success([written_order(it) for it in result])
