"""Parts of a neutral call, written as the browser SDK takes them."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

from pgbridge.model.customer import Address, Name
from pgbridge.model.money import exponent
from pgbridge_portone.asking import channel_problem, problem, store_of
from pgbridge_portone.browsing import words
from pgbridge_portone.convert.customer import split_date
from pgbridge_portone.shapes.browser import (
    AddressParams,
    CustomerParams,
    Iframe,
    MobileParams,
    OpeningHours,
    Period,
    PeriodRange,
    Popup,
    ProductParams,
    StoreParams,
    WindowTypes,
)
from pgbridge_portone.words import GENDER_OUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pgbridge.model.browser import OfferPeriod, StoreDetails
    from pgbridge.model.channel import Channel
    from pgbridge.model.customer import Customer, Product
    from pgbridge.model.money import Amount
    from pgbridge.operations.browser.base import BrowserOperation, BrowserTerms
    from pgbridge.rules import Violation

KST: Final = timezone(timedelta(hours=9))


class Writer:
    """Writes words of the SDK, and notes what it has no word for."""

    def __init__(self) -> None:
        self.problems: list[Violation] = []

    def note(self, rule: str, field: str, message: str, neutral: str) -> None:
        """Note one thing that V2 cannot take."""
        self.problems.append(problem(f"browser.{rule}", field, message, neutral=neutral))

    def word(self, table: Mapping[str, str], value: str | None, field: str, neutral: str) -> str | None:
        """Return V2's word for a neutral one."""
        if value is None:
            return None
        found = table.get(value)
        if found is None:
            known = ", ".join(sorted(table))
            self.problems.append(
                problem(
                    f"browser.{neutral.replace('_', '-')}",
                    field,
                    f"{neutral}: V2's window knows {known}",
                    neutral=neutral,
                    kind="enum",
                )
            )
        return found

    def words(
        self, table: Mapping[str, str], values: Sequence[str], field: str, neutral: str
    ) -> tuple[str, ...] | None:
        """Return V2's words for neutral ones; None when there are none."""
        found = (self.word(table, value, field, neutral) for value in values)
        return tuple(word for word in found if word is not None) or None

    def currency(self, amount: Amount | None, neutral: str = "amount.currency") -> str | None:
        """Return the currency, which must be one that can be paid in."""
        if amount is None:
            return None
        try:
            exponent(amount.currency)
        except ValueError:
            self.note(
                "currency", "currency", "must be an ISO 4217 code that can be paid in, such as KRW", neutral
            )
        return amount.currency

    def store(self, channel: Channel) -> str | None:
        """Return the store. A call that is only translated goes through no channel of ours, and may lack it."""
        store = store_of(channel)
        if not store and channel.provider:
            self.note(
                "store-id",
                "storeId",
                "the browser SDK must be told the store: set store_id = ... on the connection",
                "connection.store_id",
            )
        return store

    def key(self, channel: Channel) -> str | None:
        """Return the channel's key, where a group will not do."""
        if not channel.key:
            self.problems.append(channel_problem())
        return channel.key

    def window(self, op: BrowserOperation, channel: Channel) -> dict[str, Any]:
        """Return what all four calls take."""
        pc = self.word(words.WINDOW_OUT, op.window_pc, "windowType.pc", "window_pc")
        mobile = self.word(words.WINDOW_OUT, op.window_mobile, "windowType.mobile", "window_mobile")
        return {
            "store_id": self.store(channel),
            "customer": self.customer(op.customer, getattr(op, "kana", None)),
            "window_type": WindowTypes(pc=pc, mobile=mobile) if pc or mobile else None,
            "redirect_url": op.redirect_url,
            "force_redirect": op.force_redirect,
            "custom_data": op.custom_data,
            "popup": None if op.popup_center is None else Popup(center=op.popup_center),
            "iframe": None if op.iframe_dim is None else Iframe(dim=op.iframe_dim),
            "bypass": op.bypass,
        }

    def terms(self, op: BrowserTerms, channel: Channel) -> dict[str, Any]:
        """Return what the three calls take that have to do with money."""
        carriers = self.words(
            words.CARRIER_OUT, op.available_carriers, "mobile.avaliableCarriers", "available_carriers"
        )
        carrier = self.word(words.CARRIER_OUT, op.carrier, "mobile.carrier", "carrier")
        return {
            **self.window(op, channel),
            "locale": self.word(words.WINDOW_LOCALE_OUT, op.locale, "locale", "locale"),
            "offer_period": None if op.offer_period is None else self.period(op.offer_period),
            "app_scheme": op.app_scheme,
            "notice_urls": op.notice_urls or None,
            "product_type": self.word(words.PRODUCT_TYPE_OUT, op.product_type, "productType", "product_type"),
            "mobile": MobileParams(carrier=carrier, avaliable_carriers=carriers)
            if carrier or carriers
            else None,
        }

    def period(self, period: OfferPeriod) -> Period:
        """Return when the service is given, in Korean time."""
        both = period.since is not None or period.until is not None
        if both == (period.interval is not None):
            self.note(
                "offer-period",
                "offerPeriod",
                "offer_period: give since, until or both, or an interval",
                "offer_period",
            )
        ends = PeriodRange(since=korean(period.since), to=korean(period.until)) if both else None
        return Period(range=ends, interval=period.interval)

    def customer(self, customer: Customer, kana: Name | None) -> CustomerParams | None:
        """Return the buyer; None when nothing is told of the buyer."""
        name = customer.name
        year, month, day = split_date(customer.birth) if customer.birth else (None, None, None)
        found = CustomerParams(
            customer_id=customer.id,
            full_name=None if isinstance(name, Name) else name,
            first_name=name.first if isinstance(name, Name) else None,
            last_name=name.last if isinstance(name, Name) else None,
            phone_number=customer.phone,
            email=customer.email,
            address=None if customer.address is None else address(customer.address),
            zipcode=customer.postcode,
            gender=self.word(GENDER_OUT, customer.gender, "customer.gender", "customer.gender"),
            birth_year=year,
            birth_month=month,
            birth_day=day,
            first_name_kana=None if kana is None else kana.first,
            last_name_kana=None if kana is None else kana.last,
        )
        return None if found == CustomerParams() else found


def address(value: str | Address) -> AddressParams:
    """Return an address; one that is a single line goes into the first of the two lines that V2 wants."""
    if isinstance(value, Address):
        return AddressParams(
            address_line1=value.line1,
            address_line2=value.line2,
            city=value.city,
            province=value.province,
            country=value.country,
        )
    return AddressParams(address_line1=value, address_line2="")


def products(items: Iterable[Product]) -> tuple[ProductParams, ...] | None:
    """Return a basket; None when it is empty."""
    return (
        tuple(
            ProductParams(
                id=p.id,
                name=p.name,
                amount=p.amount,
                quantity=p.quantity,
                code=p.code,
                tag=p.tag,
                link=p.link,
            )
            for p in items
        )
        or None
    )


def store_details(store: StoreDetails | None) -> StoreParams | None:
    """Return the shop as the window shows it."""
    if store is None:
        return None
    hours = store.opens is not None or store.closes is not None
    return StoreParams(
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


def korean(time: datetime | None) -> str | None:
    """Return a time with Korea's offset, which is whose days the windows count in."""
    return None if time is None else time.astimezone(KST).isoformat()
