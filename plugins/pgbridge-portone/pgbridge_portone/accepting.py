"""The server's side: requests of V2 read back into operations."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from pgbridge.model.customer import Customer
from pgbridge.model.money import Amount
from pgbridge.operations.base import CashReceiptRequest
from pgbridge_portone.asking import problem, refuse, unsent
from pgbridge_portone.convert.customer import address_from_input, customer_from_input, products_of
from pgbridge_portone.words import CASH_RECEIPT_TYPE, LOCALE, PRODUCT_TYPE

if TYPE_CHECKING:
    from pgbridge.wire import WireRequest
    from pgbridge_portone.shapes.requests import AmountInput, BillingKeyBody, CashReceiptInput, InstantBody

T = TypeVar("T", bound=Struct)


def part(request: WireRequest, index: int) -> str:
    """Return the id at a place in the path: 1 is `{paymentId}` of `/payments/{paymentId}`."""
    segments = request.path.strip("/").split("/")
    if len(segments) <= index or not segments[index]:
        raise refuse(problem("path", "path", "the path lacks an id"), subject=request.method)
    return unquote(segments[index])


def query(request: WireRequest) -> dict[str, str]:
    """Return the query parameters; the last one of a name counts."""
    return dict(request.query)


def body_of(request: WireRequest, kind: type[T]) -> tuple[T, tuple[str, ...]]:
    """Return the body as its Struct, and the paths in it that V2 does not have.

    :raises RuleViolation: a required field is missing, or a field has another type
    """
    data = request.body
    if isinstance(data, kind):
        return data, ()
    try:
        if isinstance(data, (str, bytes)):
            data = msgspec.json.decode(data)
        elif data is None:
            data = {}
        elif isinstance(data, Struct):
            data = msgspec.to_builtins(data)
        body = msgspec.convert(data, kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        text, _, place = str(error).partition(" - at ")
        where = place.strip("`").removeprefix("$").strip(".") or "body"
        raise refuse(
            problem("body", where, text[:1].lower() + text[1:], kind="format"), subject=request.path
        ) from None
    return body, tuple(unknown_fields(data, kind, "body"))


def asked(request: WireRequest, kind: type[T]) -> tuple[T, tuple[str, ...]]:
    """Return what a listing or `DELETE` asks for: JSON in the query, or in a body where a client sends one."""
    text = query(request).get("requestBody")
    if text is None:
        return body_of(request, kind)
    return body_of(msgspec.structs.replace(request, body=text), kind)


def unknown_fields(data: Any, kind: Any, at: str) -> list[str]:
    """Return the paths of a JSON object that its Struct does not know."""
    if not isinstance(data, dict) or not (isinstance(kind, type) and issubclass(kind, Struct)):
        return []
    known = {f.encode_name: f.type for f in msgspec.structs.fields(kind)}
    found = []
    for name, value in data.items():
        if name not in known:
            found.append(f"{at}.{name}")
            continue
        for inner in structs_of(known[name]):
            for item in value if isinstance(value, list) else [value]:
                found += unknown_fields(item, inner, f"{at}.{name}")
    return found


def structs_of(kind: Any) -> list[Any]:
    """Return the Structs inside a type such as `tuple[X, ...] | None`."""
    if get_origin(kind) in (Union, types.UnionType, tuple):
        return [found for arg in get_args(kind) for found in structs_of(arg)]
    return [kind] if isinstance(kind, type) and issubclass(kind, Struct) else []


def amount_from(amount: AmountInput, currency: str) -> Amount:
    """Return the amount of a request; guides of long ago spell the currency `CURRENCY_KRW`."""
    return Amount(
        total=amount.total,
        currency=currency.removeprefix("CURRENCY_"),
        tax_free=amount.tax_free,
        vat=amount.vat,
    )


def receipt_from(body: CashReceiptInput | None) -> CashReceiptRequest | None:
    """Return the cash receipt that a request asks for."""
    if body is None:
        return None
    return CashReceiptRequest(
        type=CASH_RECEIPT_TYPE.get(body.type, body.type), identity=body.customer_identity_number
    )


def terms_from(body: InstantBody | BillingKeyBody) -> dict[str, Any]:
    """Return the order terms that both ways to charge share, as arguments of the operation."""
    return {
        "amount": amount_from(body.amount, body.currency),
        "order_name": body.order_name,
        "customer": customer_from_input(body.customer) if body.customer else Customer(),
        "custom_data": body.custom_data,
        "notice_urls": tuple(body.notice_urls or ()),
        "products": products_of(body.products),
        "product_type": None
        if body.product_type is None
        else PRODUCT_TYPE.get(body.product_type, body.product_type),
        "product_count": body.product_count,
        "promotion_id": body.promotion_id,
        "shipping_address": address_from_input(body.shipping_address),
        "country": body.country,
        "notify": unsent(body.skip_webhook),
        "bypass": body.bypass,
    }


def billing_terms_from(body: BillingKeyBody) -> dict[str, Any]:
    """Return all terms of a charge of a billing key."""
    return terms_from(body) | {
        "installment_months": body.installment_month,
        "interest_free_by_merchant": body.use_free_interest_from_merchant,
        "use_card_point": body.use_card_point,
        "cash_receipt": receipt_from(body.cash_receipt),
        "locale": None if body.locale is None else LOCALE.get(body.locale, body.locale),
    }
