"""Kiwoom Pay, once Daou and Payjoa (`daou`), on V1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    Capability,
    Provider,
    conditional,
    each,
    forbidden,
    ignored,
    not_paying,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
    unsupported_operation,
)
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import others as bypass
from pgbridge_providers.common_v1 import OPENAPI

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgbridge.rules import View

EASY_PAY = ("kakaopay", "naverpay", "payco", "samsung", "applepay")
GIFT_CERTIFICATES = ("cultureland", "smartculture", "booknlife")
CAUTION = "opi/ko/integration/pg/v1/daou/undefined.mdx"
DELIVERIES = ("escrow_logistics", "escrow_logistics_update")
DELIVERY_API = f"{OPENAPI}: POST and PUT /escrows/logis/{{imp_uid}}"
RECEIPT_FLAG = "bypass.daou.CASHRECEIPTFLAG"
CARD_MONTHS = r"[A-Z]{4}-\d{1,2}(?::\d{1,2})*"


def beyond_euc_kr(field: str) -> Callable[[View], bool]:
    """Make the test for characters outside EUC-KR, in its wider form CP949."""

    def test(view: View) -> bool:
        text = view.get(field)
        if not isinstance(text, str):
            return False
        try:
            text.encode("cp949")
        except UnicodeEncodeError:
            return True
        return False

    return test


WINDOW = (
    unsupported_method(
        "browser_payment.pay-method", "pay_method", fact="Samsung Pay is `samsung` with Kiwoom Pay."
    ),
    required(
        "browser_payment.digital",
        "digital",
        fact="It says content (true) or goods (false), as the contract does; else the payment stops.",
    ),
    *(
        conditional(
            f"browser_payment.{name}-euc-kr",
            field,
            beyond_euc_kr(field),
            breaks={field: "주문 😀"},
            on=("browser_payment", "onetime", "again"),
            fact="Kiwoom Pay speaks EUC-KR: Hangul and ASCII, but no emoji.",
            source=CAUTION,
        )
        for name, field in (("name", "name"), ("buyer-name", "buyer_name"))
    ),
    forbidden(
        "browser_payment.escrow-methods",
        "escrow",
        only=True,
        when=not_paying("trans", "vbank"),
        fact="Escrow is for transfers and virtual accounts.",
    ),
    common.deposit_deadline(),
    common.redirect_on_mobile("any.m-redirect-url-mobile", on=("browser_payment",)),
    ignored(
        "browser_payment.tax-free-methods",
        "tax_free",
        when=not_paying("card", *EASY_PAY),
        fact="A tax-free part is for cards and easy pay; all else is taxed in full.",
        source=CAUTION,
    ),
    pattern(
        "browser_payment.prefill-phone-number",
        "prefill.phoneNumber",
        r"\d+",
        when=paying("phone"),
        fact="The number is digits without hyphens.",
    ),
    *unread.unread_by_window(),
)

OPTIONS = (
    one_of(
        "browser_payment.cash-receipt-flag-bank",
        RECEIPT_FLAG,
        (0, 1, "0", "1"),
        when=paying("trans", "vbank"),
        fact="For transfers and virtual accounts 1 allows a cash receipt and 0 does not.",
    ),
    one_of(
        "browser_payment.cash-receipt-flag-kakaopay",
        RECEIPT_FLAG,
        ("Y", "N"),
        when=paying("kakaopay"),
        fact="For Kakao Pay Y allows a cash receipt and N does not.",
    ),
    ignored(
        "browser_payment.cash-receipt-flag-ignored",
        RECEIPT_FLAG,
        when=not_paying("trans", "vbank", "kakaopay"),
        fact="This method has no cash receipt.",
    ),
    ignored(
        "browser_payment.direct-yn-easy-only",
        "bypass.daou.DIRECT_YN",
        when=not_paying(*EASY_PAY),
        fact="Only easy payments can skip the PG's own page.",
    ),
    pattern(
        "browser_payment.cardquota-format",
        "bypass.daou.CARDQUOTA",
        rf"{CARD_MONTHS}(?:\^{CARD_MONTHS})*",
        fact="Months are written CCBC-0:2:3^CCKM-0:2, with the four-letter card codes of the guide.",
    ),
    *common.instalments(),
)

DELIVERY = (
    *each(
        required,
        "escrow_logistics.{}",
        {
            "logis-receiving-at": "logis.receiving_at",
            "logis-address": "logis.address",
            "sender-relationship": "sender.relationship",
        },
        on=DELIVERIES,
        fact="Kiwoom Pay wants day and place of the delivery, and what the sender is to the order (본인).",
        source=DELIVERY_API,
    ),
    pattern(
        "escrow_logistics.logis-receiving-at-format",
        "logis.receiving_at",
        common.DAY,
        on=DELIVERIES,
        fact="It is a day written YYYYMMDD.",
        source=DELIVERY_API,
    ),
)

REST = (
    *each(
        required,
        "cash_receipt.{}",
        {"company-tel": "company_tel", "company-name": "company_name", "corp-reg-no": "corp_reg_no"},
        fact="A cash receipt states the shop's name, business number and service phone.",
        source=f"{OPENAPI}: POST /receipts/{{imp_uid}}",
    ),
    common.receipt_number_kind_ignored(),
    unsupported_operation(
        "browser_billing_key.no-billing-key-window",
        field="customer_uid",
        fact="Keys are issued by API only.",
    ),
    *unread.unread_by_charges("onetime", "again"),
    unread.unread_by_cancel(),
)

PROVIDER = Provider(
    slug="daou",
    api="v1",
    codes=("daou",),
    name_en="Kiwoom Pay (formerly Daou / Payjoa)",
    name_ko="키움페이 (다우데이타/페이조아)",
    source="opi/ko/integration/pg/v1/daou/readme.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "trans", "vbank", *EASY_PAY, *GIFT_CERTIFICATES, "phone"),
            easy_pay_providers=EASY_PAY,
            gift_certificates=GIFT_CERTIFICATES,
            escrow_pay_methods=("trans", "vbank"),
        ),
        "onetime": Capability(),
        "issue_billing_key": Capability(),
        "again": Capability(),
        "schedule": Capability(),
        "cancel": Capability(partial=True),
        "escrow_logistics": Capability(),
        "escrow_logistics_update": Capability(),
        "cash_receipt": Capability(),
    },
    unsupported=("browser_billing_key", "browser_identity", "vbank", "cvs", "store_receipt"),
    rules=(*WINDOW, *OPTIONS, *DELIVERY, *REST),
    bypass={"browser_payment": bypass.Daou},
    notes=(
        "In an app app_scheme is mandatory.",
        "PRODUCTCODE has no fixed form; PortOne sends iamport without it.",
        "Mixing taxed and tax-free payments takes a merchant ID (CPID) of the kind per transaction.",
        "Where Kakao Pay or Payco is cancelled in part, the tax-free share is worked out, not stated.",
        "Part cancels do not exist for booknlife and smartculture.",
        "Sending a deposit back takes a contract, and seven business days or more.",
        "More than 50 charges by API a second end in errors.",
        "Escrow is settled once the delivery is registered; nobody checks waybills.",
        "Toss's quick account service carries transfers; a depositor leaves a name and no more.",
        "The delivery sample leaves out logis.sent_at, which the API demands.",
        "Read the state with GET /payments/{imp_uid}: success (PC) and imp_success (mobile) are deprecated.",
        "phone.detail chooses among carriers (SKT, KTF, LGT, CJH or *).",
        "Cash receipts for payments made elsewhere are not offered.",
    ),
)
