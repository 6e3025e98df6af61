"""How a payment was paid: V1's flat fields read as one method, and written back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pgbridge.model.payment import PaymentCard, PayMethod, VirtualAccount
from pgbridge_iamport import codes
from pgbridge_iamport.shapes.billing import CustomerShape, IssuedShape
from pgbridge_iamport.shapes.payment import PaymentShape
from pgbridge_iamport.times import epoch, happened

Paid = PaymentShape[datetime]
CardFields = Paid | CustomerShape[datetime] | IssuedShape[datetime]


def method_of(it: Paid) -> PayMethod | None:
    """Return the method; None while the buyer has not chosen one. An unknown one keeps V1's own word."""
    word = it.pay_method
    if it.emb_pg_provider:
        provider = codes.EASY_PAYS.get(it.emb_pg_provider, it.emb_pg_provider.upper())
        return PayMethod(type="easy_pay", provider=provider, nested=source_of(it, word))
    if word == "card":
        return card_method(it)
    if not word:
        return card_method(it) if it.card_code or it.card_number else None
    if word == "vbank":
        return PayMethod(type="virtual_account", virtual_account=virtual_account(it))
    if word == "trans":
        return transfer(it)
    if (known := codes.METHODS.get(word)) is not None:
        return PayMethod(type=known)
    if (provider := codes.EASY_PAYS.get(word, "")) != "":
        return PayMethod(type="easy_pay", provider=provider, nested=source_of(it, word))
    if (gift := codes.GIFT_CERTIFICATES.get(word)) is not None:
        return PayMethod(type="gift_certificate", gift_certificate_type=gift, approval_number=it.apply_num)
    return PayMethod(type=word, approval_number=it.apply_num)


def source_of(it: Paid, word: str | None) -> PayMethod | None:
    """Return what a wallet took the money from; None where V1 does not show it."""
    kind = codes.EASY_PAY_SOURCES.get(word or "") or codes.METHODS.get(word or "")
    if kind == "card" or (kind is None and (it.card_code or it.card_number or it.card_name)):
        return card_method(it)
    if kind == "transfer" or (kind is None and it.bank_code):
        return transfer(it)
    return None if kind is None else PayMethod(type=kind)


def card_method(it: Paid) -> PayMethod:
    """Return a card payment."""
    return PayMethod(
        type="card", card=card_of(it), approval_number=it.apply_num, installment_months=it.card_quota
    )


def card_of(it: CardFields) -> PaymentCard | None:
    """Return the card; None when V1 shows nothing of it. A foreign card has its brand where a company stands."""
    code = it.card_issuer_code or it.card_code
    publisher = it.card_publisher_code
    if not (code or it.card_name or it.card_number or publisher):
        return None
    brand = codes.BRANDS.get(code) if code else None
    kind = it.card_type
    return PaymentCard(
        number_masked=it.card_number,
        name=it.card_name,
        issuer=None if brand or not code else codes.CARDS.get(code, code),
        publisher=codes.CARDS.get(publisher, publisher) if publisher else None,
        issuer_name=it.card_issuer_name,
        publisher_name=it.card_publisher_name,
        brand=brand,
        type=None if kind is None else codes.CARD_TYPES.get(str(kind)),
    )


def transfer(it: Paid) -> PayMethod:
    """Return a bank transfer."""
    code = it.bank_code
    return PayMethod(
        type="transfer", bank=codes.BANKS.get(code, code) if code else None, bank_name=it.bank_name
    )


def virtual_account(it: Paid) -> VirtualAccount | None:
    """Return the account of a virtual account payment; None before it is issued."""
    if not it.vbank_num:
        return None
    deposits = it.deposit_history
    return VirtualAccount(
        bank=codes.BANKS.get(it.vbank_code, it.vbank_code) if it.vbank_code else None,
        number=it.vbank_num,
        remittee=it.vbank_holder,
        remitter=deposits[-1].depositor_name if deposits else None,
        expires_at=happened(it.vbank_date),
        issued_at=happened(it.vbank_issued_at),
    )


def method_fields(method: PayMethod | None, pg: str | None) -> dict[str, Any]:
    """Return V1's flat fields for a method."""
    if method is None:
        return {}
    if method.type == "easy_pay":
        return wallet_fields(method, pg)
    if method.type == "card":
        return {"pay_method": "card", **card_method_fields(method, pg)}
    if method.type == "transfer":
        return {"pay_method": "trans", **transfer_fields(method)}
    if method.type == "virtual_account":
        return {"pay_method": "vbank", **account_fields(method.virtual_account)}
    if method.type == "gift_certificate":
        gift = method.gift_certificate_type
        word = codes.GIFT_CERTIFICATE_CODES.get(gift, gift.lower()) if gift else method.type
        return {"pay_method": word, "apply_num": method.approval_number}
    return {
        "pay_method": codes.METHOD_CODES.get(method.type, method.type),
        "apply_num": method.approval_number,
    }


def wallet_fields(method: PayMethod, pg: str | None) -> dict[str, Any]:
    """Return the fields of a wallet payment: `emb_pg_provider` only inside another PG's window."""
    provider = method.provider
    if provider is None:
        return {"pay_method": None}
    word = codes.EASY_PAY_CODES.get(provider, provider.lower())
    fields: dict[str, Any] = {"pay_method": word}
    if codes.WALLET_PGS.get(pg or "") != provider:
        fields["emb_pg_provider"] = "samsungpay" if provider == "SAMSUNGPAY" else word
    nested = method.nested
    if nested is not None and nested.type == "card":
        fields |= card_method_fields(nested, pg)
    elif nested is not None and nested.type == "transfer":
        fields |= transfer_fields(nested)
    return fields


def card_method_fields(method: PayMethod, pg: str | None) -> dict[str, Any]:
    """Return the fields of a card payment."""
    return {
        "apply_num": method.approval_number,
        "card_quota": method.installment_months,
        **card_fields(method.card, pg),
    }


def card_fields(card: PaymentCard | None, pg: str | None) -> dict[str, Any]:
    """Return the fields of a card: `card_code` always, issuer and publisher for the PGs that tell them."""
    if card is None:
        return {}
    company = codes.BRAND_CODES.get(card.brand or "")
    if card.issuer is not None:
        company = codes.CARD_CODES.get(card.issuer, card.issuer)
    told = pg in codes.ISSUER_PGS
    publisher = codes.CARD_CODES.get(card.publisher, card.publisher) if card.publisher else None
    return {
        "card_code": company,
        "card_name": card.name,
        "card_number": card.number_masked,
        "card_type": {"credit": 0, "debit": 1}.get(card.type or ""),
        "card_issuer_code": company if told else None,
        "card_issuer_name": card.issuer_name if told else None,
        "card_publisher_code": publisher if told else None,
        "card_publisher_name": card.publisher_name if told else None,
    }


def transfer_fields(method: PayMethod) -> dict[str, Any]:
    """Return the fields of a bank transfer."""
    return {"bank_code": bank_code(method.bank), "bank_name": method.bank_name}


def account_fields(account: VirtualAccount | None) -> dict[str, Any]:
    """Return the fields of a virtual account."""
    if account is None:
        return {}
    return {
        "vbank_code": bank_code(account.bank),
        "vbank_num": account.number,
        "vbank_holder": account.remittee,
        "vbank_date": epoch(account.expires_at) or None,
        "vbank_issued_at": epoch(account.issued_at) or None,
    }


def bank_code(bank: str | None) -> str | None:
    """Return the KFTC code of a bank on a result; an unknown one stays as it is."""
    return codes.BANK_CODES.get(bank, bank) if bank else None
