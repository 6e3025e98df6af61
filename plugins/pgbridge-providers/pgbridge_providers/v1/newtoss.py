"""Toss Payments, the new module, on V1 (`tosspayments`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    ON_MOBILE,
    Capability,
    Provider,
    conditional,
    each,
    forbidden,
    given,
    ignored,
    is_,
    is_not,
    max_length,
    maximum,
    needs_contract,
    not_paying,
    one_of,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers import common_plain_v1 as plain
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import toss as bypass
from pgbridge_providers.common_toss import widened
from pgbridge_providers.common_v1 import OPENAPI, SDK_PAY

if TYPE_CHECKING:
    from pgbridge.rules import View

GUIDE = "opi/ko/integration/pg/v1/newtoss/readme.mdx"
CAUTION = "opi/ko/integration/pg/v1/newtoss/warning.mdx"
EASY_PAY = ("kakaopay", "naverpay", "lpay", "samsungpay", "ssgpay", "applepay", "payco", "tosspay")
GIFT_CERTIFICATES = ("booknlife", "smartculture", "cultureland")
HYUNDAI, CITI = "367", "370"
HYUNDAI_INSTALMENTS_FROM = 10_000  # won
RECEIPT_TYPE = "bypass.cashReceiptType"
CARD_OPTIONS = "bypass.tosspayments"


def months_widened(view: View) -> bool:
    """The window offers months that the list leaves out."""
    return widened(common.listed_months(view), lump_sum_listed=False)


def fixed_months_too_small(view: View) -> bool:
    """Two or more fixed months for an amount that has no instalments; Hyundai Card's begin lower."""
    if view.get("card.direct.code") != HYUNDAI:
        return common.fixed_instalments_too_small(view)
    amount = view.won("amount")
    return common.fixed_months(view) > 1 and amount is not None and amount < HYUNDAI_INSTALMENTS_FROM


def number_kinds(view: View) -> set[str]:
    """Give the kinds that a cash receipt's number is said to be of, and looks like."""
    stated, written = view.get("identifier_type"), view.get("identifier")
    kinds = {stated} if isinstance(stated, str) else set()
    digits = written.replace("-", "") if isinstance(written, str) else ""
    if digits.isdecimal():
        if len(digits) in (10, 11) and digits.startswith("0"):
            kinds.add("phone")
        elif len(digits) == 10:
            kinds.add("business")
        elif len(digits) == 13:
            kinds.add("person")
    return kinds


def receipt_for_another_kind(view: View) -> bool:
    """A personal receipt (the default) to a business number, or one for expenses to a person's."""
    wrong = {"phone", "person"} if view.get("type") == "company" else {"business"}
    return bool(wrong & number_kinds(view))


WINDOW = (
    unsupported_method(
        "browser_payment.pay-method", "pay_method", fact="Samsung Pay is `samsungpay` with the new module."
    ),
    required(
        "browser_payment.buyer-name",
        "buyer_name",
        severity="warning",
        fact="The parameter table calls it mandatory, the V2 guide of the same PG optional.",
    ),
    required(
        "browser_payment.m-redirect-url",
        "m_redirect_url",
        when=ON_MOBILE,
        fact="The mobile window comes back by redirect.",
    ),
    common.deposit_deadline(),
    plain.window_vat_ignored(),
    ignored(
        "browser_payment.products-escrow-only",
        "products",
        when=is_not("escrow"),
        fact="Products are read for escrow payments.",
        source=SDK_PAY,
    ),
)

