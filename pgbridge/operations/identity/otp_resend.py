"""`identity.otp.resend`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pgbridge.model.identity import IdentityVerification
from pgbridge.operations.base import Operation


class ResendIdentityOtp(Operation[IdentityVerification], frozen=True, kw_only=True):
    """Have another one-time password sent; each call sends one.

    V2 `POST /identity-verifications/{id}/resend`. V1 has no such call: the request is made anew, for which it needs
    the person once more, and gives a new `attempt_id`; confirm by that one, or by `order_id` with the same ledger.

    :ivar person_name: V1 only, as everything below it; the fields are those of `SendIdentityOtp`
    """

    name: ClassVar[str] = "identity.otp.resend"
    family: ClassVar[str] = "identity_otp_again"

    order_id: str
    person_name: str | None = None
    phone: str | None = None
    carrier: str | None = None
    identity_number: str | None = None
    method: str | None = None
    company: str | None = None
    bypass: Mapping[str, Any] | None = None
