"""What V2 takes in request bodies; one Struct per call, named after the vendor's schema."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct


class Body(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """The base of all of them: the only default is None, so what is 0, "" or False is sent.

    They live for one request, so the garbage collector need not know them.
    """

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"


class AmountInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentAmountInput`; minor units."""

    total: int
    tax_free: int | None = None
    vat: int | None = None


class SeparatedName(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CustomerSeparatedName`."""

    first: str
    last: str


class NameInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CustomerNameInput`: one of both."""

    full: str | None = None
    separated: SeparatedName | None = None


class AddressInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`SeparatedAddressInput`; V2 takes no address in one line."""

    address_line1: str
    address_line2: str
    city: str | None = None
    province: str | None = None
    country: str | None = None


class CustomerInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CustomerInput`."""

    id: str | None = None
    name: NameInput | None = None
    birth_year: str | None = None
    birth_month: str | None = None
    birth_day: str | None = None
    country: str | None = None
    gender: str | None = None
    email: str | None = None
    phone_number: str | None = None
    address: AddressInput | None = None
    zipcode: str | None = None
    business_registration_number: str | None = None


class ProductInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentProduct`; `amount` is the price of one."""

    id: str
    name: str
    amount: int
    quantity: int
    tag: str | None = None
    code: str | None = None
    link: str | None = None


class CashReceiptInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CashReceiptInput`."""

    type: str
    customer_identity_number: str | None = None


class CredentialInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CardCredential`: digits only, the year as `YY`."""

    number: str
    expiry_year: str
    expiry_month: str
    birth_or_business_registration_number: str | None = None
    password_two_digits: str | None = None


class CardInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`InstantPaymentMethodInputCard`; for a billing key only the credential."""

    credential: CredentialInput
    installment_month: int | None = None
    use_free_installment_plan: bool | None = None
    use_free_interest_from_merchant: bool | None = None
    use_card_point: bool | None = None


class ExpiryInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`InstantPaymentMethodInputVirtualAccountExpiry`: one of both."""

    valid_hours: int | None = None
    due_date: datetime | None = None


class FixedInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`InstantPaymentMethodInputVirtualAccountOptionFixed`."""

    pg_account_id: str | None = None
    account_number: str | None = None


class AccountOption(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`InstantPaymentMethodInputVirtualAccountOption`."""

    type: str
    fixed: FixedInput | None = None


class VirtualAccountInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`InstantPaymentMethodInputVirtualAccount`."""

    bank: str
    expiry: ExpiryInput
    option: AccountOption
    cash_receipt: CashReceiptInput | None = None
    remittee_name: str | None = None


class MethodInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`InstantPaymentMethodInput`: one of both."""

    card: CardInput | None = None
    virtual_account: VirtualAccountInput | None = None


class InstantBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`POST /payments/{paymentId}/instant`: `InstantPaymentInput`."""

    method: MethodInput
    order_name: str
    amount: AmountInput
    currency: str
    store_id: str | None = None
    channel_key: str | None = None
    channel_group_id: str | None = None
    is_cultural_expense: bool | None = None
    is_escrow: bool | None = None
    customer: CustomerInput | None = None
    custom_data: str | None = None
    country: str | None = None
    notice_urls: tuple[str, ...] | None = None
    products: tuple[ProductInput, ...] | None = None
    product_count: int | None = None
    product_type: str | None = None
    shipping_address: AddressInput | None = None
    promotion_id: str | None = None
    bypass: Mapping[str, Any] | None = None
    skip_webhook: bool | None = None


class BillingKeyBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`POST /payments/{paymentId}/billing-key`: `BillingKeyPaymentInput`; schedules take the same but `skipWebhook`."""

    billing_key: str
    order_name: str
    amount: AmountInput
    currency: str
    store_id: str | None = None
    channel_key: str | None = None
    customer: CustomerInput | None = None
    custom_data: str | None = None
    installment_month: int | None = None
    use_free_interest_from_merchant: bool | None = None
    use_card_point: bool | None = None
    cash_receipt: CashReceiptInput | None = None
    country: str | None = None
    notice_urls: tuple[str, ...] | None = None
    products: tuple[ProductInput, ...] | None = None
    product_count: int | None = None
    product_type: str | None = None
    shipping_address: AddressInput | None = None
    promotion_id: str | None = None
    locale: str | None = None
    bypass: Mapping[str, Any] | None = None
    skip_webhook: bool | None = None


class ScheduleBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`POST /payments/{paymentId}/schedule`: `CreatePaymentScheduleBody`."""

    time_to_pay: datetime
    payment: BillingKeyBody | None = None


class RefundAccountInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CancelPaymentBodyRefundAccount`."""

    bank: str
    number: str
    holder_name: str
    holder_phone_number: str | None = None


class CancelBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`POST /payments/{paymentId}/cancel`: `CancelPaymentBody`."""

    reason: str
    store_id: str | None = None
    amount: int | None = None
    tax_free_amount: int | None = None
    vat_amount: int | None = None
    requester: str | None = None
    promotion_discount_retain_option: str | None = None
    current_cancellable_amount: int | None = None
    refund_account: RefundAccountInput | None = None
    refund_email: str | None = None
    skip_webhook: bool | None = None


class PreRegisterBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`POST /payments/{paymentId}/pre-register`: `PreRegisterPaymentBody`."""

    total_amount: int
    store_id: str | None = None
    tax_free_amount: int | None = None
    currency: str | None = None


class IssueBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`POST /billing-keys`: `IssueBillingKeyBody`."""

    method: MethodInput
    store_id: str | None = None
    channel_key: str | None = None
    channel_group_id: str | None = None
    customer: CustomerInput | None = None
    custom_data: str | None = None
    bypass: Mapping[str, Any] | None = None
    notice_urls: tuple[str, ...] | None = None
    skip_webhook: bool | None = None


class RevokeBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`DELETE /payment-schedules`: `RevokePaymentSchedulesBody`, sent in the query."""

    store_id: str | None = None
    billing_key: str | None = None
    schedule_ids: tuple[str, ...] | None = None


class PageInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PageInput`; counted from 0."""

    number: int | None = None
    size: int | None = None


class SortInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`BillingKeySortInput`, `PaymentScheduleSortInput`."""

    by: str | None = None
    order: str | None = None


class PaymentFilter(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentFilterInput`, as far as it is used."""

    store_id: str | None = None
    timestamp_type: str | None = None
    from_: datetime | None = None
    until: datetime | None = None
    status: tuple[str, ...] | None = None
    is_test: bool | None = None
    sort_by: str | None = None
    sort_order: str | None = None


class PaymentsBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GET /payments`: `GetPaymentsBody`, sent in the query."""

    page: PageInput | None = None
    filter: PaymentFilter | None = None


class CursorBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GET /payments-by-cursor`: `GetAllPaymentsByCursorBody`, sent in the query."""

    store_id: str | None = None
    from_: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None
    size: int | None = None


class BillingKeyFilter(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`BillingKeyFilterInput`, as far as it is used."""

    store_id: str | None = None
    time_range_field: str | None = None
    from_: datetime | None = None
    until: datetime | None = None
    status: tuple[str, ...] | None = None
    customer_id: str | None = None
    version: str | None = None


class BillingKeysBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GET /billing-keys`: `GetBillingKeyInfosBody`, sent in the query."""

    page: PageInput | None = None
    sort: SortInput | None = None
    filter: BillingKeyFilter | None = None


class ScheduleFilter(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentScheduleFilterInput`, as far as it is used; the times are those of payment."""

    store_id: str | None = None
    billing_key: str | None = None
    from_: datetime | None = None
    until: datetime | None = None
    status: tuple[str, ...] | None = None


class SchedulesBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GET /payment-schedules`: `GetPaymentSchedulesBody`, sent in the query."""

    page: PageInput | None = None
    sort: SortInput | None = None
    filter: ScheduleFilter | None = None


class ReceiptCustomerInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`IssueCashReceiptCustomerInput`."""

    identity_number: str
    identity_number_type: str | None = None
    name: str | None = None
    email: str | None = None
    phone_number: str | None = None


class ReceiptBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`IssueCashReceiptBody`."""

    payment_id: str
    channel_key: str
    type: str
    order_name: str
    currency: str
    amount: AmountInput
    customer: ReceiptCustomerInput
    store_id: str | None = None
    product_type: str | None = None
    paid_at: datetime | None = None
    business_registration_number: str | None = None
    payment_method: str | None = None


class ReceiptFilter(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CashReceiptFilterInput`, as far as operations filter."""

    store_id: str | None = None
    time_range_field: str | None = None
    from_: datetime | None = None
    until: datetime | None = None
    payment_id: str | None = None
    statuses: tuple[str, ...] | None = None
    is_manual: bool | None = None
    version: str | None = None
    types: tuple[str, ...] | None = None


class ReceiptsBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GetCashReceiptsBody`."""

    page: PageInput | None = None
    sort: SortInput | None = None
    filter: ReceiptFilter | None = None


class DeliveryBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ConfirmPaymentwallDeliveryBody`."""

    transaction_id: str
    delivery_type: str
    delivery_status: str
    estimated_delivery_datetime: datetime
    estimated_update_datetime: datetime
    refundable: bool
    details: str
    shipping_address_email: str
    reason: str | None = None
    carrier_tracking_id: str | None = None
    carrier_type: str | None = None
    shipping_address_country: str | None = None
    shipping_address_city: str | None = None
    shipping_address_zip: str | None = None
    shipping_address_state: str | None = None
    shipping_address_street: str | None = None
    shipping_address_phone: str | None = None
    shipping_address_firstname: str | None = None
    shipping_address_lastname: str | None = None
    attachments: tuple[str, ...] | None = None


class StoreItemInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`RegisterStoreReceiptBodyItem`."""

    store_business_registration_number: str
    store_name: str
    total_amount: int
    currency: str
    tax_free_amount: int | None = None
    vat_amount: int | None = None
    supply_amount: int | None = None


class StoreReceiptBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`RegisterStoreReceiptBody`."""

    items: tuple[StoreItemInput, ...]
    store_id: str | None = None


class SenderInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentEscrowSenderInput`."""

    name: str | None = None
    phone_number: str | None = None
    zipcode: str | None = None
    relationship: str | None = None
    address: AddressInput | None = None


class ReceiverInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentEscrowReceiverInput`."""

    name: str | None = None
    phone_number: str | None = None
    zipcode: str | None = None
    address: AddressInput | None = None


class LogisticsInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentLogistics`."""

    company: str
    invoice_number: str
    sent_at: datetime
    received_at: datetime | None = None
    address: AddressInput | None = None


class EscrowBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`RegisterEscrowLogisticsBody`, `ModifyEscrowLogisticsBody`."""

    logistics: LogisticsInput
    store_id: str | None = None
    sender: SenderInput | None = None
    receiver: ReceiverInput | None = None
    send_email: bool | None = None
    products: tuple[ProductInput, ...] | None = None


class ConfirmEscrowBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ConfirmEscrowBody`."""

    store_id: str | None = None
    from_store: bool | None = None


class PersonInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`SendIdentityVerificationBodyCustomer`. `ip_address` is required, but no other API's request holds one."""

    name: str
    phone_number: str
    ip_address: str | None = None
    id: str | None = None
    identity_number: str | None = None


class SendIdentityBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`SendIdentityVerificationBody`."""

    channel_key: str
    customer: PersonInput
    operator: str
    method: str
    store_id: str | None = None
    custom_data: str | None = None
    bypass: Mapping[str, Any] | None = None


class ConfirmIdentityBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ConfirmIdentityVerificationBody`."""

    store_id: str | None = None
    otp: str | None = None


class IdentityFilter(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`IdentityVerificationFilterInput`, as far as operations filter."""

    store_id: str | None = None
    time_range_field: str | None = None
    from_: datetime | None = None
    until: datetime | None = None
    identity_verification_id: str | None = None
    statuses: tuple[str, ...] | None = None
    version: str | None = None


class IdentitiesBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GetIdentityVerificationsBody`."""

    page: PageInput | None = None
    sort: SortInput | None = None
    filter: IdentityFilter | None = None
