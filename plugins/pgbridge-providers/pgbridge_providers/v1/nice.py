"""NICE Payments, the old module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    ON_MOBILE,
    ON_PC,
    Capability,
    Provider,
    conditional,
    given,
    ignored,
    in_currency,
    is_not,
    needs_contract,
    not_in_currency,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
    unsupported_operation,
)
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import nice as bypass
from pgbridge_providers.common_v1 import DAY, OPENAPI, SDK_PAY, also_scheduled

if TYPE_CHECKING:
    from pgbridge.rules import View

CURRENCIES = ("KRW", "USD")
LOCALES = ("ko", "en", "zh")
CARD_OPTIONS = "bypass.CardShowOpt"
AGREED = "NICE must have agreed to it."


def without_mobile_v2(view: View) -> bool:
    """The new mobile window is not asked for."""
    return view.get("niceMobileV2") is not True


def days_and_interval(view: View) -> bool:
    """A service period by days and by interval at once."""
    return view.has("period.interval") and (view.has("period.from") or view.has("period.to"))


WINDOW = (
    unsupported_method(
        "browser_payment.pay-method",
        "pay_method",
        fact="Other easy payments, and gift certificates, came with the new module (nice_v2).",
    ),
    one_of("browser_payment.currency", "currency", CURRENCIES, fact="Without a currency it is KRW."),
    conditional(
        "browser_payment.usd-mobile-needs-mobile-v2",
        "niceMobileV2",
        without_mobile_v2,
        breaks={"currency": "USD", "niceMobileV2": False},
        when=ON_MOBILE & in_currency("USD"),
        severity="warning",
        fact="NICE's older guide wants niceMobileV2 true for USD on mobile; the newer one does not say.",
    ),
    one_of("browser_payment.language", "language", LOCALES, fact="The window is Korean when none is named."),
    pattern(
        "browser_payment.vbank-due",
        "vbank_due",
        rf"{DAY}(([01]\d|2[0-3])[0-5]\d)?",
        when=paying("vbank"),
        severity="warning",
        fact="NICE's guide knows YYYYMMDD and YYYYMMDDHHmm only, the SDK reference more.",
    ),
    common.deposit_deadline(),
    *common.service_period(complete=False),
    one_of(
        "browser_payment.period-interval",
        "period.interval",
        ("month", "year"),
        fact="A service period without days recurs monthly or yearly.",
    ),
    conditional(
        "browser_payment.period-dates-or-interval",
        "period.interval",
        days_and_interval,
        breaks={"period": {"from": "20300101", "to": "20301231", "interval": "month"}},
        severity="warning",
        fact="A service period has either its days or an interval.",
    ),
    ignored(
        "browser_payment.card-show-opt-mobile-only",
        CARD_OPTIONS,
        when=ON_PC,
        fact="How each card company opens can be chosen on mobile only.",
    ),
    ignored(
        "browser_payment.card-show-opt-needs-mobile-v2",
        CARD_OPTIONS,
        when=ON_MOBILE & is_not("niceMobileV2"),
        fact="Only the new mobile window (niceMobileV2 true) reads it.",
    ),
    pattern(
        "browser_payment.card-show-opt-format",
        CARD_OPTIONS,
        r"[^:|]+:[^:|]+(\|[^:|]+:[^:|]+)*",
        severity="warning",
        fact="It is written card:type|card:type.",
    ),
    *common.instalments(when=not_in_currency("USD")),
    needs_contract(
        "browser_payment.card-direct-contract",
        "card.direct",
        contract="card-direct",
        fact="NICE opens one card company directly only for merchant IDs set up for it.",
    ),
    common.phone_goods_or_content(),
    common.redirect_on_mobile("any.m-redirect-url-mobile", on=("browser_payment",)),
    ignored(
        "browser_payment.free-interest-from-mall-ignored",
        "useFreeInterestFromMall",
        only=True,
        when=paying("card"),
        fact="NICE's guide does not have it, and the SDK reference names other PGs.",
        source=SDK_PAY,
    ),
)

AMOUNTS = (
    *also_scheduled(
        needs_contract,
        "vat-amount-contract",
        "vat_amount",
        on=("browser_payment", "onetime", "again"),
        contract="vat",
        fact="The merchant ID must be set up for designated amounts or zero rate "
        "(zero-rated: tax_free 0 and vat_amount 0, both sent).",
    ),
    needs_contract(
        "vbank.tax-contract",
        "tax_free",
        contract="tax-free",
        fact="A merchant ID with designated amounts must send it; any other gets no account when it is sent.",
        source=f"{OPENAPI}: POST /vbanks",
    ),
    needs_contract(
        "vbank.vat-amount-contract",
        "vat_amount",
        contract="vat",
        fact="The merchant ID must be set up for it; zero-rated is tax_free 0 and vat_amount 0.",
        source=f"{OPENAPI}: POST /vbanks",
    ),
    needs_contract(
        "cash_receipt.vat-amount-contract",
        "vat_amount",
        contract="vat",
        fact="Only merchants that designate the VAT themselves may state it.",
        source=f"{OPENAPI}: POST /receipts/{{imp_uid}}",
    ),
    required(
        "cancel.tax-free-with-vat",
        "tax_free",
        when=given("vat_amount"),
        severity="warning",
        fact="A cancel of designated amounts states all parts, else NICE answers error 1617: "
        "an absent tax_free is not read as 0 when the payment had a tax-free part.",
    ),
    required(
        "cancel.amount-with-vat",
        "amount",
        when=given("vat_amount"),
        severity="warning",
        fact="Without an amount all that is left is cancelled, whatever VAT is stated.",
    ),
    common.parts_within_amount("browser_payment", "onetime", "again", "vbank", "cancel"),
)

CARD_EXTRAS = (
    *also_scheduled(
        needs_contract,
        "interest-free-contract",
        "interest_free_by_merchant",
        on=("onetime", "again"),
        contract="free-installment",
        fact=AGREED,
        source=f"{OPENAPI}: POST /subscribe/payments/onetime, schedule",
    ),
    *also_scheduled(
        needs_contract,
        "card-point-contract",
        "use_card_point",
        on=("onetime", "again"),
        contract="card-point",
        fact=AGREED,
        source=f"{OPENAPI}: POST /subscribe/payments/again, schedule",
    ),
)

PROVIDER = Provider(
    slug="nice",
    api="v1",
    codes=("nice",),
    name_en="NICE Payments (old module)",
    name_ko="나이스정보통신 (구모듈)",
    source="opi/ko/integration/pg/v1/nice.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "trans", "vbank", "phone", "kakaopay"),
            currencies=CURRENCIES,
            locales=LOCALES,
        ),
        "onetime": Capability(),
        "issue_billing_key": Capability(),
        "again": Capability(),
        "schedule": Capability(),
        "cancel": Capability(),
        "vbank": Capability(),
        "cash_receipt": Capability(),
    },
    unsupported=("browser_billing_key", "browser_identity", "cvs", "escrow_logistics", "store_receipt"),
    rules=(
        *WINDOW,
        *AMOUNTS,
        *CARD_EXTRAS,
        required(
            "vbank.holder-required",
            "vbank_holder",
            fact="NICE issues no account by API without its holder's name.",
            source=f"{OPENAPI}: POST /vbanks",
        ),
        common.receipt_number_kind_ignored(),
        unsupported_operation(
            "browser_billing_key.no-billing-key-window",
            field="customer_uid",
            fact="Billing keys are issued by REST only; the window has none.",
        ),
    ),
    bypass={"browser_payment": bypass.OldPayment},
    notes=(
        "A payment that named its VAT is cancelled naming VAT and tax-free part again.",
        "For designated amounts PortOne derives the supply amount and a service fee of 0 by itself.",
        "card.direct.code is the bank association's code as text, card.direct.quota a number of months.",
        "niceMobileV2 chooses the new mobile window, appCard shows app cards only.",
        "A virtual account can be revoked before the deposit, not changed.",
        "New merchants get the new module (nice-v2).",
    ),
)
