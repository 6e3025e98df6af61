"""Offers the V2 API to pgbridge (entry-point group `pgbridge`)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pgbridge.hookspecs import hookimpl
from pgbridge.wire import Api
from pgbridge_portone.auth import authorise
from pgbridge_portone.judge import judge

if TYPE_CHECKING:
    from pgbridge.model.browser import Sdk
    from pgbridge.model.channel import Channel
    from pgbridge.model.delivery import WebhookModule


def face() -> Any:
    """Load the simulator's side of this API."""
    from pgbridge_portone.simulated import FACE  # noqa: PLC0415 - only who simulates needs it

    return FACE


def webhook() -> WebhookModule:
    """Load how this API's webhooks read."""
    from pgbridge_portone import webhook as module  # noqa: PLC0415 - only who receives webhooks needs it

    return module


def sdk(channel: Channel) -> Sdk:
    """Tell how a page loads the browser SDK; every call names its own store."""
    from pgbridge.model.browser import Sdk  # noqa: PLC0415 - only who opens windows needs it

    return Sdk(script=channel.connection.sdk_url or "https://cdn.portone.io/v2/browser-sdk.js")


NAVER = "keep the V1 connection for Naver Pay orders, or use Naver's seller centre: V2 has no calls for them"
QUICK = "keep the V1 connection for KCP Quick Pay: V2 has no module of it"

API = Api(
    name="v2",
    title="PortOne V2",
    base_url="https://api.portone.io",
    package="pgbridge_portone.operations",
    secrets=("secret",),
    judge=judge,
    authorise=authorise,
    keys=True,
    retries_under_one_id=True,
    alternatives=MappingProxyType(
        {
            "cvs.issue": "open the payment window with the convenience store of your PG, or issue a virtual account",
            "cvs.revoke": "V2 issues no barcodes, so there is none to revoke",
            "payments.balance": "payments.get shows the tax parts of the whole payment in `amount`",
            "virtual_accounts.update": "close the account and issue another one under a new order id",
            "identity.delete": "V2 deletes no verification by API: ask PortOne's support",
            "payments.prepare.get": "V2 does not show a registered amount: keep it with the order in your own database",
            "codes.cards": "use the table pgbridge.model.codes.CARDS",
            "codes.card": "use the table pgbridge.model.codes.CARDS",
            "channels.list": "V2 shows channels and their keys in its console only",
            "tiers.get": "on V2 a sub-merchant is a store of its own: name it with store_id",
            "naver.orders.cancel": NAVER,
            "naver.orders.approve_cancel": NAVER,
            "naver.orders.ship": NAVER,
            "naver.orders.ship_exchange": NAVER,
            "naver.orders.collect_exchange": NAVER,
            "naver.orders.place": NAVER,
            "naver.orders.request_return": NAVER,
            "naver.orders.approve_return": NAVER,
            "naver.orders.reject_return": NAVER,
            "naver.orders.withhold_return": NAVER,
            "naver.orders.resolve_return": NAVER,
            "naver.orders.list": NAVER,
            "naver.orders.get": NAVER,
            "naver.reviews.list": NAVER,
            "naver.points.deposit": NAVER,
            "naver.cash_amount": "read the payment with payments.get: its method says what was paid with points",
            "kcpquick.member.delete": QUICK,
            "kcpquick.fido.release": QUICK,
            "kcpquick.money.pay": QUICK,
            "kcpquick.autopay.pay": QUICK,
            "kcpquick.autopay.delete": QUICK,
            "kcpquick.prepare.create": QUICK,
            "kcpquick.prepare.update": QUICK,
            "payco.order_status": "PAYCO is on V1 only: keep the V1 connection for it, or use PAYCO's partner centre",
            "benepia.points": "V2 reads no points: keep the V1 connection for it, or let the buyer see them in the payment window",
            "benepia.pay": "V2 takes Benepia points in the payment window only; keep the V1 connection for this call",
        }
    ),
    face=face,
    webhook=webhook,
    sdk=sdk,
)


@hookimpl
def pgbridge_register_apis() -> list[Api]:
    """Offer the API."""
    return [API]
