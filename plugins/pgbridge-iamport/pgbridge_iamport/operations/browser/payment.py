"""`browser.payment`: `IMP.request_pay`, and `IMP.loadUI` for a drawn button."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pgbridge.model.browser import BrowserResult
from pgbridge.model.channel import Channel
from pgbridge.operations.browser.payment import BrowserPayment
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport import codes
from pgbridge_iamport.browsing import methods, results, words, written
from pgbridge_iamport.browsing.accepted import Reader
from pgbridge_iamport.browsing.fields import HARMLESS, ORDER
from pgbridge_iamport.refusal import Problems, coded, major, problem, refuse, total
from pgbridge_iamport.shapes.browser import (
    CardObject,
    ConvenienceObject,
    Deadline,
    DirectCard,
    Display,
    OfferedCard,
    PayParams,
    WalletObject,
)

OPERATION = BrowserPayment
ENDPOINTS = ("IMP.loadUI", "IMP.request_pay")
FIELDS = {
    **ORDER,
    "channel_group": "channelGroupId",
    "confirm_url": "confirm_url",
    "ui": "uiType",
    "escrow": "escrow",
    "promotion_id": "promotion_id",
    "easy_pay_provider": "pay_method",
    "easy_pay_methods": "pay_method",
    "gift_certificate": "pay_method",
    "card_company": "card.direct.code",
    "available_cards": "card.detail",
    "installment_months": "card.direct.quota",
    "available_installments": "display.card_quota",
    "use_installment": "card.useInstallment",
    "interest_free_by_merchant": "useFreeInterestFromMall",
    "free_installments": None,
    "use_card_point": "useCardPoint",
    "app_card_only": "appCard",
    "card_promotion": None,
    "expires_at": "vbank_due",
    "due": "vbank_due",
    "valid_hours": "cvs.payment_deadline.valid_hours",
    "bank": None,
    "available_banks": None,
    "cash_receipt": None,
    "order_description": "order_description",
    "merpay_category": None,
}
DROPPED = HARMLESS


def encode(op: BrowserPayment, channel: Channel) -> WireRequest:
    """Write the call's parameters.

    :raises RuleViolation: V1's window cannot take them
    """
    problems: Problems = []
    amount, currency = op.amount, op.amount.currency
    group = op.channel_group or channel.group
    body = PayParams(
        **written.goes_to(channel, group, problems),
        pay_method=methods.pay_method(op, channel, problems),
        merchant_uid=op.order_id,
        amount=total(amount, problems),
        currency=currency,
        tax_free=major(amount.tax_free, currency, "tax_free", "amount.tax_free", problems),
        vat_amount=major(amount.vat, currency, "vat_amount", "amount.vat", problems),
        confirm_url=op.confirm_url,
        escrow=op.escrow,
        products=written.products(op.products, currency, problems),
        country=op.country,
        display=display(op, problems),
        card=card(op, problems),
        **deadline(op, problems),
        alipay_plus=alipay_wallet(op),
        useFreeInterestFromMall=op.interest_free_by_merchant,
        useCardPoint=op.use_card_point,
        appCard=op.app_card_only,
        promotion_id=op.promotion_id,
        order_description=op.order_description,
        **written.shop(op.store, channel),
        **written.terms(op, channel, problems),
    )
    button = coded({ui: ui for ui in words.PAYMENT_UI}, op.ui, "uiType", "ui", problems)
    written.checked(body, problems)
    params = written.with_extra(body, op.extra, problems)
    refuse(problems, op.name)
    return WireRequest(
        method="",
        path="IMP.loadUI" if button else "IMP.request_pay",
        name="browser_payment_ui" if button else "browser_payment",
        body=params,
        params={"uiType": button} if button else {},
    )


def display(op: BrowserPayment, problems: Problems) -> Display | None:
    """Return the months to offer; V1 always offers a single payment beside them."""
    months, offered = op.installment_months, op.available_installments
    if months is not None and offered:
        message = (
            "installment_months fixes the months and available_installments offers some: give one of both"
        )
        problems.append(problem("display.card_quota", "forbidden", message, neutral="available_installments"))
    if offered:
        return Display(card_quota=offered)
    if months is None or op.card_company is not None:
        return None
    return Display(card_quota=(months,) if months else ())


def card(op: BrowserPayment, problems: Problems) -> CardObject | None:
    """Return which cards may pay."""
    direct = None
    if op.card_company is not None:
        code = coded(codes.CARD_CODES, op.card_company, "card.direct.code", "card_company", problems)
        direct = DirectCard(code=code, quota=op.installment_months)
    offered = written.offer(codes.CARD_CODES, op.available_cards, "card.detail", "available_cards", problems)
    detail = tuple(OfferedCard(card_code=code, enabled=code != written.EVERY) for code in offered)
    if direct is None and not detail and op.use_installment is None:
        return None
    return CardObject(direct=direct, detail=detail or None, useInstallment=op.use_installment)


def deadline(op: BrowserPayment, problems: Problems) -> dict[str, Any]:
    """Return until when it can be paid in: Korean time for an account, ISO 8601 at a convenience store."""
    given = [op.expires_at, op.due, op.valid_hours]
    if sum(value is not None for value in given) > 1:
        message = "expires_at, due and valid_hours say the same in three ways: give one of them"
        problems.append(problem("vbank_due", "forbidden", message, neutral="expires_at"))
    korean = None if op.expires_at is None else op.expires_at.astimezone(written.KST)
    if op.method == "convenience_store":
        text = op.due if korean is None else korean.isoformat()
        if text is None and op.valid_hours is None:
            return {}
        return {
            "cvs": ConvenienceObject(payment_deadline=Deadline(due_date=text, valid_hours=op.valid_hours))
        }
    if op.valid_hours is not None:
        message = "valid_hours: V1 counts hours at convenience stores only: give expires_at"
        problems.append(problem("vbank_due", "format", message, neutral="valid_hours"))
    return {"vbank_due": op.due if korean is None else korean.strftime("%Y%m%d%H%M%S")}


def alipay_wallet(op: BrowserPayment) -> WalletObject | None:
    """Return the wallet behind Alipay+."""
    if op.method != "alipay_plus" or op.easy_pay_provider is None:
        return None
    return WalletObject(wallet=op.easy_pay_provider.replace("G_CASH", "GCASH").lower())


def remarks(op: BrowserPayment, channel: Channel) -> Iterator[str]:
    """Tell what V1 only comes near to."""
    del channel
    if op.installment_months and op.card_company is None:
        yield "installment_months: V1 offers a single payment beside these months, unless card_company is named"
    yield from written.rounded_days(op)


def accept(*requests: WireRequest) -> Accepted:
    """Read the parameters of a foreign call."""
    (request,) = requests
    reader = Reader(request)
    form = reader.form
    amount, stores = form.amount(), reader.part("cvs.payment_deadline")
    op = BrowserPayment(
        order_id=form.need("merchant_uid"),
        amount=amount,
        channel_group=form.text("channelGroupId"),
        confirm_url=form.text("confirm_url"),
        ui=form.text("uiType"),
        escrow=form.flag("escrow"),
        products=reader.products(amount.currency),
        country=form.text("country"),
        promotion_id=form.text("promotion_id"),
        use_installment=reader.part("card").flag("useInstallment"),
        interest_free_by_merchant=form.flag("useFreeInterestFromMall"),
        use_card_point=form.flag("useCardPoint"),
        app_card_only=form.flag("appCard"),
        due=form.text("vbank_due") or stores.text("due_date"),
        valid_hours=stores.integer("valid_hours"),
        store=reader.store(),
        order_description=form.text("order_description"),
        **reader.method(),
        **reader.cards(),
        **reader.terms(),
        extra=reader.extra(),
    )
    return reader.accepted(op)


def decode(op: BrowserPayment | None, response: WireResponse) -> BrowserResult:  # noqa: ARG001 - it says it all
    """Read what the window said."""
    return results.read(response, "payment")


def answer(op: BrowserPayment | None, result: Any) -> WireResponse:  # noqa: ARG001 - a result says it all
    """Write what the window said as V1 has it."""
    return results.write(result)
