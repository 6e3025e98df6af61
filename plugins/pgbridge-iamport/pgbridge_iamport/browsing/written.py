"""Parts of a neutral call, written as V1's browser SDK takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final

import msgspec

from pgbridge.model.browser import OfferPeriod, StoreDetails
from pgbridge.model.channel import Channel
from pgbridge.model.customer import Customer, Product
from pgbridge.operations.browser.base import BrowserOperation, BrowserTerms
from pgbridge_iamport import codes
from pgbridge_iamport.browsing import words
from pgbridge_iamport.refusal import (
    MOST_CHANNEL_KEY,
    MOST_CUSTOMER_UID,
    MOST_ORDER_ID,
    MOST_PG,
    Limits,
    Problems,
    check_lengths,
    coded,
    major,
    missing_setting,
    one_url,
    problem,
)
from pgbridge_iamport.shapes.browser import (
    OfferedCarrier,
    OpeningHours,
    PayParams,
    PeriodObject,
    PhoneObject,
    ProductObject,
    StoreObject,
)
from pgbridge_iamport.terms import buyer_name

KST: Final = timezone(timedelta(hours=9))
EVERY: Final = "*"
# The windows of these PGs take the shop as an object; Danal's takes the business number alone.
STORE_OBJECT: Final = frozenset(("ksnet", "inicis-jp"))
LIMITS: Final[Limits] = (
    ("merchant_uid", MOST_ORDER_ID, "order_id"),
    ("name", 40, "order_name"),
    ("customer_uid", MOST_CUSTOMER_UID, "alias"),
    ("channelKey", MOST_CHANNEL_KEY, "channel.key"),
    ("channelGroupId", MOST_CHANNEL_KEY, "channel_group"),
    ("pg", MOST_PG, "channel.pg"),
)


def goes_to(channel: Channel, group: str | None, problems: Problems) -> dict[str, Any]:
    """Return which channel the window is for; without one V1 would open that of its default PG."""
    key = None if group else channel.key
    pg = None if group or key else channel.pg
    if not (group or key or pg):
        missing_setting(channel, "key", "channelKey", problems)
    return {"channelKey": key, "pg": pg, "channelGroupId": group}


def buyer(customer: Customer, channel: Channel) -> dict[str, Any]:
    """Return the buyer's fields."""
    return {
        "customer_id": customer.id,
        "buyer_name": buyer_name(customer, channel),
        "buyer_tel": customer.phone,
        "buyer_email": customer.email,
        "buyer_addr": customer.one_line_address,
        "buyer_postcode": customer.postcode,
    }


def terms(op: BrowserTerms, channel: Channel, problems: Problems) -> dict[str, Any]:
    """Return what the windows take that have to do with money."""
    languages = words.EXIMBAY_LANGUAGE_OUT if channel.provider == "eximbay" else words.LANGUAGE_OUT
    digital = coded(codes.PRODUCT_TYPE_CODES, op.product_type, "digital", "product_type", problems)
    return {
        **buyer(op.customer, channel),
        "name": op.order_name,
        "buyer_first_name_kana": op.kana.first if op.kana else None,
        "buyer_last_name_kana": op.kana.last if op.kana else None,
        "m_redirect_url": op.redirect_url,
        "notice_url": one_url(op.notice_urls, problems),
        "app_scheme": op.app_scheme,
        "custom_data": op.custom_data,
        "digital": None if digital is None else digital == "digital",
        "language": coded(languages, op.locale, "language", "locale", problems),
        "popup": popup(op, problems),
        "phone": phone(op, problems),
        "period": None if op.offer_period is None else period(op.offer_period, channel, problems),
        "bypass": op.bypass,
    }


def popup(op: BrowserOperation, problems: Problems) -> bool | None:
    """Return `popup`. It is about PC; on mobile V1 always leaves the page."""
    if op.window_mobile not in (None, "redirection"):
        message = "window_mobile: V1 always leaves the page on mobile: say redirection, or nothing"
        problems.append(problem("popup", "enum", message, neutral="window_mobile", value=("redirection",)))
    if op.window_pc not in (None, "popup", "iframe"):
        message = "window_pc: V1 knows popup and iframe"
        problems.append(problem("popup", "enum", message, neutral="window_pc", value=("iframe", "popup")))
    return None if op.window_pc is None else op.window_pc == "popup"


