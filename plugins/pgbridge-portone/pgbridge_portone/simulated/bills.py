"""From the inputs of V2 to the world's bills, buyers and cards."""

import msgspec

from pgbridge.simulator.cards import Card, card_of, over
from pgbridge.simulator.http import invalid
from pgbridge.simulator.money import CURRENCIES, priced
from pgbridge.simulator.state import Address, Bill, Buyer
from pgbridge_portone.simulated import inputs


def buyer(it: inputs.Customer) -> Buyer:
    """Read a customer. Inferred: a name in two parts is shown as last, then first."""
    name = it.name.full if it.name is not None else None
    if name is None and it.name is not None and it.name.separated is not None:
        name = f"{it.name.separated.last} {it.name.separated.first}"
    return Buyer(
        id=it.id,
        name=name,
        email=it.email,
        phone=it.phone_number,
        address=None if it.address is None else address(it.address),
        postcode=it.zipcode,
        birth=(it.birth_year, it.birth_month, it.birth_day),
        gender=it.gender,
    )


def address(it: inputs.Address) -> Address:
    """Read an address. Inferred: the one line is province, city and both lines."""
    line = " ".join(part for part in (it.province, it.city, it.address_line1, it.address_line2) if part)
    parts = {
        "addressLine1": it.address_line1,
        "addressLine2": it.address_line2,
        "city": it.city,
        "province": it.province,
        "country": it.country,
    }
    return Address(one_line=line, parts={key: value for key, value in parts.items() if value is not None})


def card(it: inputs.Credential, now: float) -> Card:
    """Read a keyed-in card."""
    expired = over(2000 + int(it.expiry_year), int(it.expiry_month), now)
    return card_of(it.number, it.birth_or_business_registration_number, expired=expired)


def bill(it: inputs.Purchase, payment_id: str, store_id: str) -> Bill:
    """Read what is to be paid."""
    if it.currency not in CURRENCIES:
        raise invalid(f"currency: {it.currency} 는 지원하지 않는 통화입니다.")
    made = Bill(
        version="V2",
        store_id=store_id,
        order_id=payment_id,
        order_name=it.order_name,
        money=priced(it.amount.total, it.amount.tax_free, it.amount.vat),
        currency=it.currency,
        buyer=buyer(it.customer),
        custom_data=it.custom_data,
        promotion_id=it.promotion_id,
        country=it.country,
        products=tuple(msgspec.to_builtins(each) for each in it.products),
        product_count=it.product_count,
        notice_urls=it.notice_urls,
    )
    if isinstance(it, inputs.BillingKeyPayment):
        return msgspec.structs.replace(
            made,
            installment=it.installment_month,
            free_interest=it.use_free_interest_from_merchant,
            card_point=it.use_card_point,
        )
    if isinstance(it, inputs.Instant):
        made = msgspec.structs.replace(made, cultural=it.is_cultural_expense, escrow=it.is_escrow)
        if it.method.card is not None:
            return msgspec.structs.replace(
                made,
                installment=it.method.card.installment_month,
                free_interest=it.method.card.use_free_interest_from_merchant,
                card_point=it.method.card.use_card_point,
            )
    return made
