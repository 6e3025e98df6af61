"""`kcpquick.prepare.update`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.kcpquick.registration import KcpQuickRegistration


class UpdateKcpQuickPrepare(KcpQuickRegistration, frozen=True, kw_only=True):
    """Change an announced transaction of KCP Quick Pay. V1 only, `PUT /kcpquick/prepare/{merchant_uid}`.

    :raises NotFound: it was never announced
    """

    name: ClassVar[str] = "kcpquick.prepare.update"
