"""Unified identity verification by KG Inicis on V2, in a window."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    each,
    is_,
    needs_contract,
    one_of,
    pattern,
    required,
    required_any,
)
from pgbridge_providers.bypass import inicis as bypass
from pgbridge_providers.common_v2 import FULL_OR_SPLIT_NAME

AGENCIES = (
    *("PASS", "TOSS", "KFTC", "KAKAO", "NAVER", "SAMSUNG", "SHINHAN", "KB", "HANA", "WOORI", "NH"),
    *("KAKAOBANK", "SMS", "PAYCO"),
)
YES_NO = ("Y", "N")
SDK_CUSTOMER = "src/schema/browser-sdk.yml Customer"

BYPASS = "bypass.inicisUnified"
FIXED = f"{BYPASS}.flgFixedUser"
AGENCY = f"{BYPASS}.directAgency"
WHEN_FIXED = is_(FIXED, "Y")

WINDOW = (
    required(
        "browser_identity.fixed-user-required", FIXED, fact="Inicis asks whether the window is filled in."
    ),
    one_of(
        "browser_identity.fixed-user", FIXED, YES_NO, fact="Y fills the window in, N leaves it to the user."
    ),
    one_of(
        "browser_identity.direct-agency",
        AGENCY,
        AGENCIES,
        fact="Inicis knows these agencies; PAYCO is in the SDK's schema only.",
    ),
    needs_contract(
        "browser_identity.direct-agency-sms",
        AGENCY,
        only="SMS",
        contract="pg-option",
        fact="Text messages are agreed with Inicis; else the window ends in an unknown error.",
    ),
    pattern(
        "browser_identity.logo-url-https",
        f"{BYPASS}.logoUrl",
        r"https://\S+",
        severity="warning",
        fact="The window may not show a logo from anywhere but HTTPS.",
    ),
    one_of(
        "browser_identity.foreigner-info",
        f"{BYPASS}.FRGNDInfo",
        YES_NO,
        fact="Y, the default, asks for gender and foreigner flag where the agency does not tell.",
    ),
)

PERSON = (
    required_any(
        "browser_identity.fixed-user-name",
        *FULL_OR_SPLIT_NAME,
        when=WHEN_FIXED,
        fact="A window that is filled in shows the name.",
    ),
    *each(
        required,
        "browser_identity.fixed-user-{}",
        {
            "phone-number": "customer.phoneNumber",
            "birth-year": "customer.birthYear",
            "birth-month": "customer.birthMonth",
            "birth-day": "customer.birthDay",
        },
        when=WHEN_FIXED,
        fact="A window that is filled in shows phone number and birth date.",
    ),
    *(
        pattern(
            f"browser_identity.birth-{part}-format",
            f"customer.birth{part.title()}",
            regex,
            when=WHEN_FIXED,
            fact=f"The {part} of birth is written {sample}.",
            source=SDK_CUSTOMER,
        )
        for part, regex, sample in (
            ("year", r"\d{4}", "1990"),
            ("month", "0[1-9]|1[0-2]", "07"),
            ("day", r"0[1-9]|[12]\d|3[01]", "08"),
        )
    ),
)

PROVIDER = Provider(
    slug="inicis-unified-identity-verification",
    api="v2",
    codes=("INICIS_UNIFIED",),
    name_en="KG Inicis unified identity verification",
    name_ko="KG이니시스 통합인증",
    source="opi/ko/integration/pg/v2/inicis-unified-identity-verification.mdx",
    operations={"browser_identity": Capability()},
    unsupported=(
        *("browser_payment", "browser_billing_key", "browser_billing_key_and_pay", "browser_payment_ui"),
        *("browser_billing_key_ui", "instant", "issue_billing_key", "pay_with_billing_key", "schedule"),
        "identity_send",
    ),
    rules=(*WINDOW, *PERSON),
    bypass={"browser_identity": bypass.Identity},
    notes=(
        "The best logo is 164 by 28 pixels.",
        "What the user types for FRGNDInfo at Naver or Kakao is not verified; with N it is missing.",
        "CI comes from every agency but Kakao, which wants extra papers; DI and carrier never come.",
        "The phone number comes always.",
        "bypass.inicisUnified.DI_CODE is a salt of the DI in the SDK's schema, although no DI comes.",
        "On V1 this verification is part of the PG inicis.",
    ),
)
