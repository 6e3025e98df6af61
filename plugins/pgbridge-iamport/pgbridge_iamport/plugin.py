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


def sdk(channel: Channel) -> Sdk:
    """Tell how a page loads the browser SDK, and whose merchant it tells it to be."""
    from pgbridge.model.browser import Sdk  # noqa: PLC0415 - only who opens windows needs it

    script, code = "https://cdn.iamport.kr/v1/iamport.js", channel.connection.merchant_code
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
            "billing_keys.list": "read the keys you hold by their ids with billing_keys.get_many",
            "cash_receipts.list": "read each by its payment with cash_receipts.get, or by its id with "
            "cash_receipts.external.get",
        }
    ),
    face=face,
    webhook=webhook,
    sdk=sdk,
)


@hookimpl
def pgbridge_register_apis() -> Iterable[Api]:
    """Offer it."""
    return [API]
