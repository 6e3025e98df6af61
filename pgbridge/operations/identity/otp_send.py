"""`identity.otp.send`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pgbridge.model.identity import IdentityVerification
from pgbridge.operations.base import Operation


class SendIdentityOtp(Operation[IdentityVerification], frozen=True, kw_only=True):
    """Have the carrier send somebody a one-time password, once for each `order_id`.

    V1 `POST /certifications/otp/request`, V2 `POST /identity-verifications/{id}/send`. A repeat sends no second
    message; `ResendIdentityOtp` does.

    :ivar order_id: your own id of the verification
    :ivar phone: with or without separators; V2 is sent the digits
    :ivar identity_number: birth date as YYMMDD and the 7th digit of the resident number; V2 needs it for `sms` only
    :ivar carrier: `SKT`, `KT`, `LGU`, or one of them with `_MVNO`
    :ivar method: `sms` or `app`
    :ivar ip_address: the person's; V2 demands it
    :ivar company: V1 only: the name in the message
    """

    name: ClassVar[str] = "identity.otp.send"
    family: ClassVar[str] = "identity_otp"

    order_id: str
    person_name: str
    phone: str
    carrier: str
    identity_number: str | None = None
    method: str = "sms"
    ip_address: str | None = None
    customer_id: str | None = None
    custom_data: str | None = None
    company: str | None = None
    bypass: Mapping[str, Any] | None = None