CASH_RECEIPTS = (
    one_of(
        "browser_payment.cash-receipt-type",
        RECEIPT_TYPE,
        ("anonymous", "personal", "corporate"),
        fact="Left out, the buyer chooses; anonymous is none, or issued without a name.",
    ),
    *each(
        ignored,
        "browser_payment.{}-ignored",
        {"cash-receipt-type": RECEIPT_TYPE, "cultural-expense": "bypass.isCulturalExpense"},
        when=not_paying("trans", "vbank"),
        fact="It counts for transfers and virtual accounts.",
    ),
    forbidden(
        "browser_payment.corporate-receipt-bug",
        RECEIPT_TYPE,
        only="corporate",
        severity="warning",
        fact="The window then asks for a resident number until the buyer switches the type to and fro.",
        source=CAUTION,
    ),
    conditional(
        "cash_receipt.type-identifier-mismatch",
        "identifier_type",
        receipt_for_another_kind,
        breaks={"type": "person", "identifier": "1234567890", "identifier_type": "business"},
        severity="warning",
        fact="Nobody checks the number against the type: a mismatch is issued, wrongly.",
        source=CAUTION,
    ),
)

CARD = (
    *each(
        ignored,
        "browser_payment.{}-ignored",
        {
            "international-card-only": f"{CARD_OPTIONS}.useInternationalCardOnly",
            "discount-code": f"{CARD_OPTIONS}.discountCode",
        },
        when=not_paying("card"),
        fact="It is an option of card payments.",
    ),
    ignored(
        "browser_payment.app-card-citi",
        "appCard",
        only=True,
        when=is_("card.direct.code", CITI),
        fact="Among the card companies with app cards here, Citi is missing.",
        source=CAUTION,
    ),
    required(
        "browser_payment.direct-quota-missing",
        "card.direct.quota",
        when=given("card.direct"),
        severity="warning",
        fact="A card company opened directly charges a lump sum unless months are fixed.",
        source=CAUTION,
    ),
    conditional(
        "browser_payment.direct-quota-min-amount",
        "card.direct.quota",
        fixed_months_too_small,
        breaks={"amount": 9_999, "card.direct": {"code": "367", "quota": 3}},
        fact="Instalments begin at 50,000 KRW, with Hyundai Card at 10,000; 0 is the lump sum.",
        source=f"{GUIDE}, opi/ko/integration/pg/v2/tosspayments.mdx",
    ),
    common.listed_instalments(),
    conditional(
        "browser_payment.card-quota-up-to-max",
        "display.card_quota",
        months_widened,
        breaks={"amount": 50_000, "display.card_quota": [3, 6]},
        severity="warning",
        fact="The window offers all from the lump sum up to the longest listed.",
        source=CAUTION,
    ),
    maximum(
        "browser_payment.kakaopay-max-months",
        "display.card_quota[]",
        12,
        when=paying("kakaopay"),
        severity="warning",
        fact="Kakao Pay offers none beyond.",
        source=CAUTION,
    ),
)

AGREED = "Toss Payments opens it after agreeing to it."
CONTRACTS = (
    *(
        needs_contract(
            f"browser_payment.{name}-contract",
            field,
            only=only,
            contract=contract,
            fact=AGREED,
            source=CAUTION,
        )
        for name, field, only, contract in (
            ("easy-pay", "pay_method", EASY_PAY, "easy-pay"),
            ("gift", "pay_method", GIFT_CERTIFICATES, "gift-certificate"),
            ("card-point", "useCardPoint", True, "card-point"),
            ("free-interest", "useFreeInterestFromMall", True, "free-installment"),
            ("instalment", "card.direct.quota", tuple(range(2, 13)), "installment"),
        )
    ),
    needs_contract(
        "browser_payment.escrow-contract",
        "escrow",
        only=True,
        contract="escrow",
        fact="Without one it may be approved as an ordinary payment.",
        source=CAUTION,
    ),
    needs_contract(
        "any.tax-free-contract",
        "tax_free",
        on=("browser_payment", "onetime", "again"),
        contract="tax-free",
        fact="Tax-free and mixed taxation are agreed beforehand.",
        source=CAUTION,
    ),
)

