"""Parts of a neutral call, read from what the browser SDK takes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from pgbridge.model.browser import OfferPeriod, StoreDetails
from pgbridge.model.customer import Address, Customer, Name, Product
from pgbridge.wire import Accepted
from pgbridge_portone.accepting import body_of
from pgbridge_portone.asking import problem, refuse
from pgbridge_portone.browsing import words
from pgbridge_portone.browsing.written import KST
from pgbridge_portone.convert.customer import joined_date
from pgbridge_portone.words import GENDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pgbridge.wire import WireRequest
    from pgbridge_portone.accepting import T
    from pgbridge_portone.shapes.browser import (
        AddressParams,
        CustomerParams,
        Period,
        ProductParams,
        StoreParams,
        TermsParams,
        WindowParams,
    )


def params_of(request: WireRequest, kind: type[T]) -> tuple[T, tuple[str, ...]]:
    """Return the parameters as their Struct, and the paths in them that the SDK does not have.

    :raises RuleViolation: a required one is missing, or one has another type
    """
    data = request.body
    if isinstance(data, kind):
        return data, ()
    plain = words.bare(msgspec.to_builtins(data))
    body, unknown = body_of(msgspec.structs.replace(request, body=plain, path=request.path or "params"), kind)
    return body, tuple(path.removeprefix("body.") for path in unknown)


def accepted(op: Any, body: WindowParams, unknown: Sequence[str]) -> Accepted:
    """Return the operation with where its call was going."""
    return Accepted(op=op, channel_key=body.channel_key, store_id=body.store_id, unknown=tuple(unknown))


def word(table: Mapping[str, str], value: str | None) -> str | None:
    """Return the neutral word, or the vendor's where there is none."""
    return None if value is None else table.get(value, value)


def window(body: WindowParams) -> dict[str, Any]:
    """Return what all four calls have, as arguments of the operation."""
    types = body.window_type
    return {
        "customer": customer(body.customer),
        "custom_data": body.custom_data,
        "redirect_url": body.redirect_url,
        "force_redirect": body.force_redirect,
        "window_pc": word(words.WINDOW, types.pc) if types else None,
        "window_mobile": word(words.WINDOW, types.mobile) if types else None,
        "popup_center": body.popup.center if body.popup else None,
        "iframe_dim": body.iframe.dim if body.iframe else None,
        "bypass": body.bypass,
    }


def terms(body: TermsParams) -> dict[str, Any]:
    """Return what the three calls have that have to do with money."""
    buyer, mobile = body.customer, body.mobile
    kana = None
    if buyer is not None and (buyer.first_name_kana or buyer.last_name_kana):
        kana = Name(first=buyer.first_name_kana or "", last=buyer.last_name_kana or "")
    return {
        **window(body),
        "kana": kana,
        "locale": word(words.WINDOW_LOCALE, body.locale),
        "offer_period": None if body.offer_period is None else period(body.offer_period),
        "app_scheme": body.app_scheme,
        "notice_urls": tuple(body.notice_urls or ()),
        "product_type": word(words.PRODUCT_TYPE, body.product_type),
        "carrier": mobile.carrier if mobile else None,
        "available_carriers": (mobile.avaliable_carriers or ()) if mobile else (),
    }


def customer(body: CustomerParams | None) -> Customer:
    """Return the buyer."""
    if body is None:
        return Customer()
    name: str | Name | None = body.full_name
    if name is None and (body.first_name or body.last_name):
        name = Name(first=body.first_name or "", last=body.last_name or "")
    return Customer(
        id=body.customer_id,
        name=name,
        email=body.email,
        phone=body.phone_number,
        address=address(body.address),
        postcode=body.zipcode,
        birth=joined_date(body.birth_year, body.birth_month, body.birth_day),
        gender=word(GENDER, body.gender),
    )


def address(body: AddressParams | None) -> str | Address | None:
    """Return an address; one line alone is a plain one."""
    if body is None:
        return None
    if not (body.address_line2 or body.city or body.province or body.country):
        return body.address_line1
    return Address(
        line1=body.address_line1,
        line2=body.address_line2 or "",
        city=body.city,
        province=body.province,
        country=body.country,
    )


def products(items: Sequence[ProductParams] | None) -> tuple[Product, ...]:
    """Return a basket."""
    return tuple(
        Product(
            id=p.id, name=p.name, amount=p.amount, quantity=p.quantity, code=p.code, tag=p.tag, link=p.link
        )
        for p in items or ()
    )


def store(body: StoreParams | None) -> StoreDetails | None:
    """Return the shop as the window shows it."""
    if body is None:
        return None
    hours = body.opening_hours
    return StoreDetails(
        name=body.store_name,
        name_short=body.store_name_short,
        name_english=body.store_name_en,
        name_kana=body.store_name_kana,
        business_name=body.business_name,
        business_number=body.business_registration_number,
        owner=body.ceo_full_name,
        contact=body.contact_name,
        phone=body.phone_number,
        email=body.email,
        address=body.address,
        postcode=body.zipcode,
        opens=hours.open if hours else None,
        closes=hours.close if hours else None,
    )


def period(body: Period) -> OfferPeriod:
    """Return when the service is given."""
    ends = body.range
    return OfferPeriod(
        since=moment(ends.since, "offerPeriod.range.from") if ends else None,
        until=moment(ends.to, "offerPeriod.range.to") if ends else None,
        interval=body.interval,
    )


def moment(text: str | None, field: str) -> datetime | None:
    """Return a time; one without a zone is Korean.

    :raises RuleViolation: it is no time
    """
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text.upper())
    except ValueError:
        message = "must be an RFC 3339 time, such as 2030-01-01T00:00:00+09:00"
        raise refuse(problem("time", field, message, kind="format"), subject="browser call") from None
    return (time if time.tzinfo else time.replace(tzinfo=KST)).astimezone(UTC)
