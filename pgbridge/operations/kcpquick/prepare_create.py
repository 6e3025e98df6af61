"""`kcpquick.prepare.create`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.kcpquick.registration import KcpQuickRegistration


class PrepareKcpQuick(KcpQuickRegistration, frozen=True, kw_only=True):
    """Announce a transaction of KCP Quick Pay. V1 only, `POST /kcpquick/prepare/{merchant_uid}`.

    :raises Conflict: it was announced before: change it with `kcpquick.prepare.update` (reason `already_prepared`)
    """

    name: ClassVar[str] = "kcpquick.prepare.create"
