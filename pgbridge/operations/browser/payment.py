"""`browser.payment`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.browser import CardPromotion, FreeInstallments, StoreDetails
from pgbridge.model.customer import Product
from pgbridge.model.money import Amount
from pgbridge.operations.base import CashReceiptRequest
from pgbridge.operations.browser.base import BrowserTerms


class BrowserPayment(BrowserTerms, frozen=True, kw_only=True):
    """Open the payment window.

    V1 `IMP.request_pay`, or `IMP.loadUI` with `ui`; V2 `PortOne.requestPayment`, or `PortOne.loadPaymentUI`.
    https://developers.portone.io/sdk/ko/v2-sdk/payment-request

    :ivar confirm_url: asked by PortOne before the payment goes through
    :ivar ui: kind of button to draw instead of a window: `paypal-spb`, on V1 also `toss-brandpay-widget`
    :ivar easy_pay_provider: with method `easy_pay`: PortOne V2's name, such as `KAKAOPAY`
    :ivar easy_pay_methods: what the wallet may take the money from: `card`, `charge`, `transfer`, `money`
    :ivar gift_certificate: with method `gift_certificate`: such as `CULTURELAND`
    :ivar card_company: opens one card company's window: such as `HYUNDAI_CARD`
    :ivar available_cards: the card companies to offer
    :ivar installment_months: 0 pays at once; None leaves it to the buyer
    :ivar available_installments: the months to offer, such as `(2, 3, 6)`
    :ivar interest_free_by_merchant: the merchant pays the interest of instalments
    :ivar free_installments: where no interest is due, by card company (V2 only)
    :ivar expires_at: aware datetime: last moment to pay into the virtual account or at the convenience store
    :ivar due: the same as the PG writes it, in Korean time, where it takes one form only: `20301231`
    :ivar valid_hours: the same counted from now
    :ivar bank: virtual account: PortOne V2 bank name, such as `SHINHAN`
    :ivar store: the shop, for PGs that show it
    :ivar order_description: Alipay+: what is bought, in English
    :ivar merpay_category: Merpay: category of the goods
    """

    name: ClassVar[str] = "browser.payment"

    order_id: str
    amount: Amount
    channel_group: str | None = None
    confirm_url: str | None = None
    ui: str | None = None
    escrow: bool | None = None
    products: tuple[Product, ...] = ()
    cultural_expense: bool | None = None
    country: str | None = None
    promotion_id: str | None = None
    easy_pay_provider: str | None = None
    easy_pay_methods: tuple[str, ...] = ()
    gift_certificate: str | None = None
    card_company: str | None = None
    available_cards: tuple[str, ...] = ()
    installment_months: int | None = None
    available_installments: tuple[int, ...] = ()
    use_installment: bool | None = None
    interest_free_by_merchant: bool | None = None
    free_installments: tuple[FreeInstallments, ...] = ()
    use_card_point: bool | None = None
    app_card_only: bool | None = None
    card_promotion: CardPromotion | None = None
    expires_at: datetime | None = None
    due: str | None = None
    valid_hours: int | None = None
    bank: str | None = None
    available_banks: tuple[str, ...] = ()
    cash_receipt: CashReceiptRequest | None = None
    store: StoreDetails | None = None
    order_description: str | None = None
    merpay_category: str | None = None
