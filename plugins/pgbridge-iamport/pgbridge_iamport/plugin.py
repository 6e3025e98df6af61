"""Offers the PortOne V1 API."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pgbridge.hookspecs import hookimpl
from pgbridge.wire import Api
from pgbridge_iamport.auth import authorise, login
from pgbridge_iamport.judge import judge

if TYPE_CHECKING:
    from pgbridge.model.browser import Sdk
    from pgbridge.model.channel import Channel
    from pgbridge.model.delivery import WebhookModule


def face() -> Any:
    """Load the simulator's side of V1."""
    from pgbridge_iamport.simulated import FACE  # noqa: PLC0415 - only a simulator needs it

    return FACE


def webhook() -> WebhookModule:
    """Load how this API's webhooks read."""
    from pgbridge_iamport import webhook as module  # noqa: PLC0415 - only who receives webhooks needs it

    return module


def served() -> Any:
    """Load what a server needs that answers as V1 does."""
    from pgbridge_iamport import served as package  # noqa: PLC0415 - only the facade needs it

    return package


def sdk(channel: Channel) -> Sdk:
    """Tell how a page loads the browser SDK, and whose merchant it tells it to be."""
    from pgbridge.model.browser import Sdk  # noqa: PLC0415 - only who opens windows needs it

    script = channel.connection.sdk_url or "https://cdn.iamport.kr/v1/iamport.js"
    code = channel.connection.merchant_code
    tier = channel.tier or channel.connection.tier
    if code is None:
        missing = f'IMP.init needs the merchant\'s code: set merchant_code = "imp..." on connection {channel.connection.name}'
        return Sdk(script=script, missing=missing)
    return Sdk(script=script, init=("IMP.agency", code, tier) if tier else ("IMP.init", code))


API = Api(
    name="v1",
    title="PortOne V1",
    base_url="https://api.iamport.kr",
    package="pgbridge_iamport.operations",
    secrets=("key", "secret"),
    judge=judge,
    authorise=authorise,
    login=login,
    alternatives=MappingProxyType(
        {
            "billing_keys.confirm": "V1 has no approval by hand: IMP.request_pay with customer_uid issues the key",
            "billing_keys.confirm_and_charge": "V1 has no approval by hand: IMP.request_pay with customer_uid issues "
            "the key and charges it",
            "card_promotions.list": "the PG's own console shows its promotions; V2 lists those of KCP",
            "checkout_profiles.evaluate": "V1 has no hosted checkout: choose the method for IMP.request_pay yourself",
            "payments.cancel.stop": "V1 cancels at once, so nothing waits that could be stopped",
            "payments.capture": "V1 captures each payment by itself",
            "payments.confirm": "V1 asks the shop instead: answer its confirm callback (confirm_url)",
            "payments.events": "poll payments.list sorted by -updated",
            "platform.transfers.order": "partner settlement is a product of V2: use a V2 connection",
            "platform.transfers.order_cancel": "partner settlement is a product of V2: use a V2 connection",
            "promotions.get": "read the promotion through a V2 connection of the same merchant",
            "reconciliation.vat_settlements": "reconciliation is a product of V2: use a V2 connection",
            "reconciliation.vat_transactions": "reconciliation is a product of V2: use a V2 connection",
            "sessions.close": "V1 has no hosted checkout, so there is no page to close",
            "sessions.create": "V1 has no hosted checkout: open the payment window with IMP.request_pay",
            "sessions.get": "V1 has no hosted checkout, so there is no page to read",
            "webhooks.resend": "resend it in PortOne's console",
            "billing_keys.list": "read the keys you hold by their ids with billing_keys.get_many",
            "cash_receipts.list": "read each by its payment with cash_receipts.get, or by its id with "
            "cash_receipts.external.get",
            "identity.list": "read each by its imp_uid with identity.get",
        }
    ),
    face=face,
    webhook=webhook,
    sdk=sdk,
    served=served,
)


@hookimpl
def pgbridge_register_apis() -> Iterable[Api]:
    """Offer it."""
    return [API]
