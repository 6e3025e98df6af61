"""Danal on V1: `danal` (phone, identity) and `danal_tpay` (everything else)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    ON_MOBILE,
    ON_PC,
    Capability,
    Provider,
    absent,
    conditional,
    each,
    forbidden,
    given,
    ignored,
    is_not,
    maximum,
    needs_contract,
    not_paying,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
    unsupported_operation,
)
from pgbridge_providers import common_otp as otp
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import others as bypass
from pgbridge_providers.common_v1 import OPENAPI, SDK_IDENTITY

if TYPE_CHECKING:
    from pgbridge.rules import View

GIFT_CERTIFICATES = ("cultureland", "happymoney")
RECEIPT_FORM = "bypass.danal.ISCASHRECEIPTUI"
IDENTITY_GUIDE = "opi/ko/extra/identity-verification/v1/phone/2.mdx"
OTP_REQUEST = f"{OPENAPI}: POST /certifications/otp/request"


def code_of_other_method(view: View) -> bool:
    """Without a channel key, a phone payment outside `danal` or another one outside `danal_tpay`."""
    code, method = view.get("pg"), view.get("pay_method")
    if view.has("channelKey") or not isinstance(code, str) or not isinstance(method, str):
        return False
    return code.partition(".")[0] != ("danal" if method == "phone" else "danal_tpay")


WINDOW = (
    unsupported_method(
        "browser_payment.pay-method", "pay_method", fact="Danal's window has no easy payments on V1."
    ),
    conditional(
        "browser_payment.phone-pg",
        "pg",
        code_of_other_method,
        breaks={"channelKey": None, "pg": "danal_tpay.MID1", "pay_method": "phone"},
        fact="Where pg stands for the channel, phone payments are `danal`, all others `danal_tpay`.",
    ),
    required("browser_payment.buyer-tel", "buyer_tel", fact="Danal's window may stay shut without it."),
    one_of(
        "browser_payment.auth-mode",
        "auth_mode",
        ("key-in",),
        fact="key-in lets the buyer type the card; there is no other mode.",
    ),
    *unread.unread_by_window(),
)

CARD = (
    needs_contract(
        "browser_payment.card-direct-contract",
        "card.direct",
        contract="card-direct",
        fact="Danal sets it up beforehand.",
    ),
    one_of(
        "browser_payment.use-point",
        "card.direct.usePoint",
        ("Y",),
        severity="warning",
        fact="Y asks for card points; what another value does is open.",
    ),
    *common.instalments(),
)

ACCOUNT = (
    required(
        "browser_payment.vbank-biz-num",
        "biz_num",
        when=paying("vbank"),
        fact="A virtual account takes the merchant's business number.",
    ),
    pattern(
        "browser_payment.biz-num-format",
        "biz_num",
        r"\d{10}",
        when=paying("vbank"),
        fact="A business number is ten digits, without hyphens here.",
    ),
    common.deposit_deadline(),
    one_of(
        "browser_payment.cash-receipt-ui",
        RECEIPT_FORM,
        ("N",),
        severity="warning",
        fact="N hides the cash receipt; what another value does is open.",
    ),
    ignored(
        "browser_payment.cash-receipt-ui-ignored",
        RECEIPT_FORM,
        when=not_paying("trans", "vbank"),
        fact="Cash receipts exist for transfers and virtual accounts only.",
    ),
)

PHONE = (
    *each(
        ignored,
        "browser_payment.phone-{}-ignored",
        {
            "tax-free": "tax_free",
            "app-card": "appCard",
            "auth-mode": "auth_mode",
            "bypass-danal": "bypass.danal",
            "app-scheme": "app_scheme",
        },
        when=paying("phone"),
        fact="Phone payments have a window of their own, which does not read it.",
    ),
    one_of(
        "browser_payment.carrier",
        "phone.detail[].carrier",
        ("*", "SKT", "KTF", "LGT", "CJH", "KCT", "SKL"),
        severity="warning",
        fact="Danal's samples have these, * for all of them; another one changes nothing.",
    ),
    pattern(
        "browser_payment.prefill-phone-number",
        "prefill.phoneNumber",
        r"\d+",
        when=paying("phone"),
        fact="The number to pay with is digits, without hyphens.",
    ),
)

BILLING_KEY_WINDOW = (
    unsupported_method(
        "browser_billing_key.pay-method",
        "pay_method",
        fact="The window issues keys of cards and, its guide suggests, of phones.",
    ),
    one_of(
        "browser_billing_key.billing-card-only",
        "pay_method",
        ("card",),
        severity="warning",
        fact="The guide's sample knows keys of cards only, its list of parameters those of phones too.",
    ),
    required(
        "browser_billing_key.customer-uid",
        "customer_uid",
        fact="It names the billing key; without it the window takes a payment.",
    ),
    maximum(
        "browser_billing_key.billing-amount-charges",
        "amount",
        0,
        severity="warning",
        fact="Danal charges this amount together with the key; for 0 it tries 10 KRW and takes them back.",
    ),
    *(
        rule
        for day in ("from", "to")
        for rule in (
            required(
                f"browser_billing_key.period-{day}-required",
                f"period.{day}",
                when=given("period") & absent("period.text"),
                fact="A service period has a first and a last day, unless it is a text.",
            ),
            pattern(
                f"browser_billing_key.period-{day}",
                f"period.{day}",
                common.DAY,
                fact="It is a day written YYYYMMDD.",
            ),
        )
    ),
)

CHARGES = (
    *(
        unsupported_operation(
            f"{operation}.unsupported",
            fact="Danal takes no card data by API; billing keys come from its window.",
            source=unread.SUPPORTED,
        )
        for operation in ("onetime", "issue_billing_key")
    ),
    required(
        "again.name",
        "name",
        fact="Danal wants to know what is sold.",
        source=f"{OPENAPI}: POST /subscribe/payments/again",
    ),
    forbidden(
        "schedule.no-new-card",
        "card_number",
        when=given("card_number"),
        fact="A schedule cannot register a card; the customer_uid must hold a key from the window.",
        source=f"{OPENAPI}: POST /subscribe/payments/schedule",
    ),
    *unread.unread_by_charges("again"),
    unread.unread_by_cancel(),
)

IDENTITY = (
    pattern(
        "browser_identity.carrier",
        "carrier",
        "(?:SKT|KTF|LGT|MVNO)(?:;(?:SKT|KTF|LGT|MVNO))*",
        fact="The window can be limited to SKT, KTF, LGT or MVNO, several joined with semicolons.",
        source=SDK_IDENTITY,
    ),
    required(
        "browser_identity.m-redirect-url",
        "m_redirect_url",
        when=ON_MOBILE & is_not("popup"),
        fact="On mobile the identity window comes back by redirect, unless popup is true.",
        source=IDENTITY_GUIDE,
    ),
    ignored(
        "browser_identity.popup-forced-on-pc",
        "popup",
        only=False,
        when=ON_PC,
        fact="On PC it is a popup anyway.",
        source=IDENTITY_GUIDE,
    ),
    *otp.person(source=OTP_REQUEST),
    ignored(
        "otp_request.verification-method-ignored",
        "verification_method",
        fact="Danal sends a text message; the choice is KCP's.",
        source=OTP_REQUEST,
    ),
    required(
        "otp_confirm.otp-required",
        "otp",
        fact="Only KCP's app confirms without the code.",
        source=f"{OPENAPI}: POST /certifications/otp/confirm/{{imp_uid}}",
    ),
)

PROVIDER = Provider(
    slug="danal",
    api="v1",
    codes=("danal_tpay", "danal"),
    name_en="Danal",
    name_ko="다날",
    counterpart="danal-identity-verification",  # of the payments there is none on V2
    source="opi/ko/integration/pg/v1/danal.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "trans", "vbank", "phone", *GIFT_CERTIFICATES),
            gift_certificates=GIFT_CERTIFICATES,
        ),
        "browser_billing_key": Capability(pay_methods=("card", "phone")),
        "browser_identity": Capability(),
        "otp_request": Capability(),
        "otp_confirm": Capability(),
        "again": Capability(),
        "schedule": Capability(),
        "cancel": Capability(),
    },
    unsupported=(
        *("onetime", "issue_billing_key", "vbank", "cvs", "escrow_logistics", "store_receipt"),
        "cash_receipt",
    ),
    rules=(*WINDOW, *CARD, *ACCOUNT, *PHONE, *BILLING_KEY_WINDOW, *CHARGES, *IDENTITY),
    bypass={"browser_payment": bypass.Danal},
    notes=(
        "The result comes to the callback, on mobile too.",
        "The identity window reads carrier, phone, name and min_age, which other PGs ignore.",
        "The OpenAPI lists danal beside danal_tpay for charges by billing key: phones may have keys.",
        "The samples say of carrier *, enabled false, that all are on.",
        "company is the name in the phone window; without it that is PortOne's main shop.",
        "An amount left out counts as 0.",
        "display.card_quota [6] is up to 6 months in the guide, lump sum and 6 in the SDK reference.",
        "A virtual account can be revoked before its deposit (DELETE /vbanks), not issued by API.",
        "One-time passwords are for merchants whom the carriers approved.",
    ),
)
