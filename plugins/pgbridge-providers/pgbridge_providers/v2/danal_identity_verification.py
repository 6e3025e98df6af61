"""Identity verification by Danal on V2, in a window or by API."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    absent,
    given,
    ignored,
    is_,
    max_length,
    pattern,
    required,
)
from pgbridge_providers.bypass import others as bypass

BOTH = ("browser_identity", "identity_send")
CARRIERS = "bypass.danal.IsCarrier"

PROVIDER = Provider(
    slug="danal-identity-verification",
    api="v2",
    codes=("DANAL",),
    name_en="Danal identity verification",
    name_ko="다날 본인인증",
    counterpart="danal",
    source="opi/ko/integration/pg/v2/danal-identity-verification.mdx",
    operations={"browser_identity": Capability(), "identity_send": Capability()},
    unsupported=(
        *("browser_payment", "browser_billing_key", "browser_billing_key_and_pay", "browser_payment_ui"),
        *("browser_billing_key_ui", "instant", "issue_billing_key", "pay_with_billing_key", "schedule"),
    ),
    rules=(
        pattern(
            "any.phone-number-digits",
            "customer.phoneNumber",
            r"\d+",
            on=BOTH,
            fact="The number is digits, without hyphens; in the window it cannot be changed any more.",
        ),
        *(
            required(
                f"browser_identity.{missing}-name-with-{there}-name",
                f"customer.{missing}Name",
                when=given(f"customer.{there}Name") & absent("customer.fullName"),
                severity="warning",
                fact="The window is filled in with a full name, or with first and last name together.",
            )
            for missing, there in (("last", "first"), ("first", "last"))
        ),
        pattern(
            "browser_identity.carrier",
            CARRIERS,
            "(SKT|KTF|LGT|MVNO)(;(SKT|KTF|LGT|MVNO))*",
            fact="The carriers to offer are SKT, KTF, LGT and MVNO, joined with semicolons.",
        ),
        ignored("identity_send.carrier", CARRIERS, fact="It limits the carriers of the window."),
        pattern(
            "any.age-limit",
            "bypass.danal.AGELIMIT",
            r"\d+",
            on=BOTH,
            fact="The least age is a whole number of years.",
        ),
        max_length(
            "browser_identity.customer-id-length", "customer.customerId", 200, fact="Danal's own limit."
        ),
        max_length("identity_send.customer-id-length", "customer.id", 200, fact="Danal's own limit."),
        required(
            "identity_send.identity-number-required-sms",
            "customer.identityNumber",
            when=is_("method", "SMS"),
            fact="A text message takes the first seven digits of the resident number.",
            source="src/schema/v2.openapi.json SendIdentityVerificationBodyCustomer",
        ),
    ),
    bypass={"browser_identity": bypass.DanalIdentity, "identity_send": bypass.DanalIdentity},
    notes=(
        "identity_send is POST /identity-verifications/{id}/send.",
        "The guide says customer.id of both; in the window it is customer.customerId.",
        "CPTITLE, the service's name or address, is for KISA's ePrivacy Clean and is PortOne's by default.",
        "The guide wants the API's bypass as a JSON text, but sends an object.",
        "The API's schema demands customer.name, phoneNumber and ipAddress too.",
        "CI, DI and gender come back always; carrier, phone and foreigner flag by contract.",
        "V1 has Danal's payments as well, V2 its identity verification only.",
    ),
)
