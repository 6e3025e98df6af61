"""Identity verification by NHN KCP on V1: bypass as an object, and as the JSON text the API's schema asks for."""

from __future__ import annotations

import pytest
from pgbridge_providers.v1.kcp_v2_identity_verification import PROVIDER

from pgbridge.rules import check

MEDIA = "kcp-v2-identity-verification.otp_request.media-type-required"


def found(bypass: object) -> set[str]:
    return {each.rule for each in check(PROVIDER, "otp_request", {"bypass": bypass})}


@pytest.mark.parametrize("bypass", [None, "", {}, {"kcpV2": {}}, {"kcpV2": {"media_type": ""}}, [], 1])
def test_a_media_type_is_demanded(bypass: object) -> None:
    assert MEDIA in found(bypass)


@pytest.mark.parametrize("bypass", [{"kcpV2": {"media_type": "MC01"}}, '{"kcpV2":{"media_type":"MC01"}}'])
def test_one_in_an_object_or_maybe_in_a_text_will_do(bypass: object) -> None:
    assert MEDIA not in found(bypass)