def phone(op: BrowserTerms, problems: Problems) -> PhoneObject | None:
    """Return the carrier to open, or those to offer."""
    carrier = coded(words.CARRIER_OUT, op.carrier, "phone.carrier", "carrier", problems)
    offered = offer(words.CARRIER_OUT, op.available_carriers, "phone.detail", "available_carriers", problems)
    detail = tuple(OfferedCarrier(carrier=word, enabled=word != EVERY) for word in offered)
    return PhoneObject(carrier=carrier, detail=detail or None) if carrier or detail else None


def offer(
    table: Mapping[str, str], names: Sequence[str], field: str, neutral: str, problems: Problems
) -> list[str]:
    """Return the words of a list that forbids everything, `*`, and then allows some."""
    found = [coded(table, name, field, neutral, problems) for name in names]
    return [EVERY, *(word for word in found if word)] if found else []


def period(value: OfferPeriod, channel: Channel, problems: Problems) -> PeriodObject:
    """Return when the service is given, in days of Korea."""
    interval = value.interval
    known = words.INTERVALS.get(channel.provider, {})
    if interval is not None and interval not in known:
        message = "offer_period.interval: V1 has it for few PGs and as 1m or 1y: give since and until"
        problems.append(
            problem("period", "enum", message, neutral="offer_period.interval", value=tuple(sorted(known)))
        )
    if (value.since is not None or value.until is not None) == (interval is not None):
        message = "offer_period: give since, until or both, or an interval"
        problems.append(problem("period", "required", message, neutral="offer_period"))
    return PeriodObject(
        since=day(value.since),
        to=day(value.until),
        interval=None if interval is None else known.get(interval),
    )


def day(time: datetime | None) -> str | None:
    """Return a day of Korea."""
    return None if time is None else time.astimezone(KST).strftime("%Y%m%d")


def rounded_days(op: BrowserTerms) -> Iterator[str]:
    """Tell which times V1 keeps only the day of."""
    for name in ("since", "until"):
        time: datetime | None = getattr(op.offer_period, name, None)
        whole = ("000000",) if name == "since" else ("000000", "235959")
        if time is not None and time.astimezone(KST).strftime("%H%M%S") not in whole:
            yield f"offer_period.{name}: V1 keeps only the day in Korea"


def products(items: Sequence[Product], currency: str, problems: Problems) -> tuple[ProductObject, ...] | None:
    """Return a basket, priced in major units."""
    return (
        tuple(
            ProductObject(
                id=item.id,
                name=item.name,
                unit_price=major(item.amount, currency, "products[].unitPrice", "products.amount", problems)
                or 0,
                quantity=item.quantity,
                code=item.code,
            )
            for item in items
        )
        or None
    )


def shop(store: StoreDetails | None, channel: Channel) -> dict[str, Any]:
    """Return the shop as the window shows it: an object, or its business number alone."""
    if store is None:
        return {}
    number_alone = store == StoreDetails(business_number=store.business_number)
    if number_alone and store.business_number and channel.provider not in STORE_OBJECT:
        return {"biz_num": store.business_number}
    hours = store.opens is not None or store.closes is not None
    return {
        "storeDetails": StoreObject(
            ceo_full_name=store.owner,
            phone_number=store.phone,
            address=store.address,
            zipcode=store.postcode,
            email=store.email,
            business_name=store.business_name,
            business_registration_number=store.business_number,
            store_name=store.name,
            store_name_short=store.name_short,
            store_name_en=store.name_english,
            store_name_kana=store.name_kana,
            opening_hours=OpeningHours(open=store.opens, close=store.closes) if hours else None,
            contact_name=store.contact,
        )
    }


def checked(body: PayParams, problems: Problems) -> None:
    """Note what V1 would cut."""
    check_lengths(body, LIMITS, problems)


def with_extra(body: Any, extra: Mapping[str, Any] | None, problems: Problems) -> Any:
    """Return the parameters with those of one PG beside them."""
    if not extra:
        return body
    plain: dict[str, Any] = msgspec.to_builtins(body, builtin_types=(Decimal,))
    return merged(plain, extra, "", problems)


def merged(body: dict[str, Any], extra: Mapping[str, Any], at: str, problems: Problems) -> dict[str, Any]:
    """Return objects put together; where both say something, it is noted."""
    found = dict(body)
    for name, value in extra.items():
        mine = found.get(name)
        if isinstance(mine, dict) and isinstance(value, Mapping):
            found[name] = merged(mine, value, f"{at}{name}.", problems)
        elif mine is not None:
            message = f"extra: {at}{name} is said by a field of the operation too; say it once"
            problems.append(problem(f"{at}{name}", "forbidden", message, neutral="extra"))
        else:
            found[name] = value
    return found
