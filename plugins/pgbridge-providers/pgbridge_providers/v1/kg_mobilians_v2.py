"""KG Financial (Mobilians), the new module."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    each,
    forbidden,
    given,
    ignored,
    is_,
    is_not,
    max_length,
    min_length,
    needs_contract,
    not_paying,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import mobilians as bypass

WINDOWS = ("browser_payment", "browser_billing_key")
EASY_PAY = ("payco", "samsung", "ssgpay", "kakaopay", "naverpay", "lpay", "tosspay", "applepay")
GIFT_CERTIFICATES = ("cultureland", "booknlife", "smartculture")
BY_ITSELF = ("card", "phone", "vbank", *GIFT_CERTIFICATES)  # no cash receipt goes through the window
UNTAXED = ("trans", "vbank", "phone", *GIFT_CERTIFICATES)
YES_NO = ("Y", "N")

BYPASS = "bypass.mobilians_v2"
PAY = f"{BYPASS}.pay_options"
HIDDEN = f"{BYPASS}.hidden_options"
RECEIPT_TYPE, RECEIPT_NUMBER = "bypass.cashReceiptType", "bypass.customerIdentifier"
DIRECT_TRANSFER = paying("trans") & is_(f"{PAY}.ra_direct", "Y")
NAVER_POINTS = paying("naverpay") & is_(f"{PAY}.ep_pay_type", "P")
GIFT = paying(*GIFT_CERTIFICATES)

WINDOW = (
    unsupported_method(
        "browser_payment.pay-method",
        "pay_method",
        when=not_paying("samsungpay"),
        fact="These methods open; without one it is card.",
    ),
    unsupported_method(
        "browser_payment.pay-method-samsungpay",
        "pay_method",
        only=("samsungpay",),
        severity="warning",
        fact="KG Financial calls Samsung Pay samsung; samsungpay is the SDK page's word.",
    ),
    max_length(
        "browser_payment.merchant-uid-max", "merchant_uid", 40, fact="An order number has 4 to 40 characters."
    ),
    min_length(
        "browser_payment.merchant-uid-min", "merchant_uid", 4, fact="An order number has 4 to 40 characters."
    ),
    max_length("browser_payment.name-max", "name", 40, fact="A Hangul syllable counts as one."),
    common.redirect_on_mobile("any.m-redirect-url-mobile", on=WINDOWS),
    max_length(
        "any.customer-id-max",
        "customer_id",
        20,
        unit="bytes",
        encoding="euc-kr",
        on=("browser_payment",),
        fact="The guide counts bytes without naming the encoding; EUC-KR is the shorter one.",
    ),
    required(
        "browser_payment.gift-customer-id-required",
        "customer_id",
        when=GIFT,
        fact="Gift certificates are paid by a known buyer.",
    ),
    required(
        "browser_payment.ssgpay-buyer-tel-required",
        "buyer_tel",
        when=paying("ssgpay"),
        fact="SSGPAY finds its member by phone number.",
    ),
    ignored(
        "browser_payment.gift-confirm-url",
        "confirm_url",
        when=GIFT,
        fact="Gift certificates are paid in one go, with no moment to confirm.",
    ),
)

BILLING_KEY_WINDOW = (
    unsupported_method(
        "browser_billing_key.pay-method", "pay_method", fact="Keys exist for cards and phone bills."
    ),
    unsupported_method(
        "browser_billing_key.issue-only-card",
        "pay_method",
        only=("phone",),
        when=is_("amount", 0),
        fact="A key of a phone bill comes with its first payment, so amount cannot be 0.",
    ),
    required(
        "browser_billing_key.customer-id-required",
        "customer_id",
        when=is_("amount", 0),
        fact="A card's key without a payment (amount 0) is issued to a known buyer.",
    ),
    max_length(
        "browser_billing_key.customer-id-max",
        "customer_id",
        20,
        unit="bytes",
        encoding="euc-kr",
        severity="warning",
        fact="That is the limit for payments; for keys the guide has none.",
    ),
    needs_contract(
        "browser_billing_key.contract",
        "customer_uid",
        contract="billing-key",
        fact="Without billing on the service id it may become a payment and no key.",
    ),
)

ESCROW = (
    ignored(
        "browser_payment.escrow-unused",
        "escrow",
        only=True,
        when=not_paying("trans", "vbank"),
        fact="Escrow is for transfers and virtual accounts.",
    ),
    required(
        "browser_payment.escrow-buyer-name-required",
        "buyer_name",
        when=paying("trans") & is_("escrow"),
        fact="A transfer in escrow names its buyer.",
    ),
    *each(
        required,
        "browser_payment.direct-escrow-{}-required",
        {"buyer-tel": "buyer_tel", "buyer-email": "buyer_email", "password": f"{PAY}.ra_escrow_password"},
        when=DIRECT_TRANSFER & is_("escrow"),
        fact="A transfer in escrow that opens BankPay directly has no page to ask for it.",
    ),
)

CASH_RECEIPT = (
    *(
        required(
            f"browser_payment.{case}-{name}-required",
            field,
            when=when,
            fact=f"{what} have no page to ask for the cash receipt.",
        )
        for case, what, when in (
            ("direct", "Transfers that open BankPay directly", DIRECT_TRANSFER),
            ("npay-point", "Naver Pay points", NAVER_POINTS),
        )
        for name, field in (("cash-receipt-type", RECEIPT_TYPE), ("customer-identifier", RECEIPT_NUMBER))
    ),
    *each(
        ignored,
        "browser_payment.{}-unused",
        {"cash-receipt-type": RECEIPT_TYPE, "customer-identifier": RECEIPT_NUMBER},
        when=paying(*BY_ITSELF),
        fact="Only transfers and easy payments take the cash receipt's data along.",
    ),
    one_of(
        "browser_payment.cash-receipt-type",
        RECEIPT_TYPE,
        ("personal", "corporate"),
        when=paying("trans", *EASY_PAY),
        fact="personal is for the income deduction, corporate for expenses; without one the buyer picks.",
    ),
    pattern(
        "browser_payment.customer-identifier",
        RECEIPT_NUMBER,
        r"01\d-?\d{3,4}-?\d{4}|\d{3}-?\d{2}-?\d{5}",
        when=paying("trans", *EASY_PAY),
        fact="A cash receipt goes to a mobile number or a business number.",
    ),
    needs_contract(
        "cash_receipt.contract",
        "identifier",
        contract="cash-receipt",
        fact="Cash receipts by API are KG Financial's TS service.",
    ),
)

VIRTUAL_ACCOUNT = (
    required(
        "browser_payment.vbank-due-required",
        "vbank_due",
        when=paying("vbank"),
        fact="A virtual account needs a deposit deadline.",
    ),
    pattern(
        "browser_payment.vbank-due-format",
        "vbank_due",
        r"\d{4}-\d{2}-\d{2}|\d{8}",
        when=paying("vbank"),
        fact="A deposit deadline is a day, YYYY-MM-DD or YYYYMMDD.",
    ),
)

CARD = (
    needs_contract(
        "browser_payment.card-point-contract",
        "useCardPoint",
        contract="card-point",
        fact="KG Financial switches card points on per service id.",
    ),
    ignored(
        "browser_payment.card-point-unused",
        "useCardPoint",
        when=not_paying("card"),
        fact="Card points go with plain card payments only.",
    ),
    required(
        "browser_payment.card-direct-quota-required",
        "card.direct.quota",
        when=given("card.direct.code"),
        fact="A card company is opened directly together with its months, 0 for the lump sum.",
    ),
    needs_contract(
        "browser_payment.card-direct-point-contract",
        "card.direct.usePoint",
        contract="card-point",
        fact="KG Financial switches card points on per service id.",
    ),
)

TAX = tuple(
    rule
    for name, field in (("tax-free", "tax_free"), ("vat-amount", "vat_amount"))
    for rule in (
        forbidden(
            f"browser_payment.{name}-payco",
            field,
            when=paying("payco") & is_not(field, 0),
            fact="PAYCO has no mixed taxation.",
        ),
        forbidden(
            f"browser_payment.{name}-method",
            field,
            when=paying(*UNTAXED) & is_not(field, 0),
            fact="Own tax parts go with cards and easy payments only.",
        ),
        forbidden(
            f"again.{name}",
            field,
            when=is_not(field, 0),
            fact="A card's billing key is charged without own tax parts.",
        ),
    )
)

PHONE = (
    one_of(
        "any.phone-carrier",
        "phone.carrier",
        ("SKT", "KTF", "LGT", "CJH", "KCT", "SKL"),
        on=WINDOWS,
        fact="Carriers have their old names: KTF is KT, LGT is LG U+.",
    ),
    required(
        "any.fixed-number-buyer-tel-required",
        "buyer_tel",
        on=WINDOWS,
        when=paying("phone") & is_(f"{PAY}.mc_fix_no", "Y"),
        fact="mc_fix_no Y fixes this very number in the window.",
    ),
    *each(
        one_of,
        "any.{}",
        {
            "footer-area": f"{HIDDEN}.footer_area",
            "product-area": f"{HIDDEN}.product_area",
            "email-area": f"{HIDDEN}.email_area",
        },
        allowed=YES_NO,
        on=WINDOWS,
        fact="Y hides this part of the window, N shows it.",
    ),
    *each(
        ignored,
        "any.{}-unused",
        {"footer-area": f"{HIDDEN}.footer_area", "product-area": f"{HIDDEN}.product_area"},
        on=WINDOWS,
        when=not_paying("phone"),
        fact="Only the window of phone payments has parts to hide.",
    ),
)

APPEARANCE = (
    one_of("any.cp-logo", f"{BYPASS}.cp_logo", YES_NO, on=WINDOWS, fact="Y shows the shop's logo."),
    one_of("browser_payment.logo-yn", f"{BYPASS}.LOGO_YN", YES_NO, fact="Y shows the shop's logo."),
    *(
        needs_contract(
            rule,
            field,
            only="Y",
            on=on,
            contract="pg-option",
            fact="KG Financial registers the logo beforehand.",
        )
        for rule, field, on in (
            ("any.cp-logo-contract", f"{BYPASS}.cp_logo", WINDOWS),
            ("browser_payment.logo-yn-contract", f"{BYPASS}.LOGO_YN", ("browser_payment",)),
        )
    ),
    *each(
        ignored,
        "browser_payment.{}-gift",
        {"cp-logo": f"{BYPASS}.cp_logo", "css-type": f"{BYPASS}.css_type"},
        when=GIFT,
        fact="The windows of gift certificates have a look of their own; the logo there is LOGO_YN.",
    ),
    ignored(
        "browser_payment.logo-yn-unused",
        f"{BYPASS}.LOGO_YN",
        when=not_paying(*GIFT_CERTIFICATES),
        fact="LOGO_YN is for gift certificates; other windows have cp_logo.",
    ),
    pattern(
        "any.css-type",
        f"{BYPASS}.css_type",
        "#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})",
        on=WINDOWS,
        severity="warning",
        fact="The window's colour is written #FF0000.",
    ),
    one_of(
        "browser_payment.email-hidden", f"{BYPASS}.EMAIL_HIDDEN", YES_NO, fact="Y hides the e-mail's field."
    ),
    ignored(
        "browser_payment.email-hidden-unused",
        f"{BYPASS}.EMAIL_HIDDEN",
        when=not_paying("cultureland"),
        fact="Only cultureland's window can hide it.",
    ),
)

PAY_OPTIONS = (
    *each(
        one_of,
        "browser_payment.{}",
        {
            "won-only": f"{PAY}.cn_pay_app_use_yn",
            "ra-direct": f"{PAY}.ra_direct",
            "va-cash-receipt": f"{PAY}.va_cash_receipt",
            "va-email": f"{PAY}.va_email",
        },
        allowed=YES_NO,
        fact="This option is switched by Y and N.",
    ),
    one_of(
        "browser_payment.won-code",
        f"{PAY}.cn_pay_app_use_cd",
        ("01", "02"),
        fact="01 is WON card, 02 WON banking.",
    ),
    ignored(
        "browser_payment.won-code-unused",
        f"{PAY}.cn_pay_app_use_cd",
        when=is_not(f"{PAY}.cn_pay_app_use_yn", "Y"),
        fact="It picks one of the WON apps that cn_pay_app_use_yn Y asks for.",
    ),
    one_of(
        "browser_payment.ep-pay-type",
        f"{PAY}.ep_pay_type",
        ("C", "P", "M"),
        fact="C is a card, P Naver Pay points, M the money of Kakao Pay or Toss.",
    ),
    forbidden(
        "browser_payment.ep-pay-type-npay",
        f"{PAY}.ep_pay_type",
        only=("C", "P"),
        when=not_paying("naverpay"),
        severity="warning",
        fact="Only Naver Pay tells cards from points.",
    ),
    forbidden(
        "browser_payment.ep-pay-type-money",
        f"{PAY}.ep_pay_type",
        only="M",
        when=not_paying("kakaopay", "tosspay"),
        severity="warning",
        fact="Only Kakao Pay and Toss Pay have money.",
    ),
)

PROVIDER = Provider(
    slug="kg-mobilians-v2",
    api="v1",
    codes=("mobilians_v2",),
    name_en="KG Financial (Mobilians, new module)",
    name_ko="KG파이낸셜 (신모듈)",
    source="opi/ko/integration/pg/v1/kg-mobilians-v2.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "phone", "vbank", "trans", *GIFT_CERTIFICATES, *EASY_PAY),
            easy_pay_providers=EASY_PAY,
            gift_certificates=GIFT_CERTIFICATES,
            escrow_pay_methods=("trans", "vbank"),
        ),
        "browser_billing_key": Capability(pay_methods=("card", "phone")),
        "again": Capability(),
        "cash_receipt": Capability(),
        "cancel": Capability(partial=True),
    },
    unsupported=("browser_identity", "onetime", "issue_billing_key", "cvs", "store_receipt"),
    rules=(
        *unread.unread_by_charges(
            "again", names=("interest-free-by-merchant", "use-card-point"), scheduled=False
        ),
        *WINDOW,
        *BILLING_KEY_WINDOW,
        *ESCROW,
        *CASH_RECEIPT,
        *VIRTUAL_ACCOUNT,
        *CARD,
        *TAX,
        *PHONE,
        *APPEARANCE,
        *PAY_OPTIONS,
    ),
    bypass={"browser_payment": bypass.Payment, "browser_billing_key": bypass.Payment},
    notes=(
        "The guide does not name the pg code; mobilians_v2 is the bypass key and the provider's name.",
        "The API's schema names mobilians_v2 nowhere, so virtual accounts and escrow deliveries by API are open.",
        "customer_uid with an amount charges it; card with amount 0 only issues the key.",
        "Keys of cards can be charged live only, not those of a test channel.",
        "display.card_quota [3, 5, 9] shows 3 to 9 months, [3] only 3, [] the lump sum.",
        "Wrong tax parts fail the payment, or KG Financial puts its own in their place.",
        "A part cancel of mixed taxation keeps its parts the first time; the last one gets what is left.",
        "smartculture cannot be cancelled in part.",
        "The window refuses less than a method's minimum, which differs by method.",
        "Easy payments chosen inside the card window are kept as card.",
        "Virtual accounts of Busan, Gwangju and Kyongnam banks cannot be revoked.",
        "Deposits go back on Thursdays, for what was asked by Tuesday.",
        "PC opens a popup, mobile redirects; Apple Pay needs a web view with popups.",
    ),
)
