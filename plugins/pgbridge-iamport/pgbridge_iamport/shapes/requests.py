"""What V1 takes in request bodies; one Struct per call, fields in the order of the vendor's pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from pgbridge_iamport.shapes.payment import Number


class Body(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The base of all of them: the only default is None, so what is 0, "" or False is sent."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"


class OnetimeBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /subscribe/payments/onetime`."""

    merchant_uid: str
    amount: Number
    card_number: str
    expiry: str
    currency: str | None = None
    tax_free: Number | None = None
    vat_amount: Number | None = None
    birth: str | None = None
    pwd_2digit: str | None = None
    cvc: str | None = None
    customer_uid: str | None = None
    pg: str | None = None
    channelGroupId: str | None = None  # noqa: N815 - spelt so on the wire
    name: str | None = None
    buyer_name: str | None = None
    buyer_email: str | None = None
    buyer_tel: str | None = None
    buyer_addr: str | None = None
    buyer_postcode: str | None = None
    card_quota: int | None = None
    interest_free_by_merchant: bool | None = None
    use_card_point: bool | None = None
    custom_data: str | None = None
    notice_url: str | None = None
    browser_ip: str | None = None
    secure_3d_charge_id: str | None = None
    secure_3d_token: str | None = None
    product_type: str | None = None
    promotion_id: str | None = None
    bypass: str | None = None


class AgainBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /subscribe/payments/again`."""

    customer_uid: str
    merchant_uid: str
    amount: Number
    currency: str | None = None
    tax_free: Number | None = None
    vat_amount: Number | None = None
    name: str | None = None
    buyer_name: str | None = None
    buyer_email: str | None = None
    buyer_tel: str | None = None
    buyer_addr: str | None = None
    buyer_postcode: str | None = None
    card_quota: int | None = None
    interest_free_by_merchant: bool | None = None
    use_card_point: bool | None = None
    custom_data: str | None = None
    notice_url: str | None = None
    browser_ip: str | None = None
    product_type: str | None = None
    product_count: int | None = None
    cash_receipt_type: str | None = None
    bypass: str | None = None
    extra: Mapping[str, Any] | None = None
    promotion_id: str | None = None
    channel_key: str | None = None


class ScheduleRow(Body, frozen=True, kw_only=True, omit_defaults=True):
    """One of `schedules`: `ScheduleAnnotation`."""

    merchant_uid: str
    schedule_at: int
    amount: Number
    currency: str | None = None
    tax_free: Number | None = None
    vat_amount: Number | None = None
    name: str | None = None
    buyer_name: str | None = None
    buyer_email: str | None = None
    buyer_tel: str | None = None
    buyer_addr: str | None = None
    buyer_postcode: str | None = None
    custom_data: str | None = None
    notice_url: str | None = None
    product_type: str | None = None
    cash_receipt_type: str | None = None
    card_quota: int | None = None
    interest_free_by_merchant: bool | None = None
    use_card_point: bool | None = None
    product_count: int | None = None
    browser_ip: str | None = None
    extra: Mapping[str, Any] | None = None
    bypass: str | None = None
    promotion_id: str | None = None


class ScheduleBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /subscribe/payments/schedule`."""

    customer_uid: str
    schedules: list[ScheduleRow]
    customer_id: str | None = None
    checking_amount: int | None = None
    card_number: str | None = None
    expiry: str | None = None
    birth: str | None = None
    pwd_2digit: str | None = None
    cvc: str | None = None
    channel_key: str | None = None


class IssueBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /subscribe/customers/{customer_uid}`."""

    card_number: str
    expiry: str
    channel_key: str | None = None
    pg: str | None = None
    channel_group_id: str | None = None
    customer_id: str | None = None
    birth: str | None = None
    pwd_2digit: str | None = None
    cvc: str | None = None
    customer_name: str | None = None
    customer_tel: str | None = None
    customer_email: str | None = None
    customer_addr: str | None = None
    customer_postcode: str | None = None


class ExtraBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`extra` of a cancel: who asked for it (Naver Pay)."""

    requester: str | None = None


class CancelBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /payments/cancel`."""

    imp_uid: str | None = None
    merchant_uid: str | None = None
    amount: Number | None = None
    tax_free: Number | None = None
    vat_amount: Number | None = None
    checksum: Number | None = None
    reason: str | None = None
    refund_holder: str | None = None
    refund_bank: str | None = None
    refund_account: str | None = None
    refund_tel: str | None = None
    retain_promotion: bool | None = None
    enable_webhook: bool | None = None
    extra: ExtraBody | None = None


class PrepareBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST` and `PUT /payments/prepare`."""

    merchant_uid: str
    amount: Number
    currency: str | None = None


class UnscheduleBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /subscribe/payments/unschedule`."""

    customer_uid: str | None = None
    merchant_uid: list[str] | None = None


class DueBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`PUT /subscribe/payments/schedule/{merchant_uid}` and its `/reschedule`."""

    schedule_at: int


class VbankBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /vbanks`."""

    channel_key: str
    merchant_uid: str
    amount: Number
    vbank_code: str
    vbank_due: int
    vbank_holder: str | None = None
    vbank_num: str | None = None
    vbank_key: str | None = None
    name: str | None = None
    tax_free: Number | None = None
    vat_amount: Number | None = None
    buyer_name: str | None = None
    buyer_email: str | None = None
    buyer_tel: str | None = None
    buyer_addr: str | None = None
    buyer_postcode: str | None = None
    business_registration_number: str | None = None
    notice_url: list[str] | None = None
    custom_data: str | None = None
    product_type: str | None = None
    product_count: int | None = None
    escrow_password: str | None = None
    fixed_unlimited_vbank: bool | None = None


class ReceiptBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /receipts/{imp_uid}`."""

    identifier: str
    identifier_type: str | None = None
    type: str | None = None
    product_type: str | None = None
    company_tel: str | None = None
    company_name: str | None = None
    corp_reg_no: str | None = None
    buyer_name: str | None = None
    buyer_email: str | None = None
    buyer_tel: str | None = None
    tax_free: int | None = None
    vat_amount: Number | None = None


class ExternalReceiptBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /receipts/external/{merchant_uid}`."""

    channel_key: str
    name: str
    amount: int
    identifier: str
    identifier_type: str | None = None
    type: str | None = None
    product_type: str | None = None
    buyer_name: str | None = None
    buyer_email: str | None = None
    buyer_tel: str | None = None
    tax_free: int | None = None
    vat_amount: Number | None = None
    corp_reg_no: str | None = None
    pay_method: str | None = None


class StoreReceiptRow(Body, frozen=True, kw_only=True, omit_defaults=True):
    """One of `data`: `PartnerReceiptsAnnotation`."""

    business_registration_number: str
    company_name: str
    amount: Number
    tax_free: Number | None = None
    vat_amount: Number | None = None


class StoreReceiptBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /partners/receipts/{imp_uid}`."""

    data: list[StoreReceiptRow]


class FormedAddress(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`formed_address`, which the new Smartro reads instead of `addr`."""

    address_line_1: str
    address_line_2: str


class SenderBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`EscrowLogisSenderAnnotation`."""

    name: str | None = None
    tel: str | None = None
    addr: str | None = None
    postcode: str | None = None
    relationship: str | None = None
    formed_address: FormedAddress | None = None


class ReceiverBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`EscrowLogisReceiverAnnotation`."""

    name: str | None = None
    tel: str | None = None
    addr: str | None = None
    postcode: str | None = None
    formed_address: FormedAddress | None = None


class LogisBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`EscrowLogisInfoAnnotation`."""

    company: str
    invoice: str
    sent_at: int
    receiving_at: str | None = None
    address: str | None = None


class LogisProduct(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`EscrowLogisProductsAnnotation`."""

    id: str
    name: str
    amount: Number
    code: str | None = None
    currency: str | None = None
    quantity: int | None = None
    tag: str | None = None


class EscrowBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST` and `PUT /escrows/logis/{imp_uid}`; the latter has no `send_email`."""

    sender: SenderBody
    receiver: ReceiverBody
    logis: LogisBody
    products: list[LogisProduct] | None = None
    send_email: bool | None = None


class NaverConfirmBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /payments/{imp_uid}/naver/confirm`."""

    requester: str | None = None


class OtpRequestBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /certifications/otp/request`."""

    name: str
    phone: str
    birth: str
    gender_digit: str
    carrier: str
    channel_key: str
    is_mvno: bool | None = None
    company: str | None = None
    merchant_uid: str | None = None
    pg: str | None = None
    verification_method: str | None = None
    bypass: str | None = None


class OtpConfirmBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /certifications/otp/confirm/{imp_uid}`."""

    otp: str | None = None


class TokenBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /users/getToken`."""

    imp_key: str
    imp_secret: str
