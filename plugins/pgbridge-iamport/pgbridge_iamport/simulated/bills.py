"""From the inputs of V1 to the world's bills, buyers, cards and channels."""

import re
from decimal import Decimal

from msgspec.structs import replace

from pgbridge.simulator.cards import Card, card_of, over
from pgbridge.simulator.codes import PROVIDERS
from pgbridge.simulator.http import Refusal, invalid
from pgbridge.simulator.money import CURRENCIES, priced, to_minor
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import Address, Bill, Buyer
from pgbridge.simulator.world import DEFAULT_CHANNEL, World
from pgbridge_iamport.simulated.fields import Fields

CARD = re.compile(r"\d{4}-\d{4}-\d{4}-\d{2,4}")
EXPIRY = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
SHORTEST_PLAN, LOWEST_TOTAL = 2, 50_000


def bill(given: Fields, store_id: str, *, named: bool, notice_urls: tuple[str, ...] | None = None) -> Bill:
    """Read what is to be paid; `named` where the order's name is required; `notice_urls` where it takes several."""
    currency = given.text("currency") or "KRW"
    if currency not in CURRENCIES:
        raise invalid(f"currency: {currency} 는 지원하지 않는 통화입니다.")
    order_id = given.need("merchant_uid", 40)
    total = minor(given, "amount", currency)
    if not total:
        raise invalid("amount: 0 보다 큰 금액이 필요합니다.")
    name = given.need("name", 40) if named else given.text("name", 40)
    return Bill(
        version="V1",
        store_id=store_id,
        order_id=order_id,
        order_name=name,
        money=priced(total, minor(given, "tax_free", currency), minor(given, "vat_amount", currency)),
        currency=currency,
        buyer=buyer(given),
        custom_data=given.data("custom_data"),
        installment=installment(given, total, currency),
        free_interest=given.flag("interest_free_by_merchant"),
        card_point=given.flag("use_card_point"),
        promotion_id=given.text("promotion_id"),
        product_count=given.integer("product_count"),
        # Inferred: an account with a password for its escrow is under escrow.
        escrow=given.has("escrow_password"),
        notice_urls=tuple(given.texts("notice_url")) if notice_urls is None else notice_urls,
    )


def minor(given: Fields, name: str, currency: str) -> int | None:
    """Read an amount in major units."""
    value: Decimal | None = given.number(name)
    return None if value is None else to_minor(value, currency, name)


def installment(given: Fields, total: int, currency: str) -> int:
    """Read the months: none, or two and more from 50 000 won on."""
    months = given.integer("card_quota") or 0
    if months and (months < SHORTEST_PLAN or (currency == "KRW" and total < LOWEST_TOTAL)):
        raise Refusal("PG_PROVIDER", "할부는 5만원 이상의 결제에서 2개월부터 가능합니다.")
    return months


def buyer(given: Fields) -> Buyer:
    """Read the buyer."""
    address = given.text("buyer_addr", 128)
    return Buyer(
        name=given.text("buyer_name", 16),
        email=given.text("buyer_email", 64),
        phone=given.text("buyer_tel", 16),
        address=None if address is None else Address(one_line=address),
        postcode=given.text("buyer_postcode", 8),
    )


def holder(given: Fields) -> Buyer:
    """Read the customer of a billing key."""
    address = given.text("customer_addr", 200)
    return Buyer(
        id=given.text("customer_id"),
        name=given.text("customer_name", 20),
        email=given.text("customer_email", 200),
        phone=given.text("customer_tel", 20),
        address=None if address is None else Address(one_line=address),
        postcode=given.text("customer_postcode", 8),
    )


def filled(it: Buyer, stored: Buyer) -> Buyer:
    """Fill what a schedule does not say about its buyer from the customer of the key."""
    return replace(
        it,
        id=it.id or stored.id,
        name=it.name or stored.name,
        email=it.email or stored.email,
        phone=it.phone or stored.phone,
        address=it.address or stored.address,
        postcode=it.postcode or stored.postcode,
    )


def card(given: Fields, now: float) -> Card:
    """Read a keyed-in card; the hyphens are part of the form."""
    number, expiry, birth = given.need("card_number"), given.need("expiry"), given.text("birth")
    if CARD.fullmatch(number) is None:
        raise Refusal("PG_PROVIDER", "유효하지않은 카드번호를 입력하셨습니다.")
    if EXPIRY.fullmatch(expiry) is None:
        raise invalid("expiry: YYYY-MM 형식이어야 합니다.")
    if birth is not None and re.fullmatch(r"\d{6}|\d{10}", birth) is None:
        raise invalid("birth: 6 자리 생년월일 또는 10 자리 사업자등록번호여야 합니다.")
    year, _, month = expiry.partition("-")
    return card_of(number.replace("-", ""), birth, expired=over(int(year), int(month), now))


def channel(world: World, pg: str | None) -> Channel:
    """Return the channel of `pg` (`nice` or `nice.MID`); a wrong one falls back to the default, silently."""
    channels = world.settings.channels
    code, _, merchant_id = (pg or "").partition(".")
    if channels is None:
        if code.upper() not in PROVIDERS:
            return DEFAULT_CHANNEL
        merchant = merchant_id or DEFAULT_CHANNEL.merchant_id
        return Channel(key=f"channel-key-{code}.{merchant}", provider=code.upper(), merchant_id=merchant)
    fitting = [
        each for each in channels if each.provider == code.upper() and merchant_id in ("", each.merchant_id)
    ]
    if not channels:
        raise Refusal("PG_PROVIDER", "설정된 채널이 없습니다.")
    return (fitting or list(channels))[0]
