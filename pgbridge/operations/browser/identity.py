"""`browser.identity`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.browser.base import BrowserOperation


class BrowserIdentity(BrowserOperation, frozen=True, kw_only=True):
    """Open the window in which the buyer proves who he is.

    V1 `IMP.certification`, V2 `PortOne.requestIdentityVerification`.
    https://developers.portone.io/sdk/ko/v2-sdk/identity-verification-request

    :ivar identity_id: the shop's id of this verification: V1 `merchant_uid`, V2 `identityVerificationId`
    :ivar minimum_age: V1 with Danal: refuses who is younger
    :ivar carrier: V1 with Danal: shows one carrier only: `SKT`, `KT`, `LGU`, or `MVNO`
    :ivar company: V1: the name that the window shows
    """

    name: ClassVar[str] = "browser.identity"

    identity_id: str
    minimum_age: int | None = None
    carrier: str | None = None
    company: str | None = None
