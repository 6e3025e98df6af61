"""What the functions of V2's browser SDK take; one Struct per call, named after the vendor's schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field


class Params(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """The base of all of them: the only default is None, so what is 0, "" or False is said."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"


class AddressParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`Address`."""

    address_line1: str
    address_line2: str | None = None
    country: str | None = None
    city: str | None = None
    province: str | None = None


class CustomerParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`Customer`."""

    customer_id: str | None = None
    full_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone_number: str | None = None
    email: str | None = None
    address: AddressParams | None = None
    zipcode: str | None = None
    gender: str | None = None
    birth_year: str | None = None
    birth_month: str | None = None
    birth_day: str | None = None
    first_name_kana: str | None = None
    last_name_kana: str | None = None


class ProductParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`Product`; `amount` is the price of one."""

    id: str
    name: str
    amount: int
    quantity: int
    code: str | None = None
    tag: str | None = None
    link: str | None = None


class WindowTypes(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`WindowTypes`."""

    pc: str | None = None
    mobile: str | None = None


class Popup(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`Popup`."""

    center: bool | None = None


class Iframe(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`Iframe`."""

    dim: bool | None = None


class PeriodRange(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`OfferPeriodRange`: one end or both."""

    since: str | None = field(default=None, name="from")
    to: str | None = None


class Period(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`OfferPeriod`: one of both."""

    range: PeriodRange | None = None
    interval: str | None = None


class OpeningHours(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`StoreDetailsOpeningHours`."""

    open: str | None = None
    close: str | None = None


class StoreParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`StoreDetails`."""

    ceo_full_name: str | None = None
    phone_number: str | None = None
    address: str | None = None
    zipcode: str | None = None
    email: str | None = None
    business_name: str | None = None
    business_registration_number: str | None = None
    store_name: str | None = None
    store_name_short: str | None = None
    store_name_en: str | None = None
    store_name_kana: str | None = None
    opening_hours: OpeningHours | None = None
    contact_name: str | None = None


class MonthOption(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`InstallmentMonthOption`: one of both."""

    fixed_month: int | None = None
    available_month_list: tuple[int, ...] | None = None


class FreePlan(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`FreeInstallmentPlan`."""

    card_company: str
    months: tuple[int, ...]


class InstallmentParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`Installment`."""

    free_installment_plans: tuple[FreePlan, ...] | None = None
    month_option: MonthOption | None = None


class PromotionParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`CardPromotion`."""

    promotion_id: str
    discount_amount: int


class CardParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`PaymentRequestUnionCard`."""

    card_company: str | None = None
    available_cards: tuple[str, ...] | None = None
    use_free_interest_from_mall: bool | None = None
    installment: InstallmentParams | None = None
    use_card_point: bool | None = None
    use_app_card_only: bool | None = None
    use_installment: bool | None = None
    card_promotion: PromotionParams | None = None


class EasyPayParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`PaymentRequestUnionEasyPay`."""

    easy_pay_provider: str | None = None
    use_free_interest_from_mall: bool | None = None
    available_cards: tuple[str, ...] | None = None
    installment: InstallmentParams | None = None
    cash_receipt_type: str | None = None
    customer_identifier: str | None = None
    use_card_point: bool | None = None
    available_pay_methods: tuple[str, ...] | None = None
    use_installment: bool | None = None


class DeadlineParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`PaymentRequestUnionVirtualAccountAccountExpiry`: one of both."""

    valid_hours: int | None = None
    due_date: str | None = None


class VirtualAccountParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`PaymentRequestUnionVirtualAccount`."""

    cash_receipt_type: str | None = None
    customer_identifier: str | None = None
    bank_code: str | None = None
    account_expiry: DeadlineParams | None = None
    available_banks: tuple[str, ...] | None = None


class TransferParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`PaymentRequestUnionTransfer`."""

    cash_receipt_type: str | None = None
    customer_identifier: str | None = None


class MobileParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`PaymentRequestUnionMobile`; the schema spells the list so, the guides write `availableCarriers`."""

    carrier: str | None = None
    avaliable_carriers: tuple[str, ...] | None = None


class GiftParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`PaymentRequestUnionGiftCertificate`."""

    gift_certificate_type: str | None = None


class StorePaymentParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`PaymentRequestUnionConvenienceStore`."""

    payment_deadline: DeadlineParams | None = None


class WalletParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`PaymentRequestUnionAlipayPlus`."""

    easy_pay_provider: str | None = None


class WindowParams(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What all four calls take."""

    store_id: str | None = None
    channel_key: str | None = None
    customer: CustomerParams | None = None
    window_type: WindowTypes | None = None
    redirect_url: str | None = None
    force_redirect: bool | None = None
    custom_data: Any = None
    popup: Popup | None = None
    iframe: Iframe | None = None
    bypass: Mapping[str, Any] | None = None


class TermsParams(WindowParams, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What the three calls take that have to do with money."""

    locale: str | None = None
    offer_period: Period | None = None
    app_scheme: str | None = None
    notice_urls: tuple[str, ...] | None = None
    product_type: str | None = None
    currency: str | None = None
    mobile: MobileParams | None = None


class PaymentParams(TermsParams, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`PaymentRequest`, and `LoadPaymentUIRequest` where there is a `uiType`."""

    payment_id: str
    order_name: str
    total_amount: int
    ui_type: str | None = None
    pay_method: str | None = None
    channel_group_id: str | None = None
    tax_free_amount: int | None = None
    vat_amount: int | None = None
    confirm_url: str | None = None
    is_escrow: bool | None = None
    products: tuple[ProductParams, ...] | None = None
    is_cultural_expense: bool | None = None
    country: str | None = None
    store_details: StoreParams | None = None
    promotion_id: str | None = None
    merpay_category_id: str | None = None
    order_description: str | None = None
    card: CardParams | None = None
    virtual_account: VirtualAccountParams | None = None
    transfer: TransferParams | None = None
    gift_certificate: GiftParams | None = None
    easy_pay: EasyPayParams | None = None
    convenience_store: StorePaymentParams | None = None
    alipay_plus: WalletParams | None = None


class BillingKeyParams(TermsParams, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`IssueBillingKeyRequest`, and `LoadIssueBillingKeyUIRequest` where there is a `uiType`."""

    billing_key_method: str | None = None
    ui_type: str | None = None
    display_amount: int | None = None
    issue_name: str | None = None
    issue_id: str | None = None
    card: CardParams | None = None
    easy_pay: EasyPayParams | None = None


class KeyAndPayParams(TermsParams, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`IssueBillingKeyAndPayRequest`."""

    payment_id: str
    order_name: str
    total_amount: int
    billing_key_and_pay_method: str | None = None
    tax_free_amount: int | None = None
    vat_amount: int | None = None
    products: tuple[ProductParams, ...] | None = None
    is_cultural_expense: bool | None = None
    store_details: StoreParams | None = None
    country: str | None = None


class IdentityParams(WindowParams, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """`IdentityVerificationRequest`."""

    identity_verification_id: str


class ResultShape(Params, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What each call answers, and what a redirect has in its query."""

    transaction_type: str | None = None
    payment_id: str | None = None
    tx_id: str | None = None
    identity_verification_id: str | None = None
    identity_verification_tx_id: str | None = None
    billing_key: str | None = None
    billing_issue_token: str | None = None
    payment_token: str | None = None
    code: str | None = None
    message: str | None = None
    pg_code: str | None = None
    pg_message: str | None = None
