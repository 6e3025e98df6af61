"""Names of the values that results and operations hold.

Fields are plain `str`: a value that PortOne adds tomorrow arrives as its own text and nothing raises. Code lists that
are PortOne's (banks, card companies, easy-pay providers) are written as its V2 API writes them.
"""

from __future__ import annotations


class PaymentStatus:
    """`Payment.status`."""

    READY = "ready"
    PENDING = "pending"
    VIRTUAL_ACCOUNT_ISSUED = "virtual_account_issued"
    PAID = "paid"
    FAILED = "failed"
    PARTIALLY_CANCELLED = "partially_cancelled"
    CANCELLED = "cancelled"


class CancellationStatus:
    """`Cancellation.status`; `requested` is not decided yet."""

    REQUESTED = "requested"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class ScheduleStatus:
    """`Schedule.status`."""

    SCHEDULED = "scheduled"
    STARTED = "started"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REVOKED = "revoked"
    PENDING = "pending"


class BillingKeyStatus:
    """`BillingKey.status`."""

    ISSUED = "issued"
    DELETED = "deleted"


class Method:
    """`PayMethod.type`, and the `method` of payment windows and routing rules.

    `paypal`, `alipay` and `alipay_plus` are what a window is asked for; payments read back as `easy_pay`.
    """

    CARD = "card"
    TRANSFER = "transfer"
    VIRTUAL_ACCOUNT = "virtual_account"
    MOBILE = "mobile"
    GIFT_CERTIFICATE = "gift_certificate"
    EASY_PAY = "easy_pay"
    CONVENIENCE_STORE = "convenience_store"
    CRYPTO = "crypto"
    POINT = "point"
    EASY_PAY_CHARGE = "easy_pay_charge"
    PAYPAL = "paypal"
    ALIPAY = "alipay"
    ALIPAY_PLUS = "alipay_plus"


class CardType:
    """`PaymentCard.type`."""

    CREDIT = "credit"
    DEBIT = "debit"
    GIFT = "gift"


class Platform:
    """`Payment.platform`: where the buyer was."""

    PC = "pc"
    MOBILE = "mobile"
    API = "api"


class ProductType:
    """`product_type` of operations."""

    PHYSICAL = "physical"
    DIGITAL = "digital"


class CashReceiptType:
    """`CashReceiptRequest.type`."""

    PERSONAL = "personal"
    CORPORATE = "corporate"
    NONE = "none"


class Requester:
    """Who asked for a cancel or a deletion (Naver Pay)."""

    CUSTOMER = "customer"
    ADMIN = "admin"


class Environment:
    """`Connection.environment`."""

    TEST = "test"
    LIVE = "live"
