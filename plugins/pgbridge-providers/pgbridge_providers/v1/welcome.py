"""Welcome Payments on V1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    ON_MOBILE,
    ON_PC,
    Capability,
    Provider,
    conditional,
    each,
    forbidden,
    given,
    ignored,
    is_,
    is_not,
    maximum,
    minimum,
    needs_contract,
    not_paying,
    number,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers import common_rest_v1 as rest
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_welcome as welcome
from pgbridge_providers.bypass import welcome as bypass
from pgbridge_providers.common_rest_v1 import DELIVERIES, MONTHS, per_call
from pgbridge_providers.common_v1 import OPENAPI, also_scheduled
from pgbridge_providers.common_welcome import ACCEPT, BYPASS, CARD_OPTION, ONLY_EASY_PAY, RESERVED

if TYPE_CHECKING:
    from pgbridge.rules import View

EASY_PAY = ("lpay", "kakaopay", "payco", "tosspay", "naverpay")
ESCROW_METHODS = ("card", "trans", "vbank")
LOCALES = ("ko", "en", "zh")
WINDOWS = ("browser_payment", "browser_billing_key")
TAXED = ("browser_payment", "onetime", "again", "vbank")
CARRIERS = (*welcome.CARRIERS, "KT")  # KTF in the guide's table, KT in its samples
DATE = r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?|\d{8}(\d{6})?"

CAUTION = "opi/ko/integration/pg/v1/welcome/caution.mdx"
API = "opi/ko/integration/pg/v1/welcome/api.mdx"
RECEIPT_API = f"{OPENAPI}: POST /receipts/{{imp_uid}}, POST /receipts/external/{{merchant_uid}}"


def over_a_tenth(amount: object, vat: object) -> bool:
    """The VAT is more than a tenth of the whole amount."""
    whole, part = number(amount), number(vat)
    return whole is not None and part is not None and part * 10 > whole


def vat_too_high(view: View) -> bool:
    """The VAT of a payment is more than Welcome takes."""
    return over_a_tenth(view.get("amount"), view.get("vat_amount"))


def scheduled_vat_too_high(view: View) -> bool:
    """The VAT in a row of a schedule is more than Welcome takes."""
    return any(
        over_a_tenth(row.get("amount"), row.get("vat_amount"))
        for row in view.list("schedules")
        if isinstance(row, dict)
    )


WINDOW = (
    unsupported_method(
        "browser_payment.pay-method",
        "pay_method",
        fact="Culture gift cards are culturegift; other certificates are not for V1.",
    ),
    required(
        "any.buyer-name-required", "buyer_name", on=WINDOWS, fact="The window demands the buyer's name."
    ),
    required(
        "any.buyer-tel-required",
        "buyer_tel",
        on=WINDOWS,
        when=ON_PC,
        fact="The PC window demands the buyer's phone.",
        source=CAUTION,
    ),
    required(
        "any.buyer-tel-mobile",
        "buyer_tel",
        on=WINDOWS,
        when=ON_MOBILE,
        severity="warning",
        fact="By the parameter list mobile demands the buyer's phone too, by the cautions PC alone.",
    ),
    *each(
        required,
        "any.{}-required",
        {"name": "name", "merchant-uid": "merchant_uid"},
        on=WINDOWS,
        fact="The window does not open without it.",
        source=CAUTION,
    ),
    required(
        "any.m-redirect-url-required",
        "m_redirect_url",
        on=WINDOWS,
        when=ON_MOBILE,
        fact="The mobile window hands its result over by redirect.",
    ),
    one_of("any.currency", "currency", ("KRW",), on=WINDOWS, fact="Welcome settles in won."),
    one_of(
        "browser_payment.language",
        "language",
        LOCALES,
        severity="warning",
        fact="The window is Korean when none is named.",
    ),
    required(
        "any.digital-required",
        "digital",
        on=WINDOWS,
        when=paying("phone"),
        fact="On the phone bill, content (true) and goods (false) are told apart.",
    ),
    needs_contract(
        "any.phone-goods-contract",
        "digital",
        on=WINDOWS,
        when=paying("phone"),
        contract="pay-method",
        fact="What is sold on the phone bill, goods or content, is agreed with Welcome beforehand.",
        source=CAUTION,
    ),
    needs_contract(
        "browser_payment.easy-pay-contract",
        "pay_method",
        only=EASY_PAY,
        contract="easy-pay",
        fact="Easy payments are agreed with Welcome beforehand.",
        source=CAUTION,
    ),
)

BILLING_KEY_WINDOW = (
    required(
        "browser_billing_key.pay-method-required",
        "pay_method",
        fact="card issues the key alone, phone charges the first payment with it.",
    ),
    unsupported_method(
        "browser_billing_key.pay-method", "pay_method", fact="Keys are for cards and the phone bill."
    ),
    required(
        "browser_billing_key.amount-required",
        "amount",
        fact="The window shows it; by phone it is charged.",
        source=CAUTION,
    ),
    *each(
        ignored,
        "browser_billing_key.{}-ignored",
        {"vat-amount": "vat_amount", "tax-free": "tax_free"},
        fact="Tax parts are not read where a key is issued, not even with a first payment.",
        source=CAUTION,
    ),
    ignored(
        "browser_billing_key.period-phone",
        "period",
        when=paying("phone"),
        fact="A key for the phone bill is always shown as monthly.",
        source=CAUTION,
    ),
)

SERVICE_PERIOD = (
    *(
        rule
        for end, other in (("from", "to"), ("to", "from"))
        for rule in (
            required(
                f"any.period-{end}-required",
                f"period.{end}",
                on=WINDOWS,
                when=given(f"period.{other}"),
                fact="A service period has a first and a last day.",
                source=CAUTION,
            ),
            pattern(
                f"any.period-{end}-format",
                f"period.{end}",
                DATE,
                on=WINDOWS,
                fact="It is a day or a time, with all separators or none.",
            ),
            forbidden(
                f"any.period-interval-or-{end}",
                "period.interval",
                on=WINDOWS,
                when=given(f"period.{end}"),
                fact="A service period has either its days or an interval.",
                source=CAUTION,
            ),
        )
    ),
    one_of(
        "any.period-interval",
        "period.interval",
        ("1m", "1y"),
        on=WINDOWS,
        fact="A service period without days recurs monthly (1m) or yearly (1y).",
        source=CAUTION,
    ),
    ignored(
        "browser_payment.period-mobile-phone",
        "period",
        when=ON_MOBILE & paying("phone"),
        fact="A phone payment on mobile shows none.",
    ),
)

VIRTUAL_ACCOUNT = (
    required(
        "browser_payment.vbank-due-required",
        "vbank_due",
        when=paying("vbank"),
        severity="warning",
        fact="The parameter list demands a deposit deadline.",
    ),
    pattern(
        "browser_payment.vbank-due-format",
        "vbank_due",
        DATE,
        when=paying("vbank"),
        fact="A deposit deadline is a day or a time, with all separators or none; its seconds become 59.",
    ),
    *each(
        required,
        "vbank.{}-required",
        {"vbank-code": "vbank_code", "vbank-due": "vbank_due"},
        fact="Welcome issues no account by API without it.",
        source=API,
    ),
    ignored(
        "vbank.vbank-holder-ignored",
        "vbank_holder",
        fact="An account is always in the merchant's name.",
        source=API,
    ),
)

CASH_RECEIPT = (
    one_of(
        "browser_payment.cash-receipt-type",
        "bypass.cashReceiptType",
        ("anonymous",),
        when=paying("trans", "vbank"),
        fact="A receipt in a name is an error here; anonymous, or leave it out.",
        source=CAUTION,
    ),
    ignored(
        "browser_payment.customer-identifier",
        "bypass.customerIdentifier",
        fact="Receipts asked for by the request are anonymous, so no number is read.",
        source=CAUTION,
    ),
    *rest.receipts(
        buyer={"buyer-tel": "buyer_tel", "corp-reg-no": "corp_reg_no"}, source=API, schema=RECEIPT_API
    ),
    required(
        "external_cash_receipt.pay-method-required",
        "pay_method",
        fact="PortOne does not know a payment made elsewhere.",
        source=API,
    ),
    one_of(
        "external_cash_receipt.pay-method",
        "pay_method",
        ("trans", "vbank"),
        fact="Receipts are for transfers and virtual accounts.",
        source=API,
    ),
)

ESCROW = (
    forbidden(
        "browser_payment.escrow-method",
        "escrow",
        only=True,
        when=not_paying(*ESCROW_METHODS),
        fact="Escrow exists for cards, transfers and virtual accounts.",
    ),
    needs_contract(
        "browser_payment.escrow-contract",
        "escrow",
        only=True,
        contract="escrow",
        fact="Escrow is agreed with Welcome beforehand.",
        source=CAUTION,
    ),
    *rest.delivery(source=API),
    *each(
        required,
        "any.{}-required",
        {
            "products": "products",
            "product-id": "products[].id",
            "product-name": "products[].name",
            "product-amount": "products[].amount",
        },
        on=DELIVERIES,
        fact="A delivery lists what is in it, each product with id, name and amount.",
        source=API,
    ),
)

CARD = (
    forbidden(
        "browser_payment.card-point-off",
        "useCardPoint",
        only=False,
        when=paying("card"),
        fact="Card points cannot be switched off; with false the window stays shut.",
    ),
    needs_contract(
        "browser_payment.card-point-contract",
        "useCardPoint",
        only=True,
        contract="card-point",
        fact="Card points are agreed with Welcome beforehand.",
        source=CAUTION,
    ),
    needs_contract(
        "browser_payment.interest-free-contract",
        "useFreeInterestFromMall",
        only=True,
        contract="free-installment",
        fact="Interest paid by the merchant is agreed with Welcome beforehand.",
        source=CAUTION,
    ),
    *each(
        needs_contract,
        "browser_payment.{}-contract",
        {"installment": "display.card_quota", "fixed-installment": "card.direct.quota"},
        only=MONTHS,
        contract="installment",
        fact="Instalments are agreed with Welcome beforehand.",
        source=CAUTION,
    ),
    required(
        "browser_payment.card-direct-quota-required",
        "card.direct.quota",
        when=given("card.direct.code"),
        fact="A card company is opened directly together with its months, 0 for the lump sum.",
        source=CAUTION,
    ),
    forbidden(
        "browser_payment.card-direct-quota-list",
        "display.card_quota",
        when=given("card.direct.code"),
        fact="A card company opened directly has fixed months, no choice of them.",
        source=CAUTION,
    ),
    *each(
        maximum,
        "browser_payment.{}-max",
        {"fixed-quota": "card.direct.quota", "quota-list": "display.card_quota[]"},
        highest=36,
        when=ON_MOBILE,
        fact="The mobile window stays shut for more than 36 months.",
        source=CAUTION,
    ),
    ignored(
        "browser_payment.kakaobank-lump-sum",
        "card.direct.quota",
        only=MONTHS,
        when=is_("card.direct.code", "090"),
        fact="KakaoBank cards pay the lump sum always.",
        source=CAUTION,
    ),
    minimum(
        "browser_payment.below-1000-pc",
        "amount",
        1000,
        when=ON_PC & paying("card") & is_not(f"{ACCEPT}[]", "below1000"),
        fact="Less by card takes the option below1000 in acceptmethod.",
    ),
    minimum(
        "browser_payment.below-1000-mobile",
        "amount",
        1000,
        when=ON_MOBILE & paying("card") & is_not(f"{RESERVED}[]", "below1000=Y"),
        fact="Less by card takes the option below1000=Y in P_RESERVED.",
    ),
)

AMOUNTS = (
    conditional(
        "any.vat-amount-max",
        "vat_amount",
        vat_too_high,
        breaks={"amount": 1_000, "vat_amount": 101},
        on=TAXED,
        fact="Welcome refuses a VAT above a tenth of the amount.",
    ),
    conditional(
        "schedule.vat-amount-max",
        "schedules[].vat_amount",
        scheduled_vat_too_high,
        breaks={"schedules[].amount": 1_000, "schedules[].vat_amount": 101},
        fact="Welcome refuses a VAT above a tenth of the amount.",
        source=API,
    ),
    *also_scheduled(
        needs_contract,
        "vat-amount-contract",
        "vat_amount",
        on=TAXED,
        contract="vat",
        fact="The merchant ID must be set up for tax parts stated by the merchant.",
    ),
    *also_scheduled(
        needs_contract,
        "tax-free-contract",
        "tax_free",
        on=TAXED,
        contract="tax-free",
        fact="The merchant ID must be set up for tax parts stated by the merchant.",
    ),
)

MODULE_OPTIONS = (
    *each(
        ignored,
        "any.{}-mobile",
        {"logo-url": f"{BYPASS}.logo_url", "logo-2nd": f"{BYPASS}.logo_2nd", "acceptmethod": ACCEPT},
        on=WINDOWS,
        when=ON_MOBILE,
        fact="It is an option of the PC module.",
    ),
    ignored(
        "any.p-reserved-pc", RESERVED, on=WINDOWS, when=ON_PC, fact="It is an option of the mobile module."
    ),
    *each(
        ignored,
        "browser_payment.{}-pc",
        {"p-card-option": CARD_OPTION, "p-only-easypaycode": ONLY_EASY_PAY},
        when=ON_PC,
        fact="It is an option of the mobile module.",
    ),
    pattern(
        "browser_payment.p-card-option-format",
        CARD_OPTION,
        r"selcode=\w+(:onlycard=(visa3d|isp|easypay))?|onlycard=(visa3d|isp|easypay)",
        severity="warning",
        fact="selcode=14 picks a card, onlycard=visa3d, isp or easypay what is shown; a colon joins the two.",
    ),
    pattern(
        "browser_payment.p-only-easypaycode",
        ONLY_EASY_PAY,
        welcome.colons("KAKAOPAY", "LPAY", "PAYCO", "TOSSPAY", "NPAY"),
        severity="warning",
        fact="It names KAKAOPAY, LPAY, PAYCO, TOSSPAY or NPAY, joined by colons.",
    ),
    welcome.option(
        "browser_payment.acceptmethod-easypaycode",
        ACCEPT,
        "onlyeasypaycode",
        rf"\({welcome.colons(*EASY_PAY)}\)",
        severity="warning",
        fact="onlyeasypaycode(..) names lpay, kakaopay, payco, tosspay or naverpay, joined by colons.",
    ),
    welcome.option(
        "browser_payment.acceptmethod-skin",
        ACCEPT,
        "SKIN",
        welcome.COLOUR,
        severity="warning",
        fact="A window colour is written SKIN(#fc6b2d).",
    ),
    welcome.option(
        "browser_payment.acceptmethod-slimquota",
        ACCEPT,
        "SLIMQUOTA",
        welcome.partly_free(r"\d+"),
        fact="Partly free instalments are written SLIMQUOTA(card-month:month^card-month:month).",
    ),
)

CARRIER_OPTIONS = (
    welcome.option(
        "any.acceptmethod-default-carrier",
        ACCEPT,
        "hppdefaultcorp",
        rf"\({welcome.any_of(*CARRIERS)}\)",
        on=WINDOWS,
        severity="warning",
        fact="The carrier shown first is SKT, KTF (or KT), LGT, MVNO, CJH, KCT or SKL.",
    ),
    welcome.option(
        "any.p-reserved-default-carrier",
        RESERVED,
        "hpp_default_corp",
        f"={welcome.any_of(*CARRIERS)}",
        on=WINDOWS,
        severity="warning",
        fact="The carrier shown first is SKT, KTF (or KT), LGT, MVNO, CJH, KCT or SKL.",
    ),
    welcome.option(
        "any.acceptmethod-fixed-number",
        ACCEPT,
        "hppnofix",
        r"\([YN]\)",
        on=WINDOWS,
        fact="Whether the phone number is fixed is written hppnofix(Y) or hppnofix(N).",
    ),
    welcome.option(
        "any.p-reserved-fixed-number",
        RESERVED,
        "hpp_?nofix",
        "=[YN]",
        on=WINDOWS,
        fact="Whether the phone number is fixed is written hpp_nofix=Y or N; the guide's sample omits the _.",
    ),
    *(
        forbidden(
            f"any.carrier-list-or-default-{platform}",
            "phone.detail",
            on=WINDOWS,
            when=paying("phone") & is_(f"{options}[]", *map(written.format, CARRIERS)),
            fact="Carriers are either listed in phone.detail or one of them comes first, not both.",
            source=CAUTION,
        )
        for platform, options, written in (
            ("pc", ACCEPT, "hppdefaultcorp({})"),
            ("mobile", RESERVED, "hpp_default_corp={}"),
        )
    ),
)

REST = (
    *per_call(
        required,
        "buyer-name-required",
        "buyer_name",
        ("onetime", "again", "vbank", "schedule"),
        fact="By API Welcome wants the buyer's name.",
        source=API,
    ),
    *each(
        required,
        "onetime.{}-required",
        {"card-number": "card_number", "expiry": "expiry"},
        fact="A keyed-in card is charged by its number and expiry.",
        source=API,
    ),
    required(
        "issue_billing_key.customer-name-required",
        "customer_name",
        fact="A key by API needs the card holder's name.",
        source=f"{OPENAPI}: POST /subscribe/customers/{{customer_uid}}",
    ),
    *rest.refund_account("holder", "bank", "account", "tel", source=API),
)

PROVIDER = Provider(
    slug="welcome",
    api="v1",
    codes=("welcome",),
    name_en="Welcome Payments",
    name_ko="웰컴페이먼츠",
    counterpart="welcome",
    source="opi/ko/integration/pg/v1/welcome/readme.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "trans", "vbank", "phone", "culturegift", *EASY_PAY),
            currencies=("KRW",),
            locales=LOCALES,
            easy_pay_providers=EASY_PAY,
            gift_certificates=("culturegift",),
            escrow_pay_methods=ESCROW_METHODS,
        ),
        "browser_billing_key": Capability(pay_methods=("card", "phone"), currencies=("KRW",)),
        "onetime": Capability(),
        "issue_billing_key": Capability(),
        "again": Capability(),
        "schedule": Capability(),
        "vbank": Capability(),
        "escrow_logistics": Capability(),
        "escrow_logistics_update": Capability(),
        "cash_receipt": Capability(),
        "external_cash_receipt": Capability(),
        "cancel": Capability(partial=True),
    },
    unsupported=("browser_identity", "cvs", "store_receipt"),
    rules=(
        *unread.unread_by_charges("onetime", "again", names=("interest-free-by-merchant", "use-card-point")),
        *WINDOW,
        *BILLING_KEY_WINDOW,
        *SERVICE_PERIOD,
        *VIRTUAL_ACCOUNT,
        *CASH_RECEIPT,
        *ESCROW,
        *CARD,
        *AMOUNTS,
        *MODULE_OPTIONS,
        *CARRIER_OPTIONS,
        *REST,
    ),
    bypass={"browser_payment": bypass.PaymentV1, "browser_billing_key": bypass.BillingKeyV1},
    notes=(
        "Agreed with Welcome first: easy pay, instalments, points, escrow, own tax parts, phone goods, part cancels.",
        "A payment that named its tax parts is cancelled naming them again; they reach Welcome unchanged.",
        "A paid account or transfer is cancelled with all four refund fields; no request shows the method.",
        "Escrow payments are cancelled once the buyer refuses the purchase, or by agreement.",
        "A billing key by phone charges its first payment; one by card only shows the amount.",
        "On PC there is the lump sum always, and nothing else without display.card_quota.",
        "app_scheme is for iOS apps and must not be sent from the mobile web.",
        "Of a period's times PC drops the hour, mobile the seconds.",
        "Products of a delivery are an object in the guide, an array in the REST schema.",
        "Test mode: no L.PAY, PAYCO, card points or BankPay QR.",
        "Kakao Pay returns no card data.",
    ),
)
