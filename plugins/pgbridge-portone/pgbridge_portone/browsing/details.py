"""What belongs to one method of payment: the SDK has an object for each, neutral calls have plain fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pgbridge.model.browser import CardPromotion, FreeInstallments
from pgbridge.operations.base import CashReceiptRequest
from pgbridge_portone.browsing import words
from pgbridge_portone.browsing.accepted import word
from pgbridge_portone.browsing.written import KST, korean
from pgbridge_portone.shapes.browser import (
    CardParams,
    DeadlineParams,
    EasyPayParams,
    FreePlan,
    GiftParams,
    InstallmentParams,
    MonthOption,
    PromotionParams,
    StorePaymentParams,
    TransferParams,
    VirtualAccountParams,
    WalletParams,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgbridge.model.channel import Channel
    from pgbridge.operations.browser.billing_key import BrowserBillingKey
    from pgbridge.operations.browser.payment import BrowserPayment
    from pgbridge_portone.browsing.written import Writer
    from pgbridge_portone.shapes.browser import BillingKeyParams, PaymentParams

# The SDK's page lists four forms without a zone; the guides of these PGs want a whole RFC 3339 time instead.
WHOLE_TIMES: Final = frozenset(("galaxia", "ksnet"))
# Fields that more than one method's object has; the method decides which one is meant.
OF_CARDS: Final = (
    "available_cards",
    "use_free_interest_from_mall",
    "installment",
    "use_card_point",
    "use_installment",
)


def written(op: BrowserPayment, channel: Channel, to: Writer) -> dict[str, Any]:
    """Return the objects of the methods, each where something was said for it."""
    wallet = op.method == "easy_pay"
    cards = of_cards(op, to, "easyPay" if wallet else "card")
    receipt_type, identity = receipt(op, to)
    deadline = deadline_of(op, channel, to)
    at_store = op.method == "convenience_store"
    plus = op.method == "alipay_plus"
    provider = provider_word(op, to)
    carded = {
        "card_company": to.word(words.CARD_OUT, op.card_company, "card.cardCompany", "card_company"),
        "use_app_card_only": op.app_card_only,
        "card_promotion": None
        if op.card_promotion is None
        else PromotionParams(promotion_id=op.card_promotion.id, discount_amount=op.card_promotion.discount),
    }
    receipts = {"cash_receipt_type": receipt_type, "customer_identifier": identity}
    gift = to.word(
        words.GIFT_OUT, op.gift_certificate, "giftCertificate.giftCertificateType", "gift_certificate"
    )
    return {
        "card": said(CardParams, **carded, **({} if wallet else cards)),
        "easy_pay": said(
            EasyPayParams,
            easy_pay_provider=None if plus else provider,
            available_pay_methods=to.words(
                words.EASY_PAY_METHOD_OUT,
                op.easy_pay_methods,
                "easyPay.availablePayMethods",
                "easy_pay_methods",
            ),
            **(cards if wallet else {}),
            **(receipts if wallet else {}),
        ),
        "alipay_plus": said(WalletParams, easy_pay_provider=provider if plus else None),
        "virtual_account": said(
            VirtualAccountParams,
            bank_code=to.word(words.BANK_OUT, op.bank, "virtualAccount.bankCode", "bank"),
            available_banks=to.words(
                words.BANK_OUT, op.available_banks, "virtualAccount.availableBanks", "available_banks"
            ),
            account_expiry=None if at_store else deadline,
            **({} if op.method in ("easy_pay", "transfer") else receipts),
        ),
        "transfer": said(TransferParams, **(receipts if op.method == "transfer" else {})),
        "gift_certificate": said(GiftParams, gift_certificate_type=gift),
        "convenience_store": said(StorePaymentParams, payment_deadline=deadline if at_store else None),
    }


def key_details(op: BrowserBillingKey, to: Writer) -> dict[str, Any]:
    """Return the objects of the methods of a billing key."""
    company = to.word(words.CARD_OUT, op.card_company, "card.cardCompany", "card_company")
    return {
        "card": said(CardParams, card_company=company),
        "easy_pay": said(
            EasyPayParams,
            easy_pay_provider=provider_word(op, to),
            available_cards=to.words(
                words.CARD_OUT, op.available_cards, "easyPay.availableCards", "available_cards"
            ),
            available_pay_methods=to.words(
                words.EASY_PAY_METHOD_OUT,
                op.easy_pay_methods,
                "easyPay.availablePayMethods",
                "easy_pay_methods",
            ),
        ),
    }


def said(kind: Any, **values: Any) -> Any:
    """Return an object, or None when nothing is in it."""
    return kind(**values) if any(value is not None for value in values.values()) else None


def provider_word(op: BrowserPayment | BrowserBillingKey, to: Writer) -> str | None:
    """Return the wallet's name; a wallet that only its own channel opens has none."""
    provider = op.easy_pay_provider
    if provider in words.BY_CHANNEL:
        return None
    return to.word(words.PROVIDER_OUT, provider, "easyPay.easyPayProvider", "easy_pay_provider")


