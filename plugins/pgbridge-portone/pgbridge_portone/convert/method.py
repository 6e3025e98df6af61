"""How it was paid: `PaymentMethod` and `BillingKeyPaymentMethod`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.model.payment import ConvenienceStore, PaymentCard, PayMethod, VirtualAccount
from pgbridge_portone.shapes.answers import CardShape, InstallmentShape, MethodShape
from pgbridge_portone.times import utc
from pgbridge_portone.words import (
    ACCOUNT_TYPE,
    ACCOUNT_TYPE_OUT,
    CARD_TYPE,
    CARD_TYPE_OUT,
    KEY_METHOD,
    KEY_METHOD_OUT,
    METHOD,
    METHOD_OUT,
    OWNER_TYPE,
    OWNER_TYPE_OUT,
    PAYPAL_KEY,
    REFUND_STATUS,
    REFUND_STATUS_OUT,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def method_of(shape: MethodShape) -> PayMethod:
    """Return the method of a payment or billing key; a member that nobody knows keeps its type."""
    word = shape.type or ""
    kind = METHOD.get(word) or KEY_METHOD.get(word) or word
    if kind == "card":
        installment = shape.installment
        return PayMethod(
            type=kind,
            card=None if shape.card is None else card_of(shape.card),
            approval_number=shape.approval_number,
            installment_months=None if installment is None else installment.month,
            interest_free=None if installment is None else installment.is_interest_free,
            point_used=shape.point_used,
        )
    return other_of(shape, kind)


def other_of(shape: MethodShape, kind: str) -> PayMethod:
    """Return any method but a plain card."""
    inner = shape.easy_pay_method or shape.method
    account = kind == "virtual_account"
    provider = "PAYPAL" if shape.type == PAYPAL_KEY else shape.provider
    return PayMethod(
        type="easy_pay" if shape.type == PAYPAL_KEY else kind,
        provider=provider,
        card=None if shape.card is None else card_of(shape.card),
        approval_number=shape.approval_number,
        bank=None if account else shape.bank,
        account_number=None if account else shape.account_number,
        virtual_account=account_of(shape) if account else None,
        gift_certificate_type=shape.gift_certificate_type,
        phone=shape.phone_number,
        convenience_store=store_of(shape) if kind == "convenience_store" else None,
        nested=None if inner is None else method_of(inner),
    )


def card_of(shape: CardShape) -> PaymentCard:
    """Return the card as the PG shows it."""
    kind, owner = shape.type, shape.owner_type
    return PaymentCard(
        number_masked=shape.number,
        name=shape.name,
        issuer=shape.issuer,
        publisher=shape.publisher,
        brand=shape.brand,
        type=None if kind is None else CARD_TYPE.get(kind, kind),
        owner_type=None if owner is None else OWNER_TYPE.get(owner, owner),
        bin=shape.bin,
    )


def account_of(shape: MethodShape) -> VirtualAccount:
    """Return the account that was opened for the payment."""
    kind, refund = shape.account_type, shape.refund_status
    return VirtualAccount(
        bank=shape.bank,
        number=shape.account_number,
        type=None if kind is None else ACCOUNT_TYPE.get(kind, kind),
        remittee=shape.remittee_name,
        remitter=shape.remitter_name,
        expires_at=utc(shape.expired_at),
        issued_at=utc(shape.issued_at),
        refund_status=None if refund is None else REFUND_STATUS.get(refund, refund),
    )


def store_of(shape: MethodShape) -> ConvenienceStore:
    """Return what the buyer shows at the till."""
    return ConvenienceStore(
        brand=shape.convenience_store_brand,
        confirmation_number=shape.confirmation_number,
        receipt_number=shape.receipt_number,
        deadline=utc(shape.payment_deadline),
    )


def method_shape(method: PayMethod) -> MethodShape | None:
    """Write the method of a payment; None when V2 has no such method."""
    word = METHOD_OUT.get(method.type)
    return None if word is None else written(method, word, METHOD_OUT)


def key_method_shape(method: PayMethod) -> MethodShape | None:
    """Write a method of a billing key; None when V2 has no such method."""
    word = KEY_METHOD_OUT.get(method.type)
    return None if word is None else written(method, word, KEY_METHOD_OUT)


def written(method: PayMethod, word: str, words: Mapping[str, str]) -> MethodShape:
    """Write a method under its wire type, what is inside a wallet too."""
    account, store, nested = method.virtual_account, method.convenience_store, method.nested
    inner = None
    if nested is not None and (inside := words.get(nested.type)) is not None:
        inner = written(nested, inside, words)
    of_payment = words is METHOD_OUT
    months = method.installment_months if of_payment else None
    return MethodShape(
        type=word,
        card=None if method.card is None else card_shape(method.card),
        approval_number=method.approval_number,
        installment=None
        if months is None
        else InstallmentShape(month=months, is_interest_free=method.interest_free),
        point_used=method.point_used,
        bank=account.bank if account else method.bank,
        account_number=account.number if account else method.account_number,
        account_type=ACCOUNT_TYPE_OUT.get(account.type, account.type) if account and account.type else None,
        remittee_name=account.remittee if account else None,
        remitter_name=account.remitter if account else None,
        expired_at=account.expires_at if account else None,
        issued_at=account.issued_at if account else None,
        refund_status=REFUND_STATUS_OUT.get(account.refund_status, account.refund_status)
        if account and account.refund_status
        else None,
        phone_number=method.phone,
        gift_certificate_type=method.gift_certificate_type,
        provider=method.provider,
        easy_pay_method=inner if of_payment else None,
        method=None if of_payment else inner,
        convenience_store_brand=store.brand if store else None,
        confirmation_number=store.confirmation_number if store else None,
        receipt_number=store.receipt_number if store else None,
        payment_deadline=store.deadline if store else None,
    )


def card_shape(card: PaymentCard) -> CardShape:
    """Write a card."""
    return CardShape(
        publisher=card.publisher,
        issuer=card.issuer,
        brand=card.brand,
        type=CARD_TYPE_OUT.get(card.type, card.type) if card.type else None,
        owner_type=OWNER_TYPE_OUT.get(card.owner_type, card.owner_type) if card.owner_type else None,
        bin=card.bin,
        name=card.name,
        number=card.number_masked,
    )
