"""Identity verification by NHN KCP on V2, in a window or by API."""

from __future__ import annotations

from pgbridge.rules import Capability, Provider, charset, each, ignored, max_length, one_of, pattern, required
from pgbridge_providers.bypass import kcp as bypass

BOTH = ("browser_identity", "identity_send")
BYPASS = "bypass.kcpV2"  # the window's is kcp_v2

PROVIDER = Provider(
    slug="kcp-v2-identity-verification",
    api="v2",
    codes=("KCP_V2",),
    name_en="NHN KCP identity verification",
    name_ko="KCP 본인인증",
    counterpart="kcp-v2-identity-verification",
    source="opi/ko/integration/pg/v2/kcp-v2-identity-verification.mdx",
    operations={"browser_identity": Capability(), "identity_send": Capability()},
    rules=(
        charset(
            "any.id-charset",
            "identityVerificationId",
            "[A-Za-z0-9]+",
            on=BOTH,
            fact="KCP takes letters and digits only.",
        ),
        max_length("any.id-length", "identityVerificationId", 40, on=BOTH, fact="KCP's own limit."),
        *each(
            required,
            "identity_send.{}-required",
            {
                "name": "customer.name",
                "phone-number": "customer.phoneNumber",
                "identity-number": "customer.identityNumber",
                "operator": "operator",
                "method": "method",
                "media-type": f"{BYPASS}.media_type",
            },
            fact="Without a window the shop has to say it, for the app as well as for text messages.",
        ),
        pattern(
            "identity_send.phone-number-digits",
            "customer.phoneNumber",
            r"\d*",
            fact="The number is digits, without hyphens.",
        ),
        pattern(
            "identity_send.identity-number-format",
            "customer.identityNumber",
            r"\d{7}",
            fact="It is the first seven digits of the resident number.",
        ),
        one_of(
            "identity_send.operator",
            "operator",
            ("SKT", "KT", "LGU", "SKT_MVNO", "KT_MVNO", "LGU_MVNO"),
            fact="It is one of three networks, or a budget line on one.",
        ),
        one_of(
            "identity_send.method", "method", ("SMS", "APP"), fact="KCP verifies by text message or by app."
        ),
        one_of(
            "identity_send.media-type",
            f"{BYPASS}.media_type",
            ("MC01", "MC02"),
            fact="MC01 is a PC, MC02 a mobile.",
        ),
        pattern(
            "identity_send.sms-message",
            f"{BYPASS}.cp_sms_msg",
            r"(?s).*\[000000\].*",
            fact="The code takes the place of [000000] in the shop's own text.",
        ),
        pattern(
            "identity_send.sms-callback",
            f"{BYPASS}.cp_callback",
            r"(?!0[67]0).*",
            fact="No text message is sent from internet numbers such as 070 and 060.",
        ),
        *each(
            ignored,
            "browser_identity.{}",
            {
                "media-type": "bypass.kcp_v2.media_type",
                "sms-message": "bypass.kcp_v2.cp_sms_msg",
                "sms-callback": "bypass.kcp_v2.cp_callback",
            },
            fact="The window sends no message; it is for the API.",
        ),
    ),
    bypass={"browser_identity": bypass.Identity, "identity_send": bypass.Identity},
    notes=(
        "identity_send is POST /identity-verifications/{id}/send; its confirmation takes otp after SMS only.",
        "The window's bypass is kcp_v2 in the guide and kcpV2 in the SDK's schema; the API's is kcpV2.",
        "The API's schema demands customer.ipAddress too.",
        "The guide wants the API's bypass as a JSON text, but sends an object.",
        "A number out of service cannot send.",
        "web_siteid is the site of the DI, KCP's own by default.",
        "KCP's console takes checkout-service.prod.iamport.co as the result's address.",
        "DI, gender, carrier, phone and foreigner flag come back always, CI as the shop set it up at KCP.",
    ),
)
