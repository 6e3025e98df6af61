"""What V2 answers. Unions are one flat Struct with every field optional, so that a new member is read like any other."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct


class Answer(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """The base of all of them; a repr shows nothing, for buyers are in there."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"


class CardShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`Card`."""

    publisher: str | None = None
    issuer: str | None = None
    brand: str | None = None
    type: str | None = None
    owner_type: str | None = None
    bin: str | None = None
    name: str | None = None
    number: str | None = None


class InstallmentShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentInstallment`."""

    month: int | None = None
    is_interest_free: bool | None = None


class MethodShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentMethod`, `PaymentMethodEasyPayMethod` and `BillingKeyPaymentMethod` in one."""

    type: str | None = None
    card: CardShape | None = None
    approval_number: str | None = None
    installment: InstallmentShape | None = None
    point_used: bool | None = None
    bank: str | None = None
    account_number: str | None = None
    account_type: str | None = None
    remittee_name: str | None = None
    remitter_name: str | None = None
    expired_at: datetime | None = None
    issued_at: datetime | None = None
    refund_status: str | None = None
    phone_number: str | None = None
    gift_certificate_type: str | None = None
    provider: str | None = None
    easy_pay_method: MethodShape | None = None
    method: MethodShape | None = None
    convenience_store_brand: str | None = None
    confirmation_number: str | None = None
    receipt_number: str | None = None
    payment_deadline: datetime | None = None


class ChannelShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`SelectedChannel`."""

    type: str | None = None
    id: str | None = None
    key: str | None = None
    name: str | None = None
    pg_provider: str | None = None
    pg_merchant_id: str | None = None


class GroupShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ChannelGroupSummary`."""

    id: str | None = None


class AmountShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentAmount`; minor units."""

    total: int
    tax_free: int | None = None
    vat: int | None = None
    supply: int | None = None
    discount: int | None = None
    paid: int | None = None
    cancelled: int | None = None
    cancelled_tax_free: int | None = None


class AddressShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`Address`."""

    type: str | None = None
    one_line: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    city: str | None = None
    province: str | None = None
    country: str | None = None


class CustomerShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`Customer`."""

    id: str | None = None
    name: str | None = None
    birth_year: str | None = None
    birth_month: str | None = None
    birth_day: str | None = None
    gender: str | None = None
    email: str | None = None
    phone_number: str | None = None
    address: AddressShape | None = None
    zipcode: str | None = None


class OriginShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentOrigin`, without the buyer's address."""

    platform_type: str | None = None
    user_agent: str | None = None


class FailureShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentFailure`."""

    reason: str | None = None
    pg_code: str | None = None
    pg_message: str | None = None


class CancellationShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentCancellation`."""

    status: str
    id: str
    total_amount: int
    pg_cancellation_id: str | None = None
    tax_free_amount: int | None = None
    vat_amount: int | None = None
    easy_pay_discount_amount: int | None = None
    reason: str | None = None
    cancelled_at: datetime | None = None
    requested_at: datetime | None = None
    receipt_url: str | None = None
    trigger: str | None = None


class ProductShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentProduct`."""

    id: str
    name: str
    amount: int
    quantity: int
    tag: str | None = None
    code: str | None = None
    link: str | None = None


class StatusShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """An object of which the state is read: `PaymentEscrow`, `PaymentCashReceipt`."""

    status: str | None = None


class PaymentShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`Payment`, and `PaymentTransaction` whose `id` is the attempt's and which names the payment beside it."""

    status: str
    id: str
    amount: AmountShape
    currency: str | None = None
    transaction_id: str | None = None
    payment_id: str | None = None
    merchant_id: str | None = None
    store_id: str | None = None
    version: str | None = None
    order_name: str | None = None
    method: MethodShape | None = None
    channel: ChannelShape | None = None
    channel_group: GroupShape | None = None
    customer: CustomerShape | None = None
    custom_data: str | None = None
    origin: OriginShape | None = None
    requested_at: datetime | None = None
    updated_at: datetime | None = None
    status_changed_at: datetime | None = None
    paid_at: datetime | None = None
    failed_at: datetime | None = None
    cancelled_at: datetime | None = None
    failure: FailureShape | None = None
    pg_tx_id: str | None = None
    pg_response: str | None = None
    receipt_url: str | None = None
    cancellations: tuple[CancellationShape, ...] | None = None
    cash_receipt: StatusShape | None = None
    cash_receipt_issuance_status: str | None = None
    billing_key: str | None = None
    schedule_id: str | None = None
    promotion_id: str | None = None
    escrow: StatusShape | None = None
    is_cultural_expense: bool | None = None
    products: tuple[ProductShape, ...] | None = None
    product_count: int | None = None
    country: str | None = None


class PageShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PageInfo`."""

    number: int | None = None
    size: int | None = None
    total_count: int | None = None


class ItemsShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """A page, or all, of something; items are read one by one."""

    items: tuple[msgspec.Raw, ...]
    page: PageShape | None = None


class CursorItem(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentWithCursor`."""

    payment: msgspec.Raw
    cursor: str


class CursorShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GetAllPaymentsByCursorResponse`."""

    items: tuple[CursorItem, ...]


class PaidSummary(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`InstantPaymentSummary`, `BillingKeyPaymentSummary`."""

    pg_tx_id: str | None = None
    paid_at: datetime | None = None


class PaidShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PayInstantlyResponse`, `PayWithBillingKeyResponse`."""

    payment: PaidSummary


class CancelledShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CancelPaymentResponse`."""

    cancellation: CancellationShape