def of_cards(op: BrowserPayment, to: Writer, home: str) -> dict[str, Any]:
    """Return what is said of cards, be they paid with directly or through a wallet."""
    if op.installment_months is not None and op.available_installments:
        to.note(
            "installments",
            f"{home}.installment.monthOption",
            "installment_months fixes the months and available_installments offers some: give one of both",
            "available_installments",
        )
    option = said(
        MonthOption,
        fixed_month=op.installment_months,
        available_month_list=op.available_installments or None,
    )
    plans = tuple(
        FreePlan(
            card_company=to.word(
                words.CARD_OUT,
                plan.card_company,
                f"{home}.installment.freeInstallmentPlans[].cardCompany",
                "free_installments",
            )
            or "",
            months=plan.months,
        )
        for plan in op.free_installments
    )
    return {
        "available_cards": to.words(
            words.CARD_OUT, op.available_cards, f"{home}.availableCards", "available_cards"
        ),
        "use_free_interest_from_mall": op.interest_free_by_merchant,
        "installment": said(InstallmentParams, free_installment_plans=plans or None, month_option=option),
        "use_card_point": op.use_card_point,
        "use_installment": op.use_installment,
    }


def receipt(op: BrowserPayment, to: Writer) -> tuple[str | None, str | None]:
    """Return the cash receipt's type and whom it is for."""
    asked = op.cash_receipt
    if asked is None:
        return None, None
    kind = to.word(words.CASH_RECEIPT_OUT, asked.type, "virtualAccount.cashReceiptType", "cash_receipt.type")
    return kind, asked.identity


def deadline_of(op: BrowserPayment, channel: Channel, to: Writer) -> DeadlineParams | None:
    """Return until when it can be paid in."""
    given = [op.expires_at, op.due, op.valid_hours]
    if sum(value is not None for value in given) > 1:
        message = "expires_at, due and valid_hours say the same in three ways: give one of them"
        to.note("deadline", "virtualAccount.accountExpiry", message, "expires_at")
    text = op.due
    if op.expires_at is not None:
        whole = op.method == "convenience_store" or channel.provider in WHOLE_TIMES
        text = korean(op.expires_at) if whole else op.expires_at.astimezone(KST).strftime("%Y%m%d%H%M%S")
    return (
        DeadlineParams(valid_hours=op.valid_hours, due_date=text)
        if any(v is not None for v in given)
        else None
    )


