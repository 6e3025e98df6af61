"""One payment protocol for PortOne V1 and V2: migrate, route, validate.

Everything a shop needs is here by name; each name is loaded when it is first used, so that `import pgbridge` is cheap.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pgbridge.checks import check_wire
    from pgbridge.client import AsyncBridge, AsyncRows, Bridge, Rows
    from pgbridge.config import Config
    from pgbridge.errors import (
        AmountMismatch,
        ApiError,
        BadAnswer,
        BadWebhook,
        Busy,
        ConfigError,
        Conflict,
        Declined,
        IntentConflict,
        LedgerUnusable,
        NoAnswer,
        NotFound,
        NotSent,
        OutcomeUnknown,
        Pending,
        PgbridgeError,
        RateLimited,
        RefundImpossible,
        Refused,
        RuleViolation,
        TransportError,
        Unauthorized,
        UnsupportedOperation,
    )
    from pgbridge.hookspecs import hookimpl
    from pgbridge.inbox import AsyncInbox, Inbox
    from pgbridge.model.access import AccessToken
    from pgbridge.model.attempt import Attempt
    from pgbridge.model.balance import Balance
    from pgbridge.model.billing_key import BillingKey, Schedule, VendorKey
    from pgbridge.model.browser import BrowserCall, BrowserResult, OfferPeriod, StoreDetails
    from pgbridge.model.card import Card
    from pgbridge.model.channel import Channel, Connection, Secret
    from pgbridge.model.checkout import Agreement, CheckoutMethod, CheckoutSession, PageColors, SessionProduct
    from pgbridge.model.codes import CodeName
    from pgbridge.model.customer import Address, Customer, Name, Product
    from pgbridge.model.enums import (
        BillingKeyStatus,
        CancellationStatus,
        Method,
        PaymentStatus,
        ScheduleStatus,
    )
    from pgbridge.model.escrow import EscrowLogistics, Party
    from pgbridge.model.event import PaymentEvent
    from pgbridge.model.identity import IdentityVerification, VerifiedCustomer
    from pgbridge.model.money import Amount, krw, money
    from pgbridge.model.naver import NaverOrders, NaverProductOrder
    from pgbridge.model.outcome import AccountHolder, Barcode
    from pgbridge.model.page import Found, Page
    from pgbridge.model.payment import Cancellation, Payment, PayMethod, VirtualAccount
    from pgbridge.model.platform import (
        CancelledLine,
        ExternalPayment,
        PartnerDiscount,
        Transfer,
        TransferLine,
        TransferProduct,
    )
    from pgbridge.model.promotion import CardPromotion, Promotion
    from pgbridge.model.raw import RawAnswer
    from pgbridge.model.receipt import CashReceipt, StoreReceipt
    from pgbridge.model.report import PgMerchant, VatReport
    from pgbridge.model.wallets import BenepiaAccount
    from pgbridge.model.webhook import Approve, ConfirmRequest, Reject, WebhookEvent, WebhookKind
    from pgbridge.operations.account_holder.get import GetAccountHolder
    from pgbridge.operations.auth.refresh import RefreshToken
    from pgbridge.operations.auth.token import GetToken
    from pgbridge.operations.base import CashReceiptRequest, Operation, ScheduledCharge
    from pgbridge.operations.benepia.pay import PayBenepia
    from pgbridge.operations.benepia.points import GetBenepiaPoints
    from pgbridge.operations.billing_keys.confirm import ConfirmBillingKey
    from pgbridge.operations.billing_keys.confirm_and_charge import ConfirmKeyAndCharge
    from pgbridge.operations.billing_keys.delete import DeleteBillingKey
    from pgbridge.operations.billing_keys.get import GetBillingKey
    from pgbridge.operations.billing_keys.get_many import GetBillingKeys
    from pgbridge.operations.billing_keys.issue import IssueBillingKey
    from pgbridge.operations.billing_keys.list import ListBillingKeys
    from pgbridge.operations.billing_keys.payments import ListKeyPayments
    from pgbridge.operations.billing_keys.schedules import ListKeySchedules
    from pgbridge.operations.browser.billing_key import BrowserBillingKey
    from pgbridge.operations.browser.billing_key_and_pay import BrowserBillingKeyAndPay
    from pgbridge.operations.browser.identity import BrowserIdentity
    from pgbridge.operations.browser.payment import BrowserPayment
    from pgbridge.operations.card_promotions.list import ListCardPromotions
    from pgbridge.operations.cash_receipts.cancel import CancelCashReceipt
    from pgbridge.operations.cash_receipts.external_cancel import CancelExternalCashReceipt
    from pgbridge.operations.cash_receipts.external_get import GetExternalCashReceipt
    from pgbridge.operations.cash_receipts.external_issue import IssueExternalCashReceipt
    from pgbridge.operations.cash_receipts.get import GetCashReceipt
    from pgbridge.operations.cash_receipts.issue import IssueCashReceipt
    from pgbridge.operations.cash_receipts.list import ListCashReceipts
    from pgbridge.operations.channels.list import ListChannels
    from pgbridge.operations.checkout_profiles.evaluate import EvaluateCheckoutProfile
    from pgbridge.operations.codes.bank import GetBank
    from pgbridge.operations.codes.banks import ListBanks
    from pgbridge.operations.codes.card import GetCardCompany
    from pgbridge.operations.codes.cards import ListCardCompanies
    from pgbridge.operations.cvs.issue import IssueBarcode
    from pgbridge.operations.cvs.revoke import RevokeBarcode
    from pgbridge.operations.escrow.confirm import ConfirmEscrow
    from pgbridge.operations.escrow.get import GetEscrow
    from pgbridge.operations.escrow.register import RegisterEscrow
    from pgbridge.operations.escrow.update import UpdateEscrow
    from pgbridge.operations.identity.delete import DeleteIdentityVerification
    from pgbridge.operations.identity.get import GetIdentityVerification
    from pgbridge.operations.identity.list import ListIdentityVerifications
    from pgbridge.operations.identity.otp_confirm import ConfirmIdentityOtp
    from pgbridge.operations.identity.otp_resend import ResendIdentityOtp
    from pgbridge.operations.identity.otp_send import SendIdentityOtp
    from pgbridge.operations.kakao.orders import GetKakaoOrders
    from pgbridge.operations.kcpquick.autopay_delete import DeleteKcpQuickAutopay
    from pgbridge.operations.kcpquick.autopay_pay import PayKcpQuickAutopay
    from pgbridge.operations.kcpquick.fido_release import ReleaseKcpQuickFido
    from pgbridge.operations.kcpquick.member_delete import DeleteKcpQuickMember
    from pgbridge.operations.kcpquick.money_pay import PayKcpQuickMoney
    from pgbridge.operations.kcpquick.prepare_create import PrepareKcpQuick
    from pgbridge.operations.kcpquick.prepare_update import UpdateKcpQuickPrepare
    from pgbridge.operations.naver.cash_amount import GetNaverCashAmount
    from pgbridge.operations.naver.orders_approve_cancel import ApproveNaverCancel
    from pgbridge.operations.naver.orders_approve_return import ApproveNaverReturn
    from pgbridge.operations.naver.orders_cancel import CancelNaverOrders
    from pgbridge.operations.naver.orders_collect_exchange import CollectNaverExchange
    from pgbridge.operations.naver.orders_get import GetNaverOrder
    from pgbridge.operations.naver.orders_list import ListNaverOrders
    from pgbridge.operations.naver.orders_place import PlaceNaverOrders
    from pgbridge.operations.naver.orders_reject_return import RejectNaverReturn
    from pgbridge.operations.naver.orders_request_return import RequestNaverReturn
    from pgbridge.operations.naver.orders_resolve_return import ResolveNaverReturn
    from pgbridge.operations.naver.orders_ship import ShipNaverOrders
    from pgbridge.operations.naver.orders_ship_exchange import ShipNaverExchange
    from pgbridge.operations.naver.orders_withhold_return import WithholdNaverReturn
    from pgbridge.operations.naver.points_deposit import DepositNaverPoints
    from pgbridge.operations.naver.reviews_list import ListNaverReviews
    from pgbridge.operations.payco.order_status import SetPaycoStatus
    from pgbridge.operations.payments.attempts import ListAttempts
    from pgbridge.operations.payments.balance import GetBalance
    from pgbridge.operations.payments.cancel import CancelPayment, RefundAccount
    from pgbridge.operations.payments.cancel_stop import StopCancellation
    from pgbridge.operations.payments.capture import CapturePayment
    from pgbridge.operations.payments.charge import Charge
    from pgbridge.operations.payments.charge_billing_key import ChargeBillingKey
    from pgbridge.operations.payments.charge_card import ChargeCard
    from pgbridge.operations.payments.confirm import ConfirmPayment
    from pgbridge.operations.payments.events import ListPaymentEvents
    from pgbridge.operations.payments.get import GetPayment
    from pgbridge.operations.payments.get_many import GetPayments
    from pgbridge.operations.payments.iterate import IteratePayments
    from pgbridge.operations.payments.list import ListPayments
    from pgbridge.operations.payments.prepare import PreparePayment
    from pgbridge.operations.payments.prepare_get import GetPreparedPayment
    from pgbridge.operations.payments.prepare_update import UpdatePreparedPayment
    from pgbridge.operations.paymentwall.delivery import RegisterPaymentwallDelivery
    from pgbridge.operations.platform.transfers_order import CreateOrderTransfer
    from pgbridge.operations.platform.transfers_order_cancel import CancelOrderTransfer
    from pgbridge.operations.promotions.get import GetPromotion
    from pgbridge.operations.raw.call import RawCall
    from pgbridge.operations.raw.list import ListRaw
    from pgbridge.operations.reconciliation.vat_settlements import ReportSettlementVat
    from pgbridge.operations.reconciliation.vat_transactions import ReportTransactionVat
    from pgbridge.operations.schedules.create import CreateSchedule
    from pgbridge.operations.schedules.get import GetSchedule
    from pgbridge.operations.schedules.list import ListSchedules
    from pgbridge.operations.schedules.move import MoveSchedule
    from pgbridge.operations.schedules.reschedule import Reschedule
    from pgbridge.operations.schedules.retry import RetrySchedule
    from pgbridge.operations.schedules.revoke import RevokeSchedules
    from pgbridge.operations.sessions.close import CloseSession
    from pgbridge.operations.sessions.create import CreateSession
    from pgbridge.operations.sessions.get import GetSession
    from pgbridge.operations.store_receipts.register import RegisterStoreReceipt, StoreReceiptItem
    from pgbridge.operations.tiers.get import GetTier
    from pgbridge.operations.virtual_accounts.close import CloseVirtualAccount
    from pgbridge.operations.virtual_accounts.issue import IssueVirtualAccount
    from pgbridge.operations.virtual_accounts.update import UpdateVirtualAccount
    from pgbridge.operations.webhooks.resend import ResendWebhook
    from pgbridge.refunds import RefundLine, RefundPlan, plan_refund
    from pgbridge.registry import Registry
    from pgbridge.routing import Route, Seller
    from pgbridge.rules import Violation
    from pgbridge.webhooks.receiver import Webhooks
    from pgbridge.wire import Event

HOMES = {
    "AccessToken": "pgbridge.model.access",
    "AccountHolder": "pgbridge.model.outcome",
    "Address": "pgbridge.model.customer",
    "Agreement": "pgbridge.model.checkout",
    "Amount": "pgbridge.model.money",
    "AmountMismatch": "pgbridge.errors",
    "ApiError": "pgbridge.errors",
    "Approve": "pgbridge.model.webhook",
    "ApproveNaverCancel": "pgbridge.operations.naver.orders_approve_cancel",
    "ApproveNaverReturn": "pgbridge.operations.naver.orders_approve_return",
    "AsyncBridge": "pgbridge.client",
    "AsyncInbox": "pgbridge.inbox",
    "AsyncRows": "pgbridge.client",
    "Attempt": "pgbridge.model.attempt",
    "BadAnswer": "pgbridge.errors",
    "BadWebhook": "pgbridge.errors",
    "Balance": "pgbridge.model.balance",
    "Barcode": "pgbridge.model.outcome",
    "BenepiaAccount": "pgbridge.model.wallets",
    "BillingKey": "pgbridge.model.billing_key",
    "BillingKeyStatus": "pgbridge.model.enums",
    "Bridge": "pgbridge.client",
    "BrowserBillingKey": "pgbridge.operations.browser.billing_key",
    "BrowserBillingKeyAndPay": "pgbridge.operations.browser.billing_key_and_pay",
    "BrowserCall": "pgbridge.model.browser",
    "BrowserIdentity": "pgbridge.operations.browser.identity",
    "BrowserPayment": "pgbridge.operations.browser.payment",
    "BrowserResult": "pgbridge.model.browser",
    "Busy": "pgbridge.errors",
    "CancelCashReceipt": "pgbridge.operations.cash_receipts.cancel",
    "CancelExternalCashReceipt": "pgbridge.operations.cash_receipts.external_cancel",
    "CancelNaverOrders": "pgbridge.operations.naver.orders_cancel",
    "CancelOrderTransfer": "pgbridge.operations.platform.transfers_order_cancel",
    "CancelPayment": "pgbridge.operations.payments.cancel",
    "Cancellation": "pgbridge.model.payment",
    "CancellationStatus": "pgbridge.model.enums",
    "CancelledLine": "pgbridge.model.platform",
    "CapturePayment": "pgbridge.operations.payments.capture",
    "Card": "pgbridge.model.card",
    "CardPromotion": "pgbridge.model.promotion",
    "CashReceipt": "pgbridge.model.receipt",
    "CashReceiptRequest": "pgbridge.operations.base",
    "Channel": "pgbridge.model.channel",
    "Charge": "pgbridge.operations.payments.charge",
    "ChargeBillingKey": "pgbridge.operations.payments.charge_billing_key",
    "ChargeCard": "pgbridge.operations.payments.charge_card",
    "CheckoutMethod": "pgbridge.model.checkout",
    "CheckoutSession": "pgbridge.model.checkout",
    "CloseSession": "pgbridge.operations.sessions.close",
    "CloseVirtualAccount": "pgbridge.operations.virtual_accounts.close",
    "CodeName": "pgbridge.model.codes",
    "CollectNaverExchange": "pgbridge.operations.naver.orders_collect_exchange",
    "Config": "pgbridge.config",
    "ConfigError": "pgbridge.errors",
    "ConfirmBillingKey": "pgbridge.operations.billing_keys.confirm",
    "ConfirmEscrow": "pgbridge.operations.escrow.confirm",
    "ConfirmIdentityOtp": "pgbridge.operations.identity.otp_confirm",
    "ConfirmKeyAndCharge": "pgbridge.operations.billing_keys.confirm_and_charge",
    "ConfirmPayment": "pgbridge.operations.payments.confirm",
    "ConfirmRequest": "pgbridge.model.webhook",
    "Conflict": "pgbridge.errors",
    "Connection": "pgbridge.model.channel",
    "CreateOrderTransfer": "pgbridge.operations.platform.transfers_order",
    "CreateSchedule": "pgbridge.operations.schedules.create",
    "CreateSession": "pgbridge.operations.sessions.create",
    "Customer": "pgbridge.model.customer",
    "Declined": "pgbridge.errors",
    "DeleteBillingKey": "pgbridge.operations.billing_keys.delete",
    "DeleteIdentityVerification": "pgbridge.operations.identity.delete",
    "DeleteKcpQuickAutopay": "pgbridge.operations.kcpquick.autopay_delete",
    "DeleteKcpQuickMember": "pgbridge.operations.kcpquick.member_delete",
    "DepositNaverPoints": "pgbridge.operations.naver.points_deposit",
    "EscrowLogistics": "pgbridge.model.escrow",
    "EvaluateCheckoutProfile": "pgbridge.operations.checkout_profiles.evaluate",
    "Event": "pgbridge.wire",
    "ExternalPayment": "pgbridge.model.platform",
    "Found": "pgbridge.model.page",
    "GetAccountHolder": "pgbridge.operations.account_holder.get",
    "GetBalance": "pgbridge.operations.payments.balance",
    "GetBank": "pgbridge.operations.codes.bank",
    "GetBenepiaPoints": "pgbridge.operations.benepia.points",
    "GetBillingKey": "pgbridge.operations.billing_keys.get",
    "GetBillingKeys": "pgbridge.operations.billing_keys.get_many",
    "GetCardCompany": "pgbridge.operations.codes.card",
    "GetCashReceipt": "pgbridge.operations.cash_receipts.get",
    "GetEscrow": "pgbridge.operations.escrow.get",
    "GetExternalCashReceipt": "pgbridge.operations.cash_receipts.external_get",
    "GetIdentityVerification": "pgbridge.operations.identity.get",
    "GetKakaoOrders": "pgbridge.operations.kakao.orders",
    "GetNaverCashAmount": "pgbridge.operations.naver.cash_amount",
    "GetNaverOrder": "pgbridge.operations.naver.orders_get",
    "GetPayment": "pgbridge.operations.payments.get",
    "GetPayments": "pgbridge.operations.payments.get_many",
    "GetPreparedPayment": "pgbridge.operations.payments.prepare_get",
    "GetPromotion": "pgbridge.operations.promotions.get",
    "GetSchedule": "pgbridge.operations.schedules.get",
    "GetSession": "pgbridge.operations.sessions.get",
    "GetTier": "pgbridge.operations.tiers.get",
    "GetToken": "pgbridge.operations.auth.token",
    "IdentityVerification": "pgbridge.model.identity",
    "Inbox": "pgbridge.inbox",
    "IntentConflict": "pgbridge.errors",
    "IssueBarcode": "pgbridge.operations.cvs.issue",
    "IssueBillingKey": "pgbridge.operations.billing_keys.issue",
    "IssueCashReceipt": "pgbridge.operations.cash_receipts.issue",
    "IssueExternalCashReceipt": "pgbridge.operations.cash_receipts.external_issue",
    "IssueVirtualAccount": "pgbridge.operations.virtual_accounts.issue",
    "IteratePayments": "pgbridge.operations.payments.iterate",
    "LedgerUnusable": "pgbridge.errors",
    "ListAttempts": "pgbridge.operations.payments.attempts",
    "ListBanks": "pgbridge.operations.codes.banks",
    "ListBillingKeys": "pgbridge.operations.billing_keys.list",
    "ListCardCompanies": "pgbridge.operations.codes.cards",
    "ListCardPromotions": "pgbridge.operations.card_promotions.list",
    "ListCashReceipts": "pgbridge.operations.cash_receipts.list",
    "ListChannels": "pgbridge.operations.channels.list",
    "ListIdentityVerifications": "pgbridge.operations.identity.list",
    "ListKeyPayments": "pgbridge.operations.billing_keys.payments",
    "ListKeySchedules": "pgbridge.operations.billing_keys.schedules",
    "ListNaverOrders": "pgbridge.operations.naver.orders_list",
    "ListNaverReviews": "pgbridge.operations.naver.reviews_list",
    "ListPaymentEvents": "pgbridge.operations.payments.events",
    "ListPayments": "pgbridge.operations.payments.list",
    "ListRaw": "pgbridge.operations.raw.list",
    "ListSchedules": "pgbridge.operations.schedules.list",
    "Method": "pgbridge.model.enums",
    "MoveSchedule": "pgbridge.operations.schedules.move",
    "Name": "pgbridge.model.customer",
    "NaverOrders": "pgbridge.model.naver",
    "NaverProductOrder": "pgbridge.model.naver",
    "NoAnswer": "pgbridge.errors",
    "NotFound": "pgbridge.errors",
    "NotSent": "pgbridge.errors",
    "OfferPeriod": "pgbridge.model.browser",
    "Operation": "pgbridge.operations.base",
    "OutcomeUnknown": "pgbridge.errors",
    "Page": "pgbridge.model.page",
    "PageColors": "pgbridge.model.checkout",
    "PartnerDiscount": "pgbridge.model.platform",
    "Party": "pgbridge.model.escrow",
    "PayBenepia": "pgbridge.operations.benepia.pay",
    "PayKcpQuickAutopay": "pgbridge.operations.kcpquick.autopay_pay",
    "PayKcpQuickMoney": "pgbridge.operations.kcpquick.money_pay",
    "PayMethod": "pgbridge.model.payment",
    "Payment": "pgbridge.model.payment",
    "PaymentEvent": "pgbridge.model.event",
    "PaymentStatus": "pgbridge.model.enums",
    "Pending": "pgbridge.errors",
    "PgMerchant": "pgbridge.model.report",
    "PgbridgeError": "pgbridge.errors",
    "PlaceNaverOrders": "pgbridge.operations.naver.orders_place",
    "PrepareKcpQuick": "pgbridge.operations.kcpquick.prepare_create",
    "PreparePayment": "pgbridge.operations.payments.prepare",
    "Product": "pgbridge.model.customer",
    "Promotion": "pgbridge.model.promotion",
    "RateLimited": "pgbridge.errors",
    "RawAnswer": "pgbridge.model.raw",
    "RawCall": "pgbridge.operations.raw.call",
    "RefreshToken": "pgbridge.operations.auth.refresh",
    "RefundAccount": "pgbridge.operations.payments.cancel",
    "RefundImpossible": "pgbridge.errors",
    "RefundLine": "pgbridge.refunds",
    "RefundPlan": "pgbridge.refunds",
    "Refused": "pgbridge.errors",
    "RegisterEscrow": "pgbridge.operations.escrow.register",
    "RegisterPaymentwallDelivery": "pgbridge.operations.paymentwall.delivery",
    "RegisterStoreReceipt": "pgbridge.operations.store_receipts.register",
    "Registry": "pgbridge.registry",
    "Reject": "pgbridge.model.webhook",
    "RejectNaverReturn": "pgbridge.operations.naver.orders_reject_return",
    "ReleaseKcpQuickFido": "pgbridge.operations.kcpquick.fido_release",
    "ReportSettlementVat": "pgbridge.operations.reconciliation.vat_settlements",
    "ReportTransactionVat": "pgbridge.operations.reconciliation.vat_transactions",
    "RequestNaverReturn": "pgbridge.operations.naver.orders_request_return",
    "Reschedule": "pgbridge.operations.schedules.reschedule",
    "ResendIdentityOtp": "pgbridge.operations.identity.otp_resend",
    "ResendWebhook": "pgbridge.operations.webhooks.resend",
    "ResolveNaverReturn": "pgbridge.operations.naver.orders_resolve_return",
    "RetrySchedule": "pgbridge.operations.schedules.retry",
    "RevokeBarcode": "pgbridge.operations.cvs.revoke",
    "RevokeSchedules": "pgbridge.operations.schedules.revoke",
    "Route": "pgbridge.routing",
    "Rows": "pgbridge.client",
    "RuleViolation": "pgbridge.errors",
    "Schedule": "pgbridge.model.billing_key",
    "ScheduleStatus": "pgbridge.model.enums",
    "ScheduledCharge": "pgbridge.operations.base",
    "Secret": "pgbridge.model.channel",
    "Seller": "pgbridge.routing",
    "SendIdentityOtp": "pgbridge.operations.identity.otp_send",
    "SessionProduct": "pgbridge.model.checkout",
    "SetPaycoStatus": "pgbridge.operations.payco.order_status",
    "ShipNaverExchange": "pgbridge.operations.naver.orders_ship_exchange",
    "ShipNaverOrders": "pgbridge.operations.naver.orders_ship",
    "StopCancellation": "pgbridge.operations.payments.cancel_stop",
    "StoreDetails": "pgbridge.model.browser",
    "StoreReceipt": "pgbridge.model.receipt",
    "StoreReceiptItem": "pgbridge.operations.store_receipts.register",
    "Transfer": "pgbridge.model.platform",
    "TransferLine": "pgbridge.model.platform",
    "TransferProduct": "pgbridge.model.platform",
    "TransportError": "pgbridge.errors",
    "Unauthorized": "pgbridge.errors",
    "UnsupportedOperation": "pgbridge.errors",
    "UpdateEscrow": "pgbridge.operations.escrow.update",
    "UpdateKcpQuickPrepare": "pgbridge.operations.kcpquick.prepare_update",
    "UpdatePreparedPayment": "pgbridge.operations.payments.prepare_update",
    "UpdateVirtualAccount": "pgbridge.operations.virtual_accounts.update",
    "VatReport": "pgbridge.model.report",
    "VendorKey": "pgbridge.model.billing_key",
    "VerifiedCustomer": "pgbridge.model.identity",
    "Violation": "pgbridge.rules",
    "VirtualAccount": "pgbridge.model.payment",
    "WebhookEvent": "pgbridge.model.webhook",
    "WebhookKind": "pgbridge.model.webhook",
    "Webhooks": "pgbridge.webhooks.receiver",
    "WithholdNaverReturn": "pgbridge.operations.naver.orders_withhold_return",
    "check_wire": "pgbridge.checks",
    "hookimpl": "pgbridge.hookspecs",
    "krw": "pgbridge.model.money",
    "money": "pgbridge.model.money",
    "plan_refund": "pgbridge.refunds",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in HOMES:
        raise AttributeError(f"module 'pgbridge' has no attribute {name!r}")
    value = getattr(importlib.import_module(HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)


__all__ = [
    "AccessToken",
    "AccountHolder",
    "Address",
    "Agreement",
    "Amount",
    "AmountMismatch",
    "ApiError",
    "Approve",
    "ApproveNaverCancel",
    "ApproveNaverReturn",
    "AsyncBridge",
    "AsyncInbox",
    "AsyncRows",
    "Attempt",
    "BadAnswer",
    "BadWebhook",
    "Balance",
    "Barcode",
    "BenepiaAccount",
    "BillingKey",
    "BillingKeyStatus",
    "Bridge",
    "BrowserBillingKey",
    "BrowserBillingKeyAndPay",
    "BrowserCall",
    "BrowserIdentity",
    "BrowserPayment",
    "BrowserResult",
    "Busy",
    "CancelCashReceipt",
    "CancelExternalCashReceipt",
    "CancelNaverOrders",
    "CancelOrderTransfer",
    "CancelPayment",
    "Cancellation",
    "CancellationStatus",
    "CancelledLine",
    "CapturePayment",
    "Card",
    "CardPromotion",
    "CashReceipt",
    "CashReceiptRequest",
    "Channel",
    "Charge",
    "ChargeBillingKey",
    "ChargeCard",
    "CheckoutMethod",
    "CheckoutSession",
    "CloseSession",
    "CloseVirtualAccount",
    "CodeName",
    "CollectNaverExchange",
    "Config",
    "ConfigError",
    "ConfirmBillingKey",
    "ConfirmEscrow",
    "ConfirmIdentityOtp",
    "ConfirmKeyAndCharge",
    "ConfirmPayment",
    "ConfirmRequest",
    "Conflict",
    "Connection",
    "CreateOrderTransfer",
    "CreateSchedule",
    "CreateSession",
    "Customer",
    "Declined",
    "DeleteBillingKey",
    "DeleteIdentityVerification",
    "DeleteKcpQuickAutopay",
    "DeleteKcpQuickMember",
    "DepositNaverPoints",
    "EscrowLogistics",
    "EvaluateCheckoutProfile",
    "Event",
    "ExternalPayment",
    "Found",
    "GetAccountHolder",
    "GetBalance",
    "GetBank",
    "GetBenepiaPoints",
    "GetBillingKey",
    "GetBillingKeys",
    "GetCardCompany",
    "GetCashReceipt",
    "GetEscrow",
    "GetExternalCashReceipt",
    "GetIdentityVerification",
    "GetKakaoOrders",
    "GetNaverCashAmount",
    "GetNaverOrder",
    "GetPayment",
    "GetPayments",
    "GetPreparedPayment",
    "GetPromotion",
    "GetSchedule",
    "GetSession",
    "GetTier",
    "GetToken",
    "IdentityVerification",
    "Inbox",
    "IntentConflict",
    "IssueBarcode",
    "IssueBillingKey",
    "IssueCashReceipt",
    "IssueExternalCashReceipt",
    "IssueVirtualAccount",
    "IteratePayments",
    "LedgerUnusable",
    "ListAttempts",
    "ListBanks",
    "ListBillingKeys",
    "ListCardCompanies",
    "ListCardPromotions",
    "ListCashReceipts",
    "ListChannels",
    "ListIdentityVerifications",
    "ListKeyPayments",
    "ListKeySchedules",
    "ListNaverOrders",
    "ListNaverReviews",
    "ListPaymentEvents",
    "ListPayments",
    "ListRaw",
    "ListSchedules",
    "Method",
    "MoveSchedule",
    "Name",
    "NaverOrders",
    "NaverProductOrder",
    "NoAnswer",
    "NotFound",
    "NotSent",
    "OfferPeriod",
    "Operation",
    "OutcomeUnknown",
    "Page",
    "PageColors",
    "PartnerDiscount",
    "Party",
    "PayBenepia",
    "PayKcpQuickAutopay",
    "PayKcpQuickMoney",
    "PayMethod",
    "Payment",
    "PaymentEvent",
    "PaymentStatus",
    "Pending",
    "PgMerchant",
    "PgbridgeError",
    "PlaceNaverOrders",
    "PrepareKcpQuick",
    "PreparePayment",
    "Product",
    "Promotion",
    "RateLimited",
    "RawAnswer",
    "RawCall",
    "RefreshToken",
    "RefundAccount",
    "RefundImpossible",
    "RefundLine",
    "RefundPlan",
    "Refused",
    "RegisterEscrow",
    "RegisterPaymentwallDelivery",
    "RegisterStoreReceipt",
    "Registry",
    "Reject",
    "RejectNaverReturn",
    "ReleaseKcpQuickFido",
    "ReportSettlementVat",
    "ReportTransactionVat",
    "RequestNaverReturn",
    "Reschedule",
    "ResendIdentityOtp",
    "ResendWebhook",
    "ResolveNaverReturn",
    "RetrySchedule",
    "RevokeBarcode",
    "RevokeSchedules",
    "Route",
    "Rows",
    "RuleViolation",
    "Schedule",
    "ScheduleStatus",
    "ScheduledCharge",
    "Secret",
    "Seller",
    "SendIdentityOtp",
    "SessionProduct",
    "SetPaycoStatus",
    "ShipNaverExchange",
    "ShipNaverOrders",
    "StopCancellation",
    "StoreDetails",
    "StoreReceipt",
    "StoreReceiptItem",
    "Transfer",
    "TransferLine",
    "TransferProduct",
    "TransportError",
    "Unauthorized",
    "UnsupportedOperation",
    "UpdateEscrow",
    "UpdateKcpQuickPrepare",
    "UpdatePreparedPayment",
    "UpdateVirtualAccount",
    "VatReport",
    "VendorKey",
    "VerifiedCustomer",
    "Violation",
    "VirtualAccount",
    "WebhookEvent",
    "WebhookKind",
    "Webhooks",
    "WithholdNaverReturn",
    "check_wire",
    "hookimpl",
    "krw",
    "money",
    "plan_refund",
]
