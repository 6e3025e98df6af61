"""Request bodies of V2 as the service reads them; fields it does not know are ignored."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Moment = Annotated[datetime, Meta(tz=True)]
# Numbers of V2 have 64 bits.
Positive = Annotated[int, Meta(gt=0, le=2**63 - 1)]
Natural = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Text = Annotated[str, Meta(min_length=1)]
Digits = Annotated[str, Meta(pattern=r"^\d{14,16}$")]
Year = Annotated[str, Meta(pattern=r"^\d{2}$")]
Month = Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])$")]
BirthOrBusiness = Annotated[str, Meta(pattern=r"^(\d{6}|\d{10})$")]
TwoDigits = Annotated[str, Meta(pattern=r"^\d{2}$")]


class SeparatedName(Struct, frozen=True, kw_only=True):
    """A name in two parts."""

    first: str
    last: str


class Name(Struct, frozen=True, kw_only=True):
    """A name in one line or in two parts."""

    full: str | None = None
    separated: SeparatedName | None = None


class Address(Struct, frozen=True, kw_only=True, rename="camel"):
    """An address in parts."""

    address_line1: str
    address_line2: str
    city: str | None = None
    province: str | None = None
    country: str | None = None


class Customer(Struct, frozen=True, kw_only=True, rename="camel"):
    """Whoever pays."""

    id: str | None = None
    name: Name | None = None
    birth_year: str | None = None
    birth_month: str | None = None
    birth_day: str | None = None
    country: str | None = None
    gender: Literal["MALE", "FEMALE", "OTHER"] | None = None
    email: str | None = None
    phone_number: str | None = None
    address: Address | None = None
    zipcode: str | None = None
    business_registration_number: str | None = None

    def __repr__(self) -> str:
        """Personal data stays out of logs."""
        return "Customer(...)"


class Amount(Struct, frozen=True, kw_only=True, rename="camel"):
    """A price in minor units and its tax parts."""

    total: Positive
    tax_free: Natural | None = None
    vat: Natural | None = None


class Credential(Struct, frozen=True, kw_only=True, rename="camel"):
    """A keyed-in card."""

    number: Digits
    expiry_year: Year
    expiry_month: Month
    birth_or_business_registration_number: BirthOrBusiness | None = None
    password_two_digits: TwoDigits | None = None

    def __repr__(self) -> str:
        """Card data stays out of logs."""
        return "Credential(...)"


class Product(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One bought thing."""

    id: str
    name: str
    amount: int
    quantity: int
    tag: str | None = None
    code: str | None = None
    link: str | None = None


class Purchase(Struct, frozen=True, kw_only=True, rename="camel"):
    """What all charges have in common."""

    order_name: Text
    amount: Amount
    currency: str
    store_id: str | None = None
    customer: Customer = Customer()
    custom_data: str | None = None
    country: str | None = None
    notice_urls: tuple[str, ...] = ()
    products: tuple[Product, ...] = ()
    product_count: int | None = None
    product_type: Literal["PHYSICAL", "DIGITAL"] | None = None
    promotion_id: str | None = None
    bypass: dict[str, Any] | None = None
    skip_webhook: bool = False


class CardMethod(Struct, frozen=True, kw_only=True, rename="camel"):
    """A card and how to charge it."""

    credential: Credential
    installment_month: Natural = 0
    use_free_installment_plan: bool = False
    use_free_interest_from_merchant: bool = False
    use_card_point: bool = False


class Expiry(Struct, frozen=True, kw_only=True, rename="camel"):
    """Until when to deposit: one of the two."""

    valid_hours: Positive | None = None
    due_date: Moment | None = None


class Fixed(Struct, frozen=True, kw_only=True, rename="camel"):
    """A fixed account, by the PG's key or its number."""

    pg_account_id: str | None = None
    account_number: str | None = None


class AccountOption(Struct, frozen=True, kw_only=True):
    """The kind of account."""

    type: Literal["NORMAL", "FIXED"]
    fixed: Fixed | None = None


class AccountMethod(Struct, frozen=True, kw_only=True, rename="camel"):
    """A virtual account to issue."""

    bank: str
    expiry: Expiry
    option: AccountOption
    remittee_name: str | None = None
    cash_receipt: dict[str, Any] | None = None


class InstantMethod(Struct, frozen=True, kw_only=True, rename="camel"):
    """One of the two methods."""

    card: CardMethod | None = None
    virtual_account: AccountMethod | None = None


class Instant(Purchase, frozen=True, kw_only=True, rename="camel"):
    """POST /payments/{paymentId}/instant."""

    method: InstantMethod
    channel_key: str | None = None
    channel_group_id: str | None = None
    is_cultural_expense: bool = False
    is_escrow: bool = False


class BillingKeyPayment(Purchase, frozen=True, kw_only=True, rename="camel"):
    """POST /payments/{paymentId}/billing-key, and the payment of a schedule."""

    billing_key: Text
    channel_key: str | None = None
    installment_month: Natural = 0
    use_free_interest_from_merchant: bool = False
    use_card_point: bool = False