UNMATCHED = "PortOne then makes one up each time, and nobody can tell whose card it is."
BILLING_KEYS = (
    unsupported_method(
        "browser_billing_key.pay-method", "pay_method", fact="The window issues keys for cards."
    ),
    plain.key_name_required(),
    required(
        "any.customer-id",
        "customer_id",
        on=("browser_billing_key", "issue_billing_key"),
        severity="warning",
        fact=UNMATCHED,
    ),
    required(
        "schedule.schedule-customer-id",
        "customer_id",
        when=given("card_number"),
        severity="warning",
        fact=UNMATCHED,
        source=f"{OPENAPI}: POST /subscribe/payments/schedule",
    ),
    maximum(
        "browser_billing_key.billing-amount-not-charged",
        "amount",
        0,
        severity="warning",
        fact="Issuing a key charges nothing.",
    ),
    common.redirect_on_mobile("browser_billing_key.m-redirect-url-mobile", on=("browser_billing_key",)),
)

VBANK_API = f"{OPENAPI}: POST /vbanks"
REST = (
    required(
        "vbank.buyer-name",
        "buyer_name",
        fact="No account is issued without a buyer's name.",
        source=VBANK_API,
    ),
    ignored(
        "vbank.vbank-holder-ignored",
        "vbank_holder",
        fact="The account always carries the merchant's name.",
        source=VBANK_API,
    ),
    needs_contract(
        "vbank.vbank-key-contract",
        "vbank_key",
        contract="fixed-account",
        fact="A customer's own fixed account is for merchant IDs set up for it.",
    ),
    max_length(
        "vbank.vbank-key-length",
        "vbank_key",
        13,
        fact="Keys of fixed accounts are no longer.",
        source=VBANK_API,
    ),
    *each(
        ignored,
        "vbank.{}-ignored",
        {"tax-free": "tax_free", "vat-amount": "vat_amount"},
        fact="For accounts by API PortOne hands it to NICE and Welcome only.",
        source=VBANK_API,
    ),
    ignored(
        "onetime.customer-uid-ignored",
        "customer_uid",
        fact="The API's schema says that this PG keeps no card from a key-in payment; its guide shows it.",
        source=f"{OPENAPI}: POST /subscribe/payments/onetime",
    ),
    *unread.unread_by_charges("onetime", "again"),
    unread.unread_by_cancel(),
)

PROVIDER = Provider(
    slug="newtoss",
    api="v1",
    codes=("tosspayments",),
    name_en="Toss Payments (new module)",
    name_ko="토스페이먼츠 (신모듈)",
    counterpart="tosspayments",
    source=GUIDE,
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "trans", "vbank", "phone", *GIFT_CERTIFICATES, *EASY_PAY),
            easy_pay_providers=EASY_PAY,
            gift_certificates=GIFT_CERTIFICATES,
        ),
        "browser_billing_key": Capability(pay_methods=("card",)),
        "onetime": Capability(),
        "issue_billing_key": Capability(),
        "again": Capability(),
        "schedule": Capability(),
        "cancel": Capability(partial=True),
        "vbank": Capability(),
        "prepare": Capability(),
        "cash_receipt": Capability(),
    },
    unsupported=("browser_identity", "cvs", "escrow_logistics", "store_receipt"),
    rules=(*WINDOW, *CASH_RECEIPTS, *CARD, *CONTRACTS, *BILLING_KEYS, *REST),
    bypass={"browser_payment": bypass.PaymentV1},
    notes=(
        "The pages read display.card_quota in three ways: [3] as 2 and 3, [6] as 6 only, [3, 5] as all to 5.",
        "With only_installment the window keeps to the months listed.",
        "Whether customer_id may be left out, guide and API disagree.",
        "Naver Pay, Samsung Pay, Toss Pay and L.pay show the lump sum whatever months are fixed.",
        "Gift certificates cannot be cancelled in part.",
        "A deposit goes back to a bank account without a contract of its own.",
        "Accounts come from 13 banks, return no holder, and can be revoked but not changed.",
        "Test mode lacks most easy-pay services, and sales slips.",
        "ISP cards cannot pay in Safari; their numbers come back as 9200...",
        "Easy payments without a card are recorded as point.",
        "At Toss Payments the merchant ID is set to API version 2022-07-27, for charges by API to 1.4.",
    ),
)
