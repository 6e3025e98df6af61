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


def sdk(channel: Channel) -> Sdk:  # noqa: ARG001 - every call names its own store
    """Tell how a page loads the browser SDK."""
    from pgbridge.model.browser import Sdk  # noqa: PLC0415 - only who opens windows needs it

    return Sdk(script="https://cdn.portone.io/v2/browser-sdk.js")


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
            "payments.prepare.get": "V2 does not show a registered amount: keep it with the order in your own database",
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
