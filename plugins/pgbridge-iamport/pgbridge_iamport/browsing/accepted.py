"""Parts of a neutral call, read from what V1's browser SDK takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec

from pgbridge.model.browser import OfferPeriod, StoreDetails
from pgbridge.model.customer import Customer, Name, Product
from pgbridge.wire import Accepted, WireRequest
from pgbridge_iamport import codes
from pgbridge_iamport.browsing import words
from pgbridge_iamport.browsing.written import EVERY, KST
from pgbridge_iamport.form import Form, wrong

EXACT = msgspec.json.Decoder(float_hook=Decimal)
STORE = {
    "name": "storeName",
    "name_short": "storeNameShort",
    "name_english": "storeNameEn",
    "name_kana": "storeNameKana",
    "business_name": "businessName",
    "business_number": "businessRegistrationNumber",
    "owner": "ceoFullName",
    "contact": "contactName",
    "phone": "phoneNumber",
    "email": "email",
    "address": "address",
    "postcode": "zipcode",
}


class Reader:
    """The parameters of one call, with the objects inside that were looked into."""

    def __init__(self, request: WireRequest) -> None:
        body = request.body
        # Parameters of our own hold tuples; foreign ones are JSON.
        plain = body if isinstance(body, Mapping) else EXACT.decode(request.content or b"{}")
        self.form = Form.of(msgspec.structs.replace(request, body=plain))
        self.channel_key, self.pg = self.form.text("channelKey"), self.form.text("pg")
        self.parts: dict[str, Form] = {}
        self.unknown: list[str] = []

    def accepted(self, op: Any) -> Accepted:
        """Return the operation with where its call was going, and what of it nobody reads."""
        unknown = tuple(dict.fromkeys(self.unknown))
        return Accepted(op=op, channel_key=self.channel_key, pg=self.pg, unknown=unknown)

    def part(self, path: str) -> Form:
        """Return an object inside, empty where there is none."""
        if path not in self.parts:
            stem, _, name = path.rpartition(".")
            holder = self.part(stem) if stem else self.form
            self.parts[path] = Form(holder.mapping(name) or {})
        return self.parts[path]

    def extra(self) -> dict[str, Any] | None:
        """Return what nobody has asked for until now: parameters of one PG."""
        found: dict[str, Any] = {name: self.form.fields[name] for name in self.form.unread()}
        for path, part in self.parts.items():
            rest = {name: part.fields[name] for name in part.unread()}
            node = found
            for step in path.split(".") if rest else ():
                node = node.setdefault(step, {})
            node.update(rest)
        return found or None

    def allowed(self, path: str, key: str, every: Iterable[str]) -> tuple[str, ...]:
        """Return the words that a list of `{key, enabled}` leaves, which forbids all and then allows, or forbids some."""
        stem, _, name = path.rpartition(".")
        enabled: dict[str, bool] = {}
        for item in self.part(stem).items(name):
            if not isinstance(item, Mapping):
                raise wrong(path, "must be a list of objects")
            row = Form(item)
            word, flag = row.text(key), row.flag("enabled")
            self.unknown += [f"{path}[].{rest}" for rest in row.unread()]
            if word is not None and flag is not None:
                enabled[word] = flag
        if not enabled:
            return ()
        chosen = [word for word, flag in enabled.items() if flag and word != EVERY]
        if enabled.get(EVERY, True) and not all(enabled.values()):
            return tuple(word for word in every if enabled.get(word, True))
        return tuple(chosen)

    def method(self) -> dict[str, Any]:
        """Return the method, and what goes with it."""
        word, wallet = self.form.text("pay_method") or "", self.part("alipay_plus").text("wallet")
        found: dict[str, Any] = {"method": word or None}
        if word in words.FROM_WALLET:
            provider, source = words.FROM_WALLET[word]
            found = {"method": "easy_pay", "easy_pay_provider": provider, "easy_pay_methods": (source,)}
        elif word in words.METHOD:
            found = {"method": words.METHOD[word]}
        elif word in words.WALLET:
            found = {"method": "easy_pay", "easy_pay_provider": words.WALLET[word]}
        elif word in words.GIFT:
            found = {"method": "gift_certificate", "gift_certificate": words.GIFT[word]}
        if wallet is not None:
            found["easy_pay_provider"] = wallet.upper().replace("GCASH", "G_CASH")
        return found

    def terms(self) -> dict[str, Any]:
        """Return what the windows have that have to do with money, as arguments of the operation."""
        form = self.form
        language, digital, popup = form.text("language"), form.flag("digital"), form.flag("popup")
        first, last = form.text("buyer_first_name_kana"), form.text("buyer_last_name_kana")
        urls = [str(url) for url in form.items("notice_url")]
        carrier = self.part("phone").text("carrier")
        offered = self.allowed("phone.detail", "carrier", words.CARRIER)
        return {
            "order_name": form.text("name"),
            "customer": Customer(
                id=form.text("customer_id"),
                name=form.text("buyer_name"),
                email=form.text("buyer_email"),
                phone=form.text("buyer_tel"),
                address=form.text("buyer_addr"),
                postcode=form.text("buyer_postcode"),
            ),
            "kana": Name(first=first or "", last=last or "") if first or last else None,
            "custom_data": form.fields.get("custom_data"),
            "redirect_url": form.text("m_redirect_url"),
            "notice_urls": tuple(urls),
            "app_scheme": form.text("app_scheme"),
            "locale": words.LANGUAGE_IN.get(language, language) if language else None,
            "product_type": None if digital is None else "digital" if digital else "physical",
            "window_pc": None if popup is None else "popup" if popup else "iframe",
            "carrier": words.CARRIER.get(carrier, carrier) if carrier else None,
            "available_carriers": tuple(words.CARRIER.get(word, word) for word in offered),
            "offer_period": self.period(),
            "bypass": form.mapping("bypass"),
        }

    def period(self) -> OfferPeriod | None:
        """Return when the service is given."""
        part = self.part("period")
        since, until, interval = part.text("from"), part.text("to"), part.text("interval")
        if since is None and until is None and interval is None:
            return None
        return OfferPeriod(
            since=None if since is None else day(since, "period.from", "000000"),
            until=None if until is None else day(until, "period.to", "235959"),
            interval=words.INTERVAL.get(interval, interval) if interval else None,
        )

    def cards(self) -> dict[str, Any]:
        """Return which cards may pay, and in how many months."""
        direct = self.part("card.direct")
        code, months = direct.text("code"), direct.integer("quota")
        offered: tuple[int, ...] = ()
        display = self.part("display")
        if display.fields.get("card_quota") is not None:
            listed = tuple(month(item) for item in display.items("card_quota"))
            if months is not None:
                self.unknown.append("display.card_quota")  # the company's own window has its months already
            elif listed:
                offered = listed
            else:
                months = 0
        every = (word for word in codes.CARDS)
        allowed = self.allowed("card.detail", "card_code", every)
        return {
            "card_company": codes.CARDS.get(code, code) if code else None,
            "available_cards": tuple(codes.CARDS.get(word, word) for word in allowed),
            "installment_months": months,
            "available_installments": offered,
        }

    def products(self, currency: str) -> tuple[Product, ...]:
        """Return a basket."""
        found = []
        for item in self.form.items("products"):
            if not isinstance(item, Mapping):
                raise wrong("products", "must be a list of objects")
            row = Form(item)
            found.append(
                Product(
                    id=row.need("id"),
                    name=row.need("name"),
                    amount=row.need_money("unitPrice", currency),
                    quantity=row.integer("quantity") or 1,
                    code=row.text("code"),
                )
            )
            self.unknown += [f"products[].{rest}" for rest in row.unread()]
        return tuple(found)

    def store(self) -> StoreDetails | None:
        """Return the shop, or as much of it as its business number."""
        number = self.form.text("biz_num")
        if self.form.mapping("storeDetails") is None:
            return None if number is None else StoreDetails(business_number=number)
        part, hours = self.part("storeDetails"), self.part("storeDetails.openingHours")
        told = {name: part.text(wire) for name, wire in STORE.items()}
        told["business_number"] = told["business_number"] or number
        return StoreDetails(**told, opens=hours.text("open"), closes=hours.text("close"))


def month(value: Any) -> int:
    """Return how many months an instalment has."""
    found = Form({"month": value}).integer("month")
    if found is None:
        raise wrong("display.card_quota", "must be a list of months")
    return found


def day(text: str, field: str, clock: str) -> datetime:
    """Return a moment of a day in Korea."""
    try:
        return (
            datetime.strptime(f"{text.replace('-', '')}{clock}", "%Y%m%d%H%M%S")
            .replace(tzinfo=KST)
            .astimezone(UTC)
        )
    except ValueError:
        raise wrong(field, "must be a day, such as 20301231") from None
