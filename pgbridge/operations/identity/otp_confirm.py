"""`identity.otp.confirm`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.identity import IdentityVerification
from pgbridge.operations.base import Operation


class ConfirmIdentityOtp(Operation[IdentityVerification], frozen=True, kw_only=True):
    """Finish a verification with the password that the person received.

    V1 `POST /certifications/otp/confirm/{imp_uid}`, V2 `POST /identity-verifications/{id}/confirm`.

    :ivar otp: left out for the method `app`
    :ivar attempt_id: V1's `imp_uid`; found by `order_id` when it was sent through this ledger
    :raises NotFound: nothing was sent
    """

    name: ClassVar[str] = "identity.otp.confirm"
    family: ClassVar[str] = "identity_otp_confirmation"

    order_id: str | None = None
    attempt_id: str | None = None
    otp: str | None = None
