"""Identity verifications as V1 answers them."""

from __future__ import annotations

from typing import Generic

from pgbridge_iamport.shapes.payment import Shape, Time


class CertificationShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """A verification: `CertificationAnnotation`; one just requested is only its `imp_uid`."""

    imp_uid: str | None = None
    merchant_uid: str | None = None
    pg_tid: str | None = None
    pg_provider: str | None = None
    name: str | None = None
    gender: str | None = None
    birthday: str | None = None
    foreigner: bool | None = None
    foreigner_v2: bool | None = None
    phone: str | None = None
    carrier: str | None = None
    certified: bool | None = None
    certified_at: Time | None = None
    unique_key: str | None = None
    unique_in_site: str | None = None
    origin: str | None = None
