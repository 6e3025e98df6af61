"""Which payments and billing keys a filter of V2 keeps."""

from collections.abc import Callable

from pgbridge.simulator.state import Attempt, BillingKey, Buyer
from pgbridge_portone.simulated.filters import KeyFilter, PaymentFilter, TextSearch

FIELDS: dict[str, Callable[[Attempt], str | None]] = {
    "PAYMENT_ID": lambda it: it.bill.order_id,
    "TX_ID": lambda it: it.id,
    "SCHEDULE_ID": lambda it: it.schedule_id,
    "FAIL_REASON": lambda it: it.failure.reason if it.failure is not None else None,
    "CARD_ISSUER": lambda it: it.card.company.enum if it.card is not None else None,
    "CARD_BIN": lambda it: it.card.bin if it.card is not None else None,
    "CARD_NUMBER": lambda it: it.card.masked if it.card is not None else None,
    "CARD_APPROVAL_NUMBER": lambda it: it.approval_number,
    "CARD_INSTALLMENT": lambda it: str(it.bill.installment) if it.card is not None else None,
    "VIRTUAL_ACCOUNT_HOLDER_NAME": lambda it: it.account.holder if it.account is not None else None,
    "VIRTUAL_ACCOUNT_BANK": lambda it: it.account.bank.enum if it.account is not None else None,
    "VIRTUAL_ACCOUNT_NUMBER": lambda it: it.account.number if it.account is not None else None,
    "PG_MERCHANT_ID": lambda it: it.channel.merchant_id,
    "PG_TX_ID": lambda it: it.pg_tx_id,
    "PG_CANCELLATION_ID": lambda it: " ".join(each.pg_id for each in it.cancellations),
    "CANCEL_REASON": lambda it: " ".join(each.reason for each in it.cancellations),
    "ORDER_NAME": lambda it: it.bill.order_name,
    "CUSTOMER_NAME": lambda it: it.bill.buyer.name,
    "CUSTOMER_EMAIL": lambda it: it.bill.buyer.email,
    "CUSTOMER_PHONE_NUMBER": lambda it: it.bill.buyer.phone,
    "CUSTOMER_ADDRESS": lambda it: line(it.bill.buyer),
    "CUSTOMER_ZIPCODE": lambda it: it.bill.buyer.postcode,
    "BILLING_KEY": lambda it: it.billing_key,
    "PROMOTION_ID": lambda it: it.bill.promotion_id,
}
KEY_FIELDS: dict[str, Callable[[BillingKey], str | None]] = {
    "CARD_BIN": lambda it: it.card.bin,
    "CARD_NUMBER": lambda it: it.card.masked,
    "PG_MERCHANT_ID": lambda it: " ".join(each.merchant_id for each in it.channels),
    "CUSTOMER_NAME": lambda it: it.buyer.name,
    "CUSTOMER_EMAIL": lambda it: it.buyer.email,
    "CUSTOMER_PHONE_NUMBER": lambda it: it.buyer.phone,
    "CUSTOMER_ADDRESS": lambda it: line(it.buyer),
    "CUSTOMER_ZIPCODE": lambda it: it.buyer.postcode,
    "BILLING_KEY": lambda it: it.id,
    "CHANNEL_GROUP_NAME": lambda it: it.group,
}


def line(it: Buyer) -> str | None:
    """Return the address in one line."""
    return None if it.address is None else it.address.one_line


def fits(it: Attempt, by: PaymentFilter) -> bool:
    """Whether a payment passes the filter; what is not given filters nothing."""
    card = it.card
    method = "CARD" if card is not None else "VIRTUAL_ACCOUNT"
    checks = (
        not by.status or it.status in by.status,
        not by.methods or method in by.methods,
        not by.pg_provider or it.channel.provider in by.pg_provider,
        by.is_test in (None, not it.channel.live),
        by.is_scheduled in (None, it.schedule_id is not None),
        by.version in (None, it.bill.version),
        by.platform_type in (None, "API"),
        by.currency in (None, it.bill.currency),
        by.is_escrow in (None, it.bill.escrow),
        by.card_brand in (None, card.brand if card is not None else ""),
        by.card_type in (None, "CREDIT" if card is not None else ""),
        by.card_owner_type
        in (None, ("CORPORATE" if card.corporate else "PERSONAL") if card is not None else ""),
        all(matches(it, each, FIELDS) for each in by.text_search),
    )
    return all(checks)


def key_fits(it: BillingKey, by: KeyFilter) -> bool:
    """Whether a billing key passes the filter."""
    checks = (
        not by.status or ("ISSUED" if it.deleted_at is None else "DELETED") in by.status,
        not by.channel_group_ids or it.group in by.channel_group_ids,
        by.customer_id in (None, it.buyer.id),
        not by.pg_providers or any(each.provider in by.pg_providers for each in it.channels),
        not by.methods or "CARD" in by.methods,
        by.version in (None, it.version),
        by.text_search is None or matches(it, by.text_search, KEY_FIELDS),
    )
    return all(checks)


def matches(it: object, wanted: TextSearch, fields: dict[str, Callable[..., str | None]]) -> bool:
    """Whether a field holds the text. Inferred: as a part of it; `ALL` looks everywhere."""
    read = (
        list(fields.values())
        if wanted.field == "ALL"
        else [fields[wanted.field]]
        if wanted.field in fields
        else []
    )
    return any(wanted.value in (each(it) or "") for each in read)
