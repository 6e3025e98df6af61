"""`PortOne.requestPayment` and `PortOne.loadPaymentUI`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.model.browser import BrowserResult
from pgbridge.model.money import Amount
from pgbridge.operations.browser.payment import BrowserPayment
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.asking import channel_problem, refuse
from pgbridge_portone.browsing import accepted, details, results, words, written
from pgbridge_portone.browsing.fields import ORDER
from pgbridge_portone.browsing.remarks import store_remark
from pgbridge_portone.fields import fields
from pgbridge_portone.shapes.browser import PaymentParams

if TYPE_CHECKING:
    from pgbridge.errors import PgbridgeError
    from pgbridge.model.channel import Channel

OPERATION = BrowserPayment
ENDPOINTS = ("PortOne.loadPaymentUI", "PortOne.requestPayment")
FIELDS = fields(
    ORDER,
    {
        "method": "payMethod",
        "channel_group": "channelGroupId",
        "confirm_url": "confirmUrl",
        "ui": "uiType",
        "escrow": "isEscrow",
        "promotion_id": "promotionId",
        "easy_pay_provider": "easyPay.easyPayProvider",
        "easy_pay_methods": "easyPay.availablePayMethods",
        "gift_certificate": "giftCertificate.giftCertificateType",
        "card_company": "card.cardCompany",
        "available_cards": "card.availableCards",
        "installment_months": "card.installment.monthOption.fixedMonth",
        "available_installments": "card.installment.monthOption.availableMonthList",
        "use_installment": "card.useInstallment",
        "interest_free_by_merchant": "card.useFreeInterestFromMall",
        "free_installments": "card.installment.freeInstallmentPlans",
        "use_card_point": "card.useCardPoint",
        "app_card_only": "card.useAppCardOnly",
        "card_promotion": "card.cardPromotion",
        "card_promotion.id": "card.cardPromotion.promotionId",
        "card_promotion.discount": "card.cardPromotion.discountAmount",
        "expires_at": "virtualAccount.accountExpiry.dueDate",
        "due": "virtualAccount.accountExpiry.dueDate",
        "valid_hours": "virtualAccount.accountExpiry.validHours",
        "bank": "virtualAccount.bankCode",
        "available_banks": "virtualAccount.availableBanks",
        "cash_receipt": "virtualAccount.cashReceiptType",
        "cash_receipt.type": "virtualAccount.cashReceiptType",
        "cash_receipt.identity": "virtualAccount.customerIdentifier",
        "order_description": "orderDescription",
        "merpay_category": "merpayCategoryId",
    },
)
# What the drawn button takes beside `uiType`.
BUTTON = frozenset(
    [
        "store_id",
        "channel_key",
        "payment_id",
        "order_name",
        "total_amount",
        "currency",
        "tax_free_amount",
        "vat_amount",
        "customer",
        "redirect_url",
        "notice_urls",
        "confirm_url",
        "app_scheme",
        "is_escrow",
        "products",
        "is_cultural_expense",
        "locale",
        "custom_data",
        "offer_period",
        "product_type",
        "country",
        "bypass",
        "ui_type",
    ]
)
remarks = store_remark


def encode(op: BrowserPayment, channel: Channel) -> WireRequest:
    """Turn the operation into the call's parameters.

    :raises RuleViolation: V2's window cannot take it
    """
    to = written.Writer()
    group = op.channel_group or channel.group
    if not (group or channel.key):
        to.problems.append(channel_problem())
    if not op.order_name:
        to.note("order-name", "orderName", "V2 needs a name for the order: give order_name", "order_name")
    if group:
        group_needs(op, to)
    body = PaymentParams(
        payment_id=op.order_id,
        order_name=op.order_name or "",
        total_amount=op.amount.total,
        currency=to.currency(op.amount),
        channel_key=None if group else channel.key,
        channel_group_id=group,
        tax_free_amount=op.amount.tax_free,
        vat_amount=op.amount.vat,
        ui_type=to.word(words.PAYMENT_UI_OUT, op.ui, "uiType", "ui"),
        pay_method=method_word(op, to),
        confirm_url=op.confirm_url,
        is_escrow=op.escrow,
        products=written.products(op.products),
        is_cultural_expense=op.cultural_expense,
        country=op.country,
        store_details=written.store_details(op.store),
        promotion_id=op.promotion_id,
        merpay_category_id=op.merpay_category,
        order_description=op.order_description,
        **details.written(op, channel, to),
        **to.terms(op, channel),
    )
    if op.ui is not None:
        button_only(body, to)
    if to.problems:
        raise refuse(*to.problems, subject="browser payment")
    button = op.ui is not None
    return WireRequest(
        method="",
        path="PortOne.loadPaymentUI" if button else "PortOne.requestPayment",
        name="browser_payment_ui" if button else "browser_payment",
        body=body,
    )


def method_word(op: BrowserPayment, to: written.Writer) -> str | None:
    """Return `payMethod`; a button's kind says it already."""
    found = to.word(words.METHOD_OUT, op.method, "payMethod", "method")
    if op.ui is None or found == "PAYPAL":
        return None if op.ui is not None else found
    return found


def button_only(body: PaymentParams, to: written.Writer) -> None:
    """Note what a drawn button does not take."""
    for name, wire in zip(body.__struct_fields__, body.__struct_encode_fields__, strict=True):
        if name not in BUTTON and getattr(body, name) is not None:
            to.note(
                "button", wire, f"PortOne.loadPaymentUI has no {wire}: leave it out, or leave ui out", wire
            )


def group_needs(op: BrowserPayment, to: written.Writer) -> None:
    """Note what of the buyer is missing: a group may choose a channel that wants it."""
    for name, wire in (("name", "fullName"), ("phone", "phoneNumber"), ("email", "email")):
        if not getattr(op.customer, name):
            to.note(
                f"group-{name}",
                f"customer.{wire}",
                f"customer.{name}: a channel group needs the buyer's name, phone and email",
                f"customer.{name}",
            )


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from the parameters of a call.

    :raises RuleViolation: they cannot be read
    """
    body, unknown = accepted.params_of(requests[0], PaymentParams)
    inner, homeless = details.accepted(body)
    op = BrowserPayment(
        order_id=body.payment_id,
        order_name=body.order_name,
        amount=Amount(
            total=body.total_amount,
            currency=body.currency or "KRW",
            tax_free=body.tax_free_amount,
            vat=body.vat_amount,
        ),
        method=accepted.word(words.METHOD, body.pay_method),
        channel_group=body.channel_group_id,
        confirm_url=body.confirm_url,
        ui=accepted.word(words.PAYMENT_UI, body.ui_type),
        escrow=body.is_escrow,
        products=accepted.products(body.products),
        cultural_expense=body.is_cultural_expense,
        country=body.country,
        promotion_id=body.promotion_id,
        store=accepted.store(body.store_details),
        order_description=body.order_description,
        merpay_category=body.merpay_category_id,
        **inner,
        **accepted.terms(body),
    )
    return accepted.accepted(op, body, [*unknown, *homeless])


def decode(op: BrowserPayment | None, response: WireResponse) -> BrowserResult:
    """Read what the window said."""
    del op
    return results.read(response, "payment")


def answer(op: BrowserPayment | None, result: BrowserResult | PgbridgeError) -> WireResponse:
    """Write what the window said as V2 has it."""
    del op
    return results.write(result)