class CreateSchedule(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /payments/{paymentId}/schedule."""

    payment: BillingKeyPayment
    time_to_pay: Moment


class RefundAccount(Struct, frozen=True, kw_only=True, rename="camel"):
    """Where a deposit goes back to."""

    bank: str
    number: Text
    holder_name: Text
    holder_phone_number: str | None = None

    def __repr__(self) -> str:
        """Account numbers stay out of logs."""
        return "RefundAccount(...)"


class Cancel(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /payments/{paymentId}/cancel."""

    reason: str
    store_id: str | None = None
    amount: Positive | None = None
    tax_free_amount: Natural | None = None
    vat_amount: Natural | None = None
    requester: Literal["CUSTOMER", "ADMIN"] | None = None
    current_cancellable_amount: int | None = None
    refund_account: RefundAccount | None = None
    skip_webhook: bool = False


class PreRegister(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /payments/{paymentId}/pre-register."""

    store_id: str | None = None
    total_amount: Natural | None = None
    tax_free_amount: Natural | None = None
    currency: str | None = None


class KeyCard(Struct, frozen=True, kw_only=True):
    """The card of a new billing key."""

    credential: Credential


class KeyMethod(Struct, frozen=True, kw_only=True):
    """The method of a new billing key."""

    card: KeyCard | None = None


class IssueKey(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /billing-keys."""

    method: KeyMethod
    store_id: str | None = None
    channel_key: str | None = None
    channel_group_id: str | None = None
    customer: Customer = Customer()
    custom_data: str | None = None
    bypass: dict[str, Any] | None = None
    notice_urls: tuple[str, ...] = ()
    skip_webhook: bool = False


class RevokeSchedules(Struct, frozen=True, kw_only=True, rename="camel"):
    """DELETE /payment-schedules."""

    store_id: str | None = None
    billing_key: str | None = None
    schedule_ids: tuple[str, ...] | None = None


class ReceiptCustomer(Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom a cash receipt is issued to."""

    identity_number: Text
    identity_number_type: Literal["PHONE", "CARD", "BUSINESS"] | None = None
    name: str | None = None
    email: str | None = None
    phone_number: str | None = None

    def __repr__(self) -> str:
        """Personal data stays out of logs."""
        return "ReceiptCustomer(...)"


class IssueReceipt(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /cash-receipts."""

    payment_id: Text
    channel_key: Text
    type: Literal["PERSONAL", "CORPORATE"]
    order_name: Text
    currency: str
    amount: Amount
    customer: ReceiptCustomer
    store_id: str | None = None
    product_type: Literal["PHYSICAL", "DIGITAL"] | None = None
    paid_at: Moment | None = None
    business_registration_number: str | None = None
    payment_method: Literal["TRANSFER", "VIRTUAL_ACCOUNT"] | None = None


class StoreItem(Struct, frozen=True, kw_only=True, rename="camel"):
    """One shop on a sales slip."""

    store_business_registration_number: Text
    store_name: Text
    total_amount: Positive
    currency: str
    tax_free_amount: Natural | None = None
    vat_amount: Natural | None = None
    supply_amount: Natural | None = None


class StoreReceipt(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /payments/{paymentId}/register-store-receipt."""

    items: tuple[StoreItem, ...]
    store_id: str | None = None


class Party(Struct, frozen=True, kw_only=True, rename="camel"):
    """Who sends or receives."""

    name: str | None = None
    phone_number: str | None = None
    zipcode: str | None = None
    relationship: str | None = None
    address: Address | None = None

    def __repr__(self) -> str:
        """Personal data stays out of logs."""
        return "Party(...)"


class Logistics(Struct, frozen=True, kw_only=True, rename="camel"):
    """A parcel."""

    company: str
    invoice_number: Text
    sent_at: Moment
    received_at: Moment | None = None
    address: Address | None = None


class Escrow(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST and PATCH /payments/{paymentId}/escrow/logistics."""

    logistics: Logistics
    store_id: str | None = None
    sender: Party | None = None
    receiver: Party | None = None
    send_email: bool | None = None
    products: tuple[Product, ...] = ()


class ConfirmEscrow(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /payments/{paymentId}/escrow/complete."""

    store_id: str | None = None
    from_store: bool | None = None


class Person(Struct, frozen=True, kw_only=True, rename="camel"):
    """Whose identity is to be verified."""

    name: Text
    phone_number: Annotated[str, Meta(pattern=r"^\d+$")]
    ip_address: Text
    id: str | None = None
    identity_number: Annotated[str, Meta(pattern=r"^\d{7}$")] | None = None

    def __repr__(self) -> str:
        """Personal data stays out of logs."""
        return "Person(...)"


class SendIdentity(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /identity-verifications/{identityVerificationId}/send."""

    channel_key: Text
    customer: Person
    operator: Literal["SKT", "KT", "LGU", "SKT_MVNO", "KT_MVNO", "LGU_MVNO"]
    method: Literal["SMS", "APP"]
    store_id: str | None = None
    custom_data: str | None = None
    bypass: dict[str, Any] | None = None


class ConfirmIdentity(Struct, frozen=True, kw_only=True, rename="camel"):
    """POST /identity-verifications/{identityVerificationId}/confirm."""

    store_id: str | None = None
    otp: str | None = None

    def __repr__(self) -> str:
        """Passwords stay out of logs."""
        return "ConfirmIdentity(...)"
