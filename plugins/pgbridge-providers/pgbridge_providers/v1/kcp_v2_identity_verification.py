"""Identity verification by NHN KCP's new module on V1 (`kcp_v2`): server to server, by text message or app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    Capability,
    Provider,
    charset,
    conditional,
    each,
    max_length,
    one_of,
    pattern,
    required,
)
from pgbridge_providers import common_otp as otp

if TYPE_CHECKING:
    from pgbridge.rules import View

BYPASS = "bypass.kcpV2"
MEDIA = f"{BYPASS}.media_type"


def no_media_type(view: View) -> bool:
    """No media type; where bypass is a JSON text, as the API's schema has it, it is not looked into."""
    return not view.has(MEDIA) and not isinstance(view.get("bypass"), str)


PROVIDER = Provider(
    slug="kcp-v2-identity-verification",
    api="v1",
    codes=("kcp_v2",),
    name_en="NHN KCP (new module) identity verification",
    name_ko="NHN KCP(신모듈) 본인인증",
    counterpart="kcp-v2-identity-verification",
    source="opi/ko/integration/pg/v1/kcp-v2-identity-verification.mdx",
    operations={"otp_request": Capability(), "otp_confirm": Capability()},
    unsupported=(
        *("browser_payment", "browser_billing_key", "browser_identity", "onetime", "issue_billing_key"),
        *("again", "schedule", "vbank", "cvs", "escrow_logistics", "store_receipt", "cash_receipt"),
    ),
    rules=(
        *otp.person(),
        *each(
            required,
            "otp_request.{}-required",
            {
                "channel-key": "channel_key",
                "is-mvno": "is_mvno",
                "verification-method": "verification_method",
            },
            fact="KCP demands it, whatever the API's schema calls optional.",
        ),
        conditional(
            "otp_request.media-type-required",
            MEDIA,
            no_media_type,
            breaks={"bypass.kcpV2.media_type": None},
            fact="KCP wants to know whether the user sits at a PC or holds a mobile.",
        ),
        one_of(
            "otp_request.verification-method",
            "verification_method",
            ("SMS", "APP"),
            fact="KCP verifies by text message or by app.",
        ),
        one_of(
            "otp_request.media-type",
            MEDIA,
            ("MC01", "MC02"),
            fact="MC01 is a PC, MC02 a mobile.",
        ),
        max_length("otp_request.merchant-uid-length", "merchant_uid", 40, fact="KCP's own limit."),
        charset(
            "otp_request.merchant-uid-charset",
            "merchant_uid",
            "[A-Za-z0-9]*",
            severity="warning",
            fact="KCP's guide allows letters and digits, though its sample has an underscore.",
        ),
        pattern(
            "otp_request.sms-message",
            f"{BYPASS}.cp_sms_msg",
            r"[\s\S]*\[000000\][\s\S]*",
            fact="The code takes the place of [000000] in the shop's own text.",
        ),
        pattern(
            "otp_request.callback-number",
            f"{BYPASS}.cp_callback",
            r"(?!0[67]0)[\s\S]*",
            fact="No text message is sent from internet numbers such as 070 and 060.",
        ),
    ),
    notes=(
        "After POST /certifications/otp/request comes .../otp/confirm/{imp_uid}; there is no window.",
        "The confirmation takes otp after SMS and none after APP; it does not show which it was.",
        "The guide says channelKey where the API's schema says channel_key, and sends an undocumented ip.",
        "The schema types bypass as a text; the guide sends an object.",
        "web_siteid is the site of the DI, KCP's own by default; a dead number cannot send.",
        "Only merchants whom the carriers approved may use it.",
    ),
)