def accepted(body: PaymentParams) -> tuple[dict[str, Any], list[str]]:
    """Return the plain fields, and the paths of what is said for a method that this call does not pay by."""
    wallet = body.pay_method == "EASY_PAY"
    card, easy_pay = body.card or CardParams(), body.easy_pay or EasyPayParams()
    account = body.virtual_account or VirtualAccountParams()
    home, other = (easy_pay, card) if wallet else (card, easy_pay)
    lost = leftovers(other, OF_CARDS, "card" if wallet else "easyPay")
    at_store = body.pay_method == "CONVENIENCE_STORE"
    by_store = body.convenience_store or StorePaymentParams()
    deadline, spare = account.account_expiry, by_store.payment_deadline
    if at_store:
        deadline, spare = spare, deadline
    if spare is not None:
        lost.append("virtualAccount.accountExpiry" if at_store else "convenienceStore.paymentDeadline")
    transfer = body.transfer or TransferParams()
    receipts: EasyPayParams | TransferParams | VirtualAccountParams = account
    if wallet or body.pay_method == "TRANSFER":
        receipts = easy_pay if wallet else transfer
    for name, its in (("easyPay", easy_pay), ("transfer", transfer), ("virtualAccount", account)):
        if its is not receipts:
            lost += leftovers(its, ("cash_receipt_type", "customer_identifier"), name)
    if receipts.customer_identifier is not None and receipts.cash_receipt_type is None:
        lost.append("customerIdentifier")
    plus = body.pay_method == "ALIPAY_PLUS"
    wallets = (body.alipay_plus.easy_pay_provider if body.alipay_plus else None, easy_pay.easy_pay_provider)
    provider, unused = wallets if plus else wallets[::-1]
    if unused is not None:
        lost.append("easyPay.easyPayProvider" if plus else "alipayPlus.easyPayProvider")
    option = home.installment.month_option if home.installment else None
    plans = home.installment.free_installment_plans if home.installment else None
    gift = body.gift_certificate
    return {
        "easy_pay_provider": word(words.PROVIDER_IN, provider),
        "easy_pay_methods": neutral(words.EASY_PAY_METHOD, easy_pay.available_pay_methods),
        "gift_certificate": word(words.GIFT, gift.gift_certificate_type) if gift else None,
        "card_company": card.card_company,
        "available_cards": home.available_cards or (),
        "installment_months": option.fixed_month if option else None,
        "available_installments": (option.available_month_list or ()) if option else (),
        "use_installment": home.use_installment,
        "interest_free_by_merchant": home.use_free_interest_from_mall,
        "free_installments": tuple(
            FreeInstallments(card_company=plan.card_company, months=plan.months) for plan in plans or ()
        ),
        "use_card_point": home.use_card_point,
        "app_card_only": card.use_app_card_only,
        "card_promotion": CardPromotion(
            id=card.card_promotion.promotion_id, discount=card.card_promotion.discount_amount
        )
        if card.card_promotion
        else None,
        "due": deadline.due_date if deadline else None,
        "valid_hours": deadline.valid_hours if deadline else None,
        "bank": word(words.BANK, account.bank_code),
        "available_banks": neutral(words.BANK, account.available_banks),
        "cash_receipt": CashReceiptRequest(
            type=word(words.CASH_RECEIPT, receipts.cash_receipt_type) or "",
            identity=receipts.customer_identifier,
        )
        if receipts.cash_receipt_type is not None
        else None,
    }, lost


def leftovers(body: Any, names: Iterable[str], home: str) -> list[str]:
    """Return the paths of what is set in an object that is not the one meant."""
    wires = dict(zip(body.__struct_fields__, body.__struct_encode_fields__, strict=True))
    return [f"{home}.{wires[name]}" for name in names if getattr(body, name) is not None]


def neutral(table: Any, values: Iterable[str] | None) -> tuple[str, ...]:
    """Return neutral words, or the vendor's where there is none."""
    return tuple(table.get(value, value) for value in values or ())


def key_accepted(body: BillingKeyParams) -> tuple[dict[str, Any], list[str]]:
    """Return the plain fields of a billing key, and the paths of what a key's window does not take."""
    card, easy_pay = body.card or CardParams(), body.easy_pay or EasyPayParams()
    taken = {
        "card": ("card_company",),
        "easyPay": ("easy_pay_provider", "available_cards", "available_pay_methods"),
    }
    lost: list[str] = []
    for home, its in (("card", card), ("easyPay", easy_pay)):
        lost += leftovers(its, (n for n in its.__struct_fields__ if n not in taken[home]), home)
    return {
        "easy_pay_provider": word(words.PROVIDER_IN, easy_pay.easy_pay_provider),
        "easy_pay_methods": neutral(words.EASY_PAY_METHOD, easy_pay.available_pay_methods),
        "card_company": card.card_company,
        "available_cards": easy_pay.available_cards or (),
    }, lost