class FailedChannel(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ChannelSpecificFailure`, `PgBillingKeyIssueResponse`: why one channel refused."""

    type: str | None = None
    channel: ChannelShape | None = None
    message: str | None = None
    pg_code: str | None = None
    pg_message: str | None = None
    failure: FailedIssue | None = None


class FailedIssue(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`BillingKeyFailure`."""

    message: str | None = None
    pg_code: str | None = None
    pg_message: str | None = None


class BillingKeyShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`BillingKeyInfo`, and `BillingKeyInfoSummary` which has no status."""

    billing_key: str
    status: str | None = None
    merchant_id: str | None = None
    store_id: str | None = None
    methods: tuple[MethodShape, ...] | None = None
    channels: tuple[ChannelShape, ...] | None = None
    channel_group: GroupShape | None = None
    customer: CustomerShape | None = None
    custom_data: str | None = None
    issue_id: str | None = None
    issue_name: str | None = None
    requested_at: datetime | None = None
    issued_at: datetime | None = None
    deleted_at: datetime | None = None
    pg_billing_key_issue_responses: tuple[FailedChannel, ...] | None = None


class IssuedShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`IssueBillingKeyResponse`."""

    billing_key_info: BillingKeyShape
    channel_specific_failures: tuple[FailedChannel, ...] | None = None


class DeletedShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`DeleteBillingKeyResponse`."""

    deleted_at: datetime | None = None


class ScheduleShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentSchedule`."""

    status: str
    id: str
    payment_id: str
    total_amount: int
    time_to_pay: datetime
    merchant_id: str | None = None
    store_id: str | None = None
    billing_key: str | None = None
    order_name: str | None = None
    is_cultural_expense: bool | None = None
    is_escrow: bool | None = None
    customer: CustomerShape | None = None
    custom_data: str | None = None
    tax_free_amount: int | None = None
    vat_amount: int | None = None
    currency: str | None = None
    installment_month: int | None = None
    notice_urls: tuple[str, ...] | None = None
    products: tuple[ProductShape, ...] | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    revoked_at: datetime | None = None


class ScheduleSummary(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentScheduleSummary`."""

    id: str


class ScheduledShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePaymentScheduleResponse`."""

    schedule: ScheduleSummary


class RevokedShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`RevokePaymentSchedulesResponse`."""

    revoked_schedule_ids: tuple[str, ...] | None = None
    revoked_at: datetime | None = None


class ClosedShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CloseVirtualAccountResponse`."""

    closed_at: datetime | None = None


class ReceiptShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CashReceipt` in every state."""

    status: str
    merchant_id: str | None = None
    store_id: str | None = None
    payment_id: str | None = None
    channel: ChannelShape | None = None
    amount: int | None = None
    tax_free_amount: int | None = None
    vat_amount: int | None = None
    currency: str | None = None
    order_name: str | None = None
    is_manual: bool | None = None
    type: str | None = None
    pg_receipt_id: str | None = None
    issue_number: str | None = None
    url: str | None = None
    issued_at: datetime | None = None
    cancelled_at: datetime | None = None
    status_updated_at: datetime | None = None


class ReceiptSummary(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CashReceiptSummary`."""

    issue_number: str | None = None
    url: str | None = None
    pg_receipt_id: str | None = None


class ReceiptIssuedShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`IssueCashReceiptResponse`."""

    cash_receipt: ReceiptSummary


class ReceiptCancelledShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CancelCashReceiptResponse`."""

    cancelled_amount: int | None = None
    cancelled_at: datetime | None = None


class BankNameShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`BankInfoName`."""

    ko: str


class BankShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`BankInfo`."""

    bank: str
    name: BankNameShape


class BanksShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GetBankInfosResponse`."""

    items: tuple[BankShape, ...]


class KakaoShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GetKakaopayPaymentOrderResponse`."""

    status_code: int
    body: str


class StoreReceiptShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`RegisterStoreReceiptResponse`."""

    receipt_url: str | None = None


class EscrowShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentEscrow` in every state."""

    status: str | None = None
    company: str | None = None
    invoice_number: str | None = None
    sent_at: datetime | None = None
    applied_at: datetime | None = None
    is_automatically_confirmed: bool | None = None


class EscrowPaymentShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """What of a `Payment` is about its delivery."""

    id: str
    transaction_id: str | None = None
    version: str | None = None
    escrow: EscrowShape | None = None


class DeliveryShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ApplyEscrowLogisticsResponse`, `ModifyEscrowLogisticsResponse`."""

    invoice_number: str | None = None
    sent_at: datetime | None = None
    applied_at: datetime | None = None
    modified_at: datetime | None = None


class ConfirmedShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ConfirmEscrowResponse`."""

    completed_at: datetime | None = None


class PersonShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`IdentityVerificationVerifiedCustomer`, and the requested one whose birth date comes in parts."""

    id: str | None = None
    name: str | None = None
    operator: str | None = None
    phone_number: str | None = None
    birth_date: str | None = None
    gender: str | None = None
    is_foreigner: bool | None = None
    ci: str | None = None
    di: str | None = None
    birth_year: str | None = None
    birth_month: str | None = None
    birth_day: str | None = None


class IdentityShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`IdentityVerification` in every state."""

    status: str
    id: str
    channel: ChannelShape | None = None
    verified_customer: PersonShape | None = None
    requested_customer: PersonShape | None = None
    custom_data: str | None = None
    requested_at: datetime | None = None
    updated_at: datetime | None = None
    status_changed_at: datetime | None = None
    verified_at: datetime | None = None
    failure: FailureShape | None = None
    pg_tx_id: str | None = None
    pg_raw_response: str | None = None
    version: str | None = None


class IdentityConfirmedShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ConfirmIdentityVerificationResponse`."""

    identity_verification: msgspec.Raw


class ErrorShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """An error of any type."""

    type: str | None = None
    message: str | None = None
    pg_code: str | None = None
    pg_message: str | None = None
